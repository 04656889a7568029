"""Charts in Ukrainian: what they say in words, by hand; nothing cut by longer words; the same colours as in English."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import (
    bars,
    distribution,
    dots,
    dumbbell,
    figure,
    figure_style,
    heatmap,
    ladder,
    load_case,
    multiples,
    network,
    number,
    parameter,
    ranges,
    scatter,
    slope,
    spans,
    squares,
    stacks,
    timeline,
    tornado,
    trend,
    waffle,
)
from analysis.label import Label
from analysis.messages import Word, use_language
from analysis.show.charts.axis import choose_subtitle, name_tick, name_unit
from analysis.show.charts.rows import list_letters
from analysis.show.charts.time_axis import format_tick
from analysis.show.charts.typeface import wrap_text
from analysis.wording.cards import VERDICTS
from tests.conftest import TINY
from tests.show.charts.drawn import read_bars, read_words
from tests.show.charts.test_canvas import find_beyond
from tests.show.charts.test_timeline import make_events

SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _in_ukrainian():
    with use_language("uk"):
        yield


def frame(**columns) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=object)


def draw_all(name: str = "Північ") -> dict[str, object]:
    """One chart of each form that needs no file. name: of its first row."""
    money = [number(30, "billion USD"), number(10, "billion USD")]
    two, years = [name, "Південь"], [Label(year, f"years/{year}") for year in ("2016", "2017")]
    shares = [parameter("a", 0.2), parameter("b", 0.5)]
    counts = [number(3, "item"), number(1, "item")]
    most = (money[0] + money[1]).named("t", "усі кошти")
    days = {"start": [number(738_000, "day")], "end": [number(738_100, "day")], "when": [Label("2021", "years/2021")]}
    events = make_events([date(2025, 1, 1), date(2025, 5, 1)], ["meeting", "scheduled"]).assign(title=two)
    need = load_case(TINY)["population.now"]
    ends = {"ends": (name, "найдалі")}
    return {
        "bars": bars(frame(who=two, amount=money), "Т", key="k", label="who", value="amount"),
        "ladder": ladder(frame(who=two, amount=money), "Т", key="k", label="who", value="amount", total=most),
        "dots": dots(
            frame(point=two, party=two, position=shares),
            *("Т",),
            **{"key": "k", "label": "point", "series": "party", "value": "position"},
            **ends,
        ),
        "dumbbell": dumbbell(
            frame(who=two, a=money, b=money[::-1]), "Т", key="k", label="who", value={"a": "було", "b": "стало"}
        ),
        "slope": slope(
            frame(who=two, a=counts, b=counts[::-1]), "Т", key="k", label="who", value={"a": "було", "b": "є"}
        ),
        "stacks": stacks(
            frame(who=two, a=money, b=money), "Т", key="k", label="who", value={"a": "a", "b": "b"}, as_shares=True
        ),
        "scatter": scatter(frame(who=two, need=money, people=counts), "Т", key="k", label="who", x="need", y="people"),
        "multiples": multiples(
            frame(plan=two, who=two, need=money), "Т", key="k", panel="plan", label="who", value="need"
        ),
        "ranges": ranges(frame(who=two, value=money), "Т", key="k", label="who", value="value"),
        "trend": trend(frame(year=years, amount=money), "Т", key="k", when="year", value="amount"),
        "tornado": tornado(
            frame(input=two, least=money, most=money[::-1]),
            *("Т",),
            **{"key": "k", "label": "input", "low": "least", "high": "most", "result": most},
        ),
        "waffle": waffle(frame(verdict=two, claims=counts), "Т", key="k", label="verdict", value="claims"),
        "spans": spans(frame(what=[name], **days), "Т", key="k", label="what", now=number(738_050, "day")),
        "network": network(frame(one=[name], other=["Південь"], layer=["none"]), "Т", key="k"),
        "timeline": timeline(events, "Т", key="k"),
        "distribution": distribution(need, "Т", key="k"),
        "heatmap": heatmap(
            frame(element=two, plan=["open", ""]),
            "Т",
            key="k",
            label="element",
            columns={"plan": name},
            levels=["open"],
        ),
    }


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("bars", "Стовпчикова діаграма. Т. Обсяг, у доларах. Північ: 30 млрд $; Південь: 10 млрд $."),
        ("ladder", "Південь: 10 млрд $. Разом вони становлять 40 млрд $ (усі кошти)."),
        ("dots", "Т. Точкова діаграма; шкала: від «Північ» до «найдалі». Північ: Північ 0,2; Південь: Південь 0,5."),
        ("dumbbell", "Гантельна діаграма. Т. У доларах. Північ: 30 млрд $ було, 10 млрд $ стало; "),
        ("slope", "Діаграма нахилів. Т. Кількість. Північ: 3 було, 1 є; Південь: 1 було, 3 є."),
        ("stacks", "Т. Частки кожного цілого, у відсотках; числа — у доларах. Північ: 30 млрд $ a, "),
        ("scatter", "Діаграма розсіювання. Т. Північ: 30 млрд $ по горизонталі, 3 по вертикалі; "),
        ("multiples", "Малі стовпчикові діаграми. Т. Потреби, у доларах. Північ, Північ: 30 млрд $; "),
        ("ranges", "Діаграма інтервалів. Т. У доларах. Північ: 30 млрд $; Південь: 10 млрд $."),
        ("trend", "Часовий ряд. Т. Обсяг, у доларах. 2016: 30 млрд $; 2017: 10 млрд $."),
        ("tornado", "Північ: 30 млрд $ за найменшого значення, 10 млрд $ за найбільшого значення; "),
        ("tornado", " Результат: 40 млрд $."),
        ("waffle", "Вафельна діаграма. Т. Північ: 3; Південь: 1."),
        ("spans", "Діаграма проміжків часу. Т. Північ: 2021."),
        ("network", "Т. Мережа. Північ та Південь: прямого каналу немає."),
        ("timeline", "Т. Хронологія. "),
        ("distribution", "Т. Розподіл. Десять тисяч випадкових випробувань, "),
        ("distribution", "Одне випробування з двадцяти — нижче: "),
        ("heatmap", "Теплова карта. Т. Північ: open (Північ). Південь: нічого (Північ)."),
    ],
)
def test_the_alternative_text_is_ukrainian(form, said):
    assert said in draw_all()[form].alt.replace(SPACE, " ")


def test_what_every_form_prints_has_no_english_word_of_ours():
    charts = draw_all()
    said = {form: " ".join([*read_words(chart.wide), *map(str, chart.sources)]) for form, chart in charts.items()}
    words = {
        form: set(re.findall(r"[A-Za-z]{3,}", text)) - {"open", "Open", "LabelPart", "text", "ref"}
        for form, text in said.items()
    }
    left = {form: found for form, found in words.items() if found and form not in ("timeline", "distribution")}
    assert left == {}
    assert all(chart.data.caption == ("Дані до рисунка",) for chart in charts.values())


@pytest.mark.parametrize(
    "name", ["Міжвідомча комісія з питань Запорізької області та прилеглих територій", "Дніпропетровськозапорізький"]
)
def test_longer_words_stay_on_the_drawing_in_every_form(name):
    beyond = {form: find_beyond(chart) for form, chart in draw_all(name).items() if form not in ("scatter", "slope")}
    assert {form: found for form, found in beyond.items() if found} == {}


def test_the_key_of_a_timeline_and_its_kinds_are_ukrainian():
    chart = draw_all()["timeline"]
    words = read_words(chart.wide)
    assert {"один день", "заплановано на день"} <= set(words)
    assert [row[-1] for row in chart.data.rows if len(row) > 2] in ([], ["Зустріч", "Заплановано"])


def test_the_layers_behind_a_network_are_ukrainian():
    assert [row[2] for row in draw_all()["network"].data.rows] == ["Немає"]


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("billion USD", "у доларах"),
        ("EUR / year", "у євро на рік"),
        ("CAD", "CAD"),
        ("person", "осіб"),
        ("day", "днів"),
        ("percent", "у відсотках"),
        ("per_thousand", "на тисячу"),
        ("item", "Кількість"),
        ("one", ""),
    ],
)
def test_an_axis_says_its_unit(unit, words):
    assert name_unit(unit).replace(SPACE, " ") == words


def test_an_axis_says_what_is_counted_and_has_no_empty_decimals():
    assert choose_subtitle("", [number(3, "item")], ["claims"], "chart") == "Кількість: твердження"
    assert name_tick(200, "billion USD") == f"200{SPACE}млрд{SPACE}$"
    assert name_tick(0.5, "one") == "0,5"
    assert name_tick(2, "UAH / USD").startswith("2")
    assert ",0" not in name_tick(2, "UAH / USD")


def test_a_tick_of_time_is_ukrainian():
    day = date(2025, 12, 23)
    assert format_tick(day, first=False) == "23 груд."
    assert format_tick(day, first=True) == "23 груд. 2025"
    assert format_tick(date(2025, 4, 1), first=True, month=True) == "квіт. 2025"
    assert format_tick(date(2025, 1, 1), first=False, month=True) == "2025"


def test_things_are_marked_by_ukrainian_letters():
    assert "".join(letter for letter, _ in zip(list_letters(), range(7), strict=False)) == "АБВГДЕЄ"


def test_a_number_stays_on_one_line():
    assert wrap_text(f"щонайменше 24{SPACE}242", 0.85) == ["щонайменше", f"24{SPACE}242"]


def test_a_verdict_has_its_colour_in_every_language():
    rows = frame(verdict=[VERDICTS["contradicted"]], claims=[number(2, "item")])
    ukrainian = waffle(rows, "T", key="k", label="verdict", value="claims")
    with use_language("en"):
        english = waffle(rows, "T", key="k", label="verdict", value="claims")
    assert [bar.colour for bar in read_bars(ukrainian.wide)] == [bar.colour for bar in read_bars(english.wide)]
    assert "Спростовано" in read_words(ukrainian.wide)
    assert "Contradicted" in read_words(english.wide)


def test_words_of_a_comparison_are_asked_for_in_english_and_printed_in_ukrainian():
    state = Word("open", "what became of a promise")
    rows = frame(point=["Кордони", "Торгівля"], state=[state, state])
    chart = squares(rows, "T", key="k", label="point", by="state", named=["open"])
    assert chart.alt == "Діаграма з квадратів. T. Ще не з’ясовано: Кордони, Торгівля."
    assert {"А", "Б"} <= set(read_words(chart.wide))
    grid = heatmap(rows, "T", key="k", label="point", columns={"state": "стан"}, levels=["open", "kept"])
    assert grid.alt == "Теплова карта. T. Кордони: ще не з’ясовано (стан). Торгівля: ще не з’ясовано (стан)."


def test_matplotlibs_own_figure_has_a_decimal_comma_and_ukrainian_months():
    with figure_style():
        fig = Figure()
        left, right = fig.subplots(1, 2)
        left.plot([1, 2], [0.25, 1.5])
        right.plot([date(2025, 2, 1), date(2025, 2, 9)], [1, 2])
        from matplotlib.dates import ConciseDateFormatter

        right.xaxis.set_major_formatter(ConciseDateFormatter(right.xaxis.get_major_locator()))
    data = frame(who=["А"], aid=[number(1, "USD")])
    words = set(read_words(figure(fig, "Зростання", key="own", data=data, alt="Лінія зростає.").wide))
    assert {"0,2", "0,4"} <= words
    assert not any(re.search(r"\d\.\d", word) for word in words)
    assert any("лют." in word for word in words)
