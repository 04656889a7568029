"""Timeline: what happened when, how long was it between, and what became of what was scheduled?

Dates are EDTF and keep their precision: a month means any of its days, so an interval from it is a range.
"""

from __future__ import annotations

import math
from string import Formatter
from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Event, Source
from analysis.case.series import find_last_day
from analysis.errors import MissingClaim
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, denies, exceeds, falls_below
from analysis.label import Label
from analysis.messages import Phrase, Place, Word, gettext, ngettext
from analysis.wording.vocabulary import find_word

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

YEAR = 365.25  # days, as in units.txt
NOTHING = "–"  # in a cell without a value
_DUE = ("yes", "partly", "no")  # the codes of a step whose time has run out
_CAME_ABOUT: dict[str, Word] = {
    word: word
    for word in (
        Word("yes"),
        Word("partly", "whether a step came about"),
        Word("no"),
        Word("open", "whether a step came about"),
    )
}


def events(
    case: Case, *, kinds: tuple[str, ...] = (), topic: str = "", since: str = "", until: str = ""
) -> pd.DataFrame:
    """Lists the events in order.

    kinds, topic: only these, all if empty. since, until: only those that may fall between two EDTF dates, inclusive.
    Returns: one row an event, earliest first. date, title: Label; marked: the title, with a remark where the date is
        contradicted; place: Label or a dash; kind: text; day: day (a number of days, as wide as the date is
        imprecise); redated: Label of what other sources say against its date, or a dash (see `Case.dispute`); source:
        Label; event: its id.

    >>> from analysis import compare, load_case
    >>> events = compare.timeline.events(load_case(), since="2025-12-28", until="2025-12-28")
    >>> print(events.iloc[0].date, events.iloc[0].title, sep=": ")
    28 December 2025: Trump and Putin speak by telephone before the meeting
    """
    import pandas as pd

    chosen = [
        e
        for e in case.ledger.get_table(Event).values()
        if (not kinds or e.kind in kinds)
        and topic in ("", e.topic)
        and (not since or dates.compute_reach(case.edtf(e.id))[1] >= dates.compute_span(since)[0])
        and (not until or dates.compute_reach(case.edtf(e.id))[0] <= dates.compute_span(until)[1])
    ]
    chosen.sort(key=lambda e: (dates.compute_moments(case.edtf(e.id)), e.id))
    return pd.DataFrame(
        [
            {
                "date": case.date(e.id),
                "title": case.label(e.id),
                "marked": _mark_redated(case, e.id),
                "kind": find_word("events/kind", e.kind),
                "day": case.day(e.id),
                "place": Label(e.place, f"events/{e.id}") if e.place else NOTHING,
                "redated": case.dispute(e.id) or NOTHING,
                "source": case.source(e.source),
                "event": e.id,
            }
            for e in chosen
        ],
        columns=["date", "title", "marked", "kind", "day", "place", "redated", "source", "event"],
        dtype=object,
    )


def _mark_redated(case: Case, event: str) -> Label:
    title, redated = case.label(event), case.rival_date(event)
    return Label(gettext("{title} (contradicted: {date})", title=title, date=redated), title.ref) if redated else title


def between(case: Case, first: str, second: str) -> Estimate:
    """Computes the days from one event to another: 28 February to 28 December 2025 are 303.

    first, second: ids of events.csv.
    Raises: UsageError for an event the case does not know.

    >>> from analysis import compare, load_case
    >>> compare.timeline.between(load_case(), "first_meeting", "meeting")
    <From 28 February 2025 to 28 December 2025: 303 day>
    """
    return (case.day(second) - case.day(first)).named(
        f"timeline.{first}.to.{second}",
        gettext("From {first} to {second}", first=case.date(first), second=case.date(second)),
    )


def intervals(case: Case, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    """Computes the days between pairs of events.

    pairs: ids of events.csv, from and to.
    Returns: one row a pair. first, second: Label of the event, with a remark where its date is contradicted;
        from_date, to_date: Label; days: day.
    Raises: UsageError for an event the case does not know.

    >>> from analysis import compare, load_case
    >>> row = compare.timeline.intervals(load_case(), [("strike", "meeting")]).iloc[0]
    >>> print(row.from_date, row.to_date, row.days.value, sep="; ")
    27 December 2025; 28 December 2025; 1.0
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "first": _mark_redated(case, a),
                "from_date": case.date(a),
                "second": _mark_redated(case, b),
                "to_date": case.date(b),
                "days": between(case, a, b),
            }
            for a, b in pairs
        ],
        dtype=object,
    )


def milestones(case: Case) -> pd.DataFrame:
    """Computes the days between the event that the case is about and each event that plays the role `milestones`.

    Returns: as `intervals`, the longest first, and event: Label of the one that is not the occasion; way: before or
        after it; without rows where the case has no such events.

    >>> from analysis import compare, load_case
    >>> row = compare.timeline.milestones(load_case()).iloc[0]
    >>> print(row.from_date, row.to_date, row.days.value, sep="; ")
    28 February 2025; 28 December 2025; 303.0
    """
    import pandas as pd

    found, about = case.roles("milestones"), case.roles("occasion")
    if not found or not about:
        return pd.DataFrame(columns=["first", "from_date", "second", "to_date", "days", "event", "way"], dtype=object)
    ordered = [sorted((event, about[0]), key=lambda id: dates.compute_moments(case.edtf(id))) for event in found]
    frame = intervals(case, [(first, second) for first, second in ordered])
    is_before = [second == about[0] for _, second in ordered]
    frame["event"] = [
        first if before else last for first, last, before in zip(frame["first"], frame.second, is_before, strict=True)
    ]
    ways = [Word("before", "an event") if before else Word("after", "an event") for before in is_before]
    frame["way"] = pd.Series(ways, dtype=object)  # with pyarrow, pandas would make plain texts of them
    return frame.sort_values("days", ascending=False, kind="stable", ignore_index=True)


def sequel(case: Case) -> pd.DataFrame:
    """Lists what happened after the analysed text was published, or after the occasion where no text is analysed.

    What is only scheduled is left out, as is the publication itself.
    Returns: as `events`.

    >>> from analysis import compare, load_case
    >>> print(compare.timeline.sequel(load_case()).iloc[0].date)
    6 January 2026
    """
    import pandas as pd

    published = [s.date for s in case.ledger.get_table(Source).values() if s.role == "article" and s.date]
    since = max(published, key=dates.compute_moments) if published else ""
    if not since and (about := case.roles("occasion")):
        since = case.edtf(about[0])
    frame = events(case, since=since) if since else events(case).iloc[:0]
    day, happened = dates.compute_span(since)[1] if since else None, {e.id for e in _list_happened(case)}
    kept = [
        row
        for row in frame.to_dict("records")
        if row["event"] in happened and day and dates.compute_reach(case.edtf(row["event"]))[0] > day
    ]
    return pd.DataFrame(kept, columns=frame.columns, dtype=object)


def around(case: Case) -> tuple[Estimate | None, Estimate | None]:
    """Counts the events that happened before the occasion, and those that happened after it (item).

    What is scheduled is no event yet, and what may be of the same day counts on neither side.
    Returns: None twice where the case has no occasion.

    >>> from analysis import compare, load_case
    >>> before, after = compare.timeline.around(load_case())
    >>> before is not None and before.unit
    'item'
    """
    about = case.roles("occasion")
    if not about:
        return None, None
    first, last = dates.compute_reach(case.edtf(about[0]))
    happened = _list_happened(case)
    before = [e for e in happened if dates.compute_reach(case.edtf(e.id))[1] < first]
    after = [e for e in happened if dates.compute_reach(case.edtf(e.id))[0] > last]
    return (
        case.count("events", before, Phrase("events before it")),
        case.count("events", after, Phrase("events after it")),
    )


def count(case: Case) -> Estimate:
    """Counts the events on record, without what is only scheduled (item).

    >>> from analysis import compare, load_case
    >>> compare.timeline.count(load_case()).unit
    'item'
    """
    return case.count("events", _list_happened(case), Phrase("events on record"))


def last(case: Case) -> Label | str:
    """Returns the date of the last event on record, a dash if there is none.

    >>> from analysis import compare, load_case
    >>> print(compare.timeline.last(load_case()))
    25 June 2026
    """
    found = max(_list_happened(case), key=lambda e: (dates.compute_moments(case.edtf(e.id)), e.id), default=None)
    return case.date(found.id) if found else NOTHING


def _list_happened(case: Case) -> list[Event]:
    """Lists the events that took place: none that is only scheduled, and none of a day after the newest source."""
    newest = find_last_day(case.ledger)
    return [
        event
        for event in case.ledger.get_table(Event).values()
        if event.kind != "scheduled" and (newest is None or dates.compute_reach(case.edtf(event.id))[0] <= newest)
    ]


def redated(case: Case) -> pd.DataFrame:
    """Lists the events that other sources date differently: no day that the article's date may mean is one of theirs.

    Returns: one row an event. title: Label; article, all: Label of the date on that basis; apart: the distance between
        the two (day, or year if more than two years); way: Word, earlier or later, as the other sources have it.

    >>> from analysis import compare, load_case
    >>> row = compare.timeline.redated(load_case()).iloc[0]
    >>> print(row.article, row["all"], row.way, sep="; ")
    March 2024; 8 February 2024; earlier
    """
    import pandas as pd

    here, there, rows = case.on("article"), case.on("all"), []
    for event in case.ledger.get_table(Event):
        before, after = here.day(event), there.day(event)
        if before.low <= after.high and after.low <= before.high:
            continue
        later = after.low > before.high
        apart = (after - before if later else before - after).named(
            f"timeline.redated.{event}",
            gettext("Between {first} and {second}", first=here.date(event), second=there.date(event)),
        )
        rows.append(
            {
                "title": case.label(event),
                "article": here.date(event),
                "all": there.date(event),
                "apart": apart.to("year") if apart.value > 2 * YEAR else apart,
                "way": Word("later", "a date") if later else Word("earlier", "a date"),
            }
        )
    return pd.DataFrame(rows, columns=["title", "article", "all", "apart", "way"], dtype=object)


def scheduled(case: Case) -> pd.DataFrame:
    """Lists what was scheduled, and what became of it by another source.

    Returns: one row an event of the kind scheduled, earliest first. date: Label of the day announced, whatever became
        of it; title: Label; announced: in the article, or elsewhere;
        came_about: yes, partly, no or open (its time has not run out), as we code the outcome, or a dash;
        outcome: Label, or a dash if unknown; source: Label of the source of the outcome, with our own search where
        something was not found, or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.timeline.scheduled(load_case()).iloc[1]
    >>> print(row.date, row.title, row.came_about, sep=": ")
    January 2026: Talks on guarantees to go on: yes
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "date": case.on("article").date(e.id),
                "title": case.label(e.id),
                "announced": Word("in the article") if _is_announced_in_article(case, e) else Word("elsewhere"),
                "came_about": _CAME_ABOUT[e.came_about] if e.came_about else NOTHING,
                "outcome": Label(e.outcome, f"events/{e.id}") if e.outcome else NOTHING,
                "source": _find_account(case, e),
            }
            for e in _find_scheduled(case)
        ],
        columns=["date", "title", "announced", "came_about", "outcome", "source"],
        dtype=object,
    )


def followed(case: Case) -> pd.DataFrame:
    """Counts how many of the events that the article announces came about, by column `came_about` of events.csv.

    All that the article announces is counted; what other sources announce is a choice of ours, of which no
    share is taken.
    Returns: one row. scheduled: all of them; due: those whose time has run out, that is those coded yes, partly or no;
        held, partly, open; uncoded: those without a code (item); until: Label of the day of the newest source looked
        at, or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.timeline.followed(load_case()).iloc[0]
    >>> print(row.scheduled.value, row.due.value, row.held.value, row.partly.value, row.open.value, row.until, sep="; ")
    3.0; 2.0; 1.0; 0.0; 1.0; 4 July 2026
    """
    import pandas as pd

    ahead, due = _find_announced_in_article(case), _find_due(case)
    coded = [event for event in ahead if event.came_about]
    uncoded = [event for event in ahead if not event.came_about]
    counts = {
        "scheduled": case.count("events", ahead, Phrase("steps announced")).named(
            "timeline.scheduled", gettext("Steps announced")
        ),
        "due": _count_outcomes(case, coded, _DUE, Phrase("steps announced that were due")).named(
            "timeline.due", gettext("Steps that were due")
        ),
        "held": _count_outcomes(case, due, ("yes",), Phrase("steps announced that came about")).named(
            "timeline.held", gettext("Steps that came about")
        ),
        "partly": _count_outcomes(case, due, ("partly",), Phrase("steps announced that came about in part")).named(
            "timeline.partly", gettext("Steps that came about in part")
        ),
        "open": _count_outcomes(case, coded, ("open",), Phrase("steps announced that are open")).named(
            "timeline.open", gettext("Steps whose time has not run out")
        ),
        "uncoded": case.count("events", uncoded, Phrase("steps announced without a code")).named(
            "timeline.uncoded", gettext("Steps of which it is not coded")
        ),
    }
    return pd.DataFrame([{**counts, "until": case.newest_day or NOTHING}], dtype=object)


def held(case: Case) -> Estimate:
    """Counts the events that the article announces and that came about (item): see `followed`.

    >>> from analysis import compare, load_case
    >>> compare.timeline.held(load_case()).value
    1.0
    """
    found: Estimate = followed(case).held.iloc[0]
    return found


def mostly_held(case: Case) -> tuple[Word, Statement]:
    """States how many of the steps that the article announces and that were due came about in full: see `followed`.

    Returns: a Word, none, fewer than half, at least half or all, and the statement, to be asked of `robustness` how
        many codes turn it.
    Raises: MissingClaim if no step that the article announces was due, as there is no half of none; `followed` says
        whether one was.

    >>> from analysis import compare, load_case
    >>> words, statement = compare.timeline.mostly_held(load_case())
    >>> words, statement.holds
    ('at least half', True)
    """
    count, due = held(case), len(_find_due(case))
    if not due:
        raise MissingClaim(
            f"{case.folder.name}: no step that the analysed text announces was due, so no share of them came about; "
            "ask only where the column due of timeline.followed is above 0"
        )
    if not count.value:
        # counts are whole, so a limit stands between two of them
        return Word("none", "of steps"), falls_below(count, 0.5)
    if count.value == due:
        return Word("all", "of steps"), exceeds(count, due - 0.5)
    fewer = falls_below(count, math.ceil(due / 2) - 0.5)
    if fewer.holds:
        return Word("fewer than half", "of steps"), fewer
    return Word("at least half", "of steps"), denies(fewer)


def summary(case: Case) -> tuple[str, dict[str, Estimate | Label | str]]:
    """Describes what became of the steps that the article announces, for `say`: a template, and its places.

    Returns: the template, without a full stop, and what fills it; an empty text where the article announces none.

    >>> from analysis import compare, load_case
    >>> compare.timeline.summary(load_case())[0].partition(": ")[2]
    '{held} came about in full and {partly} in part; {open} may still come'
    """
    row = followed(case).iloc[0]
    steps, due, uncoded = (int(row[name].value) for name in ("scheduled", "due", "uncoded"))
    if not steps:
        return "", {}
    places = {str(name): Place(name) for name in row.index}
    parts = [
        ngettext(
            "{due} was due by {until}: {held} came about in full and {partly} in part",
            "{due} were due by {until}: {held} came about in full and {partly} in part",
            due,
            **places,
        )
        if due
        else gettext("none was due by {until}", **places)
    ]
    if row["open"].value:
        parts.append(gettext("{open} may still come", **places))
    if uncoded:
        parts.append(gettext("what became of {uncoded} is not coded", **places))
    template = ngettext(
        "Of the {scheduled} step that {source} announces, {outcomes}",
        "Of the {scheduled} steps that {source} announces, {outcomes}",
        steps,
        source=case.analysed,
        outcomes="; ".join(parts),
        **places,
    )
    return template, {name: row[name] for _, name, _, _ in Formatter().parse(template) if name}


def _find_due(case: Case) -> list[Event]:
    return [event for event in _find_announced_in_article(case) if event.came_about in _DUE]


def _count_outcomes(case: Case, of: list[Event], outcomes: tuple[str, ...], what: Phrase) -> Estimate:
    return case.count_coded("events", of, "came_about", lambda e: e.came_about in outcomes, what)


def _find_account(case: Case, event: Event) -> Label | str:
    """Finds who says what became of an event; that something was not found is our own finding."""
    if not event.outcome_source:
        return gettext("Our search of the sources") if event.outcome else NOTHING
    source = case.source(event.outcome_source)
    if "not found" not in case.text(Event.table, event.id, "outcome").own_text.lower():
        return source
    return Label(gettext("Our search of the sources; {source}", source=source), source.ref)


def _is_announced_in_article(case: Case, event: Event) -> bool:
    return case.ledger.get_table(Source)[event.source].role == "article"


def _find_announced_in_article(case: Case) -> list[Event]:
    return [event for event in _find_scheduled(case) if _is_announced_in_article(case, event)]


def _find_scheduled(case: Case) -> list[Event]:
    ahead = [e for e in case.ledger.get_table(Event).values() if e.kind == "scheduled"]
    return sorted(ahead, key=lambda e: (dates.compute_moments(case.on("article").edtf(e.id)), e.id))
