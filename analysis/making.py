"""What `render`, `sweep` and `watch` share: where notebooks are looked for, and the index over what was made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.paths import shipped

if TYPE_CHECKING:
    from analysis.case import Case
    from analysis.report.work import Outcome


def places(folder: Path) -> list[Path]:
    """Returns the folders in which a case's notebooks are looked for, the first that has one winning."""
    return [path for path in (folder / "notebooks", Path("notebooks"), shipped("notebooks")) if path.is_dir()]


def index(root: Path, case: Case, listed: Sequence[Any], outcomes: Sequence[Outcome], pictures: bool = True) -> Path:
    """Brings index.html over the reports in a folder up to date; returns its path.

    listed: the case's reports, in order. outcomes: what became of those just asked for. pictures: see `write_index`.
    """
    from analysis.report import build, fresh

    failed = {outcome.render.folder.name: outcome.error for outcome in outcomes if outcome.error}
    order = [row.report_id for row in listed]
    path = root / "index.html"
    if failed or not path.exists() or any(outcome.why for outcome in outcomes) or fresh.order(root) != order:
        build.write_index(root, case.about["title"], order, failed, pictures=pictures, house=case.house)
        fresh.keep_order(root, [] if failed else order)       # what it says of a failure is to go with the failure
    return path
