"""What is asked for -> the renders it takes, and which of them are due."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, Protocol, TypeAlias

from analysis import limits
from analysis.conflicts import find_conflicts
from analysis.errors import UsageError, format_nearest
from analysis.messages import find_language
from analysis.report.build.editions import LANGUAGE, Edition, check_edition, choose_editions, list_editions
from analysis.report.build.job import CRATE, INDEX, REPORT_FILES, Render
from analysis.report.build.publish import recover_folder
from analysis.report.build.up_to_date import collect_inputs, find_change
from analysis.report.document import parameters
from analysis.report.document.published import ListedReport, OtherLanguage, Published, locate_page
from analysis.report.formats import check_format

_LONGEST_NAME = 60  # characters of a folder's name before it is cut and hashed
_DIGEST_LENGTH = 12  # hexadecimal digits
_DIGEST_END = re.compile(rf"-[0-9a-f]{{{_DIGEST_LENGTH}}}$")
_PLAIN_TEXT = r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_-])?"  # a value that can stand in a folder's name as it is
_OTHER_TYPES = r"true|false|none|nan|inf|[0-9.]+(e-?[0-9]+)?"  # a text that a number or truth is printed as, too


class Listed(Protocol):
    """A line of reports.csv, or of a sweep."""

    report_id: str
    notebook: str
    title: str
    parameters: str | None


@dataclass(frozen=True, kw_only=True)
class RenderRequest:
    """What is asked for.

    case: its folder. root: that of the reports. reports: ids, none for all. given: parameters as text. case_dir: passed
    on to the notebooks, None for their default. crate: with RO-Crate metadata. variants: the file of a sweep, None for
    the case's own reports. languages: in which they are asked for, or `all`; none for that of the case.
    """

    case: Path
    root: Path
    formats: tuple[str, ...]
    reports: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    case_dir: str | None = None
    crate: bool = False
    variants: Path | None = None
    languages: tuple[str, ...] = ()


Titles: TypeAlias = Mapping[str, Mapping[str, str]]  # language -> a report's id -> its title in it


def plan_renders(
    request: RenderRequest,
    listed: Sequence[Listed],
    notebooks: Sequence[Path],
    own: str = "en",
    titles: Titles = MappingProxyType({}),
    bases: Sequence[str] = (),
) -> list[Render]:
    """Returns the renders asked for, checked before anything runs.

    listed: the case's reports. notebooks: folders to look in. own: the language of the case. titles: of the reports in
    other languages. bases: of the case, whose claims may count. Raises UsageError.
    """
    known = {row.report_id: row for row in listed}
    for report in request.reports:
        if report not in known:
            raise UsageError(f"no report {report!r}{format_nearest(report, known)}; there are: {', '.join(known)}.")
    for name in request.formats:
        check_format(name)
    rows = [known[report] for report in dict.fromkeys(request.reports)] or listed
    editions = {row.report_id: find_editions(row, notebooks, own) for row in rows}
    planned = [
        (row, *_plan_render(request, row, edition, titles, bases))
        for row in rows
        for edition in choose_editions(editions[row.report_id], request.languages, own)[0]
    ]
    renders = [render for _, render, _ in planned]
    _check_folders(renders)
    if request.variants:  # whose numbers are read as a table
        varied = _find_varied(renders)
        return [replace(render, turns=False, varied=varied[render.notebook]) for render in renders]
    for row in listed:
        if row.report_id not in editions:
            with suppress(UsageError):  # of a report that is not asked for
                editions[row.report_id] = find_editions(row, notebooks, own)
    names, folders = {render.report for render in renders}, {render.folder.name for render in renders}
    return [
        replace(
            render,
            published=Published(
                render.report,
                render.folder.name,
                render.title,
                tuple(_list_beside(render.language, listed, editions, titles, names, request.root)),
                others=tuple(_list_others(render, changed, editions[row.report_id], folders)),
            ),
        )
        for row, render, changed in planned
    ]


def _find_varied(renders: Sequence[Render]) -> dict[Path, tuple[str, ...]]:
    """Returns the names of the parameters in which the variants of a notebook differ, by its path."""
    found: dict[Path, dict[str, set[str]]] = {}
    for render in renders:
        values = found.setdefault(render.notebook, {})
        for name, value in render.parameters.items():
            values.setdefault(name, set()).add(repr(value))
    counts = Counter(render.notebook for render in renders)
    given = Counter((render.notebook, name) for render in renders for name in render.parameters)
    return {
        path: tuple(sorted(name for name, seen in values.items() if len(seen) > 1 or given[path, name] < counts[path]))
        for path, values in found.items()
    }


def find_editions(row: Listed, notebooks: Sequence[Path], own: str) -> list[Edition]:
    """Returns a report in each language that it can be made in. own: the language of the case. Raises UsageError."""
    path = find_notebook(row.notebook, notebooks)
    return [*list_editions(row.report_id, path, read_cells(path), _find_notebooks(notebooks), own)]


def _is_published(root: Path, folder: str, made: Collection[str]) -> bool:
    """Returns whether a report is rendered now, or there already."""
    return folder in made or (root / folder / "manifest.json").is_file()


def _list_beside(
    language: str,
    listed: Iterable[Listed],
    editions: Mapping[str, Sequence[Edition]],
    titles: Titles,
    made: Collection[str],
    root: Path,
) -> Iterator[ListedReport]:
    """Yields the reports that one in a language leads to, each in that language where it is there, else in another."""
    for row in listed:
        found = sorted(editions.get(row.report_id, ()), key=lambda edition: edition.language != language)
        there = (edition.name for edition in found if _is_published(root, edition.name, made))
        if name := next(there, ""):
            yield ListedReport(name, titles.get(language, {}).get(row.report_id, row.title), row.notebook)


def _list_others(
    render: Render, changed: Mapping[str, Any], editions: Iterable[Edition], made: Collection[str]
) -> Iterator[OtherLanguage]:
    """Yields the same report in other languages, of those that are rendered with it or there.

    changed: the parameters that differ from the usual.
    """
    alike = {name: value for name, value in changed.items() if name != LANGUAGE}
    for edition in editions:
        folder = name_folder(edition.name, {**alike, **edition.parameters})
        if edition.language != render.language and _is_published(render.folder.parent, folder, made):
            yield OtherLanguage(edition.language, locate_page(edition.name, folder))


def _check_folders(renders: Iterable[Render]) -> None:
    """Raises UsageError if different reports would go to one folder, also where capitals are not told apart."""
    taken: dict[str, Render] = {}
    for render in renders:
        other = taken.setdefault(render.folder.name.casefold(), render)
        if (other.report, other.parameters, other.notebook) != (render.report, render.parameters, render.notebook):
            raise UsageError(
                f"{other.report} and {render.report} would be written to one folder, {render.folder}; "
                "change one report_id, or leave one of the rows out."
            )


def _plan_render(
    request: RenderRequest, row: Listed, edition: Edition, titles: Titles, bases: Sequence[str]
) -> tuple[Render, Mapping[str, Any]]:
    """Returns one render, and those of its parameters that differ from the usual."""
    cells = read_cells(edition.notebook)
    check_edition(edition.notebook, cells)
    declared = parameters.read_parameters(cells, edition.notebook.stem)
    base = parameters.check_values(declared, _parse_pairs(row.parameters), f"reports.csv, {row.report_id}")
    asked = parameters.check_values(declared, {**edition.parameters, **request.given}, row.report_id)
    usual = {parameter.name: parameter.default for parameter in declared} | base
    changed = {name: value for name, value in sorted(asked.items()) if value != usual[name]}
    case = {"case_dir": request.case_dir} if request.case_dir is not None and "case_dir" in usual else {}
    folder = request.root / name_folder(edition.name, changed)
    title = titles.get(edition.language, {}).get(row.report_id, row.title)
    values = {**case, **base, **changed}
    made = (edition.name, title, edition.notebook, values, request.formats, folder, request.crate, request.case)
    said = values.get(LANGUAGE) if parameters.read_language(cells) == LANGUAGE else None
    language = find_language(said) if said else edition.language
    return Render(*made, language=language, likely_basis=_find_other_basis({**usual, **values}, bases)), changed


def _find_other_basis(values: Mapping[str, Any], bases: Sequence[str]) -> str:
    """Returns the basis of a case that a report's parameters do not name; '' where they name none, or there is one."""
    basis = values.get("basis")
    return next((one for one in bases if one != basis), "") if basis else ""


def read_notebook_file(path: Path) -> bytes:
    """Returns the content of a notebook's file.

    Raises UsageError if it is too large, cannot be read, or has conflicts that git left; ValueError if it is no file,
    such as a pipe.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # whoever reads a pipe waits for a writer
            raise ValueError("no file")
        if (size := path.stat().st_size) > limits.MAX_NOTEBOOK_BYTES:
            error = limits.FileTooLarge(size, limits.MAX_NOTEBOOK_BYTES)
            raise UsageError(f"{path}: {error.found}; allowed: {error.allowed}. Remove its outputs, or split it.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Check its type and its permissions.") from None
    if conflict := next(find_conflicts(path.name, content), None):
        raise UsageError(f"{path.parent}: {conflict}")
    return content


def read_cells(path: Path) -> Any:
    """Returns a notebook as far as its parameters need it: nbformat and its validator take half a second to import.

    Raises UsageError if the file is not a notebook, or too large.
    """
    try:
        found = json.loads(read_notebook_file(path).decode())
        cells = [{**cell, "source": "".join(cell["source"])} for cell in found["cells"]]
        if found["nbformat"] != 4 or any(cell["cell_type"] not in ("code", "markdown", "raw") for cell in cells):
            raise ValueError(path)
        for cell in cells:
            cell["metadata"] = {**cell["metadata"], "tags": [*map(str, cell["metadata"].get("tags", []))]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{path} is not a notebook (nbformat 4); open it in JupyterLab and save it again.") from None
    for number, cell in enumerate(cells, 1):
        if cell.get("cell_type") == "markdown" and (length := len(cell["source"])) > limits.MAX_TEXT_CELL:
            most = f"{limits.MAX_TEXT_CELL:,}"
            raise UsageError(f"{path}, cell {number}: {length:,} characters; allowed: at most {most}. Split the cell.")
    return SimpleNamespace(cells=cells)


def find_notebook(name: str, folders: Iterable[Path]) -> Path:
    """Returns the first `name`.ipynb among some folders. Raises UsageError naming those there are."""
    known = _find_notebooks(folders)
    if name not in known:
        raise UsageError(f"no notebook {name!r}{format_nearest(name, known)}; there are: {', '.join(sorted(known))}.")
    return known[name]


def _find_notebooks(folders: Iterable[Path]) -> dict[str, Path]:
    """Returns name -> path of the notebooks in some folders; of two with one name, that of the first folder."""
    return {path.stem: path for folder in reversed(list(folders)) for path in sorted(folder.glob("*.ipynb"))}


def name_folder(report: str, changed: Mapping[str, Any]) -> str:
    """Returns a folder's name: the report's id, and each parameter that differs from the usual.

    Different values have different names on every system. Where a text cannot stand as it is (a sign or a length that
    some system refuses, capitals that some do not tell apart), what can is followed by a digest of all values.

    >>> name_folder("gap", {"need": 500.0, "basis": "all"})
    'gap@basis=all,need=500'
    >>> name_folder("gap", {"basis": "x y"})
    'gap@basis=x_y-1544fd6457e7'
    """
    if not changed:
        return report
    text = f"{report}@{','.join(f'{name}={_format_value(value)}' for name, value in sorted(changed.items()))}"
    if len(text) <= _LONGEST_NAME and all(map(_is_plain, changed.values())) and not _DIGEST_END.search(text):
        return text
    digest = hashlib.sha256(json.dumps(changed, sort_keys=True).encode()).hexdigest()[:_DIGEST_LENGTH]
    readable = re.sub(r"[^\w.@=,+-]+", "_", unicodedata.normalize("NFC", text))
    return f"{readable[: _LONGEST_NAME - _DIGEST_LENGTH - 1]}-{digest}"


def _format_value(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _is_plain(value: Any) -> bool:
    """Returns whether no other value is printed the same, also where capitals are not told apart."""
    if isinstance(value, float):
        return float(f"{value:g}") == value
    if isinstance(value, str):
        return re.fullmatch(_PLAIN_TEXT, value) is not None and not re.fullmatch(_OTHER_TYPES, value)
    return True


def _parse_pairs(text: str | None) -> dict[str, str]:
    """Reads `name=value; name=value`, as reports.csv has it."""
    pairs = [part.partition("=") for part in (text or "").split(";") if part.strip()]
    for name, sign, _ in pairs:
        if not sign:
            raise UsageError(f"reports.csv, parameters: found {name.strip()!r}; allowed: name=value; name=value.")
    names = [name.strip() for name, _, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"reports.csv, parameters: found {twice} more than once; allowed: each name once.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def find_due(renders: Sequence[Render], compute_digest: Callable[[str], str | None] | None) -> list[tuple[Render, str]]:
    """Returns each render with why it is due, or '' if it is up to date; clears up after a killed build first.

    compute_digest: a key of what a report read of its case -> digest of what it holds now (`Case.compute_digest`).
    Without it, all are due. Raises UsageError if what is due cannot be written, OSError if the folder cannot be made.
    """
    for root in {render.folder.parent for render in renders}:
        root.mkdir(parents=True, exist_ok=True)
        recover_folder(root)
    due = [
        (
            render,
            "asked for"
            if compute_digest is None
            else find_change(render, collect_inputs(render), _list_files(render), compute_digest),
        )
        for render in renders
    ]
    for render, why in due:
        if why:
            _check_place(render.folder)
    return due


def check_sweep_folder(root: Path, reports: Iterable[str]) -> None:
    """Raises UsageError if the folder of a sweep has the place of a report, or of the page over all reports.

    root: the folder, named after the sweep's file. reports: the ids of the case's reports.
    """
    name = root.name.casefold()
    taken = next((report for report in reports if name.partition("@")[0] == report.casefold()), None)
    if taken is not None or (root.is_dir() and any((root / file).exists() for file in REPORT_FILES)):
        raise UsageError(
            f"{root} is the folder of the report {taken or root.name}; give the file of the sweep another name."
        )
    if name in ("", INDEX) or name.startswith("."):
        raise UsageError(f"no folder can be called {root.name!r}; give the file of the sweep another name.")


def _check_place(folder: Path) -> None:
    """Raises UsageError if a report cannot be put there, or would take the place of what is no report."""
    if not os.access(folder.parent, os.W_OK | os.X_OK):
        raise UsageError(f"{folder.parent} cannot be written to; give another folder with --out.")
    if folder.is_dir():
        names = {path.name for path in folder.iterdir()}
        if names and not names & REPORT_FILES:
            raise UsageError(
                f"{folder} holds files that are no report, and the report would take their place; move them, or give "
                "another folder with --out."
            )
    elif os.path.lexists(folder):
        raise UsageError(f"{folder} is a file where the report's folder goes; move it, or give another with --out.")


def _list_files(render: Render) -> list[str]:
    """The files that a finished render must hold."""
    return [*(f"{render.report}.{name}" for name in render.formats), *([CRATE] if render.crate else [])]
