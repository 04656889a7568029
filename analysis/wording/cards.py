"""The card of a claim in words: the one wording for the terminal, for printed notes and for the page.

`describe_card` finds the words of each fact. `format_card` sets them as lines of text; a page lists them in rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from analysis.contract import CardKind, ClaimCard, CorrectionCard, Relation, RivalCard, SourceCard
from analysis.wording.capitals import begin_with_capital
from analysis.wording.locators import describe_locator
from analysis.wording.numbers import add_qualifier, format_interval, format_magnitude, join_interval
from analysis.wording.qualifiers import RELIABILITY, find_qualifier

# What is ours, and not a source's. Counts and events say it in their statement.
_KIND_WORDS: Mapping[CardKind, str] = {"assumption": "our assumption", "parameter": "set for this report"}

PROMISES: dict[str, str] = {"kept": "kept", "partly_kept": "kept in part", "broken": "broken", "open": "open"}
"""What became of a promise: the verdict in claims.csv -> in words. It is our coding."""

VERDICTS: dict[str, str] = {
    "confirmed": "Confirmed",
    "partly": "Partly right",
    "contradicted": "Contradicted",
    "unverified": "Not verified",
    "garbled": "Garbled",
    "opinion": "Opinion",
}
"""How what the analysed text states compares with other sources: the verdict in claims.csv -> in words. Our coding."""


@dataclass(frozen=True)
class Emphasis:
    """Emphasised text: bold, or else italic. language: tag of the language of its source, '' for the report's own."""

    text: str
    bold: bool
    language: str = ""


Line: TypeAlias = tuple[str | Emphasis, ...]


@dataclass(frozen=True)
class RivalText:
    """Another claim on the same thing, in words. value: with what it counts, and of history as of when."""

    id: str
    value: str
    locator: str
    source: SourceCard

    def __str__(self) -> str:
        return f"{self.value} ({self.source.title})"


_HISTORY: Mapping[Relation, str] = {
    "earlier": "Revised from",
    "later": "Since revised to",
    "before": "Before",
    "after": "Later",
}


@dataclass(frozen=True)
class CardText:
    """The facts of a card, each in words; '' or nothing for what the card does not say."""

    title: str  # what is measured: `Area (the region)`
    value: str  # with qualifier and range: `at least 33% (33% to 33.3%)`
    statement: str
    phrase: str  # in quotation marks
    attributed_to: str
    source: SourceCard | None
    locator: str
    sources: tuple[SourceCard, ...]  # of a count
    standing: str  # `in force, as of June 2025`
    meaning: str
    note: str
    corrections: tuple[CorrectionCard, ...]
    rivals: tuple[RivalText, ...]
    history: tuple[tuple[str, tuple[RivalText, ...]], ...]  # `Revised from`, and the claims
    omitted: str  # `and 189 others in claims.csv`


def describe_card(card: ClaimCard) -> CardText:
    """Returns the facts of a card in words."""
    as_of = card.as_of and f"as of {card.as_of}"
    doubt = "not verified in a copy of the source" if card.unverified else ""
    ours = describe_verdict(card)
    verdict = f"{ours[0].lower()}{ours[1:]} by our verdict" if ours else ""
    standing = ", ".join(filter(None, (_KIND_WORDS.get(card.kind), card.status, as_of, verdict, doubt)))
    return CardText(
        title=begin_with_capital(card.quantity) + (f" ({card.subject})" if card.subject else ""),
        value=format_claim_value(card),
        statement=card.statement or "",
        phrase=f"“{card.phrase}”" if card.phrase else "",
        attributed_to=card.attributed_to or "",
        source=card.source,
        locator=describe_locator(card.locator or ""),
        sources=card.sources,
        standing=standing.replace("_", " "),
        meaning=card.meaning or "",
        note=card.note or "",
        corrections=card.corrections,
        rivals=tuple(map(_describe_rival, _list_related(card, "rival"))),
        history=tuple(
            (words, tuple(map(_describe_rival, found)))
            for relation, words in _HISTORY.items()
            if (found := _list_related(card, relation))
        ),
        omitted=f"and {card.more} other{'s' if card.more > 1 else ''} in claims.csv" if card.more else "",
    )


def describe_verdict(card: ClaimCard) -> str:
    """Returns what we found of a claim, '' if nothing.

    >>> describe_verdict(ClaimCard("a", "claim", "area", "km²", verdict="partly"))
    'Partly right'
    """
    kept = PROMISES.get(card.verdict or "")
    return f"Promise {kept}" if kept else VERDICTS.get(card.verdict or "", "")


def describe_owner(card: ClaimCard) -> str:
    """Returns whose a number is, as a sentence.

    >>> describe_owner(ClaimCard("a", "claim", "area", "km²", source=SourceCard("s", "A survey", reliability="B")))
    'Given by “A survey” (reliability B, usually reliable).'
    >>> describe_owner(ClaimCard("c", "count", "number of provisions", "item"))
    'Our count of provisions.'
    """
    if card.kind == "count":
        return f"Our count of {card.quantity.removeprefix('number of ')}."
    if not card.source:
        return f"{begin_with_capital(_KIND_WORDS[card.kind])}." if card.kind in _KIND_WORDS else ""
    grade = format_reliability(card.source)
    title = f"“{card.source.title}”" + (f" (reliability {grade})" if grade else "")
    if card.kind == "assumption":
        return f"Our coding of {title}."
    return f"Said by {card.attributed_to}, in {title}." if card.attributed_to else f"Given by {title}."


def _list_related(card: ClaimCard, relation: Relation) -> list[RivalCard]:
    return [rival for rival in card.rivals if rival.relation == relation]


def _describe_rival(rival: RivalCard) -> RivalText:
    as_of = f"as of {rival.as_of}" if rival.as_of and rival.relation != "rival" else ""
    value = ", ".join(filter(None, (format_claim_value(rival), rival.base, as_of)))
    return RivalText(rival.id, value, describe_locator(rival.locator or ""), rival.source)


def format_claim_value(card: ClaimCard | RivalCard) -> str:
    """Returns a value as claimed, with the range that the source itself gives in brackets; or a date; '' for a text.

    A number that is called exact and yet has a range takes the qualifier that a result of that interval has.
    """
    if card.date or card.unit in ("date", "text"):
        return card.date or ""
    interval, qualifier = "", card.qualifier
    if card.low is not None and card.high is not None:
        interval = format_interval(card.low, card.high, card.unit, exact=True)
        if card.value is not None and qualifier == "exact":
            qualifier = find_qualifier(card.value, card.low, card.high)
    if card.value is None:
        return add_qualifier(interval, qualifier)
    return join_interval(add_qualifier(format_magnitude(card.value, card.unit, exact=True), qualifier), interval)


def format_card(card: ClaimCard) -> Iterator[Line]:
    """Yields what a printed note says of a card, line by line; the first is what is measured and how much it is."""
    text = describe_card(card)
    yield Emphasis(text.title, bold=True), f": {text.value}"
    about = " ".join(_list_sentences(text))
    short = f" {about}" if about and not card.status else ""  # a word or two, which need no line of their own
    if text.statement or text.phrase:
        statement = end_sentence(text.statement) if text.statement else ""
        phrase: Line = (Emphasis(text.phrase, bold=False),) if text.phrase else ()
        yield statement, " " if statement and phrase else "", *phrase, "" if text.source else short
    if text.source:
        said_by = f"Said by {text.attributed_to}, in " if text.attributed_to else ""
        where = ", ".join(filter(None, (*list_makers(text.source), text.locator)))
        yield said_by, Emphasis(text.source.title, bold=False), end_sentence(f", {where}" if where else ""), short
    elif short and not (text.statement or text.phrase):
        yield (about,)
    if text.sources:
        titles = [item for source in text.sources for item in (", ", Emphasis(source.title, bold=False))]
        yield "From ", *titles[1:], "."
    if about and not short:
        yield (about,)
    for correction in text.corrections:
        corrected = f"; corrected: {correction.corrected}" if correction.corrected else ""
        yield (f"As given: {end_sentence(correction.as_given + corrected)} {end_sentence(correction.reason)}",)
    for words, claims in text.history:
        yield (end_sentence(f"{words}: {'; '.join(map(str, claims))}"),)
    if text.rivals:
        elsewhere = "; ".join(map(str, text.rivals))
        yield (end_sentence(" ".join(filter(None, (f"Elsewhere: {elsewhere}", text.omitted)))),)


def format_card_text(card: ClaimCard) -> Iterator[str]:
    """Yields what the terminal says of a card: the lines of a note, with the ids of the card and of each rival.

    >>> card = ClaimCard("guess", "assumption", "usable share", "percent", value=5, statement="Nobody says more.")
    >>> list(format_card_text(card))
    ['Usable share: 5%', 'assumption guess', 'Nobody says more. Our assumption.']
    """
    text = describe_card(card)
    first, *lines = ("".join(map(_get_text, line)) for line in format_card(card))
    yield first
    yield f"{card.kind} {card.id}"
    yield from lines[: len(lines) - bool(text.rivals) - len(text.history)]
    for words, claims in text.history:
        yield from (f"{words.lower()} {claim.id}: {claim}" for claim in claims)
    for rival in text.rivals:
        yield f"rival {rival.id}: {rival}"
    if text.omitted:
        yield text.omitted


def _get_text(item: str | Emphasis) -> str:
    return item if isinstance(item, str) else item.text


def _list_sentences(text: CardText) -> Iterator[str]:
    """How a claim is held, what it measures and what else to know of it, a sentence each."""
    if text.standing:
        yield end_sentence(begin_with_capital(text.standing))
    if text.meaning:
        yield f"Measures: {end_sentence(text.meaning)}"
    if text.note:
        yield f"Note: {end_sentence(text.note)}"


def list_makers(source: SourceCard) -> tuple[str, ...]:
    """Returns who wrote and who published a source, and when, as far as it is known.

    >>> list_makers(SourceCard("s", "Needs survey", publisher="World Bank", date_text="May 2025"))
    ('World Bank', 'May 2025')
    """
    return tuple(filter(None, (source.author, source.publisher, source.date_text)))


def format_reliability(source: SourceCard, separator: str = ", ") -> str:
    """Returns a source's grade in words, '' if it has none.

    >>> format_reliability(SourceCard("s", "A text", reliability="D"))
    'D, not usually reliable'
    """
    letter = source.reliability or ""
    return f"{letter}{separator}{RELIABILITY[letter]}" if letter in RELIABILITY else letter


def end_sentence(text: str) -> str:
    """Returns a text that ends as a sentence does.

    >>> end_sentence("Who pays?"), end_sentence("A third of it")
    ('Who pays?', 'A third of it.')
    """
    return text if text.rstrip("”’").endswith((".", "?", "!", "…", ".)")) else f"{text}."
