"""A call that is both made and written, so that the cell which is copied shows what the panel shows."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_WIDTH = 88  # characters of a line in a cell


@dataclass(frozen=True)
class Named:
    """A value, and the source text that stands for it in a cell, such as `result[0]`."""

    code: str
    value: Any = field(repr=False)

    def get_item(self, at: int | str) -> Named:
        """Returns an item of it.

        >>> Named("result", [3, 4]).get_item(1)
        Named(code='result[1]')
        """
        return Named(f"{self.code}[{at!r}]", self.value[at])

    def make(self) -> Any:
        """Returns the value, as a call returns what it makes."""
        return self.value

    def write(self, indent: int = 0) -> str:
        """Returns the source text."""
        return self.code


@dataclass(frozen=True)
class Call:
    """A call of a public function. module: where it is imported from. Arguments that are neither
    a `Named` nor a call are literals."""

    function: str
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    module: str = "analysis"

    def make(self) -> Any:
        """Returns what the call returns.

        >>> Call("max", (Named("found", 3), 4), module="builtins").make()
        4
        """
        given = [_get_value(argument) for argument in self.arguments]
        options = {key: _get_value(value) for key, value in self.options.items()}
        return getattr(importlib.import_module(self.module), self.function)(*given, **options)

    def write(self, indent: int = 0) -> str:
        """Returns the call as source text, an argument a line where one would be too long. indent: of its lines.

        >>> Call("say", ("It is {it}.",), {"it": Named("result", None)}).write()
        "say('It is {it}.', it=result)"
        """
        given = [_write_value(argument) for argument in self.arguments]
        given += [f"{key}={_write_value(value)}" for key, value in self.options.items()]
        line = f"{self.function}({', '.join(given)})"
        if indent + len(line) <= _WIDTH or indent == 0:
            return line
        lines = "".join(f"{' ' * (indent + 4)}{one},\n" for one in given)
        return f"{self.function}(\n{lines}{' ' * indent})"


def _get_value(argument: Any) -> Any:
    if isinstance(argument, dict):
        return {key: _get_value(value) for key, value in argument.items()}
    return argument.make() if isinstance(argument, Named | Call) else argument


def _write_value(argument: Any) -> str:
    if isinstance(argument, dict):
        return "{" + ", ".join(f"{key!r}: {_write_value(value)}" for key, value in argument.items()) + "}"
    return argument.write() if isinstance(argument, Named | Call) else repr(argument)
