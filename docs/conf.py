"""Sphinx's settings. The codebook page is written from the schema each time the site is built."""

from __future__ import annotations

from pathlib import Path

from analysis.case.datapackage import build_codebook

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

_CODEBOOK = (
    "Every table of a case, column by column. A case's own README.md holds the same tables and, beneath them, the "
    "quantities of that case. A table with only its header line is enough where a case has nothing to say."
)


def _write_codebook(path: Path) -> None:
    tables, _, _ = build_codebook("Codebook", _CODEBOOK, {}).partition("## Quantities")
    made_by = "Made by `communique check --update` from the schema and quantities.csv; edit those instead.\n\n"
    path.write_text(tables.replace(made_by, ""), encoding="utf-8")


_write_codebook(Path(__file__).with_name("codebook.md"))
