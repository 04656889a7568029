"""The kinds of column that a table can have: what each accepts, as a type for pydantic and in words for messages.

A new kind of column (such as a postcode) is an `Annotated` type below; `analysis.case.schema` uses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from analysis import characters, dates, limits
from analysis.addresses import is_web_address
from analysis.case import languages, places
from analysis.case.role_names import ROLES
from analysis.errors import UnitError, UsageError, format_nearest
from analysis.estimates import expression
from analysis.front_end import Displayed
from analysis.messages import find_language
from analysis.messages.languages import describe_languages, format_nearest_language
from analysis.problems import Words
from analysis.style.colour import HEX, compute_contrast
from analysis.style.rules import MIN_MARK_CONTRAST
from analysis.wording import units

_MAX_MARK_CONTRAST = 14  # of what is drawn with paper: darker, it would look like ink
_MAX_PHRASE = 80
SEPARATOR = ";"  # between several values in one cell


class Ref:
    """Marks a column whose text must be the id of a row in one of the named tables."""

    def __init__(self, *tables: str):
        self.tables = tables

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and self.tables == other.tables

    def __hash__(self) -> int:
        return hash(self.tables)


class Allowed:
    """Marks a column with a description of what it accepts, for messages."""

    def __init__(self, text: str):
        self.text = text


class Longest:
    """Marks a column with the most characters that a cell of it may have, where that is fewer than in any cell."""

    def __init__(self, characters: int):
        self.characters = characters


class Plain:
    """Marks a column with the texts of it that need no closer look: its checks accept each, and leave it as it is.

    pattern: of a whole text that can be printed and has no space around it, for Python and RE2 alike; '' for any such
    text. longest: the most characters of it, where that is fewer than in any cell.
    """

    def __init__(self, pattern: str = "", longest: int = limits.MAX_CELL):
        self.pattern, self.longest = pattern, longest


class Widened:
    """Marks a column of fixed words to which a case may add words of its own, in vocabulary.csv."""


class Level:
    """Marks a column that holds a code of ours, with the level on which it is measured (Stevens, Science 103, 1946).

    nominal: codes are only equal or not; ordinal: they have an order; interval: their distances count as well.
    """

    def __init__(self, name: Literal["nominal", "ordinal", "interval"]):
        self.name: Literal["nominal", "ordinal", "interval"] = name


@dataclass(frozen=True)
class Translated:
    """Marks a column whose texts translations.csv may give in other languages.

    has_forms: whether it holds names, which a sentence needs in grammatical forms too. shared: whether an equal text
    means the same wherever it stands, as whose words a claim reports: then one translation of it holds everywhere.
    """

    has_forms: bool = False
    shared: bool = False

    def find_group(self, column: str) -> str:
        """Returns what the texts of a column recur with: names with all names, others in columns of the same name."""
        return (NAMES if self.has_forms else column) if self.shared else ""


NAMES = "names"
NAME, PROSE = Translated(has_forms=True), Translated()
SHARED_NAME, SHARED_PROSE = Translated(has_forms=True, shared=True), Translated(shared=True)


@dataclass(frozen=True)
class Fault:
    """A text that its column does not accept: what was found, what is allowed, and what to do."""

    text: str
    found: object
    allowed: str
    remedy: str = ""


class Refused(ValueError):
    """A text is refused for a reason of its own: says what is allowed, in place of the words of its column."""


def _check_edtf(text: str) -> str:
    try:
        dates.read_edtf(text)
    except ValueError as error:
        raise ValueError(f"{str(error)[0].upper()}{str(error)[1:]}.") from error
    return text


def _check_unit(text: str) -> str:
    if text in ("date", "text"):
        return text
    try:
        units.get_factor(text)
    except UnitError as error:
        near = "".join(str(error).partition(" (nearest")[1:])
        raise Refused(f"a unit{near}: one of {units.describe_units()}; or date, or text") from error
    return text


def _check_language(text: str) -> str:
    if not languages.is_valid(text):
        raise ValueError(f"no language tag{languages.find_nearest(text)}")
    return text


def _check_printed_language(text: str) -> str:
    try:
        return find_language(text)
    except UsageError:
        near = format_nearest_language(text)
        raise Refused(f"a language that has a catalogue{near}: {describe_languages()}") from None


def _check_address(text: str) -> str:
    if not is_web_address(text):
        raise ValueError("no address of the web")
    return text


def _check_colour(text: str) -> str:
    if not (HEX.fullmatch(text) and MIN_MARK_CONTRAST <= compute_contrast(text, "#ffffff") <= _MAX_MARK_CONTRAST):
        raise ValueError("no colour that can be seen on white paper and is not like ink")
    return text


def _check_formula(text: str) -> str:
    try:
        names = expression.list_references(text)
    except expression.LargeFormula as error:
        raise Refused(str(error)) from None
    for name in names:
        time = expression.split_reference(name).time
        if time and not dates.is_valid(time):
            raise Refused(f"an EDTF date such as 2025-10-31 within the square brackets of {name}")
    return text


def _check_ungrouped(text: Any) -> Any:
    if isinstance(text, str) and "_" in text:
        raise ValueError("grouped digits")
    return text


_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


def _check_number(text: Any) -> Any:
    text = _check_ungrouped(text)
    if isinstance(text, str) and _DECIMAL_COMMA.fullmatch(text):
        whole, _, part = text.partition(",")
        joined = f", or {whole}{part} if the comma separates thousands" if len(part) == 3 else ""
        raise ValueError(f"Write {whole}.{part} with a decimal point{joined}.")
    return text


def _check_flag(text: Any) -> Any:
    if text not in ("true", "false", True, False):
        raise ValueError("neither true nor false")
    return text


def split_cell(text: Any) -> Any:
    """Returns the several values in a cell.

    >>> split_cell("lake; river")
    ('lake', 'river')
    """
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip()) if isinstance(text, str) else text


_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps for devices


def _check_role(text: str) -> str:
    if text not in ROLES:
        known = ", ".join(ROLES)
        near = format_nearest(text, ROLES, 0.7)
        raise Refused(f"a role, as the case's README.md explains them{near}: one of {known}")
    return text


def _check_country(text: str) -> str:
    if allowed := places.find_country_fault(text):
        raise Refused(allowed)
    return text


def _check_region(text: str) -> str:
    if allowed := places.find_region_fault(text):
        raise Refused(f"{allowed}; or nothing, for a region without one")
    return text


def _check_file_name(text: str) -> str:
    if _RESERVED.fullmatch(text):
        raise Refused("a name other than con, prn, aux, nul, com1 and the like, which Windows keeps for devices")
    return text


def _check_size(number: float) -> float:
    if number and not limits.MIN_NUMBER <= abs(number) <= limits.MAX_NUMBER:
        raise Refused(f"0, or a number from {limits.MIN_NUMBER:g} to {limits.MAX_NUMBER:g} in size")
    return number


_ID = r"^[a-z][a-z0-9_]*$"
_QUANTITY_ID = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"
_ID_WORDS = Allowed("snake_case: lower-case letters, digits and _, a letter first")
Id = Annotated[str, Field(pattern=_ID), _ID_WORDS, Longest(limits.MAX_ID), Plain(_ID)]
FileId = Annotated[str, Field(pattern=_ID), AfterValidator(_check_file_name), _ID_WORDS, Longest(limits.MAX_ID)]
RoleName = Annotated[
    str,
    AfterValidator(_check_role),
    Allowed("; ".join(f"{name}: {meaning}" for name, meaning in ROLES.items())),
    Longest(limits.MAX_ID),
]
QuantityId = Annotated[
    str,
    Field(pattern=_QUANTITY_ID),
    Allowed("topic.quantity in snake_case, such as money.need"),
    Longest(limits.MAX_ID),
    Plain(_QUANTITY_ID),
]
Text = Annotated[str, Field(min_length=1), Allowed("a text"), Plain()]
OwnWord = Annotated[str, Field(min_length=1), Widened()]  # `analysis.case.vocabulary` checks that it is declared
Edtf = Annotated[
    str,
    AfterValidator(_check_edtf),
    Allowed("an EDTF date: 2025, 2025-10, 2025-12-28, 2025-12-28T13:00, 2026-01~"),
    Longest(limits.MAX_DATE),
    Plain(r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"),
]
Unit = Annotated[
    str,
    AfterValidator(_check_unit),
    Allowed("a unit such as 'billion USD', 'million tonnes', person or percent, or one of units.txt; or date, or text"),
    Longest(limits.MAX_UNIT),
]
Formula = Annotated[
    str,
    AfterValidator(_check_formula),
    Allowed(
        "quantities, numbers, + - * / and brackets: money.there / money.need; quantity@subject is that of "
        "one subject, quantity[2025-10-31] as of one time, quantity@subject[2025-10-31] both"
    ),
    Longest(limits.MAX_FORMULA),
]
Number = Annotated[
    float,
    Field(allow_inf_nan=False),
    BeforeValidator(_check_number),
    AfterValidator(_check_size),
    Allowed("a number, without thousands separators"),
    Plain(r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"),  # however it is rounded, within the sizes that are allowed
]
Coded = Annotated[
    float,
    Field(ge=0, le=1, allow_inf_nan=False),
    BeforeValidator(_check_number),
    AfterValidator(_check_size),
    Allowed("a number from 0 to 1"),
    Level("interval"),
]
Percent = Annotated[
    float,
    Field(ge=0, le=100, allow_inf_nan=False),
    BeforeValidator(_check_number),
    AfterValidator(_check_size),
    Allowed("a number from 0 to 100"),
]
Flag = Annotated[bool, BeforeValidator(_check_flag)]
Language = Annotated[
    str,
    AfterValidator(_check_language),
    Field(json_schema_extra={"pattern": languages.TAG_PATTERN}),
    Allowed("a BCP 47 tag such as en, uk or zh-Hans"),
]
PrintedLanguage = Annotated[
    str,
    AfterValidator(_check_printed_language),
    Field(json_schema_extra={"pattern": languages.TAG_PATTERN}),
    Allowed("the BCP 47 tag of a language in which Communique prints, such as uk"),
]
Country = Annotated[
    str, Field(pattern=r"^[A-Z]{2}$"), AfterValidator(_check_country), Allowed("an ISO 3166-1 alpha-2 code")
]
RegionCode = Annotated[
    str,
    Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
    AfterValidator(_check_region),
    Allowed("an ISO 3166-2 code, or nothing"),
]
Url = Annotated[
    str,
    AfterValidator(_check_address),
    Allowed("a web address that begins with https:// or http://, without spaces; a DOI as https://doi.org/10.…"),
]
Colour = Annotated[
    str,
    AfterValidator(_check_colour),
    Allowed(
        f"a colour in hex, such as #134a7c, with a contrast from {MIN_MARK_CONTRAST} (WCAG AA, 1.4.11) to "
        f"{_MAX_MARK_CONTRAST} with white paper: neither too light to be seen, nor like ink"
    ),
]
Ids = Annotated[tuple[str, ...], BeforeValidator(split_cell), Plain()]
Phrase = Annotated[
    str,
    Field(max_length=_MAX_PHRASE),
    Allowed(f"at most {_MAX_PHRASE} characters: only the words needed for checking"),
    Plain(longest=_MAX_PHRASE),
]


class Row(Displayed, BaseModel):
    """One line of one table."""

    # Not built in advance: tables are read column by column, see read_texts.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    table: ClassVar[str]
    key: ClassVar[str]
    further: ClassVar[frozenset[str]] = frozenset()  # columns that a case adds when it needs them; `new-case` does not
    may_be_missing: ClassVar[bool] = False  # whether a case may have no file of this table, as if it had no rows
    parts: ClassVar[tuple[str, ...]] = ()  # the columns that together are its id, where no column holds one

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """Returns the row of checked values, one for each column: as `model_construct`, in a fraction of the time."""
        row = cls.__new__(cls)
        object.__setattr__(row, "__dict__", values)
        object.__setattr__(row, "__pydantic_fields_set__", _list_fields(cls))
        object.__setattr__(row, "__pydantic_extra__", None)
        object.__setattr__(row, "__pydantic_private__", None)
        return row

    @property
    def id(self) -> str:
        """The row's stable id."""
        id: str = self.join_parts(vars(self)) if self.parts else vars(self)[self.key]
        return id

    @classmethod
    def join_parts(cls, cells: Mapping[str, Any]) -> str:
        """Returns the id of a row of which no column holds one: the columns that it is made of, with / between them."""
        return "/".join(cells[part] or "" for part in cls.parts)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yields what its `repr` lists: the columns that are filled."""
        return ((name, value) for name, value in super().__repr_args__() if value not in (None, "", ()))


def list_first_columns(row: type[Row]) -> list[str]:
    """Returns the columns that a table has in a new case: all but those that a case adds when it needs them.

    >>> from analysis.case.schema import Quantity
    >>> "base" in list_first_columns(Quantity), "unit" in list_first_columns(Quantity)
    (False, True)
    """
    return [column for column in row.model_fields if column not in row.further]


def read_texts(row: type[Row], column: str, texts: Sequence[str]) -> tuple[dict[str, Any], dict[str, Fault]]:
    """Returns text -> its value in a column, and the Fault of each text that the column does not accept.

    Spaces around a text are left out.

    >>> from analysis.case.schema import Party
    >>> values, faults = read_texts(Party, "force", ["true", "yes"])
    >>> values, faults["yes"].allowed
    ({'true': True}, 'true, false')
    """
    check, faults = _make_column_reader(row, column), {fault.text: fault for fault in _find_unfit(row, column, texts)}
    sound = [text for text in texts if text not in faults]
    try:
        return dict(zip(sound, check([text.strip() for text in sound]), strict=True)), faults
    except ValidationError as error:
        wrong = {
            sound[int(fault["loc"][0])]: fault.get("ctx", {}).get("error", "")
            for fault in error.errors(include_url=False)
        }
    faults |= {text: _describe_fault(row, column, text, reason) for text, reason in wrong.items()}
    sound = [text for text in sound if text not in wrong]
    return dict(zip(sound, check([text.strip() for text in sound]), strict=True)), faults


def read_cells(row: type[Row], column: str, texts: Collection[str]) -> dict[str, Any]:
    """Returns text -> its value in a column, a Fault where the column does not accept it, the default of a blank cell.

    >>> from analysis.case.schema import Party
    >>> found = read_cells(Party, "note", ["of note", " "])
    >>> found
    {'of note': 'of note', ' ': None}
    """
    blank = {text for text in texts if not text.strip() and not characters.FORBIDDEN.search(text)}
    values, faults = read_texts(row, column, [text for text in texts if text not in blank])
    empty: Any = row.model_fields[column].default
    if blank and row.model_fields[column].is_required():
        empty = Fault("", None, describe_allowed(row, column), "Fill in this cell.")
    return values | faults | dict.fromkeys(blank, empty)


def _find_unfit(row: type[Row], column: str, texts: Sequence[str]) -> Iterator[Fault]:
    """Yields a Fault for each text that no reader of the column should be asked about: too long, or unprintable."""
    mark = find_marker(row, column, Longest)
    longest = mark.characters if mark else limits.MAX_CELL
    if max(map(len, texts), default=0) > longest:
        for text in texts:
            if len(text.strip()) > longest:
                words, allowed = f"{len(text):,} characters, {text[:20]!r}…", f"at most {longest:,} characters"
                yield Fault(text, Words(words), allowed, "Shorten it.")
    if characters.FORBIDDEN.search("".join(texts)):  # one search for all: nearly always there is none
        for text in texts:
            if words := characters.find_forbidden(text):
                before = characters.FORBIDDEN.split(text, maxsplit=1)[0][-20:]
                allowed = "characters that can be printed, tabs and line breaks"
                where = f"It comes after {before!r}" if before else "It is the first character"
                yield Fault(text, Words(words), allowed, f"{where}; write a space in its place, or delete it.")


def _describe_fault(row: type[Row], column: str, text: str, reason: object) -> Fault:
    """Returns the Fault of a text that a column's own check refuses.

    reason: the error of that check, if it has one; a sentence says what to do.
    """
    allowed = str(reason) if isinstance(reason, Refused) else describe_allowed(row, column)
    near = "" if isinstance(reason, Refused) else "".join(str(reason).partition(" (nearest")[1:])
    near = near or format_nearest(text.strip(), list_choices(row.model_fields[column].annotation))
    remedy = str(reason) if str(reason).endswith(".") and not isinstance(reason, Refused) else ""
    if find_marker(row, column, Allowed) is _ID_WORDS and re.fullmatch(_ID, id := make_id(text)):
        remedy = f"Write {id}."
    return Fault(text, text.strip(), allowed + near, remedy)


@cache
def _list_fields(kind: type[Row]) -> set[str]:
    """Returns the names of the fields: one set for all rows of a class, as pydantic's own for each takes 2 kB."""
    return {*kind.model_fields}


@cache
def _make_column_reader(row: type[Row], column: str) -> Callable[[Sequence[str]], list[Any]]:
    info = row.model_fields[column]
    kind: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return _make_list_reader(kind)


@cache
def _make_list_reader(kind: Any) -> Callable[[Sequence[str]], list[Any]]:
    """Cached by type: all tables together use a few dozen."""
    list_of_kind: Any = GenericAlias(list, (kind,))  # list[kind], made at run time
    reader: TypeAdapter[list[Any]] = TypeAdapter(list_of_kind)
    return reader.validate_python


@cache
def find_marker(row: type[Row], column: str, kind: type) -> Any:
    """Returns what marks a column, such as a Ref or a Level, also within an optional type; None if there is none."""

    def search(metadata: Any, annotation: Any) -> Any:
        for mark in metadata:
            if isinstance(mark, kind):
                return mark
        for part in getattr(annotation, "__args__", ()):
            found = search(getattr(part, "__metadata__", ()), getattr(part, "__origin__", part))
            if found:
                return found
        return None

    field = row.model_fields[column]
    return search(field.metadata, field.annotation)


@cache
def find_bounds(row: type[Row], column: str) -> tuple[float | None, float | None]:
    """Returns the least and the greatest number that a column accepts; None where it sets no such bound.

    >>> from analysis.case.schema import Guarantee
    >>> find_bounds(Guarantee, "detail"), find_bounds(Guarantee, "text")
    ((0.0, 2.0), (None, None))
    """
    field = row.model_fields[column]
    marks = [*field.metadata]
    for part in getattr(field.annotation, "__args__", ()):  # of an optional column
        for mark in getattr(part, "__metadata__", ()):
            marks += getattr(mark, "metadata", ())
    found = {name: float(getattr(mark, name)) for mark in marks for name in ("ge", "le") if hasattr(mark, name)}
    return found.get("ge"), found.get("le")


def get_level(row: type[Row], column: str) -> Literal["nominal", "ordinal", "interval"] | None:
    """Returns the level of measurement of a coded column; None for any other, and for the ends of a coded range.

    >>> from analysis.case.schema import Guarantee, Position
    >>> get_level(Guarantee, "detail"), get_level(Position, "position"), get_level(Position, "position_low")
    ('ordinal', 'interval', None)
    """
    if any(column == f"{other}_{end}" for other in row.model_fields for end in ("low", "high")):
        return None
    mark = find_marker(row, column, Level)
    return mark.name if mark else None


def make_id(text: str) -> str:
    """Returns a text as an id: in small letters, with _ in place of whatever is neither a letter nor a digit.

    >>> make_id("Old Mill-Town")
    'old_mill_town'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def describe_allowed(row: type[Row], column: str) -> str:
    """Returns in words what a column accepts, for messages and the codebook.

    >>> from analysis.case.schema import Claim
    >>> describe_allowed(Claim, "source")
    'an id of sources.csv'
    """
    words = list_choices(row.model_fields[column].annotation)
    if words:
        own = "; or a word that vocabulary.csv adds" if find_marker(row, column, Widened) else ""
        return ", ".join(words) + own
    refers = find_marker(row, column, Ref)
    if refers:
        return "an id of " + " or ".join(f"{table}.csv" for table in refers.tables)
    if row.model_fields[column].annotation is bool:
        return "true, false"
    text = find_marker(row, column, Allowed)
    return text.text if text else "a text"


def list_choices(annotation: Any) -> tuple[str, ...]:
    """Returns the words that a column of fixed choices accepts; () for any other column."""
    if getattr(annotation, "__origin__", None) is Literal:
        return tuple(annotation.__args__)
    for part in getattr(annotation, "__args__", ()):
        found = list_choices(part)
        if found:
            return found
    return ()
