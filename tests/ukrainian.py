"""The tiny case and a report on it in Ukrainian, data and prose alike.

So a word in Latin letters on its page is one that the product has not translated.
"""

from __future__ import annotations

import csv
import json
import shutil
from functools import cache
from pathlib import Path

import pandas as pd

import analysis
from analysis import bars, card, cards, cover, elsewhere, ladder, load_case, ours, points, said_by, say, table, what_if
from analysis.case.selection import Basis
from analysis.messages import get_language, set_language
from analysis.report.document import reader
from analysis.report.document.model import Document
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook

_WORDS = {
    "The lake meeting": "Зустріч біля озера",
    "The smallest case that renders.": "Найменший кейс, із якого можна скласти звіт.",
    "The meeting by the lake": "Зустріч біля озера",
    "The Daily Test": "Щоденна проба",
    "Needs survey": "Огляд потреб",
    "Test Bank": "Пробний банк",
    "some analyses": "деякі аналітики",
    "Rebuilding takes this much.": "Відбудова коштує стільки.",
    "The survey puts the need lower.": "Огляд оцінює потребу нижче.",
    "This much is frozen.": "Стільки заморожено.",
    "Of which at most this much can be used.": "З них можна використати щонайбільше стільки.",
    "The debt has passed this mark.": "Борг перевищив цю позначку.",
    "So many live there now.": "Стільки там живе зараз.",
    "So many lived there before.": "Стільки там жило раніше.",
    "The low cap.": "Нижня межа.",
    "The high cap.": "Верхня межа.",
    "Roughly what there is.": "Приблизно стільки, скільки є.",
    "The level before the war.": "Рівень до війни.",
    "800 billion": "800 мільярдів",
    "588 billion": "588 мільярдів",
    "approximately 300 billion": "приблизно 300 мільярдів",
    "at most 100 billion": "щонайбільше 100 мільярдів",
    "exceeded 38 trillion": "перевищив 38 трильйонів",
    "about 30 million": "близько 30 мільйонів",
    "nearly 40 million": "майже 40 мільйонів",
    "roughly equivalent": "приблизно стільки ж",
    "pre-conflict levels": "довоєнний рівень",
    "reconstruction need": "потреба у відбудові",
    "frozen assets": "заморожені активи",
    "usable frozen assets": "доступні заморожені активи",
    "federal debt": "державний борг",
    "population now": "населення зараз",
    "population before the war": "населення до війни",
    "troop cap": "межа чисельності війська",
    "present strength": "нинішня чисельність",
    "pre-war strength": "довоєнна чисельність",
    "What rebuilding would cost": "Скільки коштувала б відбудова",
    "A sum over ten years": "Сума за десять років",
    "Assets immobilised abroad": "Активи, знерухомлені за кордоном",
    "The part that could be spent": "Частина, яку можна витратити",
    "Gross federal debt": "Валовий державний борг",
    "Inhabitants now": "Мешканці зараз",
    "Inhabitants before": "Мешканці раніше",
    "The largest force a plan allows": "Найбільше військо, яке дозволяє план",
    "Persons under arms": "Особи під рушницею",
    "Persons under arms before the war": "Особи під рушницею до війни",
    "Ukraine": "Україна",
    "United States": "Сполучені Штати",
    "28-point plan": "план із 28 пунктів",
    "20-point plan": "план із 20 пунктів",
    "Smyht": "Смихт",
    "Smith": "Сміт",
    "Misspelt in the article": "У статті помилка",
    "envoy": "посланець",
    "The meeting": "Зустріч",
    "The lake": "Озеро",
    "Reconstruction funding": "Гроші на відбудову",
    "Troop caps": "Межі чисельності",
}


def make_case(folder: Path) -> Path:
    """Writes the case into a new folder, and returns it."""
    shutil.copytree(TINY, folder)
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(
                [[_WORDS.get(cell, cell) for cell in row] for row in rows]
            )
    sources = folder / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").replace(",en,", ",uk,"), encoding="utf-8")
    described = folder / "datapackage.json"
    found = json.loads(described.read_text(encoding="utf-8"))
    found |= {name: _WORDS[found[name]] for name in ("title", "description")}
    described.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return folder


@cache
def read_report(folder: Path, basis: Basis = "article") -> Document:
    """Returns a report on the case in a folder, with every kind of block that has words of its own."""
    before = get_language()
    try:
        case = load_case(str(folder), basis=basis, language="uk")
        return reader.read_document(_make_notebook(case, basis))
    finally:
        set_language(before)


def _make_notebook(case: analysis.Case, basis: Basis):
    r, f = analysis.compare.reconstruction, analysis.compare.forces
    need, usable, gap = case["reconstruction.need"], case["assets.usable"], r.gap(case)
    sizes = [case["population.now"], case["population.prewar"], case["forces.strength"], need, usable, gap]
    many = pd.DataFrame({"what": [*"абвгдеєжзиіїйклмнопрстуфхцчшщ"], "kind": ["так", "ні"] * 14 + ["так"]})
    return make_executed_notebook(
        cover(
            "Активи покривають {coverage}; джерела для {gap} немає, {by}",
            "Скільки грошей у межах досяжності?",
            case.about,
            coverage=r.coverage(case),
            gap=gap,
            by=ours(gap),
        ),
        say(
            "План потребує {need}, бракує {gap} ({who}). Інша оцінка: {there}, бракує {gap_there} ({who_there}).",
            role="answer",
            need=need,
            gap=gap,
            who=said_by(gap),
            there=elsewhere(need),
            gap_there=elsewhere(gap),
            who_there=said_by(elsewhere(need)),
        ),
        cards(
            card(gap, say("потреба без доступних активів, {by}", by=ours(gap))),
            card(r.per_head(case), say("на одну особу, {by}", by=ours(r.per_head(case)))),
        ),
        "## Звідки можуть бути гроші\n\nЗгідно з наказом — і не раніше.",
        ladder(
            r.funding(case),
            "Навіть усіх активів не вистачить: бракує {shortfall}",
            key="ladder",
            label="rung",
            value="amount",
            total=need.named("reconstruction.need", "Потреба у відбудові"),
            shortfall=r.shortfall(case),
        ),
        table(
            r.funding(case),
            "Щаблі фінансування",
            key="funding",
            columns={"rung": "Щабель", "amount": "Сума", "share": "Частка"},
        ),
        "## Що непевне",
        bars(f.levels(case), "Межі та рівні", key="levels", label="level", value="amount"),
        table(
            pd.DataFrame({"what": ["а", "б", "в", "г", "ґ", "д"], "size": sizes}, dtype=object),
            "Розміри в різних одиницях",
            key="sizes",
            columns={"what": "Що", "size": "Скільки"},
        ),
        table(many, "Багато рядків", key="many", columns={"what": "Літера", "kind": "Голосна"}),
        points(say("За цим виміром бракує {gap}, {by}.", gap=gap, by=ours(gap)), say("Решту {how}.", how="заморожено")),
        what_if("За інших сум", [need, usable], [gap, r.coverage(case)]),
        parameters=f'basis: Annotated[str, "чиї твердження взято за основу"] = "{basis}"',
        case=case,
    )
