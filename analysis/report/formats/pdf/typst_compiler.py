"""Typst source -> PDF or PNG: the one compiler, with the shipped typefaces and those a house brings, and no others."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import ReportError
from analysis.style.assets import Face
from analysis.style.house import FONT_FOLDER

_lock = threading.Lock()


def compile_typst(source: str, faces: Sequence[Face] = (), **how: Any) -> bytes:
    """Returns a Typst file compiled; how: format and whatever else `typst.Compiler.compile` takes.

    faces: of typefaces beside the shipped ones.

    Raises ReportError with Typst's own words should it refuse the page.
    """
    import typst

    try:
        with _lock:  # a compiler serves one thread; it takes hundredths of a second
            return _compile(source.encode(), faces, how)
    except typst.TypstError as error:
        raise ReportError(
            f"the {how['format'].upper()} could not be set: {error.message}"
            + "".join(f"; {hint}" for hint in error.hints)
        ) from None


def _compile(source: bytes, faces: Sequence[Face], how: dict[str, Any]) -> bytes:
    import typst

    if not faces:
        return _get_compiler().compile(source, **how)
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:  # Typst finds typefaces in folders only
        for position, face in enumerate(faces):
            (Path(folder) / f"{position}.{face.suffix}").write_bytes(face.data)
        both = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_FOLDER), folder]
        )
        return typst.Compiler(font_paths=both).compile(source, **how)


@cache
def _get_compiler() -> Any:
    import typst

    return typst.Compiler(font_paths=load_fonts())


@cache
def load_fonts() -> Any:
    """Returns the typefaces, found once; a process that forks may do so beforehand, as it starts no thread."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_FOLDER)])
