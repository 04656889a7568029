"""What each role of the shared questions asks of what plays it: a number, one for each of several, a plan, an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.case.role_names import ROLES


@dataclass(frozen=True)
class Part:
    """What may play a role.

    table: whose rows they are. unit: a unit of what a quantity measures, `date` or `text`; '' for any. like: the role
    that measures the same. of: what a claim is on, as a table or as another role, where any other is not asked for.
    never: a table whose rows no claim may be on.
    many: whether several may play it. one: whether each has one number, of all that it is claimed of. least: on how
    many subjects there must be a number, as they are compared.
    """

    table: str = "quantities"
    unit: str = ""
    like: str = ""
    of: str = ""
    never: str = ""
    many: bool = False
    one: bool = False
    least: int = 1


_NUMBER, _SUMS = Part(one=True), Part(many=True)
PARTS: Mapping[str, Part] = {
    **dict.fromkeys(ROLES, Part()),
    **dict.fromkeys(("need", "exchange_rate", "population_now", "level_now", "capacity", "load_factor"), _NUMBER),
    **dict.fromkeys(("price", "poll_sample", "guarantee_signed"), _NUMBER),
    **dict.fromkeys(("pledged", "allocated", "disbursed", "sums_hoped_for", "sums_needed"), _SUMS),
    **dict.fromkeys(("promised", "delivered", "stock_by_holder", "facts_of_restart", "base_rates"), _SUMS),
    **dict.fromkeys(("means", "launched"), Part(one=True, many=True)),
    **dict.fromkeys(("stock", "debt"), Part(like="need", one=True)),
    "population_before": Part(like="population_now", one=True),
    **dict.fromkeys(("level_before", "level_absent", "level_wanted"), Part(like="level_now", one=True)),
    "limit": Part(like="level_now", of="plans", least=2),
    "level_by_party": Part(like="level_now", of="parties"),
    "population_by_party": Part(of="parties"),
    "agreed_share": Part(of="later_plan"),
    "points": Part(of="plans"),  # a question that counts them leaves out a plan of which nobody does
    "agreed_share_of_guarantees": Part(unit="percent", one=True),
    "guarantee_years": Part(unit="year"),
    "area": Part(unit="km**2", of="regions"),
    "share_held": Part(unit="percent", of="regions"),
    **dict.fromkeys(("area_held", "area_gained"), Part(unit="km**2")),
    "shares": Part(unit="percent", of="parties", many=True),
    "operators": Part(unit="text", many=True, never="plans"),
    "stopped_since": Part(unit="date"),
    **dict.fromkeys(
        ("support", "support_of_all", "first_round", "first_round_of_all"), Part(unit="percent", of="people")
    ),
    "trust": Part(unit="percent", of="incumbent"),
    **dict.fromkeys(("base_chance", "share_ended_by_agreement"), Part(unit="percent", one=True)),
    "correlation": Part(unit="one", one=True),
    "horizon": Part(unit="year", of="events"),
    **dict.fromkeys(("duration", "duration_intense"), Part(unit="year", one=True)),
    "began": Part(unit="date", of="events"),
    **dict.fromkeys(("earlier_plan", "later_plan"), Part("plans")),
    **dict.fromkeys(("incumbent", "challenger"), Part("people")),
    "land_holder": Part("parties"),
    **dict.fromkeys(("shared_good", "outcome", "limited"), Part("subjects")),
    "occasion": Part("events"),
    "milestones": Part("events", many=True),
    "guarantor": Part(""),  # a quantity whose claims say who is party to it, or a party
}
