"""The numbers of a case: the one that counts for a quantity, and what a formula gives."""

from __future__ import annotations

from collections.abc import Mapping

from analysis import dates
from analysis.case.case_claims import CaseClaims, keep_number
from analysis.case.schema import Assumption, Claim, Quantity
from analysis.errors import MissingClaim, UsageError
from analysis.estimates import expression
from analysis.estimates.estimate import Estimate
from analysis.wording.capitals import begin_with_capital


class CaseNumbers(CaseClaims):
    """The numbers that count in one case, on a basis, with what was set in their place."""

    _override: Mapping[str, float]
    _leaves: dict[tuple[str, str | None], Estimate]

    @property
    def overrides(self) -> Mapping[str, float]:
        """What was set in place of claims: quantity, or `quantity@subject`, -> value in the quantity's unit.

        >>> from analysis import load_case
        >>> load_case(override={"need": 500}).overrides
        {'reconstruction.need': 500}
        """
        return self._override

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
            keep_number(self._leaves, (quantity, subject), self._make_leaf(quantity, subject))
        return self._leaves[quantity, subject]

    def __contains__(self, quantity: str) -> bool:
        """Returns whether there is a claim or an assumption on a quantity.

        >>> from analysis import load_case
        >>> "reconstruction.need" in load_case()
        True
        """
        return bool(self._selector.list_subjects(quantity))

    def find_override(self, leaf_id: str, unit: str) -> str | None:
        """Returns by which key `load_case(override=...)` sets the number that a claim or an assumption counts as.

        leaf_id: of the claim, the assumption, or what was set so; unit: in which it is to be set. None if it does not
        count on this basis, or its quantity has another unit.

        >>> from analysis import load_case
        >>> load_case().find_override("need_article", "billion USD")
        'reconstruction.need'
        """
        key = leaf_id.removeprefix("parameter:")
        row = self.ledger.get_table(Claim).get(leaf_id) or self.ledger.get_table(Assumption).get(leaf_id)
        if row:
            key = f"{row.quantity}@{row.subject}" if row.subject else row.quantity
        elif key not in self.overrides:
            return None
        quantity, _, subject = key.partition("@")
        counts = row is None or self[quantity, subject or None].claims == {leaf_id}
        return key if counts and self.quantity(quantity).unit == unit else None

    def _ipython_key_completions_(self) -> list[str | tuple[str, str]]:
        """Returns what may stand in brackets, for those who press Tab: quantities, also with a subject."""
        known = [id for id in self.ledger.get_table(Quantity) if id in self]
        subjects = {id: self._selector.list_subjects(id) for id in known}
        pairs = [(id, one) for id, found in subjects.items() if len(found) > 1 for one in found if one]
        return [*known, *pairs]

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
            if self.basis != "pooled":
                return self.estimate(chosen)
            return self._builder.build_pool(self._selector.find_pool(quantity_id, chosen), chosen, quantity)
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
