"""Cases of any size: the shipped one, with as many claims, and reports of as many rows, as a measurement asks for."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.case.case import find_case
from analysis.case.schema import TABLES, Claim, Quantity, Report, Source

SHIPPED = "mar-a-lago-2025-12-28"
_PARTIES = ("united_states", "ukraine", "russia", "europe", "european_union", "nato", "france", "germany")
_QUALIFIERS = ("exact", "about", "nearly", "at_least", "at_most", "over")
_EVERY = 100  # claims on one quantity; a hundredth of them sources


def shipped(into: Path, case: Path | None = None) -> Path:
    """Returns a copy of the shipped case, free to change.

    case: to copy in its place, such as that of an earlier build.
    """
    return Path(shutil.copytree(case or find_case(SHIPPED), into / SHIPPED))


def grown(into: Path, claims: int, case: Path | None = None) -> Path:
    """Returns a copy of the shipped case with so many claims added, on a hundredth as many quantities and sources.

    case: as of `shipped`.
    """
    case, groups = shipped(into, case), range(max(1, claims // _EVERY))
    _add(
        case,
        Source,
        (
            {
                "source_id": f"source_{n}",
                "title": f"Source number {n}",
                "publisher": f"Publisher {n % 40}",
                "date": f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}",
                "kind": "press",
                "role": "second",
                "language": "en",
                "url": f"https://example.org/{n}",
                "reliability": "ABC"[n % 3],
            }
            for n in groups
        ),
    )
    _add(
        case,
        Quantity,
        (
            {
                "quantity_id": f"grown.quantity_{n}",
                "name": f"quantity {n}",
                "minimum": 0,
                "unit": ("billion USD", "person", "percent", "date", "km**2")[n % 5],
                "meaning": "One of many",
            }
            for n in groups
        ),
    )
    _add(case, Claim, (_claim(n, len(groups)) for n in range(claims)))
    return case


def _claim(n: int, groups: int) -> dict[str, Any]:
    group, turn = n % groups, n // groups
    dated = group % 5 == 3
    value = round(1 + n * 7919 % 99_991 / 1009, 3)
    return {
        "claim_id": f"claim_{n}",
        "quantity": f"grown.quantity_{group}",
        "subject": _PARTIES[turn % 8],
        "source": f"source_{(n * 31) % groups}",
        "locator": f"section {n % 60}, p{turn}",  # no two claims on a quantity are in one place
        "value": "" if dated else value,
        "low": "" if dated or n % 4 else value * 0.9,
        "high": "" if dated or n % 4 else value * 1.1,
        "date": f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}" if dated else "",
        "qualifier": _QUALIFIERS[n % 6],
        "status": "reported",
        "as_of": f"2025-{n % 12 + 1:02}",
        "attributed_to": f"Spokesman {n % 300}" if n % 3 else "",
        "statement": f"Statement number {n} puts what is measured here at this value, and gives its reasons for it.",
        "phrase": f"the words of {n}",
        "verdict": "confirmed" if n % 10 == 0 else "",
        "verdict_claims": f"claim_{n - 1}; source_{n % groups}" if n % 10 == 0 and n else "",
        "rank": "preferred" if turn < 8 else "normal",
        "note": "One row in five has a note" if n % 5 == 0 else "",
    }


def with_reports(case: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Returns the case with these reports alone, in the columns that it has, as an earlier build knows no others.

    What is translated of its own reports goes with them.
    """
    texts = case / "translations.csv"
    if texts.exists():
        with texts.open(encoding="utf-8", newline="") as file:
            kept = [row for row in csv.reader(file) if not row[0].startswith("reports/")]
        with texts.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(kept)
    path = case / "reports.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(header + "\n", encoding="utf-8", newline="")
    _add(case, Report, rows)
    return case


def change_a_value(case: Path, claim: str, value: str) -> None:
    """Gives one claim another value."""
    path = case / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        if row[0] == claim:
            row[header.index("value")] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def _add(case: Path, kind: Any, rows: Iterable[dict[str, Any]]) -> None:
    path, columns = case / f"{kind.table}.csv", list(TABLES[kind.table].model_fields)
    new = not path.exists()
    if not new:
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)
