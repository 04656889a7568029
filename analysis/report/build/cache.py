"""What a finished command is remembered by, so that the next one like it need not even look for something to do.

A command that changed nothing, or rendered all, leaves a list of the files it depends on and of those it wrote, with
size and time of change; while all are as listed, the next command of the same request has nothing to do. Every command
imports this module, so it imports next to nothing itself.
"""

from __future__ import annotations

import math
import os
import stat
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path, PurePath

from analysis.paths import find_user_folder
from analysis.report.fingerprint import (
    IGNORED,
    PACKAGE,
    compute_content_fingerprint,
    describe_installation,
    list_metadata_files,
)

_FOLDER = "folder"  # written for a folder, which is compared by the names in it
_ANY = "with any names"  # written after it where they do not matter
_RACE_NS = 2_000_000_000  # nanoseconds in which a second change may leave no trace in the times a file system keeps
_MOST_ENTRIES = 200  # commands remembered


def find_cache_folder() -> str:
    """Returns the folder of the user's cache that is ours: the only one in the user's home that is written to."""
    return find_user_folder("cache")


def record_files(inputs: Iterable[Path]) -> dict[str, str]:
    """Returns path -> what tells whether it has changed, of files, the library's among them, and of all in folders.

    To be called before they are read, so that what changes meanwhile counts as changed. A file that has only just
    changed is also recorded by its content: it may change again within what its file system counts as one moment.
    """
    recorder = _Recorder(time.time_ns() - _RACE_NS)
    for path in (*inputs, PACKAGE, *list_metadata_files()):
        recorder.record(str(path))
    return recorder.found


class _Recorder:
    """Collects the state of files. trusted: nanoseconds since 1970 before which a time of change says all."""

    def __init__(self, trusted: float):
        self.trusted = trusted
        self.found: dict[str, str] = {}
        self._folders: set[tuple[int, int]] = set()

    def record(self, path: str) -> None:
        """Records a file, or a folder with all in it, once each."""
        try:
            about = os.stat(path)  # noqa: PTH116
        except OSError:
            self.found[path] = ""
            return
        if not stat.S_ISDIR(about.st_mode):
            self.found[path] = _format_stat(about)
            if stat.S_ISREG(about.st_mode) and max(about.st_mtime_ns, about.st_ctime_ns) > self.trusted:
                self.found[path] += f" {_compute_digest(path)}"
            return
        self.found[path] = _FOLDER
        if (about.st_dev, about.st_ino) in self._folders:  # a link back to where we come from
            return
        self._folders.add((about.st_dev, about.st_ino))
        for name in _list_names(path):
            self.record(f"{path}/{name}")


def _list_names(folder: str) -> list[str]:
    """Returns the names in a folder that count. Raises OSError."""
    ignored = IGNORED if folder == str(PACKAGE) else IGNORED[:1]
    return [name for name in os.listdir(folder) if name not in ignored and not name.startswith(".")]  # noqa: PTH208


def _format_stat(about: os.stat_result) -> str:
    """Returns the state of a file: its time of change and number are not set back as its time of writing can be."""
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}"


def _compute_digest(path: str) -> str:
    try:
        if not Path(path).is_file():  # whoever reads a pipe waits for somebody to write
            return "no file"
        return compute_content_fingerprint(Path(path).read_bytes())
    except OSError:
        return "unreadable"


def record_paths(paths: Iterable[str]) -> dict[str, str]:
    """Returns path -> what tells whether it has changed. A path that ends in / stands for the names in a folder."""
    recorder = _Recorder(time.time_ns() - _RACE_NS)
    for path in paths:
        if path.endswith("/"):
            recorder.found[path] = _describe_names(path)
        elif os.path.isdir(path):  # noqa: PTH112
            recorder.found[path] = f"{_FOLDER} {_ANY}"
        else:
            recorder.record(path)
    return recorder.found


def _describe_names(folder: str) -> str:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return ""
    return f"names {compute_content_fingerprint(os.fsencode('/'.join(names)))}"


def remember_command(
    root: Path, request: object, message: str, before: Mapping[str, str], outputs: Iterable[Path]
) -> None:
    """Remembers a command that ended well.

    request: all that it was asked, as plain values. message: what the next one like it is to print. before: the files
    it depends on, from `record_files` and `record_paths`. outputs: what it wrote.
    """
    written = {str(path) for path in outputs}
    with suppress(ValueError):  # as the name of a file may be: then the next command looks at everything
        _write_entry(_find_entry(root, request), _list_entry_lines(root, request, message, before, written))


def _list_entry_lines(
    root: Path, request: object, message: str, before: Mapping[str, str], written: AbstractSet[str]
) -> Iterator[str]:
    """Yields what a command is remembered by, a folder before what is in it; of thousands of reports, one at a time."""
    yield _describe_request(root, request)
    yield message
    for path in sorted(before):
        inside = path.startswith(f"{root}/") and not written.isdisjoint(map(str, PurePath(path).parents))
        if path not in written and not inside:
            yield f"{before[path]}\t{path}"
    for output in written:
        recorder = _Recorder(math.inf)  # nobody but a command writes these at the moment they are published
        recorder.record(output)
        for path, state in recorder.found.items():
            yield f"{state}\t{path}"


def recall_command(root: Path, request: object) -> str:
    """Returns the message remembered for the same request of this installation if no file has changed since, else ''.

    A file is unchanged while its size, times and number are; where a file system keeps them badly, as some on a
    network do, it is `--force` that looks at everything.
    """
    try:
        entry = _find_entry(root, request)
        with open(entry, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 (pathlib costs four times)
            if next(file, "").rstrip("\n") != _describe_request(root, request):
                return ""
            message = next(file, "").rstrip("\n")
            return message if _are_unchanged(file) else ""
    except (OSError, ValueError):
        return ""


def _are_unchanged(lines: Iterable[str]) -> bool:
    """Returns whether files are as recorded, and folders hold no other names. Raises OSError, ValueError."""
    awaited: set[str] = set()  # what folders hold, and no line has named yet
    for line in lines:
        state, path = line.rstrip("\n").split("\t", 1)
        awaited.discard(path)
        if state == _FOLDER:
            awaited.update(f"{path}/{name}" for name in _list_names(path))
        elif not _is_unchanged(path, state):
            return False
    return not awaited


def _is_unchanged(path: str, known: str) -> bool:
    """Returns whether a file, or the names in a folder, are as recorded."""
    if path.endswith("/"):
        return _describe_names(path) == known
    if known == f"{_FOLDER} {_ANY}":
        return os.path.isdir(path)  # noqa: PTH112
    try:
        state = _format_stat(os.stat(path))  # noqa: PTH116 (this runs for every file at every command)
    except OSError:
        state = ""
    return state == known or f"{state} {_compute_digest(path)}" == known


def _describe_request(root: Path, request: object) -> str:
    return repr((os.path.abspath(root), request, describe_installation()))  # noqa: PTH100


def _find_entry(root: Path, request: object) -> str:
    """Returns where a command is remembered: in the user's cache, since what it rendered is for others to keep."""
    name = zlib.crc32(_describe_request(root, request).encode(errors="surrogateescape"))
    return f"{find_cache_folder()}/{name:08x}.txt"


def _write_entry(entry: str, lines: Iterable[str]) -> None:
    """Writes a file of the cache and removes the oldest; a cache that cannot be written is done without.

    Raises ValueError where a line has a line break in it; then nothing is written.
    """
    folder = Path(entry).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)[:-_MOST_ENTRIES]:
            old.unlink(missing_ok=True)
        making = folder / f".{os.getpid()}.making"
        try:
            with making.open("w", encoding="utf-8", errors="surrogateescape") as file:
                for line in lines:
                    if "\n" in line:
                        raise ValueError
                    file.write(f"{line}\n")
            making.replace(entry)
        finally:
            making.unlink(missing_ok=True)


def is_known_index(index: Path, reports: Iterable[str]) -> bool:
    """Returns whether an index page is as it was remembered, with the reports in this order."""
    try:
        known = Path(_find_entry(index.parent, "index")).read_text(encoding="utf-8")
        return known == f"{_describe_index(index, reports)}\n"
    except (OSError, ValueError):
        return False


def remember_index(index: Path, reports: Iterable[str]) -> None:
    """Remembers an index page, and the order in which it has the reports."""
    _write_entry(_find_entry(index.parent, "index"), [_describe_index(index, reports)])


def _describe_index(index: Path, reports: Iterable[str]) -> str:
    return repr((_compute_digest(str(index)), *reports))
