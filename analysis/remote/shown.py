"""What is printed of a copy or a mirror in the user's cache: the address it is of, which is what the user knows.

Every command imports this module, so it imports next to nothing itself.
"""

from __future__ import annotations

from pathlib import Path

_ADDRESSES: dict[str, str] = {}  # folder in the cache -> the address, without secrets


def remember_address(folder: Path, address: str) -> None:
    """Remembers which address a folder in the cache is of, in this process. address: without secrets."""
    _ADDRESSES[str(folder)] = address.rstrip("/")


def show_addresses(text: str) -> str:
    """Returns a text with the address in place of each folder that is a copy of it.

    >>> remember_address(Path("/cache/copies/1f/my-case"), "s3://bucket/my-case")
    >>> show_addresses("1 problem in /cache/copies/1f/my-case")
    '1 problem in s3://bucket/my-case'
    """
    for folder, address in _ADDRESSES.items():
        text = text.replace(folder, address)
    return text
