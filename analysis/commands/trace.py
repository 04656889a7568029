"""A number of a rendered report, traced in results.json to the claims beneath it."""

from __future__ import annotations

import click

from analysis.commands.shared.options import CaseFolder, OutFolder, case_option, out_option
from analysis.commands.shared.terminal import print_text
from analysis.errors import UsageError
from analysis.report.build.traces import find_nearest_name, find_traces


@click.command()
@click.argument("wanted", metavar="NUMBER_OR_ID")
@case_option
@out_option
def command(wanted: str, case: CaseFolder, out: OutFolder) -> None:
    """Trace a number of the rendered reports (as printed, or its name), or a claim's id, to its claims.

    Without --case, the reports of every case in the folder are looked through.
    """
    names = () if case.given is None else (case.path.name,)
    folder = out.load_results(*names)
    found = find_traces(folder, wanted)
    if not found:
        raise UsageError(
            f"no number or claim {wanted!r} in {folder}{find_nearest_name(folder, wanted)}; "
            "give it as printed, or a name of results.json, and render first."
        )
    print_text("\n\n".join(found))
