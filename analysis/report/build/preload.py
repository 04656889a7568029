"""Imported once by the process that forks workers: what executing and exporting a report would otherwise wait for."""

import nbclient
import nbformat
import papermill.execute
import typst
from nbconvert.exporters import Exporter

from analysis.report.build import cache as fresh
from analysis.report.build import render as build
from analysis.report.document import reader as document
from analysis.report.execute import engine, kernels
from analysis.report.execute import notebook as execute
from analysis.report.formats import side_files as folder
from analysis.report.formats.html import page as html
from analysis.report.formats.pdf import exporter as pdf
from analysis.report.formats.pdf import typst_compiler as press
from analysis.style.house import house

for exporter in build.exporters().values():
    if exporter.name in ("communique-html", "communique-pdf"):
        exporter.load()
html.templates().get_template("page.html.j2")
html.style(house())
press.fonts()
nbformat.validate(nbformat.v4.new_notebook())  # compiles its schema
fresh.library()
fresh.versions()

__all__ = [
    "Exporter",
    "build",
    "document",
    "engine",
    "execute",
    "folder",
    "kernels",
    "nbclient",
    "nbformat",
    "papermill",
    "pdf",
    "typst",
]
