"""Decided proposals into a case: all new rows of claims.csv and waivers.csv, or nothing at all.

Rows are only added; `decisions` says which. All that is wrong is said at once, with the row of the review table: first
what the table itself shows, then what `communique check` would find in a copy of the case with the new rows.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.case.appending import Change, append_rows, read_cells, read_header, remove_leftovers, replace_together
from analysis.case.case import open_case
from analysis.errors import Problem, UsageError
from analysis.lock import lock_folder
from analysis.problems import Words
from analysis.proposals.decisions import CLAIMS, WAIVERS, Additions, get_place, plan_additions
from analysis.proposals.state import LANDED_IN
from analysis.proposals.table import ReviewTable, raise_problems, read_table

Check = Callable[[Path], Sequence[Problem]]


def accept_table(folder: Path, path: Path, check: Check) -> Additions:
    """Adds to a case what a review table has decided, and returns it; a second time it adds nothing.

    folder: of the case. check: returns the problems of a case's folder; it is asked about a copy with the new rows.
    Raises UsageError with every problem, also if claims.csv or waivers.csv has changed since the table was written, and
    CaseError if the case cannot be read; then the case is as it was. OSError if a file cannot be written.
    """
    table = read_table(path)
    with lock_folder(folder):
        case = open_case(folder)
        places = {name: case.files.locate(name).resolve() for name in LANDED_IN}
        stopped = remove_leftovers([*places.values()])
        before = {name: place.read_bytes() for name, place in places.items()}
        new = plan_additions(case, table, path.name, before)
        if new.problems:
            raise_problems(new.problems, path)
        if new.claims or new.waivers:
            _refuse_changed(table, before, path)
            _land(folder, new, places, before, check, path)
    if stopped:
        new.remarks.append("an earlier --accept was stopped midway; give its table again to add what it left out.")
    return new


def _refuse_changed(table: ReviewTable, before: Mapping[str, bytes], path: Path) -> None:
    """Raises UsageError if a file has changed since the table was written, but for rows of this table added to it."""
    places = {get_place(row) for row in table.rows}
    for name, content in before.items():
        state = table.state.files[name]
        header = ",".join(read_header(content)).encode() + b"\n"
        added = read_cells(header + content[state.size :].lstrip(b"\r\n")) if state.begins(content) else None
        if added is None or any(get_place(cells) not in places for cells in added):
            source = next((row.source for row in table.rows if row.source), "ID")
            raise UsageError(
                f"{name} has changed since {path.name} was written ({table.state.day.isoformat()}), or {path.name} is "
                f"of another case. Run `communique draft DOCUMENT --source {source} --out {path.name}` again, which "
                "keeps what is decided; then accept it."
            )


def _land(
    folder: Path, new: Additions, places: Mapping[str, Path], before: Mapping[str, bytes], check: Check, path: Path
) -> None:
    """Writes the new rows, unless the case would have a problem with them. Raises UsageError."""
    added = {CLAIMS: new.claims, WAIVERS: new.waivers}
    made = {name: append_rows(before[name], [cells for _, cells in rows]) for name, rows in added.items()}
    with tempfile.TemporaryDirectory(prefix="communique-") as temporary:
        copy = Path(temporary) / folder.resolve().name
        shutil.copytree(folder, copy, ignore=_list_hidden, ignore_dangling_symlinks=True)
        for name, (content, _) in made.items():
            (copy / name).unlink()
            (copy / name).write_bytes(content)
        problems = check(copy)
    if problems:
        row_of = {
            (name, line): row
            for name, (_, starts) in made.items()
            for line, (row, _) in zip(starts, added[name], strict=True)
        }
        ids = {cells["claim_id"]: line for line, cells in new.claims}
        raise_problems([_locate(problem, new.name, row_of, ids) for problem in problems], path)
    changes = [Change(places[name], before[name], content) for name, (content, _) in made.items() if added[name]]
    replace_together(changes)


def _list_hidden(folder: str, names: list[str]) -> list[str]:
    """Returns the files of a folder that are no part of a case: hidden ones, pipes and sockets."""
    paths = [Path(folder, name) for name in names]
    return [path.name for path in paths if path.name.startswith(".") or not (path.is_file() or path.is_dir())]


def _locate(problem: Problem, name: str, row_of: Mapping[tuple[str, int], int], ids: Mapping[str, int]) -> Problem:
    """Returns a problem of the case as one of the review table, where a new row causes it."""
    line = row_of.get((problem.file, problem.row or 0))
    if line is None:
        line = next((ids[word] for word in re.findall(r"\w+", problem.allowed) if word in ids), None)
        if line is None:
            return problem
    if problem.column == "rank":
        remedy = (
            "Write accept here, or first give the other claim another rank in claims.csv."
            if problem.found == "preferred"
            else "Merge the row with merge:ID; or write accept:preferred if it is to count, else accept:deprecated."
        )
        return replace(problem, file=name, row=line, column="decision", found=Words("a tie"), remedy=remedy)
    column = "claim_id" if problem.column == "waiver_id" else problem.column
    return replace(problem, file=name, row=line, column=column)
