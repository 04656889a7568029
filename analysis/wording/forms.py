"""Our own phrases with the forms that a sentence needs in a language with grammatical cases.

A translation gives them in one entry, apart by bars: `наше кодування | нашого кодування | …`. English, which has one
form for all, gives none. A name of the case brings its forms from the data (`analysis.label`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analysis.label import FORMS, Label
from analysis.messages import Word

_BAR = "|"


def label_phrase(phrase: str, ref: str, case: object = None, **places: object) -> Label:
    """Returns a phrase as a Label with its forms. places: fill it in every form.

    phrase: a Word whose context is "nominative | genitive | dative | accusative | instrumental | locative".

    >>> print(label_phrase(Word("the mean of {names}", "phrase"), "", names="A and B"))
    the mean of A and B
    """
    text, *others = (one.strip().format(**places) for one in str(phrase).split(_BAR))
    return Label(text, ref, case, dict(zip(FORMS, others, strict=False)))


def join_labels(labels: list[Label], ref: str, join: Callable[[Iterable[str]], str]) -> Label:
    """Returns several Labels as one, joined in each form that one of them has."""
    known = [form for form in FORMS if any(form in label.forms for label in labels)]
    forms = {form: join(format(label, form) for label in labels) for form in known}
    return Label(join(label.text for label in labels), ref, forms=forms)
