"""One row of a review table: a claim that a document may support, proposed for an analyst to decide on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that is proposed from a number of a document. Each field is a column of the review table, in its order.

    All values are text as in a cell of a table, '' where there is none. What the document does not say is empty.

    decision: '' while it is undecided; `accept`, `reject`, or `merge:ID`, where claim ID says the same already.
    grade: A nothing is in doubt, B see `why`, C ask. why: the reasons of the grade, separated by ;.
    claim_id: an id that no claim of the case and no other proposal has.
    quantity, quantity_2, quantity_3: the quantities of the case that the number is likely about, the likeliest first;
        `quantity` is the one that counts when the row is accepted.
    subject: a guess at what the value belongs to. source: id of the document in sources.csv.
    locator: where in the document, as `analysis.documents.places` says it.
    link: the address of the words in the document, if one can lead there.
    value, low, high: as decimal digits in `unit`. date: in EDTF, where `unit` is date.
    unit: that of `quantity` where one is proposed, else as written. qualifier, status: in the words of a claim.
    as_of: in EDTF. attributed_to: whom the document cites.
    statement: left empty, as the analyst writes it. phrase: the few words that contain the number.
    sentence: the sentence around them, for the analyst to read; it goes into no table of the case.
    same_as: the claim_id of the row of which this one is a repetition, or the id of a claim of the case.
    relation: arithmetic that this number has with others of the document, as a question with the sum written out.
    reason: why a rejected number is not claimed, for waivers.csv.
    hash: names the row however often the document is read: made of source, place and words.
    """

    decision: str = ""
    grade: str = ""
    why: str = ""
    claim_id: str = ""
    quantity: str = ""
    quantity_2: str = ""
    quantity_3: str = ""
    subject: str = ""
    source: str = ""
    locator: str = ""
    link: str = ""
    value: str = ""
    low: str = ""
    high: str = ""
    date: str = ""
    unit: str = ""
    qualifier: str = ""
    status: str = ""
    as_of: str = ""
    attributed_to: str = ""
    statement: str = ""
    phrase: str = ""
    sentence: str = ""
    same_as: str = ""
    relation: str = ""
    reason: str = ""
    hash: str = ""


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Proposal))


def compute_hash(source: str, locator: str, phrase: str, count: int = 0) -> str:
    """Returns the name of a row: 12 characters that depend on source, place and words alone.

    count: how many rows of the same place and words stand before it in the document. Letters come first, so that no
    spreadsheet takes it for a number.

    >>> compute_hash("survey", "II p3", "90 billion") == compute_hash("survey", "II p3", "90 billion")
    True
    """
    parts = "\0".join((source, locator, phrase, str(count)))
    return "h" + hashlib.sha256(parts.encode()).hexdigest()[:11]
