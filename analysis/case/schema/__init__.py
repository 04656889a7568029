"""The tables of a case and their columns. Checks, datapackage.json, the codebook and empty CSV files follow from this.

A class is a table and a field is a column: its type is the check (see `analysis.case.columns`), its description the
line of the codebook. The docstring of a class is printed in the codebook too.

To add a column, add a field and run `communique check --update`. To show the column on the card that opens with a
number, add it in `analysis.case.cards` (how it is built), `analysis.contract` (what a page gets of it)
and `analysis.wording.cards` (its words).
"""

from __future__ import annotations

from analysis.case.columns import Row
from analysis.case.schema.claims import Assumption, Claim, Fund, Quantity, Rank, Status, Subject
from analysis.case.schema.coded import Guarantee, Position, Provision, RegionStatus, Risk
from analysis.case.schema.codings import Coding, CodingRule, Forecast
from analysis.case.schema.negotiation import Channel, Event, Issue, Party, Person, Plan, Region
from analysis.case.schema.own import Remark, Report, Role, Translation, Word
from analysis.case.schema.sources import Correction, Source, Waiver

__all__ = [
    "TABLES",
    "Assumption",
    "Channel",
    "Claim",
    "Coding",
    "CodingRule",
    "Correction",
    "Event",
    "Forecast",
    "Fund",
    "Guarantee",
    "Issue",
    "Party",
    "Person",
    "Plan",
    "Position",
    "Provision",
    "Quantity",
    "Rank",
    "Region",
    "RegionStatus",
    "Remark",
    "Report",
    "Risk",
    "Role",
    "Source",
    "Status",
    "Subject",
    "Translation",
    "Waiver",
    "Word",
]

TABLES: dict[str, type[Row]] = {
    row.table: row
    for row in (
        Source,
        Quantity,
        Claim,
        Fund,
        Subject,
        Role,
        Word,
        Assumption,
        Correction,
        Plan,
        Party,
        Person,
        Event,
        Issue,
        Provision,
        Position,
        Region,
        RegionStatus,
        Guarantee,
        Channel,
        Risk,
        CodingRule,
        Coding,
        Forecast,
        Waiver,
        Remark,
        Report,
        Translation,
    )
}
