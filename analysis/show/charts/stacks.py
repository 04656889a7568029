"""Stacked bars: the parts of each row one after the other, as amounts or as shares of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, draw_grid, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet, choose_legible_colour
from analysis.show.charts.certainty import judge_certainty, list_key
from analysis.show.charts.drawing import PAPER
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import find_looks
from analysis.show.charts.rows import draw_mark_key, measure_name_column, write_row_name
from analysis.show.charts.typeface import measure_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.looks import Look
from analysis.wording.headings import name_column

_DEPTH = 0.24  # inches of a bar
_SQUARE = "s"  # the mark of every part in the key


def stacks(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    value: Mapping[str, str | Label],
    as_shares: bool = False,
    spec: str = "bare",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns stacked bars: for each row its parts one after the other, each with its number where there is room.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names. value: column of Estimates -> what the part is; parties, plans and verdicts have their own
    colours. as_shares: whether every bar is as long as the others, and its parts are shares of it. spec: number format
    (see `analysis.wording.numbers.format_number`). subtitle: what is measured and in which unit, without digits.
    beside: further columns -> their headings in the data behind the figure.
    A part that is a ceiling or a floor fades; the range of a part is in the data, since the next part lies on it.
    Raises UsageError if a column is missing, there are no rows, a part is less than nothing, or the numbers measure
    different things; UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import number, stacks
    >>> frame = pd.DataFrame({"year": ["before"], "loans": [number(30, "USD")], "grants": [number(10, "USD")]})
    >>> stacks(frame, "Mostly loans", key="k", label="year", value={"loans": "loans", "grants": "grants"}).alt
    'Stacked bar chart. Mostly loans. In dollars. before: $30 loans, $10 grants.'
    """
    where = f"chart {key!r}"
    opened = open_frame(frame, where)
    rows = collect_rows(opened, key, label, list(value))
    drawn = convert_to_one_unit(rows, key)
    for (name, _), found in zip(rows, drawn, strict=True):
        for lowest in (one for one in found if one.value < 0):
            raise UsageError(
                f"{where}: found {format_estimate(lowest)} ({name}); allowed: parts of a whole, from 0 on. Draw "
                "ladder(...), which leads back."
            )
        if as_shares and not sum(one.value for one in found):
            raise UsageError(f"{where}: the parts of {name} add up to nothing, and have no shares; leave it out.")
    texts = [[format_estimate(estimate, spec) for estimate in found] for _, found in rows]
    said = choose_subtitle(subtitle, drawn[0], [], where)
    if as_shares and not subtitle:
        # translators: {measure} is how the numbers are written: "in dollars"
        said = gettext("Shares of each whole, in per cent; numbers {measure}", measure=f"{said[:1].lower()}{said[1:]}")
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), **value, **(beside or {})})
    names, cells = [name for name, _ in rows], list(value.values())
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, names, drawn, texts, cells, said, as_shares),
        data=data,
        alt=lambda text: describe_bars(text, rows, list(map(str, cells)), said, kind=gettext("Stacked bar chart.")),
        legend=list_key(one for found in drawn for one in map(judge_certainty, found) if one.sign == "fading"),
    )


def _draw_sheet(
    width: float,
    names: Sequence[str],
    rows: Sequence[Sequence[Estimate]],
    texts: Sequence[Sequence[str]],
    series: Sequence[object],
    subtitle: str,
    as_shares: bool,
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    looks = [Look(look.colour, _SQUARE) for look in find_looks(series).values()]
    draw_mark_key(sheet, dict(zip(map(str, series), looks, strict=True)))
    left = measure_name_column(sheet, names)
    sums = [sum(one.value for one in row) for row in rows]
    unit, high = ("percent", 100.0) if as_shares else (rows[0][0].unit, max(sums) or 1.0)
    axis = Axis(0.0, high, unit, left, width - left - 0.3)
    ticks = draw_axis(sheet, axis)
    top = sheet.height
    sheet.end_row()
    for at, row in enumerate(rows):
        y = write_row_name(sheet, names[at], left, _DEPTH) - _DEPTH / 2
        scale = 100 / sums[at] if as_shares else 1.0
        start = 0.0
        for place, (one, look) in enumerate(zip(row, looks, strict=True)):
            x, end = axis(start), axis(start + one.value * scale)
            certainty = judge_certainty(one)
            if certainty.sign == "fading":
                inner = axis(start + certainty.inner * scale)
                sheet.draw_bar(x, y, inner - x, _DEPTH, look.colour)
                sheet.draw_fade(inner, end, y, _DEPTH, look.colour)
            else:
                sheet.draw_bar(x, y, end - x, _DEPTH, look.colour)
            if place:
                sheet.draw_line([x, x], [y, y + _DEPTH], PAPER, 1.0)
            text = texts[at][place]
            if (wide := measure_text(text)) < end - x - 0.06 and certainty.sign != "fading":
                ink = choose_legible_colour(look.colour)
                sheet.write_text((x + end - wide) / 2, y + _DEPTH / 2, text, colour=ink, number=at * len(row) + place)
            start += one.value * scale
        sheet.end_row()
    draw_grid(sheet, ticks, top, sheet.height)
    return sheet
