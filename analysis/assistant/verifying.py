"""A text held against the case and its rendered reports, as `communique verify` does it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from analysis.assistant.answers import VerdictEntry, VerifyAnswer
from analysis.case.case import Case
from analysis.characters import replace_controls
from analysis.documents import read_document
from analysis.errors import UsageError, format_nearest
from analysis.mentions import LANGUAGES
from analysis.verification import Verdict, read_results, verify_document


def verify(case: Case, reports: Path, text: str, language: str | None = None) -> VerifyAnswer:
    """Returns the verdict on each number and date of a text. reports: the folder of the case's rendered reports.

    Raises UsageError for a language that is not read, and for a text without words.

    >>> from analysis import load_case
    >>> text = "Rebuilding would cost nearly $688 billion over ten years, says the World Bank."
    >>> found = verify(load_case(), Path("nowhere"), text)
    >>> found.passes, found.verdicts[0].kind, found.verdicts[0].by
    (False, 'differs', ['need_rdna5'])
    """
    if language is not None and language not in LANGUAGES:
        near = format_nearest(language, LANGUAGES)
        raise UsageError(f"no numbers are read in the language {language!r}{near}; allowed: {', '.join(LANGUAGES)}.")
    if not text.strip():
        raise UsageError("the text is empty; give one whose numbers are to be verified.")
    document = read_document(replace_controls(text).encode(), "markdown", name="the text")
    results = read_results(reports, case.folder.name) if any(reports.rglob("results.json")) else ()
    verdicts = verify_document(case, document, results, language=language)
    return VerifyAnswer(
        passes=all(one.holds for one in verdicts),
        summary=_summarise(verdicts),
        verdicts=[_describe(one) for one in verdicts],
    )


def _summarise(verdicts: list[Verdict]) -> str:
    counts = Counter(one.kind for one in verdicts)
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{len(verdicts)} numbers and dates" + (f": {kinds}" if kinds else "")


def _describe(one: Verdict) -> VerdictEntry:
    return VerdictEntry(
        words=one.words,
        place=one.place,
        kind=one.kind,
        holds=one.holds,
        by=list(one.by),
        others=list(one.others),
        why=one.why,
        remedy=one.remedy,
    )
