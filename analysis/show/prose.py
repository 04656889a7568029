"""Texts of a brief: sentences with places for numbers, lists, cards of key numbers, and the title block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

from analysis.contract import CardsBlock, CoverBlock, NamedNumber, Parts, PointsBlock, ProseBlock, Role
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext
from analysis.show.attribution import check_attribution, check_statement
from analysis.show.bundle import Shown, build_number, find_estimates, format_html, parse_template
from analysis.show.made import note_made
from analysis.show.other_basis import build_headline_number
from analysis.wording.quotation import get_quotation_marks


@dataclass(frozen=True)
class Prose(Shown):
    """A paragraph."""

    noun: ClassVar[str] = "sentence"

    text: Parts
    role: Role
    numbers: tuple[Estimate, ...]

    def build_block(self) -> ProseBlock:
        """Returns the paragraph's parts and its role on the page."""
        return ProseBlock(self.role, self.text)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in the paragraph."""
        return self.numbers

    def render_html(self) -> str:
        """Returns a paragraph."""
        return f"<p>{format_html(self.text)}</p>"


def say(template: str, *, role: Role = "body", **places: Any) -> Prose:
    """Returns a paragraph in which every number leads to its claim.

    template: text with places, such as `{gap}`, or `{gap:bare}` with a number format (see
    `analysis.wording.numbers.format_number`), or `{plan:genitive}` with a grammatical form, which names of the case,
    `said_by` and `ours` have in languages with cases. places: what fills them: Estimates, Labels of the case,
    `see(key)`, or text without digits. role: `answer` is printed large at the head of a brief, `note` small.
    Numbers in words, such as "two thirds", are not looked for: give those that matter a place too.
    Raises UntracedNumber for a digit typed into the template or a number without a claim, and in an answer for a number
    of which the text does not say whose it is (see `said_by` and `ours`), UsageError for a place that nothing fills.

    >>> from analysis import compare, load_case, say
    >>> print(say("The gap is {gap}.", gap=compare.reconstruction.gap(load_case())))
    The gap is at least $700 billion.
    """
    is_answer, numbers = role == "answer", tuple(find_estimates(places))
    text = parse_template(template, places, build=build_headline_number if is_answer else None)
    if is_answer:
        check_attribution(text, numbers, "answer")
    return Prose(text, role, numbers)


@dataclass(frozen=True)
class Points(Shown):
    """A bulleted list."""

    noun: ClassVar[str] = "list"

    items: tuple[Prose, ...]

    def build_block(self) -> PointsBlock:
        """Returns the parts of each point."""
        return PointsBlock(tuple(item.text for item in self.items))

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in all points."""
        return [estimate for item in self.items for estimate in item.numbers]

    def render_html(self) -> str:
        """Returns an unordered list."""
        return "<ul>" + "".join(f"<li>{format_html(item.text)}</li>" for item in self.items) + "</ul>"


def points(*items: Prose) -> Points:
    """Returns a bulleted list of paragraphs made with `say`. Raises UsageError where there is none, or anything else.

    >>> from analysis import load_case, points, say
    >>> case = load_case()
    >>> need, means = case["reconstruction.need"], case["assets.usable"]
    >>> print(points(say("The need is {need}.", need=need), say("There are {means}.", means=means)))
    The need is $800 billion. There are at most $100 billion.
    """
    if not items:
        raise UsageError("points: there is nothing to list; give at least one say(...), or leave the list out.")
    for item in items:
        if not isinstance(item, Prose):
            raise UsageError(f"points: found {item!r}; allowed: paragraphs made with say(...).")
    return Points(items)


def remarks(found: Sequence[tuple[str, Mapping[str, Any]]]) -> Points | Prose | None:
    """Returns the sentences that a case adds at a place of a notebook: one as a paragraph, several as a list.

    found: each sentence with what fills its places, as `Case.remarks` returns them; None is shown for none.
    Raises UntracedNumber and UsageError as `say` does.

    >>> from analysis import load_case, remarks
    >>> print(remarks(load_case().remarks("sources", "text")))
    The article names no source of its own.
    """
    said = [say(text, **places) for text, places in found]
    return points(*said) if len(said) > 1 else said[0] if said else None


class KeyNumber(NamedTuple):
    """One of the key numbers, as `card` makes it for `cards`."""

    label: str
    estimate: Estimate
    note: Prose | None
    spec: str

    def describe(self) -> str:
        """Returns what a message calls it: `card 'Need'`."""
        return f"card {self.label!r}"


@dataclass(frozen=True)
class Cards(Shown):
    """The key numbers, large."""

    noun: ClassVar[str] = "key numbers"

    items: tuple[KeyNumber, ...]

    def build_block(self) -> CardsBlock:
        """Returns label, number and note of each card."""
        return CardsBlock(
            tuple(
                NamedNumber(
                    parse_template(label, {}, "card label"), build_number(estimate, spec), note.text if note else ()
                )
                for label, estimate, note, spec in self.items
            )
        )

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers on the cards and in their notes."""
        return [found for _, estimate, note, _ in self.items for found in (estimate, *(note.numbers if note else ()))]

    def render_html(self) -> str:
        """Returns a list; not one of descriptions, whose terms JupyterLab floats into one another."""
        rows = (
            f"<li><b>{format_html(item.label)}</b>: {format_html([item.number])} {format_html(item.note or ())}</li>"
            for item in self.build_block().items
        )
        return f"<ul>{''.join(rows)}</ul>"


def card(estimate: Estimate, note: Prose | None = None, *, label: str = "", spec: str = "") -> KeyNumber:
    """Returns one key number for `cards`.

    estimate: the number. note: a sentence below it. label: words above it, by default the Estimate's own label or
    formula. spec: its number format (see `analysis.wording.numbers.format_number`).
    Raises UntracedNumber for a number that is no Estimate or of which the note does not say whose it is (see `said_by`
    and `ours`), UsageError for a note that `say` did not make.

    >>> from analysis import card, cards, load_case, said_by, say
    >>> need = load_case()["reconstruction.need"]
    >>> print(cards(card(need, say("by {who}", who=said_by(need)), label="Need")))
    Need: $800 billion by the 20-point plan
    """
    if not isinstance(estimate, Estimate):
        raise UntracedNumber(f"card: {estimate!r} leads to no claim; give an Estimate.")
    if note is not None and not isinstance(note, Prose):
        raise UsageError(f"card: found the note {note!r}; allowed: a sentence made with say(...).")
    made = KeyNumber(label or estimate.label or estimate.how, estimate, note, spec)
    words, known = note.text if note else (), note.numbers if note else ()
    check_attribution((build_number(estimate, spec), *words), (estimate, *known), made.describe(), as_one=True)
    note_made(made, (note,))
    return made


def cards(*items: KeyNumber) -> Cards:
    """Returns the key numbers of a report, side by side and large; items: made with `card`.

    Raises UsageError where there is none, or anything else.

    >>> from analysis import card, cards, load_case, ours, said_by, say
    >>> case = load_case()
    >>> need, means = case["reconstruction.need"], case["assets.usable"]
    >>> gap = need - means
    >>> first = card(need, say("by {who}", who=said_by(need)), label="Need")
    >>> print(cards(first, card(gap, say("by {ours}", ours=ours(gap)), label="Gap")))
    Need: $800 billion by the 20-point plan Gap: at least $700 billion by our arithmetic
    """
    if not items:
        raise UsageError("cards: there is no number to show; give at least one card(...), or leave the cards out.")
    for item in items:
        if not isinstance(item, KeyNumber):
            raise UsageError(f"cards: found {item!r}; allowed: key numbers made with card(...).")
    return Cards(items)


@dataclass(frozen=True)
class Cover(Shown):
    """The title block."""

    noun: ClassVar[str] = "title block"

    title: Parts
    question: Parts
    about: Mapping[str, Any]
    numbers: tuple[Estimate, ...]
    firmness: Parts = ()

    def build_block(self) -> CoverBlock:
        """Returns title, question, the facts about the case, its house style if it has its own, and how sure it is."""
        about = dict(self.about)
        own = about.pop("house", None)
        return CoverBlock(self.title, self.question, about, own, self.firmness)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in the title, and those that say how sure it is."""
        return self.numbers

    def render_html(self) -> str:
        """Returns a heading, the question, and how sure the title is."""
        firmness = f"<p>{format_html(self.firmness)}</p>" if self.firmness else ""
        return f"<h1>{format_html(self.title)}</h1><p><i>{format_html(self.question)}</i></p>{firmness}"


def _quote_title(title: Parts) -> Parts:
    """Returns the sentence that gives the title which is not firm enough."""
    begin, end = get_quotation_marks()
    before, _, after = gettext("A sharper title would be: {title}.").partition("{title}")
    return (f"{before}{begin}", *title, f"{end}{after}")


class States(Protocol):
    """What a title states, and how sure that is: `analysis.compare.robustness` makes one."""

    @property
    def is_firm(self) -> bool:
        """Whether a title may state it."""
        ...

    def describe(self) -> tuple[str, Mapping[str, Any]]:
        """Returns how sure it is: a sentence with places, and what fills them."""
        ...


def cover(
    title: str,
    question: str,
    about: Mapping[str, Any],
    *,
    states: States | None = None,
    otherwise: str = "",
    **places: Any,
) -> Cover:
    """Returns the title block of a report, in which the formats also find the case and its house style.

    title: a finding. question: the question it answers; both may have places, filled from `places` as in `say`.
    about: `case.about`. states: what the title states, where that rests on our coding or assumptions:
        `robustness(case, statement)`; how sure it is then stands below the title. otherwise: the title in words that
        leave the matter open, printed where the statement is not firm, with the sharper title below it. Neither is
        needed where the title states no more than numbers and prints each that rests on our coding or assumptions with
        its range: `{chance:range}`.
    Raises UntracedNumber for a typed digit, a number without a claim, or one of which the title does not say whose it
    is (see `said_by` and `ours`), UsageError for a place that nothing fills, for only one of states and otherwise, and
    for neither where the title rests on our coding or assumptions and prints no range.

    >>> from analysis import compare, cover, load_case, ours
    >>> case = load_case()
    >>> gap = compare.reconstruction.gap(case)
    >>> title = "{gap} have no source, by {ours}"
    >>> print(cover(title, "Who pays for reconstruction?", case.about, gap=gap, ours=ours(gap)))
    At least $700 billion have no source, by our arithmetic Who pays for reconstruction?
    """
    if (states is None) != (not otherwise):
        raise UsageError(
            "cover: found only one of states and otherwise; give the statement that the title rests on, and the open "
            "wording that is printed where it is not firm."
        )
    numbers = tuple(find_estimates(places))
    firmness: Parts = ()
    text = parse_template(title, places, "title", build_headline_number)
    check_attribution(text, numbers, "title")
    if states is None:
        check_statement(title, places)
    else:
        left_open = parse_template(otherwise, places, "title", build_headline_number)
        check_attribution(left_open, numbers, "title")
        words, found = states.describe()
        firmness = parse_template(words, found, "firmness")
        if not states.is_firm:
            firmness = (*_quote_title(text), " ", *firmness)
            text = left_open
        numbers += tuple(find_estimates(found))
    return Cover(text, parse_template(question, places, "question"), about, numbers, firmness)
