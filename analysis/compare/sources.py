"""Sources: where do they differ, what do they change, and how far can each be relied on?

Copies of one source count as one. How the article's statements compare with other sources is in `verdicts`.
What is known of a source itself (that it was retracted, how reliable it is) is a column: see Source in
`analysis.case.schema`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from analysis import dates
from analysis.case.languages import name_language
from analysis.case.likeness import count_unlike_things, is_of_two_times
from analysis.case.schema import Claim, Quantity, Source
from analysis.case.series import find_independent, find_span, list_article_claims, states_other_time
from analysis.errors import CaseError
from analysis.estimates.constructors import replace_interval
from analysis.estimates.difference import UNLIKE
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_setting
from analysis.label import Label
from analysis.messages import Phrase, Word, gettext, use_language
from analysis.wording.capitals import begin_with_capital
from analysis.wording.cards import format_claim_value

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_Thing: TypeAlias = tuple[str, str | None]  # quantity and subject
TOLERANCE = 0.01  # as a part of a number: numbers that differ by less are the same number, rounded
NOTHING = "–"  # in a cell without a value


def rivals(case: Case) -> pd.DataFrame:
    """Lists the numbers on which sources differ: no value is in the intervals of all of them, within TOLERANCE.

    Only like is compared with like: what a source has revised since, or is of another time (`Case.history`), is left
    out, but for the article's own where it gives no other and states no other time than each of the others, such as
    another year; of claims with different bases only those of one base are compared, and a claim that states no base is
    compared with all. Of a quantity measured over time the claims of each time are compared, the newest first.
    Returns: one row a quantity, subject, time and base. quantity: Label; subject: Label or a dash; when: Label of the
        time, or a dash where it is not measured over time; base: Label of what is counted, or a dash; article: the
        article's own, or a dash; lowest, highest: what others say, the highest a dash where there is only one other;
        sources: item, the independent others; stands: text, how the article's number compares with theirs, or a dash;
        revised: Label of what the others' numbers were before, or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.sources.rivals(load_case()).iloc[0]
    >>> print(row.quantity, row.base, row.lowest.value, row.highest.value, sep="; ")
    reconstruction need; need over ten years; 500.0; 588.0
    """
    import pandas as pd

    columns = ["quantity", "subject", "when", "base", "article", "lowest", "highest", "sources", "stands", "revised"]
    return pd.DataFrame(case.find_once(_list_rivals), columns=columns, dtype=object)


def _list_rivals(case: Case) -> list[dict[str, object]]:
    """Returns the rows of `rivals`, which several comparisons count."""
    rows: dict[_Thing, list[dict[str, object]]] = {}
    own = {c.id for c in list_article_claims(case.ledger)}
    things = _list_things(case)
    for quantity, subject, when, base, claims, revised in _list_like(case, things):
        others = sorted((case.estimate(c, keep=False) for c in claims if c.id not in own), key=lambda e: e.value)
        mine = [case.estimate(c, keep=False) for c in claims if c.id in own]
        apart = find_independent(case.ledger, tuple(c.id for c in claims if c.id not in own))
        if len(apart) + len(mine[:1]) < 2 or not _has_no_overlap([*others, *mine]):
            continue
        covered = case.text("claims", next(c.id for c in claims if c.base == base), "base") if base else None
        details = [label for label in (covered, when) if label]
        what = _name_others(case.label(quantity), case.label(subject) if subject else None, details)
        rows.setdefault((quantity, subject), []).append(
            {
                "quantity": case.label(quantity),
                "subject": case.label(subject) if subject else NOTHING,
                "when": when or NOTHING,
                "base": replace(covered, ref=f"claims/{claims[0].id}") if covered else NOTHING,
                "article": mine[0] if mine else NOTHING,
                "lowest": others[0],
                "highest": others[-1] if len(others) > 1 else NOTHING,
                "sources": case.count("sources", [case.ledger.get_table(Source)[id] for id in apart], what),
                "stands": _compare_with_others(mine[0], others) if mine else NOTHING,
                "revised": _describe_revised(case, revised),
            }
        )
    return [row for thing in things for row in rows.get(thing, ())]


def _name_others(quantity: Label, subject: Label | None, details: Sequence[Label]) -> Phrase:
    """Names the other sources on a number, as what is counted. details: what it covers, and of when."""
    own = ", ".join(label.own_text for label in details)
    said = Label(", ".join(map(str, details)), "claims", own=own)
    if subject is None:
        if not details:
            return Phrase("other sources on {quantity}", quantity=quantity)
        return Phrase("other sources on {quantity} ({details})", quantity=quantity, details=said)
    given = {"quantity": quantity, "subject": subject}
    if not details:
        return Phrase("other sources on {quantity} of {subject}", **given)
    return Phrase("other sources on {quantity} of {subject} ({details})", **given, details=said)


def against_text(case: Case) -> pd.DataFrame:
    """Lists the numbers of the article that others dispute, with theirs as a share of it: all on one scale.

    What is nothing by the article has no share and is left out.
    Returns: one row a row of `rivals` that has the article's number. what: Label of quantity, subject, time and base;
        own, least, most: percent of the article's number, by the article itself and by the lowest and the highest of
        the others; article, lowest, highest, sources, stands: as in `rivals`.

    >>> from analysis import compare, load_case
    >>> row = compare.sources.against_text(load_case()).iloc[0]
    >>> print(row.what, round(row.least.value), round(row.most.value), sep="; ")
    Frozen assets; 93; 116
    """
    import pandas as pd

    rows = []
    for row in rivals(case).to_dict("records"):
        own = row["article"]
        if not isinstance(own, Estimate) or not own.value:
            continue
        others = [row["lowest"], row["highest"] if isinstance(row["highest"], Estimate) else row["lowest"]]
        least, most = ((other / own).to("percent") for other in others)
        said = ", ".join(str(row[column]) for column in ("subject", "when", "base") if str(row[column]) != NOTHING)
        name = begin_with_capital(str(row["quantity"])) + (f" ({said})" if said else "")
        rows.append(
            {
                "what": Label(name, row["quantity"].ref, case),
                "own": (own / own).to("percent"),
                "least": least,
                "most": most,
                **{column: row[column] for column in ("article", "lowest", "highest", "sources", "stands")},
            }
        )
    columns = ["what", "own", "least", "most", "article", "lowest", "highest", "sources", "stands"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def times(rows: pd.DataFrame) -> dict[str, str]:
    """Names the column of times for a table of `rivals` or `switched`, where a row is one of a series.

    >>> from analysis import compare, load_case
    >>> compare.sources.times(compare.sources.switched(load_case()))
    {}
    """
    return {"when": gettext("As of")} if any(cell != NOTHING for cell in rows["when"]) else {}


def alone(case: Case) -> Estimate:
    """Counts the quantities on which no other source agrees with the article, among those it states (item).

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.sources.alone(case).value <= compare.sources.disputed(case).value
    True
    """
    met: dict[str, bool] = {}
    for row in rivals(case).to_dict("records"):
        if row["stands"] != NOTHING:
            met[row["quantity"].id] = met.get(row["quantity"].id, False) or row["stands"].startswith("agrees")
    found = [case.quantity(id) for id, agrees in met.items() if not agrees]
    return case.count("quantities", found, Phrase("quantities on which no other source agrees with the article"))


def disputed(case: Case) -> Estimate:
    """Counts the quantities on which sources differ, see `rivals` (item).

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.sources.disputed(case).value < compare.sources.stated(case).value
    True
    """
    ids = dict.fromkeys(label.id for label in rivals(case)["quantity"])
    return case.count("quantities", [case.quantity(id) for id in ids], Phrase("quantities on which sources differ"))


def stated(case: Case) -> Estimate:
    """Counts the quantities for which some source states a number (item).

    >>> from analysis import compare, load_case
    >>> compare.sources.stated(load_case()).unit
    'item'
    """
    claimed = set(case.ledger.get_table(Claim).columns["quantity"])
    found = [q for q in case.ledger.get_table(Quantity).values() if q.id in claimed and q.unit not in ("date", "text")]
    return case.count("quantities", found, Phrase("quantities with a number"))


def _list_things(case: Case) -> list[_Thing]:
    """Returns each quantity with a number and subject on which there are claims, in the order of these."""
    claims, units = case.ledger.get_table(Claim), {q.id: q.unit for q in case.ledger.get_table(Quantity).values()}
    claims.values()  # recorded as read
    cells = claims.list_cells(("quantity", "subject", "rank"))
    return list(
        dict.fromkeys(
            (quantity, subject)
            for _, quantity, subject, rank in cells
            if rank != "deprecated" and units[quantity] not in ("date", "text")
        )
    )


def _list_like(
    case: Case, things: Sequence[_Thing]
) -> Iterator[tuple[str, str | None, Label | None, str | None, list[Claim], list[Claim]]]:
    """Yields quantity, subject, time, base, the claims on them that may be compared, and those that were revised.

    One quantity comes after the other, so that of many claims only those on one are held.
    """
    groups: dict[str, list[str | None]] = {}
    for quantity, subject in things:
        groups.setdefault(quantity, []).append(subject)
    own = {claim.id for claim in list_article_claims(case.ledger)}
    for (quantity, subject), when, claims in _split_by_time(case, _list_claims(case, groups)):
        revisions = case.revisions(quantity)
        apart = set(revisions) if when else {claim.id for claim in case.history(quantity, subject)}
        kept = own if all(claim.id in apart for claim in claims if claim.id in own) else set[str]()
        revised = [claim for claim in claims if claim.id in revisions and claim.id not in kept]
        current = [claim for claim in claims if claim.id not in apart or claim.id in kept]
        bases: list[str | None] = [*dict.fromkeys(claim.base for claim in current if claim.base)]
        for base in bases or [None]:
            of_base, before = ([c for c in some if c.base in (None, base)] for some in (current, revised))
            others = [claim for claim in of_base if claim.id not in own]
            alike = [c for c in of_base if c.id not in own or _is_of_time(case, c, others)]
            yield quantity, subject, when, base, alike, before


def _list_claims(case: Case, groups: Mapping[str, Iterable[str | None]]) -> Iterator[tuple[_Thing, list[Claim]]]:
    """Yields the claims that count on each quantity and subject. groups: quantity -> its subjects."""
    for quantity, subjects in groups.items():
        found: dict[str | None, list[Claim]] = {}
        for claim in case.ledger.get_table(Claim).find_rows("quantity", quantity):
            if claim.rank != "deprecated":
                found.setdefault(claim.subject, []).append(claim)
        yield from (((quantity, subject), found[subject]) for subject in subjects)


def _split_by_time(
    case: Case, groups: Iterable[tuple[_Thing, Sequence[Claim]]]
) -> Iterator[tuple[_Thing, Label | None, list[Claim]]]:
    """Yields the claims on each quantity and subject, in a series those of each time apart, the newest first."""
    sources = case.ledger.get_table(Source)
    for thing, claims in groups:
        if not case.quantity(thing[0]).over_time:
            yield thing, None, [*claims]
            continue
        times: list[list[Claim]] = []
        for claim in sorted(claims, key=lambda one: find_span(sources, one) or (date.min,) * 2, reverse=True):
            for others in times:
                if not any(states_other_time(sources, claim, one, over_time=True) for one in others):
                    others.append(claim)
                    break
            else:
                times.append([claim])
        for others in times:
            stated = next((claim for claim in others if claim.as_of), None)
            yield thing, _label_time(case, stated) if stated else None, others


def _label_time(case: Case, claim: Claim) -> Label:
    """Names the time that a claim is of; what is counted of it has an id with its English."""
    with use_language("en"):
        own = dates.format_date(claim.as_of or "")
    return Label(dates.format_date(claim.as_of or ""), f"claims/{claim.id}", case, own=own)


def _is_of_time(case: Case, claim: Claim, others: Sequence[Claim]) -> bool:
    """Says whether a claim can be compared with one of some others, or there are none, by the times they state."""
    sources, over_time = case.ledger.get_table(Source), case.quantity(claim.quantity).over_time
    return not others or any(not states_other_time(sources, claim, one, over_time=over_time) for one in others)


def _describe_revised(case: Case, claims: Sequence[Claim]) -> Label | str:
    """Writes what numbers were before: `$524 billion (31 December 2024)`, or a dash."""
    texts = [
        format_claim_value(case.cards.build_rival(c)) + (f" ({dates.format_date(c.as_of)})" if c.as_of else "")
        for c in claims
    ]
    return Label("; ".join(texts), f"claims/{'+'.join(c.id for c in claims)}", case) if texts else NOTHING


def tolerance() -> Estimate:
    """Makes TOLERANCE an Estimate (percent), traced as a setting of ours.

    >>> from analysis import compare
    >>> compare.sources.tolerance().value
    1.0
    """
    return make_setting(
        "sources.tolerance",
        100 * TOLERANCE,
        "percent",
        gettext("tolerance between two numbers"),
        gettext("Numbers that differ by less count as one number, rounded."),
    )


def _has_no_overlap(values: Sequence[Estimate]) -> bool:
    """Says whether no number is in all intervals; a number with "at least" may be greater than its interval."""
    low = max(-math.inf if e.qualifier in ("at_most", "less_than") else e.low for e in values)
    high = min(math.inf if e.qualifier in ("at_least", "over") else e.high for e in values)
    return low > high + TOLERANCE * abs(high)


def _meets(one: Estimate, other: Estimate) -> bool:
    """Says whether the number of either is within the words of the other: 300 is not within "about 349"."""
    return any(
        not _has_no_overlap([replace_interval(bare, bare.value, bare.value), worded])
        for bare, worded in ((one, other), (other, one))
    )


def _compare_with_others(mine: Estimate, others: Sequence[Estimate]) -> str:
    met = [_meets(mine, other) for other in others]
    if any(met):
        return Word("agrees with all", "article") if all(met) else Word("agrees with some", "article")
    if all(mine.value > other.value for other in others):
        return Word("above", "article")
    is_below = all(mine.value < other.value for other in others)
    return Word("below", "article") if is_below else Word("in between", "article")


def switched(case: Case) -> pd.DataFrame:
    """Lists the numbers that change when the preferred claim over all sources replaces the article's.

    Left out are those that move by less than TOLERANCE, or within the article's interval. Of a quantity measured over
    time the two numbers of each time that the article speaks of are set side by side.
    Returns: one row a quantity, subject and time, in the order of quantities.csv. quantity: Label; subject, when: Label
        or a dash; article, all: the number on each basis; change: percentage points between shares, items between
        counts of items, else percent of the article's, None where that is 0; `Not comparable` between claims with
        different bases, or of two whole years.

    >>> from analysis import compare, load_case
    >>> row = compare.sources.switched(load_case()).iloc[0]
    >>> print(row.quantity, row.article.value, row["all"].value, sep="; ")
    reconstruction need; 800.0; 588.0
    """
    import pandas as pd

    rows = []
    for quantity in case.ledger.get_table(Quantity).values():
        if quantity.unit in ("date", "text") or quantity.id not in case:
            continue
        for subject in dict.fromkeys(c.subject for c in case.claims(quantity.id)):
            for when, before, after in _list_both(case, quantity, subject):
                if not _has_no_overlap([before, after]):
                    continue
                is_unlike = any(unlike(case.ledger, before, after) for unlike in (count_unlike_things, is_of_two_times))
                rows.append(
                    {
                        "quantity": case.label(quantity.id),
                        "subject": case.label(subject) if subject else NOTHING,
                        "when": when or NOTHING,
                        "article": before,
                        "all": after,
                        "change": UNLIKE if is_unlike else _compute_change(before, after),
                    }
                )
    return pd.DataFrame(rows, columns=["quantity", "subject", "when", "article", "all", "change"], dtype=object)


def _list_both(
    case: Case, quantity: Quantity, subject: str | None
) -> Iterator[tuple[Label | None, Estimate, Estimate]]:
    """Yields a number by the article and by all sources; in a series for each time that the article speaks of."""
    here, there = case.on("article"), case.on("all")
    if not quantity.over_time:
        key = (quantity.id, subject) if subject else quantity.id
        yield None, here[key], there[key]
        return
    own = [c for c in case.claims(quantity.id, subject) if case.ledger.get_table(Source)[c.source].role == "article"]
    times = {claim.as_of: claim.id for claim in own if claim.as_of and claim.rank != "deprecated"}
    for time in sorted(times, key=dates.make_sort_key):
        try:
            before, after = (basis.at(quantity.id, time, subject) for basis in (here, there))
        except CaseError:  # several are equally good
            continue
        yield Label(dates.format_date(time), f"claims/{times[time]}", case), before, after


def _compute_change(before: Estimate, after: Estimate) -> Estimate | None:
    if before.unit == "percent":
        return (after - before).to("percentage_point").named("", gettext("Change, in points"))
    if before.unit == "item":  # of few things a share says little
        return (after - before).named("", gettext("Change, in number"))
    return ((after - before) / before).to("percent").named("", gettext("Change")) if before.value else None


def reliability(case: Case) -> pd.DataFrame:
    """Lists the sources and how far they can be relied on (Admiralty code, NATO AJP-2.1).

    Returns: one row a source. title: Label; publisher, date: Label or None; kind, language, reliability: text.

    >>> from analysis import compare, load_case
    >>> row = compare.sources.reliability(load_case()).iloc[0]
    >>> print(row.kind, row.reliability, sep="; ")
    article; D
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "title": case.source(s.id),
                "publisher": Label(s.publisher, f"sources/{s.id}") if s.publisher else None,
                "date": Label(dates.format_date(s.date), f"sources/{s.id}") if s.date else None,
                "kind": str(case.word("sources/kind", s.kind)),
                "language": name_language(s.language),
                "reliability": s.reliability,
            }
            for s in case.ledger.get_table(Source).values()
        ],
        dtype=object,
    )
