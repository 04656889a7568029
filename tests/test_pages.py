"""The pages that follow from the code are in the repository, and say what the code says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from analysis.case.parts import PARTS
from analysis.commands.shared.questions import list_questions
from tests.pages import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_the_code_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run python -m tests.pages"


def test_every_question_and_every_role_has_its_row():
    text = (DOCS / "questions.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.M)) == {*list_questions(), *PARTS}
    assert (
        "| `limit` | what each plan allows at most, one number a plan | quantities.csv | that of `level_now` |" in text
    )
    assert "| claims.csv | `verified` |" in text


def test_every_link_within_the_documentation_leads_somewhere():
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))]
    assert len(links) > 10
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_the_example_of_a_series_runs_as_it_stands():
    [code] = [
        code
        for code in re.findall(
            r"^```python\n(.*?)^```", (DOCS / "tutorial.md").read_text(encoding="utf-8"), re.M | re.S
        )
        if "trend(" in code
    ]
    names: dict[str, Any] = {}
    exec(code, names)
    years = names["counted"]
    assert [str(year) for year in years.when] == ["2019", "2021", "2022", "2023"]
