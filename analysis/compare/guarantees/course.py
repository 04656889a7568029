"""How long a guarantee would run, who called how much of it agreed, and what became of it."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis import dates
from analysis.case.schema import Claim, Guarantee
from analysis.compare.quantities.numbers import find_optional
from analysis.errors import MissingClaim
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.estimates.substitution import hold_all
from analysis.label import Label
from analysis.messages import Word, gettext
from analysis.wording.numbers import format_interval, format_magnitude

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


NOTHING = "–"  # in a cell without a value


def years(case: Case, *, years: str | None = None, signed: str | None = None) -> pd.DataFrame:
    """Computes how long guarantees would run, and until when, for every claim of it, offered or asked for.

    years: the quantity that holds the length. signed: the one that holds the year in which a guarantee would be signed.
    Returns: one row a claim that is not deprecated, shortest first. subject: Label of what it is said of, such as a
        promise or who promises, or a dash; source, said_by: Label; years: year, and
        shortest, longest: its ends where it is a range; until: the calendar year in which it would end, and first,
        last: the earliest and the latest, each None if the case knows no year of signature.
    Raises: MissingClaim if there is no claim on it.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.years(load_case()).iloc[0]
    >>> print(row.years.value, row.until.value)
    15.0 2041.0
    """
    import pandas as pd

    years, start, rows = case.role("guarantee_years", years), _find_start(case, signed), []
    for claim in case.claims(years):
        if claim.rank == "deprecated":
            continue
        length, name = case.estimate(claim), f"guarantees.until.{claim.id}"
        shortest, longest = hold_all(length, "low"), hold_all(length, "high")
        row = {
            "subject": case.label(claim.subject) if claim.subject else NOTHING,
            "source": case.source(claim.source),
            "said_by": _name_speaker(claim),
            "years": length,
            "shortest": shortest,
            "longest": longest,
            "until": None,
            "first": None,
            "last": None,
        }
        if start is not None:
            until = (start + length).named(name, gettext("Last year of the guarantee"))
            row |= {
                "until": until,
                "first": hold_all(until, "low").named(f"{name}.low", gettext("Last year, at the earliest")),
                "last": hold_all(until, "high").named(f"{name}.high", gettext("Last year, at the latest")),
            }
        rows.append(row)
    if not rows:
        raise MissingClaim(f"{case.folder.name} has no claim on {years}; add a row to claims.csv.")
    return pd.DataFrame(rows, dtype=object).sort_values("years", ignore_index=True, kind="stable")


class Length(NamedTuple):
    """How long a promise would run. subject: its id, None where nothing is named; years: year; promise: the name of the
    subject if that is the name of a promise, else None, as where it is who promises; until: the calendar year in which
    it would end, None if the case knows no year of signature."""

    subject: str | None
    years: Estimate
    promise: Label | None
    until: Estimate | None


def length(case: Case, promise: str, *, years: str | None = None, signed: str | None = None) -> Length:
    """Finds how long a promise would run: what is said of it; else what is said first, and of which promise that is.

    promise: its name, as in guarantees.csv; a claim is on it where the subject has that name. years, signed: as for
        `years`.
    Raises: MissingClaim if there is no claim on it.

    >>> from analysis import compare, load_case
    >>> found = compare.guarantees.length(load_case(), "20-point plan in the article")
    >>> found.subject, found.years.value, found.promise
    ('united_states', 15.0, None)
    """
    quantity, start = case.role("guarantee_years", years), _find_start(case, signed)
    subjects = [claim.subject for claim in case.claims(quantity) if claim.subject and claim.rank != "deprecated"]
    names = {subject: case.label(subject) for subject in subjects}
    wanted = promise.casefold()
    chosen = next((id for id, name in names.items() if str(name).casefold() == wanted), next(iter(subjects), None))
    promises = {row.promise.casefold() for row in case.ledger.get_table(Guarantee).values()}
    found = case[quantity, chosen] if chosen else case[quantity]
    return Length(
        chosen,
        found,
        names[chosen] if chosen and str(names[chosen]).casefold() in promises else None,
        None if start is None else (start + found).named("guarantees.until", gettext("Last year of the guarantee")),
    )


def _find_start(case: Case, signed: str | None) -> Estimate | None:
    """Returns the year of signature, None if the case knows none."""
    signed = find_optional(case, "guarantee_signed", signed)
    return case[signed] if signed in case else None  # noqa: SIM401 (a Case is not a dict)


def terms(case: Case, *, length: str | None = None, signed: str | None = None) -> pd.DataFrame:
    """Lists when guarantees would begin and end, by claim, for a chart of spans.

    length, signed: the quantities that hold the length and the year of signature.
    Returns: as `years`, and start, end: day, any day of the year of signature and of the last year; when: Label with
        the years in words. No rows where the case knows no year of signature.
    Raises: MissingClaim if there is no claim on the length.

    >>> from analysis import compare, load_case
    >>> [str(when) for when in compare.guarantees.terms(load_case()).when][1:]
    ['15 years, to 2041 or 2042', '30 to 50 years, to between 2056 and 2077']
    """
    import pandas as pd

    found, begun = years(case, years=length, signed=signed), _find_start(case, signed)
    rows = []
    for row in found.to_dict("records"):
        if begun is None:
            break
        when = Label(_describe_term(row), row["said_by"].ref)
        rows.append(row | {"start": _take_days(begun), "end": _take_days(row["until"]), "when": when})
    return pd.DataFrame(rows, columns=[*found.columns, "start", "end", "when"], dtype=object)


def _name_speaker(claim: Claim) -> Label:
    return Label(claim.attributed_to or gettext("the source itself"), f"claims/{claim.id}")


def _describe_term(row: dict[Any, Any]) -> str:
    """Says how many years a guarantee runs, and to which: one, the two ends of a range, or what is between them."""
    shortest, longest = row["shortest"].value, row["longest"].value
    term = format_interval(shortest, longest, "year", exact=True) or format_magnitude(shortest, "year", exact=True)
    first, last = (f"{row[end].value:g}" for end in ("first", "last"))
    if first == last:
        return gettext("{term}, to {year}", term=term, year=first)
    if row["last"].value - row["first"].value > 1:
        return gettext("{term}, to between {first} and {last}", term=term, first=first, last=last)
    return gettext("{term}, to {first} or {last}", term=term, first=first, last=last)


def _take_days(year: Estimate) -> Estimate:
    """Returns some day of a calendar year, or of the years that its interval holds, as `spans` draws it."""
    first, last = date(int(year.low), 1, 1).toordinal(), date(int(year.high), 12, 31).toordinal()
    return replace_interval(number(first, "day", gettext("any day of the year")), first, last, year)


def became(case: Case, *, party: str | None = None, state: str | None = None) -> pd.DataFrame:
    """Lists what became of a guarantee: who is party to it, and how far it has come, the earliest first.

    party: the quantity whose claims say who is a party, or is not. state: the one whose claims say how far it has come.
    Returns: one row a claim. about: party or state, a Word; as_of: Label, or None; said_by, statement, source: Label.

    >>> from analysis import compare, load_case
    >>> print(compare.guarantees.became(load_case()).as_of.iloc[0])
    29 December 2025
    """
    import pandas as pd

    party, state = find_optional(case, "guarantor", party), find_optional(case, "guarantee_stage", state)
    claims = [claim for quantity in (state, party) for claim in case.claims(quantity) if claim.rank != "deprecated"]
    rows = [
        {
            "about": Word("party", "what a claim is about")
            if claim.quantity == party
            else Word("state", "what a claim is about"),
            "as_of": Label(dates.format_date(claim.as_of), f"claims/{claim.id}") if claim.as_of else None,
            "said_by": _name_speaker(claim),
            "statement": Label(claim.statement, f"claims/{claim.id}"),
            "source": case.source(claim.source),
        }
        for claim in sorted(
            claims, key=lambda claim: dates.compute_moments(claim.as_of)[1] if claim.as_of else -math.inf
        )
    ]
    return pd.DataFrame(rows, columns=["about", "as_of", "said_by", "statement", "source"], dtype=object)


def agreed(case: Case, *, agreed: str | None = None) -> pd.DataFrame:
    """Lists who called the guarantees agreed to which share, and of what that is the share.

    agreed: the quantity that holds the share.
    Returns: one row a claim that is not deprecated, in file order. said_by, source: Label; value: percent; base: Label
        of what the share is of, or a dash where the source does not say; statement: Label of what is said.

    >>> from analysis import compare, load_case
    >>> [f"{row.said_by} {row.value.value:g}" for row in compare.guarantees.agreed(load_case()).itertuples()]
    ['Zelensky 100', 'Zelensky 100', 'Trump 95']
    """
    import pandas as pd

    agreed = find_optional(case, "agreed_share_of_guarantees", agreed)
    rows = [
        {
            "said_by": _name_speaker(claim),
            "value": case.estimate(claim),
            "base": Label(claim.base, f"claims/{claim.id}") if claim.base else NOTHING,
            "statement": Label(claim.statement, f"claims/{claim.id}"),
            "source": case.source(claim.source),
        }
        for claim in case.claims(agreed)
        if claim.rank != "deprecated"
    ]
    return pd.DataFrame(rows, columns=["said_by", "value", "base", "statement", "source"], dtype=object)
