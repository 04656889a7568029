"""A range plot: one dot a row, named, with the range around it, on one axis; a line across all rows marks a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from analysis.errors import UntracedNumber
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, draw_grid, pad_span, span_values, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_point, judge_certainty, list_key
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import get_look
from analysis.show.charts.rows import PAD, draw_measures, measure_name_column, name_measure, write_row_name
from analysis.show.charts.source_line import name_source
from analysis.show.charts.typeface import measure_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame, is_frame
from analysis.show.table import table
from analysis.wording.headings import name_column

_DEPTH = 0.16  # inches of a row


def ranges(
    frame: AnyFrame | Sequence[Estimate],
    title: str,
    *,
    key: str,
    label: str = "source",
    value: str = "value",
    line: Mapping[str, Estimate] | None = None,
    with_zero: bool = True,
    spec: str = "",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a range plot: one dot a row with the range around it and its number, such as one count by each source.

    frame: one row a dot; or Estimates of claims, each named by its source. title: a finding; may have places, filled
    from `places` as in `say`. key: a stable name, for cross-references. label: column of names. value: column of
    Estimates. line: name -> Estimate of a measure that all are compared with. with_zero: whether the axis begins
    at 0. spec: number format (see `analysis.wording.numbers.format_number`). subtitle: what is measured and in which
    unit, without digits. beside: further columns -> their headings in the data behind the figure.
    Parties and plans have their own colours and marks; all others one. Ceilings, floors and ranges are drawn as
    `analysis.show.charts.certainty` says.
    Raises UsageError if a column is missing, there are no rows, or the numbers measure different things;
    UntracedNumber for a value that is not an Estimate, a number given without a frame that is no claim, or a digit in
    the subtitle.

    >>> from analysis import load_case, ranges
    >>> case = load_case()
    >>> needs = [case.estimate(claim) for claim in case.claims("reconstruction.need")][1:3]
    >>> print(ranges(needs, "The need is lower by other counts", key="needs").data.columns[1].label)
    ['value']
    """
    import pandas as pd

    where = f"chart {key!r}"
    if is_frame(frame):
        opened = open_frame(frame, where)
    else:
        named = [{label: _name_claim(one, where), value: one} for one in cast("Sequence[Estimate]", frame)]
        opened = pd.DataFrame(named, columns=[label, value], dtype=object)
    if line:
        rows = [{label: Label(name, one.name), value: one} for name, one in line.items()]
        opened = pd.concat([opened, pd.DataFrame(rows, dtype=object)], ignore_index=True)
    found = collect_rows(opened, key, label, [value])
    drawn = convert_to_one_unit(found, key)
    dots = [
        _Dot(name, judge_certainty(estimate), format_estimate(given, spec), cell)
        for (name, (given,)), (estimate,), cell in zip(found, drawn, opened[label], strict=True)
    ]
    unit, cut = drawn[0][0].unit, len(dots) - len(line or ())
    said = choose_subtitle(subtitle, [drawn[0][0]], [value] if value != "value" else [], where)
    columns = {label: name_column(label), value: name_column(value), **(beside or {})}
    data = table(opened, caption_data(), key=key, columns=columns)
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, dots[:cut], dots[cut:], unit, said, with_zero),
        data=data,
        alt=lambda text: describe_bars(text, found, [""], said, kind=gettext("Range plot.")),
        legend=list_key(dot.certainty for dot in dots[:cut]),
    )


@dataclass(frozen=True)
class _Dot:
    """One dot: the name of its row, its number, that in words, and the cell whose look it has."""

    name: str
    certainty: Certainty
    number_text: str
    cell: object


def _name_claim(estimate: object, where: str) -> Label:
    """Returns whose a claim is: the publisher or the title of its source."""
    leaf = estimate.leaf if isinstance(estimate, Estimate) else None
    if leaf is None or leaf.origin is None or leaf.origin.source is None:
        raise UntracedNumber(f"{where}: {estimate!r} is no claim of a source; give a frame with a column of names.")
    return name_source(leaf.origin.source)


def _draw_sheet(
    width: float, dots: Sequence[_Dot], lines: Sequence[_Dot], unit: str, subtitle: str, with_zero: bool
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    left = measure_name_column(sheet, [dot.name for dot in dots])
    low, high = span_values((dot.certainty for dot in (*dots, *lines)), with_zero=with_zero)
    if not with_zero:
        low, high = pad_span(low, high)
    axis = Axis(low, high, unit, left + 0.06, _fit_length(dots, low, high, width - left - 0.1))
    for at, line in enumerate(lines, len(dots)):
        name_measure(sheet, axis(line.certainty.value), f"{line.name}: {line.number_text}", at)
    ticks = draw_axis(sheet, axis)
    top = sheet.height
    sheet.end_row()
    for at, dot in enumerate(dots):
        y = write_row_name(sheet, dot.name, left, _DEPTH)
        look = get_look(dot.cell)
        draw_point(sheet, dot.certainty, axis, y, look)
        end = axis(max(dot.certainty.high, dot.certainty.value)) + PAD + 0.02
        sheet.write_text(end, y, dot.number_text, bold=True, number=at)
        draw_measures(sheet, [axis(line.certainty.value) for line in lines], y, _DEPTH)
        sheet.end_row()
    draw_grid(sheet, ticks, top, sheet.height)
    return sheet


def _fit_length(dots: Sequence[_Dot], low: float, high: float, room: float) -> float:
    """Returns how long an axis can be, in inches, if every number is to stand right of its range."""
    shares = [
        (max(dot.certainty.high, dot.certainty.value) - low) / (high - low) for dot in dots
    ]  # of the axis, up to the number
    words = [measure_text(dot.number_text, bold=True) + PAD + 0.04 for dot in dots]
    fits = [(room - wide) / share for wide, share in zip(words, shares, strict=True) if share > 0]
    return max(min([room, *fits]), room * 0.3)
