"""Types of works: those of RIS and BibTeX in the words of CSL, and the few that say what kind of source a work is.

Sources: CSL 1.0.2, appendix III; the biblatex manual, section 2.1; the RIS specification of Research Information
Systems (2011). A type such as `webpage` or `report` says how a work was published and not what it is: an assessment,
a plan or a statement; so it has no kind here.
"""

from __future__ import annotations

from collections.abc import Collection

_KINDS = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "press",
    "article-newspaper": "press",
    "bill": "official",
    "dataset": "dataset",
    "hearing": "official",
    "legal_case": "official",
    "legislation": "official",
    "regulation": "official",
    "speech": "statement",
    "treaty": "official",
}
_RIS = {
    "AGGR": "dataset",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DBASE": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "HEAR": "hearing",
    "INPR": "article-journal",
    "JOUR": "article-journal",
    "LEGAL": "regulation",
    "MANSCPT": "manuscript",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "RPRT": "report",
    "STAT": "legislation",
    "THES": "thesis",
    "WEB": "webpage",
}
_BIBTEX = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "manual": "book",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "phdthesis": "thesis",
    "report": "report",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "www": "webpage",
}


def name_ris_type(written: str) -> str:
    """Returns a type of RIS in the words of CSL, '' where they have none.

    >>> name_ris_type("NEWS")
    'article-newspaper'
    """
    return _RIS.get(written.strip().upper(), "")


def name_bibtex_type(written: str, subtype: str = "") -> str:
    """Returns a type of BibTeX or biblatex in the words of CSL, '' where they have none.

    subtype: biblatex's `entrysubtype`, which tells newspapers and magazines from journals.

    >>> name_bibtex_type("article"), name_bibtex_type("article", "newspaper")
    ('article-journal', 'article-newspaper')
    """
    found = _BIBTEX.get(written.strip().lower(), "")
    exact = f"article-{subtype.strip().lower()}"
    return exact if found == "article-journal" and exact in _KINDS else found


def find_kind(type: str, words: Collection[str]) -> str:
    """Returns the kind of source that a type of CSL says, '' where it says none.

    words: all that a case allows as a kind; a word that it has added for a type, such as `book`, is that kind.

    >>> find_kind("article-newspaper", ()), find_kind("book", ()), find_kind("post-weblog", {"post_weblog"})
    ('press', '', 'post_weblog')
    """
    own = type.replace("-", "_")
    return own if own in words else _KINDS.get(type, "")
