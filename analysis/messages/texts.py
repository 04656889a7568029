"""Messages in the language of the reader, by the catalogues, with their places filled."""

from __future__ import annotations

import gettext as gnu
from functools import cache, partial
from string import Formatter
from typing import Any

from analysis.errors import UsageError
from analysis.messages.language import get_language, use_language
from analysis.messages.languages import DOMAIN, FOLDER

FORMS = ("genitive", "dative", "accusative", "instrumental", "locative")
"""The grammatical forms that a place of a message can ask a name for, beside the name as it is, the nominative."""


@cache
def load_catalogue(language: str) -> gnu.NullTranslations:
    """Returns the catalogue of a language, an empty one for English. Raises UsageError if it cannot be read.

    >>> load_catalogue("en").gettext("Sources")
    'Sources'
    """
    if language == "en":
        return gnu.NullTranslations()
    file = FOLDER / language / f"{DOMAIN}.mo"
    try:
        with file.open("rb") as opened:
            return gnu.GNUTranslations(opened)
    except (OSError, UnicodeDecodeError, ValueError, IndexError, KeyError) as error:
        raise UsageError(
            f"the catalogue {language}/{file.name} cannot be read ({error}); "
            "`python -m tests.catalogues` makes it from the .po file beside it"
        ) from error


def gettext(message: str, /, **places: Any) -> str:
    """Returns a message in the language of the reader, its places filled as `str.format` does.

    message: in English, with named places; one without places given is returned with its own braces.

    >>> gettext("Source: {title}", title="A report")
    'Source: A report'
    """
    return _fill(load_catalogue(get_language()).gettext(message), places)


def pgettext(context: str, message: str, /, **places: Any) -> str:
    """Returns a message that one English word stands for in several meanings. context: which, for the translator.

    >>> pgettext("state of a point", "open")
    'open'
    """
    return _fill(load_catalogue(get_language()).pgettext(context, message), places)


def ngettext(singular: str, plural: str, count: int, /, **places: Any) -> str:
    """Returns a message that depends on a count, in the form that the count takes; `{count}` is filled as well.

    >>> ngettext("{count} claim", "{count} claims", 2)
    '2 claims'
    """
    return _fill(load_catalogue(get_language()).ngettext(singular, plural, count), {"count": count, **places})


def npgettext(context: str, singular: str, plural: str, count: int, /, **places: Any) -> str:
    """Returns a message that depends on a count, of one meaning of several, as `ngettext` and `pgettext` do.

    >>> npgettext("of a table", "{count} row", "{count} rows", 1)
    '1 row'
    """
    found = load_catalogue(get_language()).npgettext(context, singular, plural, count)
    return _fill(found, {"count": count, **places})


def _fill(text: str, places: dict[str, Any]) -> str:
    try:
        return text.format(**places) if places else text
    except ValueError:  # a grammatical form that a translation asks of a plain text
        return _FILLER.format(text, **places)


class _Filler(Formatter):
    """Fills places as `str.format` does; a text without grammatical forms stands as it is where one is asked for."""

    def format_field(self, value: Any, format_spec: str) -> str:
        is_plain = isinstance(value, str) and not isinstance(value, Place)
        return format(value, "" if is_plain and format_spec in FORMS else format_spec)


_FILLER = _Filler()


class Word(str):
    """A word that a comparison returns: equal to its English, by which notebooks compare, and printed as translated.

    >>> state = Word("open", "state of a point")
    >>> state == "open", f"{state}"
    (True, 'open')
    """

    __slots__ = ("_context",)
    _context: str

    def __new__(cls, text: str, context: str = "") -> Word:
        """text: in English, a message of the catalogues. context: as of `pgettext`."""
        word = super().__new__(cls, text)
        word._context = context
        return word

    def __str__(self) -> str:
        text = str.__str__(self)
        return pgettext(self._context, text) if self._context else gettext(text)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[type[Word], tuple[str, str]]:
        return Word, (str.__str__(self), self._context)


class Phrase(str):
    """Words with places that name what is counted: the same in English, by which ids are made, printed as translated.

    >>> what = Phrase("issues of {one} and {other}", one="A", other="B")
    >>> what.replace(" ", "_"), f"number of {what}"
    ('issues_of_A_and_B', 'number of issues of A and B')
    """

    __slots__ = ("_message", "_places")
    _message: str
    _places: dict[str, Any]

    def __new__(cls, message: str, /, **places: Any) -> Phrase:
        """message: in English, of the catalogues. places: what fills its places, as of `gettext`; a Label, which has a
        text in the language of the case, is that text in the English.
        """
        with use_language("en"):
            own = {name: getattr(place, "own_text", place) for name, place in places.items()}
            phrase = super().__new__(cls, _fill(message, own))
        phrase._message, phrase._places = message, places
        return phrase

    def __str__(self) -> str:
        return gettext(self._message, **self._places)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[partial[Phrase], tuple[str]]:
        return partial(Phrase, **self._places), (self._message,)


class Place(str):
    """The name of a place that a message keeps, where it becomes part of a template that is filled later.

    What a translation asks of the place, such as a grammatical case, is kept with it.

    >>> gettext("{plan} keeps {limit:size}", plan=Place("plan_a"), limit=Place("limit_a"))
    '{plan_a} keeps {limit_a:size}'
    """

    __slots__ = ()

    def __str__(self) -> str:
        return f"{{{str.__str__(self)}}}"

    def __format__(self, spec: str) -> str:
        name = str.__str__(self)
        return f"{{{name}:{spec}}}" if spec else f"{{{name}}}"


def mark_message(message: str) -> str:
    """Returns a message as it is, for a table of messages that are translated where they are printed.

    >>> mark_message("Confirmed")
    'Confirmed'
    """
    return message
