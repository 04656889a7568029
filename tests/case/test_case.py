"""A folder of tables -> a Case: looking up, choosing between rivals, and remembering what was read."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from analysis import compare, load_case
from analysis.case.case import Case, find_case
from analysis.case.description import list_cited_sources, list_source_cards
from analysis.case.schema import Claim, Quantity
from analysis.case.soundness import check_formulas
from analysis.contract import ClaimCard, CorrectionCard
from analysis.errors import CaseError, MissingClaim, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.messages import get_language, set_language
from tests.benchmarks.cases import grown
from tests.case.test_ledger import replace_text
from tests.conftest import TINY


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


def catch_message(kind: type[Exception], look) -> str:
    with pytest.raises(kind) as error:
        look()
    return str(error.value)


# Finding one


def test_a_case_is_found_by_path_by_name_and_by_default():
    assert find_case(TINY) == TINY
    assert find_case("mar-a-lago-2025-12-28") == load_case().folder
    assert load_case().folder.name == "mar-a-lago-2025-12-28"


def test_a_case_in_the_data_folder_here_goes_before_the_shipped_one(tmp_path, monkeypatch):
    shutil.copytree(TINY, tmp_path / "data" / "mar-a-lago-2025-12-28")
    monkeypatch.chdir(tmp_path)
    assert len(load_case().ledger.tables["claims"]) == 11


def test_reports_under_the_name_of_a_case_do_not_hide_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shipped = find_case("mar-a-lago-2025-12-28")
    for folder in (tmp_path / shipped.name, tmp_path / "data" / shipped.name):
        (folder / "forces").mkdir(parents=True)
        (folder / "forces" / "manifest.json").write_text("{}")
        (folder / "index.html").write_text("")
        assert find_case(shipped.name) == shipped


def test_a_folder_here_that_is_another_case_of_the_name_is_no_guess(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shipped = find_case("mar-a-lago-2025-12-28")
    here = tmp_path / shipped.name
    shutil.copytree(shipped, here)
    assert find_case(shipped.name) == shipped
    (here / "claims.csv").write_text("")
    said = catch_message(UsageError, lambda: find_case(shipped.name))
    assert said.startswith(f"'{shipped.name}' is the name of 2 different cases: {shipped} and {here}; give the folder")
    assert find_case(f"./{shipped.name}") == here


def test_a_folder_here_is_found_by_its_name(tmp_path, monkeypatch):
    shutil.copytree(TINY, tmp_path / "lake")
    monkeypatch.chdir(tmp_path)
    assert find_case("lake") == tmp_path / "lake"


@pytest.mark.parametrize("name", ["mar-a-lago", "", "  ", "no/such/folder"])
def test_no_such_case_names_those_there_are(name):
    said = catch_message(UsageError, lambda: load_case(name))
    assert f"no case folder {name!r}" in said
    assert "there are: mar-a-lago-2025-12-28" in said


def test_a_file_is_no_case():
    said = catch_message(UsageError, lambda: load_case(TINY / "claims.csv"))
    assert "claims.csv is a file; give the folder of the case" in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_what_is_neither_file_nor_folder_is_no_case(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    said = catch_message(UsageError, lambda: load_case(tmp_path / "pipe"))
    assert "pipe is a file; give the folder of the case" in said


def test_a_name_no_system_can_look_up_is_one_clear_error():
    assert "cannot read a case from 'xxx" in catch_message(UsageError, lambda: load_case("x" * 5_000))


# Looking up


def test_a_quantity_is_an_estimate_of_its_claim(case):
    usable = case["assets.usable"]
    assert (usable.value, usable.unit, usable.low, usable.high) == (100, "billion USD", 0, 100)
    assert (usable.qualifier, usable.how) == ("at_most", "usable frozen assets")
    assert usable.claims == {"usable_article"}


def test_the_same_look_up_is_the_same_number(case):
    assert case["assets.usable"] is case["assets.usable"]


def test_of_many_numbers_the_last_are_kept_and_one_made_again_is_the_same_draw(monkeypatch):
    monkeypatch.setattr("analysis.case.case_claims._MOST_KEPT", 3)
    case = load_case()
    need = case["reconstruction.need"]
    quantities = [id for id in case.ledger.get_table(Quantity) if id in case][:20]
    found = [case.by_subject(id) for id in quantities if case.quantity(id).unit not in ("date", "text")]
    again = case["reconstruction.need"]
    assert len(found) > 10
    assert len(case._leaves) <= 3
    assert again is not need
    assert set((need - again).draws(100)) == {0.0}


def test_a_quantity_with_one_subject_needs_none_named(case):
    assert case["population.now"] is case["population.now", "ukraine"]
    assert case["population.now"].how == "population now"


def test_a_quantity_with_several_subjects_wants_one_and_formulas_say_which(case):
    assert case["forces.cap", "plan_low"].value == 600_000
    assert case["forces.cap", "plan_low"].how == "troop cap (28-point plan)"
    said = catch_message(CaseError, lambda: case["forces.cap"])
    assert "allowed: one subject; it has plan_low, plan_high. Ask for (quantity, subject)" in said


def test_a_claim_without_a_subject_is_about_the_whole_beside_its_parts(tiny):
    path = tiny / "claims.csv"
    whole = "cap_all,forces.cap,,article,II p1,1400000,,,,exact,proposed,2025-12,,,Both together.,,,,,preferred,\n"
    path.write_text(path.read_text(encoding="utf-8") + whole, encoding="utf-8")
    case = load_case(tiny)
    assert case["forces.cap"].value == case["forces.cap", None].value == 1_400_000
    assert list(case.by_subject("forces.cap")) == ["plan_low", "plan_high"]
    replace_text(tiny, "quantities", "pre-war strength,person,0,,,", "pre-war strength,person,0,,forces.cap / 2,")
    assert load_case(tiny).derived("forces.prewar").value == 700_000


def test_a_case_that_analyses_no_text_says_whose_claims_count(tiny):
    replace_text(tiny, "sources", "article,article,en", "article,second,en")
    case = load_case(tiny)
    assert str(case.basis_label) == case.about["basis"] == "preferred claims over all sources"
    assert case.about["date"] == "2026-01-01"
    assert case["reconstruction.need"].value == 588  # the preferred one, as on the basis all


def test_a_date_that_is_claimed_of_nothing_in_particular_dates_no_event(tiny):
    replace_text(tiny, "quantities", "pre-war strength,person,0,", "pre-war strength,date,,")
    replace_text(
        tiny, "claims", "forces.prewar,ukraine,article,II p2,600000,,,,", "forces.prewar,,article,II p2,,,,2021,"
    )
    case = load_case(tiny)
    (event,) = case.ledger.tables["events"]
    assert case.edtf(event) == case.ledger.tables["events"][event].date


def test_by_subject_keeps_the_order_of_the_file(case):
    assert list(case.by_subject("forces.cap")) == ["plan_low", "plan_high"]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (lambda c: c["reconstruction.ned"], "on reconstruction.ned (nearest: reconstruction.need); add"),
        (lambda c: c["forces.cap", "plan_lw"], "on forces.cap of plan_lw (nearest: plan_low); add a row"),
        (lambda c: c.by_subject("forces.capp"), "no claim on forces.capp (nearest: forces.cap)"),
    ],
)
def test_what_nobody_speaks_of_is_a_missing_claim(case, look, said):
    assert said in catch_message(MissingClaim, lambda: look(case))


def test_a_quantity_without_any_claim(tiny):
    replace_text(tiny, "quantities", "forces.prewar,", "x.y,nothing,item,0,,,Nothing,,\nforces.prewar,")
    case = load_case(tiny)
    assert "x.y" not in case
    assert "forces.cap" in case
    assert "has no claim on x.y; add a row to claims.csv" in catch_message(MissingClaim, lambda: case["x.y"])


def test_a_date_is_no_number(tiny):
    replace_text(tiny, "quantities", "forces.prewar,", "x.day,a day,date,,,,A day,,\nforces.prewar,")
    assert "x.day is a date, not a number" in catch_message(UsageError, lambda: load_case(tiny)["x.day"])


# Choosing between rivals


def test_the_basis_chooses_whose_claim_counts():
    assert load_case(TINY, basis="article")["reconstruction.need"].claims == {"need_article"}
    assert load_case(TINY, basis="all")["reconstruction.need"].claims == {"need_survey"}
    assert "basis 'al' is not one of article, all" in catch_message(UsageError, lambda: load_case(TINY, basis="al"))


def test_where_the_article_is_silent_others_speak(tiny):
    replace_text(tiny, "claims", "usable_article,assets.usable,,article", "usable_article,assets.usable,,survey")
    assert load_case(tiny, basis="article")["assets.usable"].claims == {"usable_article"}


def test_a_deprecated_claim_is_never_chosen(tiny):
    replace_text(tiny, "claims", "800 billion,,,,normal", "800 billion,,,,deprecated")
    assert load_case(tiny)["reconstruction.need"].claims == {"need_survey"}
    assert len(load_case(tiny).claims("reconstruction.need")) == 2


def test_rivals_of_equal_rank_are_an_error_that_names_them(tiny):
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    assert load_case(tiny, basis="article")["reconstruction.need"].value == 800
    said = catch_message(CaseError, lambda: load_case(tiny, basis="all")["reconstruction.need"])
    assert "claims.csv:3:rank: found 'normal'; allowed: one best claim for reconstruction.need" in said
    assert "need_article, need_survey are equal. Make one of them preferred" in said


def test_an_assumption_stands_in_where_nobody_claims(tiny):
    replace_text(tiny, "quantities", "forces.prewar,", "x.y,a guess,item,0,,,A guess,,\nforces.prewar,")
    (tiny / "assumptions.csv").write_text(
        "assumption_id,quantity,subject,value,low,high,reason\nguess,x.y,,5,4,7,Because\n", encoding="utf-8"
    )
    guess = load_case(tiny)["x.y"]
    assert (guess.value, guess.low, guess.high) == (5, 4, 7)
    assert (guess.claims, guess.leaf.kind) == ({"guess"}, "assumption")
    assert guess.leaf.origin.statement == "Because"


def test_a_claim_that_gives_a_range_only(tiny):
    replace_text(tiny, "claims", ",30,,,,about", ",,25,27,,exact")
    now = load_case(tiny)["population.now"]
    assert (now.value, now.low, now.high, now.qualifier) == (26, 25, 27, "between")


# Values set by the reader


def test_a_value_set_by_the_reader_is_a_parameter_wherever_it_counts():
    case = load_case(TINY, override={"reconstruction.need": 500, "assets.frozen": None})
    need = case["reconstruction.need"]
    assert (need.value, need.qualifier, need.claims) == (500, "exact", {"parameter:reconstruction.need"})
    assert [rival.id for rival in need.leaf.origin.rivals] == ["need_article"]
    assert case["assets.frozen"].claims == {"frozen_article"}


def test_a_value_may_be_set_for_one_subject_or_for_all():
    one = load_case(TINY, override={"forces.cap@plan_low": 500_000}).by_subject("forces.cap")
    assert [cap.value for cap in one.values()] == [500_000, 800_000]
    both = load_case(TINY, override={"forces.cap": 1})
    assert [cap.value for cap in both.by_subject("forces.cap").values()] == [1, 1]


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ({"reconstruction.ned": 1}, "no quantity 'reconstruction.ned' in tiny (nearest: reconstruction.need)"),
        ({"forces.cap@plan_lw": 1}, "of 'plan_lw' (nearest: plan_low); there are: plan_low, plan_high"),
        ({"reconstruction.need": -1}, "need is set to -1; allowed: a number from 0, in billion USD"),
        ({"reconstruction.need": "500"}, "is set to '500'; allowed: a number"),
        ({"reconstruction.need": True}, "is set to True; allowed: a number"),
        ({"reconstruction.need": float("nan")}, "is set to nan; allowed: a number"),
        ({"reconstruction.need": float("inf")}, "is set to inf; allowed: a number"),
    ],
)
def test_what_cannot_be_set_is_refused_at_once(override, said):
    assert said in catch_message(UsageError, lambda: load_case(TINY, override=override))


# What a number carries to the page


def test_a_card_tells_all_a_reader_may_ask(case):
    card = case["reconstruction.need"].leaf.origin
    assert (card.kind, card.unit, card.value) == ("claim", "billion USD", 800)
    assert (card.phrase, card.locator, card.as_of) == ("800 billion", "I p1", "December 2025")
    assert card.source.title == "The meeting by the lake"
    assert card.source.date_text == "1 January 2026"
    assert [rival.id for rival in card.rivals] == ["need_survey"]


def load_rivals(into: Path, claims: int) -> Case:
    """The shipped case with so many claims on one thing; the last of them is preferred, and the first deprecated."""
    path = grown(into, claims) / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ranks = {"claim_0": "deprecated", f"claim_{claims - 1}": "preferred"}
    for row in rows:
        if row["claim_id"].startswith("claim_"):
            row |= {"subject": "ukraine", "rank": ranks.get(row["claim_id"], "normal")}
            row["attributed_to"] = row["claim_id"]  # a voice of its own: of one voice, earlier values are no rivals
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return load_case(path.parent)


def list_cards(case: Case) -> list[ClaimCard]:
    return [case.estimate(claim).leaf.origin for claim in case.claims("grown.quantity_0")]


def test_a_card_tells_of_twelve_rivals_the_best_in_rank_and_how_many_more_there_are(tmp_path):
    first, *_, last = list_cards(load_rivals(tmp_path, 40))
    assert [rival.id for rival in first.rivals] == [*(f"claim_{n}" for n in range(1, 12)), "claim_39"]
    assert [rival.id for rival in last.rivals] == [f"claim_{n}" for n in range(1, 13)]
    assert first.more == last.more == 27  # of 39
    trace = make_leaf(first.id, 1, "one", origin=first).trace()
    assert "rival claim_39" in trace
    assert "rival claim_12" not in trace
    assert "and 27 others in claims.csv" in trace


def test_thirteen_rivals_are_all_told_of(tmp_path):
    found = list_cards(load_rivals(tmp_path, 14))
    assert [len(card.rivals) for card in found] == [13] * 14
    assert not any(card.more for card in found)


def test_what_cards_hold_grows_with_the_claims_not_with_their_square(tmp_path):
    few, many = (list_cards(load_rivals(tmp_path / str(count), count)) for count in (40, 160))
    sizes = [len(json.dumps([card.to_json() for card in cards])) for cards in (few, many)]
    assert sizes[1] < 1.1 * 4 * sizes[0]


def test_no_card_of_the_shipped_case_is_cut_short():
    case = load_case()
    assert not any(
        case.estimate(claim).leaf.origin.more
        for claim in case.ledger.get_table(Claim).values()
        if case.quantity(claim.quantity).unit not in ("date", "text")
    )


def test_a_corrected_claim_says_what_its_source_gave(tiny):
    replace_text(tiny, "corrections", "people/smith/name,Smyht,Smith", "claims/cap_low/value,600000,650000")
    cap = load_case(tiny)["forces.cap", "plan_low"]
    assert cap.value == 650_000
    assert cap.leaf.origin.corrections == (CorrectionCard("600000", "650000", "Misspelt in the article"),)


def test_a_quantity_has_a_name_for_sentences(tiny):
    label = load_case(tiny).label("assets.usable")
    assert (label.text, label.ref) == ("usable frozen assets", "quantities/assets.usable")
    assert load_case(tiny).label("assets.usable", "reading").text == ""


def test_names_are_labels_and_corrected(case):
    assert str(case.label("smith")) == "Smith"
    assert (str(case.label("plan_low")), case.label("plan_low").ref) == ("28-point plan", "plans/plan_low")
    assert str(case.label("meeting")) == "The meeting"
    assert str(case.label("plan_low", "status")) == "superseded"
    assert str(case.source("survey")) == "Needs survey"
    assert str(case.date("meeting")) == "28 December 2025"


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (lambda c: c.label("plan_lw"), "tiny has no name for 'plan_lw' (nearest: plan_low)"),
        (lambda c: c.label("plan_low", "nmae"), "plans has no column 'nmae' (nearest: name)"),
        (lambda c: c.source("surve"), "no source 'surve' in tiny (nearest: survey)"),
        (lambda c: c.date("meting"), "no event 'meting' in tiny (nearest: meeting)"),
        (lambda c: c.table("claim"), "no table 'claim' (nearest: claims)"),
        (lambda c: c.quantity("forces.capp"), "no quantity 'forces.capp' in tiny (nearest: forces.cap)"),
    ],
)
def test_a_misspelt_name_names_the_nearest(case, look, said):
    assert said in catch_message(UsageError, lambda: look(case))


def test_the_day_of_an_imprecise_event_has_an_interval(tiny):
    replace_text(tiny, "events", "2025-12-28", "2025-12")
    day = load_case(tiny).day("meeting")
    assert day.high - day.low == pytest.approx(30)
    assert (day.qualifier, day.leaf.is_uniform) == ("between", True)
    assert load_case(TINY).day("meeting").low == load_case(TINY).day("meeting").high


def test_rows_are_counted_as_traced_numbers(case):
    parties = case.count("parties", case.ledger.tables["parties"].values(), "parties of the case")
    assert (parties.value, parties.unit) == (2, "item")
    assert parties.leaf.origin.statement == "Counted: Ukraine and United States."
    assert parties.leaf.origin.rows == ("parties/ukraine", "parties/united_states")


def test_of_many_rows_a_count_names_the_first_and_says_how_many_more():
    shipped = load_case()
    regions, sources = shipped.ledger.tables["regions"], shipped.ledger.tables["sources"]
    rows = list(regions.values())
    assert shipped.count("regions", rows[:9], "regions").leaf.origin.statement.endswith(
        f"{rows[7].name} and {rows[8].name}."
    )
    twice = shipped.count("regions", [rows[0], rows[1], rows[0]], "regions").leaf.origin.statement
    assert twice == f"Counted: {rows[0].name} (2) and {rows[1].name}."
    told = shipped.count("sources", list(sources.values())[:12], "sources").leaf.origin.statement
    assert told.startswith("Counted: “A Difficult Game Under Optimistic Rhetoric”")
    assert told.endswith(" and 4 others.")
    assert shipped.count("regions", [], "regions").leaf.origin.statement == "Counted: none."


def test_what_is_counted_keeps_its_sources(case):
    claims = case.count("claims", case.ledger.get_table(Claim).find_rows("quantity", "reconstruction.need"), "claims")
    assert claims.leaf.origin.statement == "Counted: reconstruction need (2)."
    assert [source.source_id for source in claims.leaf.origin.sources] == ["article", "survey"]


def test_two_claims_on_one_quantity_are_told_apart_in_a_formula(case):
    article, survey = case["reconstruction.need"], case.on("all")["reconstruction.need"]
    assert (survey / article).how == "reconstruction need (Test Bank) / reconstruction need (the article)"


def test_a_days_event_keeps_its_capitals(case):
    assert case.day("meeting").how == "day of “The meeting”"


def test_a_table_is_a_plain_frame(case):
    frame = case.table("plans")
    assert frame["plan_id"].tolist() == ["plan_low", "plan_high"]
    assert "risk_id" in case.table("risks").columns


# What was read, and of which data


def test_what_a_row_has_is_a_text_also_where_it_is_a_number(case):
    text = case.text("claims", "need_article", "value")
    assert (text.text, str(text.closed), text.own_text) == ("800.0", "800.0", "800.0")


def test_reading_leaves_a_trace(tiny):
    case = load_case(tiny)
    assert case.recorded_keys == {"datapackage.json"}  # its language
    _ = case["reconstruction.need"]
    assert {"claims/need_article", "quantities/reconstruction.need", "sources/article"} <= case.recorded_keys
    assert {"claims/need_survey", "sources/survey"} <= case.recorded_keys  # shown on the card, as a rival
    assert "claims/cap_low" not in case.recorded_keys
    case.label("smith")
    case.date("meeting")
    case.table("parties")
    assert {"people/smith", "events/meeting", "parties"} <= case.recorded_keys


@pytest.mark.parametrize(
    ("key", "moved"),
    [
        ("claims/need_article", True),
        ("claims?quantity=reconstruction.need", True),
        ("claims", True),
        ("claims/need_survey", False),
        ("claims?quantity=assets.frozen", False),
        ("sources", False),
        ("plans/none", False),
    ],
)
def test_a_digest_changes_with_the_rows_it_stands_for_and_with_nothing_else(tiny, key, moved):
    before = load_case(tiny).compute_digest(f"tiny:{key}")
    assert before == load_case(TINY).compute_digest(f"tiny:{key}")
    (tiny / "README.md").write_text("other words", encoding="utf-8")
    assert load_case(tiny).compute_digest(f"tiny:{key}") == before
    replace_text(tiny, "claims", "800 billion", "800 bn")
    assert (load_case(tiny).compute_digest(f"tiny:{key}") != before) == moved


def test_a_new_row_changes_the_selections_it_enters(tiny):
    before = {
        key: load_case(tiny).compute_digest(f"tiny:{key}")
        for key in (
            "claims?quantity=assets.frozen",
            "claims?quantity=assets.usable",
            "claims",
            "claims/frozen_new",
            "corrections?row/=claims/need_article",
            "map.svg",
        )
    }
    replace_text(
        tiny,
        "claims",
        "usable_article,",
        "frozen_new,assets.frozen,,survey,p. 4,280,,,,about,estimated,2025-06,,,"
        "Less is frozen.,,,,,normal,\nusable_article,",
    )
    (tiny / "map.svg").write_text("<svg/>")
    after = {key: load_case(tiny).compute_digest(f"tiny:{key}") for key in before}
    assert {key for key in before if before[key] != after[key]} == {
        "claims?quantity=assets.frozen",
        "claims",
        "claims/frozen_new",
        "map.svg",
    }
    assert load_case(tiny).compute_digest("other:claims") is None


def test_what_a_case_says_of_itself(case):
    about = case.about
    assert (about["id"], about["date"], about["date_text"]) == ("tiny", "2026-01-01", "1 January 2026")
    assert about["basis"] == "claims of “The meeting by the lake” (reliability C: fairly reliable)"
    assert str(case.basis_label) == "claims of “The meeting by the lake”"
    assert [card["source_id"] for card in about["articles"]] == ["article"]
    assert about["names"]["plan_low"] == "28-point plan"
    assert about["names"]["meeting"] == "The meeting"
    assert load_case(TINY, basis="all").about["basis"] == "preferred claims over all sources"


def test_the_sources_of_each_row_are_known_and_are_not_recorded_as_read():
    case = load_case(TINY)
    reads = {*case.read_log.collect()}
    found, cards = dict(list_cited_sources(case.ledger)), list(list_source_cards(case.ledger))
    assert {*case.read_log.collect()} == reads
    assert found["claims/need_survey"] == found["sources/survey"] == ["survey"]
    assert found["claims/need_article"] == ["article"]
    assert "quantities/reconstruction.need" not in found
    assert cards == [case.cards.build_source(id) for id in ("article", "survey")]


def test_what_became_of_a_row_and_what_a_verdict_rests_on_name_their_sources_too():
    found = dict(list_cited_sources(load_case().ledger))
    assert found["forecasts/polymarket_ceasefire_2025_august"] == ["gzero_risks_2025", "deepnewz_alaska"]
    judged = next(c for c in load_case().ledger.get_table(Claim).values() if c.verdict == "contradicted")
    behind = [load_case().ledger.get_table(Claim)[id].source for id in judged.verdict_claims]
    assert behind
    assert found[f"claims/{judged.id}"] == list(dict.fromkeys([judged.source, *behind]))


def test_the_freshest_source_is_found_by_date_not_by_spelling(tiny):
    replace_text(tiny, "sources", "2025-06", "2025-21")  # spring
    replace_text(tiny, "sources", "2026-01-01", "2025-12-28")
    assert load_case(tiny, basis="all").about["date"] == "2025-12-28"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "datapackage.json:1: found"),
        (b"[]", "found 'list'; allowed: a JSON object"),
        (b"\xff", "allowed: a readable file in UTF-8"),
    ],
)
def test_a_spoilt_descriptor_is_one_clear_error(tiny, content, said):
    (tiny / "datapackage.json").write_bytes(content)
    assert said in catch_message(CaseError, lambda: load_case(tiny))


def test_a_case_without_a_descriptor_goes_by_its_folder(tiny):
    (tiny / "datapackage.json").unlink()
    assert load_case(tiny).about["title"] == "tiny"


# Its language


@pytest.fixture
def english():
    """What a test prints in another language leaves the next one in English."""
    yield
    set_language("en")


def write_language(folder: Path, language: object) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(descriptor | {"language": language}), encoding="utf-8")


def test_a_case_is_printed_in_its_own_language_or_in_that_asked_for(tiny, english):
    write_language(tiny, "uk-UA")
    case = load_case(tiny)
    assert (case.language, case.own_language, get_language()) == ("uk", "uk", "uk")
    assert case.on("all").language == "uk"
    assert (load_case(tiny, language="de").language, get_language()) == ("de", "de")
    assert (load_case(TINY).language, get_language()) == ("en", "en")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ua", "datapackage.json:language: found 'ua'; allowed: a language: en (English)"),
        ("Ukranian", "Correct it (nearest: uk), or leave it out for English."),
        (["uk"], "Put it in quotation marks."),
    ],
)
def test_a_language_that_is_none_is_named_with_the_nearest(tiny, language, said):
    write_language(tiny, language)
    assert said in catch_message(CaseError, lambda: load_case(tiny))


def test_a_language_that_is_asked_for_and_is_none_is_named():
    assert "no language 'ukr' (nearest: uk); there are en (English)" in catch_message(
        UsageError, lambda: load_case(TINY, language="ukr")
    )
    assert get_language() == "en"


@pytest.mark.parametrize("basis", ["article", "all"])
def test_the_shipped_case_answers_on_both_bases(basis):
    case = load_case(basis=basis)
    quantities = [
        id
        for id, quantity in case.ledger.get_table(Quantity).items()
        if quantity.unit not in ("date", "text") and id in case
    ]
    assert {"reconstruction.need", "assets.usable", "forces.cap"} <= set(quantities)
    for id in quantities:
        assert all(found.claims for found in case.by_subject(id).values() or [case[id]])


def test_paths_may_be_relative(monkeypatch):
    monkeypatch.chdir(TINY.parent)
    assert load_case("tiny").folder == Path(TINY)


# Formulas by subject and date


@pytest.fixture
def shares(tiny):
    """The tiny case, with a share of two counts, of which one runs on and both have two subjects."""
    header, *rows = (tiny / "quantities.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{row}," for row in rows]
    rows += [
        "haul.trucks,trucks let in,item,0,,,Counted,,,true",
        "haul.wanted,trucks wanted,item,0,,,Agreed,,,",
        "haul.share,share let in,percent,,,haul.trucks / haul.wanted,Computed,,,",
        "haul.first,share at first,percent,,,haul.trucks@plan_low[2025-10-10] / haul.wanted@plan_low,Computed,,,",
    ]
    (tiny / "quantities.csv").write_text("\n".join([f"{header},over_time", *rows]) + "\n", encoding="utf-8")
    with (tiny / "claims.csv").open("a", encoding="utf-8") as file:
        for id, quantity, subject, value, day in (
            ("low_first", "haul.trucks", "plan_low", 90, "2025-10-10"),
            ("low_last", "haul.trucks", "plan_low", 145, "2025-10-31"),
            ("high_last", "haul.trucks", "plan_high", 300, "2025-10-31"),
            ("low_wanted", "haul.wanted", "plan_low", 600, ""),
            ("high_wanted", "haul.wanted", "plan_high", 400, ""),
            ("low_share_first", "haul.share", "plan_low", 15, "2025-10-10"),
            ("low_share_last", "haul.share", "plan_low", 24, "2025-10-31"),
            ("high_share", "haul.share", "plan_high", 80, ""),
            ("early_share", "haul.share", "plan_high", 10, "2025-01"),
        ):
            cells = f"{value},,,,exact,reported,{day},,,Stated,,,,,normal,"
            file.write(f"{id},{quantity},{subject},article,p1,{cells}\n")
    return load_case(tiny)


def test_a_formula_is_computed_for_each_subject_that_its_quantities_have(shares):
    assert shares.formula_subjects("haul.share") == ("plan_low", "plan_high")
    low = shares.derived("haul.share", "plan_low")
    assert low.value == pytest.approx(145 / 600 * 100), "of a running count the newest"
    assert shares.derived("haul.share", "plan_high").value == 75
    assert (low.name, low.label) == ("haul.share.plan_low", "Share let in (28-point plan)")
    with pytest.raises(CaseError, match="one subject; it has plan_low, plan_high"):
        shares.derived("haul.share")


def test_a_formula_may_name_subject_and_time(shares):
    assert shares.formula_subjects("haul.first") == (None,)
    assert shares.derived("haul.first").value == 15
    assert shares["haul.first"].claims == {"low_first", "low_wanted"}


def test_a_claim_is_compared_with_the_result_for_its_own_subject_and_time(shares):
    computed = {claim.id: shares.recompute(claim) for claim in shares.claims("haul.share")}
    assert computed["low_share_first"].value == 15
    assert computed["low_share_last"].value == pytest.approx(24.1667, abs=1e-4)
    assert computed["high_share"].value == 75
    assert computed["early_share"] is None, "nobody counted in January"
    found = compare.arithmetic.recomputed(shares)
    assert list(found[found.what.map(str) == "share let in"].holds) == ["yes", "yes", "no"]
    assert list(check_formulas(shares)) == []


def test_a_quantity_that_nobody_claims_has_the_subjects_of_its_formula(shares):
    replace_text(shares.folder, "claims", "high_share,haul.share", "high_share,haul.wanted")
    text = (shares.folder / "claims.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "share" not in line]
    (shares.folder / "claims.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    case = load_case(shares.folder)
    assert case.subjects("haul.share") == ("plan_low", "plan_high")
    assert case["haul.share", "plan_high"].value == 75


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("haul.trucks[soon] / haul.wanted", "an EDTF date such as 2025-10-31 within the square brackets"),
        ("haul.trucks@plan_lo / haul.wanted", r"'plan_lo'; allowed: an id of parties.csv or .*\(nearest: plan"),
        ("haul.truck / haul.wanted", r"an id of quantities.csv \(nearest: haul.trucks\)"),
        ("haul.trucks[2025 / haul.wanted", r"one subject, quantity\[2025-10-31\] as of one time"),
        ("haul.trucks * haul.wanted * reconstruction.need", "a formula that gives percent"),
    ],
)
def test_a_formula_that_cannot_be_meant_is_refused_when_it_is_read(shares, formula, said):
    replace_text(shares.folder, "quantities", "haul.trucks / haul.wanted", formula)
    assert re.search(said, catch_message(CaseError, lambda: load_case(shares.folder)))


def test_claims_without_a_subject_are_about_the_whole_beside_others(shares):
    with (shares.folder / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("all_wanted,haul.wanted,,article,p1,1000,,,,exact,reported,,,,Stated,,,,,normal,\n")
    case = load_case(shares.folder)
    assert case["haul.wanted", None].value == case["haul.wanted"].value == 1000
