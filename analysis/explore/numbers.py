"""What of a case can be set: its quantities, the claims on each that a reader may choose, and how far it goes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from analysis.case.case import Case
from analysis.case.schema import Assumption, Claim, Quantity
from analysis.compare.quantities.numbers import find_number, split_key
from analysis.errors import CommuniqueError, UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext
from analysis.show.what_if import slider
from analysis.wording.capitals import begin_with_capital
from analysis.wording.numbers import format_magnitude

_STEPS = 200  # positions of a slider whose number has no size to go by


@dataclass(frozen=True)
class Settable:
    """A number that can be set. key: as `load_case(override=...)` takes it, with `@subject` for one of several."""

    key: str
    name: str
    unit: str
    least: float
    most: float

    @property
    def topic(self) -> str:
        """What stands before the point of its id."""
        return self.key.partition(".")[0]

    @property
    def title(self) -> str:
        """Its name and its id, by both of which it can be searched."""
        return f"{begin_with_capital(self.name)} ({self.key})"


@dataclass(frozen=True)
class Rival:
    """A claim that a reader may choose. value: in the unit of its quantity; text: the number and its source."""

    claim: str
    value: float
    text: str


@dataclass(frozen=True)
class Reach:
    """From where to where a slider goes, and in which steps, all in the unit of the quantity."""

    low: float
    high: float
    step: float


def list_settable(case: Case) -> dict[str, Settable]:
    """Returns what can be set in a case, by its key: numbers that are claimed or assumed, by topic and then by name.

    A quantity with several subjects has a number for each of them.

    >>> from analysis import load_case
    >>> list_settable(load_case())["forces.cap@plan_28"].name
    'troop cap (28-point plan)'
    """
    found = [
        Settable(
            f"{quantity.id}@{subject}" if subject and several else quantity.id,
            case.symbol(quantity, subject),
            quantity.unit,
            -math.inf if quantity.minimum is None else quantity.minimum,
            math.inf if quantity.maximum is None else quantity.maximum,
        )
        for quantity, subjects in _list_claimed(case)
        for several in [len(subjects) > 1]
        for subject in subjects
        if subject or not several  # what is set for the whole would be set for each part
    ]
    return {one.key: one for one in sorted(found, key=lambda one: (one.topic, one.name.casefold(), one.key))}


def _list_claimed(case: Case) -> Iterator[tuple[Quantity, Sequence[str | None]]]:
    """Yields each quantity that is a number and claimed or assumed, with its subjects, in the order of the files."""
    subjects: dict[str, dict[str | None, None]] = {}
    claims = case.ledger.get_table(Claim).columns
    for quantity, subject, rank in zip(claims["quantity"], claims["subject"], claims["rank"], strict=True):
        if rank != "deprecated":
            subjects.setdefault(quantity, {})[subject] = None
    for assumption in case.ledger.get_table(Assumption).values():
        subjects.setdefault(assumption.quantity, {})[assumption.subject] = None
    for id, found in subjects.items():
        quantity = case.quantity(id)
        if quantity.unit not in ("date", "text"):
            yield quantity, list(found)


def find_settable(case: Case, word: str) -> Settable:
    """Returns what can be set by its key, or by the name of a quantity. Raises UsageError with the nearest.

    >>> from analysis import load_case
    >>> find_settable(load_case(), "usable frozen assets").key
    'assets.usable'
    """
    known = list_settable(case)
    by_name = {one.name.casefold(): one for one in known.values()}
    found = known.get(word) or by_name.get(word.strip().casefold())
    if found is None:
        parts = [key for key in known if key.startswith(f"{word}@")]
        hint = f"; it has a number for each of {len(parts)} subjects: {', '.join(parts[:6])}" if parts else ""
        nearest = "" if parts else format_nearest(word, [*known, *by_name])
        raise UsageError(f"{case.folder.name} has no number {word!r} that can be set{nearest}{hint}.")
    return found


def list_rivals(case: Case, key: str) -> list[Rival]:
    """Returns the claims on a number that a reader may choose, the ones in use first; none where it is only assumed.

    >>> from analysis import load_case
    >>> list_rivals(load_case(), "assets.usable")[1]
    Rival(claim='usable_plan28', value=100.0, text='$100 billion: El punto 14 del plan de 28 puntos, 20 November 2025')
    """
    quantity, subject = split_key(key)
    used: frozenset[str] = frozenset()
    with suppress(CommuniqueError):  # several are equally good: the reader has to choose
        used = find_number(case, key).claims
    claims = [claim for claim in case.claims(quantity, subject) if claim.rank != "deprecated"]
    found = [(claim, case.estimate(claim)) for claim in sorted(claims, key=lambda claim: claim.id not in used)]
    texts = [f"{format_magnitude(e.value, e.unit, exact=True)}: {_name_source(case, claim)}" for claim, e in found]
    return [
        Rival(claim.id, estimate.value, f"{text} ({claim.id})" if texts.count(text) > 1 else text)
        for (claim, estimate), text in zip(found, texts, strict=True)
    ]


def _name_source(case: Case, claim: Claim) -> str:
    """Returns the title of a claim's source, with the time that the claim is about if it states one."""
    as_of = case.as_of(claim)
    return f"{case.source(claim.source)}" + (f", {as_of}" if as_of else "")


def find_reach(estimate: Estimate, one: Settable, rivals: Sequence[Rival] = ()) -> Reach:
    """Returns where the slider of a number ends: as in `analysis.slider`, so far that every rival is on it.

    Where a number gives nothing to go by, such as 0, it goes to what the quantity may be, or one to either side.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> one = find_settable(case, "reconstruction.need")
    >>> find_reach(case["reconstruction.need"], one)
    Reach(low=400.0, high=1200.0, step=5.0)
    """
    values = [estimate.value, *(rival.value for rival in rivals)]
    try:
        usual = slider(estimate)
        low, high, step = float(usual.low), float(usual.high), float(usual.step)
    except UsageError:
        low = max(one.least, min(*values, 0.0, 2 * min(values)))
        high = min(one.most, max(*values, 0.0, 2 * max(values)))
        if low == high:
            low, high = max(one.least, low - 1), min(one.most, high + 1)
        step = (high - low) / _STEPS or 1.0
    return Reach(min(low, *values), max(high, *values), step)


def describe_allowed(one: Settable) -> str:
    """Returns what a number may be, in words: `from 0 to 100`, `0 or more`; '' where it may be any.

    >>> describe_allowed(Settable("a.b", "b", "percent", 0, 100))
    'from 0 to 100'
    """
    low, high = (f"{end:.15g}" for end in (one.least, one.most))
    if math.isfinite(one.least) and math.isfinite(one.most):
        return gettext("from {low} to {high}", low=low, high=high)
    if math.isfinite(one.least):
        return gettext("{low} or more", low=low)
    return gettext("{high} or less", high=high) if math.isfinite(one.most) else ""


def find_inputs(case: Case, results: Sequence[Estimate], most: int) -> list[str]:
    """Returns the keys of the numbers beneath some results that can be set, at most so many, in order of use.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> find_inputs(case, [compare.reconstruction.gap(case)], 6)
    ['reconstruction.need', 'assets.usable']
    """
    known = list_settable(case)
    found = dict.fromkeys(
        key for result in results for leaf in result.leaves for key in [_find_key(case, leaf.id, known)] if key
    )
    return list(found)[:most]


def _find_key(case: Case, id: str, known: Mapping[str, Settable]) -> str:
    """Returns the key of the number that a claim, an assumption or a value set by a reader stands for; '' for none."""
    if id.startswith("parameter:"):
        return id.removeprefix("parameter:") if id.removeprefix("parameter:") in known else ""
    row: Claim | Assumption | None = case.ledger.get_table(Claim).get(id) or case.ledger.get_table(Assumption).get(id)
    if row is None:
        return ""
    keys = (f"{row.quantity}@{row.subject}", row.quantity)
    return next((key for key in keys if key in known), "")
