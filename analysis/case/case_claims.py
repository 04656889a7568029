"""The claims and codes of a case, each as a number, and how claims on one quantity stand to each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from analysis import dates
from analysis.case.case_rows import CaseRows
from analysis.case.columns import Row
from analysis.case.description import find_text
from analysis.case.numbers import EstimateBuilder
from analysis.case.pooling import Pool
from analysis.case.schema import Claim, Source
from analysis.case.series import is_of_other_time
from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.front_end import Displayed
from analysis.label import Label

R = TypeVar("R", bound=Row)
K = TypeVar("K")
_MOST_KEPT = 1_000  # numbers of a large case that are kept for the next time they are asked for; each takes 1 kB


class Claims(Displayed, tuple[Claim, ...]):
    """Claims of one case, which a notebook displays as a table. case: theirs."""

    case: CaseClaims

    def __new__(cls, rows: Iterable[Claim], case: CaseClaims) -> Claims:
        made = super().__new__(cls, rows)
        made.case = case
        return made


def keep_number(kept: dict[K, Estimate], key: K, number: Estimate) -> None:
    """Keeps a number under a key, and no more of them than take a few megabytes.

    >>> kept = {}
    >>> keep_number(kept, "need", number=None)
    >>> kept
    {'need': None}
    """
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = number


class CaseClaims(CaseRows):
    """Single claims, codes and counts of one case, as numbers."""

    _builder: EstimateBuilder
    _estimates: dict[tuple[str, str, str], Estimate]  # of one cell: table, id, column

    def claims(self, quantity: str, subject: str | None = None) -> Claims:
        """Returns every claim on a quantity (of a subject), also the rivals and the deprecated ones.

        >>> from analysis import load_case
        >>> [claim.id for claim in load_case().claims("reconstruction.need")]
        ['need_article', 'need_rdna5', 'need_rdna4', 'need_prosperity']
        """
        found = self.ledger.get_table(Claim).find_rows("quantity", quantity)
        return Claims((claim for claim in found if subject in (None, claim.subject)), self)

    def revisions(self, quantity: str) -> Mapping[str, Claim]:
        """Returns, for each claim on a quantity that its own voice has revised, the claim that did.

        >>> from analysis import load_case
        >>> {id: later.id for id, later in load_case().revisions("reconstruction.need").items()}
        {'need_rdna4': 'need_rdna5'}
        """
        return self._selector.find_revisions(quantity)

    def history(self, quantity: str, subject: str | None = None) -> Claims:
        """Returns the claims on a quantity (of a subject) that are no rivals of the one that counts over all sources:
        what their own voice has revised, and what is of another time.

        >>> from analysis import load_case
        >>> [claim.id for claim in load_case().history("assets.frozen_eur", "france")]
        ['frozen_france_bloomberg']
        """
        sources, row, revised = self.ledger.get_table(Source), self.quantity(quantity), self.revisions(quantity)
        all_sources, found = self.on("all"), []
        for claim in self.claims(quantity, subject):
            counts = all_sources._selector.find_best(quantity, claim.subject)
            is_apart = is_of_other_time(sources, row, claim, counts)
            if claim.rank != "deprecated" and (claim.id in revised or is_apart):
                found.append(claim)
        return Claims(found, self)

    def estimate(self, claim: Claim, *, keep: bool = True) -> Estimate:
        """Returns the Estimate of one claim, whatever its rank.

        keep: whether it is kept for the next time; of a hundred thousand that are only compared, few are shown.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.estimate(case.claims("reconstruction.need")[1])
        <reconstruction need: 588 (558.6 to 588) billion USD>
        """
        key = ("claims", claim.id, "value")
        found = self._estimates.get(key)
        found = self._builder.build_claim(claim) if found is None else found
        if keep:
            keep_number(self._estimates, key, found)
        return found

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

    def is_said_by(self, claim: str, ref: str) -> bool:
        """Returns whether the source of a claim cites a party, a person or a plan for it, or it is that plan's number.

        ref: the row of the party, person or plan, such as `parties/russia`. In whatever language it is printed, the
        names are compared as the tables have them.

        >>> from analysis import load_case
        >>> load_case().is_said_by("need_article", "plans/plan_20")
        True
        """
        tables = self._own_ledger.tables
        table, _, id = ref.partition("/")
        if table not in ("parties", "people", "plans") or id not in tables[table] or claim not in tables["claims"]:
            return False
        row, name = self._own_ledger.get_table(Claim)[claim], self._find_bare_name(id)
        if row.attributed_to:
            return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", row.attributed_to))
        return table == "plans" and row.subject is not None and name == self._find_bare_name(row.subject)

    def _find_bare_name(self, id: str) -> str:
        """Returns a name as the case itself has it, without what follows a comma, as in `the plan, as published`."""
        text, _ = find_text(self._own_ledger, self.folder.name, id, "name")
        return text.partition(",")[0].removeprefix("the ")

    def find_speaker_forms(self, claim: str) -> Mapping[str, str]:
        """Returns whom the source of a claim cites for it, else who published it, in the grammatical forms that the
        case has: form -> the name in it.

        >>> from analysis import load_case
        >>> load_case().find_speaker_forms("need_article")
        {}
        """
        claims, sources = self.ledger.get_table(Claim), self.ledger.get_table(Source)
        if claim not in claims:
            return {}
        row = claims[claim]
        if row.attributed_to:
            return claims.find_forms(claim, "attributed_to")
        return sources.find_forms(sources[row.source].id, "publisher")

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

    def coded(self, table: str, id: str, column: str, unit: str = "one") -> Estimate:
        """Returns a value that we coded in a row (`column`, and beside it its low and high end), as an assumption.

        unit: of the values in that column.

        >>> from analysis import load_case
        >>> load_case().coded("positions", "united_states_on_territory", "salience")
        <salience (United States, Status of the occupied regions): 0.7 (0.4 to 0.9) one>
        """
        key = (table, id, column)
        if key not in self._estimates:
            keep_number(self._estimates, key, self._builder.build_coded(self.ledger.tables[table][id], column, unit))
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
