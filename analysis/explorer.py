"""Widgets for JupyterLab: choose a claim or move its number, and see chart and table follow.

The same functions as in the reports, with `ipywidgets` around them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.case.case import SHIPPED_CASE, Case, load_case
from analysis.compare import forces, reconstruction
from analysis.show.bundle import Shown
from analysis.show.charts.bars import bars
from analysis.show.charts.ladder import ladder
from analysis.show.prose import say
from analysis.show.table import table
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import ipywidgets


def show_money(case: Case) -> list[Shown]:
    """Returns the funding gap as a sentence, the ladder and the gap by source."""
    need = case["reconstruction.need"].named("reconstruction.need", "Reconstruction need")
    return [
        say(
            "Of {need}, {coverage} is covered; {gap} is missing.",
            need=need,
            gap=reconstruction.gap(case),
            coverage=reconstruction.coverage(case),
        ),
        ladder(
            reconstruction.funding(case),
            "What the need could be met from",
            key="ladder",
            label="rung",
            value="amount",
            total=need,
        ),
        table(
            reconstruction.by_source(case),
            "The gap by source of the need",
            key="by_source",
            columns={"source": "Source", "need": "Need", "gap": "Gap", "coverage": "Covered"},
        ),
    ]


def show_troops(case: Case) -> list[Shown]:
    """Returns the caps as a chart and a table."""
    return [
        bars(forces.levels(case), "Caps against strength", key="levels", label="level", value="troops"),
        table(
            forces.caps(case),
            "What each cap would change",
            key="caps",
            columns={
                "plan": "Plan",
                "cap": "Cap",
                "change": "Change",
                "change_share": "Share",
                "per_1000_now": "Per thousand inhabitants",
            },
        ),
    ]


QUESTIONS: dict[str, tuple[tuple[str, ...], Callable[[Case], Sequence[Shown]]]] = {
    "Reconstruction": (("reconstruction.need", "assets.frozen", "assets.usable", "population.now"), show_money),
    "Troops": (("forces.strength", "population.now", "population.prewar"), show_troops),
}


def list_choices(case: Case, quantity: str) -> list[tuple[str, float]]:
    """Returns (text, value) for each claim of a quantity, the one in use first: what a reader may choose from."""
    used = case[quantity]
    claims = sorted((c for c in case.claims(quantity) if c.rank != "deprecated"), key=lambda c: c.id not in used.claims)
    estimates = [(c, case.estimate(c)) for c in claims]
    return [(f"{format_magnitude(e.value, e.unit)}: {case.source(c.source)}", e.value) for c, e in estimates]


def explorer(question: str = "Reconstruction", case_dir: str | Path = SHIPPED_CASE) -> ipywidgets.VBox:
    """Returns a panel with a claim chooser and a slider for each number behind a question.

    question: a key of QUESTIONS. Choosing a claim sets its slider; moving the slider sets a number of one's
    own, which every result then carries as a parameter.
    """
    import ipywidgets

    quantities, show = QUESTIONS[question]
    case = load_case(case_dir)
    output = ipywidgets.Output()
    sliders, rows = {}, []
    for quantity in quantities:
        found = list_choices(case, quantity)
        top = 2 * max(value for _, value in found)
        wide = {"style": {"description_width": "12em"}, "layout": ipywidgets.Layout(width="38em")}
        chooser = ipywidgets.Dropdown(
            options=found, value=found[0][1], description=case.quantity(quantity).name, **wide
        )
        slider = ipywidgets.FloatSlider(
            value=found[0][1],
            min=0,
            max=top,
            step=top / 200,
            description=case.quantity(quantity).unit,
            continuous_update=False,
            **wide,
        )
        chooser.observe(lambda change, slider=slider: setattr(slider, "value", change["new"]), "value")
        sliders[quantity] = (slider, found[0][1])
        rows.append(ipywidgets.VBox([chooser, slider]))

    def redraw(_: Any = None) -> None:
        from IPython.display import display

        moved = {quantity: slider.value for quantity, (slider, start) in sliders.items() if slider.value != start}
        with output:
            output.clear_output(wait=True)
            for shown in show(load_case(case_dir, override=moved)):
                display(shown)

    for slider, _ in sliders.values():
        slider.observe(redraw, "value")
    redraw()
    return ipywidgets.VBox([ipywidgets.HTML(f"<h3>{question}</h3>"), *rows, output])
