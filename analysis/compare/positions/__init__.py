"""Positions: how far apart are the parties, and where could they meet?

Positions are on a scale from 0 to 1 for each issue (its ends are in issues.csv), and so is salience; both
are our coding, with ranges. Distance is the salience-weighted mean absolute difference, the city-block
metric of spatial models (Enelow and Hinich 1984). A zone of possible agreement is where the ranges two
parties are thought to accept overlap (Raiffa 1982). How sure a finding is, `robustness` says.
"""

from analysis.compare.positions.distance import between, distances, leaning, poles
from analysis.compare.positions.grounds import contested, judged, resting_on
from analysis.compare.positions.overlap import common_ground, pairs, without_common_ground, zones
from analysis.compare.positions.talks import channels, closest
from analysis.compare.positions.wants import coded, ends, headings, scale, stances, stances_in_rows

__all__ = [
    "between",
    "channels",
    "closest",
    "coded",
    "common_ground",
    "contested",
    "distances",
    "ends",
    "headings",
    "judged",
    "leaning",
    "pairs",
    "poles",
    "resting_on",
    "scale",
    "stances",
    "stances_in_rows",
    "without_common_ground",
    "zones",
]
