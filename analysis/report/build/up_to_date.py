"""Whether a report is up to date: whether it would be the same if it were rendered again.

A report's manifest names its inputs by fingerprint: the notebook, the parameters, the library, the versions of the
packages beneath it, each row and selection it read of the case, and each other file it read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from analysis.report.build.file_reads import FileReads, find_changed_read
from analysis.report.build.job import Render
from analysis.report.fingerprint import compute_content_fingerprint, compute_library_fingerprint, list_versions


def collect_inputs(render: Render) -> dict[str, Any]:
    """Returns what a report depends on besides the case, by fingerprint, as its manifest has it."""
    others = [asdict(other) for other in render.published.others] if render.published else []
    return {
        "notebook": compute_content_fingerprint(render.notebook.read_bytes()),
        "title": render.title,
        "parameters": dict(render.parameters),
        "library": compute_library_fingerprint(),
        "versions": list_versions(),
        "reports beside it": [asdict(other) for other in render.published.listed] if render.published else [],
        **({"other languages": others} if others else {}),
    }


def find_change(
    render: Render, inputs: Mapping[str, Any], files: Iterable[str], compute_digest: Callable[[str], str | None]
) -> str:
    """Returns why a report must be rendered, in a few words, or '' if it is up to date.

    inputs: as the manifest has them. files: what its folder must hold. compute_digest: a key of what was read of the
    case -> digest of what it holds now, None if there is none (`Case.compute_digest`).
    """
    folder = render.folder
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        before, reads, made = manifest["inputs"], manifest["reads"], manifest["files"]
        file_reads = _get_file_reads(manifest)
    except (OSError, ValueError, KeyError, TypeError):
        return "not there"
    for name, value in inputs.items():
        if before.get(name) != value:
            return f"{name} changed"
    for name in files:
        if name not in made:
            return f"{name} is missing"
    for name, digest in made.items():
        try:
            if compute_content_fingerprint((folder / name).read_bytes()) != digest:
                return f"{name} was changed"
        except OSError:
            return f"{name} is missing"
    return next(
        (f"{key.partition(':')[2]} changed" for key, digest in reads.items() if compute_digest(key) != digest),
        find_changed_read(file_reads, render),
    )


def join_digests(some: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Returns what two executions of a notebook read; what each found in another state has the digests of both.

    No state of the case is both, so that the report is due again.

    >>> join_digests({"claims/a": "1", "plans/b": "2"}, {"claims/a": "1", "plans/b": "3"})
    {'claims/a': '1', 'plans/b': '2 3'}
    """
    joined = {**others, **some}
    return {
        key: digest if others.get(key, digest) == digest else f"{digest} {others[key]}"
        for key, digest in sorted(joined.items())
    }


def load_file_reads(render: Render) -> FileReads:
    """Returns what the notebook of a finished report read besides its case's rows, as its manifest has it."""
    try:
        return _get_file_reads(json.loads((render.folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return FileReads(unseen=("not there",))


def _get_file_reads(manifest: Mapping[str, Any]) -> FileReads:
    return FileReads(dict(manifest["file_reads"]), tuple(manifest["unseen"]))
