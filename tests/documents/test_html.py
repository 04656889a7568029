"""Pages and Markdown read: inline tags are one text, marks are out of it; lists, tables, notes; what is left out."""

from __future__ import annotations

import pytest

from analysis.documents import Paragraph, read_document
from analysis.documents.list_numbers import format_number
from analysis.errors import UsageError


def read(markup: str, kind: str = "html") -> list[Paragraph]:
    return list(read_document(markup.encode(), kind).paragraphs)


def read_texts(markup: str) -> list[str]:
    return [paragraph.text for paragraph in read(markup)]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>It is <b>€90</b> billion, <i>most</i>ly.", ["It is €90 billion, mostly."]),
        ("<p>One<p>Two<div>Three</div>four", ["One", "Two", "Three", "four"]),
        ("<p>12&nbsp;000 men and&nbsp;7&#8239;500&thinsp;women", ["12\u00a0000 men and 7\u202f500 women"]),
        ("<p>the sol&shy;diers &amp; wo\u200bmen", ["the soldiers & women"]),
        ("<p>one line<br>and the next<br><br>another", ["one line and the next", "another"]),
        ("<p>Stayed: 12<br>500 left", ["Stayed: 12", "500 left"]),
        ("<p>said <q>never</q> to it", ["said “never” to it"]),
        ("<p>He paid <del>70</del> <ins>90</ins> for CO<sub>2</sub>", ["He paid 90 for CO2"]),
        ("<p>shown<p hidden>1<p style='color: red; DISPLAY:none'>2<p aria-hidden=true>3<p class=sr-only>4", ["shown"]),
        ("<p>5<script>var a = 6</script><style>7</style><noscript>8</noscript><!-- 9 --><template>1</template>", ["5"]),
        ("<p>shown<p style='opacity: 0'>1<p style='font-size:0px'>2<p style='left: -9999px'>3", ["shown"]),
        ("<p style='opacity: 0.9; font-size: 0.8em; left: -9px'>5 men", ["5 men"]),
        ("<p>2<sup>1</sup>&frasl;<sub>2</sub> years, <sup>3</sup>/<sub>4</sub>", ["2¹⁄₂ years, ³/₄"]),
        ("<p><math><msup><mn>10</mn><mn>6</mn></msup></math> of <mfrac><mn>1</mn><mn>2</mn></mfrac>", ["10⁶ of 1/2"]),
        ("<p>log<sub>10</sub> of 10<sub>5</sub>", ["log10 of 10₅"]),
        ("<header>1</header><nav>2</nav><p>text</p><aside>3</aside><footer>4</footer>", ["text"]),
        (
            "<div><p>1</p></div><main><header><h1>Plan</h1></header><p>Text</p><footer>2</footer></main>",
            ["Plan", "Text"],
        ),
        ("<article><p>Much more text than the rest.</p></article><p>A teaser 5</p>", ["Much more text than the rest."]),
        ("<article><p>One of two.</p></article><article><p>Of two two</p></article>", ["One of two.", "Of two two"]),
        ("<ul><li><a href=x>Home</a><li><a href=x>News</a><li><a href=x>About us</a></ul><p>text", ["text"]),
        (
            "<ul><li><a href=x>Aid of 5</a><li><a href=x>Of 6</a><li><a href=x>Of 7</a></ul>",
            ["Aid of 5", "Of 6", "Of 7"],
        ),
    ],
)
def test_the_text_is_what_is_written_and_seen(markup, texts):
    assert read_texts(markup) == texts


@pytest.mark.parametrize(
    ("markup", "text", "marks"),
    [
        ("500<sup>1</sup> drones", "500 drones", [(3, "1")]),
        ("500 <sup>[1]</sup><sup>[2]</sup> drones", "500 drones", [(3, "1"), (3, "2")]),
        ("in 2022,<sup>12, 13</sup> it", "in 2022, it", [(8, "12, 13")]),
        ("some<sup>a</sup> and<sup>*</sup> more<sup>†</sup>", "some and more", [(4, "a"), (8, "*"), (13, "†")]),
        ("12 m<sup>2</sup>, 3 km<sup>3</sup>, 5 s<sup>-1</sup>", "12 m², 3 km³, 5 s⁻¹", []),
        ("10<sup>6</sup> and 3 × 10<sup>-9</sup>", "10⁶ and 3 × 10⁻⁹", []),
        ("10<sup><a href='#n6'>6</a></sup> men", "10 men", [(2, "6")]),
        ("12 m<sup><a href='#n2'>2</a></sup> of", "12 m of", [(4, "2")]),
        ("the 21<sup>st</sup>, le 1<sup>er</sup> mai", "the 21st, le 1er mai", []),
        ("M<sup>me</sup> Roy, n<sup>os</sup> 5", "Mme Roy, nos 5", []),
        ("500<a class=footnote-ref href='#f'>3</a> men", "500 men", [(3, "3")]),
        ("<sup>1</sup> At first", "At first", [(0, "1")]),
    ],
)
def test_a_raised_number_is_a_mark_unless_it_belongs_to_what_it_follows(markup, text, marks):
    (paragraph,) = read(f"<p>{markup}</p>")
    assert (paragraph.text, [(mark.offset, mark.sign) for mark in paragraph.marks]) == (text, marks)


def test_lists_are_numbered_as_they_are_printed():
    markup = (
        "<ol start=3><li>c<li value=7>g<ol type=a><li>x<li>y</ol><li>h</ol><ul><li>dot</ul><ol reversed><li>2<li>1</ol>"
    )
    assert [(item.number, item.text) for item in read(markup) if item.kind == "item"] == [
        *(("3", "c"), ("7", "g"), ("a", "x"), ("b", "y"), ("8", "h"), ("", "dot"), ("2", "2"), ("1", "1"))
    ]
    assert dict(read("<h1>Plan</h1><p>Day</p><ol><li>Peace<li>Trade</ol>")[3].within) == {"point": "2"}


@pytest.mark.parametrize(
    ("markup", "numbers"),
    [
        ("<ol start='²'><li>a<li value='²'>b", ["1", "2"]),
        (f"<ol start={'9' * 5000}><li>a", ["1000000000"]),
        ("<ol><li>a<li value=99999999999999999999>b", ["1", "1000000000"]),
        ("<ol start=' +5px'><li>a<li value=-3>b<li>c", ["5", "-3", "-2"]),
        ("<ol start=--3><li>a", ["1"]),
        ("<ol reversed><li>a<li>b", ["2", "1"]),
        ("<ol reversed start=1><li>a", ["1"]),
    ],
)
def test_whole_numbers_of_lists_are_read_as_browsers_read_them(markup, numbers):
    assert [paragraph.number for paragraph in read(markup)] == numbers


@pytest.mark.parametrize("span", ["²", "", "-1", "0", "2x", "9" * 5000])
def test_any_span_of_a_cell_is_read(span):
    found = read(f"<table><tr><th colspan='{span}'>Aid<th>Men<tr><td rowspan='{span}'>5<td>6</table>")
    assert [paragraph.text for paragraph in found] == ["Aid", "Men", "5", "6"]


@pytest.mark.parametrize(
    "raised",
    ["<span style='vertical-align: super'>1</span>", "<span class=sup>1</span>", "<span class='footnote-ref'>1</span>"],
)
def test_what_is_set_as_a_raised_number_is_one(raised):
    (found,) = read(f"<p>500{raised} men")
    assert (found.text, [(mark.offset, mark.sign) for mark in found.marks]) == ("500 men", [(3, "1")])


def test_the_definitions_of_a_term_have_it_as_the_heading_of_their_row():
    found = read("<dl><dt>Aid<dd>90 billion<dd>or 80<dt>Men<dd>5</dl><p>6")
    assert [(paragraph.text, paragraph.row) for paragraph in found] == [
        *(("Aid", ""), ("90 billion", "Aid"), ("or 80", "Aid"), ("Men", ""), ("5", "Men"), ("6", ""))
    ]


def test_numbers_of_items_in_letters_and_roman_digits():
    assert [format_number(number, "A") for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert [format_number(number, "i") for number in (4, 9, 14, 1999)] == ["iv", "ix", "xiv", "mcmxcix"]


def test_a_table_is_cells_with_their_headings_and_a_merged_cell_is_one():
    markup = """<p>Title</p><table><caption>Aid</caption>
    <thead><tr><th rowspan=2>What<th colspan=2>Year<tr><th>2024<th>2025</thead>
    <tr><th>Grain<td>12<td>500<tr><td>Oil<td rowspan=2>7<td>8<tr><td>Gas<td>9</table>"""
    cells = [(cell.kind, cell.text, cell.row, cell.column) for cell in read(markup)[1:]]
    assert cells == [
        ("caption", "Aid", "", ""),
        *(("cell", "What", "", ""), ("cell", "Year", "", "")),
        *(("cell", "2024", "", "Year"), ("cell", "2025", "", "Year")),
        *(
            ("cell", "Grain", "", "What"),
            ("cell", "12", "Grain", "Year / 2024"),
            ("cell", "500", "Grain", "Year / 2025"),
        ),
        *(("cell", "Oil", "", "What"), ("cell", "7", "Oil", "Year / 2024"), ("cell", "8", "Oil", "Year / 2025")),
        *(("cell", "Gas", "", "What"), ("cell", "9", "Gas", "Year / 2025")),
    ]


def test_the_first_row_heads_columns_where_it_has_no_digit():
    rows = "<tr><td>What<td>Men<tr><td>North<td>12"
    assert [(cell.row, cell.column) for cell in read(f"<table>{rows}</table>")][-1] == ("North", "Men")
    rows = "<tr><td>South<td>15<tr><td>North<td>12"
    assert [(cell.row, cell.column) for cell in read(f"<table>{rows}</table>")][-1] == ("North", "")


def test_a_table_of_layout_is_its_text():
    assert [part.kind for part in read("<table role=presentation><tr><td>One<td>Two</table>")] == ["text", "text"]
    assert [part.kind for part in read("<table><tr><td>One<tr><td>Two</table>")] == ["text", "text"]
    nested = "<table><tr><td>Menu<td><table><tr><td>a<td>5</table></table>"
    assert [part.kind for part in read(nested)] == ["text", "cell", "cell"]


def test_notes_have_their_number_and_place():
    markup = """<h1>Plan</h1><p>500<sup><a href=#n1>1</a></sup></p><section class=footnotes role=doc-endnotes>
    <h2>Notes</h2><ol><li id=n1><p>Of 2024. <a href=#r class=back>↩</a></p><li>Of 2025.</ol></section>"""
    notes = [(part.number, part.text, part.place) for part in read(markup) if part.kind == "note"]
    assert notes == [("1", "Of 2024.", "note 1"), ("2", "Of 2025.", "note 2")]


def test_headings_and_what_the_page_says_of_itself():
    page = read_document(b"<html lang=uk><title> A\nplan </title><h1>Plan</h1><p>Day<h2>II. Money</h2><p>90", "html")
    assert (page.kind, page.title, page.language) == ("html", "A plan", "uk")
    assert [(part.kind, part.place, part.heading) for part in page.paragraphs] == [
        *(("heading", "Title", ""), ("text", "Dateline", "Plan")),
        *(("heading", "II heading", "Plan"), ("text", "II p1", "II. Money")),
    ]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta charset=windows-1251>", "cp1251"),
        ("<meta http-equiv=content-type content='text/html; charset=koi8-u'>", "koi8-u"),
    ],
)
def test_the_encoding_is_that_of_its_mark_or_meta(head, encoding):
    assert read_document(f"<html>{head}<p>Допомога".encode(encoding), "html").paragraphs[0].text == "Допомога"


def test_an_encoding_that_is_not_kept_to_is_said():
    with pytest.raises(UsageError, match=r"the text: byte 3 is not utf-8, its encoding; save it as UTF-8"):
        read_document("<p>é</p>".encode("latin-1"), "html")
    with pytest.raises(UsageError, match=r"byte 0 is not martian, its encoding"):
        read_document(b"<meta charset=martian><p>5</p>", "html")


def test_a_page_may_nest_as_deep_as_it_likes():
    assert read_texts("<div>" * 2_000 + "5 men" + "</div>" * 2_000) == ["5 men"]


def test_nothing_is_fetched_and_no_entity_of_a_page_is_read(monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    page = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>a&a;b<img src="http://a.example/1.png" alt="9">'
    assert "root:" not in "".join(read_texts(page))


def test_markdown_is_read_with_its_tables_lists_and_notes():
    text = "# Aid\n\nIt is **90**\nbillion.[^1]\n\n3. Three\n4. Four\n\n"
    text += "| What | Men |\n|--|--|\n| North | 12 |\n\n[^1]: Of 2025.\n"
    page = read_document(text.encode(), "markdown")
    assert page.title == "Aid"
    assert [(part.kind, part.number, part.row, part.column, part.text) for part in page.paragraphs] == [
        ("heading", "", "", "", "Aid"),
        ("text", "", "", "", "It is 90 billion."),
        *(("item", "3", "", "", "Three"), ("item", "4", "", "", "Four")),
        *(("cell", "", "", "", "What"), ("cell", "", "", "", "Men")),
        *(("cell", "", "", "What", "North"), ("cell", "", "North", "Men", "12")),
        ("note", "1", "", "", "Of 2025."),
    ]


# Links to a place


def link(markup: str, at: int, words: str) -> str:
    page = read_document(markup.encode(), "html")
    start = page.paragraphs[at].text.index(words)
    return page.build_link(at, start, start + len(words))


def test_a_link_leads_to_words_and_says_what_stands_around_them_only_where_they_are_several():
    assert link("<p>The need is 90 billion.", 0, "90 billion") == "#:~:text=90%20billion"
    twice = "<p>First 90 billion here.<p>Then 90 billion there, and more."
    assert link(twice, 1, "90 billion") == "#:~:text=Then-,90%20billion,-there%2C%20and%20more."
    assert link("<p>a 28-point plan & more", 0, "28-point plan & more") == "#:~:text=28%2Dpoint%20plan%20%26%20more"


def test_a_link_holds_whole_words_and_steps_over_marks():
    assert link("<p>about 90bn of it", 0, "90") == "#:~:text=90bn"
    marked = "<p>It is 500<sup>1</sup> drones of 700"
    assert link(marked, 0, "500 drones of 700") == "#:~:text=500%20drones,of%20700"
    long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    assert link(f"<p>{long}", 0, long) == "#:~:text=one%20two%20three%20four,thirteen%20fourteen%20fifteen%20sixteen"


def test_a_text_has_no_link_within_it():
    assert read_document(b"Five men").build_link(0, 0, 4) == ""
