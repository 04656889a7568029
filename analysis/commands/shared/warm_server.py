"""The process that renders, started before a command imports what it needs itself, so that the two import at once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from analysis.commands.shared.notebook_folders import find_notebook_folders
from analysis.commands.shared.options import CaseFolder, RenderOptions
from analysis.errors import UsageError
from analysis.extras import require_extra
from analysis.paths import RENDERS_VARIABLE
from analysis.report.build import cache
from analysis.report.build.job import PRELOAD
from analysis.report.execute import client
from analysis.report.execute.client import NOTEBOOK_PACKAGES, ServerSetup
from analysis.report.execute.isolation import Isolation
from analysis.report.execute.messages import Call
from analysis.report.execute.sandbox import check_sandbox


def check_options(options: RenderOptions) -> None:
    """Raises UsageError where the options of a render, or the folder of its case, cannot be used at all."""
    if options.crate:
        require_extra("rocrate", "crate", "--crate")
    if not any(options.case.path.glob("*.csv")):  # before all files in it are looked at, which may be the whole disk
        raise UsageError(
            f"{options.case.path} holds no table of a case; give the folder that holds claims.csv and the other tables."
        )


def build_setup(
    case: CaseFolder, *, sandbox: bool = False, keep_env: tuple[str, ...] = (), here: bool = True
) -> ServerSetup:
    """Returns what the server and its kernels are to be like, as RenderOptions has it.

    here: whether they run on this machine. Raises UsageError where there is no sandbox.
    """
    readable = None
    if sandbox:
        if here:
            check_sandbox()
        as_given = (Path(case.given or "."), Path("data") / (case.given or "."))
        links = [str(path.absolute()) for path in as_given if case.given and path.is_dir()]
        readable = (str(case.path), *links)  # a notebook gets the case as the user named it
    return ServerSetup(
        early=("analysis.commands.shared.preload_plan",),
        workers=(PRELOAD,),
        preload=("analysis.commands.shared.preload", *(NOTEBOOK_PACKAGES if _draws_by_itself(case.path) else ())),
        environment={
            "MPLCONFIGDIR": f"{cache.find_cache_folder()}/matplotlib",  # else it writes to ~/.config as well
            RENDERS_VARIABLE: "1",
            **_describe_copy(case),
        },
        reuse=True,
        isolation=Isolation(keep_env, readable=readable),
    )


def _describe_copy(case: CaseFolder) -> dict[str, str]:
    """Returns the variable by which notebooks find the copy of a case at an address, none for a folder."""
    if not case.is_remote:
        return {}
    from analysis.remote.copying import COPY_VARIABLE, encode_copy

    return {COPY_VARIABLE: encode_copy(str(case.given), case.path)}


def _draws_by_itself(case: Path) -> bool:
    """Whether a notebook of a case may use matplotlib itself, most of which our charts do without."""
    notebooks = (path for folder in find_notebook_folders(case) for path in folder.glob("*.ipynb"))
    return any(path.is_file() and b"matplotlib" in path.read_bytes() for path in notebooks)


def start_server(setup: ServerSetup, case: Path) -> None:
    """Starts the server; a new one reads the tables of a case before its first worker is forked, which plans with them.

    case: its folder. Raises OSError where it cannot be started.
    """
    client.start_server(setup)
    if starting := client.find_starting_server():
        with suppress(OSError):  # whatever has ended it shows itself when it is asked for something
            starting.prepare([Call.from_name("analysis.case.ledger:preload_ledger", case)])
