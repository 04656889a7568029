"""Characters that no typeface of the house has: which they are, where they come from, and what is printed for them.

HTML, Word and Markdown leave such characters to the reader's own typefaces. The PDF and the pictures in a Word file
have only the house's; Typst itself is asked whether it can set a character with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from unicodedata import category, name

from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Points,
    Prose,
    RichText,
    Table,
    get_plain_text,
)
from analysis.report.formats.typst import find_refused_lines, quote_text
from analysis.style.assets import Face

PLACEHOLDER = "□"
_JOINER = "\u200d"  # joins what is before and after it to one sign
_MAX_SHOWN = 12  # characters, and places, that a message lists
_SCRIPTS = {"CJK": "Chinese characters", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_ADVICE = "name a TTF or OTF file that has them in house.toml: [type] fallback_files"


def find_missing(text: str, faces: Sequence[Face], drawing: bool = False) -> tuple[str, ...]:
    """Returns the characters, each with its marks, that no typeface has.

    faces: the house's typefaces beside the shipped ones. drawing: whether the text is that of an SVG, to whose words
    Typst gives fewer typefaces.

    >>> find_missing("An arrow → and a word: 乌", ())
    ('乌',)
    """
    signs = _list_signs(text)
    return tuple(sorted(_ask_typst(signs, tuple(faces), drawing), key=text.index)) if signs else ()


def replace_missing(drawing: str, faces: Sequence[Face]) -> str:
    """Returns an SVG with a square for each character of its words that no typeface has.

    In a drawing Typst sets fewer marks than in a text: a letter whose mark is missing there stands without it.

    >>> replace_missing("<text>乌 and а\u0301</text>", ())
    '<text>□ and а</text>'
    """
    for sign in sorted(find_missing(drawing, faces, drawing=True), key=len, reverse=True):
        drawing = drawing.replace(sign, _find_stand_in(sign, faces))
    return drawing


def _find_stand_in(sign: str, faces: Sequence[Face]) -> str:
    """Returns the letters of a sign without their marks and joiners, a blank for a break, or a square."""
    kept = (letter for letter in sign if category(letter)[0] not in "MC")
    letters = "".join(" " if category(letter)[0] == "Z" else letter for letter in kept)
    return PLACEHOLDER if letters == sign or find_missing(letters, faces, drawing=True) else letters


def describe_signs(signs: Sequence[str]) -> str:
    """Returns some characters in words, by their scripts.

    >>> describe_signs(("乌", "克", "😀"))
    'Chinese characters (乌克), signs (😀)'
    """
    scripts: dict[str, list[str]] = {}
    for sign in signs:
        scripts.setdefault(_name_script(sign), []).append(sign)
    return ", ".join(
        f"{script} ({''.join(found[:_MAX_SHOWN])}{'…' if len(found) > _MAX_SHOWN else ''})"
        for script, found in scripts.items()
    )


def describe_missing(document: Document) -> str:
    """Returns a sentence on the characters of a report that no typeface has: which, where, and what to do; or ''."""
    texts = list(_list_texts(document))
    faces = document.house.print_faces
    missing = find_missing("\n".join(text for _, text in texts), faces)
    drawn = _describe_drawings(document, faces, missing)
    if not missing:
        return drawn
    found: dict[str, None] = {}  # places, in order; each sign is named where it is first
    rest = list(missing)
    for place, text in texts:
        if any(sign in text for sign in rest):
            found[place] = None
            rest = [sign for sign in rest if sign not in text]
    places = [*found][:_MAX_SHOWN]
    more = f" and {len(found) - len(places)} more places" if len(found) > len(places) else ""
    return (
        f"no typeface of the house has {describe_signs(missing)}, in {', '.join(places)}{more}; "
        f"the PDF and the pictures in Word show {PLACEHOLDER} in their place. To print them, {_ADVICE}."
        + (f" {drawn}" if drawn else "")
    )


def _describe_drawings(document: Document, faces: Sequence[Face], missing: Sequence[str]) -> str:
    """Returns a sentence on what only drawings lack, such as marks on letters; or ''. missing: what texts lack too."""
    found = {
        f"Figure {item.number}": [sign for sign in find_missing(words, faces, drawing=True) if sign not in missing]
        for item in document.blocks
        if isinstance(item, Figure)
        for words in [unescape("\n".join(_find_words(item.svg)))]
    }
    places = [place for place, signs in found.items() if signs]
    signs = list(dict.fromkeys(sign for its in found.values() for sign in its))
    return (
        f"in drawings of the PDF and of Word {describe_signs(signs)} stand without their marks, or as {PLACEHOLDER}, "
        f"in {', '.join(places)}."
        if places
        else ""
    )


def describe_cell(signs: Sequence[str]) -> str:
    """Returns what is said of a text of a case with some characters that no typeface has."""
    return (
        f"no typeface of the house has {describe_signs(signs)}; a PDF shows {PLACEHOLDER} in their place. "
        f"To print them, {_ADVICE}."
    )


def _list_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yields place and text, those of the case's tables first: there a text is written once."""
    for source in document.sources:
        yield f"source {source.source_id} (sources.csv)", _join_fields(source)
    for claim in document.claims.values():
        yield f"{claim.kind} {claim.id}", _join_fields(claim)
    yield "the title", get_plain_text(document.title)
    yield "the question", get_plain_text(document.question)
    yield "the head of the report", " ".join(str(value) for value in document.about.values() if isinstance(value, str))
    for item in document.blocks:
        yield from _list_block_texts(item)
    for given in document.parameters:
        yield f"the parameter {given.name}", f"{given.label} {given.text} {given.value} {given.help}"


def _list_block_texts(item: object) -> Iterator[tuple[str, str]]:
    match item:
        case Table():
            yield from _list_table_texts(item, item.name)
        case Figure():
            yield from _list_table_texts(item.data, f"Figure {item.number}")
            yield f"Figure {item.number}", _join_texts((item.title, *item.notes)) + " ".join(_find_words(item.svg))
        case Heading() | Prose():
            yield f"the text {_quote_start(item.text)}", get_plain_text(item.text)
        case Points():
            for point in item.items:
                yield f"the text {_quote_start(point)}", get_plain_text(point)
        case KeyNumbers():
            yield "the key numbers", _join_texts([text for card in item.items for text in (card.label, card.note)])


def _list_table_texts(table: Table, name: str) -> Iterator[tuple[str, str]]:
    yield name, _join_texts([table.caption, *(column.label for column in table.columns), *table.notes])
    for number, row in enumerate(table.rows, 1):
        for column, cell in zip(table.columns, row, strict=True):
            yield f"{name}, row {number}, column {get_plain_text(column.label)!r}", get_plain_text(cell)


def _find_words(svg: str) -> list[str]:
    return re.findall(r">([^<>]*)</text>", svg)


def _join_texts(texts: Sequence[RichText]) -> str:
    return " ".join(map(get_plain_text, texts))


def _join_fields(card: object) -> str:
    return " ".join(value for value in vars(card).values() if isinstance(value, str))


def _quote_start(text: RichText) -> str:
    words = get_plain_text(text)
    return f"“{words[:30]}…”" if len(words) > 30 else f"“{words}”"


def _name_script(sign: str) -> str:
    words = name(sign[0], "").split()
    if not words or category(sign[0])[0] != "L":
        return "signs"
    return _SCRIPTS.get(words[0], words[0].capitalize())


def _list_signs(text: str) -> frozenset[str]:
    """Returns the characters beyond ASCII, each with its marks, that a typeface may lack."""
    beyond = {letter for letter in set(text) if ord(letter) > 0x7F}
    if beyond & _list_marks():
        beyond = set(_build_pattern().findall(text))
    return frozenset(sign for sign in beyond if not all(category(letter) in ("Cf", "Zs", "Cc") for letter in sign))


@cache
def _list_marks() -> frozenset[str]:
    """Returns what joins the character before it: accents and other marks, variation selectors, the joiner."""
    spans = (
        range(0x300, 0x1E00),
        range(0x1AB0, 0x1B00),
        range(0x1DC0, 0x2100),
        range(0x302A, 0xAC00),
        range(0xFE00, 0xFE30),
    )
    found = {chr(code) for span in spans for code in span if category(chr(code))[0] == "M"}
    return frozenset(found | {chr(code) for code in range(0x1F3FB, 0x1F400)} | {_JOINER, "\u20e3"})


@cache
def _build_pattern() -> re.Pattern[str]:
    marks = "".join(sorted(_list_marks()))
    return re.compile(rf"[^\s<>&\"';](?:[{marks}](?:(?<={_JOINER})[^\s<>&])?)+|[^\x00-\x7f]")


def _ask_typst(signs: frozenset[str], faces: tuple[Face, ...], drawing: bool) -> Iterator[str]:
    """Returns the signs that Typst cannot set; it is asked once for each."""
    known = _get_known(faces, drawing)
    ordered = sorted(signs - known.keys())
    lines = [
        f'#image(bytes({quote_text(_draw_sign(sign))}), format: "svg", alt: "sign")'
        if drawing
        else f"#{quote_text(sign)};"
        for sign in ordered
    ]
    refused = find_refused_lines(lines, faces) if lines else set()
    known.update((sign, at in refused) for at, sign in enumerate(ordered))
    return (sign for sign in signs if known[sign])


@cache
def _get_known(faces: tuple[Face, ...], drawing: bool) -> dict[str, bool]:
    """Returns the signs that Typst was asked about, each with whether it cannot set it."""
    return {}


def _draw_sign(sign: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><text y="15" font-size="9">{sign}</text></svg>'
