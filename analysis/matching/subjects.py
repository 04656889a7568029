"""Which subject of a case a number may belong to: a party, plan, person or other subject that the text names.

States are known by their names in the languages that numbers are read in; other names as the case writes them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from analysis.case.case import Case
from analysis.case.schema import Party
from analysis.matching.stems import split_stems
from analysis.mentions import LANGUAGES

_NAMED_TABLES = ("parties", "plans", "people", "regions", "funds", "subjects")
_CLEAR = 0.5  # how clearly it has to be named: not only in a heading, or beyond another number
_NAMED = 0.5  # share of a name, by the rarity of its words, that a text must have: a surname, "20-point" of a plan


def list_names(case: Case) -> dict[str, str]:
    """Returns the id and the name of each subject that a claim of the case may have.

    >>> from analysis import load_case
    >>> list_names(load_case())["nato"]
    'NATO'
    """
    tables = case.ledger.tables
    named = {row.id: row.name for table in _NAMED_TABLES for row in tables[table].values()}
    return {event.id: event.title for event in tables["events"].values()} | named


def _list_forms(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yields subject, a name of it, and the language of that name."""
    yield from ((id, name, "en") for id, name in list_names(case).items())
    if not any(party.iso for party in case.ledger.get_table(Party).values()):
        return
    from babel import Locale  # takes 60 ms, which a case without states should not wait for

    for code in LANGUAGES:
        territories = Locale(code).territories
        for party in case.ledger.get_table(Party).values():
            if party.iso in territories:
                yield party.id, territories[party.iso], code


class SubjectNames:
    """The names of a case's subjects, as stems. Digits count: they tell a 20-point plan from a 28-point plan."""

    def __init__(self, case: Case) -> None:
        self._forms: dict[str, list[frozenset[str]]] = {}
        for id, name, language in _list_forms(case):
            stems = frozenset(_list_parts(name, language))
            if stems and stems not in self._forms.setdefault(id, []):
                self._forms[id].append(stems)
        named: dict[str, set[str]] = {}
        for id, forms in self._forms.items():
            for stem in frozenset[str]().union(*forms):
                named.setdefault(stem, set()).add(id)
        self._rarity = {stem: math.log(1 + len(self._forms) / len(ids)) for stem, ids in named.items()}

    def list_stems(self, id: str | None) -> frozenset[str]:
        """Returns the words of all names of a subject."""
        return frozenset[str]().union(*self._forms.get(id or "", ()))

    def measure(self, id: str, weights: Mapping[str, float]) -> float:
        """Returns how clearly a text names a subject, from 0 to 1. weights: of the words of the text."""
        best = 0.0
        for form in self._forms.get(id, ()):
            whole = sum(self._rarity[stem] for stem in sorted(form))
            there = sum(self._rarity[stem] for stem in sorted(form) if stem in weights)
            if there >= _NAMED * whole:
                best = max(best, sum(self._rarity[stem] * weights.get(stem, 0) for stem in sorted(form)) / whole)
        return best

    def guess(self, ids: Iterable[str], weights: Mapping[str, float]) -> str:
        """Returns which of some subjects a text names most clearly, '' where it names none."""
        found = [(self.measure(id, weights), id) for id in ids]
        best = max(found, default=(0.0, ""), key=lambda each: each[0])
        return best[1] if best[0] >= _CLEAR else ""


def _list_parts(name: str, language: str) -> Iterator[str]:
    yield from (stem.stem for stem in split_stems(name, language))
    yield from (part for part in name.replace("-", " ").split() if part.isdigit())
