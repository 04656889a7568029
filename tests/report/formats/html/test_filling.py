"""HTML with places is filled as markupsafe fills it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from analysis.messages import Word, use_language
from analysis.report.formats.html.filling import fill_markup

VALUES = st.one_of(st.text(), st.text().map(Markup), st.integers(), st.floats(), st.none(), st.booleans())


@given(st.lists(VALUES, min_size=2, max_size=2))
def test_it_is_what_markupsafe_makes(values):
    template = '<a href="{}">{}</a>{{}}'
    assert fill_markup(template, *values) == Markup(template).format(*values)
    assert fill_markup("{1}<br>{0}{1}", *values) == Markup("{1}<br>{0}{1}").format(*values)


def test_a_word_is_printed_as_translated():
    with use_language("uk"):
        filled = fill_markup("<b>{}</b>", Word("Sources"))
        assert filled == Markup("<b>{}</b>").format(Word("Sources"))
    assert filled != "<b>Sources</b>"


def test_too_few_parts_are_an_error():
    with pytest.raises(IndexError):
        fill_markup("{}{}", "a")
