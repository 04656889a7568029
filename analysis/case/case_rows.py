"""The rows of a case: their names, the roles they play, and which of them count on a basis."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeVar

from analysis.case import description
from analysis.case.case_folder import CaseFolder
from analysis.case.columns import Row
from analysis.case.ledger import Ledger
from analysis.case.needs import describe_unmet
from analysis.case.roles import find_role, make_missing_role
from analysis.case.schema import TABLES, Party, Plan, Quantity, Role, Source
from analysis.case.selection import Basis, ClaimSelector
from analysis.case.vocabulary import find_word
from analysis.errors import UsageError, format_nearest
from analysis.label import Label
from analysis.style.colour import make_tones
from analysis.style.looks import Look, assign_looks, choose_look

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Row)

_TABLES = {  # parameter of a method or a comparison -> the tables whose ids it may be
    "source_id": ("sources",),
    "source": ("sources",),
    "claim": ("claims",),
    **dict.fromkeys(("plan", "plans", "earlier", "later", "other", "beside"), ("plans",)),
    **dict.fromkeys(("party", "person", "ahead", "behind"), ("parties", "people")),
    **dict.fromkeys(("event", "first", "second", "until", "since"), ("events",)),
    "issue": ("issues",),
    "region": ("regions",),
    "subject": ("subjects", "parties", "plans", "regions"),
}
_NO_IDS = frozenset(("unit", "symbol", "text", "name", "what", "reason", "word", "column", "columns", "time", "place"))


class CaseRows(CaseFolder, ABC):
    """The rows of one case, on a basis. basis: whose claims count."""

    basis: Basis
    _own_ledger: Ledger  # in the case's own language
    _selector: ClaimSelector
    _labels: dict[tuple[str, str], Label]

    @abstractmethod
    def on(self, basis: Basis) -> Self:
        """Returns the same case on another basis, see `Case.on`."""

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
            own, _ = description.find_text(self._own_ledger, self.folder.name, id, column)
            self._labels[id, column] = Label(text, ref, self, description.find_forms(self.ledger, ref, column), own)
        return self._labels[id, column]

    def text(self, table: str, id: str, column: str) -> Label:
        """Returns a text of a row, with the forms that the case gives for it; '' where the row has none.

        Raises UsageError, with the nearest, for an unknown table, id or column.

        >>> from analysis import load_case
        >>> print(load_case().text("claims", "strength_dpa", "base"))
        armed forces
        """
        rows = self.ledger.tables.get(table)
        if rows is None:
            raise UsageError(f"no table {table!r}{format_nearest(table, self.ledger.tables)}")
        if id not in rows:
            raise UsageError(f"no row {id!r} in {table}.csv of {self.folder.name}{format_nearest(id, rows)}")
        if column not in rows.kind.model_fields:
            raise UsageError(f"no column {column!r} in {table}.csv{format_nearest(column, rows.kind.model_fields)}")
        text, own = (str(getattr(one.tables[table][id], column) or "") for one in (self.ledger, self._own_ledger))
        return Label(text, f"{table}/{id}", self, rows.find_forms(id, column), own)

    def word(self, column: str, word: str) -> Label:
        """Returns what the case calls a word of a column of fixed words, as in the middle of a sentence.

        column: as `table/column`. Raises UsageError if the column has no such word, by the library or vocabulary.csv.

        >>> from analysis import load_case
        >>> print(load_case().word("region_status/status", "recognised"))
        recognised as Russian
        """
        text, ref = find_word(self.ledger, self.folder.name, column, word)
        return Label(text, ref, self, description.find_forms(self.ledger, ref, "name"))

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

    def _complete(self, method: str, parameter: str) -> list[str]:
        """Returns what a text may be that is an argument of a method, or of a comparison; see `analysis.completion`.

        method: '' for a comparison, whose parameters are ids of quantities where their names do not say otherwise.
        """
        if method in ("role", "roles", "meets"):
            filled = [name for name, table in self.ledger.tables.items() if table]
            return [*self.ledger.get_table(Role), *(filled if method == "meets" else ())]
        if method == "label" and parameter == "id":
            return [*self.ledger.get_table(Quantity), *(id for id, _ in description.list_names(self.ledger))]
        if method in ("remark", "remarks"):
            return [str(getattr(row, parameter)) for row in self.ledger.tables["remarks"].values()]
        if parameter in ("table", "tables") or method == "table":
            return [name for name, table in self.ledger.tables.items() if table]
        tables = _TABLES.get("source_id" if method == "source" else parameter) or (
            ("quantities",) if parameter not in _NO_IDS else ()
        )
        return [id for table in tables for id in self.ledger.tables[table]]

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

    def look(self, id: str) -> Look | None:
        """Returns the colour and the mark of a party or a plan in every figure; None for anything else.

        A party has those of its row in parties.csv, or by its place there. Plans have one hue, the first the darkest;
        accounts, published text and variants of one plan look alike.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.look("plan_20") == case.look("plan_20_text"), case.look("plan_20") == case.look("plan_28")
        (True, False)
        """
        return self._looks.get(id) or self._looks.get(self.family(id))

    @cached_property
    def _looks(self) -> Mapping[str, Look]:
        parties, plans = self.ledger.get_table(Party), self.ledger.get_table(Plan)
        colours = self.house.colour
        families = list(dict.fromkeys(map(self.family, plans)))
        tones = make_tones(colours["plan"], len(families))
        looks = assign_looks(((row.id, row.colour, row.mark) for row in parties.values()), colours["series"])
        return {**looks, **{id: choose_look(at, tones) for at, id in enumerate(families)}}
