"""What Communique prints of itself in the language of the reader: message catalogues in the form of GNU gettext.

A message is written in English where it is printed, with named places, and translated there:
`gettext("Source: {title}", title=title)`. The catalogues are in `catalogues`, a folder for each language; English needs
none. `python -m tests.catalogues` collects the messages and renews the catalogues; CONTRIBUTING says how to add one.

What the terminal says, and the errors of a command, stay English; so do the names of columns, files and functions.
"""

from analysis.messages.language import cache_by_language, get_language, keep_by_language, set_language, use_language
from analysis.messages.languages import find_language, list_languages
from analysis.messages.texts import FORMS, Phrase, Place, Word, gettext, mark_message, ngettext, npgettext, pgettext

__all__ = [
    "FORMS",
    "Phrase",
    "Place",
    "Word",
    "cache_by_language",
    "find_language",
    "get_language",
    "gettext",
    "keep_by_language",
    "list_languages",
    "mark_message",
    "ngettext",
    "npgettext",
    "pgettext",
    "set_language",
    "use_language",
]
