"""The card of a claim in words: the one wording for the terminal, for printed notes and for the page.

`describe_card` finds the words of each fact. `format_card` sets them as lines of text; a page lists them in rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TypeAlias

from analysis.contract import CardKind, ClaimCard, CorrectionCard, Relation, RivalCard, SourceCard
from analysis.messages import Word, gettext, keep_by_language, mark_message, ngettext
from analysis.wording.capitals import begin_with_capital
from analysis.wording.locators import describe_locator
from analysis.wording.numbers import add_qualifier, format_interval, format_magnitude, join_interval
from analysis.wording.qualifiers import RELIABILITY, find_qualifier
from analysis.wording.quotation import quote
from analysis.wording.units import count_changes
from analysis.wording.vocabulary import name_word

_MOST_KEPT = 4096  # rivals in words

# What is ours, and not a source's. Counts and events say it in their statement.
_KIND_WORDS: Mapping[CardKind, str] = {
    "assumption": mark_message("our assumption"),
    "parameter": mark_message("set for this report"),
}

PROMISES: dict[str, str] = {
    "kept": Word("kept", "what became of a promise"),
    "partly_kept": Word("kept in part", "what became of a promise"),
    "broken": Word("broken", "what became of a promise"),
    "open": Word("open", "what became of a promise"),
}
"""What became of a promise: the verdict in claims.csv -> in words. It is our coding."""

VERDICTS: dict[str, str] = {
    "confirmed": Word("Confirmed", "verdict"),
    "partly": Word("Partly right", "verdict"),
    "contradicted": Word("Contradicted", "verdict"),
    "unverified": Word("Not verified", "verdict"),
    "garbled": Word("Garbled", "verdict"),
    "opinion": Word("Opinion", "verdict"),
}
"""How what the analysed text states compares with other sources: the verdict in claims.csv -> in words. Our coding."""

_PROMISES_ALONE: Mapping[str, str] = {  # as a sentence of its own
    "kept": mark_message("Promise kept"),
    "partly_kept": mark_message("Promise kept in part"),
    "broken": mark_message("Promise broken"),
    "open": mark_message("Promise open"),
}
_VERDICTS_WITHIN: Mapping[str, str] = {  # within the sentence that says how a claim is held
    "confirmed": mark_message("confirmed by our verdict"),
    "partly": mark_message("partly right by our verdict"),
    "contradicted": mark_message("contradicted by our verdict"),
    "unverified": mark_message("not verified by our verdict"),
    "garbled": mark_message("garbled by our verdict"),
    "opinion": mark_message("opinion by our verdict"),
    "kept": mark_message("promise kept by our verdict"),
    "partly_kept": mark_message("promise kept in part by our verdict"),
    "broken": mark_message("promise broken by our verdict"),
    "open": mark_message("promise open by our verdict"),
}


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
        title = " ".join(filter(None, (self.source.title, self.source.translation)))
        return f"{self.value} ({title})"


_HISTORY: Mapping[Relation, str] = {
    "earlier": mark_message("Revised from"),
    "later": mark_message("Since revised to"),
    "before": mark_message("Before"),
    "after": mark_message("Later"),
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
    ours = _KIND_WORDS.get(card.kind, "")
    status = card.status_text or name_word("claims/status", card.status or "")
    as_of = _describe_time(card.as_of) if card.as_of else ""
    verdict = _VERDICTS_WITHIN.get(card.verdict or "", "")
    doubt = gettext("not verified in a copy of the source") if card.unverified else ""
    standing = (ours and gettext(ours), status, as_of, verdict and gettext(verdict), doubt)
    return CardText(
        title=begin_with_capital(card.quantity) + (f" ({card.subject})" if card.subject else ""),
        value=format_claim_value(card),
        statement=card.statement or "",
        phrase=quote(card.phrase) if card.phrase else "",
        attributed_to=card.attributed_to or "",
        source=card.source,
        locator=describe_locator(card.locator or ""),
        sources=card.sources,
        standing=", ".join(filter(None, standing)),
        meaning=card.meaning or "",
        note=card.note or "",
        corrections=card.corrections,
        rivals=tuple(map(_describe_rival, _list_related(card, "rival"))),
        history=tuple(
            (gettext(words), tuple(map(_describe_rival, found)))
            for relation, words in _HISTORY.items()
            if (found := _list_related(card, relation))
        ),
        omitted=_describe_omitted(card.more) if card.more else "",
    )


def _describe_omitted(more: int) -> str:
    return ngettext("and {count} other in claims.csv", "and {count} others in claims.csv", more)


def _describe_time(words: str) -> str:
    """Returns of when a claim speaks. words: the time, in words."""
    return gettext("as of {date}", date=words)


def describe_verdict(card: ClaimCard) -> str:
    """Returns what we found of a claim, '' if nothing.

    >>> describe_verdict(ClaimCard("a", "claim", "area", "km²", verdict="partly"))
    'Partly right'
    """
    if alone := _PROMISES_ALONE.get(card.verdict or ""):
        return gettext(alone)
    return str(VERDICTS.get(card.verdict or "", ""))


def describe_owner(card: ClaimCard) -> str:
    """Returns whose a number is, as a sentence.

    >>> describe_owner(ClaimCard("a", "claim", "area", "km²", source=SourceCard("s", "A survey", reliability="B")))
    'Given by “A survey” (reliability B, usually reliable).'
    >>> describe_owner(ClaimCard("c", "count", "number of provisions", "item"))
    'Our count of provisions.'
    """
    if card.kind == "count":
        # translators: what is counted, in the form that "number of {what}" takes
        return gettext("Our count of {what}.", what=card.quantity.removeprefix(name_count("")))
    if not card.source:
        return f"{begin_with_capital(gettext(_KIND_WORDS[card.kind]))}." if card.kind in _KIND_WORDS else ""
    title = quote(card.source.title)
    if grade := format_reliability(card.source):
        title = gettext("{title} (reliability {grade})", title=title, grade=grade)
    if card.kind == "assumption":
        return gettext("Our coding of {title}.", title=title)
    if card.attributed_to:
        return gettext("Said by {who}, in {title}.", who=card.attributed_to, title=title)
    return gettext("Given by {title}.", title=title)


def name_count(what: str) -> str:
    """Returns the name of a number of rows. what: what they are, in words that follow "number of".

    >>> name_count("alliances")
    'number of alliances'
    """
    # translators: what is counted, in the genitive plural where your language has one; it has to come last
    return gettext("number of {what}", what=what)


def _list_related(card: ClaimCard, relation: Relation) -> list[RivalCard]:
    return [rival for rival in card.rivals if rival.relation == relation]


def _describe_rival(rival: RivalCard) -> RivalText:
    return _describe_rival_with(rival, count_changes())


@keep_by_language(_MOST_KEPT)  # it is printed in the note of each claim that it contradicts, and in every format
def _describe_rival_with(rival: RivalCard, _units: int) -> RivalText:
    as_of = _describe_time(rival.as_of) if rival.as_of and rival.relation != "rival" else ""
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
        title = Emphasis(text.source.title, bold=False)
        # translators: {title} is followed by who published the source and when: ", World Bank, May 2025."
        said_by = gettext("Said by {who}, in {title}") if text.attributed_to else "{title}"
        where = ", ".join(filter(None, (*list_makers(text.source), text.locator)))
        line = _fill(said_by, who=(text.attributed_to,), title=(title,))
        yield *line, end_sentence(f", {where}" if where else ""), short
    elif short and not (text.statement or text.phrase):
        yield (about,)
    if text.sources:
        titles = [item for source in text.sources for item in (", ", Emphasis(source.title, bold=False))]
        # translators: the titles of the sources of the rows that were counted
        yield _fill(gettext("From {titles}."), titles=tuple(titles[1:]))
    if about and not short:
        yield (about,)
    for correction in text.corrections:
        if correction.corrected:
            given, right = correction.as_given, correction.corrected
            said = gettext("As given: {given}; corrected: {corrected}", given=given, corrected=right)
        else:
            said = gettext("As given: {given}", given=correction.as_given)
        yield (f"{end_sentence(said)} {end_sentence(correction.reason)}",)
    for words, claims in text.history:
        yield (end_sentence(f"{words}: {'; '.join(map(str, claims))}"),)
    if text.rivals:
        elsewhere = gettext("Elsewhere: {claims}", claims="; ".join(map(str, text.rivals)))
        yield (end_sentence(" ".join(filter(None, (elsewhere, text.omitted)))),)


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


def _fill(message: str, **places: Line) -> Line:
    """Returns a translated message as a line, its places filled with words and emphasised text."""
    found: list[str | Emphasis] = []
    for before, name, _, _ in Formatter().parse(message):
        found += [before, *(places[name] if name else ())]
    return tuple(found)


def _get_text(item: str | Emphasis) -> str:
    return item if isinstance(item, str) else item.text


def _list_sentences(text: CardText) -> Iterator[str]:
    """How a claim is held, what it measures and what else to know of it, a sentence each."""
    if text.standing:
        yield end_sentence(begin_with_capital(text.standing))
    if text.meaning:
        yield gettext("Measures: {meaning}", meaning=end_sentence(text.meaning))
    if text.note:
        yield gettext("Note: {note}", note=end_sentence(text.note))


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
    return f"{letter}{separator}{gettext(RELIABILITY[letter])}" if letter in RELIABILITY else letter


def end_sentence(text: str) -> str:
    """Returns a text that ends as a sentence does.

    >>> end_sentence("Who pays?"), end_sentence("A third of it")
    ('Who pays?', 'A third of it.')
    """
    return text if text.rstrip("”’»“").endswith((".", "?", "!", "…", ".)")) else f"{text}."
