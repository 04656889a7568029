"""Dates that other sources contradict, and what became of scheduled events."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare import context, timeline
from analysis.compare.robustness import robustness
from analysis.errors import MissingClaim
from analysis.messages import ngettext


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_a_contradicted_date_is_marked_wherever_it_stands(shipped):
    pressure = {row.title.id: str(row.redated) for row in context.pressure(shipped, "meeting").itertuples()}
    assert pressure["scandal"] == "10 November 2025"
    assert pressure["deadline"].startswith("A hope for Christmas by other reports")  # borne out in part
    assert set(pressure.values()) - {"10 November 2025", pressure["deadline"]} == {"–"}
    events = timeline.events(shipped).set_index("event")
    assert str(events.redated["zaluzhnyi_removed"]) == "8 February 2024"
    assert str(events.marked["scandal"]).endswith("is exposed (contradicted: 10 November 2025)")
    assert events.marked["meeting"] == events.title["meeting"]
    row = timeline.intervals(shipped, [("scandal", "meeting")]).iloc[0]
    assert "(contradicted: 10 November 2025)" in str(row["first"])


def test_where_all_sources_count_nothing_is_left_to_contradict(shipped):
    assert set(context.pressure(shipped.on("all"), "meeting").redated) == {"–"}
    assert shipped.on("all").rival_date("scandal") is None


def test_only_dates_without_a_common_day_are_listed_as_different(shipped):
    frame = timeline.redated(shipped)
    found = {row.title.id: (row.apart.unit, row.way) for row in frame.itertuples()}
    assert found == {
        "zaluzhnyi_removed": ("day", "earlier"),
        "scandal": ("day", "later"),
        "plant_decree": ("year", "earlier"),
    }
    scandal = next(row.apart for row in frame.itertuples() if row.title.id == "scandal")
    assert (scandal.low, scandal.high) == (10, 40)  # from 31 and from 1 October to 10 November


def test_what_was_not_found_is_our_own_finding(shipped, matters):
    said = {str(row.title): str(row.source) for row in timeline.scheduled(shipped).itertuples()}
    assert said["Trump to visit Kyiv and address parliament if necessary"] == "Our search of the sources"
    assert said["Talks on guarantees to go on"] == "Paris declaration on guarantees"
    row = timeline.followed(shipped).iloc[0]
    assert (row.scheduled.value, row.due.value, row.held.value, row.partly.value, row.open.value) == (3, 2, 1, 0, 1)
    assert str(row.until).endswith("July 2026")
    assert timeline.followed(matters).iloc[0].held.value == 0  # it did not take place


def test_what_was_announced_stands_as_announced_whatever_came_of_it(shipped):
    for case in (shipped, shipped.on("all")):
        days = {row.title.id: str(row.date) for row in timeline.scheduled(case).itertuples()}
        assert days["macron_talks"] == "January 2026"  # held on the 6th
        assert days["kyiv_visit"] == "from 28 December 2025 on"  # without a day


def test_how_many_outcomes_turn_what_came_about(shipped, matters):
    words, statement = timeline.mostly_held(shipped)
    found = robustness(shipped, statement)
    assert words == "at least half"
    assert found.turns_at.value == pytest.approx(0.5 / 2)  # one of the two that were due; it turns between 0 and 1
    assert (found.changed.value, found.codes.value) == (1, 2)
    assert timeline.mostly_held(matters)[1].holds


def test_what_led_up_to_an_event_lies_near_it_by_every_source(shipped):
    near = [row.title.id for row in context.pressure(shipped, "meeting").itertuples()]
    assert near == ["strike", "deadline", "odesa_attack", "plant_licence", "scandal"]
    decree = shipped.day("meeting") - shipped.day("plant_decree")
    assert decree.low <= 60  # near by the article, three years away by the sources that contradict it
    everything = {row.title.id for row in context.pressure(shipped, "meeting", within=2_000).itertuples()}
    assert everything - set(near) == {"invasion", "invasion_plant", "plant_decree"}


def test_what_came_about_is_coded_and_said_beside_its_source(shipped):
    rows = {row.title.id: row for row in timeline.scheduled(shipped).itertuples()}
    assert [row.came_about for row in rows.values()].count("no") == 4
    assert rows["kyiv_visit"].came_about == "open"  # without a day
    assert {id for id, row in rows.items() if row.announced == "in the article"} == {
        "washington_meeting",
        "macron_talks",
        "kyiv_visit",
    }
    assert (rows["macron_talks"].came_about, rows["may_truce"].came_about) == ("yes", "partly")
    assert str(rows["washington_meeting"].source).startswith("Our search of the sources; ")
    assert str(rows["next_round"].source) == "Next round put off as war rages in the Middle East"


def test_the_story_goes_on_after_the_meeting(shipped):
    after = timeline.events(shipped, since="2025-12-29")
    assert {"davos", "abu_dhabi_1", "abu_dhabi_2", "geneva", "loan_adopted", "open_letter"} <= set(after.event)
    assert after.iloc[-1].event in ("gdansk", "first_tranche", "kyiv_visit")
    assert all(row.source.ref.startswith("sources/") for row in after.itertuples())


def test_an_interval_is_named_by_its_dates(shipped):
    assert timeline.between(shipped, "first_meeting", "meeting").label == "From 28 February 2025 to 28 December 2025"


def test_a_fall_in_population_is_positive(matters):
    row = context.population(matters).iloc[0]
    assert (row.fall.to("million person").value, row.fall_share.value) == (pytest.approx(10), pytest.approx(25))
    assert (row.fall.low, row.fall.high) == pytest.approx((-row.change.high, -row.change.low))


def test_counts_of_the_population_go_by_who_counts(shipped):
    frame = context.population_claims(shipped)
    assert [str(who) for who in frame.who[:3]] == ["The article", "Institute of Demography", "Ukrainian demographers"]
    assert str(frame.meaning[0]) == "The territory meant is not stated"


EVENTS = """
before,2025-12-01,A step before,,,meeting,,,,survey,p. 1,,,
same_day,2025-12,Some day of that month,,,meeting,,,,survey,p. 1,,,
after,2026-01-02,A step after,,,meeting,,,,survey,p. 1,,,
planned,2026-02,A step that is planned,,,scheduled,,,,survey,p. 1,,,
"""


@pytest.fixture
def eventful(tiny):
    """The tiny case with events before and after the meeting, one that may be either, and one that is planned."""
    with (tiny / "events.csv").open("a", encoding="utf-8") as file:
        file.write(EVENTS.lstrip())
    with (tiny / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("later,A later report,,,2026-01-10,press,second,en,,,C,,\n")
    (tiny / "roles.csv").write_text("role_id,played_by,note\noccasion,meeting,\nmilestones,before; after,\n")
    return load_case(tiny)


def test_days_are_counted_from_milestones_and_to_them(eventful):
    rows = timeline.milestones(eventful)
    assert [(str(r.first), str(r.second), r.days.value) for r in rows.itertuples()] == [
        ("A step before", "The meeting", 27),
        ("The meeting", "A step after", 5),
    ]
    assert list(map(str, rows.event)) == ["A step before", "A step after"]
    assert list(rows.way) == ["before", "after"]


def test_what_may_be_on_either_side_counts_on_none(eventful):
    before, after = timeline.around(eventful)
    assert (before.value, after.value, timeline.count(eventful).value) == (1, 1, 4)
    assert str(timeline.last(eventful)) == "2 January 2026"


def test_what_no_source_can_know_of_yet_has_not_taken_place(eventful, tiny):
    with (tiny / "events.csv").open("a", encoding="utf-8") as file:
        file.write("lapses,2026-03-01,The offer lapses,,,deadline,,,,later,p. 1,,,\n")
    case = load_case(tiny)
    assert list(timeline.sequel(case).event) == ["after"]
    assert (timeline.count(case).value, str(timeline.last(case))) == (4, "2 January 2026")


def test_the_sequel_begins_after_the_text_that_is_analysed(eventful):
    assert list(timeline.sequel(eventful).event) == ["after"]  # the article is of 1 January 2026


def test_a_case_without_an_occasion_or_milestones_has_no_such_parts(tiny):
    (tiny / "roles.csv").write_text("role_id,played_by,note\n")
    case = load_case(tiny)
    assert timeline.around(case) == (None, None)
    assert len(timeline.milestones(case)) == 0


@pytest.mark.parametrize(
    ("codes", "words", "sentence"),
    [
        (("", ""), None, "none was due by {until}; what became of {uncoded} is not coded"),
        (("open", "open"), None, "none was due by {until}; {open} may still come"),
        (
            ("open", "yes"),
            "all",
            "{due} was due by {until}: {held} came about in full and {partly} in part; {open} may",
        ),
        (("open", "no"), "none", "{due} was due by"),
        (("yes", "no"), "at least half", "{due} were due by"),
        (("yes", "no", "partly"), "fewer than half", "{due} were due by"),
        (("yes", "no", "partly", "yes", "", "open"), "at least half", "{due} were due by"),
    ],
)
def test_what_was_not_yet_due_is_no_part_of_the_share(tiny, codes, words, sentence):
    with (tiny / "events.csv").open("a", encoding="utf-8") as file:
        for at, code in enumerate(codes):
            file.write(f"step_{at},2025-12-29,A step,,,scheduled,,,,article,p. 1,,,{code}\n")
    case = load_case(tiny)
    template, places = timeline.summary(case)
    assert template.startswith("Of the {scheduled} steps that ")
    assert sentence in template
    counted = {"open": codes.count("open"), "uncoded": codes.count(""), "scheduled": len(codes)}
    assert {name: places[name].value for name in counted if name in places} == {k: n for k, n in counted.items() if n}
    if words is None:
        with pytest.raises(MissingClaim, match="no step that the analysed text announces was due"):
            timeline.mostly_held(case)
        return
    found, statement = timeline.mostly_held(case)
    assert found == words
    assert statement.holds
    assert robustness(case, statement).changed.value == 1


def test_of_no_steps_there_is_no_half(tiny):
    case = load_case(tiny)
    assert timeline.followed(case).iloc[0].scheduled.value == 0
    assert timeline.summary(case) == ("", {})
    with pytest.raises(MissingClaim, match="no step that the analysed text announces was due"):
        timeline.mostly_held(case)


def test_a_translation_may_ask_for_a_form_of_a_place(shipped, monkeypatch):
    def translate(*messages, **places):
        *forms, count = messages
        return ngettext(*(form.replace("{until}", "{until:genitive}") for form in forms), count, **places)

    monkeypatch.setattr(timeline, "ngettext", translate)
    template, places = timeline.summary(shipped)
    assert "due by {until:genitive}: " in template
    assert str(places["until"]) == str(shipped.newest_day)


def test_what_became_of_announced_steps_is_said_in_ukrainian(ukrainian):
    template, places = timeline.summary(ukrainian)
    assert template == (
        "Із {scheduled} кроків, про які йдеться в статті, станом на {until} строк минув для {due}: повністю відбулося "
        "{held}, частково — {partly}; ще може відбутися {open}"
    )
    assert sorted(places) == ["due", "held", "open", "partly", "scheduled", "until"]
    share, statement = timeline.mostly_held(ukrainian)
    assert (share == "at least half", str(share), statement.holds) == (True, "щонайменше половина", True)


def test_cells_of_the_timeline_compare_in_english_and_print_in_ukrainian(ukrainian, shipped):
    found = timeline.scheduled(ukrainian)
    assert list(found.came_about) == list(timeline.scheduled(shipped).came_about)
    assert [str(one) for one in found.came_about[:3]] == ["ще відкрито", "так", "ні"]
    assert [str(one) for one in found.announced[:1]] == ["у статті"]
    assert str(found.source[0]) == "Наш пошук у джерелах"
    assert {str(one) for one in timeline.milestones(ukrainian).way} == {"до події", "після події"}
    assert {str(one) for one in timeline.redated(ukrainian).way} == {"раніше", "пізніше"}


def test_counts_of_events_keep_their_ids_in_ukrainian(ukrainian, shipped):
    assert timeline.count(ukrainian).claims == timeline.count(shipped).claims
    assert timeline.held(ukrainian).claims == timeline.held(shipped).claims
