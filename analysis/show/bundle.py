"""Shown, and the MIME bundle it leaves in a notebook: the contract with `report`.

`application/vnd.communique+json` carries what is shown as structure, with the card of every claim
behind every number, so that the report engine needs no case and no comparison. Beside it stand
ordinary HTML and plain text for any Jupyter front end.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from string import Formatter
from typing import Any, ClassVar, TypeAlias

from analysis import dependencies
from analysis.errors import UntracedNumber, UsageError, format_nearest
from analysis.estimates import formula_text
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.show.number import format_estimate

MIME = "application/vnd.communique+json"
VERSION = 1
NUMBER_LINK = "number-"  # a drawing's <a href="#number-2"> stands for the third number of the figure's data
_DIGIT = re.compile(r"\d")

Json: TypeAlias = dict[str, Any]
Part: TypeAlias = str | Json  # plain text, or {"number": ...}, {"label": ...}, {"see": ...}
Parts: TypeAlias = list[Part]


@dataclass(frozen=True)
class See:
    """A place for a cross-reference: `Figure 2`, decided when the report is put together."""

    key: str


def see(key: str) -> See:
    """Returns a reference to the table or figure shown under that key, for a place in a sentence."""
    return See(key)


class Shown:
    """Anything a cell may end in. Subclasses are frozen dataclasses with `kind` and `payload`."""

    kind: ClassVar[str]

    def build_payload(self) -> Json:
        """Returns what is shown, as JSON: texts are lists of parts."""
        raise NotImplementedError

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns every Estimate shown, for their claims."""
        raise NotImplementedError

    def build_bundle(self) -> Json:
        """Returns the structure the report engine reads."""
        cards = {leaf.id: dict(leaf.origin) for estimate in self.list_estimates() for leaf in estimate.leaves}
        return {"version": VERSION, "kind": self.kind, "claims": dict(sorted(cards.items())), **self.build_payload()}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Json:
        bundle, read = self.build_bundle(), dependencies.collect_reads()
        shown = {MIME: bundle, "text/html": self.render_html(bundle), "text/plain": self.render_text(bundle)}
        return shown | ({dependencies.READS_MIME: read} if read else {})

    def render_html(self, bundle: Json) -> str:
        """Returns simple HTML for a notebook front end; the report has its own."""
        raise NotImplementedError

    def render_text(self, bundle: Json) -> str:
        """Returns one line of plain text."""
        html = re.sub(r"</?[bi]\b[^>]*>", "", self.render_html(bundle))  # inside a word or before a full stop
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).strip()

    def __str__(self) -> str:
        return self.render_text(self.build_bundle())


def parse_template(template: str, places: Mapping[str, Any], where: str = "sentence") -> Parts:
    """Returns a text with places as parts; `{gap}` is filled from `places`, `{gap:bare}` with a format.

    Raises: UntracedNumber for a digit typed into the template or passed as a bare number or text;
        UsageError for a place that nothing fills. A value no place takes is left out: a template may
        be chosen by what the numbers say.
    """
    result: Parts = []
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        raise UsageError(
            f"the {where} {template!r} cannot be read: {error}; a brace that is meant is written twice: {{{{ or }}}}"
        ) from None
    for literal, name, spec, _ in pieces:
        if literal:
            refuse_digits(literal, where, template)
            result.append(literal)
        if name is None:
            continue
        if name not in places:
            raise UsageError(
                f"the {where} {template!r} has a place {{{name}}} that nothing fills{format_nearest(name, places)}"
            )
        filled = make_part(places[name], spec or "", f"{where}, place {{{name}}}")
        before = result[-1] if result and isinstance(result[-1], str) else ""
        if isinstance(filled, dict) and "number" in filled and (not result or before.endswith((". ", "? ", "! "))):
            text = filled["number"]["text"]  # a sentence begins with a capital: `At least $700 billion`
            filled["number"]["text"] = text[0].upper() + text[1:]
        result.append(filled)
    return result


def make_part(value: Any, spec: str = "", where: str = "cell", places: int | None = None) -> Part:
    """Returns one value as a part. Raises UntracedNumber for a number or digit without a claim."""
    if isinstance(value, Estimate):
        return {"number": build_number(value, spec, places)}
    if isinstance(value, Label):
        return {"label": str(value), "ref": value.ref}
    if isinstance(value, See):
        return {"see": value.key}
    if value is None:
        return ""
    if isinstance(value, str):
        refuse_digits(value, where, value)
        return value
    raise UntracedNumber(
        f"{where}: {value!r} leads to no claim; give an Estimate (from a claim, an assumption "
        "or a parameter), or a Label from the case."
    )


def refuse_digits(text: str, where: str, whole: str) -> None:
    """Raises UntracedNumber if the text holds a digit, saying what to write instead."""
    if _DIGIT.search(text):
        raise UntracedNumber(
            f"{where}: {whole!r} holds a typed digit; put the number in a place, such as "
            "{gap}, and fill it with an Estimate, or with a Label from the case for a name or date."
        )


def build_number(estimate: Estimate, spec: str = "", places: int | None = None) -> Json:
    """Returns an Estimate as it travels to the page: its text, reading and lineage.

    low or high is None where the interval has no end. `how` outlines a long formula; `formula` is the whole of it.
    `of` is what the outline is made of, where named results are among that: each a claim's id, or a number again.
    """
    whole, outline = estimate.how, formula_text.format_formula(estimate, outline=True)
    beneath = formula_text.list_operands(estimate) if estimate.leaf is None else []
    return {
        "text": format_estimate(estimate, spec, places),
        "value": _round_for_json(estimate.value),
        "unit": estimate.unit,
        "low": _round_for_json(estimate.low),
        "high": _round_for_json(estimate.high),
        "qualifier": estimate.qualifier,
        "claims": [leaf.id for leaf in estimate.leaves],
        "how": outline,
        **({"formula": whole} if whole != outline else {}),
        **(
            {"of": [node.leaf.id if node.leaf else build_number(node) for node in beneath]}
            if any(node.leaf is None for node in beneath)
            else {}
        ),
        "computed": estimate.leaf is None,
        "name": estimate.name,
        "label": estimate.label,
    }


def _round_for_json(value: float) -> float | None:
    """12 significant digits: the last bits differ between processors and say nothing. JSON knows no infinity."""
    return float(f"{value:.12g}") if math.isfinite(value) else None


def format_html(text: Parts) -> str:
    """Returns parts as simple HTML; a number's title says how it came about."""
    out = []
    for item in text:
        if isinstance(item, str):
            out.append(escape(item))
        elif "number" in item:
            found = item["number"]
            title = escape(f"{found['how']} [{', '.join(found['claims'])}]", quote=True)
            out.append(f'<b title="{title}">{escape(found["text"])}</b>')
        else:
            out.append(escape(item["label"] if "label" in item else f"({item['see']})"))
    return "".join(out)


def format_text(text: Parts) -> str:
    """Returns parts as plain text."""
    return "".join(
        item
        if isinstance(item, str)
        else item["number"]["text"]
        if "number" in item
        else item["label"]
        if "label" in item
        else item["see"]
        for item in text
    )


def find_numbers(*texts: Parts) -> list[Json]:
    """Returns the number parts in some texts, for lookups."""
    return [item["number"] for text in texts for item in text if isinstance(item, dict) and "number" in item]


def remove_links(svg: str) -> str:
    """Returns a drawing without the links of its numbers, for where there is nothing they could lead to."""
    return re.sub(rf'<a href="#{NUMBER_LINK}\d+">\s*(.*?)</a>\s*', r"\1", svg, flags=re.S)


def find_estimates(places: Mapping[str, Any]) -> list[Estimate]:
    """Returns the Estimates among the values offered to places."""
    return [value for value in places.values() if isinstance(value, Estimate)]
