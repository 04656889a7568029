"""How a rendering gets on: a bar on a terminal, a line a report elsewhere; errors are printed as they come."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

_OBVIOUS_REASONS = ("asked for", "not there")  # reasons that need no telling


class Progress:
    """To be entered; gives the function to call after each report."""

    def __init__(self, total: int):
        self.total, self.count, self.bar = total, 0, None

    def __enter__(self) -> Callable[[Any], None]:
        if sys.stderr.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=self.total, unit="report", leave=False)
        return self.show_outcome

    def show_outcome(self, outcome: Any) -> None:
        """Tells of one report that is done, or why it is not."""
        self.count += 1
        write = self.bar.write if self.bar else (lambda text, file: click.echo(text, file=file))
        if outcome.error:
            write(f"failed: {outcome.error}", file=sys.stderr)
        else:
            why = "" if outcome.why in _OBVIOUS_REASONS else f" ({outcome.why or 'unchanged'})"
            write(f"[{self.count}/{self.total}] {outcome.render.folder.name}{why}", file=sys.stdout)
        if self.bar:
            self.bar.update()

    def __exit__(self, *exception: object) -> None:
        if self.bar:
            self.bar.close()
