"""What became of a plan's provisions in a later one: kept, changed, dropped, added or newly reported."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from analysis.case.schema import Provision
from analysis.compare.plans.provisions import drop_silent, find_own_provisions, find_provisions
from analysis.estimates.constructors import total
from analysis.estimates.estimate import Estimate
from analysis.label import Label, join_names
from analysis.messages import Phrase, Word, gettext, mark_message, pgettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

REPORTED = "reported"  # new in an account, while the earlier plan's published text has something on the issue
FATES = {
    "kept": Word("Kept", "fate of provisions"),
    "changed": Word("Changed", "fate of provisions"),
    "dropped": Word("Dropped", "fate of provisions"),
    "new": Word("Added", "fate of provisions"),
    REPORTED: Word("Newly reported", "fate of provisions"),
}
_COUNTED = {  # fate -> what is counted, and the name of that number
    "kept": (mark_message("provisions kept in the {plan}"), mark_message("Provisions kept")),
    "changed": (mark_message("provisions changed in the {plan}"), mark_message("Provisions changed")),
    "dropped": (mark_message("provisions dropped in the {plan}"), mark_message("Provisions dropped")),
    "new": (mark_message("provisions added in the {plan}"), mark_message("Provisions added")),
    REPORTED: (mark_message("provisions newly reported in the {plan}"), mark_message("Provisions newly reported")),
}


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
    counted, name = _COUNTED[which]
    what = Phrase(counted, plan=case.label(case.telling(later)))
    return case.count("provisions", rows, what, ["fate"]).named(f"plans.{which}.{later}", gettext(name))


def fates(case: Case, earlier: str, later: str) -> pd.DataFrame:
    """Counts what became of the earlier plan's provisions in the later one, by our coding.

    earlier, later: ids of plans.csv.
    Returns: one row a fate. fate: Word; provisions: how many (item); share: percent of the earlier plan's provisions
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
                    "; ".join(dict.fromkeys(str(case.label(p.issue)) for p in coded[name]))
                    or pgettext("issues", "none"),
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
    for p in find_provisions(case, plan):
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
    return (gettext("Remarks on these codes. {remarks}.", remarks="; ".join(parts)) if parts else ""), places


def unjudged(case: Case, plan: str) -> Estimate:
    """Counts the provisions of a plan of which it is not coded what they were in the plan before (item).

    >>> from analysis import compare, load_case
    >>> compare.plans.unjudged(load_case(basis="all"), "plan_20").value
    0.0
    """
    rows = [p for p in drop_silent(find_provisions(case, plan)) if not p.fate]
    what = Phrase("provisions of the {plan} of unknown fate", plan=case.label(case.telling(plan)))
    return case.count("provisions", rows, what, ["fate"])


def compared(case: Case, later: str, earlier: str = "") -> bool:
    """Says whether it is coded what became in one plan of another's provisions; of rival plans it is not.

    earlier: the other plan, an id of plans.csv; any if empty. Drafts between the two are followed back.

    >>> from analysis import compare, load_case
    >>> compare.plans.compared(load_case(), "plan_20"), compare.plans.compared(load_case(), "plan_28", "plan_20")
    (True, False)
    """
    rows = find_provisions(case, later)
    if not earlier:
        return any(p.fate for p in rows)
    return any(fate not in ("new", REPORTED) for p in rows for fate in find_fates(case, earlier, p).values())


def _find_by_fate(case: Case, earlier: str, later: str) -> dict[str, list[Provision]]:
    """Returns the earlier plan's provisions by what became of them, and the later one's that are new: fate -> rows."""
    found: dict[str, set[str]] = {}
    between: set[str] = set()
    for p in find_provisions(case, later):
        for id, name in find_fates(case, earlier, p, between).items():
            found.setdefault(id, set()).add(name)
    for plan in between - {case.telling(earlier)}:  # what a draft between them dropped is not in the later plan's rows
        for p in find_own_provisions(case, plan):
            lost = find_fates(case, earlier, p) if p.fate == "dropped" else {}
            found |= {id: {"dropped"} for id in lost if id not in found}
    table = case.ledger.get_table(Provision)
    rows: dict[str, list[Provision]] = {name: [] for name in FATES}
    for id, names in found.items():
        rows[names.pop() if len(names) == 1 else "changed"].append(table[id])
    return rows


def find_fates(case: Case, earlier: str, p: Provision, between: set[str] | None = None) -> dict[str, str]:
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
    spoken_of = {p.issue for p in drop_silent(find_own_provisions(case, text))}
    return REPORTED if provision.issue in spoken_of else "new"
