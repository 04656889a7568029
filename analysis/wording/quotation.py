"""The quotation marks of the reader's language: “…” in English, «…» in Ukrainian, „…“ in German.

Each catalogue has them, as CLDR's file of the language does (delimiters); Babel leaves that part of CLDR out.
"""

from __future__ import annotations

from analysis.messages import pgettext


def quote(text: object) -> str:
    """Returns a text within the quotation marks of the reader's language.

    >>> quote("The meeting")
    '“The meeting”'
    """
    before, after = get_quotation_marks()
    return f"{before}{text}{after}"


def get_quotation_marks() -> tuple[str, str]:
    """Returns what stands before and after a quotation, with its no-break spaces, for a text that is made of parts.

    >>> get_quotation_marks()
    ('“', '”')
    """
    # translators: the quotation marks of your language, by CLDR, with no-break spaces inside them where it has such
    before, _, after = pgettext("quotation marks", "“{text}”").partition("{text}")
    return before, after
