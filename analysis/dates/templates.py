"""The words of dates: templates in the language of the reader, each perhaps with a genitive of its own.

A place may ask for the genitive of what is put there, as in the Ukrainian `{day} {month:genitive}`; what has none is
as it is. Places may be in any order; a comma stands between several dates, and so not in what may be one of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.messages import Word, cache_by_language

# The months in English, for formats that have them so.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# Months, and what is written as a month is, by their code; then other parts of the year. Each, and its genitive.
_MONTHS = {
    "01": (Word("January", "date"), Word("January", "date in the genitive")),
    "02": (Word("February", "date"), Word("February", "date in the genitive")),
    "03": (Word("March", "date"), Word("March", "date in the genitive")),
    "04": (Word("April", "date"), Word("April", "date in the genitive")),
    "05": (Word("May", "date"), Word("May", "date in the genitive")),
    "06": (Word("June", "date"), Word("June", "date in the genitive")),
    "07": (Word("July", "date"), Word("July", "date in the genitive")),
    "08": (Word("August", "date"), Word("August", "date in the genitive")),
    "09": (Word("September", "date"), Word("September", "date in the genitive")),
    "10": (Word("October", "date"), Word("October", "date in the genitive")),
    "11": (Word("November", "date"), Word("November", "date in the genitive")),
    "12": (Word("December", "date"), Word("December", "date in the genitive")),
    "21": (Word("spring", "date"), Word("spring", "date in the genitive")),
    "22": (Word("summer", "date"), Word("summer", "date in the genitive")),
    "23": (Word("autumn", "date"), Word("autumn", "date in the genitive")),
    "24": (Word("winter", "date"), Word("winter", "date in the genitive")),
    "25": (Word("northern spring", "date"), Word("northern spring", "date in the genitive")),
    "26": (Word("northern summer", "date"), Word("northern summer", "date in the genitive")),
    "27": (Word("northern autumn", "date"), Word("northern autumn", "date in the genitive")),
    "28": (Word("northern winter", "date"), Word("northern winter", "date in the genitive")),
    "29": (Word("southern spring", "date"), Word("southern spring", "date in the genitive")),
    "30": (Word("southern summer", "date"), Word("southern summer", "date in the genitive")),
    "31": (Word("southern autumn", "date"), Word("southern autumn", "date in the genitive")),
    "32": (Word("southern winter", "date"), Word("southern winter", "date in the genitive")),
    "0X": (
        Word("some month from January to September", "date"),
        Word("some month from January to September", "date in the genitive"),
    ),
    "1X": (
        Word("some month from October to December", "date"),
        Word("some month from October to December", "date in the genitive"),
    ),
    "X1": (Word("January/November", "date"), Word("January/November", "date in the genitive")),
    "X2": (Word("February/December", "date"), Word("February/December", "date in the genitive")),
}
_PARTS = {
    "33": (Word("first quarter", "date"), Word("first quarter", "date in the genitive")),
    "34": (Word("second quarter", "date"), Word("second quarter", "date in the genitive")),
    "35": (Word("third quarter", "date"), Word("third quarter", "date in the genitive")),
    "36": (Word("fourth quarter", "date"), Word("fourth quarter", "date in the genitive")),
    "37": (Word("first four-month period", "date"), Word("first four-month period", "date in the genitive")),
    "38": (Word("second four-month period", "date"), Word("second four-month period", "date in the genitive")),
    "39": (Word("third four-month period", "date"), Word("third four-month period", "date in the genitive")),
    "40": (Word("first half", "date"), Word("first half", "date in the genitive")),
    "41": (Word("second half", "date"), Word("second half", "date in the genitive")),
    "XX": (Word("some month", "date"), Word("some month", "date in the genitive")),
}
_TEMPLATES: Mapping[str, tuple[Word, ...]] = {
    # translators: without commas, which stand between several dates
    "?": (Word("perhaps {date}", "date"),),
    "~": (Word("about {date}", "date"),),
    "%": (Word("perhaps about {date}", "date"),),
    "parts in doubt": (Word("{date} ({parts})", "date"),),
    "part?": (Word("{part} uncertain", "date"),),
    "part~": (Word("{part} approximate", "date"),),
    "part%": (Word("{part} uncertain/approximate", "date"),),
    "unknown year": (Word("an unknown year", "date"), Word("an unknown year", "date in the genitive")),
    "year": (Word("{year}", "date"), Word("{year}", "date in the genitive")),
    "decade": (Word("the {year}s", "date"), Word("the {year}s", "date in the genitive")),
    "years": (
        Word("some year from {first} to {last}", "date"),
        Word("some year from {first} to {last}", "date in the genitive"),
    ),
    "pattern": (
        Word("some year of the form {year}", "date"),
        Word("some year of the form {year}", "date in the genitive"),
    ),
    "significant": (Word("about {year} (from {first} to {last})", "date"),),
    "month": (Word("{month} {year}", "month and year"),),
    "month of years": (Word("{month} of {year}", "month of a year in words"),),
    "part": (Word("{part} of {year}", "part of a year"),),
    "part of years": (Word("{part} of {year}", "part of a year in words"),),
    "first day": (Word("{day} {month}", "first day of a month"),),
    "day": (Word("{day} {month}", "day of a month"),),
    "day of months": (Word("day {day} of {month}", "date"),),
    "some day": (Word("some day of {month}", "date"),),
    "days": (Word("some day from {first} to {last} {month}", "date"),),
    "days of months": (Word("some day from {first} to {last} of {month}", "date"),),
    "days ending": (Word("some day ending in {digit} {month}", "date"),),
    "days ending, of months": (Word("some day ending in {digit} of {month}", "date"),),
    "time": (Word("{date}, {time}", "date"),),
    "time in UTC": (Word("{date}, {time} UTC", "date"),),
    "time with zone": (Word("{date}, {time} UTC{zone}", "date"),),
    "interval": (Word("{start} to {end}", "interval"),),
    "years from to": (Word("{start} to {end}", "from one year to another"),),
    "open end": (Word("from {start} on", "date"),),
    "open start": (Word("until {end}", "date"),),
    "unknown end": (Word("from {start}, end unknown", "date"),),
    "unknown start": (Word("until {end}, start unknown", "date"),),
    "one range": (Word("one of {start} to {end}", "date"),),
    "one before": (Word("{end} or earlier", "date"),),
    "one after": (Word("{start} or later", "date"),),
    "every range": (Word("all of {start} to {end}", "date"),),
    "every before": (Word("{end} and earlier", "date"),),
    "every after": (Word("{start} and later", "date"),),
    "range": (Word("{start} to {end}", "range of dates"),),
    "before": (Word("up to {end}", "date"),),
    "after": (Word("{start} onwards", "date"),),
    "one": (Word("{dates} or {last}", "dates, one of several"),),
    "every": (Word("{dates} and {last}", "dates, all of several"),),
}
_PART_NAMES = (Word("year", "part of a date"), Word("month", "part of a date"), Word("day", "part of a date"))
_PART_OF_YEAR = Word("part of the year", "part of a date")


class DateText(str):
    """A date in words, or a part of one. `f"{text:genitive}"` is its genitive, where the language has one."""

    __slots__ = ("genitive",)
    genitive: str

    def __new__(cls, text: str, genitive: str = "") -> DateText:
        """genitive: '' where it is the text itself."""
        made = super().__new__(cls, text)
        made.genitive = genitive or text
        return made

    def __format__(self, spec: str) -> str:
        return self.genitive if spec == "genitive" else str(self)

    def __reduce__(self) -> tuple[type[DateText], tuple[str, str]]:
        return DateText, (str(self), self.genitive)


def fill(key: str, **places: str) -> DateText:
    """Returns a template with its places filled.

    >>> fill("open end", start="May 2025")
    'from May 2025 on'
    """
    template, *genitive = (f"{word}" for word in _TEMPLATES[key])
    usual = {name: _mark(text) for name, text in places.items()}
    in_genitive = {name: DateText(text.genitive) for name, text in usual.items()}
    return DateText(template.format(**usual), (genitive or [template])[0].format(**in_genitive))


def _mark(text: str) -> DateText:
    return text if isinstance(text, DateText) else DateText(text)


def list_templates(key: str) -> list[str]:
    """Returns the template of a key, and that of its genitive where it has one of its own."""
    return list(dict.fromkeys(f"{word}" for word in _TEMPLATES[key]))


def find_month(code: str) -> tuple[DateText, str]:
    """Returns a month or another part of the year by its code, and the key of the template that puts it in a year.

    >>> find_month("12"), find_month("33")
    (('December', 'month'), ('first quarter', 'part'))
    """
    key = "month" if code in _MONTHS else "part"
    name, genitive = (_MONTHS if code in _MONTHS else _PARTS)[code]
    return DateText(f"{name}", f"{genitive}"), key


@cache_by_language
def list_codes() -> Mapping[str, str]:
    """Returns each name of a month or another part of the year, in small letters -> its code."""
    return {f"{word}".lower(): code for code, words in (*_PARTS.items(), *_MONTHS.items()) for word in words}


def list_words() -> list[str]:
    """Returns all words and templates of dates, in the language of the reader."""
    pairs = (*_MONTHS.values(), *_PARTS.values(), *_TEMPLATES.values(), _PART_NAMES, (_PART_OF_YEAR,))
    return [f"{word}" for words in pairs for word in words]


def name_parts(is_part_of_year: bool) -> tuple[str, ...]:
    """Returns what the parts of a date are called; is_part_of_year: whether its second part is no month.

    >>> name_parts(False)
    ('year', 'month', 'day')
    """
    year, month, day = (f"{name}" for name in _PART_NAMES)
    return (year, f"{_PART_OF_YEAR}") if is_part_of_year else (year, month, day)
