"""What a house.toml can contain: its sections and entries, and the values they accept.

A new entry gets its shipped value in theme/house.toml and its check in `_list_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analysis import characters
from analysis.addresses import is_web_address
from analysis.errors import Problem, format_nearest
from analysis.style.colour import HEX, compute_contrast, compute_lightness, compute_luminance

SECTIONS = ("paper", "type", "header", "share", "logo", "colour", "colour_dark")
ROLES = ("text", "label")  # the two typefaces
FILE_ROLES = (*ROLES, "fallback")  # and those for the characters that they lack
PAPER_MM = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
MIN_MARK_CONTRAST = 3  # of what is drawn with the paper (WCAG 2.2 AA, 1.4.11)
MIN_LIGHTNESS_GAP = 10  # between neighbouring colours of series, CIE L* from 0 to 100
MEANINGS = ("good", "mixed", "risk", "unknown", "damaged", "neutral", "plan")  # what a colour of its own is for
MIN_TEXT_CONTRAST = 4.5  # of text with its background (WCAG 2.2 AA, 1.4.3)
_MIN_SERIES, _MAX_SERIES = 4, 12  # number of colours of series
_FAMILY = re.compile(r"[\w][\w .-]{0,59}")
_LINE_ENDS = re.compile(r"[\t\n\u2028\u2029]")
_COLOUR_WORDS = ("a colour in hex, such as #134a7c", "Write six digits after #.")

Style = dict[str, dict[str, Any]]


def merge_style(shipped: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> tuple[Style, list[Problem]]:
    """Returns the shipped style with the given entries in place of its own, and a problem for each unknown one.

    >>> style, problems = merge_style({"paper": {"size": "a4"}}, {"paper": {"size": "us-letter"}, "papers": {}})
    >>> style
    {'paper': {'size': 'us-letter'}}
    >>> print(*problems)
    house.toml:[papers]: found '[papers] (nearest: paper)'; allowed: the sections paper. Correct its name or remove it.
    """
    style, problems = {name: dict(entries) for name, entries in shipped.items()}, []
    for section, entries in given.items():
        if section not in style:
            problems.append(
                make_problem(
                    section,
                    "",
                    f"[{section}]{format_nearest(section, style)}",
                    f"the sections {', '.join(style)}",
                    "Correct its name or remove it.",
                )
            )
        elif not isinstance(entries, Mapping):
            problems.append(
                make_problem(
                    section,
                    "",
                    entries,
                    f"a section with the entries {', '.join(style[section])}",
                    f"Write [{section}] on a line of its own, and its entries below that line.",
                )
            )
        else:
            for name, value in entries.items():
                if name not in style[section]:
                    problems.append(
                        make_problem(
                            section,
                            name,
                            f"{name}{format_nearest(name, style[section])}",
                            f"the entries {', '.join(style[section])}",
                            "Correct its name or remove it.",
                        )
                    )
                else:
                    style[section][name] = _lower_colours(value) if section.startswith("colour") else value
    return style, problems


def make_problem(section: str, name: str, found: object, allowed: str, remedy: str) -> Problem:
    """Returns a problem with an entry of house.toml."""
    return Problem("house.toml", None, f"[{section}] {name}".strip(), found, allowed, remedy)


def _lower_colours(value: Any) -> Any:
    """Returns colours in lower case, as they are in drawings."""
    if isinstance(value, list):
        return [_lower_colours(item) for item in value]
    return value.lower() if isinstance(value, str) else value


def check_style(style: Style) -> list[Problem]:
    """Returns a problem for each value that cannot be used. Files are checked in `analysis.style.assets`."""
    found = [
        make_problem(section, name, style[section][name], allowed, remedy)
        for section, name, fits, allowed, remedy in _list_rules()
        if not fits(style[section][name])
    ]
    for section in ("colour", "colour_dark"):
        plain = [name for name in style[section] if name != "series"]
        bad = [
            make_problem(section, name, style[section][name], *_COLOUR_WORDS)
            for name in plain
            if not _is_colour(style[section][name])
        ]
        found += bad or _check_legibility(section, style[section])
    return found or [*_check_series(style["colour"]), *_check_meanings(style["colour"])]


def _check_meanings(colours: Mapping[str, str]) -> Iterator[Problem]:
    """Yields a problem for each colour of a meaning that cannot be seen on paper."""
    for name in MEANINGS:
        faint = compute_contrast(colours[name], colours["paper"])
        if faint < MIN_MARK_CONTRAST:
            yield make_problem(
                "colour",
                name,
                f"{colours[name]} on paper {colours['paper']}: a contrast of {int(faint * 100) / 100}",
                f"a contrast of at least {MIN_MARK_CONTRAST} (WCAG AA, 1.4.11)",
                "Choose a darker colour.",
            )


def _check_series(colours: Mapping[str, Any]) -> Iterator[Problem]:
    """Yields a problem for each colour of a series that cannot be seen on paper, or not be distinguished from the next
    one in grey print."""
    for at, (one, other) in enumerate(
        zip(colours["series"], (*colours["series"][1:], colours["series"][0]), strict=True), 1
    ):
        faint = compute_contrast(one, colours["paper"])
        if faint < MIN_MARK_CONTRAST:
            yield make_problem(
                "colour",
                "series",
                f"{one} (number {at}) on paper {colours['paper']}: a contrast of {int(faint * 100) / 100}",
                f"a contrast of at least {MIN_MARK_CONTRAST} (WCAG AA, 1.4.11)",
                "Choose a darker colour.",
            )
        apart = abs(compute_lightness(one) - compute_lightness(other))
        if apart < MIN_LIGHTNESS_GAP:
            yield make_problem(
                "colour",
                "series",
                f"{one} (number {at}) followed by {other}: {apart:.0f} of 100 apart in lightness",
                f"neighbours at least {MIN_LIGHTNESS_GAP} apart, also the last and the first",
                "Alternate light and dark colours, so that they differ in grey print.",
            )


def _list_rules() -> Iterator[tuple[str, str, Callable[[Any], bool], str, str]]:
    yield (
        "paper",
        "size",
        lambda value: isinstance(value, str) and value in PAPER_MM,
        " or ".join(PAPER_MM),
        "Enter one of these.",
    )
    yield (
        "paper",
        "margin_mm",
        _make_range_check(10, 40),
        "millimetres, from 10 to 40",
        "Enter a number without a unit.",
    )
    for role in ROLES:
        yield (
            "type",
            role,
            lambda value: isinstance(value, str) and bool(_FAMILY.fullmatch(value)),
            "the name of a typeface, in letters, digits, spaces and hyphens",
            "Enter the name of the font family.",
        )
        yield (
            "type",
            f"{role}_files",
            _is_text_list,
            "a list of files in the case's folder",
            'Enter ["fonts/Name-Regular.ttf", "fonts/Name-Bold.ttf", …].',
        )
    yield (
        "type",
        "fallback_files",
        _is_text_list,
        "a list of files in the case's folder",
        'Enter ["fonts/Name-Regular.ttf", …].',
    )
    yield (
        "type",
        "system_typefaces",
        lambda value: isinstance(value, bool),
        "true or false",
        "Write it without quotation marks.",
    )
    yield "header", "name", _make_line_check(1, 60), "one line of 1 to 60 characters", "Enter a name, or shorten it."
    yield "header", "classification", _make_line_check(0, 80), "one line of at most 80 characters", "Shorten it."
    yield (
        "share",
        "site",
        lambda value: value == "" or (isinstance(value, str) and len(value) <= 200 and is_web_address(value)),
        "an address that begins with http:// or https://, or nothing",
        "Enter the address at which the folder of reports is published.",
    )
    yield "share", "author", _make_line_check(0, 120), "one line of at most 120 characters", "Shorten it."
    yield (
        "logo",
        "file",
        _make_line_check(0, 200),
        "a file in the case's folder",
        "Enter its path, relative to house.toml.",
    )
    yield (
        "logo",
        "text",
        _make_line_check(0, 200),
        "one line of at most 200 characters",
        "Describe what the logo shows.",
    )
    yield "logo", "height_mm", _make_range_check(4, 25), "millimetres, from 4 to 25", "Enter a number without a unit."
    yield (
        "colour",
        "series",
        _is_series,
        f"{_MIN_SERIES} to {_MAX_SERIES} different colours in hex",
        "Enter different colours.",
    )


def _is_paper_size(value: Any) -> bool:
    return isinstance(value, str) and value in PAPER_MM


def _make_range_check(least: float, most: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _make_line_check(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, str)
        and least <= len(value.strip())
        and len(value) <= most
        and not _LINE_ENDS.search(value)
        and not characters.find_forbidden(value)
    )


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.isprintable() for item in value)


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and bool(HEX.fullmatch(value))


def _is_series(value: Any) -> bool:
    return (
        isinstance(value, list)
        and _MIN_SERIES <= len(value) <= _MAX_SERIES
        and all(map(_is_colour, value))
        and len(set(value)) == len(value)
    )


def _check_legibility(section: str, colours: Mapping[str, str]) -> Iterator[Problem]:
    """Yields a problem for each colour of text that cannot be read on its background.

    Text that can be read on light paper can be read on white paper, so print needs no check of its own.
    """
    dark = section == "colour_dark"
    if (compute_luminance(colours["paper"]) > 0.18) == dark:
        yield make_problem(
            section,
            "paper",
            colours["paper"],
            f"a {'dark' if dark else 'light'} colour",
            "Enter the colours of light pages in [colour], those of dark pages in [colour_dark].",
        )
        return
    for role in ("ink", "quiet", "accent"):
        ratios = {ground: compute_contrast(colours[role], colours[ground]) for ground in ("paper", "tint")}
        ground = min(ratios, key=ratios.__getitem__)
        if ratios[ground] < MIN_TEXT_CONTRAST:
            yield make_problem(
                section,
                role,
                f"{colours[role]} on {ground} {colours[ground]}: a contrast of {int(ratios[ground] * 100) / 100}",
                f"a contrast of at least {MIN_TEXT_CONTRAST} (WCAG AA)",
                f"Choose a {'lighter' if dark else 'darker'} {role}.",
            )
