"""Bundles of shown objects as they are read from a notebook; those of equal content are read once in a process."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any, cast

from analysis.characters import replace_controls_within
from analysis.contract import DisplayBundle
from analysis.report.document.kept import Kept, compute_key

_PLAIN = 2  # the form of marshal in which equal values have equal bytes, and different ones different bytes
_KEPT = Kept[DisplayBundle](most=2_000_000)  # bytes of what they are read from; objects take several times as many


def read_bundle(data: Mapping[str, Any]) -> DisplayBundle:
    """Returns the bundle of an output, with a space for each control character.

    data: as the notebook has it. Raises ReportError as `DisplayBundle.from_json`.

    >>> read_bundle({"version": 2, "kind": "prose", "claims": {}, "role": "body", "text": ["No\\x0bnews."]}).block.text
    ('No news.',)
    """
    try:
        content = marshal.dumps(cast(Any, data), _PLAIN)
    except ValueError:  # of a notebook whose every object is a node of nbformat
        return _parse(data)
    # from a copy, as who has the notebook may change it later
    return _KEPT.find_or_make(compute_key(content), lambda: _parse(marshal.loads(content)), lambda _: len(content))


def _parse(data: Mapping[str, Any]) -> DisplayBundle:
    return DisplayBundle.from_json(replace_controls_within(data))
