"""The answer to what is set: computed, and made into the outputs of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from analysis.errors import CommuniqueError
from analysis.estimates.estimate import Estimate
from analysis.explore.calls import Call, Named
from analysis.explore.settings import Settings
from analysis.explore.views import Looked, View, list_looked, list_moved, list_views
from analysis.messages import gettext
from analysis.show.bundle import Shown
from analysis.show.made import note_shown


def find_answer(settings: Settings) -> tuple[list[Looked], list[View]]:
    """Returns the numbers of the answer to what is set, and what is shown of it."""
    case = settings.load()
    answer, claimed = Named("result", settings.answer(case)), None
    numbers, moved = list(list_looked(answer)), []
    if settings.override:
        as_claimed = settings.load(as_claimed=True)
        if _holds_number(answer.value):
            with suppress(CommuniqueError):  # it may have an answer only as it is set
                claimed = Named("claimed", settings.answer(as_claimed))
                for one in claimed.value if isinstance(claimed.value, list | tuple) else ():
                    note_shown(one)  # it is only set against what is shown
        moved = list(list_moved(case, as_claimed, settings.override, numbers))
    return numbers, [*moved, *list_views(answer, settings.title, claimed)]


def _holds_number(found: object) -> bool:
    """Whether an answer has a number of which it can be said what it is as claimed."""
    return any(isinstance(one, Estimate) for one in (found if isinstance(found, list | tuple) else (found,)))


def make_outputs(views: Iterable[View]) -> tuple[list[View], list[dict[str, Any]]]:
    """Returns the views that can be made, and the output of each; of a chart that cannot be drawn it says why."""
    made, outputs = [], []
    for view in views:
        try:
            outputs.append(make_output(view.make()))
        except CommuniqueError as error:
            if not isinstance(view, Call) or view.function != "bars":
                raise
            outputs.append(make_text(gettext("No chart: {reason}", reason=error)))
        else:
            made.append(view)
    return made, outputs


def make_output(shown: Shown) -> dict[str, Any]:
    """Returns what is shown as an output of a cell."""
    return {"output_type": "display_data", "data": shown._repr_mimebundle_(), "metadata": {}}


def make_text(text: str) -> dict[str, Any]:
    """Returns plain text as an output of a cell."""
    return {"output_type": "display_data", "data": {"text/plain": text}, "metadata": {}}
