"""Templates as jinja2 has compiled them, kept in the user's cache: to compile those of a page takes 60 ms."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from analysis.paths import find_user_folder
from analysis.report.fingerprint import compute_library_fingerprint

_MOST_FILES = 40  # compiled templates that are kept, of 20 kB each: those of a few versions of this library


class CompiledTemplates(BytecodeCache):
    """The cache of an environment of jinja2.

    A template is found by its name, its source, this library, whose functions jinja2 calls where their arguments are
    constant, and the version of jinja2. Where nothing can be written nothing is kept.
    """

    def __init__(self) -> None:
        self._folder = Path(find_user_folder("cache")) / "templates"
        self._version = f"{compute_library_fingerprint()}-{jinja2.__version__}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads a template, if it is kept and whole."""
        with suppress(OSError), self._locate(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template, and removes those that were kept first where there are too many."""
        path = self._locate(bucket)
        making = path.with_name(f".{os.getpid()}-{path.name}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                making.write_bytes(bucket.bytecode_to_string())
                making.replace(path)
            finally:
                making.unlink(missing_ok=True)
            kept = sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime)
            for old in kept[:-_MOST_FILES]:
                old.unlink(missing_ok=True)

    def _locate(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._version}"
