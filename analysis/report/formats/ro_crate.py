"""A rendered folder as an RO-Crate: what was made, of which case, sources, notebook and parameters, as JSON-LD.

Follows RO-Crate 1.1 and Process Run Crate 0.5 (w3id.org/ro/crate/1.1, w3id.org/ro/wfrun/process/0.5), whose
CreateAction is an activity of W3C PROV: it used the case and the parameters, and generated the files. No clock time is
in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis import dates
from analysis.errors import ReportError
from analysis.report.document.model import Document, get_plain_text
from analysis.report.document.note_text import get_web_address
from analysis.report.formats.side_files import compute_sha256, format_json

_CRATE_VERSION = "1.1"  # the edition Process Run Crate 0.5 is written for
_PROCESS_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_NOTEBOOK = "notebook.ipynb"
_MEDIA_TYPES = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
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


def build_metadata(document: Document, report: str, files: Mapping[str, bytes], versions: Mapping[str, str]) -> str:
    """Returns the text of ro-crate-metadata.json for the files of a report.

    files: relative path -> content. versions: of what made them, with `communique` among them.
    Raises ReportError if nothing says as of when the report speaks.
    """
    from rocrate.model import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version=_CRATE_VERSION)

    def add_entity(id: str, kind: str, **properties: Any) -> Any:
        told = {name: value for name, value in properties.items() if value not in (None, "", [])}
        return crate.add(ContextEntity(crate, id, {"@type": kind, **told}))

    profile = add_entity(
        _PROCESS_PROFILE, "CreativeWork", name="Process Run Crate", version=_PROCESS_PROFILE.rpartition("/")[2]
    )
    licence = _build_licence(document, add_entity)
    sources = [
        add_entity(f"#source-{source['source_id']}", "CreativeWork", **_describe_source(source))
        for source in document.sources
    ]
    case = add_entity(
        "#case",
        "Dataset",
        name=document.about.get("title"),
        description=document.about.get("description"),
        identifier=document.about.get("id"),
        version=document.about.get("data"),
        license=licence,
        citation=sources,
    )
    given = [
        add_entity(
            f"#parameter-{one.name}",
            "PropertyValue",
            name=one.name,
            description=one.help,
            value="None" if one.value is None else one.value,
        )
        for one in document.parameters
    ]
    made = {
        name: crate.add_file(dest_path=name, properties=_describe_file(name, files.get(name)))
        for name in (*sorted(files), "manifest.json")
    }
    notebook = made[_NOTEBOOK]
    notebook["programmingLanguage"] = add_entity(
        "https://www.python.org/",
        "ComputerLanguage",
        name="Python",
        version=versions.get("python"),
        url="https://www.python.org/",
    )
    notebook["softwareRequirements"] = add_entity(
        "#communique", "SoftwareApplication", name="Communique", softwareVersion=versions.get("communique")
    )
    action = add_entity(
        "#render",
        "CreateAction",
        name=f"Rendering of the report {report}",
        description=f"communique executed the notebook on {document.about.get('basis', 'the case')}",
        instrument=notebook,
        object=[case, *given],
        result=[entity for name, entity in made.items() if name != _NOTEBOOK],
        actionStatus="http://schema.org/CompletedActionStatus",
    )
    root = crate.root_dataset
    root["name"], root["description"] = get_plain_text(document.title), get_plain_text(document.question)
    root["datePublished"] = _get_publication_date(document)
    root["conformsTo"], root["mentions"], root["citation"] = profile, action, sources
    if licence:
        root["license"] = licence
    return format_json(crate.metadata.generate())


def _build_licence(document: Document, about: Any) -> Any:
    licence = document.about.get("licence") or {}
    url = get_web_address(licence.get("path"))
    return (
        about(
            url,
            "CreativeWork",
            name=licence.get("title") or licence.get("name"),
            url=url,
            identifier=licence.get("name"),
        )
        if url
        else licence.get("title") or licence.get("name")
    )


def _describe_source(source: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": source["title"],
        "url": get_web_address(source.get("url")),
        "author": source.get("author"),
        "publisher": source.get("publisher"),
        "datePublished": source.get("date"),
        "inLanguage": source.get("language"),
        "identifier": source["source_id"],
    }


def _describe_file(name: str, content: bytes | None) -> dict[str, Any]:
    suffix = f".{name.rpartition('.')[2]}"
    told = {"name": name, "description": _DESCRIPTIONS.get(name), "encodingFormat": _MEDIA_TYPES.get(suffix)}
    if name == _NOTEBOOK:
        told["@type"] = ["File", "SoftwareSourceCode"]
    told |= {} if content is None else {"contentSize": str(len(content)), "sha256": compute_sha256(content)}
    return {key: value for key, value in told.items() if value}


def _get_publication_date(document: Document) -> str:
    """The day the crate gives as its own: that of the newest source, as a clock would make each render another."""
    newest = document.about.get("date")
    if not newest:
        raise ReportError(
            "an RO-Crate must say of which day it is, and no source of this report's basis has a date; "
            "give one in sources.csv"
        )
    return dates.compute_span(newest)[1].isoformat()
