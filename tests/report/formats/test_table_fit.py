"""How wide tables fit a page: every column has room for its words, whatever the columns are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReportError
from analysis.report.document.model import Column, Number, Reference, Table
from analysis.report.formats.table_fit import Fit, choose_fit, share_width, split_pieces, split_table

SIZES = (10.0, 8.0)


def make_table(count: int, align: str = "right", cell: tuple = ("x",)) -> Table:
    """A table of one row."""
    columns = tuple(Column(f"c{at}", (f"c{at}",), align if at else "left") for at in range(count))
    return Table("t", "t", 3, ("Many",), columns, ((cell,) * count,), (("A note.",),))


def make_number(text: str, note: int = 7) -> Number:
    """A number with its note."""
    return Number(text, 1, "one", 1, 1, "exact", ("c",), "c", False, "", "", "n1", note)


def test_the_first_way_that_fits_is_taken():
    table = make_table(4)
    fits = {
        room: choose_fit(table, lambda size: [10 * size] * 4, (room, 1.5 * room), SIZES) for room in (400, 320, 300)
    }
    assert fits == {
        400: Fit(10.0, False, ((0, 1, 2, 3),)),
        320: Fit(8.0, False, ((0, 1, 2, 3),)),
        300: Fit(10.0, True, ((0, 1, 2, 3),)),
    }
    # 3 columns of 80 fit 250; the fourth goes with the name to a second part, and 2 + 3 columns fit no larger type
    assert choose_fit(table, lambda size: [10 * size] * 4, (200, 250), SIZES) == Fit(8.0, True, ((0, 1, 2), (0, 3)))


@given(
    st.lists(st.floats(1, 400), min_size=1, max_size=40),
    st.floats(100, 500),
    st.floats(1, 1.5),
    st.sampled_from(["left", "right"]),
)
def test_every_column_is_in_a_part_and_every_part_fits(widths, upright, more, align):
    table, rooms = make_table(len(widths), align), (upright, upright * more)
    try:
        fit = choose_fit(table, lambda size: [width * size / 10 for width in widths], rooms, SIZES)
    except ReportError:
        assert 0.8 * (widths[0] + max(widths[1:], default=0)) > rooms[1] - 1e-6  # a name and one column beside it
        return
    assert all(sum(widths[at] for at in part) * fit.size / 10 <= rooms[fit.turned] + 1e-6 for part in fit.parts)
    repeated = set(fit.parts[0]).intersection(*fit.parts)
    own = [at for part in fit.parts for at in part if at not in repeated or part is fit.parts[0]]
    assert sorted(own) == list(range(len(widths)))
    assert len(fit.parts) == 1 or fit.turned


def test_parts_repeat_the_names_as_links_and_have_the_notes_last():
    table = make_table(5, cell=(make_number("$5"),))
    first, second = split_table(table, Fit(8.0, True, ((0, 1, 2), (0, 3, 4))))
    assert (first.rows[0][0], second.rows[0][0]) == ((make_number("$5"),), (Reference("$5", "note-7"),))
    assert [column.key for column in second.columns] == ["c0", "c3", "c4"]
    assert (first.notes, second.notes) == ((), (("A note.",),))
    assert next(split_table(table, Fit(8.5, False, (tuple(range(5)),)))) == table


def test_a_second_column_of_short_words_is_repeated_too():
    table = make_table(8, align="left")
    fit = choose_fit(table, lambda size: [5 * size] * 8, (100, 200), SIZES)
    assert fit.parts == ((0, 1, 2, 3, 4), (0, 1, 5, 6, 7))


def test_a_number_is_one_piece_and_no_digit_is_parted_from_its_hyphen():
    assert split_pieces(("nearly ", make_number("at least $700 billion"))) == [
        ("nearly", False),
        ("at\u00a0least\u00a0$700\u00a0billion", True),
    ]
    assert split_pieces(("the 28-point plan of 2025-12-28, half/half",))[1] == ("28-", False)
    assert ("2025-12-28,", False) in split_pieces(("the 28-point plan of 2025-12-28, half/half",))


@given(st.lists(st.tuples(st.floats(1, 50), st.floats(0, 300)), min_size=1, max_size=12), st.floats(0, 500))
def test_widths_are_at_least_the_least_and_add_up(columns, spare):
    least = [low for low, _ in columns]
    wanted = [low + more for low, more in columns]
    total = sum(least) + spare
    shared = share_width(least, wanted, total)
    assert abs(sum(shared) - total) < 1e-6 * total
    assert all(width >= low - 1e-6 for width, low in zip(shared, least, strict=True))
