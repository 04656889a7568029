"""The scheme: which elements a guarantee has, and what each of them counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.columns import list_choices
from analysis.case.schema import Guarantee
from analysis.case.vocabulary import list_words
from analysis.errors import UsageError, format_nearest
from analysis.estimates.constructors import parameter
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_setting
from analysis.label import join_names
from analysis.messages import Word, gettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    from analysis.case.case import Case


_COLUMN = "guarantees/element"
MENTION = 50.0  # percent of a specified element that one which is only mentioned counts
LIMITS = {"conditions": Word("What voids or narrows it", "a guarantee")}
"""What stands against the elements: it is coded like them, and adds nothing to how full a guarantee is."""
DETAIL = (
    Word("Open", "detail of a guarantee"),
    Word("Mentioned", "detail of a guarantee"),
    Word("Specified", "detail of a guarantee"),
)
FULL = DETAIL.index("Specified")
_MAX_WEIGHT = 1000


def scheme(case: Case) -> dict[str, str]:
    """Lists the elements of the scheme: element -> its name. What voids or narrows a guarantee is none of them.

    They are the library's; where vocabulary.csv of the case adds some, they are all that a row of guarantees.csv codes.

    >>> from analysis import compare, load_case
    >>> list(compare.guarantees.scheme(load_case()))[:3]
    ['guarantors', 'trigger', 'response']
    """
    return {word: begin_with_capital(name) for word, name in name_elements(case).items()}


def name_elements(case: Case) -> dict[str, str]:
    """Returns the elements of the scheme as `scheme` lists them, with their names as in a sentence."""
    coded = {row.element for row in case.ledger.get_table(Guarantee).values()}
    chosen = [word for word in list_words(case.ledger, Guarantee, "element") if word in coded or not is_own(case)]
    return {word: str(case.word(_COLUMN, word)) for word in chosen if word not in LIMITS}


def is_own(case: Case) -> bool:
    """Says whether the scheme is the case's own, and not the library's.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.is_own(load_case())
    False
    """
    known = list_choices(Guarantee.model_fields["element"].annotation)
    return len(list_words(case.ledger, Guarantee, "element")) > len(known)


def elements(case: Case) -> Estimate:
    """Counts the elements of our scheme (item), traced as a setting of ours.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.elements(load_case())
    <elements of our scheme: 8 item>
    """
    return make_setting(
        "guarantees.elements",
        len(scheme(case)),
        "item",
        gettext("elements of our scheme"),
        gettext(
            "In our scheme a guarantee has these elements: {elements}. What voids or narrows it is none of them.",
            elements=join_names(name_elements(case).values()),
        ),
    )


def mentioned(mention: float = MENTION) -> Estimate:
    """Computes how much an element that is only mentioned counts (percent of a specified one), as a setting of ours.

    mention: the share (percent) that a reader sets in its place, which is then a parameter.

    >>> from analysis import compare
    >>> compare.guarantees.mentioned().value, compare.guarantees.mentioned(25).claims
    (50.0, frozenset({'parameter:mention'}))
    """
    what = gettext("weight of an element that is only mentioned")
    if mention != MENTION:
        return parameter("mention", mention, "percent", what)
    reason = gettext("An element that is specified counts in full, an open one does not count.")
    return make_setting("guarantees.mentioned", mention, "percent", what, reason)


def read_weights(case: Case, text: str) -> dict[str, float]:
    """Reads weights of elements as a reader of a report gives them: `trigger=2; forces=0`.

    Returns: element -> weight, 0 or more. Raises: UsageError for an unknown element, with the nearest, or no number.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.read_weights(load_case(), "trigger=2; forces=0")
    {'trigger': 2.0, 'forces': 0.0}
    """
    found: dict[str, float] = {}
    known = scheme(case)
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, value = (cell.strip() for cell in part.partition("="))
        if name not in known:
            raise UsageError(
                f"weights: no element {name!r}{format_nearest(name, known)}; there are: {', '.join(known)}."
            )
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = -1
        if not 0 <= found[name] <= _MAX_WEIGHT:
            raise UsageError(
                f"weights: {name} has the weight {value!r}; allowed: a number from 0 to {_MAX_WEIGHT}, as in {name}=2."
            )
    if found and not any(found.get(element, 1) for element in known):
        raise UsageError("weights: all elements have the weight 0; give one of them a greater weight.")
    return found
