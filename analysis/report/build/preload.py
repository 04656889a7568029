"""Imported once by the process that forks workers: all that executing and exporting a report would otherwise import."""

import nbclient
import nbformat
import papermill.execute
import typst
from nbconvert.exporters import Exporter

from analysis.report import fingerprint
from analysis.report.build import render
from analysis.report.document import reader
from analysis.report.execute import engine, kernels, notebook
from analysis.report.formats import side_files
from analysis.report.formats.html import page
from analysis.report.formats.pdf import exporter as pdf
from analysis.report.formats.pdf import typst_compiler
from analysis.style.house import get_shipped_house

for exporter in render.find_exporters().values():
    if exporter.name in ("communique-html", "communique-pdf"):
        exporter.load()
page.load_templates().get_template("page.html.j2")
page.build_stylesheet(get_shipped_house())
typst_compiler.load_fonts()
nbformat.validate({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})  # compiles its schema
fingerprint.compute_library_fingerprint()
fingerprint.list_versions()

__all__ = [
    "Exporter",
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
