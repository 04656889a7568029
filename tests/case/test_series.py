"""Whose claim it is, and what a voice has revised: worked by hand on small ledgers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import compare, load_case
from analysis.case.schema import Claim, Quantity, Source
from analysis.case.series import (
    count_days_apart,
    find_newest,
    find_origin,
    find_revisions,
    find_span,
    find_voice,
    list_sources_behind,
    states_other_time,
)
from analysis.errors import CaseError, MissingClaim, UsageError
from analysis.wording.cards import format_card_text
from tests.case.test_ledger import replace_text
from tests.conftest import TINY


def make_source(id: str, **cells) -> Source:
    filled = {"title": f"Title of {id}", "publisher": None, "date": None, "copy_of": None, "reliability": "B"}
    return Source.model_construct(source_id=id, **(filled | cells))


def make_claim(id: str, value: float | None = None, as_of: str | None = None, source: str = "a", **cells) -> Claim:
    filled = {"quantity": "x.y", "subject": None, "base": None, "attributed_to": None, "low": None, "high": None}
    filled |= {"qualifier": "exact", "rank": "normal"}
    return Claim.model_construct(claim_id=id, value=value, as_of=as_of, source=source, **(filled | cells))


SOURCES = {
    "a": make_source("a", publisher="Agency", date="2025-03-01"),
    "b": make_source("b", publisher="Agency", date="2025-06-01"),
    "copy": make_source("copy", publisher="Copyist", copy_of="a"),
    "copy_of_copy": make_source("copy_of_copy", copy_of="copy"),
    "untitled": make_source("untitled"),
}


def get_point(claim: Claim) -> tuple[float, float]:
    return claim.low or claim.value, claim.high or claim.value


def list_revisions(*claims: Claim) -> dict[str, str]:
    return {id: later.id for id, later in find_revisions(SOURCES, claims, get_point).items()}


@pytest.mark.parametrize(
    ("claim", "voice"),
    [
        (make_claim("c", attributed_to="The minister"), "The minister"),
        (make_claim("c"), "Agency"),
        (make_claim("c", source="copy_of_copy"), "Agency"),
        (make_claim("c", source="untitled"), "Title of untitled"),
    ],
)
def test_a_voice_is_who_is_cited_else_who_published_the_original(claim, voice):
    assert find_voice(SOURCES, claim) == voice


def test_the_start_of_a_chain_of_copies_is_found_also_in_a_circle():
    assert find_origin(SOURCES, "copy_of_copy") == "a"
    assert find_origin({"x": make_source("x", copy_of="y"), "y": make_source("y", copy_of="x")}, "x") == "y"


def test_a_claim_is_of_the_time_it_is_about_else_of_its_publication():
    assert [day.isoformat() for day in find_span(SOURCES, make_claim("c", as_of="2024-02"))] == [
        "2024-02-01",
        "2024-02-29",
    ]
    assert [day.isoformat() for day in find_span(SOURCES, make_claim("c"))] == ["2025-03-01", "2025-03-01"]
    assert find_span(SOURCES, make_claim("c", source="untitled")) is None


def test_each_earlier_value_is_revised_by_the_next():
    series = [make_claim("third", 3, "2025-01"), make_claim("first", 1, "2023-01"), make_claim("second", 2, "2024-01")]
    assert list_revisions(*series) == {"first": "second", "second": "third"}


def test_a_number_that_is_only_repeated_is_not_revised_until_another_is_given():
    same = [make_claim("first", 5, "2023-01"), make_claim("again", 5, "2024-01")]
    assert list_revisions(*same) == {}
    assert list_revisions(*same, make_claim("other", 6, "2025-01")) == {"first": "other", "again": "other"}
    rounded = make_claim("rounded", None, "2025-01", low=4, high=6)
    assert list_revisions(make_claim("first", 5, "2023-01"), rounded) == {}


@pytest.mark.parametrize(
    "other",
    [
        {"attributed_to": "Somebody else"},
        {"subject": "north"},
        {"base": "another territory"},
        {"quantity": "x.z"},
        {"as_of": "2023"},  # of the same time
        {"as_of": None, "source": "untitled"},
    ],
)
def test_another_voice_subject_base_quantity_or_time_revises_nothing(other):
    later = make_claim("later", 2, **({"as_of": "2024"} | other))
    assert list_revisions(make_claim("first", 1, "2023"), later) == {}


def test_of_one_time_a_publisher_revises_itself_but_no_report_of_others():
    early, late = make_claim("early", 1, "2024"), make_claim("late", 2, "2024", "b")
    assert list_revisions(early, late) == {"early": "late"}
    cited = [claim.model_copy(update={"attributed_to": "The minister"}) for claim in (early, late)]
    assert list_revisions(*cited) == {}


def test_a_voice_is_one_however_it_is_cited_and_its_own_later_word_revises_what_others_reported_before():
    report = make_claim("report", 1, "2024", "untitled", attributed_to="The Agency")
    own, said = make_claim("own", 2, "2024", "b"), make_claim("said", 2, "2024", "b", attributed_to="the agency")
    dated = SOURCES | {"untitled": make_source("untitled", date="2025-04-01"), "late": make_source("late", date="2026")}
    for later in (own, said):
        assert {id: one.id for id, one in find_revisions(dated, [report, later], get_point).items()} == {
            "report": later.id
        }
    late = report.model_copy(update={"source": "late"})  # a report that may be of what the agency said before
    assert find_revisions(dated, [late, own], get_point) == {}


@pytest.mark.parametrize(
    ("one", "other", "apart", "in_series"),
    [
        ("2030", "2035", True, True),
        ("2022", "2023", True, True),
        ("2022/2023", "2023", False, False),
        ("2022-12", "2023", False, True),  # within the window of estimates of one thing
        ("2024-12-31", "2025-12-31", False, True),
        ("2023", None, False, True),  # said of no time: it counts as of its publication in a series alone
    ],
)
def test_two_whole_years_are_two_times(one, other, apart, in_series):
    claims = make_claim("a", 1, one), make_claim("b", 2, other)
    for pair in (claims, claims[::-1]):
        assert states_other_time(SOURCES, *pair) is apart
        assert states_other_time(SOURCES, *pair, over_time=True) is in_series
    assert list_revisions(*claims) == ({} if apart or "/" in one else {"a": "b"})


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(2020, 2024), st.sampled_from("ab")), max_size=8), st.randoms())
def test_the_order_of_rows_does_not_matter_and_the_newest_is_never_revised(rows, random):
    claims = [make_claim(f"c{at}", value, str(year), source) for at, (value, year, source) in enumerate(rows)]
    found = list_revisions(*claims)
    random.shuffle(claims)
    assert list_revisions(*claims) == found
    years = {f"c{at}": year for at, (_, year, _) in enumerate(rows)}
    assert all(years[later] >= years[id] for id, later in found.items())
    assert len(found) < len(rows) or not rows  # the newest is what the voice says now


def test_the_shipped_needs_are_a_series_and_its_card_says_revised_from():
    case = load_case()
    assert {id: later.id for id, later in case.revisions("reconstruction.need").items()} == {"need_rdna4": "need_rdna5"}
    newer, older = (case.estimate(claim).leaf.origin for claim in case.claims("reconstruction.need")[1:3])
    assert [(rival.id, rival.relation) for rival in newer.rivals if rival.relation != "rival"] == [
        ("need_rdna4", "earlier")
    ]
    assert [(rival.id, rival.relation) for rival in older.rivals if rival.relation != "rival"] == [
        ("need_rdna5", "later"),
        ("need_prosperity", "after"),
    ]
    assert "need_rdna4" not in [rival.id for rival in case["reconstruction.need"].leaf.origin.rivals]
    trace = case.on("all")["reconstruction.need"].trace()
    assert "revised from need_rdna4: $524 billion, as of 31 December 2024 (" in trace


def make_quantity(**cells) -> Quantity:
    return Quantity.model_construct(quantity_id="x.y", unit="item", **({"over_time": False} | cells))


@pytest.mark.parametrize(
    ("one", "other", "over_time", "days"),
    [
        ("2025-10-31", "2025-10-10", True, 21),
        ("2025-10-10", "2025-10-31", True, -21),
        ("2025-10", "2025-10-31", True, 0),  # they may be of one day
        ("2022", "2021", True, 1),
        ("2025-10-31", "2025-10-10", False, 0),  # estimates of one thing: rivals
        ("2025-10-31", "2024-10-30", False, 366),
        ("2025-10-31", "2024-10-31", False, 0),
        ("2025-10-31", None, True, 244),  # of its publication, on 1 March
        ("2025-10-31", None, False, 0),
    ],
)
def test_claims_of_other_times_are_apart_in_a_series_and_beyond_the_window(one, other, over_time, days):
    claims = make_claim("a", 1, one), make_claim("b", 2, other)
    assert count_days_apart(SOURCES, make_quantity(over_time=over_time), *claims) == days


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), min_size=2, max_size=2), st.booleans())
def test_two_claims_stand_to_each_other_as_their_times_do(days, over_time):
    one, other = (make_claim("x", 1, str(day)) for day in days)
    quantity = make_quantity(over_time=over_time)
    assert count_days_apart(SOURCES, quantity, one, other) == -count_days_apart(SOURCES, quantity, other, one)


@pytest.mark.parametrize(
    ("times", "newest"),
    [
        (("2025-10-10", "2025-10-31"), [1]),
        (("2025-10-31", "2025-10-31"), [0, 1]),  # a tie
        (("2025", "2025-10-31"), [0, 1]),  # the year may mean that day
        (("2024", "2025-10-31", "2030"), [1]),  # of a time that is still to come: a forecast
        (("2030", "2031"), [1]),
        (("2025-10-10", None), [0]),  # which is of its publication, on 1 March
    ],
)
def test_the_newest_is_what_is_as_of_the_last_day_that_can_be_known(times, newest):
    claims = [make_claim(str(at), 1, time) for at, time in enumerate(times)]
    found = find_newest(SOURCES, make_quantity(over_time=True), claims, date(2026, 1, 1))
    assert [int(claim.id) for claim in found] == newest


def test_of_estimates_of_one_thing_only_what_is_older_by_more_than_the_window_gives_way():
    claims = [
        make_claim("old", 1, "2024-01-01"),
        make_claim("new", 2, "2025-06-01"),
        make_claim("rival", 3, "2024-12-01"),
    ]
    assert [claim.id for claim in find_newest(SOURCES, make_quantity(), claims, date(2026, 1, 1))] == ["new", "rival"]


def test_in_a_series_one_voice_revises_only_what_it_said_of_that_time():
    series = make_claim("first", 5, "2023"), make_claim("second", 6, "2024"), make_claim("again", 7, "2024", source="b")
    found = find_revisions(SOURCES, series, get_point, over_time=True)
    assert {id: later.id for id, later in found.items()} == {"second": "again"}


@pytest.fixture
def counted(tiny):
    """The tiny case, with a running count that two sources give for three days."""
    quantities = (tiny / "quantities.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{quantities[0]},over_time", *(f"{line}," for line in quantities[1:])]
    header = lines[0].split(",")
    row = dict.fromkeys(header, "") | {"quantity_id": "haul.trucks", "name": "trucks let in", "unit": "item"}
    row |= {"meaning": "Trucks that were let in", "over_time": "true"}
    lines.append(",".join(row[column] for column in header))
    (tiny / "quantities.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    claims = (tiny / "claims.csv").read_text(encoding="utf-8").splitlines()
    columns = claims[0].split(",")
    for id, source, value, day, rank in (
        ("first", "article", "100", "2025-10-10", "normal"),
        ("second", "survey", "145", "2025-10-31", "preferred"),
        ("third", "survey", "160", "2025-11-30", "preferred"),
        ("rival", "article", "170", "2025-11-30", "normal"),
    ):
        cells = dict.fromkeys(columns, "") | {
            "claim_id": id,
            "quantity": "haul.trucks",
            "source": source,
            "value": value,
        }
        cells |= {
            "as_of": day,
            "rank": rank,
            "locator": "p1",
            "qualifier": "exact",
            "status": "reported",
            "statement": id,
        }
        claims.append(",".join(cells[column] for column in columns))
    (tiny / "claims.csv").write_text("\n".join(claims) + "\n", encoding="utf-8")
    return load_case(tiny, basis="all")


def test_of_a_running_count_the_newest_counts_and_the_earlier_are_no_rivals(counted):
    assert counted["haul.trucks"].claims == {"third"}
    assert [claim.id for claim in counted.history("haul.trucks")] == ["first", "second"]
    (card,) = [leaf.origin for leaf in counted["haul.trucks"].leaves]
    assert [(rival.id, rival.relation) for rival in card.rivals] == [("second", "before"), ("rival", "rival")]
    text = "\n".join(format_card_text(card))
    assert "before second: 145, as of 31 October 2025" in text
    assert "rival rival: 170" in text
    assert counted.on("article")["haul.trucks"].claims == {"rival"}
    differ = {row.quantity.id: row for row in compare.sources.rivals(counted).itertuples()}["haul.trucks"]
    assert (differ.article.value, differ.lowest.value, differ.highest) == (170, 160, "–"), "those of the last day only"
    assert [(claim.id, why) for claim, why in counted.pool("haul.trucks").left_out] == [
        ("first", "of another time"),
        ("second", "of another time"),
    ]


def test_a_running_count_is_known_as_of_each_of_its_times(counted):
    assert counted.at("haul.trucks", "2025-10-31").value == 145
    assert counted.at("haul.trucks", "2025-10").value == 145, "of a month the newest, and the preferred first"
    assert str(counted.as_of(counted.claims("haul.trucks")[0])) == "10 October 2025"
    assert counted.as_of(make_claim("undated")) is None
    with pytest.raises(
        MissingClaim, match=r"haul\.trucks as of 2024; there are claims as of 2025-10-10, 2025-10-31, 2025-11-30\."
    ):
        counted.at("haul.trucks", "2024")
    with pytest.raises(UsageError, match="'soon' is no time"):
        counted.at("haul.trucks", "soon")


def test_a_series_has_one_preferred_claim_a_time(counted):
    replace_text(counted.folder, "claims", "second,haul.trucks,,survey,p1,145", "second,haul.trucks,,survey,p1,146")
    text = (counted.folder / "claims.csv").read_text(encoding="utf-8").replace("2025-10-31", "2025-11-30")
    (counted.folder / "claims.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=r"allowed: one preferred claim for haul\.trucks as of 2025-11-30"):
        load_case(counted.folder)


@pytest.mark.parametrize(
    ("table", "changes", "sources"),
    [
        ("events", {"outcome": "Held"}, ["article"]),
        ("events", {"outcome": "Held", "outcome_source": "survey"}, ["article", "survey"]),
        ("claims", {"verdict": "confirmed", "verdict_claims": ("need_survey",)}, ["article"]),
        ("claims", {"verdict": "broken", "verdict_claims": ("need_survey", "need_article")}, ["article", "survey"]),
        ("claims", {"verdict": "kept", "verdict_claims": ("survey",)}, ["article", "survey"]),
        ("parties", {}, []),
    ],
)
def test_a_row_leads_to_the_sources_of_what_became_of_it(table, changes, sources):
    ledger = load_case(TINY).ledger
    rows = ledger.tables[table].values()
    row = next(row for row in rows if vars(row).get("source", "article") == "article").model_copy(update=changes)
    assert list_sources_behind(ledger, row) == sources
