"""Small folders that look like rendered reports, and what a reader of them at an address sees."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import join, normpath

from analysis.report.fingerprint import compute_content_fingerprint


def make_report(root: Path, name: str, text: str, **further: str) -> None:
    """Writes a report as a render leaves it. text: what its page, its PDF and its results say of their version."""
    files = {
        f"{name}.html": f'<p>{text}</p><a href="../index.html">all</a> <a href="{name}.pdf">PDF</a>',
        f"{name}.pdf": text,
        "results.json": json.dumps({"version": text}),
        "tables/kept.csv": "a,b\n",
        **further,
    }
    digests = {path: compute_content_fingerprint(content.encode()) for path, content in files.items()}
    files["manifest.json"] = json.dumps({"report": name, "files": digests})
    for path, content in files.items():
        place = root / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    (root / "index.html").write_text(f"all reports: {name} {text}", encoding="utf-8")


def read_as_reader(files: Mapping[str, bytes], name: str) -> tuple[str, str]:
    """Returns what a report's page at an address says, and the PDF that the page leads to."""
    page = files[f"{name}/{name}.html"].decode()
    link = re.search(r'href="([^"]+\.pdf)"', page)
    said = re.search(r"<p>(.*?)</p>", page)
    assert link is not None
    assert said is not None
    return said[1], files[normpath(join(name, link[1]))].decode()
