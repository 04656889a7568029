"""One file read: the place of a fault is right wherever it is, and the way of reading changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case import csv_reader, ledger
from analysis.case.files import open_files
from analysis.case.schema import Claim, Party
from tests.case.test_ledger import catch_case_error, replace_text
from tests.conftest import TINY

HEADER = "party_id,name,kind,force\n"


def read(folder, content: bytes) -> tuple[csv_reader.ReadResult, list[tuple[str, int]]]:
    """Reads a table of parties and returns what was found, and id and line of each row."""
    (folder / "parties.csv").write_bytes(content)
    result = csv_reader.ReadResult()
    table = csv_reader.read_csv(open_files(folder), "parties.csv", Party, result)
    return result, [(id, table.find_line(id)) for id in table]


@pytest.mark.parametrize("line", range(1, 7))
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_that_is_no_utf8_is_named_with_its_line(tmp_path, line, mark):
    lines = [HEADER.encode(), *(f"p{i},Name {i},state,true\n".encode() for i in range(5))]
    lines[line - 1] = lines[line - 1].replace(b"a", b"\xff", 1)
    result, rows = read(tmp_path, mark + b"".join(lines))
    assert rows == []
    assert [str(problem) for problem in result.problems] == [
        f"parties.csv:{line}: found 'byte 0xff'; allowed: UTF-8 text. Save the file as UTF-8."
    ]
    assert result.unread_tables == {"parties"}


@pytest.mark.parametrize("before", range(4))
def test_a_quote_that_is_never_closed_is_named_with_the_line_it_is_in(tmp_path, before):
    rows = "".join(f'p{i},"Two\nlines",state,true\n' for i in range(before))
    result, _ = read(tmp_path, f'{HEADER}{rows}q,"open,state,true\nr,R,state,true\n'.encode())
    [problem] = result.problems
    assert (problem.row, problem.found) == (2 + 2 * before, "a double quote that is never closed")


def test_text_after_a_closing_quote(tmp_path):
    result, _ = read(tmp_path, f'{HEADER}a,A,state,true\nb,"B"x,state,true\n'.encode())
    [problem] = result.problems
    assert (problem.row, problem.found) == (3, "text right after a closing double quote")


def test_a_row_of_another_length_is_named_and_still_known_by_its_id(tmp_path):
    result, rows = read(tmp_path, f"{HEADER}a,A,state\nb,B,state,true\nc,C,state,true,more\n".encode())
    assert rows == [("b", 3)]
    assert [(problem.row, problem.found) for problem in result.problems] == [(2, "3 cells"), (4, "5 cells")]
    assert {problem.allowed for problem in result.problems} == {"4, one for each column of the header"}
    assert result.faulty_rows == {("parties", "a"), ("parties", "c")}
    assert result.unread_tables == set()


def test_of_an_id_used_three_times_the_first_row_stays(tmp_path):
    result, rows = read(tmp_path, f"{HEADER}a,A,state,true\na,B,state,true\nb,B,state,true\na,C,state,true\n".encode())
    assert rows == [("a", 2), ("b", 4)]
    assert [(problem.row, problem.column, problem.found) for problem in result.problems] == [
        (3, "party_id", "a"),
        (5, "party_id", "a"),
    ]
    assert all(problem.remedy == "Line 2 has the same id; rename one of them." for problem in result.problems)


def test_each_fault_of_a_row_is_named_and_the_row_left_out_once(tmp_path):
    result, rows = read(tmp_path, f"{HEADER}A,A,,yes\nb,B,state,true\n".encode())
    assert rows == [("b", 3)]
    assert {(problem.row, problem.column, problem.found) for problem in result.problems} == {
        (2, "party_id", "A"),
        (2, "kind", None),
        (2, "force", "yes"),
    }
    assert result.faulty_rows == {("parties", "A")}


def test_an_empty_cell_that_is_required(tmp_path):
    result, rows = read(tmp_path, f"{HEADER}a,,state,true\n".encode())
    [problem] = result.problems
    assert (problem.row, problem.column, problem.found, problem.remedy) == (2, "name", None, "Fill in this cell.")
    assert rows == []


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "parties.csv:1: found nothing; allowed: a header: party_id,"),
        ("party_id;name;kind;force", "parties.csv:1: found \"the delimiter ';'\"; allowed: the delimiter ','. Save"),
        ("party_id|name", "parties.csv:1: found \"the delimiter '|'\"; allowed: the delimiter ','. Save"),
        ("party_id,name,kind", "parties.csv:1:force: found nothing; allowed: this column, which is required. Add it"),
        ("party_id,name,kind,force,nam", "parties.csv:1:nam: found 'nam'; allowed: the columns party_id, "),
        ("party_id,name,kind,force,", "parties.csv:1:(empty): found nothing; allowed: the columns party_id, "),
        ("party_id,name,kind,force,name", "parties.csv:1:name: found 'name'; allowed: each column once. Remove one"),
    ],
)
def test_a_wrong_header(tmp_path, header, said):
    result, rows = read(tmp_path, f"{header}\n".encode() if header else b"")
    assert rows == []
    assert [str(problem)[: len(said)] for problem in result.problems] == [said]
    assert result.unread_tables == {"parties"}


@pytest.mark.parametrize("size", [0, 1, 19, 20, 60])
@pytest.mark.parametrize("remembered", [0, 3])
def test_cells_read_in_any_batches_give_the_same_table(monkeypatch, size, remembered):
    whole = ledger.read_ledger(TINY).get_table(Claim)
    monkeypatch.setattr(csv_reader, "_CELLS_PER_BATCH", size)
    monkeypatch.setattr(csv_reader, "_MAX_CACHED_TEXTS", remembered)
    parts = ledger.read_ledger(TINY).get_table(Claim)
    assert dict(parts) == dict(whole)
    assert [parts.find_line(id) for id in parts] == list(range(2, 13))


words = st.sampled_from(["a", "b", "Two words", "Україна", '"', ",", "x\ny", "  spaced  "])


@given(st.lists(words, min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_is_written_as_csv_is_read_as_it_was(tmp_path_factory, names, end, with_mark):
    folder = tmp_path_factory.mktemp("read")
    rows = "".join('p{},"{}",state,false{}'.format(i, name.replace('"', '""'), end) for i, name in enumerate(names))
    content = (HEADER.strip() + end + rows).encode("utf-8-sig" if with_mark else "utf-8")
    (folder / "parties.csv").write_bytes(content)
    result = csv_reader.ReadResult()
    table = csv_reader.read_csv(open_files(folder), "parties.csv", Party, result)
    assert result.problems == []
    assert [row.name for row in table.values()] == [name.strip() for name in names]


def test_a_number_that_is_grouped_or_no_number(tiny):
    replace_text(tiny, "claims", "I p1,800,", "I p1,8_00,")
    replace_text(tiny, "claims", "p. 3,588,", "p. 3,nan,")
    assert [(p.row, p.column, p.found) for p in catch_case_error(tiny).problems] == [
        (2, "value", "8_00"),
        (3, "value", "nan"),
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("party_id,name,kimd,force", ["kimd: found 'kimd'; allowed: kind, which the header lacks. Rename it kind."]),
        ("party_id,name,sort,force", ["sort: found 'sort'; allowed: kind, which the header lacks. Rename it kind."]),
        ("party_id,name,kind,force,isso", ["isso: found 'isso'; allowed: iso, which the header lacks. Rename it iso."]),
        (
            "party_id,nmae,knid,force",
            [
                "nmae: found 'nmae'; allowed: name, which the header lacks. Rename it name.",
                "knid: found 'knid'; allowed: kind, which the header lacks. Rename it kind.",
            ],
        ),
        (
            "party_id,name,hue,shape",
            [
                "hue: found 'hue'; allowed: the columns party_id, name, kind, iso, force, note, colour, mark. "
                "Rename or remove the column.",
                "shape: found 'shape'; allowed: the columns party_id, name, kind, iso, force, note, colour, mark. "
                "Rename or remove the column.",
                "kind: found nothing; allowed: this column, which is required. Add it to the header.",
                "force: found nothing; allowed: this column, which is required. Add it to the header.",
            ],
        ),
    ],
)
def test_a_column_that_was_renamed_is_told_once(tmp_path, header, said):
    result, _ = read(tmp_path, f"{header}\n".encode())
    assert [str(problem) for problem in result.problems] == [f"parties.csv:1:{line}" for line in said]
