"""Over time: the values of a quantity from one time to the next.

A time is what a claim is about (`as_of`), else when its source was published; where the subjects of a quantity are
times, such as years, it is the subject. Of each time one number counts: on the
basis `article` the article's own, then the preferred one, then that of the most reliable source. What the same voice
later gave otherwise for the same time is revised, and is history; another voice's number of the same time agrees with
the one that counts or differs from it. Only numbers of one base are compared, and a change is one in the numbers of one
voice: where two voices give a number each, their distance is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from analysis import dates
from analysis.case.schema import Claim, Source
from analysis.case.series import find_span, find_voice, make_voice_key
from analysis.compare.quantities.numbers import find_base, is_like, list_claims, make_name, split_key
from analysis.errors import MissingClaim, UsageError
from analysis.estimates.difference import subtract
from analysis.label import Label
from analysis.messages import Word, gettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate

Standing = Literal["counts", "agrees", "differs", "revised"]
_STANDINGS: dict[Standing, Word] = {
    "counts": Word("counts", "standing of a number"),
    "agrees": Word("agrees", "standing of a number"),
    "differs": Word("differs", "standing of a number"),
    "revised": Word("revised", "standing of a number"),
}
_COLUMNS = ["when", "value", "source", "voice", "base", "standing", "change", "change_share"]


@dataclass(frozen=True)
class _Point:
    """A claim with the time it is about, and how it stands among those of the same time and base."""

    claim: Claim
    when: str  # EDTF
    first: date
    last: date
    standing: Standing


def series(case: Case, quantity: str, subject: str | None = None, as_of: str | None = None) -> pd.DataFrame:
    """Lists the values of a quantity over time, the earliest first, with the change from one to the next.

    quantity: a key. subject: of a key that names none; by default the quantity's only one, or all of them if they
        are times. as_of: the last time to list, EDTF; all by default.
    Returns: one row a claim that is not deprecated and has a time, also those that do not count. when, source: Label;
        value: in the quantity's unit; voice: Label of who says so; base: Label or ''; standing: text, counts, agrees,
        differs or revised (see the module); change: of what counts, from the same voice's number before it, in its unit
        (points between shares in per cent), else ''; change_share: the same in per cent, '' between such shares.
    Raises: MissingClaim if there is no claim on it, CaseError if it has several subjects and none is named, UsageError
        for a date or a text, and for a time that is no EDTF date.

    >>> from analysis import compare, load_case
    >>> rows = compare.quantities.series(load_case(), "population.abroad")
    >>> [(str(row.when), row.value.value, row.standing) for row in rows.itertuples()]
    [('19 February 2025', 6.9065, 'counts'), ('February 2026', 5.9, 'counts')]
    >>> round(rows.iloc[1].change.value, 4)
    -1.0065
    """
    import pandas as pd

    points, sources = _find_points(case, quantity, subject, as_of), case.ledger.get_table(Source)
    rows = []
    for position, point in enumerate(points):
        value, ref = case.estimate(point.claim), f"claims/{point.claim.id}"
        voice = find_voice(sources, point.claim)
        own = [p for p in points[:position] if make_voice_key(find_voice(sources, p.claim)) == make_voice_key(voice)]
        before = _find_before(own, point)
        row = {
            "when": Label(dates.format_date(point.when), ref, case),
            "value": value,
            "source": case.source(point.claim.source),
            "voice": Label(voice, ref, case),
            "base": Label(point.claim.base, ref, case) if point.claim.base else "",
            "standing": _STANDINGS[point.standing],
            "change": "",
            "change_share": "",
        }
        if before is not None:
            earlier, name = case.estimate(before.claim), f"{before.claim.id}.{point.claim.id}"
            row["change"] = subtract(value, earlier).named(f"change.{name}", gettext("Change from the time before"))
            if value.unit != "percent" and earlier.value:
                share = ((value - earlier) / earlier).to("percent")
                label = gettext("Change from the time before, in per cent")
                row["change_share"] = share.named(f"change_share.{name}", label)
        rows.append(row)
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=object)


def latest(case: Case, quantity: str, subject: str | None = None, as_of: str | None = None) -> Estimate:
    """Finds the number of a quantity that counts for the last time known, or for the last one up to a time.

    quantity, subject, as_of: as in `series`, which says what it raises. Of several bases it is that of the number which
        counts in the case, if there is one.
    Returns: in the quantity's unit.
    Raises: MissingClaim if no claim is about a time up to `as_of`.

    >>> from analysis import compare, load_case
    >>> compare.quantities.latest(load_case(), "population.abroad", as_of="2025").value
    6.9065
    """
    points = [p for p in _find_points(case, quantity, subject, as_of) if p.standing == "counts"]
    id, of = _read(quantity, subject)
    if len({p.claim.base for p in points}) > 1 and not (of is None and _find_times(case, id)):
        base = find_base(case, case[id, of], [p.claim for p in points])
        points = [p for p in points if is_like(p.claim.base, base)]
    if not points:
        until = f" of a time up to {as_of}" if as_of else " with a date"
        raise MissingClaim(f"{case.folder.name} has no claim on {id}{f' of {of}' if of else ''}{until}")
    return case.estimate(max(points, key=lambda p: (p.last, p.first)).claim)


def missing_times(case: Case, quantity: str, subject: str | None = None) -> list[Label]:
    """Lists the years between the first and the last that a quantity is known of for which nobody claims it.

    quantity, subject: as in `series`, which says what it raises. A claim on a month or a day is one on its year.
    Returns: Labels, the earliest first.

    >>> from analysis import compare, load_case
    >>> [str(year) for year in compare.quantities.missing_times(load_case(), "population.abroad")]
    []
    """
    points = _find_points(case, quantity, subject, None)
    known = {year for p in points for year in range(p.first.year, p.last.year + 1)}
    years = range(min(known, default=0), max(known, default=0))
    return [Label(str(year), f"quantities/{split_key(quantity)[0]}", case) for year in years if year not in known]


def change(case: Case, quantity: str, start: str, to: str, subject: str | None = None) -> Estimate:
    """Computes how much a quantity changes from one subject to another, or from one time to another.

    quantity: a key. start, to: two subjects (plans, say), or two times, EDTF; of a time it is the number that counts
        for the last time up to it (`latest`), whoever says so. subject: as in `series`, of two times.
    Returns: in the quantity's unit, negative for a fall; points between shares in per cent.
    Raises: MissingClaim if the case has no claim on one of them; UsageError for what is neither a subject of the
        quantity nor a date; UnitError for money for unlike purposes.

    >>> from analysis import compare, load_case
    >>> compare.quantities.change(load_case(), "forces.cap", "plan_28", "plan_20").value
    200000.0
    >>> round(compare.quantities.change(load_case(), "population.abroad", "2025", "2026").value, 4)
    -1.0065
    """
    before, after = (_find_at(case, quantity, point, subject) for point in (start, to))
    label = gettext("{quantity}: change from {start} to {end}", **_name_change(case, quantity, start, to))
    return subtract(after, before).named(make_name("change", quantity, start, to), begin_with_capital(label))


def change_share(case: Case, quantity: str, start: str, to: str, subject: str | None = None) -> Estimate:
    """Computes by what share a quantity changes from one subject or time to another (percent of the first).

    quantity, start, to, subject: as in `change`, which says what it raises; also UnitError if the first is 0.

    >>> from analysis import compare, load_case
    >>> compare.quantities.change_share(load_case(), "forces.cap", "plan_20", "plan_28").value
    -25.0
    """
    before, after = (_find_at(case, quantity, point, subject) for point in (start, to))
    named = _name_change(case, quantity, start, to)
    label = begin_with_capital(gettext("{quantity}: change from {start} to {end}, in per cent", **named))
    share = ((after - before) / before).to("percent")
    return share.named(make_name("change_share", quantity, start, to), label)


def _name_change(case: Case, quantity: str, start: str, to: str) -> dict[str, object]:
    id, _ = split_key(quantity)
    first, last = (case.label(x) if _is_subject(case, id, x) else dates.format_date(x) for x in (start, to))
    return {"quantity": case.label(id), "start": first, "end": last}


def _find_at(case: Case, quantity: str, point: str, subject: str | None) -> Estimate:
    """Returns the number of a quantity for a subject, or for a time."""
    id, _ = split_key(quantity)
    if _is_subject(case, id, point):
        return case[id, point]
    if not dates.is_valid(point):
        known = ", ".join(dict.fromkeys(c.subject for c in case.claims(id) if c.subject)) or "none"
        raise UsageError(
            f"{id}: {point!r} is neither a date (EDTF, as 2025-12-28) nor one of its subjects; it has {known}"
        )
    return latest(case, quantity, subject, point)


def _is_subject(case: Case, id: str, point: str) -> bool:
    return any(claim.subject == point for claim in case.claims(id))


def _read(quantity: str, subject: str | None) -> tuple[str, str | None]:
    id, named = split_key(quantity)
    return id, named if named is not None else subject


def _find_points(case: Case, quantity: str, subject: str | None, as_of: str | None) -> list[_Point]:
    """Returns the claims on a quantity that have a time, the earliest first; of one time, what counts before others."""
    if as_of is not None and not dates.is_valid(as_of):
        raise UsageError(f"as_of is {as_of!r}; allowed: a date (EDTF, as 2025-12-28 or 2025)")
    id, of = _read(quantity, subject)
    sources, groups = case.ledger.get_table(Source), dict[tuple[date, date, str | None], list[Claim]]()
    times = _find_times(case, id) if of is None else {}
    for claim in (claim for one in times or (of,) for claim in list_claims(case, id, one)):
        span = dates.compute_span(times[claim.subject]) if times else find_span(sources, claim)
        if span and (as_of is None or span[1] <= dates.compute_span(as_of)[1]):
            groups.setdefault((*span, claim.base), []).append(claim)
    points: list[_Point] = []
    for (first, last, _), claims in sorted(groups.items(), key=lambda item: (item[0][1], item[0][0], item[0][2] or "")):
        for claim, standing in _rate(case, id, claims):
            when = times.get(claim.subject) or claim.as_of or sources[claim.source].date or ""
            points.append(_Point(claim, when, first, last, standing))
    return points


def _find_times(case: Case, id: str) -> dict[str | None, str]:
    """Returns subject -> EDTF of a quantity whose subjects are times, as years in subjects.csv may be, else {}."""
    subjects = dict.fromkeys(claim.subject for claim in case.claims(id) if claim.rank != "deprecated")
    names: dict[str | None, str] = {subject: case.label(subject).own_text for subject in subjects if subject}
    are_times = len(names) == len(subjects) > 1 and all(map(dates.is_valid, names.values()))
    return names if are_times else {}


def _rate(case: Case, id: str, claims: Sequence[Claim]) -> Iterator[tuple[Claim, Standing]]:
    """Yields the claims of one time and base, what counts first, with how each stands."""
    sources, revisions, ids = case.ledger.get_table(Source), case.revisions(id), {c.id for c in claims}

    def is_own(claim: Claim) -> bool:
        return case.basis == "article" and sources[claim.source].role == "article"

    def order(claim: Claim) -> tuple[bool, bool, str, str]:
        return not is_own(claim), claim.rank != "preferred", sources[claim.source].reliability, claim.id

    revised = [c for c in claims if c.id in revisions and revisions[c.id].id in ids and not is_own(c)]
    current = sorted((c for c in claims if c not in revised), key=order)
    counts = case.estimate(current[0])
    for claim in current:
        number = case.estimate(claim)
        overlaps = number.low <= counts.high and counts.low <= number.high
        yield claim, "counts" if claim is current[0] else "agrees" if overlaps else "differs"
    for claim in revised:
        yield claim, "revised"


def _find_before(earlier: Sequence[_Point], point: _Point) -> _Point | None:
    """Returns the last point before one that counts, of the same base."""
    if point.standing != "counts":
        return None
    found = [
        p
        for p in earlier
        if p.standing == "counts" and p.last < point.first and is_like(p.claim.base, point.claim.base)
    ]
    return found[-1] if found else None
