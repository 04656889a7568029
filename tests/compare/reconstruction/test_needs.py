"""What the need is: hoped for or assessed, for what, and how large."""

from __future__ import annotations

import pytest

from analysis import load_case, number
from analysis.compare.reconstruction import needs, rivals
from analysis.errors import UsageError
from analysis.show.number import format_estimate
from tests.case.test_ledger import replace_text


def test_per_head_and_debt_say_how_sure_they_are(case):
    assert format_estimate(needs.per_head(case)) == "about $27,000 per person"
    assert format_estimate(needs.share_of_debt(case)) == "at most 2.1%"


def test_the_need_is_shared_among_those_whose_territory_it_is_for():
    everybody = load_case(basis="all")
    assert needs.per_head(everybody).to("USD/person").value == pytest.approx(588e9 / 31.1e6)
    assert needs.per_head(everybody).claims == {"need_rdna5", "pop_held_demography"}


def test_what_is_hoped_for_differs_from_what_is_assessed():
    case = load_case()
    rows = rivals.by_source(case)
    assert rows["standing"].tolist() == ["sum hoped for", *["need assessed"] * 3]
    assert [str(years) for years in rows["years"]] == ["", "2026 to 2035", "2025 to 2034", "2026 to 2035"]
    need, rdna = case["reconstruction.need"], case.on("all")["reconstruction.need"]
    assert needs.standing(case, (need + rdna) / 2) == "need that sources give"
    set_by_reader = load_case(override={"reconstruction.need": 500})["reconstruction.need"]
    assert needs.standing(case, set_by_reader) == "need set for this report"
    with pytest.raises(UsageError, match=r"^the draw has no claim of mar-a-lago"):
        needs.standing(case, number(5, "billion USD", "the draw"))


@pytest.mark.parametrize(("purpose", "words"), [("humanitarian", "humanitarian"), ("several", "")])
def test_what_the_need_is_for_stands_with_the_fund_that_covers_it(tiny, purpose, words):
    assert needs.purpose(load_case(tiny)) == ""
    (tiny / "funds.csv").write_text(
        f"fund_id,name,purpose,prices,years,covers,note\nall_of_it,All of it,{purpose},,,reconstruction.need,\n"
    )
    assert needs.purpose(load_case(tiny)) == words


def test_a_need_by_the_year_is_shared_by_year_and_person(tiny):
    replace_text(tiny, "quantities", "reconstruction need,billion USD,", "reconstruction need,billion USD / year,")
    share = needs.per_head(load_case(tiny))
    assert share.to("USD / year / person").value == pytest.approx(800e9 / 30e6)
    assert format_estimate(share).endswith(" per year and person")


def test_a_sum_that_is_only_proposed_is_called_so():
    assert needs.promise(load_case(), load_case()["assets.usable"]) == ""
    everybody = load_case(basis="all")
    assert needs.promise(everybody, everybody["assets.usable"]) == " as proposed"
