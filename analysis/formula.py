"""The tree of an Estimate as text: its formula, in full or in outline, and its trace down to the claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Estimate: TypeAlias = Any      # analysis.estimate reads its formulas here, so that this knows it by its shape only

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
_TIGHT = 3
_MOST = 4        # terms of one sum or product that an outline writes out


@dataclass(frozen=True)
class _Part:
    """The text of a node; of a sum or product also how many terms it has and how it begins."""

    text: str
    binding: int = _TIGHT
    terms: int = 1
    head: str = ""

    def within(self, binding: int) -> str:
        return self.text if self.binding >= binding else f"({self.text})"


def written(whole: Estimate, *, outline: bool = False) -> str:
    """Returns the formula's text, with only the brackets it needs.

    outline: a sum or product of many terms is cut to its first two and its last, and says how many it has.
    """
    parts: dict[int, _Part] = {}
    for node in whole._nodes:
        inner = [parts[id(arg)] for arg in node.args]
        if node.leaf:
            parts[id(node)] = _Part(node.leaf.symbol)
        elif node.op == "neg":
            parts[id(node)] = _Part(f"−{inner[0].within(_TIGHT)}", 1)
        elif node.op in _SIGNS:
            parts[id(node)] = _joined(node.op, *inner, outline)
        else:
            parts[id(node)] = (_Part(f"{node.op}({', '.join(part.text for part in inner)})") if node.op != "within" else
                               inner[0])     # then comes what it was found from
    return parts[id(whole)].text


def _joined(op: str, left: _Part, right: _Part, outline: bool) -> _Part:
    binding, sign = _BINDING[op], _SIGNS[op]
    begun, last = left.within(binding), right.within(binding + (op in "-/"))
    terms = left.terms + 1 if left.binding == binding else 2
    text = f"{begun} {sign} {last}"
    head = text if terms == 2 else left.head
    if outline and terms > _MOST:
        text = f"{head} {sign} … {sign} {last} [{terms} terms]"
    return _Part(text, binding, terms, head)


def trace(whole: Estimate) -> str:
    """Returns the tree from a result down to its claims, one line a number and one for what it rests on."""
    return "\n".join(_traced(whole, "", ""))


def _traced(estimate: Estimate, first: str, rest: str) -> Iterator[str]:
    span = "" if estimate.low == estimate.high else f" ({estimate.low:,.6g} to {estimate.high:,.6g})"
    name = estimate.leaf.symbol if estimate.leaf else estimate.label or estimate.name or "this number"
    word = "" if estimate.qualifier == "exact" else estimate.qualifier.replace("_", " ") + " "
    yield f"{first}{name}: {word}{estimate.value:,.6g} {estimate.unit}{span}"
    if estimate.leaf:
        yield from (rest + line for line in _origin(estimate.leaf.kind, estimate.leaf.id, estimate.leaf.origin))
        return
    yield f"{rest}= {written(estimate, outline=True)}"
    beneath = _beneath(estimate)
    for position, node in enumerate(beneath, 1):
        last = position == len(beneath)
        yield from _traced(node, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _beneath(estimate: Estimate) -> list[Estimate]:
    """The claims and the named results a number is computed from, each once, in order of use."""
    found: dict[object, Estimate] = {}
    stack = list(reversed(estimate.args))
    while stack:
        node = stack.pop()
        if node.leaf and node.leaf.kind != "number":
            found.setdefault(node.leaf.key, node)
        elif not node.leaf and (node.label or node.name):
            found.setdefault(id(node), node)
        else:
            stack += reversed(node.args)
    return list(found.values())


def _origin(kind: str, id: str, card: Any) -> Iterator[str]:
    yield f"{kind} {id}"
    source = card.get("source")
    if source:
        where = (source.get("title"), source.get("publisher"), source.get("date_text"), card.get("locator"),
                 card.get("status"), card.get("attributed_to") and f"said by {card['attributed_to']}")
        yield ", ".join(filter(None, where))
    if card.get("phrase"):
        yield f"“{card['phrase']}”"
    elif card.get("statement"):
        yield card["statement"]
    for rival in card.get("rivals", ()):
        value = rival["value"] if rival.get("value") is not None else rival.get("low")
        if value is not None:
            word = rival["qualifier"].replace("_", " ")
            yield f"rival {rival['id']}: {word} {value:,.6g} ({rival['source']['title']})"
