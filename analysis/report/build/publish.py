"""Where finished files go: written beside their place, then moved there, so that a kill leaves the last good ones.

All that a build leaves goes through `publish_folder` and `publish_file`, and `recover_folder` clears up after a killed
one. Another store (a bucket, by an fsspec address) would take the place of these three functions, where a bucket has
no move: upload under a temporary prefix, then write the manifest last.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

_UNFINISHED_PREFIX, _REPLACED_PREFIX = ".making-", ".was-"


def publish_folder(files: Mapping[str, bytes], place: Path) -> None:
    """Replaces a folder by one with the files given. files: path within it -> content."""
    making = Path(tempfile.mkdtemp(prefix=_UNFINISHED_PREFIX, dir=place.parent))
    try:
        making.chmod(0o755)
        for name, content in files.items():
            (making / name).parent.mkdir(parents=True, exist_ok=True)
            (making / name).write_bytes(content)
        replaced = place.with_name(_REPLACED_PREFIX + place.name)
        if place.exists():
            place.replace(replaced)
        making.replace(place)
        shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def publish_file(text: str, path: Path) -> Path:
    """Replaces a file by one with the text given, in UTF-8 and as it is; returns its path."""
    making = path.with_name(f"{_UNFINISHED_PREFIX}{path.name}")
    making.write_text(text, encoding="utf-8", newline="")
    return making.replace(path)


def recover_folder(root: Path) -> None:
    """Clears up after a killed build: unfinished folders are removed, a report that was moved aside is moved back."""
    for leftover in root.glob(f"{_UNFINISHED_PREFIX}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for aside in root.glob(f"{_REPLACED_PREFIX}*"):
        place = aside.with_name(aside.name.removeprefix(_REPLACED_PREFIX))
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.replace(place)
