"""The right to publish at an address, which one publisher at a time has: `publishing.json` there says who.

It is created by a conditional write (PUT with If-None-Match), which fails where there is one. Whoever is killed leaves
it; it counts for a quarter of an hour, and not for the machine that wrote it, whose next command goes on at once.
"""

from __future__ import annotations

import json
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from analysis.errors import StoreError
from analysis.remote.store import Store

PUBLISHING = "publishing.json"
_TOKEN = ".publisher"  # in the mirror: what this one calls itself, which says nothing of the user or the machine
_COUNTS = 900.0  # seconds for which it counts
_RENEWED = 300.0  # seconds after which one that still publishes says so again


class PublishingRight:
    """The right to publish in a store, held within a `with`. mirror: the folder here, which the caller has locked.

    Raises StoreError if somebody else has it.
    """

    def __init__(self, store: Store, mirror: Path):
        self._store, self._token = store, _read_token(mirror / _TOKEN)

    def __enter__(self) -> Self:
        if not self._store.create(PUBLISHING, self._format()):
            by, since = self._read()
            if by not in ("", self._token) and _count_seconds(since) < _COUNTS:
                raise self._refuse(since)
            self._store.write(PUBLISHING, self._format())
        self._renewed = time.monotonic()
        self.check()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(StoreError):  # it counts no longer than a quarter of an hour
            if self._read()[0] == self._token:
                self._store.remove([PUBLISHING])

    def keep(self) -> None:
        """Renews the right from time to time. Raises StoreError if it was taken."""
        if time.monotonic() - self._renewed > _RENEWED:
            self.check()
            self._store.write(PUBLISHING, self._format())
            self._renewed = time.monotonic()

    def check(self) -> None:
        """Raises StoreError if somebody else has the right by now."""
        by, since = self._read()
        if by != self._token:
            raise self._refuse(since)

    def _refuse(self, since: str) -> StoreError:
        when = f" since {since}" if since else ""
        return StoreError(
            f"{self._store.shown}: someone else publishes there{when}; wait for the end, or for {_COUNTS / 60:g} "
            "minutes if that was killed."
        )

    def _format(self) -> bytes:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return (json.dumps({"by": self._token, "since": now}) + "\n").encode()

    def _read(self) -> tuple[str, str]:
        """Returns who publishes, and since when; '' where nobody does, or it is not known."""
        try:
            found = json.loads(self._store.read(PUBLISHING) or b"")
            return str(found["by"]), str(found["since"])
        except (ValueError, KeyError, TypeError):
            return "", ""


def _read_token(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        path.write_text(token := secrets.token_hex(8), encoding="ascii")
        return token


def _count_seconds(since: str) -> float:
    """Returns how long ago a moment is, or how far ahead by another clock; without end for what is none."""
    try:
        return abs((datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds())
    except (ValueError, TypeError):
        return float("inf")
