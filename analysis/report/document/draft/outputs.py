"""The outputs of a code cell -> blocks: of each the richest form that a page without scripts can show.

Of several forms of one thing Jupyter shows the first that it knows in `_ORDER`, and so does a draft; what only a script
can show is shown in its next form, with a remark that says what it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.characters import replace_controls
from analysis.messages import gettext, mark_message
from analysis.report.document.draft.html_blocks import HtmlReader, make_remark
from analysis.report.document.draft.markdown_cells import convert_markdown
from analysis.report.document.draft.pictures import PictureReader
from analysis.report.document.draft.terminal import read_terminal
from analysis.report.document.model import Block, Formula, Grid, Picture, Points, Prose, RichText, Run, Verbatim

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "application/pdf")
_ORDER = ("text/html", "text/markdown", *_PICTURES, "text/latex", "application/json", "text/plain")
_CHART = mark_message("Here the notebook has a chart of {library}, which only runs there.")
_SCRIPTED = {  # media type -> what is said in its place, and of which library a chart is
    "application/javascript": (mark_message("Here the notebook has a script, which only runs there."), ""),
    "application/vnd.jupyter.widget-view+json": (
        mark_message("Here the notebook has a widget, which only runs there."),
        "",
    ),
    "application/vnd.plotly.v1+json": (_CHART, "Plotly"),
    "application/vnd.bokehjs_exec.v0+json": (_CHART, "Bokeh"),
    "application/vnd.bokehjs_load.v0+json": (_CHART, "Bokeh"),
    "application/vnd.holoviews_exec.v0+json": (_CHART, "HoloViews"),
    "application/vnd.holoviews_load.v0+json": (_CHART, "HoloViews"),
    "application/geo+json": (mark_message("Here the notebook has a map, which only runs there."), ""),
}
_VEGA = re.compile(r"application/vnd\.vega(?:lite)?\.v\d")
_MATHEMATICS = re.compile(r"\s*(\${1,2}|\\\[|\\begin\{(?!tabular|table|longtable|document))(.*)", re.S)


@dataclass
class OutputReader:
    """Reads the outputs of the cells of one notebook."""

    pictures: PictureReader

    def read(self, outputs: Iterable[Mapping[str, Any]], cell: int) -> Iterator[Block]:
        """Yields the blocks of the outputs of a cell; text printed bit by bit is one. cell: its number."""
        role, printed = "", ""
        for output in outputs:
            kind = output.get("output_type", "")
            if kind == "stream":
                own = "aside" if output.get("name") == "stderr" else "output"
                if own != role:
                    yield from _make_verbatim(printed, role)
                    role, printed = own, ""
                printed += _join(output.get("text"))
                continue
            yield from _make_verbatim(printed, role)
            role, printed = "", ""
            if kind == "error":
                yield from _make_verbatim(_describe_error(output), "error")
            else:
                yield from self.read_data(output.get("data") or {}, cell)
        yield from _make_verbatim(printed, role)

    def read_data(self, data: Mapping[str, Any], cell: int) -> list[Block]:
        """Returns the blocks of one thing shown. data: media type -> its form. cell: the number of its cell."""
        lost = next((said for kind, said in _SCRIPTED.items() if kind in data), None)
        lost = lost or ((_CHART, "Vega") if any(map(_VEGA.match, data)) else None)
        fallback: list[Block] = []
        for kind in (*(kind for kind in _ORDER if kind in data), *(kind for kind in data if kind not in _ORDER)):
            blocks = self._read_form(kind, data[kind], data, cell)
            if any(map(_holds_something, blocks)):
                return [*([_describe_lost(*lost)] if lost else []), *blocks]
            fallback = fallback or blocks
        return [_describe_lost(*lost)] if lost else fallback

    def _read_form(self, kind: str, given: Any, data: Mapping[str, Any], cell: int) -> list[Block]:
        if kind in _PICTURES:
            made_by, printed = gettext("Picture made by cell {cell}", cell=cell), _join(data.get("text/plain"))
            alt = f"{made_by}: {' '.join(printed.split())[:200]}".rstrip(": ")
            picture = self.pictures.read_output(kind, _join(given), alt)
            if picture:
                return [picture]
            unread = make_remark(gettext("A picture ({kind}) that cannot be read.", kind=kind))
            return [unread] if kind == "image/png" else []
        if kind == "text/html":
            return self.read_html(_join(given))
        if kind == "text/markdown":
            return self.read_html(convert_markdown(replace_controls(_join(given))))
        if kind == "text/latex":
            return _read_latex(_join(given))
        if kind == "text/plain":
            return list(_make_verbatim(_join(given), "output"))
        if kind == "application/json" or (kind.endswith("+json") and kind not in _SCRIPTED and not _VEGA.match(kind)):
            text = given if isinstance(given, str) else json.dumps(given, indent=1, ensure_ascii=False)
            return list(_make_verbatim(text, "output"))
        if kind.startswith("text/") and not kind.startswith("text/vnd.") and isinstance(given, str | list):
            return list(_make_verbatim(_join(given), "output"))
        return []

    def read_html(self, html: str, make_heading: Callable[[int, RichText], Block] | None = None) -> list[Block]:
        """Returns the blocks of HTML. make_heading: what is made of its headings; a bold line if nothing is said."""
        return HtmlReader(self.pictures, make_heading or _make_bold).read(html)


def _join(text: Any) -> str:
    """Returns the text of a form, which a notebook may keep as a list of lines."""
    if isinstance(text, list):
        return "".join(map(str, text))
    return text if isinstance(text, str) else "" if text is None else json.dumps(text, ensure_ascii=False)


def _make_verbatim(text: str, role: str) -> Iterator[Block]:
    shown, looks = read_terminal(text)
    if shown.strip():
        yield Verbatim(shown, role, looks)


def _describe_error(output: Mapping[str, Any]) -> str:
    """Returns the traceback of an error, or else its name and message."""
    traceback = output.get("traceback") or ()
    text = traceback if isinstance(traceback, str) else "\n".join(map(str, traceback))
    name, value = output.get("ename") or "", output.get("evalue") or ""
    return text if text.strip() else f"{name}: {value}"


def _read_latex(text: str) -> list[Block]:
    """Returns mathematics, or what else is written in LaTeX as its source."""
    if found := _MATHEMATICS.fullmatch(replace_controls(text)):
        opening, rest = found.groups()
        closing = {"$": "$", "$$": "$$", "\\[": "\\]"}.get(opening, "")
        inner = rest.strip()
        if not closing:
            return [Prose((Formula(text.strip(), display=True),))]
        if inner.endswith(closing) and closing not in inner[: -len(closing)]:
            return [Prose((Formula(inner[: -len(closing)].strip(), display=True),))]
    return list(_make_verbatim(text, "output"))


def _make_bold(_: int, text: RichText) -> Block:
    return Prose(tuple(Run(one.text, one.styles | {"bold"}, one.url) if isinstance(one, Run) else one for one in text))


def _holds_something(block: Block) -> bool:
    return isinstance(block, Grid | Picture | Points | Verbatim) or (isinstance(block, Prose) and block.role != "note")


def _describe_lost(message: str, library: str) -> Block:
    return make_remark(gettext(message, library=library))
