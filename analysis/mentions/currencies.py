"""The currencies of today by their ISO codes and by their full names in a language, from the Unicode CLDR by Babel.

What a language calls a currency in one word, as `naira` or `shillings`, is written in its own table, as many of these
words mean something else too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def load_codes() -> frozenset[str]:
    """Returns the codes of the currencies that are legal tender somewhere today.

    >>> "KES" in load_codes(), "DEM" in load_codes()
    (True, False)
    """
    from babel.core import get_global  # takes 60 ms, which importing the reader should not wait for

    return frozenset(
        code
        for currencies in get_global("territory_currencies").values()
        for code, _, until, tender in currencies
        if tender and until is None
    )


@cache
def name_currencies(language: str) -> Mapping[str, str]:
    """Returns the full names of the currencies of today in a language: code -> names in small letters, with commas.

    >>> name_currencies("en")["KES"]
    'kenyan shilling, kenyan shillings'
    """
    from babel import Locale

    locale = Locale.parse(language)
    plurals = locale._data["currency_names_plural"]  # Babel has no public way to them
    named: dict[str, str] = {}
    for code in sorted(load_codes()):
        names = {name.lower() for name in (locale.currencies.get(code, ""), *dict(plurals.get(code, {})).values())}
        named[code] = ", ".join(sorted(name for name in names if " " in name or "-" in name))
    return named
