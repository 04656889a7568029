"""What may stand in a house.toml: its sections and entries, and the values they take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analysis.errors import Problem, nearest
from analysis.style.colour import HEX, contrast, lightness, luminance

SECTIONS = ("paper", "type", "header", "logo", "colour", "colour_dark")
ROLES = ("text", "label")  # the two typefaces
PAPER_MM = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
DRAWN, APART = 3, 10  # series: contrast with paper; lightness between neighbours, of 100
LEAST = 4.5  # contrast of words with what they stand on (WCAG 2.2 AA, 1.4.3)
_FEWEST, _MOST = 4, 12  # colours of series
_FAMILY = re.compile(r"[\w][\w .-]{0,59}")
_ONE_LINE = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]*")
_COLOUR = ("a colour in hex, such as #134a7c", "Write six digits after #.")

Style = dict[str, dict[str, Any]]


def merged(shipped: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> tuple[Style, list[Problem]]:
    """Returns the shipped style with the given entries over it, and what in them the house style does not have."""
    style, problems = {name: dict(entries) for name, entries in shipped.items()}, []
    for section, entries in given.items():
        if section not in style:
            problems.append(
                problem(
                    section,
                    "",
                    f"[{section}]{nearest(section, style)}",
                    f"the sections {', '.join(style)}",
                    "Mend its name, or take it out.",
                )
            )
        elif not isinstance(entries, Mapping):
            problems.append(
                problem(
                    section,
                    "",
                    entries,
                    f"a section with the entries {', '.join(style[section])}",
                    f"Write [{section}] on a line of its own, and the entries beneath it.",
                )
            )
        else:
            for name, value in entries.items():
                if name not in style[section]:
                    problems.append(
                        problem(
                            section,
                            name,
                            f"{name}{nearest(name, style[section])}",
                            f"the entries {', '.join(style[section])}",
                            "Mend its name, or take it out.",
                        )
                    )
                else:
                    style[section][name] = _lower(value) if section.startswith("colour") else value
    return style, problems


def problem(section: str, name: str, found: object, allowed: str, remedy: str) -> Problem:
    """Returns a problem with an entry of house.toml."""
    return Problem("house.toml", None, f"[{section}] {name}".strip(), found, allowed, remedy)


def _lower(value: Any) -> Any:
    """Colours in small letters, as drawings have them."""
    if isinstance(value, list):
        return [_lower(item) for item in value]
    return value.lower() if isinstance(value, str) else value


def problems(style: Style) -> list[Problem]:
    """Returns every value that cannot be used; nothing is said of files."""
    found = [
        problem(section, name, style[section][name], allowed, remedy)
        for section, name, fits, allowed, remedy in _rules()
        if not fits(style[section][name])
    ]
    for section in ("colour", "colour_dark"):
        plain = [name for name in style[section] if name != "series"]
        bad = [
            problem(section, name, style[section][name], *_COLOUR)
            for name in plain
            if not _colour(style[section][name])
        ]
        found += bad or _legible(section, style[section])
    return found or list(_told_apart(style["colour"]))


def _told_apart(colours: Mapping[str, Any]) -> Iterator[Problem]:
    """Series that could not be seen on paper, or not be told from the next in grey print."""
    for at, (one, other) in enumerate(
        zip(colours["series"], (*colours["series"][1:], colours["series"][0]), strict=True), 1
    ):
        faint = contrast(one, colours["paper"])
        if faint < DRAWN:
            yield problem(
                "colour",
                "series",
                f"{one} (number {at}) on paper {colours['paper']}: a contrast of {int(faint * 100) / 100}",
                f"a contrast of at least {DRAWN} (WCAG AA, 1.4.11)",
                "Take a darker one.",
            )
        apart = abs(lightness(one) - lightness(other))
        if apart < APART:
            yield problem(
                "colour",
                "series",
                f"{one} (number {at}) followed by {other}: {apart:.0f} of 100 apart in lightness",
                f"neighbours, the last and the first too, at least {APART} apart",
                "Let light and dark ones take turns, so that they differ in grey print.",
            )


def _rules() -> Iterator[tuple[str, str, Callable[[Any], bool], str, str]]:
    yield "paper", "size", lambda value: value in PAPER_MM, " or ".join(PAPER_MM), "Name one of the two."
    yield "paper", "margin_mm", _between(10, 40), "millimetres, from 10 to 40", "Give a number without a unit."
    for role in ROLES:
        yield (
            "type",
            role,
            lambda value: isinstance(value, str) and bool(_FAMILY.fullmatch(value)),
            "the name of a typeface, in letters, digits, spaces and hyphens",
            "Give the family's own name.",
        )
        yield (
            "type",
            f"{role}_files",
            _texts,
            "a list of files in the case's folder",
            'Write ["fonts/Name-Regular.ttf", "fonts/Name-Bold.ttf", …].',
        )
    yield "header", "name", _line(1, 60), "one line of 1 to 60 characters", "Shorten it, or give one."
    yield "header", "classification", _line(0, 80), "one line of at most 80 characters", "Shorten it."
    yield "logo", "file", _line(0, 200), "a file in the case's folder", "Give its path, seen from house.toml."
    yield "logo", "text", _line(0, 200), "one line of at most 200 characters", "Say what the logo shows."
    yield "logo", "height_mm", _between(4, 25), "millimetres, from 4 to 25", "Give a number without a unit."
    yield ("colour", "series", _series, f"{_FEWEST} to {_MOST} different colours in hex", "Give one each.")


def _between(least: float, most: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _line(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, str)
        and least <= len(value.strip())
        and len(value) <= most
        and bool(_ONE_LINE.fullmatch(value))
    )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _colour(value: Any) -> bool:
    return isinstance(value, str) and bool(HEX.fullmatch(value))


def _series(value: Any) -> bool:
    return (
        isinstance(value, list)
        and _FEWEST <= len(value) <= _MOST
        and all(map(_colour, value))
        and len(set(value)) == len(value)
    )


def _legible(section: str, colours: Mapping[str, str]) -> Iterator[Problem]:
    """Words that could not be read on what they stand on. (What can be on light paper, can be on white, in print.)"""
    dark = section == "colour_dark"
    if (luminance(colours["paper"]) > 0.18) == dark:
        yield problem(
            section,
            "paper",
            colours["paper"],
            f"a {'dark' if dark else 'light'} colour",
            "Light pages stand in [colour], dark ones in [colour_dark].",
        )
        return
    for role in ("ink", "quiet", "accent"):
        ratios = {ground: contrast(colours[role], colours[ground]) for ground in ("paper", "tint")}
        ground = min(ratios, key=ratios.__getitem__)
        if ratios[ground] < LEAST:
            yield problem(
                section,
                role,
                f"{colours[role]} on {ground} {colours[ground]}: a contrast of {int(ratios[ground] * 100) / 100}",
                f"a contrast of at least {LEAST} (WCAG AA)",
                f"Take a {'lighter' if dark else 'darker'} {role}.",
            )
