"""From a document of any kind to claims by the commands alone: after it, `audit` and `check` have nothing to say."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import typst

from analysis.case.template import create_case
from analysis.proposals.table import read_table, write_table

TITLE = "The ferry talks at Lindow"
PARAGRAPHS = [
    "Harbour news",
    "The two towns met on 14 May 2026 and agreed to share the cost of the new ferry.",
    "The ferry would cost nearly €240 million (about $270 million); the money in hand is at most €60 million.",
    "A first estimate of March 2025 put its cost at €198.5 million; one-quarter of it came from the island fund.",
    "The old ferry carries between 1,200 and 1,500 passengers a day, 12% fewer than in 2019.",
    "Tens of thousands signed the petition, and -5 degrees were measured that night.",
]
SOURCE = "source_id,title,publisher,author,date,kind,role,language,url,accessed,reliability,copy_of,note\n"


@pytest.fixture
def case(tmp_path, invoke) -> Path:
    """A new case in which the example has given way to a source and to what it measures."""
    folder = tmp_path / "ferry"
    create_case(folder, {}, with_first=True)
    (folder / "sources.csv").write_text(
        f"{SOURCE}lindow,{TITLE},Lindow Post,,2026-05-15,article,article,en,https://example.org/l,2026-05-16,C,,\n"
    )
    header = (folder / "quantities.csv").read_text().splitlines()[0].split(",")
    with (folder / "quantities.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        for id, name, unit in (
            ("ferry.cost", "cost of the ferry", "million EUR"),
            ("ferry.means", "money in hand", "million EUR"),
            ("ferry.passengers", "passengers", "person / day"),
        ):
            writer.writerow({"quantity_id": id, "name": name, "unit": unit, "meaning": f"The {name}"})
    claims = (folder / "claims.csv").read_text().splitlines()[0]
    (folder / "claims.csv").write_text(f"{claims}\n")
    for path in (folder / "notebooks").glob("*.ipynb"):
        path.write_text(path.read_text().replace("example.need", "ferry.cost").replace("example.means", "ferry.means"))
    descriptor = folder / "datapackage.json"
    descriptor.write_text(
        descriptor.read_text()
        .replace('"title": "ferry"', '"title": "The ferry"')
        .replace("What this case is about.", "Who pays.")
    )
    assert invoke("check", "--case", str(folder), "--update").returncode == 0
    return folder


def write_document(folder: Path, kind: str) -> Path:
    path = folder / f"ferry.{kind}"
    if kind == "html":
        text = "".join(f"<p>{part}</p>" for part in PARAGRAPHS).replace("€240", "<b>€240</b>")
        path.write_text(f"<html><body><nav>Page 2 of 9</nav><main><h1>{TITLE}</h1>{text}</main></body></html>")
    elif kind == "pdf":
        made = folder / "made.typ"
        made.write_text("\n\n".join([f"= {TITLE}", *(part.replace("$", "\\$") for part in PARAGRAPHS)]))
        path.write_bytes(typst.compile(str(made)))
    elif kind == "docx":
        made = docx.Document()
        made.add_heading(TITLE, 1)
        for part in PARAGRAPHS:
            made.add_paragraph(part)
        made.save(path)
    else:
        path.write_text("\n\n".join([f"# {TITLE}" if kind == "md" else TITLE, *PARAGRAPHS]))
    return path


CHOSEN = {  # value or lower end -> decision, and what it is a value of
    "240": ("accept", "ferry.cost"),
    "198.5": ("accept:deprecated", "ferry.cost"),
    "60": ("accept", "ferry.means"),
    "1200": ("accept", "ferry.passengers"),
}


def decide(table: Path) -> list[str]:
    """Decides every row, as an analyst would in a spreadsheet; returns the decisions."""
    read, rows = read_table(table), []
    for row in read.rows:
        number = row.value or row.low
        if number in CHOSEN:
            decision, quantity = CHOSEN[number]
            row = replace(row, decision=decision, quantity=quantity, statement=f"It is {number}.")
        elif number == "270":
            row = replace(row, decision=f"merge:{next(one.claim_id for one in read.rows if one.value == '240')}")
        else:
            row = replace(row, decision="reject", reason=row.reason or "No figure of the talks")
        rows.append(row)
    write_table(read.with_rows(rows), table)
    return [row.decision for row in rows]


@pytest.mark.parametrize("kind", ["txt", "md", "html", "pdf", "docx"])
@pytest.mark.parametrize("table", ["review.csv", "review.xlsx"])
def test_a_document_that_is_fully_decided_leaves_nothing_open(case, tmp_path, invoke, kind, table):
    document = write_document(tmp_path, kind)
    about = ("--case", str(case))
    done = invoke("draft", str(document), "--source", "lindow", *about, "--out", table, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    decisions = decide(tmp_path / table)
    assert len([decision for decision in decisions if decision.startswith("accept")]) == len(CHOSEN)
    before = {name: (case / name).read_bytes() for name in ("claims.csv", "waivers.csv")}
    done = invoke("draft", "--accept", table, *about, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    accepted = sum(decision.startswith("accept") for decision in decisions)
    assert done.stdout == f"added {accepted} claims and {len(decisions) - accepted} waivers to {case}\n"
    assert all((case / name).read_bytes().startswith(content) for name, content in before.items())
    audit = invoke("audit", str(document), "--source", "lindow", *about)
    assert (audit.returncode, audit.stdout.splitlines()[-1].partition(", ")[2]) == (0, "0 open")
    check = invoke("check", *about)
    assert (check.returncode, check.stdout.splitlines()[:-1]) == (0, [])
    again = invoke("draft", str(document), "--source", "lindow", *about, "--out", "again.csv", cwd=tmp_path)
    assert again.stdout.startswith("nothing to propose: ")
    second = invoke("draft", "--accept", table, *about, cwd=tmp_path)
    assert second.stdout == f"nothing to add: {case} has all that {table} decides\n"


def test_what_a_new_version_changes_is_added_beside_the_old_claims(case, tmp_path, invoke):
    document, about = write_document(tmp_path, "txt"), ("--source", "lindow", "--case", str(case))
    invoke("draft", str(document), *about, "--out", "review.csv", cwd=tmp_path)
    decide(tmp_path / "review.csv")
    invoke("draft", "--accept", "review.csv", "--case", str(case), cwd=tmp_path)
    before = (case / "claims.csv").read_text()
    new = document.with_name("new.txt")
    new.write_text(document.read_text().replace("nearly €240 million", "nearly €260 million").replace("12%", "14%"))
    done = invoke("draft", str(new), *about, "--since", "review.csv", cwd=tmp_path)
    assert [line.split()[0] for line in done.stdout.splitlines()[:2]] == ["changed", "changed"]
    assert f"{new}: 11 same, 0 moved, 2 changed, 0 gone, 0 new" in done.stdout
    table = tmp_path / "review-lindow-since.csv"
    read = read_table(table)
    cost, share = read.rows
    assert (cost.quantity, cost.value) == ("ferry.cost", "260")
    rows = [
        replace(cost, decision="accept:preferred", statement="It is more now."),
        replace(share, decision="reject", reason="No figure of the talks"),
    ]
    write_table(read.with_rows(rows), table)
    done = invoke("draft", "--accept", table.name, "--case", str(case), cwd=tmp_path)
    assert done.stdout == f"added 1 claim and 1 waiver to {case}\n"
    assert (case / "claims.csv").read_text().startswith(before)
    assert invoke("check", "--case", str(case)).returncode == 0


def test_what_is_undecided_or_deleted_is_said_and_stays_open(case, tmp_path, invoke):
    document, about = write_document(tmp_path, "txt"), ("--case", str(case))
    invoke("draft", str(document), "--source", "lindow", *about, "--out", "review.csv", cwd=tmp_path)
    decisions = decide(tmp_path / "review.csv")
    table = read_table(tmp_path / "review.csv")
    write_table(table.with_rows([replace(table.rows[0], decision=""), *table.rows[1:]]), tmp_path / "review.csv")
    lines = (tmp_path / "review.csv").read_text("utf-8-sig").splitlines(keepends=True)
    (tmp_path / "review.csv").write_text("".join(lines[:-1]), "utf-8-sig")
    done = invoke("draft", "--accept", "review.csv", *about, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == [
        "1 row undecided: communique audit lists the numbers as open",
        "1 row deleted from the table: communique audit lists the numbers as open",
    ]
    audit = invoke("audit", str(document), "--source", "lindow", *about)
    assert audit.stdout.splitlines()[-1] == f"{len(decisions)} findings, 2 open"


def test_a_refusal_is_one_message_and_exit_code_2(case, tmp_path, invoke):
    document, about = write_document(tmp_path, "txt"), ("--case", str(case))
    invoke("draft", str(document), "--source", "lindow", *about, "--out", "review.csv", cwd=tmp_path)
    table = read_table(tmp_path / "review.csv")
    rows = [replace(row, decision="accept") for row in table.rows]
    write_table(table.with_rows(rows), tmp_path / "review.csv")
    done = invoke("draft", "--accept", "review.csv", *about, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0].startswith("communique: review.csv:2:")
    assert len(done.stderr.splitlines()) <= 20
    assert "Traceback" not in done.stderr


def test_accept_takes_no_document(case, tmp_path, invoke):
    done = invoke("draft", "--accept", "review.csv", "text.txt", "--case", str(case), cwd=tmp_path)
    assert done.returncode == 2
    assert "--accept takes a review table and no document; give it alone, with --case." in done.stderr
