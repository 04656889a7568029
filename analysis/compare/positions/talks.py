"""Who talks to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Channel
from analysis.compare.positions.rows import NOTHING
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def channels(case: Case) -> pd.DataFrame:
    """Lists who talks to whom, at which layer, and by whose account.

    Returns: one row a channel. source, one, other: Label; layer: text, the word of channels.csv; called: Label, what
        the case calls that layer; text: Label; by: Label or a dash.

    >>> from analysis import compare, load_case
    >>> row = compare.positions.channels(load_case()).iloc[0]
    >>> print(row.one, row.other, row.layer, sep="; ")
    United States; Russia; first
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "source": case.source(c.source),
                "one": case.label(c.one),
                "other": case.label(c.other),
                "layer": c.layer,
                "called": case.word("channels/layer", c.layer),
                "text": Label(c.text, f"channels/{c.id}"),
                "by": Label(c.attributed_to, f"channels/{c.id}") if c.attributed_to else NOTHING,
            }
            for c in case.ledger.get_table(Channel).values()
        ],
        dtype=object,
    )
