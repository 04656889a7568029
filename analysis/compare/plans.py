"""Plans: what does each say on each issue, what became of it on the way, and whom does it favour?

Detail is coded as in PA-X (Bell and Badanjak, Journal of Peace Research 56(3), 2019): 0 none, 1 mention,
2 substantive, 3 full. A row without detail says that the plan is silent where an earlier one was not: it records
what became of that provision, but is not counted as a provision of this plan. Whom a provision favours
is our coding, an assumption. On the basis of all sources, a plan's published text replaces the
article's account of it (`Case.telling`). On the article's basis, what an account reports only of the later plan is
"added" where the earlier plan's published text has nothing on the issue, else "newly reported": an account's silence
is no provision's absence.
"""

from __future__ import annotations

from collections.abc import Hashable
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from analysis import dates
from analysis.case.description import name_source
from analysis.case.schema import Issue, Plan, Provision, Source
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, denies, every, exceeds, falls_below, some
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

REPORTED = "reported"  # new in an account, while the earlier plan's published text has something on the issue
FATES = {"kept": "Kept", "changed": "Changed", "dropped": "Dropped", "new": "Added", REPORTED: "Newly reported"}
AS_BEFORE = "as many provisions favour each side as before"
ALIKE = "as many provisions favour each side in the one plan as in the other"
DETAIL = ("None", "Mention", "Substantive", "Full")


def side_by_side(case: Case, plans: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Lists what each plan says on each issue, one column a plan.

    plans: ids of plans.csv; all with provisions if none is given.
    Returns: one row an issue, in the order of issues.csv. issue: Label; one column a plan, named by its id,
        with the provisions as a Label, or None where it says nothing; fate: text, what became of the issue's provisions
        in the last of the plans, or None where that is not coded of the first of them.

    >>> from analysis import compare, load_case
    >>> row = compare.plans.side_by_side(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.issue, row.fate, sep="; ")
    Status of the occupied regions; Dropped, changed
    """
    import pandas as pd

    chosen = plans or spoken(case)
    is_revision = bool(chosen) and compared(case, chosen[-1], chosen[0])
    rows = []
    for issue in case.ledger.get_table(Issue).values():
        found = {plan: _find_issue_provisions(case, plan, issue.id) for plan in chosen}
        if not any(found.values()):
            continue
        fates = dict.fromkeys(
            FATES[fate] for p in found[chosen[-1]] if is_revision for fate in _find_fates(case, chosen[0], p).values()
        )
        rows.append(
            {
                "issue": case.label(issue.id),
                **{plan: _join_provisions(ps) for plan, ps in found.items()},
                "fate": ", ".join(fates).capitalize() or None,
            }
        )
    return pd.DataFrame(rows, columns=["issue", *chosen, "fate"], dtype=object)


def detail(case: Case, plans: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Compares how fully each plan deals with each issue.

    plans: ids of plans.csv; all with provisions if none is given.
    Returns: one row an issue on which a plan speaks or is recorded as silent. issue: Label; one column a plan:
        the detail of its fullest provision in the words of PA-X, as a Label; None where nothing is reported.

    >>> from analysis import compare, load_case
    >>> row = compare.plans.detail(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.issue, row.plan_28, row.plan_20, sep="; ")
    Status of the occupied regions; Substantive; Mention
    """
    import pandas as pd

    chosen = plans or spoken(case)
    rows = []
    for issue in case.ledger.get_table(Issue).values():
        best = {
            plan: max(_find_issue_provisions(case, plan, issue.id), key=lambda p: p.detail, default=None)
            for plan in chosen
        }
        if any(best.values()):
            rows.append(
                {
                    "issue": case.label(issue.id),
                    **{plan: Label(DETAIL[p.detail], f"provisions/{p.id}") if p else None for plan, p in best.items()},
                }
            )
    return pd.DataFrame(rows, columns=["issue", *chosen], dtype=object)


def fate(case: Case, earlier: str, later: str, which: str) -> Estimate:
    """Counts the provisions with one fate, by our coding (item): the earlier plan's, or the later one's if new.

    An earlier provision counts once. Where several rows of the later plan stand for it (column `earlier`) and have
    different fates, it is changed: dropped is only what no part of is left. A row that names no earlier provision
    stands for one.
    earlier, later: ids of plans.csv. which: kept, changed or dropped; new, or reported (see `fates`).

    >>> from analysis import compare, load_case
    >>> compare.plans.fate(load_case(basis="all"), "plan_28", "plan_20", "dropped").value
    10.0
    """
    rows = _find_by_fate(case, earlier, later)[which]
    words = FATES[which].lower()
    name = f"provisions {words} in the {case.label(case.telling(later))}"
    return case.count("provisions", rows, name, ["fate"]).named(f"plans.{which}.{later}", f"Provisions {words}")


def fates(case: Case, earlier: str, later: str) -> pd.DataFrame:
    """Counts what became of the earlier plan's provisions in the later one, by our coding.

    earlier, later: ids of plans.csv.
    Returns: one row a fate. fate: text; provisions: how many (item); share: percent of the earlier plan's provisions
        (kept, changed and dropped together), None for what is new; issues: Label naming them. Added is what the
        earlier plan has nothing on; newly reported, what its published text has something on and the account of it
        compared here does not report.

    >>> from analysis import compare, load_case
    >>> fates = compare.plans.fates(load_case(), "plan_28", "plan_20")
    >>> dict(zip(fates["fate"], [count.value for count in fates["provisions"]]))
    {'Kept': 0.0, 'Changed': 4.0, 'Dropped': 2.0, 'Added': 1.0, 'Newly reported': 5.0}
    """
    import pandas as pd

    coded = _find_by_fate(case, earlier, later)
    counts = {name: fate(case, earlier, later, name) for name in FATES}
    of_earlier = [name for name in FATES if name not in ("new", REPORTED)]
    whole = total(counts[name] for name in of_earlier)
    return pd.DataFrame(
        [
            {
                "fate": FATES[name],
                "provisions": count,
                "share": (count / whole).to("percent") if whole > 0 and name in of_earlier else None,
                "issues": Label(
                    "; ".join(dict.fromkeys(str(case.label(p.issue)) for p in coded[name])) or "none",
                    f"provisions/{later}",
                ),
            }
            for name, count in counts.items()
        ],
        dtype=object,
    )


def remarks(case: Case, plan: str) -> tuple[str, dict[str, Label]]:
    """Writes what the data remark on codes of what became of provisions, as where a copy of the text is cut off.

    plan: the later plan, an id of plans.csv.
    Returns: a sentence with places, and the Labels that fill them; ('', {}) without remarks. One remark on several
        provisions is written once, with the issues they are on.

    >>> from analysis import compare, load_case
    >>> template, places = compare.plans.remarks(load_case(basis="all"), "plan_20")
    >>> print(places["remark_c"], places["issues_c"], sep=": ")
    By one outlet: Elections and amnesty
    """
    found: dict[str, list[Provision]] = {}
    for p in _find_provisions(case, plan):
        if p.fate and p.note:
            found.setdefault(p.note, []).append(p)
    places: dict[str, Label] = {}
    parts = []
    for letter, (note, rows) in zip(ascii_lowercase, found.items(), strict=False):
        issues = join_names(dict.fromkeys(str(case.label(p.issue)) for p in rows))
        places |= {
            f"issues_{letter}": Label(issues, f"provisions/{rows[0].id}"),
            f"remark_{letter}": Label(note, f"provisions/{rows[0].id}"),
        }
        parts.append(f"{{issues_{letter}}}: {{remark_{letter}}}")
    return (f"Remarks on these codes. {'; '.join(parts)}." if parts else ""), places


def points(case: Case, earlier: str, later: str, *, points: str | None = None) -> pd.DataFrame:
    """Compares how many points two plans have.

    Points are not units of substance: one point may hold what five held.
    points: the quantity that holds the points, one a plan; by default what plays the role `points`.
    Returns: one row. earlier, later, difference: item; share: percent of the earlier, negative if fewer.
    Raises: MissingClaim if the case has no claim on the points of one of the plans.

    >>> from analysis import compare, load_case
    >>> compare.plans.points(load_case(), "plan_28", "plan_20").iloc[0].difference.value
    -8.0
    """
    import pandas as pd

    points = case.role("points", points)
    before, after = case[points, earlier], case[points, later]
    difference = (after - before).named("plans.points_difference", "Points fewer or more")
    return pd.DataFrame(
        [
            {
                "earlier": before,
                "later": after,
                "difference": difference,
                "share": (difference / before).to("percent").named("plans.points_share"),
            }
        ],
        dtype=object,
    )


def favours(case: Case, plans: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Counts the provisions that favour each party, plan by plan, by our coding.

    plans: ids of plans.csv; all with provisions if none is given.
    Returns: one row a party that some provision favours. party: Label; one column a plan: provisions (item).

    >>> from analysis import compare, load_case
    >>> row = compare.plans.favours(load_case(), ("plan_28", "plan_20")).iloc[0]
    >>> print(row.party, row.plan_28.value, row.plan_20.value)
    Russia 6.0 0.0
    """
    import pandas as pd

    chosen = plans or spoken(case)
    parties = dict.fromkeys(
        party for plan in chosen for p in _drop_silent(_find_provisions(case, plan)) for party in p.favours
    )
    rows = [
        {"party": case.label(party), **{plan: favouring(case, plan, party) for plan in chosen}} for party in parties
    ]
    return pd.DataFrame(rows, columns=["party", *chosen], dtype=object)


def favouring(case: Case, plan: str, party: str) -> Estimate:
    """Counts the provisions of one plan that favour one party, by our coding (item).

    >>> from analysis import compare, load_case
    >>> compare.plans.favouring(load_case(), "plan_20", "ukraine").value
    9.0
    """
    name, who = case.label(case.telling(plan)), add_article(case.label(party))
    return case.count_coded(
        "provisions",
        _drop_silent(_find_provisions(case, plan)),
        "favours",
        lambda p: party in p.favours,
        f"provisions of the {name} that favour {who}",
    ).named(f"plans.favouring.{plan}.{party}", f"Provisions that favour {who} ({case.label(plan)})")


def size(case: Case, plan: str) -> Estimate:
    """Counts the provisions of a plan, by our coding: rows without detail record a silence, and are left out (item).

    >>> from analysis import compare, load_case
    >>> compare.plans.size(load_case(basis="all"), "plan_28").value
    31.0
    """
    name = case.label(case.telling(plan))
    rows = _drop_silent(_find_provisions(case, plan))
    return case.count("provisions", rows, f"provisions of the {name}", ["detail"])


def unjudged(case: Case, plan: str) -> Estimate:
    """Counts the provisions of a plan of which it is not coded what they were in the plan before (item).

    >>> from analysis import compare, load_case
    >>> compare.plans.unjudged(load_case(basis="all"), "plan_20").value
    0.0
    """
    rows = [p for p in _drop_silent(_find_provisions(case, plan)) if not p.fate]
    name = case.label(case.telling(plan))
    return case.count("provisions", rows, f"provisions of the {name} of unknown fate", ["fate"])


def open_points(case: Case, plan: str, party: str) -> list[tuple[Label, Estimate]]:
    """Counts the provisions that favour a party if an open point of the plan goes by one side's variant, by our coding.

    A provision of the variant counts where the plan itself has none on that point and issue that favours the party.
    Returns: the name of each variant with provisions by which the count differs from `favouring`, and the count (item).

    >>> from analysis import compare, load_case
    >>> for variant, count in compare.plans.open_points(load_case(basis="all"), "plan_20", "russia"):
    ...     print(variant, count.value)
    20-point plan, American variant 3.0
    """
    told, who = case.telling(plan), add_article(case.label(party))
    rows = _drop_silent(_find_own_provisions(case, told))
    has = {(p.point, p.issue) for p in rows if party in p.favours}
    found = []
    for variant in (row for row in case.ledger.get_table(Plan).values() if row.variant_of == told):
        own = _drop_silent(_find_own_provisions(case, variant.id))
        more = [p for p in own if (p.point, p.issue) not in has]
        if any(party in p.favours for p in more):
            what = f"provisions of the {case.label(variant.id)} and what it leaves unchanged that favour {who}"
            count = case.count_coded("provisions", [*rows, *more], "favours", lambda p: party in p.favours, what)
            found.append((case.label(variant.id), count.named(f"plans.favouring.{variant.id}.{party}", what)))
    return found


def turn(case: Case, earlier: str, later: str, prefix: str = "") -> tuple[str, dict[str, Any]]:
    """Describes whom a revision favours: which party gains most provisions in its favour, and which loses most.

    Several are named where they gain, or lose, as many. Of rival plans (see `compared`) it gives the counts of both.
    Where points of the later plan are open, the count by a side's variant of them stands beside (`open_points`).

    prefix: put before the places' names.
    Returns: a clause with places, and what fills them (Labels, and counts in items): gainer, gainer_before and
    gainer_after, and the same for gainer_b, should two gain as many, and for loser.

    >>> from analysis import compare, load_case
    >>> clause, places = compare.plans.turn(load_case(), "plan_28", "plan_20")
    >>> print(places["gainer"], places["gainer_before"].value, places["gainer_after"].value)
    Ukraine 0.0 9.0
    """
    clauses: list[str] = []
    places: dict[str, Any] = {}
    is_revision = compared(case, later, earlier)
    for name, row in _find_moves(case, earlier, later).items():
        key, verb = prefix + name, "rise" if name.startswith("gainer") else "fall"
        what, before, after = (
            ("those" if clauses else "provisions"),
            f"{{{key}_before:range}}",
            f"{{{key}_after:range}}",
        )
        numbers = (
            f"{verb} from {before} to {after}" if is_revision else f"are {before} in the one and {after} in the other"
        )
        clauses.append(f"{what} that favour {{{key}}} {numbers}")
        places |= {key: add_article(row["party"]), f"{key}_before": row[earlier], f"{key}_after": row[later]}
        for letter, (variant, count) in zip(ascii_lowercase, open_points(case, later, row["party"].id), strict=False):
            clauses[-1] += f", or {{{key}_open_{letter}:range}} by the {{{key}_variant_{letter}}}"
            places |= {f"{key}_open_{letter}": count, f"{key}_variant_{letter}": variant}
    return ", ".join(clauses) or (AS_BEFORE if is_revision else ALIKE), places


def shift(case: Case, earlier: str, later: str) -> tuple[str, dict[str, Label], Statement]:
    """States whom a revision favours more than before, and whom less, without the numbers that `turn` gives.

    Of rival plans (see `compared`), whom the later favours more than the earlier does.
    Returns: a clause with places, the Labels that fill them, and the statement, to be asked of `robustness` how many
        codes have to be other until it turns. Where no provision favours anybody the statement does not hold.

    >>> from analysis import compare, load_case
    >>> clause, places, statement = compare.plans.shift(load_case(), "plan_28", "plan_20")
    >>> print(clause.format(**places), statement.holds, sep="; ")
    more provisions favour Ukraine, and fewer Russia, than before; True
    """
    words: list[str] = []
    places: dict[str, Label] = {}
    moves, is_revision = _find_moves(case, earlier, later), compared(case, later, earlier)
    for side, more in (("gainer", "more"), ("loser", "fewer")):
        names = {name: add_article(row["party"]) for name, row in moves.items() if name.startswith(side)}
        if names:
            who = join_names(f"{{{name}}}" for name in names)
            words.append(f"{more} {'' if words else 'provisions favour '}{who}")
            places |= names
    parts: list[Statement] = [
        (exceeds if name.startswith("gainer") else falls_below)(row[later], row[earlier]) for name, row in moves.items()
    ]
    if parts:
        clause = ", and ".join(words) + ("," if len(words) > 1 else "")
        if is_revision:
            return f"{clause} than before", places, every(parts)
        plans = {"one_plan": case.label(case.telling(earlier)), "other_plan": case.label(case.telling(later))}
        return f"{clause} in the {{other_plan}} than in the {{one_plan}}", places | plans, every(parts)
    rows = favours(case, (earlier, later)).to_dict("records")
    differences = [compare(row[later], row[earlier]) for row in rows for compare in (exceeds, falls_below)]
    return (
        AS_BEFORE if is_revision else ALIKE,
        {},
        denies(some(differences)) if differences else exceeds(number(0), 0),
    )


def _find_moves(case: Case, earlier: str, later: str) -> dict[str, dict[Hashable, Any]]:
    """Returns the rows of `favours` of those who gain most and lose most from plan to plan: gainer, gainer_b, loser."""
    rows = favours(case, (earlier, later)).to_dict("records")
    changes = [row[later].value - row[earlier].value for row in rows]
    found: dict[str, dict[Hashable, Any]] = {}
    for side, most in (("gainer", max(changes, default=0)), ("loser", min(changes, default=0))):
        if most > 0 if side == "gainer" else most < 0:
            tied = [row for row, change in zip(rows, changes, strict=True) if change == most]
            names = (side, *(f"{side}_{letter}" for letter in ascii_lowercase[1:]))
            found |= dict(zip(names, tied, strict=False))
    return found


def compared(case: Case, later: str, earlier: str = "") -> bool:
    """Says whether it is coded what became in one plan of another's provisions; of rival plans it is not.

    earlier: the other plan, an id of plans.csv; any if empty. Drafts between the two are followed back.

    >>> from analysis import compare, load_case
    >>> compare.plans.compared(load_case(), "plan_20"), compare.plans.compared(load_case(), "plan_28", "plan_20")
    (True, False)
    """
    rows = _find_provisions(case, later)
    if not earlier:
        return any(p.fate for p in rows)
    return any(fate not in ("new", REPORTED) for p in rows for fate in _find_fates(case, earlier, p).values())


def account(case: Case, *plans: str) -> Label | None:
    """Names whose account of some plans their published texts replace by all sources; None where none replaces any.

    >>> from analysis import compare, load_case
    >>> print(compare.plans.account(load_case(), "plan_28", "plan_20"))
    the article
    """
    texts, rows = case.on("all"), case.ledger.get_table(Plan)
    ids = dict.fromkeys(rows[plan].source for plan in plans if texts.telling(plan) != plan)
    if not ids:
        return None
    sources = [case.ledger.get_table(Source)[id] for id in ids]
    return Label(
        join_names(dict.fromkeys(name_source(case.ledger, case.folder.name, source) for source in sources)),
        f"sources/{sources[0].id}",
        case,
    )


def retold(case: Case, *plans: str) -> bool:
    """Says whether, by all sources, a published text replaces somebody's account of any of these plans (`account`).

    >>> from analysis import compare, load_case
    >>> compare.plans.retold(load_case(), "plan_28", "plan_20")
    True
    """
    return account(case, *plans) is not None


def spoken(case: Case) -> tuple[str, ...]:
    """Lists the ids of the plans that have provisions, in the order of plans.csv.

    >>> from analysis import compare, load_case
    >>> "plan_20" in compare.plans.spoken(load_case())
    True
    """
    with_provisions = {p.plan for p in case.ledger.get_table(Provision).values()}
    return tuple(plan for plan in case.ledger.get_table(Plan) if plan in with_provisions and case.telling(plan) == plan)


def counts(case: Case) -> pd.DataFrame:
    """Counts the provisions of every plan and draft on record.

    Returns: one row a plan, in the order of plans.csv. plan, status: Label; date: Label or None; provisions: coded
        here (item).

    >>> from analysis import compare, load_case
    >>> row = compare.plans.counts(load_case()).iloc[-1]
    >>> print(row.plan, row.date, row.provisions.value, sep="; ")
    20-point plan, as published; 24 December 2025; 23.0
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "plan": case.label(plan.id),
                "status": Label(plan.status, f"plans/{plan.id}"),
                "date": Label(dates.format_date(plan.date), f"plans/{plan.id}") if plan.date else None,
                "provisions": case.count(
                    "provisions", _drop_silent(_find_own_provisions(case, plan.id)), f"provisions of the {plan.name}"
                ),
            }
            for plan in case.ledger.get_table(Plan).values()
        ],
        dtype=object,
    )


def _find_provisions(case: Case, plan: str) -> list[Provision]:
    return _find_own_provisions(case, case.telling(plan))


def _find_own_provisions(case: Case, plan: str) -> list[Provision]:
    return list(case.ledger.get_table(Provision).find_rows("plan", plan))


def _find_by_fate(case: Case, earlier: str, later: str) -> dict[str, list[Provision]]:
    """Returns the earlier plan's provisions by what became of them, and the later one's that are new: fate -> rows."""
    found: dict[str, set[str]] = {}
    between: set[str] = set()
    for p in _find_provisions(case, later):
        for id, name in _find_fates(case, earlier, p, between).items():
            found.setdefault(id, set()).add(name)
    for plan in between - {case.telling(earlier)}:  # what a draft between them dropped is not in the later plan's rows
        for p in _find_own_provisions(case, plan):
            lost = _find_fates(case, earlier, p) if p.fate == "dropped" else {}
            found |= {id: {"dropped"} for id in lost if id not in found}
    table = case.ledger.get_table(Provision)
    rows: dict[str, list[Provision]] = {name: [] for name in FATES}
    for id, names in found.items():
        rows[names.pop() if len(names) == 1 else "changed"].append(table[id])
    return rows


def _find_fates(case: Case, earlier: str, p: Provision, between: set[str] | None = None) -> dict[str, str]:
    """Returns what became, in a later provision, of those of an earlier plan for which it stands: id -> fate.

    What is new, or only newly reported, has its own id; {} where nothing is coded about the earlier plan. Drafts that
    stand between the two plans are followed back; their ids are added to `between`.
    """
    table, told = case.ledger.get_table(Provision), case.telling(earlier)
    between = set() if between is None else between

    def follow(row: Provision, seen: frozenset[str]) -> dict[str, str]:
        if not row.fate:
            return {}
        if row.fate == "new" or not row.earlier:
            return {row.id: row.fate}
        found: dict[str, str] = {}
        for before in (table[id] for id in row.earlier if id not in seen):
            if before.plan == told:
                found |= {before.id: row.fate} if before.detail else {p.id: "new"}
                continue
            between.add(before.plan)
            for id, fate in follow(before, seen | {before.id}).items():
                if fate != "new":
                    found[id] = row.fate if fate == "kept" or row.fate == "dropped" else "changed"
                elif row.fate != "dropped":
                    found[p.id] = "new"
        return found

    fates = follow(p, frozenset((p.id,)))
    return {id: _tell_reported(case, earlier, p) if fate == "new" else fate for id, fate in fates.items()}


def _tell_reported(case: Case, earlier: str, provision: Provision) -> str:
    """Returns whether a provision that an earlier plan lacks is new, or only newly reported."""
    text = case.on("all").telling(earlier)
    if text == case.telling(earlier):
        return "new"
    spoken_of = {p.issue for p in _drop_silent(_find_own_provisions(case, text))}
    return REPORTED if provision.issue in spoken_of else "new"


def _drop_silent(provisions: list[Provision]) -> list[Provision]:
    """Drops the rows without detail, which record a silence."""
    return [p for p in provisions if p.detail]


def _find_issue_provisions(case: Case, plan: str, issue: str) -> list[Provision]:
    return [p for p in _find_provisions(case, plan) if p.issue == issue]


def _join_provisions(provisions: list[Provision]) -> Label | None:
    if not provisions:
        return None
    return Label(" ".join(p.text for p in provisions), f"provisions/{provisions[0].id}")
