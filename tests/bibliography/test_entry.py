"""DOIs and addresses, in whatever form they are written."""

from __future__ import annotations

import pytest

from analysis.bibliography.entry import Entry, find_address, find_doi


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/XyZ", "10.1000/xyz"),
        ("doi: 10.1000/x", "10.1000/x"),
        ("https://dx.doi.org/10.1000/x%3C1%3E", "10.1000/x<1>"),
        ("doi.org/10.1000/x", "10.1000/x"),
        ("10.1/x", ""),
        ("https://example.org/10.1000/x", ""),
    ],
)
def test_a_doi_is_found_in_every_form(text, expected):
    assert find_doi(["", text]) == expected


def test_the_address_of_a_doi_can_be_followed():
    assert Entry("e", doi="10.1000/x<1>").address == "https://doi.org/10.1000/x%3C1%3E"
    assert Entry("e", doi="10.1000/x", url="https://example.org").address == "https://example.org"
    assert Entry("e").address == ""


def test_the_first_web_address_counts_and_what_is_none_is_said():
    assert find_address(["ftp://x", " https://example.org/a "]) == ("https://example.org/a", ["address 'ftp://x'"])


def test_an_entry_is_called_by_its_key_or_else_by_its_title():
    assert Entry("line 1", "fox2021", title="On lakes").name == "fox2021 (line 1)"
    assert Entry("entry 2", "http://zotero.org/users/1/items/AB", title="On lakes").name == "“On lakes” (entry 2)"
    assert Entry("line 3", "12").name == "line 3"
