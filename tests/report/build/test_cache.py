"""What is made again and what is left: by the rows a report read, and by the files a command rests on."""

from __future__ import annotations

import os
import shutil
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from analysis.report import fingerprint
from analysis.report.build import cache
from analysis.report.fingerprint import compute_content_fingerprint
from tests.case.test_ledger import replace_text
from tests.conftest import read_json, write_notebook

CELLS = (
    "from analysis import load_case, cover, say\ncase = load_case(case_dir)",
    'cover("A word", "How much?", case.about)',
    'say("It is {sum}.", sum=case[quantity])',
)
PARAMETERS = 'case_dir: str = "tiny"\nquantity: str = "debt.federal"'


@pytest.fixture
def desk(tiny: Path, tmp_path: Path, invoke, warm_server):
    """The tiny case rendered once; returns it, where its reports lie, and a way to render again."""
    write_notebook(tiny / "notebooks" / "sum.ipynb", *CELLS, parameters=PARAMETERS)
    (tiny / "reports.csv").write_text(
        "report_id,notebook,title,parameters\ndebt,sum,Debt,\nusable,sum,Usable,quantity=assets.usable\n"
    )

    def render_again(*more: str) -> str:
        done = invoke("render", "--case", str(tiny), "--out", str(tmp_path / "out"), "--format", "html", *more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    render_again()
    return tiny, tmp_path / "out" / "tiny", render_again


def list_rendered(said: str) -> set[str]:
    """The reports a command made, by what it printed."""
    lines = [line.split("] ")[1] for line in said.splitlines() if line.startswith("[")]
    return {line.split()[0] for line in lines if "(unchanged)" not in line}


def test_nothing_changed_and_nothing_is_even_looked_at(desk):
    _, place, again = desk
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    assert again().startswith("2 of 2 reports in ")
    assert "all unchanged" in again()
    assert before == {path: path.stat().st_mtime_ns for path in place.rglob("*")}


def test_a_row_that_one_report_reads_redoes_that_report(desk):
    case, place, again = desk
    assert "tiny:claims/debt_article" in read_json(place / "debt" / "manifest.json")["reads"]
    replace_text(case, "claims", ",38,,,,over,", ",39,,,,over,")
    said = again()
    assert list_rendered(said) == {"debt"}
    assert "[2/2] debt (claims/debt_article changed)" in said
    assert "$39 trillion" in (place / "debt" / "debt.html").read_text(encoding="utf-8")


def test_a_rival_that_enters_redoes_the_report_that_would_show_it(desk):
    case, _, again = desk
    replace_text(
        case,
        "claims",
        "usable_article,",
        "usable_new,assets.usable,,survey,p. 4,80,,,,about,estimated,2025-06,,,"
        "Less is usable.,,,,,normal,\nusable_article,",
    )
    assert list_rendered(again()) == {"usable"}


def test_a_row_that_nobody_reads_redoes_nothing(desk):
    case, _, again = desk
    replace_text(case, "people", "envoy", "minister")
    said = again()
    assert (list_rendered(said), "2 of them unchanged" in said) == (set(), True)


def test_a_fault_in_a_row_that_nobody_reads_is_still_refused(desk, invoke, warm_server):
    case, place, _ = desk
    replace_text(case, "people", "united_states", "united_stats")
    done = invoke("render", "--case", str(case), "--out", str(place.parent), "--format", "html")
    assert (done.returncode, "people.csv:2:side: found 'united_stats'" in done.stderr) == (2, True)


def test_a_file_that_a_notebook_reads_by_itself_redoes_it(desk):
    case, place, again = desk
    extra = case / "extra.txt"
    extra.write_text("38")
    cells = [CELLS[0], CELLS[1], 'note = (case.folder / "extra.txt").read_text()', CELLS[2]]
    write_notebook(case / "notebooks" / "sum.ipynb", *cells, parameters=PARAMETERS)
    assert list_rendered(again()) == {"debt", "usable"}
    assert list(read_json(place / "debt" / "manifest.json")["file_reads"]) == ["case/extra.txt"]
    assert "all unchanged" in again()
    before = extra.stat()
    extra.write_text("39")
    os.utime(extra, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "(case/extra.txt changed)" in again()
    extra.touch()
    assert list_rendered(again()) == set()


def test_a_notebook_that_reads_what_cannot_be_seen_is_never_called_unchanged(desk):
    case, _, again = desk
    cells = [*CELLS, "import subprocess\n_ = subprocess.run(['true'])"]
    write_notebook(case / "notebooks" / "sum.ipynb", *cells, parameters=PARAMETERS)
    again()
    assert again().count(" (it runs another program)") == 2


def test_force_renders_all(desk):
    _, _, again = desk
    assert len(list_rendered(again("--force"))) == 2


@pytest.mark.parametrize("harm", ["edited", "gone", "unreadable"])
def test_a_report_that_is_not_as_it_was_left_is_made_again(desk, harm):
    _, place, again = desk
    report = sorted(path for path in place.iterdir() if path.is_dir())[0]
    page, manifest = report / f"{report.name}.html", report / "manifest.json"
    good = page.read_bytes()
    if harm == "edited":
        page.write_text("by hand")
    elif harm == "gone":
        page.unlink()
    else:
        manifest.write_text("{")
    assert list_rendered(again()) == {report.name}
    assert compute_content_fingerprint(page.read_bytes()) == compute_content_fingerprint(good)


@pytest.mark.parametrize("harm", ["edited", "gone"])
def test_an_index_that_is_not_as_it_was_left_is_made_again(desk, harm):
    _, place, again = desk
    index = place / "index.html"
    good = index.read_bytes()
    index.unlink()
    if harm == "edited":
        index.write_text("by hand")
    assert list_rendered(again()) == set()
    assert compute_content_fingerprint(index.read_bytes()) == compute_content_fingerprint(good)


def test_a_format_not_yet_there_is_made(desk):
    _, place, again = desk
    assert len(list_rendered(again("--format", "html,md"))) == 2
    assert list(place.glob("*/*.md"))


def test_a_changed_notebook_and_another_title_count(desk):
    case, place, again = desk
    replace_text(case, "reports", "Usable,", "What is usable,")
    assert list_rendered(again()) == {"debt", "usable"}  # a page names the next one
    notebook = case / "notebooks" / "sum.ipynb"
    notebook.write_text(notebook.read_text().replace("It is", "It was"))
    assert list_rendered(again()) == {"debt", "usable"}
    assert "It was" in (place / "debt" / "debt.html").read_text(encoding="utf-8")


def test_another_order_is_another_index_and_leads_otherwise_from_page_to_page(desk):
    case, place, again = desk
    debt, usable = (case / "reports.csv").read_text().splitlines()[1:]
    (case / "reports.csv").write_text(f"report_id,notebook,title,parameters\n{usable}\n{debt}\n")
    assert list_rendered(again()) == {"debt", "usable"}
    page = (place / "index.html").read_text(encoding="utf-8")
    assert page.index("usable/usable.html") < page.index("debt/debt.html")


def test_what_moves_while_a_command_runs_counts_as_moved(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("1")
    before = cache.record_files([tmp_path / "in"])
    (tmp_path / "in" / "a.csv").write_text("22")  # after it was looked at
    cache.remember_command(tmp_path, "asked", "said", before, [])
    assert cache.recall_command(tmp_path, "asked") == ""


def test_a_new_file_in_a_folder_of_inputs_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    cache.remember_command(tmp_path, "asked", "said", cache.record_files([tmp_path / "in"]), [])
    assert cache.recall_command(tmp_path, "asked") == "said"
    assert cache.recall_command(tmp_path, "asked otherwise") == ""
    (tmp_path / "in" / "new.csv").write_text("1")
    assert cache.recall_command(tmp_path, "asked") == ""


@pytest.fixture
def remembered(tmp_path, monkeypatch) -> Path:
    """A file on which a remembered command rests, last changed a while ago."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_RACE_NS", 0)
    file = tmp_path / "in" / "a.csv"
    file.parent.mkdir()
    file.write_text("38")
    cache.remember_command(tmp_path, "asked", "said", cache.record_files([file.parent]), [])
    assert cache.recall_command(tmp_path, "asked") == "said"
    return file


def test_a_change_of_the_same_size_with_its_time_set_back_counts(remembered, tmp_path):
    before = remembered.stat()
    time.sleep(0.02)  # a tick of the file system's clock
    remembered.write_text("39")
    os.utime(remembered, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert cache.recall_command(tmp_path, "asked") == ""


def test_another_file_moved_to_its_place_counts(remembered, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("39")
    shutil.copystat(remembered, other)
    other.replace(remembered)
    assert cache.recall_command(tmp_path, "asked") == ""


def test_a_file_that_has_only_just_changed_is_compared_by_its_content(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_format_stat", lambda about: "the same moment")
    file = tmp_path / "a.csv"
    file.write_text("38")
    cache.remember_command(tmp_path, "asked", "said", cache.record_files([file]), [])
    assert cache.recall_command(tmp_path, "asked") == "said"
    file.write_text("39")
    assert cache.recall_command(tmp_path, "asked") == ""


@pytest.mark.parametrize("what", ["PACKAGE", "executable", "path"])
def test_another_installation_has_not_asked_before(remembered, tmp_path, monkeypatch, what):
    if what == "PACKAGE":
        monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "elsewhere")
    else:
        monkeypatch.setattr(sys, what, "/elsewhere/python" if what == "executable" else ["/elsewhere", *sys.path])
    assert cache.recall_command(tmp_path, "asked") == ""


def test_names_that_a_line_cannot_hold_are_no_fault(remembered, tmp_path):
    for name in ("two\nlines", os.fsdecode(b"latin-\xe9")):
        (remembered.parent / name).write_text("1")
        cache.remember_command(tmp_path, "asked", "said", cache.record_files([remembered.parent]), [])
        assert cache.recall_command(tmp_path, "asked") == ("" if "\n" in name else "said")
        (remembered.parent / name).unlink()


@pytest.mark.parametrize("change", ["none", "edit", "add", "remove", "add beside"])
def test_reports_inside_the_case_are_as_the_command_left_them(tmp_path, monkeypatch, change):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root, report = tmp_path / "case" / "out", tmp_path / "case" / "out" / "debt"
    (report / "figures").mkdir(parents=True)
    for name in ("debt.html", "figures/gap.svg"):
        (report / name).write_text("before")
    before = cache.record_files([tmp_path / "case"])
    (report / "debt.html").write_text("rendered")
    (report / "figures" / "gap.svg").unlink()
    (report / "figures" / "debt.svg").write_text("rendered")
    cache.remember_command(root, "asked", "said", before, [report])
    assert cache.recall_command(root, "asked") == "said"
    if change == "edit":
        (report / "figures" / "debt.svg").write_text("by hand")
    elif change == "remove":
        (report / "debt.html").unlink()
    elif change.startswith("add"):
        (report if change == "add" else root).joinpath("new.txt").write_text("by hand")
    assert cache.recall_command(root, "asked") == ("said" if change == "none" else "")


def test_an_index_with_a_question_of_two_lines_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    index = tmp_path / "index.html"
    index.write_text("a page")
    cache.remember_index(index, ["debt", "Who pays?\nAnd when?"])
    assert cache.is_known_index(index, ["debt", "Who pays?\nAnd when?"])
    assert not cache.is_known_index(index, ["debt", "Who pays?", "And when?"])


def test_what_thousands_of_files_are_remembered_by_is_never_held_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folders = [tmp_path / "out" / f"variant-{number:04}" for number in range(400)]
    for folder in folders:
        folder.mkdir(parents=True)
        for name in ("a.html", "notebook.ipynb", "results.json", "manifest.json"):
            (folder / name).touch()
    tracemalloc.start()
    try:
        cache.remember_command(tmp_path / "out", "asked", "said", {}, folders)
        assert cache.recall_command(tmp_path / "out", "asked") == "said"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 400 * 1_000  # bytes of each: its path, and no more; its files take 2 kB in lines alone


def test_a_folder_that_links_to_itself_is_recorded_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).symlink_to(tmp_path)
    (tmp_path / "c.csv").write_text("1")
    found = [path for path in cache.record_files([tmp_path]) if path.startswith(str(tmp_path))]
    assert sorted(found) == [str(tmp_path), *(f"{tmp_path}/{name}" for name in ("a", "b", "c.csv"))]


@pytest.mark.parametrize("change", ["edit", "list", "appear", "none"])
def test_files_read_elsewhere_count(tmp_path, monkeypatch, change):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.csv").write_text("1")
    states = cache.record_paths([f"{folder}/a.csv", f"{folder}/", str(folder), f"{folder}/late/b.csv"])
    cache.remember_command(tmp_path, "asked", "said", states, [])
    if change == "edit":
        (folder / "a.csv").write_text("2")
    elif change == "list":
        (folder / "b.csv").write_text("1")
    elif change == "appear":
        cache.remember_command(tmp_path, "asked", "said", cache.record_paths([f"{folder}/late/b.csv"]), [])
        (folder / "late").mkdir()
        (folder / "late" / "b.csv").write_text("1")
    assert cache.recall_command(tmp_path, "asked") == ("said" if change == "none" else "")


def test_without_any_home_nothing_is_written(tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as without HOME and a user's entry
    monkeypatch.chdir(tmp_path)
    cache.remember_command(tmp_path, "asked", "said", {}, [])
    assert cache.recall_command(tmp_path, "asked") == ""
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_none(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.remember_command(tmp_path, "asked", "said", {}, [])
    assert cache.recall_command(tmp_path, "asked") == ""
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_never_opened(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe")  # whoever opens it to read waits until somebody writes
    cache.remember_command(tmp_path, "asked", "said", cache.record_files([tmp_path / "in"]), [tmp_path / "in"])
    assert cache.recall_command(tmp_path, "asked") == "said"
    (tmp_path / "in" / "pipe").chmod(0o600)
    time.sleep(0.02)
    os.utime(tmp_path / "in" / "pipe", ns=(1, 1))
    assert cache.recall_command(tmp_path, "asked") == ""


def test_a_question_that_the_case_cannot_answer_is_left_out_and_said_each_time(tiny, tmp_path, invoke, warm_server):
    write_notebook(tiny / "notebooks" / "sum.ipynb", *CELLS, parameters=PARAMETERS)
    cells = (CELLS[0].replace("load_case(case_dir", 'load_case(case_dir, needs=("risks",)'), *CELLS[1:])
    write_notebook(tiny / "notebooks" / "risky.ipynb", *cells, parameters=PARAMETERS)
    (tiny / "risks.csv").write_text((tiny / "risks.csv").read_text().splitlines()[0] + "\n")
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\ndebt,sum,Debt,\nrisky,risky,Risks,\n")
    line = "left out: risky needs more: no risks (risks.csv has no rows)"

    def render(*reports):
        return invoke("render", *reports, "--case", str(tiny), "--out", str(tmp_path / "out"), "--format", "html")

    first, again, named = render(), render(), render("risky")
    assert (first.returncode, line in first.stderr, "1 of 1 reports" in first.stdout) == (0, True, True)
    assert line in again.stdout + again.stderr
    assert not (tmp_path / "out" / "tiny" / "risky").exists()
    assert (named.returncode, "risky: tiny cannot answer this question: no risks" in named.stderr) == (2, True)
    assert "left out, it needs more: no risks" in invoke("list", "--case", str(tiny)).stdout
