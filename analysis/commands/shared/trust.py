"""Which notebooks may run: a notebook is a program, and one that came with somebody else's case runs only when asked.

Trusted are the library's own notebooks and those of the cases shipped with it, those in a folder that
`communique new-case` made here, and those the user has said yes to, by their content: one that changes is asked about
again. What was said is kept in the user's state folder, one small file an answer.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from analysis.commands.shared.terminal import print_text
from analysis.errors import UsageError
from analysis.paths import find_user_folder, list_shipped_notebooks
from analysis.report.build.job import Render
from analysis.report.fingerprint import compute_content_fingerprint

_MOST_NAMES = 5  # notebooks named in a message


def find_state_folder() -> Path:
    """Returns the folder of the user's state that is ours."""
    return Path(find_user_folder("state"))


def trust_folder(folder: Path) -> None:
    """Remembers that all notebooks below a folder are the user's own, also as they change.

    A state folder that cannot be written is done without: the user is asked, or gives --trust.
    """
    _remember(_name_folder(folder.resolve()), {"folder": str(folder.resolve())})


def trust_content(notebook: Path) -> None:
    """Remembers that a notebook of this very content may run, wherever it is."""
    _remember(compute_content_fingerprint(notebook.read_bytes()), {"notebook": str(notebook)})


def is_trusted(notebook: Path) -> bool:
    """Returns whether a notebook may run without a question. Raises OSError if it cannot be read."""
    found = notebook.resolve()
    content = found.read_bytes()
    shipped = [folder / notebook.name for folder in list_shipped_notebooks()]
    return (
        any(path.is_file() and path.read_bytes() == content for path in shipped)
        or _is_remembered(compute_content_fingerprint(content))
        or any(_is_remembered(_name_folder(folder)) for folder in found.parents if _is_own(folder) and _is_own(found))
    )


@dataclass
class Gate:
    """What a command lets through. given: as by --trust. from_case: whether a case's own notebooks may run at all.

    allowed: folders whose notebooks were let through, so that `watch` renders what is changed while it runs.
    """

    given: bool = False
    from_case: bool = True
    allowed: set[Path] = field(default_factory=set)

    def admit(self, renders: Sequence[tuple[Render, str]], case: Path) -> None:
        """Lets the notebooks of the renders that are due run, or raises UsageError; the user is asked on a terminal.

        renders: each with why it is due, or ''. case: the folder of the case.
        """
        planned = dict.fromkeys(render.notebook for render, _ in renders)
        if not self.from_case and (refused := [path for path in planned if _is_within(path, case)]):
            raise UsageError(
                f"--no-notebooks-from-case: {_list_names(refused)} in {_print(refused[0].parent)} came with the case. "
                "Name reports that use other notebooks, or leave the option out."
            )
        due = dict.fromkeys(render.notebook for render, why in renders if why)
        strange = [path for path in due if path.parent not in self.allowed and not (self.given or is_trusted(path))]
        if strange:
            _ask(strange)
        self.allowed |= {path.parent for path in due}


def _ask(notebooks: Sequence[Path]) -> None:
    """Asks whether notebooks may run, and remembers a yes. Raises UsageError for a no, or where nobody can be asked."""
    one = len(notebooks) == 1
    place = " and ".join(dict.fromkeys(_print(path.parent) for path in notebooks))
    what = (
        f"{_list_names(notebooks)} in {place} {'is a program that runs' if one else 'are programs that run'} with your "
        f"rights, and {'is' if one else 'are'} neither the library's nor known to be yours"
    )
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{what}. Read {'it' if one else 'them'}; then add --trust (or set COMMUNIQUE_TRUST=1), "
            "or --sandbox to run without your rights."
        )
    choice = click.prompt(
        f"{what}. Run {'it' if one else 'them'}? [y]es, [a]lways in this folder, [N]o",
        type=click.Choice(["y", "a", "n"], case_sensitive=False),
        default="n",
        show_choices=False,
        show_default=False,
        err=True,
    )
    if choice == "n":
        raise UsageError("not run; nothing was changed. --sandbox runs notebooks without your rights.")
    for path in notebooks:
        if choice == "a":
            trust_folder(path.parent)
        else:
            trust_content(path)


def _name_folder(folder: Path) -> str:
    return compute_content_fingerprint(b"folder:" + os.fsencode(folder))


def _remember(name: str, facts: dict[str, str]) -> None:
    place = find_state_folder() / "trusted"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place / name).write_text(json.dumps(facts) + "\n", encoding="utf-8")
    except OSError as error:
        print_text(f"{place} cannot be written ({error.strerror}); you will be asked again.", err=True)


def _is_remembered(name: str) -> bool:
    entry = find_state_folder() / "trusted" / name
    return entry.is_file() and _is_own(entry) and _is_own(entry.parent)


def _is_own(path: Path) -> bool:
    """Returns whether a file or folder is the user's, and nobody else may write to it."""
    if not hasattr(os, "getuid"):
        return True
    found = path.stat()
    shared = stat.S_IWOTH if not found.st_mode & stat.S_ISVTX else 0
    return found.st_uid == os.getuid() and not found.st_mode & shared


def _is_within(path: Path, folder: Path) -> bool:
    """Returns whether a file is in a folder, or a link in the folder leads to it."""
    return path.resolve().is_relative_to(folder.resolve()) or path.absolute().is_relative_to(folder.resolve())


def _list_names(notebooks: Sequence[Path]) -> str:
    names = ", ".join(_print(path.name) for path in notebooks[:_MOST_NAMES])
    return names + (f" and {len(notebooks) - _MOST_NAMES} more" if len(notebooks) > _MOST_NAMES else "")


def _print(name: object) -> str:
    """Returns a name without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(name))
