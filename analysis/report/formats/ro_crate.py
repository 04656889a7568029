"""A rendered folder as an RO-Crate: the files, and the case, sources, notebook and parameters behind them, as JSON-LD.

Follows RO-Crate 1.1 and Process Run Crate 0.5 (w3id.org/ro/crate/1.1, w3id.org/ro/wfrun/process/0.5), whose
CreateAction is an activity of W3C PROV: it used the case and the parameters, and generated the files. It holds no time
of the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from analysis import dates
from analysis.contract import SourceCard
from analysis.errors import ReportError
from analysis.report.document.model import Document, get_plain_text
from analysis.report.document.note_text import get_web_address
from analysis.report.fingerprint import compute_content_fingerprint
from analysis.report.formats.json_text import format_json

Entity: TypeAlias = Any  # of the package rocrate, which has no types

_CRATE_VERSION = "1.1"  # the version that Process Run Crate 0.5 is written for
_PROCESS_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_NOTEBOOK = "notebook.ipynb"
_MEDIA_TYPES = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
    ".bib": "application/x-bibtex",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_DESCRIPTIONS = {
    "results.json": "Every number with value, unit, interval, formula and the claims beneath it",
    "references.json": "The sources, as CSL-JSON",
    "references.bib": "The sources, as BibTeX",
    "manifest.json": "What the report was made from, and the hash of each file",
    _NOTEBOOK: "The notebook as it was executed",
}


class _Crate:
    """A crate to which entities are added by id, type and properties; empty properties are left out."""

    def __init__(self) -> None:
        from rocrate.rocrate import ROCrate

        self.crate: Any = ROCrate(version=_CRATE_VERSION)

    def add_entity(self, entity_id: str, kind: str, **properties: Any) -> Entity:
        from rocrate.model import ContextEntity

        filled = {name: value for name, value in properties.items() if value not in (None, "", [])}
        return self.crate.add(ContextEntity(self.crate, entity_id, {"@type": kind, **filled}))


def build_metadata(document: Document, report: str, files: Mapping[str, bytes], versions: Mapping[str, str]) -> str:
    """Returns the text of ro-crate-metadata.json for the files of a report.

    files: relative path -> content. versions: name -> version of the software that made them, with `communique`.
    Raises ReportError if no source of the report has a date.
    """
    crate = _Crate()
    profile = crate.add_entity(
        _PROCESS_PROFILE, "CreativeWork", name="Process Run Crate", version=_PROCESS_PROFILE.rpartition("/")[2]
    )
    licence = _add_licence(document, crate)
    sources = [
        crate.add_entity(f"#source-{source.source_id}", "CreativeWork", **_describe_source(source))
        for source in document.sources
    ]
    case = _add_case(document, crate, licence, sources)
    parameters = [
        crate.add_entity(
            f"#parameter-{parameter.name}",
            "PropertyValue",
            name=parameter.name,
            description=parameter.help,
            value="None" if parameter.value is None else parameter.value,
        )
        for parameter in document.parameters
    ]
    added = _add_files(files, versions, crate)
    action = crate.add_entity(
        "#render",
        "CreateAction",
        name=f"Rendering of the report {report}",
        description=f"communique executed the notebook on {document.about.get('basis', 'the case')}",
        instrument=added[_NOTEBOOK],
        object=[case, *parameters],
        result=[entity for name, entity in added.items() if name != _NOTEBOOK],
        actionStatus="http://schema.org/CompletedActionStatus",
    )
    root = crate.crate.root_dataset
    root["name"], root["description"] = get_plain_text(document.title), get_plain_text(document.question)
    root["datePublished"], root["inLanguage"] = _get_publication_date(document), document.language
    root["conformsTo"], root["mentions"], root["citation"] = profile, action, sources
    if licence:
        root["license"] = licence
    # As JSON-LD it may be set into a page, where a < could begin the end of its script.
    return format_json(crate.crate.metadata.generate()).replace("<", "\\u003c")


def _add_licence(document: Document, crate: _Crate) -> Entity | str | None:
    """Adds the case's licence, and returns it; one without an address is only a name."""
    licence = document.about.get("licence") or {}
    name = licence.get("title") or licence.get("name")
    url = get_web_address(licence.get("path"))
    return crate.add_entity(url, "CreativeWork", name=name, url=url, identifier=licence.get("name")) if url else name


def _add_case(document: Document, crate: _Crate, licence: Entity | str | None, sources: list[Entity]) -> Entity:
    return crate.add_entity(
        "#case",
        "Dataset",
        name=document.about.get("title"),
        description=document.about.get("description"),
        identifier=document.about.get("id"),
        version=document.about.get("data"),
        license=licence,
        citation=sources,
    )


def _add_files(files: Mapping[str, bytes], versions: Mapping[str, str], crate: _Crate) -> dict[str, Entity]:
    """Adds the files and what the notebook needs to run; returns relative path -> file."""
    added = {
        name: crate.crate.add_file(dest_path=name, properties=_describe_file(name, files.get(name)))
        for name in (*sorted(files), "manifest.json")
    }
    notebook = added[_NOTEBOOK]
    notebook["programmingLanguage"] = crate.add_entity(
        "https://www.python.org/",
        "ComputerLanguage",
        name="Python",
        version=versions.get("python"),
        url="https://www.python.org/",
    )
    notebook["softwareRequirements"] = crate.add_entity(
        "#communique", "SoftwareApplication", name="Communique", softwareVersion=versions.get("communique")
    )
    return added


def _describe_source(source: SourceCard) -> dict[str, Any]:
    return {
        "name": source.title,
        "alternateName": source.title_translation,
        "url": get_web_address(source.url),
        "author": source.author,
        "publisher": source.publisher,
        "datePublished": source.date,
        "inLanguage": source.language,
        "identifier": source.source_id,
    }


def _describe_file(name: str, content: bytes | None) -> dict[str, Any]:
    suffix = f".{name.rpartition('.')[2]}"
    facts: dict[str, Any] = {
        "name": name,
        "description": _DESCRIPTIONS.get(name),
        "encodingFormat": _MEDIA_TYPES.get(suffix),
    }
    if name == _NOTEBOOK:
        facts["@type"] = ["File", "SoftwareSourceCode"]
    if content is not None:
        facts |= {"contentSize": str(len(content)), "sha256": compute_content_fingerprint(content)}
    return {key: value for key, value in facts.items() if value}


def _get_publication_date(document: Document) -> str:
    """Returns the date of the crate: that of the newest source, as today's would make every render different."""
    newest = document.about.get("date")
    if not newest:
        raise ReportError(
            "an RO-Crate needs the date of its case, and no source of this report's basis has a date; "
            "give one in sources.csv"
        )
    return dates.compute_span(newest)[1].isoformat()
