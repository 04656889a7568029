"""Progress of a rendering: a bar on a terminal, one line a report elsewhere; errors are printed as they come."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from analysis.characters import show_controls
from analysis.commands.shared.terminal import print_text
from analysis.report.build.job import Outcome

_OBVIOUS_REASONS = ("asked for", "not there")  # not printed


class Progress:
    """A context manager whose value is the function to call after each report. total: reports to come."""

    def __init__(self, total: int):
        self.total, self.count, self.warned = total, 0, False
        self.bar: Any = None

    def __enter__(self) -> Callable[[Outcome], None]:
        if sys.stderr.isatty():
            from tqdm import tqdm

            self.bar = tqdm(total=self.total, unit="report", leave=False)
        return self.show_outcome

    def show_outcome(self, outcome: Outcome) -> None:
        """Prints that one report is done, or why it is not."""
        self.count += 1
        if outcome.error:
            self._print(f"failed: {outcome.error}", err=True)
        else:
            why = "" if outcome.why in _OBVIOUS_REASONS else f" ({outcome.why or 'unchanged'})"
            self._print(f"[{self.count}/{self.total}] {outcome.render.folder.name}{why}")
        if outcome.remark:
            self._print(f"remark: {outcome.remark}", err=True)
        if self.bar is not None:
            self.bar.update()

    def warn(self, text: str) -> None:
        """Prints what is wrong with what renders, such as a worker, and not with a report."""
        self.warned = True
        self._print(text, err=True)

    def _print(self, text: str, err: bool = False) -> None:
        if self.bar is not None:
            self.bar.write(show_controls(text), file=sys.stderr if err else sys.stdout)
        else:
            print_text(text, err=err)

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.close()
