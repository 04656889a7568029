"""Imported once by the process that forks workers: what executing and exporting a report would otherwise wait for."""

import nbclient
import nbformat
import papermill.execute
import typst
from nbconvert.exporters import Exporter

from analysis.report.build import cache
from analysis.report.build import render as build
from analysis.report.document import reader
from analysis.report.execute import engine, kernels, notebook
from analysis.report.formats import load_writer, side_files
from analysis.report.formats.html import page
from analysis.report.formats.pdf import document as pdf
from analysis.report.formats.typst import load_fonts
from analysis.style.house import get_shipped_house

for name in ("html", "pdf"):
    load_writer(name)
page.load_templates().get_template("page.html.j2")
page.build_stylesheet(get_shipped_house())
load_fonts()
nbformat.validate(nbformat.v4.new_notebook())  # compiles its schema
cache.compute_library_fingerprint()
cache.list_versions()

__all__ = [
    "Exporter",
    "build",
    "engine",
    "kernels",
    "nbclient",
    "nbformat",
    "notebook",
    "papermill",
    "pdf",
    "reader",
    "side_files",
    "typst",
]
