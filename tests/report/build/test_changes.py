"""What has changed since the version that stands in a report's folder, by hand."""

from __future__ import annotations

import json

import pytest

from analysis.report.build.changes import describe_last_version


def make_results(gap=700.0, text="$700 billion", title="Much is missing", more=()):
    entry = {"label": "Funding gap", "low": gap, "high": gap, "unit": "billion USD", "qualifier": "exact"}
    return {
        "title": title,
        "about": {"date_text": "1 January 2026", "data": "aaaa"},
        "parameters": {},
        "results": {"gap": {**entry, "value": gap, "text": text, "formula": "need", "claims": ["need"]}, **dict(more)},
        "claims": {"need": {"value": gap}},
    }


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "results.json").write_text(json.dumps(make_results()))
    return tmp_path


def test_numbers_are_given_as_they_were_and_as_they_are(folder):
    assert describe_last_version(folder, make_results(600.0, "$600 billion", "Less is missing")) == {
        "date": "1 January 2026",
        "data": "aaaa",
        "title": "Much is missing",
        "count": 1,
        "claims": 1,
        "numbers": [["Funding gap", "$700 billion", "$600 billion"]],
    }


def test_a_number_may_be_new_or_gone(folder):
    more = {"share": {**make_results()["results"]["gap"], "label": "Share", "text": "10%"}}
    assert describe_last_version(folder, make_results(more=more))["numbers"] == [["Share", "", "10%"]]
    (folder / "results.json").write_text(json.dumps(make_results(more=more)))
    assert describe_last_version(folder, make_results())["numbers"] == [["Share", "10%", ""]]


def test_without_a_change_what_was_known_is_kept(folder):
    assert describe_last_version(folder, make_results()) == {}
    (folder / "manifest.json").write_text(json.dumps({"since": {"count": 3}}))
    assert describe_last_version(folder, make_results()) == {"count": 3}


def test_where_nothing_of_this_version_stands_there_is_nothing_to_say(tmp_path, folder):
    assert describe_last_version(tmp_path / "none", make_results()) == {}
    (folder / "results.json").write_text('{"title": 1}')
    assert describe_last_version(folder, make_results()) == {}
