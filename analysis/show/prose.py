"""Sentences with places for numbers, and the few other shapes of text a brief needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from analysis.estimates.estimate import Estimate
from analysis.show.bundle import Json, Parts, Shown, build_number, find_estimates, format_html, parse_template

Role = Literal["body", "answer", "note"]


@dataclass(frozen=True)
class Prose(Shown):
    """A paragraph."""

    kind: ClassVar[str] = "prose"
    text: Parts
    role: Role
    numbers: tuple[Estimate, ...]

    def build_payload(self) -> Json:
        """Returns the paragraph's parts and its role on the page."""
        return {"role": self.role, "text": self.text}

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in the paragraph."""
        return self.numbers

    def render_html(self, bundle: Json) -> str:
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

    kind: ClassVar[str] = "points"
    items: tuple[Prose, ...]

    def build_payload(self) -> Json:
        """Returns the parts of each point."""
        return {"items": [item.text for item in self.items]}

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in all points."""
        return [estimate for item in self.items for estimate in item.numbers]

    def render_html(self, bundle: Json) -> str:
        """Returns an unordered list."""
        return "<ul>" + "".join(f"<li>{format_html(item.text)}</li>" for item in self.items) + "</ul>"


def points(*items: Prose) -> Points:
    """Returns a bulleted list of sentences made with `say`."""
    return Points(items)


@dataclass(frozen=True)
class Cards(Shown):
    """The key numbers, large."""

    kind: ClassVar[str] = "cards"
    items: tuple[tuple[str, Estimate, Prose | None, str], ...]

    def build_payload(self) -> Json:
        """Returns label, number and note of each card."""
        return {
            "items": [
                {
                    "label": parse_template(label, {}, "card label"),
                    "number": build_number(estimate, spec),
                    "note": note.text if note else [],
                }
                for label, estimate, note, spec in self.items
            ]
        }

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers on the cards and in their notes."""
        return [found for _, estimate, note, _ in self.items for found in (estimate, *(note.numbers if note else ()))]

    def render_html(self, bundle: Json) -> str:
        """Returns a description list."""
        rows = (
            f"<dt>{format_html(item['label'])}</dt><dd>{format_html([{'number': item['number']}])} {format_html(item['note'])}</dd>"
            for item in bundle["items"]
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

    kind: ClassVar[str] = "cover"
    title: Parts
    question: Parts
    about: Mapping[str, Any]
    numbers: tuple[Estimate, ...]

    def build_payload(self) -> Json:
        """Returns title and question, what the case says of itself, and its house style if it has one of its own."""
        about = dict(self.about)
        own = about.pop("house", None)
        return {"title": self.title, "question": self.question, "about": about, **({"house": own} if own else {})}

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in the title."""
        return self.numbers

    def render_html(self, bundle: Json) -> str:
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
    )
