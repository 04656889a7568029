"""Numbers that the method sets: no source claims them, but a reader may ask what they are and why."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.contract import ClaimCard, Qualifier
from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate
from analysis.estimates.origin import SETTING_PREFIX
from analysis.messages import gettext, mark_message
from analysis.wording.numbers import describe_qualifier
from analysis.wording.qualifiers import WIDTHS, Width
from analysis.wording.quotation import quote


def make_setting(name: str, value: float, unit: str, what: str, reason: str) -> Estimate:
    """Makes the Estimate of a number that the code sets, such as a tolerance, traced as an assumption of ours.

    name: stable key, such as `sources.tolerance`; value is in `unit`; what: its name in notes; reason: the statement
    on its card.

    >>> from analysis.estimates.settings import make_setting
    >>> make_setting("sources.tolerance", 1, "percent", "tolerance", "Numbers that differ by less count as one.")
    <tolerance: 1 percent>
    """
    id = f"{SETTING_PREFIX}{name}"
    card = ClaimCard(id, "assumption", what, unit, value=value, statement=reason)
    return make_leaf(id, value, unit, kind="assumption", symbol=what, origin=card)


def make_width(qualifier: Qualifier, widths: Mapping[Qualifier, Width] = WIDTHS) -> Estimate:
    """Makes how far the interval of a word reaches from the number beside it (percent) an assumption that can be shown.

    widths: the table of a case, by default ours. Its card says whose the width is.

    >>> from analysis.estimates.settings import make_width
    >>> make_width("nearly").leaf.origin.statement
    'How far the interval of a number with this word extends, where its source gives no range; the width is ours.'
    """
    width, words = widths[qualifier], describe_qualifier(qualifier) or qualifier
    return make_setting(
        f"qualifier.{qualifier}",
        100 * max(width.below, width.above),
        "percent",
        # translators: how far the interval of a word such as "about" reaches; {word} is in quotation marks
        gettext("width of {word}", word=quote(words)),
        gettext(_WIDTHS[width.whose]),
    )


_WIDTHS = {
    "measured": mark_message(
        "How far the interval of a number with this word extends, where its source gives no range; the width is "
        "measured."
    ),
    "ours": mark_message(
        "How far the interval of a number with this word extends, where its source gives no range; the width is ours."
    ),
    "set": mark_message(
        "How far the interval of a number with this word extends, where its source gives no range; the width is set "
        "for this report."
    ),
}


def make_scale(name: str, what: str, reason: str) -> tuple[Estimate, Estimate]:
    """Makes the ends of a scale from 0 to 1 on which we code values (dimensionless), low and high, as settings of ours.

    name: stable key of the scale, such as `positions.scale`; what: what is coded on it; reason: the statement on the
    cards.

    >>> from analysis.estimates.settings import make_scale
    >>> make_scale("positions.scale", "positions", "What each force wants is coded on this scale.")[0]
    <low end of the scale of positions: 0 one>
    """
    low, high = (
        make_setting(f"{name}.{end}", value, "one", words, reason)
        for end, value, words in (
            ("low", 0, gettext("low end of the scale of {what}", what=what)),
            ("high", 1, gettext("high end of the scale of {what}", what=what)),
        )
    )
    return low, high
