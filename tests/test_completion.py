"""What Tab offers within the text of an argument: ids that the case has and words that are allowed, else nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from analysis import compare, front_end, load_case
from analysis.completion import complete_argument
from tests.conftest import TINY


@pytest.fixture(scope="module")
def names():
    return {"case": load_case(TINY), "compare": compare, "load_case": load_case, "print": print}


@pytest.mark.parametrize(
    ("code", "typed", "found"),
    [
        ('case.role("nee', "nee", "need"),
        ("x = 1  # it's\ncase.history('reconstruction.n", "reconstruction.n", "reconstruction.need"),
        ('case.label(id="assets.u', "assets.u", "assets.usable"),
        ('compare.reconstruction.gap(case, need="rec', "rec", "reconstruction.need"),
        ('load_case("a", basis="po', "po", "pooled"),
        ('max(case.role("need"), case.table("cl', "cl", "claims"),
        ('case.meets("need", "claim', "claim", "claims"),
    ],
)
def test_what_may_stand_there_is_found(names, code, typed, found):
    assert complete_argument(code, names) == (typed, [found])


@pytest.mark.parametrize(
    "code",
    [
        'print("ne',
        'case.role("need")',
        'case["rec',
        "case.role(need",
        'nobody.role("',
        'case.nothing("',
        'case.at("x", "',
        '"',
    ],
)
def test_nothing_is_offered_elsewhere(names, code):
    assert complete_argument(code, names)[1] == []


def test_no_code_of_the_reader_runs(names):
    class Trap:
        def __getattr__(self, name):
            raise AssertionError("it was asked")

    assert complete_argument('trap.inner.role("', {**names, "trap": Trap()}) == ("", [])


@given(st.text(st.sampled_from("case.role(\"'[]{},=#\n\\ n"), max_size=40))
def test_any_code_is_read(code):
    typed, found = complete_argument(code, {"case": SimpleNamespace()})
    assert code.endswith(typed)
    assert found == []


def test_in_ipython_it_stands_alone(names):
    shell = InteractiveShell()
    front_end.complete_texts(shell)
    shell.user_ns.update(names)
    code = 'first = 1\ncase.role("nee'
    with provisionalcompleter():
        found = list(shell.Completer.completions(code, len(code)))
    assert [one.text for one in found] == ["need"]
    assert code[found[0].start : found[0].end] == "nee"
