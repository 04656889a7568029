"""A text in, its mentions of numbers out: the grammar that puts numerals, units, hedges, dates and names together.

One pass over the tokens. At each, in this order: a place that is reserved (an address, a clock time, a footnote mark),
a share of two numbers, a date, what only names something, a quantity without a value ("tens of thousands"), a multiple
such as "tripled", and a numeral with its currency, scale, unit, rate and hedge, up to the other end of a range. `pairs`
then links what belongs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.contract import ClaimQualifier
from analysis.mentions import pairs
from analysis.mentions.dates import read_date
from analysis.mentions.digits import find_decimal_sign
from analysis.mentions.hedges import find_hedges, read_hedge_after, read_hedge_before
from analysis.mentions.lexicon import guess_language, load_lexicon, load_table
from analysis.mentions.measures import TIMES, Measure, read_measure
from analysis.mentions.mention import Grade, Mention
from analysis.mentions.naming import Named, find_reserved, read_named
from analysis.mentions.numerals import read_numeral
from analysis.mentions.text import DASHES, Doubt, Numeral, Text
from analysis.mentions.tokens import split_tokens
from analysis.mentions.words import read_cardinal


def prepare_text(text: str, language: str, own_units: Iterable[Sequence[str]] = ()) -> Text:
    """Returns a text as tokens with what each may mean. Raises UsageError for a language that has no table."""
    lexicon = load_lexicon(language, tuple(tuple(names) for names in own_units))
    about = load_table(language)["about"]
    tokens = split_tokens(text, elides=lexicon.elides)
    meanings = [lexicon.match(tokens, at) for at in range(len(tokens))]
    decimal = find_decimal_sign(tokens, about["decimal"])
    return Text(text, tokens, meanings, lexicon, language, about, decimal, find_hedges(tokens, meanings))


def read_mentions(text: str, language: str | None = None, own_units: Iterable[Sequence[str]] = ()) -> list[Mention]:
    """Returns every number that a text mentions, in its order: what it counts, how exactly, how surely it is read.

    Each value comes from characters that the mention quotes; what is not written stays empty.

    language: one of `LANGUAGES`; None takes the one that the text is most likely in. own_units: the names of each unit
    that a case adds, its own first, then its plural. Raises UsageError for a language that has no table.

    >>> (grain,) = read_mentions("Ports shipped nearly 2.5 million tonnes of grain a year.", "en")
    >>> grain.text, grain.value, grain.ledger_unit, grain.qualifier
    ('nearly 2.5 million tonnes', 2.5, 'million tonnes', 'nearly')
    >>> [(m.text, m.role) for m in read_mentions("Article 5 of the 28-point plan", "en")]
    [('Article 5', 'reference'), ('28-point', 'name')]
    """
    prepared = prepare_text(text, language or guess_language(text), own_units)
    found = list(_scan(prepared))
    pairs.link(prepared, found)
    return [_build(prepared, one) for one in found]


def _scan(text: Text) -> Iterator[pairs.Candidate]:
    reserved = find_reserved(text.text)
    ahead, at, reached = 0, 0, 0
    while at < len(text.tokens):
        start = text.tokens[at].start
        while ahead < len(reserved) and reserved[ahead][1] <= start:
            ahead += 1
        in_span = ahead < len(reserved) and reserved[ahead][0] <= start
        if in_span and not (reserved[ahead][2] == "mark" and _is_no_mark(text, at)):
            last = at + 1
            while last < len(text.tokens) and text.tokens[last].start < reserved[ahead][1]:
                last += 1
            if any(token.kind == "number" for token in text.tokens[at:last]):
                yield pairs.Candidate(reserved[ahead][2], at, last)
            at = reached = last
            continue
        candidates = _read_at(text, at)
        for one in candidates:
            one.first = max(one.first, reached)  # a sign or word that the number before has taken is not taken twice
            reached = max(reached, one.last)
        yield from candidates
        at = max(at + 1, reached)


def _is_no_mark(text: Text, at: int) -> bool:
    """Whether a number that begins a line is none of a list: a date begins, or what it counts follows."""
    if text.tokens[at].kind != "number" or at + 1 >= len(text.tokens):
        return False
    return text.has_measure(at + 1) or text.tokens[at + 1].text[0].islower() or read_date(text, at) is not None


def _read_at(text: Text, at: int) -> list[pairs.Candidate]:
    """Returns what begins at a token: one candidate, two of a change, or none."""
    if (
        not text.meanings[at]
        and text.tokens[at].kind == "word"
        and not text.about.get("fused")
        and not text.about.get("suffixed")
    ):
        return []
    if share := _read_share(text, at):
        return [share]
    date = read_date(text, at)
    if date:
        return [pairs.Candidate("date", date.first, date.last, date=date.edtf, doubts=list(date.doubts))]
    vague = text.find("vague", at)
    named = read_named(text, at)
    if named and not (vague and vague[1] > named.last):
        return [_take_named(text, named)]
    if vague:
        return [pairs.Candidate("vague", at, vague[1], doubts=[("C", "no value is written")])]
    if (multiple := text.find("multiple", at)) is not None:
        value = float(multiple[0])
        qualifier, first, doubts = read_hedge_before(text, at, time=False)
        found = pairs.Candidate("quantity", first, multiple[1], value=value, unit="one", qualifier=qualifier)
        found.doubts, found.numerals = doubts, [(at, multiple[1])]
        return [found]
    if joined := _read_joined(text, at):
        return [joined]
    money = _read_money_first(text, at)
    amount = read_amount(text, money)
    if amount is None:
        return []
    if amount.numeral.weak and not _keep_weak(text, amount):
        return []
    return _read_range(text, amount)


def _take_named(text: Text, named: Named) -> pairs.Candidate:
    return pairs.Candidate(named.role, named.first, named.last, doubts=list(named.doubts))


def _read_money_first(text: Text, at: int) -> int:
    """Returns the position after the sign or code of a currency that begins here, else the position itself."""
    money = text.find("before_money", at)
    if not money or money[1] >= len(text.tokens):
        return at
    token = text.tokens[money[1]]
    is_number = token.kind == "number" or read_cardinal(text, money[1]) is not None or token.text in ("-", "−")
    return money[1] if is_number else at


@dataclass
class Amount:
    """A numeral with its unit."""

    numeral: Numeral
    measure: Measure
    doubts: list[Doubt] = field(default_factory=list)


def read_amount(text: Text, at: int) -> Amount | None:
    """Returns the number that begins at a token, with the unit beside it; None if none begins."""
    if at >= len(text.tokens):
        return None
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    measure = read_measure(text, numeral)
    if numeral.fraction and measure.counted and numeral.value != int(numeral.value):
        measure = Measure("one", numeral.first, numeral.last)
    if numeral.fraction and not measure.unit:
        measure = Measure("one", measure.first, measure.last)
    if text.find("and_half", measure.last) and numeral.in_words and measure.unit in TIMES:
        half = text.find("and_half", measure.last)
        assert half
        numeral.value += float(half[0])
        measure.last = half[1]
    return Amount(numeral, measure, list(numeral.doubts) + list(measure.doubts))


def _keep_weak(text: Text, amount: Amount) -> bool:
    """Whether "one" counts: with a hedge, a scale, a unit, or people, and where it is no article."""
    hedged = amount.measure.first in text.hedges
    if "weak_one" in text.lexicon.words:
        return hedged or amount.measure.unit in ("percent", "percentage_point")
    return hedged or bool(amount.measure.unit and amount.measure.unit not in ("items", "days"))


def _read_share(text: Text, at: int) -> pairs.Candidate | None:
    """Reads a share as so many in so many: one in five, deux sur trois, dos de cada diez."""
    one = read_cardinal(text, at) or text.find("one", at) or _read_small(text, at)
    joint = text.find("share", one[1]) if one else None
    if one and joint is None and (joint := text.find("share", one[1] + 1)) and joint[0] == "near":
        return None
    if not one or not joint or joint[1] >= len(text.tokens):
        return None
    other = read_cardinal(text, joint[1]) or _read_small(text, joint[1])
    if not other or not 0 < float(one[0]) < float(other[0]) <= 100 or text.find("unit", other[1]):
        return None
    value = float(one[0]) / float(other[0])
    qualifier, first, doubts = read_hedge_before(text, at, time=False)
    found = pairs.Candidate("quantity", first, other[1], value=value, unit="one", qualifier=qualifier, fraction=True)
    found.numerals = [(at, one[1]), (joint[1], other[1])]
    found.doubts = [*doubts, ("B", "a share by two numbers")]
    return found


def _read_small(text: Text, at: int) -> tuple[float, int] | None:
    digits = text.tokens[at].text
    return (
        (float(digits), at + 1) if text.tokens[at].kind == "number" and digits.isdigit() and len(digits) < 3 else None
    )


def _read_joined(text: Text, at: int) -> pairs.Candidate | None:
    """Reads a number word joined to a unit in one word: zehnjährig, п'ятирічний."""
    token = text.tokens[at]
    suffixes = text.lexicon.words.get("suffix")
    if token.kind != "word" or not suffixes or len(token.low) < 6:
        return None
    for suffix, unit in suffixes.items():
        stem = suffix.rstrip("*")
        place = token.low.find(stem)
        if place < 2 or (not suffix.endswith("*") and not token.low.endswith(stem)):
            continue
        head = token.low[:place]
        cardinals = text.lexicon.words["cardinal"]
        value = cardinals.get(head) or cardinals.get(head.removesuffix("-"))
        if value is not None:
            numeral = pairs.Candidate("quantity", at, at + 1, value=float(value), unit=unit, numerals=[(at, at + 1)])
            numeral.qualifier, numeral.first, doubts = read_hedge_before(text, at, time=unit in TIMES)
            numeral.doubts += doubts
            return numeral
    return None


def _make(text: Text, amount: Amount) -> pairs.Candidate:
    numeral, measure = amount.numeral, amount.measure
    first, last = min(measure.first, numeral.first), max(measure.last, numeral.last)
    qualifier, hedge_first, doubts = read_hedge_before(text, first, time=measure.unit in TIMES, counted=measure.counted)
    if numeral.loose and qualifier == "exact":
        qualifier = "about"
    after = _find_after(text, numeral, last, measure)
    if after:
        qualifier, last = after
    candidate = pairs.Candidate(
        "quantity",
        hedge_first,
        last,
        value=numeral.value * measure.scale,
        scale=numeral.scale,
        unit=measure.unit,
        per=measure.per,
        qualifier=qualifier,
        numerals=[(numeral.first, numeral.last)],
        counted=measure.counted,
        money=measure.money,
        fraction=numeral.fraction,
        doubts=[*amount.doubts, *doubts],
    )
    if not candidate.unit and text.find_before("multiplied", first, 2):
        candidate.unit = "one"
    if complement := text.find_before("complement", hedge_first):
        candidate.first = complement[1]
        candidate.doubts.append(("C", "all but these are counted"))
    if numeral.weak:
        candidate.doubts.append(("C", "the word may count nothing"))
    _note_age(text, candidate)
    return candidate


def _find_after(text: Text, numeral: Numeral, last: int, measure: Measure) -> tuple[ClaimQualifier, int] | None:
    """Returns the hedge behind a number, its unit, or the noun and rate that follow, and where it ends."""
    for place in (numeral.last, last):
        if found := read_hedge_after(text, place):
            return found[0], max(found[1], last)
    return None


def _note_age(text: Text, candidate: pairs.Candidate) -> None:
    last = candidate.last
    if text.find("age_after", last) and candidate.unit in TIMES:
        candidate.last = text.find("age_after", last)[1]  # type: ignore[index]
        candidate.doubts.append(("C", "it is an age"))
        return
    age = text.find_before("age", candidate.first)
    if age and candidate.unit in ("", "items", "people", "years"):
        candidate.first, candidate.unit, candidate.counted = age[1], "years", False
        candidate.doubts.append(("C", "it is an age"))


def _find_connector(text: Text, at: int) -> tuple[str, int] | None:
    """Returns what joins two numbers at a position, as dash, to, to_change, and, or; and the position after it."""
    if at >= len(text.tokens):
        return None
    if text.tokens[at].text in DASHES:
        glued = text.is_glued(at) and text.is_glued(at + 1)
        spaced = not text.is_glued(at) and not text.is_glued(at + 1) and text.tokens[at].text in ("–", "-")
        return ("dash", at + 1) if glued or spaced else None
    if text.get_low(at) == ":" and text.is_glued(at) and text.is_glued(at + 1):
        return "ratio", at + 1
    for kind in ("to_change", "to", "and", "or"):
        if found := text.find(kind, at):
            return kind, found[1]
    return None


def _read_range(text: Text, one: Amount) -> list[pairs.Candidate]:
    """Returns a range, the two numbers of a change, or the number alone."""
    bare_end = one.measure.last if not one.measure.counted else one.numeral.last
    connector = _find_connector(text, bare_end)
    first = _make(text, one)
    if connector is None:
        return [first]
    kind, after = connector
    money = _read_money_first(text, after)
    other = read_amount(text, money) if money < len(text.tokens) else None
    if other is None and (article := text.find("article", after)):  # "entre el 5 y el 10 %"
        other = read_amount(text, _read_money_first(text, article[1])) if article[1] < len(text.tokens) else None
    hedged = after
    if other is None and kind in ("to", "to_change") and (hedge := _find_hedged(text, after)):
        hedged = hedge
        money = _read_money_first(text, hedge)
        other = read_amount(text, money)
    if other is None:
        return [first]
    if kind == "ratio":
        return [_make_ratio(first, one, other)] if not (one.numeral.in_words or other.numeral.scale > 1) else [first]
    opener = _find_opener(text, first.first)
    low, high = _compare(one, other)
    if not _is_same_kind(one, other):
        return [first]
    second = _make(text, other)
    if kind == "to_change" or (
        kind == "to" and opener and _is_change(text, opener[0], low, high, has_unit=bool(one.measure.unit))
    ):
        if opener is None:
            return [first]
        pairs.share_unit(first, second)
        second.changes_from = first
        return [first, second]
    if kind == "and" and not (opener and opener[1]):
        return [first]
    if kind == "or" and not (one.numeral.value + 1 == other.numeral.value and other.numeral.value <= 20):
        return [first]
    if kind == "to" and not opener and (text.about.get("to_needs_from") or hedged != after):
        return [first]
    if low >= high or hedged != after:
        if kind == "dash" and low >= high and text.is_glued(bare_end) and not other.measure.unit:
            return [pairs.Candidate("name", first.first, second.last, doubts=[("B", "two numbers that are no range")])]
        return [first]
    if first.qualifier == "at_most" and opener is None and kind == "to":
        return [first]
    return [_make_range(text, first, second, one, other, opener)]


def _find_hedged(text: Text, at: int) -> int | None:
    """Returns the position after a hedge that begins here: "from 5 to more than 8"."""
    found = text.find("before", at)
    return found[1] if found and found[1] < len(text.tokens) else None


def _find_opener(text: Text, at: int) -> tuple[int, bool] | None:
    """Returns the token of "from" or "between" right before a position, and whether it is "between"."""
    if at > 1 and text.find("article", at - 1) and text.find("from", at - 2):
        at -= 1
    if at and text.find("from", at - 1):
        return at - 1, bool(text.find("between", at - 1))
    return None


def _is_change(text: Text, at: int, low: float, high: float, *, has_unit: bool) -> bool:
    """Whether "from … to" says a change: a verb of change stands before, or the number falls.

    has_unit: whether the first number has a unit of its own.
    """
    if low > high:
        return True
    for place in range(at - 1, max(-1, at - 7), -1):
        if text.tokens[place].text in ".;:!?" or text.find("spread", place):
            return False
        if text.find("change", place):
            return not (text.find("steady", place) and not has_unit)
    return any(
        text.find("change", place)
        for place in range(at + 1, min(at + 12, len(text.tokens)))
        if text.about.get("late_verbs") and text.tokens[place].text not in ".;:!?"
    )


def _compare(one: Amount, other: Amount) -> tuple[float, float]:
    low, high = one.numeral.value, other.numeral.value
    if one.numeral.scale == 1 and other.numeral.scale > 1 and low <= high and low < 1000:
        return low, high
    return low * one.numeral.scale, high * other.numeral.scale


def _is_same_kind(one: Amount, other: Amount) -> bool:
    units = {amount.measure.unit for amount in (one, other) if not amount.measure.counted} - {""}
    counted = [amount.measure.counted for amount in (one, other) if amount.measure.unit]
    if len(set(counted)) > 1:
        return False
    return len(units) <= 1


def _make_ratio(first: pairs.Candidate, one: Amount, other: Amount) -> pairs.Candidate:
    below = other.numeral.value
    if not below:
        return first
    value = one.numeral.value / below
    numerals = [(one.numeral.first, one.numeral.last), (other.numeral.first, other.numeral.last)]
    return replace(first, last=other.numeral.last, value=value, unit="one", counted=False, numerals=numerals)


def _make_range(
    text: Text,
    first: pairs.Candidate,
    second: pairs.Candidate,
    one: Amount,
    other: Amount,
    opener: tuple[int, bool] | None,
) -> pairs.Candidate:
    low, high = one.numeral.value, other.numeral.value
    scale = other.numeral.scale
    if one.numeral.scale not in (1, scale) or (
        one.numeral.scale == 1 and scale > 1 and not (low <= high and low < 1000)
    ):
        low, high, scale = low * one.numeral.scale, high * scale, 1.0
    elif one.numeral.scale > 1 and scale == 1:
        low, scale = low * one.numeral.scale, 1.0
    unit = second if second.unit else first
    qualifier = first.qualifier if first.qualifier in ("about", "at_most", "at_least") else "exact"
    start = opener[0] if opener else first.first
    if opener and (hedge := text.hedges.get(opener[0])) and hedge[1] == "about":
        qualifier, start = "about", hedge[0]
    return pairs.Candidate(
        "quantity",
        start,
        second.last,
        low=low,
        high=high,
        scale=scale,
        unit=unit.unit if not (first.money and not second.money) else first.unit,
        per=second.per or first.per,
        qualifier=second.qualifier if second.qualifier == "about" else qualifier,
        numerals=[*first.numerals, *second.numerals],
        counted=unit.counted and not first.money,
        money=first.money or second.money,
        doubts=[*first.doubts, *second.doubts],
    )


def _build(text: Text, one: pairs.Candidate) -> Mention:
    """Returns a candidate as a mention: its place in characters, its grade and the reasons."""
    start, end = text.tokens[one.first].start, text.tokens[one.last - 1].end
    grades = {grade for grade, _ in one.doubts}
    grade: Grade = "C" if "C" in grades else "B" if grades else "A"
    return Mention(
        start,
        end,
        text.text[start:end],
        one.role,
        value=one.value,
        low=one.low,
        high=one.high,
        scale=one.scale,
        unit=one.unit,
        per=one.per,
        qualifier=one.qualifier,
        date=one.date,
        as_of=one.as_of,
        changes_from=text.tokens[one.changes_from.first].start if one.changes_from else None,
        converts=text.tokens[one.converts.first].start if one.converts else None,
        grade=grade,
        why=tuple(dict.fromkeys(reason for _, reason in one.doubts)),
        numerals=tuple((text.tokens[a].start, text.tokens[b - 1].end) for a, b in one.numerals),
    )
