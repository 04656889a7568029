"""Tables as HTML: a box that scrolls by itself, columns that sort, and the CSV to download."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analysis.contract import EMPTY_CELL
from analysis.dates import make_sort_key, parse_date
from analysis.messages import gettext
from analysis.report.document.model import Column, Number, RichText, Table, get_plain_text
from analysis.report.document.typography import has_long_word
from analysis.report.formats.html import long_tables
from analysis.report.formats.html.filling import fill_markup, join_markup
from analysis.report.formats.html.text import render_anchor_link, render_text
from analysis.report.formats.table_csv import find_number, format_csv
from analysis.wording.units import get_base_unit, get_factor

_MANY_ROWS = 24  # a longer table is built when it is needed
_SORTED_ROWS = 6  # of the shortest table that is worth sorting
_FEW_COLUMNS = 3  # columns that fit on a telephone, their words set on more lines
_CHOICES = (2, 12)  # how many different words a column has, at least and at most, by which a long table is filtered
_SIGNS = ("=", "+")  # which begin a note of the strip that lists numbers
_SENTENCE, _MANY_SENTENCES = 60, 2  # characters of a cell that holds one; columns of such, too wide for a telephone
_LONG_CELL, _SHORT_CELL = 24, 16  # characters: a cell of more wants room; one of no more, such as a date, one line


def render_table(table: Table, name: str, level: int = 0) -> Markup:
    """Returns a table in a box that scrolls by itself where the page is too narrow, with its caption and notes.

    name: such as `Table 2`. level: of the heading that its caption is; 0 for none.
    """
    places = range(len(table.columns))
    texts = [[get_plain_text(row[at]) for row in table.rows] for at in places]  # of each column
    numbers = [[find_number(row[at]) for row in table.rows] for at in places]
    classes = list(map(_list_classes, table.columns, texts))
    sortable = [len(table.rows) >= _SORTED_ROWS and _has_an_order(texts[at], numbers[at]) for at in places]
    filtered = [
        len(table.rows) > _MANY_ROWS and not table.summed and _has_few_words(texts[at], numbers[at]) for at in places
    ]
    head = join_markup(
        fill_markup(
            '<th scope="col" class="{}"{}{}>{}</th>',
            kind,
            " data-sorts" if sorts else "",
            " data-filters" if filters else "",
            render_text(column.label),
        )
        for kind, column, sorts, filters in zip(classes, table.columns, sortable, filtered, strict=True)
    )
    dated = list(map(_is_date_column, texts))
    stacked = _has_sentences(texts)
    heads = [get_plain_text(column.label) if stacked and at else "" for at, column in enumerate(table.columns)]
    rows = [
        join_markup(
            _render_cell(cell, texts[at][line], numbers[at][line], classes[at], at == 0, dated[at], heads[at])
            for at, cell in enumerate(row)
        )
        for line, row in enumerate(table.rows)
    ]
    below = fill_markup("<tfoot>\n<tr>{}</tr>\n</tfoot>\n", rows.pop()) if table.summed else ""
    lines = [fill_markup("<tr>{}</tr>\n", row) for row in rows]
    is_long = len(rows) > long_tables.MANY
    body, further = long_tables.slice_rows(lines) if is_long else (join_markup(lines), "")
    caption = render_caption(table.anchor, name if table.number else "", table.caption, level)
    grid = fill_markup(
        '<div class="frame{1}">\n<p class="hint" aria-hidden="true">{7}</p>\n'
        '<div class="scroll" role="region" tabindex="0" aria-label="{0}"{9}>\n<table aria-label="{0}">\n'
        "<thead><tr>{2}</tr></thead>\n<tbody>\n{3}</tbody>\n{6}</table>\n{8}</div>\n</div>\n{4}"
        "{5}",
        name,
        (" stacked" if stacked else " few" if len(table.columns) <= _FEW_COLUMNS else "")
        + (" vast" if is_long else ""),
        head,
        body,
        render_notes(table.notes),
        _render_tools(table, name) if table.rows else "",
        below,
        gettext("scroll →"),
        further,
        fill_markup(' style="--columns:{}"', long_tables.write_columns(table)) if is_long else "",
    )
    later = not is_long and (len(table.rows) > _MANY_ROWS or not table.number)
    return caption + (defer(grid) if later else grid)


def defer(written: Markup) -> Markup:
    """Returns a part of a page that theme/notes.js builds when it is needed; without script it is shown as it is."""
    return fill_markup('<div class="later"><noscript>{}</noscript></div>\n', written)


def render_strip(table: Table) -> Markup:
    """Returns the strip under the title: a small table that neither scrolls nor sorts, with its remarks folded.

    A note that begins with a sign stands for further rows, and is no remark.
    """
    head = join_markup(
        fill_markup('<th scope="col" class="{}">{}</th>', column.align, render_text(column.label))
        for column in table.columns
    )
    rows = (
        join_markup(
            fill_markup(
                "<{0}>{1}</{2}>",
                Markup('th scope="row"' if at == 0 else f'td class="{column.align}"'),
                render_text(cell),
                "td" if at else "th",
            )
            for at, (column, cell) in enumerate(zip(table.columns, row, strict=True))
        )
        for row in table.rows
    )
    signed = [note for note in table.notes if get_plain_text(note).startswith(_SIGNS)]
    others = [note for note in table.notes if note not in signed]
    return fill_markup(
        '<section class="strip" id="{0}" aria-label="{1}">\n<p class="caption">{2}</p>\n<table aria-label="{1}">\n'
        "<thead><tr>{3}</tr></thead>\n<tbody>\n{4}</tbody>\n</table>\n{5}</section>",
        table.anchor,
        get_plain_text(table.caption),
        render_text(table.caption),
        head,
        join_markup(fill_markup("<tr>{}</tr>\n", row) for row in rows),
        render_notes(signed)
        + fill_markup(
            "<details><summary>{}</summary>\n{}</details>\n", gettext("How they were compared"), render_notes(others)
        ),
    )


def _render_tools(table: Table, name: str) -> Markup:
    """Returns the button that saves a table as CSV."""
    label = gettext("Download CSV")
    return fill_markup(
        '<p class="tools scripted"><button type="button" data-csv="{}" data-file="{}.csv" '
        'aria-label="{}: {}">{}</button></p>\n',
        format_csv(table),
        table.key,
        label,
        name,
        label,
    )


def _list_classes(column: Column, texts: Sequence[str]) -> str:
    """Returns a column's CSS classes; sentences need room where names and numbers do not."""
    longest = max(map(len, texts), default=0)
    wide = longest > _LONG_CELL or len(get_plain_text(column.label)) > _LONG_CELL
    return (
        column.align
        + (" long" if wide else "")
        + (" short" if longest <= _SHORT_CELL else "")
        + (" endless" if any(map(has_long_word, (get_plain_text(column.label), *texts))) else "")
    )


def render_caption(anchor: str, name: str, title: RichText, level: int) -> Markup:
    """Returns a caption: `Table 2` or `Figure 2`, with the link to it, and the title, which is a heading.

    name: '' for no number. level: of the heading; 0 for none.
    """
    tag = f"h{level}" if level else "p"
    place = fill_markup('<span class="place">{}{}</span> ', name, render_anchor_link(anchor, name)) if name else ""
    return fill_markup(
        '<div class="caption">{}<{} class="finding">{}</{}></div>\n', place, tag, render_text(title), tag
    )


def _has_an_order(texts: Sequence[str], numbers: Sequence[Number | None]) -> bool:
    """Whether the order of a column says something: numbers that measure the same, or words, but not sentences."""
    units = {get_base_unit(number.unit) for number in numbers if number}
    return len(units) == 1 or (not units and all(len(text) <= _SENTENCE for text in texts))


def _has_few_words(texts: Sequence[str], numbers: Sequence[Number | None]) -> bool:
    """Whether a column holds few different words, such as kinds, all short: a long table is filtered by them."""
    words = set(texts)
    is_short = all(len(word) <= _LONG_CELL for word in words) and not any(numbers)
    return is_short and _CHOICES[0] <= len(words) <= _CHOICES[1]


def _has_sentences(texts: Sequence[Sequence[str]]) -> bool:
    """Whether columns beside the first hold sentences: on a telephone each row is then a card, one below the other.

    One such column is enough where there are many columns and a quarter of its cells are sentences: it would be off the
    screen. texts: of each column.
    """
    counts = [sum(len(text) > _SENTENCE for text in column) for column in texts[1:]]
    rows = len(texts[0]) if texts else 0
    is_off = len(texts) > _FEW_COLUMNS and 4 * max(counts, default=0) >= max(rows, 1)
    return is_off or sum(map(bool, counts)) >= _MANY_SENTENCES


def _is_date_column(cells: Sequence[str]) -> bool:
    """Whether a column holds only dates."""
    filled = [cell for cell in cells if cell not in ("", EMPTY_CELL)]
    return bool(filled) and all(map(parse_date, filled))


def _render_cell(
    cell: RichText, text: str, number: Number | None, kind: str, first: bool, dated: bool, head: str = ""
) -> Markup:
    """Returns a cell; its sort key is the number's value in base units, or the day, not its text.

    text, number: of the cell. head: what it is headed by where its row is a card.
    """
    key = ""
    if number:
        key = f"{number.value * get_factor(number.unit):.12g}"
    elif dated:
        date = parse_date(text)
        key = make_sort_key(date) if date else ""
    sort = fill_markup(' data-sort="{}"', key) if key else ""
    tag = Markup('th scope="row"' if first and number is None else "td")
    if number is None and "right" in kind and len(text) > _LONG_CELL:
        kind += " words"  # among numbers, which stay on one line
    named = fill_markup(' data-head="{}"', head) if head else ""
    return fill_markup('<{} class="{}"{}{}>{}</{}>', tag, kind, sort, named, render_text(cell), tag[:2])


def render_notes(notes: Sequence[RichText]) -> Markup:
    """Returns the notes below a table or figure."""
    return join_markup(fill_markup('<p class="note">{}</p>\n', render_text(note)) for note in notes)
