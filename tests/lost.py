"""What of a notebook is missing in a rendered file: every word and number, cell of a table, formula and picture.

The notebook is read with other libraries than the package reads it with (markdown-it, Beautiful Soup), and so are the
files (Beautiful Soup, pypdf, pikepdf, python-docx). `python -m tests.lost FOLDER ...` renders all notebooks below
folders as drafts, lists what each has lost, and what each takes beside nbconvert's HTML in the same process.
"""

from __future__ import annotations

import io
import json
import re
import sys
import time
import unicodedata
import warnings
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import nbformat
import pikepdf
import pypdf
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

FORMATS = ("html", "pdf", "docx", "md")
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_INLINE_TAG = re.compile(r"</?(?:ins|strong|em|del|sub|sup)>")
_FENCED = re.compile(r"(^`{3,}\n[\s\S]*?\n`{3,}$)", re.M)
_WORD = re.compile(r"[^\W_]+")
_COMMAND = re.compile(r"\\[A-Za-z]+")  # of TeX, in a formula that markdown-it does not see, as in a cell of a table
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")
_SCRIPTS = ("script", "style", "title", "meta", "link", "template", "svg")


def _split(text: str) -> Iterator[str]:
    """Yields the words of a text, with Unicode's compatible forms of letters alike."""
    yield from _WORD.findall(unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\u00ad", ""))


def _read_html(html: str) -> tuple[str, int]:
    """Returns the text of HTML that can be seen, and how many pictures it holds itself."""
    soup = BeautifulSoup(html, "html.parser")
    pictures = sum(
        (image.get("src") or "").startswith(("data:image/", "attachment:")) for image in soup.find_all("img")
    )
    pictures += sum(svg.find("use") is None for svg in soup.find_all("svg"))
    for element in soup(_SCRIPTS):
        element.decompose()
    return soup.get_text(" "), pictures


def _read_markdown(source: str) -> tuple[str, int, list[str]]:
    """Returns the text, how many pictures, and the formulas in TeX."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).use(footnote_plugin)
    parser.use(dollarmath_plugin, double_inline=True).use(amsmath_plugin)
    parser.validateLink = lambda url: True
    soup = BeautifulSoup(parser.render(source), "html.parser")
    formulas = [element.extract().get_text() for element in soup(class_="math")]
    return (*_read_html(str(soup)), formulas)


def _join(form: Any) -> str:
    return "".join(form) if isinstance(form, list) else form if isinstance(form, str) else json.dumps(form)


def _is_picture(data: str) -> bool:
    """Whether what an output calls a picture is one: an attack hidden in its place is no loss."""
    try:
        return b64decode(data)[:3] in (b"\x89PN", b"\xff\xd8\xff", b"GIF")
    except ValueError:
        return False


def _read_output(output: Mapping[str, Any]) -> tuple[str, int, list[str]]:
    """Returns the text of an output, how many pictures it shows, and its formulas in TeX."""
    if output["output_type"] == "stream":
        lines = _ESCAPES.sub("", _join(output["text"])).replace("\r\n", "\n").split("\n")
        return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines), 0, []
    if output["output_type"] == "error":
        said = "\n".join(output["traceback"]) or f"{output['ename']} {output['evalue']}"
        return _ESCAPES.sub("", said), 0, []
    data = output.get("data", {})
    for kind, read in (("text/html", lambda html: (*_read_html(html), [])), ("text/markdown", _read_markdown)):
        if kind in data:
            text, pictures, formulas = read(_join(data[kind]))
            if text.strip() or pictures or formulas:
                return text, pictures, formulas
    if found := next((kind for kind in _PICTURES if kind in data), ""):
        return "", int(found == "image/svg+xml" or _is_picture(_join(data[found]))), []
    if "text/latex" in data:
        return "", 0, [_join(data["text/latex"])]
    for kind in ("application/json", "text/plain"):
        if kind in data:
            text = data[kind] if kind != "application/json" else json.dumps(data[kind], ensure_ascii=False)
            return _ESCAPES.sub("", _join(text)), 0, []
    return "", 0, []


def read_notebook(notebook: nbformat.NotebookNode) -> tuple[Counter[str], int, list[str]]:
    """Returns the words of a notebook and how often each is there, how many pictures it holds, and its formulas."""
    words: Counter[str] = Counter()
    formulas: list[str] = []
    pictures = 0
    for cell in notebook.cells:
        tags = {tag.replace("-", "_") for tag in cell.get("metadata", {}).get("tags", ())}
        if "remove_cell" in tags:
            continue
        if cell.cell_type == "markdown":
            text, count, found = _read_markdown(cell.source)
            formulas += found
            words.update(_split(_COMMAND.sub(" ", text)))
            pictures += count
            continue
        if not tags & {"remove_input", "hide_code"}:
            words.update(_split(cell.get("source", "")))
        for output in () if "remove_output" in tags else cell.get("outputs", ()):
            text, count, found = _read_output(output)
            formulas += found
            words.update(_split(text))
            pictures += count
    return words, pictures, formulas


def _read_tags(pdf: bytes) -> tuple[int, str]:
    """Returns how many figures the tags of a PDF name, and the texts that stand for its formulas."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tags = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        formulas = [str(tag.get("/Alt", "")) for tag in tags if tag.S == "/Formula"]
        return sum(tag.S == "/Figure" for tag in tags), "\n".join(formulas)


def read_file(kind: str, content: bytes) -> tuple[str, int]:
    """Returns the text of a rendered file and how many pictures it shows."""
    if kind == "html":
        soup = BeautifulSoup(content, "lxml")
        text = " ".join(part.get_text(" ") for part in soup.find_all("main"))
        return text, sum((image.get("src") or "").startswith("data:image/") for image in soup.main.find_all("img"))
    if kind == "pdf":
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        figures, formulas = _read_tags(content)
        return f"{text}\n{formulas}", figures
    if kind == "docx":
        body = docx.Document(io.BytesIO(content)).element.body
        parts = []
        for element in body.iter():
            name = element.tag.rpartition("}")[2]
            parts.append((element.text or "") if name == "t" else "\n" if name in ("p", "br", "tab") else "")
        return "".join(parts), sum(element.tag.endswith("}pic") for element in body.iter())
    text = content.decode()
    parts = _FENCED.split(text)  # every second one is code, in which a tag is a word
    parts[::2] = [
        _INLINE_TAG.sub("", re.sub(r"</?(?:table|tr|td|th|br)\b[^>\n]*>", " ", part)).replace("\\", "")
        for part in parts[::2]
    ]
    return "".join(parts), text.count("![")


def _find_lost_formulas(formulas: list[str], kind: str, content: bytes, text: str) -> list[str]:
    """Returns the formulas that a file has neither in TeX nor, if it is of Word, as mathematics of its own."""
    whole = "".join(_split(text))
    lost = [tex for tex in formulas if "".join(_split(tex)) not in whole]
    if kind == "docx":
        body = docx.Document(io.BytesIO(content)).element.body
        lost = lost[sum(element.tag.endswith("}oMath") for element in body.iter()) :]
    return [f"the formula {tex.strip()[:40]}" for tex in lost]


def find_lost(notebook: nbformat.NotebookNode, kind: str, content: bytes, unprintable: str = "") -> list[str]:
    """Returns the words that a file lacks, or has less often than the notebook, and the pictures it lacks.

    unprintable: letters that no typeface has, of which a PDF prints a square.
    """
    words, pictures, formulas = read_notebook(notebook)
    text, shown = read_file(kind, content)
    split = [*_split(text)]
    whole, there = "".join(split), Counter(split)
    lost = _find_lost_formulas(formulas, kind, content, text)
    for word, count in words.items():
        if kind == "pdf" and any(letter in unprintable for letter in word):
            continue
        # words are broken at ends of lines, and joined where markup ended between them
        if there[word] < count and whole.count(word) < count:
            lost.append(f"{word} ({max(there[word], whole.count(word))} of {count})")
    if shown < pictures:
        lost.append(f"{pictures - shown} of {pictures} pictures")
    return lost


def main(folders: list[str]) -> int:
    """Prints a line for each notebook; returns how many have lost something."""
    from nbconvert import HTMLExporter

    from analysis.report.document.draft.reader import read_draft
    from analysis.report.formats.draft import write_draft_files
    from analysis.report.formats.glyphs import find_missing

    warnings.simplefilter("ignore")
    exporter = HTMLExporter()
    paths = sorted(
        path for folder in folders for path in [Path(folder), *Path(folder).rglob("*.ipynb")] if path.is_file()
    )
    failed, tried, sums = 0, 0, Counter[str]()
    slower = Counter[str]()
    worst: list[tuple[float, str, str]] = []
    for round, path in enumerate([paths[0], *paths]):  # the first warms up
        try:
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
            started = time.perf_counter()
            exporter.from_notebook_node(notebook)
        except Exception as error:
            print(f"{path.name}: nbconvert: {type(error).__name__}: {str(error)[:80]!r}")
            continue
        plain = time.perf_counter() - started
        took, lost = {}, []
        try:
            for kind in FORMATS:
                started = time.perf_counter()
                draft = read_draft(notebook, path.stem, path.parent)
                content = write_draft_files(draft, path.stem, (kind,))[f"{path.stem}.{kind}"]
                took[kind] = time.perf_counter() - started
                signs = "".join(find_missing(json.dumps(notebook, ensure_ascii=False), ())) if kind == "pdf" else ""
                lost += [f"{kind}: {word}" for word in find_lost(notebook, kind, content, signs)]
        except Exception as error:
            lost.append(f"{type(error).__name__}: {str(error)[:200]}")
        if not round:
            continue
        tried += 1
        failed += bool(lost)
        sums.update({"nbconvert": plain, **took})
        slower.update(kind for kind, seconds in took.items() if seconds > plain)
        worst.append(
            (max(took.values(), default=0) / plain, max(took, key=lambda kind: took[kind], default=""), path.name)
        )
        times = " ".join(f"{kind} {seconds:.3f}" for kind, seconds in took.items())
        print(
            f"{path.name}: {'LOST ' + '; '.join(lost[:12]) if lost else 'whole'} [{times}; nbconvert {plain:.3f}]",
            flush=True,
        )
    print(f"{tried - failed} of {tried} whole; seconds in all: " + ", ".join(f"{k} {v:.1f}" for k, v in sums.items()))
    shares = ", ".join(f"{kind} {1 - slower[kind] / max(1, tried):.1%}" for kind in FORMATS)
    print(f"in at most the time of nbconvert: {shares}")
    print("slowest:", ", ".join(f"{name} {kind} {share:.2f}" for share, kind, name in sorted(worst, reverse=True)[:8]))
    return failed


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
