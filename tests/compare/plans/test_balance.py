"""Whom a revision favours, in the language of the reader."""

from __future__ import annotations

import pytest

from analysis import heatmap
from analysis.compare import plans
from analysis.compare.plans import balance
from analysis.messages import use_language


def test_a_revision_is_described_in_ukrainian(ukrainian, shipped):
    clause, places = plans.turn(ukrainian, "plan_28", "plan_20")
    assert clause.startswith(
        "кількість положень на користь {gainer:genitive} зростає з {gainer_before} до {gainer_after}, на користь "
        "{loser:genitive} — зменшується з {loser_before} до {loser_after}"
    )
    assert places["gainer_after"].claims == plans.turn(shipped, "plan_28", "plan_20")[1]["gainer_after"].claims
    assert plans.shift(ukrainian, "plan_28", "plan_20")[0] == (
        "положень на користь {gainer:genitive} більше, ніж раніше, на користь {loser:genitive} — менше"
    )


@pytest.mark.parametrize(
    ("moves", "is_revision", "english", "ukrainian"),
    [
        (
            ["gainer", "gainer_b"],
            True,
            "more provisions favour {gainer} and {gainer_b} than before",
            "положень на користь {gainer:genitive} та {gainer_b:genitive} більше, ніж раніше",
        ),
        (
            ["loser"],
            False,
            "fewer provisions favour {loser} in the {other_plan} than in the {one_plan}",
            "{other_plan} має менше положень на користь {loser:genitive}, ніж {one_plan}",
        ),
        (
            ["gainer", "loser"],
            False,
            "more provisions favour {gainer} in the {other_plan} than in the {one_plan}, fewer {loser}",
            "{other_plan} має більше положень на користь {gainer:genitive}, ніж {one_plan}, і менше — на користь "
            "{loser:genitive}",
        ),
    ],
)
def test_every_kind_of_shift_is_a_sentence_of_its_own(moves, is_revision, english, ukrainian):
    assert balance._describe_shift(moves, is_revision) == english
    with use_language("uk"):
        assert balance._describe_shift(moves, is_revision) == ukrainian


def test_fates_and_details_compare_in_english_and_print_in_ukrainian(ukrainian, shipped):
    found, same = (plans.fates(case, "plan_28", "plan_20") for case in (ukrainian, shipped))
    assert [str(fate) for fate in found.fate] == ["Збережено", "Змінено", "Вилучено", "Додано", "Уперше згадано"]
    assert list(found.fate != plans.FATES[plans.REPORTED]) == [True, True, True, True, False]
    assert [count.claims for count in found.provisions] == [count.claims for count in same.provisions]
    detail = plans.detail(ukrainian, ("plan_28", "plan_20")).iloc[0]
    assert (str(detail.plan_28), str(detail.plan_20)) == ("По суті", "Згадка")
    assert plans.side_by_side(ukrainian, ("plan_28", "plan_20")).iloc[0].fate == "Вилучено, змінено"


@pytest.mark.parametrize(
    "levels", [plans.DETAIL, ["Немає", "Згадка", "По суті", "Повністю"], ["None", "Mention", "Substantive", "Full"]]
)
def test_the_levels_of_a_heat_map_may_be_words_their_english_or_what_is_printed(ukrainian, levels):
    chosen = ("plan_28", "plan_20")
    shown = heatmap(
        plans.detail(ukrainian, chosen),
        "Докладність",
        key="detail",
        label="issue",
        columns=dict.fromkeys(chosen, "план"),
        levels=levels,
    )
    assert "По суті" in shown.wide
    assert "По суті" in shown.alt
