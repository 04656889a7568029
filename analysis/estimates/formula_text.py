"""The tree of an Estimate as text: its formula, in full or in outline, and its trace down to the claims.

What stands at the tip of a formula is called by its symbol. Two claims of one symbol in one formula are told apart by
who says so, "population now (World Bank) − population now (the article)": one word for two numbers would read as
nothing. An outline also calls what has a name of its own by that, instead of writing it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from analysis.wording.cards import format_card_text
from analysis.wording.numbers import format_number

Estimate: TypeAlias = Any  # analysis.estimate reads its formulas here, so that this knows it by its shape only
Leaf: TypeAlias = Any

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}
_ATOM = 3
_MAX_TERMS = 4  # terms of one sum or product that an outline writes out
_MAX_HEAD = 100  # characters of the first two, from which on it gives only the first
_OWN_SOURCES = {"assumption": "our assumption", "parameter": "as set for this report"}


@dataclass(frozen=True)
class _NodeText:
    """The text of a node; of a sum or product also how many terms it has, its first and its first two."""

    text: str
    precedence: int = _ATOM
    terms: int = 1
    first: str = ""
    head: str = ""

    def add_brackets(self, binding: int) -> str:
        return self.text if self.precedence >= binding else f"({self.text})"


def format_formula(whole: Estimate, *, outline: bool = False) -> str:
    """Returns the formula's text, with only the brackets it needs.

    outline: what has a name of its own is called by it, and a sum or product of many terms is cut to its first two
    (or one) and its last, and says how many it has. Of a number of which a claim is held at an end of its interval,
    which the cut could hide, it says that instead: "funding gap with usable assets at its low end".
    """
    called = _name_results(whole) if outline else {}
    words = _distinguish_claims(whole.leaves)
    text = _build_text(whole, called, words, outline)
    if outline and whole.moved and text != _build_text(whole, called, words, False):
        return _describe_held(whole) or _build_text(whole, {}, words, False)
    return text


def list_operands(whole: Estimate) -> list[Estimate]:
    """Returns the claims and the named results that a formula's outline is made of, each once, in order of use."""
    if whole.moved and _describe_held(whole) == format_formula(whole, outline=True):
        return [whole.moved[0], next(node for node in whole._nodes if node.leaf and node.leaf.end)]
    called = _name_results(whole)
    found: dict[object, Estimate] = {}
    for node in _walk_outline(whole, called) if called else whole._nodes:
        if node.leaf and node.leaf.kind != "number":
            found.setdefault(node.leaf.key, node)
        elif id(node) in called:
            found.setdefault(called[id(node)], node)
    return list(found.values())


def _build_text(whole: Estimate, called: Mapping[int, str], words: Mapping[str, str], cut: bool) -> str:
    parts: dict[int, _NodeText] = {}
    for node in _walk_outline(whole, called) if called else whole._nodes:
        if id(node) in called:
            parts[id(node)] = _NodeText(called[id(node)], 0 if node.moved else _ATOM)
            continue
        inner = [parts[id(arg)] for arg in node.args]
        if node.leaf:
            parts[id(node)] = _NodeText(words.get(node.leaf.id, node.leaf.symbol) + _format_end(node.leaf))
        elif node.op == "neg":
            parts[id(node)] = _NodeText(f"−{inner[0].add_brackets(_ATOM)}", 1)
        elif node.op in _SIGNS:
            parts[id(node)] = _join_operands(node.op, *inner, cut)
        else:
            parts[id(node)] = (
                _NodeText(f"{node.op}({', '.join(part.text for part in inner)})") if node.op != "within" else inner[0]
            )  # then comes what it was found from
    return parts[id(whole)].text


def _join_operands(op: str, left: _NodeText, right: _NodeText, outline: bool) -> _NodeText:
    binding, sign = _PRECEDENCE[op], _SIGNS[op]
    begun, last = left.add_brackets(binding), right.add_brackets(binding + (op in "-/"))
    terms = left.terms + 1 if left.precedence == binding else 2
    text = f"{begun} {sign} {last}"
    first, head = (begun, text) if terms == 2 else (left.first, left.head)
    if outline and terms > _MAX_TERMS:
        text = f"{head if len(head) <= _MAX_HEAD else first} {sign} … {sign} {last} [{terms} terms]"
    return _NodeText(text, binding, terms, first, head)


def _format_end(leaf: Leaf) -> str:
    return f" at its {leaf.end} end" if leaf.end else ""


# What claims are called


def _distinguish_claims(leaves: Iterable[Leaf]) -> dict[str, str]:
    """By id, what a formula calls those of its claims that share a symbol with another."""
    of: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        of.setdefault(leaf.symbol, []).append(leaf)
    return {
        id: _add_remark(symbol, said)
        for symbol, alike in of.items()
        if len(alike) > 1
        for id, said in _distinguish({leaf.id: leaf for leaf in alike}, _DISTINCTIONS).items()
    }


def _add_remark(symbol: str, said: str) -> str:
    return f"{symbol[:-1]}, {said})" if symbol.endswith(")") else f"{symbol} ({said})"


def _distinguish(alike: Mapping[Any, Any], ways: Iterable[Callable[[Any], str]]) -> dict[Any, str]:
    """What tells some things apart: the first of the ways that says something else of each; {} if there is none."""
    for way in ways:
        said = {key: way(thing) for key, thing in alike.items()}
        if all(said.values()) and len(set(said.values())) == len(said):
            return said
    return {}


def _describe_source(leaf: Leaf) -> str:
    source = leaf.origin and leaf.origin.source
    if not source:
        return _OWN_SOURCES.get(leaf.kind, "")
    return "the article" if source.role == "article" else source.publisher or source.title


_DISTINCTIONS: tuple[Callable[[Leaf], str], ...] = (
    _describe_source,
    lambda leaf: leaf.origin.source.title if leaf.origin and leaf.origin.source else "",
    lambda leaf: (leaf.origin and leaf.origin.as_of) or "",
    lambda leaf: leaf.id,
)


# What results are called


def _name_results(whole: Estimate) -> dict[int, str]:
    """By id, what an outline calls the named results a formula is made of; those no word tells apart it writes out."""
    named: dict[str, dict[int, Estimate]] = {}
    if not any(node.label or node.moved for node in whole._nodes if node is not whole):
        return {}
    for node in _walk_outline(whole, None):
        if node is not whole and not node.leaf:
            name = _describe_held(node) or (node.label and _lower_label(node))
            if name:
                named.setdefault(name, {})[id(node)] = node
    return {
        id: said
        for name, alike in named.items()
        for id, said in _distinguish_results(name, list(alike.values())).items()
    }


def _distinguish_results(name: str, alike: list[Estimate]) -> dict[int, str]:
    """By id, what to call results of one name: by that where they are the same, else also by who says what differs."""
    if len(alike) == 1:
        return {id(alike[0]): name}
    same: dict[Any, list[Estimate]] = {}
    for node in alike:
        same.setdefault((format_formula(node), tuple(leaf.key for leaf in node.leaves)), []).append(node)
    if len(same) == 1:
        return {id(node): name for node in alike}
    common = set.intersection(*({leaf.key for leaf in nodes[0].leaves} for nodes in same.values()))
    more = {key: {leaf.key for leaf in nodes[0].leaves} - common for key, nodes in same.items()}
    told = {key: _describe_sources(nodes[0], common) for key, nodes in same.items()}
    if not all(more.values()):  # one rests on all the other does, and more
        told = {key: f"with {said}" if more[key] and said else said for key, said in told.items()}
    apart = _distinguish(told, (str,))
    return {id(node): _add_remark(name, said) for key, said in apart.items() for node in same[key]}


def _describe_sources(node: Estimate, common: set[Any]) -> str:
    """Who says what a result rests on and others of its name do not."""
    own = [leaf for leaf in node.leaves if leaf.key not in common] or node.leaves
    said = {_describe_source(leaf) for leaf in own if leaf.origin and leaf.origin.source} or {
        _describe_source(leaf) for leaf in own
    }
    return said.pop() if len(said) == 1 else "other sources" if said else ""


def _walk_outline(whole: Estimate, called: Mapping[int, str] | None) -> Iterator[Estimate]:
    """Every node of a formula once, each after those it depends on, without what lies beneath a named result.

    called: those to be called by name; whatever has a name if None.
    """
    seen: set[int] = set()
    stack = [(whole, False)]
    while stack:
        node, ready = stack.pop()
        if id(node) in seen:
            continue
        named = node is not whole and (
            id(node) in called if called is not None else bool(not node.leaf and (node.label or _describe_held(node)))
        )
        if ready or not node.args or named:
            seen.add(id(node))
            yield node
        else:
            stack += [(node, True), *((arg, False) for arg in reversed(node.args))]


def _describe_held(node: Estimate) -> str:
    """What to call a number of which a claim is held at an end of its interval, if the number has a name."""
    if node.label or not node.moved:
        return ""
    whole, leaf = node.moved
    name, word = (_lower_label(whole), "with") if whole.label else (_describe_held(whole), "and")
    return f"{name} {word} {leaf.symbol}{_format_end(leaf)}" if name else ""


def _lower_label(node: Estimate) -> str:
    """A result's label within a formula: its first letter small, unless it begins a name or an abbreviation."""
    first, label = re.match(r"\w*", node.label)[0], node.label  # type: ignore[index]
    if first[1:] != first[1:].lower() or any(re.search(rf"\b{first}\b", leaf.symbol) for leaf in node.leaves):
        return label
    return label[:1].lower() + label[1:]


# Down to the claims


def format_trace(whole: Estimate) -> str:
    """Returns the tree from a result down to its claims, one line a number and one for what it rests on."""
    return "\n".join(_trace_node(whole, "", "", ""))


def _trace_node(estimate: Estimate, name: str, first: str, rest: str) -> Iterator[str]:
    name = name or (
        estimate.leaf.symbol + _format_end(estimate.leaf)
        if estimate.leaf
        else estimate.label or estimate.name or "this number"
    )
    ends, unit = (estimate.low, estimate.high), estimate.unit
    yield f"{first}{name}: {format_number(estimate.value, *ends, unit, estimate.qualifier, spec='range')}"
    if estimate.leaf:
        card = estimate.leaf.origin
        lines = list(format_card_text(card))[1:] if card else [f"{estimate.leaf.kind} {estimate.leaf.id}"]
        yield from (rest + line for line in lines)
        return
    yield f"{rest}= {format_formula(estimate, outline=True)}"
    called, words, nodes = _name_results(estimate), _distinguish_claims(estimate.leaves), list_operands(estimate)
    for position, node in enumerate(nodes, 1):
        last = position == len(nodes)
        known = (
            words.get(node.leaf.id, node.leaf.symbol) + _format_end(node.leaf)
            if node.leaf
            else called.get(id(node), "")
        )
        known = node.label if node.label and known == _lower_label(node) else known
        yield from _trace_node(node, known, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))
