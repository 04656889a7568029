"""Language tags by BCP 47: `uk`, `zh-Hans`, `es-419`, `de-CH-1901`, `x-private`.

The library `langcodes` knows the subtags that are registered. It also takes what Unicode's locales take in their place
(`ukr`, `en-UK`, `en_US`), which is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from analysis.errors import format_nearest

TAG_PATTERN = "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$"
# Checked without the library, whose tables take some 60 ms to import.
_COMMON_TAGS = "ar be bg cs da de el en es et fi fr ga he hi hr hu it ja ko lt lv mt nl pl pt ro ru sk sl sv tr uk zh"
_COMMON = frozenset(_COMMON_TAGS.split())
# The packages babel and polyglossia have names of their own, which BibTeX files take over.
_LATEX_NAMES = {
    **dict.fromkeys(("american", "usenglish"), "en-US"),
    **dict.fromkeys(("british", "ukenglish"), "en-GB"),
    **dict.fromkeys(("naustrian", "austrian"), "de-AT"),
    **dict.fromkeys(("nswissgerman", "swissgerman"), "de-CH"),
    "brazilian": "pt-BR",
    **dict.fromkeys(("francais", "frenchb"), "fr"),
    "australian": "en-AU",
    "canadian": "en-CA",
    "farsi": "fa",
    "germanb": "de",
    "mexican": "es-MX",
    "ngerman": "de",
    "portuges": "pt",
}
# Registered, although Unicode has others in their place.
_FORMER_REGIONS = frozenset(("AN", "BU", "CS", "DD", "FX", "NT", "SU", "TP", "YD", "YU", "ZR"))


def is_valid(tag: str) -> bool:
    """Returns whether a text is a well-formed language tag of registered subtags.

    >>> is_valid("zh-Hans"), is_valid("zh-Hanz"), is_valid("en_US")
    (True, False, False)
    """
    if tag in _COMMON:
        return True
    if not re.fullmatch(TAG_PATTERN, tag):
        return False
    from langcodes import Language, tag_is_valid
    from langcodes.data_dicts import LANGUAGE_ALPHA3, LANGUAGE_ALPHA3_BIBLIOGRAPHIC, TERRITORY_REPLACEMENTS

    if not tag_is_valid(tag):
        return False
    found = Language.get(tag, normalize=False)
    language, region = (found.language or "").lower(), found.territory or ""
    longer = {*LANGUAGE_ALPHA3.values(), *LANGUAGE_ALPHA3_BIBLIOGRAPHIC.values()}
    replaced = region.lower() in TERRITORY_REPLACEMENTS and region.upper() not in _FORMER_REGIONS
    return language not in longer and not replaced


def name_language(tag: str) -> str:
    """Returns the English name of the language of a tag, by Unicode's locale data; the tag itself where it has none.

    >>> name_language("uk"), name_language("de-CH-1901"), name_language("x-private")
    ('Ukrainian', 'German', 'x-private')
    """
    from babel import Locale

    return str(Locale("en").languages.get(tag.partition("-")[0].lower(), tag))


def find_tag(written: str) -> str:
    """Returns the tag of a language that is written as a tag in any form, or by its name; '' if it is neither.

    A name is English, the language's own for those in common use, or that of a package of LaTeX.

    >>> find_tag("en_US"), find_tag("eng"), find_tag("Ukrainian"), find_tag("Deutsch"), find_tag("ngerman")
    ('en-US', 'en', 'uk', 'de', 'de')
    """
    text = written.strip()
    if is_valid(text):
        return text
    from langcodes import standardize_tag

    with suppress(ValueError):
        if is_valid(found := standardize_tag(text)):
            return found
    return _list_names().get(text.casefold(), "")


@cache
def _list_names() -> dict[str, str]:
    """Returns the name of a language, in small letters -> its tag."""
    from babel import Locale

    own = {str(Locale(tag).languages.get(tag, tag)).casefold(): tag for tag in sorted(_COMMON)}
    english = {str(name).casefold(): tag.replace("_", "-") for tag, name in Locale("en").languages.items()}
    return own | {name: tag for name, tag in english.items() if is_valid(tag)} | _LATEX_NAMES


def find_nearest(tag: str) -> str:
    """Returns ` (nearest: uk)`, the valid tag that is probably meant, or '' if none is near.

    >>> find_nearest("en_US"), find_nearest("ua"), find_nearest("zh-Hanz")
    (' (nearest: en-US)', ' (nearest: uk)', ' (nearest: zh-Hant)')
    """
    return next((f" (nearest: {one})" for one in _list_meant(tag.strip()) if is_valid(one)), "") or format_nearest(
        tag, _list_tags()
    )


def _list_meant(tag: str) -> Iterator[str]:
    """Yields the tag in its standard form, and the language of a country that is named in place of it."""
    from langcodes import standardize_tag
    from langcodes.data_dicts import LIKELY_SUBTAGS

    with suppress(ValueError):
        yield standardize_tag(tag)
    yield LIKELY_SUBTAGS.get(f"und-{tag.upper()}", "").partition("-")[0]


def _list_tags() -> list[str]:
    """Returns tags of language, script and region that are in use together."""
    from langcodes.data_dicts import LIKELY_SUBTAGS

    found = dict.fromkeys(_COMMON)
    for likely in LIKELY_SUBTAGS.values():
        language, *rest = likely.split("-")
        found |= dict.fromkeys((language, *(f"{language}-{part}" for part in rest)))
    return [tag for tag in found if is_valid(tag)]
