"""Which claims are pooled and which are left out and why, and the values of two shipped quantities, by hand."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import compare, elsewhere, load_case
from analysis.case.pooling import WEIGHTS, Pool, find_pool
from analysis.errors import MissingClaim, UsageError
from analysis.estimates.origin import find_origin
from analysis.estimates.pool import pool as pool_numbers
from analysis.messages import use_language
from tests.case.test_ledger import replace_text
from tests.case.test_series import get_point, make_claim, make_source
from tests.conftest import TINY

SOURCES = {
    **{grade: make_source(grade, reliability=grade, publisher=f"Publisher {grade}") for grade in WEIGHTS},
    "copy": make_source("copy", copy_of="C", reliability="A"),
    "undated": make_source("undated", publisher="U"),
}
BEST = make_claim("best", 10, "2025-06", "A", rank="preferred")


def find(*claims, preferred=BEST, **more) -> Pool:
    return find_pool([preferred, *claims], preferred, SOURCES, get_point, **more)


def list_reasons(pool: Pool) -> dict[str, str]:
    return {claim.id: reason for claim, reason in pool.left_out}


def list_weights(pool: Pool) -> dict[str, float]:
    return {claim.id: weight for claim, weight in pool.members}


def compute_value(pool: Pool) -> float:
    return sum(weight * claim.value for claim, weight in pool.members) / sum(weight for _, weight in pool.members)


def test_each_grade_has_its_weight():
    pool = find(*(make_claim(grade.lower(), 10, "2025-06", grade) for grade in "BCDEF"))
    assert list_weights(pool) == {"best": 1, "b": 0.75, "c": 0.5, "d": 0.25, "f": 0.5}
    assert list_reasons(pool) == {"e": "its source’s grade has no weight"}
    assert list_weights(find(make_claim("d", 9, "2025", "D"), weights={**WEIGHTS, "D": 1})) == {"best": 1, "d": 1}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (make_claim("c", 12, "2025-06", "B", base="gross"), "another base: gross"),
        (make_claim("c", 12, "2024-05-31", "B"), "more than 365 days older than the newest"),
        (make_claim("c", 12, None, "undated"), "its date is not known"),
        (make_claim("c", 12, "2025-06", "B", qualifier="at_most"), "only a bound"),
        (make_claim("c", 12, "2024-12", "A"), "revised since"),
        (make_claim("c", 12, "2025-06", "B", attributed_to="the publisher A"), "the publisher A is counted already"),
        (make_claim("c", 12, "2025-06", "B", attributed_to="Publisher A"), "Publisher A is counted already"),
        (make_claim("c", 12, "2025-06", "B", rank="deprecated"), "deprecated"),
    ],
)
def test_what_is_not_like_the_preferred_claim_is_left_out_with_the_reason(claim, reason):
    assert list_reasons(find(claim)) == {"c": reason}


def test_a_claim_without_base_is_not_pooled_with_one_that_has_a_base():
    preferred = BEST.model_copy(update={"base": "net"})
    assert list_reasons(find(make_claim("c", 12, "2025", "B"), preferred=preferred)) == {"c": "its base is not stated"}


def test_of_two_whole_years_only_the_preferred_is_pooled():
    preferred = make_claim("best", 10, "2023", "A", rank="preferred")
    pool = find(make_claim("b", 14, "2022", "B"), make_claim("c", 12, "2023", "C"), preferred=preferred)
    assert list_weights(pool) == {"best": 1, "c": 0.5}
    assert list_reasons(pool) == {"b": "of another time"}


def test_a_text_is_not_outvoted_by_reports_of_it():
    text = make_claim("text", 588, "2025-06", "D")
    reports = [make_claim("b", 590, "2025-06", "B"), make_claim("c", 590, "2025-06", "C", attributed_to="Publisher D")]
    pool = find(*reports, text, preferred=reports[0], own_texts=["D"])
    assert list_weights(pool) == {"text": 0.25}
    assert list_reasons(pool) == {"b": "a report of the plan’s own text", "c": "Publisher D is counted already"}
    assert list_weights(find(*reports, preferred=reports[0], own_texts=["D"])) == {"b": 0.75, "c": 0.5}


def test_the_text_of_a_plan_is_its_source_and_that_of_the_plan_as_published():
    case = load_case()
    assert case._selector._list_own_texts("plan_28") == ["hutchpost_plan28"]  # not the article, which retells it
    assert case._selector._list_own_texts("ukraine") == case._selector._list_own_texts(None) == []


def test_a_value_repeats_the_preferred_bound_without_its_word():
    bound = make_claim("best", 300, "2025-06", "A", rank="preferred", qualifier="at_least")
    pool = find(
        make_claim("b", 300, "2025-06", "B"),
        make_claim("c", 300, "2025-06", "C", qualifier="at_least"),
        preferred=bound,
    )
    assert list_weights(pool) == {"best": 1, "c": 0.5}
    assert pool.side == "at_least"
    assert list_reasons(pool) == {"b": "the bound that is preferred, without its word"}
    other = find(make_claim("b", 310, "2025-06", "B"), preferred=bound)
    assert list_weights(other) == {"b": 0.75}
    assert list_reasons(other) == {"best": "only a bound"}


def test_the_window_can_be_moved():
    year_before = make_claim("c", 12, "2024-07-01", "B")
    assert list_weights(find(year_before)) == {"best": 1, "c": 0.75}  # 364 days before 30 June 2025
    assert list_reasons(find(year_before, window=363)) == {"c": "more than 363 days older than the newest"}


def test_a_copy_counts_only_where_its_original_says_nothing():
    copy = make_claim("copied", 12, "2025-06", "copy")
    assert list_weights(find(copy)) == {"best": 1, "copied": 1}
    both = find(copy, make_claim("original", 12, "2025-06", "C"))
    assert (list_weights(both), list_reasons(both)) == (
        {"best": 1, "original": 0.5},
        {"copied": "a copy of a source that is counted"},
    )


def test_bounds_alone_are_pooled_if_all_are_on_one_side():
    cap = BEST.model_copy(update={"qualifier": "at_most"})
    same, other = (make_claim("c", 12, "2025-06", "B", qualifier=side) for side in ("at_most", "at_least"))
    assert (list_weights(find(same, preferred=cap)), find(same, preferred=cap).side) == (
        {"best": 1, "c": 0.75},
        "at_most",
    )
    assert find(other, preferred=cap).members == ()


rows = st.lists(
    st.tuples(
        st.integers(1, 20),
        st.sampled_from(["2025-06", "2025-01", "2024", "2020", None]),
        st.sampled_from(["A", "B", "C", "D", "E", "copy", "undated"]),
        st.sampled_from([None, "Someone"]),
        st.sampled_from(["exact", "at_most", "about"]),
    ),
    max_size=7,
)


def make_claims(found) -> list:
    return [
        make_claim(f"c{at}", value, as_of, source, attributed_to=voice, qualifier=qualifier)
        for at, (value, as_of, source, voice, qualifier) in enumerate(found)
    ]


@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(found, random):
    claims = make_claims(found)
    pool = find(*claims)
    random.shuffle(claims)
    assert find(*claims) == pool
    assert len(pool.members) + len(pool.left_out) == len(claims) + 1


@given(rows)
def test_the_value_is_within_the_hull_of_the_claims(found):
    pool = find(*make_claims(found))
    assume(pool.members)
    values = [claim.value for claim, _ in pool.members]
    assert min(values) * (1 - 1e-12) <= compute_value(pool) <= max(values) * (1 + 1e-12)


@given(rows, st.sampled_from("BCDEF"))
def test_a_weight_of_nothing_is_the_same_as_leaving_out(found, grade):
    claims = make_claims(found)
    none = find(*claims, weights={**WEIGHTS, grade: 0})
    assert none.members == find(*(c for c in claims if SOURCES[c.source].reliability != grade)).members


@given(rows, st.sampled_from("ABCD"))
def test_a_copy_adds_nothing(found, copied):
    claims = make_claims(found)
    mirror = make_source("mirror", copy_of=copied, reliability=copied, publisher="Mirror")
    repeats = [c.model_copy(update={"claim_id": f"z{c.id}", "source": "mirror"}) for c in claims if c.source == copied]
    every = [BEST, *claims, *repeats]
    assert find_pool(every, BEST, SOURCES | {"mirror": mirror}, get_point).members == find(*claims).members


@given(rows)
def test_each_claim_left_out_is_in_the_number_said_and_its_reason_in_the_words(found):
    pool = find(*make_claims(found))
    said, many = pool.describe_left_out(), len(pool.left_out)
    assert bool(said) == bool(many)
    assert f"{many} claim{'s are' if many > 1 else ' is'} set aside" in said or not many
    assert all(reason in said for _, reason in pool.left_out)


def test_one_reason_of_several_claims_is_said_once():
    old = [make_claim(id, 12, "2020", grade) for id, grade in (("b", "B"), ("c", "C"))]
    assert find(*old, make_claim("d", 9, "2025-06", "E")).describe_left_out() == (
        "Where like claims are pooled, 3 claims are set aside "
        "(more than 365 days older than the newest: 2 claims; its source’s grade has no weight)."
    )


# The basis `pooled`


def list_notes(number) -> dict[str, str | None]:
    return {leaf.id: leaf.origin.note for leaf in number.leaves if leaf.kind == "claim"}


def test_the_card_of_a_pooled_number_says_what_is_set_aside():
    case = load_case(basis="pooled")
    notes, article = list_notes(case["reconstruction.need"]), list_notes(case.on("article")["reconstruction.need"])
    aside = "Where like claims are pooled, 2 claims are set aside (another base: a sum to be raised; revised since)."
    assert notes["need_prosperity"] is not None
    assert notes["need_prosperity"].endswith(aside)
    assert [id for id, note in notes.items() if "set aside" in (note or "")] == ["need_prosperity"], "once a pool"
    assert not any("set aside" in (note or "") for note in article.values())


def test_where_nothing_is_set_aside_the_card_says_nothing():
    case = load_case(TINY)
    assert list_notes(case.on("pooled")["reconstruction.need"]) == list_notes(case.on("all")["reconstruction.need"]) | {
        "need_article": None
    }


def test_where_nothing_can_be_pooled_the_preferred_claim_counts_and_says_what_is_set_aside():
    case = load_case(TINY, basis="pooled", weights={"A": 0, "C": 0})
    assert case.pool("reconstruction.need").members == ()
    (note,) = list_notes(case["reconstruction.need"]).values()
    assert note == "Where like claims are pooled, 1 claim is set aside (its source’s grade has no weight)."


def test_the_tiny_need_is_pooled_from_both_sources():
    need = load_case(TINY, basis="pooled")["reconstruction.need"]
    assert need.value == pytest.approx((800 * 0.5 + 588 * 1) / 1.5)  # grades C and A
    assert (need.low, need.high) == (pytest.approx(588 * 0.9), 800)
    assert {"need_article", "need_survey"} <= need.claims
    assert need.claims - {"need_article", "need_survey"} == {"weight:a", "weight:c"}
    assert need.label == "Reconstruction need, pooled"
    assert "weight of grade A: 1" in need.trace()


def test_one_claim_alone_is_that_claim_on_every_basis():
    case = load_case(TINY)
    assert case.on("pooled")["assets.frozen"].how == case["assets.frozen"].how
    assert case.on("pooled")["assets.frozen"].leaf.id == "frozen_article"


def test_weights_and_window_are_parameters():
    assert load_case(TINY, basis="pooled", weights={"C": 0})["reconstruction.need"].leaf.id == "need_survey"
    moved = load_case(TINY, basis="pooled", weights={"C": 1})["reconstruction.need"]
    assert moved.value == pytest.approx((800 + 588) / 2)
    assert "Set for this report" in moved.trace()
    assert load_case(TINY, basis="pooled", window=100)["reconstruction.need"].leaf.id == "need_article"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weights": {"G": 1}}, "weights has the grade 'G'; allowed: A, B, C, D, E, F"),
        ({"weights": {"A": 2}}, "weights has 2 for A; allowed: a number from 0 to 1"),
        ({"weights": {"A": True}}, "weights has True for A; allowed: a number from 0 to 1"),
        ({"window": -1}, "window is -1; allowed: a whole number of days from 0 to 36525"),
        ({"window": 1.5}, "window is 1.5; allowed: a whole number of days from 0 to 36525"),
        ({"basis": "pool"}, "basis 'pool' is not one of article, all, pooled (nearest: pooled)"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(given, said):
    with pytest.raises(UsageError) as refused:
        load_case(TINY, **given)
    assert str(refused.value) == said


def test_a_value_that_is_set_takes_the_place_of_a_pool():
    case = load_case(TINY, basis="pooled", override={"reconstruction.need": 500})
    assert case["reconstruction.need"].claims == {"parameter:reconstruction.need"}


def test_dates_and_texts_are_not_pooled(tiny):
    replace_text(tiny, "quantities", "forces.prewar,", "x.y,a thing,text,,,,A thing,,\nforces.prewar,")
    with pytest.raises(UsageError, match=r"x\.y is a text; only numbers are pooled"):
        load_case(tiny).pool("x.y")
    replace_text(tiny, "quantities", "x.y,a thing,text", "x.y,a thing,item")
    with pytest.raises(MissingClaim):
        load_case(tiny).pool("x.y")


def test_a_pool_rests_on_our_assumptions_and_is_held_against_the_article():
    pooled = load_case(basis="pooled")["reconstruction.need"]
    assert find_origin(pooled) == "assumption"
    assert elsewhere(pooled).claims == {"need_article"}  # 800 is beyond 450 to 588
    gap = compare.reconstruction.gap(load_case(basis="pooled"))
    assert elsewhere(gap).value == 700


def test_the_bases_of_one_case_are_shared():
    case = load_case(TINY)
    assert case.on("pooled").on("article") is case
    assert case.on("all").on("pooled") is case.on("pooled")


def test_the_shipped_need_by_hand():
    case = load_case(basis="pooled")
    need = case["reconstruction.need"]
    # RDNA5 588, grade A; the framework's own need 500, grade B; the 800 is a sum to be raised, and 524 was revised
    assert need.value == pytest.approx((588 * 1 + 500 * 0.75) / 1.75)
    assert (need.low, need.high) == (450, 588)
    assert list_reasons(case.pool("reconstruction.need")) == {
        "need_article": "another base: a sum to be raised",
        "need_rdna4": "revised since",
    }


def test_the_shipped_population_within_one_territory_by_hand():
    case = load_case()
    claims = [c for c in case.claims("population.now", "ukraine") if c.rank != "deprecated"]
    held = next(c for c in claims if c.base == "territory Kyiv holds")
    pool = find_pool(claims, held, case.ledger.tables["sources"], get_point)
    # 31.1 and 31.5 of the Institute of Demography and of its Libanova, 25 to 27 of the government, all of grade B
    assert list_weights(pool) == {"pop_held_demography": 0.75, "pop_now_libanova": 0.75, "pop_now_wsj": 0.75}
    assert list_reasons(pool) == {
        "pop_now_article": "its base is not stated",
        "pop_now_demography": "another base: borders of 1991",
    }
    numbers = [(case.estimate(claim), case.weight(claim)) for claim, _ in pool.members]
    assert pool_numbers(numbers).value == pytest.approx((31.1 + 31.5 + 26) / 3)
    assert (pool_numbers(numbers).low, pool_numbers(numbers).high) == (25, pytest.approx(31.5 * 1.1))


def test_reasons_are_equal_to_their_english_and_printed_in_ukrainian():
    others = [make_claim(f"c{at}", 10, "2020-01", "B", base="a sum to be raised") for at in range(5)]
    pool = find(*others, make_claim("old", 9, "2010", "E"))
    assert list_reasons(pool)["old"] == "its source’s grade has no weight"
    with use_language("uk"):
        assert find(*others).describe_left_out() == (
            "Коли однорідні твердження об’єднують, 5 тверджень не враховуються "
            "(полічено інше: a sum to be raised: 5 тверджень)."
        )
        assert f"{list_reasons(pool)['old']}" == "оцінка достовірності джерела не має ваги"
        (reason,) = list_reasons(find(make_claim("late", 11, "2020", "B"), window=31)).values()
        assert reason == "старше за найновіше більш ніж на 31 день"
