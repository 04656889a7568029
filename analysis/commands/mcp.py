"""`communique mcp`: a case for an assistant, by the Model Context Protocol on standard input and output."""

from __future__ import annotations

import click

from analysis.commands.shared.options import CaseFolder, OutFolder, case_option, out_option
from analysis.extras import require_extra


@click.command()
@case_option
@out_option
def command(case: CaseFolder, out: OutFolder) -> None:
    """Offer a case to an assistant (Model Context Protocol): search claims, trace, compute, verify; nothing is written.

    An assistant starts this command itself and speaks to it by standard input and output; no connection is opened.
    How to add it to an assistant: docs/assistants.md.
    """
    require_extra("mcp", "assistant", "mcp")
    from analysis.assistant.server import build_server
    from analysis.assistant.tools import CaseTools

    tools = CaseTools(case.path, out.load_results(case.path.name))
    try:
        build_server(tools).run("stdio")
    finally:
        tools.end_preparing()
