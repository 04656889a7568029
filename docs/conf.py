"""Sphinx's settings."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

project = "Communique"
copyright = "The Communique authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
html_theme = "furo"
html_title = "Communique"
default_role = "code"
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
exclude_patterns = ["_build"]

# Docstrings are plain text: `name: what it is` begins a line, and its continuation may be indented. As
# reStructuredText each such line is a paragraph of its own, and a drawing (columns of spaces) is kept as it is.
_ITEM = re.compile(r"(?P<label>Returns|Raises|Source|[a-z_]\w*(?:, [a-z_]\w*)*):? (?=\S)")


def _convert_docstring(lines: list[str]) -> list[str]:
    made: list[str] = []
    for block in "\n".join(lines).split("\n\n"):
        text = [line for line in block.split("\n") if line]
        if not text:
            continue
        if text[0].lstrip().startswith(">>>"):
            made += [*text, ""]
        elif all(line.startswith("    ") for line in text) or any("  " in line.strip() for line in text):
            made += ["::", "", *(f"    {line}" for line in text), ""]
        else:
            for line in text:
                item = _ITEM.match(line)
                labelled = item and (item["label"] in ("Returns", "Raises") or line[len(item["label"])] == ":")
                if item and labelled:
                    made += ["", f"**{item['label']}:** {line[item.end() :].strip()}"]
                elif made and made[-1]:
                    made[-1] += f" {line.strip()}"
                else:
                    made.append(line.strip())
            made.append("")
    return made


def setup(app: Sphinx) -> None:
    """Has docstrings converted before autodoc reads them."""

    def convert(app: Sphinx, what: str, name: str, of: object, options: object, lines: list[str]) -> None:
        lines[:] = _convert_docstring(lines)

    app.connect("autodoc-process-docstring", convert)
