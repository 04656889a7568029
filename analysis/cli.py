"""The command: parse, call, print. Exit codes: 0 done, 1 a report failed, 2 wrong use or bad data."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from analysis.errors import CommuniqueError, UsageError
from analysis.paths import SHIPPED_CASE, find_case, find_shipped

_LINGER_SECONDS = 600  # seconds


def main() -> None:
    """Runs the command. A user's mistake ends in one message and an exit code, never in a traceback."""
    try:
        app(standalone_mode=False)
    except CommuniqueError as error:
        click.echo(f"communique: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("communique: stopped; finished reports stand, nothing is half-written.", err=True)
        sys.exit(130)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="communique", message="communique %(version)s")
def app() -> None:
    """Briefs on negotiations in which every number leads to its claim."""


case_option = click.option(
    "--case", "case", metavar="DIR", default=None, help="Case folder, or the name of one in data/.  [the shipped case]"
)


def add_render_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of the commands that make reports."""
    for option in reversed(
        (
            case_option,
            click.option(
                "--out", default="reports", show_default=True, metavar="DIR", help="Where to put the reports."
            ),
            click.option(
                "--format", "formats", default="html,pdf", show_default=True, help="Formats, with commas between."
            ),
            click.option("--crate", is_flag=True, help="Describe each report's folder as an RO-Crate too."),
            click.option(
                "--jobs",
                type=click.IntRange(min=1),
                default=(os.cpu_count() or 1) + 1,
                help="Reports made at once.  [cores, and one more while one waits for its kernel]",
            ),
            click.option(
                "--force", is_flag=True, help="Make every report anew, also where nothing it rests on has changed."
            ),
        )
    ):
        command = option(command)
    return command


linger_option = click.option(
    "--linger",
    type=click.IntRange(min=0),
    envvar="COMMUNIQUE_LINGER",
    metavar="SECONDS",
    default=lambda: _LINGER_SECONDS if sys.stdout.isatty() else 0,
    help="How long a process stays, ready-made, for the next command; it makes one changed report "
    f"in a second.  [{_LINGER_SECONDS} on a terminal, else 0; or COMMUNIQUE_LINGER]",
)


@app.command()
@click.argument("reports", nargs=-1, metavar="[REPORT ...]")
@click.option("-P", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="Set a parameter; repeatable.")
@add_render_options
@linger_option
def render(reports: Sequence[str], pairs: Sequence[str], **how: Any) -> None:
    """Render reports: all of the case's, or those named. What rests on nothing that changed is left as it is."""
    _run_render(reports, pairs, None, **how)


@app.command()
@click.argument("file", type=click.Path(path_type=Path))
@add_render_options
@linger_option
def sweep(file: Path, **how: Any) -> None:
    """Render the variants listed in FILE, a CSV with the columns of reports.csv, and gather their results.

    They come to lie in a folder named after FILE, with results.csv: every named number of every variant.
    """
    _run_render((), (), file, **how)


def _run_render(
    reports: Sequence[str],
    pairs: Sequence[str],
    file: Path | None,
    *,
    case: str | None,
    out: str,
    formats: str,
    crate: bool,
    jobs: int,
    linger: int,
    force: bool,
) -> None:
    from analysis.report.build import cache

    folder = find_case(case if case is not None else SHIPPED_CASE)
    root = Path(out) / folder.name / (file.stem if file else "")
    request = [list(reports), list(pairs), str(file), case, formats, crate, str(folder), str(Path.cwd())]
    if not force and (said := cache.recall_command(root, request)):
        click.echo(said)
        return
    from analysis.commands import rendering
    from analysis.commands.progress import Progress
    from analysis.report.build import render as build
    from analysis.report.execute import client

    before = cache.record_files(
        [folder, *(path.resolve() for path in (*rendering.find_notebook_folders(folder), *([file] if file else [])))]
    )
    wanted = _build_request(reports, pairs, case, root, formats, crate, force, file)
    client.start_server(workers=True)  # there will be something to do: let it import meanwhile
    try:
        plan = rendering.plan_request(wanted)
        with Progress(len(plan.renders)) as step:
            outcomes = rendering.render_due(plan, jobs, step)
        index = rendering.update_index(wanted, plan, outcomes)
    finally:
        client.close_server(linger)
    if file:
        build.write_results_table(root, [render for render, _ in plan.renders])
    for notice in rendering.describe_heavy_pages(outcomes):
        click.echo(notice, err=True)
    standing = sum(not outcome.why and not outcome.error for outcome in outcomes)
    unchanged = f", {standing} of them unchanged" if standing else ""
    failed = sum(bool(outcome.error) for outcome in outcomes)
    click.echo(f"{len(outcomes) - failed} of {len(outcomes)} reports in {index.parent}{unchanged}; open {index}")
    if failed:
        sys.exit(1)
    all_stand = f"{len(outcomes)} of {len(outcomes)} reports in {index.parent}, all unchanged; open {index}"
    cache.remember_command(root, request, all_stand, before, [index, *(outcome.render.folder for outcome in outcomes)])


def _build_request(
    reports: Sequence[str],
    pairs: Sequence[str],
    case: str | None,
    root: Path,
    formats: str,
    crate: bool,
    force: bool,
    file: Path | None = None,
) -> Any:
    from analysis.commands import rendering

    if crate:
        from analysis.report.formats import ro_crate as crates

        crates.check_library()
    return rendering.RenderRequest(
        case if case is not None else str(SHIPPED_CASE),
        case,
        root,
        tuple(reports),
        _parse_parameters(pairs),
        tuple(name.strip() for name in formats.split(",") if name.strip()),
        crate,
        force,
        file,
    )


@app.command()
@click.argument("reports", nargs=-1, metavar="[REPORT ...]")
@click.option("-P", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="Set a parameter; repeatable.")
@add_render_options
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where to serve the pages.  [a free port]")
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
def watch(
    reports: Sequence[str],
    pairs: Sequence[str],
    case: str | None,
    out: str,
    formats: str,
    crate: bool,
    jobs: int,
    force: bool,
    port: int,
    no_open: bool,
) -> None:
    """Render, and render again what a change touches; open pages renew themselves. Stop with Ctrl-C."""
    from analysis.commands.watch import watch_case as keep

    folder = find_case(case if case is not None else SHIPPED_CASE)
    keep(
        _build_request(reports, pairs, case, Path(out) / folder.name, formats, crate, force),
        jobs,
        click.echo,
        port=port,
        show=not no_open,
    )


@app.command("list")
@case_option
def list_reports(case: str | None) -> None:
    """List a case's reports and their parameters."""
    import nbformat

    from analysis.commands import rendering
    from analysis.report.build import render as build
    from analysis.report.document import parameters

    found = _load_case(case)
    for row in found.ledger.tables["reports"].values():
        path = build.find_notebook(row.notebook, rendering.find_notebook_folders(found.folder))
        click.echo(f"{row.report_id}  {row.title}")
        for parameter in parameters.read_parameters(nbformat.read(path, as_version=4), row.notebook):
            click.echo(f"    -P {parameter.name}={parameter.default}  {parameter.help} ({parameter.allowed})")


@app.command()
@case_option
@click.option("--update", is_flag=True, help="Write datapackage.json and README.md anew from the schema.")
def check(case: str | None, update: bool) -> None:
    """Check a case's data; with --update, renew what is derived from it."""
    from analysis.case import datapackage
    from analysis.case.schema import Quantity

    found = _load_case(case)
    quantities = found.ledger.get_table(Quantity)
    if update:
        for path in datapackage.update_files(found.folder, quantities, found.descriptor):
            click.echo(f"wrote {path}")
    elif stale := datapackage.list_stale_files(found.folder, quantities, found.descriptor):
        raise UsageError(
            f"{' and '.join(stale)} in {found.folder} no longer say what the schema says; "
            "run communique check --update."
        )
    rows = ", ".join(f"{len(rows)} {name}" for name, rows in found.ledger.tables.items() if rows)
    click.echo(f"{found.folder.name}: sound ({rows})")


@app.command()
@click.argument("text", type=click.Path(path_type=Path))
@case_option
@click.option("--source", default="article", show_default=True, help="Id of the source whose text it is.")
@click.option("--json", "as_json", is_flag=True, help="Print every finding as JSON.")
def audit(text: Path, case: str | None, source: str, as_json: bool) -> None:
    """Hold the ledger against a source's text (plain, HTML or PDF); exit 1 if anything is open."""
    import json

    from analysis.commands import audit as audits

    findings = audits.audit_text(_load_case(case), audits.read_text(text), source)
    left = [finding for finding in findings if finding.open]
    if as_json:
        click.echo(json.dumps(audits.convert_to_rows(findings), indent=2, ensure_ascii=False))
    else:
        for finding in left:
            click.echo(f"{finding.kind:9} {finding.place:12} {finding.found}: {finding.remedy}")
        click.echo(f"{len(findings)} findings, {len(left)} open")
    if left:
        sys.exit(1)


@app.command()
@case_option
def reviews(case: str | None) -> None:
    """Print the verdicts on the article's claims as schema.org ClaimReview (JSON-LD)."""
    import json

    from analysis.commands.reviews import build_claim_reviews

    click.echo(json.dumps(build_claim_reviews(_load_case(case)), indent=2, ensure_ascii=False))


@app.command()
@click.argument("wanted", metavar="NUMBER_OR_ID")
@click.option("--out", default="reports", show_default=True, metavar="DIR", help="Where the reports are.")
def trace(wanted: str, out: str) -> None:
    """Trace a number of the rendered reports (as printed, or its name), or a claim's id, to what is beneath it."""
    from analysis.commands import trace

    found = trace.find_traces(Path(out), wanted)
    if not found:
        raise UsageError(
            f"no number or claim {wanted!r} in {out}{trace.find_nearest_name(Path(out), wanted)}; "
            "give it as printed, or a name of results.json, and render first."
        )
    click.echo("\n\n".join(found))


@app.command()
@case_option
def explore(case: str | None) -> None:
    """Open the notebooks in JupyterLab, at the one with sliders."""
    import subprocess

    found = _load_case(case)
    place = Path("notebooks") if Path("notebooks/explore.ipynb").exists() else find_shipped("notebooks")
    click.echo(f"exploring {found.folder.name}; stop with Ctrl-C")
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlab", str(place / "explore.ipynb")],
        check=False,
        env={**os.environ, "COMMUNIQUE_CASE": str(found.folder)},
    )
    sys.exit(done.returncode)


@app.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print every change as JSON.")
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Print what differs between two reports' folders, or two cases; exit 1 if anything does."""
    import json

    from analysis.commands import diff as diffs

    changes = diffs.compare_folders(old, new)
    if as_json:
        click.echo(json.dumps(diffs.convert_to_rows(changes), indent=2, ensure_ascii=False, default=str))
    elif changes:
        click.echo(diffs.format_table(changes))
    sys.exit(1 if changes else 0)


@app.command("new-case")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new_case(folder: Path) -> None:
    """Write a small sound case into a new folder, with a report, to be filled with rows of your own."""
    from analysis.case.template import create_case

    click.echo(f"{len(create_case(folder))} files in {folder}; try communique render --case {folder}")


def _load_case(case: str | None) -> Any:
    from analysis.case.case import load_case

    return load_case(case if case is not None else SHIPPED_CASE)


def _parse_parameters(pairs: Sequence[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"-P {pair!r} is not NAME=VALUE")
        given[name.strip()] = value.strip()
    return given
