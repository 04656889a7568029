"""Limits: distances, changes and densities, worked by hand."""

from __future__ import annotations

import re

import pytest

from analysis import compare, load_case
from analysis.errors import MissingClaim
from analysis.messages import use_language
from analysis.show.number import format_estimate
from tests.case.test_funds import write_rows
from tests.case.test_ledger import replace_text
from tests.conftest import TINY
from tests.shipped.test_by_hand import CASES


@pytest.fixture(scope="module", params=CASES, ids=["tiny", "shipped"])
def case(request):
    return load_case(request.param)


def test_caps_are_lowest_first_with_the_names_of_their_plans(case):
    frame = compare.forces.caps(case)
    assert [str(plan) for plan in frame["plan"]] == ["28-point plan", "20-point plan"]
    assert [format_estimate(cap) for cap in frame["cap"]] == ["600,000", "800,000"]


def test_the_change_is_as_sure_as_the_strength_it_starts_from(case):
    lower = compare.forces.caps(case).iloc[0]
    assert (lower.change.value, lower.change.low, lower.change.high) == (-200_000, -280_000, -120_000)
    assert format_estimate(lower.change, "size") == "about 200,000"
    assert format_estimate(lower.change, "signed") == "about −200,000"
    assert (lower.change_share.low, lower.change_share.high) == (
        pytest.approx(-31.82, abs=0.01),
        pytest.approx(-16.67, abs=0.01),
    )


def test_a_cap_at_the_present_strength_changes_nothing(case):
    higher = compare.forces.caps(case).iloc[-1]
    assert (higher.change.value, higher.change_share.value) == (0, 0)
    assert format_estimate(higher.change, "bare,signed") == "0"


def test_densities_are_written_to_one_decimal_so_that_they_compare(case):
    frame = compare.forces.caps(case)
    assert [format_estimate(density, "bare") for density in frame["per_1000_now"]] == ["20", "26.7"]
    assert [format_estimate(density) for density in frame["per_1000_before"]] == ["at least 15", "at least 20"]


def test_the_distance_of_two_exact_caps_is_exact(case):
    pair = compare.forces.between(case).iloc[0]
    said = [format_estimate(number) for number in (pair.difference, pair.below, pair.above)]
    assert said == ["200,000", "−25%", "33.3%"]
    assert (str(pair.lower), str(pair.higher)) == ("28-point plan", "20-point plan")


def test_a_single_plan_has_no_pair(tiny):
    replace_text(tiny, "claims", "cap_high,forces.cap,plan_high", "cap_high,forces.strength,plan_high")
    frame = compare.forces.between(load_case(tiny))
    assert frame.empty
    assert list(frame.columns) == ["lower", "higher", "difference", "below", "above"]


def test_caps_come_before_strengths_each_by_the_population_of_its_time():
    frame = compare.forces.levels(load_case(TINY))
    assert [level.value for level in frame["amount"]] == [600_000, 800_000, 800_000, 600_000]
    before = frame[[str(level) == "Pre-war strength" for level in frame["level"]]].iloc[0]
    assert "pop_prewar_article" in before.per_1000.claims
    assert before.per_1000.value == pytest.approx(15)


def list_levels(frame):
    return [(str(row.level), row.kind, row.amount.value) for row in frame.itertuples()]


def test_the_level_before_the_war_is_shown_with_other_counts():
    assert list_levels(compare.forces.levels(load_case())) == [
        ("Troop cap in the 28-point plan", "limit", 600_000),
        ("Troop cap in the 20-point plan", "limit", 800_000),
        ("Present strength", "level", 800_000),
        ("Pre-war strength, by the article", "level", 600_000),
        ("Pre-war strength, highest other count: standing army", "other count", 290_000),
        ("Pre-war strength, lowest other count: active troops", "other count", 196_000),
    ]
    everybody = list_levels(compare.forces.levels(load_case(basis="all")))
    assert everybody[3] == ("Pre-war strength, by the source in use", "level", 261_000)
    assert ("Pre-war strength, highest other count: standing army", "other count", 290_000) in everybody


def test_a_single_other_count_is_neither_lowest_nor_highest(tiny):
    with (tiny / "claims.csv").open(encoding="utf-8") as file:
        row = next(line for line in file if line.startswith("prewar_article,"))
    with (tiny / "claims.csv").open("a", encoding="utf-8") as file:
        for old, new in (
            ("prewar_article", "prewar_survey"),
            (",article,", ",survey,"),
            ("600000", "250000"),
            ("preferred", "normal"),
        ):
            row = row.replace(old, new)
        file.write(row)
    assert ("Pre-war strength, another count", "other count", 250_000) in list_levels(
        compare.forces.levels(load_case(tiny))
    )


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        (("army", "army"), ""),
        (("army", "all forces"), "They do not count the same."),
        (("army", ""), "Whether they count the same is not on record."),
        (("", ""), "Whether they count the same is not on record."),
        (("",), ""),
    ],
)
def test_counts_are_unlike_only_where_they_say_so(tiny, bases, said):
    row = {"quantity": "forces.prewar", "subject": "ukraine", "source": "survey", "locator": "p. 1", "value": "250000"}
    row |= {"qualifier": "exact", "status": "reported", "statement": "So many.", "rank": "normal"}
    for id, base in zip(("prewar_article", "prewar_survey"), bases, strict=False):
        write_rows(tiny / "claims.csv", ({} if id == "prewar_article" else row) | {"claim_id": id, "base": base})
    assert compare.forces.count_alike(load_case(tiny)) == said


def test_what_others_count_before_the_war():
    assert [count.value for count in compare.forces.prewar_others(load_case())] == [196_000, 290_000]
    assert [count.value for count in compare.forces.prewar_others(load_case(basis="all"))] == [
        196_000,
        290_000,  # the 600,000 of the article are contradicted
    ]
    assert [count.value for count in compare.forces.prewar_others(load_case(TINY))] == [600_000, 600_000]


def test_a_plan_by_itself_says_what_the_table_of_caps_says(case):
    row = compare.forces.caps(case).iloc[0]
    assert compare.forces.change(case, row.plan.id).value == row.change.value == -200_000
    assert compare.forces.per_1000_now(case, row.plan.id).name == row.per_1000_now.name
    assert compare.forces.multiple(case).value == pytest.approx(1)


def test_the_lower_cap_is_set_against_an_army_that_is_counted_in_the_same_way():
    everybody = load_case(basis="all")
    assert everybody["forces.prewar"].value == 261_000
    assert compare.forces.multiple(load_case()).value == pytest.approx(1)  # the article states no base
    assert compare.forces.multiple(everybody).value == pytest.approx(600 / 261)  # all of the armed forces


def test_densities_are_of_the_territory_that_the_army_draws_on():
    frame = compare.forces.caps(load_case(basis="all"))
    assert [row.value for row in frame["per_1000_now"]] == pytest.approx([600 / 31.1, 800 / 31.1])
    assert [row.value for row in frame["per_1000_before"]] == pytest.approx([600 / 37, 800 / 37])
    set_by_reader = load_case(basis="all", override={"population.now": 40})
    assert compare.forces.caps(set_by_reader)["per_1000_now"].iloc[0].value == pytest.approx(15)


def test_an_army_grows_by_counts_of_one_kind():
    rows = {str(row.covers): row for row in compare.forces.growth(load_case()).itertuples()}
    assert {name: (row.before.value, row.now.value) for name, row in rows.items()} == {
        "armed forces": (261_000, 800_000),
        "active troops": (196_000, 900_000),
    }
    assert rows["armed forces"].times.value == pytest.approx(800 / 261)
    assert compare.forces.growth(load_case(TINY)).empty


def test_other_armies_in_proportion_to_their_peoples():
    rows = compare.forces.by_party(load_case())
    assert [(str(row.party), row.per_1000.value) for row in rows.itertuples()] == [
        ("Russia", pytest.approx(1_320 / 143.997393)),
        ("France", pytest.approx(200 / 66.650804)),
        ("United Kingdom", pytest.approx(184.86 / 69.551332)),
        ("Germany", pytest.approx(181.6 / 84.075075)),
    ]
    assert compare.forces.by_party(load_case(TINY)).empty


def test_each_cap_on_the_population_before_the_war_and_now(case):
    frame = compare.forces.densities(case)
    assert [(str(row.level), row.density.value) for row in frame.itertuples()] == [
        ("28-point plan: population before the war", pytest.approx(15)),
        ("28-point plan: population now", pytest.approx(20)),
        ("20-point plan: population before the war", pytest.approx(20)),
        ("20-point plan: population now", pytest.approx(800 / 30)),
    ]


def test_the_lower_cap_as_a_multiple_of_each_count_before_the_war():
    frame = compare.forces.prewar_claims(load_case())
    assert frame["amount"].iloc[0].value == 600_000
    assert frame["chosen"].tolist().count("baseline") == 1
    assert frame["ratio"].iloc[0].to("one").value == pytest.approx(1)
    assert frame["amount"].iloc[-1].value < 300_000
    assert frame["ratio"].iloc[-1].value == pytest.approx(600_000 / frame["amount"].iloc[-1].value)


def test_a_strength_set_by_the_reader_runs_through():
    lower = compare.forces.caps(load_case(TINY, override={"forces.strength": 900_000})).iloc[0]
    assert (lower.change.value, lower.change.qualifier) == (-300_000, "exact")
    assert lower.change.claims == {"cap_low", "parameter:forces.strength"}


@pytest.mark.parametrize(
    ("quantity", "ask"),
    [
        ("forces.cap", "caps"),
        ("forces.cap", "between"),
        ("forces.cap", "levels"),
        ("forces.cap", "prewar_claims"),
        ("forces.strength", "caps"),
        ("forces.prewar", "prewar_claims"),
    ],
)
def test_a_missing_claim_names_the_quantity(tiny, quantity, ask):
    text = (tiny / "claims.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if f",{quantity}," not in line]
    (tiny / "claims.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(MissingClaim, match=f"tiny has no claim on {quantity}"):
        getattr(compare.forces, ask)(load_case(tiny))


def remove_claims(tiny, *quantities):
    text = (tiny / "claims.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not any(f",{quantity}," in line for quantity in quantities)]
    (tiny / "claims.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_without_people_and_a_level_before_the_rest_is_still_compared(tiny):
    remove_claims(tiny, "population.now", "population.prewar", "forces.prewar")
    case = load_case(tiny)
    row = compare.forces.caps(case).iloc[0]
    assert (row.change.value, row.per_1000_now, row.per_1000_before) == (-200_000, None, None)
    levels = compare.forces.levels(case)
    assert list_levels(levels)[-1] == ("Present strength", "level", 800_000)
    assert (len(levels), levels["per_1000"].tolist()) == (3, [None, None, None])
    assert compare.forces.densities(case).empty
    assert compare.forces.growth(case).empty


def test_a_limit_in_another_unit_than_people_has_no_density(tiny):
    for quantity in ("cap", "strength", "prewar"):
        text = (tiny / "quantities.csv").read_text(encoding="utf-8")
        (tiny / "quantities.csv").write_text(
            re.sub(rf"(forces\.{quantity},[^,]*),person,", r"\1,tonne,", text), encoding="utf-8"
        )
    row = compare.forces.caps(load_case(tiny)).iloc[0]
    assert (row.change.value, row.change.unit, row.per_1000_now) == (-200_000, "tonne", None)


def test_what_is_limited_has_the_name_that_the_case_gives_it():
    assert str(compare.forces.limited(load_case())) == "the army"
    assert str(compare.forces.limited(load_case(TINY))) == "present strength"  # no subject: what there is now


def test_a_misspelt_comparison_names_the_nearest():
    with pytest.raises(AttributeError, match=r"no comparison 'forcs' \(nearest: forces\)"):
        _ = compare.forcs
    assert {"forces", "reconstruction"} <= set(dir(compare))


@pytest.mark.parametrize(
    ("means", "said"),
    [
        ("cut", "{lower} означає скорочення на {cut:size}"),
        ("room", "{lower} допускає збільшення ще на {cut:size}"),
        ("none", "{lower} майже або зовсім нічого не змінює"),
        ("open", "чи означає {lower} скорочення, невідомо"),
    ],
)
def test_what_a_limit_means_is_said_in_ukrainian_with_the_places_of_the_notebook(means, said):
    with use_language("uk"):
        assert compare.forces.describe_change(means, "lower", "cut") == said


def test_levels_are_named_in_ukrainian_and_their_kinds_compare_in_english(ukrainian):
    frame = compare.forces.levels(ukrainian)
    assert str(frame["level"][3]) == "Pre-war strength, за даними статті"
    assert [str(kind) for kind in frame["kind"][:3]] == ["межа", "межа", "рівень"]
    assert list(frame["kind"] == "limit") == [True, True, *[False] * (len(frame) - 2)]


def test_numbers_keep_their_ids_in_ukrainian(ukrainian, shipped):
    pair, growth = compare.forces.between(ukrainian).iloc[0], compare.forces.growth(ukrainian).iloc[0]
    assert (pair.difference.label, pair.difference.name) == ("Різниця між межами", "forces.difference.plan_28.plan_20")
    assert (growth.times.label, growth.times.name) == ("Відношення до попереднього числа", "forces.growth.armed_forces")
    assert compare.forces.count_alike(ukrainian) == "Вони рахують не одне й те саме."
    chosen = list(compare.forces.prewar_claims(ukrainian).chosen)
    assert (chosen[0] == "baseline", str(chosen[0])) == (True, "взято за основу")
