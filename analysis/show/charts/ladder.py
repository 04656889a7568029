"""A ladder: parts that make a whole, one below the other, each beginning where the one above ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts import canvas
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, draw_grid, span_values, write_subtitle
from analysis.show.charts.bars import BAR_DEPTH, ROW_GAP, describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_amount, draw_range, judge_certainty, list_key
from analysis.show.charts.drawing import QUIET
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import find_look
from analysis.show.charts.rows import PAD, measure_name_column
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.house import get_current_house
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column


def ladder(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    value: str,
    total: Estimate,
    spec: str = "",
    subtitle: str | Label = "",
    **places: Any,
) -> Chart:
    """Returns a ladder chart: each bar begins where the one above ends, and the last bar is the whole.

    frame: the parts in order, one a row. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. label: column of names. value: column of Estimates; a negative one leads
    back. total: what they add up to; the parts are drawn in its unit. spec: number format of the labels (see
    `analysis.wording.numbers.format_number`). subtitle: what is measured and in which unit, without digits.
    What is unsure of a part is drawn from the beginning of its bar. Parts have one colour; where some take away, these
    have that of risks, those that add after the first that of goods, and a sign. Their order is that of the frame.
    Raises UsageError if a column is missing, there are no rows, or a part measures something else than the total;
    UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import ladder, number
    >>> loans, grants = number(300, "USD"), number(500, "USD")
    >>> frame = pd.DataFrame({"source": ["Loans", "Grants"], "amount": [loans, grants]})
    >>> whole = (loans + grants).named("total", "all funds")
    >>> ladder(frame, "Mostly grants", key="funds", label="source", value="amount", total=whole).alt
    'Bar chart. Mostly grants. Amount, in dollars. Loans: $300; Grants: $500. Together they make all funds, $800.'
    """
    import pandas as pd

    frame = open_frame(frame, f"chart {key!r}")
    rows = collect_rows(frame, key, label, [value])
    rungs = _build_rungs(rows, list(frame[label]), total, key, spec)
    # translators: {whole} is the name of what the bars add up to, {number} how much that is
    together = gettext(
        "Together they make {whole}, {number}.", whole=total.label or total.how, number=format_estimate(total)
    )
    said = choose_subtitle(subtitle, [total], [value], f"chart {key!r}")
    last = pd.DataFrame({label: [Label(rungs[-1].name, total.name)], value: [total]}, dtype=object)
    data = table(
        pd.concat([frame[[label, value]], last]),
        caption_data(),
        key=key,
        columns={label: name_column(label), value: name_column(value)},
    )
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, rungs, said),
        data=data,
        legend=list_key(rung.certainty for rung in rungs),
        alt=lambda text: describe_bars(text, rows, [""], said, together),
    )


@dataclass(frozen=True)
class _Rung:
    """One bar of the ladder: a part, or the whole. start: where it begins, in the unit of the estimate.

    means: the name or word whose colour it has; instead: the entry of the house style, if that means nothing.
    """

    name: str
    number_text: str
    estimate: Estimate
    start: float
    means: object = None
    instead: str = ""
    is_whole: bool = False

    @property
    def certainty(self) -> Certainty:
        return judge_certainty(self.estimate)

    @property
    def colour(self) -> str:
        """Its colour (hex) in the house style of the drawing that is being made."""
        if found := find_look(self.means):
            return found.colour
        return get_current_house().colour[self.instead] if self.instead else canvas.get_series_colour(0)


def _build_rungs(
    rows: Sequence[tuple[str, list[Estimate]]], names: Sequence[object], total: Estimate, key: str, spec: str
) -> list[_Rung]:
    """Returns the parts in the unit of the total, and last the whole."""
    whole = total.label or total.how
    _, *drawn = convert_to_one_unit([(whole, [total]), *rows], key)
    leads_back = any(part.value < 0 for (part,) in drawn)
    rungs: list[_Rung] = []
    for at, ((name, (estimate,)), (part,)) in enumerate(zip(rows, drawn, strict=True)):
        start = sum(rung.estimate.value for rung in rungs)
        moves = leads_back and at > 0
        text = format_estimate(estimate, ",".join(filter(None, (spec, "signed" if moves else ""))))
        instead = "" if not moves else "risk" if part.value < 0 else "good"
        rungs.append(_Rung(name, text, part, start, names[at], instead))
    return [*rungs, _Rung(begin_with_capital(whole), format_estimate(total, spec), total, 0.0, is_whole=True)]


def _draw_sheet(width: float, rungs: Sequence[_Rung], subtitle: str) -> Sheet:
    """Returns the drawing for a width in inches, at the largest scale at which every bar and number is on it."""
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    left = measure_name_column(sheet, [rung.name for rung in rungs], bold=rungs[-1].name)
    reach = [span_values([rung.certainty], with_zero=True) for rung in rungs]
    low = min(0.0, *(rung.start + ends[0] for rung, ends in zip(rungs, reach, strict=True)))
    tops = [rung.start + ends[1] for rung, ends in zip(rungs, reach, strict=True)]
    room = width - left - 0.02
    words = [0.0 if sheet.narrow else measure_text(rung.number_text, bold=True) + PAD for rung in rungs]
    high = max(0.0, *tops)
    scale = min((room - wide) / ((top - low) or (high - low) or 1) for wide, top in zip(words, tops, strict=True))
    axis = Axis(low, high, rungs[-1].estimate.unit, left, min(scale * (high - low), room))
    lines = draw_axis(sheet, axis)
    top = sheet.height
    sheet.end_row()
    for at, rung in enumerate(rungs):
        _draw_rung(sheet, rung, at, axis, left)
        sheet.end_row()
    sheet.height = sheet.rows[-1] = sheet.height - (ROW_GAP - 0.02)
    draw_grid(sheet, lines, top, sheet.height)
    return sheet


def _draw_rung(sheet: Sheet, rung: _Rung, number: int, axis: Axis, left: float) -> None:
    """Draws one bar (the whole in outline) with its name, its number at its end, and moves down below it.

    number: its position in the data. left: where the bars begin, in inches.
    """
    certainty = rung.certainty

    def place(value: float) -> float:
        return axis(rung.start + value)

    top = sheet.height
    lines = []
    if sheet.narrow:
        *above, last = wrap_text(rung.name, sheet.width, bold=True) or [""]
        sheet.write_lines(0, top + len(above) * LINE / 2, above, bold=True)
        sheet.height += len(above) * LINE
        end = sheet.write_text(0, sheet.height + LINE / 2, last, bold=True) + PAD
        if end + measure_text(rung.number_text) > sheet.width:
            sheet.height += LINE
            end = 0
        sheet.write_text(end, sheet.height + LINE / 2, rung.number_text, number=number)
        sheet.height += LINE + 0.03
    else:
        lines = wrap_text(rung.name, left - 2 * PAD, bold=rung.is_whole)
        sheet.height += max(0, len(lines) * LINE - BAR_DEPTH) / 2
        sheet.write_lines(0, sheet.height + BAR_DEPTH / 2, lines, bold=rung.is_whole)
        end = place(span_values([certainty], with_zero=True)[1]) + PAD
        sheet.write_text(end, sheet.height + BAR_DEPTH / 2, rung.number_text, bold=True, number=number)
    y, start, stop = sheet.height, place(0.0), place(certainty.value)
    if rung.is_whole:
        sheet.draw_outline(min(start, stop), y, abs(stop - start), BAR_DEPTH)
        if certainty.sign:
            draw_range(sheet, certainty, place, y + BAR_DEPTH / 2)
    else:
        draw_amount(sheet, certainty, place, y, BAR_DEPTH, rung.colour)
        if not sheet.narrow:
            sheet.draw_line([stop, stop], [y + BAR_DEPTH, y + BAR_DEPTH + ROW_GAP], QUIET, 0.8)
    sheet.height = max(y + BAR_DEPTH, top + len(lines) * LINE) + ROW_GAP
