"""Executed notebooks without a kernel: the shown objects' own bundles, wrapped as a kernel leaves them."""

from __future__ import annotations

from functools import cache
from typing import Any

import nbformat
import pandas as pd

import analysis
from analysis import (
    Case,
    bars,
    card,
    cards,
    cite,
    cover,
    elsewhere,
    ladder,
    load_case,
    ours,
    points,
    said_by,
    say,
    see,
    table,
    what_if,
)
from analysis.case.selection import Basis
from analysis.contract import CITED_MIME, READS_MIME
from analysis.report.document import reader
from analysis.report.document.model import Document
from tests.conftest import TINY


def make_executed_notebook(*cells: Any, parameters: str = "", case: Case | None = None) -> nbformat.NotebookNode:
    """Returns a notebook whose cells end in the given shown objects; a text becomes a Markdown cell.

    case: what was read of it is in an output of its own, as a kernel leaves it.
    """
    v4 = nbformat.v4
    notebook = v4.new_notebook()
    if parameters:
        tags = {"tags": ["parameters"]}
        notebook.cells.append(v4.new_code_cell(parameters, id="parameters", metadata=tags))
    if case:
        log = case.read_log
        cited = {CITED_MIME: log.cite(log.keys)} if log.cite else {}
        output = v4.new_output("display_data", data={READS_MIME: log.collect(), **cited})
        notebook.cells.append(v4.new_code_cell("", id="reads", outputs=[output]))
    for position, shown in enumerate(cells, 1):
        if isinstance(shown, str):
            notebook.cells.append(v4.new_markdown_cell(shown, id=f"cell-{position}"))
            continue
        output = v4.new_output("display_data", data=shown._repr_mimebundle_())
        notebook.cells.append(v4.new_code_cell("", id=f"cell-{position}", outputs=[output]))
    return nbformat.from_dict(notebook)


@cache
def read_reconstruction(basis: Basis = "article") -> Document:
    """Returns a report on the tiny case's reconstruction that holds every kind of block and of part."""
    return reader.read_document(make_reconstruction_notebook(basis))


def make_reconstruction_notebook(basis: Basis = "article") -> nbformat.NotebookNode:
    """Returns the executed notebook of that report."""
    case, r = load_case(str(TINY), basis=basis), analysis.compare.reconstruction
    need, usable, gap = case["reconstruction.need"], case["assets.usable"], r.gap(case)
    return make_executed_notebook(
        cover(
            "Frozen assets cover {coverage}; {gap} has no source, by {by}",
            "How much of the money is in reach?",
            {**case.about, "description": ""},
            coverage=r.coverage(case),
            gap=gap,
            by=ours(gap),
        ),
        say(
            "The plan asks for {need}; {usable} can be used, which leaves {gap} ({who}). {who_there} puts the need at "
            "{need_there}, which leaves {gap_there}.",
            role="answer",
            who=said_by(gap),
            who_there=said_by(elsewhere(need)),
            need_there=elsewhere(need),
            gap_there=elsewhere(gap),
            need=need,
            usable=usable,
            gap=gap,
        ),
        cards(
            card(gap, say("need less usable assets, by {by}", by=ours(gap))),
            card(
                r.per_head(case),
                say("at {people}, by {who}", people=case["population.now"], who=said_by(r.per_head(case))),
            ),
        ),
        "## Where it could come from\n\nA text with *stress*, **weight**, `code`, and [a link](https://example.org/).",
        ladder(
            r.funding(case),
            "All frozen assets would still leave {shortfall}",
            key="ladder",
            label="rung",
            value="amount",
            total=need.named("reconstruction.need", "Reconstruction need"),
            shortfall=r.shortfall(case),
        ).note("Dollars as claimed."),
        say("The rungs stand in {table}, drawn in {figure}.", table=see("funding"), figure=see("ladder")),
        table(
            r.funding(case),
            "The funding ladder, rung by rung",
            key="funding",
            columns={"rung": "Rung", "amount": "Amount", "share": "Share"},
        ).note("They make up the need."),
        "## What is uncertain\n\n1. first one thing\n2. then another",
        table(r.by_source(case), "The gap by source", key="by_source"),
        points(say("By this measure {gap} is missing.", gap=gap), say("The rest is {how}.", how="frozen")),
        say("A remark in small.", role="note"),
        what_if("At other sums", [need, usable], [gap, r.coverage(case)]),
        parameters=f'basis: Annotated[str, "whose claims are the baseline"] = "{basis}"\n'
        'need_usd_bn: Annotated[float | None, "need in billions; None takes the claim"] = None',
        case=case,
    )


@cache
def read_texts() -> Document:
    """Returns a report of text cells: struck text, lines, lists in lists, headings in several scripts, a citation."""
    return reader.read_document(
        make_executed_notebook(
            cover("Texts", "Which?", load_case(str(TINY)).about),
            "## Потреба у відбудові\n\nThe plan is ~~agreed~~ open.  \n\\# second &mdash; **bold  \nlines**",
            "1. one\n   - a\\\n     a line\n   - b\n     1. deep\n     2. deeper\n2. two\n\n## საქართველო",
            say("The score is a mean {work}.", work=cite("brier1950", "ferson2015")),
        )
    )


@cache
def read_forces() -> Document:
    """Returns a report on the tiny case's troop caps: bars with intervals, and numbers of mixed size."""
    case, f = load_case(str(TINY)), analysis.compare.forces
    caps, debt = f.caps(case), case["debt.federal"]
    low, strength = case["forces.cap", "plan_low"], case["forces.strength"]
    sizes = [low, case["population.now"], case["population.prewar"], strength, low / 2, strength * 2]  # enough to sort
    names = ["low cap", "people now", "people before", "strength", "half the cap", "twice as strong"]
    return reader.read_document(
        make_executed_notebook(
            cover(
                "The caps lie {apart} apart, by {by}",
                "What would each cap mean?",
                case.about,
                apart=f.between(case).iloc[-1].difference,
                by=ours(f.between(case).iloc[-1].difference),
            ),
            say("The debt is {debt}, says {who}.", role="answer", debt=debt, who=said_by(debt)),
            "## Caps against strength",
            bars(f.levels(case), "Caps and levels compared", key="levels", label="level", value="amount"),
            table(
                caps,
                "What each cap would change",
                key="caps",
                spec={"change": "sign,signed"},
                columns={
                    "plan": "Plan",
                    "cap": "Cap",
                    "change": "Change from present strength",
                    "change_share": "Change",
                    "per_1000_before": "Per thousand, pre-war population",
                    "per_1000_now": "Per thousand, population now",
                },
            ),
            table(
                pd.DataFrame({"what": names, "size": sizes}, dtype=object), "Sizes in units of their own", key="sizes"
            ),
        )
    )
