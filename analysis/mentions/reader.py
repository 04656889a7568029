"""A text in, its mentions of numbers out: the grammar that puts numerals, units, hedges, dates and names together.

One pass over the tokens. At each, in this order: a place that is reserved (an address, a clock time, a footnote mark),
a share of two numbers, a date, what only names something, a quantity without a value ("tens of thousands"), a multiple
such as "tripled", and a numeral with its currency, scale, unit, rate and hedge, up to the other end of a range. `pairs`
then links what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from analysis.mentions import pairs
from analysis.mentions.amounts import keeps_weak, read_amount, read_money_first
from analysis.mentions.currencies import load_codes
from analysis.mentions.dates import read_date
from analysis.mentions.digits import find_decimal_sign
from analysis.mentions.hedges import find_hedges, read_hedge_before
from analysis.mentions.lexicon import Meanings, guess_language, load_lexicon, load_table
from analysis.mentions.mention import Grade, Mention
from analysis.mentions.naming import Named, find_reserved, read_named
from analysis.mentions.ranges import read_range
from analysis.mentions.shares import read_joined, read_share, read_time_and_half
from analysis.mentions.text import Text
from analysis.mentions.tokens import Token, split_tokens

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")


def prepare_texts(text: str, language: str, own_units: Iterable[Sequence[str]] = ()) -> Iterator[tuple[int, Text]]:
    """Yields where each paragraph of a text begins, and the paragraph as tokens with what each may mean.

    Blank lines divide paragraphs: nothing that belongs together stands in two of them. Raises UsageError for a language
    that has no table.
    """
    lexicon = load_lexicon(language, tuple(tuple(names) for names in own_units))
    about = load_table(language)["about"]
    blocks = [(match.start(), match[0]) for match in _PARAGRAPH.finditer(text)]
    split = [split_tokens(block, elides=lexicon.elides) for _, block in blocks]
    decimal = find_decimal_sign([token for tokens in split for token in tokens], about["decimal"])
    for (start, block), tokens in zip(blocks, split, strict=True):
        meanings = [lexicon.match(tokens, at) for at in range(len(tokens))]
        for at, code in _find_codes(tokens, meanings):
            meanings[at] = {**meanings[at], "before_money": (code, at + 1), "money": (code, at + 1)}
        yield start, Text(block, tokens, meanings, lexicon, language, about, decimal, find_hedges(tokens, meanings))


def _find_codes(tokens: Sequence[Token], meanings: Sequence[Meanings]) -> Iterator[tuple[int, str]]:
    """Yields the positions of currencies' codes beside a large number: "KES 597bn", not "COP 28", "TOP 10"."""

    def is_large(at: int, scale: int) -> bool:
        if not 0 <= at < len(tokens) or tokens[at].kind != "number":
            return False
        scaled = 0 <= scale < len(tokens) and "scale" in meanings[scale]
        return scaled or len(tokens[at].text) > 4 or not tokens[at].text.isdecimal()

    for at, token in enumerate(tokens):
        if len(token.text) == 3 and token.text.isupper() and "money" not in meanings[at] and token.text in load_codes():
            behind_scale = at > 1 and "scale" in meanings[at - 1] and tokens[at - 2].kind == "number"
            if behind_scale or is_large(at + 1, at + 2) or is_large(at - 1, at):
                yield at, token.text


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
    mentions: list[Mention] = []
    for start, prepared in prepare_texts(text, language or guess_language(text), own_units):
        found = list(_scan(prepared))
        pairs.link(prepared, found)
        mentions += [_build(prepared, one, start) for one in found]
    return mentions


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
    if share := read_share(text, at):
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
    if joined := read_joined(text, at) or read_time_and_half(text, at):
        return [joined]
    money = read_money_first(text, at)
    amount = read_amount(text, money)
    if amount is None:
        return []
    read = read_range(text, amount)
    if amount.numeral.weak and read[0].low is None and not keeps_weak(text, amount):
        return []
    return read


def _take_named(text: Text, named: Named) -> pairs.Candidate:
    return pairs.Candidate(named.role, named.first, named.last, doubts=list(named.doubts))


def _build(text: Text, one: pairs.Candidate, offset: int) -> Mention:
    """Returns a candidate as a mention: its place in characters, its grade and the reasons.

    offset: where the paragraph begins in the whole text.
    """
    start, end = text.tokens[one.first].start, text.tokens[one.last - 1].end
    grades = {grade for grade, _ in one.doubts}
    grade: Grade = "C" if "C" in grades else "B" if grades else "A"
    return Mention(
        start + offset,
        end + offset,
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
        changes_from=text.tokens[one.changes_from.first].start + offset if one.changes_from else None,
        converts=text.tokens[one.converts.first].start + offset if one.converts else None,
        grade=grade,
        why=tuple(dict.fromkeys(reason for _, reason in one.doubts)),
        numerals=tuple((text.tokens[a].start + offset, text.tokens[b - 1].end + offset) for a, b in one.numerals),
    )
