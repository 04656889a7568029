"""One report: its notebook executed, read, written in each format, and published. A failure is an `Outcome` too."""

from __future__ import annotations

import os
import tempfile
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from analysis.errors import CommuniqueError, add_context
from analysis.memory import give_back_memory
from analysis.messages import use_language
from analysis.report.build.beside import begin_beside
from analysis.report.build.job import CRATE, INDEX, Outcome, Render
from analysis.report.build.packed_files import PackedFiles
from analysis.report.build.publish import publish_folder
from analysis.report.build.up_to_date import collect_inputs, join_digests
from analysis.report.fingerprint import list_versions
from analysis.report.formats import load_writer

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.report.build.file_reads import FileReads
    from analysis.report.document.model import Document

    Executed: TypeAlias = tuple[NotebookNode, FileReads]

T = TypeVar("T")
_NOTEBOOK = "notebook.ipynb"
_LARGE_NOTEBOOK = 5_000_000  # bytes
_MOST_APART = 1_500_000  # bytes of a notebook whose page and PDF may be written at once; of 30 pages, 150 MB more


@dataclass(frozen=True)
class BuiltReport:
    """A report that is not published yet.

    files: path within its folder -> content, of all but the manifest. facts: what the manifest is to say. remark: what
    a reader of the report would miss, such as characters that no typeface has; or ''.
    """

    files: Mapping[str, bytes]
    facts: Mapping[str, Any]
    remark: str = ""


def try_render(render: Render, why: str, has_idle_core: bool = False) -> Outcome:
    """Renders one report; returns its outcome, also where it failed. For has_idle_core see `build_report`.

    Raises OSError, such as for a full disk: what hinders one report hinders all.
    """
    return attempt(render, lambda: Outcome(render, why=why, remark=render_report(render, has_idle_core)))


def attempt(render: Render, action: Callable[[], T]) -> T | Outcome:
    """Returns what an action for a report returns, or an outcome with the reason why it failed. Raises OSError."""
    try:
        return action()
    except CommuniqueError as error:
        return Outcome(render, str(error))
    except OSError:
        raise
    except Exception as error:  # a defect of ours must not stop the other reports
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        return Outcome(
            render,
            f"{render.report}: {type(error).__name__}: {error} (a defect of communique; "
            "COMMUNIQUE_DEBUG=1 shows where)",
        )


def render_report(render: Render, has_idle_core: bool = False) -> str:
    """Executes one notebook and publishes its folder; whatever it raises, the last good folder is kept.

    Returns what a reader of the report would miss, such as characters that no typeface has; or ''. For has_idle_core
    see `build_report`.
    """
    built = build_report(render, has_idle_core)
    publish_report(render, built)
    return built.remark


def publish_report(render: Render, built: BuiltReport) -> None:
    """Publishes the folder of a report, wherever it was built, with what has changed since the version it replaces."""
    from analysis.report.build.changes import describe_last_version
    from analysis.report.formats.json_text import format_json

    facts = dict(built.facts)
    if render.published and (render.folder / "results.json").is_file():  # the new ones may be large
        import orjson

        if since := describe_last_version(render.folder, orjson.loads(built.files["results.json"])):
            facts["since"] = since
    manifest = {"manifest.json": format_json(facts).encode()}
    publish_folder(ChainMap(manifest, cast("MutableMapping[str, bytes]", built.files)), render.folder)


def build_report(render: Render, has_idle_core: bool = False) -> BuiltReport:
    """Executes one notebook and writes it in each format; nothing is published.

    has_idle_core: whether no other report needs all the processors, so that formats may be written at the same time.
    """
    before, turns = collect_inputs(render), render.turns and "html" in render.formats
    with _execute_beside(render, render.likely_basis if turns else "") as execute_other:
        return _execute_and_write(render, before, execute_other if turns else None, has_idle_core)


def _execute_and_write(
    render: Render, before: Mapping[str, Any], execute_other: Callable[[str], Executed] | None, has_idle_core: bool
) -> BuiltReport:
    """Returns the report of a notebook.

    before: the state of what it depends on. execute_other: with a basis; None where the page is not turned. For
    has_idle_core see `build_report`.
    """
    from analysis.report.build.file_reads import FileReads, join_reads
    from analysis.report.document import reader
    from analysis.report.formats import glyphs, side_files

    executed, file_reads = _execute(render, render.parameters)
    with add_context(render.report):
        document = replace(reader.read_document(executed), published=render.published)
        notebook = side_files.format_notebook(executed)
        files, is_large = PackedFiles({_NOTEBOOK: notebook}), len(notebook) > _LARGE_NOTEBOOK
        apart = has_idle_core and len(notebook) <= _MOST_APART
        del executed, notebook
        if is_large:  # then it takes more memory than all that is made of it
            give_back_memory()
        other, left_out = None, ""
        if execute_other and document.other_basis:
            try:
                turned, further = execute_other(document.other_basis)
                other, file_reads = reader.read_document(turned), join_reads(file_reads, further)
                del turned
                other = replace(other, published=render.published and replace(render.published, drawn=False))
            except CommuniqueError as error:
                left_out = f"the page by {document.bases[document.other_basis]} is left out: {error}"
                file_reads = join_reads(file_reads, FileReads(unseen=(left_out,)))
        with use_language(document.language):
            _write_files(render, document, other, files, apart=apart)
            if is_large:  # what wrote them has left as much again
                give_back_memory()
            index = side_files.describe_for_index(document)
    facts = side_files.build_manifest(render.report, render.notebook, render.parameters, document, files, before) | {
        "reads": join_digests(document.reads, other.reads if other else {}),
        "title": render.title,
        **({"language": document.language} if document.language != "en" else {}),
        "index": index,
        "file_reads": file_reads.files,
        "unseen": file_reads.unseen,
    }
    printed = {"pdf", "docx"} & {*render.formats}
    remarks = [*([glyphs.describe_missing(document)] if printed else []), left_out]
    return BuiltReport(files, facts, f"{render.report}: {' '.join(filter(None, remarks))}" if any(remarks) else "")


def _write_files(
    render: Render, document: Document, other: Document | None, files: PackedFiles, *, apart: bool
) -> None:
    """Adds every file of a report but its manifest and its executed notebook, which is there.

    other: the report on the other basis, for the page. apart: whether the PDF is set in a process of its own.
    """
    from analysis.report.formats import share_files, side_files

    links = {name.upper(): f"{render.report}.{name}" for name in render.formats if name != "html"}
    links["All reports"] = f"../{INDEX}"

    def write(name: str) -> bytes:
        return load_writer(name)(document, links, **({"other": other} if name == "html" and other else {}))

    def write_pdf() -> bytes:
        return write("pdf")

    with begin_beside(write_pdf) if apart and "pdf" in render.formats else nullcontext(write_pdf) as take_pdf:
        files.update((name, text.encode()) for name, text in side_files.build_side_files(document).items())
        files.update((f"{render.report}.{name}", write(name)) for name in render.formats if name != "pdf")
        if "html" in render.formats:
            files.update(share_files.build_share_files(document))
        if "pdf" in render.formats:
            files[f"{render.report}.pdf"] = take_pdf()
    if render.crate:
        from analysis.report.formats import ro_crate

        files[CRATE] = ro_crate.build_metadata(document, render.report, files, list_versions()).encode()


@contextmanager
def _execute_beside(render: Render, likely: str) -> Iterator[Callable[[str], Executed]]:
    """Gives what executes a notebook on another basis: on the likely one it has begun to, in a thread.

    likely: '' for none. A notebook that was begun for nothing is waited for: its process serves no one else meanwhile.
    """

    def execute(basis: str) -> Executed:
        return _execute(render, {**render.parameters, "basis": basis})

    if not likely:
        yield execute
        return
    with ThreadPoolExecutor(1) as beside:
        begun = beside.submit(copy_context().run, execute, likely)

        def wait_for(basis: str) -> Executed:
            beside.shutdown()  # a process with another thread cannot be forked safely
            return begun.result() if basis == likely else execute(basis)

        yield wait_for


def _execute(render: Render, parameters: Mapping[str, Any]) -> Executed:
    """Returns the notebook as executed with some parameters, and what it read besides its case's rows."""
    from analysis.report.build.file_reads import collect_reads
    from analysis.report.execute.client import get_kernel_folder
    from analysis.report.execute.notebook import execute_notebook

    with tempfile.TemporaryDirectory(prefix="communique-", dir=get_kernel_folder()) as folder:
        file_log = Path(folder) / "files.log"
        executed = execute_notebook(
            render.notebook, parameters, render.report, file_log, to_end=True, varied=render.varied
        )
        return executed, collect_reads(file_log, render)
