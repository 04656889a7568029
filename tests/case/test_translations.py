"""A case's texts in other languages: what is printed of them, what falls back, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from frictionless import Package

from analysis import load_case, say
from analysis.case import datapackage
from analysis.case.ledger import read_ledger
from analysis.case.remarks import check_remarks
from analysis.case.translations import describe_missing, list_missing, list_translated
from analysis.display import render_html
from analysis.errors import CaseError
from analysis.messages import set_language
from tests.case.test_case import write_language
from tests.case.test_ledger import replace_text
from tests.case.test_remarks import write_remarks
from tests.conftest import read_json

COLUMNS = ["row", "column", "language", "form", "text"]
UKRAINIAN = (
    ("parties/ukraine", "name", "uk", "", "Україна"),
    ("parties/ukraine", "name", "uk", "genitive", "України"),
    ("parties/ukraine", "name", "uk", "locative", "Україні"),
    ("plans/plan_low", "name", "uk", "", "план із 28 пунктів"),
    ("events/meeting", "title", "uk", "", "Зустріч"),
    ("quantities/reconstruction.need", "name", "uk", "", "потреба у відбудові"),
    ("quantities/reconstruction.need", "meaning", "uk", "", "Скільки коштувала б відбудова"),
    ("claims/need_article", "statement", "uk", "", "Стільки коштує відбудова."),
    ("claims/frozen_article", "attributed_to", "uk", "", "деякі аналітики"),
    ("sources/article", "publisher", "uk", "", "Щоденна проба"),
    ("sources/survey", "title_translation", "uk", "", "Огляд потреб"),
    ("reports/forces", "title", "uk", "", "Межі чисельності"),
    ("case", "title", "uk", "", "Крихітний набір даних"),
)


@pytest.fixture(autouse=True)
def english():
    """What a test prints in another language leaves the next one in English."""
    yield
    set_language("en")


def write_translations(folder: Path, *rows: tuple[str, ...]) -> None:
    with (folder / "translations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows((COLUMNS, *rows))


@pytest.fixture
def translated(tiny):
    write_translations(tiny, *UKRAINIAN)
    return tiny


def test_what_is_looked_up_is_in_the_language_asked_for(translated):
    case = load_case(translated, language="uk")
    assert str(case.label("ukraine")) == "Україна"
    assert f"{case.label('ukraine'):genitive}, {case.label('ukraine'):locative}" == "України, Україні"
    assert f"{case.label('ukraine'):dative}" == "Україна"
    assert str(case.label("meeting")) == "Зустріч"
    assert case.quantity("reconstruction.need").meaning == "Скільки коштувала б відбудова"
    assert case.ledger.tables["claims"]["need_article"].statement == "Стільки коштує відбудова."
    assert case.table("reports").title.tolist() == ["Reconstruction funding", "Межі чисельності"]
    assert (case.title, case.about["title"]) == ("Крихітний набір даних", "Крихітний набір даних")
    assert case.on("all").label("plan_low").text == "план із 28 пунктів"
    assert case["reconstruction.need"].leaf.symbol == "потреба у відбудові"
    assert str(say("Частка {party:genitive}.", party=case.label("ukraine"))) == "Частка України."


def test_a_notebook_shows_a_case_by_its_title_in_the_language_asked_for(translated):
    assert "<b>Крихітний набір даних</b>" in render_html(load_case(translated, language="uk"))
    assert "<b>The lake meeting</b>" in render_html(load_case(translated))


def test_the_case_itself_stays_as_it_is(translated):
    case = load_case(translated)
    assert (str(case.label("ukraine")), case.title) == ("Ukraine", "The lake meeting")
    assert f"{case.label('ukraine'):genitive}" == "Ukraine"


def test_a_text_that_recurs_is_translated_once(translated):
    rows = load_case(translated, language="uk").ledger.tables["claims"]
    assert {rows["frozen_article"].attributed_to, rows["usable_article"].attributed_to} == {"деякі аналітики"}


def test_whose_words_a_claim_reports_has_the_name_of_its_row(tiny):
    write_translations(tiny, UKRAINIAN[0])
    replace_text(tiny, "claims", "reported,2025-12,,some analyses", "reported,2025-12,,Ukraine")
    assert load_case(tiny, language="uk").ledger.tables["claims"]["frozen_article"].attributed_to == "Україна"


def test_a_reader_of_the_language_of_a_source_needs_no_translated_title(tiny):
    write_translations(tiny, ("sources/article", "publisher", "uk", "", "Проба"))
    replace_text(tiny, "sources", "source_id,title,", "source_id,title,title_translation,")
    replace_text(tiny, "sources", "article,The meeting by the lake,", "article,Зустріч біля озера,The meeting,")
    replace_text(tiny, "sources", "survey,Needs survey,", "survey,Needs survey,,")
    replace_text(tiny, "sources", "article,article,en", "article,article,uk")
    assert load_case(tiny).ledger.tables["sources"]["article"].title_translation == "The meeting"
    assert load_case(tiny, language="uk").ledger.tables["sources"]["article"].title_translation is None


def test_a_case_may_have_forms_of_its_own_names(tiny):
    write_language(tiny, "uk")
    replace_text(tiny, "parties", "ukraine,Ukraine", "ukraine,Україна")
    write_translations(tiny, UKRAINIAN[1])
    case = load_case(tiny)
    assert f"{case.label('ukraine'):genitive} {case.label('ukraine')}" == "України Україна"


def test_a_changed_translation_changes_what_was_read_of_its_row_and_nothing_else(translated):
    def collect(language: str) -> dict[str, str]:
        case = load_case(translated, language=language)
        _ = case["reconstruction.need"], case.label("ukraine"), case.label("united_states"), case.title
        return case.read_log.collect()

    before, english = collect("uk"), collect("en")
    for old, new in (("України", "Вкраїни"), ("Стільки", "Саме стільки"), ("Крихітний", "Малий")):
        replace_text(translated, "translations", old, new)
    after = collect("uk")
    assert {key for key in before if before[key] != after[key]} == {
        "tiny:parties/ukraine",
        "tiny:claims/need_article",
        "tiny:claims?quantity=reconstruction.need",
        "tiny:translations/case/title/uk/",
    }
    assert collect("en") == english
    assert load_case(translated, language="uk").compute_digest("tiny:parties/ukraine") == after["tiny:parties/ukraine"]


def test_a_remark_is_filled_in_every_language(tiny):
    write_remarks(tiny, {"text": "{ukraine} owes {debt.federal}."})
    write_translations(
        tiny, *UKRAINIAN[:2], ("remarks/r1", "text", "uk", "", "{debt.federal} – такий борг {ukraine:genitive}.")
    )
    case = load_case(tiny, language="uk")
    text, places = case.remark("brief", "became")
    assert str(say(text, **places)).endswith("борг України.")
    assert list(check_remarks(load_case(tiny))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{debt} і {ukraine}.", "translations.csv:2:text: found {debt}, {debt.federal}; allowed: the places of the"),
        ("{ukraine} винна.", "found {debt.federal}; allowed: the places of the remark: {ukraine}, {debt.federal}"),
        ("{ukraine} {debt.federal", "In it: expected '}' before end of string."),
    ],
)
def test_a_translated_remark_has_the_places_of_the_remark(tiny, text, said):
    write_remarks(tiny, {"text": "{ukraine} owes {debt.federal}."})
    write_translations(tiny, ("remarks/r1", "text", "uk", "", text))
    assert said in catch_message(tiny)


def test_a_translated_remark_holds_no_digit_and_no_unknown_form(tiny):
    write_remarks(tiny, {"text": "{ukraine} owes."})
    write_translations(tiny, ("remarks/r1", "text", "uk", "", "{ukraine} винна 5."))
    assert "translations.csv:2:text" in str(next(check_remarks(load_case(tiny))))


def catch_message(folder: Path) -> str:
    with pytest.raises(CaseError) as error:
        read_ledger(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("partys/ukraine,name,uk,,a", "2:row: found 'partys/ukraine'; allowed: table/id, or case for what datapackage"),
        ("partys/ukraine,name,uk,,a", "(nearest: parties/)"),
        ("ukraine,name,uk,,a", "2:row: found 'ukraine'; allowed: table/id"),
        ("parties/ukrane,name,uk,,a", "allowed: an id of parties.csv after parties/ (nearest: ukraine)"),
        ("parties/ukraine,nam,uk,,a", "2:column: found 'nam'; allowed: a text of parties: name, note (nearest: name)"),
        ("parties/ukraine,kind,uk,,a", "2:column: found 'kind'; allowed: a text of parties: name, note"),
        ("parties/ukraine,note,uk,,a", "2:column: found 'note'; allowed: a column that parties/ukraine fills"),
        ("waivers/w,reason,uk,,a", "2:row: found 'waivers/w'; allowed: an id of waivers.csv"),
        ("case,licences,uk,,a", "2:column: found 'licences'; allowed: a text of case: title, description"),
        (
            "parties/ukraine,name,ukr,,a",
            "2:language: found 'ukr'; allowed: a language that has a catalogue (nearest: uk)",
        ),
        ("parties/ukraine,name,en,,a", "2:language: found 'en'; allowed: another language than that of the case"),
        ("case,title,en,,a", "datapackage.json holds its own text. Delete the line."),
        ("parties/ukraine,name,uk,genetive,a", "2:form: found 'genetive'; allowed: genitive, dative,"),
        (
            "parties/ukraine,name,uk,genitive,a",
            "2:form: found 'genitive'; allowed: a form of a name that has a line of",
        ),
        ("claims/cap_low,statement,uk,genitive,a", "2:form: found 'genitive'; allowed: nothing, as only names have"),
        ("parties/ukraine,name,uk,,", "2:text: found nothing; allowed: a text"),
        (
            "parties/ukraine,name,uk,,a\nparties/ukraine,name,uk-UA,,b",
            "3:row: found 'parties/ukraine/name/uk/'; allowed: one",
        ),
    ],
)
def test_a_fault_is_named_with_what_is_meant(tiny, row, said):
    (tiny / "translations.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    found = catch_message(tiny)
    assert said in found
    assert found.count("translations.csv") == 1


def test_a_renamed_row_is_one_problem(tiny):
    write_translations(tiny, *(("parties/ukrane", *rest) for _, *rest in UKRAINIAN[:3]))
    found = catch_message(tiny)
    assert "translations.csv:2:row: found 'parties/ukrane' (3 lines); allowed: an id of parties.csv" in found
    assert found.count("translations.csv") == 1


def test_texts_that_recur_are_translated_alike(tiny):
    write_translations(
        tiny,
        ("claims/frozen_article", "attributed_to", "uk", "", "аналітики"),
        ("claims/usable_article", "attributed_to", "uk", "", "експерти"),
    )
    assert "3:text: found 'експерти'; allowed: 'аналітики', as row 2 has it for the same text" in catch_message(tiny)


def test_two_voices_do_not_become_one(tiny):
    write_translations(
        tiny, ("sources/article", "publisher", "uk", "", "Проба"), ("sources/survey", "publisher", "uk", "", "Проба")
    )
    assert "allowed: a translation of 'Test Bank' that no other text has; row 2 has this one" in catch_message(tiny)


def test_what_a_language_lacks_is_listed_by_table(translated):
    case = load_case(translated)
    missing = {(table, id, column) for table, id, column, _ in list_missing(case.ledger, "uk")}
    assert ("parties", "united_states", "name") in missing
    assert ("claims", "usable_article", "attributed_to") not in missing
    assert ("parties", "ukraine", "name") not in missing
    [line] = [line for line in describe_missing(case.ledger, "en") if "parties.csv" in line]
    assert line == "translations.csv lacks 1 text of parties.csv in uk, which stand in en there: united_states/name"
    [line] = [line for line in describe_missing(case.ledger, "en") if "claims.csv" in line]
    assert line.endswith(
        "lacks 10 texts of claims.csv in uk, which stand in en there: need_survey/statement, "
        "frozen_article/statement, usable_article/statement and 7 more"
    )


def test_a_language_that_nobody_has_begun_lacks_nothing(tiny):
    assert list(describe_missing(load_case(tiny).ledger, "en")) == []


def test_what_falls_back_is_known_to_the_page(translated):
    found = load_case(translated, language="uk").about["untranslated"]
    assert found["language"] == "en"
    assert "United States" in found["names"]
    assert "Ukraine" not in found["names"]
    assert "untranslated" not in load_case(translated).about


def test_it_is_a_table_of_the_data_package(translated):
    datapackage.update_files(translated, read_ledger(translated), read_json(translated / "datapackage.json"))
    package = json.loads((translated / "datapackage.json").read_text(encoding="utf-8"))
    [table] = [each for each in package["resources"] if each["name"] == "translations"]
    assert table["schema"]["primaryKey"] == ["row", "column", "language", "form"]
    report = Package(str(translated / "datapackage.json")).validate()
    assert [error.message for task in report.tasks for error in task.errors] == []


def test_only_prose_is_translated():
    assert [*list_translated("claims")] == ["base", "attributed_to", "statement", "note"]
    assert [*list_translated("waivers")] == []
