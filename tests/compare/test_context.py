"""What pressed before an event, and whether there are fewer people by every count."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import context
from analysis.estimates.constructors import number


@pytest.mark.parametrize(
    ("before", "now", "fewer"),
    [((40, 37), (36, 30), True), ((40, 37), (38, 30), False), ((40,), (40,), False), ((40,), (), False)],
)
def test_there_are_fewer_only_where_every_count_now_is_below_every_count_before(before, now, fewer):
    rows = [("then", one) for one in before] + [("now", one) for one in now]
    counts = pd.DataFrame([{"when": when, "people": number(one, "person")} for when, one in rows])
    assert context.shrinks(counts) is fewer


def test_pressure_and_people_are_named_in_ukrainian(ukrainian):
    fall, counts = context.population(ukrainian).iloc[0].fall, context.population_claims(ukrainian)
    assert fall.label == "Скорочення населення"
    assert (counts.chosen[0] == "baseline", str(counts.chosen[0]), str(counts.who[0])) == (
        True,
        "взято за основу",
        "Стаття",
    )
    pressure = context.pressure(ukrainian, "meeting")
    assert pressure.kind[0] == "attack"
    assert context.launched(ukrainian).iloc[0].total.label == "Усього"
