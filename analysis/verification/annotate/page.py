"""A page made of a draft that is no page: its paragraphs, with a mark and a note at each number to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from analysis.characters import show_controls
from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.verification.annotate.html import COLOURS
from analysis.verification.annotate.notes import NAMES, describe_verdict, select_marked, summarise
from analysis.verification.verdict import Verdict

_STYLE = """
body { font: 1.05rem/1.55 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
  background: #fff; }
h2 { font-size: 1.15rem; } .item { margin-left: 1.5rem; } .note, .cell, .caption { font-size: 0.9rem; }
.place { color: #5a5a5a; font-size: 0.8rem; } mark { color: #000; padding: 0 0.1em; }
mark a { color: inherit; text-decoration: none; border-bottom: 1px dotted; }
ol { border-top: 1px solid #999; padding: 1rem 0 0 1.5rem; font-size: 0.9rem; }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #16181c; } .place { color: #a5a5a5; } }
"""


def write_page(document: SourceDocument, verdicts: Sequence[Verdict], name: str) -> bytes:
    """Returns a page with the text of a draft, a mark at each number to look at, and below the notes in their order.

    name: what the draft is called.

    >>> from analysis.documents import read_document
    >>> draft = read_document(b"It took 90 billion.", "text")
    >>> page = write_page(draft, [Verdict("unknown", 0, 8, 18, "90 billion", why="Not known.")], "draft.txt").decode()
    >>> "It took <mark" in page, "Unknown: Not known." in page
    (True, True)
    """
    marked = select_marked(verdicts)
    body = list(_write_body(document, marked))
    notes = [
        f'<li id="note-{at}"><a href="#mark-{at}">{_escape(verdict.words)}</a> '
        f'<span class="place">{_escape(verdict.place)}</span> {_escape(describe_verdict(verdict))}</li>'
        for at, verdict in enumerate(marked, 1)
    ]
    title = _escape(f"{name}, verified")
    language = escape(document.language or "und")
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_STYLE}</style></head>",
            f"<body><main><h1>{title}</h1>",
            f"<p>{_escape(summarise(verdicts))}</p>",
            *body,
            "<ol>" if notes else "",
            *notes,
            "</ol>" if notes else "",
            "</main></body></html>",
            "",
        ]
    ).encode()


def _write_body(document: SourceDocument, marked: Sequence[Verdict]) -> Iterator[str]:
    by_paragraph: dict[int, list[tuple[int, Verdict]]] = {}
    for number, verdict in enumerate(marked, 1):
        by_paragraph.setdefault(verdict.paragraph, []).append((number, verdict))
    for at, paragraph in enumerate(document.paragraphs):
        tag = "h2" if paragraph.kind == "heading" else "p"
        lead = _describe_cell(paragraph) if paragraph.kind == "cell" else paragraph.number
        before = f'<span class="place">{_escape(lead)}</span> ' if lead else ""
        yield f'<{tag} class="{paragraph.kind}">{before}{_mark(paragraph.text, by_paragraph.get(at, ()))}</{tag}>'


def _describe_cell(paragraph: Paragraph) -> str:
    return ", ".join(filter(None, (paragraph.row, paragraph.column)))


def _mark(text: str, verdicts: Sequence[tuple[int, Verdict]]) -> str:
    parts, reached = list[str](), 0
    for number, verdict in verdicts:
        if verdict.start < reached:
            continue
        colour, title = COLOURS[verdict.kind], _escape(NAMES[verdict.kind])
        parts.append(_escape(text[reached : verdict.start]))
        parts.append(
            f'<mark id="mark-{number}" style="background:{colour}" title="{title}"><a href="#note-{number}">'
            f"{_escape(text[verdict.start : verdict.end])}</a></mark>"
        )
        reached = verdict.end
    return "".join([*parts, _escape(text[reached:])])


def _escape(text: str) -> str:
    return escape(show_controls(text))
