"""Sums: what a need is met from, rung by rung, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.compare.quantities.numbers import convert, find_number, make_name, name_number, split_key
from analysis.errors import UsageError
from analysis.estimates.constructors import minimum, total
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

NOTHING: Mapping[str, str] = {}


def gap(
    case: Case, need: str, sources: Sequence[str], *, within: Mapping[str, str] = NOTHING, rate: str | None = None
) -> Estimate:
    """Computes what is missing: a need less what is there to meet it, negative where there is more.

    need, sources: keys of money for one purpose, or of anything else of one unit (troops, trucks).
    within: source -> the source that it is a part of, so that it counts once. rate: see `convert` of
        `analysis.compare.quantities.numbers`.
    Returns: in the need's unit. "At most" there makes it "at least" missing.
    Raises: MissingClaim if the case has no claim on one of them; UnitError for unlike units and purposes; UsageError if
        no source is given, or one twice.

    >>> from analysis import compare, load_case
    >>> compare.quantities.gap(load_case(), "reconstruction.need", ["assets.usable"])
    <Reconstruction need not covered: 700 (700 to 800) billion USD>
    """
    whole, means = find_number(case, need), _add_up(case, need, sources, within, rate)
    return (whole - means).named(
        make_name("gap", need, *sources), begin_with_capital(gettext("{need} not covered", need=name_number(whole)))
    )


def coverage(
    case: Case, need: str, sources: Sequence[str], *, within: Mapping[str, str] = NOTHING, rate: str | None = None
) -> Estimate:
    """Computes how much of a need is covered (percent), above 100 where there is more than is needed.

    need, sources, within, rate: as in `gap`, which says what it raises; also UnitError if the need is 0.

    >>> from analysis import compare, load_case
    >>> compare.quantities.coverage(load_case(), "reconstruction.need", ["assets.usable"]).value
    12.5
    """
    whole, means = find_number(case, need), _add_up(case, need, sources, within, rate)
    label = begin_with_capital(gettext("{need} covered", need=name_number(whole)))
    return (means / whole).to("percent").named(make_name("coverage", need, *sources), label)


def ladder(
    case: Case, need: str, sources: Sequence[str], *, within: Mapping[str, str] = NOTHING, rate: str | None = None
) -> pd.DataFrame:
    """Computes what a need can be met from, rung by rung, in the order given; the last rung is what is not covered.

    need, sources, within, rate: as in `gap`, which says what it raises. A source that holds an earlier one (`within`)
        adds the rest of it; one that lies within an earlier one would add nothing, so give the part first.
    Returns: rows that add up to the need. rung: Label; amount: in the need's unit, only as far as the need goes;
        share: percent of the need.

    >>> from analysis import compare, load_case
    >>> sources, within = ["assets.usable", "assets.frozen"], {"assets.usable": "assets.frozen"}
    >>> rungs = compare.quantities.ladder(load_case(), "reconstruction.need", sources, within=within)
    >>> [f"{row.rung}: {row.amount.value:g}" for row in rungs.itertuples()]
    ['Usable frozen assets: 100', 'Rest of the frozen assets: 200', 'Not covered: 500']
    """
    import pandas as pd

    _check_sources(sources)
    whole, rows, below = find_number(case, need), list[tuple[Label, Estimate]](), None
    for position, source in enumerate(sources):
        before = sources[:position]
        if _is_inside(source, before, within):
            raise UsageError(f"{source} is a part of what stands before it; give it first, or leave it out")
        quantity, subject = split_key(source)
        name = case.symbol(case.quantity(quantity), subject)
        is_rest = any(_is_inside(part, [source], within) for part in before)
        reached = _add_up(case, need, [*before, source], within, rate)
        if before or reached.high > whole.low:  # the first rung stays the source's own number where it fits
            reached = minimum(reached, whole)
        amount = reached if below is None else reached - below
        label = begin_with_capital(gettext("rest of the {source}", source=name) if is_rest else name)
        rows.append((_label(source, label), amount.named(make_name("rung", need, source), label)))
        below = reached
    assert below is not None
    left = (whole - below).named(make_name("rung", need, "none"), gettext("Not covered"))
    rows.append((_label(need, gettext("Not covered")), left))
    return pd.DataFrame(
        [{"rung": rung, "amount": amount, "share": (amount / whole).to("percent")} for rung, amount in rows],
        dtype=object,
    )


def _label(key: str, text: str) -> Label:
    return Label(text, f"quantities/{split_key(key)[0]}")


def _add_up(case: Case, need: str, sources: Sequence[str], within: Mapping[str, str], rate: str | None) -> Estimate:
    """Returns the sum of the sources in the need's unit; one that is a part of another of them is in that one."""
    _check_sources(sources)
    unit = find_number(case, need).unit
    return total(
        convert(case, find_number(case, source), unit, rate)
        for source in sources
        if not _is_inside(source, sources, within)
    )


def _is_inside(part: str, sources: Sequence[str], within: Mapping[str, str]) -> bool:
    """Says whether one of these sources holds another, be it as a part of a part."""
    seen = {part}
    while (part := within.get(part, "")) and part not in seen:
        if part in sources:
            return True
        seen.add(part)
    return False


def _check_sources(sources: Sequence[str]) -> None:
    if isinstance(sources, str) or not sources:
        raise UsageError(f"sources are a list of one or more keys; found {sources!r}")
    for position, source in enumerate(sources):
        if source in sources[:position]:
            raise UsageError(f"{source} is given twice; a source counts once")
