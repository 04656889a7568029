"""The command: exit code 2 and few lines for what a render would stumble over, every line for those who ask."""

from __future__ import annotations

import json
import re
import shlex
import shutil

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


def test_a_readme_that_is_no_text_is_out_of_date_which_stops_nothing(tiny, invoke):
    (tiny / "README.md").write_bytes(b"\xff")
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 0
    assert done.stdout.startswith(
        f"remark: README.md is out of date; communique check --case {tiny} --update rewrites it.\n"
    )
    assert invoke("check", "--strict", "--case", str(tiny)).returncode == 2
    assert invoke("check", "--case", str(tiny), "--update").returncode == 0
    assert (tiny / "README.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", ["lake", "two words", "it's"])
def test_a_command_that_is_printed_is_about_the_same_case_again(tiny, invoke, name):
    folder = tiny.rename(tiny.with_name(name))
    (folder / "README.md").write_text("old")
    said = invoke("check", "--case", name, cwd=folder.parent).stdout
    (asked,) = re.findall(r"communique (.*?) rewrites it", said)
    assert invoke(*shlex.split(asked), cwd=folder.parent).stdout.splitlines()[0] == f"wrote {folder / 'README.md'}"


def test_the_commands_in_the_readme_of_a_case_are_about_it_for_whoever_is_in_its_folder(tiny, invoke):
    (tiny / "README.md").write_text("old")
    written = invoke("check", "--case", ".", "--update", cwd=tiny).stdout
    commands = set(re.findall(r"`communique ((?:check|render).*?)`", (tiny / "README.md").read_text()))
    assert f"wrote {tiny / 'README.md'}" in written
    assert "check --case . --update" in commands
    for asked in commands:
        assert invoke(*shlex.split(asked), cwd=tiny).stdout.splitlines()[-1].startswith("tiny: sound")


def test_the_name_of_a_case_is_printed_so_it_can_be(tiny, invoke):
    done = invoke("check", "--case", str(tiny.rename(tiny.with_name("a\nb\x1bc"))))
    assert done.returncode == 2
    assert (
        "found an escape character (U+001B); allowed: the name of a folder in letters. Rename the folder."
        in done.stderr
    )


def test_texts_that_a_pdf_cannot_show_are_remarks_with_file_row_and_column(tiny, invoke, only_shipped_typefaces):
    replace_text(tiny, "sources", "The meeting by the lake", "湖边")
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 0
    remark, last = done.stdout.splitlines()
    assert remark.startswith("remark: sources.csv:")
    assert ":title: no typeface of the house has Chinese characters (湖边; the first is U+6E56, CJK UNI" in remark
    assert "FIED IDEOGRAPH-6E56); a PDF shows □ in their place." in remark
    assert 'run: pip install "communique[east-asian]"; or name a TTF or OTF file' in remark
    assert "house.toml: [type] fallback_files" in remark
    assert last.startswith("tiny: sound")


def test_what_needs_care_is_counted_and_strict_lists_it_and_fails(tiny, invoke):
    replace_text(tiny, "claims", "588 billion,2026-01-02,", "588 billion,,")
    done = invoke("check", "--case", str(tiny))
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        f"remark: 1 cell needs care; communique check --case {tiny} --strict says which.",
    )
    strict = invoke("check", "--strict", "--case", str(tiny))
    assert strict.returncode == 2
    assert strict.stdout.splitlines()[0] == (
        "claims.csv:3:verified: found nothing; allowed: the day on which the phrase was found in a copy of the source. "
        "Look the phrase up in a copy of the source, and enter the day."
    )
    replace_text(tiny, "claims", "588 billion,,", "588 billion,2026-01-02,")
    done = invoke("check", "--strict", "--case", str(tiny))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)


def test_a_case_that_is_renamed_or_copied_stays_sound_and_keeps_its_name(tiny, invoke):
    shutil.copytree(tiny, tiny.with_name("copy"))
    for folder in (tiny.rename(tiny.with_name("other")), tiny.with_name("copy")):
        done = invoke("check", "--update", "--case", str(folder))
        assert (done.returncode, "out of date" in done.stdout, "wrote" in done.stdout) == (0, False, False)
        assert json.loads((folder / "datapackage.json").read_text())["name"] == "tiny"


def test_claims_that_tie_stop_no_other_report_but_are_found(tiny, invoke):
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == 2
    assert done.stderr.startswith("communique: claims.csv:3:rank: found 'normal'; allowed: one best claim for reconstr")


MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        (MAP.format('<path id="north" d="M0 0h9v9z"/>'), ""),
        (
            MAP.format('<path id="nort" d="M0 0h9v9z"/>'),
            "regions.csv:2:region_id: found 'north'; allowed: the id of a path in map.svg, as region_status.csv has it "
            "(nearest: nort). Give the region's shape in map.svg this id, or add the shape.",
        ),
        ("<svg", "map.svg: found a fault in it; allowed: an SVG picture with a path for each region. "),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "has no viewBox of four numbers; give its first element one"),
    ],
)
def test_a_map_has_the_regions_with_a_status(tiny, invoke, svg, said):
    (tiny / "regions.csv").write_text("region_id,name,iso,contested,note\nnorth,North,US-NY,true,\n")
    header = (tiny / "region_status.csv").read_text().splitlines()[0]
    row = {"status_id": "s", "plan": "plan_low", "region": "north", "status": "frozen"}
    row |= {"source": "article", "locator": "I p1"}
    (tiny / "region_status.csv").write_text(f"{header}\n{','.join(row.get(c, '') for c in header.split(','))}\n")
    (tiny / "map.svg").write_text(svg)
    done = invoke("check", "--case", str(tiny))
    assert done.returncode == (2 if said else 0), done.stderr
    assert said in done.stderr


@pytest.mark.slow
def test_a_notebook_is_checked_and_its_page_written(tiny, invoke, tmp_path):
    page = tmp_path / "page.html"
    done = invoke("check", "forces", "--case", str(tiny), "--page", str(page), "--trust")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"forces: a render refuses nothing \(\d+ tables?, \d+ figures?, \d+ numbers?\)\n", done.stdout)
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>\n")
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--page", "p.html"), "--page and -P are about a notebook; name it"),
        (("-P", "basis=all"), "--page and -P are about a notebook; name it"),
        (("forces", "--update"), "--update, --all and --strict are about a case"),
        (("forcs",), "no notebook 'forcs' (nearest: forces)"),
        (("none.ipynb",), "no notebook 'none.ipynb'; give the path of one that is saved, or its name without .ipynb"),
        (("forces", "-P", "bases=all"), "forces has no parameter"),
    ],
)
def test_what_cannot_be_checked_is_refused(tiny, invoke, given, said):
    done = invoke("check", *given, "--case", str(tiny))
    assert done.returncode == 2
    assert said in done.stderr
