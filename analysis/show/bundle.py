"""Shown, and the MIME bundle it leaves in a notebook: the contract with `report`, see `analysis.contract`.

The bundle carries what is shown as structure, with the card of every claim behind every number, so that the report
engine needs no case and no comparison. Beside it are ordinary HTML and plain text for any Jupyter front end.
"""

from __future__ import annotations

import datetime
import math
import numbers
import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from string import Formatter
from typing import Any, ClassVar, Self, TypeGuard, cast

from analysis.characters import has_right_to_left
from analysis.contract import (
    BUNDLE_MIME,
    Block,
    CitationPart,
    ClaimCard,
    DisplayBundle,
    LabelPart,
    NumberPart,
    Part,
    Parts,
    ReferencePart,
)
from analysis.dependencies import compute_digest
from analysis.errors import UntracedNumber, UsageError, format_nearest
from analysis.estimates import formula_text
from analysis.estimates.estimate import Estimate
from analysis.estimates.importance import rank_inputs
from analysis.estimates.origin import find_origin
from analysis.estimates.plain import Plain, list_plain, restore_plain
from analysis.front_end import Displayed, is_heard
from analysis.kept_results import find_kept, is_keeping
from analysis.label import Label
from analysis.messages import FORMS, get_language, use_language
from analysis.show import made
from analysis.show.citation import Citation, name_work
from analysis.show.number import format_estimate, is_off_by_rounding
from analysis.show.reference import name_references, note_caption
from analysis.wording.capitals import begin_with_capital
from analysis.wording.numbers import SPECS, format_interval
from analysis.wording.own_units import list_added
from analysis.wording.quotation import quote
from analysis.wording.units import list_definitions

_DIGIT = re.compile(r"\d")
_MAX_SAID = 60  # characters of an object in a message


@dataclass(frozen=True)
class See:
    """A place for a cross-reference: `Figure 2`, decided when the report is put together."""

    key: str


def see(key: str) -> See:
    """Returns a reference to the table or figure shown under that key, for a place in a sentence.

    >>> from analysis import say, see
    >>> say("The steps are in {table}.", table=see("steps")).text
    ('The steps are in ', ReferencePart(key='steps'), '.')
    """
    return See(key)


class Shown(Displayed):
    """Anything a cell may end in. Subclasses are frozen dataclasses; noun: what a message calls them."""

    noun: ClassVar[str]

    def __post_init__(self) -> None:
        made.note_made(self, vars(self).values())

    def change(self, **fields: Any) -> Self:
        """Returns the same object with other fields; it takes the place of this one."""
        made.note_shown(self)
        return cast(Self, replace(cast(Any, self), **fields))

    def describe(self) -> str:
        """Returns what a message calls the object: `table 'needs'`, or a sentence by its first words."""
        name = getattr(self, "key", "") or textwrap.shorten(self.render_text(), _MAX_SAID, placeholder=" ...")
        return f"{self.noun} {name!r}"

    def build_block(self) -> Block:
        """Returns what is shown, as the report engine reads it."""
        raise NotImplementedError

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns every Estimate shown, for their claims."""
        raise NotImplementedError

    def build_bundle(self) -> DisplayBundle:
        """Returns the block with the card of every claim behind its numbers."""
        return DisplayBundle(self.build_block(), collect_cards(self.list_estimates()), list_added(), get_language())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        made.note_displayed(self)
        if key := getattr(self, "key", ""):
            note_caption(key, self.noun, format_text(getattr(self, "caption", getattr(self, "title", ()))))
        words = self.render_text() if is_heard() else self.noun  # without any, IPython writes the whole object's repr
        bundle = {BUNDLE_MIME: self.build_bundle().to_json(), "text/plain": words}
        return bundle | super()._repr_mimebundle_(include, exclude)

    def render_html(self) -> str:
        """Returns simple HTML for a notebook, in which a number is a link to its note; the report has its own."""
        raise NotImplementedError

    def render_text(self) -> str:
        """Returns one line of plain text."""
        html = re.sub(r"</?[abi]\b[^>]*>", "", self.render_html())  # inside a word or before a full stop
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).strip()

    def __str__(self) -> str:
        return self.render_text()


def collect_cards(estimates: Iterable[Estimate]) -> dict[str, ClaimCard]:
    """Returns the card of every claim behind some Estimates, by the claim's id."""
    return {leaf.id: card for estimate in estimates for leaf in estimate.leaves if (card := leaf.origin)}


def parse_template(
    template: str,
    places: Mapping[str, Any],
    where: str = "sentence",
    build: Callable[[Estimate, str], NumberPart] | None = None,
) -> tuple[Part, ...]:
    """Returns a text with places as parts; `{gap}` is filled from `places`, `{gap:bare}` with a format.

    A value that no place takes is left out: a template may be chosen by what the numbers say. build: makes the part of
    a number, by default `build_number`.
    Raises: UntracedNumber for a digit typed into the template or passed as a bare number or text;
        UsageError for a place that nothing fills.
    """
    result: list[Part] = []
    template = str(template)  # of a Word in the language of the reader
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        raise UsageError(
            f"the {where} {template!r} cannot be read: {error}; a brace that is meant is written twice: {{{{ or }}}}"
        ) from None
    for literal, name, spec, _ in pieces:
        if literal:
            refuse_digits(literal, where, template)
            result.append(literal)
        if name is None:
            continue
        if name not in places:
            raise UsageError(
                f"the {where} {template!r} has a place {{{name}}} that nothing fills{format_nearest(name, places)}"
            )
        value = places[name]
        if build and isinstance(value, Estimate):
            filled: Part = build(value, spec or "")
        else:
            filled = make_part(value, spec or "", f"{where}, place {{{name}}}")
        before = result[-1] if result else ". "
        if _may_begin_sentence(filled) and isinstance(before, str) and before.endswith((". ", "? ", "! ")):
            # a sentence begins with a capital: `At least $700 billion`
            filled = replace(filled, text=begin_with_capital(filled.text))
        result.append(filled)
    return tuple(result)


def _may_begin_sentence(part: Part) -> TypeGuard[NumberPart | LabelPart]:
    """Whether its first letter is ours to change: of a number, and of words that say whose one is or name a report."""
    if isinstance(part, NumberPart):
        return True
    return isinstance(part, LabelPart) and part.ref.startswith(("claims/", "ours/", "notebooks/"))


def make_part(value: Any, spec: str = "", where: str = "cell", decimals: int | None = None) -> Part:
    """Returns one value as a part. Raises UntracedNumber for a number or digit without a claim."""
    if isinstance(value, Estimate):
        return build_number(value, spec, decimals)
    if isinstance(value, Label):
        return LabelPart(_format_label(value, spec, where), value.ref)
    if isinstance(value, See):
        return ReferencePart(value.key)
    if isinstance(value, Citation):
        return CitationPart(value.works)
    if value is None:
        return ""
    if isinstance(value, str):
        words = str(value)  # of a Word in the language of the reader
        refuse_digits(words, where, words)
        return words
    raise _describe_refusal(value, where)


def _format_label(label: Label, spec: str, where: str) -> str:
    """Returns a text of the case in the form that its place asks for; what it says of numbers is left aside."""
    wanted = [word for word in map(str.strip, spec.split(",")) if word and (word in FORMS or word not in SPECS)]
    if len(wanted) > 1:
        raise UsageError(f"{where}: found the forms {' and '.join(wanted)}; allowed: one.")
    if wanted and wanted[0] not in FORMS:
        raise UsageError(f"{where}: no form {wanted[0]!r}{format_nearest(wanted[0], (*FORMS, *SPECS))}.")
    return format(label, wanted[0] if wanted else "")


def _describe_refusal(value: object, where: str) -> UntracedNumber:
    """Returns the error for a value that cannot stand in a report, with what to write instead."""
    name = type(value).__name__
    if name in ("bool", "bool_"):
        return UntracedNumber(f"{where}: {bool(value)} leads to no claim; write yes or no, or what it says in words.")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta) or name in ("Period", "datetime64"):
        return UntracedNumber(
            f"{where}: {str(value)!r} leads to no claim; take a date from the case, as with case.date(...), and a span "
            "of time as an Estimate."
        )
    if isinstance(value, numbers.Number):
        return UntracedNumber(
            f"{where}: {value!r} leads to no claim; give an Estimate (from a claim, an assumption "
            "or a parameter), or a Label from the case."
        )
    remedy = (
        "show it in a cell of its own, or in points(...) or cards(...)"
        if isinstance(value, Shown)
        else "write them as one text, such as ', '.join(...), or give each a place of its own"
        if isinstance(value, Collection)
        else "write it as text"
    )
    return UntracedNumber(
        f"{where}: found a value of type {name}, which leads to no claim; give an Estimate, a Label or text: {remedy}."
    )


def refuse_digits(text: str, where: str, whole: str) -> None:
    """Raises UntracedNumber if a text holds a digit. where, whole: for the message."""
    if _DIGIT.search(text):
        raise UntracedNumber(
            f"{where}: {whole!r} holds a typed digit; put the number in a place, such as "
            "{gap}, and fill it with an Estimate, or with a Label from the case for a name or date."
        )


def build_number(estimate: Estimate, spec: str = "", decimals: int | None = None) -> NumberPart:
    """Returns an Estimate as it travels to the page: its text, value, interval, formula and claims."""
    plain = list_plain(estimate) if is_keeping() and not list_definitions() else None
    kept = find_kept(build_plain_number, plain, spec, decimals, get_language()) if plain else None
    return kept or _build_number(estimate, spec, decimals)


def build_plain_number(plain: Plain, spec: str, decimals: int | None, language: str) -> NumberPart:
    """Returns an Estimate as it travels to the page, in a language. plain: from `list_plain`.

    Raises LookupError if something of it depends on the card of a claim.
    """
    with use_language(language):
        return _build_number(restore_plain(plain), spec, decimals)


def _build_number(estimate: Estimate, spec: str, decimals: int | None) -> NumberPart:
    formula = formula_text.describe_formula(estimate)
    has_results = not estimate.leaf and any(node.leaf is None for node in formula.operands)
    return NumberPart(
        text=format_estimate(estimate, spec, decimals),
        value=_round(estimate.value),
        unit=estimate.unit,
        low=_round_end(estimate.low),
        high=_round_end(estimate.high),
        qualifier=estimate.qualifier,
        claims=tuple(leaf.id for leaf in estimate.leaves),
        how=formula.outline,
        computed=estimate.leaf is None,
        name=estimate.name,
        label=estimate.label,
        formula="" if formula.text == formula.outline else formula.text,
        of=tuple(node.leaf.id if node.leaf else build_number(node) for node in formula.operands) if has_results else (),
        rounded=is_off_by_rounding(estimate),
        origin=find_origin(estimate),
        matter=rank_inputs(estimate),
    )


def _round(value: float) -> float:
    """12 significant digits: the last bits differ between processors and say nothing."""
    return float(f"{value:.12g}")


def _round_end(value: float) -> float | None:
    return _round(value) if math.isfinite(value) else None


def format_html(text: Parts) -> str:
    """Returns a text as simple HTML; a number is a link to its note, which `analysis.display` adds."""
    return "".join(map(_format_part, name_references(text)))


def _format_part(part: Part) -> str:
    if isinstance(part, NumberPart):
        return format_link(part)
    text = escape(format_text([part]))
    return f"<bdi>{text}</bdi>" if isinstance(part, LabelPart) and has_right_to_left(text) else text


def format_link(number: NumberPart) -> str:
    """Returns a number as the link to its note, with what its card says of it alone: its name and its interval."""
    low = -math.inf if number.low is None else number.low
    high = math.inf if number.high is None else number.high
    said = (("label", number.label), ("range", format_interval(low, high, number.unit)))
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in said if value)
    return f'<a class="n" href="#note-{find_note_key(number)}"{data}>{escape(number.text)}</a>'


def find_note_key(number: NumberPart) -> str:
    """Returns what identifies the note of a number."""
    return make_note_key(number.computed, number.formula or number.how, number.claims)


def make_note_key(computed: bool, how: str, claims: Sequence[str]) -> str:
    """Returns what identifies the note of a number: its claim, or of a computed one its whole formula with its claims.

    >>> make_note_key(False, "need", ["a"]) == make_note_key(False, "the need", ["a"])
    True
    """
    return compute_digest((how, *claims) if computed else claims[:1])


def format_text(text: Parts) -> str:
    """Returns a text without its structure.

    >>> format_text(["By ", LabelPart("the plan", "plans/a"), "."])
    'By the plan.'
    """
    return "".join(map(_get_text, text))


def _get_text(part: Part) -> str:
    match part:
        case str():
            return part
        case ReferencePart():
            return quote(part.key.replace("_", " "))
        case CitationPart():
            return f"({'; '.join(map(name_work, part.works))})"
        case _:
            return part.text


def find_numbers(texts: Iterable[Parts]) -> list[NumberPart]:
    """Returns the numbers in some texts, in order."""
    return [part for text in texts for part in text if isinstance(part, NumberPart)]


def find_estimates(places: Mapping[str, Any]) -> list[Estimate]:
    """Returns the Estimates among the values offered to places."""
    return [value for value in places.values() if isinstance(value, Estimate)]
