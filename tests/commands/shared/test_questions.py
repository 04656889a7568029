"""The catalogue of shared questions: read from the notebooks, and met by the example of a new case."""

from __future__ import annotations

import json

import pytest

from analysis.case.examples import read_examples, select_examples
from analysis.case.role_names import ROLES
from analysis.commands.shared.questions import ALL, FIRST, choose_questions, list_questions
from analysis.errors import UsageError


@pytest.fixture
def write(tmp_path):
    """Writes a notebook of these code cells into a folder of notebooks, and returns the folder."""

    def write_notebook(name: str, *cells: str):
        made = [
            {
                "cell_type": "code",
                "id": f"c{at}",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": cell,
            }
            for at, cell in enumerate(cells)
        ]
        content = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")
        return tmp_path

    return write_notebook


def test_a_question_is_read_from_its_notebook(write):
    folder = write("money", 'case = load_case("x", needs=("need", "means"))', 'cover("Title", "Who pays?", {})')
    write("own", 'case = load_case("x")', 'cover("Title", "What else?", {})')  # says nothing of what it needs
    [question] = list_questions(folder).values()
    assert (question.name, question.text, question.needs) == ("money", "Who pays?", ("need", "means"))
    assert question.uses == ("need", "means")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('cover("T", f"What did the {kind} settle?", {})', "What did the … settle?"),
        ('cover("T", f"Is {text} true?" if judged else "Do they agree?", {})', "Do they agree?"),
        ('asked = "Who?"\ncover("T", asked, {})', "Who?"),
        ('cover("T", ask(), {})', ""),
    ],
)
def test_the_words_of_a_question_are_found_where_the_case_has_a_part_in_them(write, code, text):
    folder = write("money", 'case = load_case("x", needs=("need",))', code)
    assert list_questions(folder)["money"].text == text


def test_roles_that_a_called_comparison_asks_for_count_too(write):
    folder = write("land", 'case = load_case("x", needs=("region_status",))\ncompare.territory.withdrawals(case)')
    assert {"area", "share_held", "land_holder"} <= set(list_questions(folder)["land"].uses)


def test_every_shared_question_has_words_and_is_met_by_the_example():
    known, every = list_questions(), read_examples()
    assert {"territory", "plant", "guarantees"} <= set(known)
    for question in known.values():
        assert question.text.endswith("?"), question.name
        for need in question.needs:
            assert need in every["roles"] if need in ROLES else every[need], (question.name, need)
        rows = select_examples(question.needs)
        assert all(any(row["role_id"] == need for row in rows["roles"]) for need in question.needs if need in ROLES)


def test_questions_are_chosen_by_name_or_all_at_once():
    known = list_questions()
    assert [q.name for q in choose_questions(["territory", "guarantees"], known)] == ["guarantees", "territory"]
    assert choose_questions([ALL], known) == list(known.values())
    assert choose_questions([FIRST], known) == []
    with pytest.raises(UsageError, match=r"no question 'teritory' \(nearest: territory\); there are: "):
        choose_questions(["teritory"], known)
