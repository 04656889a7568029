"""The documentation says what is there: its commands run, and it names every error and environment variable."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import click
import pytest

from analysis import errors
from analysis.cli import app
from tests.conftest import ROOT

DOCS = ROOT / "docs"


def list_errors() -> set[str]:
    """The names of all errors a user can meet."""
    return {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.CommuniqueError)
    }


@pytest.mark.slow
def test_the_tutorials_commands_run_in_their_order(tmp_path):
    blocks = re.findall(r"^```sh\n(.*?)^```", (DOCS / "tutorial.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) >= 5
    script = 'communique() { "$PYTHON" -c "from analysis.cli import main; main()" "$@"; }\nset -e\n' + "".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={
            **{name: value for name, value in os.environ.items() if name != "COMMUNIQUE_TRUST"},
            "PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
        },
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "need_ministry" in done.stdout
    assert {path.name for path in (tmp_path / "reports" / "lake-2027").iterdir()} >= {
        "index.html",
        "first",
        "first@basis=all",
    }


def test_each_command_of_the_tutorial_says_which_case_it_is_about():
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8").split("## 1.", 1)[1]
    asked = re.findall(
        r"(?:^|`)communique (check|render|list|trace|sweep|watch|audit|reviews|explore)\b(.*?)(?:$|`)", text, re.M
    )
    assert len(asked) > 8
    assert [f"{name}{rest}" for name, rest in asked if "--case " not in rest] == []


def test_every_error_has_its_line_with_its_exit_code():
    rows = re.findall(r"^(\w+) +(\d) +\S", (DOCS / "errors.rst").read_text(encoding="utf-8"), re.M)
    assert {name: int(code) for name, code in rows} == {name: getattr(errors, name).exit_code for name in list_errors()}


def test_every_environment_variable_is_explained():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "analysis").rglob("*.py"))
    code += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("*.ipynb"))
    read = set(re.findall(r'environ(?:\.get\(|\[)\\?"([A-Z_]+)\\?"|envvar="([A-Z_]+)"|\b(COMMUNIQUE_[A-Z]+)', code))
    names = {name for groups in read for name in groups if name}
    explained = set(re.findall(r"`([A-Z_]+)`", (DOCS / "configuration.md").read_text(encoding="utf-8")))
    assert names - explained == set()


def test_every_page_and_every_public_name_is_in_the_site():
    import analysis

    index = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {path.stem for path in DOCS.iterdir() if path.suffix in (".md", ".rst")} - {"index"}
    assert pages <= set(index.split())
    named = set(re.findall(r"auto\w+:: analysis\.(\w+)$", (DOCS / "api.rst").read_text(encoding="utf-8"), re.M))
    assert set(analysis.__all__) - list_errors() == named
    compared = set(re.findall(r"analysis\.compare\.(\w+)$", (DOCS / "api.rst").read_text(encoding="utf-8"), re.M))
    assert compared == set(dir(analysis.compare))


def test_readme_and_contributing_point_to_what_exists():
    for page in ("README.md", "CONTRIBUTING.md", "RELEASING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        paths = re.findall(r"`((?:analysis|tests|docs|data|notebooks)/[\w./-]+)`", text)
        assert page == "RELEASING.md" or paths
        for path in paths:
            assert (ROOT / path).exists() or "<" in path, f"{page} names {path}, which does not exist"


def test_the_command_pages_cover_every_command():
    listed = set(app.list_commands(click.Context(app)))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^communique ([a-z][\w-]*)", readme, re.M)) == listed
