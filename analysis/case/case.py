"""load_case and Case: a folder of CSV files, checked, indexed, and ready to be looked up.

Case only looks up. What it delegates: reading and checking to `ledger`, which claim counts to `selection`, which are
pooled to `pooling`, which were revised to `series`, what it is as a number to `numbers`, the card behind a number to
`cards`, the dates of events to `events`, what the case says of itself to `description`, its files to `files`, its house
style to `analysis.style.house`. What is more than a look-up is a comparison: `analysis.compare`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analysis import dates
from analysis.case import description, ledger
from analysis.case.cards import CardBuilder
from analysis.case.columns import Row
from analysis.case.events import EventDates
from analysis.case.files import open_files
from analysis.case.needs import describe_unmet
from analysis.case.numbers import EstimateBuilder
from analysis.case.own_units import UNITS_FILE
from analysis.case.pooling import WINDOW, Pool
from analysis.case.reading import USUAL, Reading, make_reading
from analysis.case.remarks import join_remarks, list_remarks
from analysis.case.role_names import ROLES
from analysis.case.roles import find_role, make_missing_role
from analysis.case.schema import TABLES, Assumption, Claim, Plan, Quantity, Role, Source
from analysis.case.selection import BASES, Basis, ClaimSelector
from analysis.case.series import is_of_other_time
from analysis.case.vocabulary import find_word
from analysis.dependencies import ReadLog
from analysis.errors import CannotAnswer, CaseError, MissingClaim, UsageError, format_nearest
from analysis.estimates import expression
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.paths import SHIPPED_CASE, find_case
from analysis.style.house import House, read_house, serialise_house
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Row)


def load_case(
    case: str | Path = SHIPPED_CASE,
    *,
    basis: Basis = "article",
    override: Mapping[str, float | None] | None = None,
    widths: float | Mapping[str, float] = 1,
    weights: Mapping[str, float] | None = None,
    window: int = WINDOW,
    needs: Sequence[str] = (),
) -> Case:
    """Returns a checked case.

    case: a folder, or the name of one in `data/` of the current folder or of the shipped one.
    basis: `article` takes the claims of the text that the case analyses, if it has any; `all` takes the preferred claim
        over all sources; `pooled` takes all claims that are like the preferred one, weighted by the grades of their
        sources (`analysis.case.pooling`).
    override: quantity, `quantity@subject`, or the role that a quantity plays, -> a value in the quantity's unit that is
        used in place of the claim, and shown as a parameter; None changes nothing.
    widths: how far words such as "about" reach: a factor for all of them, or word -> share of the number
        (`analysis.wording.qualifiers`).
    weights: grade of a source -> what its claims weigh in a pool, from 0 to 1, where it is not as usual.
    window: how many days older than the newest claim of a pool another may be.
    needs: what the question needs: roles that something must play (`need`), and tables that must have rows
        (`positions`); see `analysis.case.needs`.
    Raises: CaseError with every problem in the data and in house.toml, CannotAnswer (one of them) if the case lacks
        what the question needs; UsageError if there is no such folder, basis, quantity, subject, word, grade, role or
        table, or if one of them cannot have the value.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> case["reconstruction.need"]
    <reconstruction need: 800 billion USD>
    >>> load_case(basis="all")["reconstruction.need"]
    <reconstruction need: 588 (558.6 to 588) billion USD>
    >>> load_case(override={"reconstruction.need": 500})["reconstruction.need"].claims
    frozenset({'parameter:reconstruction.need'})
    >>> load_case(override={"need": 500})["reconstruction.need"].value
    500.0
    >>> load_case(widths=2)["population.now"]
    <population now: 30 (24 to 36) million person>
    """
    if basis not in BASES:
        raise UsageError(f"basis {basis!r} is not one of {', '.join(BASES)}{format_nearest(str(basis), BASES)}")
    reading = make_reading(widths, weights, window)
    values = {key: value for key, value in (override or {}).items() if value is not None}
    found = Case(find_case(case), basis, values, reading=reading)
    if unmet := describe_unmet(found.ledger, needs):
        raise CannotAnswer(f"{found.folder.name} cannot answer this question: {unmet}.")
    return found


class Case:
    """A case: all that is known of one negotiation. Made by `load_case`.

    folder: where its files are. basis: whose claims count. ledger: its tables, for rows that no method looks up.
    reading: what words mean, and what grades weigh.
    What is looked up is recorded, so that a report knows what it depends on.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> need, means = case["reconstruction.need"], case["assets.usable"]
    >>> means / need
    <usable frozen assets / reconstruction need: 0.125 (0 to 0.125) one>
    """

    def __init__(
        self,
        folder: Path,
        basis: Basis,
        override: Mapping[str, float],
        tables: ledger.Ledger | None = None,
        style: tuple[House, Mapping[str, str]] | None = None,
        read_log: ReadLog | None = None,
        reading: Reading = USUAL,
    ) -> None:
        self.folder = folder
        self.basis: Basis = basis
        self.files = open_files(folder)
        self.read_log = read_log or ReadLog(folder)
        self.ledger = (tables or ledger.read_ledger(folder, ledger.PRELOADED)).copy_with_log(self.read_log)
        self.cards = CardBuilder(self)
        self.reading = reading
        self._builder = EstimateBuilder(self, self.cards, reading)
        self._style = style or read_house(self.files)
        if self.ledger.units:  # one that is added later changes nothing: it cannot redefine what is known
            self.file(UNITS_FILE)
        self._override = {self.role(key) if key in ROLES else key: value for key, value in override.items()}
        self._selector = ClaimSelector(self.ledger, folder, basis, self._override, reading)
        self._events = EventDates(self._selector)
        self._leaves: dict[tuple[str, str | None], Estimate] = {}
        self._estimates: dict[tuple[str, str, str], Estimate] = {}  # of one cell: table, id, column
        self._labels: dict[tuple[str, str], Label] = {}
        self._siblings: dict[Basis, Case] = {basis: self}

    # Numbers

    def __getitem__(self, key: str | tuple[str, str | None]) -> Estimate:
        """Returns the Estimate of a quantity, or of (quantity, subject).

        A claim without a subject is about the whole, beside those about its parts: it is what `case[quantity]` and
        `case[quantity, None]` return where there is one.
        Raises MissingClaim if there is no claim on it, CaseError if several claims are equally good, or it has several
        subjects, none is named and no claim is about the whole.

        >>> from analysis import load_case
        >>> load_case()["forces.cap", "plan_28"]
        <troop cap (28-point plan): 600000 person>
        """
        quantity, subject = (key, None) if isinstance(key, str) else key
        if subject is None:
            subject = self._selector.get_only_subject(quantity)
        if (quantity, subject) not in self._leaves:
            self._leaves[quantity, subject] = self._make_leaf(quantity, subject)
        return self._leaves[quantity, subject]

    def __contains__(self, quantity: str) -> bool:
        """Returns whether there is a claim or an assumption on a quantity.

        >>> from analysis import load_case
        >>> "reconstruction.need" in load_case()
        True
        """
        return bool(self._selector.list_subjects(quantity))

    def _make_leaf(self, quantity_id: str, subject: str | None) -> Estimate:
        if quantity_id not in self.ledger.get_table(Quantity):
            raise self._selector.make_missing_claim(quantity_id, subject)
        quantity = self.quantity(quantity_id)
        if quantity.unit in ("date", "text"):
            raise UsageError(f"{quantity_id} is a {quantity.unit}, not a number; ask for claims({quantity_id!r})")
        chosen = self._selector.choose(quantity_id, subject)
        key = self._selector.find_override(quantity_id, subject)
        if key:
            return self._builder.build_parameter(key, self._override[key], quantity, subject, chosen)
        if isinstance(chosen, Claim):
            found = self._selector.find_pool(quantity_id, chosen) if self.basis == "pooled" else None
            if not found or not found.members:
                return self.estimate(chosen)
            return self._builder.build_pool(found, {c.id: self.estimate(c) for c, _ in found.members}, quantity)
        if isinstance(chosen, Assumption):
            return self._builder.build_assumption(chosen)
        if quantity.formula and subject in (None, *self.formula_subjects(quantity_id)):
            return self.derived(quantity_id, subject)
        raise self._selector.make_missing_claim(quantity_id, subject)

    def by_subject(self, quantity: str) -> dict[str, Estimate]:
        """Returns subject -> Estimate, in the order of claims.csv. Raises MissingClaim if there is none.

        >>> from analysis import load_case
        >>> load_case().by_subject("forces.cap")["plan_20"]
        <troop cap (20-point plan): 800000 person>
        """
        subjects = self._selector.list_subjects(quantity)
        if not subjects:
            raise self._selector.make_missing_claim(quantity, None)
        return {subject: self[quantity, subject] for subject in subjects if subject}

    def claims(self, quantity: str, subject: str | None = None) -> tuple[Claim, ...]:
        """Returns every claim on a quantity (of a subject), also the rivals and the deprecated ones.

        >>> from analysis import load_case
        >>> [claim.id for claim in load_case().claims("reconstruction.need")]
        ['need_article', 'need_rdna5', 'need_rdna4', 'need_prosperity']
        """
        found = self.ledger.get_table(Claim).find_rows("quantity", quantity)
        return tuple(claim for claim in found if subject in (None, claim.subject))

    def revisions(self, quantity: str) -> Mapping[str, Claim]:
        """Returns, for each claim on a quantity that its own voice has revised, the claim that did.

        >>> from analysis import load_case
        >>> {id: later.id for id, later in load_case().revisions("reconstruction.need").items()}
        {'need_rdna4': 'need_rdna5'}
        """
        return self._selector.find_revisions(quantity)

    def history(self, quantity: str, subject: str | None = None) -> tuple[Claim, ...]:
        """Returns the claims on a quantity (of a subject) that are no rivals of the one that counts over all sources:
        what their own voice has revised, and what is of another time.

        >>> from analysis import load_case
        >>> [claim.id for claim in load_case().history("assets.frozen_eur", "france")]
        ['frozen_france_mznews']
        """
        sources, row, revised = self.ledger.get_table(Source), self.quantity(quantity), self.revisions(quantity)
        all_sources, found = self.on("all"), []
        for claim in self.claims(quantity, subject):
            counts = all_sources._selector.find_best(quantity, claim.subject)
            is_apart = is_of_other_time(sources, row, claim, counts)
            if claim.rank != "deprecated" and (claim.id in revised or is_apart):
                found.append(claim)
        return tuple(found)

    def at(self, quantity: str, time: str, subject: str | None = None) -> Estimate:
        """Returns the number that counts as of a time: of a month or a year the newest in it.

        time: EDTF. Raises MissingClaim if no claim is as of it, CaseError if several are equally good, UsageError if it
        is no date.

        >>> from analysis import load_case
        >>> load_case().at("population.abroad", "2025", "ukraine").value
        6.9065
        """
        if not dates.is_valid(time):
            raise UsageError(f"{time!r} is no time; allowed: an EDTF date such as 2025 or 2025-10-31")
        subject = subject or self._selector.get_only_subject(quantity)
        chosen = self._selector.choose(quantity, subject, time)
        if not isinstance(chosen, Claim):
            raise self._selector.make_missing_claim(quantity, subject, time)
        return self.estimate(chosen)

    def value(self, claim: Claim) -> Estimate | Label | None:
        """Returns the number that a claim gives, or its date in words; None for a claim in words.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.value(case.claims("assets.usable")[0])
        <usable frozen assets: 100 (0 to 100) billion USD>
        """
        unit = self.quantity(claim.quantity).unit
        if unit == "date":
            return Label(dates.format_date(claim.date or ""), f"claims/{claim.id}", self)
        return None if unit == "text" else self.estimate(claim)

    def as_of(self, claim: Claim) -> Label | None:
        """Returns the time that a claim is about, in words; None if it says of none.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> print(case.as_of(case.claims("reconstruction.need")[1]))
        31 December 2025
        """
        return Label(dates.format_date(claim.as_of), f"claims/{claim.id}", self) if claim.as_of else None

    def pool(self, quantity: str, subject: str | None = None) -> Pool:
        """Returns which claims are pooled on the basis `pooled`, and which are left out and why.

        Raises MissingClaim if there is no claim on it, UsageError if it is a date or a text.

        >>> from analysis import load_case
        >>> [claim.id for claim, _ in load_case().pool("reconstruction.need").members]
        ['need_prosperity', 'need_rdna5']
        """
        if self.quantity(quantity).unit in ("date", "text"):
            raise UsageError(f"{quantity} is a {self.quantity(quantity).unit}; only numbers are pooled")
        subject = subject or self._selector.get_only_subject(quantity)
        preferred = self.on("all")._selector.choose(quantity, subject)
        if not isinstance(preferred, Claim):
            raise self._selector.make_missing_claim(quantity, subject)
        return self._selector.find_pool(quantity, preferred)

    def weight(self, claim: Claim) -> Estimate:
        """Returns what a claim weighs in a pool, by the grade of its source: an assumption of ours.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.weight(case.claims("reconstruction.need")[0])
        <weight of grade D: 0.25 one>
        """
        return self._builder.build_weight(claim)

    def estimate(self, claim: Claim) -> Estimate:
        """Returns the Estimate of one claim, whatever its rank.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.estimate(case.claims("reconstruction.need")[1])
        <reconstruction need: 588 (558.6 to 588) billion USD>
        """
        key = ("claims", claim.id, "value")
        if key not in self._estimates:
            self._estimates[key] = self._builder.build_claim(claim)
        return self._estimates[key]

    def coded(self, table: str, id: str, column: str, unit: str = "one") -> Estimate:
        """Returns a value that we coded in a row (`column`, and beside it its low and high end), as an assumption.

        unit: of the values in that column.

        >>> from analysis import load_case
        >>> load_case().coded("positions", "united_states_on_territory", "salience")
        <salience (United States, Status of the occupied regions): 0.7 (0.4 to 0.9) one>
        """
        key = (table, id, column)
        if key not in self._estimates:
            self._estimates[key] = self._builder.build_coded(self.ledger.tables[table][id], column, unit)
        return self._estimates[key]

    def count(self, table: str, rows: Iterable[Row], what: str, rests_on: Iterable[Estimate | str] = ()) -> Estimate:
        """Returns the number of rows, which leads to the rows that are counted. what: what they are, in words.

        rests_on: what of our coding decides which rows are counted: names of columns of the table, or values that
            `coded` returned. A count that rests on any is our coding, and is called so.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.count("parties", case.ledger.tables["parties"].find_rows("kind", "alliance"), "alliances")
        <number of alliances: 3 item>
        """
        return self._builder.build_count(table, list(rows), what, rests_on)

    def count_coded(
        self, table: str, of: Iterable[R], column: str, accepts: Callable[[R], bool], what: str
    ) -> Estimate:
        """Returns the number of rows with a code of ours in a column, as a number that is our coding (item).

        of: the rows that could be counted, all coded in that column. accepts: whether a row counts. what: what the rows
            counted are, in words.
        Its scale is from 0 to the number of rows that could be counted: `robustness` moves it by a share of that, so
        that 0.1 means that a tenth of these codes may be other. Where several coders coded the column the value is by
        the first one's codes, and the interval spans the counts by each of them; else it has none.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> issues = case.ledger.tables["issues"].values()
        >>> agreed = case.count_coded("issues", issues, "agreed", lambda issue: issue.agreed, "agreed issues")
        >>> agreed.value, agreed.leaf.maximum
        (15.0, 18.0)
        """
        return self._builder.build_coded_count(table, list(of), column, accepts, what)

    def derived(self, id: str, subject: str | None = None, time: str | None = None) -> Estimate:
        """Returns a quantity computed by its formula, whatever is claimed of it.

        subject: whose values are taken of a quantity that has several subjects, where the formula names none. time: as
        of when, EDTF, values are taken of a quantity that is measured over time.
        Raises UsageError if it has no formula, UnitError if the formula has another unit, MissingClaim if there is no
        claim to compute it from, CaseError if a quantity has several subjects and none is given.

        >>> from analysis import load_case
        >>> load_case().derived("reconstruction.coverage")
        <Need covered, as stated: 12.5 (0 to 12.5) percent>
        """
        quantity = self.quantity(id)
        if not quantity.formula:
            raise UsageError(f"{id} has no formula; it is known by its claims only")
        result: Estimate = expression.compute_formula(
            quantity.formula, lambda name: self._find_operand(expression.split_reference(name), subject, time)
        )
        of = begin_with_capital(quantity.name) + (f" ({self.label(subject)})" if subject else "")
        return result.to(quantity.unit).named(f"{id}.{subject}" if subject else id, of)

    def _find_operand(self, name: expression.Reference, subject: str | None, time: str | None) -> Estimate:
        """Returns the Estimate of a name in a formula that is computed for a subject and a time."""
        quantity, of, at = name
        if of is None and len(self.subjects(quantity)) > 1:
            of = subject
        row = self.quantity(quantity)
        if (at or time) and row.formula and not self._selector.list_subjects(quantity):
            return self.derived(quantity, of, at or time)
        if at or (time and row.over_time):
            return self.at(quantity, at or time or "", of)
        return self[quantity, of]

    def subjects(self, quantity: str) -> tuple[str | None, ...]:
        """Returns the subjects of a quantity in the order of the files, with None for claims without one; of one that
        nobody claims and that has a formula, those that the formula can be computed for.

        >>> from analysis import load_case
        >>> load_case().subjects("region.occupied_total")
        ('russia',)
        """
        row, claimed = self.quantity(quantity), tuple(self._selector.list_subjects(quantity))
        return claimed if claimed or not row.formula else self.formula_subjects(quantity)

    def formula_subjects(self, quantity: str) -> tuple[str | None, ...]:
        """Returns the subjects that a formula is computed for: all that each quantity in it has which has several and
        for which the formula names none; (None,) where there is no such quantity.

        >>> from analysis import load_case
        >>> load_case().formula_subjects("reconstruction.coverage")
        (None,)
        """
        names = map(expression.split_reference, expression.list_references(self.quantity(quantity).formula or ""))
        found = [self.subjects(name.quantity) for name in names if name.subject is None]
        first, *others = [subjects for subjects in found if len(subjects) > 1] or [(None,)]
        return tuple(subject for subject in first if all(subject in other for other in others))

    def recompute(self, claim: Claim) -> Estimate | None:
        """Returns what the formula of a claim's quantity gives for the claim's subject and time.

        None if it has no formula, or if there is nothing to compute it from for that subject or time.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.recompute(case.claims("reconstruction.coverage")[0])
        <Need covered, as stated: 12.5 (0 to 12.5) percent>
        """
        if not self.quantity(claim.quantity).formula:
            return None
        subjects = self.formula_subjects(claim.quantity)
        if subjects != (None,) and claim.subject not in subjects:
            return None
        try:
            return self.derived(claim.quantity, None if subjects == (None,) else claim.subject, claim.as_of)
        except MissingClaim:
            return None

    # Events

    def day(self, event: str) -> Estimate:
        """Returns the day of an event as a number of days, as uncertain as its date is imprecise.

        Where there are claims on the date, it is that of the claim which counts.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> (case.day("call_after") - case.day("meeting")).to("day").value
        1.0
        """
        return self._builder.build_day(self._events.get_event(event), self._events.find_claim(event))

    def date(self, event: str) -> Label:
        """Returns an event's date in words, as precise as it was given; where it is claimed, by the claim that counts.

        >>> from analysis import load_case
        >>> str(load_case().date("plant_decree"))
        'October 2025'
        """
        row, claim = self._events.get_event(event), self._events.find_claim(event)
        if claim:
            return Label(dates.format_date(claim.date or ""), f"claims/{claim.id}", self)
        return Label(dates.format_date(row.date), f"events/{event}", self)

    def edtf(self, event: str) -> str:
        """Returns an event's date as EDTF; where it is claimed, by the claim that counts.

        >>> from analysis import load_case
        >>> load_case().edtf("plant_decree")
        '2025-10'
        """
        claim = self._events.find_claim(event)
        return claim.date or "" if claim else self._events.get_event(event).date

    def rival_date(self, event: str) -> Label | None:
        """Returns the date of an event according to other sources, if they contradict the claim that counts.

        >>> from analysis import load_case
        >>> str(load_case().rival_date("plant_decree"))
        '5 October 2022'
        """
        claim = self._events.find_claim(event)
        return self.on("all").date(event) if claim and claim.verdict == "contradicted" else None

    def dispute(self, event: str) -> Label | None:
        """Returns what other sources have against an event's date: theirs, or our note where they bear it out in part.

        None where nothing is against it.

        >>> from analysis import load_case
        >>> print(load_case().dispute("deadline"))
        A hope for Christmas by other reports; at the meeting he said he had no timetable
        """
        claim = self._events.find_claim(event)
        note = claim.note if claim and claim.verdict == "partly" else None
        return self.rival_date(event) or (Label(note, f"claims/{claim.id}", self) if claim and note else None)

    # Rows and names

    def quantity(self, id: str) -> Quantity:
        """Returns a row of quantities.csv. Raises UsageError with the nearest name.

        >>> from analysis import load_case
        >>> load_case().quantity("reconstruction.need").unit
        'billion USD'
        """
        return self._selector.get_quantity(id)

    def symbol(self, quantity: Quantity, subject: str | None) -> str:
        """Returns the name of a quantity in formulas, with its subject if there are claims on several.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.symbol(case.quantity("forces.cap"), "plan_28")
        'troop cap (28-point plan)'
        """
        has_several = len(self._selector.list_subjects(quantity.id)) > 1
        return f"{quantity.name} ({self.label(subject)})" if subject and has_several else quantity.name

    def role(self, name: str, instead: str | None = None) -> str:
        """Returns the id of what plays a role in the questions that all cases share, by roles.csv.

        instead: an id that is returned in its place, if it is not None.
        Raises: MissingRole if nothing or more than one plays it; UsageError if there is no such role.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.role("need"), case.role("need", "reconstruction.damage")
        ('reconstruction.need', 'reconstruction.damage')
        """
        if instead is not None:
            return instead
        found = find_role(self.ledger, name)
        if len(found) != 1:
            raise make_missing_role(self.folder.name, name, self.ledger.get_table(Role), found)
        return found[0]

    def roles(self, name: str) -> tuple[str, ...]:
        """Returns the ids of all that play a role, in the order of roles.csv; () if nothing does.

        Raises UsageError if there is no such role.

        >>> from analysis import load_case
        >>> load_case().roles("stock_by_holder")
        ('assets.frozen_eur', 'assets.frozen_held')
        """
        return find_role(self.ledger, name)

    def remarks(self, notebook: str, place: str) -> list[tuple[str, dict[str, Any]]]:
        """Returns the sentences that the case adds at a place of a notebook, each for `say(text, **places)`.

        Raises UsageError if a sentence names something that the case does not hold.

        >>> from analysis import load_case
        >>> load_case().remarks("forces", "nowhere")
        []
        """
        return list_remarks(self, notebook, place)

    def remark(self, notebook: str, place: str) -> tuple[str, dict[str, Any]]:
        """Returns all remarks for a place as one text to append to another, with a space before it, and its places.

        Returns: '' and no places if there is none. Raises UsageError as `remarks` does.

        >>> from analysis import load_case
        >>> load_case().remark("forces", "nowhere")
        ('', {})
        """
        return join_remarks(self.remarks(notebook, place))

    def meets(self, *needs: str) -> bool:
        """Returns whether the case has what a question, or a part of one, needs: roles that are claimed, and tables.

        needs: as for `load_case`, which stops where one is not met. Raises UsageError for an unknown name.

        >>> from analysis import load_case
        >>> load_case().meets("need", "means", "positions")
        True
        """
        return not describe_unmet(self.ledger, needs)

    def label(self, id: str, column: str = "name") -> Label:
        """Returns the name of a party, plan, person, event, region, issue, fund, subject or quantity, for prose.

        column: another text of the row. Raises UsageError with the nearest name.

        >>> from analysis import load_case
        >>> load_case().label("plan_28")
        Label(text='28-point plan', ref='plans/plan_28')
        >>> print(load_case().label("assets.usable"))
        usable frozen assets
        """
        if (id, column) not in self._labels:
            text, ref = description.find_text(self.ledger, self.folder.name, id, column)
            self._labels[id, column] = Label(text, ref, self)
        return self._labels[id, column]

    def word(self, column: str, word: str) -> Label:
        """Returns what the case calls a word of a column of fixed words, as in the middle of a sentence.

        column: as `table/column`. Raises UsageError if the column has no such word, by the library or vocabulary.csv.

        >>> from analysis import load_case
        >>> print(load_case().word("region_status/status", "recognised"))
        recognised as Russian
        """
        text, ref = find_word(self.ledger, self.folder.name, column, word)
        return Label(text, ref, self)

    def source(self, id: str) -> Label:
        """Returns the title of a source, for tables.

        >>> from analysis import load_case
        >>> load_case().source("article")
        Label(text='A Difficult Game Under Optimistic Rhetoric', ref='sources/article')
        """
        sources = self.ledger.get_table(Source)
        if id not in sources:
            raise UsageError(f"no source {id!r} in {self.folder.name}{format_nearest(id, sources)}")
        return Label(sources[id].title, f"sources/{id}", self)

    def table(self, name: str) -> pd.DataFrame:
        """Returns one table as a plain DataFrame, in the order of the file.

        >>> from analysis import load_case
        >>> load_case().table("plans").shape
        (10, 10)
        """
        import pandas as pd

        if name not in TABLES:
            raise UsageError(f"no table {name!r}{format_nearest(name, TABLES)}; there are {', '.join(TABLES)}")
        found = self.ledger.tables[name]
        self.read_log.record(name, lambda: found.compute_digest(""))
        return pd.DataFrame(dict(found.columns))

    # The basis

    def on(self, basis: Basis) -> Case:
        """Returns the same case with the same overrides on another basis: `article`, `all` or `pooled`.

        >>> from analysis import load_case
        >>> load_case().on("all")["reconstruction.need"].claims
        frozenset({'need_rdna5'})
        """
        if basis not in self._siblings:
            made = Case(self.folder, basis, self._override, self.ledger, self._style, self.read_log, self.reading)
            made._siblings = self._siblings
            self._siblings[basis] = made
        return self._siblings[basis]

    def elsewhere(self, claim: str) -> Estimate | None:
        """Returns the number that counts on the other basis where, on this one, a claim counts.

        The other of the two bases is `all` for `article`, and `article` for any other.
        Returns: None if the claim does not count here, alone or in a pool, or nothing or the same counts there.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.elsewhere("need_article"), case.elsewhere("need_rdna4")
        (<reconstruction need: 588 (558.6 to 588) billion USD>, None)
        """
        row = self.ledger.get_table(Claim).get(claim)
        if row is None:
            return None
        try:
            here = self[row.quantity, row.subject]
            there = self.on("all" if self.basis == "article" else "article")[row.quantity, row.subject]
        except CaseError:  # none counts there, or several are equally good
            return None
        return there if claim in here.claims != there.claims else None

    def select_rows(self, kind: type[R]) -> list[R]:
        """Returns the rows of a table that count on this basis: on `article` those whose source is the analysed text,
        if there are any; on the others every row. kind: the table's class, which has a column `source`.

        >>> from analysis import load_case
        >>> from analysis.case.schema import Risk
        >>> case = load_case()
        >>> len(case.select_rows(Risk)), len(case.on("all").select_rows(Risk))
        (11, 12)
        """
        rows, sources = list(self.ledger.get_table(kind).values()), self.ledger.get_table(Source)
        selected = [row for row in rows if sources[vars(row)["source"]].role == "article"]
        return selected if selected and self.basis == "article" else rows

    def telling(self, plan: str) -> str:
        """Returns the id of the row that describes a plan on this basis: the plan as published, but on `article`.

        >>> from analysis import load_case
        >>> load_case().on("all").telling("plan_28")
        'plan_28_text'
        """
        row = self.ledger.get_table(Plan).get(plan)
        return row.published if row and row.published and self.basis != "article" else plan

    def family(self, plan: str) -> str:
        """Returns the plan that a row of plans.csv is about: of an account its published text, of a variant the whole.

        Accounts of one plan, its published text and the variants of its open points are one plan, and count once. A
        name that plans.csv does not have stays as it is.

        >>> from analysis import load_case
        >>> [load_case().family(plan) for plan in ("plan_20", "plan_20_text", "plan_20_us")]
        ['plan_20_text', 'plan_20_text', 'plan_20_text']
        """
        rows, seen = self.ledger.get_table(Plan), {plan}
        while (row := rows.get(plan)) and (further := row.variant_of or row.published) and further not in seen:
            plan = further
            seen.add(plan)
        return plan

    # The case itself

    @property
    def basis_label(self) -> Label:
        """The basis in words, for a sentence.

        >>> from analysis import load_case
        >>> str(load_case().basis_label)
        'claims of “A Difficult Game Under Optimistic Rhetoric”'
        """
        return Label(description.describe_basis(self.ledger, self.basis, with_reliability=False), "sources", self)

    @property
    def analysed(self) -> Label | None:
        """What a sentence calls the text that the case analyses, by its kind: `the article`; None if there is none.

        >>> from analysis import load_case
        >>> print(load_case().analysed)
        the article
        """
        text, ref = description.name_analysed(self.ledger, self.folder.name)
        return Label(text, ref, self) if text else None

    @property
    def newest_day(self) -> Label | None:
        """The day of the newest source on any basis, up to which the case can know what happened; None without one.

        >>> from analysis import load_case
        >>> print(load_case().newest_day)
        4 July 2026
        """
        newest = description.find_newest_day(self.ledger)
        return Label(dates.format_date(newest.date or ""), f"sources/{newest.id}", self) if newest else None

    @property
    def about(self) -> dict[str, Any]:
        """What a report's title block says of the case, for `cover`: its title, the basis, how new its sources are.

        It contains the cards of the analysed sources, the names of what a parameter can name, the rows of other sources
        with their dates, and the case's house style if it has one of its own.

        >>> from analysis import load_case
        >>> about = load_case().about
        >>> about["title"], about["date"]
        ('Trump and Zelensky at Mar-a-Lago, 28 December 2025', '2026-01-01')
        """
        articles = description.list_articles(self.ledger)
        newest = description.find_newest_date(self.ledger, self.basis)
        style = serialise_house(self.house)
        return {
            "id": self.folder.name,
            "title": self.descriptor.get("title", self.folder.name),
            "basis": description.describe_basis(self.ledger, self.basis, with_reliability=True),
            "date": newest,
            "date_text": dates.format_date(newest) if newest else "",
            "description": self.descriptor.get("description", ""),
            "licence": description.get_licence(self.descriptor),
            "articles": [self.cards.build_source(s.id).to_json() for s in articles] if self.basis == "article" else [],
            "names": dict(description.list_names(self.ledger)),
            "days": dict(description.list_source_days(self.ledger)),
            **({"house": style} if style else {}),
        }

    @cached_property
    def descriptor(self) -> Mapping[str, Any]:
        """The content of datapackage.json: title, description, licence. Raises CaseError if it cannot be read.

        >>> from analysis import load_case
        >>> load_case().descriptor["profile"]
        'tabular-data-package'
        """
        self.file(description.DESCRIPTOR_FILE)  # records that it is read
        return description.read_descriptor(self.files)

    @property
    def house(self) -> House:
        """The house style: the shipped one, with the entries of the case's own house.toml.

        >>> from analysis import load_case
        >>> load_case().house.paper["size"]
        'a4'
        """
        style, files = self._style
        for name, digest in files.items():
            self.read_log.record(name, partial(str, digest))
        return style

    def file(self, name: str) -> Path:
        """Returns the path of a file beside the tables, such as map.svg.

        >>> from analysis import load_case
        >>> load_case().file("map.svg").name
        'map.svg'
        """
        self.read_log.record(name, partial(str, self.files.compute_digest(name)))  # its content now: it may change
        return self.files.locate(name)

    def has_file(self, name: str) -> bool:
        """Returns whether there is a file beside the tables, such as map.svg.

        >>> from analysis import load_case
        >>> load_case().has_file("map.svg"), load_case().has_file("plan.svg")
        (True, False)
        """
        return self.file(name).exists()

    @property
    def recorded_keys(self) -> Set[str]:
        """What was looked up so far: rows (`claims/first`), selections (`claims?quantity=…`), tables and files.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> need = case["reconstruction.need"]
        >>> "claims/need_article" in case.recorded_keys
        True
        """
        return self.read_log.keys

    def compute_digest(self, key: str) -> str | None:
        """Returns a hash of what a recorded key names now, None if the key is not one of this case.

        key: with the case's name before it, as a report has it: `tiny:claims/first`.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.compute_digest("tiny:claims") is None
        True
        >>> key = f"{case.folder.name}:claims/need_article"
        >>> case.compute_digest(key) == load_case().compute_digest(key)
        True
        """
        case, _, name = key.partition(":")
        table = re.match(r"\w+", name)
        if case != self.folder.name or table is None:
            return None
        if table[0] in self.ledger.tables and "." not in name.partition("?")[0].partition("/")[0]:
            return self.ledger.tables[table[0]].compute_digest(name[table.end() :])
        return self.files.compute_digest(name)
