"""The catalogues hold every message of the code, whole and with its places, and nothing else."""

import ast
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog

from analysis.errors import UsageError
from analysis.messages import find_language, gettext, list_languages, texts, use_language
from analysis.messages import languages as folder_of_languages
from tests import catalogues

TAGS = [tag for tag in list_languages() if tag != "en"]


@pytest.fixture(scope="module")
def messages() -> Catalog:
    return catalogues.collect_messages()


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_is_complete(tag, messages):
    assert list(catalogues.list_faults(tag, messages)) == []


def test_every_message_of_the_code_is_collected(messages):
    """Babel does not look into the braces of an f-string: what is called there would never be translated."""
    collected = catalogues._by_key(messages)
    missed = [
        f"{file.name}:{call.lineno} {name}"
        for file in sorted((catalogues.ROOT / "analysis").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and (name := getattr(call.func, "id", "")) in ("gettext", "ngettext", "pgettext", "npgettext")
        and (key := _read_key(name, call))
        and key not in collected
        and file.parent.name != "messages"
    ]
    assert missed == []


def _read_key(name: str, call: ast.Call) -> catalogues.Key | None:
    """The key of a message that is written where it is printed; None for one of a table, which is collected there."""
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    count = 2 if "p" in name else 1
    if len(words) < count:
        return None
    return (words[0], words[1]) if count == 2 else ("", words[0])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of catalogues of which Polish is the one, no draft, with one message of each kind."""
    for module in (catalogues, folder_of_languages, texts):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    find_language.cache_clear()
    texts.load_catalogue.cache_clear()
    list_languages.cache_clear()
    catalogues.add_language("pl", _collect())
    (tmp_path / "pl/language.toml").write_text('name = "polski"\n', encoding="utf-8")
    list_languages.cache_clear()
    catalogues.renew_catalogue("pl", _collect())
    yield tmp_path / "pl"
    monkeypatch.undo()
    list_languages.cache_clear()
    texts.load_catalogue.cache_clear()


def _collect() -> Catalog:
    found = Catalog()
    found.add("Source: {title}", locations=[("a.py", 0)])
    found.add(("{count} claim", "{count} claims"), locations=[("a.py", 0)])
    return found


def _write(folder, text: str, forms: tuple[str, ...], extra: str = "") -> None:
    file = folder / "communique.po"
    head = file.read_text(encoding="utf-8").partition("\n\n")[0]
    plural = "".join(f'msgstr[{at}] "{form}"\n' for at, form in enumerate(forms))
    body = f'msgid "Source: {{title}}"\nmsgstr "{text}"\n\nmsgid "{{count}} claim"\nmsgid_plural "{{count}} claims"\n'
    file.write_text(f"{head}\n\n{body}{plural}\n{extra}", encoding="utf-8")


_FORMS = ("{count} a", "{count} b", "{count} c")


@pytest.mark.parametrize(
    ("text", "forms", "extra", "said"),
    [
        ("", _FORMS, "", "without a translation"),
        ("Źródło: {title}", ("{count} a", "", "{count} c"), "", "without a translation"),
        ("Źródło: {tytuł}", _FORMS, "", "other places than the message ({title}, {tytuł})"),
        ("Źródło: {title}", ("{count} a", "b", "{count} c"), "", "other places than the message ({count})"),
        ("Źródło: {title", _FORMS, "", "braces that do not pair"),
        ("Źródło: {title}", _FORMS, 'msgid "Gone"\nmsgstr "Nie ma"\n', "no longer used: 'Gone'"),
        ("Źródło: {title}", _FORMS, "msgid Gone\n", "communique.po, line 21"),
    ],
)
def test_a_fault_of_a_catalogue_is_named(folder, text, forms, extra, said):
    _write(folder, text, forms, extra)
    assert said in "\n".join(catalogues.list_faults("pl", _collect()))


def test_a_fuzzy_message_is_named(folder):
    _write(folder, "Źródło: {title}", _FORMS)
    file = folder / "communique.po"
    text = file.read_text(encoding="utf-8").replace('msgid "Source', '#, fuzzy\nmsgid "Source')
    file.write_text(text, encoding="utf-8")
    assert "fuzzy: 'Source: {title}'" in "\n".join(catalogues.list_faults("pl", _collect()))


def test_a_draft_may_lack_messages(folder):
    (folder / "language.toml").write_text('name = "polski"\ndraft = true\n', encoding="utf-8")
    list_languages.cache_clear()
    catalogues.renew_catalogue("pl", _collect())
    assert list(catalogues.list_faults("pl", _collect())) == []


def test_what_is_renewed_is_read(folder):
    _write(folder, "Źródło: {title}", _FORMS, 'msgid "Gone"\nmsgstr "Nie ma"\n')
    catalogues.renew_catalogue("pl", _collect())
    assert list(catalogues.list_faults("pl", _collect())) == []
    with use_language("pl"):
        assert gettext("Source: {title}", title="x") == "Źródło: x"


def test_a_compiled_catalogue_does_not_say_when_it_was_written(folder):
    """It would differ each time that it is renewed, and two branches that renew it could not be merged."""
    with (folder / "communique.mo").open("rb") as opened:
        assert GNUTranslations(opened).info()["pot-creation-date"] == "1970-01-01 00:00+0000"


def test_a_compiled_catalogue_that_is_none_is_named(folder, monkeypatch):
    (folder / "communique.mo").write_bytes(b"no catalogue")
    monkeypatch.setattr(texts, "load_catalogue", texts.load_catalogue.__wrapped__)
    with use_language("pl"), pytest.raises(UsageError, match=r"pl/communique\.mo cannot be read"):
        gettext("Source: {title}", title="x")


def test_a_language_that_does_not_describe_itself_is_named(folder):
    (folder / "language.toml").write_text("nom = 'polski'\n", encoding="utf-8")
    list_languages.cache_clear()
    with pytest.raises(UsageError, match=r"pl/language\.toml does not describe a language"):
        list_languages()


def test_one_word_in_two_meanings_is_two_messages(folder):
    found = Catalog()
    found.add("open", "otwarty", context="state of a point")
    found.add("open", "otwórz", context="what a button does")
    found.add(("{count} row", "{count} rows"), _FORMS, context="of a table")
    for message in found:
        message.string = message.string or ""
    catalogues.renew_catalogue("pl", found)
    given = catalogues.read_catalogue("pl")
    for message in given:
        if message.id:
            message.string = {"state of a point": "otwarty", "what a button does": "otwórz"}.get(
                message.context, _FORMS
            )
    catalogues._write("pl", given)
    assert list(catalogues.list_faults("pl", found)) == []
    assert catalogues._read_compiled("pl")["state of a point", "open"] == ("otwarty",)
