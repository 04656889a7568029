"""Imports nbformat without the seconds that an optional check of jsonschema costs at every start.

nbformat imports jsonschema, and jsonschema imports rfc3987_syntax if it is installed. That package builds a grammar of
internationalised addresses (IRI) as it is imported: two to four seconds, for a check that no notebook's schema uses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_NAME = "rfc3987_syntax"


@contextmanager
def defer_iri_grammar() -> Iterator[None]:
    """Within it, an import of `is_valid_syntax` gives a function that builds the grammar when it is first called.

    Nothing stays changed: afterwards `import rfc3987_syntax` imports the package itself, and jsonschema still checks
    IRIs. For the start of processes of our own, while they have one thread.
    """
    if _NAME in sys.modules or find_spec(_NAME) is None:
        yield
        return
    deferred = ModuleType(_NAME)
    deferred.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[_NAME] = deferred
    try:
        yield
    finally:
        if sys.modules.get(_NAME) is deferred:
            del sys.modules[_NAME]


def _is_valid_syntax(term: str, value: str) -> bool:
    return bool(import_module(_NAME).is_valid_syntax(term, value))
