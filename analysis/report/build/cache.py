"""What need not be done again: a report whose inputs are as they were, and a whole command after which nothing moved.

A report's manifest names its inputs by content: the notebook, the parameters, the library, the versions of what it
stands on, and each row and selection it read of the case. A command that changed nothing leaves a list of files with
size and time; while they stand so, the next one like it has nothing to do. Every command imports this, so it imports
next to nothing itself.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

VERSIONED = ("communique", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "python-docx", "typst")
_PACKAGE = Path(__file__).resolve().parents[2]
_FOLDER_STAT = "0 0"  # how a folder stands: by what is in it
_MOST_ENTRIES = 200  # commands remembered
_IGNORED = ("__pycache__", "shipped")  # compiled files, and what travels with the library but is no part of it


def find_change(
    folder: Path, inputs: Mapping[str, Any], files: Iterable[str], holds: Callable[[str], str | None]
) -> str:
    """Returns why a report must be made again, in a few words, or '' if it stands as it would be made.

    inputs: as the manifest has them. files: what the folder must hold. holds: a key of what was read of the case ->
    digest of what it holds now, None if that cannot be told.
    """
    import hashlib
    import json

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        before, reads, made = manifest["inputs"], manifest["reads"], manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return "not there"
    for name, value in inputs.items():
        if before.get(name) != value:
            return f"{name} changed"
    for name in files:
        if name not in made:
            return f"{name} is missing"
    for name, digest in made.items():
        try:
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                return f"{name} was changed"
        except OSError:
            return f"{name} is missing"
    return next((f"{key.partition(':')[2]} changed" for key, digest in reads.items() if holds(key) != digest), "")


@cache
def compute_library_fingerprint() -> str:
    """Returns a digest of this library's own files."""
    import hashlib

    hasher = hashlib.blake2b(digest_size=8)
    for path in _list_library_files():
        hasher.update(path.name.encode() + path.read_bytes())
    return hasher.hexdigest()


def is_library_unchanged() -> bool:
    """Returns whether this library's files are still what they were when `library` was first asked."""
    return compute_library_fingerprint() == compute_library_fingerprint.__wrapped__()


@cache
def list_versions() -> dict[str, str]:
    """Returns the versions of what a report is made with."""
    from importlib.metadata import version

    return {"python": sys.version.split()[0], **{name: version(name) for name in VERSIONED}}


def _list_library_files() -> Iterator[Path]:
    for root, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name not in _IGNORED)
        yield from (Path(root, name) for name in sorted(names) if not name.endswith(".pyc"))


def record_files(inputs: Iterable[Path]) -> dict[str, list[int]]:
    """Returns path -> size and time of change for files, and for folders with all that lies in them.

    To be called before they are read: what changes meanwhile then counts as changed.
    """
    found: dict[str, list[int]] = {}
    for path in (*inputs, _PACKAGE, *_list_metadata_files()):
        _record_path(str(path), found)
    return found


def _record_path(path: str, found: dict[str, list[int]]) -> None:
    try:
        about = os.stat(path)  # noqa: PTH116
    except OSError:
        found[path] = []
        return
    if os.path.isdir(path):  # noqa: PTH112 (this runs at every command, and pathlib costs four times as much)
        found[path] = [0, 0]
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name not in _IGNORED and not entry.name.startswith("."):
                    _record_path(entry.path, found)
    else:
        found[path] = [about.st_size, about.st_mtime_ns]


def _list_metadata_files() -> Iterator[Path]:
    """The folders that tell of the packages a report is made with: another version has another folder."""
    from importlib.metadata import distribution

    for name in VERSIONED:
        path = getattr(distribution(name), "_path", None)
        if path is not None:
            yield Path(path) / "METADATA"


def remember_command(
    root: Path, request: Any, said: str, before: Mapping[str, list[int]], outputs: Iterable[Path]
) -> None:
    """Leaves word of a command that ended well: what it was asked, what it said, and how all it rests on stood."""
    after: dict[str, list[int]] = {}
    for path in outputs:
        _record_path(str(path), after)
    place = _find_entry(root, request)
    lines = [repr(request), said, *(f"{' '.join(map(str, how))}\t{path}" for path, how in {**before, **after}.items())]
    _write_entry(place, "\n".join(lines))


def recall_command(root: Path, request: Any) -> str:
    """Returns what the last command said if it was asked the same and nothing moved since, else ''."""
    try:
        with open(_find_entry(root, request), encoding="utf-8") as file:  # noqa: PTH123 (see `_look`)
            asked, said, *lines = file.read().split("\n")
        known = dict(reversed(line.split("\t", 1)) for line in lines)
        if asked != repr(request):
            return ""
        for path, how in known.items():
            if how == _FOLDER_STAT:
                with os.scandir(path) as entries:
                    if any(
                        entry.path not in known and entry.name not in _IGNORED and not entry.name.startswith(".")
                        for entry in entries
                    ):
                        return ""
            elif how != _format_stat(path):
                return ""
    except (OSError, ValueError):
        return ""
    return said


def _format_stat(path: str) -> str:
    try:
        about = os.stat(path)  # noqa: PTH116
    except OSError:
        return ""
    return f"{about.st_size} {about.st_mtime_ns}"


def _find_entry(root: Path, request: Any) -> str:
    """Where word of a command is kept: in the user's cache, as what it rendered is the reader's."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    name = zlib.crc32(repr((os.path.abspath(root), request)).encode())  # noqa: PTH100
    return f"{home}/communique/{name:08x}.txt"


def _write_entry(place: str, text: str) -> None:
    """Writes a file of the cache, and lets go of the oldest; a cache that cannot be written is none."""
    folder = Path(place).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)[:-_MOST_ENTRIES]:
            old.unlink(missing_ok=True)
        making = folder / f".{os.getpid()}.making"
        making.write_text(text, encoding="utf-8")
        making.replace(place)


def read_order(root: Path) -> list[str]:
    """Returns the reports in the order the index page has them, as far as that is known."""
    try:
        return Path(_find_entry(root, "order")).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []


def write_order(root: Path, reports: Iterable[str]) -> None:
    """Leaves word of the order the index page has the reports in."""
    _write_entry(_find_entry(root, "order"), " ".join(reports))
