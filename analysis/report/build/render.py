"""What is asked for -> finished folders. Each report is made beside its place and moved there when complete."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from analysis.errors import CommuniqueError, ReportError, UsageError, add_context, format_nearest
from analysis.report.build import cache, pool
from analysis.report.build.job import Outcome, Render
from analysis.report.document import parameters
from analysis.report.execute import client
from analysis.report.formats import check_format, load_writer

FORMATS = ("html", "pdf")
CRATE = "ro-crate-metadata.json"
INDEX = "index.html"
_LONGEST_NAME = 60  # characters of a folder's name before it is cut and hashed
_FILE_LABELS = {
    "notebook.ipynb": "notebook",
    "results.json": "results",
    "references.bib": "BibTeX",
    "references.json": "CSL-JSON",
    CRATE: "RO-Crate",
}
_UNFINISHED_PREFIX, _REPLACED_PREFIX = ".making-", ".was-"


class Listed(Protocol):
    """A line of reports.csv, or of a sweep."""

    report_id: str
    notebook: str
    title: str
    parameters: str | None


def plan_renders(
    listed: Sequence[Listed],
    chosen: Sequence[str],
    given: Mapping[str, str],
    *,
    case_dir: str | None,
    notebooks: Sequence[Path],
    out: Path,
    formats: Sequence[str],
    crate: bool = False,
) -> list[Render]:
    """Returns the renders asked for, checked before anything runs.

    listed: the case's reports. chosen: ids, none for all. given: parameters as text. case_dir: passed on to the
    notebooks, None for their default. notebooks: folders to look in. crate: with RO-Crate metadata. Raises UsageError.
    """
    known = {row.report_id: row for row in listed}
    for report in chosen:
        if report not in known:
            raise UsageError(f"no report {report!r}{format_nearest(report, known)}; there are: {', '.join(known)}.")
    for name in formats:
        check_format(name)
    renders = []
    for row in [known[report] for report in dict.fromkeys(chosen)] or listed:
        path = find_notebook(row.notebook, notebooks)
        declared = parameters.read_parameters(_read_cells(path), row.notebook)
        base = parameters.check_values(declared, _parse_pairs(row.parameters), f"reports.csv, {row.report_id}")
        asked = parameters.check_values(declared, given, row.report_id)
        usual = {p.name: p.default for p in declared} | base
        changed = {name: value for name, value in sorted(asked.items()) if value != usual[name]}
        place = {"case_dir": case_dir} if case_dir is not None and "case_dir" in usual else {}
        renders.append(
            Render(
                row.report_id,
                row.title,
                path,
                {**place, **base, **changed},
                tuple(formats),
                out / name_folder(row.report_id, changed),
                crate,
            )
        )
    return renders


def _read_cells(path: Path) -> Any:
    """A notebook as far as its parameters need it: nbformat, with its validator, takes half a second to import."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return SimpleNamespace(cells=[{**cell, "source": "".join(cell["source"])} for cell in cells])
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{path} is no notebook (nbformat 4); open it in JupyterLab and save it anew.") from None


def find_notebook(name: str, places: Iterable[Path]) -> Path:
    """Returns the first `name`.ipynb among some folders. Raises UsageError naming those there are."""
    there = {path.stem: path for place in reversed(list(places)) for path in sorted(place.glob("*.ipynb"))}
    if name not in there:
        raise UsageError(f"no notebook {name!r}{format_nearest(name, there)}; there are: {', '.join(sorted(there))}.")
    return there[name]


def name_folder(report: str, changed: Mapping[str, Any]) -> str:
    """Returns a folder's name: the report, and how its parameters differ from the usual."""
    if not changed:
        return report
    pairs = (
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in sorted(changed.items())
    )
    name = re.sub(r"[^\w.@=,+-]+", "_", f"{report}@{','.join(pairs)}")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:40]}-{hashlib.sha256(json.dumps(changed, sort_keys=True).encode()).hexdigest()[:8]}"


def _parse_pairs(text: str | None) -> dict[str, str]:
    """Reads `name=value; name=value`, as reports.csv has it."""
    pairs = [part.partition("=") for part in (text or "").split(";") if part.strip()]
    for name, sign, _ in pairs:
        if not sign:
            raise UsageError(f"reports.csv, parameters: found {name.strip()!r}; allowed: name=value; name=value.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def find_due(renders: Sequence[Render], holds: Callable[[str], str | None] | None) -> list[tuple[Render, str]]:
    """Returns each render with why it must be made, or '' if it stands; clears up after a killed build first.

    holds: a key of what a report read of its case -> digest of what it holds now (`Case.digest`). Without it, all are.
    """
    for root in {render.folder.parent for render in renders}:
        root.mkdir(parents=True, exist_ok=True)
        recover_folder(root)
    if holds is None:
        return [(render, "asked for") for render in renders]
    return [
        (
            render,
            cache.find_change(
                render.folder,
                collect_inputs(render),
                (*(f"{render.report}.{name}" for name in render.formats), *([CRATE] if render.crate else ())),
                holds,
            ),
        )
        for render in renders
    ]


def render_all(
    due: Sequence[tuple[Render, str]], jobs: int, done: Callable[[Outcome], None], case: Path | None = None
) -> list[Outcome]:
    """Makes reports, `jobs` at a time, calling `done` after each; one failing stops no other.

    due: renders, and why each is made. case: the folder whose ledger they read, known to kernels from the start.
    """
    outcomes: list[Outcome] = []
    try:
        for outcome in pool.render_in_workers(due, jobs, case) if pool.can_fork() else render_in_threads(due, jobs):
            outcomes.append(outcome)
            done(outcome)
    except BaseException:
        client.stop_server()  # ends what still runs
        for root in {render.folder.parent for render, _ in due}:
            recover_folder(root)
        client.close_server()
        raise
    return outcomes


def render_in_threads(due: Sequence[tuple[Render, str]], jobs: int) -> Iterator[Outcome]:
    """Makes reports in this process, on ordinary kernels: where there is no fork."""
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        try:
            for future in as_completed([pool.submit(try_render, render, why) for render, why in due]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def collect_inputs(render: Render) -> dict[str, Any]:
    """Returns what a report rests on besides the case, by content."""
    return {
        "notebook": hashlib.sha256(render.notebook.read_bytes()).hexdigest(),
        "title": render.title,
        "parameters": dict(render.parameters),
        "library": cache.compute_library_fingerprint(),
        "versions": cache.list_versions(),
    }


def try_render(render: Render, why: str) -> Outcome:
    """Makes one report; returns its outcome, also where it failed."""
    try:
        render_report(render)
    except CommuniqueError as error:
        return Outcome(render, str(error))
    except OSError as error:
        return Outcome(render, f"{render.report}: {error.strerror or error}: {error.filename or render.folder}")
    except Exception as error:  # a defect of ours must not take the other reports with it
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        return Outcome(
            render,
            f"{render.report}: {type(error).__name__}: {error} (a defect of communique; "
            "COMMUNIQUE_DEBUG=1 shows where)",
        )
    return Outcome(render, why=why)


def render_report(render: Render) -> None:
    """Executes one notebook and leaves its finished folder, or raises and leaves the last good one."""
    from analysis.report.document import reader
    from analysis.report.execute.notebook import execute_notebook
    from analysis.report.formats import side_files

    before = collect_inputs(render)
    executed = execute_notebook(render.notebook, render.parameters, render.report)
    with add_context(render.report):
        made = reader.read_document(executed)
        files = {name: text.encode() for name, text in side_files.build_side_files(made, executed).items()}
        links = {name.upper(): f"{render.report}.{name}" for name in render.formats if name != "html"}
        links["All reports"] = f"../{INDEX}"
        for name in render.formats:
            files[f"{render.report}.{name}"] = load_writer(name)(made, links)
        if render.crate:
            from analysis.report.formats import ro_crate

            files[CRATE] = ro_crate.build_metadata(made, render.report, files, cache.list_versions()).encode()
    facts = side_files.build_manifest(render.report, render.notebook, render.parameters, made, files, before) | {
        "title": render.title,
        "index": side_files.describe_for_index(made),
    }
    files["manifest.json"] = side_files.format_json(facts).encode()
    publish_folder(files, render.folder)


def publish_folder(files: Mapping[str, bytes], place: Path) -> None:
    """Writes files beside their place, then moves the folder there: a kill leaves the last good one."""
    making = Path(tempfile.mkdtemp(prefix=_UNFINISHED_PREFIX, dir=place.parent))
    try:
        making.chmod(0o755)
        for name, content in files.items():
            (making / name).parent.mkdir(parents=True, exist_ok=True)
            (making / name).write_bytes(content)
        outgoing = place.with_name(_REPLACED_PREFIX + place.name)
        if place.exists():
            place.replace(outgoing)
        making.replace(place)
        shutil.rmtree(outgoing, ignore_errors=True)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def recover_folder(root: Path) -> None:
    """Clears up after a killed build: half-made folders go, a report moved aside comes back."""
    for leftover in root.glob(f"{_UNFINISHED_PREFIX}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for aside in root.glob(f"{_REPLACED_PREFIX}*"):
        place = aside.with_name(aside.name.removeprefix(_REPLACED_PREFIX))
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.replace(place)


def write_results_table(root: Path, renders: Sequence[Render]) -> Path:
    """Writes results.csv: each named number of each finished render, with what it was set to; returns its path."""
    making = root / f"{_UNFINISHED_PREFIX}results.csv"
    names = sorted({name for render in renders for name in render.parameters if name != "case_dir"})
    with making.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["report_id", *names, "result", "value", "low", "high", "unit", "qualifier"])
        for render in renders:
            path = render.folder / "results.json"
            found = json.loads(path.read_text(encoding="utf-8"))["results"] if path.exists() else {}
            set_to = [render.parameters.get(name, "") for name in names]
            writer.writerows(
                [
                    render.report,
                    *set_to,
                    name,
                    *(number[part] for part in ("value", "low", "high", "unit", "qualifier")),
                ]
                for name, number in found.items()
            )
    return making.replace(root / "results.csv")


def write_index(
    root: Path, title: str, order: Sequence[str], failed: Mapping[str, str], pictures: bool = True, house: Any = None
) -> Path:
    """Writes index.html over every finished report in a folder, in reports.csv's order; returns its path.

    pictures: with a figure of each; hundreds of them are too many for a page. house: the style it is to wear.
    """
    from analysis.report.formats.html.index_page import render_index

    entries = sorted(
        _read_entries(root, failed, pictures),
        key=lambda e: (order.index(e.report_id) if e.report_id in order else len(order), e.report_id, e.folder),
    )
    making = root / f"{_UNFINISHED_PREFIX}{INDEX}"
    making.write_text(render_index(title, entries, house), encoding="utf-8")
    return making.replace(root / INDEX)


def _read_entries(root: Path, failed: Mapping[str, str], pictured: bool) -> Iterator[Any]:
    from analysis.report.formats.html.index_page import IndexEntry

    for path in sorted(root.glob("*/manifest.json")):
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
            figures = path.parent / "figures"
            yield IndexEntry(
                report_id=facts["report"],
                folder=path.parent.name,
                title=facts["title"],
                parameters=", ".join(
                    f"{name} = {value}" for name, value in facts["parameters"].items() if name != "case_dir"
                ),
                files={
                    _FILE_LABELS.get(name, name.rpartition(".")[2].upper()): f"{path.parent.name}/{name}"
                    for name in sorted(facts["files"], key=lambda name: (name in _FILE_LABELS, name))
                    if "/" not in name
                },
                raw=frozenset(_FILE_LABELS.values()),
                failed=failed.get(path.parent.name),
                pictures=[
                    (figures / name).read_text(encoding="utf-8") for name in facts["index"].pop("pictures") if pictured
                ],
                **facts["index"],
            )
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ReportError(f"{path} is not a manifest of this version ({error}); render again.") from None
