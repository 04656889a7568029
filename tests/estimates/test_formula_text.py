"""The formula in words, its outline, and the trace down to the claims."""

from __future__ import annotations

import pickle
import time

from analysis.contract import ClaimCard, SourceCard
from analysis.estimates import formula_text
from analysis.estimates.constructors import make_leaf, maximum, total
from analysis.estimates.estimate import Estimate
from analysis.messages import use_language
from tests.estimates.samples import need, usable


def test_the_formula_is_written_with_the_brackets_it_needs():
    a, b, c = (make_leaf(name, 1, "one", symbol=name) for name in "abc")
    assert (a - (b - c)).how == "a − (b − c)"
    assert ((a - b) - c).how == "a − b − c"
    assert (a * (b + c)).how == "a × (b + c)"
    assert (a / (b * c)).how == "a / (b × c)"
    assert (1 - a / 1_000_000).how == "1 − a / 1,000,000"
    assert (-(a + b)).how == "−(a + b)"
    assert maximum(a - b, 0).how == "max(a − b, 0)"
    assert abs(a - b).how == "abs(a − b)"


def test_an_outline_cuts_a_long_sum_short_and_says_how_long_it_is():
    parts = [make_leaf(f"c{n}", n, "person", symbol=f"c{n}") for n in range(1, 7)]
    assert formula_text.describe_formula(total(parts)).outline == "c1 + c2 + … + c6 [6 terms]"
    assert formula_text.describe_formula(total(parts[:4])).outline == "c1 + c2 + c3 + c4"
    assert formula_text.describe_formula(total(parts) / parts[0]).outline == "(c1 + c2 + … + c6 [6 terms]) / c1"
    assert total(parts).how == "c1 + c2 + c3 + c4 + c5 + c6"
    long = [make_leaf(f"c{n}", n, "person", symbol=f"the number of those {'o' * 30} {n}") for n in range(1, 7)]
    assert formula_text.describe_formula(total(long)).outline == f"{long[0].how} + … + {long[5].how} [6 terms]"


def make_claim_of(id: str, publisher: str, value: float = 800) -> Estimate:
    source = SourceCard(id, f"Title of {id}", publisher=publisher, role="article" if not publisher else "second")
    card = ClaimCard(id, "claim", "need", "billion USD", value=value, source=source)
    return make_leaf(id, value, "billion USD", symbol="need", origin=card)


def test_two_claims_of_one_symbol_are_distinguished_by_their_sources():
    mine, theirs = make_claim_of("mine", ""), make_claim_of("theirs", "World Bank", 500)
    assert ((theirs - mine) / mine).how == "(need (World Bank) − need (the article)) / need (the article)"
    assert (theirs - make_claim_of("more", "World Bank")).how == "need (Title of theirs) − need (Title of more)"
    assert (theirs - theirs).how == "need − need"  # one claim, which less itself is nothing
    bare = make_leaf("x", 1, "USD", symbol="sum (A)") - make_leaf("y", 2, "USD", symbol="sum (A)")
    assert bare.how == "sum (A, x) − sum (A, y)"
    assert (theirs - mine.at("mine", "low")).how == "need (World Bank) − need (the article) at its low end"


def test_a_long_sum_is_written_in_a_moment():
    whole = total([make_leaf(f"c{n}", n, "person", symbol=f"claim {n}") for n in range(1, 2_001)])
    begun = time.process_time()
    assert formula_text.describe_formula(whole).outline.endswith("[2000 terms]")
    assert len(formula_text.describe_formula(whole).operands) == 2_000
    assert time.process_time() - begun < 1


def test_an_outline_calls_a_named_result_by_its_name():
    gap = (need() - usable()).named("gap", "Funding gap")
    assert formula_text.describe_formula(gap / need()).outline == "funding gap / need"
    assert (gap / need()).how == "(need − usable) / need"
    assert formula_text.describe_formula(gap).outline == "need − usable"
    assert [node.label or node.leaf.id for node in formula_text.describe_formula(gap / need()).operands] == [
        "Funding gap",
        "need",
    ]
    debt = (need() / usable()).named("x", "US debt")
    assert formula_text.describe_formula(debt * usable()).outline == "US debt × usable"
    ukraine = make_leaf("s", 1, "USD", symbol="share (Ukraine)")
    assert (
        formula_text.describe_formula(2 * (ukraine + ukraine).named("u", "Ukraine's part")).outline
        == "2 × Ukraine's part"
    )


def test_results_of_one_name_are_distinguished_or_written_out():
    mine, theirs = (
        (claim - usable()).named("gap", "Gap") for claim in (make_claim_of("mine", ""), make_claim_of("theirs", "WB"))
    )
    assert (
        formula_text.describe_formula((theirs - mine) / mine).outline
        == "(gap (WB) − gap (the article)) / gap (the article)"
    )
    assert (
        f"├─ gap (WB): {theirs.qualifier.replace('_', ' ')} $700 billion" in (theirs / mine).named("", "Ratio").trace()
    )
    both = (mine + make_claim_of("theirs", "WB")).named("gap", "Gap")
    assert formula_text.describe_formula(both / mine).outline == "gap (with WB) / gap (the article)"
    one, other = (make_leaf(id, 5, "USD", symbol=id) * 2 for id in "ab")
    written = formula_text.describe_formula(one.named("", "Sum") + other.named("", "Sum")).outline
    assert written == "a × 2 + b × 2"
    again = (make_claim_of("mine", "") - usable()).named("gap", "Gap")  # computed twice, it is the same number
    assert formula_text.describe_formula(again / mine).outline == "gap / gap"


def test_an_outline_never_hides_the_claim_that_is_held_at_an_end():
    parts = [make_leaf(f"c{n}", n, "person", low=0, high=9, symbol=f"c{n}") for n in range(1, 7)]
    whole = total(parts).named("sum", "Sum of all")
    high, low = whole.at("c4", "high"), whole.at("c4", "low")
    assert formula_text.describe_formula(high).outline == "sum of all with c4 at its high end"
    assert formula_text.describe_formula(high - low).outline == (
        "(sum of all with c4 at its high end) − (sum of all with c4 at its low end)"
    )
    assert high.how == "c1 + c2 + c3 + c4 at its high end + c5 + c6"
    assert [node.label or node.leaf.id for node in formula_text.describe_formula(high).operands] == ["Sum of all", "c4"]
    assert formula_text.describe_formula(total(parts).at("c4", "high")).outline == high.how  # it has no name to go by
    assert formula_text.describe_formula(high.at("c2", "low")).outline == (
        "sum of all with c4 at its high end and c2 at its low end"
    )
    assert (
        formula_text.describe_formula(pickle.loads(pickle.dumps(high))).outline == "sum of all with c4 at its high end"
    )


def test_a_named_part_of_what_is_moved_says_so():
    gap = (need() - usable()).named("gap", "Funding gap")
    assert formula_text.describe_formula((gap / need()).at("usable", "low")).outline == (
        "(funding gap with usable at its low end) / need"
    )


def test_a_trace_goes_through_named_results_to_the_claims():
    gap = (need() - usable()).named("gap", "Funding gap")
    lines = (gap / need()).named("share", "Share missing").trace().splitlines()
    assert lines[0].startswith("Share missing: at least 0.88 (0.88 to 1)")
    assert "├─ Funding gap: at least $700 billion ($700 billion to $800 billion)" in lines
    assert "│  = need − usable" in lines
    assert "│  └─ usable: at most $100 billion ($0 to $100 billion)" in lines
    assert "└─ need: $800 billion" in lines


def test_a_result_beneath_a_named_one_needs_no_remark():
    a, b, c, d = (make_leaf(id, 10, "USD", symbol=id) for id in "abcd")
    shown = (a - b / 2).named("one", "Gap")
    hidden = (c - d / 2).named("other", "Gap")
    assert formula_text.describe_formula(shown / (hidden + d).named("total", "Total")).outline == "gap / total"


def test_the_operands_of_a_number_without_a_name_are_its_claims_also_where_one_is_held():
    a, b = make_leaf("a", 10, "USD", symbol="a"), make_leaf("b", 4, "USD", low=2, high=5, symbol="b")
    found = formula_text.describe_formula((a - b).at("b", "low")).operands
    assert [(operand.leaf.id, operand.leaf.held_at) for operand in found] == [("a", ""), ("b", "low")]


def test_a_formula_in_ukrainian():
    with use_language("uk"):
        parts = [make_leaf(f"c{n}", n, "person", symbol=f"c{n}") for n in range(1, 7)]
        whole = total(parts)
        assert formula_text.describe_formula(whole).outline == "c1 + c2 + … + c6 [6 членів]"
        assert (parts[0] / 1_234_567.5).how == "c1 / 1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"
        two = [make_claim_of("a", ""), make_claim_of("b", "World Bank", 600)]
        assert (two[0] - two[1]).how == "need (стаття) − need (World Bank)"


def test_a_claim_at_an_end_of_its_interval_in_ukrainian():
    with use_language("uk"):
        low = make_leaf("a", 5, "day", low=4, high=6, symbol="строк").at("a", "low")
        assert low.how == "строк (нижній край)"


def test_a_formula_its_outline_and_its_operands_are_described_together():
    parts = [make_leaf(f"c{n}", n, "person", symbol=f"c{n}") for n in range(1, 7)]
    few, many = total(parts[:2]).named("few", "Few"), total(parts)
    for whole in (parts[0], few, many, few / many, few - parts[0], many.at("c2", "low"), (few + many).at("c1", "high")):
        found = formula_text.describe_formula(whole)
        assert found.text == whole.how
        names, symbols = formula_text._name_results(whole), formula_text._distinguish_claims(whole.leaves)
        assert found.outline == formula_text._build_outline(whole, names, symbols)
        assert found.operands == formula_text._list_operands(whole, names, found.outline)
    assert formula_text.describe_formula(few / many).outline == "few / (c1 + c2 + … + c6 [6 terms])"
