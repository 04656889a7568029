"""HTML read into blocks: nothing that can be seen is left out, and nothing that runs is passed on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.draft.html_blocks import HtmlReader
from analysis.report.document.draft.markdown_cells import convert_markdown
from analysis.report.document.draft.pictures import PictureReader
from analysis.report.document.model import (
    Cell,
    Formula,
    Grid,
    Heading,
    Picture,
    Points,
    Prose,
    Run,
    Verbatim,
    get_plain_text,
)


def read(html: str):
    return HtmlReader(PictureReader(), lambda level, text: Heading(level, text, "a")).read(html)


def run(text, *styles, url=""):
    return Run(text, frozenset(styles), url)


def test_marks_within_each_other_are_kept():
    (item,) = read('<p>a <b>b <a href="https://x.org">c<sup>2</sup></a></b></p>')
    link = "https://x.org"
    assert item == Prose((run("a "), run("b ", "bold"), run("c", "bold", url=link), run("2", "bold", "sup", url=link)))


def test_white_space_is_one_space_but_for_preformatted_text():
    assert read("<p>a\n   b</p><pre>c\n  d</pre>") == [Prose((run("a b"),)), Verbatim("c\n  d", "output")]


def test_lists_keep_their_numbers_and_what_is_below_their_items():
    (item,) = read('<ol start="3"><li>a<ul><li>b</li></ul></li><li>c</li></ol>')
    below = Points(((run("b"),),))
    assert item == Points(((run("a"),), (run("c"),)), True, ((below,), ()), 3)


def test_a_number_that_is_not_written_in_decimals_is_as_none():
    (item,) = read('<ol start="²"><li>a</li></ol>')
    assert item == Points(((run("a"),),), True)
    (table,) = read('<table><tr><td colspan="²">a</td></tr></table>')
    assert table == Grid(((Cell((run("a"),)),),), 1)
    assert read('<img data-drawing="²" src="a.png">') == read('<img src="a.png">')


def test_a_list_is_divided_where_an_item_holds_a_table_or_code():
    items = read("<ol><li>a<pre>code</pre></li><li>b</li></ol>")
    assert items == [Points(((run("a"),),), True), Verbatim("code", "output"), Points(((run("b"),),), True, (), 2)]


def test_scripts_and_styles_are_not_read():
    items = read(
        "<style>p {}</style><p onclick='x()'>a</p><script>alert(1)</script><iframe src='https://x.org/y'></iframe>"
    )
    assert items[0] == Prose((run("a"),))
    assert (
        get_plain_text(items[1].text) == "A page or object from elsewhere, which a draft does not load: https://x.org/y"
    )
    assert len(items) == 2


def test_a_drawing_is_a_picture_and_keeps_its_capitals():
    (item,) = read('<svg viewBox="0 0 40 20"><linearGradient id="g"/><path d="M0 0"/></svg>')
    assert isinstance(item, Picture)
    assert (item.kind, item.width, item.height) == ("svg", 40, 20)
    assert b"viewBox" in item.data
    assert b"linearGradient" in item.data


def test_a_picture_elsewhere_is_named_with_its_address():
    (item,) = read('<img src="https://x.org/a.png" alt="A map">')
    assert get_plain_text(item.text) == "[Picture “A map” that is not in the notebook: https://x.org/a.png]"


def test_a_cell_of_a_table_may_hold_blocks():
    (item,) = read("<table><tr><td><p>a</p><ul><li>b</li></ul></td></tr></table>")
    assert isinstance(item, Grid)
    assert get_plain_text(item.rows[0][0].text) == "a • b"


def test_markdown_with_what_its_readers_add():
    text = "A ~~b~~ $x_1$ note[^1].\n\n- [x] done\n\n| h |\n|---|\n| 1 |\n\n[^1]: The note.\n\n$$\ny\n$$\n"
    items = read(convert_markdown(text))
    assert Formula("x_1") in items[0].text
    assert run("b", "struck") in items[0].text
    assert get_plain_text(items[1].items[0]) == "[x] done"
    assert any(isinstance(item, Grid) for item in items)
    assert any(isinstance(item, Prose) and item.text == (Formula("y", display=True),) for item in items)
    assert any(isinstance(item, Points) and "The note." in get_plain_text(item.items[0]) for item in items)


def test_deep_nesting_is_read_as_text():
    (item,) = read("<span>" * 400 + "deep" + "</span>" * 400)
    assert get_plain_text(item.text) == "deep"


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "<ul><li>", "</ul>", "<table><tr><td>", "</table>", "word ", "<br>"])
    )
)
def test_no_word_is_lost_however_the_markup_is_nested(parts):
    html = "".join(parts)
    found: list[str] = []

    def collect(value):
        if isinstance(value, Run):
            found.append(value.text)
        elif isinstance(value, (list, tuple)):
            for one in value:
                collect(one)
        else:
            for name in ("text", "items", "nested", "rows"):
                if not isinstance(inner := getattr(value, name, ()), str):
                    collect(inner)

    collect(read(html))
    assert "".join(found).count("word") == html.count("word")
