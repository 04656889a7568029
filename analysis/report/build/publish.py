"""Where finished files go: written beside their place, then exchanged with what is there, at one moment.

So whoever reads a report while it is published, and whoever kills the command that does, finds the old one or the new
one. Linux exchanges two folders at once; elsewhere the old one is moved away first, and for that moment there is none.
One command at a time publishes into a folder: see `lock_folder`.

All that a build leaves goes through `publish_folder` and `publish_file`, and `recover_folder` clears up after a killed
one. What goes to an address (a bucket) is made here first, and published from the folder: see `mirror.py`.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.lock import lock_folder

UNFINISHED_PREFIX, _REPLACED_PREFIX = ".making-", ".was-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # of Linux: fcntl.h, stdio.h


def publish_folder(files: Mapping[str, bytes], place: Path) -> None:
    """Replaces a folder by one with the files given. files: path within it -> content. Raises OSError."""
    with lock_folder(place.parent), _name_place(place):
        making = _name_unfinished(place.parent)
        try:
            making.mkdir()  # with the rights that the user's umask gives, as every file
            for name, content in files.items():
                (making / name).parent.mkdir(parents=True, exist_ok=True)
                (making / name).write_bytes(content)
            _replace_folder(place, making)
        finally:
            _remove(making)


def publish_file(text: str, path: Path) -> Path:
    """Replaces a file by one with the text given, in UTF-8 and as it is; returns its path. Raises OSError."""
    with lock_folder(path.parent):
        return replace_file(text, path)


def replace_file(text: str, path: Path) -> Path:
    """Does as `publish_file`, for who has locked the folder."""
    making = _name_unfinished(path.parent)
    with _name_place(path):
        try:
            with making.open("x", encoding="utf-8", newline="") as file:  # a new file: none is written through a link
                file.write(text)
            return making.replace(path)
        finally:
            _remove(making)


def recover_folder(root: Path) -> None:
    """Clears up after a killed build: unfinished folders are removed, a report that was moved aside is moved back."""
    with lock_folder(root):
        for leftover in root.glob(f"{UNFINISHED_PREFIX}*"):
            _remove(leftover)
        for aside in root.glob(f"{_REPLACED_PREFIX}*"):
            place = aside.with_name(aside.name.removeprefix(_REPLACED_PREFIX))
            if os.path.lexists(place):
                _remove(aside)
            else:
                aside.replace(place)


@contextmanager
def _name_place(place: Path) -> Iterator[None]:
    """Names the place in an error of the system that names none, as that of a full disk."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(place)
        raise


def _name_unfinished(folder: Path) -> Path:
    """Returns a path that nobody can guess, so that nothing is there."""
    return folder / f"{UNFINISHED_PREFIX}{secrets.token_hex(8)}"


def _replace_folder(place: Path, made: Path) -> None:
    """Puts a folder in its place; what was there is then where the folder was, or gone."""
    if not os.path.lexists(place):
        made.replace(place)
    elif not _exchange(made, place):
        aside = place.with_name(_REPLACED_PREFIX + place.name)
        _remove(aside)
        place.replace(aside)
        made.replace(place)
        _remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two paths at one moment; returns False where the system or the file system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    paths = os.fsencode(one), os.fsencode(other)
    return rename is not None and rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0


def _remove(path: Path) -> None:
    """Removes a file, a link or a folder, as far as that can be done; nothing that a link leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
