"""LaTeX as it stands in BibTeX, as plain text: accents, escapes, dashes; the reader is pylatexenc."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_BARE_PERCENT = re.compile(r"(?<!\\)%")  # a comment to LaTeX; in a title it was meant to be read
_DOLLARS = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)*)(?<!\\)\$")
_MATHS = re.compile(r"[\\^_=]")
_ESCAPED = re.compile(r"\\([%&#_$~{}])")
_COMMAND = re.compile(r"\\(?:url|href|nolinkurl)\s*\{([^{}]*)\}(?:\{[^{}]*\})?")
_HREF = re.compile(r"\\href\s*(?:\{[^{}]*\})?")  # the words behind it are what is printed

_LOGOS = ("TeX", "LaTeX", "BibTeX", "XeTeX", "LuaTeX")  # which pylatexenc leaves out


def decode_latex(text: str) -> str:
    r"""Returns LaTeX as plain text on one line.

    >>> decode_latex(r"{\"U}ber {NATO} -- 50% of \$524 billion, C{\'o}rdoba")
    'Über NATO – 50% of $524 billion, Córdoba'
    """
    if not re.search(r"[\\{}$~%`'-]", text):
        return " ".join(text.split())
    text = _BARE_PERCENT.sub(r"\\%", _HREF.sub("", text))
    text = _escape_dollars(text)
    return " ".join(_get_decoder().latex_to_text(text).replace("\xa0", " ").split())


def decode_address(text: str) -> str:
    r"""Returns a web address as it is followed: without `\url{}` around it, braces and escapes.

    >>> decode_address(r"\url{https://example.org/a\_b%20c}")
    'https://example.org/a_b%20c'
    """
    found = _COMMAND.search(text)
    return _ESCAPED.sub(r"\1", found[1] if found else text).strip("{} \n\t")


def _escape_dollars(text: str) -> str:
    """Returns a text in which only those dollar signs are left that enclose mathematics, as in `CO$_2$`."""
    kept: list[str] = []
    at = 0
    for found in _DOLLARS.finditer(text):
        if _MATHS.search(found[1]):
            kept += [_escape_all(text[at : found.start()]), re.sub(r"(?<!\\)[_^]", "", found[0])]  # CO2
            at = found.end()
    return "".join(kept) + _escape_all(text[at:])


def _escape_all(text: str) -> str:
    return re.sub(r"(?<!\\)\$", r"\\$", text)


@cache
def _get_decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    context = get_default_latex_context_db()
    macros = [MacroTextSpec("url", simplify_repl="%s"), *(MacroTextSpec(name, simplify_repl=name) for name in _LOGOS)]
    context.add_context_category("bibliography", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, math_mode="text", strict_latex_spaces=True)
