"""Which claim counts: the basis chooses among rival claims, and a value set by the reader takes their place.

For one quantity and subject, in this order: deprecated claims are left out; on the basis `article`, the claims of the
text that the case analyses are taken if there are any; among the rest, the preferred one; of several, those as of the
newest time, up to the day of the newest source. If two claims are equally good, that is an error. Where nobody claims
anything, the assumption counts. On the basis `pooled` the claims that are like the preferred one count with it
(`analysis.case.pooling`); of dates and texts, the preferred one alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from analysis import dates, limits
from analysis.case.pooling import Pool, find_pool
from analysis.case.reading import Reading
from analysis.case.schema import Assumption, Claim, Plan, Quantity, Source
from analysis.case.series import find_last_day, find_newest, find_revisions, is_of_time
from analysis.case.table import Ledger
from analysis.errors import CaseError, MissingClaim, Problem, UsageError, format_nearest
from analysis.wording import units
from analysis.wording.qualifiers import compute_interval

Basis: TypeAlias = Literal["article", "all", "pooled"]
BASES: tuple[Basis, ...] = get_args(Basis)
OWN_TEXTS = ("plan_text", "official", "statement")  # kinds of the source of a plan that are its text, no report of it


class ClaimSelector:
    """Chooses claims of a ledger on a basis.

    folder: of the case, for messages. reading: what words mean and grades weigh.
    override: quantity, or `quantity@subject`, -> a value in the quantity's unit.
    """

    def __init__(self, ledger: Ledger, folder: Path, basis: Basis, override: Mapping[str, float], reading: Reading):
        self.ledger, self.folder, self.basis, self.override = ledger, folder, basis, override
        self._reading = reading
        self._subjects: dict[str, dict[str | None, None]] = {}
        self._revisions: dict[str, Mapping[str, Claim]] = {}
        for key, value in override.items():
            self._check_override(key, value)

    def get_quantity(self, id: str) -> Quantity:
        """Returns a row of quantities.csv. Raises UsageError with the nearest name."""
        quantities = self.ledger.get_table(Quantity)
        if id not in quantities:
            raise UsageError(f"no quantity {id!r} in {self.folder.name}{format_nearest(id, quantities)}")
        return quantities[id]

    def list_subjects(self, quantity: str) -> dict[str | None, None]:
        """Returns the subjects of a quantity, in the order of the files; None where a claim has none."""
        if quantity not in self._subjects:
            claims = self.ledger.get_table(Claim).find_rows("quantity", quantity)
            assumptions = self.ledger.get_table(Assumption).find_rows("quantity", quantity)
            subjects = [*(c.subject for c in claims if c.rank != "deprecated"), *(a.subject for a in assumptions)]
            self._subjects[quantity] = dict.fromkeys(subjects)
        return self._subjects[quantity]

    def get_only_subject(self, quantity: str) -> str | None:
        """Returns the subject of a quantity that has one; None where a claim names none, as it is about the whole.

        Raises CaseError if it has several, and no claim is about the whole.
        """
        subjects = self.list_subjects(quantity)
        if None in subjects:
            return None
        if len(subjects) > 1:
            allowed = f"one subject; it has {', '.join(map(str, subjects))}"
            remedy = "Ask for (quantity, subject), or for by_subject."
            raise CaseError(str(self.folder), [Problem("claims.csv", None, "subject", quantity, allowed, remedy)])
        return next(iter(subjects), None)

    def choose(self, quantity: str, subject: str | None, time: str | None = None) -> Claim | Assumption | None:
        """Returns the claim or assumption that counts, None if there is none.

        time: EDTF; only claims as of a time that has a day in common with it, and no assumption.
        Raises CaseError if several claims are equally good.
        """
        best = self.find_best(quantity, subject, time)
        if len(best) > 1:
            line = self.ledger.get_table(Claim).find_line(best[1].id)
            of = f" of {subject}" if subject else ""
            allowed = f"one best claim for {quantity}{of}; {', '.join(c.id for c in best)} are equal"
            remedy = "Make one of them preferred, deprecate the others, or say by as_of which is the newest."
            raise CaseError(str(self.folder), [Problem("claims.csv", line, "rank", "normal", allowed, remedy)])
        if best or time is not None:
            return next(iter(best), None)
        assumptions = self.ledger.get_table(Assumption).find_rows("quantity", quantity)
        return next((a for a in assumptions if a.subject == subject), None)

    def find_best(self, quantity: str, subject: str | None, time: str | None = None) -> list[Claim]:
        """Returns the claims of which none counts more than another: one, but for ties; none if nobody claims anything.

        In a series, what is preferred is so among the claims of its time.
        time: see `choose`.
        """
        sources = self.ledger.get_table(Source)
        claims = self.ledger.get_table(Claim).find_rows("quantity", quantity)
        candidates = [c for c in claims if c.subject == subject and c.rank != "deprecated"]
        if time is not None:
            candidates = [c for c in candidates if c.as_of and is_of_time(c.as_of, time)]
        if self.basis == "article":
            candidates = [c for c in candidates if sources[c.source].role == "article"] or candidates
        if len(candidates) > 1 and self.get_quantity(quantity).over_time:
            candidates = self._find_newest(quantity, candidates)
        best = [c for c in candidates if c.rank == "preferred"] or candidates
        return self._find_newest(quantity, best) if len(best) > 1 else best

    def _find_newest(self, quantity: str, claims: Sequence[Claim]) -> list[Claim]:
        return find_newest(self.ledger.get_table(Source), self.get_quantity(quantity), claims, self._newest_day)

    @cached_property
    def _newest_day(self) -> date:
        """The day of the newest source: what a claim says of a later time is a forecast."""
        return find_last_day(self.ledger) or date.max

    def find_revisions(self, quantity: str) -> Mapping[str, Claim]:
        """Returns, for each claim on a quantity that its own voice has revised, the claim that did."""
        if quantity not in self._revisions:
            row = self.get_quantity(quantity)
            claims = self.ledger.get_table(Claim).find_rows("quantity", quantity)
            current = [c for c in claims if c.rank != "deprecated" and row.unit not in ("date", "text")]
            sources = self.ledger.get_table(Source)
            self._revisions[quantity] = (
                find_revisions(sources, current, partial(self._find_interval, row), over_time=row.over_time)
                if len(current) > 1
                else {}
            )
        return self._revisions[quantity]

    def find_pool(self, quantity: str, preferred: Claim) -> Pool:
        """Returns which claims are pooled with the preferred one, and why others are not."""
        claims = self.ledger.get_table(Claim).find_rows("quantity", quantity)
        return find_pool(
            [claim for claim in claims if claim.subject == preferred.subject],
            preferred,
            self.ledger.get_table(Source),
            partial(self._find_interval, self.get_quantity(quantity)),
            self._reading.weights,
            self._reading.window,
            over_time=self.get_quantity(quantity).over_time,
            own_texts=self._list_own_texts(preferred.subject),
        )

    def _list_own_texts(self, subject: str | None) -> list[str]:
        """Returns the sources that are the text of a plan, by its row and by that of the plan as published."""
        plans, sources = self.ledger.get_table(Plan), self.ledger.get_table(Source)
        if subject is None or subject not in plans:
            return []
        rows = [plans[id] for id in (subject, plans[subject].published) if id]
        return [row.source for row in rows if sources[row.source].kind in OWN_TEXTS]

    def _find_interval(self, quantity: Quantity, claim: Claim) -> tuple[float, float]:
        """Returns the ends of a claim's interval, in the quantity's unit."""
        if claim.low is not None and claim.high is not None:
            return claim.low, claim.high
        value = claim.value or 0.0
        low, high = compute_interval(value, claim.qualifier, quantity.minimum, quantity.maximum, self._reading.widths)
        return low if claim.low is None else claim.low, high if claim.high is None else claim.high

    def find_override(self, quantity: str, subject: str | None) -> str | None:
        """Returns the key of the value that is set for a quantity and subject, None if there is none."""
        key = f"{quantity}@{subject}"
        if subject and key in self.override:
            return key
        return quantity if quantity in self.override else None

    def _check_override(self, key: str, value: object) -> None:
        """Raises UsageError if there is no such quantity or subject, or it cannot have this value."""
        id, at, subject = key.partition("@")
        quantity, subjects = self.get_quantity(id), [subject for subject in self.list_subjects(id) if subject]
        if at and subject not in subjects:
            raise UsageError(
                f"{self.folder.name} has no claim on {id} of {subject!r}{format_nearest(subject, subjects)}; "
                f"there are: {', '.join(subjects) or 'none'}"
            )
        if quantity.unit in ("date", "text"):
            raise UsageError(f"{id} is a {quantity.unit}; only numbers can be set")
        lowest = -math.inf if quantity.minimum is None else quantity.minimum
        highest = math.inf if quantity.maximum is None else quantity.maximum
        factor = units.get_factor(quantity.unit)
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
        if math.isfinite(number) and number and not limits.MIN_NUMBER <= abs(number * factor) <= limits.MAX_NUMBER:
            sizes = f"{limits.MIN_NUMBER / factor:.3g} to {limits.MAX_NUMBER / factor:.3g}"
            raise UsageError(f"{key} is set to {value!r}; allowed: 0, or {sizes} {quantity.unit} in size")
        if not math.isfinite(number) or not lowest <= number <= highest:
            words = "".join(
                f" {word} {end:.15g}" for word, end in (("from", lowest), ("to", highest)) if math.isfinite(end)
            )
            raise UsageError(f"{key} is set to {value!r}; allowed: a number{words}, in {quantity.unit}")

    def make_missing_claim(self, quantity: str, subject: str | None, time: str | None = None) -> MissingClaim:
        """Returns the error for a quantity on which there is no claim, with the nearest name. time: as of when."""
        case, quantities = self.folder.name, self.ledger.get_table(Quantity)
        if quantity not in quantities:
            return MissingClaim(
                f"{case} has no claim on {quantity}{format_nearest(quantity, quantities)}; "
                "add it to quantities.csv, and a row to claims.csv or assumptions.csv."
            )
        known = [other for other in self.list_subjects(quantity) if other]
        of = f" of {subject}{format_nearest(subject, known)}" if subject else ""
        if time:
            claims = self.ledger.get_table(Claim).find_rows("quantity", quantity)
            times = sorted({c.as_of for c in claims if c.subject == subject and c.as_of}, key=dates.make_sort_key)
            return MissingClaim(
                f"{case} has no claim on {quantity}{f' of {subject}' if subject else ''} as of {time}; there are "
                f"claims as of {', '.join(times) or 'no stated time'}. Add a row to claims.csv with its as_of."
            )
        return MissingClaim(
            f"{case} has no claim on {quantity}{of}; "
            "add a row to claims.csv, or to assumptions.csv if the value is yours."
        )
