"""The library's own words of columns of fixed words, such as kinds of source, as a page prints them.

A case adds words of its own, and names for these, in vocabulary.csv (`analysis.case.vocabulary`).
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.messages import Word

WORDS: Mapping[str, Mapping[str, Word]] = {
    "sources/kind": {
        "article": Word("article", "kind of source"),
        "plan_text": Word("plan text", "kind of source"),
        "official": Word("official", "kind of source"),
        "assessment": Word("assessment", "kind of source"),
        "wire": Word("wire", "kind of source"),
        "press": Word("press", "kind of source"),
        "poll": Word("poll", "kind of source"),
        "dataset": Word("dataset", "kind of source"),
        "think_tank": Word("think tank", "kind of source"),
        "statement": Word("statement", "kind of source"),
        "aggregator": Word("aggregator", "kind of source"),
    },
    "claims/status": {
        "proposed": Word("proposed", "status of a claim"),
        "committed": Word("committed", "status of a claim"),
        "reported": Word("reported", "status of a claim"),
        "estimated": Word("estimated", "status of a claim"),
        "in_force": Word("in force", "status of a claim"),
    },
    "claims/rank": {
        "preferred": Word("preferred", "rank of a claim"),
        "normal": Word("normal", "rank of a claim"),
        "deprecated": Word("deprecated", "rank of a claim"),
    },
    "funds/purpose": {
        "rebuilding": Word("rebuilding", "purpose of money"),
        "defence": Word("defence", "purpose of money"),
        "budget": Word("budget", "purpose of money"),
        "humanitarian": Word("humanitarian", "purpose of money"),
        "several": Word("several", "purpose of money"),
    },
    "corrections/kind": {
        "garbled_name": Word("garbled name", "defect of a source"),
        "garbled_term": Word("garbled term", "defect of a source"),
        "lost_number": Word("lost number", "defect of a source"),
        "repeated_text": Word("repeated text", "defect of a source"),
        "wrong_date": Word("wrong date", "defect of a source"),
        "wrong_number": Word("wrong number", "defect of a source"),
        "contradiction": Word("contradiction", "defect of a source"),
        "format": Word("format", "defect of a source"),
    },
    "parties/kind": {
        "state": Word("state", "kind of party"),
        "alliance": Word("alliance", "kind of party"),
        "institution": Word("institution", "kind of party"),
    },
    "events/kind": {
        "meeting": Word("meeting", "kind of event"),
        "call": Word("call", "kind of event"),
        "attack": Word("attack", "kind of event"),
        "announcement": Word("announcement", "kind of event"),
        "deadline": Word("deadline", "kind of event"),
        "decree": Word("decree", "kind of event"),
        "scandal": Word("scandal", "kind of event"),
        "dismissal": Word("dismissal", "kind of event"),
        "publication": Word("publication", "kind of event"),
        "scheduled": Word("scheduled", "kind of event"),
    },
    "region_status/status": {
        "recognised": Word("recognised", "status of a region"),
        "frozen": Word("frozen", "status of a region"),
        "contact_line": Word("contact line", "status of a region"),
        "withdrawal": Word("withdrawal", "status of a region"),
        "zone": Word("zone", "status of a region"),
        "unsettled": Word("unsettled", "status of a region"),
    },
    "guarantees/element": {
        "guarantors": Word("guarantors", "element of a guarantee"),
        "trigger": Word("trigger", "element of a guarantee"),
        "response": Word("response", "element of a guarantee"),
        "forces": Word("forces", "element of a guarantee"),
        "duration": Word("duration", "element of a guarantee"),
        "ratification": Word("ratification", "element of a guarantee"),
        "monitoring": Word("monitoring", "element of a guarantee"),
        "funding": Word("funding", "element of a guarantee"),
        "conditions": Word("conditions", "element of a guarantee"),
    },
    "channels/layer": {
        "first": Word("first", "layer of talks"),
        "second": Word("second", "layer of talks"),
        "none": Word("none", "layer of talks"),
    },
}
"""`table/column` -> the library's own words -> as they are printed. A case may name them otherwise, and add others."""


def name_word(column: str, word: str) -> str:
    """Returns a word of a column as a page prints it; one that only a case has by itself, with spaces.

    >>> name_word("claims/status", "in_force"), name_word("claims/status", "under_review")
    ('in force', 'under review')
    """
    return str(WORDS.get(column, {}).get(word, word.replace("_", " ")))


def find_word(column: str, word: str) -> str:
    """Returns a word of a column for a cell: the library's own as a Word, one that a case has added as it is.

    column: as `table/column`.

    >>> find_word("events/kind", "attack"), find_word("events/kind", "referendum")
    ('attack', 'referendum')
    """
    return WORDS[column].get(word, word)
