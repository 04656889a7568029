"""load_case and Case: a folder of CSV files, checked, indexed, and ready to be looked up.

Case only looks up. Its methods stand in layers, each of which uses only those before it: `case_folder` (what lies
beside the tables, and what was read), `case_rows` (rows, names, roles), `case_claims` (single claims and codes as
numbers), `case_numbers` (the number that counts, formulas), and beside these two `case_events` (dates). Here is what
needs them all.

What they delegate: reading and checking to `ledger`, which claim counts to `selection`, which are pooled to `pooling`,
which were revised to `series`, what it is as a number to `numbers`, the card behind a number to `cards`, the dates of
events to `events`, what the case says of itself to `description`, its files to `files`, its house style to
`analysis.style.house`. What is more than a look-up is a comparison: `analysis.compare`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar, TypeVarTuple

from analysis import dates
from analysis.case import description, ledger
from analysis.case.cards import CardBuilder
from analysis.case.case_events import CaseEvents
from analysis.case.case_numbers import CaseNumbers
from analysis.case.events import EventDates
from analysis.case.files import open_files
from analysis.case.needs import describe_unmet
from analysis.case.numbers import EstimateBuilder
from analysis.case.own_units import UNITS_FILE
from analysis.case.pooling import WINDOW
from analysis.case.reading import USUAL, Reading, make_reading
from analysis.case.remarks import join_remarks, list_remarks
from analysis.case.role_names import ROLES
from analysis.case.schema import Claim
from analysis.case.selection import BASES, Basis, ClaimSelector
from analysis.case.translations import describe_untranslated, name_units, translate_entry, translate_ledger
from analysis.dependencies import ReadLog
from analysis.errors import CannotAnswer, CaseError, UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.front_end import Displayed
from analysis.label import Label
from analysis.messages import find_language, get_language, gettext, set_language
from analysis.paths import SHIPPED_CASE, find_case
from analysis.style.house import House, read_house, serialise_house

_T = TypeVar("_T")
_Given = TypeVarTuple("_Given")


def load_case(
    case: str | Path = SHIPPED_CASE,
    *,
    basis: Basis = "article",
    override: Mapping[str, float | None] | None = None,
    widths: float | Mapping[str, float] = 1,
    weights: Mapping[str, float] | None = None,
    window: int = WINDOW,
    needs: Sequence[str] = (),
    language: str | None = None,
) -> Case:
    """Returns a checked case.

    case: a folder, or the name of one in `data/` of the current folder or of the shipped one.
    basis: `article` takes the claims of the text that the case analyses, if it has any; `all` takes the preferred claim
        over all sources; `pooled` takes all claims that are like the preferred one, weighted by the grades of their
        sources (`analysis.case.pooling`).
    override: quantity, `quantity@subject`, or the role that a quantity plays, -> a value in the quantity's unit that is
        used in place of the claim, and shown as a parameter; None changes nothing.
    widths: how far words such as "about" reach: a factor for all of them, or word -> share of the number
        (`analysis.wording.qualifiers`).
    weights: grade of a source -> what its claims weigh in a pool, from 0 to 1, where it is not as usual.
    window: how many days older than the newest claim of a pool another may be.
    needs: what the question needs: roles that something must play (`need`), and tables that must have rows
        (`positions`); see `analysis.case.needs`.
    language: in which all that is shown from now on is printed (BCP 47); None takes that of the case, which
        datapackage.json says.
    Raises: CaseError with every problem in the data and in house.toml, CannotAnswer (one of them) if the case lacks
        what the question needs; UsageError if there is no such folder, basis, quantity, subject, word, grade, role,
        table or language, or if one of them cannot have the value.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> case["reconstruction.need"]
    <reconstruction need: 800 billion USD>
    >>> load_case(basis="all")["reconstruction.need"]
    <reconstruction need: 588 (558.6 to 588) billion USD>
    >>> load_case(override={"reconstruction.need": 500})["reconstruction.need"].claims
    frozenset({'parameter:reconstruction.need'})
    >>> load_case(override={"need": 500})["reconstruction.need"].value
    500.0
    >>> load_case(widths=2)["population.now"]
    <population now: 30 (24 to 36) million person>
    """
    if basis not in BASES:
        raise UsageError(f"basis {basis!r} is not one of {', '.join(BASES)}{format_nearest(str(basis), BASES)}")
    reading = make_reading(widths, weights, window)
    values = {key: value for key, value in (override or {}).items() if value is not None}
    found = Case(find_case(case), basis, values, reading=reading, language=language)
    if unmet := describe_unmet(found.ledger, needs):
        raise CannotAnswer(f"{found.folder.name} cannot answer this question: {unmet}.")
    set_language(found.language)
    return found


def open_case(case: str | Path = SHIPPED_CASE) -> Case:
    """Returns a checked case in its own language, for what is printed on a terminal, which is in English.

    case: as for `load_case`, which says in which language all that follows is printed. Raises as that does.

    >>> open_case().own_language
    'en'
    """
    return Case(find_case(case), "article", {})


class Case(Displayed, CaseNumbers, CaseEvents):
    """A case: all that is known of one negotiation. Made by `load_case`.

    folder: where its files are. basis: whose claims count. language: in which it is printed (BCP 47). ledger: its
    tables, for rows that no method looks up. reading: what words mean, and what grades weigh.
    What is looked up is recorded, so that a report knows what it depends on.

    case["quantity"]: the number that counts, an Estimate; case["quantity", "subject"]: that of a subject.
    case.claims("quantity"): all claims on it, each with its source; case.value(claim) is the number of one.
    case.history, case.revisions, case.at: what is measured over time. case.day, case.date: of an event.
    case.label("id"): a name, for prose; case.role("need"): the id of what plays a role in shared questions.
    case.table("claims"): a table of the case as a DataFrame. case.on("all"): the case by all sources.
    analysis.compare: the comparisons that take a case; analysis.explorer(case): all of it to choose from.
    In a notebook, Tab completes the ids in brackets and in arguments.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> need, means = case["reconstruction.need"], case["assets.usable"]
    >>> means / need
    <usable frozen assets / reconstruction need: 0.125 (0 to 0.125) one>
    """

    def __init__(
        self,
        folder: Path,
        basis: Basis,
        override: Mapping[str, float],
        tables: ledger.Ledger | None = None,
        style: tuple[House, Mapping[str, str]] | None = None,
        read_log: ReadLog | None = None,
        reading: Reading = USUAL,
        language: str | None = None,
        own_tables: ledger.Ledger | None = None,
    ) -> None:
        self.folder = folder
        self.basis = basis
        self.files = open_files(folder)
        self.read_log = read_log or ReadLog(folder)
        self.language = find_language(language) if language else self.own_language
        own = own_tables or ledger.read_ledger(folder, ledger.PRELOADED)
        found = tables or translate_ledger(own, self.language, self.own_language)
        self.ledger = found.copy_with_log(self.read_log)
        self._own_ledger = own
        if not description.lists_all_cited(own):
            self.read_log.cite = partial(description.cite_read, found)
        self.cards = CardBuilder(self)
        self.reading = reading
        self._builder = EstimateBuilder(self, self.cards, reading)
        self._style = style or read_house(self.files)
        if self.ledger.units:  # one that is added later changes nothing: it cannot redefine what is known
            self.file(UNITS_FILE)
            name_units(self.ledger, own, self.language)
        self._override = {self.role(key) if key in ROLES else key: value for key, value in override.items()}
        self._selector = ClaimSelector(self.ledger, folder, basis, self._override, reading)
        self._events = EventDates(self._selector)
        self._leaves = {}
        self._estimates = {}
        self._labels = {}
        self._siblings: dict[Basis, Self] = {}
        self._found: dict[tuple[object, ...], Any] = {}

    @property
    def override(self) -> Mapping[str, float]:
        """What is set in place of claims: quantity, or `quantity@subject`, -> a value in its unit.

        >>> from analysis import load_case
        >>> load_case(override={"need": 500}).override
        {'reconstruction.need': 500}
        """
        return dict(self._override)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in self.list_contents())
        return f"<Case {self.folder.name}: {counts}; basis {self.basis}>"

    def list_contents(self) -> list[tuple[str, Collection[str]]]:
        """Returns its main tables that have rows, each with its name: claims, quantities, sources.

        >>> from analysis import load_case
        >>> [name for name, rows in load_case().list_contents()]
        ['claims', 'quantities', 'sources']
        """
        tables = self.ledger.tables
        return [(name, tables[name]) for name in ("claims", "quantities", "sources") if len(tables[name])]

    def remarks(self, notebook: str, place: str) -> list[tuple[str, dict[str, Any]]]:
        """Returns the sentences that the case adds at a place of a notebook, each for `say(text, **places)`.

        Raises UsageError if a sentence names something that the case does not hold.

        >>> from analysis import load_case
        >>> load_case().remarks("forces", "nowhere")
        []
        """
        return list_remarks(self, notebook, place)

    def remark(self, notebook: str, place: str) -> tuple[str, dict[str, Any]]:
        """Returns all remarks for a place as one text to append to another, with a space before it, and its places.

        Returns: '' and no places if there is none. Raises UsageError as `remarks` does.

        >>> from analysis import load_case
        >>> load_case().remark("forces", "nowhere")
        ('', {})
        """
        return join_remarks(self.remarks(notebook, place))

    def with_settings(self, basis: Basis, override: Mapping[str, float]) -> Self:
        """Returns the same case on a basis with other numbers set, in the same language. override: as of `load_case`.

        Raises UsageError for a number that a quantity cannot have.

        >>> from analysis import load_case
        >>> load_case().with_settings("all", {"reconstruction.need": 500})["reconstruction.need"].value
        500.0
        """
        return self._copy(basis, override, self.ledger, self.language)

    def find_once(self, find: Callable[[Self, *_Given], _T], *given: *_Given) -> _T:
        """Returns what a function finds in the case, which is asked once in each language: several results count it.

        given: what else it is given, as hashable values.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.find_once(repr) is case.find_once(repr)
        True
        """
        key = find, given, get_language()
        if key not in self._found:
            self._found[key] = find(self, *given)
        found: _T = self._found[key]
        return found

    def on(self, basis: Basis) -> Self:
        """Returns the same case with the same overrides on another basis: `article`, `all` or `pooled`.

        >>> from analysis import load_case
        >>> load_case().on("all")["reconstruction.need"].claims
        frozenset({'need_rdna5'})
        """
        self._siblings[self.basis] = self
        if basis not in self._siblings:
            made = self._copy(basis, self._override, self.ledger, self.language, self.read_log)
            made._siblings = self._siblings
            made.cards.share_cards(self.cards)
            self._siblings[basis] = made
        return self._siblings[basis]

    def translate(self, language: str) -> Self:
        """Returns the same case in another language, with the same overrides; what it is asked for is recorded apart.

        language: a tag of BCP 47. What is printed stays in the language that `load_case` has set. Raises UsageError.

        >>> from analysis import load_case
        >>> load_case().translate("uk").language
        'uk'
        """
        return self._copy(self.basis, self._override, None, language)

    def _copy(
        self,
        basis: Basis,
        override: Mapping[str, float],
        tables: ledger.Ledger | None,
        language: str,
        read_log: ReadLog | None = None,
    ) -> Self:
        """Returns a case of the same folder, style and reading. tables: in the language; None translates its own."""
        given = (tables, self._style, read_log, self.reading, language, self._own_ledger)
        return type(self)(self.folder, basis, override, *given)

    def elsewhere(self, claim: str) -> Estimate | None:
        """Returns the number that counts on the other basis where, on this one, a claim counts.

        The other of the two bases is `all` for `article`, and `article` for any other. Of a quantity measured over
        time it is the number of the same time.
        Returns: None if the claim does not count here, alone or in a pool, or nothing or the same counts there.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.elsewhere("need_article"), case.elsewhere("need_rdna4")
        (<reconstruction need: 588 (558.6 to 588) billion USD>, None)
        """
        row = self.ledger.get_table(Claim).get(claim)
        if row is None:
            return None
        try:
            other = self.on("all" if self.basis == "article" else "article")
            here = self[row.quantity, row.subject]
            there = other[row.quantity, row.subject]
            if self.quantity(row.quantity).over_time and row.as_of:
                here = here if claim in here.claims else self.at(row.quantity, row.as_of, row.subject)
                there = other.at(row.quantity, row.as_of, row.subject)
        except CaseError:  # none counts there, or several are equally good
            return None
        return there if claim in here.claims != there.claims else None

    @property
    def basis_label(self) -> Label:
        """The basis in words, for a sentence.

        >>> from analysis import load_case
        >>> str(load_case().basis_label)
        'claims of “A Difficult Game Under Optimistic Rhetoric”'
        """
        return Label(description.describe_basis(self.ledger, self.basis, with_reliability=False), "sources", self)

    @property
    def analysed(self) -> Label | None:
        """What a sentence calls the text that the case analyses, by its kind: `the article`; None if there is none.

        >>> from analysis import load_case
        >>> print(load_case().analysed)
        the article
        """
        found = description.name_analysed(self.ledger, self.folder.name)
        return replace(found, case=self) if found else None

    @property
    def newest_day(self) -> Label | None:
        """The day of the newest source on any basis, up to which the case can know what happened; None without one.

        >>> from analysis import load_case
        >>> print(load_case().newest_day)
        4 July 2026
        """
        newest = description.find_newest_day(self.ledger)
        return Label(dates.format_date(newest.date or ""), f"sources/{newest.id}", self) if newest else None

    @property
    def title(self) -> str:
        """Its title, in the language in which it is printed; the name of its folder where it has none.

        >>> from analysis import load_case
        >>> load_case().title
        'Trump and Zelensky at Mar-a-Lago, 28 December 2025'
        """
        return translate_entry(self.ledger, self.descriptor, "title", self.language) or self.folder.name

    @property
    def about(self) -> dict[str, Any]:
        """What a report's title block says of the case, for `cover`: its title, the basis, how new its sources are.

        It contains the cards of the analysed sources and what is noted of them, the names of what a parameter can name,
        the rows that rest on sources with the cards of these, and the case's house style if it has one of its own.

        >>> from analysis import load_case
        >>> about = load_case().about
        >>> about["title"], about["date"]
        ('Trump and Zelensky at Mar-a-Lago, 28 December 2025', '2026-01-01')
        """
        articles = description.list_articles(self.ledger)
        newest = description.find_newest_date(self.ledger, self.basis)
        style = serialise_house(self.house)
        return {
            "id": self.folder.name,
            "title": self.title,
            "basis": description.describe_basis(self.ledger, self.basis, with_reliability=True),
            "date": newest,
            "date_text": dates.format_date(newest) if newest else "",
            "description": translate_entry(self.ledger, self.descriptor, "description", self.language),
            "licence": description.get_licence(self.descriptor),
            "articles": [self.cards.build_source(s.id).to_json() for s in articles] if self.basis == "article" else [],
            "analysed": [
                {"name": str(self.analysed), "note": s.note or "", "source": self.cards.build_source(s.id).to_json()}
                for s in articles
            ],
            "names": dict(description.list_names(self.ledger)),
            "bases": dict(
                zip(description.list_bases(self.ledger), (str(self.analysed), gettext("all sources")), strict=False)
            ),
            **({"cited": description.describe_cited(self.ledger)} if description.lists_all_cited(self.ledger) else {}),
            **({"house": style} if style else {}),
            **(
                {"untranslated": describe_untranslated(self._own_ledger, self.language, self.own_language)}
                if self.language != self.own_language
                else {}
            ),
        }
