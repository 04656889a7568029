"""The RO-Crate validator, without a network: the JSON-LD context comes from the rocrate package."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest import mock

PROFILE = "process-run-crate-0.5"  # and, through it, RO-Crate 1.1


def find_issues(folder: Path) -> list[str]:
    """Returns what the validator finds against a crate's metadata and files: every MUST it breaks."""
    import requests
    from rocrate_validator import services
    from rocrate_validator.models import Severity
    from rocrate_validator.utils.http import HttpRequester

    def get(_: Any, url: str, **__: Any) -> requests.Response:
        assert url == "https://w3id.org/ro/crate/1.1/context"
        found = requests.Response()
        found.status_code, found.headers["Content-Type"] = 200, "application/ld+json"
        # that of a later edition, which has every term of this one
        found._content = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
        return found

    with mock.patch.object(HttpRequester, "get", get, create=True):
        result = services.validate(
            {"rocrate_uri": str(folder), "profile_identifier": PROFILE, "requirement_severity": Severity.REQUIRED}
        )
    found = [f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()]
    assert bool(found) != result.passed(), json.dumps(found)
    return found


def list_kinds(folder: Path) -> set[str]:
    """Returns the kinds of entity in a crate: types, properties and what each property holds, without values."""
    graph = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    return {
        json.dumps([entity["@type"], {key: _name_kind(value) for key, value in sorted(entity.items())}])
        for entity in graph
    }


def _name_kind(value: Any) -> Any:
    if isinstance(value, list):
        return sorted({str(_name_kind(one)) for one in value})
    return sorted(value) if isinstance(value, dict) else type(value).__name__


def choose_unlike(folders: Iterable[Path]) -> list[Path]:
    """Returns few of the crates that hold, together, every kind of entity there is in any."""
    chosen, held = [], set()
    for folder, kinds in sorted(((it, list_kinds(it)) for it in folders), key=lambda one: (-len(one[1]), one[0])):
        if not kinds <= held:
            chosen.append(folder)
            held |= kinds
    return chosen
