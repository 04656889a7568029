"""Number words read into a value: twenty-three, half a million, dreiundzwanzig, vingt et un, двадцять три.

They add up while each is smaller than the place that the word before left free.
"""

from __future__ import annotations

from functools import lru_cache

from analysis.mentions.lexicon import Lexicon
from analysis.mentions.text import Numeral, Text


def fits(total: int, value: int) -> bool:
    """Returns whether a number word can follow one that came to `total`: twenty-three, soixante-dix, not twelve three.

    >>> fits(20, 3), fits(60, 17), fits(12, 3), fits(200, 5)
    (True, True, False, True)
    """
    if value < 10:
        return total % 10 == 0 and total % 100 != 10
    if value < 20 and total % 100 in (60, 80):
        return True
    return value < 100 and total >= 100 and total % 100 == 0


@lru_cache(maxsize=4096)
def _parse_fused(word: str, link: str, lexicon: Lexicon) -> float | None:
    """Returns the value of a number word written in one, such as dreiundzwanzig or fünfhunderttausend."""
    cardinals = lexicon.words["cardinal"]
    known = {phrase: float(value) for value, phrase in ((v, p) for p, v in cardinals.items())}
    known |= {"ein": 1.0, "eins": 1.0}
    if word in known:
        return known[word]
    for place, unit in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = word.partition(place)
        if found:
            front = _parse_fused(head, link, lexicon) if head else 1.0
            back = _parse_fused(tail.removeprefix(link), link, lexicon) if tail else 0.0
            if front is None or back is None or front >= (1000 if unit == 1000 else 100) or back >= unit:
                return None
            return front * unit + back
    head, found, tail = word.partition(link)
    if found and head in known and tail in known and known[head] < 10 and known[tail] >= 20 and known[tail] % 10 == 0:
        return known[head] + known[tail]
    return None


def read_cardinal(text: Text, at: int) -> tuple[float, int] | None:
    """Returns the value of the number word or words of less than a hundred, or fused in one, and the position after."""
    if found := text.find("cardinal", at):
        return float(found[0]), found[1]
    token = text.tokens[at]
    link = text.about.get("fused")
    if isinstance(link, str) and token.kind == "word" and len(token.low) > 6:
        value = _parse_fused(token.low, link, text.lexicon)
        return None if value is None else (value, at + 1)
    return None


def read_words(text: Text, at: int) -> Numeral | None:
    """Returns the number that begins with a number word: twenty-three, a million, two hundred and five thousand."""
    article = text.find("indefinite", at) or text.find("one", at)
    found = _find_counted(text, article[1]) if article and article[1] < len(text.tokens) else None
    if article and text.find("indefinite", at) and text.find("hundred", article[1]):  # "a hundred and five"
        numeral = _sum_words(text, article[1], current=1.0)
        if numeral is not None:
            numeral.first = at
            return numeral
    if found is None and (numeral := _sum_words(text, at)):
        return numeral
    if found is None:
        found = _find_lone(text, at)
    if found is None and at in text.hedges and (begins := text.find("indefinite", at)) and text.find("unit", begins[1]):
        return Numeral(1.0, 1.0, at, begins[1], in_words=True, weak=True)  # "more than a year"
    if found is None:
        return None
    value, end, scale, loose = found
    return Numeral(value, scale, at, end, in_words=True, loose=loose)


def _find_counted(text: Text, at: int) -> tuple[float, int, float, bool] | None:
    """Returns value, end, scale and looseness of what "a" or "one" is said of: a hundred, a million, a dozen."""
    if found := text.find("hundred", at):
        scale = text.find("scale", found[1])
        return (
            None
            if scale is None and _sum_words(text, at - 1)
            else ((100.0, scale[1], float(scale[0]), False) if scale else (100.0, found[1], 1.0, False))
        )
    if (found := text.find("scale", at)) and len(text.get_low(at)) > 2:
        if text.find("one", at - 1) and (numeral := _sum_words(text, at - 1)) and numeral.last > found[1]:
            return None
        return 1.0, found[1], float(found[0]), False
    if found := text.find("loose", at):
        of = text.find("of", found[1])
        scale = text.find("scale", of[1] if of else found[1])
        return (float(found[0]), scale[1], float(scale[0]), True) if scale else (float(found[0]), found[1], 1.0, True)
    return None


def _find_lone(text: Text, at: int) -> tuple[float, int, float, bool] | None:
    """Returns value, end, scale and looseness of a scale that stands for one of it, or a half: мільйон, полмиллиона."""
    found = text.find("lone", at)
    if not found:
        return None
    value = float(found[0])
    power = next((unit for unit in (1e12, 1e9, 1e6, 1e3) if value * 2 >= unit), 1.0)
    return value / power, found[1], power, False


def _sum_words(text: Text, at: int, current: float = 0.0) -> Numeral | None:
    """Returns the number words from a position added up. current: what stood before it, 1 for an article."""
    total, place = 0.0, 1e15
    end, j, began, weak, loose = at, at, bool(current), False, False
    scaled = 0.0
    while j < len(text.tokens):
        step = j
        if began:  # a hyphen or "and" may join number words
            if text.get_low(step) in ("-", "‑", "‐") and text.is_glued(step) and text.is_glued(step + 1):
                step += 1
            elif (
                (joined := text.find("and", step))
                and not text.tokens[step].glued
                and (current >= 100 or text.about.get("and_joins") or (scaled and not current))
            ):
                step = joined[1]
        if step >= len(text.tokens):
            break
        lone = text.find("lone", step)
        if lone and not began and (text.find("scale", step) or text.find("hundred", step)):
            began, current = True, 1.0  # "mil quinientos": one thousand and so on
        one = text.find("one", step)
        cardinal = read_cardinal(text, step)
        if began and 0 < current < 100 and not scaled and (dozens := text.find("loose", step)):
            current, loose = current * float(dozens[0]), True
            j = end = dozens[1]
            continue
        if hundred := text.find("hundred", step):
            if not began or not 0 < current < 100 or (step != j and text.get_low(j) not in ("-", "‑")):
                if not (began and current == 0 and scaled):
                    break
                current = 1.0
            current *= 100
            weak = False
            j = end = hundred[1]
            continue
        if cardinal and cardinal[0] not in (1,) and (not began or _takes(current, cardinal[0], scaled)):
            loose = loose or bool(text.find("loose", step))
            current += cardinal[0]
            weak = False
            began, j, end = True, cardinal[1], cardinal[1]
            continue
        if one and (not began or (current >= 20 and fits(int(current), 1))):
            weak = not began
            current += 1
            began, j, end = True, one[1], one[1]
            continue
        if began and current and (scale := text.find("scale", step)) and (len(text.get_low(step)) > 1):
            unit = float(scale[0])
            if unit >= place:
                break
            total += current * unit
            current, place, scaled, weak = 0.0, unit, unit, False
            j = end = scale[1]
            continue
        break
    if not began:
        return None
    if not scaled:
        weak = weak or not current
        return Numeral(current, 1.0, at, end, in_words=True, loose=loose, weak=weak)
    if not current and total / scaled < 1000 and place == scaled:
        return Numeral(total / scaled, scaled, at, end, in_words=True, loose=loose)
    return Numeral(total + current, 1.0, at, end, in_words=True)


def _takes(current: float, value: float, scaled: float) -> bool:
    if current == 0:
        return bool(scaled)
    if current != int(current) or value != int(value):
        return False
    return fits(int(current), int(value)) or (value < 100 and current in (100, 200, 300, 400, 500, 600, 700, 800, 900))
