"""The steps of `render`, `sweep` and `watch`: plan what is due, have it rendered, write the index over it.

What needs the case is done by the warm process where one is ready, since it has imported all that this takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from analysis.commands.shared.notebook_folders import find_notebook_folders
from analysis.commands.shared.options import CaseFolder, ClusterOptions, RenderOptions
from analysis.errors import UsageError
from analysis.memory import give_back_memory
from analysis.report.build import cache, pool
from analysis.report.build.editions import Edition, choose_editions
from analysis.report.build.index import write_index
from analysis.report.build.job import INDEX, Outcome, Render
from analysis.report.build.plan import Listed, RenderRequest, check_sweep_folder, find_due, find_editions, plan_renders
from analysis.report.execute.client import ServerSetup
from analysis.report.execute.messages import Call
from analysis.style.house import House
from analysis.wording.units import forget_added

if TYPE_CHECKING:
    from analysis.case.case import Case
    from analysis.case.schema import Report

_HEAVY_PAGE = 1_500_000  # bytes of a page that is heavy, with what it says on the other basis


@dataclass(frozen=True, kw_only=True)
class CaseRequest(RenderRequest):
    """What is asked for of a case.

    force: also what is up to date.
    """

    force: bool = False


@dataclass(frozen=True)
class RenderPlan:
    """Every report asked for, with why it is due, or '' if it is up to date; and what the index page says.

    case: its folder. sections: a report's id -> the question of its section of the index. left_out: a
    line for each report whose question the case cannot answer, and for each language in which there is no notebook.
    title, sections, language: in the language of the index, which is that of the case, or the first of those that were
    asked for instead.
    """

    renders: tuple[tuple[Render, str], ...]
    order: tuple[str, ...]
    title: str
    house: House
    case: Path
    left_out: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


def build_request(
    options: RenderOptions,
    reports: Sequence[str],
    parameters: Mapping[str, str],
    root: Path | None = None,
    variants: Path | None = None,
) -> CaseRequest:
    """Returns what the command line asks for. root: the folder for the reports."""
    return CaseRequest(
        case=options.case.path,
        case_dir=options.case.given,
        root=root or options.root,
        formats=options.formats,
        reports=tuple(reports),
        given=parameters,
        crate=options.crate,
        force=options.force,
        variants=variants,
        languages=options.languages,
    )


def plan_request(request: CaseRequest) -> RenderPlan:
    """Returns what is to be rendered. Raises UsageError for what does not exist, CaseError for faults in the data."""
    return pool.call_in_worker(_plan_here, request)


def choose_executor(case: CaseFolder, cluster: ClusterOptions | None, warn: Callable[[str], None]) -> pool.Executor:
    """Returns what renders: this machine, or a cluster. warn: is given a line for each of its workers that cannot."""
    if cluster is None:
        return pool.render_all
    scheduler, send = cluster.scheduler, cluster.send

    def render_there(
        due: Sequence[tuple[Render, str]], jobs: int, done: Callable[[Outcome], None], setup: ServerSetup
    ) -> list[Outcome]:
        from analysis.report.build.cluster.dispatch import render_on_cluster
        from analysis.report.build.cluster.order import make_order

        renders = [render for render, _ in due]
        order = make_order(renders, case.path, case.given, find_notebook_folders(case.path), send, setup)
        return render_on_cluster(due, done, scheduler, order, warn)

    return render_there


def render_due(
    plan: RenderPlan,
    jobs: int,
    done: Callable[[Outcome], None],
    setup: ServerSetup,
    render_all: pool.Executor = pool.render_all,
) -> list[Outcome]:
    """Renders what is due, `jobs` reports at a time; calls `done` with each outcome, also of what is up to date.

    setup: from `build_setup`. render_all: from `choose_executor`.
    """
    outcomes = [Outcome(render) for render, why in plan.renders if not why]
    for outcome in outcomes:
        done(outcome)
    # every kernel and every worker begins with the ledger and the catalogues, read once, and with the dates of sources
    languages = dict.fromkeys(render.language for render, why in plan.renders if why)
    setup = replace(
        setup,
        calls=(
            Call.from_name("analysis.case.ledger:preload_ledger", plan.case),
            *(Call.from_name("analysis.messages.texts:load_catalogue", tag) for tag in languages if tag != "en"),
            *(Call.from_name("analysis.case.ledger:preload_sources", tag) for tag in languages),
        ),
    )
    due = [(render, why) for render, why in plan.renders if why]
    return outcomes + (render_all(due, jobs, done, setup) if due else [])


def update_index(request: CaseRequest, plan: RenderPlan, outcomes: Sequence[Outcome]) -> Path:
    """Writes index.html over the reports if it is out of date; returns its path."""
    path, known = request.root / INDEX, [plan.language, *plan.order, *plan.sections.values()]
    failed = {outcome.render.folder.name: outcome.error for outcome in outcomes if outcome.error}
    if failed or any(outcome.why for outcome in outcomes) or not cache.is_known_index(path, known):
        pictures = request.variants is None
        said = (plan.title, plan.order, failed, pictures, plan.house, plan.sections, plan.language)
        pool.call_in_worker(write_index, request.root, *said)
        cache.remember_index(path, [] if failed else known)  # a failure it names must not stay on the page
    return path


def describe_heavy_pages(outcomes: Sequence[Outcome]) -> list[str]:
    """Returns a sentence for each page rendered that has grown too large to open or send with ease."""
    pages = ((outcome.render.folder / f"{outcome.render.report}.html", outcome) for outcome in outcomes)
    return [
        f"{path} has {path.stat().st_size / 1000:,.0f} kB, more than {_HEAVY_PAGE / 1000:,.0f} kB; "
        "fewer rows in its tables, or several reports, make it lighter."
        for path, outcome in pages
        if outcome.why and not outcome.error and "html" in outcome.render.formats and path.stat().st_size > _HEAVY_PAGE
    ]


def _plan_here(request: CaseRequest) -> RenderPlan:
    try:
        return _plan_case(request)
    finally:  # reading a large case takes most of what this process will need for a report
        give_back_memory()


def _plan_case(request: CaseRequest) -> RenderPlan:
    from analysis.case.case import open_case
    from analysis.case.description import list_bases
    from analysis.commands.shared.reports import find_unanswered

    forget_added()  # `watch` plans again when units.txt has changed
    case = open_case(request.case)
    reports = case.ledger.tables["reports"]
    if request.variants:
        check_sweep_folder(request.root, reports)
    listed = cast("list[Report]", list(_read_variants(request.variants) if request.variants else reports.values()))
    folders = find_notebook_folders(case.folder)
    unanswered = find_unanswered(case, cast(Sequence[Listed], listed), folders)
    if named := [report for report in request.reports if report in unanswered]:
        raise UsageError(f"{named[0]}: {case.folder.name} cannot answer this question: {unanswered[named[0]]}.")
    answered = [row for row in listed if row.report_id not in unanswered]
    if not answered:
        raise UsageError(f"{case.folder.name} cannot answer the question of any report in reports.csv.")
    editions = _choose_editions(request, answered, folders, case.language)
    cases = {case.language: case}
    cases |= _translate(case, (edition.language for _, chosen, _ in editions for edition in chosen), cases)
    titles = {language: _read_titles(one, request) for language, one in cases.items() if language != case.language}
    renders = plan_renders(
        request, cast(Sequence[Listed], answered), folders, case.language, titles, list_bases(case.ledger)
    )
    cases |= _translate(case, (render.language for render in renders), cases)
    shown = cases[_choose_index_language(request, cases, case.language)]
    due = {
        render.folder: (render, why)
        for language, one in cases.items()
        for render, why in find_due(
            [render for render in renders if render.language == language], None if request.force else one.compute_digest
        )
    }
    return RenderPlan(
        tuple(due[render.folder] for render in renders),
        tuple(row.report_id for row in answered),
        shown.title,
        case.house,
        case.folder.resolve(),
        (
            *(f"left out: {report} needs more: {why}" for report, why in unanswered.items() if not request.reports),
            *_describe_absent(editions),
        ),
        _read_sections(shown, answered),
        shown.language,
    )


def _choose_index_language(request: CaseRequest, made: Collection[str], own: str) -> str:
    """Returns the language of the index page. made: those of the reports; own: that of the case."""
    asked = [language for language in request.languages if language in made]
    return own if own in asked or not asked else asked[0]


def _read_sections(case: Case, listed: Sequence[Report]) -> dict[str, str]:
    """Returns the question of the section of each report that has one, in the language of the case, by their ids."""
    translated = _read_column(case, "section")
    return {row.report_id: translated.get(row.report_id) or row.section for row in listed if row.section}


def _read_column(case: Case, column: str) -> dict[str, str]:
    """Returns what a column of the case's reports holds in its language, by their ids."""
    columns = case.ledger.tables["reports"].columns
    return dict(zip(columns["report_id"], columns[column], strict=True))


def _choose_editions(
    request: CaseRequest, listed: Sequence[Report], folders: Sequence[Path], own: str
) -> list[tuple[Report, list[Edition], list[str]]]:
    """Returns each report that is asked for, with its editions, and the languages in which it has none."""
    return [
        (row, *choose_editions(find_editions(cast(Listed, row), folders, own), request.languages, own))
        for row in listed
        if not request.reports or row.report_id in request.reports
    ]


def _translate(case: Case, languages: Iterable[str], made: Collection[str]) -> dict[str, Case]:
    """Returns the case in each of some languages, but for those in which it is made already."""
    return {language: case.translate(language) for language in dict.fromkeys(languages) if language not in made}


def _read_titles(case: Case, request: CaseRequest) -> dict[str, str]:
    """Returns the titles of the case's reports in its language, by their ids; those of a sweep are in its file."""
    return {} if request.variants else _read_column(case, "title")


def _describe_absent(editions: Iterable[tuple[Report, list[Edition], list[str]]]) -> Iterator[str]:
    """Yields a line for each language that was asked for in which some reports have no notebook."""
    absent: dict[str, list[Report]] = {}
    for row, _, missing in editions:
        for language in missing:
            absent.setdefault(language, []).append(row)
    for language, rows in absent.items():
        yield (
            f"no notebook in {language}, such as {rows[0].notebook}.{language}.ipynb: "
            f"{', '.join(row.report_id for row in rows)}; "
            "rendered in the language of the notebook there is"
        )


def _read_variants(file: Path) -> Sequence[Listed]:
    from analysis.case.ledger import read_table
    from analysis.case.schema import Report

    if not file.is_file():
        raise UsageError(f"no file {file}; give a CSV with the columns of reports.csv, one line a variant")
    return list(read_table(file, Report).values())
