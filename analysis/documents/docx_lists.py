"""The numbers of a Word file's lists, which the file does not hold: they are counted from its numbering part."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from analysis.documents.docx_xml import Element, get_name, get_value
from analysis.documents.list_numbers import format_number, read_whole

_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I", "bullet": "", "none": ""}


@dataclass(frozen=True)
class _Level:
    """How a level numbers. text: `%1.%2.`, where %1 is the number of the first level."""

    kind: str = "1"
    text: str = ""
    start: int = 1


class Lists:
    """Counts the items of all lists. root: of the numbering part, None where the file has none."""

    def __init__(self, root: Element | None):
        self._levels: dict[str, dict[int, _Level]] = {}  # of each abstract list
        self._lists: dict[str, str] = {}  # list -> its abstract one
        self._starts: dict[str, dict[int, int]] = {}  # list -> level -> where it begins again
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        for element in root if root is not None else ():
            id = get_value(element, "abstractNumId") or get_value(element, "numId")
            if get_name(element) == "abstractNum":
                self._levels[id] = dict(map(_read_level, (one for one in element if get_name(one) == "lvl")))
            elif get_name(element) == "num":
                self._read_list(get_value(element, "numId"), element)

    def _read_list(self, id: str, element: Element) -> None:
        starts: dict[int, int] = {}
        for child in element:
            if get_name(child) == "abstractNumId":
                self._lists[id] = get_value(child, "val")
            elif get_name(child) == "lvlOverride":
                for start in child:
                    whole = read_whole(get_value(start, "val"))
                    if get_name(start) == "startOverride" and whole is not None:
                        starts[read_whole(get_value(child, "ilvl")) or 0] = whole
        self._starts[id] = starts

    def count(self, id: str, level: int) -> tuple[bool, str]:
        """Returns whether a paragraph with this list and level is an item, and its number, '' for a bullet."""
        abstract = self._lists.get(id, "")
        levels = self._levels.get(abstract)
        if not levels or level not in levels:
            return False, ""
        counts = self._counts[abstract]
        if id not in self._begun:
            self._begun.add(id)
            for at, start in self._starts[id].items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if not levels[level].kind:
            return True, ""

        def print_number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = levels.get(at, _Level())
            return format_number(counts.get(at, shown.start), shown.kind or "1")

        return True, re.sub(r"%(\d)", print_number, levels[level].text).strip(" .)(")


def _read_level(element: Element) -> tuple[int, _Level]:
    found = {get_name(child): get_value(child, "val") for child in element}
    start = read_whole(found.get("start"))
    kind = _FORMATS.get(found.get("numFmt", ""), "1")
    level = read_whole(get_value(element, "ilvl")) or 0
    return level, _Level(kind, found.get("lvlText", ""), 1 if start is None else start)
