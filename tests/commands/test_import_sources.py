"""`communique import-sources`: works of a reference manager land as sources, and check has nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest

BIB = r"""@article{fox,
  author = {M{\"u}ller, J{\"o}rg and {World Bank}}, title = {On lakes, "and" rivers}, journal = {Daily},
  year = 2021, month = jan, langid = {english}, url = {https://e.org/a}
}
@online{page, title = {A page}, date = {2022}, language = {uk}, url = {https://e.org/b}}
@dataset{again, title = {Needs survey}, date = {2025-06}, language = {en}}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "works.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def test_rows_are_added_behind_what_is_there_and_the_case_stays_sound(tiny: Path, bib: Path, invoke):
    before = (tiny / "sources.csv").read_bytes()
    done = invoke("import-sources", str(bib), "--case", str(tiny), "--kind", "official")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "fox: added from fox (line 1); it has no accessed",
        "page: added from page (line 5); it has no publisher, no author, no accessed",
        "again (line 6): not added; survey has the same title and date",
        "tiny/sources.csv: 2 added, 1 known already, 0 not added; "
        "grade their reliability, which is F (cannot be judged)",
    ]
    after = (tiny / "sources.csv").read_bytes()
    assert after.removeprefix(before).decode() == (
        'fox,"On lakes, ""and"" rivers",Daily,Jörg Müller; World Bank,2021-01,article,second,en,https://e.org/a,,F,,\n'
        "page,A page,,,2022,official,second,uk,https://e.org/b,,F,,\n"
    )
    checked = invoke("check", "--case", str(tiny), "--strict")
    assert checked.stdout.splitlines()[-1].startswith("tiny: sound (4 sources, ")
    cares = [
        line for line in checked.stdout.splitlines()[:-1] if ":source_id: " not in line and ":accessed: " not in line
    ]
    assert cares == []  # no claim rests on them yet, and the day they were read is not known


def test_a_second_run_adds_nothing(tiny: Path, bib: Path, invoke):
    asked = ("import-sources", str(bib), "--case", str(tiny), "--kind", "official")
    invoke(*asked)
    before = (tiny / "sources.csv").read_bytes()
    done = invoke(*asked)
    assert done.returncode == 0
    assert done.stdout.endswith("0 added, 3 known already, 0 not added\n")
    assert (tiny / "sources.csv").read_bytes() == before


def test_what_cannot_be_added_is_named_and_the_rest_is_added(tiny: Path, bib: Path, invoke):
    done = invoke("import-sources", str(bib), "--case", str(tiny))
    assert done.returncode == 1
    assert "page (line 5): not added; its type @online does not say the kind of source\n" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("To add the rest, give --kind (one of article, plan_text, ")
    assert b"\nfox," in (tiny / "sources.csv").read_bytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say with --case which case gets the sources"),
        (("--kind", "pres"), r"--kind 'pres' is no kind of source (nearest: press); allowed: article,"),
        (("--language", "ua"), "--language 'ua' is no language tag (nearest: uk)"),
    ],
)
def test_wrong_options_are_refused_and_nothing_is_written(tiny: Path, bib: Path, invoke, options, message):
    before = (tiny / "sources.csv").read_bytes()
    done = invoke("import-sources", str(bib), *(("--case", str(tiny)) if options else ()), *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert (tiny / "sources.csv").read_bytes() == before


def test_a_table_that_lacks_a_column_is_named(tiny: Path, bib: Path, invoke):
    table = tiny / "sources.csv"
    lines = [line.split(",") for line in table.read_text().splitlines()]
    table.write_text("".join(",".join(cells[:3] + cells[4:]) + "\n" for cells in lines))
    before = table.read_bytes()
    done = invoke("import-sources", str(bib), "--case", str(tiny))
    assert done.returncode == 2
    assert "sources.csv has no column author" in done.stderr
    assert table.read_bytes() == before
