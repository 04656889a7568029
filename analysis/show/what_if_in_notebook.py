"""Sliders as HTML for a notebook: the page's own, which compute as on the page; without script, a table of the same.

A front end that removes scripts, as JupyterLab does in a notebook that is not trusted, shows what can be set, between
which ends, what follows as things stand, and the line of Python that sets it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from analysis.contract import WhatIfBlock
from analysis.dependencies import compute_digest
from analysis.messages import get_language, gettext, pgettext
from analysis.show.bundle import format_html
from analysis.style.css import NO_MATHEMATICS, build_output_script, build_output_style
from analysis.style.house import House, read_theme
from analysis.style.sliders import SliderPlace, render_sliders
from analysis.wording.numbers import format_magnitude

SCRIPTS = ("compute.js", "what_if.js", "notebook_what_if.js")


@dataclass(frozen=True)
class PythonLine:
    """How `load_case` sets what sliders set. keys: of each slider, None where there is none; given: what is set anyway.

    >>> line = PythonLine("article", ("reconstruction.need", None), {"population.now": 30.0})
    >>> print(line.write({"reconstruction.need": "900"}))
    load_case(case.folder, basis="article", override={"population.now": 30, "reconstruction.need": 900})
    """

    basis: str
    keys: Sequence[str | None]
    given: Mapping[str, float]

    @property
    def before(self) -> str:
        """How the line begins."""
        language = "" if get_language() == "en" else f', language="{get_language()}"'
        return f'load_case(case.folder, basis="{self.basis}"{language}, override={{'

    @property
    def settings(self) -> dict[str, str]:
        """What is set anyway, as decimals."""
        return {key: f"{value:.12g}" for key, value in self.given.items()}

    def write(self, values: Mapping[str, str]) -> str:
        """Returns the line for some settings, as decimals."""
        override = ", ".join(f"{json.dumps(key)}: {value}" for key, value in (self.settings | {**values}).items())
        return f"{self.before}{override}}})"


def render_what_if(item: WhatIfBlock, house: House, python: PythonLine | None) -> str:
    """Returns sliders and results as HTML that needs nothing else. python: None where no such line does the same."""
    sliders = [
        SliderPlace(
            Markup(format_html(one.label)),
            Markup(format_html([one.number])),
            one.low,
            one.high,
            one.step,
            one.start,
            one.claims,
        )
        for one in item.sliders
    ]
    results = [(Markup(format_html(one.label)), Markup(format_html([one.number]))) for one in item.results]
    title = Markup(format_html(item.title))
    anchor = f"sliders-{compute_digest((format_html(item.title), [one.number.claims for one in item.sliders]))}"
    live = render_sliders(anchor, title, sliders, results, item.program, 3)
    return (
        f"<style>{build_output_style(house, 'what_if')}{read_theme('what_if.css')}</style>"
        f'<div class="communique-what_if {NO_MATHEMATICS}"><div class="still" data-live="{escape(str(live))}">'
        f"<p><b>{title}</b></p>{_render_ends(item)}{_render_results(results)}</div>{_render_python(item, python)}</div>"
        f"<script>{build_output_script('what_if', SCRIPTS)}</script>"
    )


def _render_ends(item: WhatIfBlock) -> str:
    rows = "".join(
        f"<tr><td>{format_html(one.label)}</td><td>{format_html([one.number])}</td>"
        + "".join(
            f"<td>{format_magnitude(float(end), one.number.unit, exact=True)}</td>" for end in (one.low, one.high)
        )
        + "</tr>"
        for one in item.sliders
    )
    # translators: headings of the table of what a reader can set: the name, the value in this report, and both ends
    words = (
        gettext("What can be set"),
        gettext("In this report"),
        pgettext("end of a slider", "From"),
        pgettext("end of a slider", "To"),
    )
    heads = "".join(f"<th>{escape(head)}</th>" for head in words)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _render_results(results: Sequence[tuple[Markup, Markup]]) -> str:
    rows = "".join(f"<tr><td>{label}</td><td>{number}</td></tr>" for label, number in results)
    heads = "".join(f"<th>{escape(head)}</th>" for head in (gettext("What follows"), gettext("In this report")))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _render_python(item: WhatIfBlock, python: PythonLine | None) -> str:
    """Returns the line of Python for the first figure that it can set; the script writes it for what is set."""
    first = next((at for at, key in enumerate(python.keys) if key), None) if python else None
    if python is None or first is None:
        return ""
    line = python.write({str(python.keys[first]): item.sliders[first].start})
    data = json.dumps({"before": python.before, "given": python.settings, "keys": python.keys})
    words = gettext("The same in Python:")
    return f'<p class="python" data-line="{escape(data)}">{escape(words)} <code>{escape(line)}</code></p>'
