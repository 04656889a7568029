"""What a case can be asked: the public comparisons, in words, with what each has to be given beside the case.

Nothing here lists the comparisons: they are read from `analysis.compare`, their words from their docstrings, and
whether a case can answer one is found by asking it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product
from typing import Any, TypeAlias

from analysis import compare
from analysis.case.case import Case
from analysis.case.schema import Claim, Report
from analysis.errors import CommuniqueError, UsageError, format_nearest
from analysis.wording.capitals import begin_with_capital

Function: TypeAlias = Callable[..., Any]

_ANSWERS = ("Estimate", "Estimate | None", "pd.DataFrame", "list[Estimate]", "tuple[Estimate, Estimate]")
_GIVEN_FROM = {  # parameter of a comparison -> the table whose ids it takes
    **dict.fromkeys(("plan", "earlier", "later", "first", "second"), "plans"),
    "party": "parties",
    **dict.fromkeys(("person", "ahead", "behind"), "people"),
    **dict.fromkeys(("until", "before"), "events"),
    "promise": "guarantees",
    "forecast": "forecasts",
    "quantity": "",  # those with claims
}
_MOST_TRIED = 24  # choices of what a comparison is given, before it counts as one that the case cannot answer
_VERBS = re.compile(r"^(Computes|Lists|Finds|Counts|Returns) (?=\w)")
_UNITS = re.compile(r" \([^()]*\)(?=[.;,]|$)")


@dataclass(frozen=True)
class Comparison:
    """A public comparison. name: as in `reconstruction.gap`; asks: the parameters that it needs beside the case."""

    name: str
    function: Function = field(compare=False, repr=False)
    asks: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The module it stands in.

        >>> find_comparison("reconstruction.gap").topic
        'reconstruction'
        """
        return self.name.partition(".")[0]

    @property
    def words(self) -> str:
        """What it answers, from the first sentence of its docstring.

        >>> find_comparison("forces.change").words
        "How much a plan's limit differs from what there is now, in its unit; a cut is negative"
        """
        first = " ".join((inspect.getdoc(self.function) or self.name).partition("\n\n")[0].split())
        plain = _UNITS.sub("", re.split(r"\.(?: |$)", first)[0].replace("`", ""))
        return begin_with_capital(_VERBS.sub("", plain))

    def list_choices(self, case: Case) -> dict[str, list[str]]:
        """Returns parameter -> the ids of the case that it may be given, in the order of its files.

        >>> from analysis import load_case
        >>> find_comparison("forces.change").list_choices(load_case())["plan"][1]
        'plan_28'
        """
        return {name: _list_ids(case, name) for name in self.asks}

    def find_arguments(self, case: Case) -> dict[str, str] | None:
        """Returns the first choice of its parameters for which a case has an answer; None where it has none.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> find_comparison("forces.change").find_arguments(case)
        {'plan': 'plan_28'}
        >>> find_comparison("quantities.promised_and_delivered").find_arguments(case)
        """
        choices = self.list_choices(case)
        usual = (ids for ids in product(*choices.values()) if len(set(ids)) == len(ids))
        for ids in islice(usual, _MOST_TRIED):
            arguments = dict(zip(choices, ids, strict=True))
            if _has_answer(self.function, case, arguments):
                return arguments
        return None

    def explain_refusal(self, case: Case) -> str:
        """Returns why a case has no answer, in the words of the comparison itself.

        >>> from analysis import load_case
        >>> find_comparison("quantities.promised_and_delivered").explain_refusal(load_case()).partition(" (")[0]
        'mar-a-lago-2025-12-28 does not say what is its promised'
        """
        choices = self.list_choices(case)
        if empty := [name for name, ids in choices.items() if not ids]:
            return f"{case.folder.name} has nothing that could be its {' and '.join(empty)}."
        try:
            self.function(case, **{name: ids[0] for name, ids in choices.items()})
        except CommuniqueError as error:
            return str(error)
        return f"{case.folder.name} has nothing to list for it."


def _list_ids(case: Case, parameter: str) -> list[str]:
    table = _GIVEN_FROM[parameter]
    if table:
        return list(case.ledger.tables[table])
    return list(dict.fromkeys(case.ledger.get_table(Claim).columns["quantity"]))


def _has_answer(function: Function, case: Case, arguments: Mapping[str, str]) -> bool:
    """Whether a comparison returns something that can be shown; any error of it is no answer."""
    try:
        found = function(case, **arguments)
    except (CommuniqueError, ArithmeticError, LookupError, TypeError, ValueError):
        return False
    return found is not None and (not hasattr(found, "__len__") or len(found) > 0)


@cache
def list_comparisons() -> Mapping[str, Comparison]:
    """Returns the comparisons that answer with numbers or a table, and ask for nothing but ids: name -> Comparison.

    >>> list(list_comparisons())[:2]
    ['arithmetic.recomputed', 'base_rates.rates']
    """
    return {comparison.name: comparison for topic in dir(compare) for comparison in _list_of_topic(topic)}


def _list_of_topic(topic: str) -> Iterator[Comparison]:
    for name, function in vars(getattr(compare, topic)).items():
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        if not function.__module__.startswith(compare.__name__):
            continue
        signature = inspect.signature(function)
        first, *others = signature.parameters.values() or (None,)
        asks = tuple(one.name for one in others if one.default is one.empty and one.kind is not one.VAR_POSITIONAL)
        takes_case = first is not None and first.name == "case"
        if takes_case and signature.return_annotation in _ANSWERS and _GIVEN_FROM.keys() >= set(asks):
            yield Comparison(f"{topic}.{name}", function, asks)


def find_comparison(name: str) -> Comparison:
    """Returns a comparison by its name, with or without `compare.` before it. Raises UsageError with the nearest.

    >>> find_comparison("compare.reconstruction.gap").name
    'reconstruction.gap'
    """
    known, plain = list_comparisons(), name.removeprefix("compare.")
    if plain not in known:
        raise UsageError(
            f"no comparison {name!r}{format_nearest(plain, known)}; allowed: one of analysis.compare that answers with "
            "numbers or a table, such as 'reconstruction.gap', or a function of your own."
        )
    return known[plain]


def find_by_function(function: Function) -> Comparison | None:
    """Returns the comparison that a function is, None for one of a reader's own.

    >>> from analysis import compare
    >>> find_by_function(compare.reconstruction.gap).name
    'reconstruction.gap'
    """
    return next((one for one in list_comparisons().values() if one.function is function), None)


def word_topic(topic: str) -> str:
    """Returns the question of a topic, as the docstring of its module asks it.

    >>> word_topic("reconstruction")
    'Reconstruction: how much of a need is in reach, what is missing, and what to compare it with?'
    """
    words = (getattr(compare, topic).__doc__ or topic).strip().partition("\n")[0]
    return begin_with_capital(words.removeprefix("The "))


def list_topics(case: Case) -> list[str]:
    """Returns the topics in which a case can answer something; those of its own reports first, in their order.

    >>> from analysis import load_case
    >>> list_topics(load_case())[:3]
    ['brief', 'reconstruction', 'forces']
    """
    known = dict.fromkeys(one.topic for one in list_comparisons().values())
    reports = [row.notebook for row in case.ledger.get_table(Report).values()]
    ordered = dict.fromkeys([*(name for name in reports if name in known), *known])
    return [topic for topic in ordered if any(one.find_arguments(case) is not None for one in _list_known(topic))]


def _list_known(topic: str) -> Sequence[Comparison]:
    return [one for one in list_comparisons().values() if one.topic == topic]


def list_answered(case: Case, topic: str) -> list[tuple[Comparison, dict[str, str]]]:
    """Returns the comparisons of a topic that a case can answer, each with the first arguments for which it does.

    >>> from analysis import load_case
    >>> [one.name for one, _ in list_answered(load_case(), "concessions")][:1]
    ['concessions.concessions']
    """
    found = ((one, one.find_arguments(case)) for one in _list_known(topic))
    return [(one, arguments) for one, arguments in found if arguments is not None]
