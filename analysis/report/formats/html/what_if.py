"""Sliders and what follows from them as HTML; theme/what_if.js moves them."""

from __future__ import annotations

import json

from markupsafe import Markup

from analysis.report.document.model import RichText, Slider, WhatIf
from analysis.report.formats.html.text import render_inline, render_text


def render_what_if(item: WhatIf, level: int = 2) -> Markup:
    """Returns sliders and results; without JavaScript, their names and claimed values are shown.

    level: of the heading that its title is.
    """
    program = json.dumps(dict(item.program), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    wholes = {part: item.sliders[whole].label for part, whole in item.program.get("within", ())}
    sliders = Markup("").join(
        _render_slider(one, f"{item.anchor}-{at}", wholes.get(at - 1)) for at, one in enumerate(item.sliders, 1)
    )
    rows = Markup("").join(
        Markup(
            '<tr><th scope="row"><span class="name">{}</span>'
            '<svg class="scripted" aria-hidden="true" focusable="false"></svg></th><td>{}</td>'
            '<td class="yours scripted"></td></tr>\n'
        ).format(render_text(row.label), render_inline(row.number))
        for row in item.results
    )
    return Markup(
        '<section class="what-if" id="{0}" aria-labelledby="{0}-title" data-program="{1}">\n'
        '<h{5} class="finding" id="{0}-title">{2}</h{5}>\n'
        '<p class="note scripted">Move a slider, by mouse, touch or arrow keys, to set a figure of your own. What '
        "follows is computed here by the formulas of this report; it is your setting, and nobody’s claim. "
        "Ticks mark what sources say, the longest what this report takes; the line beneath a bar is its "
        "interval.</p>\n"
        '<div class="sliders">\n{3}</div>\n'
        '<table>\n<thead><tr><th scope="col">What follows</th><th scope="col" class="right">In this report</th>'
        '<th scope="col" class="right yours scripted">By your setting</th></tr></thead>\n'
        "<tbody>\n{4}</tbody>\n</table>\n"
        '<p class="tools scripted"><button type="button" class="reset">Back to the report’s figures</button></p>\n'
        '<p role="status"></p>\n</section>'
    ).format(item.anchor, program, render_text(item.title), sliders, rows, level)


def _render_slider(slider: Slider, anchor: str, whole: RichText | None) -> Markup:
    """Returns one slider with ticks at the report's own value and the rival claims.

    whole: the name of the slider whose value this one cannot exceed.
    """
    low, high = float(slider.low), float(slider.high)
    ticks = Markup("").join(
        Markup('<i class="{}" style="left:{:.2f}%"></i>').format(
            "own" if claim == slider.start else "rival", 100 * (float(claim) - low) / (high - low)
        )
        for claim in slider.claims
    )
    limit = (
        Markup('\n<p class="limit scripted">Part of “{}”, and never more</p>').format(render_text(whole))
        if whole
        else ""
    )
    return Markup(
        '<div><p class="set"><label for="{0}">{1}</label> '
        '<output for="{0}" class="scripted" aria-live="off" hidden>your setting <b></b></output></p>\n'
        '<input class="scripted" type="range" id="{0}" min="{2}" max="{3}" step="{4}" value="{5}" autocomplete="off">\n'
        '<div class="ticks scripted" aria-hidden="true">{6}</div>\n'
        '<p class="ends scripted" aria-hidden="true"><span></span><span></span></p>\n'
        '<p class="own">In this report: {7}</p>{8}</div>\n'
    ).format(
        anchor,
        render_text(slider.label),
        slider.low,
        slider.high,
        slider.step,
        slider.start,
        ticks,
        render_inline(slider.number),
        limit,
    )
