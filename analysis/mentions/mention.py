"""What the reader returns: a mention of a number in a text, with what is written about it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from analysis.contract import ClaimQualifier

Role: TypeAlias = Literal[
    "quantity",  # it counts or measures: what a claim may be made of
    "vague",  # "tens of thousands": it counts, and no value is written
    "date",  # a day, month, year, part of a year, or years from and to
    "time",  # of a clock
    "ordinal",  # a place in an order, or a part of a period
    "name",  # it belongs to a name, or to a word that only names something
    "reference",  # the number of an article, resolution, page or point
    "mark",  # of a list, or of a footnote
    "contact",  # a phone number, a street, an address on the web
    "extent",  # the pages or bytes of a document
    "idiom",  # a number word that counts nothing: "one of the"
]
Grade: TypeAlias = Literal["A", "B", "C"]
SCALES = {1e3: "thousand", 1e6: "million", 1e9: "billion", 1e12: "trillion"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that a text mentions.

    start, end: the characters of the text, and `text` those characters: number, unit and hedge, as they stand there.
    role: whether it counts something or only names it.
    value: the number as written, before the scale; None where only low and high are written, and where none is.
    low, high: the ends of a written range, in the same scale.
    scale: 1, or what a written scale word stands for, 1e9 for "bn".
    unit: the ledger's name, without the scale, '' where none is written; `items` and `people` count what a noun names.
    per: the ledger's name of the time that a rate is given for, "day" for "a day".
    qualifier: what the text says of the number's exactness, in the words of a claim; a range is `exact`.
    date: what a date means, in EDTF. as_of: the date that stands beside a quantity, in EDTF.
    changes_from, converts: where the mention begins from which this one is said to have changed, or which this one
        repeats in another unit.
    grade: A nothing is in doubt, B see `why`, C ask. why: the reasons of the grade, and of what was left empty.
    numerals: the start and end of the characters that the value, or low and high, were read from.
    """

    start: int
    end: int
    text: str
    role: Role
    value: float | None = None
    low: float | None = None
    high: float | None = None
    scale: float = 1
    unit: str = ""
    per: str = ""
    qualifier: ClaimQualifier = "exact"
    date: str = ""
    as_of: str = ""
    changes_from: int | None = None
    converts: int | None = None
    grade: Grade = "A"
    why: tuple[str, ...] = ()
    numerals: tuple[tuple[int, int], ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it has a value that a claim may be made of."""
        return self.role == "quantity"

    @property
    def ledger_unit(self) -> str:
        """The unit as a quantity of the ledger has it, with scale and time: `million kWh / day`, '' where none is."""
        if not self.unit:
            return ""
        unit = " ".join(filter(None, (SCALES.get(self.scale, ""), self.unit)))
        return f"{unit} / {self.per}" if self.per else unit

    def compute_total(self, number: float | None) -> float | None:
        """Returns value, low or high with the scale multiplied out, exactly as decimal digits give it.

        >>> Mention(0, 4, "1.1m", "quantity", 1.1, scale=1e6).compute_total(1.1)
        1100000.0
        """
        return None if number is None else float(Decimal(repr(number)) * Decimal(repr(self.scale)))
