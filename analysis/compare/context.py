"""Context: opinion, population, the strike before the meeting, and the pressure that built up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Event, Source
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

SUPPORT, SAMPLE = "opinion.support", "opinion.sample"
BEFORE, NOW = "population.prewar", "population.now"
DRONES, MISSILES = "strike.drones", "strike.missiles"


def lead(case: Case, ahead: str, behind: str, *, support: str = SUPPORT) -> Estimate:
    """Returns the distance between two persons' support, in percentage points (percent)."""
    apart = (case[support, ahead] - case[support, behind]).to("percentage_point")
    return apart.named("context.lead", "Lead in the poll")


def margin(case: Case, person: str, *, support: str = SUPPORT, sample: str = SAMPLE) -> Estimate:
    """Returns the 95 % margin of error of a poll share, in percentage points, where n is known.

    Source: 1.96 √(p (1 − p) / n), the normal approximation for a simple random sample; a quota sample has no
    such margin, so it is nominal. Raises MissingClaim where no sample size is claimed.
    """
    share, size = case[support, person].to("one"), case[sample] / number(1, "item")
    spread = number(1.96) * (share * (1 - share) / size).sqrt()
    return spread.to("percentage_point").named(f"context.margin.{person}", "Margin of error")


def population(case: Case, *, before: str = BEFORE, now: str = NOW) -> pd.DataFrame:
    """How far the population fell.

    Returns: one row. before, now, change: person; share: percent of before, both negative for a fall; fall,
        fall_share: the same seen as a fall.
    """
    import pandas as pd

    change, fall = case[now] - case[before], case[before] - case[now]
    return pd.DataFrame(
        [
            {
                "before": case[before],
                "now": case[now],
                "change": change.named("context.population_change", "Change in population"),
                "share": (change / case[before])
                .to("percent")
                .named("context.population_share", "Change in population"),
                "fall": fall.named("context.population_fall", "Fall in population"),
                "fall_share": (fall / case[before])
                .to("percent")
                .named("context.population_fall_share", "Fall in population"),
            }
        ],
        dtype=object,
    )


def population_claims(case: Case, *, before: str = BEFORE, now: str = NOW) -> pd.DataFrame:
    """Every claim of the population before and now.

    Returns: one row a claim. when: text; who: Label of who counts; source: Label of the source's title; people:
        person; meaning: Label with what is counted; chosen: 'baseline' for the claim the report uses.
    """
    import pandas as pd

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


def strike(case: Case, *, drones: str = DRONES, missiles: str = MISSILES) -> pd.DataFrame:
    """What the strike before the meeting consisted of.

    Returns: one row. drones, missiles, munitions: item; drone_share: percent of all munitions.
    """
    import pandas as pd

    munitions = (case[drones] + case[missiles]).named("context.munitions", "Munitions in all")
    share = (case[drones] / munitions).to("percent").named("context.drone_share", "Share of drones")
    return pd.DataFrame(
        [{"drones": case[drones], "missiles": case[missiles], "munitions": munitions, "drone_share": share}],
        dtype=object,
    )


def pressure(
    case: Case, before: str, *, kinds: tuple[str, ...] = ("attack", "deadline", "scandal", "decree")
) -> pd.DataFrame:
    """What built up before an event.

    Returns: one row an event of these kinds that lies before it, latest first. date, title: Label; kind: text;
        days: how long before (day); redated: Label of the date other sources contradict it with, or a dash.
    """
    import pandas as pd

    end = case.day(before)
    rows = [
        {
            "date": case.date(e.id),
            "title": case.label(e.id),
            "kind": e.kind,
            "days": end - case.day(e.id),
            "redated": case.rival_date(e.id) or "–",
        }
        for e in case.ledger.get_table(Event).values()
        if e.kind in kinds and case.day(e.id) < end
    ]
    return pd.DataFrame(rows, columns=["date", "title", "kind", "days", "redated"], dtype=object).sort_values(
        "days", ignore_index=True
    )
