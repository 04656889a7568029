"""The plant: who would run it and share in it under each plan, and what does each party gain or lose by that?

Shares are claims on the quantities that play the role `shares`, one a party, operators on those that play `operators`.
The end of such a quantity's id, after the last dot, is the plan: a row of plans.csv (a plan, its published text or a
variant of its open points), or `now`. What the output is worth is in `power`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from analysis.case.schema import Claim, Plan
from analysis.compare import denominators
from analysis.errors import MissingClaim, UsageError, format_nearest
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.label import Label, add_article, join_labels, join_names
from analysis.messages import Phrase, Place, Word, gettext, pgettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

SHARES, OPERATORS, NOW = "shares", "operators", "now"  # two roles, and the end of the quantity of who runs it today
UNCLEAR = Word("gain or loss unclear")
OTHERS = {  # by verdict, worst first
    "contradicted": Word("Contradict it", "other sources"),
    "partly": Word("Agree in part", "other sources"),
    "confirmed": Word("Agree", "other sources"),
}
_NEARLY_ALL = 99.5  # per cent, from which shares count as all


def ways(case: Case) -> Estimate:
    """Counts in how many different ways the variants divide the benefits (item).

    Two divisions are the same where they agree when rounded to a whole per cent.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> compare.plant.ways(load_case()).value
    3.0
    """
    found: dict[object, str] = {}
    for key, by_party in _find_variants(case).items():
        found.setdefault(frozenset((party, round(part.to("percent").value)) for party, part in by_party.items()), key)
    rows = [case.quantity(_find_keys(case, SHARES)[key]) for key in found.values()]
    return case.count("quantities", rows, Phrase("ways to divide it")).named("plant.ways", gettext("Ways to divide it"))


def sharing(case: Case, party: str = "") -> Estimate:
    """Counts the plans that give a party a share in some variant, or all plans if no party is given (item).

    Accounts, published text and variants of one plan count as one plan (`Case.family`).
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.plant.sharing(case, "russia").value, compare.plant.sharing(case).value
    (2.0, 2.0)
    """
    found: dict[str, str] = {}
    for key, by_party in _find_variants(case).items():
        if not party or party in by_party:
            found.setdefault(case.family(key), key)
    rows = [case.quantity(_find_keys(case, SHARES)[key]) for key in found.values()]
    if not party:
        what, name = Phrase("plans that name shares"), gettext("Plans that name shares")
    else:
        who = add_article(case.label(party))
        what = Phrase("plans that give {party} a share", party=who)
        name = gettext("Plans that give {party} a share", party=who)
    return case.count("quantities", rows, what).named(f"plant.sharing.{party or 'all'}", name)


def left(case: Case, party: str) -> tuple[str, dict[str, Any]]:
    """Describes what share each plan leaves a party, as a clause: by the texts and variants, where there are any.

    A text or variant that names no share for the party leaves it none of its own; another party may still pass some on.
    What a share is of, such as the output, is said where its source says so.

    Returns: a clause with places, and the Labels of the plans and shares (percent) that fill them.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.plant.left(load_case(), "russia")
    >>> print(clause.partition(", the")[0], places["of_share_a_a"], sep="; ")
    the {plan_a} leaves it {share_a_a:size} of {of_share_a_a}; the output
    """
    variants, families = _find_variants(case), dict[str, list[str]]()
    for key in variants:
        families.setdefault(case.family(key), []).append(key)
    rows = case.ledger.get_table(Plan)
    clauses: list[str] = []
    places: dict[str, Any] = {}
    for letter, (root, keys) in zip(ascii_lowercase, families.items(), strict=False):
        texts = [key for key in keys if not (key in rows and rows[key].published)] or keys
        account = next((id for id, row in rows.items() if row.published == root), root)
        by_size = {round(v[party].to("percent").value): v[party] for v in map(variants.get, texts) if v and party in v}
        shares = list(by_size.values())
        names = {f"share_{letter}_{at}": one for at, one in zip(ascii_lowercase, shares, strict=False)}
        bases = {f"of_{name}": base for name, one in names.items() if (base := denominators.covered(case, one))}
        said = [
            gettext("{share:size} of {base}", share=Place(name), base=Place(f"of_{name}"))
            if f"of_{name}" in bases
            else f"{Place(name):size}"
            for name in names
        ]
        said += [gettext("none of its own")] if any(party not in variants[key] for key in texts) else []
        clauses.append(
            _describe_left(
                Place(f"plan_{letter}"),
                # translators: joins shares, by one text or by another
                pgettext("between shares", " or ").join(said),
                is_first=not clauses,
                is_whole=bool(bases or not names),
                by_variants=all(key in rows and rows[key].variant_of for key in texts),
            )
        )
        ids = "+".join(leaf.id for one in shares for leaf in one.leaves)  # the plan's label says whose these are
        ref = f"plans/{account}" + (f";claims/{ids}" if ids else "")
        name = case.label(root).closed if texts == [root] else case.label(account)
        places |= {f"plan_{letter}": Label(name.text, ref)} | names | bases
    return ", ".join(clauses), places


def _describe_left(plan: Place, shares: str, *, is_first: bool, is_whole: bool, by_variants: bool) -> str:
    """Says what shares a plan leaves a party, as a clause; one that is not the first needs no verb.

    is_whole: whether the shares say what they are of, or that there is none.
    """
    places = {"plan": plan, "shares": shares}
    if not is_first and by_variants:
        # translators: follows "the {plan} leaves it {shares}" of another plan
        return gettext("the {plan}, by its variants, {shares}", **places)
    if not is_first:
        # translators: follows "the {plan} leaves it {shares}" of another plan
        return gettext("the {plan} {shares}", **places)
    if is_whole and by_variants:
        return gettext("the {plan}, by its variants, leaves it {shares}", **places)
    if is_whole:
        return gettext("the {plan} leaves it {shares}", **places)
    if by_variants:
        return gettext("the {plan}, by its variants, leaves it a share of {shares}", **places)
    return gettext("the {plan} leaves it a share of {shares}", **places)


def spread(case: Case) -> pd.DataFrame:
    """Lists the shares in long form, for a chart.

    Returns: one row a variant and party with a share. variant, party: Label; share: dimensionless, 0 to 1; base: Label
        of what the shares are of, or None where no source says so.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> row = compare.plant.spread(load_case()).iloc[0]
    >>> print(row.variant, row.party, round(row["share"].value, 2), sep="; ")
    28-point plan, by the article; Ukraine; 0.33
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "variant": _make_variant_label(case, key),
                "party": case.label(party),
                "share": part.to("one"),
                "base": denominators.covered(case, *by_party.values()),
            }
            for key, by_party in _find_variants(case).items()
            for party, part in by_party.items()
        ],
        columns=["variant", "party", "share", "base"],
        dtype=object,
    )


def shares(case: Case) -> pd.DataFrame:
    """Compares each party's share of the benefits under each plan and variant.

    Returns: one row a variant. variant: Label; key: the end of the quantity's name; base: Label of what the shares are
        of, or None where no source says so; one column a party: percent, None where it has none.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> row = compare.plant.shares(load_case()).iloc[0]
    >>> print(row.variant, round(row.ukraine.value, 1), sep="; ")
    28-point plan, by the article; 33.3
    """
    import pandas as pd

    found = _find_variants(case)
    parties = list(dict.fromkeys(party for by_party in found.values() for party in by_party))
    rows = [
        {
            "variant": _make_variant_label(case, key),
            "key": key,
            "base": denominators.covered(case, *by_party.values()),
            **{party: by_party.get(party) for party in parties},
        }
        for key, by_party in found.items()
    ]
    return pd.DataFrame(rows, columns=["variant", "key", "base", *parties], dtype=object)


def unlike(case: Case, *variants: str) -> Label | None:
    """Names what the shares under some variants are of, where that is not the same; None where it is.

    variants: ends of the quantities' names.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> print(compare.plant.unlike(load_case(), "plan_28_text", "plan_20_us"))
    the output and the plant
    """
    found = _find_variants(case)
    bases = [denominators.covered(case, *found[key].values()) for key in variants if key in found]
    named = {base.text: base.ref for base in bases if base}
    return Label(join_names(named), next(iter(named.values()))) if len(named) > 1 else None


def unshared(case: Case) -> Label | None:
    """Names the plans of which it is known who would run the plant, and no shares; None if there are none.

    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> print(compare.plant.unshared(load_case()))
    European 24-point text
    """
    shared, plans = _find_variants(case), case.ledger.get_table(Plan)
    run = [key for key, id in _find_keys(case, OPERATORS).items() if id in case]
    found = [key for key in run if key in plans and key not in shared]
    return join_labels(map(case.label, found), f"plans/{found[0]}") if found else None


def incomplete(case: Case) -> Label | None:
    """Names the plans whose shares add up to less than all, so that who has the rest is not known; None for none.

    Shares of half a per cent less than all are all: thirds are rounded. An uncertain share counts with its upper end.
    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> compare.plant.incomplete(load_case()) is None
    True
    """
    sums = {
        key: sum(share.to("percent").high for share in by_party.values())
        for key, by_party in _find_variants(case).items()
    }
    found = [_make_variant_label(case, key) for key, most in sums.items() if most < _NEARLY_ALL]
    return join_labels(found, found[0].ref) if found else None


def operators(case: Case) -> pd.DataFrame:
    """Lists who would run the plant under each plan and variant, and who runs it now.

    Returns: one row a variant. variant: Label; operators: Label naming them; how: Label, in what way; source: Label;
        checked: Label with what other sources say of it (by the verdicts, the worst of several), or None.
    Raises: MissingClaim if the case names no operator.

    >>> from analysis import compare, load_case
    >>> row = compare.plant.operators(load_case()).iloc[0]
    >>> print(row.variant, row.operators, sep="; ")
    Today, in fact; Russia
    """
    import pandas as pd

    rows = []
    for id in case.roles(OPERATORS):
        claims = [claim for claim in case.claims(id) if claim.subject and claim.rank != "deprecated"]
        if claims:
            ref = f"claims/{claims[0].id}"
            rows.append(
                {
                    "variant": case.label(id),
                    "operators": Label(", ".join(str(case.label(c.subject or "")) for c in claims), ref),
                    "how": Label(" ".join(dict.fromkeys(c.statement for c in claims)), ref),
                    "source": case.source(claims[0].source),
                    "checked": _find_worst_verdict(claims),
                }
            )
    if not rows:
        raise _make_error(case, OPERATORS)
    return pd.DataFrame(rows, dtype=object)


def operator_of(case: Case, key: str) -> Label:
    """Names who would run the plant under one variant, for a sentence.

    key: the end of the quantity's name.
    Raises: MissingClaim if the case names no operator for it.

    >>> from analysis import compare, load_case
    >>> print(compare.plant.operator_of(load_case(), "plan_20"))
    the United States and Ukraine
    """
    claims = _find_operator_claims(case, key)
    return join_labels((add_article(case.label(claim.subject or "")) for claim in claims), f"claims/{claims[0].id}")


def contradicted(case: Case, *keys: str) -> Label | None:
    """Names the variants whose account of who would run the plant other sources contradict; None if there are none.

    keys: the ends of the quantities' names.
    Raises: MissingClaim if the case names no operator for one of them.

    >>> from analysis import compare, load_case
    >>> print(compare.plant.contradicted(load_case(), "plan_28", "plan_20"))
    28-point plan
    """
    found = [key for key in keys if any(claim.verdict == "contradicted" for claim in _find_operator_claims(case, key))]
    refs = [claim.id for key in found for claim in _find_operator_claims(case, key)]
    return join_labels(map(case.label, found), f"claims/{'+'.join(refs)}") if found else None


def holder(case: Case) -> str:
    """Finds the id of the party that runs the plant now: the first, if several do.

    Raises: MissingClaim if the case names no operator.

    >>> from analysis import compare, load_case
    >>> compare.plant.holder(load_case())
    'russia'
    """
    return _find_operator_claims(case, NOW)[0].subject or ""


def parties(case: Case) -> dict[str, Label]:
    """Lists the headings for the columns of `shares`: party id -> Label with its name.

    Raises: MissingClaim if the case has no claim on any share.

    >>> from analysis import compare, load_case
    >>> list(compare.plant.parties(load_case()))
    ['ukraine', 'united_states', 'russia']
    """
    return {party: case.label(party) for found in _find_variants(case).values() for party in found}


def shifts(case: Case, pairs: Sequence[tuple[str, str]] = (), worth: Estimate | None = None) -> pd.DataFrame:
    """Computes what each party gains or loses between two variants, and what that is worth a year.

    pairs: from and to, by the ends of the quantities' names; each variant and the next one if empty.
    Returns: one row a pair and party whose share changes or may change. step, party: Label; change:
        percentage points; outcome: gain, loss, or that it is unclear, where the interval includes both; worth: currency
        of the price a year, None if no worth is given.
    Raises: MissingClaim if the case has no claim on any share; UsageError for a variant the case does not know.

    >>> from analysis import compare, load_case
    >>> row = compare.plant.shifts(load_case(), [("plan_28_text", "plan_20_us")]).iloc[0]
    >>> print(row.party, round(row.change.value, 1), row.outcome)
    Ukraine -16.7 loss
    """
    import pandas as pd

    found = _find_variants(case)
    for key in dict.fromkeys(key for pair in pairs for key in pair):
        if key not in found:
            raise UsageError(f"no variant {key!r}{format_nearest(key, found)}; there are: {', '.join(found)}")
    rows = []
    for a, b in pairs or pairwise(found):
        for party in dict.fromkeys([*found[a], *found[b]]):
            before, after = (found[key].get(party, number(0, "percent")) for key in (a, b))
            change = (after - before).to("percentage_point")
            if change.low < 0 or change.high > 0:
                name = gettext("Change of the share of {party}", party=add_article(case.label(party)))
                change = change.named(f"plant.change.{a}.{b}.{party}", name)
                ends = {"first": _make_variant_label(case, a), "second": _make_variant_label(case, b)}
                # translators: from one variant of a plan to another
                step = gettext("{first}, to {second}", **ends)
                rows.append(
                    {
                        "step": Label(step, f"quantities/{_find_keys(case, SHARES)[b]}"),
                        "party": case.label(party),
                        "change": change,
                        "outcome": _classify_change(change),
                        "worth": change * worth if worth is not None else None,
                    }
                )
    return pd.DataFrame(rows, columns=["step", "party", "change", "outcome", "worth"], dtype=object)


def outcomes(shifts: pd.DataFrame) -> tuple[str, dict[str, Any]]:
    """Describes what the parties gain or lose in one step of `shifts`, as a clause.

    shifts: rows of `shifts` for one pair.
    Returns: a clause with places, and the Labels, changes (percentage points) and worths that fill them.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.plant.outcomes(compare.plant.shifts(load_case(), [("plan_28_text", "plan_20_ua")]))
    >>> clause.partition(";")[0]
    '{russia} loses a share of {russia_change:size,round,range}'
    """
    clauses: list[str] = []
    places: dict[str, Any] = {}
    unclear: list[Label] = []
    for row in shifts.to_dict("records"):
        key = row["party"].id
        if row["outcome"] == UNCLEAR:
            unclear.append(add_article(row["party"]))
            continue
        has_worth = row["worth"] is not None
        clauses.append(_describe_outcome(key, gains=row["outcome"] == "gain", has_worth=has_worth))
        places |= {key: add_article(row["party"]), f"{key}_change": row["change"]}
        places |= {f"{key}_worth": row["worth"]} if has_worth else {}
    if unclear:
        clauses.append(gettext("for {unclear} gain or loss is not settled"))
        places["unclear"] = join_labels(unclear, "assumptions")
    return "; ".join(clauses) or gettext("nobody gains or loses"), places


def _describe_outcome(key: str, *, gains: bool, has_worth: bool) -> str:
    """Says that a party gains or loses a share, as a clause with the places of `outcomes`."""
    places = {"party": Place(key), "change": Place(f"{key}_change"), "worth": Place(f"{key}_worth")}
    if has_worth and gains:
        return gettext(
            "{party} gains a share of {change:size,round,range}, worth {worth:size,round,range} a year", **places
        )
    if has_worth:
        return gettext(
            "{party} loses a share of {change:size,round,range}, worth {worth:size,round,range} a year", **places
        )
    if gains:
        return gettext("{party} gains a share of {change:size,round,range}", **places)
    return gettext("{party} loses a share of {change:size,round,range}", **places)


def _find_keys(case: Case, role: str) -> dict[str, str]:
    """Returns the quantities that play a role by the ends of their ids, which say of which variant each is."""
    return {id.rpartition(".")[2]: id for id in case.roles(role)}


def _make_error(case: Case, role: str) -> MissingClaim:
    found = ", ".join(case.roles(role)) or f"what plays {role} (roles.csv)"
    return MissingClaim(f"{case.folder.name} has no claim on {found}; add rows to claims.csv.")


def _find_operator_claims(case: Case, key: str) -> list[Claim]:
    quantity = _find_keys(case, OPERATORS).get(key, "")
    claims = [claim for claim in case.claims(quantity) if claim.subject and claim.rank != "deprecated"]
    if not claims:
        raise MissingClaim(f"{case.folder.name} does not say who runs it under {key}; add a quantity with that ending.")
    return claims


def _find_worst_verdict(claims: Sequence[Claim]) -> Label | None:
    found = [(words, claim) for verdict, words in OTHERS.items() for claim in claims if claim.verdict == verdict]
    return Label(str(found[0][0]), f"claims/{found[0][1].id}") if found else None


def _classify_change(change: Estimate) -> Word:
    if change.low < 0 < change.high:
        return UNCLEAR
    return Word("gain", "of a share") if change.high > 0 else Word("loss", "of a share")


def _find_variants(case: Case) -> dict[str, dict[str, Estimate]]:
    found = {key: case.by_subject(id) for key, id in _find_keys(case, SHARES).items() if id in case}
    if not found:
        raise _make_error(case, SHARES)
    return found


def _make_variant_label(case: Case, key: str) -> Label:
    return case.label(_find_keys(case, SHARES)[key])
