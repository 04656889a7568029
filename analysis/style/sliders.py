"""Sliders and what follows from them as HTML, for a page and for a notebook; theme/what_if.js moves them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from analysis.messages import gettext


@dataclass(frozen=True)
class SliderPlace:
    """A slider as it is written: its name, its number, and ends, step, start and claims as decimals in its unit."""

    label: Markup
    number: Markup
    low: str
    high: str
    step: str
    start: str
    claims: Sequence[str]


def render_sliders(
    anchor: str,
    title: Markup,
    sliders: Sequence[SliderPlace],
    results: Sequence[tuple[Markup, Markup]],
    program: Mapping[str, Any],
    level: int = 2,
) -> Markup:
    """Returns sliders and results; without JavaScript, a page shows their names and claimed values.

    results: each with its name and its number. level: of the heading that the title is.
    """
    written = json.dumps(dict(program), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    wholes = {part: sliders[whole].label for part, whole in program.get("within", ())}
    places = Markup("").join(
        _render_slider(one, f"{anchor}-{at}", wholes.get(at - 1)) for at, one in enumerate(sliders, 1)
    )
    rows = Markup("").join(
        Markup(
            '<tr><th scope="row"><span class="name">{}</span>'
            '<svg class="scripted" aria-hidden="true" focusable="false"></svg></th><td>{}</td>'
            '<td class="yours scripted"></td></tr>\n'
        ).format(label, number)
        for label, number in results
    )
    return Markup(
        '<section class="what-if" id="{0}" aria-labelledby="{0}-title" data-program="{1}">\n'
        '<h{5} class="finding" id="{0}-title">{2}</h{5}>\n'
        '<p class="note scripted">{6}</p>\n'
        '<div class="sliders">\n{3}</div>\n'
        '<table>\n<thead><tr><th scope="col">{7}</th><th scope="col" class="right">{8}</th>'
        '<th scope="col" class="right yours scripted">{9}</th></tr></thead>\n'
        "<tbody>\n{4}</tbody>\n</table>\n"
        '<p class="tools scripted"><button type="button" class="reset">{10}</button></p>\n'
        '<p role="status"></p>\n</section>'
    ).format(
        anchor,
        written,
        title,
        places,
        rows,
        level,
        gettext(
            "Move a slider, by mouse, touch or arrow keys, to set a figure of your own. What follows is computed here "
            "by the formulas of this report; it is your setting, and nobody’s claim. Ticks mark what sources say, the "
            "longest what this report takes; the line beneath a bar is its interval."
        ),
        gettext("What follows"),
        gettext("In this report"),
        gettext("By your setting"),
        gettext("Back to the report’s figures"),
    )


def _render_slider(slider: SliderPlace, anchor: str, whole: Markup | None) -> Markup:
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
    limit = Markup('\n<p class="limit scripted">{}</p>').format(_describe_limit(whole)) if whole else ""
    # translators: {value} is the number as the report has it, which follows a label such as “In this report”
    own = Markup(escape(gettext("In this report: {value}"))).format(
        value=Markup('<span class="claimed">{}</span>').format(slider.number)
    )
    return Markup(
        '<div><p class="set"><label for="{0}">{1}</label> '
        '<output for="{0}" class="scripted" aria-live="off" hidden>{9}</output></p>\n'
        '<input class="scripted" type="range" id="{0}" min="{2}" max="{3}" step="{4}" value="{5}" autocomplete="off">\n'
        '<div class="ticks scripted" aria-hidden="true">{6}</div>\n'
        '<p class="ends scripted" aria-hidden="true"><span></span><span></span></p>\n'
        '<p class="own">{7}</p>{8}</div>\n'
    ).format(
        anchor,
        slider.label,
        slider.low,
        slider.high,
        slider.step,
        slider.start,
        ticks,
        own,
        limit,
        Markup(escape(gettext("your setting {value}"))).format(value=Markup("<b></b>")),
    )


def _describe_limit(whole: Markup) -> Markup:
    return Markup(escape(gettext("Part of “{name}”, and never more"))).format(name=whole)
