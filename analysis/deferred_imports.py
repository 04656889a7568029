"""Imports packages without what they import for something that no report uses: seconds at every start.

Within `defer_imports`, a module in `DEFERRED` is not imported: a stand-in has its functions, and each of them imports
the module when it is called. Nothing stays changed: afterwards an import gives the module itself, and whoever was
given a function of the stand-in gets what the real one returns. For the start of processes of our own, while they have
one thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple


class _Deferred(NamedTuple):
    """A module that is not needed at a start.

    functions: what its importers take from it by name. package: without which it cannot be imported, if not its own.
    """

    functions: tuple[str, ...]
    package: str = ""


DEFERRED = {
    # nbformat imports jsonschema, which imports this to check IRIs, of which a notebook's schema has none: it builds
    # a grammar as it is imported, two to four seconds
    "rfc3987_syntax": _Deferred(("is_valid_syntax",)),
    "rfc3986_validator": _Deferred(("validate_rfc3986",)),  # likewise, for URIs
    # papermill reads and writes notebooks at addresses; a report's are files
    "requests": _Deferred(("get", "put")),
    "papermill.s3": _Deferred(("S3",), "boto3"),
    # likewise, at those of Hadoop; pyarrow starts a thread besides, and a process with one cannot be forked safely
    "pyarrow.fs": _Deferred(("FileSelector", "HadoopFileSystem"), "pyarrow"),
    # matplotlib has controls for windows, which need all that it can draw
    "matplotlib.widgets": _Deferred(()),
    # matplotlib reads TeX's own files with it, by a table of the names of all glyphs; our text is none of TeX's
    "matplotlib.dviread": _Deferred(("Dvi", "PsfontsMap", "find_tex_file")),
    # pint multiplies arrays of dask's
    "dask.base": _Deferred(("compute", "persist", "visualize")),
}


class _StandIn(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # as the import system asks of every module
            raise AttributeError(name)
        return getattr(self._import_real(), name)

    def _import_real(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return import_module(self.__name__)

    def _defer(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            return getattr(self._import_real(), name)(*args, **kwargs)

        call.__name__ = call.__qualname__ = name
        return call


@contextmanager
def defer_imports(names: Sequence[str] = (*DEFERRED,)) -> Iterator[None]:
    """Within it, some modules are imported only when one of their functions is called.

    names: of modules, keys of `DEFERRED`. One that is imported already, or not installed, is left as it is.

    >>> with defer_imports(["rfc3987_syntax"]):
    ...     import jsonschema
    >>> jsonschema.FormatChecker().conforms("2025-11-20", "date")
    True
    """
    stand_ins = [_make_stand_in(name) for name in names if _can_stand_in(name)]
    sys.modules.update({module.__name__: module for module in stand_ins})
    try:
        yield
    finally:
        for module in stand_ins:
            if sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]


def _can_stand_in(name: str) -> bool:
    package = name.partition(".")[0]
    return name not in sys.modules and all(find_spec(one) for one in (package, DEFERRED[name].package or package))


def _make_stand_in(name: str) -> _StandIn:
    module = _StandIn(name)
    for function in DEFERRED[name].functions:
        setattr(module, function, module._defer(function))
    return module


@contextmanager
def hide_module(name: str) -> Iterator[None]:
    """Within it, a module counts as not installed for those who import it for the first time."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # as the import system has it
    try:
        yield
    finally:
        del sys.modules[name]
