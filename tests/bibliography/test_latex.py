r"""LaTeX as text: nothing of it is read as a comment, a command is never followed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.bibliography.latex import decode_address, decode_latex
from analysis.report.formats.bibliography import escape_latex


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_what_we_escape_is_read_back(text):
    known = " ".join(text.replace("\xa0", " ").split())
    assert decode_latex(escape_latex(text)) == known


def test_a_link_is_its_words_in_a_title_and_its_address_in_a_field():
    assert decode_latex(r"see \href{https://example.org}{the {\em page}}") == "see the page"
    assert decode_address(r"\href{https://example.org/a}{the page}") == "https://example.org/a"


def test_files_are_not_read():
    assert decode_latex(r"a \input{/etc/hostname} b") == "a b"


_PIECES = st.sampled_from(
    [
        *"{}$%~#_^&",
        "\\",
        "\\href",
        "\\url",
        "\\'",
        '\\"',
        "\\v",
        "\\begin{x}",
        "\\end{x}",
        "\\[",
        "\\verb|",
        "\\frac",
        "a",
        " ",
        "1",
    ]
)


@given(st.lists(_PIECES, max_size=12))
def test_broken_latex_is_text_all_the_same(pieces):
    assert "\n" not in decode_latex("".join(pieces))
    assert isinstance(decode_address("".join(pieces)), str)
