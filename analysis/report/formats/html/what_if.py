"""The sliders of a report as HTML."""

from __future__ import annotations

from markupsafe import Markup

from analysis.report.document.model import WhatIf
from analysis.report.formats.html.text import render_inline, render_text
from analysis.style.sliders import SliderPlace, render_sliders


def render_what_if(item: WhatIf, level: int = 2) -> Markup:
    """Returns sliders and results, whose numbers lead to their notes. level: of the heading that its title is."""
    sliders = [
        SliderPlace(
            render_text(one.label), render_inline(one.number), one.low, one.high, one.step, one.start, one.claims
        )
        for one in item.sliders
    ]
    results = [(render_text(row.label), render_inline(row.number)) for row in item.results]
    return render_sliders(item.anchor, render_text(item.title), sliders, results, item.program, level)
