"""The line of sources below a figure, made from the cards of the claims behind its numbers."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.contract import Part, Parts, SourceCard
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.label import Label
from analysis.messages import gettext, mark_message
from analysis.show.bundle import make_part
from analysis.wording.quotation import quote

_MAX_SOURCES = 4  # sources named
_OWN_NUMBERS = {
    "coding": mark_message("our coding"),
    "assumption": mark_message("our assumptions"),
    "count": mark_message("our counts"),
    "parameter": mark_message("figures set for this report"),
}


def build_source_line(numbers: Iterable[Estimate], named: Iterable[Label] = ()) -> Parts:
    """Returns `Sources: World Bank; “The article” (1 January 2026); our assumptions.`, or nothing.

    numbers: what is drawn. named: titles of sources of what is drawn without numbers, before those. Each is named
    once, in order of first use: by its publisher, by its title and date where it has none.
    """
    leaves = list({leaf.id: leaf for number in numbers for leaf in number.leaves}.values())
    found = {label.text: label for label in (Label(quote(label), label.ref) for label in named)}
    for leaf in leaves:
        for source in leaf.origin.all_sources if leaf.origin else ():
            label = name_source(source)
            found.setdefault(str(label), label)
    ours = {_OWN_NUMBERS[kind] for kind in map(_find_kind, leaves) if kind in _OWN_NUMBERS}
    said: list[Parts] = [[make_part(label)] for label in list(found.values())[:_MAX_SOURCES]]
    if len(found) > _MAX_SOURCES:
        before, _, after = gettext("{sources} and others").partition("{sources}")
        said[0], said[-1] = [*filter(None, [before]), *said[0]], [*said[-1], after]
    said += [[gettext(words)] for words in _OWN_NUMBERS.values() if words in ours]
    if not said:
        return []
    line = gettext("Sources: {sources}.") if len(said) > 1 or len(found) > 1 else gettext("Source: {sources}.")
    before, _, after = line.partition("{sources}")
    texts: list[Part] = [before]
    for position, one in enumerate(said):
        texts += ["; ", *one] if position else one
    return [*texts, after]


def name_source(source: SourceCard) -> Label:
    """Returns what a figure calls a source: its publisher, or its title and date where it has none."""
    date = " (" + source.date_text.replace(" ", "\u00a0") + ")" if source.date_text else ""
    return Label(source.publisher or f"{quote(source.title)}{date}", f"sources/{source.source_id}")


def _find_kind(leaf: Leaf) -> str:
    """A key of _OWN_NUMBERS, or the leaf's kind: what we coded from a source is more than an assumption."""
    return "coding" if leaf.kind == "assumption" and leaf.origin and leaf.origin.source else leaf.kind
