"""The numbers that the general comparisons work with: found by their keys, in one unit, with a name for readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.case.funds import convert_money
from analysis.errors import UsageError
from analysis.estimates.difference import subtract
from analysis.estimates.estimate import Estimate
from analysis.estimates.expression import split_reference
from analysis.wording import units

if TYPE_CHECKING:
    from analysis.case.case import Case
    from analysis.case.schema import Claim


def split_key(key: str) -> tuple[str, str | None]:
    """Returns the quantity of a key and its subject, None where it names none; of a key with a time, without it.

    >>> from analysis.compare.quantities.numbers import split_key
    >>> split_key("forces.cap@plan_28"), split_key("assets.frozen[2025]")
    (('forces.cap', 'plan_28'), ('assets.frozen', None))
    """
    return split_reference(key)[:2]


def find_number(case: Case, key: str, subject: str | None = None) -> Estimate:
    """Returns the number that a key names: the one that counts, or counts as of its time.

    subject: of a key that names none, where there are claims on this subject; else the quantity's only one is taken.
    Raises: MissingClaim if there is no claim on it, CaseError if it has several subjects and none is named.

    >>> from analysis import load_case
    >>> from analysis.compare.quantities.numbers import find_number
    >>> [find_number(load_case(), key, "plan_28").value for key in ("forces.cap", "population.now")]
    [600000.0, 30.0]
    """
    quantity, named = find_subject(case, key, subject)
    time = split_reference(key).time
    return case.at(quantity, time, named) if time else case[quantity, named]


def find_subject(case: Case, key: str, subject: str | None = None) -> tuple[str, str | None]:
    """Returns quantity and subject of a key. subject: as in `find_number`."""
    quantity, named = split_key(key)
    if named is None and subject is not None and any(c.subject == subject for c in case.claims(quantity)):
        named = subject
    return quantity, named


def find_optional(case: Case, role: str, instead: str | None = None) -> str:
    """Returns the id of what plays a role that a question can do without, '' where nothing does; `"" in case` is false.

    instead: an id that is taken in its place.

    >>> from analysis import load_case
    >>> from analysis.compare.quantities.numbers import find_optional
    >>> find_optional(load_case(), "poll_error")
    'opinion.error'
    """
    return next(iter(case.roles(role)), "") if instead is None else instead


def find_by_subject(case: Case, role: str, instead: str | None = None) -> dict[str, Estimate]:
    """Returns subject -> number of what plays a role, in the order of roles.csv; {} where nothing does or is claimed.

    instead: a quantity that is taken in its place.

    >>> from analysis import load_case
    >>> from analysis.compare.quantities.numbers import find_by_subject
    >>> find_by_subject(load_case(), "limit")["plan_28"].value
    600000.0
    """
    ids = case.roles(role) if instead is None else (instead,)
    return {subject: number for id in ids if id in case for subject, number in case.by_subject(id).items()}


def convert(case: Case, number: Estimate, unit: str, rate: str | None = None) -> Estimate:
    """Returns a number in a unit; money in another currency, be it per year or per head, at a rate of the case.

    rate: the quantity that holds what a unit of the other currency costs; by default what plays `exchange_rate`.
    Raises: UnitError if it measures something else; MissingRole or MissingClaim if a rate is needed and there is none.

    >>> from analysis import load_case
    >>> from analysis.compare.quantities.numbers import convert
    >>> round(convert(load_case(), load_case()["plant.dam"], "billion USD").value, 2)
    2.35
    """
    is_same = units.get_base_unit(number.unit) == units.get_base_unit(unit)
    if not is_same and units.find_kind(number.unit) == units.find_kind(unit):
        name = number.label or number.how
        return convert_money(case, number, unit, case.role("exchange_rate", rate)).named(number.name, name)
    return number.to(unit)


def name_number(number: Estimate) -> str:
    """Returns what a reader calls a number: its label, else its formula, which of a claim is its name."""
    return number.label or number.how


def make_name(*parts: str) -> str:
    """Returns the key in results.json of what is computed from these: words and keys.

    >>> from analysis.compare.quantities.numbers import make_name
    >>> make_name("gap", "need.total@gaza")
    'gap.need.total.gaza'
    """
    return ".".join(part.replace("@", ".") for part in parts)


def list_claims(case: Case, quantity: str, subject: str | None) -> list[Claim]:
    """Returns the claims with a number on a quantity and subject, without those deprecated, in the order of the file.

    subject: the quantity's only one where none is given. Raises UsageError for a date or a text, and MissingClaim if
    there is no claim.
    """
    row = case.quantity(quantity)
    if row.unit in ("date", "text"):
        raise UsageError(f"{quantity} is a {row.unit}; only numbers can be compared. Ask for claims({quantity!r})")
    of = subject if subject is not None else _find_only_subject(case, quantity)
    return [c for c in case.claims(quantity) if c.subject == of and c.rank != "deprecated"]


def _find_only_subject(case: Case, quantity: str) -> str | None:
    claims = case.claims(quantity)
    subjects = dict.fromkeys(c.subject for c in claims if c.rank != "deprecated")
    if len(subjects) != 1:
        case[quantity]  # says what is missing, or which subjects there are
    return next(iter(subjects), None)


def compute_deviation(number: Estimate, reference: Estimate) -> Estimate | str:
    """Returns how far a number is from another: points between shares in per cent, else per cent of the other.

    Returns: '' where the other is 0, of which nothing is a share.

    >>> from analysis import number
    >>> from analysis.compare.quantities.numbers import compute_deviation
    >>> compute_deviation(number(588, "billion USD"), number(800, "billion USD")).value
    -26.5
    >>> compute_deviation(number(40, "percent"), number(36, "percent"))
    <40 − 36: 4 percentage_point>
    """
    if reference.unit == "percent":
        return subtract(number, reference)
    return ((number - reference) / reference).to("percent") if reference.value else ""


def is_like(one: str | None, other: str | None) -> bool:
    """Says whether two bases can be set against each other: they are the same, or one of them is not stated."""
    return one == other or one is None or other is None


def find_base(case: Case, number: Estimate, claims: Iterable[Claim]) -> str | None:
    """Returns the base that the claims beneath a number share, None where they state none or several."""
    bases = {claim.base for claim in claims if claim.id in number.claims}
    return next(iter(bases)) if len(bases) == 1 else None
