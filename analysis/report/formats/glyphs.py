"""Characters that no typeface of the house has: which they are, where they come from, and what is printed for them.

HTML, Word and Markdown leave such characters to the reader's own typefaces. The PDF and the pictures in a Word file
have only the house's; Typst itself is asked whether it can set a character with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
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
from analysis.style.scripts import advise_extras

PLACEHOLDER = "□"
_JOINER = "\u200d"  # joins what is before and after it to one sign
_MAX_SHOWN = 12  # characters, and places, that a message lists
_SCRIPTS = {"CJK": "Chinese characters", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def find_missing(text: str, faces: Sequence[Face]) -> tuple[str, ...]:
    """Returns the characters, each with its marks, that no typeface has.

    faces: the house's typefaces beside the shipped ones.

    >>> find_missing("An arrow → and a rune: ᚠ", ())
    ('ᚠ',)
    """
    signs = _list_signs(text)
    return tuple(sorted(_ask_typst(signs, tuple(faces)), key=text.index)) if signs else ()


def describe_signs(signs: Sequence[str]) -> str:
    """Returns some characters in words, by their scripts.

    >>> describe_signs(("乌", "克"))
    'Chinese characters (乌克; the first is U+4E4C, CJK UNIFIED IDEOGRAPH-4E4C)'
    """
    scripts: dict[str, list[str]] = {}
    for sign in signs:
        scripts.setdefault(_name_script(sign), []).append(sign)
    return ", ".join(
        f"{script} ({''.join(found[:_MAX_SHOWN])}{'…' if len(found) > _MAX_SHOWN else ''}; "
        f"{'it' if len(found) == 1 else 'the first'} is {_name_sign(found[0])})"
        for script, found in scripts.items()
    )


def _name_sign(sign: str) -> str:
    """Returns the code points of a character and its marks, and its name."""
    return ", ".join((" ".join(f"U+{ord(letter):04X}" for letter in sign), name(sign[0], "without a name")))


def _advise(signs: Sequence[str]) -> str:
    """Returns what to do so that some characters are printed."""
    file = "name a TTF or OTF file that has them in house.toml: [type] fallback_files"
    extras = advise_extras(letter for sign in signs for letter in sign)
    return f'run: pip install "communique[{",".join(extras)}]"; or {file}' if extras else file


def describe_missing(document: Document) -> str:
    """Returns a sentence on the characters of a report that no typeface has: which, where, and what to do; or ''."""
    faces = document.house.print_faces
    missing = find_missing("\n".join(text for _, text in _list_texts(document)), faces)
    if not missing:
        return ""
    found: dict[str, None] = {}  # places, in order; each sign is named where it is first
    rest = list(missing)
    for place, text in _list_texts(document):
        if any(sign in text for sign in rest):
            found[place] = None
            rest = [sign for sign in rest if sign not in text]
    places = [*found][:_MAX_SHOWN]
    more = f" and {len(found) - len(places)} more places" if len(found) > len(places) else ""
    return (
        f"no typeface of the house has {describe_signs(missing)}, in {', '.join(places)}{more}; "
        f"the PDF and the pictures in Word show {PLACEHOLDER} in their place. To print them, {_advise(missing)}."
    )


def describe_cell(signs: Sequence[str]) -> str:
    """Returns what is said of a text of a case with some characters that no typeface has."""
    return (
        f"no typeface of the house has {describe_signs(signs)}; a PDF shows {PLACEHOLDER} in their place. "
        f"To print them, {_advise(signs)}."
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


def _ask_typst(signs: frozenset[str], faces: tuple[Face, ...]) -> Iterator[str]:
    """Returns the signs that Typst cannot set; it is asked once for each."""
    known = _get_known(faces)
    ordered = sorted(signs - known.keys())
    refused = find_refused_lines([f"#{quote_text(sign)};" for sign in ordered], faces) if ordered else set()
    known.update((sign, at in refused) for at, sign in enumerate(ordered))
    return (sign for sign in signs if known[sign])


@cache
def _get_known(faces: tuple[Face, ...]) -> dict[str, bool]:
    """Returns the signs that Typst was asked about, each with whether it cannot set it."""
    return {}
