"""In which languages a report can be made, and which of them is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.case.schema import Report
from analysis.errors import UsageError
from analysis.report.build.editions import check_edition, choose_editions
from analysis.report.build.plan import RenderRequest, find_due, find_editions, plan_renders, read_cells
from analysis.report.document.published import OtherLanguage


def write_notebook(folder: Path, name: str, load: str, parameters: str = 'basis: str = "article"') -> None:
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": parameters, "outputs": []},
        {"cell_type": "code", "metadata": {}, "source": f"case = {load}", "outputs": []},
    ]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A report in English and Ukrainian, one in the language of the case, and one in whatever is asked for."""
    write_notebook(tmp_path, "brief", 'load_case("c", language="en")')
    write_notebook(tmp_path, "brief.uk", 'load_case("c", language="uk")')
    write_notebook(tmp_path, "plain", 'load_case("c")')
    parameters = "language: str | None = None  # of the report"
    write_notebook(tmp_path, "every", 'load_case("c", language=language)', parameters)
    return tmp_path


BRIEF, PLAIN, EVERY = (
    Report(report_id=name, notebook=name, title=name.capitalize(), parameters=None)
    for name in ("brief", "plain", "every")
)


def plan(folder: Path, rows=(BRIEF,), languages=(), own="en", titles=None, **other):
    request = RenderRequest(case=folder, root=folder / "out", formats=("html",), languages=languages, **other)
    return plan_renders(request, rows, [folder], own, titles or {})


def describe(renders) -> list[tuple[str, str, str]]:
    return [(render.notebook.name, render.language, render.folder.name) for render in renders]


@pytest.mark.parametrize(
    ("languages", "own", "expected"),
    [
        ((), "en", [("brief.ipynb", "en", "brief")]),
        ((), "uk", [("brief.uk.ipynb", "uk", "brief.uk")]),
        (("uk",), "en", [("brief.uk.ipynb", "uk", "brief.uk")]),
        (("uk", "en"), "en", [("brief.uk.ipynb", "uk", "brief.uk"), ("brief.ipynb", "en", "brief")]),
        (("all",), "de", [("brief.ipynb", "en", "brief"), ("brief.uk.ipynb", "uk", "brief.uk")]),
        (("fr",), "en", [("brief.ipynb", "en", "brief")]),
        (("fr", "uk"), "en", [("brief.uk.ipynb", "uk", "brief.uk")]),
    ],
)
def test_a_report_is_made_in_the_languages_asked_for_or_in_that_of_the_case(folder, languages, own, expected):
    assert describe(plan(folder, languages=languages, own=own)) == expected


def test_a_notebook_that_says_no_language_is_in_that_of_the_case(folder):
    assert describe(plan(folder, (PLAIN,), own="uk")) == [("plain.ipynb", "uk", "plain")]
    assert choose_editions(find_editions(PLAIN, [folder], "uk"), ("en",), "uk")[1] == ["en"]


def test_a_notebook_with_a_parameter_for_the_language_gets_it(folder):
    assert describe(plan(folder, (EVERY,), ("uk", "en"))) == [
        ("every.ipynb", "uk", "every@language=uk"),
        ("every.ipynb", "en", "every"),
    ]
    [uk, en] = plan(folder, (EVERY,), ("uk", "en"))
    assert (uk.parameters, en.parameters) == ({"language": "uk"}, {})
    assert uk.published.others == (OtherLanguage("en", "every/every.html"),)
    assert en.published.others == (OtherLanguage("uk", "every@language=uk/every.html"),)


def test_a_language_that_is_set_as_a_parameter_is_that_of_the_report(folder):
    [render] = plan(folder, (EVERY,), given={"language": "uk-UA"})
    assert (render.language, render.parameters) == ("uk", {"language": "uk-UA"})
    with pytest.raises(UsageError, match="no language 'ukr'"):
        plan(folder, (EVERY,), given={"language": "ukr"})


def test_titles_are_in_the_language_of_the_report(folder):
    titles = {"uk": {"brief": "Довідка", "plain": "Просто"}}
    [uk, en] = plan(folder, (BRIEF, PLAIN), ("uk", "en"), titles=titles, reports=("brief",))
    assert (uk.title, uk.published.title, en.title) == ("Довідка", "Довідка", "Brief")


def test_a_report_leads_to_its_other_languages_and_to_others_in_its_own(folder):
    renders = plan(folder, (BRIEF, PLAIN), ("all",), titles={"uk": {"brief": "Довідка", "plain": "Просто"}})
    english, ukrainian, plain = (render.published for render in renders)
    assert english.others == (OtherLanguage("uk", "brief.uk/brief.uk.html"),)
    assert ukrainian.others == (OtherLanguage("en", "brief/brief.html"),)
    assert plain.others == ()
    assert [(one.report, one.title) for one in english.listed] == [("brief", "Brief"), ("plain", "Plain")]
    assert [(one.report, one.title) for one in ukrainian.listed] == [("brief.uk", "Довідка"), ("plain", "Просто")]
    assert ukrainian.find_beside()[1].report == "plain"


def test_a_variant_leads_to_the_same_variant(folder):
    [english, ukrainian] = plan(folder, languages=("all",), given={"basis": "pooled"})
    assert english.published.others == (OtherLanguage("uk", "brief.uk@basis=pooled/brief.uk.html"),)
    assert ukrainian.folder.name == "brief.uk@basis=pooled"


def test_a_language_that_was_rendered_before_is_led_to_and_makes_a_report_due(folder):
    [render] = plan(folder)
    assert render.published.others == ()
    other = folder / "out" / "brief.uk"
    other.mkdir(parents=True)
    (other / "manifest.json").write_text("{}")
    [again] = plan(folder)
    assert again.published.others == (OtherLanguage("uk", "brief.uk/brief.uk.html"),)
    assert find_due([again], lambda key: None) == [(again, "not there")]


@pytest.mark.parametrize(
    ("load", "said"), [('load_case("c")', "says no language"), ('load_case("c", language="en")', "says language='en'")]
)
def test_a_notebook_that_is_named_after_another_language_is_refused(folder, load, said):
    write_notebook(folder, "brief.uk", load)
    with pytest.raises(UsageError, match=f"brief.uk.ipynb {said} where it loads the case; write load_case"):
        plan(folder, languages=("uk",))
    check_edition(folder / "brief.ipynb", read_cells(folder / "brief.ipynb"))


@pytest.mark.parametrize(("given", "said"), [('"ukr"', r"'ukr' \(nearest: uk\)"), ("tongue", "'tongue'")])
def test_a_notebook_that_says_a_language_that_is_none_is_named(folder, given, said):
    write_notebook(folder, "brief", f'load_case("c", language={given})', 'tongue: str = "uk"')
    with pytest.raises(UsageError, match=f"brief.ipynb, where it loads the case: no language {said}; .*Write the tag"):
        plan(folder)


def test_a_notebook_of_a_report_that_is_not_asked_for_may_be_missing(folder):
    renders = plan(
        folder, (BRIEF, Report(report_id="gone", notebook="gone", title="Gone", parameters=None)), reports=("brief",)
    )
    assert describe(renders) == [("brief.ipynb", "en", "brief")]
