"""The command: exit code 2 and few lines for what a render would stumble over, every line for those who ask."""

from __future__ import annotations

import json

import pytest

from tests.case.test_ledger import empty_table, replace_text
from tests.case.test_soundness import set_formula


def test_a_cascade_is_short_and_all_of_it_is_there(tiny, invoke):
    empty_table(tiny, "sources")
    short, whole = (invoke("check", "--case", str(tiny), *more) for more in ((), ("--all",)))
    assert (short.returncode, whole.returncode) == (2, 2)
    assert len(short.stderr.splitlines()) == 2
    assert short.stderr.startswith(
        "communique: sources.csv: found no rows; allowed: the rows that 17 cells refer to: 11 "
    )
    assert len(whole.stderr.splitlines()) == 19


@pytest.mark.parametrize("command", ["check", "list", "reviews"])
def test_every_command_says_the_same_of_bad_data(tiny, invoke, command):
    replace_text(tiny, "claims", "800 billion", "800\x0cbillion")
    done = invoke(command, "--case", str(tiny))
    assert done.returncode == 2
    assert "claims.csv:2:phrase: found a form feed (U+000C); allowed: characters that can be printed" in done.stderr


def test_formulas_and_reports_are_checked_together(tiny, invoke):
    set_formula(tiny, "assets.frozen / (1 - 1)")
    replace_text(tiny, "reports", "forces,forces,", "forces,forcs,")
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 2
    assert [line.split(" found")[0] for line in done.stderr.splitlines()[:2]] == [
        "communique: quantities.csv:4:formula:",
        "reports.csv:3:notebook:",
    ]


@pytest.mark.parametrize(
    ("entry", "value", "said"),
    [
        (
            "title",
            "a\x07b",
            "datapackage.json:title: found a bell character (U+0007); allowed: a text of at most 10,000 ",
        ),
        ("title", 5, "datapackage.json:title: found 5; allowed: a text"),
        ("description", "x" * 10_001, "datapackage.json:description: found 10,001 characters; allowed: a text"),
        ("licenses", [{"title": None}], "datapackage.json:licenses.title: found nothing; allowed: a text"),
    ],
)
def test_what_a_report_prints_of_the_descriptor_is_text(tiny, invoke, entry, value, said):
    path = tiny / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {entry: value}))
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 2
    assert done.stderr.startswith(f"communique: {said}")


def test_a_readme_that_is_no_text_is_out_of_date(tiny, invoke):
    (tiny / "README.md").write_bytes(b"\xff")
    assert "README.md in " in invoke("check", "--case", str(tiny)).stderr
    assert invoke("check", "--case", str(tiny), "--update").returncode == 0
    assert (tiny / "README.md").read_text(encoding="utf-8").startswith("# ")


def test_the_name_of_a_case_is_printed_so_it_can_be(tiny, invoke):
    done = invoke("check", "--case", str(tiny.rename(tiny.with_name("a\nb\x1bc"))))
    assert done.returncode == 2
    assert (
        "found an escape character (U+001B); allowed: the name of a folder in letters. Rename the folder."
        in done.stderr
    )


def test_texts_that_a_pdf_cannot_show_are_remarks_with_file_row_and_column(tiny, invoke):
    replace_text(tiny, "sources", "The meeting by the lake", "湖边")
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 0
    remark, last = done.stdout.splitlines()
    assert remark.startswith("remark: sources.csv:")
    assert ":title: no typeface of the house has Chinese characters (湖边); a PDF shows □ in their place." in remark
    assert "house.toml: [type] fallback_files" in remark
    assert last.startswith("tiny: sound")
