"""The sandbox: a kernel that bubblewrap (Debian's package of that name) starts without network, home and other files.

What it may read: the system's programs, Python and its packages, this library with the shipped case, and the folders
of the case. What it may write: its own connection file and sockets, and a temporary folder in memory that ends with it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis.errors import UsageError
from analysis.paths import SHIPPED_CASES, find_shipped
from analysis.report.fingerprint import PACKAGE

_PROGRAM = "bwrap"
# Of the system: programs and libraries, and what these need to know of languages, time, typefaces and types of files
_SYSTEM = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sbin", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")
_SYSTEM_FACTS = ("/etc/localtime", "/etc/timezone", "/etc/mime.types", "/etc/locale.alias")
_WALLS = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox")
_HOME = "/tmp/home"


def check_sandbox() -> None:
    """Checks that kernels can be shut in here. Raises UsageError that says what is missing."""
    if shutil.which(_PROGRAM) is None:
        raise UsageError("--sandbox needs the program bwrap; install it (Debian: apt-get install bubblewrap).")
    tried = subprocess.run(
        [_PROGRAM, *_WALLS, "--ro-bind", "/", "/", "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        why = (tried.stderr.strip().splitlines() or ["no reason given"])[0]
        raise UsageError(f"--sandbox cannot be had on this machine, and nothing was run: {why}")


def wrap_command(
    cmd: Sequence[str], own: Sequence[str], readable: Sequence[str], env: dict[str, str], cwd: str
) -> list[str]:
    """Returns the command that runs a kernel's command in the sandbox; changes its environment to fit.

    own: the folders it may write in: that of its connection file and sockets, that of its log. readable: the folders of
    the case. env: what the kernel would have outside. cwd: where it starts, an empty folder unless it holds something
    that may be read.
    """
    fonts = _list_matplotlib_files(env)
    env.update(
        HOME=_HOME,
        TMPDIR="/tmp",
        MPLCONFIGDIR=f"{_HOME}/matplotlib",
        IPYTHONDIR=f"{_HOME}/ipython",
        JUPYTER_RUNTIME_DIR=f"{_HOME}/jupyter",
        XDG_CACHE_HOME=f"{_HOME}/.cache",
    )
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        env.pop(name, None)
    shown = [*_list_python_folders(cwd), *_list_library_folders(), *readable]
    return [
        _PROGRAM,
        *_WALLS,
        *("--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--dir", _HOME, "--dir", cwd),
        *_bind((*_SYSTEM, *_SYSTEM_FACTS)),
        *_bind(shown),
        *(part for path in fonts for part in ("--ro-bind", str(path), f"{_HOME}/matplotlib/{path.name}")),
        *(part for path in own for part in ("--bind", path, path)),
        *("--chdir", cwd, "--"),
        *cmd,
    ]


def _bind(paths: Iterable[str]) -> Iterator[str]:
    """Yields the options that show paths as they are, to be read; a link as a link, with what it leads to."""
    for path in dict.fromkeys(paths):
        if path.count("/") == 1 and Path(path).is_symlink():  # /bin -> usr/bin
            yield from ("--symlink", str(Path(path).readlink()), path)
        elif Path(path).exists():
            yield from ("--ro-bind", path, path)


def _list_python_folders(cwd: str) -> list[str]:
    """Returns the folders that this Python and its packages are in, each also where a link in its name leads."""
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(sys.executable).resolve().parents[1]))
    packages = [path for path in sys.path if path and path not in (cwd, str(PACKAGE.parent))]
    found = [*prefixes, *packages, *([str(PACKAGE.parent)] if PACKAGE.parent.name.endswith("-packages") else [])]
    places = [*found, *(str(Path(path).resolve()) for path in found)]
    return [path for path in places if Path(path).parts[1:] and not path.startswith("/usr/")]


def _list_library_folders() -> list[str]:
    cases = (find_shipped("data") / case for case in SHIPPED_CASES)
    return [str(path) for path in (PACKAGE, find_shipped("notebooks"), *cases)]


def _list_matplotlib_files(env: Mapping[str, str]) -> list[Path]:
    """Returns what matplotlib knows of the typefaces: to find them again takes seconds."""
    return sorted(Path(env["MPLCONFIGDIR"]).glob("fontlist-*.json")) if "MPLCONFIGDIR" in env else []
