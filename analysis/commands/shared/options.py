"""Options that several commands have, and what they are parsed to."""

from __future__ import annotations

import functools
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from analysis.errors import UsageError
from analysis.messages import find_language
from analysis.messages.languages import ALL, list_tags
from analysis.paths import SHIPPED_CASE, find_case
from analysis.remote.address import hide_secrets, is_remote, join_address, strip_descriptor, strip_file
from analysis.remote.shown import remember_address

LINGER_SECONDS = 600


@dataclass(frozen=True)
class CaseFolder:
    """The case that a command is about, found once.

    path: its folder; of an address, a copy in the user's cache. given: as typed after --case, without the secrets of an
    address; None for the shipped case.
    """

    path: Path
    given: str | None

    @property
    def is_remote(self) -> bool:
        """Whether the case is at an address, and its folder a copy that nothing is written to."""
        return self.given is not None and is_remote(self.given)

    def require_local(self, what: str) -> None:
        """Raises UsageError for a case at an address. what: that is done to a case here, as it begins a message."""
        if self.is_remote:
            raise UsageError(
                f"{what}, and {self.given} is read-only here; give the folder of the case on this machine with --case."
            )

    @property
    def option(self) -> str:
        """What a command that is printed needs to be about this case: ` --case data/my-case`, or nothing."""
        return "" if self.given is None else f" --case {shlex.quote(self.given)}"


@dataclass(frozen=True)
class ClusterOptions:
    """A dask cluster that renders. scheduler: its address. send: files and folders that its workers get besides."""

    scheduler: str
    send: tuple[Path, ...] = ()


@dataclass(frozen=True)
class OutFolder:
    """Where the reports go. path: the folder; of an address, its mirror in the user's cache. address: None for none."""

    path: Path
    address: str | None = None

    def require_local(self, what: str) -> None:
        """Raises UsageError for an address. what: that needs a folder, as it begins a message."""
        if self.address is not None:
            raise UsageError(f"{what}; give a folder of this machine with --out, and not {hide_secrets(self.address)}.")

    def load_results(self, *names: str) -> Path:
        """Returns the folder with the results of rendered reports: of an address, a copy with nothing else.

        names: of folders within it. Raises UsageError or StoreError.
        """
        if self.address is None:
            return self.path.joinpath(*names)
        from analysis.commands.shared.remote import copy_results

        return copy_results(join_address(self.address, *names))


@dataclass(frozen=True)
class RenderOptions:
    """The options of the commands that render.

    formats: names. jobs: reports rendered at once. trust: run notebooks without a question. case_notebooks: whether
    the case's own may run at all. keep_env: variables that kernels get besides the usual ones. sandbox: shut them in.
    languages: in which reports are asked for, or `all`; none for that of the case.
    """

    case: CaseFolder
    out: OutFolder
    formats: tuple[str, ...]
    crate: bool
    jobs: int
    force: bool
    trust: bool = False
    case_notebooks: bool = True
    keep_env: tuple[str, ...] = ()
    sandbox: bool = False
    languages: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        """The folder for the reports of this case."""
        return self.out.path / self.case.path.name


def _find_case(_: click.Context, __: click.Parameter, given: str | None) -> CaseFolder:
    if given is None:
        return CaseFolder(find_case(SHIPPED_CASE), None)
    return CaseFolder(find_case(given), hide_secrets(strip_descriptor(given)) if is_remote(given) else given)


def _parse_parameters(_: click.Context, __: click.Parameter, pairs: Sequence[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"-P {pair!r} is not NAME=VALUE")
        given[name.strip()] = value.strip()
    return given


def _check_names(_: click.Context, __: click.Parameter, names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if not name or "=" in name:
            raise UsageError(f"--keep-env {name!r} is not the name of a variable; give the name without a value")
    return tuple(names)


def _find_languages(_: click.Context, __: click.Parameter, given: Sequence[str]) -> tuple[str, ...]:
    tags = [tag.strip() for text in given for tag in text.split(",")]
    return tuple(dict.fromkeys(tag if tag == ALL else find_language(tag) for tag in tags))


def _check_scheduler(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is None:
        return None
    from analysis.report.build.cluster.connection import check_address  # few commands need it

    return check_address(given)


def _find_sent(_: click.Context, __: click.Parameter, given: Sequence[str]) -> tuple[Path, ...]:
    for name in given:
        if not Path(name).exists():
            raise UsageError(f"--send {name}: there is no such file or folder; correct the path.")
    return tuple(Path(name).resolve() for name in given)


def _split_formats(_: click.Context, __: click.Parameter, text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise UsageError(f"--format {text!r} names no format; give one or several, such as html,pdf.")
    return names


def _parse_out(_: click.Context, __: click.Parameter, given: str) -> OutFolder:
    if not given.strip():
        raise UsageError(f"--out {given!r} names no folder; give one, or . for the folder you are in.")
    if not is_remote(given):
        return OutFolder(Path(strip_file(given)))
    from analysis.commands.shared.remote import check_out_address, find_mirror

    check_out_address(given)
    remember_address(mirror := find_mirror(given), hide_secrets(given))
    return OutFolder(mirror, given)


reports_argument = click.argument("reports", nargs=-1, metavar="[REPORT ...]")
case_option = click.option(
    "--case",
    metavar="DIR",
    callback=_find_case,
    help="Case folder, the name of one in data/, or an address such as s3://bucket/my-case.  [the shipped case]",
)
out_option = click.option(
    "--out",
    default="reports",
    show_default=True,
    metavar="DIR",
    callback=_parse_out,
    help="Folder for the reports, or an address such as s3://bucket/reports.",
)
parameter_option = click.option(
    "-P",
    "--parameter",
    "parameters",
    multiple=True,
    callback=_parse_parameters,
    metavar="NAME=VALUE",
    help="Set a parameter; can be given several times.",
)
linger_option = click.option(
    "--linger",
    type=click.IntRange(min=0),
    envvar="COMMUNIQUE_LINGER",
    metavar="SECONDS",
    default=lambda: LINGER_SECONDS if sys.stdout.isatty() else 0,
    help="Seconds to keep the warm server alive for the next command, which then renders one changed report in a "
    f"second.  [{LINGER_SECONDS} on a terminal, else 0; or COMMUNIQUE_LINGER]",
)
trust_option = click.option(
    "--trust",
    is_flag=True,
    envvar="COMMUNIQUE_TRUST",
    help="Run notebooks without a question: they are programs, and run with your rights.  [or COMMUNIQUE_TRUST=1]",
)
sandbox_option = click.option(
    "--sandbox",
    is_flag=True,
    help="Run notebooks without network, without your rights and without any files but the case's (needs bwrap, "
    "Debian's package bubblewrap).",
)
_RENDER_OPTIONS = (
    case_option,
    out_option,
    click.option(
        "--format",
        "formats",
        default="html,pdf",
        show_default=True,
        callback=_split_formats,
        help="Formats, separated by commas.",
    ),
    click.option(
        "--language",
        "languages",
        multiple=True,
        callback=_find_languages,
        metavar="TAG",
        help=f"Language of the reports: {', '.join(list_tags())} or all that there are; can be given several "
        "times.  [that of the case]",
    ),
    click.option("--crate", is_flag=True, help="Also describe each report's folder as an RO-Crate."),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=(os.cpu_count() or 1) + 1,
        help="Reports rendered at once on this machine.  [CPU count + 1]",
    ),
    click.option("--force", is_flag=True, help="Re-render every report, even if up to date."),
    trust_option,
    click.option(
        "--no-notebooks-from-case",
        "case_notebooks",
        flag_value=False,
        default=True,
        help="Refuse the notebooks that came with the case; the library's and those of the current folder may run.",
    ),
    click.option(
        "--keep-env",
        multiple=True,
        callback=_check_names,
        metavar="NAME",
        help="Pass an environment variable on to notebooks, which get only harmless ones; can be given several times.",
    ),
    sandbox_option,
)


def add_render_options(function: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of the commands that render; the function gets them as `options`, a RenderOptions."""

    names = [field.name for field in fields(RenderOptions)]

    def parse_options(**given: Any) -> None:
        options = RenderOptions(**{name: given.pop(name) for name in names})
        function(options=options, **given)

    parsed = functools.update_wrapper(parse_options, function)  # with the options it has already
    for option in reversed(_RENDER_OPTIONS):
        parsed = option(parsed)
    return parsed


_CLUSTER_OPTIONS = (
    click.option(
        "--scheduler",
        callback=_check_scheduler,
        metavar="ADDRESS",
        help="Render on the workers of a dask cluster: the address of its scheduler, tcp://HOST:PORT or "
        "tls://HOST:PORT. Whoever reaches a scheduler can run programs on its workers.",
    ),
    click.option(
        "--send",
        multiple=True,
        callback=_find_sent,
        metavar="PATH",
        help="With --scheduler: send the workers this file or folder too, besides the case and its notebooks; can be "
        "given several times.",
    ),
)


def add_cluster_options(function: Callable[..., None]) -> Callable[..., None]:
    """Adds the options for a cluster; the function gets them as `cluster`, a ClusterOptions, or None without one."""

    def parse_options(scheduler: str | None, send: tuple[Path, ...], **given: Any) -> None:
        if send and scheduler is None:
            raise UsageError("--send goes with --scheduler: on this machine, notebooks find their files anyway.")
        function(cluster=ClusterOptions(scheduler, send) if scheduler else None, **given)

    parsed = functools.update_wrapper(parse_options, function)  # with the options it has already
    for option in reversed(_CLUSTER_OPTIONS):
        parsed = option(parsed)
    return parsed
