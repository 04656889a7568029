"""A case with names in another language: the same numbers, by the same ids, with its names in the sentences."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pandas as pd
import pytest

from analysis import compare, load_case
from analysis.estimates.estimate import Estimate
from analysis.messages import set_language

TRANSLATIONS = """row,column,language,form,text
parties/ukraine,name,uk,,Україна
parties/ukraine,name,uk,genitive,України
parties/russia,name,uk,,Росія
parties/russia,name,uk,genitive,Росії
parties/united_states,name,uk,,Сполучені Штати
parties/united_states,name,uk,genitive,Сполучених Штатів
plans/plan_28,name,uk,,план із 28 пунктів
plans/plan_28,name,uk,genitive,плану з 28 пунктів
plans/plan_20,name,uk,,план із 20 пунктів
issues/plant,name,uk,,Запорізька АЕС
claims/strength_dpa,base,uk,,збройні сили
guarantees/guarantors_in_plan_20,promise,uk,,план із 20 пунктів у статті
events/kyiv_visit,outcome,uk,,Досі не відбулося
"""
PLANS = ("plan_28", "plan_20")


@dataclass
class _Pair:
    own: object
    translated: object


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The shipped case, and a copy of it with some names in Ukrainian, printed in Ukrainian."""
    folder = tmp_path_factory.mktemp("case") / "mar-a-lago-2025-12-28"
    own = load_case()
    shutil.copytree(own.folder, folder)
    (folder / "translations.csv").write_text(TRANSLATIONS, encoding="utf-8")
    yield _Pair(own, load_case(folder, language="uk"))
    set_language("en")


def _list_numbers(found: object) -> list[tuple[str, list[str]]]:
    """Lists name and claims of every number in what a comparison returns, in order."""
    if isinstance(found, Estimate):
        return [(found.name, sorted(found.claims))]
    if isinstance(found, pd.DataFrame):
        return [number for row in found.itertuples(index=False) for cell in row for number in _list_numbers(cell)]
    if isinstance(found, dict):
        return [number for cell in found.values() for number in _list_numbers(cell)]
    if isinstance(found, (list, tuple)):
        return [number for cell in found for number in _list_numbers(cell)]
    return []


COMPARISONS = {
    "caps": compare.forces.caps,
    "growth": compare.forces.growth,
    "by_party": compare.forces.by_party,
    "withdrawals": compare.territory.withdrawals,
    "milestones": compare.timeline.milestones,
    "followed": compare.timeline.followed,
    "ways": lambda case: compare.consensus.ways(case, "plan_20"),
    "agreed": lambda case: compare.consensus.by_party(case, "plan_20"),
    "left_open": lambda case: compare.consensus.left_open(case, "territory", "plant"),
    "concessions": lambda case: compare.concessions.concessions_by_plan(case, *PLANS),
    "favours": lambda case: compare.plans.favours(case, PLANS),
    "turn": lambda case: compare.plans.turn(case.on("all"), *PLANS),
    "fates": lambda case: compare.plans.fates(case, *PLANS),
    "substantive": lambda case: compare.plans.substantive(case, "plan_28"),
    "distances": compare.positions.distances,
    "pairs": compare.positions.pairs,
    "common_ground": compare.positions.common_ground,
    "resting_on": lambda case: compare.positions.resting_on(case, "opinion"),
    "completeness": compare.guarantees.completeness,
    "open_elements": compare.guarantees.left_open,
    "ways_to_divide": compare.plant.ways,
    "sharing": lambda case: compare.plant.sharing(case, "united_states"),
    "shifts": compare.plant.shifts,
    "output": compare.power.value,
    "areas": compare.land.areas,
    "launched": compare.context.launched,
}


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_has_the_same_numbers_in_both_languages(pair, name):
    set_language("en")
    own = _list_numbers(COMPARISONS[name](pair.own))
    set_language("uk")
    assert _list_numbers(COMPARISONS[name](pair.translated)) == own != []


def test_names_stand_in_the_form_that_a_sentence_needs(pair):
    set_language("uk")
    clause, places, _ = compare.plans.shift(pair.translated, *PLANS)
    assert clause.format(**places) == "положень на користь України більше, ніж раніше, на користь Росії — менше"
    asked, whom, _ = compare.concessions.shift(pair.translated, *PLANS)
    assert asked.format(**whom) == "вимагає від України менше, ніж план із 28 пунктів, а від Росії — більше"
    assert compare.forces.change(pair.translated, "plan_28").label == "Зміна, якої вимагає план із 28 пунктів"
    sharing = compare.plant.sharing(pair.translated, "united_states")
    assert sharing.how == "кількість планів із часткою Сполучених Штатів"


def test_what_is_looked_for_in_texts_of_the_case_is_found_in_its_own_language(pair):
    set_language("uk")
    first = compare.timeline.scheduled(pair.translated).iloc[0]
    assert (str(first.outcome), str(first.source)) == ("Досі не відбулося", "Наш пошук у джерелах")
    row = compare.forces.growth(pair.translated).iloc[0]
    assert (str(row.covers), row.times.name) == ("збройні сили", "forces.growth.armed_forces")
    best = compare.guarantees.completeness(pair.translated).iloc[0]
    assert (str(best.promise), best.completeness.name) == (
        "план із 20 пунктів у статті",
        "guarantees.completeness.20_point_plan_in_the_article",
    )
