"""Ratios: one quantity as a multiple or a share of another, or per unit of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.compare import denominators
from analysis.compare.quantities.numbers import find_number, find_subject, make_name, name_number
from analysis.messages import gettext
from analysis.wording import units
from analysis.wording.capitals import begin_with_capital
from analysis.wording.unit_names import name_per

if TYPE_CHECKING:
    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate


def ratio(case: Case, one: str, other: str, subject: str | None = None) -> Estimate:
    """Computes how many times another quantity one is.

    one, other: keys. subject: of both, where there are claims on it. Of the other, what counts has the base that the
        quantity is set against (see `analysis.compare.denominators`).
    Returns: dimensionless where both measure the same, else in the one's unit per the other's.
    Raises: MissingClaim if the case has no claim on one of them; UnitError for money for unlike purposes.

    >>> from analysis import compare, load_case
    >>> compare.quantities.ratio(load_case(), "forces.cap", "forces.prewar", "plan_28").value
    1.0
    """
    above, below = find_number(case, one, subject), _find_denominator(case, other, subject)
    name = make_name("ratio", one, other, *([subject] if subject else []))
    label = gettext("{number} against {other}", number=name_number(above), other=name_number(below))
    return (above / below).named(name, begin_with_capital(label))


def share(case: Case, part: str, whole: str, subject: str | None = None) -> Estimate:
    """Computes one quantity as a share of another (percent).

    part, whole, subject: as one, other and subject in `ratio`, which says what it raises; also UnitError if the two
        measure different things.

    >>> from analysis import compare, load_case
    >>> round(compare.quantities.share(load_case(), "assets.usable", "assets.frozen").value, 1)
    33.3
    """
    return ratio(case, part, whole, subject).to("percent")


def per(case: Case, quantity: str, base: str, subject: str | None = None) -> Estimate:
    """Computes a quantity per unit of another: per head, per day, per hectare.

    quantity, base, subject: as one, other and subject in `ratio`, which says what it raises.
    Returns: in the quantity's unit per that of the base, without its thousands or millions; the label names it.

    >>> from analysis import compare, load_case
    >>> compare.quantities.per(load_case(), "reconstruction.need", "population.now").label
    'Reconstruction need per person'
    >>> round(compare.quantities.per(load_case(), "reconstruction.need", "population.now").value)
    26667
    """
    above, below = find_number(case, quantity, subject), _find_denominator(case, base, subject)
    (_, over), (_, under) = units.split_scale(above.unit), units.split_scale(below.unit)
    # translators: {unit} has the form in which a rate is per one of it, such as “person” or “hour”
    label = gettext("{number} per {unit}", number=name_number(above), unit=name_per(under))
    found = (above / below).named(
        make_name("per", quantity, base, *([subject] if subject else [])), begin_with_capital(label)
    )
    is_same = units.get_base_unit(above.unit) == units.get_base_unit(below.unit)
    return found if is_same or "/" in under else found.to(f"{over}/{under}")


def _find_denominator(case: Case, key: str, subject: str | None) -> Estimate:
    return denominators.denominator(case, *find_subject(case, key, subject))
