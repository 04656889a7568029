"""What `render`, `sweep` and `watch` do: find out what is due, have it made, and write the index over it.

What needs the case is done by the warm process where one is ready, as it has imported all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.paths import shipped
from analysis.report.build import cache as fresh
from analysis.report.build import pool as workers
from analysis.report.build import render as build
from analysis.report.build.job import Outcome, Render
from analysis.style.house import House

_HEAVY = 1_000_000  # bytes of a page that is heavy


@dataclass(frozen=True)
class Wanted:
    """What is asked for. reports: ids, none for all. given: parameters as text. file: of a sweep's variants."""

    case: str
    case_dir: str | None  # what notebooks are told; None for their default
    root: Path  # where the reports go
    reports: tuple[str, ...]
    given: Mapping[str, str]
    formats: tuple[str, ...]
    crate: bool = False
    force: bool = False  # also what still stands
    file: Path | None = None


@dataclass(frozen=True)
class Plan:
    """Every report asked for, each with why it must be made, or '' if it stands; and what the index page says."""

    renders: tuple[tuple[Render, str], ...]
    order: tuple[str, ...]
    title: str
    house: House
    case: Path  # its folder


def places(folder: Path) -> list[Path]:
    """Returns the folders in which a case's notebooks are looked for, the first that has one winning."""
    return [path for path in (folder / "notebooks", Path("notebooks"), shipped("notebooks")) if path.is_dir()]


def plan(wanted: Wanted) -> Plan:
    """Returns what is to be made. Raises UsageError for what does not exist, CaseError for a case that is unsound."""
    return workers.call(_plan, wanted)


def make(plan: Plan, jobs: int, done: Callable[[Outcome], None]) -> list[Outcome]:
    """Makes what is due, `jobs` reports at a time, calling `done` with what became of each, also of what stands."""
    standing = [Outcome(render) for render, why in plan.renders if not why]
    for outcome in standing:
        done(outcome)
    return standing + build.run([(render, why) for render, why in plan.renders if why], jobs, done, plan.case)


def index(wanted: Wanted, plan: Plan, outcomes: Sequence[Outcome]) -> Path:
    """Brings index.html over the reports up to date; returns its path."""
    path = wanted.root / "index.html"
    failed = {outcome.render.folder.name: outcome.error for outcome in outcomes if outcome.error}
    if (
        failed
        or not path.exists()
        or any(outcome.why for outcome in outcomes)
        or fresh.order(wanted.root) != list(plan.order)
    ):
        workers.call(build.write_index, wanted.root, plan.title, plan.order, failed, wanted.file is None, plan.house)
        fresh.keep_order(wanted.root, [] if failed else plan.order)  # what it says of a failure goes with the failure
    return path


def heavy(outcomes: Sequence[Outcome]) -> list[str]:
    """Returns a sentence for each page made that has grown too large to open or send with ease."""
    pages = ((outcome.render.folder / f"{outcome.render.report}.html", outcome) for outcome in outcomes)
    return [
        f"{path} has {path.stat().st_size / 1000:,.0f} kB, more than {_HEAVY / 1000:,.0f} kB; "
        "fewer rows in its tables, or several reports, make it lighter."
        for path, outcome in pages
        if outcome.why and not outcome.error and "html" in outcome.render.formats and path.stat().st_size > _HEAVY
    ]


def _plan(wanted: Wanted) -> Plan:
    from analysis.case.case import load_case

    case = load_case(wanted.case)
    listed: list[Any] = list(_variants(wanted.file) if wanted.file else case.ledger.rows["reports"].values())
    renders = build.plan(
        listed,
        wanted.reports,
        wanted.given,
        case_dir=wanted.case_dir,
        out=wanted.root,
        notebooks=places(case.folder),
        formats=wanted.formats,
        crate=wanted.crate,
    )
    return Plan(
        tuple(build.due(renders, None if wanted.force else case.digest)),
        tuple(row.report_id for row in listed),
        case.about["title"],
        case.house,
        case.folder.resolve(),
    )


def _variants(file: Path) -> Sequence[Any]:
    from analysis.case.ledger import read_table
    from analysis.case.schema import Report

    if not file.is_file():
        raise UsageError(f"no file {file}; give a CSV with the columns of reports.csv, one line a variant")
    return list(read_table(file, Report).values())
