"""Which claim is meant: by words, counted nouns, subjects, voices, dates and links."""

from __future__ import annotations

import pytest

from analysis.documents.document import Paragraph
from analysis.mentions import read_mentions
from analysis.verification.candidates import Finder, overlap
from analysis.verification.context import is_named, read_contexts, read_names, split_name
from analysis.verification.judge import contains
from analysis.verification.known import Knowledge, make_address_key
from tests.verification.score import load


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(Knowledge(load("mar")), "en")


def find(finder: Finder, text: str, number: int = 0, **place: str):
    mentions = read_mentions(text, "en")
    contexts = read_contexts(Paragraph(text, **place), mentions, "en")
    return finder.find([one for one in contexts if one.mention.counts][number])


def test_the_words_lead_to_the_quantity(finder):
    best = find(finder, "Reconstruction would cost 1 billion dollars.")[0]
    assert best.known.topic.key == "reconstruction.need"
    assert not best.agrees


def test_the_noun_that_is_counted_tells_two_topics_apart(finder):
    missiles, drones = (find(finder, f"The strike used 40 {noun}.")[0] for noun in ("missiles", "drones"))
    assert missiles.known.topic.key == "strike.missiles"
    assert drones.known.topic.key == "strike.drones"


def test_the_subject_named_nearest_is_meant(finder):
    text = "In the run-off Zaluzhnyi gets 64 percent support and Zelensky 36 percent support."
    subjects = [find(finder, text, number)[0].known.topic.subject for number in (0, 1)]
    assert subjects == ["zaluzhnyi", "zelensky"]


def test_a_named_voice_and_a_date_speak_for_their_claim(finder):
    found = find(finder, "The World Bank puts reconstruction at 588 billion dollars as of December 2025.")
    best = found[0]
    assert best.known.id == "need_rdna5"
    assert (best.voice, best.time) == (1, 1)


def test_nothing_in_common_scores_nothing(finder):
    assert all(one.score < 0.6 for one in find(finder, "Grandmother baked 40 cakes."))


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("28-point plan", "under the 28-point plan", True),
        ("28-point plan", "under the 20-point plan", False),
        ("Ukraine", "the Ukrainian army", True),
        ("United States", "the United Kingdom", False),
    ],
)
def test_a_name_is_recognised_by_its_words(name, text, named):
    assert (is_named(split_name(name), read_names(text, "en")) > 0.7) is named


@pytest.mark.parametrize(
    ("written", "known", "expected"),
    [
        ("2025-12-28", "2025-12-28", True),
        ("2025-12", "2025-12-28", True),
        ("2025-12-28", "2025-12", False),  # the draft says more than is known
        ("XXXX-12-28", "2024-12-28", True),
        ("XXXX-12-28", "2024-12-27", False),
        ("2025", "2026-01", False),
    ],
)
def test_a_date_may_leave_out_what_is_known(written, known, expected):
    assert contains(written, known) is expected


def test_times_overlap_only_where_both_have_a_year():
    assert overlap("2025", "2025-12-31")
    assert not overlap("2024", "2025-12-31")
    assert not overlap("XXXX-12-31", "2025-12-31")


def test_an_address_is_known_in_any_spelling():
    assert make_address_key("https://www.Example.org/a/?b=1#c") == "example.org/a/?b=1"
    assert make_address_key("") == ""
