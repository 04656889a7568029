"""What the tests of comparisons share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis import load_case
from tests.conftest import TINY


@pytest.fixture(scope="session")
def shipped():
    """The shipped case, on the basis of its article."""
    return load_case()


@pytest.fixture
def gauge(tmp_path: Path) -> Path:
    """A copy of the tiny case, with a series that the article and a survey give for some of the same years."""
    tiny = Path(shutil.copytree(TINY, tmp_path / "gauge"))
    header, *rows = (tiny / "quantities.csv").read_text(encoding="utf-8").splitlines()
    rows = [*(f"{row}," for row in rows), "river.flow,flow,million litre,0,,,What passes in a year,,,true"]
    (tiny / "quantities.csv").write_text("\n".join([f"{header},over_time", *rows]) + "\n", encoding="utf-8")
    with (tiny / "claims.csv").open("a", encoding="utf-8") as file:
        for source, value, year, rank in (
            ("article", 50, 2022, "normal"),
            ("survey", 61, 2022, "preferred"),
            ("article", 140, 2024, "normal"),
            ("survey", 135, 2024, "preferred"),
            ("survey", 79, 2025, "normal"),
        ):
            cells = f"{value},,,,exact,reported,{year},,,Measured,,,,,{rank},"
            file.write(f"flow_{year}_{source},river.flow,,{source},p1,{cells}\n")
    return tiny
