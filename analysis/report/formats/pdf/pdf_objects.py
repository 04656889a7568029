"""The objects of a PDF as bytes: read one by one from a file that Typst wrote, and written compressed into another.

pikepdf makes an object of its own of each, about 2 kB; the tags and links of a table of 20,000 rows are 140,000, of
which only the numbers change, by which they name each other. ISO 32000-2, 7.3 and 7.5, has the syntax of both.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable

from analysis.errors import ReportError

_TOKEN = re.compile(rb"\\.|[()]|\b(\d+) 0 R\b", re.S)
_IN_ONE = 200  # objects that are compressed together
_ENTRY = 7  # bytes of an entry of the table


def read_objects(pdf: bytes) -> dict[int, bytes]:
    r"""Returns the objects of a PDF by their numbers, each without its first and last words.

    pdf: with a table of its objects, uncompressed, as Typst writes it.
    Raises ReportError for another.

    >>> pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 2\n" + b"0000000000 65535 f\r\n"
    >>> read_objects(pdf + b"0000000009 00000 n\r\ntrailer\n<</Root 1 0 R>>\nstartxref\n42\n%%EOF")
    {1: b'<</Type/Catalog>>'}
    """
    table = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(pdf, table)
    if not head:
        raise ReportError("the PDF that Typst made has no table of its objects, so no pages can be joined to it")
    lines = (pdf[at : at + 20] for at in range(head.end(), head.end() + 20 * int(head[1]), 20))
    starts = [(int(line[:10]), number) for number, line in enumerate(lines) if line[17:18] == b"n"]
    starts.sort()
    ends = [*(start for start, _ in starts[1:]), table]
    found = {}
    for (start, number), end in zip(starts, ends, strict=True):
        first, last = b"%d 0 obj" % number, pdf.rfind(b"endobj", start, end)
        if not pdf.startswith(first, start) or last < 0:
            raise ReportError(f"object {number} of the PDF that Typst made is not where its table says")
        found[number] = pdf[start + len(first) : last].strip(b"\r\n")
    return found


def replace_references(body: bytes, renumber: Callable[[int], int]) -> bytes:
    """Returns an object with other numbers of the objects it names; what stands in a text or stream is left as it is.

    >>> replace_references(b"<</P 7 0 R/Contents(as in (7 0 R) and 8 0 R)/K[8 0 R]>>", lambda number: number + 100)
    b'<</P 107 0 R/Contents(as in (7 0 R) and 8 0 R)/K[108 0 R]>>'
    """
    depth = 0

    def replace(found: re.Match[bytes]) -> bytes:
        nonlocal depth
        if found[1]:
            return found[0] if depth else b"%d 0 R" % renumber(int(found[1]))
        depth += (found[0] == b"(") - (found[0] == b")")
        return found[0]

    if not is_stream(body):
        return _TOKEN.sub(replace, body)
    head, word, rest = body.partition(b"stream")
    return _TOKEN.sub(replace, head) + word + rest


def is_stream(body: bytes) -> bool:
    """Whether an object is a stream, such as the content of a page."""
    return body.endswith(b"endstream")


def format_stream(entries: bytes, data: bytes) -> bytes:
    r"""Returns a stream as an object. entries: of its dictionary, without its length.

    >>> format_stream(b"/Filter/FlateDecode", b"abc")
    b'<</Filter/FlateDecode/Length 3>>\nstream\nabc\nendstream'
    """
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


class ObjectWriter:
    """Writes a PDF object by object, and keeps none of them: all but streams are compressed, many at a time."""

    def __init__(self, first_free: int) -> None:
        """first_free: a number that is, as those after it, not yet of an object."""
        self._table = bytearray(_ENTRY * first_free)
        self._waiting: list[tuple[int, bytes]] = []
        self._file = io.BytesIO()
        self._file.write(b"%PDF-1.7\n%\x80\x80\x80\x80\n")

    def take_number(self) -> int:
        """Returns the number of an object that is still to be added."""
        self._table += bytes(_ENTRY)
        return len(self._table) // _ENTRY - 1

    def add(self, number: int, body: bytes) -> None:
        """Adds an object under its number."""
        if is_stream(body):
            self._write(number, body)
            return
        self._waiting.append((number, body))
        if len(self._waiting) == _IN_ONE:
            self._write_waiting()

    def finish(self, root: int, info: int | None) -> bytes:
        """Returns the file. root, info: the numbers of its catalog and of what describes it.

        Its identity is a digest of what is in it, so that the same objects give the same bytes.
        """
        self._write_waiting()
        own, at = self.take_number(), self._file.tell()
        self._enter(own, 1, at)
        identity = hashlib.blake2b(self._file.getbuffer(), digest_size=16).hexdigest().encode()
        described = b"" if info is None else b"/Info %d 0 R" % info
        entries = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R%b/ID[<%b><%b>]/Filter/FlateDecode" % (
            *(own + 1, root, described),
            *(identity, identity),
        )
        self._write(own, format_stream(entries, zlib.compress(self._table, 9)))
        self._file.write(b"startxref\n%d\n%%%%EOF\n" % at)
        return self._file.getvalue()

    def _enter(self, number: int, kind: int, at: int, within: int = 0) -> None:
        """Enters an object in the table. kind: 1: at a place of the file; 2: within a compressed object."""
        entry = bytes((kind,)) + at.to_bytes(4, "big") + within.to_bytes(2, "big")
        self._table[_ENTRY * number : _ENTRY * (number + 1)] = entry

    def _write(self, number: int, body: bytes) -> None:
        self._enter(number, 1, self._file.tell())
        self._file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _write_waiting(self) -> None:
        if not self._waiting:
            return
        within, starts, at = self.take_number(), list[bytes](), 0
        for place, (number, body) in enumerate(self._waiting):
            self._enter(number, 2, within, place)
            starts.append(b"%d %d" % (number, at))
            at += len(body) + 1
        head = b" ".join(starts) + b"\n"
        data = zlib.compress(head + b"\n".join(body for _, body in self._waiting))
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(starts), len(head))
        self._waiting.clear()
        self._write(within, format_stream(entries, data))
