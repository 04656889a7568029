"""What there is to show of each kind of object that a cell may end in: HTML, and the numbers in it with their cards."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING, Any, cast

from analysis.addresses import is_web_address
from analysis.case.case import Case
from analysis.case.case_claims import Claims
from analysis.case.columns import Row
from analysis.contract import ClaimCard, LabelPart, NumberPart, Part, Parts, ProseBlock, TableBlock, TableColumn
from analysis.display.output import View
from analysis.estimates.estimate import Estimate
from analysis.estimates.lookups import Swings, Trace
from analysis.label import Label
from analysis.messages import gettext, ngettext, pgettext
from analysis.show.bundle import Shown, build_number, collect_cards, format_link, make_part, parse_template
from analysis.show.table import format_table
from analysis.style.house import find_house
from analysis.wording.capitals import begin_with_capital
from analysis.wording.cards import PROMISES, VERDICTS, describe_owner
from analysis.wording.headings import name_column
from analysis.wording.vocabulary import name_word

if TYPE_CHECKING:
    import pandas as pd

_MARK = re.compile("\ue000(\\d+)\ue001")  # a number in a frame, until pandas has written it: a private character


@singledispatch
def build_view(shown: object) -> View:
    """Returns what a notebook shows of an object. Raises TypeError for one of a kind that is not known."""
    frames = sys.modules.get("pandas")
    if frames is not None and isinstance(shown, frames.DataFrame):
        return _view_frame(cast("pd.DataFrame", shown))
    raise TypeError(f"nothing says how a {type(shown).__name__} is displayed")


@build_view.register
def _(shown: Shown) -> View:
    bundle = shown.build_bundle()
    return View(shown.render_html(), bundle.block, bundle.claims, find_house(shown.list_estimates()))


@build_view.register
def _(shown: Estimate, is_open: bool = False) -> View:
    number = build_number(shown, "range")
    name = begin_with_capital(number.label or (shown.leaf.symbol if shown.leaf else "") or number.name)
    name = name or gettext("This number")
    cards = collect_cards([shown])
    about = f"<i>= {escape(number.how)}</i>" if number.computed else _describe_owner(shown, cards)
    html = f"<p><b>{escape(name)}</b>: {format_link(number)}</p>" + (f"<p>{about}</p>" if about else "")
    return View(html, ProseBlock("body", (number,)), cards, find_house([shown]), is_open)


def _describe_owner(estimate: Estimate, cards: dict[str, ClaimCard]) -> str:
    card = cards.get(estimate.leaf.id) if estimate.leaf else None
    return escape(describe_owner(card)) if card else ""


@build_view.register
def _(shown: Trace) -> View:
    return build_view.dispatch(Estimate)(shown.estimate, True)


@build_view.register
def _(shown: Swings) -> View:
    whole = shown.estimate
    leaves = {leaf.id: leaf for leaf in whole.leaves}
    order = sorted(shown, key=lambda claim: -abs(shown[claim][1] - shown[claim][0]))
    ends = [(claim, whole.at(claim, "low"), whole.at(claim, "high")) for claim in order]
    rows = [
        (LabelPart(begin_with_capital(leaves[claim].symbol), f"claims/{claim}"), build_number(low), build_number(high))
        for claim, low, high in ends
    ]
    name = whole.label or whole.name or whole.how
    # translators: the caption of a table that shows what each claim does to a number
    template = gettext("{name} with one claim at an end of its range, the others unchanged: {number}")
    caption = parse_template(template, {"name": Label(name, name), "number": whole})
    heads = (gettext("Claim"), gettext("At its low end"), gettext("At its high end"))
    table = _make_table(caption, heads, rows)
    return _view_table(table, [whole, *(end for _, low, high in ends for end in (low, high))])


@build_view.register
def _(shown: Claims) -> View:
    case = shown.case
    values = [case.value(claim) for claim in shown]
    rows = [
        (
            LabelPart(claim.id, f"claims/{claim.id}"),
            make_part(case.label(claim.subject) if claim.subject else None),
            make_part(value if value is not None else Label(claim.statement, f"claims/{claim.id}")),
            make_part(case.as_of(claim)),
            make_part(case.source(claim.source)),
            name_word("claims/rank", claim.rank),
            str({**VERDICTS, **PROMISES}.get(claim.verdict or "", "")),
        )
        for claim, value in zip(shown, values, strict=True)
    ]
    heads = (
        gettext("Claim"),
        pgettext("heading: the subject of a claim", "Of"),
        gettext("Value"),
        gettext("As of"),
        gettext("Source"),
        gettext("Rank"),
        gettext("Our verdict"),
    )
    kept = [at for at in range(len(heads)) if at == 0 or any(row[at] != "" for row in rows)]
    caption = (LabelPart(ngettext("{count} claim", "{count} claims", len(rows)), "claims"),)
    table = _make_table(caption, [heads[at] for at in kept], [[row[at] for at in kept] for row in rows])
    return _view_table(table, [value for value in values if isinstance(value, Estimate)])


@build_view.register
def _(shown: Row) -> View:
    facts = {name: getattr(shown, name) for name in type(shown).model_fields}
    html = "".join(
        f"<li><b>{escape(name_column(name))}</b>: {_format_fact(fact)}</li>"
        for name, fact in facts.items()
        if fact is not None and fact not in ("", (), [])
    )
    place = gettext("A row of {file}", file=f"{type(shown).table}.csv")
    return View(f"<p>{escape(place)}</p><ul>{html}</ul>", ProseBlock("body", ()))


def _format_fact(fact: object) -> str:
    words = escape(", ".join(map(str, fact)) if isinstance(fact, list | tuple) else str(fact))
    return f'<a href="{words}">{words}</a>' if isinstance(fact, str) and is_web_address(fact) else words


@build_view.register
def _(shown: Case) -> View:
    counts = ", ".join(f"{len(rows)} {name_column(name)}" for name, rows in shown.list_contents())
    topics: dict[str, list[str]] = {}
    for row in shown.ledger.tables["quantities"].values():
        entry = f"<li><code>case[&quot;{escape(row.id)}&quot;]</code> {escape(row.name)} ({escape(row.unit)})</li>"
        topics.setdefault(row.id.partition(".")[0], []).append(entry)
    folded = "".join(
        f"<details><summary>{escape(topic)} ({len(found)})</summary><ul>{''.join(found)}</ul></details>"
        for topic, found in topics.items()
    )
    # translators: {basis} says whose claims count: "claims of “The meeting”"; {name} is the basis in code
    basis = gettext("Numbers count by {basis} (basis {name}).").format(
        basis=escape(str(shown.basis_label)), name=f"<code>{shown.basis}</code>"
    )
    heading = gettext("Quantities by topic")
    html = (
        f"<p><b>{escape(shown.title)}</b></p>"
        f"<p>{escape(shown.folder.name)}: {escape(counts)}. {basis}</p>"
        f"<details><summary>{escape(heading)}</summary>{folded}</details>"
    )
    return View(html, ProseBlock("body", ()), {}, shown.house)


def _view_frame(frame: pd.DataFrame) -> View:
    """Returns a frame as pandas writes it, in which the Estimates of its cells open."""
    estimates: list[Estimate] = []

    def mark(cell: Any) -> Any:
        if not isinstance(cell, Estimate):
            return cell
        estimates.append(cell)
        return f"\ue000{len(estimates) - 1}\ue001"

    html = cast(Any, frame.map(mark))._repr_html_() or ""
    kept = {int(at): build_number(estimates[int(at)], "sign") for at in _MARK.findall(html)}
    html = _MARK.sub(lambda found: format_link(kept[int(found[1])]), html)
    shown = [estimates[at] for at in kept]
    block = ProseBlock("body", tuple(kept.values()))
    return View(html, block, collect_cards(shown), find_house(shown), is_foreign=not kept)


def _make_table(caption: Parts, heads: Sequence[str], rows: Iterable[Sequence[Part]]) -> TableBlock:
    cells = tuple(map(tuple, rows))
    columns = tuple(
        TableColumn(
            f"column{at}", (head,), "right" if any(isinstance(row[at], NumberPart) for row in cells) else "left"
        )
        for at, head in enumerate(heads)
    )
    return TableBlock("table", caption, columns, cells, ())


def _view_table(block: TableBlock, estimates: Sequence[Estimate]) -> View:
    return View(format_table(block), block, collect_cards(estimates), find_house(estimates))
