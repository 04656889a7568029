"""What is measured inside a process of its own: `python -m tests.benchmarks.tasks NAME ARGUMENT ...` prints JSON."""

from __future__ import annotations

import gc
import importlib
import json
import pkgutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FunctionType
from typing import Any

from tests.benchmarks.measure import ROOT


def load(folder: str) -> dict[str, float]:
    """A ledger loaded, checked and indexed; the libraries it needs are there already."""
    from analysis.case.case import load_case

    load_case()  # pint and pydantic are paid for once a process, not a ledger
    start = time.process_time()
    case = load_case(folder)
    quantity = next(iter(case.ledger.tables["claims"].columns["quantity"]))
    case.claims(quantity)  # indexes
    return {"seconds": time.process_time() - start}


def ask(folder: str) -> dict[str, float]:
    """All claims on one quantity, of a case that is loaded: the median of twenty quantities."""
    from analysis.case.case import load_case

    case, costs = load_case(folder), []
    quantities = list(dict.fromkeys(case.ledger.tables["claims"].columns["quantity"][-1_000:]))
    for quantity in quantities[:20]:
        start = time.process_time()
        found = case.claims(quantity)
        costs.append(time.process_time() - start)
        assert found
    return {"seconds": sorted(costs)[len(costs) // 2]}


def verify(words: str, folder: str = "") -> dict[str, float]:
    """A draft of about so many words held against a case: reading the draft, indexing the case, and the verdicts.

    folder: the case; without it the shipped one. reading the case is not counted.
    """
    from analysis import load_case
    from analysis.documents import read_document
    from analysis.verification import verify_document
    from tests.verification.plants import CASES, read_rows

    text = "\n\n".join(row["sentence"] for row in read_rows("mar"))
    draft = "\n\n".join([text] * (int(words) // len(text.split()) + 1)).encode()
    case = load_case(folder or CASES["mar"])
    verify_document(load_case(), read_document(b"It cost 5 dollars.", "text"))  # tables of words, pint
    start = time.process_time()
    found = verify_document(case, read_document(draft, "text"))
    return {"seconds": time.process_time() - start, "numbers": len(found), "words": len(draft.split())}


def imports(times: str) -> dict[str, float]:
    """`import pandas`, and `import pandas, analysis`, each the best of so many."""

    def cost(code: str) -> float:
        took = f"import time; a = time.process_time(); {code}; print(time.process_time() - a)"
        return float(
            subprocess.run([sys.executable, "-c", took], check=True, capture_output=True, text=True, cwd=ROOT).stdout
        )

    codes = {"pandas": "import pandas", "both": "import pandas, analysis"}
    times = [{name: cost(code) for name, code in codes.items()} for _ in range(int(times))]  # in turns
    return {name: min(found[name] for found in times) for name in codes}


def comparisons() -> dict[str, float]:
    """Every comparison on the shipped case, once each and as the notebooks call them."""
    import nbformat
    import pandas  # noqa: F401

    from analysis import compare
    from analysis.case import ledger
    from analysis.commands.shared import preload as warm  # noqa: F401  what a report's kernel has ready
    from analysis.paths import SHIPPED_CASE, find_case

    ledger.preload_ledger(str(find_case(SHIPPED_CASE)))
    _settled()
    clock = _Clock()
    modules = [
        importlib.import_module(f"analysis.compare.{found.name}") for found in pkgutil.iter_modules(compare.__path__)
    ]
    for module in modules:
        for name, function in list(vars(module).items()):
            if isinstance(function, FunctionType) and f"{function.__module__}.".startswith(f"{module.__name__}."):
                setattr(module, name, clock.timed(function))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if path.stem == "explore":  # sliders, and no report
            continue
        names: dict[str, Any] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, str(path), "exec"), names)
    return {"seconds": clock.spent, "calls": clock.calls}


def drawing(times: str) -> dict[str, float]:
    """A chart of forty rows as SVG, and the same marks as matplotlib's artists in a figure; in turns, the least."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from matplotlib.text import Text
    from matplotlib.transforms import Affine2D

    from analysis.show.charts.canvas import Sheet, render_sheet
    from analysis.show.charts.drawing import ROLES, save_svg, use_settings
    from analysis.show.charts.svg import tidy_svg

    height, rows = 8.0, [(0.2 * row + 0.1, f"row {row}") for row in range(40)]

    def draw() -> str:
        sheet = Sheet(6.4, height)
        for y, name in rows:
            sheet.write_text(0, y, name)
            sheet.draw_bar(2, y - 0.08, 1 + y / 4, 0.16, "#134a7c")
        return render_sheet(sheet, "k")

    def draw_in_figure() -> str:
        with use_settings("k"):
            figure = Figure(figsize=(6.4, height))
            place = Affine2D().scale(1, -1).translate(0, height) + figure.dpi_scale_trans
            for y, name in rows:
                figure.add_artist(Text(0, y, name, transform=place))
                bar = Rectangle((2, y - 0.08), 1 + y / 4, 0.16, fc="#134a7c", ec="none", clip_on=False, transform=place)
                figure.add_artist(bar)
            return tidy_svg(save_svg(figure), ROLES)

    took: list[tuple[float, ...]] = []
    for _ in range(int(times) + 1):  # the first finds the typefaces
        marks = [time.process_time()]
        for make in (draw, draw_in_figure):
            assert make().count("<text") == make().count("#134a7c") == len(rows)
            marks.append(time.process_time())
        took.append((marks[1] - marks[0], marks[2] - marks[1]))
    ours, matplotlib = (min(one[side] for one in took) / 2 for side in (0, 1))
    return {"ours": ours, "matplotlib": matplotlib}


def _settled() -> None:
    """Leaves the collector of garbage as the process does that forks workers and kernels."""
    from analysis.report.execute.forkserver import GC_THRESHOLD

    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)


class _Clock:
    """Processor time within some functions, those they call among themselves not counted twice."""

    def __init__(self) -> None:
        self.spent, self.calls, self._inside = 0.0, 0, False

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Returns the function, with its time added up."""

        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if self._inside:
                return function(*args, **kwargs)
            with self._running():
                return function(*args, **kwargs)

        return timed

    @contextmanager
    def _running(self) -> Iterator[None]:
        self._inside, self.calls, start = True, self.calls + 1, time.process_time()
        try:
            yield
        finally:
            self._inside = False
            self.spent += time.process_time() - start


def draws(n: str) -> dict[str, float]:
    """So many draws of the funding gap, over all sources, here and with squigglepy on the same triangles."""
    from analysis import compare, load_case

    case = load_case(basis="all")
    gap = compare.reconstruction.gap(case)
    found = {"ours": _best(lambda: gap.draws(int(n))), "varying": sum(leaf.low < leaf.high for leaf in gap.leaves)}
    try:
        import squigglepy as sq
    except ImportError:
        return found
    sides = [
        sq.triangular(e.low, e.value, e.high) if e.low < e.high else sq.const(e.value)
        for e in (case["reconstruction.need"], case["assets.usable"])
    ]
    model = sides[0] - sides[1]
    return found | {"squigglepy": _best(lambda: sq.sample(model, int(n)))}


def runs(n: str) -> dict[str, float]:
    """So many runs of the outlook as a program, its own draws, and the Sobol indices that its report draws."""
    import numpy as np

    from analysis import compare, load_case
    from analysis.estimates.program import Program
    from analysis.estimates.sobol_sequence import draw_points

    case, size = load_case(), 1 << (int(n) - 1).bit_length()  # a sequence has a power of 2 of points
    chance = compare.outlook.probability(case)
    program = Program(chance)
    points = draw_points(len(program.inputs), size, 0)[:, : int(n)]
    values = np.stack([leaf.compute_quantile(row) for leaf, row in zip(program.inputs, points, strict=True)])
    program.run(values[:, :1])
    return {
        "program": _best(lambda: program.run(values)),
        "draws": _best(lambda: chance.draws(int(n))),
        "indices": _best(lambda: compare.sensitivity.sensitivity(case, chance)),
        "indices_runs": compare.sensitivity.sensitivity(case, chance).runs.value,
    }


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def rows(count: str, folder: str = "") -> dict[str, float]:
    """A table of so many rows, from DataFrame to table, document, HTML and PDF; each row leads to a claim.

    folder: a case with as many claims, so that every row has one of its own, and a note; without it the claims
        of the shipped case are gone through again and again.
    """
    from itertools import cycle, islice

    import pandas as pd

    from analysis import cover, load_case, say, table
    from analysis.label import Label
    from analysis.report.document import reader
    from analysis.report.formats.html.page import write_html
    from analysis.report.formats.pdf.document import write_pdf
    from tests.notebooks_in_memory import make_executed_notebook

    case = load_case(folder) if folder else load_case()
    numeric = [
        c
        for c in case.ledger.tables["claims"].values()
        if case.quantity(c.quantity).unit not in ("date", "text") and c.id.startswith("claim_" if folder else "")
    ]
    chosen = list(islice(cycle(numeric), int(count)))
    took: dict[str, float] = {}
    _settled()

    def step(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        took[name] = time.process_time() - start
        return made

    def notebook() -> Any:
        frame = pd.DataFrame(
            [
                {
                    "claim": Label(c.id, f"claims/{c.id}"),
                    "place": Label(c.locator, f"claims/{c.id}"),
                    "value": case.estimate(c),
                }
                for c in chosen
            ],
            dtype=object,
        )
        return make_executed_notebook(
            cover("Many rows", "How long does a long table take?", case.about),
            say("Every row leads to a claim.", role="answer"),
            table(frame, "Many claims", key="many"),
        )

    small = make_executed_notebook(
        cover("No rows", "What is paid once?", case.about), say("No number here.", role="answer")
    )
    write_pdf(reader.read_document(small))  # typefaces are read once a process
    made = step("document", lambda: reader.read_document(step("table", notebook)))
    took["document"] -= took["table"]
    step("html", lambda: write_html(made))
    step("pdf", lambda: write_pdf(made))
    return took


def cells(times: str, *notebooks: str) -> dict[str, float]:
    """The cells of some notebooks in one process, with what they show; the least of so many times, the first aside."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    from analysis.case import ledger
    from analysis.commands.shared import preload as warm  # noqa: F401  what a report's kernel has ready
    from analysis.front_end import silence
    from analysis.paths import SHIPPED_CASE, find_case

    ledger.preload_ledger(str(find_case(SHIPPED_CASE)))
    shell = InteractiveShell.instance()
    silence()
    _settled()
    took = []
    for _ in range(int(times) + (int(times) > 1)):
        start = time.process_time()
        for name in notebooks:
            for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells:
                if cell.cell_type == "code":
                    with capture_output():
                        done = shell.run_cell(cell.source)
                    done.raise_error()
        took.append(time.process_time() - start)
    return {"seconds": min(took)}


def read_csv(path: str) -> dict[str, float]:
    """A file of CSV read by pyarrow, as texts and numbers, and nothing checked."""
    from pyarrow import csv

    start = time.process_time()
    table = csv.read_csv(path)
    return {"seconds": time.process_time() - start, "rows": table.num_rows}


def typeset(path: str) -> dict[str, float]:
    """A source of Typst set as PDF, its typefaces found before."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    start = time.process_time()
    typst.Compiler(path, font_paths=fonts).compile()
    return {"seconds": time.process_time() - start}


def render_alone(variants: str, out: str) -> dict[str, float]:
    """Every variant of a sweep as HTML, each in a kernel of its own, with its sockets and all its cells."""
    from dataclasses import replace
    from pathlib import Path

    from analysis.commands.shared.options import CaseFolder
    from analysis.commands.shared.rendering import CaseRequest, plan_request
    from analysis.commands.shared.warm_server import build_setup
    from analysis.paths import find_case
    from analysis.report.build.render import render_report
    from analysis.report.execute import cell_client, client

    case = find_case("mar-a-lago-2025-12-28")
    client.start_server(build_setup(CaseFolder(case, None)))
    cell_client.open_run = lambda *_: None
    request = CaseRequest(case=case, root=Path(out), formats=("html",), variants=Path(variants), force=True)
    plan = plan_request(request)
    for render, _ in plan.renders:
        render_report(replace(render, varied=()))
    client.close_server()
    return {"renders": len(plan.renders)}


if __name__ == "__main__":
    wanted, *arguments = sys.argv[1:]
    print(
        json.dumps(
            {
                "ask": ask,
                "cells": cells,
                "load": load,
                "read_csv": read_csv,
                "typeset": typeset,
                "imports": imports,
                "comparisons": comparisons,
                "draws": draws,
                "drawing": drawing,
                "rows": rows,
                "runs": runs,
                "verify": verify,
                "render_alone": render_alone,
            }[wanted](*arguments)
        )
    )
    sys.stdout.flush()
