"""Context: under what pressure does an event take place: opinion, population, what one side did, and what led up to it?

The quantities are those that play the roles `population_before`, `population_now`, `launched` and `intercepted` in the
case, unless the call names others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Event, Source, Word
from analysis.compare import denominators
from analysis.compare.quantities.numbers import find_optional
from analysis.estimates.constructors import total
from analysis.label import Label
from analysis.messages import Word as Printed
from analysis.messages import gettext
from analysis.wording import units
from analysis.wording.vocabulary import find_word

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

PRESSING = ("attack", "deadline", "scandal", "decree")  # of the kinds of events that every case has
NEAR = 60  # days before an event in which what happens counts as what led up to it: our choice


def population(case: Case, *, before: str | None = None, now: str | None = None) -> pd.DataFrame:
    """Computes how far the population fell from the time compared with until now.

    before, now: the quantities that hold the two counts. Where that of before says what it covers, the other is
        a count of the same.
    Returns: one row. before, now, change: person; share: percent of before; change and share are negative for a fall;
        fall, fall_share: the same as positive numbers.
    Raises: MissingClaim if the case has no claim on one of the two.

    >>> from analysis import compare, load_case
    >>> row = compare.context.population(load_case()).iloc[0]
    >>> row.fall, row.fall_share
    (<Fall in population: 10 (5 to 13) million person>, <Fall in population: 25 (13.1579 to 32.5) percent>)
    """
    import pandas as pd

    before, now = case.role("population_before", before), case.role("population_now", now)
    earlier = case[before]
    later = denominators.like(case, now, denominators.coverage(case, earlier))
    change, fall = later - earlier, earlier - later
    return pd.DataFrame(
        [
            {
                "before": earlier,
                "now": later,
                "change": change.named("context.population_change", gettext("Change in population")),
                "share": (change / earlier)
                .to("percent")
                .named("context.population_share", gettext("Change in population")),
                "fall": fall.named("context.population_fall", gettext("Fall in population")),
                "fall_share": (fall / earlier)
                .to("percent")
                .named("context.population_fall_share", gettext("Fall in population")),
            }
        ],
        dtype=object,
    )


def population_claims(case: Case, *, before: str | None = None, now: str | None = None) -> pd.DataFrame:
    """Lists every claim of the population before and now.

    before, now: the quantities that hold the two counts.
    Returns: one row a claim that is not deprecated. when: Label of the quantity; who: Label of who counts; source:
        Label of the source's title; people: person; meaning: Label with what is counted; chosen: Word, baseline for the
        claim the report uses, else a dash.
    Raises: MissingClaim if the case has no claim on one of the two.

    >>> from analysis import compare, load_case
    >>> row = compare.context.population_claims(load_case()).iloc[0]
    >>> print(row.when, row.who, row.chosen, sep="; ")
    population before the war; The article; baseline
    """
    import pandas as pd

    before, now = case.role("population_before", before), case.role("population_now", now)
    rows = []
    for quantity in (before, now):
        baseline = case[quantity].claims
        rows += [
            {
                "when": case.label(quantity),
                "who": _make_counter_label(case, c),
                "source": case.source(c.source),
                "people": case.estimate(c),
                "meaning": Label(_describe_count(case, c), f"claims/{c.id}"),
                "chosen": Printed("baseline") if c.id in baseline else "–",
            }
            for c in case.claims(quantity)
            if c.rank != "deprecated"
        ]
    return pd.DataFrame(rows, dtype=object)


def shrinks(counts: pd.DataFrame) -> bool:
    """Whether every count of the people now is below every count of those before.

    counts: as `population_claims` returns them: those before come first.

    >>> from analysis import compare, load_case
    >>> compare.context.shrinks(compare.context.population_claims(load_case()))
    True
    """
    first = str(counts.when.iloc[0])
    before, now = (
        [e for e, when in zip(counts.people, counts.when, strict=True) if (str(when) == first) is is_first]
        for is_first in (True, False)
    )
    return bool(now) and max(now) < min(before)


def _make_counter_label(case: Case, claim: Claim) -> Label:
    """Makes the Label of who counts: whom the source names, else its publisher; for the article, itself."""
    source = case.ledger.get_table(Source)[claim.source]
    own = gettext("The article") if source.role == "article" else ""
    return Label(own or claim.attributed_to or source.publisher or source.title, f"claims/{claim.id}")


def _describe_count(case: Case, claim: Claim) -> str:
    """Describes what a count covers; the article only gives a number, and our note says what it leaves out."""
    own = case.ledger.get_table(Source)[claim.source].role == "article"
    return claim.note if own and claim.note else claim.statement


def launched(case: Case, *, parts: Sequence[str] = (), stopped: str | None = None) -> pd.DataFrame:
    """Computes how much one side did to press the other shortly before an event, and how much of that was stopped.

    parts, stopped: the quantities that hold the parts, and how many of all were stopped; by default what plays
        `launched` and `intercepted`.
    Returns: one row. parts: the numbers of the parts that are claimed, in their units; total: their sum, None where
        there are fewer than two or they are of several units; share: that of the first in the sum, percent, or None;
        stopped: None where nobody claims it; counted: the sum by the source of what was stopped, None where it does not
        give each part; remark: Label, how the first part is to be read, or a dash.
    Raises: MissingClaim if the case has no claim on a part that is named.

    >>> from analysis import compare, load_case
    >>> compare.context.launched(load_case()).iloc[0].total
    <In all: 540 (515 to 540) item>
    """
    import pandas as pd

    of = tuple(parts) or tuple(id for id in case.roles("launched") if id in case)
    stopped = find_optional(case, "intercepted", stopped)
    numbers = [case[id] for id in of]
    is_sum = len(numbers) > 1 and len({units.find_kind(one.unit) for one in numbers}) == 1
    whole = total(numbers).named("context.launched", gettext("In all")) if is_sum else None
    share = (numbers[0] / whole).to("percent") if whole is not None and whole > 0 else None
    return pd.DataFrame(
        [
            {
                "parts": numbers,
                "total": whole,
                "share": share.named("context.launched_share", gettext("Share of the first"))
                if share is not None
                else None,
                "stopped": case[stopped] if stopped in case else None,  # noqa: SIM401 (a Case has no get)
                "counted": _count_by_same_source(case, case[stopped], of) if is_sum and stopped in case else None,
                "remark": _read_remark(case, of[0]) if of else "–",
            }
        ],
        dtype=object,
    )


def _count_by_same_source(case: Case, number: Estimate, quantities: tuple[str, ...]) -> Estimate | None:
    """Adds up some quantities as the source of a number gives them; None where it leaves one of them out."""
    of = denominators.find_claim(case, number)
    found = [
        next((c for c in case.claims(quantity) if of and c.source == of.source and c.rank != "deprecated"), None)
        for quantity in quantities
    ]
    known = [case.estimate(claim) for claim in found if claim]
    return total(known).named("context.counted", gettext("In that count")) if len(known) == len(quantities) else None


def _read_remark(case: Case, quantity: str) -> Label | str:
    reading = case.quantity(quantity).reading
    return Label(reading, f"quantities/{quantity}") if reading else "–"


def pressure(case: Case, before: str, *, kinds: Sequence[str] = (), within: float = NEAR) -> pd.DataFrame:
    """Lists what built up pressure shortly before an event.

    before: id of the event. kinds: kinds of events to list, by default those that press (`PRESSING`) and each that the
        case adds in vocabulary.csv. within: how long before it an event may lie (days), by
        every source that dates it.
    Returns: one row an event before that one, latest first. date, title: Label; kind: text;
        day: its day (day); days: how long before (day); redated: Label of what other sources say against its
        date, or a dash (see `Case.dispute`).
    Raises: UsageError for an event the case does not know.

    >>> from analysis import compare, load_case
    >>> row = compare.context.pressure(load_case(), "meeting").iloc[0]
    >>> print(row.date, row.kind, row.days.value, sep="; ")
    27 December 2025; attack; 1.0
    """
    import pandas as pd

    own = [row.word for row in case.ledger.get_table(Word).values() if row.column == "events/kind"]
    listed = kinds or (*PRESSING, *own)
    end, rows = case.day(before), []
    for event in case.ledger.get_table(Event).values():
        days, redated = end - case.day(event.id), case.rival_date(event.id)
        others = case.on("all").day(before) - case.on("all").day(event.id) if redated else days
        if event.kind in listed and days.value > 0 and max(days.low, others.low) <= within:
            rows.append(
                {
                    "date": case.date(event.id),
                    "title": case.label(event.id),
                    "kind": find_word("events/kind", event.kind),
                    "day": case.day(event.id),
                    "days": days,
                    "redated": case.dispute(event.id) or "–",
                }
            )
    return pd.DataFrame(rows, columns=["date", "title", "kind", "day", "days", "redated"], dtype=object).sort_values(
        "days", ignore_index=True
    )
