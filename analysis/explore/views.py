"""What is shown of an answer: a sentence, a chart, a table, and the numbers in it that can be looked into.

Each is a call of the functions that reports use, on the answer as it is named in a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.case.case import Case
from analysis.compare.quantities.numbers import find_number, split_key
from analysis.errors import CommuniqueError, UntracedNumber, UsageError
from analysis.estimates.estimate import Estimate
from analysis.explore.calls import Call, Named
from analysis.explore.inputs import list_numbers, name_number
from analysis.label import Label
from analysis.messages import gettext, mark_message, pgettext
from analysis.show.bundle import Shown, make_part
from analysis.show.prose import say
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column
from analysis.wording.units import get_base_unit

if TYPE_CHECKING:
    import pandas as pd

View: TypeAlias = Named | Call

_INPUTS = "analysis.explore.inputs"
_MOST_BARS, _MOST_LOOKED = 40, 500
# By whether it stands in place of a claim, and whether a number of the answer rests on it.
_MOVED = {
    (True, True): mark_message("Your own number: {what} is {own}, in place of {before}."),
    (True, False): mark_message("Your own number: {what} is {own}, in place of {before}; no number below rests on it."),
    (False, True): mark_message("Your own number: {what} is {own}."),
    (False, False): mark_message("Your own number: {what} is {own}; no number below rests on it."),
}
_ALLOWED = "an Estimate, a DataFrame, something shown such as a sentence, a table or a chart, or a list of these"


@dataclass(frozen=True)
class Looked:
    """A number of an answer that can be looked into. name: what it is called in a list."""

    name: str
    number: Named


def list_views(answer: Named, title: str, claimed: Named | None = None, key: str = "result") -> Iterator[View]:
    """Yields the calls that show an answer.

    title: what was asked, in words. claimed: the same answer without what a reader has set, None where nothing was.
    key: begins the keys of tables and charts.
    Raises UsageError for an answer that cannot be shown, with what can.

    >>> from analysis import compare, load_case
    >>> gap = Named("gap", compare.reconstruction.gap(load_case()))
    >>> [view.function for view in list_views(gap, "What is missing")]
    ['say', 'bars', 'table']
    """
    found = answer.value
    if isinstance(found, Estimate):
        yield from _view_number(answer, claimed, key)
    elif _is_frame(found):
        yield from _view_frame(answer, title, key)
    elif isinstance(found, Shown):
        yield answer
    elif found is None:
        yield Call("say", (gettext("The case has no answer to this."),))
    elif isinstance(found, Label | str):
        yield Call("say", ("{answer}",), {"answer": answer})
    elif _is_sentence(found):
        yield Named(f"say({answer.code}[0], **{answer.code}[1])", say(found[0], **found[1]))
    elif _holds_numbers(found):
        frame = Named(f"list_numbers({answer.code})", list_numbers(found))
        yield from _view_frame(frame, title, key)
    elif isinstance(found, list | tuple) and found:
        for at in range(len(found)):
            has_item = claimed and isinstance(claimed.value, list | tuple) and len(claimed.value) > at
            before = claimed.get_item(at) if claimed and has_item else None
            yield from list_views(answer.get_item(at), title, before, f"{key}_{at + 1}")
    else:
        kind = "an empty list" if isinstance(found, list | tuple) else f"a value of type {type(found).__name__}"
        raise UsageError(f"The answer is {kind}, which cannot be shown; return {_ALLOWED}.")


def list_moved(case: Case, as_claimed: Case, keys: Iterable[str], looked: Sequence[Looked]) -> Iterator[View]:
    """Yields a sentence for each number that a reader has set: to what, in place of what, and whether it matters here.

    case: as it is set. as_claimed: the same without. keys: of the numbers. looked: the numbers of the answer.

    >>> from analysis import compare, load_case
    >>> case = load_case(override={"reconstruction.need": 500})
    >>> gap = Looked("Gap", Named("gap", compare.reconstruction.gap(case)))
    >>> [said] = list_moved(case, load_case(), ["reconstruction.need"], [gap])
    >>> print(said.make())
    Your own number: reconstruction need is $500 billion, in place of $800 billion.
    """
    beneath = {id for one in looked for id in one.number.value.claims}
    for key in keys:
        quantity, subject = split_key(key)
        item = f"{quantity!r}, {subject!r}" if subject else repr(quantity)
        before = None
        places = {"what": Named(f"case.label({quantity!r})", case.label(quantity))}
        if subject:
            places["of"] = Named(f"case.label({subject!r})", case.label(subject))
        places["own"] = Named(f"case[{item}]", find_number(case, key))
        with suppress(CommuniqueError):  # several claims are equally good
            before = Named(f"as_claimed[{item}]", find_number(as_claimed, key))
        places |= {"before": before} if before else {}
        sentence = gettext(_MOVED[before is not None, not looked or f"parameter:{key}" in beneath])
        if subject:  # which of several is meant
            sentence = sentence.replace("{what}", "{what} ({of})")
        yield Call("say", (sentence,), places)


def list_looked(answer: Named) -> Iterator[Looked]:
    """Yields the numbers of an answer that can be looked into, the one that it is about first.

    >>> from analysis import compare, load_case
    >>> [one.name for one in list_looked(Named("rows", compare.forces.caps(load_case())))][:2]
    ['28-point plan: Cap', '28-point plan: Change']
    """
    found = answer.value
    if isinstance(found, Estimate):
        yield Looked(name_number(found), answer)
    elif _is_frame(found):
        yield from _look_at_frame(answer)
    elif isinstance(found, Shown):
        for at, one in enumerate(found.list_estimates()):
            yield Looked(name_number(one), Named(f"{answer.code}.list_estimates()[{at}]", one))
    elif isinstance(found, dict):
        for name, one in found.items():
            if isinstance(one, Estimate):
                yield Looked(f"{name}", answer.get_item(name))
    elif isinstance(found, list | tuple):
        for at in range(len(found)):
            yield from list_looked(answer.get_item(at))


def _is_frame(found: object) -> bool:
    return type(found).__name__ == "DataFrame" and hasattr(found, "columns")


def _is_sentence(found: object) -> bool:
    """Whether it is a text with places and what fills them, as some comparisons return."""
    return isinstance(found, tuple) and list(map(type, found)) == [str, dict]


def _holds_numbers(found: Any) -> bool:
    items = found.values() if isinstance(found, dict) else found if isinstance(found, list | tuple) else ()
    return bool(items) and all(isinstance(one, Estimate) for one in items)


def write_words(words: str, ref: str) -> str | Call:
    """Returns words for a place or a heading; those with a digit, which are the case's own, as a Label.

    >>> write_words("Cap of Plan 28", "plans/plan_28").write()
    "Label('Cap of Plan 28', 'plans/plan_28')"
    """
    has_digit = any(letter.isdigit() for letter in words)
    return Call("Label", (words, ref), module="analysis.label") if has_digit else words


def _view_number(answer: Named, claimed: Named | None, key: str) -> Iterator[View]:
    one: Estimate = answer.value
    name = name_number(one)
    places = {"name": write_words(name, one.name or "result"), "result": answer, "whose": Call("said_by", (answer,))}
    yield Call("say", (gettext("{name}: {result}, by {whose}."),), places)
    before = {"claimed": claimed} if claimed and isinstance(claimed.value, Estimate) else {}
    inputs = Call("list_inputs", (answer,), {**before, "alike": True}, module=_INPUTS)
    chart = {"key": f"{key}_chart", "label": "what", "value": "value", "name": places["name"]}
    yield Call("bars", (inputs, gettext("{name}, and what it is computed from")), chart)
    headings = {
        "what": pgettext("heading of a column", "What"),
        "value": gettext("Value"),
        "whose": pgettext("heading of a column: whose a number is", "By"),
    }
    rows = Call("list_inputs", (answer,), before, module=_INPUTS)
    given = {"key": f"{key}_table", "columns": headings, "name": places["name"]}
    yield Call("table", (rows, gettext("{name}, and what it is computed from")), given)


def _view_frame(answer: Named, title: str, key: str) -> Iterator[View]:
    frame: pd.DataFrame = answer.value
    shown = [str(name) for name in frame.columns if all(map(_can_stand, frame[name]))]
    headings = {name: write_words(word_column(name), f"columns/{name}") for name in shown}
    words = write_words(title, "comparison")
    yield from _draw_frame(answer, shown, words, key)
    if shown:
        yield Call("table", (answer, "{words}"), {"key": f"{key}_table", "columns": headings, "words": words})
    if left := [str(name) for name in frame.columns if str(name) not in shown]:
        named = write_words(", ".join(map(word_column, left)), "columns")
        yield Call("say", (gettext("A table cannot show: {columns}."),), {"role": "note", "columns": named})


def _draw_frame(answer: Named, shown: list[str], words: str | Call, key: str) -> Iterator[View]:
    """Yields bars of the first column of numbers that measure one thing, named by the first column of names."""
    frame: pd.DataFrame = answer.value
    numbers = [name for name in shown if _measures_one_thing(frame[name])]
    names = [name for name in shown if name not in numbers and all(isinstance(c, str | Label) for c in frame[name])]
    if not numbers or not names or not 1 < frame[numbers[0]].notna().sum() <= _MOST_BARS:
        return
    value = numbers[0]
    drawn = (
        answer
        if frame[value].notna().all()
        else Named(f"{answer.code}.dropna(subset=[{value!r}])", frame.dropna(subset=[value]))
    )
    heading = write_words(word_column(value), f"columns/{value}")
    bar = value if isinstance(heading, str) else {value: heading}  # a name with a digit is said by its row
    options = {"key": f"{key}_chart", "label": names[0], "value": bar, "subtitle": heading, "words": words}
    yield Call("bars", (drawn, "{words}"), options)


def _measures_one_thing(cells: pd.Series[Any]) -> bool:
    found = [cell for cell in cells if not _is_missing(cell)]
    if not found or not all(isinstance(cell, Estimate) for cell in found):
        return False
    return len({get_base_unit(cell.unit) for cell in found}) == 1


def _is_missing(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell)


def _can_stand(cell: object) -> bool:
    """Whether a table can show a cell."""
    try:
        make_part(None if _is_missing(cell) else cell)
    except UntracedNumber:
        return False
    return True


def word_column(name: str) -> str:
    """Returns the name of a column as a heading.

    >>> word_column("per_1000_now")
    'Per 1000 now'
    """
    return begin_with_capital(name_column(name))


def _look_at_frame(answer: Named) -> Iterator[Looked]:
    """Yields the numbers of a frame row by row, each named by words that no other row has and by its column."""
    frame: pd.DataFrame = answer.value
    found, names = 0, _name_rows(frame)
    for at in range(len(frame)):
        row = frame.iloc[at]
        for column, cell in row.items():
            if isinstance(cell, Estimate) and found < _MOST_LOOKED:
                found += 1
                name = ": ".join(filter(None, (names[at], word_column(str(column)))))
                yield Looked(name, Named(f"{answer.code}[{column!r}].iloc[{at}]", cell))


def _name_rows(frame: pd.DataFrame) -> list[str]:
    """Returns a name for each row: its words in the first column that has others in each, else its first and place."""
    columns = [
        list(map(str, frame[name]))
        for name in frame.columns
        if all(isinstance(cell, str | Label) for cell in frame[name])
    ]
    if len(frame) < 2:
        return columns[0] if columns else [""] * len(frame)
    different = next((words for words in columns if len(set(words)) == len(words)), None)
    first = columns[0] if columns else [""] * len(frame)
    return different or [
        gettext("{words} (row {number})", words=words, number=at).strip() for at, words in enumerate(first, 1)
    ]
