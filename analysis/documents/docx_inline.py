"""The text of one paragraph of a Word file, put together from its runs, its notes' marks and its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from analysis.documents.docx_xml import Element, find, get_name, get_value
from analysis.documents.runs import Runs

# Signs of the font Symbol that stand beside numbers (https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt).
_SYMBOLS = {
    0x25: "%",
    0x2B: "+",
    0x2D: "−",
    0xA3: "≤",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xBB: "≈",
}
_SYMBOLS |= {0x2E: ".", 0x2F: "/", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x6D: "µ", 0xD7: "⋅", 0xA0: "€"}
_OFF = ("0", "false", "off", "none")
_LEFT_OUT = frozenset(("del", "moveFrom", "rPr", "pPr", "delText", "instrText", "rt", "sdtPr", "tblPr", "trPr", "tcPr"))


class WordFile(Protocol):
    """What a paragraph asks the file that it is in. links: id of a relation -> the address it leads to."""

    links: dict[str, str]

    def number_note(self, kind: str, id: str) -> str:
        """Returns the number of a note."""
        ...

    def is_raised(self, properties: Element | None) -> bool:
        """Returns whether a run is superscript."""
        ...


def choose_way(element: Element) -> Element:
    """Returns the first of several ways in which the same content is given."""
    choice = find(element, "Choice")
    other = find(element, "Fallback")
    return choice if choice is not None else () if other is None else other


@dataclass
class Inline:
    """The pass over the runs of a paragraph. boxes: the text boxes that are fixed to it.

    links: the addresses that its words lead to.
    """

    word: WordFile
    runs: Runs = field(default_factory=Runs)
    texts: list[tuple[str, Any]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    breaks: int = 0  # tabs and line breaks since the last text
    raised: str = ""

    def finish(self) -> Iterator[tuple[str, Any]]:
        """Yields the texts with their marks: one, or several where a break stands between two numbers."""
        self._settle("")
        self._end()
        yield from self.texts

    def read(self, element: Element) -> None:
        """Adds what stands below an element."""
        for child in element:
            name = get_name(child)
            if name in _LEFT_OUT:
                continue
            if name == "r":
                self._read_run(child)
            elif name == "AlternateContent":
                self.read(choose_way(child))
            elif name == "sdt" and find(child, "sdtPr", "showingPlcHdr") is not None:
                continue  # a field that nobody has filled in
            elif name == "hyperlink":
                link = self.word.links.get(get_value(child, "id"), "")
                self.links += [link] if link.startswith(("http://", "https://")) else []
                self.read(child)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self._settle("")
                self.runs.add_mark(self.word.number_note(name.removesuffix("Reference"), get_value(child, "id")))
                if get_value(child, "customMarkFollows") not in ("", *_OFF):
                    return  # the rest of the run is the mark
            elif name == "t":
                self._add(child.text or "")
            elif name in ("tab", "ptab", "br", "cr"):
                self._settle("")
                self.breaks += 1
            elif name == "noBreakHyphen":
                self._add("-")
            elif name == "sym":
                self._add(_read_symbol(child))
            elif name == "f":  # of a formula
                self._read_fraction(child)
            elif name == "sup":
                self.runs.add_power("".join(part.text or "" for part in child.iter() if get_name(part) == "t"))
            elif name not in ("p", "tbl"):
                self.read(child)

    def _read_run(self, run: Element) -> None:
        properties = find(run, "rPr")
        if any(_is_on(properties, name) for name in ("vanish", "strike", "dstrike")):
            return
        if self.word.is_raised(properties) and find(run, "t") is not None:
            self.raised += "".join(child.text or "" for child in run if get_name(child) == "t")
        else:
            self.read(run)

    def _read_fraction(self, fraction: Element) -> None:
        upper, lower = find(fraction, "num"), find(fraction, "den")
        if upper is not None and lower is not None:
            self.read(upper)
            self._add("/")
            self.read(lower)

    def _add(self, text: str) -> None:
        self._settle(text)
        self.runs.add(text)

    def _settle(self, text: str) -> None:
        """Adds what was raised, and a space for breaks; ends the text at a break between digits, no one number."""
        if self.raised:
            raised, self.raised = self.raised, ""
            self.runs.add_superscript(raised)
        if self.breaks and (text := text.strip()):
            if self.runs.tail.rstrip()[-1:].isdigit() and text[0].isdigit():
                self._end()
            self.runs.add(" ")
            self.breaks = 0

    def _end(self) -> None:
        text, marks = self.runs.take()
        if text:
            self.texts.append((text, marks))


def _is_on(properties: Element | None, name: str) -> bool:
    switch = find(properties, name)
    return switch is not None and get_value(switch) not in _OFF


def _read_symbol(element: Element) -> str:
    code = get_value(element, "char")
    sign = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""
    if get_value(element, "font").lower() == "symbol" and sign:
        return _SYMBOLS.get(ord(sign) & 0xFF, "")
    return sign
