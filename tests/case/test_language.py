"""What a case says of its rows, in Ukrainian: codes, funds, bases, counts, days and cards, by hand; ids stay."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.case.codings import Code, describe_codes
from analysis.case.description import describe_basis, name_source
from analysis.case.funds import describe_fund, find_fund
from analysis.case.schema import Source
from analysis.messages import Phrase, set_language, use_language
from tests.conftest import TINY


@pytest.fixture(autouse=True)
def _in_ukrainian():
    with use_language("uk"):
        yield
    set_language("en")


def test_the_codes_of_coders_have_a_decimal_comma():
    codes = [Code("first", 0.4, 0.2, 0.5), Code("Olena", 0.6)]
    assert describe_codes(codes) == "Кодувальники: перший 0,4 (0,2–0,5), Olena 0,6."


def test_what_money_is_for():
    ledger = load_case().ledger
    with use_language("uk"):
        said = describe_fund(ledger, find_fund(ledger, "reconstruction.need", None, "need_rdna5"))
    assert said == "призначення: відбудова, роки витрат: 2026–2035, у цінах 2025 року"


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("article", "твердження джерела «The meeting by the lake» (достовірність C: доволі достовірне)"),
        ("all", "переважні твердження з усіх джерел"),
        ("pooled", "однорідні твердження всіх джерел, об’єднані з урахуванням достовірності"),
    ],
)
def test_a_basis_is_named(basis, said):
    ledger = load_case(TINY).ledger
    with use_language("uk"):
        assert describe_basis(ledger, basis, with_reliability=True) == said


def test_the_text_analysed_is_named_with_its_forms():
    case = load_case(TINY)
    with use_language("uk"):
        assert f"за даними {case.analysed:genitive}" == "за даними статті"
        sources = case.ledger.get_table(Source)
        assert [name_source(case.ledger, "c", sources[id]) for id in ("article", "survey")] == ["стаття", "Test Bank"]


def test_a_count_keeps_its_id_and_says_what_it_counts():
    found = {}
    for language in ("en", "uk"):
        with use_language(language):
            case = load_case(TINY, language=language)
            rows = list(case.ledger.tables["parties"].values())[:2]
            count = case.count("parties", rows, Phrase("provisions of the {plan}", plan="X"))
            found[language] = count.leaf.origin
    assert found["en"].id == found["uk"].id
    assert found["en"].quantity == "number of provisions of the X"
    assert found["uk"].quantity == "кількість положень (X)"
    assert found["uk"].statement == "Полічено: Ukraine та United States."


def test_further_rows_are_counted_and_not_named():
    case = load_case()
    with use_language("uk"):
        events = list(case.ledger.tables["events"].values())[:11]
        said = case.cards.describe_rows(events)
    assert said.startswith("«Russia invades Ukraine»")
    assert said.endswith("та ще 3")


def test_weights_and_days_are_named():
    case = load_case(TINY)
    with use_language("uk"):
        weight = case.weight(case.claims("reconstruction.need")[0])
        assert weight.leaf.symbol == "вага оцінки достовірності C"
        assert weight.leaf.id == "weight:c"
        assert case.day("meeting").leaf.symbol.startswith("день події «")


def test_a_coded_value_is_headed_by_its_column_and_element():
    case = load_case()
    with use_language("uk"):
        coded = case.coded("positions", "united_states_on_territory", "salience")
        assert coded.leaf.symbol == "значущість (United States, Status of the occupied regions)"
        assert coded.leaf.id == "positions/united_states_on_territory/salience"


def test_a_word_of_a_column_is_a_label_in_ukrainian():
    case = load_case(TINY)
    with use_language("uk"):
        assert str(case.word("claims/status", "in_force")) == "чинне"
