"""The notes of a report, numbered as its numbers are read: which one tells of a number, and what it is called."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.report.document.model import Column, Label, Note, Number, RichText, get_plain_text
from analysis.show.number import QUALIFIER_WORDS, format_magnitude

_MAX_NAME = 80  # characters that a cell may have and still be what its row is called


@dataclass
class NoteNumbering:
    """Numbers the notes of all that is shown, in reading order, and then of what calculations rest on.

    claims: id -> card, as far as they are known when a number is read.
    """

    claims: Mapping[str, Mapping[str, Any]]
    _notes: list[dict[str, Any]] = field(default_factory=list)
    _numbered: dict[Any, int] = field(default_factory=dict)
    _table_positions: dict[int, tuple[str, str]] = field(default_factory=dict)  # row and column of a note's first table

    def assign_note(self, raw: Mapping[str, Any], anchor: str = "") -> int:
        """Returns which note tells of a number, as it travels: its claim's own, or one for the calculation.

        anchor: where it stands, if it is shown.
        """
        number = self._assign_calculation(raw) if raw["computed"] else self._assign_claim(raw["claims"][0])
        if anchor:
            self._notes[number - 1]["used"].append(anchor)
        return number

    def _assign_calculation(self, raw: Mapping[str, Any]) -> int:
        key = (raw.get("formula", raw["how"]), *raw["claims"])
        if key not in self._numbered:
            ends = {end: sign * math.inf if raw[end] is None else raw[end] for end, sign in (("low", -1), ("high", 1))}
            # The value as it is, whatever a sentence made of it: a cut of about 25% is about −25%.
            self._numbered[key] = self._add_note(
                card=None,
                text=QUALIFIER_WORDS[raw["qualifier"]] + format_magnitude(raw["value"], raw["unit"]),
                how=raw["how"],
                of=raw.get("of", raw["claims"]),
                name="",
                unit=raw["unit"],
                **ends,
            )
        note = self._notes[self._numbered[key] - 1]
        note["name"] = note["name"] or raw["label"]
        return self._numbered[key]

    def _assign_claim(self, claim: str) -> int:
        if claim not in self._numbered:
            self._numbered[claim] = self._add_note(card=self.claims[claim], text="", how="", of=())
        return self._numbered[claim]

    def _add_note(self, **note: Any) -> int:
        self._notes.append({**note, "used": []})
        return len(self._notes)

    def record_table(self, columns: tuple[Column, ...], rows: tuple[tuple[RichText, ...], ...]) -> None:
        """Keeps where the numbers of a table stand: what is named by nothing else is called by its row and column."""
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
                    self._table_positions.setdefault(
                        number.note, (", ".join(filter(None, heads)), get_plain_text(column.label))
                    )

    def build_notes(self) -> tuple[Note, ...]:
        """Returns all notes, once every number has been read."""
        for note in self._notes:  # which grows meanwhile: a named result rests on claims of its own
            note["of"] = tuple(
                self._assign_claim(one) if isinstance(one, str) else self.assign_note(one) for one in note["of"]
            )
        self._name_calculations()
        return tuple(
            Note(at, f"note-{at}", **{**note, "used": tuple(note["used"])}) for at, note in enumerate(self._notes, 1)
        )

    def _name_calculations(self) -> None:
        """Calls a calculation that has no name, or shares it, also by its row: `Ukraine, Russia – Distance`."""
        often = Counter(note["name"] for note in self._notes if not note["card"])
        for at, note in enumerate(self._notes, 1):
            row, column = self._table_positions.get(at, ("", ""))
            if not note["card"] and (not note["name"] or often[note["name"]] > 1):
                by_column = not note["name"] or (row and row in note["name"])
                said = (note["name"] or row, column) if by_column else (row, note["name"])
                note["name"] = " – ".join(filter(None, said))
