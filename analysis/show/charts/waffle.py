"""Squares that can be counted: a waffle of counts by kind, and one square for each thing, those in question named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import UsageError, format_nearest
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import read_subtitle, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet, choose_legible_colour
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, list_rows
from analysis.show.charts.meaning import find_looks, get_english
from analysis.show.charts.rows import list_letters
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.looks import Look
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column

_MOST = 1000  # squares that can still be seen one by one
_GAP = 0.035  # inches between two squares
_LARGE, _SMALL = 0.26, 0.125  # inches of a square: where there are few, and where there are many
_FEW = 60
_NEAR = 1e-9


def waffle(
    frame: AnyFrame, title: str, *, key: str, label: str, value: str, subtitle: str | Label = "", **places: Any
) -> Chart:
    """Returns a waffle chart: so many squares a row as its number counts, in one block, each row with its number.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names; verdicts, parties and plans have their own colours. value: column of Estimates that count
    something. subtitle: what a square is, without digits.
    Raises UsageError if a column is missing, there are no rows, or a number is no count or all together are too many;
    UntracedNumber for a value that is not an Estimate.

    >>> from analysis import compare, load_case, waffle
    >>> verdicts = compare.verdicts.verdicts(load_case())
    >>> waffle(verdicts, "Few are wrong", key="k", label="verdict", value="claims", subtitle="By claim").alt[:53]
    'Waffle chart. Few are wrong. By claim. Confirmed: 49;'
    """
    where = f"chart {key!r}"
    above = read_subtitle(subtitle, where)
    opened = open_frame(frame, where)
    rows = collect_rows(opened, key, label, [value])
    counts = []
    for name, (estimate,) in rows:
        size = estimate.to("item").value if estimate.unit != "one" else estimate.value
        if size < 0 or abs(size - round(size)) > _NEAR:
            raise UsageError(f"{where}: found {format_estimate(estimate)} ({name}); allowed: whole counts from 0 on.")
        counts.append(round(size))
    if sum(counts) > _MOST:
        raise UsageError(f"{where}: found {sum(counts)} squares; allowed: at most {_MOST}. Draw bars(...) instead.")
    texts = [format_estimate(estimate) for _, (estimate,) in rows]
    cells = list(opened[label])
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), value: name_column(value)})

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        write_subtitle(sheet, above)
        looks = find_looks(cells)
        kinds = [name for (name, _), count in zip(rows, counts, strict=True) for _ in range(count)]
        _draw_squares(sheet, [_Square(looks[kind]) for kind in kinds])
        _draw_counts(sheet, [(name, looks[name], text) for (name, _), text in zip(rows, texts, strict=True)])
        return sheet

    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: describe_bars(text, rows, [""], above, kind=gettext("Waffle chart.")),
    )


def squares(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    by: str,
    named: Collection[str] = (),
    subtitle: str | Label = "",
    **places: Any,
) -> Chart:
    """Returns one square for each row, in the colour of its kind; those of some kinds have a letter and are named.

    Such as one square a point of a plan, those that stay open named. title: a finding; may have places, filled from
    `places` as in `say`. key: a stable name, for cross-references. label: column of names. by: column of kinds, in
    words or Labels. named: the kinds whose rows are named. subtitle: what a square is, without digits.
    Raises UsageError if a column is missing, there are no rows or too many, or no row is of a kind that is to be named.

    >>> import pandas as pd
    >>> from analysis import squares
    >>> frame = pd.DataFrame({"point": ["Borders", "Trade", "Aid"], "state": ["open", "agreed", "agreed"]})
    >>> squares(frame, "One stays open", key="k", label="point", by="state", named=["open"]).alt
    'Squares. One stays open. Open: Borders. Agreed: Trade, Aid.'
    """
    where = f"chart {key!r}"
    above = read_subtitle(subtitle, where)
    opened = open_frame(frame, where)
    rows = [(str(row[label]), get_english(row[by])) for row in list_rows(opened, key, (label, by))]
    kinds = list(dict.fromkeys(kind for _, kind in rows))
    for kind in named:
        if kind not in kinds:
            raise UsageError(f"{where}: no row is {kind!r}{format_nearest(kind, kinds)}; there are {', '.join(kinds)}.")
    letters = dict(zip((name for name, kind in rows if kind in named), list_letters(), strict=False))
    if len(rows) > _MOST:
        raise UsageError(f"{where}: found {len(rows)} squares; allowed: at most {_MOST}. Draw a waffle(...).")
    cells = list(dict.fromkeys(opened[by]))
    words = {get_english(cell): str(cell) for cell in cells}
    heads = {label: name_column(label), by: name_column(by)}
    data = table(opened, caption_data(), key=key, columns=heads, spec={by: "capital"})

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        write_subtitle(sheet, above)
        looks = find_looks(cells)
        _draw_squares(
            sheet, [_Square(looks[words[kind]], letters.get(name, "") if kind in named else "") for name, kind in rows]
        )
        _draw_counts(sheet, [(words[kind], looks[words[kind]], "") for kind in kinds])
        for name, letter in letters.items():
            lines = wrap_text(name, sheet.width - 0.25)
            sheet.write_text(0.0, sheet.height + LINE / 2, letter, bold=True)
            sheet.write_lines(0.22, sheet.height + len(lines) * LINE / 2, lines)
            sheet.height += len(lines) * LINE + 0.03
        return sheet

    said = [
        f"{begin_with_capital(words[kind])}: {', '.join(name for name, of in rows if of == kind)}." for kind in kinds
    ]
    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: " ".join(filter(None, (gettext("Squares."), f"{text}.", above and f"{above}.", *said))),
    )


@dataclass(frozen=True)
class _Square:
    """One square: its look, and the letter in it."""

    look: Look
    letter: str = ""


def _draw_squares(sheet: Sheet, found: Sequence[_Square]) -> None:
    """Draws squares in rows from the upper left, ten or a multiple of ten a row where there are many."""
    size = _LARGE if len(found) <= _FEW else _SMALL
    across = max(1, int((sheet.width + _GAP) // (size + _GAP)))
    across = min(across, 10 * (across // 10) or across, len(found)) or 1
    for at, square in enumerate(found):
        x, y = (at % across) * (size + _GAP), sheet.height + at // across * (size + _GAP)
        sheet.draw_bar(x, y, size, size, square.look.colour)
        if square.letter:
            start = x + (size - measure_text(square.letter, bold=True)) / 2
            ink = choose_legible_colour(square.look.colour)
            sheet.write_text(start, y + size / 2, square.letter, bold=True, colour=ink)
    sheet.height += -(-len(found) // across) * (size + _GAP) + 0.1


def _draw_counts(sheet: Sheet, kinds: Sequence[tuple[str, Look, str]]) -> None:
    """Names each kind beside a square of its colour, with its number in the data, in as many lines as it takes."""
    x = 0.0
    sheet.height += LINE
    for at, (name, look, text) in enumerate(kinds):
        words = begin_with_capital(name)
        counted = measure_text(text, bold=True) + 0.06 if text else 0
        if x and x + 0.17 + measure_text(words) + counted > sheet.width:
            x, sheet.height = 0.0, sheet.height + LINE + 0.05
        sheet.draw_bar(x, sheet.height - LINE / 2 - 0.06, 0.12, 0.12, look.colour)
        *above, last = wrap_text(words, sheet.width - x - 0.17 - counted) or [""]
        sheet.write_lines(x + 0.17, sheet.height + (len(above) / 2 - 1) * LINE, above)
        sheet.height += len(above) * LINE
        y = sheet.height - LINE / 2
        end = sheet.write_text(x + 0.17, y, last)
        x = (sheet.write_text(end + 0.06, y, text, bold=True, number=at) if text else end) + 0.22
    sheet.height += 0.06
