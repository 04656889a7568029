"""Templates as jinja2 has compiled them, kept in the user's cache: to compile those of a page takes 60 ms."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from analysis.paths import find_user_folder
from analysis.report.fingerprint import compute_library_fingerprint

_MOST_FILES = 40  # compiled templates that are kept, of 20 kB each: those of a few versions of this library


class CompiledTemplates(FileSystemBytecodeCache):
    """The cache of an environment of jinja2.

    A template is found by its name, its source, this library, whose functions jinja2 calls where their arguments are
    constant, and the version of jinja2. Where nothing can be written nothing is kept.
    """

    def __init__(self) -> None:
        self._folder = Path(find_user_folder("cache")) / "templates"
        super().__init__(str(self._folder), f"%s-{compute_library_fingerprint()}-{jinja2.__version__}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads a template, if it is kept and whole."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template, and removes those that were kept first where there are too many."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
            kept = sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime)
            for old in kept[:-_MOST_FILES]:
                old.unlink(missing_ok=True)
