"""The widgets of one number: a list of the claims on it, a slider and a field; what is set with one shows in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from analysis.case.case import Case
from analysis.compare.quantities.numbers import find_number
from analysis.errors import CommuniqueError
from analysis.explore.numbers import Reach, Settable, describe_allowed, find_reach, list_rivals
from analysis.explore.parts import LABELS
from analysis.messages import gettext, pgettext
from analysis.wording.capitals import begin_with_capital
from analysis.wording.numbers import format_magnitude

IN_USE, OWN = "", "own"  # values of the list beside the ids of claims


def _describe_field(name: str, one: Settable) -> str:
    """Returns what a screen reader says of the field in which a number is typed."""
    if allowed := describe_allowed(one):
        return gettext("{name}, in {unit}; allowed: {allowed}", name=name, unit=one.unit, allowed=allowed)
    return pgettext("field of a number", "{name}, in {unit}", name=name, unit=one.unit)


class NumberControl:
    """One number's widgets. box: what a panel shows. override: what it is set to, None while it is as claimed."""

    def __init__(self, one: Settable, case: Case, changed: Callable[[], None], remove: Callable[[str], None]) -> None:
        """case: as claimed, on the basis in use. changed: called after a setting. remove: called with the key."""
        import ipywidgets

        self.one, self._changed = one, changed
        self.override: float | None = None
        self._is_setting = False
        name = begin_with_capital(one.name)
        wide = {
            "style": {"description_width": LABELS},
            "layout": ipywidgets.Layout(width="auto", flex="1 1 18em", min_width="0"),
        }
        self.chooser = ipywidgets.Dropdown(
            description=name, tooltip=gettext("Whose claim on: {name}", name=name), **wide
        )
        self.slider = ipywidgets.FloatSlider(
            description=gettext("or by hand"),
            tooltip=gettext("{name}, slider", name=name),
            readout=False,
            continuous_update=False,
            **wide,
        )
        self.field = ipywidgets.FloatText(
            # translators: before a unit as its id has it: "in billion USD"
            description=pgettext("unit of a field", "in {unit}", unit=one.unit),
            tooltip=_describe_field(name, one),
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="auto", flex="0 1 17em"),
        )
        self.leave = ipywidgets.Button(
            icon="times",
            tooltip=gettext("Take {name} off the panel", name=name),
            layout=ipywidgets.Layout(width="2.6em", flex="0 0 auto"),
        )
        self.leave.on_click(lambda _: remove(one.key))
        lower = ipywidgets.HBox([self.slider, self.field], layout=ipywidgets.Layout(flex_flow="row wrap"))
        upper = ipywidgets.HBox([self.chooser, self.leave])
        self.box = ipywidgets.VBox([upper, lower], layout=ipywidgets.Layout(margin="0 0 8px 0"))
        self.box.add_class("communique-number")
        self.rebase(case)
        self.chooser.observe(lambda change: self._choose(change["new"]), "value")
        self.slider.observe(lambda change: self._set(change["new"]), "value")
        self.field.observe(lambda change: self._set(change["new"]), "value")

    def rebase(self, case: Case) -> None:
        """Shows the claims as they count on another basis; what a reader has set stays."""
        try:
            estimate = find_number(case, self.one.key)
        except CommuniqueError:
            estimate = None
        rivals = list_rivals(case, self.one.key)
        self._values = {rival.claim: rival.value for rival in rivals}
        self._claimed = estimate.value if estimate is not None else next(iter(self._values.values()), 0.0)
        self._in_use = (
            format_magnitude(self._claimed, self.one.unit, exact=True)
            if estimate is not None
            else gettext("several; choose one")
        )
        used = estimate.claims if estimate is not None else frozenset[str]()
        self._options = [
            (gettext("In use: {claim}", claim=rival.text) if rival.claim in used else rival.text, rival.claim)
            for rival in rivals
            if len(used) != 1 or rival.claim not in used
        ]
        counted = gettext("{value}, as it counts here", value=self._in_use)
        first = next((rival.text for rival in rivals if used == {rival.claim}), counted)
        self._options.insert(0, (first, IN_USE))
        reach = (
            find_reach(estimate, self.one, rivals)
            if estimate is not None
            else Reach(0.0, max([1.0, *self._values.values()]), 1)
        )
        with self._quietly():
            self._stretch(reach.low, reach.high)
            self.slider.step = reach.step
        self._show(self.override)

    def set(self, override: float | None) -> None:
        """Sets the number, or returns it to what is claimed (None), without a word to the panel."""
        self.override = override
        self._show(override)

    def _choose(self, claim: str) -> None:
        if not self._is_setting and claim != OWN:
            self.override = None if claim == IN_USE else self._values[claim]
            self._show(self.override, claim)
            self._changed()

    def _set(self, value: float) -> None:
        if not self._is_setting:
            self.override = None if value == self._claimed else float(value)
            self._show(self.override)
            self._changed()

    def _show(self, override: float | None, claim: str | None = None) -> None:
        """Shows a setting in all widgets. claim: the one that was chosen; else it is named where one has the value."""
        value = self._claimed if override is None else override
        if claim is None:
            equal = (id for _, id in self._options if id in self._values and self._values[id] == override)
            claim = IN_USE if override is None else next(equal, OWN)
        with self._quietly():
            words = gettext("your own: {value}", value=format_magnitude(value, self.one.unit, exact=True))
            own = [(words, OWN)] if claim == OWN else []
            self.chooser.options = [*self._options, *own]
            self.chooser.value = claim
            self.chooser.tooltip = self.chooser.label  # in full, where the list is too narrow for it
            self._stretch(min(self.slider.min, value), max(self.slider.max, value))
            self.slider.value = self.field.value = value

    def _stretch(self, low: float, high: float) -> None:
        """Moves the ends of the slider, in an order in which they never cross."""
        if low <= self.slider.max:
            self.slider.min, self.slider.max = low, high
        else:
            self.slider.max, self.slider.min = high, low

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        before, self._is_setting = self._is_setting, True
        try:
            yield
        finally:
            self._is_setting = before
