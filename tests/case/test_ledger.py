"""Reading a case's files: every fault is refused in words that say where, what, what is allowed, what to do.

A folder of tests/cases/broken is laid over the tiny case: its files replace, `x.csv.gone` removes, and
expect.txt is what the message must say.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import characters, limits, load_case
from analysis.case import ledger
from analysis.case.schema import TABLES, Claim, Party, Person, Source
from analysis.dates import format_date
from analysis.errors import CaseError, Problem
from analysis.messages import use_language
from analysis.style.house import compute_house_fingerprint, recall_house
from tests.conftest import CASE, TINY

BROKEN = TINY.parent / "broken"


def overlay_case(broken: Path, into: Path) -> Path:
    """The tiny case with one of its faults."""
    shutil.copytree(TINY, into, dirs_exist_ok=True)
    shutil.copytree(broken, into, dirs_exist_ok=True)
    for gone in into.glob("*.gone"):
        gone.with_suffix("").unlink()
    return into


def replace_text(case: Path, table: str, old: str, new: str) -> None:
    path = case / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def catch_case_error(case: Path) -> CaseError:
    with pytest.raises(CaseError) as error:
        ledger.read_ledger(case)
    return error.value


@pytest.mark.parametrize("broken", sorted(BROKEN.iterdir()), ids=lambda path: path.name)
def test_a_broken_case_is_refused_and_the_message_tells_all(broken, tmp_path):
    error = catch_case_error(overlay_case(broken, tmp_path / "case"))
    assert str(error).startswith((broken / "expect.txt").read_text(encoding="utf-8").strip())
    assert str(error).endswith(f"{tmp_path / 'case'}; nothing was rendered.")


@pytest.mark.parametrize("broken", sorted(BROKEN.iterdir()), ids=lambda path: path.name)
def test_what_is_expected_names_file_place_found_and_allowed(broken):
    *problems, count = (broken / "expect.txt").read_text(encoding="utf-8").splitlines()
    assert count == f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in"
    for problem in problems:
        file, *_ = problem.split(":")
        assert file.removesuffix(".csv") in TABLES
        assert ": found " in problem
        assert "; allowed: " in problem


def test_a_missing_table_is_named_unless_a_case_may_do_without_it(tmp_path):
    for table, kind in TABLES.items():
        case = Path(shutil.copytree(TINY, tmp_path / table))
        (case / f"{table}.csv").unlink()
        if kind.may_be_missing:
            assert not ledger.read_ledger(case).tables[table]
        else:
            assert str(catch_case_error(case)).startswith(f"{table}.csv: found nothing; allowed: a table of {table};")


def test_a_folder_that_is_no_case_says_so_once(tmp_path):
    assert len(catch_case_error(tmp_path).problems) == 1
    assert "a folder without any table of a case" in str(catch_case_error(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_in_place_of_a_file_is_not_waited_for(tiny):
    (tiny / "claims.csv").unlink()
    os.mkfifo(tiny / "claims.csv")
    said = "claims.csv: found 'a pipe, socket or device, and no file'; allowed: a file that can be read."
    assert said in str(catch_case_error(tiny))


def test_a_folder_in_place_of_a_file(tiny):
    (tiny / "claims.csv").unlink()
    (tiny / "claims.csv").mkdir()
    assert "claims.csv: found 'Is a directory'; allowed: a file that can be read." in str(catch_case_error(tiny))


def test_a_folder_that_may_not_be_looked_into(tiny, monkeypatch):
    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", forbidden)
    assert "tiny: found 'Permission denied'; allowed: a folder that can be read." in str(catch_case_error(tiny))


def test_a_byte_order_mark_and_windows_line_ends_are_taken(tiny):
    for path in tiny.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert ledger.read_ledger(tiny).tables == ledger.read_ledger(TINY).tables


def test_empty_lines_and_spaces_around_cells_say_nothing(tiny):
    replace_text(
        tiny, "claims", "need_article,reconstruction.need", "\n,,,,,,,,,,,,,,,,,,\nneed_article , reconstruction.need "
    )
    assert ledger.read_ledger(tiny).get_table(Claim)["need_article"].quantity == "reconstruction.need"


def test_optional_columns_may_be_left_out_and_columns_stand_in_any_order(tiny):
    (tiny / "parties.csv").write_text(
        "force,name,kind,party_id\ntrue,Ukraine,state,ukraine\ntrue,United States,state,united_states\n",
        encoding="utf-8",
    )
    assert ledger.read_ledger(tiny).get_table(Party)["ukraine"].iso is None


def test_the_line_is_the_line_of_the_file_also_after_a_text_of_several_lines(tiny):
    replace_text(tiny, "claims", "Rebuilding takes this much.", '"Rebuilding\ntakes\nthis much."')
    assert ledger.read_ledger(tiny).get_table(Claim).find_line("need_survey") == 5


def test_a_row_with_a_fault_is_still_there_for_those_that_point_to_it(tiny):
    replace_text(tiny, "sources", ",C,,", ",Z,,")
    assert [problem.column for problem in catch_case_error(tiny).problems] == ["reliability"]


def test_a_table_that_cannot_be_read_brings_no_complaints_about_what_points_into_it(tiny):
    replace_text(tiny, "sources", "source_id", "source")
    assert {problem.file for problem in catch_case_error(tiny).problems} == {"sources.csv"}


def test_problems_come_in_the_order_of_tables_and_lines(tmp_path):
    found = catch_case_error(overlay_case(BROKEN / "several_at_once", tmp_path / "case")).problems
    order = list(TABLES)
    assert list(found) == sorted(found, key=lambda p: (order.index(p.file.removesuffix(".csv")), p.row))


# Corrections


def test_a_correction_is_applied_and_what_the_source_gave_is_kept():
    read = ledger.read_ledger(TINY)
    assert read.get_table(Person)["smith"].name == "Smith"
    assert read.original_texts == {"people/smith/name": "Smyht"}


def test_a_number_is_corrected_as_a_number(tiny):
    replace_text(tiny, "corrections", "people/smith/name,Smyht,Smith", "claims/cap_low/value,600000.0,650000")
    assert ledger.read_ledger(tiny).get_table(Claim)["cap_low"].value == 650_000


def test_a_number_of_many_digits_can_be_corrected(tiny):
    replace_text(tiny, "claims", ",600000,", ",123456789,")
    replace_text(tiny, "corrections", "people/smith/name,Smyht,Smith", "claims/cap_low/value,123456789,650000")
    assert ledger.read_ledger(tiny).get_table(Claim)["cap_low"].value == 650_000


def test_a_list_and_a_flag_can_be_corrected(tiny):
    parties = "events/meeting/parties,ukraine; united_states,ukraine"
    replace_text(tiny, "corrections", "people/smith/name,Smyht,Smith", parties)
    assert ledger.read_ledger(tiny).tables["events"]["meeting"].parties == ("ukraine",)
    replace_text(tiny, "corrections", parties, "parties/ukraine/force,true,false")
    assert ledger.read_ledger(tiny).get_table(Party)["ukraine"].force is False


def test_a_note_changes_nothing(tiny):
    replace_text(tiny, "corrections", "replace", "note")
    read = ledger.read_ledger(tiny)
    assert (read.get_table(Person)["smith"].name, read.original_texts) == ("Smyht", {})


def test_a_note_may_be_about_a_whole_row_or_none(tiny):
    replace_text(tiny, "corrections", "replace,people/smith/name", "note,people/smith")
    assert not ledger.read_ledger(tiny).original_texts
    replace_text(tiny, "corrections", "note,people/smith", "note,")
    assert not ledger.read_ledger(tiny).original_texts


def test_a_defect_the_source_has_mended_may_stay_on_record(tiny):
    replace_text(tiny, "corrections", ",open", ",fixed_upstream")
    replace_text(tiny, "people", "Smyht", "Smith")
    assert ledger.read_ledger(tiny).original_texts == {}


# The shape of a message


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.csv", 3, "b", "x", "y", "Do z."), "a.csv:3:b: found 'x'; allowed: y. Do z."),
        (Problem("a.csv", None, None, None, "y"), "a.csv: found nothing; allowed: y."),
        (Problem("a.csv", 3, None, 1e6, "y"), "a.csv:3: found 1000000; allowed: y."),
    ],
)
def test_a_problem_in_words(problem, text):
    assert str(problem) == text


def test_the_shipped_case_is_sound():
    from analysis.case.case import find_case

    read = ledger.read_ledger(find_case("mar-a-lago-2025-12-28"))
    assert len(read.get_table(Claim)) > 20


@pytest.fixture
def cache(tiny) -> ledger.LedgerCache:
    """A cache with the tiny case."""
    cache = ledger.LedgerCache()
    cache.preload(tiny)
    return cache


def test_a_preloaded_ledger_is_not_read_again_while_its_files_are_the_same(cache, tiny):
    assert ledger.read_ledger(tiny, cache) is ledger.read_ledger(tiny, cache)
    assert ledger.read_ledger(tiny, cache).get_table(Claim)["need_article"].value == 800


def test_a_ledger_that_is_to_be_preloaded_again_is_read_once(cache, tiny):
    first = cache.find(tiny)
    cache.preload(tiny)
    assert cache.find(tiny) is first
    replace_text(tiny, "claims", ",800,", ",801,")
    cache.preload(tiny)
    assert cache.find(tiny).get_table(Claim)["need_article"].value == 801


def test_a_preloaded_ledger_is_read_again_when_a_file_changes(cache, tiny):
    replace_text(tiny, "claims", ",800,", ",801,")
    assert ledger.read_ledger(tiny, cache).get_table(Claim)["need_article"].value == 801
    (tiny / "claims.csv").unlink()
    assert cache.find(tiny) is None
    assert "claims.csv" in str(catch_case_error(tiny))


def test_only_the_folder_that_was_preloaded_is_in_the_cache(cache, tiny):
    assert cache.find(TINY) is None
    cache.preload(TINY)
    assert cache.find(tiny) is None
    assert ledger.read_ledger(tiny) is not ledger.read_ledger(tiny)


def test_a_preloaded_case_brings_its_house_style_and_a_faulty_one_is_left_to_the_report(cache, tiny):
    (tiny / "house.toml").write_text('[colour]\nink = "#222266"\n', encoding="utf-8")
    cache.preload(tiny)
    style = load_case(tiny).house
    assert recall_house(compute_house_fingerprint(style)).colour["ink"] == "#222266"
    (tiny / "house.toml").write_text("[colour\n", encoding="utf-8")
    cache.preload(tiny)
    assert cache.find(tiny)
    with pytest.raises(KeyError):
        recall_house("other")


def test_a_fork_server_is_told_what_to_preload_by_name(tiny, monkeypatch):
    monkeypatch.setattr(ledger, "PRELOADED", ledger.LedgerCache())
    ledger.preload_ledger(str(tiny))
    assert ledger.PRELOADED.find(tiny)
    assert (
        load_case(tiny).ledger.get_table(Claim)["need_article"]
        is ledger.PRELOADED.find(tiny).get_table(Claim)["need_article"]
    )


def test_the_dates_of_all_sources_are_written_in_advance_in_the_language_of_the_reports(tiny, monkeypatch):
    monkeypatch.setattr(ledger, "PRELOADED", ledger.LedgerCache())
    ledger.preload_ledger(str(tiny))
    ledger.preload_sources("uk")
    monkeypatch.setattr("analysis.dates.words.read_edtf", lambda text: pytest.fail(f"{text} is written again"))
    days = [source.date for source in ledger.read_ledger(tiny).get_table(Source).values() if source.date]
    with use_language("uk"):
        assert all(format_date(day) for day in days)
    assert days


# Many problems of one cause


def empty_table(case: Path, table: str) -> None:
    path = case / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")


@pytest.mark.parametrize(
    "table", ["sources", "quantities", "plans", "parties", "people", "events", "issues", "regions"]
)
def test_a_table_without_rows_is_named_once_as_the_cause_of_all_that_refers_to_it(table, tmp_path):
    case = Path(shutil.copytree(CASE, tmp_path / "case"))
    empty_table(case, table)
    error = catch_case_error(case)
    count = len(error.problems) - 1
    first, last = str(error).splitlines()
    assert first.startswith(f"{table}.csv: found no rows; allowed: the rows that {count:,} cells refer to: ")
    assert last.startswith(f"{count + 1:,} problems (`communique check --case {case} --all` lists each) in ")
    assert len(str(error.list_all()).splitlines()) == count + 2


def test_one_misspelt_id_is_no_sign_of_a_lost_table(tiny):
    empty_table(tiny, "regions")
    replace_text(tiny, "claims", "debt.federal,united_states", "debt.federal,atlantis")
    (problem,) = catch_case_error(tiny).problems
    assert (problem.file, problem.column, problem.found, problem.cause) == ("claims.csv", "subject", "atlantis", "")


def test_a_row_that_exists_but_has_a_problem_leaves_its_table_with_rows(tiny):
    path = tiny / "parties.csv"
    path.write_text("party_id,name,kind,iso,force,note\nukraine,Ukraine,sate,,true,\nunited_states,US,state,,yes,\n")
    assert {problem.column for problem in catch_case_error(tiny).problems} == {"kind", "force"}


def test_a_carriage_return_in_a_text_is_named_with_its_cell_and_tears_no_row_apart(tiny):
    replace_text(tiny, "claims", "Rebuilding takes this much.", "Rebuilding\rtakes this much.")
    assert str(catch_case_error(tiny)).splitlines()[0] == (
        "claims.csv:2:statement: found a carriage return (U+000D); allowed: characters that can be printed, tabs and "
        "line breaks. It comes after 'Rebuilding'; write a space in its place, or delete it."
    )


def test_carriage_returns_at_the_ends_of_lines_are_line_ends(tiny):
    for path in tiny.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))
    assert ledger.read_ledger(tiny).tables == ledger.read_ledger(TINY).tables


def test_thousands_of_columns_are_one_problem(tiny):
    replace_text(tiny, "claims", "claim_id,", "".join(f"c{position}," for position in range(5_000)) + "claim_id,")
    (problem,) = catch_case_error(tiny).problems
    assert str(problem).startswith("claims.csv:1: found 5,021 columns; allowed: at most 200 columns.")


TEXT_COLUMNS = [(table, column) for table, kind in TABLES.items() for column in kind.model_fields]


@pytest.mark.parametrize(("table", "column"), TEXT_COLUMNS, ids=[".".join(pair) for pair in TEXT_COLUMNS])
def test_every_column_of_every_table_refuses_what_no_format_can_print(table, column, tiny):
    columns = list(TABLES[table].model_fields)
    for sign, words in [("\0", "a NUL character (U+0000)"), ("\x1b", "an escape character (U+001B)")]:
        cells = [f"{sign}x" if name == column else "x" for name in columns]
        (tiny / f"{table}.csv").write_text(f"{','.join(columns)}\n{','.join(cells)}\n", encoding="utf-8")
        (line,) = [
            line for line in str(catch_case_error(tiny).list_all()).splitlines() if "that can be printed" in line
        ]
        assert line.startswith(f"{table}.csv:2:{column}: found {words}; allowed: characters that can be printed")


@given(st.characters(categories=["Cc", "Cs"]) | st.sampled_from("\ufffe\uffff\ufdd0\ufdef"))
def test_of_the_control_characters_only_tab_and_line_feed_are_text(sign):
    assert bool(characters.find_forbidden(f"a{sign}b")) == (sign not in "\t\n")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_text_is_never_refused(text):
    assert characters.find_forbidden(text) == ""


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("claims", "Rebuilding takes this much.", "x" * 10_001, "claims.csv:2:statement: found 10,001 characters, "),
        ("sources", "\nsurvey,", f"\n{'a' * 101},", "sources.csv:3:source_id: found 101 characters, "),
        ("quantities", ",trillion USD,", f",{'m ' * 99}m,", "quantities.csv:5:unit: found 199 characters, "),
        ("quantities", "billion USD,0,,,W", f"billion USD,0,,{'-' * 1_001},W", "quantities.csv:2:formula: found 1,001"),
        ("claims", ",300,", ",3e25,", "claims.csv:4:value: found '3e25'; allowed: 0, or a number from 1e-24 to 1e+24"),
        ("claims", ",300,", ",3e15,", "claims.csv:4:value: found 3e+15; allowed: 0, or 1e-33 to 1e+15 billion USD in"),
        ("claims", ",300,", ",1e-25,", "claims.csv:4:value: found '1e-25'; allowed: 0, or a number from 1e-24 to"),
        (
            "quantities",
            "frozen assets,billion USD,0",
            "frozen assets,billion USD,-1e20",
            "quantities.csv:3:minimum: found",
        ),
        ("reports", "\nforces,", "\nnul,", "reports.csv:3:report_id: found 'nul'; allowed: a name other than con, prn"),
        (
            "quantities",
            "billion USD,0,,,W",
            f"billion USD,0,,{'(' * 60}assets.usable{')' * 60},W",
            "quantities.csv:2:formula: found '(((((",
        ),
    ],
)
def test_what_is_too_long_too_large_or_too_deep_is_refused_where_it_stands(tiny, table, old, new, said):
    replace_text(tiny, table, old, new)
    assert str(catch_case_error(tiny)).startswith(said)


def test_sizes_at_the_bounds_are_taken(tiny):
    replace_text(tiny, "claims", ",300,", ",1e15,")
    replace_text(tiny, "claims", ",588,", ",1e-24,")
    assert ledger.read_ledger(tiny).get_table(Claim)["frozen_article"].value == 1e15


def test_too_many_rows_and_too_large_a_file_are_one_problem(tiny, monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 4)
    assert str(catch_case_error(tiny).problems[0]).startswith(
        "quantities.csv:6: found one row more; allowed: at most 4"
    )
    monkeypatch.setattr(limits, "MAX_TABLE_BYTES", 1_000)
    size = (TINY / "claims.csv").stat().st_size
    said = f"claims.csv: found a file of {size:,} bytes; allowed: at most 1,000 bytes. Split the case in two."
    assert said in str(catch_case_error(tiny))
