"""By subject: what a quantity is under each plan, for each party or in each region, and how far these are apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from analysis.compare.quantities.numbers import convert, find_number, make_name, name_number
from analysis.estimates.difference import subtract
from analysis.messages import gettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate


def by_subject(case: Case, quantity: str, reference: str | None = None) -> pd.DataFrame:
    """Lists a quantity for each of its subjects, the smallest number first.

    reference: the key of a number that each is set against, or None.
    Returns: one row a subject. subject: Label; value: in the quantity's unit; with a reference also difference: value
        less reference (points between shares in per cent); share: percent of the reference.
    Raises: MissingClaim if the case has no claim on one of them; UnitError if the two measure different things.

    >>> from analysis import compare, load_case
    >>> row = compare.quantities.by_subject(load_case(), "forces.cap", "forces.strength").iloc[0]
    >>> print(row.subject, row.value.value, row.difference.value, row["share"].value, sep="; ")
    28-point plan; 600000.0; -200000.0; 75.0
    """
    import pandas as pd

    rows = []
    for subject, value in _sort(case, quantity):
        row: dict[str, object] = {"subject": case.label(subject), "value": value}
        if reference is not None:
            against = find_number(case, reference)
            name = gettext("{number} less {other}", number=name_number(value), other=name_number(against))
            row["difference"] = subtract(convert(case, value, against.unit), against).named(
                make_name("difference", quantity, subject, reference), begin_with_capital(name)
            )
            row["share"] = (
                (convert(case, value, against.unit) / against)
                .to("percent")
                .named(make_name("share", quantity, subject, reference))
            )
        rows.append(row)
    columns = ["subject", "value", *(["difference", "share"] if reference is not None else [])]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def between(case: Case, quantity: str, one: str, other: str) -> pd.DataFrame:
    """Compares a quantity between two plans, or any two subjects.

    Returns: one row. one, other: Labels; first, second: the two numbers; difference: second less first, in the
        quantity's unit (points between shares in per cent); of_first: how far the second is above the first, percent of
        the first, negative below; of_second: how far the first is above the second; '' where that is 0.
    Raises: MissingClaim if the case has no claim on one of them; UnitError for money for unlike purposes.

    >>> from analysis import compare, load_case
    >>> row = compare.quantities.between(load_case(), "forces.cap", "plan_28", "plan_20").iloc[0]
    >>> print(row.difference.value, round(row.of_first.value, 1), row.of_second.value, sep="; ")
    200000.0; 33.3; -25.0
    """
    import pandas as pd

    return pd.DataFrame([_compare_two(case, quantity, one, other)], dtype=object)


def pairs(case: Case, quantity: str) -> pd.DataFrame:
    """Compares a quantity between every two of its subjects, as `between` does, the smaller number of each two first.

    Returns: one row a pair, with the columns of `between`.
    Raises: MissingClaim if there is no claim on it; UnitError for money for unlike purposes.

    >>> from analysis import compare, load_case
    >>> row = compare.quantities.pairs(load_case(), "forces.cap").iloc[0]
    >>> print(row.one, row.other, row.difference.value, sep="; ")
    28-point plan; 20-point plan; 200000.0
    """
    import pandas as pd

    subjects = [subject for subject, _ in _sort(case, quantity)]
    rows = [_compare_two(case, quantity, one, other) for one, other in combinations(subjects, 2)]
    columns = ["one", "other", "first", "second", "difference", "of_first", "of_second"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _compare_two(case: Case, quantity: str, one: str, other: str) -> dict[str, object]:
    first, second = case[quantity, one], case[quantity, other]
    pair, names = make_name(quantity, one, other), (case.label(one), case.label(other))
    difference = gettext("{quantity}: {one} less {other}", quantity=case.label(quantity), one=names[1], other=names[0])

    first_share = gettext("{number} against {other}", number=names[1], other=names[0])
    second_share = gettext("{number} against {other}", number=names[0], other=names[1])

    def compute_share(of: Estimate, number: Estimate, name: str, label: str) -> Estimate | str:
        return ((number - of) / of).to("percent").named(name, label) if of.value else ""

    return {
        "one": names[0],
        "other": names[1],
        "first": first,
        "second": second,
        "difference": subtract(second, first).named(f"difference.{pair}", begin_with_capital(difference)),
        "of_first": compute_share(first, second, f"of_first.{pair}", first_share),
        "of_second": compute_share(second, first, f"of_second.{pair}", second_share),
    }


def _sort(case: Case, quantity: str) -> list[tuple[str, Estimate]]:
    return sorted(case.by_subject(quantity).items(), key=lambda item: item[1].value)
