"""Our own phrases with the forms that a sentence needs in a language with grammatical cases.

A translation gives them in one entry, apart by bars: `наше кодування | нашого кодування | …`. English, which has one
form for all, gives none. A name of the case brings its forms from the data (`analysis.label`).
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.label import Label
from analysis.messages import FORMS, Word, gettext, pgettext

_BAR = "|"

# translators: all forms with bars between them: nominative | genitive | dative | accusative | instrumental | locative
ANALYSED: Mapping[str, Word] = {
    "article": Word("the article", "in all forms"),
    "plan_text": Word("the text", "in all forms"),
    "official": Word("the document", "in all forms"),
    "assessment": Word("the assessment", "in all forms"),
    "wire": Word("the report", "in all forms"),
    "press": Word("the report", "in all forms"),
    "poll": Word("the poll", "in all forms"),
    "dataset": Word("the data set", "in all forms"),
    "think_tank": Word("the study", "in all forms"),
    "statement": Word("the statement", "in all forms"),
    "aggregator": Word("the collection", "in all forms"),
}
"""Kind of a source -> what a sentence calls it where it is the text analysed."""


def label_phrase(phrase: str, ref: str, case: object = None, **places: object) -> Label:
    """Returns a phrase as a Label with its forms. places: fill it in every form.

    phrase: a Word of the context "in all forms", translated as nominative | genitive | dative | accusative |
        instrumental | locative.

    >>> print(label_phrase(Word("the mean of {names}", "in all forms"), "", names="A and B"))
    the mean of A and B
    """
    text, *others = (one.strip().format(**places) for one in str(phrase).split(_BAR))
    return Label(text, ref, case, dict(zip(FORMS, others, strict=False)))


def name_analysed(kind: str, ref: str, case: object = None) -> Label:
    """Returns what a sentence calls the text that a case analyses, by the kind of the source.

    >>> print(name_analysed("article", "sources/a"), name_analysed("blog_post", "sources/b"))
    the article the blog post
    """
    if kind in ANALYSED:
        return label_phrase(ANALYSED[kind], ref, case)
    # translators: what a case calls the text that it analyses, where the kind is a word of its own
    return Label(gettext("the {kind}", kind=kind.replace("_", " ") or pgettext("kind of source", "text")), ref, case)
