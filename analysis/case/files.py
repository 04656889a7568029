"""The files of a case: everything that is read of a case is read here.

A case is a folder of CSV files, with datapackage.json, README.md, house.toml, units.txt and pictures beside them. What
is at an address (a bucket, an archive) is copied first, by `analysis.paths.find_case`. To keep cases in a database,
write a subclass of `CaseFiles` and return it from `open_files`; only `locate` then needs a local copy.
Where reports go: `analysis.report.build.publish`.
"""

from __future__ import annotations

import errno
import hashlib
import stat
import time
from pathlib import Path

from analysis import limits
from analysis.paths import resolve_path

_RACE_NS = 2_000_000_000  # nanoseconds in which a second change may leave no trace in the times a file system keeps


class CaseFiles:
    """The files of one case. name: a path as seen from the case's folder, such as `claims.csv`.

    >>> from analysis.paths import find_case
    >>> files = CaseFiles(find_case("mar-a-lago-2025-12-28"))
    >>> files.read_text("claims.csv").startswith("claim_id,")
    True
    >>> files.exists("house.toml")
    False
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    @property
    def name(self) -> str:
        """The name of the folder, which is the id of the case."""
        return self.folder.name

    def locate(self, name: str) -> Path:
        """Returns the path of a file, for what cannot read bytes. The file need not exist."""
        return self.folder / name

    def exists(self, name: str) -> bool:
        """Returns whether there is such a file. Raises OSError if the folder cannot be read."""
        return self.locate(name).exists()

    def is_inside(self, name: str) -> bool:
        """Returns whether a path stays in the folder of the case, also where it is a link."""
        return resolve_path(self.locate(name)).is_relative_to(resolve_path(self.folder))

    def compute_size(self, name: str) -> int:
        """Returns how many bytes a file has; 0 if there is none, or it cannot be looked at."""
        try:
            return self.locate(name).stat().st_size
        except OSError:
            return 0

    def read(self, name: str, most: int = limits.MAX_TABLE_BYTES) -> bytes:
        """Returns the content of a file of at most so many bytes.

        Raises FileNotFoundError, limits.FileTooLarge before anything of it is read, or OSError if it cannot be read.
        """
        path = self.locate(name)
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            raise OSError(errno.EINVAL, "a pipe, socket or device, and no file", str(path))  # it may never end
        if (size := about.st_size) > most:
            raise limits.FileTooLarge(size, most)
        return path.read_bytes()

    def read_start(self, name: str, most: int) -> bytes:
        """Returns the first bytes of a file, at most so many. Raises OSError if it cannot be read."""
        with self.locate(name).open("rb") as file:
            return file.read(most)

    def describe_state(self, name: str) -> tuple[str, str]:
        """Returns what tells whether a file has changed: its size and times, and a digest if these may not show it.

        They may not show a change within two seconds of the one before, as file systems keep times.
        """
        try:
            about = self.locate(name).stat()
        except OSError:
            return "absent", ""
        times = f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}"
        is_settled = time.time_ns() - max(about.st_mtime_ns, about.st_ctime_ns) > _RACE_NS
        return times, "" if is_settled else self.compute_digest(name)

    def has_state(self, name: str, state: tuple[str, str]) -> bool:
        """Returns whether a file is as `describe_state` found it."""
        times, digest = self.describe_state(name)
        return times == state[0] and (not state[1] or state[1] == (digest or self.compute_digest(name)))

    def read_text(self, name: str, most: int = limits.MAX_TABLE_BYTES) -> str:
        """Returns the content of a text file, with line ends as `\\n`.

        Raises UnicodeDecodeError if it is not UTF-8, and whatever `read` raises.
        """
        return self.read(name, most).decode("utf-8").replace("\r\n", "\n")

    def hash_content(self, name: str, most: int = limits.MAX_TABLE_BYTES) -> str:
        """Returns a digest of a file's content that tells all files apart, '' if it cannot be read or is larger."""
        try:
            if not 0 < self.compute_size(name) <= most or not self.locate(name).is_file():
                return ""
            with self.locate(name).open("rb") as file:
                return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        except OSError:
            return ""

    def list_names(self, folder: str) -> list[str]:
        """Returns the files of a folder in the case's folder, in order. Raises OSError if there is no such folder."""
        found = sorted(path.name for path in self.locate(folder).iterdir() if path.is_file())
        return [f"{folder.rstrip('/')}/{name}" for name in found]

    def compute_digest(self, name: str) -> str:
        """Returns a short hash of a file's content, or of the names in a folder; `absent` if it cannot be read.

        name: that of a folder ends in a slash.
        """
        try:
            if name.endswith("/"):
                return hashlib.blake2b("\n".join(self.list_names(name)).encode(), digest_size=8).hexdigest()
            return hashlib.blake2b(self.read(name), digest_size=8).hexdigest()
        except OSError:
            return "absent"


def open_files(folder: Path) -> CaseFiles:
    """Returns the files of a case, given its folder. Every reader of a case begins with this function."""
    return CaseFiles(folder)
