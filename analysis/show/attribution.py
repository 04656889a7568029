"""Who says a number: the words that say so in a sentence, and the check that a headline holds them.

A number in a title, an answer or a card is a source's claim, our arithmetic on claims, or rests on what we coded,
assumed or set (`analysis.estimates.origin`). Its text must say which:

- a claim: a place that names whose it is, filled by `said_by` or by the Label of its source, of the party, person or
  plan that the source cites for it, or of the plan whose own number it is. What the analysed text claims in its own
  name needs none on its basis: the title block says that the report is based on the claims of that text;
- arithmetic: all sources beneath it are named so, or the same sentence holds `ours`;
- anything else: the same sentence holds `ours`.

What a Label stands for is in its ref: `claims/a+b` for the claims a and b, `ours/coding+assumption` for what is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from analysis.contract import ClaimCard, LabelPart, NumberPart, Origin, Part, Parts
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.estimates.origin import ORIGINS, find_leaf_origin, list_origins
from analysis.label import FORMS, Label, add_article, join_labels, join_names
from analysis.messages import Word
from analysis.wording.forms import label_phrase, name_analysed
from analysis.wording.quotation import quote

_MAX_NAMED = 2  # of those whose claims they are; the others are "others"
_NOUNS: Mapping[Origin, str] = {"coding": "coding", "assumption": "assumptions", "arithmetic": "arithmetic"}
# translators: all forms with bars between them: nominative | genitive | dative | accusative | instrumental | locative
_OURS: Mapping[tuple[str, ...], Word] = {
    ("coding",): Word("our coding", "in all forms"),
    ("assumption",): Word("our assumptions", "in all forms"),
    ("arithmetic",): Word("our arithmetic", "in all forms"),
    ("count",): Word("our count", "in all forms"),
    ("coding", "assumption"): Word("our coding and assumptions", "in all forms"),
    ("coding", "arithmetic"): Word("our coding and arithmetic", "in all forms"),
    ("assumption", "arithmetic"): Word("our assumptions and arithmetic", "in all forms"),
    ("coding", "assumption", "arithmetic"): Word("our coding, assumptions and arithmetic", "in all forms"),
    ("parameter",): Word("a value set for this report", "in all forms"),
    ("parameters",): Word("values set for this report", "in all forms"),
    ("arithmetic", "parameter"): Word("our arithmetic on a value set for this report", "in all forms"),
    ("arithmetic", "parameters"): Word("our arithmetic on values set for this report", "in all forms"),
}
_OTHERS = Word("others", "in all forms")
# translators: after the first of those whom a source cites for a claim: "the President (with others)"
_WITH_OTHERS = Word("with others", "in all forms")
# translators: {names} are those whose claims are pooled; {names:genitive} takes that form of each
_MEAN = Word("the mean of {names} by our weights", "in all forms")
_UNSURE: frozenset[Origin] = frozenset(("coding", "assumption"))
_POOL = "pool"  # the operation of a number that `analysis.estimates.pool` made
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_LEAST: Mapping[Origin, str] = {  # what a message calls a number of that origin
    "arithmetic": "is our arithmetic",
    "parameter": "rests on a value set for this report",
    "assumption": "rests on our assumptions",
    "coding": "rests on our coding",
}


def said_by(*numbers: Estimate | None) -> Label:
    """Returns whose numbers these are, for a place in a sentence: `the article`, `World Bank and the article`.

    numbers: of a claim, whom its source cites for it, else the source; of a result, all whose claims it is computed
        from (two are named, the others are "others"); where it rests on what we coded, assumed or set, that too. Claims
        that are pooled speak with one voice: `the mean of World Bank and the article by our weights`. None is left out,
        so that `said_by(elsewhere(gap))` is always possible; of nothing at all the text is empty.

    >>> from analysis import load_case, said_by, say
    >>> case = load_case()
    >>> need, means = case["reconstruction.need"], case["assets.usable"]
    >>> print(say("{who} puts the need at {need}.", role="answer", who=said_by(need), need=need))
    The 20-point plan puts the need at $800 billion.
    """
    leaves = _list_leaves(numbers)
    claims = [leaf for leaf in leaves if find_leaf_origin(leaf) == "claim"]
    names = list({speaker.text: speaker for speaker in map(_name_speaker, claims)}.values())
    if len(names) > _MAX_NAMED:
        names = [_name_first(names[:_MAX_NAMED]), label_phrase(_OTHERS, "")]
    kinds: set[Origin] = {kind for leaf in leaves if (kind := find_leaf_origin(leaf)) not in ("claim", "setting")}
    refs = [f"claims/{'+'.join(leaf.id for leaf in claims)}"] if claims else []
    if _is_pooled(numbers):
        names = [label_phrase(_MEAN, "", names=join_labels(names, ""))]
        refs.append(_describe_ours(kinds, numbers).ref)
    elif kinds:
        names.append(_describe_ours(kinds, numbers))
        refs.append(names[-1].ref)
    return join_labels(names, ";".join(refs)) if names else Label("", ";".join(refs))


def _name_first(names: Sequence[Label]) -> Label:
    """Returns names as the beginning of a list that goes on."""
    found = [form for form in FORMS if any(form in name.forms for name in names)]
    listed = {form: ", ".join(format(name, form) for name in names) for form in ("", *found)}
    return Label(listed.pop(""), "", forms=listed)


def ours(*numbers: Estimate | None) -> Label:
    """Returns what of a number is ours, for a place in its sentence: `our coding`, `our arithmetic`.

    numbers: that rest on what we coded (`our coding`), assumed (`our assumptions`) or set for this report (`a value set
        for this report`), or that we computed or counted (`our arithmetic`, `our count`). Of a source's claim, whose it
        is: as `said_by`. None is left out, as there.

    >>> from analysis import load_case, ours, say
    >>> case = load_case()
    >>> base = case["outlook.base"]
    >>> print(say("By {by} the chance is {base:bare}.", role="answer", by=ours(base), base=base))
    By our assumptions the chance is 50%.
    """
    known = [number for number in numbers if number is not None]
    found: set[Origin] = {kind for number in known for kind in list_origins(number.leaves, number.leaf is None)}
    kinds: set[Origin] = {kind for kind in found if kind not in ("claim", "setting")}
    return _describe_ours(kinds, numbers) if kinds else said_by(*numbers)


def _describe_ours(kinds: Iterable[Origin], numbers: Sequence[Estimate | None]) -> Label:
    """Returns `our coding and assumptions`, say. kinds: what to name, none of it a claim or a setting."""
    kinds = set(kinds)
    leaves = _list_leaves(numbers)
    own = tuple(kind for kind in _NOUNS if kind in kinds)
    is_result = any(number is not None and number.leaf is None for number in numbers)
    ref = f"ours/{'+'.join(kind for kind in ORIGINS if kind in kinds)}"
    if "parameter" in kinds:
        several = len({leaf.id for leaf in leaves if leaf.kind == "parameter"}) > 1
        given = "parameters" if several else "parameter"
        if is_result and own in ((), ("arithmetic",)):
            return label_phrase(_OURS["arithmetic", given], ref)
        return join_labels([label_phrase(_OURS[one], ref) for one in (own, (given,)) if one], ref)
    if own == ("arithmetic",) and all(leaf.kind == "count" for leaf in leaves):
        return label_phrase(_OURS["count",], ref)
    return label_phrase(_OURS[own], ref)


def _is_pooled(numbers: Iterable[Estimate | None]) -> bool:
    """Returns whether numbers are pools of claims, at least one of them, and otherwise claims."""
    known = [number for number in numbers if number is not None]
    pools = [number for number in known if number.op == _POOL]
    return bool(pools) and all(number.op == _POOL or number.leaf is not None for number in known)


def _list_leaves(numbers: Iterable[Estimate | None]) -> list[Leaf]:
    """Returns the leaves beneath some numbers, each once."""
    return list({leaf.id: leaf for number in numbers if number is not None for leaf in number.leaves}.values())


def _name_speaker(leaf: Leaf) -> Label:
    """Returns whose claim it is: whom its source cites, else the source; one name after a comma stands in brackets."""
    card = leaf.origin
    if card is None:
        return Label(leaf.symbol, "")
    name = card.attributed_to or ""
    if not name and card.source:
        if card.source.role == "article":
            return name_analysed(card.source.kind or "", "")
        name = card.source.publisher or quote(card.source.title)
    ask = getattr(leaf.case, "find_speaker_forms", None)
    forms = ask(leaf.id) if ask and name else {}
    said = {form: _put_second_in_brackets(text, form) for form, text in {"": name or leaf.symbol, **forms}.items()}
    return Label(said.pop(""), "", forms=said)


def _put_second_in_brackets(name: str, form: str) -> str:
    """Returns a name as a list of names has it: what follows a comma in it in brackets, of several others no name.

    form: the grammatical case that the name stands in.
    """
    first, *rest = name.split(", ")
    first = add_article(Label(first, "")).text
    if not rest:
        return first
    return f"{first} ({rest[0] if len(rest) == 1 else format(label_phrase(_WITH_OTHERS, ''), form)})"


# The check


@dataclass(frozen=True)
class _Named:
    """What the Labels of a text stand for."""

    labels: Sequence[LabelPart]

    def find_ids(self, table: str) -> set[str]:
        """Returns the ids of rows of a table that they lead to."""
        refs = (one.partition("/") for label in self.labels for one in label.ref.split(";"))
        return {id for name, _, ids in refs if name == table for id in ids.split("+")}

    def covers(self, leaf: Leaf) -> bool:
        """Returns whether a reader knows whose claim a number is: from one of them, or from the title block."""
        card = leaf.origin
        if leaf.id in self.find_ids("claims") or card is None or _is_of_basis(leaf, card):
            return True
        if self.find_ids("sources") & {source.source_id for source in card.all_sources}:
            return True
        return any(_is_speaker(label, leaf) for label in self.labels)


def check_attribution(parts: Parts, estimates: Iterable[Estimate], where: str, *, as_one: bool = False) -> None:
    """Raises UntracedNumber for a number whose text does not say whose it is.

    parts: the text. estimates: the numbers in it, with any others. where: what the text is, for the message. as_one:
        whether it counts as one sentence, as a card does.
    """
    leaves = {leaf.id: leaf for leaf in _list_leaves(list(estimates))}
    everywhere = _Named([part for part in parts if isinstance(part, LabelPart)])
    for sentence in [list(parts)] if as_one else _split_sentences(parts):
        within = _Named([part for part in sentence if isinstance(part, LabelPart)])
        for part in sentence:
            if isinstance(part, NumberPart):
                _check_number(part, [leaves[id] for id in part.claims], everywhere, within, where)


def _check_number(part: NumberPart, leaves: Sequence[Leaf], everywhere: _Named, within: _Named, where: str) -> None:
    origins = list_origins(leaves, part.computed)
    if origins == {"setting"} or origins <= within.find_ids("ours"):
        return
    stated = [leaf for leaf in leaves if find_leaf_origin(leaf) != "setting"]
    claims = [leaf for leaf in stated if find_leaf_origin(leaf) == "claim"]
    if claims == stated and all(map(everywhere.covers, claims)):
        return
    number = f"{where}: {part.text!r}" + (f" ({part.label or part.how})" if part.computed else "")
    whose = join_names(dict.fromkeys(str(_name_speaker(claim)) for claim in claims)) if claims else ""
    if origins == {"claim"}:
        raise UntracedNumber(
            f"{number} is a claim ({whose}), and the text does not say whose; add a place such as {{who}} and fill "
            "it with said_by(...) of this number, or with the Label of its source, or of the party, person or plan "
            "whose number it is."
        )
    strongest = max(origins, key=ORIGINS.index)
    beneath = f" on claims ({whose})" if whose and strongest == "arithmetic" else ""
    other = ", or name all whose claims it is computed from: said_by(...)" if beneath else ""
    raise UntracedNumber(
        f"{number} {_LEAST[strongest]}{beneath}, and its sentence does not say so; add to this sentence a place such "
        f"as {{by}}, and fill it with ours(...) of this number{other}."
    )


def _is_of_basis(leaf: Leaf, card: ClaimCard) -> bool:
    """Returns whether the title block names whose it is: the analysed text's own claim, where those are the basis."""
    is_own = card.source is not None and card.source.role == "article" and not card.attributed_to
    return is_own and getattr(leaf.case, "basis", "") == "article"


def check_statement(template: str, places: Mapping[str, object]) -> None:
    """Raises UsageError for a title that rests on our coding or assumptions and says nothing of how sure it is.

    It may print each number that rests on them with its range, and state nothing more; any other title needs a
    statement that `analysis.compare.robustness` was asked about.
    template: the title. places: what fills it; a Label of `ours` says that it rests on them as a number does.
    """
    found = [(places[name], spec or "") for _, name, spec, _ in Formatter().parse(template) if name and name in places]
    kinds = {kind for value, _ in found for kind in _list_unsure(value)}
    if not kinds:
        return
    numbers = [(value, spec) for value, spec in found if isinstance(value, Estimate) and _list_unsure(value)]
    if numbers and all("range" in spec.split(",") and value.low < value.high for value, spec in numbers):
        return
    nouns = join_names(noun for kind, noun in _NOUNS.items() if kind in kinds)
    raise UsageError(
        f"title: {template!r} rests on our {nouns}, and nothing says how sure it is; add states=robustness(case, "
        "statement), with what the title states, and otherwise=..., the title in words that leave it open. A title "
        "that states nothing but such a number may print it with its range instead, as in {number:range}."
    )


def _list_unsure(value: object) -> set[Origin]:
    """Returns whether something in a title rests on our coding, our assumptions, or both."""
    if isinstance(value, Estimate):
        return set(list_origins(value.leaves, value.leaf is None)) & _UNSURE
    if not isinstance(value, Label):
        return set()
    named = {kind for ref in value.ref.split(";") if ref.startswith("ours/") for kind in ref[5:].split("+")}
    return {kind for kind in _UNSURE if kind in named}


def _is_speaker(label: LabelPart, leaf: Leaf) -> bool:
    """Returns whether a claim is attributed to a party, a person or a plan, or is a number of that plan itself."""
    if ask := getattr(leaf.case, "is_said_by", None):  # by the names in the tables, however the label is printed
        return bool(label.text) and ask(leaf.id, label.ref)
    card, table = leaf.origin, label.ref.partition("/")[0]
    name = label.text.removeprefix("the ").partition(",")[0]
    if card is None or not name or table not in ("parties", "people", "plans"):
        return False
    if card.attributed_to:
        return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", card.attributed_to))
    return table == "plans" and card.subject is not None and name == card.subject.partition(",")[0]


def _split_sentences(parts: Parts) -> Iterator[list[Part]]:
    """Yields the parts of each sentence; our own words end one, never a name or a number."""
    sentence: list[Part] = []
    for part in parts:
        if not isinstance(part, str):
            sentence.append(part)
            continue
        first, *others = _SENTENCE_END.split(part)
        sentence.append(first)
        for other in others:
            yield sentence
            sentence = [other]
    yield sentence
