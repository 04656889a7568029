"""Plain text read: which lines are one paragraph."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents import read_document


def read_texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in read_document(text.encode(), "text").paragraphs]


FIRST = "The council met on a long day in spring in the small town by the lake and agreed that 90 billion be paid"


def test_lines_that_were_broken_to_fit_a_width_are_joined():
    second = (
        "It added that the rest, some 12 million of it, is due by the end of the year in which the treaty was signed."
    )
    broken = "\n\n".join(textwrap.fill(part, 60) for part in (FIRST, second))
    assert read_texts(broken) == [FIRST, second]


def test_a_line_each_stays_a_paragraph_each():
    lines = [
        "A title",
        "Peace holds, and trade opens in the spring of the year.",
        "Nobody leaves.",
        FIRST + " in all." * 9,
    ]
    assert read_texts("\n".join(lines)) == lines
    assert read_texts("\n".join(lines[:3])) == lines[:3]


@pytest.mark.parametrize("begin", ["- ", "• ", "2. ", "b) ", "(2) ", "II. ", "    "])
def test_a_mark_of_a_list_a_heading_or_an_indent_begins_a_paragraph(begin):
    text = textwrap.fill(FIRST, 60) + "\n" + begin + "and more"
    assert [part.strip("-• ") for part in read_texts(text)] == [FIRST, f"{begin}and more".strip("-• ")]


def test_items_have_their_number_and_bullets_are_left_out():
    found = read_document(b"Plan\nDay\n- Peace\n3) Trade\n28 men", "text").paragraphs[2:]
    assert [(part.kind, part.number, part.text) for part in found] == [
        *(("item", "", "Peace"), ("item", "3", "3) Trade"), ("text", "", "28 men"))
    ]


def test_an_item_goes_on_below_its_text_and_a_block_that_is_set_in_is_one_paragraph():
    item = textwrap.fill(FIRST, 60, initial_indent="1. ", subsequent_indent="   ")
    quoted = textwrap.indent(textwrap.fill(FIRST, 60), "    ")
    assert read_texts(f"{item}\n\n{quoted}") == [f"1. {FIRST}", FIRST]


WORDS = st.lists(
    st.sampled_from(["peace", "90", "billion", "of", "the", "treaty", "12,000", "men", "agreed,", "in", "spring"]),
    min_size=1,
    max_size=80,
)


@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(40, 110))
def test_whatever_the_width_no_word_is_lost(paragraphs, width):
    texts = [" ".join(words) for words in paragraphs]
    found = read_texts("\n\n".join(textwrap.fill(text, width) for text in texts))
    assert " ".join(found).split() == " ".join(texts).split()
    if any(len(text) > width for text in texts):
        assert len(found) <= sum(1 + text.count("agreed, ") + len(text) // width for text in texts)


@given(st.text())
def test_any_text_is_read_in_lines_without_white_space_at_their_ends(text):
    content = (text + "x").encode("utf-8", "ignore").replace(b"\0", b"")
    found = read_document(content, "text").paragraphs
    assert found
    assert [part.text for part in found] == [" ".join(part.text.split(" ")).strip() for part in found]
    assert not any("\n" in part.text for part in found)
