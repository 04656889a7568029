"""Cases made of a few positions."""

from __future__ import annotations

from analysis import load_case
from tests.conftest import TINY, merge_folders


def read_case(tmp_path, **tables):
    """Reads the case `matters` with other rows in some tables: name -> lines below the heading."""
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    for name, lines in tables.items():
        table = folder / f"{name}.csv"
        heading = table.read_text(encoding="utf-8").splitlines()[0]
        table.write_text("\n".join((heading, *lines, "")), encoding="utf-8")
    return load_case(folder)


def make_position(party, issue, low, value, high):
    return f"{party}_{issue},{party},{issue},It wants that,,{value},{low},{high},0.5,0.4,0.6,Said so,article,II p3,"
