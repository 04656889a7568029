"""What `render`, `sweep` and `watch` do: find out what is due, have it made, and write the index over it.

What needs the case is done by the warm process where one is ready, as it has imported all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.paths import find_shipped
from analysis.report.build import cache, pool
from analysis.report.build import render as build
from analysis.report.build.job import Outcome, Render
from analysis.style.house import House

_HEAVY_PAGE = 1_000_000  # bytes of a page that is heavy


@dataclass(frozen=True)
class RenderRequest:
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
class RenderPlan:
    """Every report asked for, each with why it must be made, or '' if it stands; and what the index page says."""

    renders: tuple[tuple[Render, str], ...]
    order: tuple[str, ...]
    title: str
    house: House
    case: Path  # its folder


def find_notebook_folders(folder: Path) -> list[Path]:
    """Returns the folders in which a case's notebooks are looked for, the first that has one winning."""
    return [path for path in (folder / "notebooks", Path("notebooks"), find_shipped("notebooks")) if path.is_dir()]


def plan_request(wanted: RenderRequest) -> RenderPlan:
    """Returns what is to be made. Raises UsageError for what does not exist, CaseError for a case that is unsound."""
    return pool.call_in_worker(_plan_here, wanted)


def render_due(plan: RenderPlan, jobs: int, done: Callable[[Outcome], None]) -> list[Outcome]:
    """Makes what is due, `jobs` reports at a time, calling `done` with what became of each, also of what stands."""
    standing = [Outcome(render) for render, why in plan.renders if not why]
    for outcome in standing:
        done(outcome)
    return standing + build.render_all([(render, why) for render, why in plan.renders if why], jobs, done, plan.case)


def update_index(wanted: RenderRequest, plan: RenderPlan, outcomes: Sequence[Outcome]) -> Path:
    """Brings index.html over the reports up to date; returns its path."""
    path = wanted.root / "index.html"
    failed = {outcome.render.folder.name: outcome.error for outcome in outcomes if outcome.error}
    if (
        failed
        or not path.exists()
        or any(outcome.why for outcome in outcomes)
        or cache.read_order(wanted.root) != list(plan.order)
    ):
        pool.call_in_worker(
            build.write_index, wanted.root, plan.title, plan.order, failed, wanted.file is None, plan.house
        )
        cache.write_order(wanted.root, [] if failed else plan.order)  # what it says of a failure goes with the failure
    return path


def describe_heavy_pages(outcomes: Sequence[Outcome]) -> list[str]:
    """Returns a sentence for each page made that has grown too large to open or send with ease."""
    pages = ((outcome.render.folder / f"{outcome.render.report}.html", outcome) for outcome in outcomes)
    return [
        f"{path} has {path.stat().st_size / 1000:,.0f} kB, more than {_HEAVY_PAGE / 1000:,.0f} kB; "
        "fewer rows in its tables, or several reports, make it lighter."
        for path, outcome in pages
        if outcome.why and not outcome.error and "html" in outcome.render.formats and path.stat().st_size > _HEAVY_PAGE
    ]


def _plan_here(wanted: RenderRequest) -> RenderPlan:
    from analysis.case.case import load_case

    case = load_case(wanted.case)
    listed: list[Any] = list(_read_variants(wanted.file) if wanted.file else case.ledger.tables["reports"].values())
    renders = build.plan_renders(
        listed,
        wanted.reports,
        wanted.given,
        case_dir=wanted.case_dir,
        out=wanted.root,
        notebooks=find_notebook_folders(case.folder),
        formats=wanted.formats,
        crate=wanted.crate,
    )
    return RenderPlan(
        tuple(build.find_due(renders, None if wanted.force else case.compute_digest)),
        tuple(row.report_id for row in listed),
        case.about["title"],
        case.house,
        case.folder.resolve(),
    )


def _read_variants(file: Path) -> Sequence[Any]:
    from analysis.case.ledger import read_table
    from analysis.case.schema import Report

    if not file.is_file():
        raise UsageError(f"no file {file}; give a CSV with the columns of reports.csv, one line a variant")
    return list(read_table(file, Report).values())
