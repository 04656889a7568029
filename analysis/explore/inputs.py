"""A number beside those that it is computed from, as a frame for a table or a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from analysis.case.case import Case
from analysis.case.schema import Quantity
from analysis.compare.quantities.numbers import find_number
from analysis.errors import CommuniqueError
from analysis.estimates.estimate import Estimate
from analysis.explore.numbers import list_settable
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.attribution import said_by
from analysis.wording.capitals import begin_with_capital
from analysis.wording.units import get_base_unit

if TYPE_CHECKING:
    import pandas as pd


def list_inputs(result: Estimate, claimed: Estimate | None = None, *, alike: bool = False) -> pd.DataFrame:
    """Lists a number and what it is computed from: claims, assumptions and what was set.

    claimed: the same number without what a reader has set; it stands after the first. alike: only what measures the
    same as the number, for a chart.
    Returns: one row a number, the result first. what: Label; value: Estimate; whose: Label.

    >>> from analysis import compare, list_inputs, load_case
    >>> [str(what) for what in list_inputs(compare.reconstruction.gap(load_case())).what]
    ['Funding gap', 'Reconstruction need', 'Usable frozen assets']
    """
    rows = {name_number(result): result}
    if claimed is not None:
        rows[gettext("{number}, as claimed", number=name_number(result))] = claimed
    for node in result.nodes:
        if node.leaf and node.leaf.kind != "number" and node is not result:
            rows.setdefault(name_number(node), node)
    unit = get_base_unit(result.unit)
    return list_numbers({name: one for name, one in rows.items() if not alike or get_base_unit(one.unit) == unit})


def list_numbers(numbers: Mapping[str, Estimate] | Sequence[Estimate]) -> pd.DataFrame:
    """Lists numbers, named by their keys where they have any. Returns: as `list_inputs`.

    >>> from analysis import load_case
    >>> list_numbers([load_case()["assets.usable"]]).value.iloc[0].value
    100.0
    """
    import pandas as pd

    named = numbers if isinstance(numbers, Mapping) else {name_number(one): one for one in numbers}
    rows = [{"what": Label(name, one.name or name), "value": one, "whose": said_by(one)} for name, one in named.items()]
    return pd.DataFrame(rows, columns=["what", "value", "whose"], dtype=object)


def list_claimed(case: Case) -> pd.DataFrame:
    """Lists the numbers of a case: those that count on its basis, then what its formulas make of them.

    Returns: as `list_inputs`. A number of which several claims are equally good, or that lacks what its formula needs,
    is left out.

    >>> from analysis import list_claimed, load_case
    >>> str(list_claimed(load_case()).what.iloc[-1])
    'Points still open, computed'
    """
    found: dict[str, Estimate] = {}
    for key, one in list_settable(case).items():
        with suppress(CommuniqueError):
            found[begin_with_capital(one.name)] = find_number(case, key)
    for quantity in case.ledger.get_table(Quantity).values():
        if quantity.formula:
            with suppress(CommuniqueError):
                found[gettext("{number}, computed", number=begin_with_capital(quantity.name))] = case.derived(
                    quantity.id
                )
    return list_numbers(found)


def name_number(one: Estimate) -> str:
    """Returns what a reader calls a number: its label, the name of its claim, or its formula.

    >>> from analysis import list_claimed, load_case
    >>> name_number(load_case()["assets.usable"])
    'Usable frozen assets'
    """
    return begin_with_capital(one.label or (one.leaf.symbol if one.leaf else one.how))
