"""The widgets in which a question is chosen: its topic, the question itself, and what it has to be given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from analysis.case.case import Case
from analysis.errors import UsageError
from analysis.explore.inputs import list_claimed
from analysis.explore.opening import Opening
from analysis.explore.parts import make_dropdown, wrap_words
from analysis.explore.questions import Comparison, list_answered, word_topic
from analysis.messages import Word, gettext

_OWN, _NUMBERS = "", "numbers"  # topics that are no module
_GIVEN = {
    "plan": Word("Of the plan"),
    "party": Word("Of the party"),
    "quantity": Word("Of the number"),
    "person": Word("Of the person"),
}


class Picker:
    """The chosen question. boxes: the widgets, from the topic down to what a comparison is given."""

    def __init__(self, case: Case, topics: Sequence[str], opening: Opening, changed: Callable[[], None]) -> None:
        """topics: of `analysis.compare`, in which the case can answer something. changed: called after a choice."""
        import ipywidgets

        self._case, self._changed, self._is_setting = case, changed, False
        asked = opening.asked
        self._own = None if isinstance(asked, Comparison) or asked is list_claimed else asked
        own = [(gettext("Your own function"), _OWN)] if self._own else []
        listed = [*topics]
        if isinstance(asked, Comparison) and asked.topic not in listed:
            listed.insert(0, asked.topic)
        words = [(word_topic(topic), topic) for topic in listed]
        all_numbers = (gettext("Numbers: what does the case claim, and what do its formulas make of it?"), _NUMBERS)
        start = asked.topic if isinstance(asked, Comparison) else _OWN if self._own else _NUMBERS
        self.topic = make_dropdown(gettext("Topic"), [*own, *words, all_numbers], start)
        self.question = make_dropdown(gettext("Question"), [("", "")], "")
        self.words, self.given = ipywidgets.HTML(), ipywidgets.VBox()
        self.boxes = (self.topic, self.question, self.words, self.given)
        self._known: dict[str, tuple[Comparison, dict[str, str]]] = {}
        self._choices: dict[str, Any] = {}
        self._list_questions(asked if isinstance(asked, Comparison) else None)
        if opening.arguments:
            self._list_given(opening.arguments)
        self.topic.observe(lambda _: self._choose_topic(), "value")
        self.question.observe(lambda _: self._choose_question(), "value")

    def read(self) -> tuple[Comparison | Callable[[Case], Any], dict[str, str]]:
        """Returns what is asked, and with which arguments."""
        if self.topic.value == _OWN and self._own:
            return self._own, {}
        if self.topic.value == _NUMBERS:
            return list_claimed, {}
        comparison, _ = self._known[self.question.value]
        return comparison, {name: widget.value for name, widget in self._choices.items()}

    def ask(self, name: str) -> None:
        """Chooses a comparison by its name. Raises UsageError for one that the case cannot answer."""
        topic = name.partition(".")[0]
        if topic not in [value for _, value in self.topic.options]:
            raise UsageError(f"{self._case.folder.name} cannot answer {name}.")
        self.topic.value = topic
        self.question.value = name

    def _choose_topic(self) -> None:
        self._list_questions(None)
        self._changed()

    def _choose_question(self) -> None:
        if not self._is_setting:
            self._list_given(self._known[self.question.value][1])
            self._changed()

    def _list_questions(self, first: Comparison | None) -> None:
        """Lists the questions of the topic. first: the one to begin with."""
        found = [] if self.topic.value in (_OWN, _NUMBERS) else list_answered(self._case, self.topic.value)
        self._known = {comparison.name: (comparison, arguments) for comparison, arguments in found}
        self._is_setting = True
        words = [(f"{one.words} ({one.name})", one.name) for one, _ in found]
        self.question.options = words or [("", "")]
        self.question.value = first.name if first and first.name in self._known else self.question.options[0][1]
        self._is_setting = False
        self.question.layout.display = "" if found else "none"
        self._list_given(self._known[self.question.value][1] if found else {})

    def _list_given(self, arguments: dict[str, str]) -> None:
        """Lists what the question has to be given, with the choice that is known to have an answer."""
        chosen = self._known.get(self.question.value)
        self.words.value = wrap_words(f"{chosen[0].words} ({chosen[0].name})") if chosen else ""
        comparison = chosen[0] if chosen and arguments else None
        choices = comparison.list_choices(self._case) if comparison else {}
        self._choices = {
            name: make_dropdown(
                str(_GIVEN.get(name, name.capitalize())), [(self._word(id), id) for id in ids], arguments[name]
            )
            for name, ids in choices.items()
        }
        for widget in self._choices.values():
            widget.observe(lambda _: self._changed(), "value")
        self.given.children = tuple(self._choices.values())

    def _word(self, id: str) -> str:
        """Returns the name of a row with its id, as several may have one name."""
        try:
            return f"{self._case.label(id)} ({id})"
        except UsageError:
            return id
