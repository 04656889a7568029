"""The panel of widgets for JupyterLab: set a case's numbers, ask it a question, and see the answer follow."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.case.case import Case, load_case
from analysis.case.selection import Basis
from analysis.errors import CommuniqueError, UsageError
from analysis.explore.answers import find_answer, make_output, make_outputs, make_text
from analysis.explore.calls import Call
from analysis.explore.code import write_cell
from analysis.explore.controls import NumberControl
from analysis.explore.failure import describe_failure
from analysis.explore.numbers import find_inputs, find_settable, list_settable
from analysis.explore.opening import choose_opening
from analysis.explore.parts import (
    LABELS,
    describe_bases,
    make_dropdown,
    make_heading,
    make_toggle,
    wrap_code,
    write_note,
)
from analysis.explore.picker import Picker
from analysis.explore.questions import list_topics
from analysis.explore.schedule import LastOnly
from analysis.explore.settings import Settings
from analysis.explore.views import Looked, View, write_words
from analysis.extras import require_extra
from analysis.messages import gettext, pgettext
from analysis.paths import SHIPPED_CASE, find_case

if TYPE_CHECKING:
    import ipywidgets

_MAX_NUMBERS = 6  # that a question brings along


def explorer(
    case: str | Path | Case = SHIPPED_CASE,
    quantities: Sequence[str] = (),
    compare: str | Callable[..., Any] | None = None,
    *,
    basis: Basis | None = None,
) -> ipywidgets.VBox:
    """Returns a panel in which a case's numbers are set and a question is asked of it: the answer follows each setting.

    case: a folder, the name of a case, or a case that is loaded, with what is set in it. quantities: the numbers to
        begin with, each by its id (`topic.quantity@subject` for one of several subjects) or its name; by default those
        that the answer rests on. compare: a comparison, as `compare.reconstruction.gap` or by its name, or a function
        of your own that takes a case and returns an Estimate, a DataFrame, something shown, or a list of these; by
        default the first question that the case can answer. basis: as in `load_case`.
    A number that is set is the reader's own, and every result says so. "Copy as code" gives the cell that shows the
    same.
    Raises: UsageError for a case, a quantity or a comparison that there is not, or that the case cannot answer, with
        the nearest name, and where the package ipywidgets is missing.

    >>> from analysis import explorer
    >>> panel = explorer(compare="reconstruction.gap", quantities=["reconstruction.need"])
    >>> panel.layout.width
    'auto'
    """
    require_extra("ipywidgets", "explore", "explorer()")
    return Panel(case, quantities, compare, basis).box


class Panel:
    """The widgets of one panel, and what is set in them. box: what a notebook shows."""

    def __init__(
        self,
        case: str | Path | Case = SHIPPED_CASE,
        quantities: Sequence[str] = (),
        compare: str | Callable[..., Any] | None = None,
        basis: Basis | None = None,
    ) -> None:
        import ipywidgets

        loaded = case if isinstance(case, Case) else load_case(case)
        self._given = _name_case(loaded) if isinstance(case, Case) else str(case)
        self._case = loaded.with_settings(basis or loaded.basis, {})
        self._is_fixed, self._is_new = bool(quantities), True
        self._drawn: Settings | None = None  # what the views show, while another setting waits to be drawn
        self._views: list[View] = []
        self._draws: list[View] = []
        self._numbers: list[Looked] = []
        self.numbers: dict[str, NumberControl] = {}
        self._wanted: dict[str, None] = {}  # keys of the numbers that a reader has put on the panel
        topics = list_topics(self._case)
        opening = choose_opening(self._case, topics, compare)

        self._later = LastOnly(self._draw, self._announce)
        self.basis = make_dropdown(gettext("Whose claims"), describe_bases(self._case), self._case.basis)
        self.question = Picker(self._case, topics, opening, self._change_question)
        self.rows = ipywidgets.VBox()
        self.finder = ipywidgets.Combobox(
            description=gettext("Add a number"),
            placeholder=gettext("type a part of its name or its id"),
            options=[one.title for one in list_settable(self._case).values()],
            tooltip=gettext("Add a number of the case, by its name or its id"),
            style={"description_width": LABELS},
            layout=ipywidgets.Layout(width="auto"),
            continuous_update=False,
        )
        self.reset = ipywidgets.Button(
            description=gettext("Reset"), icon="undo", tooltip=gettext("Return to the claims of the case")
        )
        self.status = ipywidgets.HTML()
        self.result, self.inside = ipywidgets.Output(), ipywidgets.Output()
        self.looked = make_dropdown(gettext("Look into"), [(pgettext("nothing to look into", "nothing"), 0)], 0)
        self.with_draws = make_toggle(
            gettext("Random draws"), gettext("Show how the random draws of this number are spread"), True
        )
        self.with_trace = make_toggle(
            gettext("Where it is from"), gettext("Show this number down to its claims, sources and rivals")
        )
        self.with_code = make_toggle(gettext("Copy as code"), gettext("Show the cell that makes what this panel shows"))
        self.code = ipywidgets.HTML(layout=ipywidgets.Layout(display="none"))
        self.box = self._lay_out()

        for key in dict.fromkeys([*(find_settable(self._case, word).key for word in quantities), *loaded.override]):
            self._add_number(key)
            self._wanted[key] = None
        for key, value in loaded.override.items():
            self.numbers[key].set(value)
        self.basis.observe(lambda _: self._rebase(), "value")
        self.finder.observe(lambda change: self._find(change["new"]), "value")
        self.reset.on_click(lambda _: self._reset())
        self.looked.observe(lambda _: self._look(), "value")
        for toggle in (self.with_draws, self.with_trace):
            toggle.observe(lambda _: self._look(), "value")
        self.with_code.observe(lambda change: self._show_code(change["new"]), "value")
        self._draw()

    def _lay_out(self) -> ipywidgets.VBox:
        import ipywidgets

        row = ipywidgets.Layout(flex_flow="row wrap")
        box = ipywidgets.VBox(
            [
                make_heading(gettext("What is asked")),
                *self.question.boxes,
                self.basis,
                make_heading(gettext("What is set")),
                self.rows,
                self.finder,
                self.reset,
                self.status,
                self.result,
                self.looked,
                ipywidgets.HBox([self.with_draws, self.with_trace, self.with_code], layout=row),
                self.inside,
                self.code,
            ],
            layout=ipywidgets.Layout(width="auto"),
        )
        box.add_class("communique-explorer")
        return box

    def read_settings(self) -> Settings:
        """Returns what is set and asked at present."""
        override = {key: one.override for key, one in self.numbers.items() if one.override is not None}
        asked, arguments = self.question.read()
        return Settings(self._case, self._given, asked, arguments, self.basis.value, override)

    # What a reader does

    def _change_question(self) -> None:
        self._is_new = True
        self._later.ask()

    def _suggest_numbers(self, answered: Sequence[Looked]) -> None:
        """Puts the numbers beneath an answer on the panel, in place of those of the question before."""
        self._is_new = False
        if self._is_fixed:
            return
        for key in [key for key, one in self.numbers.items() if key not in self._wanted and one.override is None]:
            del self.numbers[key]
        for key in find_inputs(self._case, [looked.number.value for looked in answered], _MAX_NUMBERS):
            if len(self.numbers) < _MAX_NUMBERS:
                self._add_number(key)
        self._show_numbers()

    def _add_number(self, key: str) -> None:
        if key not in self.numbers:
            case = self._case.on(self.basis.value)
            one = find_settable(self._case, key)
            self.numbers[key] = NumberControl(one, case, self._later.ask, self._remove_number)
            self._show_numbers()

    def _remove_number(self, key: str) -> None:
        self.numbers.pop(key)
        self._wanted.pop(key, None)
        self._show_numbers()
        self._later.ask()

    def _show_numbers(self) -> None:
        self.rows.children = tuple(one.box for one in self.numbers.values())

    def _find(self, typed: str) -> None:
        """Adds a number by what was chosen or typed: its title in the list, its id or its name."""
        if not typed.strip():
            return
        titles = {one.title: key for key, one in list_settable(self._case).items()}
        try:
            key = find_settable(self._case, titles.get(typed, typed)).key
        except UsageError as error:
            self.status.value = write_note(str(error), "alert")
            return
        self._add_number(key)
        self._wanted[key] = None
        self.finder.value = ""
        self.status.value = write_note(gettext("{number} can be set now.", number=find_settable(self._case, key).title))

    def _rebase(self) -> None:
        case = self._case.on(self.basis.value)
        for one in self.numbers.values():
            one.rebase(case)
        self._later.ask()

    def _reset(self) -> None:
        for one in self.numbers.values():
            one.set(None)
        self.basis.value = self._case.basis
        self._later.ask()

    # What follows

    def _announce(self) -> None:
        self.status.value = write_note(gettext("At work …"))

    def _draw(self) -> None:
        """Shows the answer to what is set now, or in words why there is none."""
        settings, printed = self.read_settings(), io.StringIO()
        self._drawn = settings
        try:
            with redirect_stdout(printed):
                numbers, views = find_answer(settings)
                self._views, outputs = make_outputs(views)
        except Exception as error:  # of a reader's function it may be any
            self._views, outputs, numbers = [], [], []
            self.status.value = write_note(describe_failure(error, settings.function), "alert")
        else:
            self.status.value = write_note("")
            if self._is_new:
                self._suggest_numbers(numbers)
        if text := printed.getvalue():
            outputs.append({"output_type": "stream", "name": "stdout", "text": text})
        self.result.outputs = tuple(outputs)
        self._offer_numbers(numbers)
        self._look()

    def _offer_numbers(self, numbers: Sequence[Looked]) -> None:
        """Lists the numbers of an answer that can be looked into; the one that was looked into stays."""
        before = self.looked.value
        self._numbers = list(numbers)
        self.looked.unobserve_all("value")
        self.looked.options = [(one.name, at) for at, one in enumerate(numbers)] or [(gettext("no number"), 0)]
        self.looked.value = before if before < len(numbers) else 0
        self.looked.observe(lambda _: self._look(), "value")

    def _look(self) -> None:
        """Shows the draws and the lineage of the number that is looked into."""
        outputs: list[dict[str, Any]] = []
        self._draws = []
        number = self._get_looked()
        if number and self.with_draws.value:
            options = {"key": "draws", "name": write_words(number.name, "result")}
            view = Call("distribution", (number.number, gettext("{name}: how its random draws are spread")), options)
            try:
                outputs.append(make_output(view.make()))
                self._draws = [view]
            except CommuniqueError:
                outputs.append(
                    make_text(
                        gettext("{number} has no range: all of its random draws are the same.", number=number.name)
                    )
                )
        if number and self.with_trace.value:
            outputs.append(make_text(number.number.value.trace()))
        self.inside.outputs = tuple(outputs)
        self._show_code(self.with_code.value)

    def _get_looked(self) -> Looked | None:
        return self._numbers[self.looked.value] if self._numbers else None

    def write_code(self) -> str:
        """Returns the source of a cell that shows what the panel shows."""
        number = self._get_looked()
        traced = number.number if number and self.with_trace.value else None
        return write_cell(self._drawn or self.read_settings(), [*self._views, *self._draws], traced)

    def _show_code(self, is_shown: bool) -> None:
        self.code.layout.display = "" if is_shown else "none"
        if is_shown:
            self.code.value = wrap_code(self.write_code())


def _name_case(case: Case) -> str:
    """Returns what `load_case` takes for a case that is loaded: its name if that is enough, else its folder."""
    with suppress(UsageError):
        if find_case(case.folder.name) == case.folder:
            return case.folder.name
    return str(case.folder)
