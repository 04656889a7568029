"""What a notebook made and did not show is listed in the cell that made it, until something shows it."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from analysis import bars, card, cards, cover, points, say, table
from analysis.contract import MADE_MIME
from analysis.errors import ReportError
from analysis.estimates.constructors import make_leaf
from analysis.report.document import reader
from analysis.show import made
from tests.conftest import TINY, write_notebook

NEED = make_leaf("need", 30, "USD")
FRAME = pd.DataFrame({"what": ["Sum"], "n": [NEED]}, dtype=object)


class Shell:
    """IPython's, as far as it is asked; outputs: display id -> what it shows, of each that was not only updated."""

    kernel = "a kernel"

    def __init__(self) -> None:
        self.events, self.display_pub = self, self
        self.outputs: dict[str, list[str]] = {}

    def register(self, event: str, function: Any) -> None:
        if event == "post_run_cell":  # not what matplotlib registers
            self.end_cell = function

    def publish(self, data: dict[str, Any], *, transient: dict[str, str], update: bool) -> None:
        assert update == (transient["display_id"] in self.outputs)
        self.outputs[transient["display_id"]] = data[MADE_MIME]

    def list_left(self) -> list[list[str]]:
        return [left for left in self.outputs.values() if left]


@pytest.fixture
def shell(monkeypatch) -> Shell:
    shell = Shell()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(version_info=(9, 0), get_ipython=lambda: shell))
    monkeypatch.setattr(made, "_notebook", made._Notebook())
    return shell


def display(shown: Any) -> None:
    shown._repr_mimebundle_()


def test_a_cell_that_shows_what_it_makes_says_nothing_of_it(shell):
    display(say("One."))
    shell.end_cell()
    assert shell.outputs == {}


def test_what_comes_before_the_last_line_is_listed_in_order(shell):
    say("One, which is {need}.", need=NEED)
    table(FRAME, "C", key="needs")
    display(say("Three."))
    shell.end_cell()
    display(say("Four."))
    shell.end_cell()
    assert shell.list_left() == [["sentence 'One, which is $30.'", "table 'needs'"]]


def test_what_a_later_cell_shows_is_no_longer_listed(shell):
    first, second = table(FRAME, "C", key="first"), table(FRAME, "C", key="second")
    shell.end_cell()
    assert shell.list_left() == [["table 'first'", "table 'second'"]]
    say("Words.")
    shell.end_cell()
    display(second)
    shell.end_cell()
    assert shell.list_left() == [["table 'first'"], ["sentence 'Words.'"]]
    display(first)
    shell.end_cell()
    assert shell.list_left() == [["sentence 'Words.'"]]


def test_parts_of_what_is_shown_are_shown(shell):
    display(points(say("One."), say("Two.")))
    display(cards(card(NEED, say("a note"), label="Need")))
    display(bars(FRAME, "A chart", key="chart", label="what", value="n"))
    display(table(FRAME, "C", key="t").note("A note.").note("Another."))
    display(bars(FRAME, "A chart", key="c", label="what", value="n").note("A note."))
    shell.end_cell()
    assert shell.outputs == {}


def test_a_list_that_is_not_shown_is_named_and_not_its_parts(shell):
    points(say("One."), say("Two."))
    cover("Title", "Question?", {})
    cards(card(NEED, label="Need"))
    bars(FRAME, "A chart", key="chart", label="what", value="n").note("A note.")
    shell.end_cell()
    said = ["list 'One. Two.'", "title block 'Title Question?'", "key numbers 'Need: $30'", "figure 'chart'"]
    assert shell.list_left() == [said]


def test_a_card_that_no_cards_show_is_named_and_not_its_note(shell):
    card(NEED, say("By the article."), label="Need")
    display(cards(card(NEED, label="Other")))
    shell.end_cell()
    assert shell.list_left() == [["card 'Need'"]]


def test_what_is_displayed_while_the_output_is_captured_is_not_shown(shell, monkeypatch):
    class Keeping:
        """In place of what `%%capture` puts there."""

    monkeypatch.setitem(sys.modules, "IPython.core.displaypub", SimpleNamespace(CapturingDisplayPublisher=Keeping))
    first, second = say("First."), say("Second.")
    shell.display_pub = Keeping()
    display(first)
    shell.display_pub = shell
    display(second)
    shell.end_cell()
    assert shell.list_left() == [["sentence 'First.'"]]


def test_nothing_is_noted_outside_a_notebook(monkeypatch):
    monkeypatch.setattr(made, "_notebook", made._Notebook())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(version_info=(9, 0), get_ipython=lambda: None))
    say("One.")
    assert made._notebook._numbers == {}


def test_a_figure_of_pyplot_is_listed_while_it_is_open(shell):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    pyplot.close("all")
    display(say("Words."))
    pyplot.figure(num=7)
    shell.end_cell()
    assert shell.list_left() == [["figure 7 of matplotlib (wrap it in figure(fig, 'a caption', key='a_key', ...))"]]
    pyplot.close(7)
    shell.end_cell()
    assert shell.list_left() == []


@pytest.mark.parametrize(
    ("backend", "left"), [("module://matplotlib_inline.backend_inline", ["figure 3 of matplotlib"]), ("widget", [])]
)
def test_a_figure_is_listed_only_where_its_backend_does_not_keep_it_open_on_purpose(shell, monkeypatch, backend, left):
    pyplot = SimpleNamespace(get_backend=lambda: backend, get_fignums=lambda: [3])
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    display(say("Words."))
    shell.end_cell()
    assert [text.partition(" (")[0] for texts in shell.list_left() for text in texts] == left


CELLS = (
    f"import pandas as pd\nfrom analysis import cover, load_case, say, table\ncase = load_case({str(TINY)!r})",
    'cover("Title", "Question?", case.about)',
    'later = say("Shown in a later cell.")',
    'for key in ("a", "b"):\n    display(table(pd.DataFrame({"what": ["words"]}), "Caption", key=key))',
    "later",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "cell", "left"),
    [
        (None, "say('Last.')", ""),  # plain papermill
        (None, "say('First.');", "sentence 'First.'"),
        ("communique", "say('Last.')", ""),
        ("communique", "say('First.')\nsay('Second.')", "sentence 'First.'"),
        ("communique", "%%capture kept\nsay('Kept.')", "sentence 'Kept.'"),
        ("communique", "def show():\n    say('Inside.')\nshow()", "sentence 'Inside.'"),
        (
            "communique",
            "for key in ('c', 'd'):\n    table(pd.DataFrame({'what': ['w']}), 'C', key=key)",
            "table 'c', table 'd'",
        ),
    ],
)
def test_a_report_fails_for_what_it_would_lose(tmp_path, engine, cell, left):
    from papermill.engines import papermill_engines
    from papermill.iorw import load_notebook_node

    path = write_notebook(tmp_path / "notebook.ipynb", *CELLS, cell)
    notebook = papermill_engines.execute_notebook_with_engine(
        engine, load_notebook_node(str(path)), "python3", input_path=str(path), progress_bar=False
    )
    if not left:
        assert [type(block).__name__ for block in reader.read_document(notebook).blocks] == [
            *("Table", "Table", "Prose", "Prose")
        ]
        return
    with pytest.raises(ReportError, match=f"cell 6: made and not shown: {left}; only"):
        reader.read_document(notebook)
