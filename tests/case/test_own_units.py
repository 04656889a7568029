"""A case with units.txt: its units count in its tables, formulas and reports, and each fault is one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import bars, cover, load_case, number, said_by, say
from analysis.case import datapackage, ledger, own_units
from analysis.errors import CaseError
from analysis.messages import set_language
from analysis.report.document import reader
from analysis.report.formats.html.tables import render_table
from analysis.show.number import format_estimate
from analysis.show.table import table
from analysis.wording import units
from analysis.wording.numbers import format_interval, join_interval
from analysis.wording.own_units import list_added, read_definitions
from tests.notebooks_in_memory import make_executed_notebook


def add_quantity(case, id: str, unit: str, value: str = "", formula: str = "", qualifier: str = "exact") -> None:
    with (case / "quantities.csv").open("a", encoding="utf-8") as file:
        file.write(f"{id},{id.replace('.', ' ')},{unit},,,{formula},Added,,\n")
    if value:
        with (case / "claims.csv").open("a", encoding="utf-8") as file:
            columns = (case / "claims.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
            cells = dict.fromkeys(columns, "") | {
                "claim_id": id.replace(".", "_"),
                "quantity": id,
                "source": "article",
                "locator": "p1",
                "value": value,
                "qualifier": qualifier,
                "status": "reported",
                "statement": "So many.",
                "rank": "normal",
            }
            file.write(",".join(cells.values()) + "\n")


@pytest.fixture
def haul(tiny):
    """The tiny case with two units of its own, claims in them and a formula."""
    (tiny / "units.txt").write_text("\ufefftruck = [truck] = trucks\r\npallet = 0.8 * tonne = pallets\r\n", "utf-8")
    add_quantity(tiny, "haul.trucks", "thousand trucks", "30", qualifier="about")
    add_quantity(tiny, "haul.load", "pallet / truck", "33")
    add_quantity(tiny, "haul.total", "million tonnes", formula="haul.trucks * haul.load")
    return tiny


def refuse(case) -> str:
    with pytest.raises(CaseError) as error:
        load_case(case)
    return str(error.value)


def test_units_of_a_case_count_in_claims_formulas_and_what_is_printed(haul):
    case = load_case(haul)
    total = case["haul.total"]
    assert total.value == pytest.approx(30_000 * 33 * 0.8 / 1e6)
    said = say("{trucks} take {total}.", trucks=case["haul.trucks"], total=total)
    assert str(said) == "About 30,000 trucks take about 790,000 tonnes."
    with pytest.raises(Exception, match="measure different things"):
        case["haul.trucks"] + case["reconstruction.need"]


def test_a_report_reads_them_in_a_process_that_knows_no_case(haul):
    import pandas as pd

    case = load_case(haul)
    total = case["haul.total"]
    frame = pd.DataFrame({"what": ["trucks"], "many": [case["haul.trucks"]]}, dtype=object)
    shown = (
        say("Each takes {load}.", load=case["haul.load"]),
        cover("{total} in all ({who})", "How much?", case.about, total=total, who=said_by(total)),
        table(frame, "Trucks", key="trucks"),
        bars(frame, "How many trucks", key="bars", label="what", value="many"),
    )
    notebook = make_executed_notebook(*shown, case=case)
    units.forget_added()
    document = reader.read_document(notebook)
    (total,) = [note for note in document.notes if note.text]  # the others have a card
    assert join_interval(total.text, format_interval(total.low, total.high, total.unit)) == (
        "about 792,000 tonnes (712,800 to 871,200 tonnes)"
    )
    assert units.get_factor("trucks") == 1
    shown_table = next(block for block in document.blocks if getattr(block, "key", "") == "trucks")
    assert 'data-sort="30000"' in str(render_table(shown_table, "Table 1"))
    assert document.reads["tiny:units.txt"] == case.files.compute_digest("units.txt")


def test_a_report_is_due_when_units_txt_changes_and_a_case_without_one_does_not_read_it(haul, tiny):
    case = load_case(haul)
    before = case.read_log.collect()["tiny:units.txt"]
    (haul / "units.txt").write_text("truck = [truck] = trucks\npallet = 0.9 * tonne = pallets\n", "utf-8")
    assert case.compute_digest("tiny:units.txt") not in (None, before)
    (haul / "units.txt").unlink()
    assert case.compute_digest("tiny:units.txt") == "absent"
    assert "units.txt" not in load_case().recorded_keys


def test_a_ledger_read_in_advance_is_read_again_when_units_txt_changes(haul):
    cache = ledger.LedgerCache()
    cache.preload(haul)
    assert ledger.read_ledger(haul, cache) is ledger.read_ledger(haul, cache)
    (haul / "units.txt").write_text("truck = [truck] = trucks\npallet = 0.9 * tonne = pallets\n", "utf-8")
    assert cache.find(haul) is None
    cache.preload(haul)
    assert units.get_factor("pallet") == 0.9


def test_the_codebook_names_them_and_check_sees_a_change(haul):
    found = ledger.read_ledger(haul)
    datapackage.update_files(haul, found, {})
    book = (haul / "README.md").read_text(encoding="utf-8")
    assert book.endswith("- `truck = [truck] = trucks`\n- `pallet = 0.8 * tonne = pallets`\n")
    kept = load_case(haul).descriptor
    assert datapackage.list_stale_files(haul, found, kept) == []
    assert datapackage.list_stale_files(haul, replace(found, units=found.units[:1]), kept) == ["README.md"]


def test_units_of_another_case_are_none_of_this_one(haul, tmp_path):
    load_case(haul)
    (haul / "units.txt").unlink()
    said = refuse(haul)
    assert "quantities.csv:11:unit: found 'thousand trucks'; allowed: units of the list and of this case's own" in said
    assert "Add truck to units.txt." in said
    (haul / "units.txt").write_text("truck = 4 * tonne\npallet = 0.8 * tonne\n", "utf-8")
    assert "units.txt: found a unit of another meaning; allowed: one meaning of a name in all cases" in refuse(haul)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"truck = [truck]\nUSD = [USD]\n",
            "units.txt:2: found 'USD'; allowed: a name that no unit or currency has yet.",
        ),
        (b"truck = 3 tonns", "units.txt:1: found 'tonns'; allowed: a unit that is known already, or defined in a line"),
        (b"\xff\xfe", "units.txt:1: found byte 0xff; allowed: UTF-8 text. Save the file as UTF-8."),
        (
            b"truck\x07 = [truck]",
            "units.txt:1: found a bell character (U+0007); allowed: characters that can be printed.",
        ),
        (b"# " + b"x" * 20_000, "units.txt: found a file of 20,002 bytes; allowed: at most 20,000 bytes. Keep only"),
    ],
)
def test_a_fault_in_units_txt_is_one_line(tiny, content, said):
    (tiny / "units.txt").write_bytes(content)
    first, last = refuse(tiny).split("\n")
    assert first.startswith(said)
    assert last.startswith("1 problem in ")


def test_a_folder_in_its_place_cannot_be_read(tiny):
    (tiny / "units.txt").mkdir()
    assert "units.txt: found 'Is a directory'; allowed: a file that can be read." in refuse(tiny)


def test_an_unknown_unit_is_refused_with_the_list_and_how_to_add_one(tiny):
    add_quantity(tiny, "haul.trucks", "truks")
    said = refuse(tiny)
    assert "quantities.csv:11:unit: found 'truks'; allowed: a unit: one of EUR, GW," in said
    for part in (
        "tonne, week, year, or a currency by its code such as GBP",
        "by a line such as truck = [truck] = trucks;",
    ):
        assert part in said
    assert own_units.UNITS_FILE == "units.txt"


def test_a_rate_of_a_unit_of_its_own_is_printed_in_words(haul):
    add_quantity(haul, "haul.speed", "truck/day", "600")
    add_quantity(haul, "haul.each", "pallets / truck", "12")
    case = load_case(haul)
    assert format_estimate(case["haul.speed"]) == "600 trucks a day"
    assert format_estimate(case["haul.each"]) == "12 pallets per truck"
    assert "600 trucks a day" in case["haul.speed"].trace()
    assert format_estimate(case["haul.speed"] * number(2, "day")) == "1,200 trucks"


def test_what_a_faulty_line_would_have_defined_is_no_problem_of_its_own(tiny):
    (tiny / "units.txt").write_text("m3 = 1000 * litre\n", encoding="utf-8")
    add_quantity(tiny, "lake.volume", "million m3", "30")
    add_quantity(tiny, "lake.fish", "fishes", "7")
    lines = refuse(tiny).splitlines()
    assert [line.partition(": ")[0] for line in lines[:-1]] == ["units.txt:1", "quantities.csv:12:unit"]
    assert lines[-1].startswith("3 problems ")


@pytest.fixture
def called(haul):
    """The same, with what its truck is called in Ukrainian."""
    forms = {"one": "вантажівка", "few": "вантажівки", "many": "вантажівок", "other": "вантажівки", "per": "вантажівку"}
    lines = [f"units/truck,{form},uk,,{word}" for form, word in forms.items()]
    (haul / "translations.csv").write_text("\n".join(("row,column,language,form,text", *lines, "")), "utf-8")
    yield haul
    set_language("en")


def test_a_unit_is_called_as_the_case_calls_it_in_the_language_of_the_report(called):
    case = load_case(called, language="uk")
    said = say("{trucks}: {load}.", trucks=case["haul.trucks"], load=case["haul.load"])
    assert " ".join(str(said).split()) == "Приблизно 30 000 вантажівок: 33 pallets на вантажівку."
    brought = list_added()
    units.forget_added()
    read_definitions(brought)
    assert "few=вантажівки; many=вантажівок" in brought[-1]
    assert format_interval(1, 2, "truck") == "1–2\u00a0вантажівки"
    assert [key for key in case.read_log.collect() if "units/truck" in key] != []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("units/truk,one,uk,,x", "a unit that units.txt adds, after units/ (nearest: truck)"),
        ("units/truck,ones,uk,,x", "a form of its name: zero, one, two, few, many, other, per (nearest: one)"),
        ("units/truck,one,uk,genitive,x", "nothing, as the column says which form of a unit's name it is"),
        ("units/truck,one,uk,,a; b", "a name of at most 40 characters, without ;"),
    ],
)
def test_a_name_of_a_unit_that_cannot_be_is_one_line(haul, line, said):
    (haul / "translations.csv").write_text(f"row,column,language,form,text\n{line}\n", "utf-8")
    assert said in refuse(haul)
