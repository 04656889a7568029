"""Makes Estimates: from a plain number, a parameter or a claim, and by the choices that have no operator."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from analysis.contract import ClaimCard, Qualifier
from analysis.errors import UnitError
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Kind, Leaf, check_finite, make_number_leaf
from analysis.messages import gettext
from analysis.wording import units
from analysis.wording.qualifiers import WIDTHS, Width, compute_interval, find_qualifier


def number(value: float, unit: str = "one", symbol: str = "") -> Estimate:
    """Returns a plain number: a definition such as "per 1,000", never a fact about the world.

    value is in `unit`; symbol is its name in formulas, by default its digits.

    >>> from analysis import load_case, number
    >>> load_case()["reconstruction.need"] / number(10, "year", symbol="ten years")
    <reconstruction need / ten years: 2.19028e+08 USD / day>
    """
    return Estimate("number", unit, leaf=make_number_leaf(value, unit, symbol))


def parameter(name: str, value: float, unit: str = "one", symbol: str = "") -> Estimate:
    """Returns a number that the reader of a report sets: traced to the parameter of that name.

    value is in `unit`; symbol is its name in formulas, by default the parameter's.

    >>> from analysis import parameter
    >>> growth = parameter("growth_percent", 3, "percent")
    >>> growth.how, growth.claims
    ('growth percent', frozenset({'parameter:growth_percent'}))
    """
    symbol, statement = symbol or name.replace("_", " "), gettext("A parameter of this report.")
    return make_leaf(
        f"parameter:{name}",
        value,
        unit,
        kind="parameter",
        symbol=symbol,
        origin=ClaimCard(f"parameter:{name}", "parameter", symbol, unit, value=value, statement=statement),
    )


def make_leaf(
    id: str,
    value: float | None,
    unit: str,
    *,
    kind: Kind = "claim",
    qualifier: Qualifier = "exact",
    low: float | None = None,
    high: float | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    symbol: str = "",
    origin: ClaimCard | Callable[[], ClaimCard] | None = None,
    purpose: str = "",
    base: str = "",
    rests_on: Iterable[str] = (),
    among: Iterable[str] = (),
    coders: int = 0,
    case: object = None,
    widths: Mapping[Qualifier, Width] = WIDTHS,
) -> Estimate:
    """Returns the Estimate of one claim, assumption or parameter.

    value, low, high, minimum, maximum are in `unit`. The claim's own low and high take precedence over the interval of
    its qualifier (`qualifiers.py`, or `widths`); minimum and maximum are the bounds of the quantity itself. purpose:
    what it is money for, such as rebuilding; money for unlike purposes is neither added nor divided. base: what it
    covers, where claims on its quantity differ in it.
    Without a value, the number is `between` low and high: every value between them is equally likely, arithmetic starts
    from their middle, and it is printed as the range that it is.
    origin: its card, or what makes it once it is asked for. rests_on, among, coders: of a count, see `Leaf`.
    A number called exact that has an interval all the same becomes about, at_least or at_most.
    Raises UnitError for an unknown unit, a value that is not finite, a value outside its interval, or no value at all.

    >>> from analysis.estimates.constructors import make_leaf
    >>> drones = make_leaf("drones_article", 500, "item", qualifier="nearly", symbol="drones")
    >>> drones
    <drones: 500 (475 to 500) item>
    >>> make_leaf("losses", None, "person", low=25, high=27).value
    26.0
    """
    is_uniform = value is None
    if value is None:
        if low is None or high is None:
            raise UnitError(f"{id}: found neither a value nor both low and high; give a value, or give both")
        value = (low + high) / 2
    ends = compute_interval(value, qualifier, minimum, maximum, widths)
    low, high = (ends[0] if low is None else low), (ends[1] if high is None else high)
    given = value, low, high
    factor = units.get_factor(unit)
    value, low, high = (check_finite(magnitude * factor, id) for magnitude in (value, low, high))
    if not low <= value <= high:
        found = "{:.15g} is outside its interval, {:.15g} to {:.15g}".format(*given)
        raise UnitError(f"{id}: its value {found}; correct the value, low or high")
    if is_uniform and low < high:
        qualifier = "between"
    elif qualifier == "exact" or is_uniform:
        qualifier = find_qualifier(value, low, high)
    least = -math.inf if minimum is None else minimum * factor
    most = math.inf if maximum is None else maximum * factor
    leaf = Leaf(
        *(id, kind, value, low, high, qualifier, symbol or id, is_uniform, least, most, origin, purpose),
        base=base,
        rests_on=tuple(rests_on),
        among=tuple(among),
        coders=coders,
        case=case,
    )
    return Estimate(kind, unit, leaf=leaf)


def maximum(a: Estimate | float, b: Estimate | float) -> Estimate:
    """Returns the greater of two numbers of one dimension, as a node of the formula.

    A plain number takes the unit of the other. Raises UnitError if they measure different things.

    >>> from analysis import load_case, maximum
    >>> case = load_case()
    >>> maximum(case["reconstruction.need"] - case["assets.usable"], 0).how
    'max(reconstruction need − usable frozen assets, 0)'
    """
    return _build_choice("max", a, b)


def minimum(a: Estimate | float, b: Estimate | float) -> Estimate:
    """Returns the lesser of two numbers of one dimension, as a node of the formula.

    A plain number takes the unit of the other. Raises UnitError if they measure different things.

    >>> from analysis import load_case, minimum
    >>> minimum(load_case()["reconstruction.need"], 500).value
    500.0
    """
    return _build_choice("min", a, b)


def replace_interval(value: Estimate, low: float, high: float, *beneath: Estimate) -> Estimate:
    """Returns a number with an interval that was found otherwise than by its formula, such as by random draws.

    value: its formula is the one shown; where there is no formula, a plain `number` whose symbol says how it was found.
    low, high: in its unit. beneath: the numbers it was found from, so that it leads to their claims.

    >>> from analysis import number
    >>> from analysis.estimates.constructors import replace_interval
    >>> replace_interval(number(5, "day", "median of the draws"), 3, 9)
    <median of the draws: 5 (3 to 9) day>
    """
    return Estimate("within", value.unit, (value, number(low, value.unit), number(high, value.unit), *beneath))


def total(parts: Iterable[Estimate]) -> Estimate:
    """Returns the sum of one or more Estimates of one dimension. Raises UnitError if there are none.

    What was so much a year in several years adds up to an amount, and to no rate: claims on one quantity and subject,
    each of another whole year, are summed for one year each. Their mean is that sum by the years,
    `total(flows) / number(5, "year", symbol="five years")`.

    >>> from analysis import load_case, total
    >>> case = load_case()
    >>> total([case["reconstruction.need"], case["assets.usable"]]).value
    900.0
    """
    terms = list(parts)
    if not terms:
        raise UnitError("the sum of nothing has no unit; give at least one Estimate")
    result = terms[0]
    for term in terms[1:]:
        result = result + term
    amount = _find_amount(terms)
    return (result * number(1, "year", symbol=gettext("one year"))).to(amount) if amount else result


def _find_amount(terms: Sequence[Estimate]) -> str:
    """Returns the unit of the amount that yearly rates of several years come to; '' for any other terms."""
    rate = re.fullmatch(r"(.*\S) */ *year", terms[0].unit)
    cards = [term.leaves[0].origin for term in terms if len(term.leaves) == 1]
    years = {card.as_of for card in cards if card and re.fullmatch(r"\d{4}", card.as_of or "")}
    of = {(card.quantity, card.subject) for card in cards if card}
    return rate[1] if rate and len(years) == len(terms) > 1 == len(of) else ""


def _build_choice(op: str, a: Estimate | float, b: Estimate | float) -> Estimate:
    """Returns the node of a maximum or minimum, in the unit of the first that has one."""
    like = a if isinstance(a, Estimate) else b
    if not isinstance(like, Estimate):
        raise UnitError(f"{op} of two plain numbers: found {a!r} and {b!r}; one of them must be an Estimate")
    left, right = (x if isinstance(x, Estimate) else number(x, like.unit) for x in (a, b))
    units.check_same_dimension(left.unit, right.unit, "compared with")
    return Estimate(op, like.unit, (left, right))
