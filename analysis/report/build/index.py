"""The index page over all finished reports in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from analysis.characters import replace_controls, replace_controls_within
from analysis.errors import ReportError
from analysis.lock import lock_folder
from analysis.messages import gettext, mark_message, use_language
from analysis.report.build.editions import LANGUAGE
from analysis.report.build.job import CRATE, INDEX
from analysis.report.build.publish import replace_file
from analysis.report.document.published import SHARE_PICTURE, OtherLanguage

if TYPE_CHECKING:
    from analysis.report.formats.html.index_page import IndexEntry
    from analysis.style.house import House

_FILE_LABELS = {
    "notebook.ipynb": mark_message("notebook"),
    "results.json": mark_message("results"),
    "references.bib": "BibTeX",
    "references.json": "CSL-JSON",
    CRATE: "RO-Crate",
}

_UNSAID = ("case_dir", LANGUAGE)  # parameters that say nothing of what a report is about


def write_index(
    root: Path,
    title: str,
    order: Sequence[str],
    failed: Mapping[str, str],
    pictures: bool = True,
    house: House | None = None,
    sections: Mapping[str, str] | None = None,
    language: str = "en",
) -> Path:
    """Writes index.html over every finished report in a folder; returns its path. Raises ReportError.

    order: the reports as reports.csv has them. failed: a report's folder -> why it could not be rendered. pictures:
    with figures, and a search over the claims; hundreds of reports are too many for that. house: its style, if not the
    shipped one. sections: a report's id -> the question of the section that it is in. language: of the page itself; a
    report in several languages has one entry, in this one if it is among them.
    """
    from analysis.report.formats.html.index_page import render_index  # the command's own process never needs it

    with lock_folder(root), use_language(language):  # so that what is read belongs together
        entries = sorted(
            _join_languages(_read_entries(root, failed, pictures, sections or {}), language),
            key=lambda e: (order.index(e.report_id) if e.report_id in order else len(order), e.report_id, e.folder),
        )
        return replace_file(render_index(replace_controls(title), entries, house, language), root / INDEX)


def _join_languages(entries: Iterable[IndexEntry], language: str) -> Iterator[IndexEntry]:
    """Yields one entry for each report, whatever its languages: that in the language of the page, else the first."""
    found: dict[tuple[str, str], list[IndexEntry]] = {}
    for entry in entries:
        found.setdefault((entry.report_id, entry.parameters), []).append(entry)
    for alike in found.values():
        if len({entry.language for entry in alike}) < len(alike):  # of other folders, and so no translations
            yield from alike
            continue
        first, *others = sorted(alike, key=lambda entry: (entry.language != language, entry.folder))
        links = [OtherLanguage(entry.language, entry.files["HTML"]) for entry in others if "HTML" in entry.files]
        yield replace(first, others=tuple(links), failed=next((e.failed for e in alike if e.failed), None))


def _read_entries(
    root: Path, failed: Mapping[str, str], pictures: bool, sections: Mapping[str, str]
) -> Iterator[IndexEntry]:
    for path in sorted(root.glob("*/manifest.json")):
        try:
            yield _read_entry(path, failed, pictures, sections)
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ReportError(f"{path} is not a manifest of this version ({error}); render again.") from None


def _read_entry(path: Path, failed: Mapping[str, str], pictures: bool, sections: Mapping[str, str]) -> IndexEntry:
    from analysis.report.formats.html.index_page import Drawing, IndexEntry
    from analysis.report.formats.html.index_search import list_claims

    manifest = replace_controls_within(json.loads(path.read_text(encoding="utf-8")))
    folder, facts = path.parent, manifest["index"]
    names, report = facts.pop("pictures"), manifest["report"].partition(".")[0]
    return IndexEntry(
        report_id=report,
        folder=folder.name,
        title=manifest["title"],
        parameters=", ".join(
            f"{name} = {value}" for name, value in manifest["parameters"].items() if name not in _UNSAID
        ),
        files={
            _label_file(name): quote(f"{folder.name}/{name}", safe="/@=,+")
            for name in sorted(manifest["files"], key=lambda name: (name in _FILE_LABELS, name))
            if "/" not in name and name != SHARE_PICTURE
        },
        raw=frozenset(map(gettext, _FILE_LABELS.values())),
        failed=replace_controls_within(failed.get(folder.name)),
        pictures=[
            Drawing(_read_figure(folder, each["file"]), _read_figure(folder, each["narrow"]), each["title"])
            for each in names
            if pictures
        ],
        section=replace_controls(sections.get(report, "")),
        claims=list_claims(_read_claims(folder)) if pictures else (),
        since=manifest.get("since", {}),
        shared=SHARE_PICTURE in manifest["files"],
        language=manifest.get("language", "en"),
        **facts,
    )


def _read_figure(folder: Path, name: str) -> str:
    return (folder / "figures" / name).read_text(encoding="utf-8")


def _read_claims(folder: Path) -> Mapping[str, Any]:
    """Returns the claims of a report by id, none where its results cannot be read."""
    try:
        found = replace_controls_within(json.loads((folder / "results.json").read_text(encoding="utf-8")))
        return dict(found["claims"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _label_file(name: str) -> str:
    return gettext(_FILE_LABELS[name]) if name in _FILE_LABELS else name.rpartition(".")[2].upper()
