"""Basis: what does it do to an answer to take the claims preferred over all sources, or to pool them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analysis.case.likeness import count_unlike_things, is_of_two_times
from analysis.case.schema import Claim, Source
from analysis.case.selection import BASES
from analysis.estimates.difference import NOTHING, OTHER_TIME, SAME, UNLIKE, compute_difference
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.estimates.origin import find_leaf_origin
from analysis.label import Label, join_names
from analysis.messages import Place, Word, gettext, ngettext
from analysis.wording.capitals import begin_within_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

    Comparison = Callable[..., Estimate]
    Result = Comparison | str | tuple[str, str] | tuple[Comparison, *tuple[str, ...]]

_COUNTS = (  # so many numbers
    Word("one", "so many numbers"),
    Word("two", "so many numbers"),
    Word("three", "so many numbers"),
    Word("four", "so many numbers"),
    Word("five", "so many numbers"),
    Word("six", "so many numbers"),
    Word("seven", "so many numbers"),
    Word("eight", "so many numbers"),
    Word("nine", "so many numbers"),
    Word("ten", "so many numbers"),
    Word("eleven", "so many numbers"),
    Word("twelve", "so many numbers"),
    Word("many", "so many numbers"),
)
_OF_COUNTS = (  # some of so many numbers
    Word("one", "of so many numbers"),
    Word("two", "of so many numbers"),
    Word("three", "of so many numbers"),
    Word("four", "of so many numbers"),
    Word("five", "of so many numbers"),
    Word("six", "of so many numbers"),
    Word("seven", "of so many numbers"),
    Word("eight", "of so many numbers"),
    Word("nine", "of so many numbers"),
    Word("ten", "of so many numbers"),
    Word("eleven", "of so many numbers"),
    Word("twelve", "of so many numbers"),
    Word("many", "of so many numbers"),
)
_CODED_TEXTS = ("guarantees",)  # tables of which the article's rows count on its basis, and of others where it has none
_MAX_NAMED = 2  # results that a title names; for more it gives their number


def switch(case: Case, *results: Result) -> pd.DataFrame:
    """Compares some results by the article with the same by all sources, and shows them by pooling.

    results: comparisons that return an Estimate, each as a function of the case alone, or as a tuple of a function
    and its further arguments; or keys of the case (a quantity, or quantity and subject).
    Returns: one row a result. result: Label with its name; article, all, pooled: the result on that basis, in the unit
    it has by the article; change: from `article` to `all`, see `analysis.estimates.difference`, or `Not comparable`
    where they rest on claims that count different things, or `Of another time`, see `analysis.case.likeness`. Where
    the article claims nothing of what a result rests on, while others do, `article` and `change` are a dash: their
    number is none of the article's.
    Raises: MissingClaim if a result has no claim on one of the bases.

    >>> from analysis import compare, load_case
    >>> both = compare.basis.switch(load_case(), compare.reconstruction.gap, "forces.strength")
    >>> print(both["result"].iloc[0], both["change"].iloc[0], both["change"].iloc[1], sep="; ")
    Funding gap; Not comparable; The same
    >>> round(both["pooled"].iloc[0].value)
    400
    """
    import pandas as pd

    rows = []
    for result in results:
        here, there, pooled = (_resolve_result(case.on(basis), result) for basis in BASES)
        there, pooled = there.to(here.unit), pooled.to(here.unit)
        is_silent = _is_silent(here)
        rows.append(
            {
                "result": Label(here.label or here.how, here.name or here.how),
                "article": NOTHING if is_silent else here,
                "all": there,
                "change": NOTHING if is_silent else _compare(case, here, there),
                "pooled": pooled,
            }
        )
    return pd.DataFrame(rows, columns=["result", *BASES, "change"], dtype=object)


def finding(rows: pd.DataFrame) -> dict[str, str | Label]:
    """Writes what rows of `switch` come to: how many of the numbers change, or which.

    Returns: `caption`, and the Labels for its places; pass all of it on to `analysis.bases`.

    >>> from analysis import compare, load_case
    >>> both = compare.basis.switch(load_case(), "forces.strength", "population.now")
    >>> compare.basis.finding(both)["caption"]
    'Other sources change one of these two numbers: {result_a}'
    """
    records = rows.to_dict("records")
    if all(row["change"] == NOTHING for row in records):
        return {"caption": gettext("The article gives no number to compare with those of other sources")}
    every, changed = len(rows), [row for row in records if row["change"] not in (SAME, NOTHING)]
    if every == 1 or len(changed) in (0, every):
        return {"caption": _describe_all(every, is_changed=bool(changed))}
    counts = {"some": _spell_number(len(changed), _COUNTS), "every": _spell_number(every, _OF_COUNTS)}
    if len(changed) > _MAX_NAMED:
        return {"caption": gettext("Other sources change {some} of these {every} numbers", **counts)}
    names = {f"result_{'ab'[at]}": _lower_label(row["result"], row["article"]) for at, row in enumerate(changed)}
    which = join_names(map(Place, names))
    caption = gettext("Other sources change {some} of these {every} numbers: {which}", **counts, which=which)
    return {"caption": caption, **names}


def _compare(case: Case, here: Estimate, there: Estimate) -> Estimate | str:
    if count_unlike_things(case.ledger, here, there):
        return UNLIKE
    return OTHER_TIME if is_of_two_times(case.ledger, here, there) else compute_difference(here, there)


def _is_silent(here: Estimate) -> bool:
    """Whether a result by the article rests on claims, or on our codes of texts, and on none of the article's."""
    told = [
        leaf.origin for leaf in here.leaves if leaf.origin and (find_leaf_origin(leaf) == "claim" or _is_text(leaf))
    ]
    sources = [source for card in told for source in card.all_sources]
    return bool(sources) and not any(source.role == "article" for source in sources)


def _is_text(leaf: Leaf) -> bool:
    """Whether a leaf is what we coded of a text that the basis chooses; other codes, such as of a risk, are our own."""
    return find_leaf_origin(leaf) == "coding" and leaf.id.split("/")[0] in _CODED_TEXTS


def _describe_all(every: int, *, is_changed: bool) -> str:
    """Says of all numbers that are compared that other sources change them, or that they change none."""
    if every == 1:
        change = gettext("Other sources change this number")
        return change if is_changed else gettext("Other sources do not change this number")
    if every == 2:
        change = gettext("Other sources change both of these numbers")
        return change if is_changed else gettext("Other sources change neither of these numbers")
    if not is_changed:
        return gettext("Other sources change none of these numbers")
    if every >= len(_COUNTS):  # a greater number than there are words for
        return gettext("Other sources change all of these numbers")
    return ngettext(
        "Other sources change all {words} of these numbers",
        "Other sources change all {words} of these numbers",
        every,
        words=_spell_number(every, _COUNTS),
    )


def _spell_number(count: int, words: Sequence[Word]) -> str:
    """Returns a number in words, in the form it has where these words are printed."""
    return str(words[min(count, len(words)) - 1])


def _lower_label(name: Label, result: Estimate) -> Label:
    """Puts a result's name in the form it has within a sentence."""
    text = begin_within_sentence(name.text, (leaf.symbol for leaf in result.leaves))
    return name if text == name.text else Label(text, name.ref)


def pool(case: Case, quantity: str, subject: str | None = None) -> pd.DataFrame:
    """Lists the claims on a quantity that are pooled, and those that are left out and why.

    Returns: one row a claim, those that are pooled first, then by id. source: Label; value: the claim; grade: the
        reliability of its source; weight: dimensionless, or a dash; remark: why it is left out, or nothing.
    Raises: MissingClaim if there is no claim on it, UsageError if it is a date or a text.

    >>> from analysis import compare, load_case
    >>> rows = compare.basis.pool(load_case(), "reconstruction.need")
    >>> print(*(f"{row.grade} {row.value.value:g} {row.remark}".strip() for row in rows.itertuples()), sep="; ")
    B 500; A 588; D 800 another base: a sum to be raised; B 524 revised since
    """
    import pandas as pd

    found, sources = case.pool(quantity, subject), case.ledger.get_table(Source)
    rows: list[tuple[Claim, Estimate | str, str]] = [(claim, case.weight(claim), "") for claim, _ in found.members]
    rows += [(claim, NOTHING, reason) for claim, reason in found.left_out]
    return pd.DataFrame(
        [
            {
                "source": case.source(claim.source),
                "value": case.estimate(claim),
                "grade": sources[claim.source].reliability,
                "weight": weight,
                "remark": Label(reason, f"claims/{claim.id}") if reason else "",
            }
            for claim, weight, reason in rows
        ],
        columns=["source", "value", "grade", "weight", "remark"],
        dtype=object,
    )


def _resolve_result(case: Case, result: Result) -> Estimate:
    if isinstance(result, str):
        return case[result]
    if callable(result):
        return result(case)
    first, *others = result
    if callable(first):
        return first(case, *others)
    (subject,) = others
    return case[first, subject]
