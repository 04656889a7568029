"""`communique verify`: what it prints, its exit codes, standard input, annotated files, and what it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from analysis.cli import app
from analysis.errors import UsageError
from tests.verification.test_results import CASE, make_number, write_report

RIGHT = "The licence for the plant runs for 10 years."
DISPUTED = "The World Bank puts reconstruction at nearly 588 billion dollars."
WRONG = "The World Bank puts reconstruction at nearly 688 billion dollars."


def run(*arguments: object, given: str | bytes | None = None):
    return CliRunner().invoke(app, ["verify", *map(str, arguments)], input=given)


def check_error(done, message: str) -> None:
    assert isinstance(done.exception, UsageError)
    assert done.exception.exit_code == 2
    assert message in str(done.exception)


@pytest.fixture
def draft(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.txt"
    path.write_text(f"{RIGHT}\n\n{WRONG}\n\nThe bakery sold 420 loaves.\n", encoding="utf-8")
    return path


def test_what_does_not_hold_is_listed_and_the_exit_code_is_1(draft):
    done = run(draft)
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert len(lines) == 3
    assert "nearly 688 billion dollars" in lines[0]
    assert "differs" in lines[0]
    assert "need_rdna5" in lines[0]
    assert lines[0].endswith("Write nearly $588 billion.")
    assert "unknown" in lines[1]
    assert lines[2] == "3 numbers and dates: 1 supported, 1 differs, 1 unknown"


def test_all_lists_what_is_supported_too(draft):
    assert "licence_term_rosatom" in run(draft, "--all").output


def test_json_has_every_verdict(draft):
    done = run(draft, "--json")
    rows = json.loads(done.output)
    assert done.exit_code == 1
    assert [row["kind"] for row in rows] == ["supported", "differs", "unknown"]
    assert [row["holds"] for row in rows] == [True, False, False]


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_what_is_disputed_holds_unless_strict(options, code):
    done = run("-", *options, given=DISPUTED)
    assert done.exit_code == code
    assert "Disputed by EU-US prosperity framework: about $500 billion." in done.output


def test_standard_input_is_guessed_or_said_to_be_markdown():
    done = run("-", "--kind", "markdown", "--json", given=f"# Plan\n\n**{RIGHT}**")
    assert done.exit_code == 0
    assert json.loads(done.output)[0]["words"] == "10 years"


@pytest.mark.parametrize(
    ("given", "message"),
    [("", "standard input is empty"), ("No figures here.", "standard input has no number or date to check")],
)
def test_nothing_to_check_is_an_error(given, message):
    done = run("-", given=given)
    check_error(done, message)


def test_printed_results_count(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "The funding gap is at least 713 billion dollars."
    assert run("-", given=text).exit_code == 1
    write_report(tmp_path / "reports" / CASE / "reconstruction", [make_number("at least $713 billion", 713)], [])
    assert run("-", given=text).exit_code == 0
    assert run("-", "--results", "reports", given=text).exit_code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--results", "nowhere"), "--results nowhere is no folder"),
        (("--results", "."), "holds no rendered report"),
        (("--language", "xx"), "--language 'xx'"),
        (("--annotate", "draft.txt"), "is the draft itself"),
        (("--annotate", "out.docx"), "ends in .html or .htm"),
        (("--annotate", "no/where.html"), "there is no folder no"),
    ],
)
def test_wrong_use_is_one_error_and_writes_nothing(draft, options, message):
    before = draft.read_bytes()
    done = run(draft, *options)
    check_error(done, message)
    assert draft.read_bytes() == before
    assert [path.name for path in draft.parent.iterdir()] == ["draft.txt"]


def test_a_missing_draft_is_an_error():
    done = run("nothing.docx")
    check_error(done, "nothing.docx")


def test_a_word_file_comes_back_with_comments(draft):
    document = Document()
    document.add_paragraph(WRONG)
    document.save("draft.docx")
    before = Path("draft.docx").read_bytes()
    done = run("draft.docx", "--annotate", "checked.docx")
    assert done.exit_code == 1
    assert Path("draft.docx").read_bytes() == before
    comments = [one.text for one in Document("checked.docx").comments]
    assert comments[1].endswith("Write nearly $588 billion. [need_rdna5]")
    assert Document("checked.docx").paragraphs[0].text == WRONG


def test_a_text_comes_back_as_a_page(draft):
    assert run(draft, "--annotate", "checked.html").exit_code == 1
    page = Path("checked.html").read_text(encoding="utf-8")
    assert page.count("<mark ") == 2
    assert "draft.txt, verified" in page


def test_a_page_by_standard_input_is_annotated(draft):
    page = f"<!doctype html><html><body><p>{WRONG}</p></body></html>"
    assert run("-", "--annotate", "checked.html", given=io.BytesIO(page.encode()).read()).exit_code == 1
    made = Path("checked.html").read_text(encoding="utf-8")
    assert made.startswith("<!doctype html><html><body><p>The World Bank puts reconstruction at <mark ")


def test_a_file_that_cannot_be_written_leaves_nothing(draft, monkeypatch):
    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    done = run(draft, "--annotate", "checked.html")
    check_error(done, "No space left on device")
    assert [path.name for path in draft.parent.iterdir()] == ["draft.txt"]
