"""Widgets for JupyterLab: choose a claim or move its slider, and the chart and the table change with it.

The functions are those of the reports, with `ipywidgets` around them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.case.case import Case, load_case
from analysis.compare import forces, reconstruction
from analysis.errors import UsageError, format_nearest
from analysis.paths import SHIPPED_CASE
from analysis.show.bundle import Shown
from analysis.show.charts.bars import bars
from analysis.show.charts.ladder import ladder
from analysis.show.prose import say
from analysis.show.table import table
from analysis.wording.capitals import begin_with_capital
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import ipywidgets


def show_money(case: Case) -> list[Shown]:
    """Shows what of a need is missing: a sentence, the ladder, and the gap by source."""
    key = case.role("need")
    need = case[key].named(key, begin_with_capital(case.quantity(key).name))
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


def show_limits(case: Case) -> list[Shown]:
    """Shows what plans allow at most, beside what there is: a chart and a table."""
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
    "Need": (("need", "stock", "means"), show_money),
    "Limits": (("level_now", "population_now", "population_before"), show_limits),
}
"""Question -> the roles of the quantities that a reader may move, and what is shown."""


def list_choices(case: Case, quantity: str) -> list[tuple[str, float]]:
    """Lists (text, value) for each claim of a quantity that a reader may choose, the one in use first.

    Raises: MissingClaim if the case has no claim on it.
    """
    used = case[quantity]
    claims = sorted((c for c in case.claims(quantity) if c.rank != "deprecated"), key=lambda c: c.id not in used.claims)
    estimates = [(c, case.estimate(c)) for c in claims]
    return [
        (f"{format_magnitude(e.value, e.unit, exact=True)}: {case.source(c.source)}", e.value) for c, e in estimates
    ]


def explorer(question: str = "Need", case_dir: str | Path = SHIPPED_CASE) -> ipywidgets.VBox:
    """Builds a panel with a list of claims and a slider for each number behind a question.

    Choosing a claim sets its slider; moving the slider sets a number of one's own, which every result then
    carries as a parameter.
    question: a key of QUESTIONS. case_dir: a case folder, or the name of a shipped case.
    Raises: UsageError for a question that is not in QUESTIONS, with the nearest one; MissingRole if the case does not
        say what plays a part in it.

    >>> from analysis import explorer
    >>> panel = explorer("Limits")
    >>> panel.children[1].children[0].options[0]
    ('800,000: A Difficult Game Under Optimistic Rhetoric', 800000.0)
    """
    import ipywidgets

    if question not in QUESTIONS:
        raise UsageError(
            f"no question {question!r}{format_nearest(question, QUESTIONS)}; there are: {', '.join(QUESTIONS)}"
        )
    roles, show = QUESTIONS[question]
    case = load_case(case_dir)
    output = ipywidgets.Output()
    sliders, rows = {}, []
    for quantity in map(case.role, roles):
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
        moved = {quantity: slider.value for quantity, (slider, start) in sliders.items() if slider.value != start}
        output.outputs = tuple(
            {"output_type": "display_data", "data": shown._repr_mimebundle_(), "metadata": {}}
            for shown in show(load_case(case_dir, override=moved))
        )

    for slider, _ in sliders.values():
        slider.observe(redraw, "value")
    redraw()
    return ipywidgets.VBox([ipywidgets.HTML(f"<h3>{question}</h3>"), *rows, output])
