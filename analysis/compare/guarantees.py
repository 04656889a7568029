"""Guarantees: which elements does each promise specify, what voids it, and what remains open with whom?

Detail of an element is coded by us, 0 open, 1 mentioned, 2 specified, by the rules of coding_rules.csv. Completeness is
the weighted share of the elements that is specified; a mention counts half. The elements are a scheme of ours after the
parts of alliance treaties that the ATOP project codes (Leeds et al., International Interactions 28(3), 2002); their
weights, all equal unless others are given, are ours. What voids or narrows a guarantee is shown beside it, and adds
nothing. A case may add elements of its own in vocabulary.csv, for agreements of another kind; its scheme is then what
its rows code. The quantities are those that play the roles `guarantee_years`, `guarantee_signed`, `guarantor` (party),
`guarantee_stage` (state) and `agreed_share_of_guarantees` in the case, unless the call names others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from analysis import dates
from analysis.case.columns import list_choices
from analysis.case.schema import Guarantee, Source
from analysis.case.vocabulary import list_words
from analysis.compare.quantities.numbers import find_optional
from analysis.errors import MissingClaim, UsageError, format_nearest
from analysis.estimates.constructors import maximum, minimum, number, parameter, replace_interval, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_setting
from analysis.label import Label, add_article, join_names
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

Role = Literal["", "article", "second"]
_COLUMN = "guarantees/element"
NOTHING = "–"  # in a cell without a value
MENTION = 50.0  # percent of a specified element that one which is only mentioned counts
LIMITS = {"conditions": "What voids or narrows it"}
"""What stands against the elements: it is coded like them, and adds nothing to how full a guarantee is."""
SHARE = "Share of our scheme"
DETAIL = ("open", "mentioned", "specified")
_FULL = DETAIL.index("specified")
_MAX_WEIGHT = 1000


def scheme(case: Case) -> dict[str, str]:
    """Lists the elements of the scheme: element -> its name. What voids or narrows a guarantee is none of them.

    They are the library's; where vocabulary.csv of the case adds some, they are all that a row of guarantees.csv codes.

    >>> from analysis import compare, load_case
    >>> list(compare.guarantees.scheme(load_case()))[:3]
    ['guarantors', 'trigger', 'response']
    """
    coded = {row.element for row in case.ledger.get_table(Guarantee).values()}
    chosen = [word for word in list_words(case.ledger, Guarantee, "element") if word in coded or not is_own(case)]
    return {word: begin_with_capital(case.word(_COLUMN, word).text) for word in chosen if word not in LIMITS}


def is_own(case: Case) -> bool:
    """Says whether the scheme is the case's own, and not the library's.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.is_own(load_case())
    False
    """
    known = list_choices(Guarantee.model_fields["element"].annotation)
    return len(list_words(case.ledger, Guarantee, "element")) > len(known)


def matrix(case: Case, role: Role = "") -> pd.DataFrame:
    """Compares how far each promise goes on each element, and how complete it is.

    role: only promises as the article or as second sources report them; all if empty.
    Returns: one row an element, one with the completeness (percent), and one with what voids or narrows the promise.
        element: text; one column a promise: Label (open, mentioned or specified; none named), None where it is
        not coded.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> matrix = compare.guarantees.matrix(load_case(), "article").set_index("element")
    >>> print(*matrix.loc["Trigger"], sep="; ")
    Specified; Open; Open; Open
    """
    import pandas as pd

    promises = _list_promises(case, role)
    rows: list[dict[str, object]] = []
    for element, name in (scheme(case) | LIMITS).items():
        if element in LIMITS:
            rows.append({"element": SHARE, **{promise: _compute_completeness(case, promise) for promise in promises}})
        found = {promise: [g for g in _find_elements(case, promise) if g.element == element] for promise in promises}
        if any(found.values()):
            rows.append(
                {
                    "element": name,
                    **{
                        promise: Label(_describe_detail(gs[0]), f"guarantees/{gs[0].id}") if gs else None
                        for promise, gs in found.items()
                    },
                }
            )
    return pd.DataFrame(rows, columns=["element", *promises], dtype=object)


def headings(case: Case, role: Role = "") -> dict[str, Label]:
    """Lists the headings for the columns of `matrix`: promise -> Label with its name.

    role: as for `matrix`.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> list(compare.guarantees.headings(load_case(), "article"))[:2]
    ['20-point plan in the article', 'US commitment of fifteen years']
    """
    return {
        promise: Label(promise, f"guarantees/{_find_elements(case, promise)[0].id}")
        for promise in _list_promises(case, role)
    }


def completeness(case: Case, *, mention: float = MENTION, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Computes how much of our scheme each promise specifies, for the promises of this basis.

    mention: how much an element that is only mentioned counts (percent of a specified one). weights: element -> its
        weight beside that of the others; those not named weigh 1, see `read_weights`.
    Returns: one row a promise, the most complete first. promise: Label; teller: by whose account, text; specified,
        open: elements (item), over all codes that the coders give; completeness: percent.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.completeness(load_case()).iloc[0]
    >>> print(row.promise, row.completeness.value)
    20-point plan in the article 31.25
    """
    import pandas as pd

    rows = []
    chosen = dict.fromkeys(g.promise for g in case.select_rows(Guarantee))
    for promise in (promise for promise in _list_promises(case) if promise in chosen):
        mine = _find_elements(case, promise)
        by_article = case.ledger.get_table(Source)[mine[0].source].role == "article"
        rows.append(
            {
                "promise": Label(promise, f"guarantees/{mine[0].id}"),
                "teller": f"as {case.analysed} reports it"
                if by_article
                else "in published texts and by other accounts",
                "specified": _count_coded(case, promise, 2, "specified"),
                "open": _count_coded(case, promise, 0, "open"),
                "completeness": _compute_completeness(case, promise, mention, weights or {}),
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values(
        "completeness", ascending=False, ignore_index=True, kind="stable"
    )


def fullest(case: Case, *, mention: float = MENTION, weights: Mapping[str, float] | None = None) -> Estimate:
    """Computes the completeness of the most complete promise of this basis (percent). mention, weights: as there.

    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.fullest(load_case()).value
    31.25
    """
    first: Estimate = completeness(case, mention=mention, weights=weights)["completeness"].iloc[0]
    return first.named("guarantees.fullest", "Completeness of the fullest promise")


def names_of_fullest(frame: pd.DataFrame) -> Label:
    """Names the promises that are most complete: one, or all that are equally so.

    frame: as `completeness` returns it.

    >>> from analysis import compare, load_case
    >>> str(compare.guarantees.names_of_fullest(compare.guarantees.completeness(load_case())))
    '20-point plan in the article'
    """
    best = frame[[found.value >= frame["completeness"].iloc[0].value for found in frame["completeness"]]]["promise"]
    return Label(join_names(map(str, best)), best.iloc[0].ref)


def rival(frame: pd.DataFrame) -> tuple[Label, Estimate] | None:
    """Finds the promise that could be fuller than the fullest: where a copy read is cut off, or coders differ.

    frame: as `completeness` returns it.
    Returns: its name and how far it could reach (percent), of several the one that could reach most; None if none could
    be fuller.

    >>> from analysis import compare, load_case
    >>> name, reach = compare.guarantees.rival(compare.guarantees.completeness(load_case(basis="all")))
    >>> print(name, reach.value)
    European counter-draft 75.0
    """
    fullest = frame["completeness"].iloc[0].value
    rows = [row for row in frame.to_dict("records") if row["completeness"].value < fullest < row["completeness"].high]
    if not rows:
        return None
    best = max(rows, key=lambda row: row["completeness"].high)
    reach = _move_all_to_end(best["completeness"], "high")
    return best["promise"], reach.named("guarantees.reach", "Completeness, at most")


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


def said(case: Case) -> pd.DataFrame:
    """Lists what the promises say on each element that they mention or specify.

    Returns: one row a promise and element. promise: Label; element, detail: text; text: Label.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.said(load_case()).iloc[0]
    >>> print(row.promise, row.element, row.detail, sep="; ")
    20-point plan in the article; Guarantors; Specified
    """
    import pandas as pd

    names = scheme(case) | LIMITS
    rows = [
        {
            "promise": Label(g.promise, f"guarantees/{g.id}"),
            "element": names.get(g.element, g.element),
            "detail": _describe_detail(g),
            "text": Label(g.text, f"guarantees/{g.id}"),
        }
        for promise in _list_promises(case)
        for g in _find_elements(case, promise)
        if g.detail
    ]
    return pd.DataFrame(rows, columns=["promise", "element", "detail", "text"], dtype=object)


def left_open(case: Case) -> pd.DataFrame:
    """Lists what each promise leaves open, and with whom.

    Returns: one row a promise. promise: Label; dated: Label, the day or days of its sources, or None; open: elements of
        which it says nothing (item); elements: Label naming them, or None; open_with: Label naming the parties with
        whom what is open or only mentioned remains open, or None.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.left_open(load_case()).iloc[0]
    >>> print(row.promise, row["open"].value, row.open_with, sep="; ")
    20-point plan in the article; 5.0; the United States, NATO, Europe, the European Union and Russia
    """
    import pandas as pd

    rows, names = [], scheme(case)
    for promise in _list_promises(case):
        mine, ref = _find_elements(case, promise), f"guarantees/{_find_elements(case, promise)[0].id}"
        days = {case.ledger.get_table(Source)[g.source].date for g in mine}
        missing = [names[g.element].lower() for g in mine if g.detail == 0 and g.element in names]
        parties = dict.fromkeys(party for g in mine if g.detail < 2 and g.element in names for party in g.open_with)
        rows.append(
            {
                "promise": Label(promise, ref),
                "dated": Label(join_names(dates.format_date(day) for day in sorted(filter(None, days))), ref)
                if any(days)
                else None,
                "open": _count_coded(case, promise, 0, "open"),
                "elements": Label(join_names(missing), ref) if missing else None,
                "open_with": Label(join_names(add_article(case.label(party)) for party in parties), ref)
                if parties
                else None,
            }
        )
    return pd.DataFrame(rows, columns=["promise", "dated", "open", "elements", "open_with"], dtype=object)


def years(case: Case, *, years: str | None = None, signed: str | None = None) -> pd.DataFrame:
    """Computes how long guarantees would run, and until when, for every claim of it, offered or asked for.

    years: the quantity that holds the length. signed: the one that holds the year in which a guarantee would be signed.
    Returns: one row a claim that is not deprecated, shortest first. source, said_by: Label; years: year, and
        shortest, longest: its ends where it is a range; until: the calendar year in which it would end, and first,
        last: the earliest and the latest, each None if the case knows no year of signature.
    Raises: MissingClaim if there is no claim on it.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.years(load_case()).iloc[0]
    >>> print(row.years.value, row.until.value)
    15.0 2041.0
    """
    import pandas as pd

    years, signed = case.role("guarantee_years", years), find_optional(case, "guarantee_signed", signed)
    start = case[signed] if signed in case else None  # noqa: SIM401 (a Case is not a dict)
    rows = []
    for claim in case.claims(years):
        if claim.rank == "deprecated":
            continue
        length, name = case.estimate(claim), f"guarantees.until.{claim.id}"
        shortest, longest = (
            length if length.leaves[0].is_certain else length.at(claim.id, end) for end in ("low", "high")
        )
        row = {
            "source": case.source(claim.source),
            "said_by": Label(claim.attributed_to or "the source itself", f"claims/{claim.id}"),
            "years": length,
            "shortest": shortest,
            "longest": longest,
            "until": None,
            "first": None,
            "last": None,
        }
        if start is not None:
            until = (start + length).named(name, "Last year of the guarantee")
            row |= {
                "until": until,
                "first": _move_all_to_end(until, "low").named(f"{name}.low", "Last year, at the earliest"),
                "last": _move_all_to_end(until, "high").named(f"{name}.high", "Last year, at the latest"),
            }
        rows.append(row)
    if not rows:
        raise MissingClaim(f"{case.folder.name} has no claim on {years}; add a row to claims.csv.")
    return pd.DataFrame(rows, dtype=object).sort_values("years", ignore_index=True, kind="stable")


def became(case: Case, *, party: str | None = None, state: str | None = None) -> pd.DataFrame:
    """Lists what became of a guarantee: who is party to it, and how far it has come, the earliest first.

    party: the quantity whose claims say who is a party, or is not. state: the one whose claims say how far it has come.
    Returns: one row a claim. about: party or state, text; as_of: Label, or None; said_by, statement, source: Label.

    >>> from analysis import compare, load_case
    >>> print(compare.guarantees.became(load_case()).as_of.iloc[0])
    29 December 2025
    """
    import pandas as pd

    party, state = find_optional(case, "guarantor", party), find_optional(case, "guarantee_stage", state)
    claims = [claim for quantity in (state, party) for claim in case.claims(quantity) if claim.rank != "deprecated"]
    rows = [
        {
            "about": "party" if claim.quantity == party else "state",
            "as_of": Label(dates.format_date(claim.as_of), f"claims/{claim.id}") if claim.as_of else None,
            "said_by": Label(claim.attributed_to or "the source itself", f"claims/{claim.id}"),
            "statement": Label(claim.statement, f"claims/{claim.id}"),
            "source": case.source(claim.source),
        }
        for claim in sorted(
            claims, key=lambda claim: dates.compute_moments(claim.as_of)[1] if claim.as_of else -math.inf
        )
    ]
    return pd.DataFrame(rows, columns=["about", "as_of", "said_by", "statement", "source"], dtype=object)


def agreed(case: Case, *, agreed: str | None = None) -> pd.DataFrame:
    """Lists who called the guarantees agreed to which share, and of what that is the share.

    agreed: the quantity that holds the share.
    Returns: one row a claim that is not deprecated, in file order. said_by, source: Label; value: percent; base: Label
        of what the share is of, or a dash where the source does not say; statement: Label of what is said.

    >>> from analysis import compare, load_case
    >>> [f"{row.said_by} {row.value.value:g}" for row in compare.guarantees.agreed(load_case()).itertuples()]
    ['Zelensky 100', 'Zelensky 100', 'Trump 95']
    """
    import pandas as pd

    agreed = find_optional(case, "agreed_share_of_guarantees", agreed)
    rows = [
        {
            "said_by": Label(claim.attributed_to or "the source itself", f"claims/{claim.id}"),
            "value": case.estimate(claim),
            "base": Label(claim.base, f"claims/{claim.id}") if claim.base else NOTHING,
            "statement": Label(claim.statement, f"claims/{claim.id}"),
            "source": case.source(claim.source),
        }
        for claim in case.claims(agreed)
        if claim.rank != "deprecated"
    ]
    return pd.DataFrame(rows, columns=["said_by", "value", "base", "statement", "source"], dtype=object)


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
        "elements of our scheme",
        f"In our scheme a guarantee has these elements: {join_names(scheme(case).values()).lower()}. "
        "What voids or narrows it is none of them.",
    )


def mentioned(mention: float = MENTION) -> Estimate:
    """Computes how much an element that is only mentioned counts (percent of a specified one), as a setting of ours.

    mention: the share (percent) that a reader sets in its place, which is then a parameter.

    >>> from analysis import compare
    >>> compare.guarantees.mentioned().value, compare.guarantees.mentioned(25).claims
    (50.0, frozenset({'parameter:mention'}))
    """
    what = "weight of an element that is only mentioned"
    if mention != MENTION:
        return parameter("mention", mention, "percent", what)
    reason = "An element that is specified counts in full, an open one does not count."
    return make_setting("guarantees.mentioned", mention, "percent", what, reason)


def of(case: Case, promise: str) -> Estimate:
    """Finds one promise's completeness (percent).

    Raises: MissingClaim for a promise this basis does not know, with the nearest name.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.of(load_case(), "European pledges").value
    12.5
    """
    found: dict[str, Estimate] = {
        str(row["promise"]): row["completeness"] for row in completeness(case).to_dict("records")
    }
    if promise not in found:
        raise MissingClaim(
            f"{case.folder.name} has no promise {promise!r}{format_nearest(promise, found)}; "
            f"there are: {', '.join(found)}."
        )
    return found[promise]


def _compute_completeness(
    case: Case, promise: str, mention: float = MENTION, weights: Mapping[str, float] | None = None
) -> Estimate:
    """Returns the share of the elements that a promise specifies (percent). mention, weights: see `completeness`."""
    given = weights or {}
    weight = {element: given.get(element, 1) for element in scheme(case)}
    terms = [
        _weigh(_credit(case.coded("guarantees", g.id, "detail"), mention), g.element, weight[g.element])
        for g in _find_elements(case, promise)
        if weight.get(g.element)
    ]
    most = number(_FULL * sum(weight.values()), symbol="the most that all elements can reach")
    slug = re.sub(r"\W+", "_", promise.lower())
    found = total(terms) if terms else number(0, symbol="no element that counts is coded")
    return (found / most).to("percent").named(f"guarantees.completeness.{slug}", "Completeness")


def _credit(detail: Estimate, mention: float) -> Estimate:
    """Returns what a detail counts, from 0 to 2: a mention by its share, in a straight line on both sides of it."""
    if mention == MENTION:
        return detail
    share = mentioned(mention).to("one") * _FULL
    return minimum(detail, 1) * share + maximum(detail - 1, 0) * (_FULL - share)


def _weigh(detail: Estimate, element: str, weight: float) -> Estimate:
    return detail if weight == 1 else detail * parameter(f"weights.{element}", weight, symbol=f"weight of {element}")


def _count_coded(case: Case, promise: str, code: int, what: str) -> Estimate:
    """Returns how many elements of a promise have a code (item): by the first coder, and over the codes of all."""
    mine = [g for g in _find_elements(case, promise) if g.element not in LIMITS]
    coded = [case.coded("guarantees", g.id, "detail") for g in mine]
    counted = case.count("guarantees", [g for g in mine if g.detail == code], f"elements {what} in {promise}", coded)
    surely = sum(found.low == found.high == code for found in coded)
    perhaps = sum(found.low <= code <= found.high for found in coded)
    return replace_interval(counted, surely, perhaps, *coded)


def _move_all_to_end(sum_: Estimate, end: Literal["low", "high"]) -> Estimate:
    """Moves all inputs of a sum to one end of their intervals."""
    for leaf in sum_.leaves:
        sum_ = sum_ if leaf.is_certain else sum_.at(leaf.id, end)
    return sum_


def _list_promises(case: Case, role: Role = "") -> list[str]:
    sources = case.ledger.get_table(Source)
    found = list(
        dict.fromkeys(
            g.promise for g in case.ledger.get_table(Guarantee).values() if role in ("", sources[g.source].role)
        )
    )
    if not found:
        raise MissingClaim(f"{case.folder.name} has no guarantee; add rows to guarantees.csv.")
    return found


def _describe_detail(row: Guarantee) -> str:
    """Returns a detail in words; what voids a guarantee is not open where nothing is named."""
    return "None named" if row.element in LIMITS and not row.detail else DETAIL[row.detail].capitalize()


def _find_elements(case: Case, promise: str) -> list[Guarantee]:
    return list(case.ledger.get_table(Guarantee).find_rows("promise", promise))
