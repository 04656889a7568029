"""The words of a report in Word: texts with their numbers, links and emphasis, as runs of a paragraph."""

from __future__ import annotations

from functools import singledispatch

from analysis.report.document.languages import find_script, split_languages
from analysis.report.document.model import Inline, Label, Number, Reference, RichText
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck
from analysis.report.document.typography import curl_apostrophes, make_unbreakable, split_directions
from analysis.report.formats.docx.writer import Element, WordDraft, add_field, add_run, make_bookmark_name, make_element


def write_text(text: RichText, draft: WordDraft, parent: Element) -> Element:
    """Writes a text into a paragraph, and returns the paragraph."""
    for item in text:
        write_inline(item, draft, parent)
    return parent


# Word keeps three languages of a run: of East Asian letters, of those that need shaping, and of all others.
_EAST_ASIAN = frozenset(("Hans", "Hant", "Hani", "Jpan", "Kore"))
_SHAPED = frozenset(
    ("Beng", "Deva", "Gujr", "Guru", "Khmr", "Knda", "Laoo", "Mlym", "Mymr", "Sinh", "Taml", "Telu", "Thai")
)


def _add_words(parent: Element, text: str, style: str = "", language: str = "") -> None:
    """Writes running text; what is in another language, or read from right to left, is a run of its own."""
    for piece in split_languages(curl_apostrophes(text), language):
        run = add_run(parent, piece.bound, style)
        if piece.from_right:
            run.get_or_add_rPr().append(make_element("rtl"))
        if piece.language:
            run.get_or_add_rPr().append(make_element("lang", **_list_tags(piece.language, piece.from_right)))


def _list_tags(language: str, from_right: bool) -> dict[str, str]:
    """Returns the attributes of w:lang that say a language."""
    script = find_script(language)
    if script in _EAST_ASIAN:
        return {"eastAsia": language}
    return {"bidi": language} if from_right or script in _SHAPED else {"val": language}


@singledispatch
def write_inline(item: Inline, draft: WordDraft, parent: Element) -> None:
    """Writes one part of a text into a paragraph."""
    raise TypeError(f"no Word for the part {type(item).__name__}")


@write_inline.register
def _(item: str, draft: WordDraft, parent: Element) -> None:
    _add_words(parent, item)


@write_inline.register
def _(item: Number, draft: WordDraft, parent: Element) -> None:
    with draft.open_bookmark(parent, item.anchor):
        link = draft.add_link(parent, f"note-{item.note}", draft.tips.get(item.note, ""))
        add_run(link, make_unbreakable(item.text), "TracedNumber")
        add_run(link, str(item.note), "NoteMark")


@write_inline.register
def _(item: Label, draft: WordDraft, parent: Element) -> None:
    _add_words(parent, item.text)


@write_inline.register
def _(item: Reference, draft: WordDraft, parent: Element) -> None:
    if (
        draft.captions.get(item.anchor, "").lower() == item.text.lower()
    ):  # Word renews its words where captions are added or moved
        as_small = " \\* Lower" if item.text != draft.captions[item.anchor] else ""  # as within a sentence
        instruction = f"REF {make_bookmark_name(item.anchor)} \\h{as_small}"
        add_field(parent, instruction, make_unbreakable(item.text), "CrossReference")
    else:
        add_run(draft.add_link(parent, item.anchor), make_unbreakable(item.text), "CrossReference")


@write_inline.register
def _(item: Emphasis, draft: WordDraft, parent: Element) -> None:
    if item.text:
        _add_words(parent, item.text, "Strong" if item.bold else "Emphasis", item.language)


@write_inline.register
def _(item: Struck, draft: WordDraft, parent: Element) -> None:
    add_run(parent, curl_apostrophes(item.text)).get_or_add_rPr().append(make_element("strike"))


@write_inline.register
def _(item: Break, draft: WordDraft, parent: Element) -> None:
    add_run(parent, "\n")


@write_inline.register
def _(item: Code, draft: WordDraft, parent: Element) -> None:
    add_run(parent, item.text, "InlineCode")


@write_inline.register
def _(item: Link, draft: WordDraft, parent: Element) -> None:
    if get_web_address(item.url):
        link = draft.add_external_link(parent, item.url)
        for part, from_right in split_directions(item.text):
            run = add_run(link, part, "Hyperlink")
            if from_right:
                run.get_or_add_rPr().append(make_element("rtl"))
    else:
        add_run(parent, item.text)
