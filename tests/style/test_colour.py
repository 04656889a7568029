"""Tones of one hue: in equal steps of lightness, and all of them seen on white."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.style.colour import compute_contrast, compute_lightness, make_tones, parse_channels


@given(st.integers(2, 12), st.integers(0, 0xFFFFFF))
def test_tones_go_in_equal_steps_from_dark_to_light_and_are_seen_on_white(count, colour):
    tones = make_tones(f"#{colour:06x}", count)
    steps = [24 + 36 * at / (count - 1) for at in range(count)]
    assert [compute_lightness(tone) for tone in tones] == pytest.approx(steps, abs=0.6)
    assert all(compute_contrast(tone, "#ffffff") >= 3 for tone in tones)


def test_a_tone_keeps_its_hue():
    tones = [parse_channels(tone) for tone in make_tones("#0000ff", 3)]
    assert all(blue > red == green for red, green, blue in tones)


def test_a_single_tone_is_the_darkest():
    assert make_tones("#7d5ba6", 1) == make_tones("#7d5ba6", 4)[:1]
