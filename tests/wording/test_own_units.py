"""Units that a case adds: two forms of a line, and nothing that is known already changes its meaning."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import limits
from analysis.errors import ReportError, UnitError
from analysis.messages import use_language
from analysis.wording import own_units, units
from analysis.wording.numbers import format_interval, format_magnitude, format_number

TEXT = """\
# what goes over the border
truck = [truck] = trucks
pallet = 0.8 * tonne = pallets   # a full one

lorry = 1.5 trucks = lorries
quarter = year / 4
crate = 6 pallet / 100
kilojoule = MWh / 3600000 = kJ
hertz = 1 / second
"""


def test_units_are_added_with_their_names_sizes_and_printed_forms():
    found, faults = own_units.parse_units(TEXT)
    assert faults == ()
    own_units.add_units(found)
    assert [(units.get_factor(name), units.get_base_unit(name)) for name in ("trucks", "pallets", "lorries")] == [
        (1, "truck"),
        (0.8, "tonne"),
        (1.5, "truck"),
    ]
    assert units.get_factor("quarter") == 365.25 / 4
    assert units.get_factor("crate") == pytest.approx(0.048)
    assert units.get_factor("hertz") == 24 * 60 * 60  # a day
    assert units.combine_units("pallet / truck", "thousand trucks", "*") == "tonne"
    assert [
        format_magnitude(value, unit) for value, unit in ((1, "truck"), (30, "thousand trucks"), (2, "pallet"))
    ] == ["1 truck", "30,000 trucks", "2 pallets"]
    assert [format_magnitude(20, unit) for unit in ("lorry", "kilojoule", "hertz")] == [
        "20 lorries",
        "20 kJ",
        "20 hertz",
    ]


FORMS = "'truck = [truck] = trucks' for a new unit"
TAKEN = "a name that no unit or currency has yet"


@pytest.mark.parametrize(
    ("line", "found", "allowed"),
    [
        ("truck", "truck", FORMS),
        ("= [truck]", "", "a name of 2 to 40 letters"),
        ("x = 3 kg", "x", "a name of 2 to 40 letters"),
        ("Größe = 3 kg", "Größe", "a name of 2 to 40 letters"),
        ("box2 = 3 kg", "box2", "a name of 2 to 40 letters"),
        ("a" * 41 + " = 3 kg", "a" * 41, "a name of 2 to 40 letters"),
        ("USD = [USD]", "USD", TAKEN),
        ("GBP = [GBP]", "GBP", TAKEN),
        ("tonnes = 2 kg", "tonnes", TAKEN),
        ("kilo = kg = kg", "kg", TAKEN),
        ("kilo = kg = kilo", "kilo", TAKEN),
        ("million = 1000 one", "million", TAKEN),
        ("date = [date]", "date", TAKEN),
        ("dimensionless = 3 one", "dimensionless", TAKEN),
        ("per = [per]", "per", "a name that means nothing else in a unit"),
        ("squared = [squared]", "squared", "a name that means nothing else in a unit"),
        ("cubic = [cubic]", "cubic", "a name that means nothing else in a unit"),
        ("nan = [nan]", "nan", "a name that means nothing else in a unit"),
        ("hour_of_work = [time]", "hour_of_work = [time]", FORMS),
        ("barge = 2 * phantom", "phantom", "a unit that is known already, or defined in a line above"),
        ("barge = 2 * tonns", "tonns", r"a line above (nearest: tonnes)"),
        ("barge = tonne + kg", "tonne + kg", FORMS),
        ("barge = (3) kg", "(3) kg", FORMS),
        ("barge = ", "", FORMS),
        ("barge = 12", "12", FORMS),
        ("barge = inf kg", "inf kg", "a unit that is known already"),
        ("barge = 1e99 kg", "1e99 kg", "a size from 1e-24 to 1e+24"),
        ("barge = 0 * kg", "0 * kg", "a size from 1e-24 to 1e+24"),
        ("barge = kg / 0", "kg / 0", "a size from 1e-24 to 1e+24"),
        ("barge = " + "9" * 31 + " kg", "9" * 31 + " kg", FORMS),
        ("@import other.txt", "@import other.txt", FORMS),
        ("barge\x00 = 3 kg", "a NUL character (U+0000)", "characters that can be printed"),
        ("barge = 3 kg\r", "barge = 3 kg", ""),
    ],
)
def test_a_line_that_is_no_unit_is_one_fault_with_its_number(line, found, allowed):
    good, faults = own_units.parse_units(f"truck = [truck]\n{line}\nvan = 2 truck")
    if not allowed:  # a carriage return at the end of a line is no part of it
        assert [unit.definition for unit in good] == ["truck = [truck]", "barge = 3 * kg", "van = 2 * truck"]
        return
    assert [(fault.line, fault.found) for fault in faults] == [(2, found)]
    assert allowed in faults[0].allowed
    assert [unit.names[0] for unit in good] == ["truck", "van"]


def test_a_file_has_a_bounded_number_of_units():
    names = [f"{one}{other}{third}x" for one in "bdfghjk" for other in "aeiouy" for third in "bdfghj"]
    found, faults = own_units.parse_units("\n".join(f"{name} = [{name}]" for name in names))
    assert len(found) == limits.MAX_UNITS
    assert [(fault.line, fault.allowed) for fault in faults] == [(limits.MAX_UNITS + 1, "at most 200 units")]


@given(st.text(alphabet="ab=[]*/ .019e_#\nkg-+()^@:;", max_size=60))
def test_whatever_the_text_what_is_taken_is_a_unit_of_its_size(text):
    before = units.get_factor("kg")
    found, faults = own_units.parse_units(text)
    units.forget_added()
    own_units.add_units(found)
    for unit in found:
        sizes = {units.get_factor(name) for name in unit.names}
        assert len(sizes) == 1
        assert all(math.isfinite(size) and size > 0 for size in sizes)
    lines = [line for line in text.split("\n") if line.partition("#")[0].strip()]
    assert len(found) + len(faults) == len(lines)
    assert units.get_factor("kg") == before


def test_one_name_has_one_meaning_in_a_process_until_it_is_forgotten():
    one, other = (own_units.parse_units(f"truck = {size} tonne")[0] for size in (4, 5))
    own_units.add_units(one)
    own_units.add_units(one)
    assert units.get_factor("truck") == 4
    with pytest.raises(UnitError, match=r"truck is another unit in a case that is open already, 'truck = 4 \* tonne'"):
        own_units.add_units(other)
    assert units.get_factor("truck") == 4
    assert (own_units.list_added(), units.find_added("truck / day")) == (["truck = 4 * tonne"], ["truck"])
    units.forget_added()
    with pytest.raises(UnitError, match="unit 'truck' is not known"):
        units.get_factor("truck")
    own_units.add_units(other)
    assert units.get_factor("truck") == 5


def test_a_notebook_brings_units_which_are_checked_again_and_take_the_place_of_another_notebooks():
    own_units.read_definitions(["truck = 4 * tonne"])
    own_units.read_definitions(["truck = 5 * tonne"])
    assert units.get_factor("truck") == 5
    with pytest.raises(ReportError, match=r"brings the unit 'kg'; allowed: a name that no unit or currency has yet\."):
        own_units.read_definitions(["kg = 5 * tonne"])


def test_a_unit_of_two_words_is_printed_without_its_underscore():
    found, faults = own_units.parse_units("picket_shift = [picket_shift] = picket_shifts")
    assert faults == ()
    own_units.add_units(found)
    assert format_number(24.5, 24.5, 24.5, "picket_shift", "exact") == "24.5 picket shifts"
    assert format_number(3, 3, 3, "item / picket_shift", "exact") == "3 per picket shift"
    units.forget_added()


@given(
    st.sampled_from([0, 1, 2]),
    st.sampled_from([("ferry", "ferries"), ("foot", "feet"), ("strike_day", "strike days"), ("year", "years")]),
)
def test_a_count_of_one_takes_the_singular_and_every_other_the_plural(count, names):
    found, faults = own_units.parse_units(
        "ferry = [ferry] = ferries\nfoot = [foot] = feet\nstrike_day = [strike_day] = strike_days\n"
    )
    assert faults == ()
    own_units.add_units(found)
    one, several = names[0].replace("_", " "), names[1]
    assert format_magnitude(count, names[0]) == f"{count} {one if count == 1 else several}"
    assert format_interval(count, count + 1, names[0]) == f"{count} to {count + 1} {one if count == 0 else several}"


@pytest.mark.parametrize(
    "line", ["cubic_metre = 1000 * litre = cubic_metres", "hectare = 10 * dunam", "litre = metre ** 3 / 1000 = litres"]
)
def test_a_line_that_says_what_is_known_changes_nothing(line):
    assert own_units.parse_units(line) == ((), ())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("cubic_metre = 900 * litre = cubic_metres", "cubic_metre"),
        ("cubic_metre = 1000 * litre = kubics", "cubic_metre"),  # a further name that is new
        ("hectare = 10 * acre", "hectare"),
        ("hectare = [hectare]", "hectare"),
    ],
)
def test_a_line_that_gives_a_known_name_another_meaning_is_refused(line, found):
    [fault] = own_units.parse_units(line)[1]
    assert (fault.found, fault.allowed) == (found, "a name that no unit or currency has yet")
    assert fault.names[0] == found


def test_a_volume_that_is_known_is_named_where_a_line_would_define_it():
    [fault] = own_units.parse_units("m3 = 1000 * litre")[1]
    assert fault.remedy == "Delete the line, and write cubic_metre, which is known."


def test_a_notebook_brings_what_its_units_are_called():
    units.forget_added()
    own_units.add_units(own_units.parse_units("ferry = [ferry] = ferries")[0])
    units.add_unit_words("ferry", "uk", {"one": "пором", "few": "пороми", "many": "поромів", "other": "порома"})
    brought = own_units.list_added()
    assert brought == ["ferry = [ferry] = ferries", "# uk: ferry: one=пором; few=пороми; many=поромів; other=порома"]
    units.forget_added()
    own_units.read_definitions(brought)
    with use_language("uk"):
        assert format_number(3, 3, 3, "ferry", "exact") == "3\N{NO-BREAK SPACE}пороми"
    units.forget_added()


@pytest.mark.parametrize(
    "line", ["# uk: truck: one=x", "# xx: ferry: one=x", "# uk: ferry: two_of=x", "# uk: ferry: one=" + "x" * 500]
)
def test_names_that_a_notebook_may_not_bring(line):
    units.forget_added()
    with pytest.raises(ReportError, match="which are not sound"):
        own_units.read_definitions(["ferry = [ferry] = ferries", line])
    units.forget_added()
