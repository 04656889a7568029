"""The files that a render needs, packed on one machine and laid out on another below a folder that stands for its root.

There a file has its whole path of here below that folder, so that every relative path leads where it leads here, and
what begins with the folder's name becomes a path of here by leaving it out.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis import limits
from analysis.errors import UsageError

_PASSING = ("__pycache__", ".ipynb_checkpoints")  # names that come and go by themselves
_LEVEL = 1  # of the compression: tables become a fifth of their size, in little time


@dataclass(frozen=True)
class Parcel:
    """Packed files. links: further paths, each with the path that it leads to."""

    content: bytes
    digest: str
    links: Mapping[str, str] = field(default_factory=dict)


def pack_files(
    roots: Iterable[Path], links: Mapping[str, str] | None = None, left_out: Collection[Path] = ()
) -> Parcel:
    """Returns files, and folders with all in them, to be laid out elsewhere.

    Of what is hidden, and of folders to be left out, only the name is sent: it may be secret, or large, and who lists
    the names in a folder finds the same. Links are followed.
    Raises UsageError if it is too much, OSError if a file cannot be read.
    """
    files: dict[str, bytes | None] = {}
    size = 0
    for root in roots:
        for path, is_sent in _walk(str(root.absolute()), frozenset(str(path.absolute()) for path in left_out), ()):
            if path in files:
                continue
            files[path] = None
            if not os.path.isdir(path):  # noqa: PTH112 (pathlib costs a multiple, and there may be thousands)
                size += os.path.getsize(path) if is_sent else 0  # noqa: PTH202
                if size > limits.MAX_SENT_BYTES:
                    most = f"{limits.MAX_SENT_BYTES / 1e6:,.0f} MB"
                    raise UsageError(
                        f"{root} has more files than are sent to workers; allowed: {most} in all. "
                        "Move what no notebook reads out of it."
                    )
                files[path] = Path(path).read_bytes() if is_sent else b""
    content = zlib.compress(pickle.dumps(files), _LEVEL)
    return Parcel(content, hashlib.sha256(content).hexdigest(), dict(links or {}))


def _walk(path: str, left_out: Collection[str], above: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """Yields each file and folder, and whether its content is sent. above: the folders that we came through."""
    try:
        about = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:  # a link that leads nowhere
        return
    if not stat.S_ISDIR(about.st_mode):
        if stat.S_ISREG(about.st_mode):  # whoever reads a pipe waits for somebody to write
            yield path, True
        return
    yield path, True
    if path in left_out or (about.st_dev, about.st_ino) in above:
        return
    for name in sorted(os.listdir(path)):  # noqa: PTH208
        if name in _PASSING:
            continue
        inner = f"{path}/{name}"
        if name.startswith("."):
            yield inner, False
        else:
            yield from _walk(inner, left_out, (*above, (about.st_dev, about.st_ino)))


@dataclass(frozen=True)
class MovedRoot:
    """A folder that stands for the root of another machine.

    >>> from pathlib import PurePosixPath
    >>> MovedRoot("/tmp/one").locate("/home/ann/case"), MovedRoot("/tmp/one").strip("/tmp/one/home/ann/x.csv: too long")
    ('/tmp/one/home/ann/case', '/home/ann/x.csv: too long')
    """

    folder: str

    def locate(self, path: str | os.PathLike[str]) -> str:
        """Returns where a file of the other machine is. path: whole."""
        return f"{self.folder}{os.fspath(path)}"

    def strip(self, text: str) -> str:
        """Returns a text in which paths are those of the other machine."""
        return text.replace(self.folder, "")

    def unpack(self, parcel: Parcel) -> None:
        """Lays files out. Raises OSError, as for a full disk."""
        if hashlib.sha256(parcel.content).hexdigest() != parcel.digest:
            raise OSError("what was sent has arrived changed")
        files: dict[str, bytes | None] = pickle.loads(zlib.decompress(parcel.content))
        for path, content in files.items():
            place = Path(self.locate(path))
            place.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                place.mkdir(exist_ok=True)
            else:
                place.write_bytes(content)
        for path, target in parcel.links.items():
            place = Path(self.locate(path))
            if not os.path.lexists(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(self.locate(target), target_is_directory=True)
