"""Polls: who leads in which round, by what margin of error, among whom, and how has trust moved?

Margins are for a confidence of 95 %. Where the pollster states an error of its own (for a share near a half of all who
were asked), it is taken, since it allows for the design of the sample; else the sample counts as a simple random one.
A quota sample has no such margin: for it the number is nominal. Sources: for a share, the normal approximation
1.96 √(p (1 − p) / n); for a lead, 1.96 √((p + q − (p − q)²) / n), where p and q are the shares of two answers to one
question (Franklin, The "Margin of Error" for Differences in Polls, University of Wisconsin, 2007).
The quantities are those that play the roles `support`, `support_of_all` (everybody), `first_round`,
`first_round_of_all`, `poll_sample`, `poll_error` and `trust` in the case, unless the call names others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis import dates
from analysis.compare import denominators
from analysis.compare.quantities.numbers import find_optional
from analysis.estimates.constructors import number, replace_interval
from analysis.label import Label
from analysis.messages import Word, gettext
from analysis.wording.capitals import begin_with_capital
from analysis.wording.units import get_base_unit

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

ROUNDS = (
    (Word("First round", "poll"), "first_round", "first_round_of_all"),
    (Word("Last round", "poll"), "support", "support_of_all"),
)
"""Name of a round, and the roles of the shares among those who chose and among all who were asked."""
LEVEL, AHEAD, BEHIND = Word("level", "poll"), Word("ahead", "poll"), Word("behind", "poll")
_WHO_CHOSE, _ALL_ASKED = Word("Those who chose", "poll"), Word("All asked", "poll")
NOTHING = "–"  # in a cell without a value


def lead(case: Case, ahead: str, behind: str, *, support: str | None = None) -> Estimate:
    """Computes the distance between two persons' support (percentage points).

    ahead, behind: ids of people.csv. support: the quantity that holds the shares.
    Raises: MissingClaim if the case has no claim on the support of one of them.

    >>> from analysis import compare, load_case
    >>> compare.polls.lead(load_case(), "zaluzhnyi", "zelensky")
    <Lead in the poll: 28 percentage_point>
    """
    support = case.role("support", support)
    apart = (case[support, ahead] - case[support, behind]).to("percentage_point")
    return apart.named("polls.lead", gettext("Lead in the poll"))


def chose(case: Case, ahead: str, behind: str, *, support: str | None = None, everybody: str | None = None) -> Estimate:
    """Computes which share of all who were asked chose anybody (percent).

    support, everybody: the quantities that hold the shares of two persons among those who chose, and among all asked.
    Source: the two shares together among all asked, divided by the same among those who chose.
    Raises: MissingClaim if the case has no claim on one of the four.

    >>> from analysis import compare, load_case
    >>> round(compare.polls.chose(load_case(), "zaluzhnyi", "zelensky").value, 1)
    71.3
    """
    support, everybody = case.role("support", support), case.role("support_of_all", everybody)
    asked = case[everybody, ahead] + case[everybody, behind]
    share = (asked / (case[support, ahead] + case[support, behind])).to("percent")
    return share.named(f"polls.chose.{support}", gettext("Chose anybody"))


def margin(
    case: Case, person: str, *, support: str | None = None, sample: str | None = None, error: str | None = None
) -> Estimate:
    """Computes the margin of error of one person's share, were all who were asked to have chosen (percentage points).

    person: id of people.csv. support, sample, error: the quantities that hold the shares, the number of persons asked
        (of the unit `one`, or in persons), and the error that the pollster states, if any.
    Source: see the module.
    Raises: MissingClaim where no share, or neither a sample nor an error is claimed.

    >>> from analysis import compare, load_case
    >>> round(compare.polls.margin(load_case(), "zaluzhnyi").value, 2)
    2.5
    """
    support = case.role("support", support)
    share = case[support, person].to("one")
    return _compute_margin(case, share * (1 - share), None, sample, error).named(
        f"polls.margin.{support}.{person}", gettext("Margin of error")
    )


def lead_margin(
    case: Case,
    ahead: str,
    behind: str,
    *,
    support: str | None = None,
    everybody: str | None = None,
    sample: str | None = None,
    error: str | None = None,
) -> Estimate:
    """Computes the margin of error of a lead among those who chose, of whom there are fewer than were asked.

    support, everybody, sample, error: as in `chose` and `margin`. Where nobody claims shares among all asked, the
        sample counts as a whole.
    Returns: percentage points.
    Source: see the module.
    Raises: MissingClaim as `margin` does.

    >>> from analysis import compare, load_case
    >>> round(compare.polls.lead_margin(load_case(), "zaluzhnyi", "zelensky").value, 1)
    5.9
    """
    support, everybody = case.role("support", support), find_optional(case, "support_of_all", everybody)
    base = chose(case, ahead, behind, support=support, everybody=everybody).to("one") if everybody in case else None
    variance = _compute_variance(case, ahead, behind, support)
    return _compute_margin(case, variance, base, sample, error).named(
        f"polls.lead_margin.{support}", gettext("Margin of error of the lead")
    )


def _compute_variance(case: Case, ahead: str, behind: str, support: str) -> Estimate:
    """Computes the variance of the lead in one answer (dimensionless)."""
    first, second = case[support, ahead].to("one"), case[support, behind].to("one")
    apart = first - second
    return first + second - apart * apart


def _compute_margin(
    case: Case, variance: Estimate, base: Estimate | None, sample: str | None, error: str | None
) -> Estimate:
    """Computes a margin of error from the variance of one answer; base: the share of those asked who gave one."""
    each = variance if base is None else variance / base
    error = find_optional(case, "poll_error", error)
    if error in case:  # the stated error belongs to a variance of a quarter, among all who were asked
        spread = case[error].to("one") * number(2) * each.sqrt()
    else:
        asked = case[case.role("poll_sample", sample)]
        size = asked if get_base_unit(asked.unit) == "one" else asked / number(1, get_base_unit(asked.unit))
        spread = number(1.96) * (each / size.to("one")).sqrt()
    return spread.to("percentage_point")


def rounds(
    case: Case,
    ahead: str,
    behind: str,
    *,
    rounds: Sequence[tuple[str, str, str]] = (),
    sample: str | None = None,
    error: str | None = None,
) -> pd.DataFrame:
    """Compares two persons in each round of an election, among those who chose and among all who were asked.

    ahead, behind: ids of people.csv. rounds: name, quantity of the shares among those who chose, and of those among all
        asked, by default a first and a last round by their roles; what nobody claims is left out. sample, error: as
        in `margin`.
    Returns: one row a round and base. round, among: text; first, second: percent; first_within, second_within: the
        same with the margin of error of a share as their interval; lead, margin: percentage points;
        when: Label of the time of the shares; stands: level where the lead is within its margin of error, else ahead
        or behind. margin and stands are a dash where the sample and the error are those of a poll at another time.

    >>> from analysis import compare, load_case
    >>> frame = compare.polls.rounds(load_case(), "zaluzhnyi", "zelensky")
    >>> [(row.round, row.stands) for row in frame.itertuples() if "chose" in row.among]
    [('First round', 'level'), ('Last round', 'ahead')]
    """
    import pandas as pd

    usual = [(name, *(find_optional(case, role) for role in both)) for name, *both in ROUNDS]
    rows = []
    for name, chosen, everybody in rounds or usual:
        for support, among in ((chosen, _WHO_CHOSE), (everybody, _ALL_ASKED)):
            if support not in case:
                continue
            apart = lead(case, ahead, behind, support=support).named(
                f"polls.lead.{support}", gettext("Lead in the poll")
            )
            if support == chosen:
                spread = lead_margin(
                    case, ahead, behind, support=support, everybody=everybody, sample=sample, error=error
                )
            else:
                variance = _compute_variance(case, ahead, behind, support)
                spread = _compute_margin(case, variance, None, sample, error).named(
                    f"polls.lead_margin.{support}", gettext("Margin of error of the lead")
                )
            is_known = _is_of_one_time(case, case[support, ahead], _find_size(case, sample, error))
            base = (
                chose(case, ahead, behind, support=chosen, everybody=everybody).to("one")
                if support == chosen and everybody in case
                else None
            )
            first, second = (
                _set_margin(case, case[support, person], base, sample, error) if is_known else case[support, person]
                for person in (ahead, behind)
            )
            rows.append(
                {
                    "round": name,
                    "among": among,
                    "first": case[support, ahead],
                    "second": case[support, behind],
                    "first_within": first,
                    "second_within": second,
                    "lead": apart,
                    "margin": spread if is_known else NOTHING,
                    "when": denominators.find_date(case, case[support, ahead]),
                    "stands": (LEVEL if abs(apart) <= spread else AHEAD if apart.value > 0 else BEHIND)
                    if is_known
                    else NOTHING,
                }
            )
    return pd.DataFrame(
        rows,
        columns=[
            *("round", "among", "first", "second", "first_within", "second_within", "lead", "margin", "when", "stands")
        ],
        dtype=object,
    )


def name_rounds(rounds: pd.DataFrame, last: str) -> pd.DataFrame:
    """Names rounds in the words of the case: the last one as it calls it, and who was asked behind each.

    rounds: as `rounds` returns them. Returns: the same with the round renamed, and asked: text.

    >>> from analysis import compare, load_case
    >>> rounds = compare.polls.rounds(load_case(), "zaluzhnyi", "zelensky")
    >>> compare.polls.name_rounds(rounds, "run-off").asked.iloc[2]
    'Run-off, those who chose'
    """
    first = ROUNDS[0][0]
    named = [name if name == first else begin_with_capital(last) for name in rounds["round"]]
    asked = [
        gettext("{round}, those who chose", round=name)
        if among == _WHO_CHOSE
        else gettext("{round}, all asked", round=name)
        for name, among in zip(named, rounds.among, strict=True)
    ]
    return rounds.assign(round=named, asked=asked)


def describe(rounds: pd.DataFrame) -> str:
    """Describes how the second of two persons stands in each round, of those who chose: `level in a first round`.

    rounds: as `rounds` returns them; rounds of which the margin is not known are left out.

    >>> from analysis import compare, load_case
    >>> compare.polls.describe(compare.polls.rounds(load_case(), "zaluzhnyi", "zelensky"))
    'level in a first round, behind in a last round'
    """
    rows = rounds[(rounds.among == _WHO_CHOSE) & (rounds.stands != NOTHING)]
    return ", ".join(
        _describe_other(stands, str(name).lower()) for name, stands in zip(rows["round"], rows.stands, strict=True)
    )


def _describe_other(stands: str, round: str) -> str:
    """Says how the second stands in a round, by how the first stands."""
    if stands == LEVEL:
        return gettext("level in a {round}", round=round)
    if stands == AHEAD:
        return gettext("behind in a {round}", round=round)
    return gettext("ahead in a {round}", round=round)


def _set_margin(case: Case, share: Estimate, base: Estimate | None, sample: str | None, error: str | None) -> Estimate:
    """Returns a share with its margin of error as its interval, within what a share can be."""
    one = share.to("one")
    margin = _compute_margin(case, one * (1 - one), base, sample, error)
    ends = (one.value + sign * margin.to("one").value for sign in (-1, 1))
    low, high = (number(min(max(end, 0.0), 1.0)).to(share.unit).value for end in ends)
    return replace_interval(share, low, high, margin)


def _find_size(case: Case, sample: str | None, error: str | None) -> Estimate:
    """Returns what says how sure a poll is: the error that the pollster states, else the size of the sample."""
    stated = find_optional(case, "poll_error", error)
    return case[stated if stated in case else case.role("poll_sample", sample)]


def _is_of_one_time(case: Case, share: Estimate, other: Estimate) -> bool:
    """Whether two numbers of polls may be of one time: a month and a day in it may, and what has no date."""
    claims = [denominators.find_claim(case, found) for found in (share, other)]
    spans = [dates.compute_span(claim.as_of) for claim in claims if claim and claim.as_of]
    return len(spans) < 2 or max(start for start, _ in spans) <= min(end for _, end in spans)


def series(case: Case, person: str, *, quantity: str | None = None) -> pd.DataFrame:
    """Lists what polls found of one person over time, earliest first.

    person: id of people.csv. quantity: what was asked.
    Returns: one row a claim that is not deprecated. when: Label of the date; share: percent; who: text, the pollster;
        remark: Label of our note, or a dash; source: Label; day: text, the date as EDTF, '' where there is none.
    Raises: MissingClaim if nobody claims any.

    >>> from analysis import compare, load_case
    >>> frame = compare.polls.series(load_case(), "zelensky")
    >>> print(frame.when.iloc[0], frame.share.iloc[0].value, frame.who.iloc[0])
    December 2024 52.0 KIIS
    """
    import pandas as pd

    quantity = case.role("trust", quantity)
    _ = case[quantity, person]
    claims = [c for c in case.claims(quantity, person) if c.rank != "deprecated"]
    claims.sort(key=lambda c: (c.as_of is not None, dates.compute_span(c.as_of) if c.as_of else (), c.id))
    return pd.DataFrame(
        [
            {
                "when": denominators.find_date(case, case.estimate(c)),
                "share": case.estimate(c),
                "who": c.attributed_to or "–",
                "remark": Label(c.note, f"claims/{c.id}", case) if c.note else "–",
                "source": case.source(c.source),
                "day": c.as_of or "",
            }
            for c in claims
        ],
        columns=["when", "share", "who", "remark", "source", "day"],
        dtype=object,
    )
