"""The tree of an Estimate as text: its formula, in full or in outline, and its trace down to the claims.

A formula calls each claim by its symbol. Two claims with one symbol in one formula are distinguished by their sources,
"population now (World Bank) − population now (the article)": with one word for both, the difference would look like 0.
An outline also calls results that have a name by that name, instead of writing out how they are computed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from analysis.estimates.leaf import Leaf
from analysis.estimates.node import AnyNode, Node
from analysis.messages import gettext, mark_message, ngettext, pgettext
from analysis.wording.capitals import begin_within_sentence
from analysis.wording.cards import format_card_text
from analysis.wording.numbers import format_number

_Key = TypeVar("_Key", bound=Hashable)
_Thing = TypeVar("_Thing")

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}
_ATOM = 3  # the precedence of what never needs brackets
_MAX_TERMS = 4  # terms of one sum or product that an outline writes out
_MAX_HEAD = 100  # characters of the first two terms; if they are longer, an outline gives only the first
_OWN_SOURCES = {"assumption": mark_message("our assumption"), "parameter": mark_message("as set for this report")}


class _NodeText(NamedTuple):
    """The text of a node; of a sum or product also how many terms it has, its first and its first two."""

    text: str
    precedence: int = _ATOM
    terms: int = 1
    first: str = ""
    head: str = ""

    def add_brackets(self, binding: int) -> str:
        """Returns the text, in brackets if what is around it binds more tightly."""
        return self.text if self.precedence >= binding else f"({self.text})"


@dataclass(frozen=True)
class Formula(Generic[AnyNode]):
    """A formula in words: in full, in outline, and the claims and named results of which the outline consists."""

    text: str
    outline: str
    operands: Sequence[AnyNode]


def describe_formula(whole: AnyNode) -> Formula[AnyNode]:
    """Returns a formula's text, as `format_formula` does, with its outline and the operands of that, each once.

    The outline calls named results by their names. A sum or product of more than four terms shows its first two (or
    one) and its last, and says how many it has. If a claim is held at an end of its interval, which the cut could
    hide, the outline says that instead: "funding gap with usable assets at its low end". The operands are the claims
    and the named results in it, in order of use.
    """
    if whole.leaf:
        text = format_formula(whole)
        return Formula(text, text, _list_operands(whole, {}, text))
    names, symbols = _name_results(whole), _distinguish_claims(whole.leaves)
    text = _build_text(whole, {}, symbols, False)
    is_short = sum(node.op in _SIGNS for node in whole.nodes) < _MAX_TERMS  # then nothing is cut
    outline = text if is_short and not names else _build_outline(whole, names, symbols)
    return Formula(text, outline, _list_operands(whole, names, outline))


def format_formula(whole: Node) -> str:
    """Returns the formula's text, with only the brackets it needs."""
    if whole.leaf:
        return _name_leaf(whole.leaf)
    return _build_text(whole, {}, _distinguish_claims(whole.leaves), False)


def _build_outline(whole: Node, names: Mapping[int, str], symbols: Mapping[str, str]) -> str:
    """Returns a formula's outline. names: of results, by id(node); symbols: of claims, by id."""
    text = _build_text(whole, names, symbols, True)
    if whole.held_from and text != _build_text(whole, names, symbols, False):
        return _describe_held(whole) or _build_text(whole, {}, symbols, False)
    return text


def _list_operands(whole: AnyNode, names: Mapping[int, str], outline: str) -> list[AnyNode]:
    """Returns what the outline of a formula consists of. names: of results, by id(node)."""
    if whole.held_from and _describe_held(whole) == outline:
        return [whole.held_from[0], next(node for node in whole.nodes if node.leaf and node.leaf.held_at)]
    found: dict[object, AnyNode] = {}
    for node in _walk_outline(whole, names) if names else whole.nodes:
        if node.leaf and node.leaf.kind != "number":
            found.setdefault(node.leaf.key, node)
        elif id(node) in names:
            found.setdefault(names[id(node)], node)
    return list(found.values())


def _build_text(whole: Node, names: Mapping[int, str], symbols: Mapping[str, str], cut: bool) -> str:
    """Returns a formula's text. names: of results, by id(node); symbols: of claims, by id; cut: long sums."""
    texts: dict[int, _NodeText] = {}
    for node in _walk_outline(whole, names) if names else whole.nodes:
        key = id(node)
        if key in names:
            texts[key] = _NodeText(names[key], 0 if node.held_from else _ATOM)
        elif node.leaf:
            texts[key] = _NodeText(_name_leaf(node.leaf, symbols))
        elif node.op in _SIGNS:
            left, right = node.args
            texts[key] = _join_operands(node.op, texts[id(left)], texts[id(right)], cut)
        else:
            texts[key] = _apply_operation(node.op, [texts[id(arg)] for arg in node.args])
    return texts[id(whole)].text


def _apply_operation(op: str, inner: Sequence[_NodeText]) -> _NodeText:
    """Returns the text of an operation without a sign between its operands. inner: their texts."""
    if op == "neg":
        return _NodeText(f"−{inner[0].add_brackets(_ATOM)}", 1)
    if op == "pool":
        return _NodeText(_join_members([text.add_brackets(_ATOM) for text in inner]))
    if op == "within":
        return inner[0]  # the others are its ends, and what it was found from
    return _NodeText(f"{op}({', '.join(text.text for text in inner)})")


def _join_operands(op: str, left: _NodeText, right: _NodeText, cut: bool) -> _NodeText:
    """Returns the text of a sum, difference, product or quotient. cut: shorten it if it has many terms."""
    binding, sign = _PRECEDENCE[op], _SIGNS[op]
    begun, last = left.add_brackets(binding), right.add_brackets(binding + (op in "-/"))
    terms = left.terms + 1 if left.precedence == binding else 2
    text = f"{begun} {sign} {last}"
    first, head = (begun, text) if terms == 2 else (left.first, left.head)
    if cut and terms > _MAX_TERMS:
        cut_text = f"{head if len(head) <= _MAX_HEAD else first} {sign} … {sign} {last}"
        # translators: a formula of which only the first and the last terms are shown
        text = ngettext("{formula} [{count} term]", "{formula} [{count} terms]", terms, formula=cut_text)
    return _NodeText(text, binding, terms, first, head)


def _join_members(texts: Sequence[str]) -> str:
    """Returns the text of a pool. texts: of each claim and, after it, of its weight."""
    members = ", ".join(f"{claim} × {weight}" for claim, weight in zip(texts[::2], texts[1::2], strict=True))
    # translators: the name of an operation in a formula: several claims taken together, each with its weight
    return pgettext("formula", "pool({members})", members=members)


def _name_leaf(leaf: Leaf, symbols: Mapping[str, str] | None = None) -> str:
    """Returns what a formula calls a claim. symbols: by id, where that is another than its own."""
    symbol = (symbols or {}).get(leaf.id, leaf.symbol)
    if leaf.held_at == "low":
        return gettext("{claim} at its low end", claim=symbol)
    return gettext("{claim} at its high end", claim=symbol) if leaf.held_at else symbol


# Names of claims


def _distinguish_claims(leaves: Iterable[Leaf]) -> dict[str, str]:
    """Returns id -> symbol with a remark, for those claims of a formula that share their symbol with another."""
    of: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        of.setdefault(leaf.symbol, []).append(leaf)
    return {
        id: _add_remark(symbol, remark)
        for symbol, alike in of.items()
        if len(alike) > 1
        for id, remark in _distinguish({leaf.id: leaf for leaf in alike}, _DISTINCTIONS).items()
    }


def _add_remark(symbol: str, remark: str) -> str:
    """Returns a symbol with a remark in brackets; brackets it ends with already are extended."""
    return f"{symbol[:-1]}, {remark})" if symbol.endswith(")") else f"{symbol} ({remark})"


def _distinguish(alike: Mapping[_Key, _Thing], ways: Iterable[Callable[[_Thing], str]]) -> dict[_Key, str]:
    """Returns a remark for each of some things: by the first way that gives each another one; {} if none does."""
    for way in ways:
        remarks = {key: way(thing) for key, thing in alike.items()}
        if all(remarks.values()) and len(set(remarks.values())) == len(remarks):
            return remarks
    return {}


def _describe_source(leaf: Leaf) -> str:
    """Returns who states a claim: "the article", a publisher, "our assumption"; '' if that is not known."""
    source = leaf.origin and leaf.origin.source
    if not source:
        return gettext(_OWN_SOURCES[leaf.kind]) if leaf.kind in _OWN_SOURCES else ""
    return pgettext("formula", "the article") if source.role == "article" else source.publisher or source.title


_DISTINCTIONS: tuple[Callable[[Leaf], str], ...] = (
    _describe_source,
    lambda leaf: leaf.origin.source.title if leaf.origin and leaf.origin.source else "",
    lambda leaf: (leaf.origin and leaf.origin.as_of) or "",
    lambda leaf: leaf.id,
)


# Names of results


def _name_results(whole: Node) -> dict[int, str]:
    """Returns id(node) -> what an outline calls it, for the named results in a formula.

    Of results that share a name and that no remark distinguishes there is none: they are written out.
    """
    named: dict[str, dict[int, Node]] = {}
    if not any(node.label or node.held_from for node in whole.nodes if node is not whole):
        return {}
    for node in _walk_outline(whole, None):
        if node is not whole and not node.leaf:
            name = _describe_held(node) or (node.label and _lower_label(node))
            if name:
                named.setdefault(name, {})[id(node)] = node
    return {
        id: distinct
        for name, alike in named.items()
        for id, distinct in _distinguish_results(name, list(alike.values())).items()
    }


def _distinguish_results(name: str, alike: list[Node]) -> dict[int, str]:
    """Returns id(node) -> its name, with a remark on the sources if not all results of that name are the same."""
    if len(alike) == 1:
        return {id(alike[0]): name}
    same: dict[tuple[Hashable, ...], list[Node]] = {}
    for node in alike:
        same.setdefault((format_formula(node), *(leaf.key for leaf in node.leaves)), []).append(node)
    if len(same) == 1:
        return {id(node): name for node in alike}
    common = set.intersection(*({leaf.key for leaf in nodes[0].leaves} for nodes in same.values()))
    own = {key: {leaf.key for leaf in nodes[0].leaves} - common for key, nodes in same.items()}
    remarks = {key: _describe_sources(nodes[0], common) for key, nodes in same.items()}
    if not all(own.values()):  # one depends on all that the other does, and on more
        remarks = {
            # translators: a result that depends on what this source says, beside one that does not
            key: pgettext("formula", "with {source}", source=remark) if own[key] and remark else remark
            for key, remark in remarks.items()
        }
    distinct = _distinguish(remarks, (str,))
    return {id(node): _add_remark(name, remark) for key, remark in distinct.items() for node in same[key]}


def _describe_sources(node: Node, common: set[tuple[str, float, float, float]]) -> str:
    """Returns who states the claims beneath a result, without those (`common`) beneath all results of its name."""
    own = [leaf for leaf in node.leaves if leaf.key not in common] or list(node.leaves)
    sources = {_describe_source(leaf) for leaf in own if leaf.origin and leaf.origin.source}
    sources = sources or {_describe_source(leaf) for leaf in own}
    return sources.pop() if len(sources) == 1 else gettext("other sources") if sources else ""


def _walk_outline(whole: AnyNode, names: Mapping[int, str] | None) -> Iterator[AnyNode]:
    """Yields every node of a formula once, each after those it depends on, without what is beneath a named result.

    names: by id(node), the results to be called by name; None: all that have a name.
    """
    seen: set[int] = set()
    stack = [(whole, False)]
    while stack:
        node, ready = stack.pop()
        if id(node) in seen:
            continue
        named = node is not whole and (
            id(node) in names if names is not None else bool(not node.leaf and (node.label or _describe_held(node)))
        )
        if ready or not node.args or named:
            seen.add(id(node))
            yield node
        else:
            stack += [(node, True), *((arg, False) for arg in reversed(node.args))]


def _describe_held(node: Node) -> str:
    """Returns what to call a number of which a claim is held at an end of its interval; '' if it has no name."""
    if node.label or not node.held_from:
        return ""
    whole, leaf = node.held_from
    if whole.label:
        # translators: a result computed with one claim at an end of its interval
        return pgettext("formula", "{result} with {claim}", result=_lower_label(whole), claim=_name_leaf(leaf))
    name = _describe_held(whole)
    return pgettext("formula", "{result} and {claim}", result=name, claim=_name_leaf(leaf)) if name else ""


def _lower_label(node: Node) -> str:
    """Returns a result's label as written within a formula: in lower case, unless it begins with a proper name."""
    return begin_within_sentence(node.label, (leaf.symbol for leaf in node.leaves))


# Down to the claims


def format_trace(whole: Node) -> str:
    """Returns the tree from a result down to its claims: a line for each number, and one for its formula or source."""
    return "\n".join(_trace_node(whole, "", "", ""))


def _trace_node(node: Node, name: str, first: str, others: str) -> Iterator[str]:
    """Yields the lines of a number and of all beneath it. first, others: prefixes of its first and its other lines."""
    if not name:
        leaf = node.leaf
        name = _name_leaf(leaf) if leaf else node.label or node.name or gettext("this number")
    ends, given = (node.low, node.high), node.leaf is not None and node.leaf.kind != "number"
    value = format_number(node.value, *ends, node.unit, node.qualifier, spec="range", exact=given, full=True)
    yield f"{first}{name}: {value}"
    if node.leaf:
        card = node.leaf.origin
        lines = list(format_card_text(card))[1:] if card else [f"{node.leaf.kind} {node.leaf.id}"]
        yield from (others + line for line in lines)
        return
    formula, names, symbols = describe_formula(node), _name_results(node), _distinguish_claims(node.leaves)
    yield f"{others}= {formula.outline}"
    for position, operand in enumerate(formula.operands, 1):
        known = _name_leaf(operand.leaf, symbols) if operand.leaf else names.get(id(operand), "")
        if operand.label and known == _lower_label(operand):
            known = operand.label
        branch, below = ("└─ ", "   ") if position == len(formula.operands) else ("├─ ", "│  ")
        yield from _trace_node(operand, known, others + branch, others + below)
