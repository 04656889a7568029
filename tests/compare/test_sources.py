"""The ledger: what counts as one statement, and where sources differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare import sources
from analysis.estimates.constructors import make_leaf
from analysis.estimates.difference import UNLIKE
from tests.case.test_ledger import replace_text


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_no_source_contradicts_itself_and_equal_numbers_are_not_rivals(shipped):
    frame = sources.rivals(shipped)
    named = {(str(row.quantity), str(row.subject)) for row in frame.itertuples()}
    for quantity in ("troop cap", "missiles in the strike", "US federal debt", "term of the licence"):
        assert quantity not in {name for name, _ in named}
    need = next(row for row in frame.itertuples() if str(row.quantity) == "reconstruction need")
    assert (need.article, need.lowest.value, need.highest.value, need.stands) == ("–", 500, 588, "–")
    assert (str(need.base), need.sources.value) == ("need over ten years", 2)  # a sum to be raised is another thing
    ports = next(row for row in frame.itertuples() if str(row.quantity) == "sea ports")
    assert (ports.lowest.value, ports.highest, ports.stands) == (3, "–", "below")


def test_what_a_source_has_revised_and_what_counts_other_things_is_no_disagreement(shipped):
    frame = sources.rivals(shipped)
    assert "ground newly occupied in a month" not in {str(row.quantity) for row in frame.itertuples()}  # four months
    rows = {str(r.base): r for r in frame.itertuples() if str(r.quantity) == "population now"}
    assert {name: row.lowest.value for name, row in rows.items()} == {
        "borders of 1991": 35.8,
        "territory Kyiv holds": 26,
    }
    assert {row.article.value for row in rows.values()} == {30}  # it states no base, and stands beside each
    need = next(row for row in frame.itertuples() if str(row.quantity) == "reconstruction need")
    assert need.lowest.claims | need.highest.claims == {"need_prosperity", "need_rdna5"}  # RDNA4 is revised


@pytest.mark.parametrize(
    ("values", "apart"),
    [
        ([(38, "over"), (38.02, "exact")], False),
        ([(3, "at_least"), (5, "exact")], False),
        ([(100, "at_most"), (200, "exact")], True),
        ([(64, "exact"), (64.2, "exact")], False),
        ([(36, "exact"), (35.8, "exact")], False),
        ([(40, "exact"), (50, "nearly")], True),
        ([(40, "nearly"), (42, "exact")], True),
    ],
)
def test_numbers_differ_where_none_is_in_all_intervals(values, apart):
    assert (
        sources._has_no_overlap(
            [
                make_leaf(f"c{at}", value, "item", qualifier=qualifier, minimum=0)
                for at, (value, qualifier) in enumerate(values)
            ]
        )
        is apart
    )


def test_what_changes_by_less_than_a_hundredth_does_not_change(shipped):
    found = {str(row.quantity): row.change for row in sources.switched(shipped).itertuples()}
    assert found.keys() == {"reconstruction need", "pre-war strength", "drones in the strike", "sea ports"}
    assert found["pre-war strength"].value == pytest.approx(-56.5)  # 600,000 to 261,000
    assert found["reconstruction need"] == UNLIKE  # a sum to be raised, and a need over ten years
    assert (found["sea ports"].value, found["sea ports"].unit) == (2, "item")  # 1 to at least 3


def make_number(id: str, value: float, qualifier: str):
    return make_leaf(id, value, "item", qualifier=qualifier, minimum=0)


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ((300, "about"), (280, "about"), True),  # "about 280" is 252 to 308
        ((300, "about"), (349, "about"), False),  # 270 to 330, and 314.1 to 383.9
        ((300, "about"), (300, "over"), True),
        ((100, "at_most"), (200, "about"), False),
        ((3, "at_least"), (5, "exact"), True),
        ((1, "exact"), (3, "at_least"), False),
    ],
)
def test_a_number_agrees_with_another_where_one_is_within_the_words_of_the_other(one, other, met):
    first, second = make_number("a", *one), make_number("b", *other)
    assert sources._meets(first, second) is met
    assert sources._meets(second, first) is met


@given(
    st.tuples(st.integers(1, 1000), st.sampled_from(["exact", "about", "nearly", "over", "at_least", "at_most"])),
    st.tuples(st.integers(1, 1000), st.sampled_from(["exact", "about", "nearly", "over", "at_least", "at_most"])),
)
def test_numbers_that_agree_have_a_value_in_common(one, other):
    first, second = make_number("a", *one), make_number("b", *other)
    assert sources._meets(first, first)
    assert not sources._meets(first, second) or not sources._has_no_overlap([first, second])


def test_what_a_source_has_revised_is_history_and_no_rival(tiny):
    row = "{},assets.frozen,,survey,p. 4,{},,,,exact,estimated,{},,,Said.,said,,,,normal,\n"
    claims = tiny / "claims.csv"
    text = (
        claims.read_text("utf-8") + row.format("frozen_then", 900, "2024-06") + row.format("frozen_since", 310, "2025")
    )
    claims.write_text(text, "utf-8")
    assert "frozen assets" not in {str(one.quantity) for one in sources.rivals(load_case(tiny)).itertuples()}
    claims.write_text(text.replace(",310,", ",600,"), "utf-8")
    found = next(one for one in sources.rivals(load_case(tiny)).itertuples() if str(one.quantity) == "frozen assets")
    assert (found.lowest.value, found.highest, str(found.revised)) == (600, sources.NOTHING, "$900 billion (June 2024)")
    assert found.sources.value == 1


def test_quantities_in_dispute_are_counted_among_those_that_have_a_number(tiny, shipped):
    case = load_case(tiny)
    numbers = {claim.quantity for claim in case.ledger.tables["claims"].values() if claim.value is not None}
    assert sources.disputed(case).value == 1  # the need, 800 against 588
    assert sources.stated(case).value == len(numbers) == 9
    assert sources.disputed(shipped).value == sources.rivals(shipped)["quantity"].map(str).nunique()


@pytest.mark.parametrize(("year", "rivals"), [("2035", 1), ("2030", 0)])
def test_numbers_of_two_years_are_no_rivals(tiny, year, rivals):
    for claim, as_of in (("800,,,,exact,estimated,2025-12", year), ("588,,,,about,estimated,2025-06", "2035")):
        replace_text(tiny, "claims", claim, claim.rpartition(",")[0] + f",{as_of}")
    assert sources.disputed(load_case(tiny)).value == rivals  # the need, 800 against 588


def test_in_a_series_only_numbers_of_one_time_stand_side_by_side(gauge):
    case = load_case(gauge)
    rows = [row for row in sources.rivals(case).itertuples() if str(row.quantity) == "flow"]
    assert [(str(row.when), row.article.value, row.lowest.value) for row in rows] == [
        ("2024", 140, 135),
        ("2022", 50, 61),
    ]
    found = [row for row in sources.switched(case).itertuples() if str(row.quantity) == "flow"]
    assert [(str(row.when), row.article.value, row.all.value) for row in found] == [
        ("2022", 50, 61),
        ("2024", 140, 135),
    ]
    assert found[0].change.value == pytest.approx(22)  # 11 of 50; the 79 of 2025 stand beside nothing
    assert sources.times(sources.rivals(case)) == {"when": "As of"}
    assert sources.disputed(case).value == 2  # the need, and the flow of two years


def test_disputed_numbers_stand_on_one_scale_as_shares_of_the_article(shipped):
    rows = {str(row.what): row for row in sources.against_text(shipped).itertuples()}
    frozen = rows["Frozen assets"]  # 300; others 280 to 349
    assert (frozen.own.value, frozen.least.value, frozen.most.value) == pytest.approx((100, 2800 / 30, 34900 / 300))
    ports = rows["Sea ports (Ukraine)"]  # 1 by the article, 3 by the one other
    assert (ports.least.value, ports.most.value) == (300, 300)
    assert len(rows) == sum(row.stands != sources.NOTHING for row in sources.rivals(shipped).itertuples())


def test_a_number_with_which_some_source_agrees_is_not_alone(shipped, tiny):
    # the strength before the war and the ports; the population agrees with some in the borders of one count
    assert sources.alone(shipped).value == 2
    assert sources.alone(load_case(tiny)).value == 1  # the need, 800 against 588


def test_what_is_nothing_by_the_article_has_no_share(tiny):
    replace_text(tiny, "claims", ",800,,,,exact,estimated", ",0,,,,exact,estimated")
    case = load_case(tiny)
    assert [row.article.value for row in sources.rivals(case).itertuples()] == [0]
    assert sources.against_text(case).empty
