"""The message catalogues: `python -m tests.catalogues` collects the messages of the code and renews every catalogue.

`python -m tests.catalogues check` says what is wrong with them, and `python -m tests.catalogues add TAG` begins one for
another language.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from analysis.messages.languages import DOMAIN, FOLDER, list_languages

ROOT = Path(__file__).resolve().parent.parent
_KEYWORDS = parse_keywords(
    (
        "gettext",
        "ngettext:1,2",
        "pgettext:1c,2",
        "npgettext:1c,2,3",
        "mark_message",
        "Phrase",
        "Word:1,1t",
        "Word:1,2c,2t",
    )
)
_METHODS = {".py": "python", ".js": "javascript", ".j2": "jinja2.ext:babel_extract"}
_OPTIONS = {"encoding": "utf-8", "parse_template_string": True}  # the last: of JavaScript
_HEADER = "# Messages of Communique in {name}.\n# `python -m tests.catalogues` renews this file."
_NOTE = "translators:"  # a comment in the code that begins so is for whoever translates
_WIDTH = 120
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # in place of the time of writing, which a compiled catalogue has otherwise

Key = tuple[str, str]


def collect_messages() -> Catalog:
    """Returns every message of the code, of the page's scripts and of the templates, without translations."""
    catalog = Catalog(project="Communique", charset="utf-8")
    for file in sorted((ROOT / "analysis").rglob("*")):
        method, content = _METHODS.get(file.suffix), file.read_bytes() if file.suffix in _METHODS else b""
        if method and any(f"{keyword}(".encode() in content for keyword in _KEYWORDS):  # the others take ten seconds
            found = extract(method, BytesIO(content), _KEYWORDS, [_NOTE], _OPTIONS, True)
            place = file.relative_to(ROOT).as_posix()
            for _, text, comments, context in found:
                catalog.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def read_catalogue(tag: str) -> Catalog:
    """Returns the catalogue that translators write. Raises ValueError, with file and line, if it does not parse."""
    file = FOLDER / tag / f"{DOMAIN}.po"
    try:
        with file.open("rb") as opened:
            return read_po(opened, locale=tag.replace("-", "_"), domain=DOMAIN, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{tag}/{file.name}, line {error.lineno + 1}: {error.args[0]}") from error


def renew_catalogue(tag: str, messages: Catalog) -> None:
    """Writes a catalogue with the messages of the code: new ones without a translation, no longer used ones removed."""
    catalog = read_catalogue(tag)
    catalog.update(messages, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    _write(tag, catalog)


def add_language(tag: str, messages: Catalog) -> None:
    """Begins the catalogue of another language, as a draft."""
    locale = Locale.parse(tag, sep="-")
    folder = FOLDER / tag
    folder.mkdir()
    (folder / "language.toml").write_text(
        f'name = "{locale.get_language_name(tag.replace("-", "_"))}"\ndraft = true    # until an editor has read it\n',
        encoding="utf-8",
    )
    list_languages.cache_clear()
    catalog = Catalog(locale=locale, project="Communique", charset="utf-8")
    catalog.update(messages, no_fuzzy_matching=True)
    _write(tag, catalog)


def _write(tag: str, catalog: Catalog) -> None:
    state = "\n# A draft: no editor of the language has read it." if list_languages()[tag].draft else ""
    catalog.header_comment = _HEADER.format(name=Locale.parse(tag, sep="-").english_name) + state + "\n#"
    for message in catalog:
        message.locations = sorted({(file, 0) for file, _ in message.locations})
    lean = Catalog(locale=catalog.locale, domain=DOMAIN, header_comment=catalog.header_comment, charset="utf-8")
    for message in catalog:
        if message.id:
            lean[message.id] = message
    for name, text in (("po", _dump_po(lean)), ("mo", _dump_mo(lean))):
        (FOLDER / tag / f"{DOMAIN}.{name}").write_bytes(text)


def _dump_po(catalog: Catalog) -> bytes:
    """Returns a catalogue for translators, without dates and lines, which would differ each time it is written."""
    stream = BytesIO()
    write_po(stream, catalog, width=_WIDTH, sort_output=True, include_lineno=False, omit_header=True)
    head = (
        f'{catalog.header_comment}\nmsgid ""\nmsgstr ""\n"Language: {catalog.locale_identifier}\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + stream.getvalue()


def _dump_mo(catalog: Catalog) -> bytes:
    """Returns the messages of a catalogue that are translated, compiled: the same bytes whenever it is done."""
    whole, stream = Catalog(locale=catalog.locale, charset="utf-8", creation_date=_NO_DATE), BytesIO()
    for message in catalog:
        if message.id and all(_list_texts(message)):
            whole[message.id] = message
    write_mo(stream, whole)
    return stream.getvalue()


def list_faults(tag: str, messages: Catalog) -> Iterator[str]:
    """Yields what is wrong with a catalogue, message by message. One that is a draft may lack messages."""
    try:
        catalog = read_catalogue(tag)
    except ValueError as error:
        yield str(error)
        return
    wanted, given = _by_key(messages), _by_key(catalog)
    for key, message in wanted.items():
        found = given.get(key)
        if found is None or found.pluralizable != message.pluralizable:
            yield f"{tag}: not in the catalogue: {_name(message)}"
        elif found.fuzzy:
            yield f"{tag}: fuzzy: {_name(message)}"
        elif not all(_list_texts(found)):
            if not list_languages()[tag].draft:
                yield f"{tag}: without a translation: {_name(message)}"
        else:
            yield from _list_wrong_places(tag, found)
    yield from (f"{tag}: no longer used: {_name(message)}" for key, message in given.items() if key not in wanted)
    if _read_compiled(tag) != {
        key: _list_texts(message) for key, message in given.items() if all(_list_texts(message)) and not message.fuzzy
    }:
        yield f"{tag}: {DOMAIN}.mo is not made from {DOMAIN}.po; `python -m tests.catalogues` makes it"


def _list_wrong_places(tag: str, message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    wanted = _list_places(ids[-1])
    for text in _list_texts(message):
        try:
            found = _list_places(text)
        except ValueError as error:
            yield f"{tag}: braces that do not pair ({error}): {_name(message)}"
            continue
        if found != wanted:
            odd = ", ".join(f"{{{place}}}" for place in sorted(found ^ wanted))
            yield f"{tag}: other places than the message ({odd}): {_name(message)}"


def _list_places(text: str) -> set[str]:
    """Returns the names of the places of a message; how each is written there is the translator's."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _list_texts(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (list, tuple)) else (message.string or "",)


def _by_key(catalog: Catalog) -> dict[Key, Message]:
    return {
        (message.context or "", message.id[0] if isinstance(message.id, (list, tuple)) else message.id): message
        for message in catalog
        if message.id
    }


def _read_compiled(tag: str) -> dict[Key, tuple[str, ...]]:
    """Returns the messages of a compiled catalogue, read as the package reads it: Babel loses contexts before 2.19."""
    with (FOLDER / tag / f"{DOMAIN}.mo").open("rb") as opened:
        found: dict[str | tuple[str, int], str] = vars(GNUTranslations(opened))["_catalog"]
    texts: dict[Key, tuple[str, ...]] = {}
    for key, text in sorted(found.items(), key=lambda item: item[0][1] if isinstance(item[0], tuple) else 0):
        context, _, id = (key[0] if isinstance(key, tuple) else key).rpartition("\x04")
        if id:
            texts[context, id] = (*texts.get((context, id), ()), text)
    return texts


def _name(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    places = ", ".join(sorted({file for file, _ in message.locations}))
    return f"{text!r}" + (f" ({message.context})" if message.context else "") + (f" in {places}" if places else "")


@cache
def _list_tags() -> list[str]:
    return [tag for tag in list_languages() if tag != "en"]


def main(command: str = "renew", *tags: str) -> int:
    """Does what was asked; returns the exit code."""
    messages = collect_messages()
    if command == "add":
        for tag in tags:
            add_language(tag, messages)
        return 0
    if command == "renew":
        for tag in tags or _list_tags():
            renew_catalogue(tag, messages)
    faults = [fault for tag in tags or _list_tags() for fault in list_faults(tag, messages)]
    if faults:
        print("\n".join(faults), file=sys.stderr)
    for tag in tags or _list_tags():
        given = _by_key(read_catalogue(tag)).values()
        print(f"{tag}: {sum(all(_list_texts(one)) for one in given)} of {len(given)} messages translated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
