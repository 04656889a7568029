"""The Estimates of a case: what a claim, an assumption, a coded value, a count or a day is as a number.

Each gets its interval from the row, its bounds from the quantity, its card from `analysis.case.cards`, and leads to the
case it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, TypeVar

from analysis import dates
from analysis.case.cards import CardBuilder, CardSource
from analysis.case.codings import count_by_coder, name_coder
from analysis.case.columns import Row, find_bounds
from analysis.case.funds import find_purpose
from analysis.case.pooling import WEIGHTS, Pool
from analysis.case.reading import Reading
from analysis.case.schema import Assumption, Claim, Coding, Event, Quantity, Source
from analysis.contract import ClaimCard
from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate
from analysis.estimates.origin import find_leaf_origin
from analysis.estimates.pool import pool, pool_bounds
from analysis.messages import get_language, gettext, mark_message
from analysis.wording.capitals import begin_with_capital
from analysis.wording.cards import end_sentence
from analysis.wording.headings import name_column
from analysis.wording.quotation import quote
from analysis.wording.vocabulary import WORDS

_RESTS = mark_message("Which rows are counted rests on our coding.")
R = TypeVar("R", bound=Row)


def _add_note(number: Estimate, note: str) -> Estimate:
    """Returns the number of a claim with a sentence added to the note on its card."""
    if not note or not number.leaf or not number.leaf.origin:
        return number
    card = number.leaf.origin
    card = replace(card, note=f"{end_sentence(card.note)} {note}" if card.note else note)
    return Estimate(number.op, number.unit, leaf=replace(number.leaf, card=card))


def _list_ours(number: Estimate) -> list[str]:
    """Returns the ids of what we coded or assumed beneath a number."""
    return [leaf.id for leaf in number.leaves if find_leaf_origin(leaf) in ("coding", "assumption")]


class EstimateBuilder:
    """Builds the Estimates of one case."""

    def __init__(self, case: CardSource, cards: CardBuilder, reading: Reading):
        self._case, self._cards, self._reading = case, cards, reading

    def build_claim(self, claim: Claim) -> Estimate:
        """Returns the number that a source claims."""
        quantity = self._case.quantity(claim.quantity)
        return make_leaf(
            claim.id,
            claim.value,
            quantity.unit,
            qualifier=claim.qualifier,
            low=claim.low,
            high=claim.high,
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            symbol=self._case.symbol(quantity, claim.subject),
            origin=partial(self._cards.build_card_in, get_language(), claim, quantity),
            purpose=find_purpose(self._case.ledger, quantity.unit, quantity.id, claim.subject, claim),
            base=claim.base or "",
            case=self._case,
            widths=self._reading.widths,
        )

    def build_pool(self, made_of: Pool, preferred: Claim, quantity: Quantity) -> Estimate:
        """Returns the claims of a pool as one number, or the preferred one where none can be pooled.

        The card of the first says how many are set aside, and why.
        """
        if not made_of.members:
            others = tuple(one for one in made_of.left_out if one[0].id != preferred.id)
            made_of = Pool(((preferred, 1.0),), others)
        claims = {claim.id: self.build_claim(claim) for claim, _ in made_of.members}
        first = made_of.members[0][0].id
        claims[first] = _add_note(claims[first], made_of.describe_left_out())
        if made_of.side or len(made_of.members) == 1:
            number = pool_bounds(made_of.side or "exact", [claims[claim.id] for claim, _ in made_of.members])
        else:
            number = pool([(claims[claim.id], self.build_weight(claim)) for claim, _ in made_of.members])
        if number.leaf:
            return number
        claim, _ = made_of.members[0]
        name = ".".join(filter(None, ("pooled", quantity.id, claim.subject)))
        # translators: a quantity whose claims are pooled to one number
        label = gettext("{quantity}, pooled", quantity=self._case.symbol(quantity, claim.subject))
        return number.named(name, begin_with_capital(label))

    def build_weight(self, claim: Claim) -> Estimate:
        """Returns what a claim weighs in a pool, by the grade of its source."""
        grade = self._case.ledger.get_table(Source)[claim.source].reliability
        weight = self._reading.weights[grade]
        kind: Literal["assumption", "parameter"] = "assumption" if weight == WEIGHTS[grade] else "parameter"
        card = ClaimCard(
            f"weight:{grade.lower()}",
            kind,
            gettext("weight of grade {grade}", grade=grade),
            "one",
            value=weight,
            statement=gettext("How much the claim of a source of this grade weighs in a pool."),
        )
        return make_leaf(card.id, weight, card.unit, kind=kind, symbol=card.quantity, origin=card)

    def build_assumption(self, row: Assumption) -> Estimate:
        """Returns the number that we assume."""
        quantity = self._case.quantity(row.quantity)
        return make_leaf(
            row.id,
            row.value,
            quantity.unit,
            kind="assumption",
            low=row.low,
            high=row.high,
            qualifier="about" if row.low < row.high else "exact",
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            symbol=self._case.symbol(quantity, row.subject),
            origin=self._cards.build_card(row, quantity),
            purpose=find_purpose(self._case.ledger, quantity.unit, quantity.id, row.subject),
            case=self._case,
        )

    def build_parameter(
        self, key: str, value: float, quantity: Quantity, subject: str | None, replaced: object
    ) -> Estimate:
        """Returns the number that the reader of a report sets. key: of the override; replaced: the row it replaces."""
        card = self._cards.build_parameter_card(key, value, quantity, replaced)
        return make_leaf(
            card.id,
            value,
            quantity.unit,
            kind="parameter",
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            symbol=self._case.symbol(quantity, subject),
            origin=card,
            purpose=find_purpose(self._case.ledger, quantity.unit, quantity.id, subject),
            case=self._case,
        )

    def build_coded(self, row: Row, column: str, unit: str) -> Estimate:
        """Returns a value that we coded in a row, as an assumption."""
        cells = vars(row)
        of = [str(self._case.label(cells[name])) for name in ("party", "plan", "issue") if name in cells]
        found = [cells[name] for name in ("promise", "element", "name", "event") if name in cells]
        of += [str(WORDS["guarantees/element"].get(one, one)) for one in found]
        title = f"{name_column(column)} ({', '.join(of)})"
        card = self._cards.build_coded_card(row, column, title, unit)
        least, most = find_bounds(type(row), column)
        return make_leaf(
            card.id,
            card.value,
            card.unit,
            kind="assumption",
            qualifier=card.qualifier,
            low=card.low,
            high=card.high,
            minimum=least,
            maximum=most,
            symbol=card.quantity,
            origin=card,
            case=self._case,
        )

    def build_count(
        self, table: str, rows: Sequence[Row], what: str, rests_on: Iterable[Estimate | str] = ()
    ) -> Estimate:
        """Returns the number of rows. rests_on: see `Case.count`."""
        coded = dict.fromkeys(
            id for one in rests_on for id in ([f"{table}.{one}"] if isinstance(one, str) else _list_ours(one))
        )
        card = self._cards.build_count_card(table, rows, what)
        if coded:
            card = replace(card, statement=f"{card.statement} {gettext(_RESTS)}")
        return make_leaf(
            *(card.id, card.value, card.unit),
            kind="count",
            minimum=0,
            symbol=card.quantity,
            origin=card,
            rests_on=coded,
            case=self._case,
        )

    def build_coded_count(
        self, table: str, of: Sequence[R], column: str, accepts: Callable[[R], bool], what: str
    ) -> Estimate:
        """Returns the number of rows whose code in a column is accepted. See `Case.count_coded`."""
        cells = tuple(f"{table}/{row.id}/{column}" for row in of)
        found = count_by_coder(of, column, accepts, self._list_codings(cells))
        least, most = min(found.values()), max(found.values())
        card = self._cards.build_count_card(table, [row for row in of if accepts(row)], what)
        statement = f"{card.statement} {gettext(_RESTS)}"
        if len(found) > 1:
            counts = ", ".join(f"{name_coder(coder)} {count}" for coder, count in found.items())
            # translators: how many rows each coder would have counted: "first 3, second 4"
            statement += " " + gettext("Counted: {counts}.", counts=counts)
        return make_leaf(
            *(card.id, card.value, card.unit),
            kind="count",
            qualifier="about" if least < most else "exact",
            low=least,
            high=most,
            minimum=0,
            maximum=len(of),
            symbol=card.quantity,
            origin=replace(card, statement=statement),
            rests_on=(f"{table}.{column}",),
            among=cells,
            coders=len(found),
            case=self._case,
        )

    def _list_codings(self, cells: Iterable[str]) -> list[Coding]:
        """Returns the rows of codings.csv on some cells, in its order. All are recorded as read: another may come."""
        codings = self._case.ledger.get_table(Coding)
        iter(codings)
        found = {id for cell in cells for id in codings.find_ids("cell", cell)}
        return [codings[id] for id in sorted(found, key=codings.positions.__getitem__)]

    def build_day(self, event: Event, claim: Claim | None) -> Estimate:
        """Returns the day of an event, in days since the year 1; of the claim on its date if there is one.

        Every day of an imprecise date is equally likely, so the Estimate is a range without a value.
        """
        first, last = (day.toordinal() for day in dates.compute_span(claim.date or "" if claim else event.date))
        if claim:
            card = self._cards.build_card(claim, self._case.quantity(claim.quantity))
        else:
            card = self._cards.build_event_card(event)
        return make_leaf(
            card.id,
            None if first < last else first,
            "day",
            kind="event",
            low=first,
            high=last,
            qualifier="about" if first < last else "exact",
            symbol=gettext("day of {event}", event=quote(event.title)),
            origin=card,
            case=self._case,
        )
