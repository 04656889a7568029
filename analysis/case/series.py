"""Who speaks, what they have revised, and what is of another time: such values are history, not rivals.

A voice is whom a source cites for a number, or its publisher where it speaks for itself; a copy speaks with the voice
of what it copies. "The Agency" and "Agency" are one voice. Of two claims of one voice on the same thing, counted in the
same base, the earlier is revised if the later one gives another number: if their intervals have nothing in common.
Later is what is said of a later time; of one time, what the voice published itself after the other was published, for
a report of what somebody said may come late.

Of a quantity that is measured over time (`over_time` in quantities.csv) claims as of different times are one series,
whoever makes them. Of any other they are estimates of one thing, and rivals, unless more than the window lies between
them, or they are as of two whole years, such as a need in 2030 and one in 2035, or a sum of 2022 and one of 2023. What
is said of another such year revises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from analysis import dates
from analysis.case.columns import Row
from analysis.case.schema import Claim, Quantity, Source
from analysis.case.table import Ledger
from analysis.label import Label
from analysis.wording.cards import PROMISES

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


def label_publishers(ledger: Ledger, claim: Claim) -> Label | None:
    """Returns who publishes the independent sources behind the verdict on a claim, or the title where nobody is named.

    None if the verdict rests on no source.

    >>> from analysis import load_case
    >>> ledger = load_case().ledger
    >>> print(label_publishers(ledger, ledger.get_table(Claim)["coverage_article"]))
    World Bank, via This Day; RFE/RL; AP via Hutch Post
    """
    sources = [ledger.get_table(Source)[id] for id in find_independent(ledger, claim.verdict_claims)]
    named = dict.fromkeys(source.publisher or source.title for source in sources)
    return Label("; ".join(named), f"claims/{claim.id}") if named else None


def list_sources_behind(ledger: Ledger, row: Row) -> list[str]:
    """Returns the ids of the sources of a row and of what became of it, each once.

    Of an event or a forecast with an outcome that is the source of the outcome too, of a forecast whoever gave the
    chance, of a promise those behind our verdict on it.

    >>> from analysis import load_case
    >>> ledger = load_case().ledger
    >>> list_sources_behind(ledger, ledger.tables["forecasts"]["polymarket_ceasefire_2025_august"])
    ['gzero_risks_2025', 'deepnewz_alaska']
    """
    claims, cells = ledger.get_table(Claim), vars(row)
    found = [cells.get("source"), cells.get("outcome_source"), cells.get("claim")]
    if cells.get("verdict") in PROMISES:
        found += cells["verdict_claims"]
    return list(dict.fromkeys(claims[id].source if id in claims else id for id in found if id))


def find_last_day(ledger: Ledger) -> date | None:
    """Returns the last day on which a source of a case can have been published, None if none has a date.

    What is of a later day no source can know of. One that is dated by its year may be of the last day of it.

    >>> from analysis import load_case
    >>> print(find_last_day(load_case().ledger))
    2026-12-31
    """
    published = (source.date for source in ledger.get_table(Source).values())
    return max((dates.compute_span(day)[1] for day in published if day), default=None)


def list_article_claims(ledger: Ledger) -> list[Claim]:
    """Returns the claims of the article, that is of every source with the role article, in file order.

    >>> from analysis import load_case
    >>> list_article_claims(load_case().ledger)[0].source
    'article'
    """
    claims = ledger.get_table(Claim)
    found = [
        claim
        for source in ledger.get_table(Source).find_rows("role", "article")
        for claim in claims.find_rows("source", source.id)
    ]
    return sorted(found, key=lambda claim: claims.positions[claim.id])


def find_voice(sources: Mapping[str, Source], claim: Claim) -> str:
    """Returns who makes a claim: whom its source cites, else the publisher, or the title of a source without one.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_voice(case.ledger.get_table(Source), case.claims("reconstruction.need")[0])
    'the 20-point plan'
    """
    return claim.attributed_to or _find_publisher(sources, claim)


def make_voice_key(voice: str) -> str:
    """Returns what is the same for all spellings of a voice: without the article, and in small letters.

    >>> make_voice_key("The Agency") == make_voice_key("Agency")
    True
    """
    return " ".join(voice.split()).casefold().removeprefix("the ")


def _find_publisher(sources: Mapping[str, Source], claim: Claim) -> str:
    origin = sources[find_origin(sources, claim.source)]
    return origin.publisher or origin.title


def _speaks_for_itself(sources: Mapping[str, Source], claim: Claim) -> bool:
    """Says whether a claim stands in what its own voice published."""
    publisher = make_voice_key(_find_publisher(sources, claim))
    return not claim.attributed_to or make_voice_key(claim.attributed_to) == publisher


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
    is_apart = states_other_time(sources, one, other, over_time=quantity.over_time)
    return days if abs(days) > (0 if is_apart else window) else 0


def is_of_other_time(sources: Mapping[str, Source], quantity: Quantity, claim: Claim, others: Sequence[Claim]) -> bool:
    """Says whether a claim is of another time than each of some others on its quantity; not if there are none.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> newer, older = case.claims("assets.frozen_eur", "france")
    >>> is_of_other_time(case.ledger.get_table(Source), case.quantity("assets.frozen_eur"), older, [newer])
    True
    """
    return bool(others) and all(count_days_apart(sources, quantity, claim, one) for one in others)


def states_other_time(sources: Mapping[str, Source], one: Claim, other: Claim, *, over_time: bool = False) -> bool:
    """Says whether two claims are of two times by what they state, however near these are.

    over_time: whether they are claims on a series; else only whole years are set apart.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> sources, days = case.ledger.get_table(Source), case.claims("assets.frozen_eur", "france")  # no whole years
    >>> [states_other_time(sources, *days, over_time=is_series) for is_series in (False, True)]
    [False, True]
    """
    if not over_time and not (one.as_of and other.as_of):
        return False
    first, second = find_span(sources, one), find_span(sources, other)
    if first is None or second is None or _overlap(first, second):
        return False
    return over_time or (_is_year(first) and _is_year(second))


def _overlap(one: _Span, other: _Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _is_year(span: _Span) -> bool:
    return (span[1] - span[0]).days >= 364


def is_of_time(moment: str, wanted: str) -> bool:
    """Returns whether two EDTF dates may mean the same day, so that what is as of one is as of the other.

    >>> is_of_time("2025-10-31", "2025"), is_of_time("2025-10", "2025-11")
    (True, False)
    """
    return _overlap(dates.compute_span(moment), dates.compute_span(wanted))


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
        voice = make_voice_key(find_voice(sources, claim))
        return claim.quantity, claim.subject or "", claim.base or "", voice

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
    """Whether a claim is later than another of the same voice, and about the same time where they state two."""
    (claim, (first, _)), (earlier, (_, last)) = one, other
    if states_other_time(sources, claim, earlier, over_time=over_time):
        return False
    if first > last:
        return True
    if not _speaks_for_itself(sources, claim):  # a report of what was said may itself come late
        return False
    published, before = sources[claim.source].date, sources[earlier.source].date
    return bool(published and before) and dates.compute_span(published)[0] > dates.compute_span(before)[1]
