"""Sound cases changed at random: each is refused in a few lines that name their files, or everything about it works.

`python -m tests.case.fuzz --count 20000 --seed 1` tries any number; the same seed makes the same case.
"""

from __future__ import annotations

import argparse
import csv
import inspect
import io
import json
import random
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from analysis import compare, load_case
from analysis.case import datapackage
from analysis.case.case import Case
from analysis.case.schema import TABLES, Claim, Event, Quantity, Source
from analysis.case.soundness import check_formulas
from analysis.commands.shared.reports import check_reports
from analysis.errors import CaseError, CommuniqueError
from analysis.estimates.estimate import Estimate
from analysis.problems import MAX_LINES
from analysis.report.formats.bibliography import build_csl, format_bibtex
from analysis.wording.cards import format_card_text
from analysis.wording.numbers import format_number
from analysis.wording.units import forget_added
from tests.conftest import TINY, merge_folders, write_notebook

Files = dict[str, bytes]
_COMPARISONS_PER_CASE = 4

NASTY = [
    "", " ", "\t", "\n", "\r", "\r\n", "\0", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f",
    "\x85", "\u00a0", "\u00ad",
    "\u200b", "\u2028", "\u202e", "\ufdd0", "\ufeff", "\ufffe",
    "\U0001f469\u200d\U0001f680", "e\u0301", "ﬁ",
    "ß", "İ", "中文",
    "ქართული", "'", '"', '"""', "''", ",", ";", ";;", "|", "\\", "\\n", "/", "//",
    "../x", "C:\\b", "{}",
    "{x}", "%s", "$1", "<b>", "</script>", "&amp;", "#", "=1+1", "@x", "-", "--", "—",
    "…", "None", "nan",
    "inf", "-inf", "1e308", "1e-308", "-1e308", "1e24", "-1e24", "1e25", "1e-24",
    "1e-25", "0", "-0", "0.0", "007", "1_000",
    "1,000", "+5", "1e5", "0x10", "٣", "½", "true", "false", "True", "yes", "1", "2",
    "3", "0.5", "1.0000000001", "-1", "100",
    "2025", "2025-12", "2025-12-28", "2025-13", "2025-02-30", "2025-21", "2025-33",
    "2025~", "2025-12?", "2025-1X",
    "20XX", "-0044", "Y17000", "../2025", "2025/..", "2025/2024", "/", "..",
    "[2025,2026]", "{2025..2027}", "0000",
    "2025-12-28T10:00:00Z", "date", "text", "one", "person", "percent", "billion USD",
    "USD / MWh", "km**2", "m**2**3",
    "1 / day", "item", "USD person", "dimensionless", "delta", "en", "uk", "zh-Hans",
    "EN", "x", "A", "F", "exact",
    "about", "at_most", "preferred", "deprecated", "article", "second", "survey",
    "ukraine", "plan_low", "meeting",
    "reconstruction.need", "assets.frozen", "forces.cap@plan_low",
    "assets.frozen / reconstruction.need",
    "reconstruction.need - assets.frozen", "(1 - 1)", "assets.frozen / (1 - 1)",
    "1 / 0", "assets.frozen / 0",
    "- - assets.frozen", "((assets.frozen))", "a.b +", "people/smith/name",
    "claims/need_article/value", "a/b/c/d",
    "con", "nul", "https://example.org/a b", "javascript:void(0)",
    "x" * 101, "y" * 10_001, "(" * 60, "word " * 300,
    "basis=all", "basis=x", "basis", "a=1; b=2", "=", "first", "forces",
]  # fmt: skip


@cache
def make_base() -> tuple[Files, ...]:
    """The sound cases that are changed: a tiny one, and one with rows in every table, a house style and a notebook."""
    place = Path(tempfile.mkdtemp())
    rich = merge_folders(TINY, TINY.parent / "matters", into=place / "rich")
    (rich / "house.toml").write_text('[paper]\nsize = "a4"\nmargin_mm = 20\n[header]\nname = "Institute"\n')
    write_notebook(rich / "notebooks" / "first.ipynb", "# First", "1 + 1", parameters='basis: str = "all"\nx: int = 1')
    with (rich / "reports.csv").open("a", encoding="utf-8") as file:
        file.write("first,first,First,basis=x; x=2\n")
    with (rich / "quantities.csv").open("a", encoding="utf-8") as file:
        file.write("x.share,share,percent,,,assets.usable / reconstruction.need,Share,\nx.day,day,date,,,,Day,\n")
    bases = tuple(
        {str(path.relative_to(case)): path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file()}
        for case in (TINY, rich)
    )
    shutil.rmtree(place)
    return bases


# Changes


def change_bytes(dice: random.Random, files: Files) -> None:
    """Flips, inserts, removes, repeats or cuts off some bytes of a file."""
    name = dice.choice([name for name, content in files.items() if content])
    content = bytearray(files[name])
    start = dice.randrange(len(content))
    end = min(len(content), start + dice.choice((1, 1, 2, 30, 500)))
    kind = dice.randrange(6)
    if kind == 0:
        content[start] ^= 1 << dice.randrange(8)
    elif kind == 1:
        content[start:start] = bytes(dice.choices(range(256), k=dice.choice((1, 3))))
    elif kind == 2:
        del content[start:end]
    elif kind == 3:
        content[end:end] = content[start:end]
    elif kind == 4:
        del content[start:]
    else:
        content[start:start] = dice.choice(NASTY).encode("utf-8", "surrogatepass")
    files[name] = bytes(content)


def change_table(dice: random.Random, files: Files) -> None:
    """Changes a cell, row or column of a table, and writes it as proper CSV."""
    name = dice.choice([name for name in files if name.endswith(".csv")])
    try:
        rows = list(csv.reader(io.StringIO(files[name].decode("utf-8"), newline="")))
    except (csv.Error, UnicodeDecodeError):
        return
    if not rows or not rows[0]:
        return
    row, column, kind = dice.randrange(len(rows)), dice.randrange(len(rows[0])), dice.randrange(12)
    if kind < 6 and len(rows) > 1:
        row = dice.randrange(1, len(rows))
        if column < len(rows[row]):
            cell, nasty = rows[row][column], dice.choice(NASTY)
            rows[row][column] = dice.choice((nasty, nasty, cell + nasty, nasty + cell))
    elif kind == 6 and len(rows) > 1:
        other = dice.choice(rows[1:])
        rows[row][column % len(rows[row])] = dice.choice(other) if other and rows[row] else ""
    elif kind == 7:
        del rows[row]
    elif kind == 8:
        rows[1:] = []
    elif kind == 9:
        rows = [cells[:column] + cells[column + 1 :] for cells in rows]
    elif kind == 10:
        rows[row:row] = [list(rows[row])]
    else:
        rows[0][column] = dice.choice((*rows[0], *NASTY))
    text = io.StringIO()
    csv.writer(text, lineterminator=dice.choice(("\n", "\r\n"))).writerows(rows)
    files[name] = text.getvalue().encode("utf-8", "surrogatepass")


def change_json(dice: random.Random, files: Files) -> None:
    """Puts another value somewhere in a notebook or in datapackage.json."""
    name = dice.choice([name for name in files if name.endswith((".json", ".ipynb"))] or ["datapackage.json"])
    try:
        found = json.loads(files.get(name, b"{}"))
    except ValueError:
        return
    place, key = found, None
    for _ in range(dice.randrange(1, 6)):
        inside = place[key] if key is not None else place
        if not inside or not isinstance(inside, dict | list):
            break
        place, key = inside, dice.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
    if key is not None:
        place[key] = dice.choice((*NASTY, 0, -1, 1e300, None, True, [], {}, [[]], {"a": 1}, "x" * 10_001))
        files[name] = json.dumps(found).encode()


def change_house(dice: random.Random, files: Files) -> None:
    """Puts an entry into house.toml."""
    section = dice.choice(("paper", "type", "header", "share", "logo", "colour", "colour_dark", "other"))
    names = (
        "size",
        "margin_mm",
        "text",
        "label",
        "text_files",
        "name",
        "classification",
        "file",
        "height_mm",
        "series",
    )
    text = json.dumps(dice.choice(NASTY))
    value = dice.choice(
        (text, text, "0", "-1", "nan", "inf", "1e308", "true", "[]", "[1]", f"[{text}]", "{}", "2025-01-01")
    )
    name = dice.choice((*names, "paper", "ink", "accent"))
    files["house.toml"] = f"[{section}]\n{name} = {value}\n".encode("utf-8", "surrogatepass")


def change_units(dice: random.Random, files: Files) -> None:
    """Writes a units.txt, and perhaps a quantity in a unit of it."""
    pieces = ("truck", "[truck]", "trucks", "pallet", "USD", "GBP", "0.8 * tonne", "3 truck", "kg / 0", "1e99 kg", "#")
    lines = (
        " = ".join(dice.choice((*pieces, *pieces, dice.choice(NASTY))) for _ in range(dice.choice((1, 2, 2, 3))))
        for _ in range(dice.randrange(4))
    )
    text = "\n".join(("truck = [truck] = trucks", *lines) if dice.random() < 0.6 else lines)
    files["units.txt"] = text.encode("utf-8", "surrogatepass")
    if "quantities.csv" in files and dice.random() < 0.7:
        unit = dice.choice((b"trucks", b"thousand truck", b"truck / day", b"pallet", b"person / truck"))
        files["quantities.csv"] = files["quantities.csv"].replace(b",person,", b"," + unit + b",")


def change_files(dice: random.Random, files: Files) -> None:
    """Removes, empties or exchanges whole files."""
    name, other = dice.choice(list(files)), dice.choice(list(files))
    kind = dice.randrange(3)
    if kind == 0:
        del files[name]
    elif kind == 1:
        files[name] = b""
    else:
        files[name], files[other] = files[other], files[name]


CHANGES: tuple[Callable[[random.Random, Files], None], ...] = (
    change_bytes, change_table, change_table, change_table, change_table, change_json, change_house, change_files,
    change_units,
)  # fmt: skip


# Uses


def check_message(error: CommuniqueError, files: Files) -> None:
    """Fails unless an error has at most twenty lines, each of which names a file of the case."""
    *lines, last = str(error).split("\n")
    assert len(lines) < MAX_LINES, f"{len(lines)} lines"
    assert isinstance(error, CaseError), f"{type(error).__name__} for data"
    assert error.problems, "no problem"
    known = {*files, *(f"{name}.csv" for name in TABLES), "house.toml", "units.txt", "datapackage.json"}
    for line in lines:
        file = line.partition(":")[0]
        assert file in known or file.startswith("notebooks/") or line.startswith("… and problems in "), line
        assert line.isprintable(), line
        assert len(line) < 2_500, line
    assert " problem" in last, last


def use_estimate(found: Estimate) -> None:
    """Reads a number in every way a report does."""
    assert found.low <= found.value <= found.high, (found.low, found.value, found.high)
    assert repr(found)
    assert found.how
    assert format_number(found.value, found.low, found.high, found.unit, found.qualifier, spec="range")
    assert found.trace()
    assert len(found.draws(8)) == 8
    for leaf in found.leaves:
        if leaf.origin:
            assert json.dumps(leaf.origin.to_json(), allow_nan=False)
            assert list(format_card_text(leaf.origin))


def use_sound_case(case: Case, dice: random.Random) -> None:
    """Does with a case that passed every check what reports do with one. Nothing may fail but what a notebook asks for
    in vain, such as a quantity without a claim."""
    claims, quantities = case.ledger.get_table(Claim), case.ledger.get_table(Quantity)
    for claim in claims.values():
        if case.quantity(claim.quantity).unit not in ("date", "text"):
            use_estimate(case.estimate(claim))
    for basis in ("article", "all"):
        on = case.on(basis)
        assert json.dumps(on.about, allow_nan=False)
        assert str(on.basis_label) is not None
        for id in quantities:
            _attempt(lambda id=id, on=on: use_estimate(on[id]))
            _attempt(lambda id=id, on=on: [use_estimate(found) for found in on.by_subject(id).values()])
            _attempt(lambda id=id, on=on: use_estimate(on.derived(id)))
        for event in case.ledger.get_table(Event):
            assert str(on.date(event))
            use_estimate(on.day(event))
    cards = [case.cards.build_source(id) for id in case.ledger.get_table(Source)]
    assert json.dumps(build_csl(cards))
    assert format_bibtex(cards) or not cards
    for name, kind in TABLES.items():
        assert len(case.table(name)) == len(case.ledger.get_table(kind))
    for function in dice.sample(list_comparisons(), _COMPARISONS_PER_CASE):
        for basis in ("article", "all"):
            _attempt(lambda function=function, basis=basis: use_result(function(case.on(basis))))


def _attempt(use: Callable[[], object]) -> None:
    with suppress(CommuniqueError):  # one clear error is an answer
        use()


def use_result(found: object) -> None:
    """Reads every Estimate in what a comparison returns."""
    if isinstance(found, Estimate):
        use_estimate(found)
    elif isinstance(found, pd.DataFrame):
        for cell in found.to_numpy().flat[:40]:
            use_result(cell)
    elif isinstance(found, dict | list | tuple):
        for part in list(found.values() if isinstance(found, dict) else found)[:40]:
            use_result(part)


@cache
def list_comparisons() -> list[Callable[[Case], Any]]:
    """Every public function of `analysis.compare` that needs a case and nothing else."""
    return [
        function
        for name in dir(compare)
        for function in _list_functions(getattr(compare, name))
        if (wanted := [p for p in inspect.signature(function).parameters.values() if p.default is p.empty])
        and [p.name for p in wanted] == ["case"]
    ]


def _list_functions(module: ModuleType) -> Iterator[Callable[..., Any]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and f"{function.__module__}.".startswith(f"{module.__name__}."):
            yield function


# Runs


def make_case(seed: int) -> Files:
    """The files of the case of a seed."""
    dice = random.Random(seed)
    files = dict(dice.choice(make_base()))
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        dice.choice(CHANGES)(dice, files)
    return files


def write_case(files: Files, folder: Path) -> None:
    """Writes a case to an empty folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def try_case(files: Files, folder: Path, seed: int) -> str:
    """Writes a case to an empty folder and uses it. Returns what became of it; raises what should not happen."""
    write_case(files, folder)
    forget_added()
    try:
        case = load_case(folder)
        if problems := [*check_formulas(case), *check_reports(case)]:
            raise CaseError(str(folder), problems)
        datapackage.list_stale_files(folder, case.ledger, case.descriptor)
    except CommuniqueError as error:
        check_message(error, files)
        return "refused"
    use_sound_case(case, random.Random(seed))
    return "sound"


def run(seeds: range) -> Iterator[tuple[int, str]]:
    """Yields each seed with `refused`, `sound`, or the traceback of what should not have happened."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            try:
                yield seed, try_case(make_case(seed), Path(folder) / "case", seed)
            except Exception:  # whatever it is, it is what is looked for
                yield seed, traceback.format_exc()


def main() -> int:
    """Tries so many cases, prints what should not have happened, and counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.case.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="how many cases")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the others follow")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    for seed, outcome in run(range(asked.seed, asked.seed + asked.count)):
        failed = outcome not in ("refused", "sound")
        counts["failed" if failed else outcome] += 1
        if failed:
            print(f"--- seed {seed}\n{outcome}", flush=True)
    print(f"{asked.count:,} cases: " + ", ".join(f"{counts[name]:,} {name}" for name in ("refused", "sound", "failed")))
    return int(counts["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
