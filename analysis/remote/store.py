"""A folder at an address: its files listed, read, written and removed through fsspec, each fault one line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.extras import require_extra
from analysis.remote.address import get_protocol, hide_secrets, lower_protocols
from analysis.remote.faults import explain_faults, explain_opening, get_status, list_causes

_READ, _WRITE = "list and read", "list, read, write and delete"
_AT_ONCE = 8  # listings asked for at once
_TAGS = ("ETag", "etag", "md5Hash", "content_md5", "Content-MD5", "Digest", "sha", "CRC", "generation")
_TIMES = ("LastModified", "last_modified", "Last-Modified", "mtime", "modified", "updated", "created", "date_time")
_AZURE = ("az", "abfs", "abfss")
_WITHOUT_FOLDERS = ("s3", "s3a", "gs", "gcs", *_AZURE, "adl", "memory", "oss", "oci")
_TAKEN_CODES = (409, 412)  # Conflict, Precondition Failed: the object is there, or is being made


@dataclass(frozen=True)
class FileState:
    """What a listing says of a file. size: bytes, None if unknown. tag: changes with the content; '' if unknown."""

    size: int | None
    tag: str

    def is_same(self, other: FileState | None) -> bool:
        """Returns whether the file has not changed since; what is not known counts as changed."""
        return self == other and self.size is not None and bool(self.tag)


class Store:
    """A folder at an address. name: a path as seen from it, with `/`.

    shown: the address without secrets, for messages. Each method raises StoreError, in one line, for whatever goes
    wrong with the store.

    >>> store = Store("memory://reports")
    >>> store.write("a/page.html", b"<p>")
    >>> store.read("a/page.html"), list(store.list_files()), store.read("none")
    (b'<p>', ['a/page.html'], None)
    >>> store.remove(["a/page.html"])
    """

    def __init__(self, address: str, **settings: Any):
        """Opens nothing yet. settings: of the file system of fsspec."""
        self.shown = hide_secrets(address)
        require_extra("fsspec", "remote", self.shown)
        from fsspec.core import url_to_fs

        protocol, address = get_protocol(address), lower_protocols(address)
        with explain_opening(self.shown, protocol):
            self._files, root = url_to_fs(address, **settings)
        self._root = str(root).rstrip("/")
        self._is_azure = protocol in _AZURE
        self._has_folders = protocol not in _WITHOUT_FOLDERS

    def list_files(self, folders: Iterable[str] = ("",)) -> dict[str, FileState]:
        """Returns name -> state of each file in some folders and below, in order; an absent folder has none.

        Raises UsageError if a file is where the folder is meant.
        """
        with explain_faults(self.shown, _READ):
            self._files.invalidate_cache()
            asked = list(folders)
            if len(asked) == 1:
                listings = [self._list(asked[0])]
            else:
                with ThreadPoolExecutor(_AT_ONCE) as pool:
                    listings = list(pool.map(self._list, asked))
        found = {name: state for listing in listings for name, state in listing.items()}
        if "" in found:
            raise UsageError(f"{self.shown} is a file; give the address of a folder.")
        return dict(sorted(found.items()))

    def _list(self, folder: str) -> dict[str, FileState]:
        place = self._locate(folder)
        root = f"{self._root}/" if self._root else ""
        return {
            "" if path == self._root else path.removeprefix(root): read_state(about)
            for path, about in self._files.find(place, detail=True).items()
            if about.get("type", "file") == "file" and not path.endswith("/")  # a mark that some leave of a folder
        }

    def get_state(self, name: str) -> FileState | None:
        """Returns the state of one file, None if there is none."""
        with explain_faults(self.shown, _READ):
            try:
                return read_state(self._files.info(self._locate(name)))
            except FileNotFoundError:
                return None

    def check_folder(self) -> None:
        """Raises UsageError if a file is where the folder is meant, StoreError if there is no such bucket."""
        state = self.get_state("")
        with explain_faults(self.shown, _READ):
            is_file = state is not None and self._files.isfile(self._root)
            if state is None:
                self._files.find(self._root)  # which says of a bucket that it does not exist
        if is_file:
            raise UsageError(f"{self.shown} is a file; give the address of a folder.")

    def list_top(self) -> set[str]:
        """Returns the names of the files and folders of the folder itself; none if there is no such folder."""
        with explain_faults(self.shown, _READ):
            try:
                found = self._files.ls(self._root, detail=False)
            except (FileNotFoundError, NotADirectoryError):
                return set()
        return {
            str(path).rstrip("/").rpartition("/")[2] for path in found if str(path).strip("/") != self._root.strip("/")
        }

    def read(self, name: str) -> bytes | None:
        """Returns the content of a file, None if there is none."""
        with explain_faults(self.shown, _READ):
            try:
                return bytes(self._files.cat_file(self._locate(name)))
            except (FileNotFoundError, KeyError):
                return None

    def download(self, places: Mapping[str, Path]) -> None:
        """Writes files of the store to this machine. places: name -> where it goes; the folders are made."""
        for path in places.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        with explain_faults(self.shown, _READ):
            if places:
                self._files.get([self._locate(name) for name in places], [str(path) for path in places.values()])

    def write(self, name: str, content: bytes) -> None:
        """Writes a file at one moment: whoever reads it has the old content or the new."""
        with explain_faults(self.shown, _WRITE):
            self._make_folders([name])
            self._files.pipe_file(self._locate(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Writes a file unless there is one; returns whether it did (If-None-Match, where the store knows it)."""
        with explain_faults(self.shown, _WRITE):
            self._make_folders([name])
            try:
                self._files.pipe_file(self._locate(name), content, mode="create")
            except Exception as error:
                taken = any(isinstance(cause, FileExistsError) for cause in list_causes(error))
                if taken or get_status(error) in _TAKEN_CODES:
                    return False
                if isinstance(error, NotImplementedError) or get_status(error) == 501:
                    return self._create_unguarded(name, content)
                raise
        return True

    def _create_unguarded(self, name: str, content: bytes) -> bool:
        """Does as `create` where the store has no conditional write: two at once may both succeed."""
        if self._files.exists(self._locate(name)):
            return False
        self._files.pipe_file(self._locate(name), content)
        return True

    def upload(self, places: Mapping[str, Path]) -> None:
        """Writes files of this machine to the store, each at one moment, with the type that its name says.

        places: name -> the file here.
        """
        with explain_faults(self.shown, _WRITE):
            self._make_folders(places)
            for names, settings in self._group_by_type(places):
                self._files.put([str(places[name]) for name in names], list(map(self._locate, names)), **settings)

    def copy(self, names: Mapping[str, str]) -> None:
        """Copies files within the store, each at one moment. names: the copy -> the file copied."""
        with explain_faults(self.shown, _WRITE):
            self._make_folders(names)
            copies, copied = [self._locate(name) for name in names], [self._locate(name) for name in names.values()]
            if names:
                try:
                    self._files.copy(copied, copies)
                except NotImplementedError:  # as by SFTP
                    for copy, name in zip(copies, copied, strict=True):
                        self._files.pipe_file(copy, self._files.cat_file(name))

    def remove(self, names: Iterable[str]) -> None:
        """Removes files; those that are not there are passed over."""
        with explain_faults(self.shown, _WRITE):
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    self._files.rm_file(self._locate(name))

    def _locate(self, name: str) -> str:
        return f"{self._root}/{name}" if name and self._root else name or self._root

    def _group_by_type(self, places: Mapping[str, Path]) -> list[tuple[list[str], dict[str, Any]]]:
        """Returns the names with what `put` needs to know of them: only adlfs does not take the type from the name."""
        if not self._is_azure:
            return [(list(places), {})] if places else []
        groups: dict[str, list[str]] = {}
        for name in places:
            groups.setdefault(guess_type(name)[0] or "application/octet-stream", []).append(name)
        return [(names, {"content_settings": {"content_type": kind}}) for kind, names in groups.items()]

    def _make_folders(self, names: Iterable[str]) -> None:
        """Makes the folders of files, in a store that has folders: s3fs would make a bucket of a misspelt name."""
        if self._has_folders:
            for folder in sorted({self._locate(name).rpartition("/")[0] for name in names}):
                self._files.makedirs(folder, exist_ok=True)


def read_state(about: Mapping[str, Any]) -> FileState:
    """Returns what a listing of fsspec says of a file, whatever the store calls it.

    >>> read_state({"size": 3, "ETag": '"ab"', "LastModified": "today"})
    FileState(size=3, tag='ETag "ab"')
    """
    tags = (f"{key} {_format_tag(about[key])}" for key in (*_TAGS, *_TIMES) if about.get(key) not in (None, ""))
    size = about.get("size")
    return FileState(None if size is None else int(size), next(tags, ""))


def _format_tag(value: Any) -> str:
    """Returns a tag as text; a time as seconds, since one listing of a store may have it so and another as a date."""
    return str(value.timestamp() if isinstance(value, datetime) else value)
