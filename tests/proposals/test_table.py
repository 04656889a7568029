"""The review table through files and spreadsheets: it comes back the same, and every fault has its row and column."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.proposals.proposal import COLUMNS, Proposal, compute_hash
from analysis.proposals.state import LedgerState
from analysis.proposals.table import HEADER, ReviewTable, make_gone_hash, read_table, write_table

STATE = LedgerState(day=date(2026, 11, 29))
KINDS = ("csv", "tsv", "xlsx")


def make_row(phrase: str = "800 billion dollars", **cells: str) -> Proposal:
    """A row as it is proposed, with its hash."""
    cells = {"source": "article", "locator": "I p1", "phrase": phrase, **cells}
    return replace(Proposal(**cells), hash=compute_hash(cells["source"], cells["locator"], cells["phrase"]))


def make_table(*rows: Proposal) -> ReviewTable:
    return ReviewTable(rows, STATE, tuple(range(2, len(rows) + 2)))


def catch_error(path: Path) -> list[str]:
    with pytest.raises(UsageError) as error:
        read_table(path)
    return str(error.value).splitlines()


TABLE = make_table(
    make_row(decision="accept", quantity="reconstruction.need", value="800", as_of="2025-12", statement="=It takes"),
    make_row("one-eighth", decision="merge:need_article", why="what is it of?", link="#:~:text=one%2Deighth"),
    make_row("28-point plan", decision="reject", reason="Counts the points of the plan", value="-28"),
    make_row("approximately 300 billion", value="1.5", low="0.5", statement='two\nlines, "quoted"; and a\ttab'),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_comes_back_as_it_was_written(tmp_path, kind):
    write_table(TABLE, tmp_path / f"review.{kind}")
    assert read_table(tmp_path / f"review.{kind}") == TABLE
    assert [path.name for path in tmp_path.iterdir()] == [f"review.{kind}"]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t"), max_size=30)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "@a",
        "-5",
        "'x",
        "'=1",
        "_x0041_",
        "#N/A",
        "TRUE",
        "2025-12",
        "Dec-25",
        "1,5",
        "8E+11",
        "1/2/2025",
        " a ",
        "\n",
    ]
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=st.lists(st.lists(TEXT | TRICKY, min_size=len(COLUMNS) - 2, max_size=len(COLUMNS) - 2), max_size=3))
def test_whatever_the_cells_hold_they_come_back_the_same(tmp_path, kind, cells):
    rows = [Proposal("accept", *texts) for texts in cells]
    table = make_table(*(replace(row, hash=compute_hash(row.source, row.locator, row.phrase)) for row in rows))
    write_table(table, tmp_path / f"review.{kind}")
    assert read_table(tmp_path / f"review.{kind}").rows == table.rows


def test_csv_is_utf8_with_its_mark_and_line_feeds(tmp_path):
    write_table(TABLE, tmp_path / "review.csv")
    content = (tmp_path / "review.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfdecision,grade,why,claim_id,")
    assert b"\r" not in content
    assert content.splitlines()[0].decode("utf-8-sig").split(",") == list(HEADER)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read(tmp_path, delimiter, encoding):
    write_table(TABLE, tmp_path / "review.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "review.csv").read_text("utf-8-sig"), newline="")))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows([*rows, [""] * 28])
    (tmp_path / "saved.csv").write_bytes(f"sep={delimiter}\r\n{text.getvalue()}".encode(encoding))
    assert read_table(tmp_path / "saved.csv").rows == TABLE.rows


def test_columns_may_change_their_order_and_rows_theirs(tmp_path):
    write_table(TABLE, tmp_path / "review.csv")
    header, *rows = csv.reader(io.StringIO((tmp_path / "review.csv").read_text("utf-8-sig"), newline=""))
    with (tmp_path / "sorted.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(row[::-1] for row in (header, *rows[::-1]))
    assert read_table(tmp_path / "sorted.csv").rows == TABLE.rows[::-1]


def change(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8-sig")
    return path


@pytest.fixture
def saved(tmp_path) -> Path:
    write_table(TABLE, tmp_path / "review.csv")
    return tmp_path / "review.csv"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",claim_id,", ",claim,", "review.csv:1:claim: found 'claim'; allowed: claim_id, which the header lacks."),
        (",subject,", ",", "review.csv:1:subject: found nothing; allowed: this column, which is missing. Put it back."),
        (
            "decision,",
            "decision,mine,",
            "review.csv:1:mine: found 'mine'; allowed: the columns that `communique draft`",
        ),
        (",quantity_2,", ",quantity,", "review.csv:1:quantity: found 'quantity'; allowed: each column once."),
        (
            "\naccept,",
            "\nacept,",
            "review.csv:2:decision: found 'acept'; allowed: accept, accept:preferred, accept:deprecated",
        ),
        (
            "merge:need_article",
            "merge:",
            "review.csv:3:decision: found 'merge:'; allowed: accept, accept:preferred, accept:deprecated",
        ),
        (",800 billion dollars,", ",900 billion dollars,", "review.csv:2:hash: found a hash (h"),
        (",I p1,", ",I p2,", "review.csv:2:hash: found a hash (h"),
        (",'-28,", ",8E+11,", "review.csv:4:value: found '8E+11'; allowed: all digits of the number"),
        (",'2025-12,", ",01/02/2025,", "review.csv:2:as_of: found '01/02/2025'; allowed: 2025-02-01 or 2025-01-02"),
        (
            ",'=It takes,",
            ",#NAME?,",
            "review.csv:2:statement: found '#NAME?'; allowed: a text or a number. The spreadsheet",
        ),
        ("row 2 of 4;", "row two;", "review.csv:3:based_on: found 'row two;"),
        ("row 2 of 4;", "row 2 of 5;", "review.csv:3:based_on: found a row of another table; allowed: the rows of one"),
        ("one-eighth,", "one-eighth\x00,", "review.csv:3:phrase: found 'one-eighth\\x00'; allowed: characters that"),
    ],
)
def test_each_fault_has_its_row_and_column(saved, old, new, said):
    lines = catch_error(change(saved, old, new))
    assert lines[0].startswith(said)
    assert lines[-1].endswith("nothing was added to the case.")
    assert len(lines) == 2 or old in ("one-eighth,", ",quantity_2,")


def test_all_faults_are_said_at_once(saved):
    change(saved, "\naccept,", "\nyes,")
    change(saved, ",'1.5,", ",1E+12,")
    first, second, last = catch_error(change(saved, "one-eighth", "one-ninth"))[:2] + catch_error(saved)[-1:]
    assert first.startswith("review.csv:2:decision: found 'yes'")
    assert second.startswith("review.csv:3:hash:")
    assert last.startswith("3 problems in ")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "no file "),
        ("empty.csv", b"", "empty.csv is empty; `communique draft DOCUMENT --out empty.csv` writes a review table."),
        ("other.csv", b"a,b\n1,2\n", "other.csv is no review table"),
        ("latin.csv", "decision\nна\n".encode("cp1251"), "latin.csv:2: found byte 0xed; allowed: UTF-8 text."),
        ("open.csv", b'decision,grade\n"accept,\n', "open.csv:2: found "),
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "old.xls is a workbook of an old kind, or encrypted; save it as .xlsx"),
        ("cut.xlsx", b"PK\x03\x04rest", "cut.xlsx cannot be read as a workbook"),
    ],
)
def test_a_file_that_is_no_review_table_is_one_error(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    lines = catch_error(tmp_path / name)
    assert lines[0].startswith(said)
    assert len(lines) == 1


def test_a_decision_is_read_however_it_is_typed(saved):
    change(saved, "\naccept,", "\n Accept ,")
    change(saved, "merge:need_article", "Merge: need_article")
    change(saved, "\nreject,", "\nACCEPT : preferred,")
    assert [row.decision for row in read_table(saved).rows] == ["accept", "merge:need_article", "accept:preferred", ""]


def test_a_deleted_row_is_counted_and_a_doubled_one_is_not(saved):
    lines = saved.read_text("utf-8-sig").splitlines(keepends=True)
    saved.write_text("".join([*lines[:2], lines[1], *lines[3:]]), "utf-8-sig")
    table = read_table(saved)
    assert ([row.phrase for row in table.rows[:2]], table.lost) == (["800 billion dollars"] * 2, 1)


def test_rows_of_the_same_words_and_of_words_that_are_gone_keep_their_hash(tmp_path):
    again = replace(make_row(), hash=compute_hash("article", "I p1", "800 billion dollars", 7))
    gone = replace(make_row(), hash=make_gone_hash(make_row().hash))
    write_table(make_table(again, gone), tmp_path / "review.csv")
    assert read_table(tmp_path / "review.csv").rows == (again, gone)


def test_an_old_table_stays_where_a_new_one_cannot_be_written(saved, monkeypatch):
    before = saved.read_bytes()

    def fill_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_disk)
    with pytest.raises(OSError, match="No space left"):
        write_table(make_table(), saved)
    assert [path.read_bytes() for path in saved.parent.iterdir()] == [before]


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"review.ods: a review table is a .csv or an .xlsx file"):
        write_table(TABLE, tmp_path / "review.ods")
