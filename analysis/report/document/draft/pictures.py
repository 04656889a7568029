"""Pictures that a draft shows: read as far as is needed to know that they can be, and how large they are.

What no writer knows (WebP, BMP, TIFF) becomes PNG. A picture that cannot be read is none.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes
from xml.etree import ElementTree

from analysis.report.document.model import Picture

_DATA = re.compile(r"data:([\w.+/-]*)((?:;[^,;]*)*),", re.I)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(pt|px|in|cm|mm|em|)\s*$")
_PIXELS = {"pt": 4 / 3, "px": 1, "": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16}
_LARGEST = 40_000_000  # bytes of a picture file beside a notebook that is taken in
_KINDS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif"}
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class PictureReader:
    """Reads the pictures of one notebook and names them in order. folder: of the notebook, None if it has none."""

    folder: Path | None = None
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)  # of the cell that is being read
    count: int = 0

    def read_output(self, kind: str, data: str, alt: str) -> Picture | None:
        """Returns a picture of an output. kind: its media type. data: in base64, or as text if it is an SVG."""
        if kind == "image/svg+xml" and "<" in data:  # what is attached to a cell is in base64
            return self.read(data.encode(errors="replace"), alt)
        return self.read(_decode(data), alt)

    def read_address(self, address: str, alt: str) -> Picture | None:
        """Returns the picture at an address, if it is in the notebook or in a file in its folder."""
        address = address.strip()
        if found := _DATA.match(address):
            rest = address[found.end() :]
            return self.read(_decode(unquote(rest)) if "base64" in found[2].lower() else unquote_to_bytes(rest), alt)
        if address.startswith("attachment:"):
            name = address[11:]  # some front ends keep it as it is in an address
            forms = (self.attachments.get(name) or self.attachments.get(unquote(name), {})).items()
            return next(filter(None, (self.read_output(kind, "".join(data), alt) for kind, data in forms)), None)
        return self._read_file(address, alt)

    def _read_file(self, address: str, alt: str) -> Picture | None:
        if self.folder is None or re.match(r"[a-zA-Z][\w+.-]*:|//", address):
            return None
        root = self.folder.resolve()
        try:
            path = (root / unquote(address.partition("?")[0].partition("#")[0])).resolve()
            if path.is_relative_to(root) and path.is_file() and path.stat().st_size <= _LARGEST:
                return self.read(path.read_bytes(), alt)
        except (OSError, ValueError):
            pass
        return None

    def read(self, data: bytes, alt: str) -> Picture | None:
        """Returns a picture from its bytes, None if they are none."""
        if data[:5] == b"%PDF-":
            return self._make(data, "pdf", alt, (400, 300))
        if b"<svg" in data[:4000]:
            return self._read_svg(data, alt)
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(data)) as image:
                kind, size, density = _KINDS.get(image.format or "", ""), image.size, image.info.get("dpi", (0, 0))[0]
                if not kind:
                    packed = io.BytesIO()
                    image.convert("RGBA").save(packed, "PNG")
                    data, kind = packed.getvalue(), "png"
                else:
                    image.verify()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, Image.DecompressionBombError):
            return None
        share = 96 / float(density) if kind == "png" and float(density) > 120 else 1  # drawn for a finer screen
        return self._make(data, kind, alt, (size[0] * share, size[1] * share))

    def _read_svg(self, data: bytes, alt: str) -> Picture | None:
        try:
            root = ElementTree.fromstring(data)
        except (ElementTree.ParseError, LookupError, ValueError):
            return None
        if root.tag != f"{_SVG}svg" and root.tag != "svg":
            return None
        if root.tag == "svg":  # within HTML it needs no namespace
            data = re.sub(rb"<svg\b", b'<svg xmlns="http://www.w3.org/2000/svg"', data, count=1)
        return self._make(data, "svg", alt, _measure_svg(root))

    def _make(self, data: bytes, kind: str, alt: str, size: tuple[float, float]) -> Picture:
        self.count += 1
        suffix = "jpg" if kind == "jpeg" else kind
        return Picture(data, kind, f"picture-{self.count}.{suffix}", alt, max(1.0, size[0]), max(1.0, size[1]))


def _decode(text: str) -> bytes:
    try:
        return b64decode(text)
    except (Base64Error, ValueError):
        return b""


def _measure_svg(root: ElementTree.Element) -> tuple[float, float]:
    """Returns width and height in pixels: as given, or else of what it shows."""
    given = [_LENGTH.match(root.get(name, "")) for name in ("width", "height")]
    if all(given):
        width, height = (float(one[1]) * _PIXELS[one[2]] for one in given if one)
        return width, height
    box = re.findall(r"[\d.eE+-]+", root.get("viewBox", ""))
    try:
        return (float(box[2]), float(box[3])) if len(box) == 4 else (400.0, 300.0)
    except ValueError:
        return 400.0, 300.0
