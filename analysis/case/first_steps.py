"""What to fill in a new case, in which order, and which files a case may have beside its tables.

`communique new-case` prints it, and the case's README.md holds it, so that a stranger finds the way.
"""

from __future__ import annotations

from collections.abc import Iterator

STEPS = (
    ("datapackage.json", "title and description; then `communique check{option} --update`"),
    ("sources.csv", "the texts; `role` is `article` for the one that the case analyses, if there is one"),
    ("quantities.csv", "what is measured, and in which unit"),
    ("claims.csv", "who says what of it, where, and how certain; a limit that a clause lays down is `exact`"),
    ("roles.csv", "which of your rows plays which part in the questions that all cases share"),
    ("reports.csv", "the reports: shared notebooks by their name, or your own in `notebooks/`"),
)
"""File -> what belongs there, in the order in which a case is filled; {option} names the case within a command.

Every other table may stay as it is: a header."""

HERE = " --case ."
"""What a command in a case's own README.md needs, for whoever runs it in that folder."""

BESIDE = (
    ("vocabulary.csv", "words of your own for columns with fixed words, such as kinds of parties"),
    ("translations.csv", "its names and texts in other languages, for reports in them"),
    ("remarks.csv", "sentences of your own for places in the shared notebooks"),
    ("units.txt", "units that Communique does not list, such as `truck = [truck] = trucks`"),
    ("house.toml", "a look of its own: colours, typefaces, logo"),
    ("map.svg", "the shapes of regions.csv: paths whose ids are those of the regions"),
    ("notebooks/", "notebooks of your own, named in reports.csv"),
)
"""File -> what it is for, of those that a case has in the same folder where it needs them."""

NOTES = (
    "A column that is “not in a new table”, as the tables below say, is added to a header when the case needs it.",
    "",
    "Notebooks of your own run without a question in the folder that `communique new-case` made. Where it was moved or "
    "copied, or came from somebody else, `render` asks before it runs them; `--trust` says yes.",
)
"""Lines on what surprises in a case that is filled, moved or passed on."""


def describe_steps() -> Iterator[str]:
    """Yields the lines of a Markdown section on where to begin.

    >>> next(describe_steps())
    '## Where to begin'
    """
    yield from (
        "## Where to begin",
        "",
        "Fill these first, in this order (a command is for whoever is in this folder):",
        "",
    )
    yield from (f"{number}. `{file}`: {what.format(option=HERE)}." for number, (file, what) in enumerate(STEPS, 1))
    yield from (
        "",
        "A header is enough for every other table. Where the case needs them, these go into this folder:",
        "",
    )
    yield from (f"- `{file}`: {what}." for file, what in BESIDE)
    yield from ("", *NOTES, "")
