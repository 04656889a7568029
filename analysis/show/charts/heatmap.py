"""A heatmap: a grid of cells in shades, each with its word or letter, so that it reads in grey as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from analysis.contract import EMPTY_CELL
from analysis.errors import UsageError, format_nearest
from analysis.label import Label
from analysis.messages import Word, gettext
from analysis.show.charts.axis import read_subtitle, write_subtitle
from analysis.show.charts.canvas import Sheet, choose_legible_colour
from analysis.show.charts.drawing import INK, QUIET, TINT
from analysis.show.charts.figure import Chart, build_chart, caption_data, list_rows
from analysis.show.charts.marks import Fill
from analysis.show.charts.meaning import find_look, get_english
from analysis.show.charts.rows import measure_name_column
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import check_columns, open_frame, replace_missing
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.colour import compute_contrast, compute_luminance, lighten
from analysis.style.house import get_current_house
from analysis.style.rules import MIN_MARK_CONTRAST, MIN_TEXT_CONTRAST
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column

_CELL, _GAP = 0.27, 0.03  # inches: the height of a cell, and between cells
_MOST_LEVELS = 6
_PALEST = 0.86  # share of white in the colour of the least level
_MAX_HEADING_LINES = 6
_UPRIGHT = 1.3  # inches of a heading that runs upwards, at most


def heatmap(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    columns: Mapping[str, str | Label],
    levels: Sequence[str],
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a heatmap: one row of cells a row of the frame, each cell in the shade of its word, with the word in it.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names. columns: column of words -> its heading, such as the Label of a plan. levels: the words,
    from the least to the most: the least is the palest. Verdicts keep their own colours. Where a word does not
    fit its cell, its first letters are there, which the key explains. subtitle: what the words say. beside:
    further columns -> their headings in the data behind the figure.
    Raises UsageError if a column is missing, there are no rows, a word is none of the levels, or there are too many.

    >>> import pandas as pd
    >>> from analysis import heatmap
    >>> frame = pd.DataFrame({"element": ["Trigger", "Response"], "plan": ["open", "specified"]})
    >>> grid = {"label": "element", "columns": {"plan": "the plan"}, "levels": ["open", "specified"]}
    >>> heatmap(frame, "The response is there", key="k", **grid).alt
    'Heatmap. The response is there. Trigger: open (the plan). Response: specified (the plan).'
    """
    where = f"chart {key!r}"
    above = read_subtitle(subtitle, where)
    opened = open_frame(frame, where)
    found = list_rows(opened, key, (label,))
    check_columns(opened, where, columns)
    _check_levels(levels, where)
    levels = _find_cells_of_levels(levels, (row[column] for row in found for column in columns))
    rows = [
        (str(row[label]), [_find_word(row[column], levels, where, f"{row[label]}, {column}") for column in columns])
        for row in found
    ]
    headings = list(map(str, columns.values()))
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), **columns, **(beside or {})})
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, rows, headings, levels, above),
        data=data,
        alt=lambda text: _describe_cells(text, rows, headings, above),
    )


def _check_levels(levels: Sequence[str], where: str) -> None:
    if not 0 < len(levels) <= _MOST_LEVELS:
        raise UsageError(
            f"{where}: found {len(levels)} levels ({', '.join(levels)}); allowed: 1 to {_MOST_LEVELS}, so that shades "
            "differ in grey; join some of them."
        )


def _find_word(cell: object, levels: Sequence[str], where: str, place: str) -> str:
    """Returns the level that a cell holds, '' for an empty cell. Raises UsageError for any other word."""
    if replace_missing(cell) is None or str(cell) in ("", EMPTY_CELL):
        return ""
    words = {form.lower(): str(level) for level in levels for form in (get_english(level), str(level))}
    found = words.get(get_english(cell).lower()) or words.get(str(cell).lower())
    if found is None:
        raise UsageError(
            f"{where}: found {str(cell)!r} ({place}); allowed: {', '.join(levels)}{format_nearest(str(cell), levels)}; "
            "give every word a place in levels."
        )
    return found


def _find_cells_of_levels(levels: Sequence[str], cells: Iterable[object]) -> list[str]:
    """Returns the levels, those that a cell holds as a Word as that Word, which is printed as translated."""
    texts = (cell.text if isinstance(cell, Label) else cell for cell in cells)
    words = {get_english(text).lower(): text for text in texts if isinstance(text, Word)}
    return [words.get(get_english(level).lower(), level) for level in levels]


def _describe_cells(
    title: str, rows: Sequence[tuple[str, Sequence[str]]], headings: Sequence[str], subtitle: str
) -> str:
    """Returns the alternative text: for each row, every word with the columns in which it stands."""
    said = []
    for name, words in rows:
        by_word: dict[str, list[str]] = {}
        for word, heading in zip(words, headings, strict=True):
            by_word.setdefault(word or gettext("nothing"), []).append(heading)
        said.append(f"{name}: " + "; ".join(f"{word} ({', '.join(of)})" for word, of in by_word.items()) + ".")
    return " ".join(filter(None, (gettext("Heatmap."), f"{title}.", subtitle and f"{subtitle}.", *said)))


def _draw_sheet(
    width: float,
    rows: Sequence[tuple[str, Sequence[str]]],
    headings: Sequence[str],
    levels: Sequence[str],
    subtitle: str,
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    shades, letters = _choose_shades(levels), _choose_letters(levels)
    left = measure_name_column(sheet, [name for name, _ in rows])
    across = (width - left) / len(headings)
    fits = all(measure_text(str(level)) < across - 0.1 for level in levels)
    _draw_key(sheet, levels, shades, {} if fits else letters)
    _write_headings(sheet, headings, left, across)
    sheet.end_row()
    for name, words in rows:
        if sheet.narrow:
            lines = wrap_text(name, width, bold=True)
            sheet.write_lines(0, sheet.height + len(lines) * LINE / 2, lines, bold=True)
            sheet.height += len(lines) * LINE + 0.02
        lines = [] if sheet.narrow else wrap_text(name, left - 0.08)
        deep = max(_CELL, len(lines) * LINE + 0.04)
        sheet.write_lines(0, sheet.height + deep / 2, lines)
        for place, word in enumerate(words):
            x = left + place * across
            shade = shades.get(word, _Shade(TINT, TINT, TINT, QUIET))
            sheet.draw_cell(x, sheet.height, across - _GAP, deep - _GAP, shade.fill, shade.edge)
            said = (word if fits else letters[word]) if word else EMPTY_CELL
            start = x + (across - _GAP - measure_text(said)) / 2
            sheet.write_text(start, sheet.height + (deep - _GAP) / 2, said, colour=shade.ink)
        sheet.height += deep + (0.05 if sheet.narrow else 0)
        sheet.end_row()
    return sheet


class _Shade(NamedTuple):
    """The shade of a level: its colour on white paper, what fills a cell, its edge, and the colour of words on it."""

    colour: str
    fill: Fill
    edge: str
    ink: str


def _choose_shades(levels: Sequence[str]) -> dict[str, _Shade]:
    """Returns level -> shade: its own colour if all are verdicts, else of one hue, the palest first.

    A pale shade is the hue with the paper seen through it, so that on a dark page too the least stands out least.
    """
    dark = get_current_house().colour["series"][0]
    steps = max(len(levels) - 1, 1)
    looks = [look.colour for level in levels if (look := find_look(level))]
    if len(looks) == len(levels):
        return {
            str(level): _Shade(colour, colour, _choose_edge(colour, looks), choose_legible_colour(colour))
            for level, colour in zip(levels, looks, strict=True)
        }
    return {str(level): _make_shade(dark, _PALEST * (1 - at / steps)) for at, level in enumerate(levels)}


def _make_shade(dark: str, white: float) -> _Shade:
    """Returns a colour with a share of white, or more, so that a word on it has the contrast of a text."""
    while compute_contrast(colour := lighten(dark, white), ink := choose_legible_colour(colour)) < MIN_TEXT_CONTRAST:
        white += 0.05
    is_pale = compute_contrast(colour, "#ffffff") < compute_contrast(colour, "#000000")
    return _Shade(colour, (dark, 1 - white), dark, INK if is_pale else ink)


def _choose_edge(colour: str, shades: Sequence[str]) -> str:
    """Returns the colour of a cell's edge: the darkest shade around one that paper hides, else its own."""
    is_pale = compute_contrast(colour, "#ffffff") < MIN_MARK_CONTRAST
    return min(shades, key=compute_luminance) if is_pale else colour


def _choose_letters(levels: Sequence[str]) -> dict[str, str]:
    """Returns level -> its first letters, as many as it takes to differ from the others.

    >>> _choose_letters(["open", "specified", "substantive"])
    {'open': 'O', 'specified': 'Sp', 'substantive': 'Su'}
    """
    found, levels = {}, list(map(str, levels))
    for level in levels:
        others = [other.lower() for other in levels if other != level]
        size = 1
        while size < len(level) and any(other.startswith(level[:size].lower()) for other in others):
            size += 1
        found[level] = level[:size].capitalize()
    return found


def _draw_key(sheet: Sheet, levels: Sequence[str], shades: Mapping[str, _Shade], letters: Mapping[str, str]) -> None:
    """Names the shades, with the letters that stand for them, if any do."""
    x = 0.0
    sheet.height += LINE + 0.04
    for level in map(str, levels):
        words = begin_with_capital(level)
        if x and x + measure_text(words) + 0.36 > sheet.width:
            x, sheet.height = 0.0, sheet.height + LINE + 0.06
        y = sheet.height - LINE / 2
        sheet.draw_cell(x, y - 0.085, 0.28, 0.17, shades[level].fill, shades[level].edge)
        if letter := letters.get(level, ""):
            start = x + 0.14 - measure_text(letter) / 2
            sheet.write_text(start, y, letter, colour=shades[level].ink)
        x = sheet.write_text(x + 0.34, y, words) + 0.2
    sheet.height += 0.1


def _write_headings(sheet: Sheet, headings: Sequence[str], left: float, across: float) -> None:
    """Writes the headings of the columns, each as wide as its cells at most; upwards if a word is wider than them."""
    words = [word for heading in headings for word in heading.split()]
    if any(measure_text(word, bold=True) > across - 0.06 for word in words):
        _write_upright_headings(sheet, headings, left, across)
        return
    lines = [wrap_text(heading, across - 0.06, bold=True)[:_MAX_HEADING_LINES] for heading in headings]
    deep = max(map(len, lines)) * LINE
    for place, found in enumerate(lines):
        for position, line in enumerate(found):
            x = left + place * across + (across - _GAP - measure_text(line, bold=True)) / 2
            sheet.write_text(x, sheet.height + deep - (len(found) - position - 0.5) * LINE, line, bold=True)
    sheet.height += deep + 0.05


def _write_upright_headings(sheet: Sheet, headings: Sequence[str], left: float, across: float) -> None:
    lines = [wrap_text(heading, _UPRIGHT, bold=True)[: max(1, int(across / LINE))] for heading in headings]
    sheet.height += max(measure_text(line, bold=True) for found in lines for line in found) + 0.06
    for place, found in enumerate(lines):
        middle = left + place * across + (across - _GAP) / 2
        for position, line in enumerate(found):
            sheet.write_upright(middle + (position - (len(found) - 1) / 2) * LINE, sheet.height - 0.04, line, bold=True)
