"""What a report says of itself in a reader's words: what it rests on, and how each parameter is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin

from analysis import dates
from analysis.label import join_names
from analysis.report.document.parameters import Parameter

_INPUT_FORM = re.compile(r",? (?:an id of \w+\.csv|EDTF)$")  # how to give it, which is for whoever sets it


def extend_basis(about: Mapping[str, Any], sources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Returns what to say of the basis, where other sources cited go beyond the date of what the report rests on.

    `basis_alone` is the basis without that, which is the same for every report of a case.
    """
    basis, date = about.get("basis"), about.get("date")
    others = [source["date"] for source in sources if source.get("date") and source.get("role") != "article"]
    last = max(others, key=lambda edtf: dates.compute_span(edtf)[0], default="")
    if not basis or not date or not last or dates.compute_span(last)[0] <= dates.compute_span(date)[1]:
        return {}
    return {"basis": f"{basis}, with other sources to {dates.format_date(last)}", "basis_alone": basis}


def describe_parameter(parameter: Parameter, value: Any, names: Mapping[str, str]) -> tuple[str, str]:
    """Returns what a parameter sets, and to what.

    The help text says it: `need; None takes the claim`, where either half says what holds; `the baseline: the
    article's, or the preferred`, with a description of each choice; `one plan, an id of plans.csv`, whose name is
    among the names.
    """
    words, _, default = parameter.help.partition("; None takes ")
    what, _, choices = words.partition(": ")
    described, choice = re.split(r", or |, | or ", choices), get_args(parameter.type)
    if get_origin(parameter.type) is Literal and len(described) == len(choice) and value in choice:
        return what, described[choice.index(value)]
    what = _INPUT_FORM.sub("", words) or parameter.name.replace("_", " ")
    if value is None:
        return what, default or "not set"
    if isinstance(value, str) and words.endswith(", EDTF"):
        return what, dates.format_date(value)
    return what, _format_value(value, names)


def _format_value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return join_names([_format_value(one, names) for one in value] or ["none"])
    return names.get(str(value), str(value))
