"""A document for a format without sliders: PDF, Word and Markdown have no what-if block, nor its heading."""

from __future__ import annotations

from dataclasses import replace

from analysis.report.document.model import Block, Document, Heading, Result, Slider, WhatIf


def remove_sliders(document: Document) -> Document:
    """Returns the document without its sliders, the numbers of these and their results, and headings left with nothing.

    >>> from analysis.report.document.model import Prose
    >>> blocks = (Heading(1, ("What if",), "a"), WhatIf("w", (), (), (), {}), Heading(1, ("Method",), "b"), Prose(()))
    >>> made = Document((), (), {}, blocks, (), (), (), {}, (), {})
    >>> [getattr(item, "anchor", "") for item in remove_sliders(made).blocks]
    ['b', '']
    """
    sliders = [item for item in document.blocks if isinstance(item, WhatIf)]
    if not sliders:
        return document
    removed = {row.number.anchor for item in sliders for row in _list_rows(item)}
    notes = (
        replace(note, used=tuple(anchor for anchor in note.used if anchor not in removed)) for note in document.notes
    )
    numbers = (number for number in document.numbers if number.anchor not in removed)
    return replace(document, blocks=_remove_blocks(document.blocks), notes=tuple(notes), numbers=tuple(numbers))


def _remove_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    kept: list[Block] = []
    for item, after in zip(blocks, (*blocks[1:], None), strict=True):
        if not isinstance(item, WhatIf):
            kept.append(item)
        elif not isinstance(after, WhatIf):
            while kept and isinstance(over := kept[-1], Heading) and _ends_section(after, over.level):
                kept.pop()
    return tuple(kept)


def _ends_section(item: Block | None, level: int) -> bool:
    return item is None or (isinstance(item, Heading) and item.level <= level)


def _list_rows(item: WhatIf) -> tuple[Slider | Result, ...]:
    return (*item.sliders, *item.results)
