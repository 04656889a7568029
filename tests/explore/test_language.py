"""The explorer in Ukrainian: its own words, and the language of the case in the cell that it writes."""

from __future__ import annotations

import pytest

from analysis import compare, load_case
from analysis.explore.calls import Named
from analysis.explore.controls import NumberControl
from analysis.explore.failure import describe_failure
from analysis.explore.numbers import Settable, describe_allowed, find_settable
from analysis.explore.panel import Panel
from analysis.explore.parts import describe_bases
from analysis.explore.views import Looked, list_moved
from analysis.messages import set_language
from tests.conftest import TINY


@pytest.fixture
def case():
    yield load_case(TINY, language="uk")
    set_language("en")


def test_a_panel_speaks_ukrainian_and_its_cell_loads_the_case_in_it(case):
    panel = Panel(case, compare=compare.reconstruction.gap)
    assert panel.basis.description == "Чиї твердження"
    assert panel.basis.options[0] == ("твердження статті", "article")
    assert (panel.reset.description, panel.finder.description) == ("Скинути", "Додати число")
    assert panel.read_settings().load().language == "uk"
    assert "language='uk'" in panel.write_code()
    panel._find("reconstruction.need")
    assert "Тепер можна задати: " in panel.status.value


def test_a_cell_of_a_case_in_its_own_language_does_not_say_it():
    assert "language" not in Panel(load_case(TINY), compare=compare.reconstruction.gap).write_code()


def test_what_a_reader_has_set_is_said_in_ukrainian(case):
    moved = case.with_settings("article", {"reconstruction.need": 500})
    gap = Looked("Gap", Named("gap", compare.reconstruction.gap(moved)))
    frozen = Looked("Frozen", Named("frozen", moved["assets.frozen"]))
    said = [
        str(view.make()) for one in (gap, frozen) for view in list_moved(moved, case, ["reconstruction.need"], [one])
    ]
    said = [words.replace("\N{NO-BREAK SPACE}", " ") for words in said]
    assert said[0].endswith(" — 500 млрд $ замість 800 млрд $.")
    assert said[1].endswith(" — 500 млрд $ замість 800 млрд $; жодне число нижче від нього не залежить.")


def test_the_widgets_of_a_number_are_ukrainian(case):
    control = NumberControl(find_settable(case, "reconstruction.need"), case, lambda: None, lambda key: None)
    assert control.slider.description == "або вручну"
    assert control.field.description == "billion USD"
    assert "; допустимо: 0 або більше" in control.field.tooltip
    control.set(7)
    assert control.chooser.label.replace("\N{NO-BREAK SPACE}", " ") == "ваше: 7 млрд $"
    assert describe_allowed(Settable("a.b", "b", "percent", 0, 100)) == "від 0 до 100"


def test_a_function_that_stops_is_named_in_ukrainian(case):
    def ask(_case):
        raise ValueError

    with pytest.raises(ValueError) as raised:  # noqa: PT011 (it gives no reason)
        ask(case)
    said = describe_failure(raised.value, ask)
    assert said.startswith("ask: зупинка в рядку ")
    assert said.endswith(": причини не вказано (ValueError).")
    assert describe_bases(case)[-1][0] == "об’єднані однорідні твердження, зважені за достовірністю джерела"
