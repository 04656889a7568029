"""Texts read: what is a value, unit, hedge, date, name; on labelled sentences in six languages, and on any text."""

from __future__ import annotations

import re
import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.mentions import LANGUAGES, Mention, guess_language, read_mentions
from tests.mentions.score import BARS, OPEN, OWN, compute_rates, read_sentences, score

LABELLED = [sentence for path in (OPEN, OWN) for sentence in read_sentences(path)]


def read_one(text: str, language: str = "en") -> Mention:
    (found,) = (mention for mention in read_mentions(text, language) if mention.counts)
    return found


def describe(text: str, language: str = "en") -> tuple[object, ...]:
    found = read_one(text, language)
    number = (found.low, found.high) if found.value is None else found.value
    return number, found.ledger_unit, found.qualifier


# Labelled sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_labelled_sentences_are_read_within_the_bars(language):
    counts, faults = score(sentence for sentence in LABELLED if sentence.language == language)
    assert counts["yes"] >= 30
    rates = compute_rates(counts)
    assert {name: rates[name] >= bars[language != "en"] for name, bars in BARS.items()} == dict.fromkeys(BARS, True), (
        faults
    )
    assert (counts["inverted"], counts["tenfold"], counts["no drafted"]) == (0, 0, 0), faults
    assert counts["dates right"] == counts["dates"], faults


def test_of_the_open_sentences_95_in_100_are_right_in_all_and_no_name_is_drafted():
    counts, faults = score(read_sentences(OPEN))
    assert compute_rates(counts)["all three"] >= 0.95, faults
    assert counts["no drafted"] == 0, faults


def test_the_score_notices_a_wrong_reading():
    sentences = list(read_sentences(OPEN))
    none, _ = score(sentences, {sentence.text: [] for sentence in sentences})
    assert (none["hit"], none["drafted"]) == (0, 0)
    wrong = [Mention(0, 200, "", "quantity", value=1e9, unit="USD", qualifier="over")]
    counts, _ = score(sentences, {sentence.text: wrong for sentence in sentences})
    assert counts["inverted"] > 0 < counts["tenfold"]
    assert compute_rates(counts)["value"] < 0.1


# Long texts


def describe_all(mentions: list[Mention], offset: int = 0) -> list[tuple[object, ...]]:
    """What each mention says, at its place moved by an offset."""
    return [
        (one.start + offset, one.end + offset, one.role, one.value, one.low, one.high, one.scale, one.unit, one.date)
        for one in mentions
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_text_is_read_as_its_paragraphs_alone(language):
    texts = [sentence.text for sentence in LABELLED if sentence.language == language]
    texts = [text for text in texts if not re.search(r"\d\.\d{1,2}\b", text) or language == "en"]  # decimals as usual
    shuffled = [text for seed in range(3) for text in Random(seed).sample(texts, len(texts))]
    assert sum(len(text.split()) for text in shuffled) > 2_000
    expected, offset = list[tuple[object, ...]](), 0
    for text in shuffled:
        expected += describe_all(read_mentions(text, language), offset)
        offset += len(text) + 2
    assert describe_all(read_mentions("\n\n".join(shuffled), language)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_in_digits_comes_from_the_characters_that_are_quoted(language):
    text = "\n\n".join(sentence.text for sentence in LABELLED if sentence.language == language)
    wrong, checked = list[Mention](), 0
    for mention in read_mentions(text, language):
        inside = all(mention.start <= start < end <= mention.end for start, end in mention.numerals)
        digits = {float(part) for a, b in mention.numerals if re.fullmatch(r"[0-9]{1,4}", part := text[a:b])}
        numbers = {abs(n) for n in (mention.value, mention.low, mention.high) if n is not None}
        numbers |= {round(n * 100, 6) for n in numbers}  # of cents and basis points
        whole = not digits or len(mention.numerals) > 1 or digits <= numbers
        if text[mention.start : mention.end] != mention.text or not inside or not whole:
            wrong.append(mention)
        checked += bool(digits)
    assert wrong == []
    assert checked > 20


# Kinds, by hand


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("About a third of them left.", "en", (1 / 3, "one", "about")),
        ("It has 4½ acres.", "en", (4.5, "acres", "exact")),
        ("not more than five thousand two hundred men", "en", (5200, "people", "at_most")),
        ("a loan of $3.5bn a year", "en", (3.5, "billion USD / year", "exact")),
        ("Every day, 12 ships or fewer leave.", "en", (12, "items", "at_most")),
        ("three-quarters of a million people", "en", (0.75, "million people", "exact")),
        ("One in five wells is dry.", "en", (0.2, "one", "exact")),
        ("It cost US$ 2 to 3 million.", "en", ((2, 3), "million USD", "exact")),
        ("between 600,000 and 2 million people", "en", ((600_000, 2_000_000), "people", "exact")),
        ("minus 12 °C", "en", (-12, "degC", "exact")),
        ("2 Mio. 300 Tsd. Euro", "de", (2.3, "million EUR", "exact")),
        ("anderthalb Jahre", "de", (1.5, "years", "exact")),
        ("ein gutes Drittel der Stimmen", "de", (1 / 3, "one", "over")),
        ("Platz für zwei weitere Busse", "de", (2, "items", "exact")),
        ("mehr als zwei Dutzend Boote", "de", (24, "items", "over")),
        ("31.1 million people live there.", "en", (31.1, "million people", "exact")),
        ("more than a year to restart", "en", (1, "years", "over")),
        ("майже півсотні ракет", "uk", (50, "items", "nearly")),
        ("half a dozen boats", "en", (6, "items", "about")),
        ("multiplié par trois", "fr", (3, "one", "exact")),
        ("les six dernières années", "fr", (6, "years", "exact")),
        ("3 mil 500 millones de euros", "es", (3500, "million EUR", "exact")),
        ("200-тысячная армия", "ru", (200, "thousand items", "exact")),
        ("achthunderttausend Menschen", "de", (800_000, "people", "exact")),
        ("au moins mille deux cents soldats", "fr", (1200, "people", "at_least")),
        ("un million et demi de tonnes", "fr", (1.5, "million tonnes", "exact")),
        ("mil quinientos soldados", "es", (1500, "people", "exact")),
        ("entre el 5 y el 10 %", "es", ((5, 10), "percent", "exact")),
        ("до п'ятисот гривень", "uk", (500, "UAH", "at_most")),
        ("Ціна зросла до 500 гривень.", "uk", (500, "UAH", "exact")),
        ("п'ята частина бюджету", "uk", (0.2, "one", "exact")),
        ("почти на треть", "ru", (1 / 3, "one", "nearly")),
        ("3 млн 200 тыс. человек", "ru", (3.2, "million people", "exact")),
    ],
)
def test_a_number_is_read_with_unit_and_hedge(text, language, read):
    number, unit, qualifier = describe(text, language)
    assert number == pytest.approx(read[0])
    assert (unit, qualifier) == read[1:]


@pytest.mark.parametrize(
    ("text", "language", "value", "quoted", "grade"),
    [
        ("10⁶ cells", "en", 1e6, "10⁶ cells", "B"),  # a footnote mark may look so
        ("1.5×10⁹ litres", "en", 1.5e9, "1.5×10⁹ litres", "A"),
        ("1,5 · 10⁻³ kg", "de", 0.0015, "1,5 · 10⁻³ kg", "A"),
        ("10^6 people", "en", 1e6, "10^6 people", "A"),
        ("10**{4} people", "en", 1e4, "10**{4} people", "A"),
        ("2.5e-3 kg", "en", 0.0025, "2.5e-3 kg", "A"),
        ("$1.5e9 of loans", "en", 1.5e9, "$1.5e9", "A"),
        ("2 1/2 years", "en", 2.5, "2 1/2 years", "A"),
        ("2¹⁄₂ years", "en", 2.5, "2¹⁄₂ years", "A"),
        ("1/12 of it", "en", 1 / 12, "1/12", "A"),
        ("500¹ drones", "en", 500, "500¹ drones", "B"),
        ("2,022² deaths", "en", 2022, "2,022² deaths", "B"),
        ("500¹,² drones", "en", 500, "500¹,² drones", "B"),
        ("10¹ drones", "en", 10, "10¹ drones", "C"),
        ("12 км² землі", "uk", 12, "12 км²", "A"),
    ],
)
def test_a_raised_digit_is_a_power_of_ten_or_the_mark_of_a_footnote(text, language, value, quoted, grade):
    found = read_one(text, language)
    assert found.value == pytest.approx(value)
    assert (found.text, found.grade) == (quoted, grade)


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("It rose by 50 basis points.", "en", (0.5, "percentage_point", "exact")),
        ("a 25-basis-point cut", "en", (0.25, "percentage_point", "exact")),
        ("um 35 Basispunkte", "de", (0.35, "percentage_point", "exact")),
        ("12 копійок", "uk", (0.12, "UAH", "exact")),
        ("87 cents", "en", (0.87, "", "exact")),
        ("KES 597bn", "en", (597, "billion KES", "exact")),
        ("1,200 Kenyan shillings", "en", (1200, "KES", "exact")),
        ("4,5 млн польських злотих", "uk", (4.5, "million PLN", "exact")),
        ("5 lakh people", "en", (500000, "people", "exact")),
        ("Rs 12,000 crore", "en", (1.2e11, "", "exact")),
        ("5.436 mdd", "es", (5436, "million USD", "exact")),
        ("nineteen hundred men", "en", (1900, "people", "exact")),
        ("a hundred and five tents", "en", (105, "items", "exact")),
        ("douze cents hommes", "fr", (1200, "people", "exact")),
        ("forty-odd ships", "en", (40, "items", "about")),
        ("one or two days", "en", ((1, 2), "days", "exact")),
        ("a year and a half", "en", (1.5, "years", "exact")),
        ("año y medio", "es", (1.5, "years", "exact")),
        ("One child in five is ill.", "en", (0.2, "one", "exact")),
        ("сім із десяти родин", "uk", (0.7, "one", "exact")),
        ("одна двенадцатая бюджета", "ru", (1 / 12, "one", "exact")),
        ("полторы сотни спасателей", "ru", (150, "people", "exact")),
        ("не может превышать 14 дней", "ru", (14, "days", "at_most")),
        ("no superior a 30 días", "es", (30, "days", "at_most")),
        ("370.000 Mann nicht überschreiten", "de", (370000, "people", "at_most")),
        ("Инфляция замедлилась до 8,5 процента.", "ru", (8.5, "percent", "exact")),
        ("verhandelten die Staaten über 26 Kapitel", "de", (26, "items", "exact")),
        ("sprach vor über 500 Gästen", "de", (500, "people", "over")),
        ("Warheads: 1550", "en", (1550, "items", "exact")),
        ("It rose .5 percent.", "en", (0.5, "percent", "exact")),
        ("One-in-five children", "en", (0.2, "one", "exact")),
        ("10 Mt of coal", "en", (10, "million tonnes", "exact")),
        ("500 MT of wheat", "en", (500, "tonnes", "exact")),
        ("a 220 kV line", "en", (220, "kV", "exact")),
        ("más de la mitad de ellos", "es", (0.5, "one", "over")),
        ("на 8,2 млрд більше", "uk", (8.2, "billion items", "exact")),
    ],
)
def test_kinds_that_blind_sentences_have_shown(text, language, read):
    value, unit, qualifier = describe(text, language)
    assert value == pytest.approx(read[0])
    assert (unit, qualifier) == read[1:]


@pytest.mark.parametrize(
    "text", ["COP 28 ended.", "The TOP 10", "ALL 5 OF THEM", "10 SOS calls", "mortality of under-five children"]
)
def test_a_word_in_capitals_beside_a_small_number_is_no_currency(text):
    assert [mention.unit for mention in read_mentions(text, "en") if mention.unit not in ("", "items")] == []


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("It slid 1.4% to 92.35.", "en", [(1.4, "percent"), (92.35, "")]),
        ("Up 87 cents at $78.43", "en", [(0.87, "USD"), (78.43, "USD")]),
        ("с 8,9 до 8,5 процента", "ru", [(8.9, "percent"), (8.5, "percent")]),
        ("100 Mrd. Euro; davon sind 33 Mrd. weg", "de", [(100, "billion EUR"), (33, "billion EUR")]),
        ("dix-huit mois, dont six avec sursis", "fr", [(18, "months"), (6, "months")]),
        ("It pumps 1.43m barrels, its quota is 1.5m.", "en", [(1.43, "million barrels"), (1.5, "million barrels")]),
        ("L'article L. 121-3 prévoit 75 000 euros", "fr", [(75000, "EUR")]),
        ("A las 18.45 horas, tres lanchas", "es", [(3, "items")]),
    ],
)
def test_numbers_of_a_sentence_are_kept_apart(text, language, read):
    found = [mention for mention in read_mentions(text, language) if mention.counts]
    assert [(mention.value, mention.ledger_unit) for mention in found] == read
    assert {mention.qualifier for mention in found} == {"exact"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Write to Suite 450.", "reference"),
        ("Call +44 20 7946 0958.", "contact"),
        ("See https://example.org/2024/12.", "contact"),
        ("It began at 5 p.m.", "time"),
        ("The S-300 fired.", "name"),
        ("Both held the 38th parallel.", "ordinal"),
        ("Dozens fled.", "vague"),
        ("It is 46 pages.", "extent"),
        ("One of the towns", "idiom"),
        ("7. The parties agree.", "mark"),
        ("3.1 Impact on trade", "mark"),
        ("Page 3 of 12", "reference"),
        ("In 2031", "date"),
        ("growth of 2023Q4", "date"),
        ("See S/RES/1701.", "name"),
        ("See Tables 3-5.", "reference"),
        ("The Group of 77", "idiom"),
        ("on 12.00 noon", "time"),
    ],
)
def test_what_counts_nothing_has_its_role(text, role):
    (found,) = read_mentions(text, "en")
    assert (found.role, found.value) == (role, None)


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("on 8–10 February 2023", "en", "2023-02-08/2023-02-10"),
        ("on May 8, 2025", "en", "2025-05-08"),
        ("on 21 February", "en", "XXXX-02-21"),
        ("on 14/05/2024", "en", "2024-05-14"),
        ("on 03/04/2024", "en", "2024"),
        ("in Q3 2025", "en", "2025-35"),
        ("in H1 2024", "en", "2024-40"),
        ("в I квартале 2021 года", "ru", "2021-33"),
        ("in summer 2024", "en", "2024-22"),
        ("the 1990s", "en", "199X"),
        ("in 2022-23", "en", "2022/2023"),
        ("am 3. März 2024", "de", "2024-03-03"),
        ("le 1er janvier 2025", "fr", "2025-01-01"),
        ("en los años 90", "es", ""),
        ("першого півріччя 2025 року", "uk", "2025-40"),
        ("в 2020–2022 гг.", "ru", "2020/2022"),
    ],
)
def test_dates_are_read_as_edtf_and_no_more(text, language, edtf):
    (found,) = read_mentions(text, language)
    assert (found.role, found.date) == ("date", edtf)


def test_a_change_is_two_numbers_that_are_linked():
    before, after = read_mentions("Output fell from 82 to 21 per cent.", "en")
    assert (before.value, before.unit, after.value, after.changes_from) == (82, "percent", 21, before.start)
    after, before = read_mentions("raised to 450,000 from 380,000", "en")
    assert (after.value, after.changes_from, before.changes_from) == (450_000, before.start, None)


def test_a_sum_in_brackets_converts_the_one_before():
    first, second = read_mentions("It received €150 billion ($165 billion).", "en")
    assert (first.converts, second.converts, second.grade) == (None, first.start, "C")


def test_what_is_not_written_is_empty_or_says_why():
    first, second = read_mentions("The bank lent $40 million in spring and 55 million later.", "en")
    assert (first.grade, first.why, first.as_of) == ("A", (), "")
    assert (second.unit, second.grade) == ("USD", "C")
    assert second.why == ("the currency is carried over from the number before",)
    lost = next(iter(read_mentions("A sum of €485 for one and €38 million for the other.", "en")))
    assert (lost.value, lost.scale, lost.why) == (485, 1, ("a scale word may be missing",))


def test_a_unit_behind_a_bracket_is_that_of_both_numbers_and_in_doubt():
    now, before = read_mentions("Der Umsatz lag bei 1,5 (Vorjahr: 1,3) Milliarden Euro.", "de")
    assert [(one.value, one.ledger_unit, one.grade) for one in (now, before)] == [
        (1.5, "billion EUR", "B"),
        (1.3, "billion EUR", "B"),
    ]


def test_a_letter_is_a_scale_before_what_is_counted_and_a_unit_else():
    assert read_one("4.4m tonnes of grain").ledger_unit == "million tonnes"
    assert read_one("a wall 4.4m high").ledger_unit == "metres"
    assert read_one("1,2 M€ de plus", "fr").ledger_unit == "million EUR"


def test_a_date_beside_a_number_is_its_as_of():
    (goal, date) = read_mentions("at least $300 billion a year by 2035", "en")
    assert (goal.as_of, date.date) == ("2035", "2035")


def test_the_date_beside_may_be_from_and_to():
    amount = read_one("It needs $524 billion from 2025 to 2035.")
    assert amount.as_of == "2025/2035"


def test_a_share_behind_a_number_is_no_unit_of_it():
    first, share = read_mentions("Ils sont 43,4 millions, 75 % vivant ailleurs.", "fr")
    assert (first.ledger_unit, share.unit) == ("million items", "percent")


def test_money_of_several_countries_has_no_unit_and_says_so():
    found = read_one("500 millones de pesos", "es")
    assert (found.value, found.scale, found.unit, found.grade) == (500, 1e6, "", "C")
    assert found.why == ("several currencies are called so",)


def test_units_that_a_case_adds_are_found_by_their_names():
    assert read_one("40 trucks").unit == "items"
    (found,) = read_mentions("40 trucks", "en", [("truck", "trucks")])
    assert (found.value, found.unit) == (40, "trucks")


def test_an_unknown_language_is_one_clear_error():
    with pytest.raises(UsageError, match=r"language 'eo'.*; allowed: en, uk, de, fr, ru, es"):
        read_mentions("Du mil", "eo")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_a_text_is_found_by_its_words(language):
    text = " ".join(sentence.text for sentence in LABELLED if sentence.language == language)
    assert guess_language(text) == language


# Any text

SENTENCES = st.sampled_from(LABELLED)
PIECES = (
    "12",
    "1.2.3",
    "31.12.2024",
    "1,5",
    "1.200",
    *"$€%–-().,a",
    "million",
    "half",
    "of",
    "to",
    "from",
    "nearly",
    "млн",
    "до",
    "zwei",
    "5th",
    "km",
)
NEUTRAL = {
    "en": "They met there. ",
    "uk": "Вони були там. ",
    "de": "Sie waren dort. ",
    "fr": "Elles sont là. ",
    "ru": "Они были там. ",
    "es": "Ellos estaban allí. ",
}


def shift(mention: Mention, by: int) -> tuple[object, ...]:
    return (mention.start - by, mention.end - by, mention.text, mention.role, mention.value, mention.low, mention.high)


@settings(max_examples=30)
@given(SENTENCES)
def test_what_stands_around_a_sentence_changes_nothing(sentence):
    neutral = NEUTRAL[sentence.language]
    alone = [shift(mention, 0) for mention in read_mentions(sentence.text, sentence.language)]
    text = f"{neutral}\n{sentence.text} {neutral}"
    within = read_mentions(text, sentence.language)
    assert [shift(mention, len(neutral) + 1) for mention in within] == alone


def check_quoted(text: str, mentions: list[Mention]) -> None:
    reached = 0
    for mention in mentions:
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        assert text[mention.start : mention.end] == mention.text
        assert all(mention.start <= start < end <= mention.end for start, end in mention.numerals)
        if mention.role != "quantity":
            assert (mention.value, mention.low, mention.high, mention.numerals) == (None, None, None, ())
            continue
        assert (mention.value is None) == (mention.low is not None) == (mention.high is not None)
        assert mention.numerals
        assert (mention.grade == "A") == (not mention.why)


@settings(max_examples=80)
@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
    | st.text(max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_every_mention_quotes_its_text_and_none_overlap(text, language):
    mentions = read_mentions(text, language)
    check_quoted(text, mentions)
    assert read_mentions(text, language) == mentions


@settings(max_examples=40)
@given(st.integers(0, 999_999_999), st.sampled_from(["{:,}", "{}"]), st.sampled_from(["", " tonnes", "%", " people"]))
def test_digits_are_read_as_they_stand(number, form, unit):
    text = f"It has {form.format(number)}{unit or ' of them'} there."
    read = [mention for mention in read_mentions(text, "en") if mention.counts]
    digits = [re.sub(r"\D", "", text[slice(*mention.numerals[0])]) for mention in read]
    assert [mention.value for mention in read] == [number] * len(read)
    assert digits == [str(number)] * len(read)


def count_calls(text: str) -> int:
    """How many functions are called to read a text: work, whatever else the machine does."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event.endswith("call")

    sys.setprofile(count)
    try:
        read_mentions(text, "en")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "piece", ["word ", "1 ", "1,", "1 111 ", "$", "-", "5 to ", "two ", "one of ", "more than ", "("]
)
def test_reading_takes_work_in_proportion_to_the_text(piece):
    small, large = (count_calls(piece * number) for number in (100, 400))
    assert large < 4.5 * small
