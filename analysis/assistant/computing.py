"""Comparisons asked by name: arguments checked before anything is computed, and the answer with its lineage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.assistant.answers import ComparisonEntry, ComputeAnswer
from analysis.assistant.entries import describe_beneath, describe_estimate
from analysis.case.case import Case
from analysis.errors import UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.explore.questions import Comparison, find_comparison, list_answered
from analysis.label import Label
from analysis.show.number import format_estimate

MOST_ROWS = 40


def compute(case: Case, name: str, arguments: Mapping[str, str]) -> ComputeAnswer:
    """Returns what a comparison gives for a case.

    name: one of analysis.compare that answers with numbers or a table. arguments: parameter -> id.
    Raises UsageError for a name, a parameter or an id that there is not; other CommuniqueErrors where the case has no
    answer.

    >>> from analysis import load_case
    >>> found = compute(load_case(), "reconstruction.gap", {})
    >>> found.numbers[0].text, found.numbers[0].claims
    ('at least $700 billion ($700 billion to $800 billion)', ['need_article', 'usable_article'])
    """
    comparison = find_comparison(name)
    _check_arguments(case, comparison, arguments)
    found = comparison.function(case, **arguments)
    answer = ComputeAnswer(
        comparison=comparison.name, asks=comparison.words, arguments=dict(arguments), basis=str(case.basis)
    )
    if found is None:
        raise UsageError(f"{case.folder.name} has no answer to {comparison.name} with {dict(arguments)!r}.")
    if hasattr(found, "columns"):
        rows = found.to_dict("records")
        answer.rows = [{str(key): _format_cell(cell) for key, cell in row.items()} for row in rows[:MOST_ROWS]]
        answer.row_claims = [sorted(_list_claims(row.values())) for row in rows[:MOST_ROWS]]
        answer.more = max(len(rows) - MOST_ROWS, 0)
        beneath = [id for ids in answer.row_claims for id in ids]
    else:
        numbers = [found] if isinstance(found, Estimate) else list(found)
        answer.numbers = [describe_estimate(one) for one in numbers]
        beneath = [id for one in answer.numbers for id in one.claims]
    answer.claims = [*describe_beneath(case, dict.fromkeys(beneath))]
    return answer


def list_topic(case: Case, topic: str) -> list[ComparisonEntry]:
    """Returns the comparisons of a topic that a case can answer, each with the ids that it takes.

    >>> from analysis import load_case
    >>> [one.name for one in list_topic(load_case(), "concessions")][:2]
    ['concessions.concessions', 'concessions.concession']
    """
    return [
        ComparisonEntry(name=one.name, asks=one.words, arguments=one.list_choices(case))
        for one, _ in list_answered(case, topic)
    ]


def _check_arguments(case: Case, comparison: Comparison, arguments: Mapping[str, str]) -> None:
    choices = comparison.list_choices(case)
    takes = ", ".join(choices) if choices else "nothing beside the case"
    for name, id in arguments.items():
        if name not in choices:
            near = format_nearest(name, choices)
            raise UsageError(f"{comparison.name} has no argument {name!r}{near}; it takes {takes}.")
        if id not in choices[name]:
            near = format_nearest(id, choices[name])
            some = ", ".join(choices[name][:12]) + (", …" if len(choices[name]) > 12 else "")
            raise UsageError(f"{comparison.name} has no {name} {id!r}{near}; there are: {some or 'none in this case'}.")
    if missing := [name for name in choices if name not in arguments]:
        raise UsageError(f"{comparison.name} needs {' and '.join(missing)}; it takes {takes}.")


def _format_cell(cell: Any) -> str:
    if isinstance(cell, Estimate):
        return format_estimate(cell, "range")
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    return str(cell)


def _list_claims(cells: Iterable[Any]) -> Iterator[str]:
    """Yields what the cells of a row rest on: claims of its numbers, and rows that its words are from."""
    found = set[str]()
    for cell in cells:
        if isinstance(cell, Estimate):
            found |= cell.claims
        elif isinstance(cell, Label) and cell.ref:
            found.add(cell.ref.removeprefix("claims/"))
    yield from found
