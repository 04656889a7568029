"""The panel without a browser: what is set in its widgets, and what they show for it."""

from __future__ import annotations

import asyncio
import json
import time

import pandas as pd
import pytest

from analysis import bars, compare, load_case, say
from analysis.case.template import create_case
from analysis.errors import UsageError
from analysis.explore import controls, panel, parts, picker
from analysis.explore.inputs import list_claimed
from analysis.explore.panel import Panel, explorer
from analysis.explore.questions import find_comparison
from analysis.show.bundle import Shown
from tests.case.test_ledger import replace_text
from tests.case.test_soundness import set_formula
from tests.conftest import ROOT, TINY

pytestmark = pytest.mark.usefixtures("without_loop")


def read_texts(made: Panel) -> list[str]:
    """What the results say, as plain text."""
    return [output["data"]["text/plain"] if "data" in output else output["text"] for output in made.result.outputs]


def make_gap(**options) -> Panel:
    return Panel(TINY, compare="reconstruction.gap", **options)


def run_cell(code: str) -> list[Shown]:
    """What a cell displays."""
    shown: list[Shown] = []
    exec(code, {"display": lambda *objects: shown.extend(objects)})
    return shown


def test_choosing_a_claim_sets_slider_and_field_and_every_result():
    made = make_gap()
    need = made.numbers["reconstruction.need"]
    assert "at least $700 billion" in read_texts(made)[0]
    need.chooser.value = "need_survey"
    assert (need.slider.value, need.field.value, need.override) == (588, 588, 588)
    said, result, *_ = read_texts(made)
    assert said == "Your own number: reconstruction need is $588 billion, in place of $800 billion."
    assert "at least $488 billion" in result
    assert result.endswith("our arithmetic on a value set for this report.")
    assert json.dumps(made.result.outputs)  # what the front end receives is plain JSON


def test_slider_and_field_set_a_number_of_ones_own_and_reset_returns_to_the_claims():
    made = make_gap()
    need, before = made.numbers["reconstruction.need"], read_texts(made)
    need.slider.value = 700
    assert need.chooser.label == "your own: $700 billion"
    need.field.value = 5000  # beyond the slider, which grows
    assert (need.slider.value, need.slider.max, need.override) == (5000, 5000, 5000)
    made.reset.click()
    assert (need.override, need.chooser.value, need.field.value) == (None, controls.IN_USE, 800)
    assert read_texts(made) == before


def test_a_number_that_a_quantity_cannot_have_is_refused_in_words():
    made = make_gap()
    made.numbers["reconstruction.need"].field.value = -5
    assert "reconstruction.need is set to -5.0; allowed: a number from 0, in billion USD" in made.status.value
    assert "role='alert'" in made.status.value
    assert made.result.outputs == ()
    made.numbers["reconstruction.need"].field.value = 500
    assert "alert" not in made.status.value
    assert "at least $400 billion" in read_texts(made)[1]


def test_another_basis_shows_other_claims_and_keeps_what_is_set():
    made = make_gap()
    made.numbers["assets.usable"].field.value = 150
    made.basis.value = "all"
    need, usable = made.numbers["reconstruction.need"], made.numbers["assets.usable"]
    assert (need.field.value, need.override, usable.override) == (588, None, 150)
    assert need.chooser.label.startswith("$588 billion: Needs survey")
    assert "about $440 billion" in read_texts(made)[1]  # 588 - 150 = 438


def test_the_numbers_that_the_answer_rests_on_are_there_and_others_can_be_added_and_taken_off():
    made = make_gap()
    assert list(made.numbers) == ["reconstruction.need", "assets.usable"]
    made.finder.value = "population now"
    assert list(made.numbers)[-1] == "population.now"
    assert made.finder.value == ""
    made.finder.value = "assets.frozn"
    assert "nearest: assets.frozen" in made.status.value
    made.numbers["population.now"].field.value = 31
    assert "no number below rests on it" in read_texts(made)[0]
    made.numbers["population.now"].leave.click()
    assert list(made.numbers) == ["reconstruction.need", "assets.usable"]
    assert not any("Your own number" in text for text in read_texts(made))
    assert len(made.rows.children) == 2


def test_quantities_are_named_by_id_or_name_and_stay_when_the_question_changes():
    made = make_gap(quantities=["frozen assets", "forces.cap@plan_low"])
    assert list(made.numbers) == ["assets.frozen", "forces.cap@plan_low"]
    made.question.ask("forces.caps")
    assert list(made.numbers) == ["assets.frozen", "forces.cap@plan_low"]
    with pytest.raises(UsageError, match=r"tiny has no number 'forces.cap' that can be set; .* forces.cap@plan_"):
        make_gap(quantities=["forces.cap"])


def test_another_question_brings_its_own_numbers_and_what_it_has_to_be_given():
    made = make_gap()
    made.question.ask("forces.change")
    assert made.question.read()[1] == {"plan": "plan_low"}
    assert "forces.cap@plan_low" in made.numbers
    first = read_texts(made)[0]
    made.question.given.children[0].value = "plan_high"
    assert read_texts(made)[0] != first
    assert isinstance(made.question, picker.Picker)


def test_a_comparison_can_be_given_itself_and_a_misspelt_one_names_the_nearest():
    assert Panel(TINY, compare=compare.reconstruction.gap).question.read()[0].name == "reconstruction.gap"
    with pytest.raises(UsageError, match=r"no comparison 'reconstruction.gapp' \(nearest: reconstruction.gap\)"):
        Panel(TINY, compare="reconstruction.gapp")
    with pytest.raises(UsageError, match=r"^tiny cannot answer power.output: tiny does not say what is its capacity"):
        Panel(TINY, compare="power.output")


def test_a_case_that_is_loaded_brings_what_is_set_in_it():
    made = Panel(load_case(TINY, basis="all", override={"reconstruction.need": 500}), compare="reconstruction.gap")
    assert made.basis.value == "all"
    assert made.numbers["reconstruction.need"].override == 500
    made.reset.click()
    assert made.numbers["reconstruction.need"].field.value == 588


def test_a_case_with_nothing_but_claims_shows_its_numbers_and_what_its_formulas_make_of_them(tiny):
    set_formula(tiny, "assets.frozen / 3")
    made = Panel(tiny)
    made.question.topic.value = "numbers"
    assert made.question.read() == (list_claimed, {})
    assert any("Usable frozen assets, computed" in text for text in read_texts(made))


def test_a_case_without_numbers_says_so(tiny):
    for table in ("claims", "assumptions", "roles", "reports", "provisions", "positions", "events", "risks"):
        path = tiny / f"{table}.csv"
        if path.exists():
            path.write_text(path.read_text().splitlines()[0] + "\n")
    made = Panel(tiny)
    assert list(made.numbers) == []
    assert read_texts(made) != []


def test_a_slider_reaches_below_zero_where_a_claim_does_and_never_has_no_length(tiny):
    replace_text(tiny, "quantities", "reconstruction need,billion USD,0", "reconstruction need,billion USD,")
    replace_text(tiny, "claims", "I p1,800,", "I p1,-800,")
    replace_text(tiny, "claims", "article,I p2,300,,,,about", "article,I p2,0,,,,exact")
    made = Panel(tiny, quantities=["reconstruction.need", "assets.frozen"], compare="reconstruction.gap")
    need, frozen = (one.slider for one in made.numbers.values())
    assert (need.min, need.max, frozen.min, frozen.max) == (-1200, 588, 0, 1)


def ratio(case):
    """How often the means fit into the need."""
    need, means = case["reconstruction.need"], case["assets.usable"]
    print("asked")
    if need.value > 1000:
        return need / case["no.such"]
    if need.value > 900:
        return 1 / 0
    found = (need / means).named("ratio", "Ratio")
    frame = pd.DataFrame({"what": ["Need", "Means"], "value": [need, means], "plain": [1, 2]})
    return [
        say("It is {found}.", found=found),
        found,
        frame,
        bars(frame, "Both", key="own", label="what", value="value"),
    ]


def test_a_function_of_ones_own_may_return_numbers_frames_and_what_is_shown():
    made = Panel(TINY, compare=ratio)
    texts = read_texts(made)
    assert made.read_settings().title == "How often the means fit into the need"
    assert texts[0] == "It is at least 8."
    assert texts[1].startswith("Ratio: at least 8, by ")
    assert "A table cannot show: Plain." in texts
    assert texts[-1] == "asked\n"
    assert list(made.numbers) == ["reconstruction.need", "assets.usable"]


def test_an_error_of_ones_own_function_is_said_with_its_line_and_the_panel_lives_on():
    made = Panel(TINY, compare=ratio)
    need = made.numbers["reconstruction.need"]
    need.field.value = 950
    assert "ratio stopped at line" in made.status.value
    assert "`return 1 / 0`: division by zero (ZeroDivisionError)" in made.status.value
    need.field.value = 1200
    assert "no claim on no.such" in made.status.value
    assert "`return need / case[&quot;no.such&quot;]`" in made.status.value
    need.field.value = 500
    assert read_texts(made)[1] == "It is at least 5."


def test_what_cannot_be_shown_is_refused_with_what_can():
    made = Panel(TINY, compare=lambda case: 5)
    assert "The answer is a value of type int, which cannot be shown; return an Estimate" in made.status.value
    assert made.looked.options == (("no number", 0),)


def test_only_the_last_of_many_settings_is_computed_and_the_panel_says_that_it_is_at_work():
    asked = []

    def slow(case):
        asked.append(case["reconstruction.need"].value)
        time.sleep(0.05)
        return case["reconstruction.need"]

    async def use() -> None:
        made = Panel(TINY, compare=slow)
        asked.clear()
        for value in (500, 510, 520, 530):
            made.numbers["reconstruction.need"].field.value = value
        assert "At work" in made.status.value
        await asyncio.sleep(0.3)
        assert "At work" not in made.status.value
        assert "$530 billion" in read_texts(made)[0]

    asyncio.run(use())
    assert asked == [530, 800]  # as set, and as claimed


def test_a_function_of_ones_own_is_called_once_to_open_the_panel():
    asked = []
    Panel(TINY, compare=lambda case: asked.append(1) or case["reconstruction.need"])
    assert asked == [1]


def test_the_number_that_is_looked_into_shows_its_draws_and_where_it_is_from():
    made = Panel(TINY, compare="forces.caps")
    assert [name for name, _ in made.looked.options][:2] == ["28-point plan: Cap", "28-point plan: Change"]
    made.with_draws.value = False
    assert made.inside.outputs == ()
    made.with_trace.value = True
    assert "claim cap_low" in made.inside.outputs[0]["data"]["text/plain"]
    made.looked.value = 1
    assert "└─" in made.inside.outputs[0]["data"]["text/plain"]
    made = make_gap()
    assert "Distribution" in made.inside.outputs[0]["data"]["text/plain"]
    made.numbers["assets.usable"].field.value = 90
    assert "has no range" in made.inside.outputs[0]["data"]["text/plain"]  # nothing beneath it has one any more


@pytest.mark.parametrize("name", ["reconstruction.gap", "forces.caps", "forces.change", "numbers", "positions.poles"])
def test_the_copied_cell_shows_what_the_panel_shows(name):
    made = make_gap(quantities=["reconstruction.need", "forces.cap@plan_high"])
    if name == "numbers":
        made.question.topic.value = name
    elif name != "positions.poles":
        made.question.ask(name)
    made.basis.value = "all"
    made.numbers["reconstruction.need"].chooser.value = "need_article"
    made.numbers["forces.cap@plan_high"].field.value = 700_000
    made.with_trace.value = False
    shown = [one.render_text() for one in run_cell(made.write_code())]
    inside = [output["data"]["text/plain"] for output in made.inside.outputs if "text/html" in output["data"]]
    assert shown == [text for text in read_texts(made) if not text.startswith("No chart")] + inside
    assert len(shown) > 2


def test_the_copied_cell_holds_a_function_of_ones_own():
    made = Panel(TINY, compare=ratio)
    assert f"from {ratio.__module__} import ratio\n" in made.write_code()
    plain = Panel(TINY, compare=lambda case: case["reconstruction.need"])
    assert "ask = lambda case: case['reconstruction.need']\n" in plain.write_code()
    assert [one.render_text() for one in run_cell(plain.write_code())] == read_texts(plain)


def test_the_cell_is_shown_on_demand_with_its_trace():
    made = make_gap()
    assert made.code.layout.display == "none"
    made.with_code.value = made.with_trace.value = True
    assert made.code.layout.display == ""
    assert "print(result.trace())" in made.code.value
    made.numbers["reconstruction.need"].field.value = 512.5
    assert "override={&#x27;reconstruction.need&#x27;: 512.5}" in made.code.value  # it follows each setting


def test_rows_of_one_name_are_told_apart_where_a_number_is_looked_into():
    def ask(case):
        numbers = [case["reconstruction.need"], case["assets.usable"]]
        return pd.DataFrame({"state": ["open", "open"], "value": numbers})

    assert [name for name, _ in Panel(TINY, compare=ask).looked.options] == [
        "open (row 1): Value",
        "open (row 2): Value",
    ]


def test_every_widget_that_is_used_has_a_name():
    made = make_gap()
    need = made.numbers["reconstruction.need"]
    used = [need.chooser, need.slider, need.field, made.basis, made.finder, made.looked, *made.question.boxes[:2]]
    assert [one for one in used if not one.description] == []
    assert need.leave.tooltip == "Take Reconstruction need off the panel"


def test_where_no_text_is_analysed_there_are_two_bases(tiny):
    replace_text(tiny, "sources", ",article,en", ",second,en")
    assert [basis for _, basis in parts.describe_bases(load_case(tiny))] == ["article", "pooled"]
    assert [basis for _, basis in parts.describe_bases(load_case(TINY))] == ["article", "all", "pooled"]


def test_a_case_that_was_just_made_opens_on_its_own_numbers(invoke, tmp_path):
    assert invoke("new-case", "fresh", "--question", "first", cwd=tmp_path).returncode == 0
    made = Panel(tmp_path / "fresh")
    assert next(iter(made.numbers)) == "example.need"
    made.numbers["example.need"].field.value += 1
    assert read_texts(made)[0].startswith("Your own number: ")


@pytest.mark.parametrize("case", ["mar-a-lago-2025-12-28", "un-climate-finance-2024"])
def test_each_shipped_case_opens_on_a_number_that_can_be_set(case):
    made = Panel(ROOT / "data" / case)
    assert len(made.numbers) >= 2
    assert "alert" not in made.status.value
    assert len(made.result.outputs) == 3


def test_the_public_name_is_the_function_and_not_its_module():
    """A module of that name would take its place in the package, and a notebook would call a module."""
    from analysis import explorer as public

    assert public is explorer is panel.explorer
    assert len(explorer(TINY).children) > 10


def test_a_case_without_numbers_opens_on_a_question_that_it_can_answer(tmp_path):
    create_case(tmp_path / "few", {"timeline": ["events"]}, with_first=False)
    made = Panel(tmp_path / "few")
    settings = made.read_settings()
    assert (settings.asked, list(made.numbers)) == (find_comparison("timeline.events"), [])
    assert "first talks" in read_texts(made)[-1]
    assert [one._repr_mimebundle_()["text/plain"] for one in run_cell(made.write_code())] == read_texts(made)


def test_what_words_mean_in_a_case_that_is_given_is_kept_and_written():
    case = load_case(TINY, widths={"about": 0.3}, weights={"D": 0}, window=100, override={"reconstruction.need": 500})
    made = Panel(case, compare="reconstruction.gap", basis="all")
    code = made.write_code()
    assert "widths={'about': 0.3}, weights={'D': 0}, window=100" in code
    texts = [one._repr_mimebundle_()["text/plain"] for one in run_cell(code)]
    assert texts[: len(read_texts(made))] == read_texts(made)


def test_the_code_is_of_what_is_shown_while_a_setting_waits(monkeypatch):
    made = make_gap()
    monkeypatch.setattr(made._later, "ask", lambda: None)  # as within the pause before the panel is drawn
    made.numbers["reconstruction.need"]._changed = lambda: None
    made.numbers["reconstruction.need"].slider.value = 700
    assert "700" not in made.write_code()
    assert [one._repr_mimebundle_()["text/plain"] for one in run_cell(made.write_code())][: len(read_texts(made))] == (
        read_texts(made)
    )
    made._draw()
    assert "override={'reconstruction.need': 700.0}" in made.write_code()
    made.numbers["reconstruction.need"].set(None)
    assert "claimed = compare" in made.write_code()  # the chart that is shown sets it against what is claimed
    assert len(run_cell(made.write_code())) > 2


def test_setting_a_number_leaves_what_the_case_says_is_claimed():
    made = make_gap()
    need = made.numbers["reconstruction.need"]
    offered, ends = need.chooser.options, (need.slider.min, need.slider.max)
    need.slider.value = 700
    assert need.chooser.options[:-1] == offered
    assert (need.slider.min, need.slider.max) == ends
    made.basis.value = "all"
    made.basis.value = "article"
    assert need.chooser.options[:-1] == offered
    assert "in place of $800 billion" in read_texts(made)[0]
    assert load_case(TINY)["reconstruction.need"].value == 800


def test_a_column_whose_name_has_a_digit_is_drawn():
    made = Panel(ROOT / "data" / "un-climate-finance-2024", compare="plans.favours")
    assert read_texts(made)[0].startswith("Bar chart")
    assert [one._repr_mimebundle_()["text/plain"] for one in run_cell(made.write_code())][:2] == read_texts(made)[:2]
