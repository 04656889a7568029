"""Every reader of text takes time in proportion to it: each pattern of the library, and what reads a cell or a file."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest

import analysis
from analysis import characters, dates, limits
from analysis.case.csv_reader import ReadResult, read_csv
from analysis.case.files import CaseFiles
from analysis.case.schema import Party
from analysis.errors import Problem
from analysis.estimates import expression
from analysis.report.document import typography
from analysis.wording import units

FEW, MANY = 1_000, 4_000
PIECES = [
    *"a1I ,.#-(<>*`[/'$_=:;|\\\n\té",
    *("a ", "1.", "1,", "1 ", "1/", "x\n", " \n", "--", "<b", "<b>", "</", ' id="', 'd="M', "#a"),
    *("url(", "](", "e1", "X-", "~?", "M1 1"),
]
ANCHORED = ("match", "fullmatch")


def list_uses() -> dict[str, Callable[[str], object]]:
    """Every pattern that a module of the library has compiled, as the module uses it: at one place, or searched for."""
    found: dict[str, Callable[[str], object]] = {}
    for module in pkgutil.walk_packages(analysis.__path__, "analysis."):
        if module.name.startswith("analysis.shipped"):
            continue
        imported = importlib.import_module(module.name)
        for name, value in vars(imported).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                used = set(re.findall(rf"\b{name}\.(\w+)\b", inspect.getsource(imported)))
                for way in used & set(ANCHORED) | ({"findall"} if used - set(ANCHORED) else set()):
                    found[f"{module.name}.{name}.{way}"] = getattr(value, way)
    return found


def measure(work: Callable[[str], object], text: str) -> float:
    """The least processor time of three runs, in seconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work(text)
        times.append(time.process_time() - start)
        if not 0.01 < times[-1] < 0.1:
            break  # what is far from the bounds needs no second run
    return min(times)


def find_slow(work: Callable[[str], object], pieces: Iterable[str] = PIECES) -> list[str]:
    """The pieces of which four times as many take more than eight times as long, and longer than a moment.

    Each is tried alone, and between letters: a pattern may look for the end of a text from every place before it.
    """
    slow = []
    for piece in pieces:
        for around in ("", "q"):
            few, many = around + piece * FEW + around, around + piece * MANY + around
            # Asked again where it seems so: a busy machine is slow by chance, and not three times.
            if all(measure(work, many) > max(0.02, 8 * measure(work, few)) for _ in range(3)):
                slow.append(around + piece)
    return slow


USES = list_uses()


@pytest.mark.parametrize("use", sorted(USES))
def test_a_pattern_takes_time_in_proportion_to_the_text(use):
    assert find_slow(USES[use]) == []


def test_most_patterns_are_tried():
    assert len(USES) > 20


def test_the_measure_sees_a_pattern_that_takes_the_square():
    assert find_slow(re.compile(r"[^.!?]+[.!?]+").findall, "a.") == ["a", "qa"]


def read_table(folder, cell: str) -> ReadResult:
    quoted = cell.replace('"', '""')
    (folder / "parties.csv").write_text(
        f'party_id,name,kind,iso,force,note\nukraine,Ukraine,state,,true,"{quoted}"\n', encoding="utf-8", newline=""
    )
    result = ReadResult()
    read_csv(CaseFiles(folder), "parties.csv", Party, result)
    return result


def test_reading_a_table_takes_time_in_proportion_to_its_cells(tmp_path):
    assert find_slow(lambda text: read_table(tmp_path, text)) == []


@pytest.mark.parametrize(
    "work",
    [
        lambda text: str(Problem("a.csv", 1, text, text, text, text)),
        characters.find_forbidden,
        typography.curl_apostrophes,
        typography.has_long_word,
        typography.insert_break_points,
    ],
)
def test_what_words_a_text_takes_time_in_proportion_to_it(work):
    assert find_slow(work) == []


@pytest.mark.parametrize(
    ("work", "longest"),
    [
        (dates.is_valid, limits.MAX_DATE),
        (units.get_factor, limits.MAX_UNIT),
        (expression.list_names, limits.MAX_FORMULA),
    ],
)
def test_what_is_read_as_a_date_unit_or_formula_is_short_and_read_in_a_moment(work, longest):
    for piece in PIECES:
        start = time.process_time()
        with suppress(ValueError, analysis.UnitError):
            work((piece * longest)[:longest])
        assert time.process_time() - start < 1, piece
