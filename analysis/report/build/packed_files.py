"""The files of a report while the rest of it is made: large ones are compressed, as a long table's are 40 MB.

They are kept and not written, as nothing is published, and no disk is filled, before all of a report is made.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, MutableMapping

_LARGE = 1_000_000  # bytes; smaller files are kept as they are: to compress the page of a usual report takes 10 ms
_COMPRESSED = (".pdf", ".docx", ".png")


class PackedFiles(MutableMapping[str, bytes]):
    """Path within a folder -> content, which takes less memory than its size and is made out when it is asked for.

    >>> files = PackedFiles({"tables/long.csv": b"0,1,2" * 200_000})
    >>> len(files["tables/long.csv"]), files.count_bytes() < 10_000
    (1000000, True)
    """

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        """files: what is there from the start."""
        self._kept: dict[str, tuple[int, bytes]] = {}  # its size where it is compressed, else 0
        self.update(files or {})

    def __getitem__(self, name: str) -> bytes:
        size, content = self._kept[name]
        return zlib.decompress(content, bufsize=size) if size else content

    def __setitem__(self, name: str, content: bytes) -> None:
        packed = len(content) >= _LARGE and not name.endswith(_COMPRESSED)
        self._kept[name] = (len(content), zlib.compress(content, 1)) if packed else (0, content)

    def __delitem__(self, name: str) -> None:
        del self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def count_bytes(self) -> int:
        """Returns how much the contents take as they are kept."""
        return sum(len(content) for _, content in self._kept.values())
