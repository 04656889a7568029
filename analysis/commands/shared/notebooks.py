"""One notebook, read as a render reads it: everything that would be refused is named, and nothing is published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.commands.shared.notebook_folders import find_notebook_folders
from analysis.commands.shared.options import CaseFolder
from analysis.commands.shared.trust import Gate
from analysis.commands.shared.warm_server import build_setup
from analysis.errors import UsageError, add_context
from analysis.report.build.job import Render
from analysis.report.build.plan import find_notebook, read_cells
from analysis.report.document.model import Document, Figure, Table
from analysis.report.document.parameters import check_values, read_parameters
from analysis.report.execute import client


def read_notebook(
    given: str, case: CaseFolder, parameters: Mapping[str, str], *, trust: bool = False, sandbox: bool = False
) -> Document:
    """Returns the document of a notebook that is run for it; the report's folder is not touched.

    given: a path that ends in .ipynb, or the name of a notebook of the case. parameters: as text.
    Raises ReportError with all that a render would refuse, cell by cell; UsageError for what is no notebook.
    """
    notebook = Path(given) if given.endswith(".ipynb") else find_notebook(given, find_notebook_folders(case.path))
    if not notebook.is_file():
        raise UsageError(f"no notebook {given!r}; give the path of one that is saved, or its name without .ipynb.")
    declared = read_parameters(read_cells(notebook), notebook.stem)
    values = check_values(declared, parameters, notebook.stem)
    if case.given is not None and any(parameter.name == "case_dir" for parameter in declared):
        values = {"case_dir": case.given} | values
    render = Render(notebook.stem, "", notebook, values, (), Path(), case=case.path)
    Gate(trust or sandbox).admit([(render, "asked for")], case.path)
    client.start_server(build_setup(case, sandbox=sandbox))
    try:
        from analysis.report.document import reader
        from analysis.report.execute.notebook import execute_notebook

        with add_context(notebook.name):
            return reader.read_document(execute_notebook(notebook, values, notebook.stem, to_end=True))
    finally:
        client.close_server()


def describe_content(document: Document) -> str:
    """Returns what a document holds, in words.

    >>> from types import SimpleNamespace
    >>> describe_content(SimpleNamespace(blocks=(), numbers=(1, 2)))
    '0 tables, 0 figures, 2 numbers'
    """
    counts = {
        "table": sum(isinstance(block, Table) for block in document.blocks),
        "figure": sum(isinstance(block, Figure) for block in document.blocks),
        "number": len(document.numbers),
    }
    return ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts.items())
