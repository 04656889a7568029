"""The search for faults that the tests let pass: which changes count, which tests are run, what its score says."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.mutation.__main__ import compute_margin, summarise
from tests.mutation.mutants import differs, is_of_a_kind, sample_mutants
from tests.mutation.runner import list_steps

MODULES = sorted(
    path.relative_to(ROOT / "analysis")
    for room in ("estimates", "case", "report")
    for path in (ROOT / "analysis" / room).rglob("*.py")
)


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("x = 1", "x = 2", True),
        ("x = 1", "x = = 1", False),
        ("x: int | None = 1", "x: int & None = 1", False),
        ("x: Annotated[float, Field(ge=0)]", "x: Annotated[float, Field(ge=1)]", True),
        ("def f(x: int | str) -> int | str: return x", "def f(x: int & str) -> int & str: return x", False),
        ("def f(x, *, y=1): return x", "def f(x, /, y=1): return x", False),
        ("def f(x, *, y=1): return x", "def f(x, *, y=2): return x", True),
        ("@cache\ndef f(): return 1", "def f(): return 1", False),
        ("@lru_cache(maxsize=1)\ndef f(): return 1", "@lru_cache(maxsize=2)\ndef f(): return 1", False),
        ("@property\ndef f(self): return 1", "def f(self): return 1", True),
        ("@dataclass(frozen=True)\nclass A: pass", "@dataclass(frozen=False)\nclass A: pass", False),
        ("@dataclass(eq=True)\nclass A: pass", "@dataclass(eq=False)\nclass A: pass", True),
        ("zip(a, b, strict=True)", "zip(a, b, strict=False)", False),
        ("class A(Protocol):\n    @property\n    def f(self): ...", "class A(Protocol):\n    def f(self): ...", False),
        ("if TYPE_CHECKING: import a", "if not TYPE_CHECKING: import a", False),
        ("assert a", "assert not a", False),
        ("if a: b()", "if not a: b()", True),
        ("Word: TypeAlias = int | str", "Word: TypeAlias = int & str", False),
    ],
)
def test_which_changes_can_matter(before, after, counts):
    assert differs(before, after) is counts


@pytest.mark.parametrize(
    ("operator", "counts"),
    [
        ("core/ReplaceBinaryOperator_Add_Sub", True),
        ("core/ReplaceBinaryOperator_Add_LShift", False),
        ("core/ReplaceBinaryOperator_BitOr_BitAnd", True),
        ("core/ReplaceBinaryOperator_BitOr_Add", False),
        ("core/ReplaceComparisonOperator_Lt_LtE", True),
        ("core/ReplaceComparisonOperator_Eq_Is", False),
        ("core/ReplaceComparisonOperator_Is_IsNot", True),
        ("core/NumberReplacer", True),
    ],
)
def test_which_operators_are_used(operator, counts):
    assert is_of_a_kind(operator) is counts


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_each_module_is_tried_by_tests_there_are_its_own_first(module):
    steps = list_steps(module)
    named = [test.partition("::")[0] for marker, *tests in steps for test in tests]
    assert len(named) > 1
    assert [test for test in named if not (ROOT / test).exists()] == []
    own = f"tests/{module.parent}/test_{module.stem}.py"
    assert not (ROOT / own).exists() or steps[0][1] == own


def test_a_score_has_its_margin_and_each_room_its_weight():
    assert [round(end, 3) for end in compute_margin(50, 100)] == [0.404, 0.596]  # Wilson's, as in any table of it
    assert compute_margin(20, 20)[1] == 1
    tried = {"a": Counter(killed=45, timeout=5, survived=50), "b": Counter(killed=100), "c": Counter()}
    lines = list(summarise(tried, {"a": 300, "b": 100, "c": 600}))
    assert lines[0] == "a: 50 of 100 killed, 5 of them out of time: 50% (95 % interval: 40% to 60%)"
    assert lines[1] == "b: 100 of 100 killed: 100% (95 % interval: 96% to 100%)"
    assert lines[2] == "all, weighted by places: 62% ± 7%"  # (3 × 50 + 100) / 4
    assert len(lines) == 3


def test_a_sample_is_the_same_for_the_same_seed_and_one_change_a_place():
    pytest.importorskip("cosmic_ray")
    paths = [ROOT / "analysis" / "estimates" / "intervals.py"]
    once, again, other = (list(sample_mutants(paths, 12, seed)) for seed in (1, 1, 2))
    assert once == again != other
    assert len({(mutant.line, mutant.operator) for mutant in once}) == 12
    assert all(differs(paths[0].read_text(encoding="utf-8"), mutant.code) for mutant in once)


CODE = """
import sys
from pathlib import Path
from tests.mutation.mutants import Mutant
from tests.mutation.runner import Laboratory
laboratory = Laboratory(Path(sys.argv[1]))
path = laboratory.tree / "analysis" / "estimates" / "settings.py"
before = path.read_text()
print(laboratory.judge(Mutant(path, 1, "x", before.replace('("high", 1)', '("high", 2)'))))
print(path.read_text() == before)
(laboratory.tree / "tests" / "test_left.py").write_text(
    "import subprocess, sys, pytest\\n"
    "@pytest.mark.slow\\n"
    "def test_a_process_is_left():\\n"
    "    code = 'import time; time.sleep(600)  # ' + 3 * 'left'\\n"
    "    subprocess.Popen([sys.executable, '-c', code], start_new_session=True)\\n"
)
print(laboratory._run(("tests/test_left.py",), 120))
print(sum(3 * b"left" in place.read_bytes() for place in Path("/proc").glob("[0-9]*/cmdline")))
"""


@pytest.mark.slow
def test_a_fault_is_found_in_a_copy_of_the_tree(tmp_path: Path):
    before = (ROOT / "analysis" / "estimates" / "settings.py").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.stdout.split(), done.stderr) == (["killed", "True", "True", "0"], "")
    assert (ROOT / "analysis" / "estimates" / "settings.py").read_bytes() == before
