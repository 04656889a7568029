"""A tornado chart: how far a result moves, below and above its value, as each of its inputs is at either end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, draw_grid, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet, get_series_colour
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.rows import PAD, draw_measures, measure_name_column, name_measure, write_row_name
from analysis.show.charts.typeface import measure_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.colour import lighten
from analysis.wording.headings import name_column

_DEPTH = 0.18  # inches of a bar
_PALE = 0.4  # share of white in the colour of what is below the result


def tornado(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    low: str,
    high: str,
    result: Estimate,
    spec: str = "bare",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a tornado chart: one bar a row from the lowest to the highest result that an input leads to.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of the inputs' names, the one that moves the result most first; one that moves it by nothing that can
    be read is in the data only, unless none moves it more. low, high: columns of Estimates of the
    result, with the input at either end. result: what it is with every input at its value: the line across the bars.
    spec: number format (see `analysis.wording.numbers.format_number`). subtitle: what is measured and in which unit,
    without digits. beside: further columns -> their headings in the data behind the figure.
    Raises UsageError if a column is missing, there are no rows, or the numbers measure different things;
    UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import parameter, tornado
    >>> ends = {"input": ["Weight"], "least": [parameter("a", 0.2)], "most": [parameter("b", 0.5)]}
    >>> middle = parameter("c", 0.3).named("c", "result")
    >>> frame = pd.DataFrame(ends)
    >>> tornado(frame, "One moves it", key="t", label="input", low="least", high="most", result=middle).alt
    'Tornado chart. One moves it. Weight: 0.2 at its lowest, 0.5 at its highest. Result: 0.3.'
    """
    import pandas as pd

    where = f"chart {key!r}"
    opened = open_frame(frame, where)
    rows = collect_rows(opened, key, label, [low, high])
    name = result.label or result.how
    (whole, _), *drawn = convert_to_one_unit([(name, [result, result]), *rows], key)
    bars = [
        _Bar(given, least.value, most.value, (format_estimate(one, spec), format_estimate(other, spec)))
        for (given, (one, other)), (least, most) in zip(rows, drawn, strict=True)
    ]
    moving = [at for at, bar in enumerate(bars) if len(set(bar.texts)) > 1] or list(range(len(bars)))
    said = choose_subtitle(subtitle, [whole], [], where)
    last = pd.DataFrame({label: [Label(name, result.name)], low: [result], high: [None]}, dtype=object)
    data = table(
        pd.concat([opened, last], ignore_index=True),
        caption_data(),
        key=key,
        columns={label: name_column(label), low: name_column("lowest"), high: name_column("highest"), **(beside or {})},
    )
    middle = (whole.value, gettext("Result: {number}", number=format_estimate(result, spec)))
    ends = [gettext("at its lowest"), gettext("at its highest")]
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, {at: bars[at] for at in moving}, middle, 2 * len(bars), whole.unit, said),
        data=data,
        alt=lambda text: describe_bars(text, rows, ends, said, f"{middle[1]}.", gettext("Tornado chart.")),
    )


@dataclass(frozen=True)
class _Bar:
    """One bar: the name of the input, the results at its ends, and these in words."""

    name: str
    low: float
    high: float
    texts: tuple[str, str]


def _draw_sheet(
    width: float, rows: Mapping[int, _Bar], middle: tuple[float, str], number: int, unit: str, subtitle: str
) -> Sheet:
    """Returns the drawing. rows: position in the data -> bar. middle, number: the result in words, and its position."""
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    bars = list(rows.values())
    left = measure_name_column(sheet, [bar.name for bar in bars])
    result, words = middle
    ends = [result, *(end for bar in bars for end in (bar.low, bar.high))]
    wide = max(measure_text(text, bold=True) for bar in bars for text in bar.texts) + 2 * PAD
    axis = Axis(min(ends), max(ends), unit, left + wide, width - left - 2 * wide)
    x = axis(result)
    name_measure(sheet, x, words, number)
    ticks = draw_axis(sheet, axis)
    top = sheet.height
    sheet.end_row()
    dark = get_series_colour(0)
    for at, bar in rows.items():
        y = write_row_name(sheet, bar.name, left, _DEPTH)
        least, most = sorted((bar.low, bar.high))
        for one, other, colour in ((least, min(most, result), lighten(dark, _PALE)), (max(least, result), most, dark)):
            if one < other:
                sheet.draw_bar(axis(one), y - _DEPTH / 2, axis(other) - axis(one), _DEPTH, colour)
        texts = bar.texts if bar.low <= bar.high else bar.texts[::-1]
        numbers = (2 * at, 2 * at + 1) if bar.low <= bar.high else (2 * at + 1, 2 * at)
        first = axis(least) - PAD - measure_text(texts[0], bold=True)
        sheet.write_text(first, y, texts[0], bold=True, number=numbers[0])
        sheet.write_text(axis(most) + PAD, y, texts[1], bold=True, number=numbers[1])
        draw_measures(sheet, [x], y, _DEPTH)
        sheet.end_row()
    draw_grid(sheet, ticks, top, sheet.height)
    return sheet
