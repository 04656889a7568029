"""The roles that the rows of a case can play in the questions that all cases share, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    # money
    "need": "what something costs, or the sum asked for",
    "means": "the sum that is there to meet the need, or may be used for it",
    "stock": "the whole sum of which the means are a part",
    "stock_by_holder": "the parts of the stock, one a holder; several where holders quote them in several currencies",
    "exchange_rate": "what a unit of the other currency costs in the currency of the need",
    "debt": "a sum that gives a sense of the size of the need",
    "pledged": "what is pledged, one sum a fund; several where it is quoted in several currencies",
    "allocated": "what is allocated, in the same way",
    "disbursed": "what is paid, in the same way",
    "sums_hoped_for": "what is hoped for and promised by nobody, in the same way",
    "sums_needed": "what is needed, one sum a fund, in the same way",
    "promised": "what was promised, to be set against what was delivered",
    "delivered": "what was delivered of it",
    # people
    "population_before": "how many people there were at the time compared with",
    "population_now": "how many people there are now",
    "population_by_party": "how many people each party has",
    # limits
    "limited": "what the plans limit, a subject with a name such as: the night flights",
    "limit": "what each plan allows at most, one number a plan",
    "level_now": "what there is now of what the plans limit",
    "level_before": "what there was of it at the time compared with",
    "level_absent": "how much of what there is now is missing",
    "level_wanted": "how much of it is sought",
    "level_by_party": "what each party has of it",
    # agreement
    "agreed_share": "how much of a plan is called agreed",
    "agreed_share_of_guarantees": "how much of the guarantees is called agreed",
    "points": "how many points a plan has",
    "earlier_plan": "the plan that is compared from",
    "later_plan": "the plan that is compared to",
    # guarantees
    "guarantee_years": "for how many years a guarantee holds",
    "guarantee_signed": "when it is signed",
    "guarantor": "who guarantees",
    "guarantee_stage": "how far a guarantee has come",
    # land
    "area": "how large a region is",
    "share_held": "what share of a region one party holds",
    "land_holder": "the party that holds this share; not needed where area_held says whose it is",
    "area_held": "how much land a party holds in all",
    "area_gained": "how much land changed hands in a month",
    "area_gained_net": "the same, less what was taken back",
    # what is divided
    "shared_good": "the good that is shared, a row of subjects.csv; events whose topic is its kind belong to it",
    "shares": "how a good is shared among parties, a quantity for each way",
    "operators": "who runs it, a quantity for each plan",
    "capacity": "what a work can produce at most",
    "load_factor": "what share of its capacity a work uses over a year",
    "price": "what a unit of its product costs",
    "stopped_since": "since when it stands still",
    "facts_of_restart": "what is known of getting it to run again",
    # opinion
    "incumbent": "the person whose support is asked for",
    "challenger": "the person whom polls set against the incumbent",
    "support": "who would win a vote, of those who choose",
    "support_of_all": "the same, of all who were asked",
    "first_round": "who would win a first round, of those who choose",
    "first_round_of_all": "the same, of all who were asked",
    "poll_sample": "how many people a poll asked",
    "poll_error": "the error that a pollster states",
    "trust": "how many trust somebody",
    # pressure
    "launched": "what one side did to press the other, by kind",
    "intercepted": "how much of that was stopped",
    # outlook
    "outcome": "what the chance is of, a subject with a name such as: a signed agreement",
    "base_chance": "the chance that we begin with",
    "horizon": "the time in which the outcome has to come",
    "correlation": "how far our assumptions err together",
    "base_rates": "what sources say of how such things end and how long they last",
    "duration": "how long such things last on average",
    "duration_intense": "how long the intense ones last on average",
    "share_ended_by_agreement": "what share of them ends with an agreement",
    "began": "when this one began",
    "occasion": "the event that the case is about",
    "milestones": "events from or to which the days are counted",
}
"""Name of a role -> what plays it, in words. roles.csv accepts no other name."""
