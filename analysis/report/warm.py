"""Imported once by the process that forks workers: what executing and exporting a report would otherwise wait for."""

import nbclient
import nbformat
import papermill.execute
import typst
from nbconvert.exporters import Exporter

from analysis.house import house
from analysis.report import build, document, engine, execute, folder, fresh, html, kernels, pdf, press

for exporter in build.exporters().values():
    if exporter.name in ("communique-html", "communique-pdf"):
        exporter.load()
html.templates().get_template("page.html.j2")
html.style(house())
press.fonts()
nbformat.validate(nbformat.v4.new_notebook())      # compiles its schema
fresh.library()
fresh.versions()

__all__ = ["Exporter", "build", "document", "engine", "execute", "folder", "kernels", "nbclient", "nbformat",
           "papermill", "pdf", "typst"]
