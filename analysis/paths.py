"""Finds the folder of a case, and the case and notebooks shipped with the library."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from analysis.errors import UsageError, format_nearest
from analysis.remote.address import is_remote, strip_file

SHIPPED_CASE = "mar-a-lago-2025-12-28"  # the one that is meant where no case is named
SHIPPED_CASES = (SHIPPED_CASE, "un-climate-finance-2024")
RENDERS_VARIABLE = "_COMMUNIQUE_RENDERS"  # of a kernel: it runs a notebook for a report
MOVED_VARIABLE = "_COMMUNIQUE_MOVED"  # of a kernel: the folder under which it has the files of another machine
_CASE_FILES = ("datapackage.json", "claims.csv", "sources.csv", "quantities.csv", "reports.csv")  # one says: a case
PACKAGE = Path(__file__).resolve().parent
"""The folder of this library."""


def find_shipped(kind: Literal["data", "notebooks"]) -> Path:
    """Returns the folder of the shipped cases or notebooks.

    It is `analysis/shipped` in an installed wheel; in a checkout (also one installed with `pip install -e`) it is
    beside the package.
    """
    inside = PACKAGE / "shipped" / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def list_shipped_notebooks() -> list[Path]:
    """Returns the folders of the notebooks that came with the library: the shared ones, and those of shipped cases.

    >>> [folder.name for folder in list_shipped_notebooks()]
    ['notebooks', 'notebooks', 'notebooks']
    """
    return [find_shipped("notebooks"), *(find_shipped("data") / case / "notebooks" for case in SHIPPED_CASES)]


def find_user_folder(kind: Literal["cache", "state"]) -> str:
    """Returns the folder of the user's cache or state that is ours; a relative one does not count, as XDG has it."""
    usual = {"cache": "~/.cache", "state": "~/.local/state"}[kind]
    homes = (
        os.environ.get(f"XDG_{kind.upper()}_HOME", ""),
        os.environ.get("LOCALAPPDATA", ""),
        os.path.expanduser(usual),  # noqa: PTH111 (pathlib raises an error of its own where there is no home)
    )
    # without any home there is none: a file cannot hold folders, and what cannot be written is done without
    home = next((home for home in homes if os.path.isabs(home)), os.devnull)  # noqa: PTH117
    return f"{home}/communique"


def resolve_path(path: Path) -> Path:
    """Returns a path without links, as far as these lead anywhere; `Path.resolve` fails where they lead in a circle."""
    return Path(os.path.realpath(path))


def find_case(case: str | Path) -> Path:
    """Returns the folder of a case given by path, by name or by an address, of which it is a copy in the user's cache.

    A name, which has no folder before it, is that of a case in `data/`, else of a shipped one, or of a folder here; a
    folder that holds no table of a case does not count, so that reports left under the name of a case do not hide it.
    Raises UsageError with the names that exist, or with both folders if a folder here has the name of another case;
    StoreError if an address cannot be read.

    >>> find_case("mar-a-lago-2025-12-28").name
    'mar-a-lago-2025-12-28'
    """
    text = str(case)
    if is_remote(text):
        from analysis.remote.copying import copy_case

        return copy_case(text, Path(find_user_folder("cache")), _CASE_FILES)
    case = text = strip_file(text)
    try:
        if not text.strip():
            found = []
        elif Path(text).name == text and text not in (os.curdir, os.pardir):
            found = _find_named(text)
        else:
            moved = os.environ.get(MOVED_VARIABLE, "") if Path(case).is_absolute() else ""
            found = [path.resolve() for path in (Path(f"{moved}{text}"), Path("data") / case) if path.exists()][:1]
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read a case from {text[:80]!r}: {getattr(error, 'strerror', error)}") from None
    if len(found) > 1:
        raise UsageError(
            f"{text!r} is the name of {len(found)} different cases: {' and '.join(map(str, found))}; "
            "give the folder of the one that is meant, or rename the other."
        )
    if found and not found[0].is_dir():
        raise UsageError(f"{text} is a file; give the folder of the case, which holds its tables.")
    if found:
        return found[0]
    known = sorted(
        {
            path.name
            for root in (Path("data"), find_shipped("data"))
            if root.is_dir()
            for path in root.iterdir()
            if path.is_dir()
        }
    )
    raise UsageError(
        f"no case folder {text!r}{format_nearest(text, known)}; there are: {', '.join(known)}. "
        "Give the folder of a case, or the name of one in data/."
    )


def _find_named(name: str) -> list[Path]:
    """Returns the folders of the different cases of a name; else a folder or file here that is none, if there is one.

    A copy of a case that is the same file by file is no other case.
    """
    kept = [place for place in (Path("data") / name, find_shipped("data") / name) if _holds_case(place)][:1]
    here = [Path(name)] if _holds_case(Path(name)) else []
    if kept and here and _are_same(kept[0], here[0]):
        here = []
    others = [place for place in (Path(name), Path("data") / name) if place.exists() and not _holds_reports(place)]
    return [place.resolve() for place in [*kept, *here] or others[:1]]


def _holds_case(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _CASE_FILES)


def _holds_reports(folder: Path) -> bool:
    return any(folder.glob("*/manifest.json"))


def _are_same(one: Path, other: Path) -> bool:
    """Returns whether two folders are one, or hold the same files."""

    def read(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    return one.samefile(other) or read(one) == read(other)
