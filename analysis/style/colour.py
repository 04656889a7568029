"""Colours in hex (`#134a7c`): their contrast, luminance and lightness, and lighter ones."""

from __future__ import annotations

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARKEST, _LIGHTEST = 24.0, 60.0  # CIE L* of tones: apart from ink, and still seen on white


def compute_contrast(one: str, other: str) -> float:
    """Returns the contrast ratio of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((compute_luminance(one), compute_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def compute_luminance(colour: str) -> float:
    """Returns the relative luminance of a colour, 0 to 1 (WCAG 2.2, relative luminance)."""
    shares = (part / 255 for part in parse_channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def compute_lightness(colour: str) -> float:
    """Returns the lightness of a colour, from 0 (black) to 100 (white): how it looks in grey (CIE 1976 L*)."""
    relative = compute_luminance(colour)
    return 116 * relative ** (1 / 3) - 16 if relative > 216 / 24389 else relative * 24389 / 27


def lighten(colour: str, white: float) -> str:
    """Returns a colour mixed with white; white: its share, 0 to 1."""
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parse_channels(colour))


def darken(colour: str, black: float) -> str:
    """Returns a colour mixed with black; black: its share, 0 to 1."""
    return "#" + "".join(f"{round(part * (1 - black)):02x}" for part in parse_channels(colour))


def make_tones(colour: str, count: int) -> list[str]:
    """Returns so many colours of one hue, from dark to light in equal steps of CIE L*.

    colour: in hex. The lightest still has a contrast of 3 with white (L* of at most 61).

    >>> [round(compute_lightness(tone)) for tone in make_tones("#7d5ba6", 3)]
    [24, 42, 60]
    """
    step = (_LIGHTEST - _DARKEST) / max(count - 1, 1)
    return [_set_lightness(colour, _DARKEST + step * place) for place in range(count)]


def _set_lightness(colour: str, wanted: float) -> str:
    """Returns a colour mixed with black or white until it has a lightness (CIE L*)."""
    mix = darken if compute_lightness(colour) > wanted else lighten
    low, high = 0.0, 1.0
    for _ in range(12):  # to a four-thousandth, finer than a channel
        middle = (low + high) / 2
        is_short = (
            compute_lightness(mix(colour, middle)) > wanted
            if mix is darken
            else (compute_lightness(mix(colour, middle)) < wanted)
        )
        low, high = (middle, high) if is_short else (low, middle)
    return mix(colour, low)


def parse_channels(colour: str) -> tuple[int, int, int]:
    """Returns red, green and blue, each 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
