"""Context: under what pressure does the meeting take place: opinion, population, a strike, and what led up to it?

The quantities are those that play the roles `population_before`, `population_now`, `launched` and `intercepted` in the
case, unless the call names others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Event, Source
from analysis.compare import denominators
from analysis.compare.quantities.numbers import find_optional
from analysis.estimates.constructors import total
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

NEAR = 60  # days before an event in which what happens counts as what led up to it: our choice


def population(case: Case, *, before: str | None = None, now: str | None = None) -> pd.DataFrame:
    """Computes how far the population fell from before the war until now.

    before, now: the quantities that hold the two counts. Where that of before the war says what it covers, the other is
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
                "change": change.named("context.population_change", "Change in population"),
                "share": (change / earlier).to("percent").named("context.population_share", "Change in population"),
                "fall": fall.named("context.population_fall", "Fall in population"),
                "fall_share": (fall / earlier)
                .to("percent")
                .named("context.population_fall_share", "Fall in population"),
            }
        ],
        dtype=object,
    )


def population_claims(case: Case, *, before: str | None = None, now: str | None = None) -> pd.DataFrame:
    """Lists every claim of the population before the war and now.

    before, now: the quantities that hold the two counts.
    Returns: one row a claim that is not deprecated. when: text; who: Label of who counts; source: Label of the source's
        title; people: person; meaning: Label with what is counted; chosen: baseline for the claim the report uses,
        else a dash.
    Raises: MissingClaim if the case has no claim on one of the two.

    >>> from analysis import compare, load_case
    >>> row = compare.context.population_claims(load_case()).iloc[0]
    >>> print(row.when, row.who, row.chosen, sep="; ")
    before the war; The article; baseline
    """
    import pandas as pd

    before, now = case.role("population_before", before), case.role("population_now", now)
    rows = []
    for quantity, when in ((before, "before the war"), (now, "now")):
        baseline = case[quantity].claims
        rows += [
            {
                "when": when,
                "who": _make_counter_label(case, c),
                "source": case.source(c.source),
                "people": case.estimate(c),
                "meaning": Label(_describe_count(case, c), f"claims/{c.id}"),
                "chosen": "baseline" if c.id in baseline else "–",
            }
            for c in case.claims(quantity)
            if c.rank != "deprecated"
        ]
    return pd.DataFrame(rows, dtype=object)


def _make_counter_label(case: Case, claim: Claim) -> Label:
    """Makes the Label of who counts: whom the source names, else its publisher; for the article, itself."""
    source = case.ledger.get_table(Source)[claim.source]
    counter = "The article" if source.role == "article" else claim.attributed_to or source.publisher or source.title
    return Label(counter, f"claims/{claim.id}")


def _describe_count(case: Case, claim: Claim) -> str:
    """Describes what a count covers; the article only gives a number, and our note says what it leaves out."""
    own = case.ledger.get_table(Source)[claim.source].role == "article"
    return claim.note if own and claim.note else claim.statement


def strike(
    case: Case, *, drones: str | None = None, missiles: str | None = None, downed: str | None = None
) -> pd.DataFrame:
    """Computes the size of the strike before the meeting.

    drones, missiles, downed: the quantities that hold what was fired, and how many of both were brought down; by
        default the first two that play the role `launched`, and what plays `intercepted`.
    Returns: one row. drones, missiles, munitions: item; drone_share: percent of all munitions; downed: item, None where
        nobody claims it; counted: item, what was fired by the source of those brought down, None where it does not say;
        remark: Label, how the counts are to be read, or a dash.
    Raises: MissingClaim if the case has no claim on drones or missiles.

    >>> from analysis import compare, load_case
    >>> compare.context.strike(load_case()).iloc[0].munitions
    <Munitions in all: 540 (515 to 540) item>
    """
    import pandas as pd

    usual = (*case.roles("launched"), None, None)
    drones, missiles = case.role("launched", drones or usual[0]), case.role("launched", missiles or usual[1])
    downed = find_optional(case, "intercepted", downed)
    munitions = (case[drones] + case[missiles]).named("context.munitions", "Munitions in all")
    share = (case[drones] / munitions).to("percent").named("context.drone_share", "Share of drones")
    return pd.DataFrame(
        [
            {
                "drones": case[drones],
                "missiles": case[missiles],
                "munitions": munitions,
                "drone_share": share,
                "downed": case[downed] if downed in case else None,  # noqa: SIM401 (a Case has no get)
                "counted": _count_by_same_source(case, case[downed], (drones, missiles)) if downed in case else None,
                "remark": _read_remark(case, drones),
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
    return total(known).named("context.counted", "Munitions in that count") if len(known) == len(quantities) else None


def _read_remark(case: Case, quantity: str) -> Label | str:
    reading = case.quantity(quantity).reading
    return Label(reading, f"quantities/{quantity}") if reading else "–"


def pressure(
    case: Case,
    before: str,
    *,
    kinds: tuple[str, ...] = ("attack", "deadline", "scandal", "decree"),
    within: float = NEAR,
) -> pd.DataFrame:
    """Lists the attacks, deadlines, scandals and decrees shortly before an event.

    before: id of the event. kinds: kinds of events to list. within: how long before it an event may lie (days), by
        every source that dates it.
    Returns: one row an event before that one, latest first. date, title: Label; kind: text;
        days: how long before (day); redated: Label of what other sources say against its date, or a dash (see
        `Case.dispute`).
    Raises: UsageError for an event the case does not know.

    >>> from analysis import compare, load_case
    >>> row = compare.context.pressure(load_case(), "meeting").iloc[0]
    >>> print(row.date, row.kind, row.days.value, sep="; ")
    27 December 2025; attack; 1.0
    """
    import pandas as pd

    end, rows = case.day(before), []
    for event in case.ledger.get_table(Event).values():
        days, redated = end - case.day(event.id), case.rival_date(event.id)
        others = case.on("all").day(before) - case.on("all").day(event.id) if redated else days
        if event.kind in kinds and days.value > 0 and max(days.low, others.low) <= within:
            rows.append(
                {
                    "date": case.date(event.id),
                    "title": case.label(event.id),
                    "kind": event.kind,
                    "days": days,
                    "redated": case.dispute(event.id) or "–",
                }
            )
    return pd.DataFrame(rows, columns=["date", "title", "kind", "days", "redated"], dtype=object).sort_values(
        "days", ignore_index=True
    )
