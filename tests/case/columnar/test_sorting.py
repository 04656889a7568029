"""What is taken for sound without a closer look is what the checks of the column accept as it is."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import limits
from analysis.case.columnar import sorting
from analysis.case.columns import Fault, Longest, find_marker, read_cells, split_cell
from analysis.case.schema import TABLES, Claim, Party, Quantity
from analysis.characters import FORBIDDEN

PLAIN = [
    (kind, column, plain)
    for kind in TABLES.values()
    for column in kind.model_fields
    if (plain := sorting.find_plain(kind, column)) is not None
]
PATTERNS = sorted({(plain.pattern, plain.longest) for _, _, plain in PLAIN})


def is_unfit(texts: list[str]) -> list[bool]:
    return pc.match_substring_regex(pa.array(texts, pa.string()), sorting.UNFIT).to_pylist()


def test_white_space_and_what_may_not_be_printed_are_the_same_to_both_engines():
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    found = {text for text, unfit in zip(every, is_unfit([*every]), strict=True) if unfit}
    assert found == {text for text in every if not text.strip() or FORBIDDEN.search(text)}


def test_white_space_within_a_text_is_fit():
    assert is_unfit(["a b", "a\nb", "a\tb", " a", "a ", "a\u3000", "a\rb", "\n"]) == [False] * 3 + [True] * 5


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=3) | st.sampled_from(["", " a", "a ", "a~"]))))
def test_what_is_unfit_is_found_by_bytes_as_by_the_pattern(chunks):
    texts = pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string())
    assert sorting.find_unfit(texts).to_pylist() == is_unfit(texts.to_pylist())
    assert sorting.find_unfit(texts.slice(1)).to_pylist() == is_unfit(texts.to_pylist())[1:]


@pytest.mark.parametrize("code", [0x00, 0x09, 0x0A, 0x1F, 0x20, 0x21, 0x7E, 0x7F, 0x80])
def test_the_bytes_at_the_ends_of_what_is_printed_are_judged_as_by_the_pattern(code):
    texts = [chr(code), f"a{chr(code)}b", "", f"a{chr(code)}"]
    assert sorting.find_unfit(pa.chunked_array([texts])).to_pylist() == is_unfit(texts)


@given(st.data())
def test_a_plain_text_is_accepted_as_it_is(data):
    kind, column, plain = data.draw(st.sampled_from(PLAIN))
    texts = (
        st.from_regex(plain.pattern, fullmatch=True)
        if plain.pattern
        else st.text(st.characters(codec="utf-8"), min_size=1)
    )
    text = data.draw(texts)
    mark = find_marker(kind, column, Longest)
    if len(text) > min(mark.characters if mark else limits.MAX_CELL, plain.longest):
        return
    if not plain.pattern and is_unfit([text])[0]:
        return
    value = read_cells(kind, column, [text])[text]
    assert not isinstance(value, Fault)
    assert value == (
        float(text) if isinstance(value, float) else split_cell(text) if isinstance(value, tuple) else text
    )


def test_the_patterns_are_those_of_the_kinds_of_column_that_large_tables_have():
    any_text = {sorting.find_plain(Claim, name).pattern for name in ("statement", "locator", "source", "attributed_to")}
    assert any_text == {""}
    assert sorting.find_plain(Claim, "rank") is sorting.find_plain(Claim, "status") is None
    assert sorting.find_plain(Party, "iso") is sorting.find_plain(Quantity, "unit") is None
    assert len(PATTERNS) == 6  # any text, ids, ids of quantities, dates, numbers, phrases


def sort(kind, column: str, texts: list[str]):
    return sorting.sort_cells(kind, column, pa.chunked_array([pa.array(texts, pa.string())]))


@pytest.mark.parametrize("few", [50_000, 0])
def test_by_hand(monkeypatch, few):
    monkeypatch.setattr(sorting, "_FEW", few)
    found = sort(Claim, "as_of", ["2025-10", "", "2025-13", " 2025 ", "2025-10", "2025-10~"])
    assert list(found.column) == ["2025-10", None, None, "2025", "2025-10", "2025-10~"]
    assert {at: fault.found for at, fault in found.faults.items()} == {2: "2025-13"}
    found = sort(Claim, "value", ["1.50", "", "1,5", "+2", "1e25", "-0"])
    assert list(found.column) == [1.5, None, None, 2.0, None, -0.0]
    assert {at: fault.remedy for at, fault in found.faults.items()} == {2: "Write 1.5 with a decimal point.", 4: ""}
    found = sort(Claim, "claim_id", ["a", "", "B", "a"])
    assert {at: fault.found for at, fault in found.faults.items()} == {1: None, 2: "B"}
    found = sort(Claim, "verdict_claims", ["a; b", "", "a;b", ";"])
    assert list(found.column) == [("a", "b"), (), ("a", "b"), ()]


@given(st.lists(st.sampled_from(["1", "1.0", "-3", "", " 7", "x", "1e3", "99999999999999999", "0", "-0.0", "1_0"])))
def test_numbers_are_those_that_the_small_reader_reads(texts):
    found = sort(Claim, "value", texts)
    known = read_cells(Claim, "value", texts)
    assert list(found.column) == [None if isinstance(known[text], Fault) else known[text] for text in texts]
    assert {*found.faults} == {at for at, text in enumerate(texts) if isinstance(known[text], Fault)}


def test_a_text_is_counted_in_characters_and_one_that_is_too_long_is_refused():
    found = sort(Claim, "statement", ["x" * (limits.MAX_CELL + 1), "é" * limits.MAX_CELL])
    assert list(found.faults) == [0]
    assert len(found.column[1]) == limits.MAX_CELL
