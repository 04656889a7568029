"""Copies of folders at an address, in the user's cache: each is whole, and the same command again loads what changed.

A copy is made under a name that nobody uses and then moved to its place, which is named after the listing it was made
from; so a copy that was broken off is never used, and a command keeps its copy while another one makes a newer. A file
that a listing says has not changed is taken from the copy before. The copy is compared with a second listing: a folder
that changes meanwhile is copied again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path

from analysis import limits
from analysis.errors import StoreError, UsageError
from analysis.lock import lock_folder
from analysis.remote.address import WEB, describe_unusable, get_protocol, hide_secrets, name_folder_at, strip_descriptor
from analysis.remote.shown import remember_address
from analysis.remote.store import FileState, Store

COPY_VARIABLE = "_COMMUNIQUE_COPY"  # of a kernel: an address and its copy, in JSON, so that no notebook copies it again
_STATE, _MAKING = ".listing.json", ".making-"
_KEPT = 3  # copies of one address, for commands that still run
_MOST_NAMES = 5  # named of a folder that is no case
_TRIES = 3  # copies of a folder that changes while it is read
_LONGEST_WAIT = 600.0  # seconds for another command that copies the same


def open_store(address: str) -> Store:
    """Returns the folder at an address. Raises UsageError for an address that is none, or not installed."""
    if get_protocol(address) in WEB:
        from analysis.extras import require_extra
        from analysis.remote.web import WebStore

        require_extra("aiohttp", "remote", hide_secrets(address))
        return WebStore(address)
    return Store(address)


def copy_case(address: str, cache: Path, marks: Collection[str]) -> Path:
    """Returns the folder of a copy of the case at an address, made or brought up to date.

    cache: the user's folder. marks: names of files, one of which says that a folder is a case. A notebook that is run
    for a report gets the copy that its command has made.
    Raises UsageError if no case is there or it cannot be copied, StoreError if the address cannot be read.
    """
    address = strip_descriptor(address)
    if (made := _find_made(address)) is not None:
        return made
    name, shown = name_folder_at(address), hide_secrets(address)
    store = open_store(address)
    top = store.list_top()
    if not top & set(marks):
        store.check_folder()
        holds = f" (it holds {', '.join(sorted(top)[:_MOST_NAMES])})" if top else ""
        raise UsageError(
            f"{shown} holds no table of a case{holds}; give the folder that holds claims.csv and the other tables."
        )
    return copy_folder(store, name, cache, _is_shown)


def encode_copy(address: str, copy: Path) -> str:
    """Returns what `COPY_VARIABLE` holds. address: without secrets, as notebooks have it."""
    return json.dumps([address, str(copy)])


def _find_made(address: str) -> Path | None:
    with suppress(ValueError, KeyError):
        known, copy = json.loads(os.environ[COPY_VARIABLE])
        return Path(copy) if known == hide_secrets(address) else None
    return None


def _is_shown(name: str) -> bool:
    """Returns whether no part of a path is hidden."""
    return not any(part.startswith(".") for part in name.split("/"))


def copy_folder(store: Store, name: str, cache: Path, is_wanted: Callable[[str], bool]) -> Path:
    """Returns the folder of a copy of what is in a store. name: what the copy is called. is_wanted: which files.

    Raises as `copy_case` does.
    """
    place = cache / "copies" / hashlib.sha256(store.shown.encode()).hexdigest()[:16]
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock_folder(place, _LONGEST_WAIT):
        for leftover in place.glob(f"{_MAKING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        for _ in range(_TRIES):
            listing = _list_wanted(store, is_wanted)
            copy = place / _name_listing(listing)
            if _is_whole(copy, name, listing) or _make_copy(store, name, listing, copy, is_wanted):
                _remove_old(place, copy)
                remember_address(copy / name, store.shown)
                return copy / name
    raise StoreError(f"{store.shown} changes while it is copied; try again when it is complete.")


def _list_wanted(store: Store, is_wanted: Callable[[str], bool]) -> dict[str, FileState]:
    listing = {name: state for name, state in store.list_files().items() if is_wanted(name)}
    if reason := describe_unusable(list(listing)):
        raise UsageError(f"{store.shown}: {reason}; rename or remove it there.")
    if len(listing) > limits.MAX_COPIED_FILES:
        raise UsageError(f"{store.shown}: {len(listing):,} files; allowed: at most {limits.MAX_COPIED_FILES:,}.")
    sizes = {name: state.size or 0 for name, state in listing.items()}
    if (whole := sum(sizes.values())) > limits.MAX_COPIED_BYTES:
        raise UsageError(f"{store.shown}: {whole:,} bytes; allowed: at most {limits.MAX_COPIED_BYTES:,}.")
    for name, size in sizes.items():
        if size > limits.MAX_TABLE_BYTES:
            error = limits.FileTooLarge(size, limits.MAX_TABLE_BYTES)
            raise UsageError(f"{store.shown}/{name}: {error.found}; allowed: {error.allowed}.")
    return listing


def _name_listing(listing: Mapping[str, FileState]) -> str:
    return hashlib.sha256(_format_listing(listing).encode()).hexdigest()[:16]


def _format_listing(listing: Mapping[str, FileState]) -> str:
    return json.dumps({name: [state.size, state.tag] for name, state in listing.items()}, indent=1, sort_keys=True)


def _read_listing(copy: Path) -> dict[str, FileState]:
    try:
        return {name: FileState(*state) for name, state in json.loads((copy / _STATE).read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _is_whole(copy: Path, name: str, listing: Mapping[str, FileState]) -> bool:
    """Returns whether a copy holds what the listing says, as far as that tells all; anything else is copied again."""
    return bool(listing) and all(
        state.is_same(state) and _has_size(copy / name / path, state.size) for path, state in listing.items()
    )


def _has_size(path: Path, size: int | None) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _make_copy(
    store: Store, name: str, listing: Mapping[str, FileState], copy: Path, is_wanted: Callable[[str], bool]
) -> bool:
    """Makes a copy by a listing, and moves it to its place; returns False if the listing has changed meanwhile."""
    making = copy.with_name(f"{_MAKING}{os.getpid()}")
    try:
        (making / name).mkdir(parents=True)
        missing = _take_known(copy.parent, making, name, listing)
        store.download({path: making / name / path for path in missing})
        for path, state in missing.items():
            if state.size is not None and not _has_size(making / name / path, state.size):
                raise StoreError(f"{store.shown}/{path}: the connection broke off, or it has just changed; try again.")
        if _list_wanted(store, is_wanted) != listing:
            return False
        (making / _STATE).write_text(_format_listing(listing))
        shutil.rmtree(copy, ignore_errors=True)
        making.replace(copy)
        return True
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _take_known(place: Path, making: Path, name: str, listing: Mapping[str, FileState]) -> dict[str, FileState]:
    """Takes what has not changed from older copies; returns what must be loaded."""
    missing = dict(listing)
    for older in sorted(place.glob(f"*/{_STATE}")):
        known = _read_listing(older.parent)
        for path, state in list(missing.items()):
            old, new = older.parent / name / path, making / name / path
            if state.is_same(known.get(path)) and _take(old, new, state.size):
                del missing[path]
    return missing


def _take(old: Path, new: Path, size: int | None) -> bool:
    """Copies a file of an older copy, if it still has its size."""
    if not _has_size(old, size):
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(old, new)
    return True


def _remove_old(place: Path, newest: Path) -> None:
    """Removes all copies but the last few, of which other commands may still read."""
    newest.touch()
    copies = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for old in copies[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
