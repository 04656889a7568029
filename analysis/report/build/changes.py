"""What differs between two renderings of a report, by results: for `communique diff`, and since the last version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_RESULT_KEYS = ("value", "low", "high", "unit", "qualifier", "formula", "claims")
_CLAIM_KEYS = ("value", "low", "high", "unit", "qualifier", "date", "rank", "statement")
_MOST_NAMED = 12  # numbers that have changed, as a manifest keeps them

Entries = Mapping[str, Mapping[str, Any]]  # name -> what it consists of


@dataclass(frozen=True)
class Change:
    """One thing that differs. entry: which part of it; '' where the whole is on one side only."""

    name: str
    entry: str
    old: Any
    new: Any


def list_changes(before: Entries, after: Entries) -> Iterator[Change]:
    """Yields what differs, in the order of what is after.

    >>> list(list_changes({"gap": {"value": 7}, "need": {}}, {"gap": {"value": 6}}))
    [Change(name='gap', entry='value', old=7, new=6), Change(name='need', entry='', old='there', new=None)]
    """
    for name in [*after, *(name for name in before if name not in after)]:
        if name not in before:
            yield Change(name, "", None, "new")
        elif name not in after:
            yield Change(name, "", "there", None)
        else:
            entries = dict.fromkeys([*after[name], *before[name]])
            yield from (
                Change(name, entry, before[name].get(entry), after[name].get(entry))
                for entry in entries
                if before[name].get(entry) != after[name].get(entry)
            )


def collect_entries(results: Mapping[str, Any], before: str = "") -> Entries:
    """Returns what is compared of a report's results: title, parameters, named numbers and claims.

    before: what each name begins with, such as the report's. Raises KeyError, TypeError or AttributeError for what are
    no results of this version.
    """
    claims = {
        f"{before}claim {id}": {entry: card[entry] for entry in _CLAIM_KEYS if entry in card}
        for id, card in results["claims"].items()
    }
    numbers = {
        f"{before}{name}": {entry: number[entry] for entry in _RESULT_KEYS}
        for name, number in results["results"].items()
    }
    return {
        f"{before}title": {"text": results["title"]},
        f"{before}parameters": results["parameters"],
        **numbers,
        **claims,
    }


def describe_last_version(folder: Path, results: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what has changed since the version that stands in a report's folder, for its manifest; {} if none does.

    `data` and `date` say which version that was, `numbers` what it had and what there is now, as printed. A report
    rendered again without a change keeps what its manifest says of the version before.
    """
    try:
        kept = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        last = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        changes = list(list_changes(collect_entries(last), collect_entries(results)))
        if not changes:
            return dict(kept.get("since", {}))
        names = list(dict.fromkeys(change.name for change in changes))
        old, new = last["results"], results["results"]
        numbers = [
            [
                (new.get(name) or old[name])["label"] or name,
                old.get(name, {}).get("text", ""),
                new.get(name, {}).get("text", ""),
            ]
            for name in names
            if name in old or name in new
        ]
        return {
            "date": last["about"].get("date_text", ""),
            "data": last["about"].get("data", ""),
            "title": last["title"] if "title" in names else "",
            "count": len(numbers),
            "claims": sum(name.startswith("claim ") and name not in new for name in names),
            "numbers": numbers[:_MOST_NAMED],
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # nothing stands there, or what another version of the library has left
