"""What a page tells of a claim, a source or rows counted: plain JSON and words, so that it needs no case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol

from analysis import dates
from analysis.case.ledger import Ledger
from analysis.case.schema import Assumption, Claim, Correction, Quantity, Source
from analysis.label import Label

_SOURCE_COLUMNS = (
    "source_id",
    "title",
    "publisher",
    "author",
    "date",
    "kind",
    "role",
    "language",
    "url",
    "accessed",
    "reliability",
)
_MAX_LISTED = 8  # rows a count names before it says how many more there are
_MAX_RIVALS = 12  # rivals a claim's card tells of before it says how many more there are
_RANKS = ("preferred", "normal", "deprecated")


class CardSource(Protocol):
    """What cards ask of a case, which notes that it was asked."""

    ledger: Ledger

    def claims(self, quantity: str, subject: str | None = None) -> tuple[Claim, ...]:
        """Returns the claims on a quantity."""

    def quantity(self, id: str) -> Quantity:
        """Returns a quantity."""

    def label(self, id: str, column: str = "name") -> Label:
        """Returns a row's name."""

    def symbol(self, quantity: Quantity, subject: str | None) -> str:
        """Returns what formulas call a quantity."""


class CardBuilder:
    """The cards of one case."""

    def __init__(self, case: CardSource):
        self._case = case
        self._sources: dict[str, Mapping[str, Any]] = {}
        self._names: dict[tuple[str, str], str] = {}  # by table and id: the same rows are counted again and again

    def build_card(self, row: Claim | Assumption, quantity: Quantity) -> dict[str, Any]:
        """Returns what the page shows when a number is opened."""
        card: dict[str, Any] = {
            "id": row.id,
            "kind": row.table[:-1],
            "quantity": quantity.name,
            "unit": quantity.unit,
            "meaning": quantity.meaning,
            "subject": str(self._case.label(row.subject)) if row.subject else None,
            "value": row.value,
            "low": row.low,
            "high": row.high,
        }
        if isinstance(row, Claim) and row.date:
            card["date"] = dates.format_date(row.date)
        if isinstance(row, Assumption):
            return card | {"qualifier": "about", "statement": row.reason, "rivals": []}
        rivals, more = self._find_rivals(row)
        return card | {
            "qualifier": row.qualifier,
            "status": row.status,
            "as_of": row.as_of and dates.format_date(row.as_of),
            "attributed_to": row.attributed_to,
            "statement": row.statement,
            "phrase": row.phrase,
            "locator": row.locator,
            "rank": row.rank,
            "note": row.note,
            "source": self.build_source(row.source),
            "corrections": [
                {"as_given": c.as_given, "corrected": c.corrected, "reason": c.reason}
                for c in self._case.ledger.get_table(Correction).find_rows_under("row", f"claims/{row.id}")
            ],
            "rivals": [self.build_rival(rival) for rival in rivals],
            **({"more": more} if more else {}),
        }

    def _find_rivals(self, row: Claim) -> tuple[list[Claim], int]:
        """The claims on the same thing, in the file's order, and how many more there are: of many the best in rank, or
        what a report holds would grow with the square of them."""
        found = [c for c in self._case.claims(row.quantity) if c.subject == row.subject and c.id != row.id]
        if len(found) <= _MAX_RIVALS + 1:
            return found, 0
        best = {c.id for c in sorted(found, key=lambda c: _RANKS.index(c.rank))[:_MAX_RIVALS]}
        return [c for c in found if c.id in best], len(found) - _MAX_RIVALS

    def build_rival(self, claim: Claim) -> dict[str, Any]:
        """Returns what a claim's card tells of another on the same thing."""
        return {
            "id": claim.id,
            "unit": self._case.quantity(claim.quantity).unit,
            "value": claim.value,
            "low": claim.low,
            "high": claim.high,
            "qualifier": claim.qualifier,
            "rank": claim.rank,
            "locator": claim.locator,
            "statement": claim.statement,
            "source": self.build_source(claim.source),
            **({"date": dates.format_date(claim.date)} if claim.date else {}),
        }

    def build_source(self, id: str) -> Mapping[str, Any]:
        """Returns what a reader is told of a source, as JSON."""
        if id in self._sources:
            return self._sources[id]
        source = self._case.ledger.get_table(Source)[id]
        told = vars(source)
        card = {name: told[name] for name in _SOURCE_COLUMNS if told[name] is not None}
        self._sources[id] = card | ({"date_text": dates.format_date(source.date)} if source.date else {})
        return self._sources[id]

    def describe_rows(self, rows: list[Any]) -> str:
        """Returns rows by name, as a sentence lists them; of many the first few, and how many more there are."""
        called = [self._find_name(row) for row in rows]
        often = Counter(called)
        named = [name + (f" ({times})" if times > 1 else "") for name, times in often.items()]
        if not named:
            return "none"
        most = _MAX_LISTED if len(named) > _MAX_LISTED + 1 else len(named) - 1
        shown, left = named[:most], sum(list(often.values())[most:])
        mark = "; " if any("," in name for name in named) else ", "
        last = named[-1] if most == len(named) - 1 else f"{left} others"
        return " and ".join(filter(None, (mark.join(shown), last)))

    def _find_name(self, row: Any) -> str:
        if (row.table, row.id) not in self._names:
            self._names[row.table, row.id] = self._make_name(row)
        return self._names[row.table, row.id]

    def _make_name(self, row: Any) -> str:
        """What a reader calls a row: by its own name, by what it is of, or in the words it holds."""
        told = vars(row)
        if isinstance(row, Claim):
            return self._case.symbol(self._case.quantity(row.quantity), row.subject)
        of = next(
            (str(self._case.label(told[to])) for to in ("region", "issue", "party", "plan") if told.get(to)), None
        )
        own = next((told[column] for column in ("name", "element") if told.get(column)), None)
        own = f"“{told['title']}”" if told.get("title") else own
        return own or of or told.get("as_given") or told.get("text") or row.id
