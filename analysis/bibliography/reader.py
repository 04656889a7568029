"""A file of a reference manager in, its entries out: which format it is, and the reader of that format."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from analysis import limits
from analysis.bibliography.bibtex import read_bibtex
from analysis.bibliography.csl import read_csl
from analysis.bibliography.entry import Entry
from analysis.bibliography.ris import read_ris
from analysis.characters import replace_controls
from analysis.errors import UsageError
from analysis.extras import require_extra

_ADVICE = "Export it from the reference manager as CSL-JSON, BibTeX or RIS, in UTF-8."
_FORMATS: tuple[tuple[str, Callable[[str, str], list[Entry]], str], ...] = (  # how it begins, reader, package
    (r"\s*[\[{]", read_csl, ""),
    (r"\s*TY  ?-", read_ris, "rispy"),
    (r"(?s).*^\s*@\s*\w+\s*[{(]", read_bibtex, "bibtexparser"),
)


def read_bibliography(path: Path) -> list[Entry]:
    """Returns the works of a file that a reference manager has exported, in its order.

    The format is recognised by the content. Raises UsageError for a file that is missing, too large, not in UTF-8, of
    another format or without entries, with the line where one is wrong.
    """
    text = replace_controls(_read_text(path))
    for pattern, read, package in _FORMATS:
        if re.match(pattern, text, re.M):
            if package:
                require_extra(package, "references", f"reading {path.name}")
            if entries := read(text, path.name):
                return entries
            raise UsageError(f"{path.name} has no entries. {_ADVICE}")
    raise UsageError(f"{path.name} is neither CSL-JSON nor BibTeX nor RIS. {_ADVICE}")


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"no file {path}. {_ADVICE}")
    if (size := path.stat().st_size) > limits.MAX_SOURCE_BYTES:
        raise UsageError(f"{path} has {size:,} bytes; allowed: at most {limits.MAX_SOURCE_BYTES:,}. Give it in parts.")
    content = path.read_bytes()
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: byte {content[error.start]:#x} is not UTF-8. {_ADVICE}") from None
