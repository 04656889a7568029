"""The optional extras: packages that only one command or one format needs, such as python-docx for Word."""

from __future__ import annotations

from importlib.util import find_spec

from analysis.errors import UsageError


def require_extra(module: str, extra: str, what: str) -> None:
    """Checks that an optional package is installed, without importing it.

    module: the package's import name, such as `docx`. extra: the extra of communique that installs it. what: the
    command, option or format that needs it, as it begins the message: `the format docx`.
    Raises UsageError, with the command that installs the extra, where the package is missing.
    """
    if find_spec(module) is None:
        raise UsageError(
            f'{what} needs the package {module}, which is not installed; run: pip install "communique[{extra}]"'
        )
