"""Bundles of shown objects as they are read from a notebook; those of equal content are read once in a process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.characters import replace_controls_within
from analysis.contract import DisplayBundle
from analysis.report.document.kept import Kept, compute_key

_KEPT = Kept[DisplayBundle](most=2_000_000)  # bytes of JSON, whose objects take several times as many


def read_bundle(data: Mapping[str, Any]) -> DisplayBundle:
    """Returns the bundle of an output, with a space for each control character.

    data: as the notebook has it; it is not changed afterwards. Raises ReportError as `DisplayBundle.from_json`.

    >>> read_bundle({"version": 2, "kind": "prose", "claims": {}, "role": "body", "text": ["No\\x0bnews."]}).block.text
    ('No news.',)
    """
    import orjson  # takes milliseconds to import

    try:
        content = orjson.dumps(data)
    except TypeError:  # such as for half of a surrogate pair
        return DisplayBundle.from_json(replace_controls_within(data))
    return _KEPT.find_or_make(
        compute_key(content), lambda: DisplayBundle.from_json(replace_controls_within(data)), lambda _: len(content)
    )
