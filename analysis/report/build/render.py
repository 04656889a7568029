"""One report: its notebook executed, read, written in each format, and published. A failure is an `Outcome` too."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from analysis.errors import CommuniqueError, add_context
from analysis.report.build.job import CRATE, INDEX, Outcome, Render
from analysis.report.build.publish import publish_folder
from analysis.report.build.up_to_date import collect_inputs
from analysis.report.fingerprint import list_versions
from analysis.report.formats import load_writer


def try_render(render: Render, why: str) -> Outcome:
    """Renders one report; returns its outcome, also where it failed.

    Raises OSError, such as for a full disk: what hinders one report hinders all.
    """
    try:
        remark = render_report(render)
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
    return Outcome(render, why=why, remark=remark)


def render_report(render: Render) -> str:
    """Executes one notebook and publishes its folder; whatever it raises, the last good folder is kept.

    Returns what a reader of the report would miss, such as characters that no typeface has; or ''.
    """
    from analysis.report.build.file_reads import collect_reads
    from analysis.report.document import reader
    from analysis.report.execute.client import get_kernel_folder
    from analysis.report.execute.notebook import execute_notebook
    from analysis.report.formats import glyphs, side_files

    before = collect_inputs(render)
    with tempfile.TemporaryDirectory(prefix="communique-", dir=get_kernel_folder()) as folder:
        file_log = Path(folder) / "files.log"
        executed = execute_notebook(render.notebook, render.parameters, render.report, file_log)
        file_reads = collect_reads(file_log, render)
    with add_context(render.report):
        document = reader.read_document(executed)
        files = {name: text.encode() for name, text in side_files.build_side_files(document, executed).items()}
        links = {name.upper(): f"{render.report}.{name}" for name in render.formats if name != "html"}
        links["All reports"] = f"../{INDEX}"
        for name in render.formats:
            files[f"{render.report}.{name}"] = load_writer(name)(document, links)
        if render.crate:
            from analysis.report.formats import ro_crate

            files[CRATE] = ro_crate.build_metadata(document, render.report, files, list_versions()).encode()
    facts = side_files.build_manifest(render.report, render.notebook, render.parameters, document, files, before) | {
        "title": render.title,
        "index": side_files.describe_for_index(document),
        "file_reads": file_reads.files,
        "unseen": file_reads.unseen,
    }
    files["manifest.json"] = side_files.format_json(facts).encode()
    publish_folder(files, render.folder)
    printed = {"pdf", "docx"} & {*render.formats}
    remark = glyphs.describe_missing(document) if printed else ""
    return f"{render.report}: {remark}" if remark else ""
