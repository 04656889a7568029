"""Cross-references: see("gap") becomes `Table 2`, once every table and figure of the report has its number.

A citation is one too: its words are known once all works are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from analysis.errors import ReportError, format_nearest
from analysis.messages import pgettext
from analysis.report.document.model import (
    Block,
    Label,
    Number,
    Reference,
    RichText,
    Run,
    get_plain_text,
    list_fields,
    name_figure,
    name_table,
)

_ENDS = (".", "!", "?", "…", ".”", ".»")  # of a sentence

_BlockOrText = TypeVar("_BlockOrText", Block, RichText)


class Placement(NamedTuple):
    """The anchor of a table or figure, and its number among the tables or figures."""

    anchor: str
    number: int

    def refer(self, begins: bool) -> Reference:
        """Returns the reference to it, in words: `Table 2`, `Figure 2`; the strip under the title has no number.

        begins: whether a sentence begins with it.
        """
        name = name_figure if self.anchor.startswith("figure") else name_table
        return Reference(name(self.number, within=not begins), self.anchor)


Target: TypeAlias = "Placement | Reference | Run"


def resolve_references(item: _BlockOrText, targets: Mapping[str, Target]) -> _BlockOrText:
    """Returns a block or text with each reference by key replaced by the words and the anchor of what it leads to.

    targets: key of a table or figure -> its placement; place of a citation -> the reference in words.
    Raises ReportError, with the nearest key, for a key that no table or figure has.
    """
    return cast("_BlockOrText", _resolve(item, targets))


def _resolve(item: object, targets: Mapping[str, Target]) -> object:
    if isinstance(item, tuple):
        parts = tuple(
            part
            if type(part) is str
            else _resolve_reference(part, targets, _begins_sentence(item[:at]))
            if isinstance(part, Reference)
            else _resolve(part, targets)
            for at, part in enumerate(item)
        )
        return parts if any(new is not old for new, old in zip(parts, item, strict=True)) else item
    if isinstance(item, Number | Label):
        return item
    resolved = {name: (old := getattr(item, name), _resolve(old, targets)) for name in list_fields(item)}
    changed = {name: new for name, (old, new) in resolved.items() if new is not old}
    return replace(cast(Any, item), **changed) if changed else item


def _begins_sentence(before: RichText) -> bool:
    """Whether a sentence begins after some parts of a text."""
    words = get_plain_text(before).rstrip(' \u00a0“«„("\n')
    # translators: words with a full stop after which a reference to a table or figure goes on, such as `see` shortened
    shortened = pgettext("abbreviations before a reference, with spaces between them", "cf.").split()
    return not words or (words.endswith(_ENDS) and words.split()[-1].lower().lstrip("(") not in shortened)


def _resolve_reference(reference: Reference, targets: Mapping[str, Target], begins: bool) -> Reference | Run:
    key = reference.anchor  # so far
    if key not in targets:
        keys = [known for known in targets if ":" not in known]
        known = f"there are: {', '.join(keys)}" if keys else "no table or figure is shown"
        raise ReportError(f"see({key!r}): no table or figure has this key{format_nearest(key, keys)}; {known}.")
    target = targets[key]
    return target.refer(begins) if isinstance(target, Placement) else target
