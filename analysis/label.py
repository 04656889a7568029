"""Text that comes from a case: names of plans, titles, dates. It knows its row, so that digits in it are traced.

A name may have the forms that a sentence needs in a language with cases: `{party:genitive}` in a message or in `say`
takes that form where the data has it, else the name as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import total_ordering
from typing import Any

from analysis.errors import UsageError, format_nearest
from analysis.messages import FORMS as FORMS
from analysis.messages import get_language, pgettext, use_language

# Names that take "the" in a sentence: what begins with "United", and what ends with a kind of body, state or bank.
_ARTICLE_NAME = re.compile(
    r"United .*|.* (?:Union|Nations|States|Kingdom|Republic|Federation|Emirates)"
    r"|(?:.* )?(?:World|Central|Development|Investment) Bank"
)


@total_ordering
@dataclass(frozen=True)
class Label:
    """A text of the case, with the row it was read from (`plans/first`). forms: grammatical case -> the text in it.

    own: the text as the case has it in its own language, where that is another; ids are made from it. A text that is a
    Word of ours is compared in English and printed as translated.

    >>> from analysis import load_case
    >>> plan = load_case().label("plan_28")
    >>> print(plan.ref)
    plans/plan_28
    >>> kyiv = Label("Київ", "subjects/kyiv", forms={"genitive": "Києва"})
    >>> print(f"{kyiv:genitive}, {kyiv:locative}")
    Києва, Київ
    """

    text: str
    ref: str
    case: object = field(default=None, compare=False, repr=False)  # the Case it was read from: charts take its style
    forms: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    own: str = field(default="", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The id of the row it was read from: `first` of `plans/first`."""
        return self.ref.rpartition("/")[2]

    @property
    def own_text(self) -> str:
        """The text by which ids are made: the same in whatever language the label is printed.

        >>> Label("Україна", "parties/ukraine", own="Ukraine").own_text
        'Ukraine'
        """
        return self.own or self.text

    @property
    def closed(self) -> Label:
        """The same for the middle of a sentence; a text with a comma gets one at its end.

        >>> print(Label("the plan, as published", "plans/plan_28").closed, "keeps")
        the plan, as published, keeps
        """
        return self.change(lambda text: f"{text}," if "," in text else text)

    def change(self, edit: Callable[[str], str]) -> Label:
        """Returns the same label with another text, each of its forms changed alike.

        >>> print(Label("plan", "plans/first").change(str.upper))
        PLAN
        """
        forms = {form: edit(text) for form, text in self.forms.items()}
        with use_language("en"):
            own = edit(self.own_text)
        return replace(self, text=edit(str(self)), forms=forms, own=own)

    def __str__(self) -> str:
        return str(self.text)

    def __format__(self, spec: str) -> str:
        if spec and spec not in FORMS:
            raise UsageError(f"no form {spec!r} of a name{format_nearest(spec, FORMS)}; there are {', '.join(FORMS)}")
        # a date in words knows its own genitive (`analysis.dates.DateText`)
        return str(self.forms.get(spec) or (getattr(self.text, spec, self.text) if spec else self.text))

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)


def add_article(name: Label) -> Label:
    """Returns a name as it is written in a sentence, in English with "the" if it takes one.

    >>> print(add_article(Label("United States", "parties/us")), add_article(Label("Ukraine", "parties/ukraine")))
    the United States Ukraine
    >>> print(add_article(Label("African Union", "parties/au")), add_article(Label("Union of Comoros", "parties/km")))
    the African Union Union of Comoros
    >>> print(add_article(Label("World Bank", "sources/wb")), add_article(Label("Deutsche Bank", "sources/db")))
    the World Bank Deutsche Bank
    """
    text, own = (f"the {text}" if _ARTICLE_NAME.fullmatch(text) else text for text in (name.text, name.own_text))
    return replace(name, text=text if get_language() == "en" else name.text, own=own)


def join_names(names: Iterable[object], form: str = "") -> str:
    """Returns one or more names as a sentence lists them. form: the grammatical case of each that is a Label.

    >>> join_names(["A", "B", "C"])
    'A, B and C'
    """
    *first, last = (format(name, form) if isinstance(name, Label) else str(name) for name in names)
    # translators: the end of a list of names; {names} is all but the last, with commas between them
    return pgettext("list of names", "{names} and {last}", names=", ".join(first), last=last) if first else last


def join_labels(names: Iterable[Label], ref: str) -> Label:
    """Returns one or more names as one, which has every form that one of them has. ref: the row or rows it stands for.

    >>> print(f"{join_labels([Label('A', 'parties/a'), Label('B', 'parties/b', forms={'dative': 'D'})], ''):dative}")
    A and D
    """
    names = list(names)
    found = [form for form in FORMS if any(form in name.forms for name in names)]
    forms = {form: join_names(names, form) for form in found}
    with use_language("en"):
        own = join_names(name.own_text for name in names)
    return Label(join_names(names), ref, names[0].case, forms, own)


class NameList(tuple[Any, ...]):
    """Names, or places of a template, that a message lists in one place: in each the form that the place asks for.

    >>> f"{NameList(['A', 'B', 'C'])}"
    'A, B and C'
    """

    @property
    def own_text(self) -> str:
        """The names by which ids are made, as of a Label.

        >>> NameList([Label("Україна", "parties/ukraine", own="Ukraine"), "others"]).own_text
        'Ukraine and others'
        """
        with use_language("en"):
            return join_names(getattr(name, "own_text", name) for name in self)

    def __str__(self) -> str:
        return format(self)

    def __format__(self, spec: str) -> str:
        return join_names(format(name, spec) for name in self)
