"""The files that a notebook read besides the rows of its case: what they held, and whether they still hold it.

They are named as seen from the case's folder (`case/extra.txt`), the notebook's (`notebook/helper.py`) or the one the
command runs in (`here/data.csv`), any other by its whole path. A name that ends in / stands for the names in a folder.
Names are percent-encoded as in an address, since a system allows what no text can hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from analysis.paths import MOVED_VARIABLE
from analysis.report.build.job import Render
from analysis.report.execute.file_log import COMPILED, LISTED, UNSEEN, describe_state, read_log
from analysis.report.fingerprint import compute_content_fingerprint

_ABSENT, _FOLDER, _MOVED = "absent", "folder", "changed while it was read"
_SPECIAL = "no file"  # a pipe, a socket or a device, which nobody reads twice
_SAFE = "/ !#$&'()*+,;=:@[]^{}~"  # signs that are left as they are, besides letters and digits
_PASSING = ("__pycache__", ".ipynb_checkpoints")  # names that come and go by themselves


@dataclass(frozen=True)
class FileReads:
    """What a notebook read. files: name -> digest of what it held. unseen: why there may be more, in words."""

    files: Mapping[str, str] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()


def collect_reads(log: Path, render: Render) -> FileReads:
    """Returns what a kernel's log says was read. A file that has changed since it was opened has no digest.

    Where compiled code may have opened files by itself, all in the folders of the case and the notebook count as read.
    """
    places = _list_places(render)
    paths: dict[str, str | None] = {}
    unseen = set()
    for kind, text, state in read_log(log):
        if kind == UNSEEN:
            unseen.add(text)
        elif kind == COMPILED:
            folders = (places.get(name) for name in ("case", "notebook"))
            paths |= dict.fromkeys(path for folder in folders for path in _walk(folder, render))
        else:
            paths[f"{text}/" if kind == LISTED else text] = None if kind == LISTED else state
    files = {}
    for path, opened in sorted(paths.items()):
        digest = _compute_digest(path)
        moved = opened is not None and digest != _FOLDER and describe_state(path) != opened
        files[_name_path(path, places)] = _MOVED if moved or digest == _SPECIAL else digest
    return FileReads(files, tuple(sorted(unseen)))


def join_reads(some: FileReads, others: FileReads) -> FileReads:
    """Returns what two executions of a notebook read; a file that each found in another state has changed meanwhile."""
    files = {
        name: digest if others.files.get(name, digest) == digest else _MOVED
        for name, digest in sorted({**others.files, **some.files}.items())
    }
    return FileReads(files, tuple(sorted({*some.unseen, *others.unseen})))


def find_changed_read(reads: FileReads, render: Render) -> str:
    """Returns why a report may differ by what its notebook reads, in a few words, or ''."""
    if reads.unseen:
        return reads.unseen[0]
    places = _list_places(render)
    changed = (name for name, digest in reads.files.items() if _compute_digest(_find_path(name, places)) != digest)
    return next((f"{name} changed" for name in changed), "")


def list_paths(reads: FileReads, render: Render) -> list[str]:
    """Returns the path of each file read; that of a folder whose names were read ends in /."""
    places = _list_places(render)
    return [_find_path(name, places) for name in reads.files]


def _list_places(render: Render) -> dict[str, str]:
    """The folders that files are named from, by name; the first that holds a file names it."""
    case = {"case": os.path.abspath(render.case)} if render.case else {}  # noqa: PTH100 (links are kept as they are)
    return {**case, "notebook": os.path.abspath(render.notebook.parent), "here": str(Path.cwd())}  # noqa: PTH100


def _name_path(path: str, places: Mapping[str, str]) -> str:
    moved = os.environ.get(MOVED_VARIABLE, "")  # then names are those on the machine that the files are from
    path = path.removeprefix(moved)
    for place, whole in places.items():
        folder = whole.removeprefix(moved)
        if path == folder or path.startswith(f"{folder}/"):
            path = place + path[len(folder) :]
            break
    return quote_from_bytes(os.fsencode(path), _SAFE)


def _find_path(name: str, places: Mapping[str, str]) -> str:
    path = os.fsdecode(unquote_to_bytes(name))
    place, slash, rest = path.partition("/")
    return f"{places[place]}{slash}{rest}" if place in places else path


def _compute_digest(path: str) -> str:
    try:
        if path.endswith("/"):
            return compute_content_fingerprint(b"\0".join(sorted(map(os.fsencode, list_names(path)))))
        if Path(path).is_dir():
            return _FOLDER
        if Path(path).exists() and not Path(path).is_file():
            return _SPECIAL
        return compute_content_fingerprint(Path(path).read_bytes())
    except (OSError, ValueError):
        return _ABSENT


def list_names(folder: str) -> list[str]:
    """Returns the names in a folder, without those that come and go by themselves. Raises OSError."""
    return [name for name in os.listdir(folder) if name not in _PASSING]  # noqa: PTH208


def _walk(folder: str | None, render: Render) -> Iterator[str]:
    """Yields every file and folder in a folder, except hidden ones and the reports."""
    reports = str(render.folder.parent.absolute())
    for root, folders, names in os.walk(folder) if folder else ():
        kept = [name for name in folders if not name.startswith(".") and name not in _PASSING]
        folders[:] = [name for name in kept if f"{root}/{name}" != reports]
        yield f"{root}/"
        yield from (f"{root}/{name}" for name in names if not name.startswith("."))
