"""Title and answers hold both numbers where the two bases exclude each other, or the report is refused."""

from __future__ import annotations

import pytest

from analysis import bases, compare, cover, elsewhere, load_case, ours, said_by, say
from analysis.contract import Counterpart, NumberPart
from analysis.errors import ReportError
from analysis.report.document.headline import check_both_bases
from analysis.report.document.reader import read_document
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook


@pytest.fixture(scope="module", params=["article", "all"])
def case(request):
    return load_case(TINY, basis=request.param)


@pytest.fixture(scope="module")
def gap(case):
    return (case["reconstruction.need"] - case["assets.usable"]).named("gap", "Funding gap")


def make_title(case, gap):
    return cover("By {by} {gap} is missing", "How much?", case.about, gap=gap, by=ours(gap))


def test_one_of_two_alone_is_refused_with_both_numbers_and_what_to_add(case, gap):
    here, there = ("at least $700 billion", "about $490 billion")[:: 1 if case.basis == "article" else -1]
    with pytest.raises(ReportError) as raised:
        read_document(make_executed_notebook(make_title(case, gap), say("Nothing else.", role="answer")))
    said = str(raised.value).replace("About", "about").replace("At least", "at least")
    assert said.startswith(f"title or answer gives '{here}' (Funding gap, from ")
    assert f"on the other basis the same formula gives '{there}'" in said
    assert "add a place such as {there}, and fill it with elsewhere(...) of this number" in said


def test_a_number_in_the_body_does_not_count(case, gap):
    there = say("Elsewhere {there}.", there=elsewhere(gap))
    with pytest.raises(ReportError, match="on the other basis"):
        read_document(make_executed_notebook(make_title(case, gap), there))


def test_the_answer_may_hold_the_other_number(case, gap):
    there = elsewhere(gap)
    answer = say("By {who} it is {there}.", role="answer", there=there, who=said_by(there))
    assert read_document(make_executed_notebook(make_title(case, gap), answer)).numbers[1].value == there.value


def test_the_number_of_the_other_case_will_do_as_well(case, gap):
    other = case.on("all" if case.basis == "article" else "article")
    there = other["reconstruction.need"] - other["assets.usable"]
    answer = say("By {by} it is {there}.", role="answer", there=there, by=ours(there))
    made = read_document(make_executed_notebook(make_title(case, gap), answer))
    assert [number.value for number in made.numbers] == [gap.value, there.value]


def make_number(value: float, claim: str, elsewhere: tuple[float, str] | None = None) -> NumberPart:
    there = elsewhere and Counterpart(f"{elsewhere[0]:g}", elsewhere[0], "USD", (elsewhere[1],))
    ends = {"value": value, "low": value, "high": value, "unit": "USD", "qualifier": "exact"}
    return NumberPart(
        f"{value:g}", **ends, claims=(claim,), how=claim, computed=False, name="", label="", elsewhere=there
    )


def test_the_other_number_of_a_third_needs_none_of_its_own_and_alone_it_does():
    pooled, article = make_number(400, "pool", (700, "article")), make_number(700, "article", (488, "survey"))
    assert check_both_bases([[pooled, " or ", article]]) is None
    for alone in (pooled, article):
        with pytest.raises(ReportError, match="title or answer gives"):
            check_both_bases([[alone]])


def test_another_value_of_the_same_claims_is_not_the_other_number():
    with pytest.raises(ReportError, match="gives '700'"):
        check_both_bases([[make_number(700, "article", (488, "survey")), make_number(489, "survey")]])


def test_texts_without_numbers_pass():
    assert check_both_bases([["No number."], []]) is None


def test_the_strip_under_the_title_may_hold_the_other(case, gap):
    def compute(on):
        return (on["reconstruction.need"] - on["assets.usable"]).named("gap", "Funding gap")

    rows = compare.basis.switch(case, compute)
    strip = bases(rows, case.analysed, basis=case.basis, **compare.basis.finding(rows))
    document = read_document(make_executed_notebook(make_title(case, gap), strip))
    texts = {number.text for number in document.numbers}
    assert texts >= {
        "at least $700 billion",
        "about $490 billion",
    }  # 800 - 100 and 588 - 100, with two digits in the strip
    other = compare.basis.switch(case, "reconstruction.need")
    strip = bases(other, case.analysed, basis=case.basis, **compare.basis.finding(other))
    with pytest.raises(ReportError, match=r"or list the result in the strip under the title, with bases\(...\)"):
        read_document(make_executed_notebook(make_title(case, gap), strip))
