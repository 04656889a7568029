"""One party, one colour: every drawing of both shipped cases is read, and each name stands beside one colour alone."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import nbformat
import pytest

from analysis import load_case
from analysis.case.schema import Party, Report
from analysis.paths import find_case
from analysis.show.bundle import format_text
from analysis.show.charts.certainty import KEY
from analysis.show.charts.figure import Chart
from analysis.show.charts.meaning import find_look
from analysis.wording.cards import VERDICTS
from tests.conftest import CASE, ROOT
from tests.show.charts.drawn import read_bars, read_dots, read_words

CASES = [CASE.name, "un-climate-finance-2024"]
_BESIDE, _LEVEL = 0.25, 0.09  # inches between a name and its mark: across, and up or down


@cache
def list_charts(name: str) -> list[Chart]:
    """Returns every figure of a case's reports: runs the cells of their notebooks."""
    folder, found = find_case(name), []
    for report in load_case(name).ledger.get_table(Report).values():
        own = folder / "notebooks" / f"{report.notebook}.ipynb"
        path, names = own if own.exists() else ROOT / "notebooks" / f"{report.notebook}.ipynb", {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            *before, last = ast.parse(cell.source).body
            is_shown = isinstance(last, ast.Expr)
            exec(compile(ast.Module(before if is_shown else [*before, last], []), cell.id, "exec"), names)
            if "parameters" in cell.metadata.get("tags", ()):
                names["case_dir"] = str(folder)
            shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), names) if is_shown else None
            found += [shown] if isinstance(shown, Chart) else []
    return found


def list_marked(svg: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields each of the names with the colour of the mark beside it, as a key has it."""
    words = read_words(svg)
    marks = [(dot.x, dot.y, dot.colour) for dot in read_dots(svg)]
    marks += [(bar.right, (bar.top + bar.foot) / 2, bar.colour) for bar in read_bars(svg) if bar.opacity == 1]
    for name in words.keys() & set(names):
        x, y = words[name]
        beside = [
            (abs(height - y), x - at, colour)
            for at, height, colour in marks
            if 0 <= x - at < _BESIDE and abs(height - y) < _LEVEL
        ]
        if beside:  # two lines may end side by side: a name stands level with its own
            yield name, min(beside)[2]


@pytest.fixture(scope="module", params=CASES)
def drawn(request) -> tuple[str, list[str], list[str]]:
    """A case, its drawings, and what stands below them: of the first as rendered, of the second by its notebooks."""
    if request.param == CASE.name:
        folder = request.getfixturevalue("rendered")
        drawings = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*/figures/*.svg"))]
        return request.param, drawings, [path.read_text(encoding="utf-8") for path in folder.glob("*/*.html")]
    charts = list_charts(request.param)
    below = [format_text(text) for chart in charts for text in (*chart.legend, *chart.notes)]
    return request.param, [svg for chart in charts for svg in (chart.wide, chart.narrow)], below


@pytest.mark.slow
def test_a_party_and_a_verdict_have_one_colour_in_every_drawing(drawn):
    name, drawings, _ = drawn
    case = load_case(name)
    wanted = {row.name: case.look(row.id).colour for row in case.ledger.get_table(Party).values()}
    wanted |= {verdict: find_look(verdict).colour for verdict in VERDICTS.values()}
    found = defaultdict(set)
    for svg in drawings:
        for word, colour in list_marked(svg, wanted):
            found[word].add(colour)
    assert len(found) >= 3
    assert {word: colours for word, colours in found.items() if colours != {wanted[word]}} == {}


@pytest.mark.slow
def test_what_is_unsure_is_said_in_the_words_of_one_key(drawn):
    below = " ".join(drawn[2])
    old = ("Thin lines:", "Lines show", "The line through a dot", "The thin line runs", "lines: the range around")
    assert [words for words in old if words in below] == []
    assert KEY["dashed"] in below


@pytest.mark.slow
def test_risks_and_goods_have_one_colour_in_every_figure_that_has_both(rendered):
    both = {find_look(word).colour for word in ("risk", "positive")}
    drawings = {
        path.stem: read_bars(path.read_text(encoding="utf-8")) for path in rendered.glob("outlook/figures/*.svg")
    }
    assert {name for name, bars in drawings.items() if both <= {bar.colour for bar in bars}} >= {"steps", "weights"}
