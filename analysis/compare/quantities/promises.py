"""Promises: what was promised, what was delivered of it, and by whose count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.funds import find_fund
from analysis.case.schema import Claim, Source
from analysis.case.series import find_span, find_voice, make_voice_key
from analysis.compare.quantities.numbers import convert
from analysis.compare.quantities.times import latest
from analysis.errors import UsageError
from analysis.estimates.constructors import maximum
from analysis.estimates.substitution import hold_terms
from analysis.label import Label
from analysis.messages import Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

_COLUMNS = ["subject", "promised", "delivered", "share", "missing", "verdict", "count_by", "as_of", "chosen"]
_ROLES = ("promised", "delivered")
_KEPT, _SHORT, _OPEN = Word("kept", "promise"), Word("short", "promise"), Word("open", "promise")
_YEAR = re.compile(r"\d{4}")  # of EDTF
_ROUNDING = 1e-9  # as a share: a sum that was converted is not short by less


def promised_and_delivered(
    case: Case, promised: str | None = None, delivered: str | None = None, *, rate: str | None = None
) -> pd.DataFrame:
    """Sets what was delivered against what was promised, for each subject (party, fund or year) and by each count.

    promised, delivered: quantities with the same subjects, by default each that plays `promised` with the one that
        plays `delivered` in its place; a promise without a subject stands for each subject of what was delivered.
    rate: what a unit of the other currency costs, by default what plays `exchange_rate`.
    Left out are counts of other years: where funds.csv has years for both they must be the same, and a count of a time
    before the promise's years, or before the time that the promise is as of, is none of it. Of each voice only the last
    count is taken; as_of says of when it is. Two series of whole years are set side by side year by year: the promise
    that counts for the year, as in `series`, and each voice's count of that year.
    Returns: one row a subject, year and voice, in the order of claims.csv, the count chosen on this basis first.
        subject: Label, '' for none; promised; delivered, missing (0 where more was delivered): in the promise's unit;
        share: percent of the promise, of its floor where it says "at least"; verdict: text, kept (all of the interval
        is at least the promise), short (all of it is less), open (neither) or not counted; count_by: Label of the
        source; as_of: Label or ''; chosen: yes or ''. Without a count delivered, share and missing are '', and as_of is
        the year of the promise.
    Raises: MissingClaim if there is no claim on what was promised, MissingRole if nothing plays it; UsageError if more
        play one role than the other; UnitError for unlike units or purposes.

    >>> from analysis import compare, load_case
    >>> rows = compare.quantities.promised_and_delivered(load_case(), "funding.pledged_eur", "funding.disbursed_eur")
    >>> [(row.subject.id, round(row.share.value, 1), row.verdict) for row in rows.itertuples() if row.chosen]
    [('ukraine_facility', 45.8, 'short')]
    """
    import pandas as pd

    rows = []
    for one, other in _list_pairs(case, promised, delivered):
        rows += _compare(case, one, other, rate)
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=object)


def _list_pairs(case: Case, promised: str | None, delivered: str | None) -> list[tuple[str, str]]:
    """Returns what was promised, each with what was delivered of it."""
    if promised is not None and delivered is not None:
        return [(promised, delivered)]
    found = [
        case.roles(role) if one is None else (one,) for role, one in zip(_ROLES, (promised, delivered), strict=True)
    ]
    for role, ids in zip(_ROLES, found, strict=True):
        if not ids:
            case.role(role)  # raises MissingRole
    if len(found[0]) != len(found[1]):
        raise UsageError(
            f"{case.folder.name}: {len(found[0])} promised ({', '.join(found[0])}), {len(found[1])} delivered "
            f"({', '.join(found[1])}); each needs the other in the same place of roles.csv"
        )
    return list(zip(*found, strict=True))


def _compare(case: Case, promised: str, delivered: str, rate: str | None) -> list[dict[str, object]]:
    rows = []
    for subject in _list_subjects(case, promised, delivered):
        if spent := _list_years(case, promised, delivered, subject):
            for year in spent:
                rows += _compare_year(case, promised, delivered, subject, year, rate)
            continue
        own = case.claims(promised, subject) if subject else ()
        promise = case[promised, subject] if own else case[promised]
        years = {find_years(case, promised, subject, id) for id in promise.claims}
        counts = _find_counts(case, delivered, subject, years, _list_times(case, promise))
        for number, claim in counts:
            is_chosen = claim is None or claim.id in case[delivered, subject].claims
            rows.append(_set_against(case, promise, number, claim, subject, rate, is_chosen=is_chosen))
        if not counts:
            rows.append(_start_row(case, promise, subject))
    return rows


def _list_years(case: Case, promised: str, delivered: str, subject: str | None) -> list[str]:
    """Returns the years of a promise that is made for each of several, EDTF, the earliest first; else nothing."""
    if not (case.quantity(promised).over_time and case.quantity(delivered).over_time):
        return []
    times = {claim.as_of for claim in _list_own(case, promised, subject) if claim.as_of}
    counted = {claim.as_of for claim in _list_own(case, delivered, subject) if claim.as_of}
    are_years = len(times) > 1 and all(map(_YEAR.fullmatch, times | counted))
    return sorted(times) if are_years else []


def _list_own(case: Case, quantity: str, subject: str | None) -> list[Claim]:
    return [c for c in case.claims(quantity, subject) if c.subject == subject and c.rank != "deprecated"]


def _compare_year(
    case: Case, promised: str, delivered: str, subject: str | None, year: str, rate: str | None
) -> list[dict[str, object]]:
    """Sets each voice's count of a year against the promise for that year."""
    promise, revisions = latest(case, promised, subject, as_of=year), case.revisions(delivered)
    counts = [c for c in _list_own(case, delivered, subject) if c.as_of == year and c.id not in revisions]
    if not counts:
        made = next(c for c in _list_own(case, promised, subject) if c.as_of == year)
        return [_start_row(case, promise, subject) | {"as_of": Label(year, f"claims/{made.id}", case)}]
    chosen = latest(case, delivered, subject, as_of=year).claims
    return [
        _set_against(case, promise, case.estimate(claim), claim, subject, rate, is_chosen=claim.id in chosen)
        for claim in sorted(counts, key=lambda one: one.id not in chosen)
    ]


def _list_subjects(case: Case, promised: str, delivered: str) -> list[str | None]:
    """Returns the subjects of a promise, or of what was delivered where one promise stands for all of them."""
    if promised not in case:
        case[promised]  # raises MissingClaim
    own, counted = (
        dict.fromkeys(c.subject for c in case.claims(key) if c.rank != "deprecated") for key in (promised, delivered)
    )
    return list((counted if counted and own.keys() <= {None} else own) or {None: None})


def _find_counts(
    case: Case, delivered: str, subject: str | None, years: Iterable[str | None], times: Iterable[str]
) -> list[tuple[Estimate, Claim | None]]:
    """Returns the last count of each voice of what was delivered in these years, the chosen one first.

    times: those that the promise is as of; what is of a time before them is left out.

    A number that the reader has set, or that we assume, is the only count, and no claim.
    """
    claims = [c for c in case.claims(delivered, subject) if c.subject == subject and c.rank != "deprecated"]
    if delivered not in case or not (claims or subject is None):
        return []
    counts, sources, revisions = case[delivered, subject], case.ledger.get_table(Source), case.revisions(delivered)
    if not any(leaf.kind == "claim" for leaf in counts.leaves):
        return [(counts, None)]

    def order(claim: Claim) -> tuple[date, date, bool, bool]:
        first, end = find_span(sources, claim) or (date.min, date.min)
        return end, first, claim.rank == "preferred", claim.id in counts.claims

    last: dict[str, Claim] = {}
    for claim in claims:
        is_revised = claim.id in revisions and claim.id not in counts.claims
        is_of_promise = all(_is_of_years(case, claim, wanted) for wanted in years)
        if is_of_promise and not is_revised and all(_is_not_before(claim, time) for time in times):
            voice = make_voice_key(find_voice(sources, claim))
            last[voice] = max(claim, last.get(voice, claim), key=order)
    found = sorted(last.values(), key=lambda claim: claim.id not in counts.claims)
    return [(case.estimate(claim), claim) for claim in found]


def find_years(case: Case, quantity: str, subject: str | None, claim: str) -> str | None:
    """Returns the years that a sum is spent in by funds.csv, EDTF; None where none are stated.

    >>> from analysis import load_case
    >>> from analysis.compare.quantities.promises import find_years
    >>> find_years(load_case(), "funding.pledged_eur", "ukraine_facility", "facility_pledged")
    '2024/2027'
    """
    fund = find_fund(case.ledger, quantity, subject, claim)
    return fund.years if fund else None


def _is_of_years(case: Case, claim: Claim, wanted: str | None) -> bool:
    """Says whether a count can be one of a promise for these years."""
    years = find_years(case, claim.quantity, claim.subject, claim.id)
    if wanted is None:
        return True
    if years is not None:
        return dates.compute_span(years) == dates.compute_span(wanted)
    return _is_not_before(claim, wanted)


def _is_not_before(claim: Claim, time: str) -> bool:
    """Says whether a claim may be of a time or a later one; of a claim that states no time nobody knows."""
    return not claim.as_of or dates.compute_span(claim.as_of)[1] >= dates.compute_span(time)[0]


def _list_times(case: Case, promise: Estimate) -> list[str]:
    """Returns the times that the claims beneath a promise are as of."""
    claims = case.ledger.get_table(Claim)
    return [time for id in sorted(promise.claims) if id in claims and (time := claims[id].as_of)]


def _start_row(case: Case, promise: Estimate, subject: str | None) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(_COLUMNS, "")
    name = case.label(subject) if subject else ""
    return row | {"subject": name, "promised": promise, "verdict": Word("not counted", "promise")}


def _set_against(
    case: Case,
    promise: Estimate,
    number: Estimate,
    claim: Claim | None,
    subject: str | None,
    rate: str | None,
    *,
    is_chosen: bool,
) -> dict[str, object]:
    row, id = _start_row(case, promise, subject), claim.id if claim else number.leaves[0].id
    amount, term = convert(case, number, promise.unit, rate), hold_terms(promise)
    slack = _ROUNDING * abs(promise.value)
    if promise.value:
        row["share"] = (amount / term).to("percent").named(f"kept.{id}", gettext("Share of the promise delivered"))
    if claim:
        row["count_by"] = case.source(claim.source)
        row["as_of"] = Label(dates.format_date(claim.as_of), f"claims/{id}", case) if claim.as_of else ""
    enough = promise.value if promise.low >= promise.value else promise.high  # of "over 6", 6 are enough
    is_kept, is_short = amount.low >= enough - slack, amount.high < promise.low - slack
    return row | {
        "delivered": amount,
        "missing": maximum(term - amount, 0).named(f"missing.{id}", gettext("Promised and not delivered")),
        "verdict": _KEPT if is_kept else _SHORT if is_short else _OPEN,
        "chosen": Word("yes") if is_chosen else "",
    }
