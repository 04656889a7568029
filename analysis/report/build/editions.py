"""In which languages a report can be made: its notebook, and those beside it in other languages.

A page is in the language of its notebook's prose. `brief.ipynb` says its language where it loads the case,
`load_case(case_dir, language="en")`, or is in that of the case; `brief.uk.ipynb` is the same report in Ukrainian. A
notebook that hands a parameter on, `load_case(case_dir, language=language)`, is made in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.messages import find_language, list_languages
from analysis.messages.languages import ALL
from analysis.report.document.parameters import read_language, read_parameters

LANGUAGE = "language"  # the parameter of a notebook that is made in any language


@dataclass(frozen=True)
class Edition:
    """A report in one language. name: the report's id, with the language behind it where the notebook has it so.

    notebook: the one it is made from. parameters: what that one is given for the language.
    """

    name: str
    language: str
    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)


def list_editions(report: str, notebook: Path, cells: Any, beside: Mapping[str, Path], own: str) -> Iterator[Edition]:
    """Yields a report in each language that it can be made in, that of its notebook first.

    report: its id. notebook: its notebook, and the cells of it. beside: name -> path of all notebooks. own: the
    language of the case. Raises UsageError for a notebook that says a language that is none.
    """
    said = find_said_language(notebook, cells)
    is_open = said == LANGUAGE
    first = own if is_open or not said else said
    yield Edition(report, first, notebook)
    for language in list_languages():
        if language == first:
            continue
        if path := beside.get(f"{notebook.stem}.{language}"):
            yield Edition(f"{report}.{language}", language, path)
        elif is_open:
            yield Edition(report, language, notebook, {LANGUAGE: language})


def find_said_language(notebook: Path, cells: Any) -> str:
    """Returns the language that a notebook says it is in; LANGUAGE where that parameter says it, '' where nothing does.

    Raises UsageError, with the name of the notebook, where that is none, as where another variable holds it.
    """
    said = read_language(cells)
    if not said or (said == LANGUAGE and any(one.name == LANGUAGE for one in read_parameters(cells))):
        return said
    try:
        return find_language(said)
    except UsageError as error:
        raise UsageError(
            f"{notebook.name}, where it loads the case: {error}. Write the tag itself there, as in "
            f'load_case(..., language="uk"), or {LANGUAGE}={LANGUAGE} with a parameter of that name.'
        ) from None


def choose_editions(known: Sequence[Edition], wanted: Iterable[str], own: str) -> tuple[list[Edition], list[str]]:
    """Returns the editions of a report in some languages, and the languages in which there is none.

    wanted: tags, or `all`; none for that of the case. Where a report is in none of them, it is that of its notebook.
    """
    wanted = list(wanted) or [own]
    by_language = {edition.language: edition for edition in known}
    if ALL in wanted:
        return list(known), []
    chosen = [by_language[language] for language in dict.fromkeys(wanted) if language in by_language]
    return chosen or [known[0]], [language for language in dict.fromkeys(wanted) if language not in by_language]


def check_edition(path: Path, cells: Any) -> None:
    """Raises UsageError for a notebook that is named after a language, as `brief.uk.ipynb`, and does not say it."""
    _, _, language = path.stem.partition(".")
    if language in list_languages() and (said := read_language(cells)) != language:
        says = f"language={said!r}" if said else "no language"
        raise UsageError(
            f'{path.name} says {says} where it loads the case; write load_case(..., language="{language}") there, as '
            "its name does, or rename it."
        )
