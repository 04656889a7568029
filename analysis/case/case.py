"""A folder of CSV files -> a Case: checked, indexed, and remembering which rows were read."""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from analysis import dates
from analysis.case import ledger
from analysis.case.cards import CardBuilder
from analysis.case.columns import Row
from analysis.case.schema import TABLES, Assumption, Claim, Event, Plan, Quantity, Source
from analysis.dependencies import ReadLog, compute_file_digest
from analysis.errors import CaseError, MissingClaim, Problem, UsageError, format_nearest
from analysis.estimates import constructors, expression
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.paths import SHIPPED_CASE, find_case
from analysis.style import house
from analysis.wording.qualifiers import RELIABILITY

if TYPE_CHECKING:
    import pandas as pd

Basis = Literal["article", "all"]
R = TypeVar("R", bound=Row)
_NAMED_TABLES = ("parties", "plans", "people", "events", "regions", "issues")


def load_case(
    case: str | Path = SHIPPED_CASE, *, basis: Basis = "article", override: Mapping[str, float | None] | None = None
) -> Case:
    """Returns a checked case. What is shown from then on wears its house style.

    case: a folder, or the name of one in `data/` here or of the shipped one.
    basis: `article` takes the claims of the text the case analyses, where it speaks; `all` takes the
        preferred claim over all sources.
    override: quantity, or `quantity@subject`, -> a value in the quantity's unit that stands in for the
        claim; None leaves the claim. It is shown as a parameter wherever it counts.
    Raises: CaseError with every problem found; UsageError if there is no such folder, basis, quantity or
        subject, or if a value set is none the quantity can have.
    """
    if basis not in ("article", "all"):
        raise UsageError(f"basis {basis!r} is not one of article, all{format_nearest(str(basis), ['article', 'all'])}")
    found = Case(find_case(case), basis, {key: value for key, value in (override or {}).items() if value is not None})
    if found.house:  # a fault in it is told here
        house.set_current_house(found.use_house)
    return found


class Case:
    """Everything one negotiation is. `case["reconstruction.need"]` is an Estimate.

    Only loads, indexes and looks up: what is more than a look-up belongs to a comparison.
    """

    def __init__(
        self,
        folder: Path,
        basis: Basis,
        override: Mapping[str, float],
        rows: ledger.Ledger | None = None,
        read_log: ReadLog | None = None,
    ):
        self.folder, self.basis = folder, basis
        self.read_log = read_log or ReadLog(folder)
        self.ledger = (rows or ledger.read_ledger(folder, ledger.PRELOADED)).copy_with_log(self.read_log)
        self._override = dict(override)
        self._leaves: dict[tuple[str, str | None], Estimate] = {}
        self._subjects_by_quantity: dict[str, dict[str | None, None]] = {}  # the subjects of a quantity
        self._estimates: dict[tuple[str, str, str], Estimate] = {}  # of one cell: table, id, column
        self._labels: dict[tuple[str, str], Label] = {}
        self.cards = CardBuilder(self)
        for key, value in self._override.items():
            self._check_override(key, value)

    def _check_override(self, key: str, value: object) -> None:
        id, at, subject = key.partition("@")
        quantity, subjects = self.quantity(id), [str(s) for s in self._list_subjects(id) if s]
        if at and subject not in subjects:
            raise UsageError(
                f"{self.folder.name} has no claim on {id} of {subject!r}{format_nearest(subject, subjects)}; "
                f"there are: {', '.join(subjects) or 'none'}"
            )
        if quantity.unit in ("date", "text"):
            raise UsageError(f"{id} is a {quantity.unit}; only numbers can be set")
        sound = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        ends = (("from", quantity.minimum, operator.lt), ("to", quantity.maximum, operator.gt))
        if not sound or any(end is not None and beyond(value, end) for _, end, beyond in ends):
            limits = "".join(f" {word} {end:.15g}" for word, end, _ in ends if end is not None)
            raise UsageError(f"{key} is set to {value!r}; allowed: a number{limits}, in {quantity.unit}")

    @property
    def recorded_keys(self) -> Set[str]:
        """What was looked up so far: rows (`claims/need_article`), selections (`claims?quantity=…`), tables, files."""
        return self.read_log.keys

    def compute_digest(self, key: str) -> str | None:
        """Returns the digest of what a key of `read` holds now, None for a key that is none of this case's.

        key: with the case's name before it, as a report carries it: `tiny:claims/need_article`.
        """
        case, _, name = key.partition(":")
        table = re.match(r"\w+", name)
        if case != self.folder.name or table is None:
            return None
        if table[0] in self.ledger.tables and "." not in name.partition("?")[0].partition("/")[0]:
            return self.ledger.tables[table[0]].compute_digest(name[table.end() :])
        return compute_file_digest(self.folder / name)

    def file(self, name: str) -> Path:
        """Returns the path of a file beside the tables, such as map.svg."""
        path = self.folder / name
        self.read_log.record(name, partial(str, compute_file_digest(path)))  # as it is read: a file may change
        return path

    @property
    def house(self) -> house.House:
        """The house style: the case's own house.toml over the shipped one. Raises CaseError with all its problems."""
        return self._style[0]

    @cached_property
    def _style(self) -> tuple[house.House, Mapping[str, str]]:
        return house.read_house(self.folder)

    def use_house(self) -> house.House:
        """Returns the house style, noting that its files were read: to be asked by what wears it."""
        style, files = self._style
        for name, digest in files.items():
            self.read_log.record(name, partial(str, digest))
        return style

    def __getitem__(self, key: str | tuple[str, str]) -> Estimate:
        """Returns the Estimate of a quantity, or of (quantity, subject).

        Raises MissingClaim if nobody speaks of it, CaseError if several claims are equally good.
        """
        quantity, subject = (key, None) if isinstance(key, str) else key
        if subject is None:
            subjects = self._list_subjects(quantity)
            if len(subjects) > 1:
                raise CaseError(
                    str(self.folder),
                    [
                        Problem(
                            "claims.csv",
                            None,
                            "subject",
                            quantity,
                            f"one subject; it has {', '.join(map(str, subjects))}",
                            "Ask for (quantity, subject), or for by_subject.",
                        )
                    ],
                )
            subject = next(iter(subjects), None)
        if (quantity, subject) not in self._leaves:
            self._leaves[quantity, subject] = self._make_leaf(quantity, subject)
        return self._leaves[quantity, subject]

    def on(self, basis: Basis) -> Case:
        """Returns the same case, with the same overrides, on another basis."""
        return self if basis == self.basis else self._other_basis

    @cached_property
    def _other_basis(self) -> Case:
        """The same case on the other of the two bases."""
        basis: Basis = "all" if self.basis == "article" else "article"
        return Case(self.folder, basis, self._override, self.ledger, self.read_log)

    def select_rows(self, kind: type[R]) -> list[R]:
        """Returns the rows of a table this basis rests on: on `article` those the analysed text tells, where it tells
        any at all; on `all` every row."""
        rows, sources = list(self.ledger.get_table(kind).values()), self.ledger.get_table(Source)
        mine = [row for row in rows if sources[row.source].role == "article"]  # type: ignore[attr-defined]
        return mine if mine and self.basis == "article" else rows

    def telling(self, plan: str) -> str:
        """Returns the id of the plan as this basis has it told: on `all`, by its published text where there is one."""
        row = self.ledger.get_table(Plan).get(plan)
        return row.published if row and row.published and self.basis == "all" else plan

    def __contains__(self, quantity: str) -> bool:
        return bool(self._list_subjects(quantity))

    def by_subject(self, quantity: str) -> dict[str, Estimate]:
        """Returns subject -> Estimate, in the order of claims.csv. Raises MissingClaim if there is none."""
        subjects = self._list_subjects(quantity)
        if not subjects:
            raise self._make_missing_claim(quantity, None)
        return {subject: self[quantity, subject] for subject in subjects if subject}

    def claims(self, quantity: str, subject: str | None = None) -> tuple[Claim, ...]:
        """Returns every claim on a quantity (of a subject), rivals and deprecated ones too."""
        return tuple(
            c for c in self.ledger.get_table(Claim).find_rows("quantity", quantity) if subject in (None, c.subject)
        )

    def estimate(self, claim: Claim) -> Estimate:
        """Returns the Estimate of one given claim, whatever its rank."""
        key = ("claims", claim.id, "value")
        if key not in self._estimates:
            self._estimates[key] = self._make_estimate(claim)
        return self._estimates[key]

    def _make_estimate(self, claim: Claim) -> Estimate:
        quantity = self.quantity(claim.quantity)
        return constructors.make_leaf(
            claim.id,
            claim.value,
            quantity.unit,
            qualifier=claim.qualifier,
            low=claim.low,
            high=claim.high,
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            symbol=self.symbol(quantity, claim.subject),
            origin=self.cards.build_card(claim, quantity),
        )

    def coded(self, table: str, id: str, column: str) -> Estimate:
        """Returns a value we coded in a row (`column`, `column`_low, `column`_high), traced as an assumption."""
        key = (table, id, column)
        if key not in self._estimates:
            self._estimates[key] = self._make_coded(*key)
        return self._estimates[key]

    def _make_coded(self, table: str, id: str, column: str) -> Estimate:
        row = self.ledger.tables[table][id]
        cells = vars(row)
        of = [str(self.label(cells[to])) for to in ("party", "plan", "issue") if to in cells]
        of += [cells[name] for name in ("promise", "element", "name") if name in cells]
        card = self.cards.build_coded_card(row, column, f"{column} ({', '.join(of)})")
        return constructors.make_leaf(
            card.id,
            card.value,
            card.unit,
            kind="assumption",
            qualifier=card.qualifier,
            low=card.low,
            high=card.high,
            symbol=card.quantity,
            origin=card,
        )

    def count(self, table: str, rows: Iterable[Row], what: str) -> Estimate:
        """Returns how many rows there are, as a number traced to the rows counted; `what` they are, in words."""
        card = self.cards.build_count_card(table, list(rows), what)
        return constructors.make_leaf(
            card.id, card.value, card.unit, kind="count", minimum=0, symbol=card.quantity, origin=card
        )

    def day(self, event: str) -> Estimate:
        """Returns the day of an event, counted in days; as uncertain as its date is imprecise."""
        row, claim = self._get_event(event), self._find_date_claim(event)
        first, last = (day.toordinal() for day in dates.compute_span(claim.date if claim else row.date))
        if claim:
            card = self.cards.build_card(claim, self.quantity(claim.quantity))
        else:
            card = self.cards.build_event_card(row)
        # Of an imprecise date every day is as likely, so it is given as a bare range.
        return constructors.make_leaf(
            card.id,
            None if first < last else first,
            "day",
            kind="event",
            low=first,
            high=last,
            qualifier="about" if first < last else "exact",
            symbol=f"day of “{row.title}”",
            origin=card,
        )

    def derived(self, id: str) -> Estimate:
        """Returns a quantity computed by its formula, whatever is claimed of it.

        Raises UsageError if it has none, UnitError if the formula measures something else.
        """
        quantity = self.quantity(id)
        if not quantity.formula:
            raise UsageError(f"{id} has no formula; it is known by its claims only")
        result = expression.compute_formula(
            quantity.formula, lambda key: self[tuple(key.split("@")) if "@" in key else key]
        )
        return result.to(quantity.unit).named(id, quantity.name[:1].upper() + quantity.name[1:])

    def quantity(self, id: str) -> Quantity:
        """Returns the row of quantities.csv. Raises UsageError with the nearest name."""
        quantities = self.ledger.get_table(Quantity)
        if id not in quantities:
            raise UsageError(f"no quantity {id!r} in {self.folder.name}{format_nearest(id, quantities)}")
        return quantities[id]

    def label(self, id: str, column: str = "name") -> Label:
        """Returns the name (or another text) of a party, plan, person or event, for prose and tables."""
        if (id, column) not in self._labels:
            self._labels[id, column] = self._make_label(id, column)
        return self._labels[id, column]

    def _make_label(self, id: str, column: str) -> Label:
        for table in _NAMED_TABLES:
            if id in self.ledger.tables[table]:
                row = self.ledger.tables[table][id]
                column = "title" if column == "name" and table == "events" else column
                if column not in type(row).model_fields:
                    raise UsageError(
                        f"{table} has no column {column!r}{format_nearest(column, type(row).model_fields)}"
                    )
                return Label(str(getattr(row, column)), f"{table}/{id}")
        known = [id for table in _NAMED_TABLES for id in self.ledger.tables[table]]
        raise UsageError(f"{self.folder.name} names no {id!r}{format_nearest(id, known)}")

    def source(self, id: str) -> Label:
        """Returns the title of a source, for tables."""
        if id not in self.ledger.get_table(Source):
            raise UsageError(
                f"no source {id!r} in {self.folder.name}{format_nearest(id, self.ledger.get_table(Source))}"
            )
        return Label(self.ledger.get_table(Source)[id].title, f"sources/{id}")

    def date(self, event: str) -> Label:
        """Returns an event's date in words, as precise as it was given; by the claim of it that the basis prefers."""
        row, claim = self._get_event(event), self._find_date_claim(event)
        if claim:
            return Label(dates.format_date(claim.date or ""), f"claims/{claim.id}")
        return Label(dates.format_date(row.date), f"events/{event}")

    def edtf(self, event: str) -> str:
        """Returns an event's date as EDTF, by the claim of it that the basis prefers."""
        claim = self._find_date_claim(event)
        return claim.date or "" if claim else self._get_event(event).date

    def rival_date(self, event: str) -> Label | None:
        """Returns the date of an event that other sources put in the place of the one shown, if they contradict it."""
        claim = self._find_date_claim(event)
        return self.on("all").date(event) if claim and claim.verdict == "contradicted" else None

    def _find_date_claim(self, event: str) -> Claim | None:
        """The claim of an event's date that the basis prefers, if anybody claims one."""
        quantity = self._date_quantities.get(event)
        chosen = self._choose_claim(quantity, event) if quantity else None
        return chosen if isinstance(chosen, Claim) else None

    @cached_property
    def _date_quantities(self) -> dict[str, str]:
        """Event -> the quantity under which its date is claimed."""
        events, claims = self.ledger.get_table(Event), self.ledger.get_table(Claim)
        return {
            claim.subject: claim.quantity
            for quantity in self.ledger.get_table(Quantity).find_rows("unit", "date")
            for claim in claims.find_rows("quantity", quantity.id)
            if claim.subject in events
        }

    def _get_event(self, id: str) -> Event:
        events = self.ledger.get_table(Event)
        if id not in events:
            raise UsageError(f"no event {id!r} in {self.folder.name}{format_nearest(id, events)}")
        return events[id]

    def table(self, name: str) -> pd.DataFrame:
        """Returns one table as a plain DataFrame, one row a line, in file order."""
        import pandas as pd

        if name not in TABLES:
            raise UsageError(f"no table {name!r}{format_nearest(name, TABLES)}; there are {', '.join(TABLES)}")
        found = self.ledger.tables[name]
        self.read_log.record(name, lambda: found.compute_digest(""))
        return pd.DataFrame(dict(found.columns))

    @cached_property
    def descriptor(self) -> Mapping[str, Any]:
        """The descriptor in datapackage.json: title, description, licence."""
        problem = None
        try:
            found = json.loads(self.file("datapackage.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except json.JSONDecodeError as error:
            problem = Problem("datapackage.json", error.lineno, None, error.msg, "well-formed JSON", "Mend it.")
        except (OSError, UnicodeDecodeError) as error:
            problem = Problem("datapackage.json", None, None, str(error), "a readable file in UTF-8", "Save it anew.")
        else:
            if isinstance(found, dict):
                return found
            problem = Problem("datapackage.json", None, None, type(found).__name__, "a JSON object", "Mend it.")
        raise CaseError(str(self.folder), [problem])

    @property
    def basis_label(self) -> Label:
        """The basis in words, for a sentence."""
        return Label(self._describe_basis(graded=False), "sources")

    @property
    def about(self) -> dict[str, Any]:
        """What a report's title block says of the case: its name, the basis, how fresh and which data.

        With it go the cards of what it rests on, and the names by which a reader knows what a parameter may name.
        """
        articles = self._list_articles()
        sources = articles if self.basis == "article" else self.ledger.get_table(Source).values()
        newest = max((s.date for s in sources if s.date), key=lambda date: dates.compute_span(date)[1], default="")
        package = self.descriptor
        return {
            "id": self.folder.name,
            "title": package.get("title", self.folder.name),
            "basis": self._describe_basis(graded=True),
            "date": newest,
            "date_text": dates.format_date(newest) if newest else "",
            "description": package.get("description", ""),
            "licence": _get_first(package.get("licenses")),
            "articles": [self.cards.build_source(s.id).to_json() for s in articles] if self.basis == "article" else [],
            "names": {id: name for table in _NAMED_TABLES for id, name in self._list_names(table)},
        }

    def _list_articles(self) -> list[Source]:
        return list(self.ledger.get_table(Source).find_rows("role", "article"))

    def _describe_basis(self, graded: bool) -> str:
        if self.basis == "all":
            return "preferred claims over all sources"
        return "claims of " + " and ".join(
            f"“{s.title}”" + (f" (reliability {s.reliability}: {RELIABILITY[s.reliability]})" if graded else "")
            for s in self._list_articles()
        )

    def _list_names(self, table: str) -> Iterator[tuple[str, str]]:
        """Names by id, which no report rests on: what one says of a row it looks up."""
        columns = dict(self.ledger.tables[table].columns)
        key = TABLES[table].key
        return zip(columns[key], columns["title" if table == "events" else "name"], strict=True)

    def _list_subjects(self, quantity: str) -> dict[str | None, None]:
        if quantity not in self._subjects_by_quantity:
            rows = (
                row
                for kind in (Claim, Assumption)
                for row in self.ledger.get_table(kind).find_rows("quantity", quantity)
            )
            self._subjects_by_quantity[quantity] = {
                row.subject: None for row in rows if getattr(row, "rank", "") != "deprecated"
            }
        return self._subjects_by_quantity[quantity]

    def _make_leaf(self, quantity_id: str, subject: str | None) -> Estimate:
        if quantity_id not in self.ledger.get_table(Quantity):
            raise self._make_missing_claim(quantity_id, subject)
        quantity = self.quantity(quantity_id)
        if quantity.unit in ("date", "text"):
            raise UsageError(f"{quantity_id} is a {quantity.unit}, not a number; ask for claims({quantity_id!r})")
        chosen = self._choose_claim(quantity_id, subject)
        key = f"{quantity_id}@{subject}" if subject and f"{quantity_id}@{subject}" in self._override else quantity_id
        if key in self._override:
            value = self._override[key]
            card = self.cards.build_parameter_card(key, value, quantity, chosen)
            return constructors.make_leaf(
                card.id,
                value,
                quantity.unit,
                kind="parameter",
                origin=card,
                minimum=quantity.minimum,
                maximum=quantity.maximum,
                symbol=self.symbol(quantity, subject),
            )
        if isinstance(chosen, Claim):
            return self.estimate(chosen)
        if isinstance(chosen, Assumption):
            return constructors.make_leaf(
                chosen.id,
                chosen.value,
                quantity.unit,
                kind="assumption",
                low=chosen.low,
                high=chosen.high,
                qualifier="about" if chosen.low < chosen.high else "exact",
                minimum=quantity.minimum,
                maximum=quantity.maximum,
                symbol=self.symbol(quantity, subject),
                origin=self.cards.build_card(chosen, quantity),
            )
        if quantity.formula and subject is None:
            return self.derived(quantity_id)
        raise self._make_missing_claim(quantity_id, subject)

    def _choose_claim(self, quantity: str, subject: str | None) -> Claim | Assumption | None:
        """The claim the basis prefers; where nobody claims anything, our assumption."""
        sources = self.ledger.get_table(Source)
        candidates = [c for c in self.claims(quantity) if c.subject == subject and c.rank != "deprecated"]
        if self.basis == "article":
            candidates = [c for c in candidates if sources[c.source].role == "article"] or candidates
        best = [c for c in candidates if c.rank == "preferred"] or candidates
        if len(best) > 1:
            raise CaseError(
                str(self.folder),
                [
                    Problem(
                        "claims.csv",
                        self.ledger.get_table(Claim).find_line(best[1].id),
                        "rank",
                        "normal",
                        f"one best claim for {quantity}; {', '.join(c.id for c in best)} are equal",
                        "Make one of them preferred, or deprecate the others.",
                    )
                ],
            )
        if best:
            return best[0]
        assumed = [a for a in self.ledger.get_table(Assumption).find_rows("quantity", quantity) if a.subject == subject]
        return assumed[0] if assumed else None

    def _make_missing_claim(self, quantity: str, subject: str | None) -> MissingClaim:
        if quantity not in self.ledger.get_table(Quantity):
            return MissingClaim(
                f"{self.folder.name} has no claim on {quantity}"
                f"{format_nearest(quantity, self.ledger.get_table(Quantity))}; "
                "add it to quantities.csv, and a row to claims.csv or assumptions.csv."
            )
        of = (
            f" of {subject}{format_nearest(subject, [s for s in self._list_subjects(quantity) if s])}"
            if subject
            else ""
        )
        return MissingClaim(
            f"{self.folder.name} has no claim on {quantity}{of}; "
            "add a row to claims.csv, or to assumptions.csv if the value is yours."
        )

    def symbol(self, quantity: Quantity, subject: str | None) -> str:
        """Returns what formulas call a quantity, with its subject where it is claimed of several."""
        several = len(self._list_subjects(quantity.id)) > 1
        return f"{quantity.name} ({self.label(subject)})" if subject and several else quantity.name


def _get_first(licences: object) -> dict[str, Any] | None:
    found = next(iter(licences), None) if isinstance(licences, list) else None
    return found if isinstance(found, dict) else None
