"""W3C Web Annotations: notes on quoted words, as Hypothesis and others export them; and proposals in that form.

Sources: the Web Annotation Data Model (W3C, 23 February 2017), sections 3 and 4; the JSON that Hypothesis' API and its
client's export give, which is that model with other names around it.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import limits
from analysis.addresses import is_web_address
from analysis.characters import replace_controls_within
from analysis.errors import UsageError
from analysis.proposals.proposal import Proposal

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"
_PAGE = re.compile(r"(?:^|[#&])page=(\d+)\b")
_AROUND = 32  # characters before and behind the words, as Hypothesis gives them
_LISTS = ("items", "annotations", "rows", "first", "@graph")  # where collections, pages and exports have theirs


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on words of a document. place: where it is in its file: `annotation 3`.

    exact: the quoted words; '' for a note on the whole document, and for a reply. prefix, suffix: the characters
    before and behind them, as far as they are given. page: of a PDF, from 1. note: what was written, with its tags.
    """

    place: str
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    page: int | None = None
    note: str = ""

    @property
    def name(self) -> str:
        """What messages call it: its place and its first words."""
        words = " ".join(self.exact.split())
        return f"{self.place} (“{words[:50]}{'…' if len(words) > 50 else ''}”)" if words else self.place


def read_annotations(path: Path) -> list[Annotation]:
    """Returns the annotations of a JSON file: an export of Hypothesis, or a collection, page or list of the W3C.

    Raises UsageError for a file that is missing, too large, no JSON, or has no annotations.
    """
    if not path.is_file():
        raise UsageError(f"no file {path}; give annotations as JSON, as Hypothesis exports them.")
    if (size := path.stat().st_size) > limits.MAX_SOURCE_BYTES:
        raise UsageError(f"{path} has {size:,} bytes; allowed: at most {limits.MAX_SOURCE_BYTES:,}.")
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8; export the annotations again as JSON.") from None
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{path}:{error.lineno}: this is no JSON ({error.msg}); export the annotations as JSON."
        ) from None
    annotations = [
        _read(one, f"annotation {at}") for at, one in enumerate(_list_items(replace_controls_within(found)), 1)
    ]
    if not annotations:
        raise UsageError(f"{path} has no annotations: Hypothesis exports them as JSON, the W3C's form is JSON-LD.")
    return annotations


def _list_items(found: Any) -> Iterator[Mapping[str, Any]]:
    """Yields the annotations of a list, an export, a collection or a page, however these lie within each other."""
    if isinstance(found, list):
        for one in found:
            yield from _list_items(one)
    elif isinstance(found, dict):
        if "target" in found or "Annotation" in _list(found.get("type")):
            yield found
        else:
            for key in _LISTS:
                yield from _list_items(found.get(key))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _read(item: Mapping[str, Any], place: str) -> Annotation:
    selectors = [one for target in _list(item.get("target")) for one in _list_selectors(target)]
    quote = next((one for one in selectors if one.get("exact")), {})
    pages = (_find_page(one) for one in selectors)
    return Annotation(
        place,
        str(quote.get("exact", "")),
        str(quote.get("prefix") or ""),
        str(quote.get("suffix") or ""),
        next((page for page in pages if page), None),
        " ".join("; ".join(_list_notes(item)).split()),
    )


def _list_selectors(target: Any) -> Iterator[Mapping[str, Any]]:
    """Yields the selectors of a target, with those that refine them, and what its address says after a #."""
    if isinstance(target, str):
        yield {"value": target.partition("#")[2]}
    elif isinstance(target, dict):
        yield {"value": str(target.get("source") or target.get("id") or "").partition("#")[2]}
        pending = _list(target.get("selector"))
        while pending:
            one = pending.pop(0)
            if isinstance(one, dict):
                yield one
                pending += [*_list(one.get("items")), *_list(one.get("refinedBy"))]


def _find_page(selector: Mapping[str, Any]) -> int | None:
    """Returns the page of a FragmentSelector (RFC 8118), or of Hypothesis' PageSelector, which counts from 0."""
    if selector.get("type") == "PageSelector" and isinstance(selector.get("index"), int):
        return int(selector["index"]) + 1
    found = _PAGE.search(str(selector.get("value", "")))
    return int(found[1]) if found else None


def _list_notes(item: Mapping[str, Any]) -> Iterator[str]:
    """Yields the texts of an annotation: Hypothesis' text and tags, the W3C's bodies."""
    for value in (item.get("text"), item.get("bodyValue")):
        if isinstance(value, str) and value.strip():
            yield value
    bodies = [
        part for body in _list(item.get("body")) for part in (_list(body["items"]) if _is_choice(body) else [body])
    ]
    for body in bodies:
        if isinstance(body, dict) and isinstance(body.get("value"), str):
            yield body["value"]
    yield from (str(tag) for tag in _list(item.get("tags")))


def _is_choice(body: Any) -> bool:
    return isinstance(body, dict) and "items" in body


def build_collection(proposals: Sequence[Proposal], label: str, address: str = "") -> dict[str, Any]:
    """Returns proposals as a W3C annotation collection: each is a note on the words that its number stands in.

    label: the name of the collection. address: of the document; without it, that of each proposal's link, or a name
    made of the id of its source.

    >>> row = Proposal(source="survey", locator="p. 3, I p1", value="90", unit="billion USD", phrase="90 billion",
    ...     sentence="The need is 90 billion dollars.", hash="h1")
    >>> (note,) = build_collection([row], "Survey")["first"]["items"]
    >>> note["target"]["selector"][0]
    {'type': 'TextQuoteSelector', 'exact': '90 billion', 'prefix': 'The need is ', 'suffix': ' dollars.'}
    """
    items = [_build_item(row, address) for row in proposals]
    name = _name_item(label, *(item["id"] for item in items))
    page = {"id": _name_item(name, "page"), "type": "AnnotationPage", "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
        "first": page,
    }


def _build_item(row: Proposal, address: str) -> dict[str, Any]:
    linked = row.link.partition("#")[0]
    source = next((one for one in (address, linked) if is_web_address(one)), f"urn:x-source:{row.source}")
    tags = [{"type": "TextualBody", "value": value, "purpose": "tagging"} for value in _list_tags(row)]
    text = {"type": "TextualBody", "value": _describe(row), "format": "text/plain", "purpose": "describing"}
    return {
        "id": _name_item(row.source, row.hash, row.locator, row.phrase),
        "type": "Annotation",
        "motivation": "describing",
        "body": [text, *tags],
        "target": {"source": source, "selector": [*_list_row_selectors(row)]},
    }


def _name_item(*parts: str) -> str:
    """Returns an IRI that is the same for the same parts."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\0".join(parts)).urn


def _list_row_selectors(row: Proposal) -> Iterator[dict[str, str]]:
    before, _, behind = row.sentence.partition(row.phrase) if row.phrase in row.sentence else ("", "", "")
    around = {"prefix": before[-_AROUND:], "suffix": behind[:_AROUND]}
    given = {name: text for name, text in around.items() if text}
    yield {"type": "TextQuoteSelector", "exact": row.phrase, **given}
    page = _PAGE.search(row.link) or re.search(r"\b(?:p\.|page) ?(\d+)", row.locator)
    if page:
        yield {"type": "FragmentSelector", "conformsTo": _PDF_FRAGMENT, "value": f"page={page[1]}"}


def _list_tags(row: Proposal) -> Iterator[str]:
    """Yields what a reader of the annotations sorts them by: the quantity, the grade, the decision."""
    yield from filter(None, (row.quantity, f"grade {row.grade}" if row.grade else "", row.decision))


def _describe(row: Proposal) -> str:
    """Returns what a proposal says, a line each, in the words of the review table's columns."""
    names: Iterable[str] = (
        "quantity",
        "subject",
        "value",
        "low",
        "high",
        "date",
        "unit",
        "qualifier",
        "status",
        "as_of",
    )
    more = ("attributed_to", "locator", "same_as", "relation", "why")
    lines = [f"{name}: {text}" for name in (*names, *more) if (text := getattr(row, name))]
    return "\n".join(lines) or row.phrase
