"""The one place from which commands print: a text from a case, a notebook or a file name is shown and never obeyed.

Control characters and overrides of direction are written out (`analysis.characters`), so that no title can move the
cursor, colour the screen or hide a line. JSON keeps its own escapes, and may be set into a page's script.
A copy of what is at an address is named by the address.
"""

from __future__ import annotations

import json
import re
from typing import Any

import click

from analysis.characters import show_controls
from analysis.remote.shown import show_addresses

# What ends a script in HTML, or what a terminal obeys; JSON has an escape for each.
_UNSAFE = re.compile(r"[<>&\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def print_text(text: str, err: bool = False, end_line: bool = True) -> None:
    """Prints a text of one or more lines. err: to the standard error. end_line: whether the last one ends.

    >>> print_text("a\\x1b[2Jb")
    a\\x1b[2Jb
    """
    click.echo(show_controls(show_addresses(text)), nl=end_line, err=err)


def print_json(content: Any) -> None:
    """Prints JSON, indented; what has no form in JSON is printed as its text.

    >>> print_json(["</script>"])
    [
      "\\u003c/script\\u003e"
    ]
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str)
    click.echo(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def format_count(number: int, word: str) -> str:
    """Returns how many there are of something, in the plural unless there is one.

    >>> format_count(1, "row"), format_count(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
