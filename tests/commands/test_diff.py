"""What differs between two renderings or two cases, worked out by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analysis import cover, elsewhere, load_case, ours, say
from analysis.case import csv_reader, ledger
from analysis.commands.diff import Change, compare_folders, format_table
from analysis.errors import UsageError
from analysis.report.document import reader
from analysis.report.formats import side_files
from analysis.report.formats.json_text import format_json
from analysis.wording.units import forget_added
from tests import notebooks_in_memory
from tests.case.test_ledger import replace_text


def write_report(case: Path, place: Path) -> Path:
    """Leaves the results of a small report: need, usable and gap."""
    from analysis import compare

    found = load_case(case)
    gap = compare.reconstruction.gap(found)
    there = elsewhere(gap)
    made = reader.read_document(
        notebooks_in_memory.make_executed_notebook(
            cover(
                "What is missing is {gap}" + (" or {there}" if there is not None else "") + ", by {by}",
                "How much?",
                found.about,
                gap=gap,
                there=there,
                by=ours(gap),
            ),
            say("The need is {need}.", need=found["reconstruction.need"]),
        )
    )
    place.mkdir(parents=True)
    (place / "results.json").write_text(format_json(side_files.build_results(made)))
    return place


@pytest.fixture
def two(tiny, tmp_path) -> tuple[Path, Path, Path, Path]:
    """A case before and after its need fell from 800 to 700, and what is rendered of either."""
    old = Path(shutil.copytree(tiny, tmp_path / "before" / "tiny"))
    replace_text(tiny, "claims", "I p1,800,", "I p1,700,")
    replace_text(tiny, "claims", "800 billion", "700 billion")
    return old, tiny, write_report(old, tmp_path / "old" / "one"), write_report(tiny, tmp_path / "new" / "one")


def test_numbers_and_the_claims_beneath_them(two):
    # need 800 -> 700, usable at most 100: the gap is 700 -> 600, up to 800 -> 700 if nothing can be used
    assert compare_folders(two[2], two[3]) == [
        Change(
            "title",
            "text",
            "What is missing is at least $700 billion or about $490 billion, by our arithmetic",
            "What is missing is at least $600 billion, by our arithmetic",
        ),
        Change("reconstruction.gap", "value", 700, 600),
        Change("reconstruction.gap", "low", 700, 600),
        Change("reconstruction.gap", "high", 800, 700),
        Change("claim need_article", "value", 800, 700),
        Change("reconstruction.gap.elsewhere", "", "there", None),
        Change("claim need_survey", "", "there", None),  # a need of 700 no longer excludes it
    ]


def test_a_folder_of_reports_names_the_report(two):
    names = [change.name for change in compare_folders(two[2].parent, two[3].parent)]
    assert names[0] == "one: title"
    assert "one: claim need_article" in names


def test_rows_of_a_case(two):
    lines = (two[1] / "claims.csv").read_text().splitlines(keepends=True)
    (two[1] / "claims.csv").write_text("".join(line for line in lines if not line.startswith("need_survey,")))
    assert compare_folders(two[0], two[1]) == [
        Change("claims/need_article", "value", 800, 700),
        Change("claims/need_article", "phrase", "800 billion", "700 billion"),
        Change("claims/need_survey", "", "there", None),
    ]
    assert compare_folders(two[1], two[0])[-1] == Change("claims/need_survey", "", None, "new")


def test_a_unit_of_two_sizes_is_a_difference_of_two_cases(two):
    for folder, size in zip(two[:2], (40, 50), strict=True):
        (folder / "units.txt").write_text(f"barrow = {size} * kg = barrows\n")
    try:
        found = compare_folders(two[0], two[1])
    finally:
        forget_added()
    old, new = "barrow = 40 * kg = barrows", "barrow = 50 * kg = barrows"
    assert found[-1] == Change("units/barrow", "definition", old, new)


def test_nothing_differs_from_itself(two):
    assert [compare_folders(path, path) for path in two] == [[], [], [], []]


def test_a_table_that_can_be_read():
    table = format_table(
        [
            Change("gap", "value", 700.0, 600.0),
            Change("claim x", "", None, "new"),
            Change("need", "claims", ["a", "b"], ["a" * 60]),
        ]
    )
    assert table.splitlines() == [
        "gap      value   700      -> 600",
        "claim x          nothing  -> new",
        f"need     claims  a b      -> {'a' * 47}…",
    ]


def test_two_of_a_kind_or_one_message(two, tmp_path):
    with pytest.raises(UsageError, match=r"is a case, .* is a report; give two of a kind"):
        compare_folders(two[0], two[2])
    with pytest.raises(UsageError, match=r"is neither a report's folder \(results.json\), nor one of reports, nor"):
        compare_folders(tmp_path / "none", two[0])
    (two[2] / "results.json").write_text("[]")
    with pytest.raises(UsageError, match="cannot be read as results of this version"):
        compare_folders(two[2], two[3])


def test_the_command_ends_as_diff_does(two, invoke):
    same, other = invoke("diff", *map(str, (two[0], two[0]))), invoke("diff", *map(str, (two[0], two[1])))
    assert (same.returncode, same.stdout) == (0, "")
    assert (other.returncode, other.stdout.splitlines()[0]) == (1, "claims/need_article  value   800          -> 700")
    printed = json.loads(invoke("diff", "--json", str(two[2]), str(two[3])).stdout)
    assert {"name": "reconstruction.gap", "entry": "value", "old": 700.0, "new": 600.0} in printed
    assert invoke("diff", str(two[0]), str(two[2])).returncode == 2


def test_large_tables_differ_as_small_ones(tiny, tmp_path, monkeypatch):
    old = Path(shutil.copytree(tiny, tmp_path / "old" / "tiny"))
    path = tiny / "claims.csv"
    header, first, *others = path.read_text(encoding="utf-8").splitlines()
    lines = [header, *others[::-1], first.replace(",800,", ",700,"), first.replace("need_article", "again", 1)]
    lines[-1] = lines[-1].replace("I p1", "I p2").replace(",preferred,", ",normal,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = compare_folders(old, tiny)
    assert {(change.name, change.entry) for change in known} >= {("claims/need_article", "value"), ("claims/again", "")}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(csv_reader, "LARGE_FILE", path.stat().st_size // 2)
    assert ledger.read_ledger(tiny).tables["claims"].is_large
    assert compare_folders(old, tiny) == known
    assert compare_folders(tiny, old)
    assert compare_folders(old, old) == []
