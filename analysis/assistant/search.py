"""Claims that a text is about: by their words, in the stems of each language, and by the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from analysis.case.case import Case
from analysis.case.schema import Claim, Source
from analysis.matching.passages import PassageIndex
from analysis.matching.stems import split_stems
from analysis.mentions import guess_language

_FIGURE = re.compile(r"\d+(?:[.,\u202f\u00a0 ]\d{3})*(?:\.\d+)?")


class ClaimSearch:
    """The words of each claim of a case, read once for any number of searches.

    >>> from analysis import load_case
    >>> ClaimSearch(load_case()).find("What would rebuilding cost, 588 billion?")[0]
    'need_rdna5'
    """

    def __init__(self, case: Case) -> None:
        claims = case.ledger.get_table(Claim)
        sources = case.ledger.get_table(Source)
        self._ids = list(claims)
        self._index = PassageIndex([[*_list_words(case, claim, sources[claim.source])] for claim in claims.values()])

    def find(self, text: str) -> list[str]:
        """Returns the ids of claims that share words or figures with a text, the likeliest first."""
        words = [stem.stem for stem in split_stems(text, guess_language(text))]
        words += [stem.stem for stem in split_stems(text)]
        shared = self._index.compare(dict.fromkeys((*words, *_list_figures(text)), 1.0))
        order = np.argsort(-shared, kind="stable")
        found = [self._ids[at] for at in order if shared[at] > 0]
        same = [id for id in found if id == text.strip()] or [id for id in self._ids if id == text.strip()]
        return [*same, *(id for id in found if id not in same)]


def _list_words(case: Case, claim: Claim, source: Source) -> Iterator[str]:
    """Yields what a claim is found by; its phrase in the language of its source, all else in that of the case."""
    quantity = case.quantity(claim.quantity)
    subject = str(case.label(claim.subject)) if claim.subject else ""
    own = (claim.id.replace("_", " "), claim.statement, claim.attributed_to, claim.note, quantity.name)
    texts = (*own, claim.quantity.replace(".", " ").replace("_", " "), quantity.meaning, subject)
    for text in (*texts, source.title, source.publisher, source.author):
        yield from (stem.stem for stem in split_stems(text or ""))
    yield from (stem.stem for stem in split_stems(claim.phrase or "", source.language))
    yield from _list_figures(claim.phrase or "")
    yield from (f"#{value:.12g}" for value in (claim.value, claim.low, claim.high) if value is not None)


def _list_figures(text: str) -> Iterator[str]:
    """Yields the figures of a text, apart from how their digits are grouped: #600000."""
    for found in _FIGURE.findall(text):
        digits = re.sub(r"[,\u202f\u00a0 ](?=\d{3})", "", found)
        yield f"#{float(digits):.12g}"
