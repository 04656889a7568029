"""Forecasts: who gave which chance to what, what became of it, and how far off were they?

A forecast is scored by the squared distance of its probability from what happened, 1 or 0 (Brier 1950): 0 is perfect,
1 is certainty of the wrong thing, and who always says 50 % scores 0.25. One made with knowledge of later events is
marked and not scored.

Brier, G. W. 1950: Verification of forecasts expressed in terms of probability, Monthly Weather Review 78.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from analysis import dates
from analysis.case.schema import Claim, Forecast
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.label import Label, join_names
from analysis.messages import Phrase, Place, Word, gettext, ngettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

OURS = Word("We", "who made a forecast")
NOTHING = "–"  # in a cell without a value
_SAME = 0.1  # percentage points by which a forecast that was written down may differ from the number computed now
_OUTCOMES = {"yes": Word("Yes"), "no": Word("No"), "open": Word("Open", "outcome of a forecast")}
_ENDINGS = {
    "yes": Word("has come true", "forecast"),
    "no": Word("has not come true", "forecast"),
    "open": Word("still open", "forecast"),
}


def forecasts(case: Case) -> pd.DataFrame:
    """Lists the forecasts of a case by the day on which they were made, ours and those of others.

    Returns: one row a forecast. made_on, event, horizon: Label; by: Label of who made it, `We` for ours; probability:
        percent; outcome: Yes, No or Open; score: dimensionless, 0 to 1, see `score`, None while it is open or if it
        was made in hindsight; hindsight: whether it was made with knowledge of days after the one it speaks for;
        remark: Label of the note on it, as where we concluded the outcome ourselves, or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.forecasts.forecasts(load_case()).iloc[0]
    >>> print(row.made_on, row.by, row.probability.value, row.outcome, round(row.score.value, 3), sep="; ")
    11 March 2025; Polymarket; 78.0; No; 0.608
    """
    import pandas as pd

    rows = sorted(case.ledger.get_table(Forecast).values(), key=lambda row: (dates.make_sort_key(row.made_on), row.id))
    return pd.DataFrame(
        [
            {
                "made_on": Label(_format_day(row), f"forecasts/{row.id}", case),
                "event": Label(row.event, f"forecasts/{row.id}", case),
                "by": _find_maker(case, row),
                "probability": _get_probability(case, row),
                "horizon": Label(dates.format_date(row.horizon), f"forecasts/{row.id}", case),
                "outcome": _OUTCOMES[row.outcome],
                "score": score(case, row.id),
                "hindsight": _is_hindsight(row),
                "remark": Label(row.note, f"forecasts/{row.id}", case) if row.note else NOTHING,
            }
            for row in rows
        ],
        columns=["made_on", "event", "by", "probability", "horizon", "outcome", "score", "hindsight", "remark"],
        dtype=object,
    )


def score(case: Case, forecast: str) -> Estimate | None:
    """Computes the Brier score of one forecast (dimensionless, 0 to 1); None while it is open, or if in hindsight.

    forecast: an id of forecasts.csv. Source: (probability − outcome)², the outcome being 1 or 0 (Brier 1950).

    >>> from analysis import compare, load_case
    >>> compare.forecasts.score(load_case(), "polymarket_ceasefire_2025_august")
    <Brier score: 0.16 one>
    """
    row = case.ledger.get_table(Forecast)[forecast]
    if row.outcome == "open" or _is_hindsight(row):
        return None
    chance = _get_probability(case, row).to("one")
    off = number(1, symbol=gettext("1, as it happened")) - chance if row.outcome == "yes" else chance
    return (off * off).named(f"forecasts.score.{row.id}", gettext("Brier score"))


def mean_score(case: Case) -> Estimate | None:
    """Computes the mean Brier score of all forecasts that are scored (dimensionless, 0 to 1); None if there are none.

    Source: Brier (1950), see `score`.

    >>> from analysis import compare, load_case
    >>> round(compare.forecasts.mean_score(load_case()).value, 3)
    0.19
    """
    scores = [found for id in case.ledger.get_table(Forecast) if (found := score(case, id)) is not None]
    if not scores:
        return None
    mean = total(scores) / number(len(scores), symbol=gettext("number of forecasts that are decided"))
    return mean.named("forecasts.mean_score", gettext("Mean Brier score"))


def summary(case: Case) -> pd.DataFrame:
    """Counts the forecasts that are decided and open, and says up to which day the sources tell of outcomes.

    Returns: one row. decided, open: item; until: Label of the day of the newest source of the case, or a dash; ours:
        what became of our latest forecast, in words.

    >>> from analysis import compare, load_case
    >>> row = compare.forecasts.summary(load_case()).iloc[0]
    >>> print(row.decided.value, row.open.value, row.until, row.ours, sep="; ")
    8.0; 6.0; 4 July 2026; still open
    """
    import pandas as pd

    rows = list(case.ledger.get_table(Forecast).values())
    ours = next(reversed(_find_ours(case)), None)
    decided, left = ([row for row in rows if (row.outcome == "open") is is_open] for is_open in (False, True))
    return pd.DataFrame(
        [
            {
                "decided": case.count("forecasts", decided, Phrase("forecasts decided")).named(
                    "forecasts.decided", gettext("Forecasts decided")
                ),
                "open": case.count("forecasts", left, Phrase("forecasts open")).named(
                    "forecasts.open", gettext("Forecasts open")
                ),
                "until": case.newest_day or NOTHING,
                "ours": _ENDINGS[ours.outcome] if ours else Word("not recorded", "forecast"),
            }
        ],
        dtype=object,
    )


def describe_ours(case: Case, probability: Estimate | None = None) -> tuple[str, dict[str, Any]]:
    """Describes our latest forecast: when it was made, for which day, and what we gave before.

    probability: what the sentence is about; where our latest forecast gives another, to a tenth of a point, it is of
        something else, and nothing is said.
    Returns: a clause with places, and what fills them (Labels, and probabilities in percent); ('', {}) without one.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.forecasts.describe_ours(load_case())
    >>> print(clause, places["made_on"], places["ours_b"].value, sep="; ")
    dated {made_on}, in hindsight and so without a score; earlier versions gave {ours_a:round} and {ours_b:round}; \
29 November 2026, as of 1 January 2026; 22.2
    """
    if not (ours := _find_ours(case)):
        return "", {}
    *before, last = ours
    if probability is not None and abs(_get_probability(case, last).value - probability.to("percent").value) > _SAME:
        return "", {}
    places: dict[str, Any] = {"made_on": Label(_format_day(last), f"forecasts/{last.id}", case)}
    earlier = {f"ours_{letter}": _get_probability(case, r) for letter, r in zip(ascii_lowercase, before, strict=False)}
    given = {"made_on": Place("made_on")}
    if _is_hindsight(last):
        clause = gettext("dated {made_on}, in hindsight and so without a score", **given)
    else:
        clause = gettext("dated {made_on}", **given)
    if earlier:
        chances = join_names(f"{Place(name):round}" for name in earlier)
        clause = ngettext(
            "{clause}; an earlier version gave {chances}",
            "{clause}; earlier versions gave {chances}",
            len(earlier),
            clause=clause,
            chances=chances,
        )
    return clause, places | earlier


def _get_probability(case: Case, row: Forecast) -> Estimate:
    """Returns the probability of a forecast: that of its claim, or ours."""
    found = (
        case.estimate(case.ledger.get_table(Claim)[row.claim])
        if row.claim
        else case.coded("forecasts", row.id, "probability", "percent")
    )
    return found.named(f"forecasts.probability.{row.id}", gettext("Probability"))


def _find_ours(case: Case) -> list[Forecast]:
    """Finds our forecasts of the event that the latest of them is of, the latest last; of one day, as they stand."""
    ours = [row for row in case.ledger.get_table(Forecast).values() if not row.claim]
    ours.sort(key=lambda row: dates.make_sort_key(row.made_on))
    return [row for row in ours if row.event == ours[-1].event]


def _find_maker(case: Case, row: Forecast) -> Label:
    """Finds who made a forecast: whom the claim cites, or its source."""
    if not row.claim:
        return Label(str(OURS), f"forecasts/{row.id}", case)
    claim = case.ledger.get_table(Claim)[row.claim]
    return Label(claim.attributed_to or str(case.source(claim.source)), f"claims/{claim.id}", case)


def _is_hindsight(row: Forecast) -> bool:
    """Whether a forecast was made after the day whose knowledge it claims to have."""
    return bool(row.as_of) and dates.compute_span(row.made_on)[0] > dates.compute_span(row.as_of or "")[1]


def _format_day(row: Forecast) -> str:
    """Writes when a forecast was made and, if that is another day, for which day it speaks."""
    made = dates.format_date(row.made_on)
    return gettext("{date}, as of {other}", date=made, other=dates.format_date(row.as_of)) if row.as_of else made
