"""The case as its files are now, with what is made of it once; it is read again when a file has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from analysis.assistant.answers import ComparisonEntry
from analysis.assistant.computing import list_topic
from analysis.assistant.search import ClaimSearch
from analysis.assistant.tracing import PrintedNumbers
from analysis.assistant.verifying import verify
from analysis.case.case import Case, open_case

_Signature = tuple[tuple[str, int, int], ...]


class LoadedCase:
    """A case, and what is made of it once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._topics: dict[str, list[ComparisonEntry]] = {}

    @cached_property
    def search(self) -> ClaimSearch:
        """The words of its claims."""
        return ClaimSearch(self.case)

    @cached_property
    def printed(self) -> PrintedNumbers:
        """Its claims and results as they are printed."""
        return PrintedNumbers(self.case)

    def list_topic(self, topic: str) -> list[ComparisonEntry]:
        """Returns the comparisons of a topic that it can answer, which are found by asking each of them."""
        if topic not in self._topics:
            self._topics[topic] = list_topic(self.case, topic)
        return self._topics[topic]

    def list_steps(self) -> tuple[Callable[[], object], ...]:
        """Returns what can be made before it is asked for, in steps, so that a question waits for one at most."""
        text = "In all, 1 case."
        return (lambda: self.search, lambda: self.printed, lambda: verify(self.case, self.case.folder, text))


class CaseLoader:
    """A case that is read when it is first asked for, and read again after a change.

    >>> from analysis.paths import find_case
    >>> loader = CaseLoader(find_case("mar-a-lago-2025-12-28"))
    >>> loader.load() is loader.load()
    True
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: tuple[_Signature, LoadedCase] | None = None

    def load(self) -> LoadedCase:
        """Returns the case. Raises CaseError with what is wrong in its files."""
        signature = self._read_signature()
        if self._loaded is None or self._loaded[0] != signature:
            self._loaded = None  # what was read before must not answer for files that can no longer be read
            self._loaded = signature, LoadedCase(open_case(self.folder))
        return self._loaded[1]

    def _read_signature(self) -> _Signature:
        """Returns what changes when a file does: names, sizes and times of change."""
        files = ((path.name, path.stat()) for path in self.folder.iterdir() if path.is_file())
        return tuple(sorted((name, about.st_size, about.st_mtime_ns) for name, about in files))
