"""Sentences with places for numbers, and the few other shapes of text a brief needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.contract import CardsBlock, CoverBlock, NamedNumber, Parts, PointsBlock, ProseBlock, Role
from analysis.estimates.estimate import Estimate
from analysis.show.bundle import Shown, build_number, find_estimates, format_html, parse_template
from analysis.style.house import House, get_current_house, serialise_house


@dataclass(frozen=True)
class Prose(Shown):
    """A paragraph."""

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
    """Returns a paragraph: `say("The gap is {gap}.", gap=gap)`.

    A place takes an Estimate, a Label of the case or `see(key)`; a digit typed into the template
    raises UntracedNumber. role: `answer` is set large at the head of a brief, `note` small.
    """
    return Prose(parse_template(template, places), role, tuple(find_estimates(places)))


@dataclass(frozen=True)
class Points(Shown):
    """A bulleted list."""

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
    """Returns a bulleted list of sentences made with `say`."""
    return Points(items)


@dataclass(frozen=True)
class Cards(Shown):
    """The key numbers, large."""

    items: tuple[tuple[str, Estimate, Prose | None, str], ...]

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
        """Returns a description list."""
        rows = (
            f"<dt>{format_html(item.label)}</dt><dd>{format_html([item.number])} {format_html(item.note or ())}</dd>"
            for item in self.build_block().items
        )
        return f"<dl>{''.join(rows)}</dl>"


def card(
    estimate: Estimate, note: Prose | None = None, *, label: str = "", spec: str = ""
) -> tuple[str, Estimate, Prose | None, str]:
    """Returns one key number for `cards`; its label is the Estimate's own unless given. spec: its number format."""
    return label or estimate.label or estimate.how, estimate, note, spec


def cards(*items: tuple[str, Estimate, Prose | None, str]) -> Cards:
    """Returns the key numbers of a report, as cards."""
    return Cards(items)


@dataclass(frozen=True)
class Cover(Shown):
    """The title block."""

    title: Parts
    question: Parts
    about: Mapping[str, Any]
    numbers: tuple[Estimate, ...]
    house: House

    def build_block(self) -> CoverBlock:
        """Returns title and question, what the case says of itself, and its house style where it has its own."""
        return CoverBlock(self.title, self.question, self.about, serialise_house(self.house) or None)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in the title."""
        return self.numbers

    def render_html(self) -> str:
        """Returns a heading and the question."""
        return f"<h1>{format_html(self.title)}</h1><p><i>{format_html(self.question)}</i></p>"


def cover(title: str, question: str, about: Mapping[str, Any], **places: Any) -> Cover:
    """Returns the title block: a finding for a title, the question it answers, and `case.about`.

    Both texts may have places.
    """
    return Cover(
        parse_template(title, places, "title"),
        parse_template(question, places, "question"),
        about,
        tuple(find_estimates(places)),
        get_current_house(),
    )
