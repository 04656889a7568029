"""Who speaks, what they have revised, and what is of another time: such values are history, not rivals.

A voice is whom a source cites for a number, or its publisher where it speaks for itself; a copy speaks with the voice
of what it copies. Of two claims of one voice on the same thing, counted in the same base, the earlier is revised if the
later one gives another number: if their intervals have nothing in common. Later is what is said of a later time; of
one time, and where the publisher speaks for itself, what was published later.

Of a quantity that is measured over time (`over_time` in quantities.csv) claims as of different times are one series,
whoever makes them. Of any other they are estimates of one thing, and rivals, unless more than the window lies between
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from analysis import dates
from analysis.case.schema import Claim, Quantity, Source
from analysis.case.table import Ledger

WINDOW = 365  # days
Ends: TypeAlias = tuple[float, float]
_Span: TypeAlias = tuple[date, date]


def find_origin(sources: Mapping[str, Source], id: str) -> str:
    """Returns the id of the source at the start of a chain of copies; of one that copies nothing, its own.

    >>> from analysis import load_case
    >>> find_origin(load_case().ledger.get_table(Source), "article")
    'article'
    """
    seen = {id}
    while (copied := sources[id].copy_of) and copied not in seen:
        seen.add(id := copied)
    return id


def find_independent(ledger: Ledger, ids: Iterable[str]) -> list[str]:
    """Returns the ids of the sources behind some claims or sources; copies of one source count once.

    >>> from analysis import load_case
    >>> find_independent(load_case().ledger, ["need_article"])
    ['article']
    """
    claims, sources = ledger.get_table(Claim), ledger.get_table(Source)
    named = [claims[id].source if id in claims else id for id in ids]
    return list(dict.fromkeys(find_origin(sources, id) for id in named))


def list_publishers(ledger: Ledger, ids: Iterable[str]) -> list[str]:
    """Returns who publishes the independent sources behind some claims or sources, or the title where nobody is named.

    >>> from analysis import load_case
    >>> list_publishers(load_case().ledger, ["need_rdna5"])
    ['World Bank, via This Day']
    """
    sources = [ledger.get_table(Source)[id] for id in find_independent(ledger, ids)]
    return list(dict.fromkeys(source.publisher or source.title for source in sources))


def list_article_claims(ledger: Ledger) -> list[Claim]:
    """Returns the claims of the article, that is of every source with the role article, in file order.

    >>> from analysis import load_case
    >>> list_article_claims(load_case().ledger)[0].source
    'article'
    """
    sources = ledger.get_table(Source)
    return [c for c in ledger.get_table(Claim).values() if sources[c.source].role == "article"]


def find_voice(sources: Mapping[str, Source], claim: Claim) -> str:
    """Returns who makes a claim: whom its source cites, else the publisher, or the title of a source without one.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_voice(case.ledger.get_table(Source), case.claims("reconstruction.need")[0])
    'the 20-point plan'
    """
    origin = sources[find_origin(sources, claim.source)]
    return claim.attributed_to or origin.publisher or origin.title


def find_span(sources: Mapping[str, Source], claim: Claim) -> _Span | None:
    """Returns the first and last day of the time a claim is about, else of its publication; None if neither is known.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_span(case.ledger.get_table(Source), case.claims("reconstruction.need")[1])
    (datetime.date(2025, 12, 31), datetime.date(2025, 12, 31))
    """
    moment = claim.as_of or sources[claim.source].date
    return dates.compute_span(moment) if moment else None


def count_days_apart(
    sources: Mapping[str, Source], quantity: Quantity, one: Claim, other: Claim, window: int = WINDOW
) -> int:
    """Returns how many days later the first of two claims is than the other; 0 if they are of one time, and rivals.

    quantity: that of both. window: days between the times of two estimates of one thing that are still compared.
    A claim that says of no time is of its publication's where the quantity is measured over time, else of any time.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> newer, older = case.claims("assets.frozen_eur", "france")
    >>> quantity = case.quantity("assets.frozen_eur")
    >>> count_days_apart(case.ledger.get_table(Source), quantity, newer, older)
    1343
    """
    times = [find_span(sources, claim) if claim.as_of or quantity.over_time else None for claim in (one, other)]
    if times[0] is None or times[1] is None:
        return 0
    (first, last), (start, end) = times[0], times[1]
    days = (first - end).days if first > end else min(0, (last - start).days)
    return days if abs(days) > (0 if quantity.over_time else window) else 0


def is_of_time(moment: str, wanted: str) -> bool:
    """Returns whether two EDTF dates may mean the same day, so that what is as of one is as of the other.

    >>> is_of_time("2025-10-31", "2025"), is_of_time("2025-10", "2025-11")
    (True, False)
    """
    (first, last), (start, end) = dates.compute_span(moment), dates.compute_span(wanted)
    return first <= end and start <= last


def find_newest(sources: Mapping[str, Source], quantity: Quantity, claims: Sequence[Claim], day: date) -> list[Claim]:
    """Returns the claims on a quantity that none of the others has left behind: rivals of the newest time.

    day: the last that can be known; claims as of a later time count only where there are no others.
    """
    known = [claim for claim in claims if not claim.as_of or dates.compute_span(claim.as_of)[0] <= day] or claims
    return [claim for claim in known if all(count_days_apart(sources, quantity, other, claim) <= 0 for other in known)]


def find_revisions(
    sources: Mapping[str, Source],
    claims: Iterable[Claim],
    find_interval: Callable[[Claim], Ends],
    *,
    over_time: bool = False,
) -> dict[str, Claim]:
    """Returns, for each claim that its own voice has revised, the claim that did: id of the earlier -> the later.

    claims: numbers, of any quantities. find_interval: the ends of a claim's interval, in the quantity's unit.
    over_time: whether the claims are a series, in which only what is said again of one time is revised.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> case.revisions("reconstruction.need")["need_rdna4"].id
    'need_rdna5'
    """

    def find_series(claim: Claim) -> tuple[str, str, str, str]:
        return claim.quantity, claim.subject or "", claim.base or "", find_voice(sources, claim)

    revised: dict[str, Claim] = {}
    for _, group in groupby(sorted(claims, key=find_series), key=find_series):
        series = [(claim, span) for claim in group if (span := find_span(sources, claim))]
        if len(series) > 1:
            _add_revisions(sources, series, find_interval, revised, over_time)
    return revised


def _add_revisions(
    sources: Mapping[str, Source],
    series: Sequence[tuple[Claim, _Span]],
    find_interval: Callable[[Claim], Ends],
    revised: dict[str, Claim],
    over_time: bool,
) -> None:
    """Adds what one voice has revised. From the newest back, each claim is compared with the next one after it."""
    ordered = sorted(series, key=lambda one: (one[1], _find_publication(sources, one[0]), one[0].id))
    for at in range(len(ordered) - 2, -1, -1):
        claim, _ = ordered[at]
        later = next(
            (other[0] for other in ordered[at + 1 :] if _is_later(sources, other, ordered[at], over_time)), None
        )
        if later is None:
            continue
        (low, high), (next_low, next_high) = find_interval(claim), find_interval(later)
        if next_high < low or high < next_low:
            revised[claim.id] = later
        elif later.id in revised:
            revised[claim.id] = revised[later.id]


def _find_publication(sources: Mapping[str, Source], claim: Claim) -> date:
    published = sources[claim.source].date
    return dates.compute_span(published)[1] if published else date.min


def _is_later(
    sources: Mapping[str, Source], one: tuple[Claim, _Span], other: tuple[Claim, _Span], over_time: bool
) -> bool:
    """Whether a claim is later than another of the same voice, and in a series about the same time."""
    (claim, (first, _)), (earlier, (_, last)) = one, other
    if first > last:
        return not over_time
    if claim.attributed_to or earlier.attributed_to:  # a report of what was said may itself come late
        return False
    published, before = sources[claim.source].date, sources[earlier.source].date
    return bool(published and before) and dates.compute_span(published)[0] > dates.compute_span(before)[1]
