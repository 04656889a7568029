"""Shown objects and text cells -> blocks, with their notes, anchors and numbers. What cannot be traced is refused here.

Exempt from the check for typed digits, as they are not statements of fact: code spans, link addresses, and names that
the case itself gives (Labels).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from decimal import Decimal

from analysis import contract
from analysis.errors import MissingAltText, ReportError, UntracedNumber
from analysis.report.document.citations import CitationList
from analysis.report.document.drawings import check_drawing
from analysis.report.document.model import (
    Block,
    Column,
    Figure,
    Heading,
    Inline,
    KeyNumber,
    KeyNumbers,
    Label,
    Number,
    Points,
    Prose,
    Reference,
    Result,
    RichText,
    Slider,
    Table,
    WhatIf,
    get_plain_text,
)
from analysis.report.document.note_numbers import NoteNumbering
from analysis.report.document.references import Placement
from analysis.report.document.table_key import describe_signs, fill_blanks
from analysis.report.document.text_cells import Code, TextHeading, TextList, TextParagraph, parse_markdown

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DIGIT = re.compile(r"\d")
_CLAIM_DIGITS, _LEAST_DIGITS = 12, 4  # in a file of numbers: of a claim, and of a result
_MIN_ALT = 30  # characters of the shortest alternative text


@dataclass
class BlockBuilder:
    """Builds blocks in reading order, and collects what the report needs besides them."""

    claims: dict[str, contract.ClaimCard] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    placements: dict[str, Placement] = field(default_factory=dict)  # key of a table or figure -> its placement
    figure_styles: dict[str, str] = field(default_factory=dict)  # key of a figure -> the house style it is drawn in
    citations: CitationList = field(default_factory=CitationList)
    cited: dict[str, None] = field(default_factory=dict)  # rows whose names or words are shown, `claims/need`, in order
    described: set[str] = field(default_factory=set)  # of these, sources of which only a table of sources says anything
    notes: NoteNumbering = field(init=False)
    _anchors: set[str] = field(default_factory=set)
    _levels: list[int] = field(default_factory=list)  # as written, of the heading read last and of those it is below

    def __post_init__(self) -> None:
        self.notes = NoteNumbering(self.claims)

    def build_block(self, block: contract.Block) -> Block:
        """Returns the block of a shown object.

        Raises UntracedNumber for a number without a claim, MissingAltText, ReportError for an unusable key.
        """
        match block:
            case contract.ProseBlock():
                return Prose(self.build_text(block.text, "sentence"), block.role)
            case contract.PointsBlock():
                return Points(tuple(self.build_text(item, "point") for item in block.items))
            case contract.CardsBlock():
                return KeyNumbers(tuple(map(self._build_key_number, block.items)))
            case contract.TableBlock():
                return self._build_table(block, *self._register_key("strip" if block.strip else "table", block.key))
            case contract.FigureBlock():
                return self._build_figure(block)
            case contract.WhatIfBlock():
                return self._build_what_if(block)
        raise TypeError(f"no block for {type(block).__name__}")

    def build_text_cell(
        self, source: str, collect: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> Iterator[Block]:
        """Yields the blocks of a Markdown cell. collect: what each of them is built in, as in `parse_markdown`.

        Raises UntracedNumber for a typed digit, ReportError as the parser.
        """
        for item in parse_markdown(source, collect):
            block = None
            with collect():
                block = self._build_text(item)
            if block:
                yield block

    def _build_text(self, item: TextHeading | TextList | TextParagraph) -> Block:
        match item:
            case TextHeading():
                text = _check_words(item.words)
                level = self.find_level(max(1, item.level - 1))
                return Heading(level, text, self.make_anchor(get_plain_text(text)))
            case TextList():
                return _build_list(item)
            case TextParagraph():
                return Prose(_check_words(item.words))

    def find_level(self, written: int) -> int:
        """Returns the level of a heading: one below that it stands under, as no format may leave out a level."""
        while self._levels and self._levels[-1] >= written:
            self._levels.pop()
        self._levels.append(written)
        return len(self._levels)

    def build_text(self, text: contract.Parts, where: str) -> RichText:
        """Returns a text of a shown object. where: what it is, in messages. Raises UntracedNumber."""
        result: list[Inline] = []
        for part in text:
            if isinstance(part, str):
                _refuse_digits(part, where)
                if part:
                    result.append(part)
            elif isinstance(part, contract.NumberPart):
                result.append(self._build_number(part))
            elif isinstance(part, contract.LabelPart):
                self.cited.setdefault(part.ref)
                self.described.discard(part.ref)
                result.append(Label(part.text, part.ref))
            elif isinstance(part, contract.CitationPart):
                result.append(self.citations.add(part.works))
            else:
                result.append(Reference("", part.key))  # resolved when all keys are known
        return tuple(result)

    def _build_number(self, part: contract.NumberPart) -> Number:
        if not part.claims:
            raise UntracedNumber(f"{part.text!r} leads to no claim; compute it from claims, assumptions or parameters.")
        missing = [claim for claim in part.claims if claim not in self.claims]
        if missing:
            raise UntracedNumber(
                f"{part.text!r} leads to claims the notebook does not describe: {', '.join(missing)}; run it again."
            )
        anchor = f"n{len(self.numbers) + 1}"
        number = Number(
            text=part.text,
            value=part.value,
            unit=part.unit,
            low=-math.inf if part.low is None else part.low,
            high=math.inf if part.high is None else part.high,
            qualifier=part.qualifier,
            claims=part.claims,
            how=part.how,
            computed=part.computed,
            name=part.name,
            label=part.label,
            anchor=anchor,
            note=self.notes.assign_note(part, anchor),
            formula=part.formula,
            digits=_count_digits(self.claims[claim] for claim in part.claims) if part.computed else _CLAIM_DIGITS,
        )
        self.numbers.append(number)
        return number

    def _build_key_number(self, item: contract.NamedNumber) -> KeyNumber:
        label, number = self.build_text(item.label, "card"), self._build_number(item.number)
        return KeyNumber(label, number, self.build_text(item.note or (), "card"))

    def _build_figure(self, block: contract.FigureBlock) -> Figure:
        alt = (block.alt or "").strip()  # a notebook may come from elsewhere
        anchor, number = self._register_key("figure", block.key)
        self.figure_styles[block.key] = block.house
        title = self.build_text(block.title, "figure title")
        data = self._build_table(block.data, self.make_anchor(f"{anchor}-data"), 0)
        if len(alt) < _MIN_ALT or alt in get_plain_text(title) or not _is_about_data(alt, data):
            raise MissingAltText(
                f"figure {block.key!r} has no alternative text that says what it shows (found {alt!r}); "
                "write in alt=..., in addition to the title, a sentence about its data."
            )
        for drawing in (block.svg, block.narrow):
            check_drawing(drawing, block.key)
        notes = tuple(self.build_text(note, "figure note") for note in block.notes)
        return Figure(block.key, anchor, number, title, block.svg, block.narrow, alt, data, notes, tuple(block.parts))

    def _build_what_if(self, block: contract.WhatIfBlock) -> WhatIf:
        title = self.build_text(block.title, "title")
        sliders = tuple(
            Slider(
                self.build_text(row.label, "slider"),
                self._build_number(row.number),
                row.low,
                row.high,
                row.step,
                row.start,
                row.claims,
            )
            for row in block.sliders
        )
        results = tuple(
            Result(self.build_text(row.label, "result"), self._build_number(row.number)) for row in block.results
        )
        return WhatIf(self.make_anchor("sliders"), title, sliders, results, block.program)

    def _build_table(self, block: contract.TableBlock, anchor: str, number: int) -> Table:
        caption = self.build_text(block.caption, "caption")  # above the rows, so its numbers come first
        columns = tuple(Column(c.key, self.build_text(c.label, "heading"), c.align) for c in block.columns)
        given = tuple(map(self._build_row, block.rows))
        rows = fill_blanks(given, summed=block.summed)
        self.notes.record_table(columns, given)
        notes = tuple(
            filter(None, (*(self.build_text(note, "table note") for note in block.notes), describe_signs(rows)))
        )
        return Table(block.key, anchor, number, caption, columns, rows, notes, block.summed)

    def _build_row(self, row: contract.Parts) -> tuple[RichText, ...]:
        source = _find_described(row)
        is_known = source in self.cited and source not in self.described  # before its own cells name it
        cells = tuple(self.build_text([cell], "table cell") for cell in row)
        if source and not is_known:
            self.described.add(source)
        return cells

    def _register_key(self, kind: str, key: str) -> Placement:
        """Returns the placement of a new table or figure. Raises ReportError for a key that is unusable or used."""
        if not _KEY.fullmatch(key):
            raise ReportError(f"the key {key!r} cannot name a file; use lower-case letters, digits, _ and -.")
        if key in self.placements:
            raise ReportError(f"two tables or figures have the key {key!r}; keys name files, so each is used once.")
        number = 0 if kind == "strip" else 1 + sum(place.anchor.startswith(kind) for place in self.placements.values())
        self.placements[key] = Placement(self.make_anchor(f"{kind}-{key}"), number)
        return self.placements[key]

    def make_anchor(self, wanted: str) -> str:
        """Returns an anchor like the wanted text, and unique."""
        slug = _make_slug(wanted) or "part"
        anchor, count = slug, 1
        while anchor in self._anchors:
            count += 1
            anchor = f"{slug}-{count}"
        self._anchors.add(anchor)
        return anchor


def _find_described(row: contract.Parts) -> str:
    """Returns the row of the source that is all that a row of a table tells of: its title, publisher, date; or ''."""
    refs = [cell.ref for cell in row if isinstance(cell, contract.LabelPart)]
    is_source = len(refs) > 1 and len({*refs}) == 1 and refs[0].startswith("sources/")
    return refs[0] if is_source and not any(isinstance(cell, contract.NumberPart) for cell in row) else ""


def _make_slug(text: str) -> str:
    """Returns a text as an anchor: the letters of any script in small letters, with their marks, and hyphens."""
    letters = (
        one if unicodedata.category(one)[0] in "LMN" else "-" for one in unicodedata.normalize("NFKC", text).lower()
    )
    return re.sub("-+", "-", "".join(letters)).strip("-")


def _build_list(item: TextList) -> Points:
    nested = tuple(tuple(map(_build_list, lists)) for lists in item.nested)
    return Points(tuple(map(_check_words, item.items)), item.ordered, nested if any(nested) else ())


def _check_words(words: RichText) -> RichText:
    """Returns a text of a text cell. Raises UntracedNumber for a digit in it, except in code."""
    for part in words:
        if not isinstance(part, Code):
            _refuse_digits(get_plain_text((part,)), "text cell")
    return words


def _refuse_digits(text: str, where: str) -> None:
    if _DIGIT.search(text):
        raise UntracedNumber(
            f"{where} {text.strip()!r} holds a typed digit; use say('... {{gap}} ...', gap=...) with an Estimate, or a "
            "Label of the case for a name or a date."
        )


def _count_digits(cards: Iterable[contract.ClaimCard]) -> int:
    """Returns how many digits of a result its claims allow: one more than any of them has, and four at least."""
    ends = (end for card in cards for end in (card.value, card.low, card.high) if end is not None)
    given = (Decimal(f"{end:.{_CLAIM_DIGITS}g}").normalize().as_tuple().digits for end in ends)
    return min(max([_LEAST_DIGITS, *(len(digits) + 1 for digits in given)]), _CLAIM_DIGITS)


def _is_about_data(alt: str, data: Table) -> bool:
    """Whether an alternative text names anything in the data, as boilerplate does not; true if there are no data."""
    words = {_get_bare_text(part) for row in data.rows for cell in row for part in cell} - {""}
    return not words or any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", alt) for word in words)


def _get_bare_text(part: Inline) -> str:
    """Returns a part of a cell as an alternative text has it too, which writes a number's qualifier in words."""
    text = get_plain_text((part,)).strip()
    return re.sub(r"^\D+ (?=\D?\d)", "", text) if isinstance(part, Number) else text
