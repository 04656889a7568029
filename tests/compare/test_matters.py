"""The comparisons of plans, land, plant, guarantees, consensus, positions, context, time and outlook, by hand."""

from __future__ import annotations

import math

import pytest

from analysis import compare, load_case
from analysis.compare import (
    arithmetic,
    concessions,
    consensus,
    context,
    guarantees,
    outlook,
    plans,
    plant,
    polls,
    positions,
    power,
    sources,
    territory,
    timeline,
)
from analysis.errors import MissingClaim, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.show.number import format_estimate
from tests.conftest import TINY, merge_folders


def get_values(frame, name, unit=""):
    return [None if cell is None else cell.to(unit).value if unit else cell.value for cell in frame[name]]


def test_plans_side_by_side(matters):
    frame = plans.side_by_side(matters)
    assert [str(issue) for issue in frame.issue] == ["Army size", "Territory"]
    assert [str(text) for text in frame.plan_low] == ["A cap of 600", "Recognition Market access"]
    assert list(frame.fate) == ["Changed", "Changed, dropped"]


def test_fates_count_and_share(matters):
    frame = plans.fates(matters, "plan_low", "plan_high")
    assert dict(zip(frame.fate, get_values(frame, "provisions"), strict=True)) == {
        "Kept": 0,
        "Changed": 2,
        "Dropped": 1,
        "Added": 0,
        "Newly reported": 0,
    }
    assert get_values(frame, "share")[:3] == [pytest.approx(v) for v in (0, 200 / 3, 100 / 3)]
    assert frame.share[3] is None  # what is added is no part of the earlier plan
    assert (
        frame.provisions[1].leaf.origin.statement
        == "Counted: Army size and Territory. Which rows are counted rests on our coding."
    )


def test_points_of_the_plans(matters):
    row = plans.points(matters, "plan_low", "plan_high").iloc[0]
    assert row.difference.value == -8
    assert row["share"].value == pytest.approx(-28.5714, abs=1e-4)  # -8 / 28


def test_detail_is_the_fullest_provision(matters):
    assert list(map(str, plans.detail(matters).plan_low)) == ["Substantive", "Full"]
    assert list(map(str, plans.detail(matters).plan_high)) == ["Full", "Mention"]


def test_whom_provisions_favour(matters):
    frame = plans.favours(matters)
    assert [str(party) for party in frame.party] == ["United States", "Ukraine"]
    assert get_values(frame, "plan_low") == [2, 1]
    assert get_values(frame, "plan_high") == [0, 1]  # that it is silent on the market is no provision


def test_statuses_and_withdrawals(matters):
    frame = territory.statuses(matters)
    assert [str(region) for region in frame.region] == ["Donetsk", "Sumy"]
    assert list(frame.plan_high) == ["On the line of contact; with a special zone", "The United States leaves"]
    assert list(frame.plan_low) == ["Recognised as another party's, Ukraine leaves", None]
    leaving = territory.withdrawals(matters)
    assert [
        (str(r["plan"]), str(r["party"]), str(r["regions"]), r["count"].value) for r in leaving.to_dict("records")
    ] == [("28-point plan", "Ukraine", "Donetsk", 1), ("20-point plan", "United States", "Sumy", 1)]


def test_shifts_of_the_plants_shares(matters):
    frame = plant.shifts(matters, worth=power.value(matters))
    assert [(str(p), c.value) for p, c in zip(frame.party, frame.change, strict=True)] == [
        ("Ukraine", pytest.approx(16)),
        ("United States", pytest.approx(17)),
    ]
    assert frame.worth[0].to("USD").value == pytest.approx(0.16 * 6000 * 0.8 * 8766 * 50)


def test_completeness_of_a_guarantee(matters):
    frame = guarantees.completeness(matters)
    assert [str(p) for p in frame.promise] == ["The promise", "The pledge"]
    assert get_values(frame, "completeness") == [pytest.approx(100 * 3 / 16), pytest.approx(100 / 16)]
    assert get_values(frame, "open") == [1, 0]
    row = guarantees.left_open(matters).iloc[0]
    assert (str(row.elements), str(row.open_with)) == ("duration", "the United States and Ukraine")


def test_years_offered_and_asked_for(matters):
    assert get_values(guarantees.years(matters), "years") == [15, 50]


def test_the_headline_as_points(matters):
    assert consensus.points_agreed(matters, "plan_high").value == 18
    assert consensus.points_open(matters, "plan_high").value == pytest.approx(2)


def test_agreement_weighted_by_salience(matters):
    assert consensus.weighted(matters, "ukraine").value == pytest.approx(100 * 0.6 / 1.5)
    frame = consensus.by_party(matters, "plan_high")
    assert get_values(frame, "fall") == [pytest.approx(90 - 40), pytest.approx(90 - 40)]
    # 0.9 (1 - 0.4) / (0.4 (1 - 0.9)) = 13.5, and with it 13.5 x 0.4 / (13.5 x 0.4 + 0.6) is 0.9 again
    assert get_values(frame, "needed") == [pytest.approx(13.5), pytest.approx(13.5)]
    assert pytest.approx(0.9) == 13.5 * 0.4 / (13.5 * 0.4 + 0.6)


def test_distance_is_weighted_city_block(matters):
    frame = positions.distances(matters)
    expected = (0.5 * abs(0.9 - 0.5) + 0.75 * abs(1 - 0.3)) / (0.5 + 0.75)
    assert frame.distance[0].value == pytest.approx(expected)


def test_a_zone_exists_where_ranges_overlap(matters):
    frame = positions.zones(matters)
    assert [(str(i), w.value, z) for i, w, z in zip(frame.issue, frame.width, frame.zone, strict=True)] == [
        ("Army size", pytest.approx(0.1), "yes"),
        ("Territory", pytest.approx(-0.3), "no"),
    ]


def test_concessions_under_a_plan(matters):
    frame = concessions.concessions(matters, "plan_low").set_index(
        concessions.concessions(matters, "plan_low").party.map(str)
    )
    expected = (0.6 * 0.7 + 0.9 * 0.9) / 1.5
    assert frame.concession["Ukraine"].value == pytest.approx(expected)
    assert str(frame.hardest["Ukraine"]) == "Territory"


def test_concessions_need_a_coded_provision(matters):
    with pytest.raises(MissingClaim, match="codes no provision of plan_none"):
        concessions.concessions(matters, "plan_none")


def test_the_lead_and_its_margin(matters):
    assert polls.lead(matters, "smith", "jones").value == pytest.approx(28)
    margin = polls.margin(matters, "smith")
    assert margin.value == pytest.approx(196 * math.sqrt(0.64 * 0.36 / 2000))
    assert margin.claims == {"sup_a", "n"}


def test_the_population_fell_by_a_quarter(matters):
    row = context.population(matters).iloc[0]
    assert row.change.to("million person").value == pytest.approx(-10)
    assert row["share"].value == pytest.approx(-25)


def test_what_was_launched_is_added_up(matters):
    row = context.launched(matters).iloc[0]
    assert row.total.value == 540
    assert row.share.value == pytest.approx(92.5926, abs=1e-4)
    assert row.stopped is row.counted is None


def test_parts_of_several_units_or_a_single_one_have_no_sum(matters):
    mixed = context.launched(matters, parts=("strike.drones", "population.now")).iloc[0]
    assert ([part.value for part in mixed.parts], mixed.total, mixed.share) == ([500, 30], None, None)
    alone = context.launched(matters, parts=("strike.drones",)).iloc[0]
    assert ([part.value for part in alone.parts], alone.total) == ([500], None)


def test_of_nothing_launched_nothing_is_said(tiny):
    row = context.launched(load_case(tiny)).iloc[0]
    assert (row.parts, row.total, row.stopped, row.counted, row.remark) == ([], None, None, None, "–")


@pytest.mark.parametrize("basis", ["article", "all"])
def test_what_was_brought_down_is_set_against_the_count_of_the_same_source(basis):
    row = context.launched(load_case(basis=basis)).iloc[0]
    assert (row.stopped.value, row.counted.value) == (503, 519 + 40)
    assert row.counted.claims == {"drones_airforce", "missiles_airforce"}


def test_pressure_is_counted_back_from_the_event(matters):
    frame = context.pressure(matters, "meeting")
    assert [str(t) for t in frame.title] == ["Scandal"]
    assert (frame.days[0].low, frame.days[0].high) == (58, 88)  # any day of October before 28 December


def test_days_between_exact_dates_are_exact(matters):
    days = timeline.between(matters, "first", "meeting")
    assert (days.value, days.low, days.high) == (303, 303, 303)


def test_a_month_is_not_a_day(matters):
    days = timeline.between(matters, "scandal", "meeting")
    assert (days.low, days.high) == (58, 88)
    assert days.qualifier == "about"


def test_events_in_order_and_what_was_scheduled(matters):
    assert list(timeline.events(matters).event) == ["first", "scandal", "meeting", "next"]
    assert list(timeline.events(matters, since="2025-10", until="2025-12").event) == ["scandal", "meeting"]
    assert str(timeline.scheduled(matters).outcome[0]) == "It did not take place"


def test_sources_differ_on_the_need(matters):
    frame = sources.rivals(matters)
    row = next(r for r in frame.to_dict("records") if str(r["quantity"]) == "reconstruction need")
    assert (row["article"].value, row["lowest"].value, row["highest"], row["sources"].value) == (800, 588, "–", 1)


def test_every_comparison_is_found_by_its_name():
    assert compare.plans is plans
    with pytest.raises(AttributeError, match="no comparison 'nothing'"):
        _ = compare.nothing


def test_the_switch_of_basis_shows_both_answers(matters):
    frame = compare.basis.switch(
        matters,
        compare.reconstruction.gap,
        "assets.frozen",
        ("forces.cap", "plan_low"),
        (plans.fate, "plan_low", "plan_high", "changed"),
    )
    assert get_values(frame, "article") == [pytest.approx(v) for v in (700, 300, 600_000, 2)]
    assert get_values(frame, "all") == [pytest.approx(v) for v in (488, 300, 600_000, 2)]  # 588 - 100 by the survey
    assert frame.change[0].value == pytest.approx(488 - 700)
    assert list(frame.change[1:]) == ["The same"] * 3


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_a_month_by_the_article_is_a_day_by_other_sources(shipped):
    frame = timeline.redated(shipped).set_index(timeline.redated(shipped).title.map(lambda label: label.id))
    assert (str(frame.article["plant_decree"]), str(frame["all"]["plant_decree"])) == ("October 2025", "5 October 2022")
    days = frame.apart["zaluzhnyi_removed"]  # 8 February 2024 is 22 to 52 days before a day of March 2024
    assert (days.low, days.high, frame.way["zaluzhnyi_removed"]) == (22, 52, "earlier")
    assert timeline.between(shipped.on("all"), "zaluzhnyi_removed", "meeting").value == 689


def test_the_fifteen_years_as_years_of_the_calendar(shipped):
    until = guarantees.years(shipped).until
    assert (until[0].value, until[0].low, until[0].high) == pytest.approx((2041, 2041, 2042))
    assert (until.iloc[-1].low, until.iloc[-1].high) == pytest.approx((2026 + 30, 2027 + 50))
    assert format_estimate(until.iloc[-1], "bare,range") == "2066 (2056 to 2077)"


def test_by_all_sources_a_plan_is_its_published_text(shipped):
    assert (shipped.telling("plan_28"), shipped.on("all").telling("plan_28")) == ("plan_28", "plan_28_text")
    assert [plans.fate(shipped.on(basis), "plan_28", "plan_20", "dropped").value for basis in ("article", "all")] == [
        2,
        10,
    ]
    assert "plan_20" not in plans.spoken(shipped.on("all"))
    assert str(territory.headings(shipped.on("all"), ("plan_20",))["plan_20"]) == "20-point plan, as published"


def test_only_the_articles_own_factors_count_on_its_basis(shipped):
    assert (len(outlook.factors(shipped)), len(outlook.factors(shipped.on("all")))) == (11, 12)
    assert guarantees.fullest(shipped).value == pytest.approx(100 * 5 / 16)  # 2 + 2 + 1 of 8 x 2


def test_who_would_run_the_plant(shipped):
    found = {str(row["variant"]): str(row["operators"]) for row in plant.operators(shipped).to_dict("records")}
    assert found["Today, in fact"] == "Russia"
    assert "Russia" not in found["20-point plan, by the article"]
    assert found["28-point plan, as published"] == "IAEA"


def test_shifts_between_chosen_variants(shipped):
    frame = plant.shifts(shipped, [("plan_28_text", "plan_20_ua")])
    assert {str(row["party"]): row["change"].value for row in frame.to_dict("records")} == {
        "Russia": -50,
        "United States": 50,
    }
    with pytest.raises(UsageError, match="no variant 'plan_20_usa' \\(nearest: plan_20_us\\)"):
        plant.shifts(shipped, [("plan_28_text", "plan_20_usa")])


def test_everything_that_changes_with_the_basis(shipped):
    frame = sources.switched(shipped)
    found = {str(row["quantity"]): (row["article"].value, row["all"].value) for row in frame.to_dict("records")}
    assert found["reconstruction need"] == (800, 588)
    assert found["pre-war strength"] == (600_000, 261_000)
    assert "troop cap" not in found


def test_a_concession_of_one_party_is_the_mean_over_the_plans_provisions(matters):
    by_party = concessions.concessions(matters, "plan_low").set_index(
        concessions.concessions(matters, "plan_low").party.map(lambda label: label.id)
    )
    assert concessions.concession(matters, "plan_low", "ukraine").value == by_party.concession["ukraine"].value
    with pytest.raises(MissingClaim, match="codes no position of ukrain"):
        concessions.concession(matters, "plan_low", "ukrain")


def test_sums_carry_their_formula(matters):
    row = arithmetic.sums([compare.reconstruction.gap(matters)]).iloc[0]
    assert (str(row.what), str(row.formula)) == ("Funding gap", "reconstruction need − usable frozen assets")


def test_stated_sums_are_compared_with_the_computed_ones(shipped):
    found = {str(row["what"]): row for row in arithmetic.recomputed(shipped).to_dict("records")}
    stated = found["need covered, as stated"]
    assert (stated["stated"].value, stated["computed"].value, stated["holds"]) == (12.5, pytest.approx(12.5), "yes")
    assert found["points still open"]["computed"].value == pytest.approx(20 * (1 - 0.9))
    assert not arithmetic.meets(make_leaf("said", 20, "percent"), stated["computed"])


def test_names_of_a_case_keep_their_letters_where_words_of_ours_begin_a_cell_or_follow_in_it(tmp_path):
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "names")
    with (folder / "parties.csv").open("a", encoding="utf-8") as file:
        file.write("eforce,eForce Group,state,,true,\n")
    with (folder / "region_status.csv").open("a", encoding="utf-8") as file:
        file.write(
            "s5,plan_high,lviv,withdrawal,eforce,article,II p2,\ns6,plan_high,sumy,withdrawal,ukraine,article,II p2,\n"
        )
    found = territory.by_plan(load_case(folder), "plan_high")
    assert found["lviv"] == "eForce Group leaves"
    assert found["sumy"] == "The United States leaves; Ukraine leaves"
    assert found["donetsk"] == "On the line of contact; with a special zone"
