"""Cross-references: see("gap") becomes `Table 2`, once every table and figure of the report has its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import NamedTuple, TypeVar, cast

from analysis.errors import ReportError, format_nearest
from analysis.report.document.model import Block, Label, Number, Reference, RichText

_BlockOrText = TypeVar("_BlockOrText", Block, RichText)


class Placement(NamedTuple):
    """The anchor of a table or figure, and its number among the tables or figures."""

    anchor: str
    number: int

    @property
    def name(self) -> str:
        """`Table 2` or `Figure 2`."""
        return f"{self.anchor.partition('-')[0].capitalize()} {self.number}"


def resolve_references(item: _BlockOrText, placements: Mapping[str, Placement]) -> _BlockOrText:
    """Returns a block or text with each reference by key replaced by name and anchor of its table or figure.

    placements: key of a table or figure -> its placement.
    Raises ReportError, with the nearest key, for a key that no table or figure has.
    """
    return cast("_BlockOrText", _resolve(item, placements))


def _resolve(item: object, placements: Mapping[str, Placement]) -> object:
    if isinstance(item, Reference):
        return _resolve_reference(item, placements)
    if isinstance(item, tuple):
        return tuple(_resolve(part, placements) for part in item)
    if is_dataclass(item) and not isinstance(item, type | Number | Label):
        return replace(item, **{field.name: _resolve(getattr(item, field.name), placements) for field in fields(item)})
    return item


def _resolve_reference(reference: Reference, placements: Mapping[str, Placement]) -> Reference:
    key = reference.anchor  # so far
    if key not in placements:
        known = f"there are: {', '.join(placements)}" if placements else "no table or figure is shown"
        raise ReportError(f"see({key!r}): no table or figure has this key{format_nearest(key, placements)}; {known}.")
    return Reference(placements[key].name, placements[key].anchor)
