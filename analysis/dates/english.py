"""The words of dates in English. Another language is another such table; its templates have places in any order."""

from __future__ import annotations

from collections.abc import Mapping

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
_SEASONS = ("spring", "summer", "autumn", "winter")
_ORDINALS = ("first", "second", "third", "fourth")

# Months and parts of the year by their code, with the year behind them.
MONTH_WORDS = {
    **{f"{at:02}": f"{name} {{year}}" for at, name in enumerate(MONTHS, 1)},
    **{f"{21 + at}": f"{name} {{year}}" for at, name in enumerate(_SEASONS)},
    **{f"{25 + at}": f"northern {name} {{year}}" for at, name in enumerate(_SEASONS)},
    **{f"{29 + at}": f"southern {name} {{year}}" for at, name in enumerate(_SEASONS)},
    **{f"{33 + at}": f"{name} quarter of {{year}}" for at, name in enumerate(_ORDINALS)},
    **{f"{37 + at}": f"{name} four-month period of {{year}}" for at, name in enumerate(_ORDINALS[:3])},
    **{f"{40 + at}": f"{name} half of {{year}}" for at, name in enumerate(_ORDINALS[:2])},
    "XX": "some month of {year}",
    "0X": "some month from January to September {year}",
    "1X": "some month from October to December {year}",
    "X1": "January/November {year}",
    "X2": "February/December {year}",
}
# Days by their code, before a month that is known, and before one that is not.
DAY_WORDS = {
    **{f"{day:02}": (str(day), f"day {day} of") for day in range(1, 32)},
    "XX": ("some day of", "some day of"),
    "0X": ("some day from 1 to 9", "some day from 1 to 9 of"),
    "1X": ("some day from 10 to 19", "some day from 10 to 19 of"),
    "2X": ("some day from 20 to 29", "some day from 20 to 29 of"),
    "3X": ("some day from 30 to 31", "some day from 30 to 31 of"),
    **{f"X{digit}": (f"some day ending in {digit}", f"some day ending in {digit} of") for digit in range(10)},
}
WORDS: Mapping[str, str] = {
    "?": "perhaps {date}",
    "~": "about {date}",
    "%": "perhaps about {date}",
    "parts in doubt": "{date} ({parts})",
    "part?": "{part} uncertain",
    "part~": "{part} approximate",
    "part%": "{part} uncertain/approximate",
    "unknown year": "an unknown year",
    "decade": "the {year}s",
    "years": "some year from {first} to {last}",
    "pattern": "some year of the form {year}",
    "significant": "about {year} (from {first} to {last})",
    "of": "of {year}",  # the year behind a month, where it is not just digits
    "day": "{day} {month}",
    "time": "{date}, {time}",
    "time in UTC": "{date}, {time} UTC",
    "time with zone": "{date}, {time} UTC{zone}",
    "interval": "{start} to {end}",
    "open end": "from {start} on",
    "open start": "until {end}",
    "unknown end": "from {start}, end unknown",
    "unknown start": "until {end}, start unknown",
    "one range": "one of {start} to {end}",  # a range that is all of a set
    "one before": "{end} or earlier",
    "one after": "{start} or later",
    "every range": "all of {start} to {end}",
    "every before": "{end} and earlier",
    "every after": "{start} and later",
    "range": "{start} to {end}",  # one of several members of a set
    "before": "up to {end}",
    "after": "{start} onwards",
    "one": " or ",
    "every": " and ",
}
PART_NAMES = ("year", "month", "day")
PART_OF_YEAR = "part of the year"
