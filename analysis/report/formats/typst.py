"""Typst, which sets the PDF and draws the pictures in a Word file: string literals, and source -> PDF or PNG.

Typst sees the shipped typefaces and those of the house style, and those of the machine only where that style says so;
no file, and no package. All that a report says is handed to it in string literals (`quote_text`), so a text is never
read as code.
"""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Required, TypedDict, cast

from analysis.contract import remove_links
from analysis.errors import ReportError
from analysis.memory import give_back_memory
from analysis.style.assets import SYSTEM_FACES, Face
from analysis.style.house import FONT_FOLDER
from analysis.style.scripts import list_font_folders

if TYPE_CHECKING:
    from typst import Compiler, Fonts, OutputFormat, PDFStandards

_ERROR_LINE = re.compile(r"\.typ:(\d+):\d+")
_lock = threading.Lock()
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHORT_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
# A string literal, a comment, or a word of code that can reach a package; with `eval`, the word may be in a text.
_LOADING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|//[^\n]*|\b(import|include|eval)\b', re.S)


_KEPT_FILES = 10  # of which Typst keeps what it has laid out
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class _Options(TypedDict, total=False):
    """Options of `typst.Compiler.compile`."""

    format: Required[OutputFormat]
    ppi: float
    pdf_standards: PDFStandards
    timestamp: datetime


def quote_text(text: str) -> str:
    r"""Returns a text as a Typst string literal, which stands for that text letter for letter.

    Typst has the escapes \\ \" \n \r \t and \u{...}, and no others. A half of a surrogate pair, which no text file can
    hold, becomes U+FFFD.

    >>> print(quote_text('C:\\budget "new"'))
    "C:\\budget \"new\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_CONTROL.sub(_escape_control, escaped)}"'


def _escape_control(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _SHORT_ESCAPES.get(found[0]) or f"\\u{{{0xFFFD if 0xD800 <= code <= 0xDFFF else code:x}}}"


def compile_pdf(
    source: str, faces: Sequence[Face], timestamp: datetime, files: Mapping[str, bytes] = NO_FILES
) -> bytes:
    """Returns a Typst file as a tagged PDF (PDF/UA-1).

    faces: the house's typefaces beside the shipped ones. timestamp: the date the PDF bears. files: name -> picture that
    the source shows as `image("/name")`.
    Raises ReportError with Typst's message where it cannot set the source.
    """
    return _compile(source, faces, _set_pdf(timestamp), files)


def _set_pdf(timestamp: datetime) -> _Options:
    return {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": timestamp}


END = "end"  # the name of the place where a report ends


class Place(TypedDict):
    """A place in a report that the source names: its page, and the shares of its width and height that are before it.

    ends: whether it is where something ends; else it is where the next thing begins.
    """

    name: str
    ends: bool
    page: int
    across: float
    down: float


class Typesetter:
    """Sets a report again and again while it changes: Typst lays out only what is not as it was the last time.

    Typst knows what it has laid out by where it stands in which file, so all is one file, and one compiler reads it.
    """

    def __init__(self, folder: str, fonts: Fonts) -> None:
        """folder: an empty one for the file, all that Typst can read."""
        import typst

        self._file = Path(folder) / "report.typ"
        self._file.touch()
        self._compiler = typst.Compiler(self._file, root=folder, font_paths=fonts)

    def find_places(self, source: str) -> list[Place]:
        """Returns the places that a Typst file names `<place>`, in order. Raises as `query_values`."""
        return cast(list[Place], self.query_values(source, "<place>"))

    def query_values(self, source: str, selector: str) -> list[Any]:
        """Returns the values of a Typst file under a label, in order.

        Raises ReportError with Typst's message where it cannot set the source.
        """
        import typst

        self._write(source)
        try:
            return cast(list[Any], json.loads(self._compiler.query(selector, field="value")))
        except typst.TypstError as error:
            raise ReportError(f"Typst could not set the report: {error.message}") from None

    def compile_pdf(self, source: str, timestamp: datetime) -> bytes:
        """Returns a Typst file as `compile_pdf` does."""
        self._write(source)
        return _check_single("pdf", lambda: self._compiler.compile(**_set_pdf(timestamp)))

    def _write(self, source: str) -> None:
        _refuse_loading(source)
        self._file.write_text(source, encoding="utf-8", newline="")


@contextmanager
def open_typesetter(faces: Sequence[Face]) -> Iterator[Typesetter]:
    """Gives a typesetter with the house's typefaces beside the shipped ones.

    >>> with open_typesetter(()) as typesetter:
    ...     typesetter.find_places('#metadata((name: "end", page: 1)) <place>')
    [{'name': 'end', 'page': 1}]
    """
    with tempfile.TemporaryDirectory(prefix="communique-") as folder, _find_fonts(faces) as fonts:
        yield Typesetter(folder, fonts)


def forget_layouts() -> None:
    """Has Typst release what it keeps of the pages it has set: as of ten files, so it is given as many empty ones."""
    for number in range(_KEPT_FILES + 1):
        _compile(f"#set page(width: {number + 1}pt, height: 1pt)", (), {"format": "svg"})
    give_back_memory()


def find_refused_lines(lines: Sequence[str], faces: Sequence[Face]) -> set[int]:
    """Returns the positions of the lines of Typst that cannot be set in a tagged PDF, as no typeface has a character.

    >>> find_refused_lines(['#"a";', '#"ᚠ";'], ())
    {1}
    """
    import typst

    head = '#set document(title: "signs")\n#set text(lang: "en")\n'
    options = _set_pdf(datetime(2000, 1, 1, tzinfo=UTC))
    try:
        with _lock, tempfile.TemporaryDirectory(prefix="communique-") as root:
            _compile_with_faces((head + "\n\n".join(lines)).encode(), faces, root, options)
    except typst.TypstError as error:
        if len(lines) == 1:
            return {0}
        if named := {(int(found) - 3) // 2 for found in _ERROR_LINE.findall(str(error.diagnostic))}:
            return {at for at in named if 0 <= at < len(lines)}
    else:
        return set()
    half = len(lines) // 2  # Typst names no line for a picture
    return find_refused_lines(lines[:half], faces) | {half + at for at in find_refused_lines(lines[half:], faces)}


def draw_png(svg: str, width_mm: float, dpi: int, faces: Sequence[Face] = (), fill: str = "white") -> bytes:
    """Returns a drawing as a PNG picture of that width. fill: the background, `none` for a transparent one.

    Raises ReportError with Typst's message where it cannot draw it.
    """
    source = (
        f"#set page(width: {width_mm}mm, height: auto, margin: 0pt, fill: {fill})\n"
        f'#image(bytes({quote_text(remove_links(svg))}), format: "svg", width: 100%)\n'
    )
    return _compile(source, faces, {"format": "png", "ppi": dpi})


def draw_pages(source: str, faces: Sequence[Face], dpi: int, files: Mapping[str, bytes] = NO_FILES) -> list[bytes]:
    """Returns each page of a Typst file as a PNG picture.

    faces: the house's typefaces beside the shipped ones. files: as in `compile_pdf`. Raises ReportError with Typst's
    message.

    >>> [page[:4] for page in draw_pages("#page(width: 1in, height: 1in)[]", (), 10)]
    [b'\x89PNG']
    """
    pages = _compile_any(source, faces, {"format": "png", "ppi": dpi}, files)
    return pages if isinstance(pages, list) else [pages]


def draw_svg_pages(source: str, faces: Sequence[Face]) -> list[str]:
    """Returns each page of a Typst file as SVG, its words as outlines. Raises ReportError with Typst's message.

    >>> [page[:4] for page in draw_svg_pages("#page(width: 1in, height: 1in)[]", ())]
    ['<svg']
    """
    pages = _compile_any(source, faces, {"format": "svg"})
    return [page.decode() for page in (pages if isinstance(pages, list) else [pages])]


def _compile(source: str, faces: Sequence[Face], options: _Options, files: Mapping[str, bytes] = NO_FILES) -> bytes:
    return _check_single(options["format"], lambda: _compile_any(source, faces, options, files))


def _check_single(form: str, make: Callable[[], bytes | list[bytes] | None]) -> bytes:
    """Returns the one file that is made. Raises ReportError, with Typst's message where it cannot make it."""
    output = _check_made(form, make)
    if not isinstance(output, bytes):  # it returns a list where a picture takes several pages
        raise ReportError(f"Typst made no single {form.upper()} file")
    return output


def _check_made(form: str, make: Callable[[], bytes | list[bytes] | None]) -> bytes | list[bytes]:
    """Returns what is made. Raises ReportError, with Typst's message where it cannot make it."""
    import typst

    try:
        output = make()
    except typst.TypstError as error:
        hints = "".join(f"; {hint}" for hint in error.hints)
        raise ReportError(f"Typst could not make the {form.upper()}: {error.message}{hints}") from None
    if output is None:
        raise ReportError(f"Typst made no {form.upper()} file")
    return output


def _compile_any(
    source: str, faces: Sequence[Face], options: _Options, files: Mapping[str, bytes] = NO_FILES
) -> bytes | list[bytes]:
    _refuse_loading(source)
    # A compiler serves one thread; it takes hundredths of a second. Its root has the files given, and no others.
    with _lock, tempfile.TemporaryDirectory(prefix="communique-") as root:
        for name, data in files.items():
            (Path(root) / name).write_bytes(data)
        return _check_made(options["format"], lambda: _compile_with_faces(source.encode(), faces, root, options))


def _refuse_loading(source: str) -> None:
    """Refuses source that could load a package, as Typst would download it: no template of ours does.

    Raises ReportError.
    """
    word = next((found[1] for found in _LOADING.finditer(source) if found[1]), None)
    if word:
        raise ReportError(f"the Typst source of a report contains {word!r}; it cannot load packages or evaluate text.")


def _compile_with_faces(
    source: bytes, faces: Sequence[Face], root: str, options: _Options
) -> bytes | list[bytes] | None:
    import typst

    if not faces:
        return _load_compiler().compile(source, root=root, **options)
    with _find_fonts(faces) as fonts:
        return typst.Compiler(font_paths=fonts).compile(source, root=root, **options)


@contextmanager
def _find_fonts(faces: Sequence[Face]) -> Iterator[Fonts]:
    """Gives the shipped typefaces and those of the house, which Typst finds in folders only."""
    import typst

    if not faces:
        yield load_fonts()
        return
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        for position, face in enumerate(faces):
            if face is not SYSTEM_FACES:
                (Path(folder) / f"{position}.{face.suffix}").write_bytes(face.data)
        yield typst.Fonts(
            include_system_fonts=SYSTEM_FACES in faces,
            include_embedded_fonts=True,
            font_paths=[*_list_folders(), folder],
        )


@cache
def _load_compiler() -> Compiler:
    import typst

    return typst.Compiler(font_paths=load_fonts())


@cache
def load_fonts() -> Fonts:
    """Returns the shipped typefaces, found once; a process that forks may do so beforehand, as it starts no thread."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=_list_folders())


def _list_folders() -> list[str]:
    return [*map(str, (FONT_FOLDER, *list_font_folders()))]
