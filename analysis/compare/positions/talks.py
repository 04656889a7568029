"""Who talks to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.case.schema import Channel
from analysis.compare.positions.rows import NOTHING
from analysis.label import Label, add_article
from analysis.messages import gettext

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


def closest(found: pd.DataFrame) -> tuple[str, dict[str, Any]]:
    """Describes who talks at the first layer, as the finding of a figure.

    found: rows of `channels`.
    Returns: words with places, and the Labels that fill them; no more than what is listed where several pairs do.

    >>> from analysis import compare, load_case
    >>> words, places = compare.positions.closest(compare.positions.channels(load_case()))
    >>> print(words.format(**places))
    Only the United States and Russia talk at the first layer
    """
    rows = [row for row in found.to_dict("records") if row["layer"] == "first"]
    if not rows:
        return gettext("No two parties talk at the first layer"), {}
    if len(rows) > 1:
        return gettext("Who talks to whom, and at which layer"), {}
    first, second = (add_article(rows[0][side]) for side in ("one", "other"))
    return gettext("Only {first} and {second} talk at the first layer"), {"first": first, "second": second}
