"""What a finished command is remembered by, so that the next one like it need not even look for something to do.

A command that changed nothing, or rendered all, leaves a list of the files it depends on and of those it wrote, with
size and time of change; while all are as listed, the next command of the same request has nothing to do. Every command
imports this module, so it imports next to nothing itself.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from analysis.report.fingerprint import IGNORED, PACKAGE, list_metadata_files

_FOLDER_STAT = "0 0"  # written for a folder, which is compared by its content
_MOST_ENTRIES = 200  # commands remembered


def find_cache_folder() -> str:
    """Returns the folder of the user's cache that is ours: the only one in the user's home that is written to."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return f"{home}/communique"


def record_files(inputs: Iterable[Path]) -> dict[str, list[int]]:
    """Returns path -> size and time of change of files, the library's among them, and of all files in folders.

    To be called before they are read, so that what changes meanwhile counts as changed.
    """
    found: dict[str, list[int]] = {}
    for path in (*inputs, PACKAGE, *list_metadata_files()):
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
                if entry.name not in IGNORED and not entry.name.startswith("."):
                    _record_path(entry.path, found)
    else:
        found[path] = [about.st_size, about.st_mtime_ns]


def remember_command(
    root: Path, request: object, message: str, before: Mapping[str, list[int]], outputs: Iterable[Path]
) -> None:
    """Remembers a command that ended well.

    request: all that it was asked, as plain values. message: what the next one like it is to print. before: the files
    it depends on, from `record_files`. outputs: what it wrote.
    """
    after: dict[str, list[int]] = {}
    for path in outputs:
        _record_path(str(path), after)
    stats = (f"{' '.join(map(str, stat))}\t{path}" for path, stat in {**before, **after}.items())
    _write_entry(_find_entry(root, request), "\n".join([repr(request), message, *stats]))


def recall_command(root: Path, request: object) -> str:
    """Returns the message remembered for the same request if no file has changed since, else ''."""
    try:
        with open(_find_entry(root, request), encoding="utf-8") as file:  # noqa: PTH123 (see `_record_path`)
            asked, message, *lines = file.read().split("\n")
        known: dict[str, str] = {}
        for line in lines:
            stat, path = line.split("\t", 1)
            known[path] = stat
        if asked != repr(request):
            return ""
        for path, stat in known.items():
            if stat == _FOLDER_STAT:
                with os.scandir(path) as entries:
                    if any(
                        entry.path not in known and entry.name not in IGNORED and not entry.name.startswith(".")
                        for entry in entries
                    ):
                        return ""
            elif stat != _format_stat(path):
                return ""
    except (OSError, ValueError):
        return ""
    return message


def _format_stat(path: str) -> str:
    try:
        about = os.stat(path)  # noqa: PTH116
    except OSError:
        return ""
    return f"{about.st_size} {about.st_mtime_ns}"


def _find_entry(root: Path, request: object) -> str:
    """Returns where a command is remembered: in the user's cache, since what it rendered is for others to keep."""
    name = zlib.crc32(repr((os.path.abspath(root), request)).encode())  # noqa: PTH100
    return f"{find_cache_folder()}/{name:08x}.txt"


def _write_entry(entry: str, text: str) -> None:
    """Writes a file of the cache and removes the oldest; a cache that cannot be written is done without."""
    folder = Path(entry).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)[:-_MOST_ENTRIES]:
            old.unlink(missing_ok=True)
        making = folder / f".{os.getpid()}.making"
        making.write_text(text, encoding="utf-8")
        making.replace(entry)


def read_order(root: Path) -> list[str]:
    """Returns the reports in the order in which the index page has them, as far as that is known."""
    try:
        return Path(_find_entry(root, "order")).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []


def write_order(root: Path, reports: Iterable[str]) -> None:
    """Remembers the order in which the index page has the reports."""
    _write_entry(_find_entry(root, "order"), " ".join(reports))
