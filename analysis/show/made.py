"""What a running notebook has made to be shown and not shown so far: it would be missing in a report without a word.

Only the last line of a cell is shown. An object that is made before it, in a loop or in front of a semicolon is noted
in an output of the cell that made it. Once it is displayed, or another object holds it or takes its place, it is
removed from that output; the report fails for what is left.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from analysis.contract import MADE_MIME
from analysis.dependencies import find_notebook_shell


class Describable(Protocol):
    """What can say what it is, such as `table 'needs'`."""

    def describe(self) -> str:
        """Returns the kind of the object, and its key or first words."""
        ...


@dataclass(frozen=True)
class _OpenFigure:
    """A figure of matplotlib that is open at the end of a cell, as nothing in the kernel has shown it."""

    number: int

    def describe(self) -> str:
        """Returns the number that matplotlib gave it, and what shows it."""
        return f"figure {self.number} of matplotlib (wrap it in figure(fig, 'a caption', key='a_key', ...))"


@dataclass
class _Cell:
    """The objects that a cell has made and nothing has shown, by number; display_id: of the output that lists them."""

    display_id: str
    objects: dict[int, Describable] = field(default_factory=dict)
    published: tuple[str, ...] = ()


class _Notebook:
    """The objects a running notebook has made, cell by cell; nothing outside a notebook."""

    def __init__(self) -> None:
        self._shell: Any = None
        self._cells: list[_Cell] = []  # the last one is that which runs
        self._numbers: dict[int, tuple[Describable, int, _Cell]] = {}  # id of an object -> it, its number, its cell
        self._count = 0
        self._figures: dict[int, _OpenFigure] = {}

    def add(self, made: Describable) -> None:
        """Notes an object that was made."""
        shell = find_notebook_shell()
        if shell is None:
            return
        if shell is not self._shell:
            shell.events.register("post_run_cell", self.publish)
            self._shell, self._cells = shell, [_Cell("communique-made:1")]
        self._count += 1
        cell = self._cells[-1]
        cell.objects[self._count] = made
        self._numbers[id(made)] = made, self._count, cell

    def remove(self, shown: object) -> None:
        """Notes that an object was shown, or is part of another one."""
        if id(shown) in self._numbers:
            _, number, cell = self._numbers.pop(id(shown))
            cell.objects.pop(number)

    def is_captured(self) -> bool:
        """Whether IPython keeps what is displayed at present, so that it is in no output of the cell."""
        kind = getattr(sys.modules.get("IPython.core.displaypub"), "CapturingDisplayPublisher", None)
        return bool(kind and self._shell and isinstance(self._shell.display_pub, kind))

    def publish(self, result: object = None) -> None:
        """Brings the output of each cell up to date. result: of the cell, which IPython hands over."""
        if self.is_captured():  # the end of a cell within `%%capture`, whose own end follows
            return
        self._find_figures()
        for cell in self._cells:
            left = tuple(made.describe() for made in cell.objects.values())
            if left != cell.published:
                self._shell.display_pub.publish(
                    {MADE_MIME: list(left), "text/plain": f"Not shown yet: {', '.join(left)}" if left else ""},
                    transient={"display_id": cell.display_id},
                    update=bool(cell.published),
                )
                cell.published = left
        self._cells = [cell for cell in self._cells if cell.objects]
        self._cells.append(_Cell(f"communique-made:{self._count + 1}"))

    def _find_figures(self) -> None:
        """Notes the figures that were opened with matplotlib.pyplot since the last cell, and those that were closed."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        backend = pyplot.get_backend().lower() if pyplot else ""
        if pyplot is None or (backend != "agg" and "inline" not in backend):  # any other one shows them itself
            return  # that of notebooks has closed what it shows; in a kernel that was forked it may not be at work
        numbers = pyplot.get_fignums()
        for number in numbers:
            if number not in self._figures:
                self._figures[number] = _OpenFigure(number)
                self.add(self._figures[number])
        for number in self._figures.keys() - set(numbers):
            self.remove(self._figures.pop(number))


_notebook = _Notebook()


def note_made(made: Describable, values: Iterable[object]) -> None:
    """Notes an object that was made. values: of its fields; an object among them is shown with this one."""
    for part in _find_parts(values):
        _notebook.remove(part)
    _notebook.add(made)


def note_shown(shown: object) -> None:
    """Notes that an object is part of another one, or that another one takes its place."""
    _notebook.remove(shown)


def note_displayed(shown: object) -> None:
    """Notes that an object was displayed, unless what the cell displays is captured, as by `%%capture`."""
    if not _notebook.is_captured():
        _notebook.remove(shown)


def _find_parts(values: Iterable[object]) -> Iterator[object]:
    """Yields the values, and those in tuples among them."""
    for value in values:
        yield value
        if isinstance(value, tuple):
            yield from _find_parts(value)
