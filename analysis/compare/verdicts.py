"""Verdicts: which statements of the article do other sources confirm or contradict, and what is wrong with its text?

Verdicts are our coding, based on named claims of other sources; copies of one source count as one. A passage coded
several times, for example once for every party it names, is one statement, and its verdict counts once. A forecast and
a judgement are opinion, whatever came after them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Correction, Quantity, Source
from analysis.case.series import label_publishers, list_article_claims
from analysis.estimates.constructors import total
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, denies, exceeds
from analysis.label import Label
from analysis.messages import Phrase, Word, gettext, ngettext
from analysis.wording.capitals import begin_with_capital
from analysis.wording.cards import PROMISES, VERDICTS
from analysis.wording.locators import describe_locator

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

CHECKABLE = tuple(verdict for verdict in VERDICTS if verdict != "opinion")
RIGHT = ("confirmed", "partly")
NOTHING = "–"  # in a cell without a value
KINDS = {
    "text": Word("What is said", "kind of claim"),
    "number": Word("Figures", "kind of claim"),
    "counted": Word("Figures we counted or inferred", "kind of claim"),
    "date": Word("Dates", "kind of claim"),
}
_KINDS_WITHIN = {  # within a name
    "text": Word("what is said", "kind of claim"),
    "number": Word("figures", "kind of claim"),
    "counted": Word("figures we counted or inferred", "kind of claim"),
    "date": Word("dates", "kind of claim"),
}
_VERDICTS_WITHIN = {
    "confirmed": Word("confirmed", "verdict"),
    "partly": Word("partly right", "verdict"),
    "contradicted": Word("contradicted", "verdict"),
    "unverified": Word("not verified", "verdict"),
    "garbled": Word("garbled", "verdict"),
    "opinion": Word("opinion", "verdict"),
}
_NO_VERDICT = Word("no verdict", "verdict")
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|only|both|dozen|half)\b", re.I
)


def verdicts(case: Case) -> pd.DataFrame:
    """Counts how the article's statements compare with other sources, verdict by verdict.

    Returns: one row a verdict, those that can be checked first. verdict: text; claims: item; share: percent of all
        with a verdict, None if there is none.

    >>> from analysis import compare, load_case
    >>> verdicts = compare.verdicts.verdicts(load_case())
    >>> print(verdicts["verdict"].iloc[0], verdicts["claims"].iloc[0].value)
    Confirmed 49.0
    """
    import pandas as pd

    counts = {
        key: _count(case, _match(key), Phrase("claims with the verdict “{verdict}”", verdict=within))
        for key, within in _VERDICTS_WITHIN.items()
    }
    whole = total(counts.values())
    return pd.DataFrame(
        [
            {
                "verdict": VERDICTS[key],
                "claims": count.named(
                    f"verdicts.verdict.{_VERDICTS_WITHIN[key].replace(' ', '_')}",
                    gettext("Verdict: {verdict}", verdict=_VERDICTS_WITHIN[key]),
                ),
                "share": (count / whole).to("percent") if whole > 0 else None,
            }
            for key, count in counts.items()
        ],
        dtype=object,
    )


def checked(case: Case) -> pd.DataFrame:
    """Counts the article's statements with a verdict, and those of them that can be checked.

    Returns: one row. claims, checkable: item; every: item, all statements, with a verdict or without; full, held:
        percent of the checkable, confirmed, and at least partly right, None if none can be checked; dates: item, how
        many of the contradicted ones are dates; again: item, further codings of a statement that is in the count.

    >>> from analysis import compare, load_case
    >>> row = compare.verdicts.checked(load_case()).iloc[0]
    >>> print(row.claims.value, row.checkable.value, round(row.full.value, 1))
    166.0 110.0 44.5
    """
    import pandas as pd

    stated, units = _find_coded(case), case.ledger.get_table(Quantity)
    once = {c.id for c in stated}
    again = [c for c in list_article_claims(case.ledger) if c.verdict in VERDICTS and c.id not in once]

    def is_wrong_date(claim: Claim) -> bool:
        return claim.verdict == "contradicted" and units[claim.quantity].unit == "date"

    found = {
        "claims": (case.count("claims", stated, Phrase("claims with a verdict"), ["verdict"]), gettext("Claims")),
        "every": (
            case.count("claims", _find_statements(case), Phrase("claims of the text")),
            gettext("Claims of the text"),
        ),
        "checkable": (
            _count(case, _match(*CHECKABLE), Phrase("claims that can be checked")),
            gettext("Claims that can be checked"),
        ),
        "dates": (_count(case, is_wrong_date, Phrase("dates contradicted")), gettext("Dates contradicted")),
        "again": (
            case.count("claims", again, Phrase("further codings of one passage"), ["verdict"]),
            gettext("Codings left out"),
        ),
    }
    counts = {key: count.named(f"verdicts.{key}", called) for key, (count, called) in found.items()}
    whole, by_verdict = (
        counts["checkable"],
        {row["verdict"]: row["claims"] for row in verdicts(case).to_dict("records")},
    )
    full = by_verdict[VERDICTS["confirmed"]]
    held = full + by_verdict[VERDICTS["partly"]]
    shares = {
        key: (part / whole).to("percent").named(f"verdicts.{key}", label) if whole.value else None
        for key, part, label in (
            ("full", full, gettext("Share confirmed")),
            ("held", held, gettext("Share at least partly right")),
        )
    }
    return pd.DataFrame([counts | shares], dtype=object)


def share_confirmed(case: Case) -> Estimate | None:
    """Computes the share of what can be checked that is confirmed (percent): see `checked`. None if nothing can be.

    >>> from analysis import compare, load_case
    >>> round(compare.verdicts.share_confirmed(load_case()).value, 1)
    44.5
    """
    found: Estimate | None = checked(case).full.iloc[0]
    return found


def share_held(case: Case) -> Estimate | None:
    """Computes the share of what can be checked that is at least partly right (percent): see `checked`, likewise.

    >>> from analysis import compare, load_case
    >>> compare.verdicts.share_held(load_case()) > compare.verdicts.share_confirmed(load_case())
    True
    """
    found: Estimate | None = checked(case).held.iloc[0]
    return found


def mostly_right(case: Case) -> tuple[str, Statement]:
    """States how much of what can be checked is at least partly right: most of it, or half or less.

    Returns: the words, and the statement, to be asked of `robustness` how many verdicts turn it.

    >>> from analysis import compare, load_case
    >>> words, statement = compare.verdicts.mostly_right(load_case())
    >>> words, statement.holds
    ('most', True)
    """
    right = _count(case, _match(*RIGHT), Phrase("claims at least partly right"))
    others = [verdict for verdict in CHECKABLE if verdict not in RIGHT]
    most = exceeds(right, _count(case, _match(*others), Phrase("claims that can be checked and are not right")))
    if most.holds or not _find_coded(case):
        return Word("most", "share of what can be checked"), most
    return Word("half or less", "share of what can be checked"), denies(most)


def kinds(case: Case) -> pd.DataFrame:
    """Counts the statements with each verdict by what they state: a date is easier to confirm than what is said.

    A figure is counted or inferred by us where the words of the source hold no number, as when it only lists names;
    a figure whose words are not on record (no phrase) is a figure.
    Returns: one row a verdict, in the order of `verdicts`. verdict: text; text, number, counted, date: item; words:
        item, those of all kinds whose verdict rests on words that were found in a copy of another source.

    >>> from analysis import compare, load_case
    >>> row = compare.verdicts.kinds(load_case()).iloc[0]
    >>> [row[kind].value for kind in compare.verdicts.KINDS]
    [30.0, 9.0, 2.0, 8.0]
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "verdict": VERDICTS[key],
                **{
                    kind: _count(
                        case,
                        _match(key),
                        Phrase("claims with the verdict “{verdict}”: {kind}", verdict=within, kind=called),
                        [c for c in _find_coded(case) if _find_kind(case, c) == kind],
                    )
                    for kind, called in _KINDS_WITHIN.items()
                },
                "words": _count(
                    case,
                    _match(key),
                    Phrase("claims with the verdict “{verdict}”: by words that we checked", verdict=within),
                    [c for c in _find_coded(case) if _has_checked_words(case, c)],
                ),
            }
            for key, within in _VERDICTS_WITHIN.items()
        ],
        columns=["verdict", *KINDS, "words"],
        dtype=object,
    )


def ledger(case: Case) -> pd.DataFrame:
    """Lists every statement of the article with its verdict and the sources behind that.

    Returns: one row a statement, the contradicted first, those without a verdict last. statement, locator: Label;
        value: Estimate, or Label of a date, or None; verdict: text, `No verdict` where there is none; against: Label of
        who publishes the independent sources behind the verdict, or a dash.

    >>> from analysis import compare, load_case
    >>> compare.verdicts.ledger(load_case()).iloc[0].verdict
    'Contradicted'
    """
    import pandas as pd

    order = {
        key: position
        for position, key in enumerate(("contradicted", "garbled", "partly", "unverified", "confirmed", "opinion"))
    }
    return pd.DataFrame(
        [
            {
                "statement": Label(c.statement, f"claims/{c.id}"),
                "locator": Label(_format_place(c), f"claims/{c.id}"),
                "value": case.value(c),
                "verdict": begin_with_capital(str((VERDICTS | PROMISES).get(c.verdict or "", _NO_VERDICT))),
                "against": label_publishers(case.ledger, c) or NOTHING,
            }
            for c in sorted(_find_statements(case), key=lambda c: order.get(c.verdict or "", len(order)))
        ],
        columns=["statement", "locator", "value", "verdict", "against"],
        dtype=object,
    )


def _format_place(claim: Claim) -> str:
    """Formats the place of a claim; of many places the first, and how many more there are."""
    first, *more = describe_locator(claim.locator).split("; ")
    if len(more) < 2:
        return "; ".join((first, *more))
    # translators: {place} is where a claim stands, such as "section II, paragraph 3"; {count} is of further places
    return ngettext("{place} and {count} more", "{place} and {count} more", len(more), place=first)


def corrections(case: Case) -> pd.DataFrame:
    """Lists the defects of the text that the case analyses, as given and as they should read.

    Returns: one row a correction. locator, as_given, reason: Label; kind: text; corrected: Label, or None
        where nothing can be recovered.

    >>> from analysis import compare, load_case
    >>> compare.verdicts.corrections(load_case()).iloc[0].kind
    'garbled name'
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "locator": Label(describe_locator(c.locator), f"corrections/{c.id}"),
                "kind": str(case.word("corrections/kind", c.kind)),
                "as_given": Label(c.as_given, f"corrections/{c.id}"),
                "corrected": Label(c.corrected, f"corrections/{c.id}") if c.corrected else None,
                "reason": Label(c.reason, f"corrections/{c.id}"),
            }
            for c in _find_defects(case)
        ],
        columns=["locator", "kind", "as_given", "corrected", "reason"],
        dtype=object,
    )


def defects(case: Case) -> Estimate:
    """Counts the defects of the text that the case analyses (item).

    >>> from analysis import compare, load_case
    >>> compare.verdicts.defects(load_case()).value
    44.0
    """
    return case.count("corrections", _find_defects(case), Phrase("defects of the text"))


def defects_apart(case: Case) -> Estimate:
    """Counts the defects of the text that the case analyses which no verdict counts already (item).

    A defect in a statement that is contradicted or garbled is the same mistake, and counts once, with the verdicts.

    >>> from analysis import compare, load_case
    >>> compare.verdicts.defects_apart(load_case()).value
    36.0
    """
    wrong = {c.id for c in list_article_claims(case.ledger) if c.verdict in ("contradicted", "garbled")}
    rows = [c for c in _find_defects(case) if not (set((c.row or "").split("/")) & wrong)]
    return case.count("corrections", rows, Phrase("defects that no verdict counts"), ["verdict"])


def _find_defects(case: Case) -> list[Correction]:
    """Finds the corrections of the analysed text; those of other sources are beside them in corrections.csv."""
    sources = case.ledger.get_table(Source)
    return [c for c in case.ledger.get_table(Correction).values() if sources[c.source].role == "article"]


def _match(*verdicts: str) -> Callable[[Claim], bool]:
    """Returns whether a claim has one of some verdicts, as a function."""
    return lambda claim: claim.verdict in verdicts


def _count(case: Case, accepts: Callable[[Claim], bool], what: str, of: Sequence[Claim] | None = None) -> Estimate:
    """Returns how many of the article's statements with a verdict are accepted. of: only among these."""
    return case.count_coded("claims", _find_coded(case) if of is None else of, "verdict", accepts, what)


def _find_coded(case: Case) -> Sequence[Claim]:
    """Finds the article's statements that have a verdict."""
    return case.find_once(_list_coded)


def _list_coded(case: Case) -> tuple[Claim, ...]:
    return tuple(claim for claim in _find_statements(case) if claim.verdict in VERDICTS)


def _find_statements(case: Case) -> Sequence[Claim]:
    """Finds the article's statements: of claims coded the same from one passage, only the one with the longest text."""
    return case.find_once(_list_statements)


def _list_statements(case: Case) -> tuple[Claim, ...]:
    found: dict[tuple[object, ...], Claim] = {}
    for c in list_article_claims(case.ledger):
        key = (c.locator, c.phrase, c.verdict, c.verdict_claims, c.status, c.as_of) if c.phrase else (c.id,)
        if key not in found or len(c.statement) > len(found[key].statement):
            found[key] = c
    kept = {c.id for c in found.values()}
    return tuple(c for c in list_article_claims(case.ledger) if c.id in kept)


def _find_kind(case: Case, claim: Claim) -> str:
    unit = case.ledger.get_table(Quantity)[claim.quantity].unit
    if unit in ("date", "text"):
        return unit
    return "counted" if claim.phrase and not _NUMBER.search(claim.phrase) else "number"


def _has_checked_words(case: Case, claim: Claim) -> bool:
    """Whether a claim behind its verdict has words that were found in a copy of its source."""
    table = case.ledger.get_table(Claim)
    behind = (table[id] for id in claim.verdict_claims if id in table)
    return any(one.phrase and one.verified for one in behind)
