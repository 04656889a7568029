"""W3C Web Annotations: Hypothesis' exports and the W3C's own forms are read, and what is written is the W3C's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from analysis.errors import UsageError
from analysis.proposals.annotations import Annotation, build_collection, read_annotations
from analysis.proposals.proposal import Proposal

CONTEXT = Path(__file__).with_name("anno.jsonld")
OA = Namespace("http://www.w3.org/ns/oa#")
QUOTE = {"type": "TextQuoteSelector", "exact": "90 billion", "prefix": "need is ", "suffix": " dollars"}
HYPOTHESIS = {  # one row as the API gives it
    "id": "a1",
    "uri": "https://example.org/survey",
    "text": "the **need**\nof now",
    "tags": ["money"],
    "target": [
        {
            "source": "https://example.org/survey",
            "selector": [
                {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
                {"type": "TextPositionSelector", "start": 12, "end": 22},
                QUOTE,
            ],
        }
    ],
}
MODEL = {  # one annotation as the W3C's model has it
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "http://example.org/anno1",
    "type": "Annotation",
    "body": {"type": "TextualBody", "value": "the need"},
    "target": {
        "source": "http://example.org/a.pdf",
        "selector": {"type": "FragmentSelector", "value": "page=3", "refinedBy": QUOTE},
    },
}


def read(folder: Path, content: object) -> list[Annotation]:
    path = folder / "notes.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_annotations(path)


@pytest.mark.parametrize(
    "content",
    [
        {"total": 1, "rows": [HYPOTHESIS]},
        {"export_date": "2026", "client_version": "1", "annotations": [HYPOTHESIS]},
        [HYPOTHESIS],
        HYPOTHESIS,
    ],
)
def test_each_export_of_hypothesis_is_read(tmp_path: Path, content):
    assert read(tmp_path, content) == [
        Annotation("annotation 1", "90 billion", "need is ", " dollars", None, "the **need** of now; money")
    ]


@pytest.mark.parametrize(
    "content",
    [
        MODEL,
        {"type": "AnnotationPage", "items": [MODEL]},
        {"type": "AnnotationCollection", "total": 1, "first": {"type": "AnnotationPage", "items": [MODEL]}},
        {"@graph": [MODEL]},
        MODEL | {"target": [{"source": "http://example.org/a.pdf#page=3", "selector": [QUOTE]}]},
        MODEL | {"bodyValue": "the need", "body": None},
        MODEL | {"body": {"type": "Choice", "items": [{"type": "TextualBody", "value": "the need"}, "http://e.org/b"]}},
        MODEL | {"target": {"selector": {"type": "Choice", "items": [{"value": "page=3"}, QUOTE]}}},
    ],
)
def test_each_form_of_the_model_is_read(tmp_path: Path, content):
    assert read(tmp_path, content) == [Annotation("annotation 1", "90 billion", "need is ", " dollars", 3, "the need")]


def test_a_note_on_a_whole_page_has_no_words_and_a_pdf_of_hypothesis_has_its_page(tmp_path: Path):
    whole, page = read(
        tmp_path,
        [
            {"target": [{"source": "https://example.org"}], "text": "see"},
            {
                "target": [
                    {"selector": [{"type": "PageSelector", "index": 1}, {"type": "TextQuoteSelector", "exact": "a"}]}
                ]
            },
        ],
    )
    assert (whole.exact, whole.note, whole.name) == ("", "see", "annotation 1")
    assert (page.page, page.name) == (2, "annotation 2 (“a”)")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[}", r"notes\.json:1: this is no JSON"),
        ("[]", "has no annotations"),
        ('{"rows": []}', "has no annotations"),
        ("7", "has no annotations"),
    ],
)
def test_what_has_no_annotations_is_refused(tmp_path: Path, content, message):
    with pytest.raises(UsageError, match=message):
        read(tmp_path, content)
    with pytest.raises(UsageError, match="no file"):
        read_annotations(tmp_path / "none.json")


ROWS = [
    Proposal(
        source="survey",
        locator="p. 3, I p1",
        link="https://example.org/a.pdf#page=3",
        quantity="money.need",
        value="90",
        unit="billion USD",
        qualifier="about",
        grade="A",
        phrase="about 90 billion",
        sentence="The need of all is about 90 billion dollars.",
        hash="h1",
    ),
    Proposal(source="survey", locator="I p2", phrase="tens of thousands", grade="C", hash="h2"),
]


def test_proposals_are_a_collection_that_the_context_of_the_model_accepts():
    collection = build_collection(ROWS, "Survey")
    inside = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    graph = Graph()
    graph.parse(data=json.dumps(collection | {"@context": inside}), format="json-ld")
    triples = [*graph]
    annotations = {s for s, p, o in triples if (p, o) == (RDF.type, OA.Annotation)}
    assert annotations == {URIRef(item["id"]) for item in collection["first"]["items"]}
    assert {str(o) for s, p, o in triples if p == OA.exact} == {"about 90 billion", "tens of thousands"}
    assert {str(o) for s, p, o in triples if p == OA.hasSource} == {"https://example.org/a.pdf", "urn:x-source:survey"}
    assert {o for s, p, o in triples if p == OA.motivatedBy} == {OA.describing}
    assert {o for s, p, o in triples if p == OA.hasPurpose} == {OA.describing, OA.tagging}
    assert all(isinstance(s, URIRef) for s, p, o in triples if p in (OA.hasTarget, OA.hasBody))
    assert list_unknown_keys(collection, inside) == set()


def list_unknown_keys(value: object, context: dict) -> set[str]:
    """Returns the keys of JSON that a context does not define; JSON-LD would drop them without a word."""
    if isinstance(value, list):
        return set().union(*(list_unknown_keys(one, context) for one in value))
    if not isinstance(value, dict):
        return set()
    own = {key for key in value if key not in context and not key.startswith("@")}
    return own.union(*(list_unknown_keys(one, context) for one in value.values()))


def test_what_is_written_is_read_back(tmp_path: Path):
    first, second = read(tmp_path, build_collection(ROWS, "Survey"))
    assert (first.exact, first.prefix, first.suffix) == ("about 90 billion", "The need of all is ", " dollars.")
    assert (first.page, second.page, second.exact) == (3, None, "tens of thousands")
    assert first.note.startswith("quantity: money.need value: 90 unit: billion USD")
    assert first.note.endswith("money.need; grade A")


def test_the_same_proposals_have_the_same_names_and_an_address_that_is_given_counts():
    assert build_collection(ROWS, "Survey") == build_collection(ROWS, "Survey")
    names = [item["id"] for item in build_collection(ROWS, "x")["first"]["items"]]
    assert len({*names}) == 2
    other = build_collection(ROWS, "Survey", "https://example.org/b")
    assert {item["target"]["source"] for item in other["first"]["items"]} == {"https://example.org/b"}
