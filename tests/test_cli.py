"""The command as a user meets it: what it prints, what it leaves, how it ends."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from tests.conftest import CASE, ROOT, hash_tree, read_json, read_tree, write_notebook

GOOD = (
    "from analysis import load_case, compare, cover, elsewhere, said_by, say",
    "case = load_case(case_dir)\ngap = compare.reconstruction.gap(case)",
    'cover("What is missing is {gap}, says {who}, or {there}", "How much?", case.about, gap=gap, '
    "who=said_by(gap, elsewhere(gap)), there=elsewhere(gap))",
)
PARAMETERS = (
    "from typing import Annotated\nfrom pydantic import Field\n"
    'case_dir: str = "tiny"\nneed: Annotated[float | None, Field(ge=0, le=5000), "need"] = None'
)


@pytest.fixture
def case(tiny: Path) -> Path:
    """The tiny case with two small reports of its own."""
    write_notebook(tiny / "notebooks" / "good.ipynb", *GOOD, parameters=PARAMETERS)
    write_notebook(tiny / "notebooks" / "bad.ipynb", *GOOD, "x = {}['missing']", parameters=PARAMETERS)
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\ngood,good,Good,\nbad,bad,Bad,\n")
    return tiny


def test_render_leaves_everything_a_report_is(communique, case, tmp_path):
    done = communique("render", "good", "--case", str(case), "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[1/1] good" in done.stdout
    folder = tmp_path / "out" / "tiny" / "good"
    assert {"good.html", "good.pdf", "results.json", "manifest.json", "notebook.ipynb"} <= set(read_tree(folder))
    results = read_json(folder / "results.json")
    assert results["results"]["reconstruction.gap"]["value"] == 700
    assert results["results"]["reconstruction.gap"]["qualifier"] == "at_least"
    assert set(results["results"]["reconstruction.gap"]["claims"]) == {"need_article", "usable_article"}
    assert 'href="good/good.html"' in (tmp_path / "out" / "tiny" / "index.html").read_text()
    assert not list((tmp_path / "out").rglob(".*"))


def test_a_heavy_page_is_rendered_and_said_to_be(communique, case, tmp_path):
    write_notebook(case / "notebooks" / "good.ipynb", *GOOD, "say('word ' * 350_000)", parameters=PARAMETERS)
    done = communique("render", "good", "--case", str(case), "--out", "out", "--format", "html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    size = (tmp_path / "out/tiny/good/good.html").stat().st_size
    assert f"good.html has {size / 1000:,.0f} kB, more than 1,500 kB" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_failing_cell_is_named_and_the_others_go_on(communique, case, tmp_path):
    done = communique("render", "--case", str(case), "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "failed: bad: cell 5: KeyError: 'missing'" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out/tiny/good/good.pdf").exists()
    assert not (tmp_path / "out/tiny/bad").exists()


def test_a_figure_nobody_can_hear_fails_the_build(invoke, warm_server, case, tmp_path):
    write_notebook(
        case / "notebooks" / "bad.ipynb",
        *GOOD,
        "from dataclasses import replace\nfrom analysis import bars\n"
        "levels = bars(compare.forces.levels(case), 'Caps', key='levels', label='level', value='amount')\n"
        "replace(levels, alt='No description has been provided for this image')",
        parameters=PARAMETERS,
    )
    done = invoke("render", "bad", "--case", str(case), "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "figure 'levels' has no alternative text that says what it shows (found 'No description" in done.stderr
    assert not (tmp_path / "out/tiny/bad").exists()


def test_a_failure_keeps_the_last_good_report(invoke, warm_server, case, tmp_path):
    assert invoke("render", "good", "--case", str(case), "--format", "html", cwd=tmp_path).returncode == 0
    before = hash_tree(tmp_path / "reports/tiny/good")
    write_notebook(case / "notebooks" / "good.ipynb", *GOOD, "raise ValueError('no')", parameters=PARAMETERS)
    done = invoke("render", "good", "--case", str(case), "--format", "html", cwd=tmp_path)
    assert (done.returncode, "ValueError: no" in done.stderr) == (1, True)
    assert hash_tree(tmp_path / "reports/tiny/good") == before


def test_the_same_inputs_give_the_same_bytes(communique, case, tmp_path):
    for out in ("a", "b"):
        assert communique("render", "good", "--case", str(case), "--out", out, cwd=tmp_path).returncode == 0
    assert hash_tree(tmp_path / "a") == hash_tree(tmp_path / "b")


def test_a_parameter_makes_a_variant(invoke, warm_server, case, tmp_path):
    done = invoke("render", "good", "-P", "need=500", "--case", str(case), "--format", "html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    results = read_json(tmp_path / "reports/tiny/good@need=500/results.json")
    assert results["parameters"]["need"] == 500


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["render", "goood"], "no report 'goood' (nearest: good); there are: good, bad."),
        (["render", "good", "-P", "ned=1"], "good has no parameter 'ned' (nearest: need); there are: case_dir, need."),
        (
            ["render", "good", "-P", "need=lots"],
            "good, parameter need: found 'lots'; allowed: a number, at least 0 and at most 5000 or None.",
        ),
        (["render", "good", "-P", "need=-1"], "good, parameter need: found '-1'; allowed: a number, at least 0"),
        (["render", "good", "-P", "need"], "-P 'need' is not NAME=VALUE"),
        (["render", "good", "--format", "doc"], "no format 'doc'"),
    ],
)
def test_wrong_use_is_one_message_and_exit_2(invoke, warm_server, case, tmp_path, arguments, message):
    done = invoke(*arguments, "--case", str(case), cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "reports").exists()


def test_a_case_that_is_not_there(communique, tmp_path):
    done = communique("check", "--case", "mar-a-lago-2025-12-29", cwd=tmp_path)
    assert done.returncode == 2
    assert "no case folder 'mar-a-lago-2025-12-29' (nearest: mar-a-lago-2025-12-28)" in done.stderr


def test_bad_data_stops_before_anything_is_written(invoke, warm_server, case, tmp_path):
    claims = case / "claims.csv"
    claims.write_text(claims.read_text().replace("assets.frozen,", "assets.frozn,"))
    done = invoke("render", "--case", str(case), cwd=tmp_path)
    assert done.returncode == 2
    assert (
        "claims.csv:4:quantity: found 'assets.frozn'; allowed: an id of quantities.csv (nearest: assets.frozen)."
        in done.stderr
    )
    assert not (tmp_path / "reports").exists()


def test_check_counts_the_rows(invoke, case, tmp_path):
    done = invoke("check", "--case", str(case), "--update", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "tiny: sound (2 sources" in done.stdout


def test_check_asks_to_renew_what_is_derived(invoke, case, tmp_path):
    (case / "README.md").write_text("old")
    done = invoke("check", "--case", str(case), cwd=tmp_path)
    assert done.returncode == 0, done.stderr  # what is derived stops no report
    assert f"README.md is out of date; communique check --case {case} --update rewrites it." in done.stdout


def test_list_names_reports_and_parameters(invoke, case, tmp_path):
    done = invoke("list", "--case", str(case), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "good  Good" in done.stdout
    assert "-P need=None  need (a number, at least 0 and at most 5000 or None)" in done.stdout
    shared = invoke(
        "list", "--case", str(CASE), cwd=tmp_path
    ).stdout  # a default that the command replaces is not shown
    assert f"-P case_dir={CASE}  " in shared
    assert "-P case_dir=mar-a-lago-2025-12-28  " in invoke("list", cwd=tmp_path).stdout


def test_a_kernel_that_dies_fails_its_own_report_only(communique, case, tmp_path):
    write_notebook(case / "notebooks" / "bad.ipynb", "import os; os._exit(3)", parameters=PARAMETERS)
    done = communique("render", "--case", str(case), "--format", "html", cwd=tmp_path)
    assert done.returncode == 1
    assert "failed: bad: Kernel died" in done.stderr
    assert (tmp_path / "reports/tiny/good/good.html").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_at_once_and_leaves_nothing_behind(case, tmp_path):
    begun, scratch = tmp_path / "begun", tmp_path / "scratch"
    code = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(60)"
    write_notebook(case / "notebooks" / "bad.ipynb", code, parameters=PARAMETERS)
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", "from analysis.cli import main; main()", "render", "bad", "--case", str(case)],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)},
    )
    deadline = time.monotonic() + 60
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert begun.exists()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130, errors
    assert "Interrupted. Completed reports were kept." in errors
    assert "Traceback" not in errors
    assert not list(scratch.iterdir())
    assert not list((tmp_path / "reports").rglob(".making-*"))


@pytest.mark.slow
@pytest.mark.parametrize("exporter", ["communique-html", "communique-pdf"])
def test_nbconvert_alone_says_what_is_wrong_in_one_line(case, tmp_path, exporter):
    notebook = case / "notebooks" / "good.ipynb"  # never executed
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", exporter, str(notebook)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "communique: no cell shows cover(...), the title block; was the notebook executed?" in done.stderr
    assert "Traceback" not in done.stderr


def test_verdicts_leave_as_claim_reviews(invoke, tmp_path):
    done = invoke("reviews", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = {review["itemReviewed"]["identifier"]: review for review in json.loads(done.stdout)}
    prewar = found["prewar_article"]
    assert prewar["@type"] == "ClaimReview"
    assert prewar["reviewRating"]["alternateName"] == "Contradicted"
    assert len(prewar["citation"]) >= 3
    assert all(
        review["citation"] or review["reviewRating"]["alternateName"] in ("Not verified", "Garbled")
        for review in found.values()
    )


def test_each_file_is_a_command_and_says_what_it_does(invoke):
    from analysis.cli import app

    context = click.Context(app)
    names = app.list_commands(context)
    assert names == sorted(path.stem.replace("_", "-") for path in (ROOT / "analysis/commands").glob("[a-z]*.py"))
    commands = [app.get_command(context, name) for name in names]
    assert [command.help[0].isupper() and command.help.count(".") > 0 for command in commands] == [True] * len(names)
    printed = invoke("--help").stdout
    assert all(
        re.search(rf"^  {name}  +{command.help.split()[0]}", printed, re.M)
        for name, command in zip(names, commands, strict=True)
    )


def test_an_unknown_command_is_wrong_use(invoke):
    done = invoke("rendr")
    assert (done.returncode, "No such command 'rendr'" in done.stderr) == (2, True)


def test_the_engine_names_no_module_of_a_case_or_command():
    """Not even in a string, which import-linter does not see."""
    paths = list((ROOT / "analysis/report").rglob("*.py"))
    assert len(paths) > 50
    for path in paths:
        texts = [
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant)
        ]
        found = [text for text in texts if re.search(r"analysis\.(case|compare|commands|estimates)\b", str(text))]
        assert not found, path


def test_the_readme_names_every_command():
    from analysis.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^communique ([a-z][\w-]*)", readme, re.M)) == set(app.list_commands(click.Context(app)))
