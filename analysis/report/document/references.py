"""Cross-references: see("gap") becomes `Table 2`, once every table and figure of the report has its number.

A citation is one too: its words are known once all works are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import NamedTuple, TypeVar, cast

from analysis.errors import ReportError, format_nearest
from analysis.report.document.model import STRIP, Block, Label, Number, Reference, RichText, Run

_BlockOrText = TypeVar("_BlockOrText", Block, RichText)


class Placement(NamedTuple):
    """The anchor of a table or figure, and its number among the tables or figures."""

    anchor: str
    number: int

    @property
    def name(self) -> str:
        """`Table 2` or `Figure 2`; the strip under the title has no number."""
        return STRIP if not self.number else f"{self.anchor.partition('-')[0].capitalize()} {self.number}"


def resolve_references(item: _BlockOrText, targets: Mapping[str, Reference | Run]) -> _BlockOrText:
    """Returns a block or text with each reference by key replaced by the words and the anchor of what it leads to.

    targets: key of a table or figure, or place of a citation -> the reference in words.
    Raises ReportError, with the nearest key, for a key that no table or figure has.
    """
    return cast("_BlockOrText", _resolve(item, targets))


def _resolve(item: object, targets: Mapping[str, Reference | Run]) -> object:
    if isinstance(item, Reference):
        return _resolve_reference(item, targets)
    if isinstance(item, tuple):
        return tuple(_resolve(part, targets) for part in item)
    if is_dataclass(item) and not isinstance(item, type | Number | Label):
        return replace(item, **{field.name: _resolve(getattr(item, field.name), targets) for field in fields(item)})
    return item


def _resolve_reference(reference: Reference, targets: Mapping[str, Reference | Run]) -> Reference | Run:
    key = reference.anchor  # so far
    if key not in targets:
        keys = [known for known in targets if ":" not in known]
        known = f"there are: {', '.join(keys)}" if keys else "no table or figure is shown"
        raise ReportError(f"see({key!r}): no table or figure has this key{format_nearest(key, keys)}; {known}.")
    return targets[key]
