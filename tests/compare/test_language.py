"""Comparisons in the language of the reader: other words, the same numbers under the same names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pandas as pd
import pytest

from analysis import compare, exceeds, load_case
from analysis.compare.robustness import Robustness
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, set_language, use_language

r, o, q = compare.reconstruction, compare.outlook, compare.quantities
CALLS = {
    "reconstruction": lambda case: [
        *(call(case) for call in (r.gap, r.coverage, r.per_head, r.share_of_debt, r.ceiling, r.shortfall, r.means)),
        *(call(case) for call in (r.usable_share, r.funding, r.by_source, r.by_usable, r.swings, r.by_holder)),
        *(r.break_even(case, [0.5]), r.standing(case, case["reconstruction.need"])),
    ],
    "brief": lambda case: [compare.brief.issues(case), compare.brief.open_issues(case)],
    "basis": lambda case: [
        compare.basis.switch(case, r.gap, "forces.strength", "population.now"),
        compare.basis.pool(case, "reconstruction.need"),
    ],
    "robustness": lambda case: [
        compare.robustness.robustness(case, compare.verdicts.mostly_right(case)[1]),
        compare.robustness.robustness(case, exceeds(case.coded("positions", "ukraine_on_territory", "salience"), 0.75)),
    ],
    "coding": lambda case: [
        *(call(case) for call in (compare.coding.agreement, compare.coding.summary, compare.coding.differences)),
        *compare.coding.thresholds(),
    ],
    "outlook": lambda case: [
        *(call(case) for call in (o.probability, o.probability_with_hindsight, o.remaining, o.result, o.below_even)),
        *(call(case) for call in (o.movers, o.ends, o.steps, o.waterfall, o.factors, o.correlations, o.twentieths)),
        *(o.quantile(case, 0.05), o.interval_share(case), o.horizon(case), o.known(case), o.strongest(case)),
    ],
    "sources": lambda case: [
        *(call(case) for call in (compare.sources.rivals, compare.sources.against_text, compare.sources.switched)),
        *(call(case) for call in (compare.sources.alone, compare.sources.disputed, compare.sources.stated)),
        compare.sources.tolerance(),
    ],
    "verdicts": lambda case: [
        *(call(case) for call in (compare.verdicts.verdicts, compare.verdicts.checked, compare.verdicts.kinds)),
        *(call(case) for call in (compare.verdicts.defects, compare.verdicts.defects_apart)),
    ],
    "polls": lambda case: [
        compare.polls.rounds(case, case.role("challenger"), case.role("incumbent")),
        compare.polls.lead_margin(case, case.role("challenger"), case.role("incumbent")),
        compare.polls.margin(case, case.role("challenger")),
    ],
    "sharing": lambda case: [
        compare.sharing.by_party(case),
        compare.sharing.finding(compare.plant.shifts(case, compare.sharing.from_first(case))),
        compare.sharing.leaves(case, "russia"),
    ],
    "funding": lambda case: [
        *(call(case) for call in (compare.funding.stack, compare.funding.by_purpose, compare.funding.against_needs))
    ],
    "forecasts": lambda case: [
        *(call(case) for call in (compare.forecasts.forecasts, compare.forecasts.summary)),
        *(compare.forecasts.mean_score(case), compare.forecasts.describe_ours(case)),
    ],
    "sums": lambda case: [
        *(compare.arithmetic.recomputed(case), compare.arithmetic.sums([r.gap(case), r.shortfall(case)])),
        *(compare.base_rates.rates(case), compare.base_rates.annual_agreement(case)),
        *(compare.base_rates.age(case, o.horizon(case).event.id), compare.promises.counts(case)),
    ],
    "quantities": lambda case: [
        *(q.by_source(case, "reconstruction.need"), q.per(case, "reconstruction.need", "population.now")),
        *(q.ratio(case, "assets.usable", "reconstruction.need"), q.by_subject(case, "forces.cap", "forces.strength")),
        *(q.pairs(case, "forces.cap"), q.ladder(case, "reconstruction.need", ["assets.usable", "assets.frozen"])),
        *(q.gap(case, "reconstruction.need", ["assets.usable"]), q.series(case, "reconstruction.need")),
        q.change_share(case, "reconstruction.need", "2024", "2026"),
    ],
}


def list_results(found: object) -> Iterator[object]:
    """Every number and label in what a comparison returned, wherever it stands."""
    if isinstance(found, pd.DataFrame):
        for row in found.to_dict("records"):
            yield from list_results(list(row.values()))
    elif isinstance(found, dict):
        yield from list_results(list(found.values()))
    elif isinstance(found, Robustness):
        yield from list_results(list(vars(found).values()))
    elif isinstance(found, (list, tuple)):
        for one in found:
            yield from list_results(one)
    elif isinstance(found, (Estimate, Label, Word)):
        yield found


def identify(found: object) -> object:
    """What is the same of a number, a label or a word in every language."""
    if isinstance(found, Estimate):
        leaves = sorted(leaf.id for leaf in found.leaves)
        return found.name, found.value, found.low, found.high, found.unit, leaves
    if isinstance(found, Label):
        return found.ref if "/" in found.ref else Label  # a result without a name is called by its formula
    return found


@pytest.fixture(scope="module")
def translated():
    """The shipped case in Ukrainian, its names too."""
    case = load_case(language="uk")
    yield case
    set_language("en")


@pytest.mark.parametrize("name", CALLS)
def test_numbers_rows_and_names_are_the_same_in_another_language(name, shipped, translated):
    with use_language("en"):
        english = [identify(one) for one in list_results(CALLS[name](shipped))]
    with use_language("uk"):
        ukrainian = [identify(one) for one in list_results(CALLS[name](translated))]
    assert ukrainian == english
    assert len(english) > 0


def test_names_of_the_case_are_printed_in_its_translation(translated):
    with use_language("uk"):
        who = compare.denominators.name_source_of(translated, translated.claims("reconstruction.need")[0])
        rivals = compare.sources.rivals(translated)
        row = rivals[rivals.base.map(str) == "потреби за десять років"].iloc[0]
        outlook = o.probability(translated).label
    assert str(who) == "Стаття з посиланням на план із 20 пунктів"
    assert row.sources.how.endswith(" інших джерел щодо показника «потреби на відбудову» (потреби за десять років)")
    assert row.sources.leaf.id.startswith("count:sources/other_sources_on_reconstruction_need_(need_over_ten_years)@")
    assert outlook == "Імовірність підписаної угоди"


OWN_WORDS = {  # in words that are ours and not data: names of results, and cells
    "reconstruction": [
        "Дефіцит фінансування",
        "Покриття потреб",
        "Потреби на одну особу",
        "Доступна частка",
        "Не покрито",
    ],
    "outlook": ["Множник", "Імовірність на цьому кроці", "ризик", "настане лише в найкращому разі"],
    "sources": ["узгоджується з деякими", "Зміна, у кількості", "вище"],
    "verdicts": ["Висновок: частково правильно", "Твердження, які можна перевірити", "Частка підтверджених"],
    "polls": ["Перевага в опитуванні", "Похибка переваги", "Перший тур", "Усі опитані", "нарівні"],
    "forecasts": ["Показник Браєра", "Ми", "Так", "Ні"],
}


@pytest.mark.parametrize("name", OWN_WORDS)
def test_results_have_names_in_ukrainian(name, ukrainian):
    found = list(list_results(CALLS[name](ukrainian)))
    printed = {one.label if isinstance(one, Estimate) else str(one) for one in found}
    if name == "reconstruction":
        printed |= {str(label) for label in q.ladder(ukrainian, "reconstruction.need", ["assets.usable"]).rung}
    assert [words for words in OWN_WORDS[name] if words not in printed] == []


# With some names of the case in Ukrainian


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


@pytest.fixture(scope="module")
def named(tmp_path_factory, shipped):
    """A copy of the shipped case with some names in Ukrainian."""
    folder = tmp_path_factory.mktemp("case") / "mar-a-lago-2025-12-28"
    shutil.copytree(shipped.folder, folder)
    (folder / "translations.csv").write_text(TRANSLATIONS, encoding="utf-8")
    yield load_case(folder, language="uk")
    set_language("en")


def list_numbers(found: object) -> list[tuple[str, list[str]]]:
    """Name and claims of every number in what a comparison returned."""
    return [(one.name, sorted(one.claims)) for one in list_results(found) if isinstance(one, Estimate)]


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_has_the_same_numbers_in_both_languages(shipped, named, name):
    with use_language("en"):
        own = list_numbers(COMPARISONS[name](shipped))
    with use_language("uk"):
        assert list_numbers(COMPARISONS[name](named)) == own != []


def test_names_stand_in_the_form_that_a_sentence_needs(named):
    with use_language("uk"):
        clause, places, _ = compare.plans.shift(named, *PLANS)
        asked, whom, _ = compare.concessions.shift(named, *PLANS)
        change = compare.forces.change(named, "plan_28")
        sharing = compare.plant.sharing(named, "united_states")
        assert clause.format(**places) == "положень на користь України більше, ніж раніше, на користь Росії — менше"
        assert asked.format(**whom) == "вимагає від України менше, ніж план із 28 пунктів, а від Росії — більше"
        assert change.label == "Зміна, якої вимагає план із 28 пунктів"
        assert sharing.how == "кількість планів із часткою Сполучених Штатів"


def test_what_is_looked_for_in_texts_of_the_case_is_found_in_its_own_language(named):
    with use_language("uk"):
        first = compare.timeline.scheduled(named).iloc[0]
        assert (str(first.outcome), str(first.source)) == ("Досі не відбулося", "Наш пошук у джерелах")
        row = compare.forces.growth(named).iloc[0]
        assert (str(row.covers), row.times.name) == ("збройні сили", "forces.growth.armed_forces")
        best = compare.guarantees.completeness(named).iloc[0]
        assert (str(best.promise), best.completeness.name) == (
            "план із 20 пунктів у статті",
            "guarantees.completeness.20_point_plan_in_the_article",
        )
