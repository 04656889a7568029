"""The numbers of a report's title and answers, held against what the other basis says of them.

What the other basis says may stand beside them in title or answer, or in the strip under the title.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from analysis.contract import Counterpart, NumberPart, Parts
from analysis.errors import ReportError

_SAME = 1e-9  # of the value: the numbers are rounded to 12 digits


def check_both_bases(texts: Iterable[Parts], strip: Iterable[Parts] = ()) -> None:
    """Raises ReportError where title and answers hold a number and not that of the other basis which excludes it.

    texts: the title and every answer of a report. strip: the rows under the title, with numbers of both. A number that
        stands there as the other one of another needs none of its own: beside a pooled number, that of one basis is
        enough.
    """
    numbers = [part for text in texts for part in text if isinstance(part, NumberPart)]
    shown = [*numbers, *(part for row in strip for part in row if isinstance(part, NumberPart))]
    others = [number.elsewhere for number in numbers if number.elsewhere]
    for number in numbers:
        other = number.elsewhere
        if (
            other
            and not any(_is_same(other, one) for one in shown)
            and not any(_is_same(one, number) for one in others)
        ):
            raise ReportError(
                f"title or answer gives {number.text!r} ({number.label or number.how}, from "
                f"{', '.join(number.claims)}); on the other basis the same formula gives {other.text!r} (from "
                f"{', '.join(other.claims)}), which excludes it. Show both, in the title or the answer, and say in "
                "words why they differ: add a place such as {there}, and fill it with elsewhere(...) of this number; "
                "or list the result in the strip under the title, with bases(...)."
            )


def _is_same(other: Counterpart, number: NumberPart) -> bool:
    return (
        set(other.claims) == set(number.claims)
        and other.unit == number.unit
        and math.isclose(other.value, number.value, rel_tol=_SAME, abs_tol=_SAME)
    )
