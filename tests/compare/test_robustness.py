"""How far values move until a statement turns, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import at_least, denies, every, exceeds, falls_below, load_case, number, reaches, some, total
from analysis.compare.robustness import Robustness, robustness
from analysis.estimates.constructors import make_leaf, maximum, minimum


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def code(id: str, value: float, unit: str = "one", most: float | None = 1, **more):
    """A coded value on a scale from 0 to `most`, without an interval unless one is given."""
    return make_leaf(f"positions/{id}/position", value, unit, kind="assumption", minimum=0, maximum=most, **more)


def turn(case, statement) -> float | None:
    found = robustness(case, statement)
    return None if found.turns_at is None else found.turns_at.value


def test_two_bounds_that_both_move_turn_at_half_their_gap(matters):
    gap = exceeds(code("low", 0.6), code("high", 0.4))
    found = robustness(matters, gap)
    assert found.holds
    assert (found.turns_at.value, found.first_at.value) == (0.1, 0.2)
    assert found.share.value == 100  # each bound is drawn within 0.1
    assert not found.survives(0.1)
    assert found.survives(0.099)
    assert not found.is_firm  # in all draws, but it does not survive 0.1
    assert robustness(matters, exceeds(code("low", 0.65), code("high", 0.4))).is_firm


def test_one_value_alone_is_named_with_its_row(matters):
    found = robustness(matters, exceeds(code("a", 0.9, symbol="salience of A"), 2 * code("b", 0.3, symbol="of B")))
    assert found.turns_at.value == pytest.approx(0.1)  # 0.9 - e = 2 (0.3 + e)
    assert found.first_at.value == pytest.approx(0.15)  # 0.9 = 2 (0.3 + e)
    assert (str(found.first), found.first.ref) == ("of B", "positions/b")
    assert found.turns_at.claims == {"positions/a/position", "positions/b/position"}


def test_values_move_on_their_own_scales_and_stay_there(matters):
    assert turn(matters, exceeds(code("detail", 2, most=2), 1.5)) == 0.25  # half a step of two
    assert turn(matters, exceeds(code("percent", 40, "percent", most=100), 20)) == pytest.approx(0.2)
    assert turn(matters, falls_below(code("near", 0.95), 1)) == pytest.approx(0.05)
    assert turn(matters, reaches(number(1), code("any", 0.95))) is None  # it stops at 1
    price = make_leaf("price", 60, "USD", kind="assumption", low=30, high=110, minimum=0)
    assert turn(matters, exceeds(price, 44)) == pytest.approx(0.2)  # 16 of an interval of 80


def test_what_sources_claim_and_what_the_method_sets_does_not_move(matters):
    claim = make_leaf("claim", 3, "one", low=1, high=4)
    fixed = make_leaf("setting:tolerance", 3, "one", kind="assumption", minimum=0, maximum=4)
    for given_value in (claim, fixed):
        found = robustness(matters, exceeds(given_value, 2))
        assert (found.turns_at, found.first, found.first_at) == (None, None, None)
    drawn = robustness(matters, exceeds(claim, 2)).share.value
    assert drawn == pytest.approx(
        100 * (1 - 1 / 6), abs=1.5
    )  # of a triangle from 1 over 3 to 4, 1 / (3 x 2) is below 2


def test_several_of_some_turn_when_enough_of_them_do(matters):
    gaps = [exceeds(code(f"low{at}", 0.2 + gap), code(f"high{at}", 0.2)) for at, gap in enumerate((0.2, 0.3, 0.4))]
    assert turn(matters, every(gaps)) == pytest.approx(0.1)
    assert turn(matters, at_least(2, gaps)) == pytest.approx(0.15)
    assert turn(matters, some(gaps)) == pytest.approx(0.2)
    assert turn(matters, denies(some(gaps))) == pytest.approx(0.2)


def test_an_end_of_a_range_moves_apart_from_the_value_it_belongs_to(matters):
    stance = code("stance", 0.5, low=0.3, high=0.6)
    low = stance.at("positions/stance/position", "low")
    assert turn(matters, exceeds(stance, low)) == pytest.approx(0.1)


def test_a_result_that_falls_and_rises_is_followed_between_the_ends(matters):
    # 0.1 of x is all that brings |x - 0.5| to 0; then |y - 0.9| = 0.15 asks 0.25 of y
    away = abs(code("x", 0.6) - 0.5) + abs(code("y", 0.5) - 0.9)
    assert turn(matters, exceeds(away, 0.15)) == pytest.approx(0.25, abs=0.005)


def test_what_may_turn_either_way_is_tried_both_ways(matters):
    assert turn(matters, falls_below(abs(code("x", 0.5) - 0.45), 0.1)) == pytest.approx(0.05)
    wide = maximum(code("a", 0.2), minimum(code("b", 0.4), code("c", 0.9)))
    assert turn(matters, falls_below(wide, 0.5)) == pytest.approx(0.1)  # b rises to 0.5, c is far above


def test_a_tie_turns_at_once(matters):
    found = robustness(matters, reaches(code("a", 0.5), code("b", 0.5)))
    assert (found.holds, found.turns_at.value, found.first_at.value) == (True, 0, 0)


def test_a_statement_that_does_not_hold_turns_where_it_begins_to(matters):
    found = robustness(matters, exceeds(code("a", 0.4), 0.7))
    assert not found.holds
    assert found.turns_at.value == pytest.approx(0.3)
    assert not found.is_firm
    assert found.share.value == 0


def test_how_sure_a_statement_is_is_said_in_words(matters):
    firm = robustness(matters, exceeds(code("a", 0.9, symbol="a"), 0.4))
    words, places = firm.describe()
    assert words.startswith("The title states what holds in {share}")
    assert (places["turns_at"].value, places["first_at"].value, str(places["first"])) == (0.5, 0.5, "a")
    words, places = robustness(matters, exceeds(code("a", 0.9), 0.4), part="land is open").describe()
    assert words.startswith("Where the title says that land is open, it states what holds in {share}")
    words, places = robustness(matters, exceeds(code("a", 0.45), 0.4)).describe()
    assert words.startswith("It would state what holds in {share}")
    never, places = robustness(matters, exceeds(number(2), 1)).describe()
    assert never.endswith("no loosening of our codes turns it.")
    assert places.keys() == {"share"}


# Counts of codes


@given(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 9]))
def test_noun_and_verb_agree_with_the_number_of_codes(changed, codes):
    share = number(100, "percent")
    found = Robustness(True, number(1), None, None, share, changed=number(changed, "item"), codes=number(codes, "item"))
    noun, verb = "code" if codes == 1 else "codes", "is" if changed == 1 else "are"
    assert found.describe()[0].endswith(f"once {{changed}} of {{codes}} {noun} {verb} changed.")


def count(id: str, rows: int, of: int, coders: int = 1, **more):
    """A count of so many of the cells of a plan of that name."""
    cells = [f"provisions/{id.partition('.')[0]}_{at}/favours" for at in range(of)]
    return make_leaf(
        *(f"count:provisions/{id}", rows, "item"),
        **({"kind": "count", "minimum": 0, "maximum": of, "rests_on": ["provisions.favours"]} | more),
        **{"among": cells, "coders": coders},
    )


def test_a_count_turns_once_enough_of_its_codes_are_other(matters):
    found = robustness(matters, exceeds(count("a", 3, 10), 1))
    assert found.turns_at.value == pytest.approx(0.2)
    assert (found.changed.value, found.codes.value, found.first.ref) == (2, 10, "provisions")
    assert found.is_firm
    assert not robustness(matters, exceeds(count("a", 2, 10), 1)).is_firm  # one code of ten


def test_two_counts_give_way_by_the_rows_that_each_could_have_counted(matters):
    later, earlier = count("new", 17, 23), count("old", 11, 29)
    found = robustness(matters, exceeds(later, earlier))
    assert found.turns_at.value == pytest.approx(6 / 52)  # 17 - 23 e = 11 + 29 e
    assert (found.changed.value, found.codes.value) == (6, 52)
    assert found.first_at.value == pytest.approx(6 / 29)


def test_one_code_turns_a_statement_that_each_of_two_counts_must_hold(matters):
    found = robustness(matters, every([exceeds(count("a", 1, 1), 0), exceeds(count("b", 1, 1), 0)]))
    assert (found.changed.value, found.codes.value) == (1, 2)


def test_a_code_that_two_counts_share_is_one_code(matters):
    found = robustness(matters, exceeds(count("a.right", 7, 10), count("a.wrong", 3, 10)))
    assert found.turns_at.value == pytest.approx(0.2)  # two codes that change sides make it five to five
    assert (found.changed.value, found.codes.value) == (2, 10)


def test_whether_it_holds_by_the_codes_of_each_coder(matters):
    above = exceeds(count("new", 4, 10, coders=2, low=3, high=4), count("old", 2, 10, coders=2, low=2, high=2))
    level = exceeds(count("new", 4, 10, coders=2, low=3, high=4), count("old", 2, 10, coders=2, low=2, high=3))
    assert robustness(matters, above).holds_by_each
    assert not robustness(matters, level).holds_by_each  # 3 is not more than 3
    assert robustness(matters, denies(denies(above))).holds_by_each
    assert not robustness(matters, exceeds(code("a", 0.9), 0.4)).holds_by_each  # no count


def test_codes_on_which_coders_agree_too_little_are_named(matters):
    found = robustness(matters, exceeds(count("new", 4, 10, coders=2, low=3, high=4), 2))
    assert found.doubts == {}  # this case has one coder
    doubtful = replace(found, doubts={"low_0": 1, "low_alpha_0": 2})
    words, places = doubtful.describe()
    assert words.endswith(
        "are changed. Coders agree too little on {low_0} (Krippendorff's alpha {low_alpha_0}) to rest a conclusion on "
        "it, yet by the codes of each it holds."
    )
    assert places["low_0"] == 1
    assert replace(doubtful, holds_by_each=False).describe()[0].endswith("to rest a conclusion on it.")


def test_of_what_one_coder_counts_no_share_of_draws_is_said(matters):
    words, places = robustness(matters, exceeds(count("a", 3, 10), 1)).describe()
    assert (
        words
        == "The title states what the codes of one coder give, and turns once {changed} of {codes} codes are changed."
    )
    assert places.keys() == {"changed", "codes"}
    both = count("a", 3, 10, coders=2, low=1, high=3)
    words, places = robustness(matters, exceeds(both, 1)).describe()
    assert words.startswith("The title states what holds in {share} of random draws")
    assert places.keys() == {"share", "changed", "codes"}
    mixed = robustness(matters, every([exceeds(count("a", 3, 10), 1), exceeds(code("b", 0.9), 0.4)]))
    assert ", with the codes that one coder gave, and turns once our codes may be off" in mixed.describe()[0]
    assert (mixed.changed, mixed.codes) == (None, None)
    never = robustness(matters, reaches(count("a", 3, 10), 0)).describe()
    assert never == ("The title states what the codes of one coder give, and no loosening of our codes turns it.", {})


def test_a_count_by_several_coders_is_drawn_over_what_each_of_them_counts(matters):
    share = robustness(matters, exceeds(count("a", 3, 10, coders=2, low=1, high=3), 2)).share.value
    assert share == pytest.approx(75, abs=2)  # of a triangle that rises from 1 to 3, a quarter is below 2


def test_a_count_of_nothing_that_we_coded_does_not_move(matters):
    plain = make_leaf("count:claims/all", 3, "item", kind="count", minimum=0)
    assert turn(matters, exceeds(plain, 1)) is None


@settings(max_examples=20, deadline=None)
@given(of=st.integers(1, 40), data=st.data())
def test_so_many_codes_turn_a_count_as_it_is_above_its_bound(matters, of, data):
    rows = data.draw(st.integers(1, of))
    bound = data.draw(st.integers(0, rows - 1))
    found = robustness(matters, exceeds(count("a", rows, of), bound))
    assert found.changed.value == rows - bound
    assert found.turns_at.value == pytest.approx((rows - bound) / of)


shares = st.integers(0, 20).map(lambda twentieths: twentieths / 20)


@st.composite
def statements(draw):
    """A comparison of two sums of coded values, or several of them."""
    codes = [code(id, draw(shares)) for id in "abcde"]
    sides = st.lists(st.sampled_from(codes), min_size=1, max_size=3).map(total)
    parts = draw(st.lists(st.builds(exceeds, sides, sides), min_size=1, max_size=3))
    return at_least(draw(st.integers(1, len(parts))), parts)


@settings(max_examples=15, deadline=None)
@given(statement=statements())
def test_a_statement_and_its_denial_turn_together(matters, statement):
    one, other = robustness(matters, statement), robustness(matters, denies(statement))
    assert one.holds != other.holds
    assert (one.turns_at is None) == (other.turns_at is None)
    if one.turns_at is not None and other.turns_at is not None:
        assert one.turns_at.value == pytest.approx(other.turns_at.value, abs=1e-6)
        assert one.first_at is None or one.first_at.value >= one.turns_at.value
    assert one.share.value + other.share.value == pytest.approx(100)


@settings(max_examples=15, deadline=None)
@given(weights=st.lists(st.integers(-3, 3).filter(bool), min_size=1, max_size=5), gap=st.integers(1, 30))
def test_a_weighted_sum_turns_where_all_values_give_way_by_their_weights(matters, weights, gap):
    whole = total(weight * code(f"v{at}", 0.5) for at, weight in enumerate(weights))
    margin = gap / 100 * sum(map(abs, weights))  # so the sum falls to the bound at a loosening of `gap` hundredths
    assert turn(matters, exceeds(whole, whole.value - margin)) == pytest.approx(gap / 100, abs=1e-6)


def test_the_common_ground_of_the_shipped_case(shipped):
    """Seven gaps, of 0.05, twice 0.1, 0.15 and 0.2, and an overlap of 0.05, each moved from both sides."""
    from analysis.compare import positions

    frame = positions.zones(shipped)
    gaps = [falls_below(width, 0) for width, silent in zip(frame.width, frame.silent, strict=True) if silent == "–"]
    assert len(gaps) == 8
    assert [turn(shipped, at_least(n, gaps)) for n in (8, 7, 6, 5, 2, 1)] == [0.025, 0.025, 0.05, 0.05, 0.1, 0.1]


# In another language


@pytest.mark.parametrize(
    ("changed", "end"),
    [
        (1, "щойно змінити {changed} код із {codes}."),
        (3, "щойно змінити {changed} коди з {codes}."),
        (11, "щойно змінити {changed} кодів із {codes}."),
    ],
)
def test_codes_agree_with_their_number_in_ukrainian(ukrainian, changed, end):
    share = number(100, "percent")
    found = Robustness(True, number(1), None, None, share, changed=number(changed, "item"), codes=number(40, "item"))
    assert found.describe()[0].endswith(f"; висновок змінюється на протилежний, {end}")


def test_how_sure_a_statement_is_is_said_in_ukrainian(ukrainian, matters):
    found = robustness(matters, exceeds(code("a", 0.9, symbol="a"), 0.4), part="землю не узгоджено")
    words, places = found.describe()
    assert words == (
        "Там, де в заголовку сказано, що землю не узгоджено, він стверджує те, що справджується у {share} випадкових "
        "випробувань у межах наших кодів та інтервалів джерел, де кожне значення добирають окремо; висновок "
        "змінюється на протилежний, щойно всі наші коди разом відхиляться на {turns_at:bare} своїх шкал або один лише "
        "код на {first_at:bare}: {first}."
    )
    assert list(places) == ["share", "turns_at", "first_at", "first"]
    assert found.share.how == "частка з 5\u00a0000 випадкових випробувань, у яких твердження справджується"


def test_codes_on_which_coders_agree_too_little_are_named_in_ukrainian(ukrainian, matters):
    found = robustness(matters, exceeds(count("new", 4, 10, coders=2, low=3, high=4), 2))
    doubtful = replace(found, doubts={"low_0": 1, "low_alpha_0": 2})
    assert doubtful.describe()[0].endswith(
        " Узгодженість кодувальників замала, щоб спиратися на неї у висновку: {low_0} (альфа Кріппендорфа "
        "{low_alpha_0}); проте за кодами кожного з них висновок зберігається."
    )


def test_the_end_at_which_a_value_is_held_is_named_in_ukrainian(ukrainian, matters):
    wide = code("a", 0.9, low=0.8, high=1, symbol="a")
    found = robustness(matters, exceeds(wide.at(wide.leaf.id, "low"), 0.4))
    assert str(found.first) == "a (нижній край)"
