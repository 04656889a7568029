"""Timeline: what happened when, how long lay between, and what became of what was scheduled?

Dates are EDTF and keep their precision: a month is all its days, so an interval from it has two ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.estimate import Estimate
from analysis.label import Label
from analysis.schema import Event

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case


def events(case: Case, *, kinds: tuple[str, ...] = (), topic: str = "", since: str = "",
           until: str = "") -> pd.DataFrame:
    """Events in order.

    kinds, topic: only these, all if empty. since, until: only those that may lie between two EDTF dates, inclusive.
    Returns: one row an event, earliest first. date, title: Label; place: Label or None; kind: text;
        day: day (a number of days, as wide as the date is imprecise); event: its id.
    """
    import pandas as pd

    chosen = [e for e in case.ledger.of(Event).values() if (not kinds or e.kind in kinds)
              and topic in ("", e.topic)
              and (not since or dates.span(case.edtf(e.id))[1] >= dates.span(since)[0])
              and (not until or dates.span(case.edtf(e.id))[0] <= dates.span(until)[1])]
    chosen.sort(key=lambda e: (dates.span(case.edtf(e.id)), e.id))
    return pd.DataFrame([{"date": case.date(e.id), "title": case.label(e.id), "kind": e.kind, "day": case.day(e.id),
                          "place": Label(e.place, f"events/{e.id}") if e.place else None, "event": e.id}
                         for e in chosen], columns=["date", "title", "kind", "day", "place", "event"], dtype=object)


def between(case: Case, first: str, second: str) -> Estimate:
    """Returns the days from one event to another: 28 February to 28 December 2025 are 303."""
    return (case.day(second) - case.day(first)).named(
        f"timeline.{first}.to.{second}", f"Days from {case.label(first)} to {case.label(second)}")


def intervals(case: Case, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    """The days between pairs of events.

    Returns: one row a pair. first, second: Label of the event; from_date, to_date: Label; days: day.
    """
    import pandas as pd

    return pd.DataFrame([{"first": case.label(a), "from_date": case.date(a), "second": case.label(b),
                          "to_date": case.date(b), "days": between(case, a, b)} for a, b in pairs], dtype=object)


def redated(case: Case) -> pd.DataFrame:
    """Events that other sources date otherwise.

    Returns: one row an event whose date differs between the bases. title: Label; article, all: Label of the date on
        that basis; days: how much later the event is by all sources (day), negative if earlier.
    """
    import pandas as pd

    here, there = case.on("article"), case.on("all")
    return pd.DataFrame([{
        "title": case.label(e), "article": here.date(e), "all": there.date(e),
        "days": (there.day(e) - here.day(e)).named(f"timeline.redated.{e}")}
        for e in case.ledger.of(Event) if here.edtf(e) != there.edtf(e)],
        columns=["title", "article", "all", "days"], dtype=object)


def scheduled(case: Case) -> pd.DataFrame:
    """What was to come next, and what became of it by another source.

    Returns: one row an event of the kind scheduled. date, title: Label; outcome: Label, or None if unknown;
        source: Label of the source of the outcome, or None.
    """
    import pandas as pd

    return pd.DataFrame([{"date": case.date(e.id), "title": case.label(e.id),
                          "outcome": Label(e.outcome, f"events/{e.id}") if e.outcome else None,
                          "source": case.source(e.outcome_source) if e.outcome_source else None}
                         for e in case.ledger.of(Event).values() if e.kind == "scheduled"],
                        columns=["date", "title", "outcome", "source"], dtype=object)
