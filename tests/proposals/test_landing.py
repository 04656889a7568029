"""Decided proposals in a case: only added lines, both files or none, and nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis.case import appending
from analysis.case.appending import read_cells
from analysis.case.files import open_files
from analysis.commands.shared.accepting import list_problems
from analysis.errors import CaseError, Problem, UsageError
from analysis.proposals.decisions import Additions
from analysis.proposals.landing import accept_table
from analysis.proposals.proposal import Proposal
from analysis.proposals.state import describe_ledger
from analysis.proposals.table import ReviewTable, write_table
from tests.conftest import hash_tree
from tests.proposals.test_decisions import CAP, NEED
from tests.proposals.test_table import make_row

FILES = ("claims.csv", "waivers.csv")
LATER = replace(
    make_row("900 billion dollars", locator="I p2"),
    **{name: getattr(NEED, name) for name in ("quantity", "qualifier", "status", "statement")},
    decision="accept",
    claim_id="need_later",
    value="900",
    as_of="2023",
)


@pytest.fixture
def write(tiny) -> Callable[..., Path]:
    """Writes rows as a review table that is based on the case as it is now."""

    def write_rows(*rows: Proposal) -> Path:
        state = describe_ledger(open_files(tiny), date(2026, 11, 29))
        write_table(ReviewTable(rows, state), tiny.parent / "review.csv")
        return tiny.parent / "review.csv"

    return write_rows


def accept(case: Path, table: Path) -> Additions:
    return accept_table(case, table, list_problems)


def catch_refusal(case: Path, table: Path) -> str:
    """The message of a refusal, after which the case is as it was."""
    before = hash_tree(case)
    with pytest.raises((UsageError, CaseError)) as error:
        accept(case, table)
    assert hash_tree(case) == before
    return str(error.value)


def read_files(case: Path) -> dict[str, bytes]:
    return {name: (case / name).read_bytes() for name in FILES}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_only_lines_are_added_and_all_others_stay_byte_for_byte(tiny, write, mark, end, is_ended):
    for name, content in read_files(tiny).items():
        content = mark + content.replace(b"\n", end)
        (tiny / name).write_bytes(content if is_ended else content.removesuffix(end))
    before = read_files(tiny)
    table = write(NEED, CAP, replace(LATER, decision=""))
    new = accept(tiny, table)
    after = read_files(tiny)
    assert all(after[name].startswith(before[name]) for name in FILES)
    claim = (
        b"need_again,reconstruction.need,ukraine,article,I p1,810,,,,about,estimated,2024,,,Rebuilding takes this.,"
        b"800 billion dollars,2026-11-29,,,normal,"
    )
    added = [after[name][len(before[name]) :] for name in FILES]
    assert [text.strip() for text in added] == [claim, b"points,article,I p1,28 points,Counts points"]
    assert [text.endswith(end) for text in added] == [is_ended] * 2
    assert (len(new.claims), len(new.waivers), list_problems(tiny)) == (1, 1, [])
    write_table(replace(read(table), rows=(NEED, CAP, LATER)), table)
    accept(tiny, table)
    last = read_cells((tiny / "claims.csv").read_bytes())[-1]
    assert (last["claim_id"], last["value"], list_problems(tiny)) == ("need_later", "900", [])
    assert (tiny / "claims.csv").read_bytes().startswith(after["claims.csv"])


def test_a_second_time_nothing_is_added(tiny, write):
    table = write(NEED, CAP)
    accept(tiny, table)
    before = hash_tree(tiny)
    new = accept(tiny, table)
    assert (new.claims, new.waivers, new.there) == ([], [], 2)
    assert hash_tree(tiny) == before


def test_what_is_decided_later_is_added_later(tiny, write):
    table = write(NEED, CAP, LATER)
    write_table(replace(read(table), rows=(NEED, replace(CAP, decision=""), replace(LATER, decision=""))), table)
    assert accept(tiny, table).undecided == 2
    write_table(replace(read(table), rows=(NEED, CAP, LATER)), table)
    new = accept(tiny, table)
    assert ([cells["claim_id"] for _, cells in new.claims], len(new.waivers), new.there) == (["need_later"], 1, 1)


def read(table: Path) -> ReviewTable:
    from analysis.proposals.table import read_table

    return read_table(table)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", ["appended", "edited"])
def test_a_case_that_has_changed_since_is_refused(tiny, write, name, change):
    (tiny / "waivers.csv").write_text("waiver_id,source,locator,phrase,reason\nx,article,I p1,so far,A way to say it\n")
    table, path = write(NEED, CAP), tiny / name
    rows = path.read_bytes().splitlines(keepends=True)
    key = b"quite" if change == "appended" else rows[-1].split(b",")[0] + b"x"
    path.write_bytes(
        b"".join(rows if change == "appended" else rows[:-1]) + rows[-1].replace(rows[-1].split(b",")[0], key)
    )
    message = catch_refusal(tiny, table)
    if change == "appended" and name == "claims.csv":  # the copy of a row is refused by the case itself
        assert "claims.csv" in message
    else:
        assert message == (
            f"{name} has changed since review.csv was written (2026-11-29), or review.csv is of another case. Run "
            "`communique draft DOCUMENT --source article --out review.csv` again, which keeps what is decided; then "
            "accept it."
        )


def test_a_file_that_changes_while_the_rows_are_checked_is_refused(tiny, write):
    table = write(NEED, CAP)

    def meddle(_: Path) -> list[Problem]:
        with (tiny / "waivers.csv").open("a") as file:
            file.write("x,article,I p1,so far,A way to say it\n")
        return []

    with pytest.raises(UsageError, match=r"waivers.csv has changed meanwhile; nothing was added"):
        accept_table(tiny, table, meddle)
    assert b"need_again" not in (tiny / "claims.csv").read_bytes()
    assert (tiny / "waivers.csv").read_text().count("\n") == 2
    assert not list(tiny.glob(".*"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "8x"}, "review.csv:2:value: found '8x'; allowed: a number, without thousands separators."),
        (
            {"value": "1,500"},
            "review.csv:2:value: found '1,500'; allowed: a number, without thousands separators. Write",
        ),
        ({"value": ""}, "review.csv:2:value: found nothing; allowed: "),
        ({"value": "-5"}, "review.csv:2:value: found -5; allowed: "),
        ({"qualifier": "roughly"}, "review.csv:2:qualifier: found 'roughly'; allowed: exact, about,"),
        ({"status": ""}, "review.csv:2:status: found nothing; allowed: proposed, committed,"),
        ({"subject": "ukrain"}, "review.csv:2:subject: found 'ukrain'; allowed: an id of "),
        ({"as_of": "2025-13"}, "review.csv:2:as_of: found '2025-13'; allowed: an EDTF date"),
        ({"claim_id": "Need 2"}, "review.csv:2:claim_id: found 'Need 2'; allowed: snake_case"),
        (
            {"subject": ""},
            "review.csv:2:decision: found a tie; allowed: one best claim for reconstruction.need; need_article, "
            "need_again are equal where the claims of the analysed text count. Merge the row with merge:ID; or write",
        ),
        (
            {"subject": "", "decision": "accept:preferred"},
            "review.csv:2:decision: found a tie; allowed: one preferred claim for reconstruction.need. Write "
            "accept here, or",
        ),
    ],
)
def test_what_check_would_find_is_said_with_the_row_of_the_table(tiny, write, changes, said):
    first, *_, last = catch_refusal(tiny, write(replace(NEED, **changes), CAP)).splitlines()
    assert first.startswith(said)
    assert last.endswith("review.csv; nothing was added to the case.")


def test_a_fault_in_a_waiver_is_said_with_its_row_too(tiny, write):
    long = make_row("28 points and " + "so on " * 20, decision="reject", reason="Points", claim_id="Points")
    first, _ = catch_refusal(tiny, write(NEED, long)).splitlines()
    assert first.startswith("review.csv:3:phrase: found '28 points and so on so on")


def test_a_case_that_is_not_sound_says_so_itself(tiny, write):
    table = write(NEED)
    (tiny / "sources.csv").unlink()
    assert catch_refusal(tiny, table).startswith("sources.csv: found nothing; allowed: a table of sources")


def test_a_table_of_another_case_is_refused(tiny, gauge, write):
    assert "or review.csv is of another case" in catch_refusal(gauge, write(NEED, CAP))


def test_rows_deleted_in_the_spreadsheet_are_counted_and_the_others_are_added(tiny, write):
    table = write(NEED, CAP, LATER)
    lines = table.read_text("utf-8-sig").splitlines(keepends=True)
    table.write_text("".join([*lines[:2], lines[3]]), "utf-8-sig")
    new = accept(tiny, table)
    assert (len(new.claims), len(new.waivers), new.lost) == (2, 0, 1)


@pytest.mark.parametrize("write_number", [1, 2, 3])
def test_on_a_full_disk_the_case_stays_as_it_is(tiny, write, monkeypatch, write_number):
    table, before, writes = write(NEED, CAP), hash_tree(tiny), []

    def fill_disk(descriptor: int) -> None:
        writes.append(descriptor)
        if len(writes) == write_number:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(appending.os, "fsync", fill_disk)
    with pytest.raises(OSError, match="No space left"):
        accept(tiny, table)
    assert hash_tree(tiny) == before


def test_a_case_reached_by_a_link_keeps_its_links(tiny, write):
    table = write(NEED, CAP)
    kept = tiny.parent / "kept.csv"
    (tiny / "claims.csv").rename(kept)
    (tiny / "claims.csv").symlink_to(kept)
    accept(tiny, table)
    assert (tiny / "claims.csv").is_symlink()
    assert [cells["claim_id"] for cells in read_cells(kept.read_bytes())][-1] == "need_again"


@pytest.mark.slow
def test_after_a_kill_between_the_files_the_next_time_adds_the_rest(tiny, write):
    table = write(NEED, CAP)
    child = os.fork()
    if child == 0:
        move = Path.replace

        def die_on_second(self: Path, target: Path) -> Path:
            if target.name == "waivers.csv":
                os.kill(os.getpid(), signal.SIGKILL)
            return move(self, target)

        Path.replace = die_on_second
        accept(tiny, table)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert b"need_again" in (tiny / "claims.csv").read_bytes()
    assert b"28 points" not in (tiny / "waivers.csv").read_bytes()
    new = accept(tiny, table)
    assert (len(new.claims), len(new.waivers), new.there) == (0, 1, 1)
    assert new.remarks == ["an earlier --accept was stopped midway; give its table again to add what it left out."]
    assert not list(tiny.glob(".*"))
    assert list_problems(tiny) == []
