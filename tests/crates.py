"""The RO-Crate validator, without a network: the JSON-LD context comes from the rocrate package."""

from __future__ import annotations

import json
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
