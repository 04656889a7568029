"""Widgets for JupyterLab: choose a claim or move its slider, and the chart and the table change with it.

The functions are those of the reports, with `ipywidgets` around them. A question is asked of any case that says in
roles.csv what plays its parts; a case's own numbers can be moved in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.case.case import Case, load_case
from analysis.case.needs import describe_unmet
from analysis.case.schema import Claim, Quantity
from analysis.compare import forces, reconstruction
from analysis.errors import CommuniqueError, UsageError, format_nearest
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

_MAX_SLIDERS = 6


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
        bars(forces.levels(case), "Caps against strength", key="levels", label="level", value="amount"),
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


def show_own(case: Case) -> list[Shown]:
    """Shows the numbers of a case that can be moved, and what its formulas make of them."""
    rows = [{"what": begin_with_capital(case.quantity(id).name), "value": case[id]} for id in _list_own(case)]
    for quantity in case.ledger.get_table(Quantity).values():
        if quantity.formula:
            with suppress(CommuniqueError):  # some formulas have nothing yet to be computed from
                rows.append(
                    {"what": f"{begin_with_capital(quantity.name)}, computed", "value": case.derived(quantity.id)}
                )
    data = pd.DataFrame(rows, columns=["what", "value"], dtype=object)
    return [table(data, "The numbers of the case", key="own", columns={"what": "What", "value": "Value"})]


def _list_own(case: Case) -> list[str]:
    """Returns the first quantities of a case that are claimed of one thing, as numbers."""
    claims, found = case.ledger.get_table(Claim), dict[str, set[str | None]]()
    for quantity, subject in zip(claims.columns["quantity"], claims.columns["subject"], strict=True):
        if case.quantity(quantity).unit not in ("date", "text"):
            found.setdefault(quantity, set()).add(subject)
    single = (id for id, subjects in found.items() if len(subjects) == 1)
    return list(islice((id for id in single if list_choices(case, id)), _MAX_SLIDERS))


def _list_played(*roles: str) -> Callable[[Case], list[str]]:
    return lambda case: [id for role in roles for id in case.roles(role)]


@dataclass(frozen=True)
class Question:
    """What can be explored: the roles that a case needs for it, the quantities that are moved, and what is shown."""

    needs: tuple[str, ...]
    list_quantities: Callable[[Case], Sequence[str]]
    show: Callable[[Case], Sequence[Shown]]


_NEED, _LIMITS = ("need", "stock", "means"), ("level_now", "population_now", "population_before")
QUESTIONS: dict[str, Question] = {
    "Need": Question(_NEED, _list_played(*_NEED), show_money),
    "Limits": Question((*_LIMITS, "level_before", "limit"), _list_played(*_LIMITS), show_limits),
    "Own numbers": Question((), _list_own, show_own),
}
"""Question -> what can be explored of it, in the order in which they are offered."""


def list_questions(case_dir: str | Path = SHIPPED_CASE) -> list[str]:
    """Lists the questions of QUESTIONS that a case can answer. case_dir: a case folder, or the name of a case.

    >>> list_questions()
    ['Need', 'Limits', 'Own numbers']
    """
    ledger = load_case(case_dir).ledger
    return [name for name, question in QUESTIONS.items() if not describe_unmet(ledger, question.needs)]


def list_choices(case: Case, quantity: str) -> list[tuple[str, float]]:
    """Lists (text, value) for each claim of a quantity that a reader may choose, the one in use first.

    Raises: MissingClaim if the case has no claim on it, CaseError if several are equally good.
    """
    used = case[quantity]
    claims = sorted((c for c in case.claims(quantity) if c.rank != "deprecated"), key=lambda c: c.id not in used.claims)
    estimates = [(c, case.estimate(c)) for c in claims]
    return [
        (f"{format_magnitude(e.value, e.unit, exact=True)}: {case.source(c.source)}", e.value) for c, e in estimates
    ]


def explorer(question: str | None = None, case_dir: str | Path = SHIPPED_CASE) -> ipywidgets.VBox:
    """Builds a panel with a list of claims and a slider for each number behind a question.

    Choosing a claim sets its slider; moving the slider sets a number of one's own, which every result then
    carries as a parameter.
    question: a key of QUESTIONS; without one, there is a panel for each that the case can answer. case_dir: a case
        folder, or the name of a shipped case.
    Raises: UsageError for a question that is not in QUESTIONS, with the nearest one, or that the case cannot answer.

    >>> from analysis import explorer
    >>> panel = explorer("Limits")
    >>> panel.children[1].children[0].options[0]
    ('800,000: A Difficult Game Under Optimistic Rhetoric', 800000.0)
    """
    import ipywidgets

    if question is None:
        return ipywidgets.VBox([explorer(one, case_dir) for one in list_questions(case_dir)])
    if question not in QUESTIONS:
        raise UsageError(
            f"no question {question!r}{format_nearest(question, QUESTIONS)}; there are: {', '.join(QUESTIONS)}"
        )
    asked, case = QUESTIONS[question], load_case(case_dir)
    if lacks := describe_unmet(case.ledger, asked.needs):
        there = ", ".join(list_questions(case_dir))
        raise UsageError(f"{case.folder.name} cannot answer {question!r}: {lacks}; it can answer: {there}.")
    output = ipywidgets.Output()
    sliders, rows = {}, []
    for quantity in asked.list_quantities(case):
        found = list_choices(case, quantity)
        least, most = (2 * pick(0, *(value for _, value in found)) for pick in (min, max))
        most = most if most > least else 1
        wide = {"style": {"description_width": "12em"}, "layout": ipywidgets.Layout(width="38em")}
        chooser = ipywidgets.Dropdown(
            options=found, value=found[0][1], description=case.quantity(quantity).name, **wide
        )
        slider = ipywidgets.FloatSlider(
            value=found[0][1],
            min=least,
            max=most,
            step=(most - least) / 200,
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
            for shown in asked.show(load_case(case_dir, override=moved))
        )

    for slider, _ in sliders.values():
        slider.observe(redraw, "value")
    redraw()
    return ipywidgets.VBox([ipywidgets.HTML(f"<h3>{question}</h3>"), *rows, output])
