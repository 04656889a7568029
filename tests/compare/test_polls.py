"""Margins of shares and of leads, who leads in which round, and trust over time, worked by hand."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare import polls
from analysis.errors import MissingClaim
from analysis.estimates.constructors import number
from analysis.show.number import format_estimate
from tests.case.test_ledger import replace_text
from tests.conftest import TINY

WHO = ("zaluzhnyi", "zelensky")


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_about_seven_in_ten_chose_anybody(shipped):
    assert polls.chose(shipped, *WHO).value == pytest.approx(71.3)  # 45.4 and 25.9 of all asked, 64 and 36 of those
    first = polls.chose(shipped, *WHO, support="opinion.first", everybody="opinion.first_all")
    assert first.value == pytest.approx(100 * 43 / 60.2)


def test_the_stated_error_of_the_pollster_counts(shipped):
    assert polls.margin(shipped, "zelensky").value == pytest.approx(2.6 * 2 * math.sqrt(0.36 * 0.64))
    assert polls.margin(shipped, "zelensky").claims == {"support_zelensky_article", "error_socis"}


def test_a_sample_may_be_counted_in_persons(matters, tmp_path):
    folder = Path(shutil.copytree(matters.folder, tmp_path / "matters"))
    replace_text(folder, "quantities", "opinion.sample,sample size,one,", "opinion.sample,sample size,person,")
    expected = 196 * math.sqrt(0.64 * 0.36 / 2000)
    assert polls.margin(load_case(folder), "smith").value == pytest.approx(expected)


def test_a_margin_is_of_a_lead_and_of_those_who_chose(shipped):
    expected = 2.6 * 2 * math.sqrt((1 - 0.28**2) / 0.713)
    assert polls.lead_margin(shipped, *WHO).value == pytest.approx(expected)


def test_without_a_stated_error_the_sample_is_a_random_one(matters):
    margin = polls.lead_margin(matters, "smith", "jones")
    assert margin.value == pytest.approx(196 * math.sqrt((1 - 0.28**2) / 2000))
    assert margin.claims == {"sup_a", "sup_b", "n"}
    assert " / 1" not in margin.how


def test_level_in_the_first_round_and_ahead_in_the_run_off(shipped):
    frame = polls.rounds(shipped, *WHO)
    assert [(row.round, row.among, row.lead.value, row.stands) for row in frame.itertuples()] == [
        ("First round", "Those who chose", pytest.approx(-1), "level"),
        ("First round", "All asked", pytest.approx(-1), "level"),
        ("Last round", "Those who chose", pytest.approx(28), "ahead"),
        ("Last round", "All asked", pytest.approx(19.5), "–"),  # of September; the error is that of December
    ]
    assert frame.margin.iloc[3] == "–"
    assert frame.margin.iloc[1].value == pytest.approx(2.6 * 2 * math.sqrt(0.43 - 0.01**2))
    assert [str(when) for when in frame.when] == [*["December 2025"] * 3, "September 2025"]
    assert polls.rounds(shipped, *reversed(WHO)).stands.tolist() == ["level", "level", "behind", "–"]


def test_a_poll_without_a_first_round_has_one_row(matters):
    frame = polls.rounds(matters, "smith", "jones")
    assert [(row.round, str(row.when), row.stands) for row in frame.itertuples()] == [
        ("Last round", "not stated", "ahead")
    ]
    assert polls.rounds(load_case(TINY), "smith", "jones").empty


def test_trust_over_time_is_in_order_and_says_who_asked_whom(shipped):
    frame = polls.series(shipped, "zelensky")
    assert [round(share.value) for share in frame["share"]] == [52, 74, 65, 58, 59, 60, 49, 61, 65, 61]
    assert set(frame.who) == {"KIIS"}
    assert str(frame.remark.iloc[6]).startswith("Those asked from 26 to 30 November")
    with pytest.raises(MissingClaim, match="does not say what is its trust"):
        polls.series(load_case(TINY), "zelensky")


def test_a_lead_is_named_by_its_poll(shipped):
    assert format_estimate(polls.lead(shipped, *WHO)) == "28 points"
    assert len({lead.name for lead in polls.rounds(shipped, *WHO).lead}) == 4


@given(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.integers(100, 10_000))
def test_the_variance_of_a_lead_is_that_of_its_answers(share, other, asked):
    """Among n answers worth 1, -1 or 0, the variance of the mean is p + q - (p - q)^2 over n."""
    if share + other > 1:
        share, other = share / 2, other / 2
    answers = [1] * round(share * asked) + [-1] * round(other * asked)
    answers += [0] * (asked - len(answers))
    mean = sum(answers) / asked
    expected = sum((answer - mean) ** 2 for answer in answers) / asked
    p, q = answers.count(1) / asked, answers.count(-1) / asked
    shares = {("vote", "one"): number(p), ("vote", "other"): number(q)}
    computed = polls._compute_variance(shares, "one", "other", "vote")
    assert computed.value == pytest.approx(expected, abs=1e-12)


def test_a_share_is_drawn_with_its_margin_where_the_poll_of_the_error_is_the_same(shipped):
    frame = polls.rounds(shipped, *WHO)
    run_off = frame.iloc[2]
    # an error of e for a half of all asked: 2 e √(p q / share that chose); the shares are 64 and 36 of 71.3 %
    error = shipped[shipped.role("poll_error")].to("one").value
    margin = 200 * error * math.sqrt(0.64 * 0.36 / ((45.4 + 25.9) / 100))
    assert (run_off.first_within.low, run_off.first_within.high) == pytest.approx((64 - margin, 64 + margin))
    assert run_off.second_within.value == 36
    assert run_off.second_within.claims >= run_off.second.claims
    assert frame.iloc[3].first_within is frame.iloc[3]["first"]  # asked at another time than the error is of


def test_rounds_are_told_in_the_words_of_the_case(shipped):
    frame = polls.name_rounds(polls.rounds(shipped, *WHO), "second ballot")
    assert list(frame.asked) == [
        *("First round, those who chose", "First round, all asked"),
        *("Second ballot, those who chose", "Second ballot, all asked"),
    ]
    assert polls.describe(frame) == "level in a first round, behind in a second ballot"
    assert polls.describe(polls.rounds(shipped, *reversed(WHO))) == "level in a first round, ahead in a last round"
    assert polls.describe(frame[frame.among == "All asked"].iloc[1:]) == ""


@given(share=st.floats(0, 100))
def test_a_share_with_its_margin_is_one_that_can_be(shipped, share):
    made = polls._set_margin(shipped, number(share, "percent"), None, None, None)
    assert 0 <= made.low <= made.value <= made.high <= 100


def test_how_the_second_stands_is_said_in_ukrainian(ukrainian):
    rows = pd.DataFrame(
        {
            "round": [polls.ROUNDS[0][0], "Vote", "Other"],
            "among": ["Those who chose"] * 3,
            "stands": [polls.LEVEL, polls.AHEAD, polls.BEHIND],
        },
        dtype=object,
    )
    assert polls.describe(rows) == "нарівні (перший тур), позаду (vote), попереду (other)"
    assert polls.name_rounds(rows, "другий тур").asked.tolist() == [
        "Перший тур, ті, хто визначився",
        "Другий тур, ті, хто визначився",
        "Другий тур, ті, хто визначився",
    ]
