"""What is shown, with the notes behind its numbers: one list an output, each claim once.

A number is a link to its note. Where scripts run, the note opens as the card that a page has; where they do not, as in
a notebook that is not trusted, in a preview or in a file, the list below the output unfolds by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markupsafe import Markup

from analysis.contract import Block, ClaimCard, CoverBlock, NumberPart, ProseBlock, Record
from analysis.dependencies import compute_digest
from analysis.display.assets import build_script, build_style
from analysis.errors import CommuniqueError
from analysis.messages import get_language, gettext
from analysis.report.document.block_builder import BlockBuilder
from analysis.report.document.languages import use_languages
from analysis.report.document.model import Document
from analysis.report.formats.html.notes import build_note_groups
from analysis.report.formats.html.page import load_templates
from analysis.show.bundle import make_note_key
from analysis.style.css import NO_MATHEMATICS
from analysis.style.house import House, get_shipped_house

_NUMBER = re.compile(r'<a class="n" href="#note-(\w+)"[^>]*>(.*?)</a>', re.DOTALL)
_TARGET = re.compile(r'"#note-(\w+)"')
_NOTE = re.compile(r'(id="|href="#|data-weakest=")(note-\d+")')


@dataclass(frozen=True)
class View:
    """What there is to show of an object: HTML whose numbers are links to `#note-` and their key, the same as a block,
    and the cards behind it. is_open: whether its notes are unfolded. is_foreign: whether it is of another library,
    whose words may hold formulas."""

    html: str
    block: Block
    cards: Mapping[str, ClaimCard] = field(default_factory=dict)
    house: House = field(default_factory=get_shipped_house)
    is_open: bool = False
    is_foreign: bool = False


def write_output(view: View) -> str:
    """Returns a view as the HTML of an output, with its notes. What a report would refuse is named above it.

    Where there is nothing to open, it is the view's own HTML, a table with the style sheet, as a front end has one of
    its own for tables. Sums between two dollar signs are no formula.
    """
    if not _TARGET.search(view.html):
        style = f"<style>{build_style(view.house)}</style>" if "<table" in view.html else ""
        return view.html if view.is_foreign else f'<div class="communique {NO_MATHEMATICS}">{style}{view.html}</div>'
    numbers, notes, refusal, document = _build_notes(view)
    found = {key: numbers[key] for key in _TARGET.findall(view.html) if key in numbers}
    html = _NUMBER.sub(lambda link: link[0] if link[1] in found else _mark_untraced(link[2]), view.html)
    template = load_templates().get_template("output.html.j2")
    with use_languages(document):
        written = template.render(
            html=Markup(html),
            no_mathematics=NO_MATHEMATICS,
            language=document.language,
            notes=notes if found else (),
            count=len(set(found.values())),
            refusal=refusal,
            is_open=view.is_open,
            style=Markup(build_style(view.house)),
            script=Markup(build_script()),
        )
    prefix = f"c{compute_digest((html, *notes))[:8]}-"  # ids are unique in a notebook, or lead to the same
    written = _NOTE.sub(rf"\g<1>{prefix}\g<2>", written)
    return _TARGET.sub(lambda key: f'"#{prefix}note-{found[key[1]]}"' if key[1] in found else key[0], written)


def _build_notes(view: View) -> tuple[dict[str, int], list[dict[str, Any]], str, Document]:
    """Returns which note each number leads to, by its key, the notes as the template prints them, what a report would
    refuse, '' if nothing, and the report of which the notes are."""
    block, refusal, builder = view.block, "", BlockBuilder(dict(view.cards))
    if isinstance(block, CoverBlock):
        block = ProseBlock("body", (*block.title, *block.question, *block.firmness))
    try:
        built = builder.build_block(block)
    except CommuniqueError as error:
        refusal, builder = str(error), BlockBuilder(dict(view.cards))
        traced = (part for part in _find_numbers(block) if part.claims and view.cards.keys() >= {*part.claims})
        built = builder.build_block(ProseBlock("body", tuple(traced)))
    document = Document(
        (), (), {}, (built,), builder.notes.build_notes(), (), (), view.cards, (), {}, language=get_language()
    )
    numbers = {make_note_key(one.computed, one.formula or one.how, one.claims): one.note for one in builder.numbers}
    keys = {note: key for key, note in numbers.items()}
    notes = [_adapt_note(note, keys) for group in build_note_groups(document) for note in group["notes"]]
    return numbers, notes, refusal, document


def _find_numbers(item: object) -> Iterator[NumberPart]:
    """Yields the numbers within a block, but not those that a formula is made of."""
    if isinstance(item, NumberPart):
        yield item
    elif isinstance(item, Record | list | tuple):
        for inner in vars(item).values() if isinstance(item, Record) else item:
            yield from _find_numbers(inner)


def _adapt_note(note: Mapping[str, Any], keys: Mapping[int, str]) -> dict[str, Any]:
    """Returns a note with its key, and without its uses and its address, which are of a whole report.

    Its number is that of its item in the list, which is printed also where there is no style sheet.
    """
    inner = [_adapt_note(one, keys) for one in note["inner"]]
    return {**note, "uses": [], "claim": "", "inner": inner, "key": keys.get(note["number"], ""), "is_item": True}


def _mark_untraced(text: str) -> str:
    words = escape(gettext("This number leads to no claim."))
    return f'<span class="untraced" title="{words}">{text}</span>'
