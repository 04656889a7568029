"""Imported once by the process that forks workers: all that executing and exporting a report would otherwise import."""

import citeproc.source.json  # the processor, for references
import nbclient
import nbformat
import papermill.execute
import papermill.parameterize
import pydantic
import typst
from babel import Locale

from analysis.report import fingerprint
from analysis.report.build import render
from analysis.report.document import reader
from analysis.report.document.languages import find_script
from analysis.report.document.text_cells import parse_markdown
from analysis.report.execute import engine, kernels, notebook
from analysis.report.formats import load_writer, side_files
from analysis.report.formats.html import page
from analysis.report.formats.html.compiled_templates import CompiledTemplates
from analysis.report.formats.pdf import document as pdf
from analysis.report.formats.typst import load_fonts
from analysis.style.house import get_shipped_house
from analysis.wording.own_units import read_definitions

for name in ("html", "pdf"):
    load_writer(name)
templates = page.load_templates()
templates.bytecode_cache = CompiledTemplates()
for name in ("page.html.j2", "notes.html.j2", "cite.html.j2", "beside.html.j2", "card.html.j2"):
    templates.get_template(name)  # compiles it, or loads it compiled
page.build_stylesheet(get_shipped_house())
page.build_typefaces(get_shipped_house())
load_fonts()
read_definitions([])  # reads the units
find_script(Locale("en").language)  # reads which script a language is written in
_asked: tuple[object, ...] = (Locale("en").scripts, pydantic.TypeAdapter)  # read, or imported, as it is first asked for
list(parse_markdown("words"))
nbformat.validate({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})  # compiles its schema
fingerprint.compute_library_fingerprint()
fingerprint.list_versions()

__all__ = [
    "citeproc",
    "engine",
    "kernels",
    "nbclient",
    "nbformat",
    "notebook",
    "papermill",
    "pdf",
    "reader",
    "render",
    "side_files",
    "typst",
]
