"""EDTF texts of every kind, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from analysis import dates

_YEARS = st.integers(1, 9999).map("{:04}".format) | st.from_regex(r"\A[0-9X]{4}\Z") | st.sampled_from(["202X", "20XX"])
_MONTHS = st.integers(1, 12).map("{:02}".format) | st.sampled_from(["XX", "0X", "1X", "X1", "X2", "X0", "X7"])
_PARTS = st.integers(21, 41).map(str)
_DAYS = st.integers(1, 31).map("{:02}".format) | st.sampled_from(["XX", "0X", "1X", "2X", "3X", "X0", "X1", "X5"])
_MARKS = st.sampled_from(["", "", "", "?", "~", "%"])


@st.composite
def _plain(draw: st.DrawFn) -> str:
    parts = [
        draw(_YEARS),
        *draw(st.one_of(st.just([]), st.lists(_MONTHS | _PARTS, min_size=1, max_size=1), st.tuples(_MONTHS, _DAYS))),
    ]
    return "-".join(draw(_MARKS) + part + draw(_MARKS) for part in parts)


_DATES = _plain() | st.integers(1000, 9999).flatmap(lambda year: st.integers(1, 4).map(lambda size: f"{year}S{size}"))
_MEMBERS = _DATES | st.tuples(_DATES, _DATES).map("..".join)


def edtf_texts() -> st.SearchStrategy[str]:
    """Sound EDTF texts: dates, moments, intervals and sets."""
    moments = st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat())
    zones = st.sampled_from(["", "Z", "+02:00", "-05:00", "-05", "+05:45"])
    ends = _DATES | st.sampled_from(["..", ""])
    sets = st.lists(_MEMBERS, min_size=1, max_size=4).map(",".join)
    found = (
        _DATES
        | st.tuples(moments, zones).map("".join)
        | st.tuples(ends, ends).map("/".join)
        | sets.map("[{}]".format)
        | sets.map("{{{}}}".format)
        | _DATES.map("[..{}]".format)
        | _DATES.map("{{{}..}}".format)
    )
    return found.filter(dates.is_valid)
