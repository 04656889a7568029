"""Work that waits for a pause: of many settings in a row only the last one counts, also while the work is slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_PAUSE = 0.08  # seconds without a new setting, after which the work begins


class LastOnly:
    """Does some work once a reader pauses.

    A kernel hands over its messages between two pieces of work, each of which begins the pause again: what was set
    while the last piece ran is done once. Without a running event loop, as in a script, the work is done at once.

    >>> done = []
    >>> LastOnly(lambda: done.append("drawn"), lambda: done.append("waiting")).ask()
    >>> done
    ['waiting', 'drawn']
    """

    def __init__(self, work: Callable[[], None], announce: Callable[[], None]) -> None:
        """work: what is done. announce: called as soon as it is asked for, to say that it is coming."""
        self._work, self._announce = work, announce
        self._waiting: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Asks for the work, instead of what was asked for and has not begun."""
        self._announce()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._work()
            return
        if self._waiting:
            self._waiting.cancel()
        self._waiting = loop.call_later(_PAUSE, self._work)
