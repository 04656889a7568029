"""The notes of a report, numbered as its numbers are read: which one a number leads to, and what it is called."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from analysis.contract import ClaimCard, InputShare, NumberPart
from analysis.report.document.model import Column, Label, Note, Number, RichText, get_plain_text
from analysis.wording.numbers import format_number

_MAX_NAME = 80  # characters that a cell may have and still be what its row is called


@dataclass
class _Draft:
    """A note while numbers are still being read. of: a claim's id, or a number, for each of which there is a note."""

    card: ClaimCard | None = None
    text: str = ""
    how: str = ""
    of: tuple[str | NumberPart, ...] = ()
    name: str = ""
    low: float = 0
    high: float = 0
    unit: str = "one"
    rounded: bool = False
    matter: tuple[InputShare, ...] = ()
    used: list[str] = field(default_factory=list)
    of_notes: tuple[int, ...] = ()


@dataclass
class NoteNumbering:
    """Numbers the notes of all that is shown, in reading order, and then of what calculations are made from.

    claims: id -> card, as far as they are known when a number is read.
    """

    claims: Mapping[str, ClaimCard]
    _drafts: list[_Draft] = field(default_factory=list)
    _numbered: dict[Hashable, int] = field(default_factory=dict)
    _table_positions: dict[int, tuple[str, str]] = field(default_factory=dict)  # row and column of a note's first table

    def assign_note(self, part: NumberPart, anchor: str = "") -> int:
        """Returns which note a number leads to: its claim's own, or one for the calculation.

        anchor: where the number is, if it is shown.
        """
        number = self._assign_calculation(part) if part.computed else self._assign_claim(part.claims[0])
        if anchor:
            self._drafts[number - 1].used.append(anchor)
        return number

    def _assign_calculation(self, part: NumberPart) -> int:
        key = part.formula or part.how, *part.claims
        if key not in self._numbered:
            low = -math.inf if part.low is None else part.low
            high = math.inf if part.high is None else part.high
            # The value as it is, whatever a sentence made of it: a cut of about 25% is about −25%.
            text = format_number(part.value, low, high, part.unit, part.qualifier, full=True)
            draft = _Draft(
                None, text, part.how, part.of or part.claims, "", low, high, part.unit, part.rounded, part.matter
            )
            self._numbered[key] = self._add_note(draft)
        draft = self._drafts[self._numbered[key] - 1]
        draft.name = draft.name or part.label
        return self._numbered[key]

    def _assign_claim(self, claim: str) -> int:
        if claim not in self._numbered:
            self._numbered[claim] = self._add_note(_Draft(self.claims[claim]))
        return self._numbered[claim]

    def _add_note(self, draft: _Draft) -> int:
        self._drafts.append(draft)
        return len(self._drafts)

    def record_table(self, columns: tuple[Column, ...], rows: tuple[tuple[RichText, ...], ...]) -> None:
        """Records where the numbers of a table are: one that has no name is called by its row and column."""
        for row in rows:
            heads: list[str] = []
            for column, cell in zip(columns, row, strict=True):
                found = [part for part in cell if isinstance(part, Number)]
                if (
                    not found
                    and len(get_plain_text(cell)) <= _MAX_NAME
                    and (column is columns[0] or (len(heads) == 1 and any(isinstance(part, Label) for part in cell)))
                ):
                    heads.append(get_plain_text(cell))
                for number in found:
                    position = ", ".join(filter(None, heads)), get_plain_text(column.label)
                    self._table_positions.setdefault(number.note, position)

    def build_notes(self) -> tuple[Note, ...]:
        """Returns all notes, once every number has been read."""
        for draft in self._drafts:  # which grows meanwhile: a named result is made from claims of its own
            draft.of_notes = tuple(
                self._assign_claim(one) if isinstance(one, str) else self.assign_note(one) for one in draft.of
            )
        self._name_calculations()
        return tuple(
            Note(
                number=number,
                anchor=f"note-{number}",
                card=draft.card,
                text=draft.text,
                how=draft.how,
                of=draft.of_notes,
                used=tuple(draft.used),
                name=draft.name,
                low=draft.low,
                high=draft.high,
                unit=draft.unit,
                rounded=draft.rounded,
                matter=tuple((self._assign_claim(one.claim), one.share) for one in draft.matter),
            )
            for number, draft in enumerate(self._drafts, 1)
        )

    def _name_calculations(self) -> None:
        """Calls a calculation that has no name, or shares it, also by its row: `This plan, that plan – Distance`."""
        often = Counter(draft.name for draft in self._drafts if not draft.card)
        for number, draft in enumerate(self._drafts, 1):
            row, column = self._table_positions.get(number, ("", ""))
            if not draft.card and (not draft.name or often[draft.name] > 1):
                by_column = not draft.name or (row and row in draft.name)
                words = (draft.name or row, column) if by_column else (row, draft.name)
                draft.name = " – ".join(filter(None, words))
