"""Markdown of a text cell: each kind is read, or refused by name; nothing vanishes and nothing stays as markup."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReportError, UntracedNumber
from analysis.report.document.block_builder import BlockBuilder
from analysis.report.document.model import Heading, Points, Prose, get_plain_text
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck, parse_markdown


def read_blocks(source: str) -> list:
    return list(BlockBuilder().build_text_cell(source))


def read_words(source: str) -> list:
    (block,) = read_blocks(source)
    assert isinstance(block, Prose)
    return list(block.text)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("The plan is ~~agreed~~ open.", ["The plan is ", Struck("agreed"), " open."]),
        ("First line  \nsecond\\\nthird", ["First line", Break(), "second", Break(), "third"]),
        ("soft\nbreak", ["soft", " ", "break"]),
        ("Fish &amp; chips &mdash; caf&eacute;", ["Fish & chips — café"]),
        ("R&D, AT&T and &copy", ["R&D, AT&T and &copy"]),
        ("&#8212; and &#x2014;", ["— and —"]),
        (r"\&amp; is written so", ["&", "amp; is written so"]),
        ("`&amp; $x$ ~~a~~`", [Code("&amp; $x$ ~~a~~")]),
        ("**a  \nb**", [Emphasis("a", True), Break(), Emphasis("b", True)]),
        ("*a &lt; b*", [Emphasis("a < b", False)]),
        ("[a][r]\n\n[r]: https://example.org/", [Link("a", "https://example.org/")]),
        ("<https://example.org/>", [Link("https://example.org/", "https://example.org/")]),
        ("[a](https://example.org/?b=c&amp;d=e)", [Link("a", "https://example.org/?b=c&d=e")]),
        (r"a \$ and \*stars\*", ["a ", "$", " and ", "*", "stars", "*"]),
        ("from US$ to A$, and $ a piece", ["from US$ to A$, and $ a piece"]),
        ("a | b", ["a | b"]),
        ("[not a link]", ["[not a link]"]),
    ],
)
def test_what_is_read(source, words):
    assert read_words(source) == words


def test_setext_headings_are_headings():
    assert read_blocks("Above\n=====\n\nBelow\n-----") == [
        Heading(1, ("Above",), "above"),
        Heading(1, ("Below",), "below"),
    ]


@pytest.mark.parametrize(
    ("cells", "levels"),
    [
        (["###### Deep"], [1]),
        (["### A\n\n### B", "## C"], [1, 1, 1]),
        (["## A", "##### B\n\n##### C\n\n### D", "## E"], [1, 2, 2, 2, 1]),
        (["# A", "## B", "### C", "#### D"], [1, 1, 2, 3]),
    ],
)
def test_no_level_of_headings_is_left_out(cells, levels):
    builder = BlockBuilder()
    assert [block.level for cell in cells for block in builder.build_text_cell(cell)] == levels


@given(st.lists(st.integers(1, 6), min_size=1))
def test_a_heading_is_at_most_one_level_below_that_before_it_and_equal_ones_stay_equal(written):
    builder = BlockBuilder()
    levels = [block.level for level in written for block in builder.build_text_cell("#" * level + " A")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(
        one == next_one
        for (one, next_one), (before, after) in zip(pairwise(levels), pairwise(written), strict=True)
        if max(2, before) == max(2, after)  # a text cell's # and ## are alike
    )


@pytest.mark.parametrize("source", ["#", "## &nbsp;", "## #"])
def test_a_heading_without_words_is_refused(source):
    with pytest.raises(ReportError, match="a heading without words; write them, or remove its #"):
        read_blocks(source)


def test_lists_within_lists():
    (made,) = read_blocks("1. one\n   - a\n   - b\n     1. deep\n2. two")
    assert made == Points(
        (("one",), ("two",)),
        ordered=True,
        nested=((Points((("a",), ("b",)), nested=((), (Points((("deep",),), ordered=True),))),), ()),
    )


def test_paragraphs_of_an_item_are_lines_of_it():
    assert read_blocks("- one\n\n  more\n- two") == [Points((("one", Break(), "more"), ("two",)))]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("| Party | Stance |\n|---|---|\n| Ukraine | No |", r"a table; show it with table\(\.\.\.\)"),
        ("Party | Stance\n--- | ---\nUkraine | No", "a table;"),
        ("| Party | Stance |\n|---|---|\n| Ukraine |", "a table;"),
        ("- [x] territory\n- [ ] plant", "a task list; write in words"),
        ("The gap is $G = N - M$.", r"mathematics; write it in words"),
        ("$$\nG = N - M\n$$", "mathematics;"),
        ("a $$x$$ b", "mathematics;"),
        (r"The gap is \(G = N - M\).", "mathematics;"),
        (r"\\[ G = N \\]", "mathematics;"),
        (r"\begin{align} G \end{align}", "mathematics;"),
        ("**$G$**", "mathematics;"),
        ("It is.[^a]\n\n[^a]: https://example.org", "a footnote; write it in the text"),
        ("It is.\n\n[^b]: Never referred to.", "a footnote;"),
        ("It is.[^c]", r"refers with '\[\^c\]' to something that it does not define"),
        ("[words][nowhere]", r"refers with '\]\[nowhere\]' to something"),
        ("[words](https://example.org)\n\n[s]: https://example.org/s", "defines the address 'https://example.org/s'"),
        ('[words](https://example.org "A title")', "has the title 'A title'"),
        ("Term\n: What it means", "a definition list;"),
        ("*[UN]: United Nations\n\nThe UN.", "an abbreviation's meaning;"),
        ("![a map](map.png)", "an image;"),
        ("a <!-- note --> b", "HTML;"),
        ("<!-- note -->", "HTML;"),
        ("a<br>b", "HTML;"),
        ("> quoted", "a block quote;"),
        ("***", "a line across;"),
        ("```python\nx\n```", "a block of code;"),
        ("    x", "a block of code;"),
        ("c. a\n\n3. third\n4. fourth", "begins at 3"),
        ("- a\n  - b\n\n  after", "goes on with text below a list within it"),
        ("~~**a**~~", "strong within strikethrough; put them side by side"),
        ("***a***", "strong within emphasis; put them side by side"),
    ],
)
def test_what_is_refused_by_name(source, said):
    with pytest.raises(ReportError, match=said):
        read_blocks(source)


@pytest.mark.parametrize("source", ["a ~~5~~", "- a\n  - b 5", "&#49;", "a  \n5 b"])
def test_a_digit_is_refused_wherever_it_stands(source):
    with pytest.raises(UntracedNumber, match="holds a typed digit"):
        read_blocks(source)


PLAIN = st.text("abcdé—漢 ßЖ", min_size=1).map(str.strip).filter(bool)


@given(st.lists(PLAIN, min_size=1, max_size=5), st.sampled_from(["~~", "**", "*", "`"]))
def test_every_word_of_a_text_cell_is_in_its_blocks(words, mark):
    lines = [f"{mark}{word}{mark}" for word in words]
    paragraph, points = read_blocks("\\\n".join(lines) + "\n\n- " + "  \n  ".join(lines))
    written = [get_plain_text((part,)) for part in points.items[0] if not isinstance(part, Break) and part != " "]
    assert written == words
    assert [part.text for part in paragraph.text if not isinstance(part, Break)] == words


def test_a_source_without_blocks_has_none():
    assert list(parse_markdown(" \n\n")) == []
