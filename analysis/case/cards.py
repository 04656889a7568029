"""The cards behind the numbers of a case: plain values and words, so that a page that shows them needs no case.

Their words are in `analysis.wording.cards`, their fields in `analysis.contract`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import is_
from typing import Literal, Protocol

from analysis import dates
from analysis.addresses import build_address_of_words
from analysis.case.codings import Code, combine_codes, describe_codes, list_codes
from analysis.case.columns import Row, get_level
from analysis.case.description import SOURCE_COLUMNS, make_source_card
from analysis.case.funds import describe_fund, find_fund
from analysis.case.ledger import Ledger
from analysis.case.schema import Assumption, Claim, Coding, Correction, Event, Provision, Quantity, Source, Word
from analysis.case.series import count_days_apart, list_sources_behind
from analysis.case.vocabulary import find_word
from analysis.contract import ClaimCard, CorrectionCard, Relation, RivalCard, SourceCard
from analysis.label import Label, join_names
from analysis.messages import get_language, gettext, ngettext, pgettext, use_language
from analysis.wording.cards import name_count
from analysis.wording.quotation import quote
from analysis.wording.units import names_currency
from analysis.wording.vocabulary import WORDS

_MAX_LISTED = 8  # rows a count names before it says how many more there are
_DIGEST_LENGTH = 8  # of the rows counted, in hexadecimal digits: 4 billion, and a name has few counts
_MAX_RIVALS = 12  # rivals on a claim's card before it says how many more there are
_MAX_CARDS_KEPT, _MAX_ROWS_KEPT = 1_000, 1_000  # to be shown again; and the rows of one of these cards
_RANKS = ("preferred", "normal", "deprecated")


class CardSource(Protocol):
    """What cards are made from: look-ups in a case, which records them as read."""

    ledger: Ledger

    def claims(self, quantity: str, subject: str | None = None) -> tuple[Claim, ...]:
        """Returns the claims on a quantity."""
        ...

    def quantity(self, id: str) -> Quantity:
        """Returns a quantity."""
        ...

    def label(self, id: str, column: str = "name") -> Label:
        """Returns a row's name."""
        ...

    def revisions(self, quantity: str) -> Mapping[str, Claim]:
        """Returns, for each claim that its own voice has revised, the claim that did."""
        ...

    def symbol(self, quantity: Quantity, subject: str | None) -> str:
        """Returns what formulas call a quantity."""
        ...


class CardBuilder:
    """The cards of one case."""

    def __init__(self, case: CardSource):
        self._case = case
        self._sources: dict[str, SourceCard] = {}
        self._names: dict[tuple[str, str], str] = {}  # by table and id: the same rows are counted again and again
        self._made: dict[tuple[object, ...], tuple[Sequence[Row], ClaimCard]] = {}  # with the rows they are made from

    def share_cards(self, other: CardBuilder) -> None:
        """Shares what is made with the builder of the same case on another basis, on which no card depends."""
        self._sources, self._names, self._made = other._sources, other._names, other._made

    def _find_made(self, key: tuple[object, ...], rows: Sequence[Row], make: Callable[[], ClaimCard]) -> ClaimCard:
        """Returns the card that was made of the same row objects for the same key in this language, or makes it."""
        key = (*key, get_language())
        if key in self._made:
            known, card = self._made[key]
            if len(known) == len(rows) and all(map(is_, known, rows)):
                return card
        card = make()
        if len(rows) <= _MAX_ROWS_KEPT:
            if len(self._made) >= _MAX_CARDS_KEPT:
                self._made.clear()
            self._made[key] = tuple(rows), card
        return card

    def build_card(self, row: Claim | Assumption, quantity: Quantity) -> ClaimCard:
        """Returns the card of a claim, or of an assumption on a quantity."""
        subject = str(self._case.label(row.subject)) if row.subject else None
        card = ClaimCard(
            id=row.id,
            kind="claim" if isinstance(row, Claim) else "assumption",
            quantity=quantity.name,
            unit=quantity.unit,
            meaning=quantity.meaning,
            subject=subject,
            value=row.value,
            low=row.low,
            high=row.high,
        )
        if isinstance(row, Assumption):
            return replace(card, qualifier="about", statement=row.reason)
        rivals, more = self._find_rivals(row)
        corrections = self._case.ledger.get_table(Correction).find_rows_under("row", f"claims/{row.id}")
        source = self._case.ledger.get_table(Source)[row.source]
        return replace(
            card,
            meaning=self._describe_meaning(row, quantity),
            date=dates.format_date(row.date) if row.date else None,
            qualifier=row.qualifier,
            status=row.status,
            status_text=self._name_status(row.status),
            as_of=row.as_of and dates.format_date(row.as_of),
            attributed_to=row.attributed_to,
            statement=row.statement,
            phrase=row.phrase,
            locator=row.locator,
            rank=row.rank,
            note=row.note,
            source=self.build_source(row.source),
            corrections=tuple(CorrectionCard(c.as_given, c.corrected, c.reason) for c in corrections),
            rivals=tuple(
                replace(
                    self.build_rival(rival),
                    relation=self._find_relation(row, rival) or "rival",
                    base=None if rival.base == row.base else rival.base,
                )
                for rival in rivals
            ),
            more=more or None,
            verdict=row.verdict,
            address=build_address_of_words(source.url, row.phrase, row.locator) if source.url else None,
            unverified=source.role != "article" and not row.verified,
        )

    def build_card_in(self, language: str, row: Claim | Assumption, quantity: Quantity) -> ClaimCard:
        """Returns the card of a row in a language, whichever is in use by the time it is asked for."""
        with use_language(language):
            return self.build_card(row, quantity)

    def _name_status(self, status: str | None) -> str | None:
        """Returns the name that the case itself has for a status, None if it has none."""
        if not status:
            return None
        name, row = find_word(self._case.ledger, "the case", "claims/status", status)
        return name if row != Word.table else None

    def _describe_meaning(self, row: Claim, quantity: Quantity) -> str:
        """Returns what is measured, of what or whom, and of money what it is for."""
        is_money = quantity.unit not in ("date", "text") and names_currency(quantity.unit)
        fund = find_fund(self._case.ledger, quantity.id, row.subject, row.id) if is_money else None
        details = "; ".join(filter(None, (row.base, describe_fund(self._case.ledger, fund))))
        return f"{quantity.meaning} ({details})" if details else quantity.meaning

    def build_coded_card(self, row: Row, column: str, title: str, unit: str = "one") -> ClaimCard:
        """Returns the card of a value that we coded in a row (`column`, and beside it its low and high end)."""
        key = (row.table, row.id, column, title, unit)
        return self._find_made(key, [row], lambda: self._build_coded_card(row, column, title, unit))

    def _build_coded_card(self, row: Row, column: str, title: str, unit: str) -> ClaimCard:
        cells = vars(row)
        codes = self._list_codes(row, column)
        level: Literal["ordinal", "interval"] = "ordinal" if get_level(type(row), column) == "ordinal" else "interval"
        value, low, high = combine_codes(codes, level) if codes else (None, None, None)
        basis = self._describe_basis(cells.get("rests_on", ()))
        return ClaimCard(
            id=f"{row.table}/{row.id}/{column}",
            kind="assumption",
            quantity=title,
            unit=unit,
            value=value,
            low=low,
            high=high,
            qualifier="about" if low != high else "exact",
            statement=next(filter(None, map(cells.get, ("reason", "text", "event"))), ""),
            locator=cells.get("locator"),
            note=" ".join(filter(None, (describe_codes(codes), basis))) or None,
            source=self.build_source(cells["source"]) if "source" in cells else None,
        )

    def _list_codes(self, row: Row, column: str) -> list[Code]:
        codings = self._case.ledger.get_table(Coding).find_rows("cell", f"{row.table}/{row.id}/{column}")
        return list_codes(row, column, codings)

    def _describe_basis(self, ids: Sequence[str]) -> str:
        """Returns what a code rests on, in words; '' if its row names nothing."""
        return gettext("Rests on: {rows}.", rows="; ".join(map(self._name_basis, ids))) if ids else ""

    def _name_basis(self, id: str) -> str:
        ledger = self._case.ledger
        claims, provisions = ledger.get_table(Claim), ledger.get_table(Provision)
        if id in claims:
            return claims[id].statement.rstrip(".")
        if id in provisions:
            clause = provisions[id]
            plan, text = self._case.label(clause.plan), clause.text.rstrip(".")
            if clause.point:
                return gettext("{plan}, point {point}: {text}", plan=plan, point=clause.point, text=text)
            return f"{plan}: {text}"
        return quote(ledger.get_table(Source)[id].title)

    def build_count_card(self, table: str, rows: Sequence[Row], what: str) -> ClaimCard:
        """Returns the card of a number of rows. what: what they are, in words.

        Its id tells the rows apart too: counts of one name over other rows, as on two bases, are two numbers.
        """
        # by the English words, from which the id is made, and as they are printed
        key = (table, what, str(what), *(row.id for row in rows))
        return self._find_made(key, rows, lambda: self._build_count_card(table, rows, what))

    def _build_count_card(self, table: str, rows: Sequence[Row], what: str) -> ClaimCard:
        ids = tuple(f"{table}/{row.id}" for row in rows)
        digest = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:_DIGEST_LENGTH]
        sources = dict.fromkeys(source for row in rows for source in list_sources_behind(self._case.ledger, row))
        return ClaimCard(
            id=f"count:{table}/{what.replace(' ', '_')}@{digest}",
            kind="count",
            quantity=name_count(what),
            unit="item",
            value=len(rows),
            statement=gettext("Counted: {rows}.", rows=self.describe_rows(rows)),
            rows=ids,
            sources=tuple(self.build_source(source) for source in sources),
        )

    def build_event_card(self, event: Event) -> ClaimCard:
        """Returns the card of an event's date."""
        return ClaimCard(
            id=f"events/{event.id}",
            kind="event",
            quantity=event.title,
            unit="date",
            date=dates.format_date(event.date),
            statement=event.title,
            locator=event.locator,
            phrase=event.phrase,
            source=self.build_source(event.source),
        )

    def build_parameter_card(self, key: str, value: float, quantity: Quantity, replaced: object) -> ClaimCard:
        """Returns the card of a value set for a report. key: of the override; replaced: the row it stands in for."""
        return ClaimCard(
            id=f"parameter:{key}",
            kind="parameter",
            quantity=quantity.name,
            unit=quantity.unit,
            value=value,
            statement=gettext("A parameter of this report."),
            rivals=(self.build_rival(replaced),) if isinstance(replaced, Claim) else (),
        )

    def _find_rivals(self, row: Claim) -> tuple[list[Claim], int]:
        """The claims on the same thing, in the file's order, and how many more there are: of a series those of the time
        before and of the time after, of many the best in rank, or what a report holds would grow with the square of
        them."""
        every = [
            claim
            for claim in self._case.claims(row.quantity)
            if claim.subject == row.subject and claim.id != row.id and self._find_relation(row, claim)
        ]
        found = self._keep_next(row, every) if self._case.quantity(row.quantity).over_time else every
        if len(found) > _MAX_RIVALS + 1:
            best = {c.id for c in sorted(found, key=lambda c: _RANKS.index(c.rank))[:_MAX_RIVALS]}
            found = [c for c in found if c.id in best]
        return found, len(every) - len(found)

    def _keep_next(self, row: Claim, others: Sequence[Claim]) -> list[Claim]:
        """Leaves out what is of a time before the last one before that of a claim, or after the next one after it."""
        quantity, sources = self._case.quantity(row.quantity), self._case.ledger.get_table(Source)
        days = {
            claim.id: count_days_apart(sources, quantity, claim, row) if claim.rank != "deprecated" else 0
            for claim in others
        }
        last = max((apart for apart in days.values() if apart < 0), default=0)
        first = min((apart for apart in days.values() if apart > 0), default=0)
        return [claim for claim in others if last <= days[claim.id] <= first]

    def _find_relation(self, row: Claim, other: Claim) -> Relation | None:
        """Returns how another claim stands to one: a rival, what its voice said just before or since, or a value of
        another time; None for older history, and for that of another voice."""
        revisions, sources = self._case.revisions(row.quantity), self._case.ledger.get_table(Source)
        if row.id in revisions and revisions[row.id].id == other.id:
            return "later"
        if other.id in revisions:
            return "earlier" if revisions[other.id].id == row.id else None
        quantity = self._case.quantity(row.quantity)
        days = count_days_apart(sources, quantity, other, row) if other.rank != "deprecated" else 0
        return "after" if days > 0 else "before" if days else "rival"

    def build_rival(self, claim: Claim) -> RivalCard:
        """Returns what a claim's card says of another on the same thing."""
        return RivalCard(
            id=claim.id,
            unit=self._case.quantity(claim.quantity).unit,
            value=claim.value,
            low=claim.low,
            high=claim.high,
            qualifier=claim.qualifier,
            rank=claim.rank,
            locator=claim.locator,
            statement=claim.statement,
            source=self.build_source(claim.source),
            date=dates.format_date(claim.date) if claim.date else None,
            as_of=claim.as_of and dates.format_date(claim.as_of),
        )

    def build_source(self, id: str) -> SourceCard:
        """Returns the card of a source."""
        if id not in self._sources:
            source = self._case.ledger.get_table(Source)[id]
            self._sources[id] = make_source_card({name: getattr(source, name) for name in SOURCE_COLUMNS})
        return self._sources[id]

    def describe_rows(self, rows: Sequence[Row]) -> str:
        """Returns rows by name, as a sentence lists them; of many the first few, and how many more there are."""
        called = [self._find_name(row) for row in rows]
        often = Counter(called)
        named = [name + (f" ({times})" if times > 1 else "") for name, times in often.items()]
        if not named:
            return pgettext("list of rows", "none")
        most = _MAX_LISTED if len(named) > _MAX_LISTED + 1 else len(named) - 1
        shown, left = named[:most], sum(list(often.values())[most:])
        mark = "; " if any("," in name for name in named) else ", "
        last = named[-1] if most == len(named) - 1 else ngettext("{count} other", "{count} others", left)
        return join_names(filter(None, (mark.join(shown), last)))

    def _find_name(self, row: Row) -> str:
        key = row.table, row.id
        if key not in self._names:
            self._names[key] = self._make_name(row)
        return self._names[key]

    def _make_name(self, row: Row) -> str:
        """What a reader calls a row: by its own name, by what it is of, or in the words it holds."""
        cells = vars(row)
        if isinstance(row, Claim):
            return self._case.symbol(self._case.quantity(row.quantity), row.subject)
        of = next(
            (str(self._case.label(cells[to])) for to in ("region", "issue", "party", "plan") if cells.get(to)), None
        )
        own = next((cells[column] for column in ("name", "element") if cells.get(column)), None)
        own = str(WORDS["guarantees/element"].get(own, own)) if own else own
        own = quote(cells["title"]) if cells.get("title") else own
        return own or of or cells.get("as_given") or cells.get("text") or row.id
