"""What a sound case could still do better: rows nobody uses, figures that have aged, what was not verified, addresses.

None of it stops a report. `communique check --strict` lists it; each function yields a Problem for every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

from analysis import dates
from analysis.case.case import Case
from analysis.case.own_units import UNITS_FILE
from analysis.case.references import list_used
from analysis.case.schema import Claim, Quantity, Region, Remark, Source
from analysis.case.table import Ledger
from analysis.case.vocabulary import check_unused_words
from analysis.errors import Problem
from analysis.label import join_names
from analysis.wording import units

# Tables whose rows say nothing by themselves: they are there for other rows to refer to.
_REFERRED_TO = ("sources", "quantities", "subjects", "plans", "parties", "issues", "regions")
_STALE = timedelta(days=365)
_YEAR = timedelta(days=364)  # from its first day to its last
_TIMES = 3  # what claims give for so many times is counted again and again
_TRACKING = ("fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga")  # and utm_…


def check_upkeep(case: Case) -> Iterator[Problem]:
    """Yields a problem for each row of a sound case that needs care.

    >>> from analysis import load_case
    >>> list(check_upkeep(load_case()))
    []
    """
    yield from _find_unused(case.ledger)
    yield from check_unused_words(case.ledger)
    yield from _find_unused_units(case.ledger)
    yield from _find_aged(case.ledger)
    yield from _find_unverified(case.ledger)
    yield from _find_unlike_verdicts(case)
    yield from _find_addresses(case.ledger)


def _find_unused(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each row to which no other row refers, in tables that are there to be referred to."""
    used = list_used(ledger)
    for text in ledger.get_table(Remark).columns["text"]:
        for named in re.findall(r"[\w.]+", " ".join(re.findall(r"{([^}]*)", text))):
            for name in _REFERRED_TO:
                used[name].add(named)
    used["plans"] |= {id.rpartition(".")[2] for id in used["quantities"]}  # the end says of which variant an id is
    for name in _REFERRED_TO:
        table = ledger.tables[name]
        for id, row in table.items():
            is_computed = isinstance(row, Quantity) and row.formula  # a notebook asks for its result
            is_neighbour = isinstance(row, Region) and not row.contested  # it is there for the map
            if id not in used[name] and not is_computed and not is_neighbour:
                allowed = f"a row of {name}.csv to which another row refers"
                remedy = "Remove it, or add what rests on it."
                yield Problem(f"{name}.csv", table.find_line(id), table.kind.key, id, allowed, remedy)


def _find_unused_units(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each unit of units.txt that no quantity and no other unit there is measured in."""
    measured = set(ledger.get_table(Quantity).columns["unit"]) - {"date", "text"}
    used = {name for unit in measured for name in units.find_added(unit)}
    for unit in ledger.units:
        used |= {*re.findall(r"\w+", unit.definition.split("=")[1])}.difference(unit.names)
    for unit in ledger.units:
        if not used.intersection(unit.names):
            allowed, remedy = "a unit that quantities.csv uses", "Remove the line, or use the unit."
            yield Problem(UNITS_FILE, None, None, unit.definition, allowed, remedy)


def _find_aged(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for the newest claim on what is counted again and again, if it is a year older than the case.

    A figure for a whole year is as old as the source that gives it: yearly counts are published late.
    """
    published = {id: dates.compute_span(row.date)[0] for id, row in ledger.get_table(Source).items() if row.date}
    newest = max(published.values(), default=date.min)
    claims, unit_of = ledger.get_table(Claim), {q.id: q.unit for q in ledger.get_table(Quantity).values()}
    series: dict[tuple[str, str | None], list[tuple[date, date, str]]] = {}  # last day, first day, id
    for id, quantity, subject, rank, as_of in zip(
        claims, *(claims.columns[name] for name in ("quantity", "subject", "rank", "as_of")), strict=True
    ):
        if as_of and rank != "deprecated" and unit_of[quantity] not in ("date", "text"):
            first, last = dates.compute_span(as_of)
            series.setdefault((quantity, subject), []).append((last, first, id))
    for (quantity, subject), times in series.items():
        day, first, id = max(times)
        if day - first >= _YEAR:  # what is counted by the year is published long after it
            day = max(day, published.get(claims[id].source, day))
        if _count_apart(times) >= _TIMES and newest - day >= _STALE:
            of = f" of {subject}" if subject else ""
            allowed = f"a time less than a year before the newest source ({newest}) for {quantity}{of}"
            remedy = "It is counted again and again: look for a newer figure."
            yield Problem("claims.csv", claims.find_line(id), "as_of", claims[id].as_of, allowed, remedy)


def _count_apart(times: Iterable[tuple[date, date, str]]) -> int:
    """Returns how many of some times, each with its last and first day, there are of which no two share a day."""
    count, reached = 0, date.min
    for last, first, _ in sorted(times):
        if first > reached:
            count, reached = count + 1, last
    return count


def _find_unverified(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each claim of another source than the analysed one that nobody has verified."""
    roles, claims = ledger.get_table(Source).columns, ledger.get_table(Claim)
    analysed = {id for id, role in zip(roles["source_id"], roles["role"], strict=True) if role == "article"}
    cells = (claims.columns[name] for name in ("source", "verified", "phrase"))
    for line, source, verified, phrase in zip(claims.list_lines(), *cells, strict=True):
        if not verified and source not in analysed:
            allowed = "the day on which the phrase was found in a copy of the source"
            remedy = "Look the phrase up in a copy of the source, and enter the day."
            if not phrase:
                remedy = "Enter as phrase the few words of the source in which the figure stands, and here the day."
            yield Problem("claims.csv", line, "verified", None, allowed, remedy)


def _find_unlike_verdicts(case: Case) -> Iterator[Problem]:
    """Yields a problem for each number called contradicted by numbers of which each has a value in common with it."""
    claims = case.ledger.get_table(Claim)
    for claim in claims.find_rows("verdict", "contradicted"):
        named = [claims[id] for id in claim.verdict_claims if id in claims]
        if case.quantity(claim.quantity).unit in ("date", "text") or len(named) < max(1, len(claim.verdict_claims)):
            continue
        if any((other.quantity, other.subject) != (claim.quantity, claim.subject) for other in named):
            continue
        mine, others = case.estimate(claim), [case.estimate(other) for other in named]
        if all(mine.low <= other.high and other.low <= mine.high for other in others):
            ids = join_names(other.id for other in named)
            allowed = f"a verdict that the numbers bear out: what it means and {ids} overlap"
            remedy = "Correct the verdict, or a qualifier or range on which it rests."
            yield Problem("claims.csv", claims.find_line(claim.id), "verdict", "contradicted", allowed, remedy)


def _find_addresses(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each address that is not that of a document, or of which nobody knows when it was read."""
    sources = ledger.get_table(Source)
    for source in sources.values():
        line = sources.find_line(source.id)
        if source.url and not source.accessed:
            remedy = "Enter the day: pages change."
            yield Problem("sources.csv", line, "accessed", None, "the day on which the address was read", remedy)
        for allowed, remedy in _find_faults_of_address(source.url or ""):
            yield Problem("sources.csv", line, "url", source.url, allowed, remedy)


def _find_faults_of_address(url: str) -> Iterator[tuple[str, str]]:
    """Yields (allowed, remedy) for each thing that an address of a document has not.

    >>> [remedy for _, remedy in _find_faults_of_address("http://example.org/?utm_source=letter")]
    ['Try it with https.', 'Remove utm_source=letter.']
    """
    parts = urlsplit(url)
    if parts.scheme == "http":
        yield "an address that begins with https://", "Try it with https."
    if parts.netloc and not parts.path.strip("/") and not parts.query:
        yield "the address of the document itself", "This is a home page: give the page that was read."
    tracking = [
        f"{name}={value}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.startswith("utm_") or name in _TRACKING
    ]
    if tracking:
        yield "an address without what follows its readers", f"Remove {' and '.join(tracking)}."
