"""The sentences of the first pages, which are chosen by the numbers, compared with numbers worked by hand."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import consensus, guarantees, plans, plant, territory
from analysis.compare.robustness import robustness
from analysis.errors import MissingClaim
from analysis.label import Label, add_article, join_names
from analysis.show.number import format_estimate
from tests.conftest import TINY, merge_folders

TURN = (
    "provisions that favour {gainer} rise from {gainer_before} to {gainer_after}, "
    "those that favour {loser} fall from {loser_before} to {loser_after}"
)


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def fill_places(said):
    """Fills the places of a sentence, without intervals."""
    template, places = said
    return template.replace(":range}", "}").format(
        **{key: place if isinstance(place, Label) else format_estimate(place) for key, place in places.items()}
    )


def index_rows(frame, name):
    return {str(row[name]): row for row in frame.to_dict("records")}


def test_names_in_the_form_a_sentence_needs():
    states, plan = Label("United States", "parties/us"), Label("28-point plan, as published", "plans/p")
    assert (str(add_article(states)), str(add_article(Label("Ukraine", "parties/ua")))) == (
        "the United States",
        "Ukraine",
    )
    assert (str(plan.closed), str(states.closed)) == ("28-point plan, as published,", "United States")
    assert [join_names(names) for names in ("A", "AB", "ABC")] == ["A", "A and B", "A, B and C"]


def test_whom_a_revision_favours(shipped):
    template, places = plans.turn(shipped, "plan_28", "plan_20")
    assert template == TURN
    assert [str(places["gainer"]), str(places["loser"])] == ["Ukraine", "Russia"]
    # of twelve rows two record a silence (Crimea, NATO); of the ten left, the line favours nobody
    assert [places[f"gainer_{when}"].value for when in ("before", "after")] == [0, 9]
    assert [places[f"loser_{when}"].value for when in ("before", "after")] == [6, 0]
    assert fill_places(plans.turn(shipped.on("all"), "plan_28", "plan_20", "there_")) == (
        "provisions that favour Ukraine rise from about 11 to about 17, those that favour Russia fall from 17 to about "
        "1, or about 3 by the 20-point plan, American variant"
    )
    assert plans.turn(shipped, "plan_20", "geneva_19")[0].startswith("provisions that favour {loser} are {loser_before")
    assert plans.turn(shipped, "eu24_draft", "geneva_19")[1].keys() == {"loser", "loser_before", "loser_after"}


def test_remarks_on_what_became_of_provisions_are_written_once_each(shipped):
    template, places = plans.remarks(shipped.on("all"), "plan_20")
    assert template.startswith("Remarks on these codes. {issues_a}: {remark_a}; {issues_b}: {remark_b}")
    remarks = {str(places[f"remark_{letter}"]): str(places[f"issues_{letter}"]) for letter in "abcd"}
    assert len(remarks) == len(places) / 2 == 4
    assert remarks["By one outlet"] == "Elections and amnesty"
    cut = next(remark for remark in remarks if "cut off" in remark)
    assert remarks[cut] == "Binding force and monitoring"
    assert plans.remarks(shipped.on("all"), "plan_28") == ("", {})


def test_how_many_codes_turn_whom_a_revision_favours(shipped):
    clause, names, statement = plans.shift(shipped, "plan_28", "plan_20")
    assert fill_places((clause, names)) == "more provisions favour Ukraine than before, fewer Russia"
    # of 6 and 10 provisions: Ukraine from 0 to 9 (9 - 10 e = 6 e), Russia from 6 to 0 (6 - 6 e = 10 e)
    found = robustness(shipped, statement)
    assert found.turns_at.value == pytest.approx(6 / 16)
    assert (found.changed.value, found.codes.value, found.is_firm) == (6, 16, True)
    texts = robustness(shipped, plans.shift(shipped.on("all"), "plan_28", "plan_20")[2])
    rows = {plan: plans.favouring(shipped.on("all"), plan, "ukraine").leaf.among for plan in ("plan_28", "plan_20")}
    assert texts.codes.value == sum(map(len, rows.values()))
    assert texts.turns_at.value == pytest.approx((17 - 11) / texts.codes.value)
    # Ukraine 11 to 12, then 16 to 17; Russia 17, then 1 to 4: whoever coded, the direction is the same
    assert texts.holds_by_each
    only = plans.shift(shipped, "eu24_draft", "geneva_19")
    assert only[0] == "fewer provisions favour {loser} in the {other_plan} than in the {one_plan}"
    assert only[1].keys() == {"loser", "one_plan", "other_plan"}


def test_a_revision_that_favours_each_side_as_before_turns_with_one_code(tmp_path):
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "matters")
    table = folder / "provisions.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("united_states", ""), encoding="utf-8")
    case = load_case(folder)
    clause, names, statement = plans.shift(case, "plan_low", "plan_high")  # one provision of each favours Ukraine
    assert (clause, names) == ("as many provisions favour each side as before", {})
    found = robustness(case, statement)
    assert (found.holds, found.turns_at.value, found.changed.value, found.codes.value) == (True, 0, 1, 3 + 2)
    assert not plans.shift(case, "nowhere", "nothing")[2].holds  # no provision favours anybody


def test_a_silence_does_not_count_as_a_provision(shipped):
    drafts = index_rows(plans.counts(shipped), "plan")
    assert drafts["20-point plan"]["provisions"].value == 12 - 2
    assert plans.favouring(shipped, "plan_20", "ukraine").value == 11 - 2  # Crimea and NATO go unmentioned
    assert (
        str(index_rows(plans.detail(shipped, ("plan_28", "plan_20")), "issue")["NATO membership"]["plan_20"]) == "None"
    )
    shares = plans.fates(shipped, "plan_28", "plan_20").share
    assert [share.value for share in shares.iloc[:3]] == [0, pytest.approx(400 / 6), pytest.approx(200 / 6)]


def test_an_open_point_counts_by_a_variant_only_where_the_plan_itself_does_not_favour_the_party(shipped):
    texts = shipped.on("all")
    # Washington's variant favours Russia on the plant and on the zone, beside the one clause on nuclear arms
    assert [(str(name), count.value) for name, count in plans.open_points(texts, "plan_20", "russia")] == [
        ("20-point plan, American variant", 3)
    ]
    # of the variant's two that favour Washington, the plan itself has the one on the plant
    alone = plans.favouring(texts, "plan_20", "united_states").value
    assert [count.value for _, count in plans.open_points(texts, "plan_20", "united_states")] == [alone + 1]
    assert plans.open_points(texts, "plan_20", "ukraine") == plans.open_points(texts, "plan_28", "russia") == []


def test_an_account_that_other_sources_contradict_is_named(shipped):
    assert str(plant.contradicted(shipped, "plan_28", "plan_20")) == "28-point plan"
    assert plant.contradicted(shipped, "plan_20", "plan_20_ua") is None
    checked = {str(row["variant"]): row["checked"] for row in plant.operators(shipped).to_dict("records")}
    assert str(checked["28-point plan, by the article"]) == "Contradict it"
    assert str(checked["20-point plan, by the article"]) == "Agree in part"
    assert checked["20-point plan, American variant"] is None


def test_what_the_earlier_text_has_is_not_added_by_the_later_plan(shipped):
    by_fate = index_rows(plans.fates(shipped, "plan_28", "plan_20"), "fate")
    assert (by_fate["Added"]["provisions"].value, by_fate["Newly reported"]["provisions"].value) == (1, 5)
    assert str(by_fate["Added"]["issues"]) == "Who decides: ratification and referendum"
    assert by_fate["Newly reported"]["share"] is None
    texts = index_rows(plans.fates(shipped.on("all"), "plan_28", "plan_20"), "fate")
    assert [texts[fate]["provisions"].value for fate in plans.FATES.values()] == [7, 14, 10, 2, 0]  # text with text
    # the 31 of the earlier text; the money of its point 14 is dropped in part, and changed in part
    assert sum(texts[fate]["provisions"].value for fate in ("Kept", "Changed", "Dropped")) == 31
    assert plans.size(shipped.on("all"), "plan_28").value == 31
    beside = index_rows(plans.side_by_side(shipped, ("plan_28", "plan_20")), "issue")
    assert beside["Ceasefire and order of steps"]["fate"] == "Newly reported"
    assert beside["Line of contact and withdrawals"]["fate"] == "Newly reported, changed"


def test_whether_a_revision_is_coded_can_be_asked(shipped):
    assert plans.compared(shipped, "plan_20")
    assert plans.compared(shipped, "plan_20", "plan_28")
    assert not plans.compared(shipped, "plan_28")
    assert plans.retold(shipped, "plan_28", "plan_20")
    assert not plans.retold(shipped, "e3_draft")
    assert str(plans.account(shipped, "plan_28", "plan_20")) == "the article"


def test_what_a_plan_makes_of_the_regions(shipped):
    assert str(territory.says(shipped, "plan_28")) == (
        "Crimea, Donetsk and Luhansk recognised as Russian; Sevastopol recognised as Russian, by our reading; "
        "Zaporizhzhia and Kherson frozen on the line"
    )
    assert str(territory.says(shipped, "plan_20")) == (
        "Donetsk and Luhansk on the line of contact, with a special zone (only suggested); Zaporizhzhia and Kherson "
        "on the line of contact; Dnipropetrovsk, Mykolaiv, Sumy and Kharkiv left by Russia"
    )
    assert str(territory.silent(shipped, "plan_20", "plan_28")) == "Crimea and Sevastopol"
    assert territory.silent(shipped, "plan_20", "plan_20") is None
    assert (
        territory.by_plan(shipped, "plan_20")["donetsk"]
        == "On the line of contact; with a special zone (only suggested)"
    )
    assert territory.by_plan(shipped, "plan_28_text")["luhansk"] == "Recognised as Russian (de facto)"


def test_the_published_text_has_withdrawals_that_the_article_does_not_report(shipped):
    assert fill_places(territory.retold(shipped, ("plan_28", "plan_20"))) == (
        " As published, the 28-point plan would have Ukraine leave what it holds in Donetsk and Russia leave what it "
        "holds in Dnipropetrovsk, Mykolaiv, Sumy and Kharkiv, by our reading."
    )
    assert fill_places(territory.retold(shipped.on("all"), ("plan_28", "plan_20"))) == (
        " By the account of the article, the 28-point plan would have nobody leave."
    )
    assert territory.retold(shipped, ("plan_20",)) == ("", {})
    assert territory.teller(shipped, ("plan_28", "plan_20")) == "By the account of the article"
    assert territory.teller(shipped, ("plan_28", "e3_draft")) == "As the plans are reported"


def test_the_land_to_be_left_and_the_regions_without_a_share(shipped, matters):
    russia, ukraine = territory.withdrawals(shipped, ("plan_20", "plan_20_us")).itertuples()
    assert (str(russia.party), str(ukraine.party)) == ("Russia", "Ukraine")
    assert russia.land.value == pytest.approx(31914 * 0.006 + 23834 * 0.01 + 31415 * 0.047)
    assert str(russia.unknown) == "Mykolaiv"
    assert ukraine.land.value == pytest.approx(26517 * (1 - 0.781))  # the part Russia does not hold
    assert ukraine.unknown is None
    sumy = territory.withdrawals(matters, ("plan_high",)).iloc[0]  # no size is claimed for it
    assert (sumy.land, str(sumy.unknown)) == (None, "Sumy")


def test_who_leaves_land_is_compared_like_with_like(shipped):
    texts = shipped.on("all")
    assert fill_places(territory.finding(texts, "plan_28", "plan_20")) == (
        "the 28-point plan has Ukraine leave its part of Donetsk, the 20-point plan leaves that open; "
        "both plans have Russia leave land"
    )
    assert fill_places(territory.finding(shipped, "plan_28", "plan_20")) == (
        "only the 20-point plan has Russia leave its part of Dnipropetrovsk, Mykolaiv, Sumy and Kharkiv"
    )
    assert fill_places(territory.finding(texts, "plan_28", "e3_draft")) == (
        "only the 28-point plan has Ukraine leave its part of Donetsk; "
        "only the 28-point plan has Russia leave land it does not name"
    )
    assert territory.finding(texts, "e3_draft") == ("nobody would have to leave land", {})
    assert [territory.leaving(texts, "plan_28", party).value for party in ("ukraine", "russia")] == [1, 4]
    assert [territory.leaving(shipped, "plan_28", party).value for party in ("ukraine", "russia")] == [0, 0]


def test_regions_that_a_plan_does_not_name_are_called_our_reading(shipped):
    ukraine, russia = territory.withdrawals(shipped, ("plan_28_text",)).itertuples()
    assert (ukraine.named, russia.named) == (territory.NAMED, territory.READ)
    assert territory.by_plan(shipped, "plan_28_text")["sumy"] == "Russia leaves, by our reading"
    assert territory.by_plan(shipped, "plan_28_text", says_reading=False)["sumy"] == "Russia leaves"
    assert territory.by_plan(shipped, "plan_20_text")["sumy"] == "Russia leaves"
    assert territory.by_plan(shipped, "e3_draft")["donetsk"] == "On the line of contact, by our reading"


def test_how_the_plans_divide_the_plant(shipped):
    # thirds (twice), halves for Ukraine and the United States (twice), halves for Ukraine and Russia
    assert plant.ways(shipped).value == 3
    # each plan once, whatever accounts and variants there are of it
    assert [plant.sharing(shipped, party).value for party in ("", "ukraine", "united_states", "russia")] == [2, 2, 2, 2]
    assert len(plant.spread(shipped)) == 3 + 2 + 2 + 3 + 2
    assert str(plant.operator_of(shipped, "plan_20")) == "the United States and Ukraine"
    assert plant.holder(shipped) == "russia"
    with pytest.raises(MissingClaim, match=r"does not say who runs it under nobody"):
        plant.operator_of(shipped, "nobody")


def test_what_the_plans_leave_a_party_is_read_from_their_texts_and_variants(shipped):
    clause, places = plant.left(shipped, "russia")
    assert clause == (
        "the {plan_a} leaves it {share_a_a:size} of {of_share_a_a}, the {plan_b}, by its variants, {share_b_a:size} of "
        "{of_share_b_a} or none of its own"
    )
    assert [str(places[name]) for name in ("plan_a", "plan_b")] == ["28-point plan, as published,", "20-point plan"]
    assert [str(places[f"of_share_{name}"]) for name in ("a_a", "b_a")] == ["the output", "the plant"]
    assert [places[name].value for name in ("share_a_a", "share_b_a")] == [50, 33.3]  # a third in Washington's variant
    assert plant.left(shipped, "ukraine")[0].endswith(
        "the {plan_b}, by its variants, {share_b_a:size} of {of_share_b_a} or {share_b_b:size} of {of_share_b_b}"
    )
    assert plant.left(shipped, "united_states")[0].startswith("the {plan_a} leaves it none of its own, ")


def test_shares_of_unlike_things_are_called_so_and_a_plan_without_shares_is_named(shipped):
    assert str(plant.unlike(shipped, "plan_28_text", "plan_20_us")) == "the output and the plant"
    assert plant.unlike(shipped, "plan_20_us", "plan_20_ua") is None  # both of the plant
    assert plant.unlike(shipped, "plan_28", "plan_20") is None  # our assumptions say of nothing what they are of
    assert str(plant.unshared(shipped)) == "European 24-point text"


def test_where_nobody_says_who_runs_it_no_plan_lacks_shares(matters):
    assert plant.unshared(matters) is None


def test_accounts_text_and_variants_are_one_plan(shipped):
    one = {shipped.family(plan) for plan in ("plan_20", "plan_20_text", "plan_20_us", "plan_20_ua")}
    assert one == {"plan_20_text"}
    assert shipped.family("plan_28") == shipped.family("plan_28_text") == "plan_28_text"
    assert [shipped.family(plan) for plan in ("e3_draft", "unknown")] == ["e3_draft", "unknown"]


def test_a_change_whose_interval_includes_both_signs_is_neither_gain_nor_loss(shipped):
    told = plant.shifts(shipped, [("plan_28", "plan_20")])
    assert dict(zip(map(str, told.party), told.outcome, strict=True)) == {
        "Ukraine": plant.UNCLEAR,
        "United States": plant.UNCLEAR,
        "Russia": "loss",
    }
    assert told.change[2].unit == "percentage_point"
    template, places = plant.outcomes(told)
    lost = "{russia} loses a share of {russia_change:size,round,range}"
    assert template == f"{lost}; for {{unclear}} gain or loss is not settled"
    assert format_estimate(places["russia_change"], "size,round,range") == "about 33 points (20 to 50 points)"
    sure = plant.shifts(shipped, [("plan_28_text", "plan_20_us")])
    assert list(sure.outcome) == ["loss", "loss", "gain"]
    assert plant.outcomes(sure.iloc[:0]) == ("nobody gains or loses", {})


def test_all_sources_add_the_published_promises(shipped):
    told, every = (guarantees.completeness(shipped.on(basis)) for basis in ("article", "all"))
    assert (len(told), len(every)) == (4, 9)
    assert (told.specified[0].value, every.specified[0].value) == (2, 4)
    assert told.completeness[0].value == pytest.approx(100 * (2 + 2 + 1) / 16)
    assert every.completeness[0].value == pytest.approx(100 * (4 * 2 + 3) / 16)
    assert str(guarantees.names_of_fullest(every)) == "28-point plan as published"
    assert set(told.teller) == {"as the article reports it"}
    assert len(set(every.teller)) == 2


def test_each_promise_has_what_it_says_on_each_element_and_its_completeness(shipped):
    mine = index_rows(guarantees.by_promise(shipped), "promise")["20-point plan in the article"]
    assert [str(mine[name]) for name in ("guarantors", "response", "forces")] == ["Specified", "Mentioned", "Open"]
    assert [*mine][-2:] == ["limits", "share"]
    assert mine["share"].value == pytest.approx(100 * 5 / 16)


def test_what_is_said_and_what_is_left_open_make_up_the_elements(shipped):
    said, left = guarantees.said(shipped), index_rows(guarantees.left_open(shipped), "promise")
    assert len(left) == 9
    counted = said[said.element != "What voids or narrows it"]
    for promise, row in left.items():
        assert sum(str(name) == promise for name in counted.promise) + row["open"].value == 8
    assert str(left["Paris declaration"]["dated"]) == "6 January 2026"


def test_a_range_of_years_is_shown_by_its_ends(shipped):
    asked = guarantees.years(shipped).iloc[-1]
    assert [format_estimate(asked[name]) for name in ("shortest", "longest", "first", "last")] == [
        "30 years",
        "50 years",
        "2056",
        "2077",
    ]


def test_counting_by_issue_and_weighting_are_separate_steps(shipped):
    assert consensus.by_issue(shipped).value == pytest.approx(70)  # seven of ten
    frame = index_rows(consensus.by_party(shipped, "plan_20"), "party")
    europe, russia = frame["Europe"], frame["Russia"]
    assert europe["alike"].value == pytest.approx(62.5)  # five of eight
    assert europe["weighing"].value == pytest.approx(63.4286 - 62.5, abs=1e-4)
    assert russia["weighing"].value == pytest.approx(60.3239 - 70, abs=1e-4)
    for row in frame.values():
        assert row["counting"].value + row["weighing"].value == pytest.approx(-row["fall"].value)


def test_the_heaviest_issue_by_side(shipped, matters):
    assert fill_places(consensus.heaviest(shipped)) == (
        "What weighs most for Russia is open; what weighs most for the United States, Ukraine and Europe counts as "
        "agreed."
    )
    assert fill_places(consensus.heaviest(matters)) == "What weighs most is open for every side."


def test_what_rough_weights_leave_open(shipped, matters):
    assert consensus.unsettled(consensus.by_party(shipped, "plan_20")) == (
        "our codes are too rough to say which side has more of it, or whether weighting alone lowers or raises it "
        "for any side"
    )
    # 0.6 / 1.5 against one of two: 0.5 / 1.5 to 0.7 / 1.5 at the least and most, so weighing lowers it for certain
    assert consensus.unsettled(consensus.by_party(matters, "plan_high")) == (
        "our codes are too rough to say which side has more of it"
    )
