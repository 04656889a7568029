"""What is kept from the notebooks of a command: the environment but for harmless variables, memory without end, and
with a sandbox all else.

`papermill --engine communique` has none of it: there a notebook has what papermill gives it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

# Names that say where things are, in which language and with how many threads; an entry that ends in * is a prefix.
HARMLESS_VARIABLES = (
    *("CI", "COLUMNS", "CONDA_PREFIX", "HOME", "LANG", "LANGUAGE", "LC_*", "LD_LIBRARY_PATH", "LINES", "LOGNAME"),
    *("NO_COLOR", "PATH", "SHELL", "SOURCE_DATE_EPOCH", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV"),
    *("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"),
    *("COMMUNIQUE_*", "COVERAGE_*", "IPYTHONDIR", "MPL*", "PYDEVD_*", "PYTHON*", "XDG_*"),
    *("JUPYTER_CONFIG_*", "JUPYTER_DATA_DIR", "JUPYTER_NO_CONFIG", "JUPYTER_PATH", "JUPYTER_PLATFORM_DIRS"),
    *("JUPYTER_PREFER_ENV_PATH", "JUPYTER_RUNTIME_DIR"),  # and not JUPYTER_TOKEN
    *("BLIS_*", "MKL_*", "NUMEXPR_*", "OMP_*", "OPENBLAS_*"),
    *("APPDATA", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATHEXT", "PROGRAMDATA", "SYSTEMROOT"),  # Windows
    *("USERPROFILE", "WINDIR"),
)
_NAMES = frozenset(name for name in HARMLESS_VARIABLES if not name.endswith("*"))
_PREFIXES = tuple(name[:-1] for name in HARMLESS_VARIABLES if name.endswith("*"))
MEMORY_LIMIT = 4 << 30  # bytes of address space a kernel may take


@dataclass(frozen=True)
class Isolation:
    """How the kernels of a command are kept apart.

    keep: variables they get besides the harmless ones. memory: bytes of address space. readable: the folders they may
    read in a sandbox, besides Python's and the library's; None without a sandbox.
    """

    keep: tuple[str, ...] = ()
    memory: int = MEMORY_LIMIT
    readable: tuple[str, ...] | None = None


def clean_environment(env: Mapping[str, str], keep: tuple[str, ...] = ()) -> dict[str, str]:
    """Returns the variables of an environment that notebooks get. keep: names of others they get as well.

    >>> clean_environment({"LC_ALL": "C", "GITHUB_TOKEN": "secret", "PROXY": "p"}, keep=("PROXY",))
    {'LC_ALL': 'C', 'PROXY': 'p'}
    """
    return {name: value for name, value in env.items() if name in _NAMES or name in keep or name.startswith(_PREFIXES)}


def build_launch_options(isolation: Isolation | None) -> dict[str, Any]:
    """Returns what subprocess is to do for a kernel that is not forked from the server, which limits its own."""
    if isolation is None or sys.platform == "win32":
        return {}
    import resource

    return {"preexec_fn": partial(resource.setrlimit, resource.RLIMIT_AS, (isolation.memory, isolation.memory))}
