"""What may stand in the text that an argument of a call is, for those who press Tab in a notebook.

Of a function of this library, it is the words that the parameter allows; of a case, or of a comparison that is given
one, the ids that it has for such a parameter. IPython itself completes names, attributes and what is in brackets.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

from analysis.messages import list_languages

_ROOT = __name__.partition(".")[0]
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$")
_KEYWORD = re.compile(r"\s*(?:(\w+)\s*=)?\s*$")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_PAIRS = "([{", ")]}"


@dataclass
class _Call:
    """A call, or another pair of brackets, that is not closed yet.

    path: what is called, '' if that is no name. begin, argument: where its arguments, and the last of them, begin.
    position: of that argument, from 0.
    """

    path: str
    begin: int
    argument: int
    position: int = 0


def complete_argument(text: str, names: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Returns what has been typed of a text in a call, and the texts that begin with it and may stand there.

    text: the code before the cursor. names: the objects that names in it stand for; nothing of it is called.

    >>> from analysis import load_case
    >>> complete_argument('case = load_case(basis="a', {"load_case": load_case})
    ('a', ['article', 'all'])
    >>> complete_argument('load_case(language="u', {"load_case": load_case})
    ('u', ['uk'])
    >>> complete_argument('case.role("me', {"case": load_case()})
    ('me', ['means'])
    """
    call, opened = _find_open_text(text)
    if call is None or not (keyword := _KEYWORD.match(text[call.argument : opened].rstrip("\"'"))):
        return "", []
    typed = text[opened:]
    called = _find(call.path, names)
    parameter = _find_parameter(called, call.position, keyword[1])
    if parameter is None:
        return typed, []
    given = (names.get(name) for name in _NAME.findall(text[call.begin : call.argument]))
    words = _list_words(called, parameter, given)
    return typed, [word for word in dict.fromkeys(words) if word.startswith(typed)]


def _find_open_text(text: str) -> tuple[_Call | None, int]:
    """Returns the call in which a text is not closed yet, and where that begins; None if the code ends elsewhere."""
    calls: list[_Call] = []
    quote, opened, at = "", 0, 0
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\":
                at += 1
            elif text.startswith(quote, at):
                at += len(quote) - 1
                quote = ""
        elif sign in "\"'":
            quote = sign * 3 if text.startswith(sign * 3, at) else sign
            at += len(quote) - 1
            opened = at + 1
        elif sign == "#":
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
        elif sign in _PAIRS[0]:
            path = _PATH.search(text[:at]) if sign == "(" else None
            calls.append(_Call(path[0] if path else "", at + 1, at + 1))
        elif sign in _PAIRS[1]:
            del calls[-1:]
        elif sign == "," and calls:
            calls[-1].position += 1
            calls[-1].argument = at + 1
        at += 1
    return (calls[-1] if quote and calls and calls[-1].path else None), opened


def _find(path: str, names: Mapping[str, Any]) -> Any:
    """Returns what a path of names stands for, within this library; None if that is nothing, or of another."""
    first, *others = path.split(".")
    found = names.get(first)
    for name in others:
        kind = found if isinstance(found, ModuleType | type) else type(found)
        module = kind.__name__ if isinstance(kind, ModuleType) else kind.__module__
        if module.partition(".")[0] != _ROOT or isinstance(inspect.getattr_static(kind, name, None), property):
            return None
        found = getattr(found, name, None)
    return found if getattr(found, "__module__", "").partition(".")[0] == _ROOT else None


def _find_parameter(called: Callable[..., Any] | None, position: int, keyword: str | None) -> inspect.Parameter | None:
    try:
        parameters = inspect.signature(called).parameters if called else {}
    except (TypeError, ValueError):
        return None
    if keyword:
        return parameters.get(keyword)
    for at, parameter in enumerate(parameters.values()):
        if parameter.kind == parameter.VAR_POSITIONAL or (at == position and parameter.kind != parameter.KEYWORD_ONLY):
            return parameter
    return None


def _list_words(called: Any, parameter: inspect.Parameter, given: Iterable[Any]) -> Iterable[str]:
    """Returns the texts that a parameter may be. given: the other arguments, of which one may be a case."""
    annotation = parameter.annotation
    if isinstance(annotation, str):
        names = getattr(inspect.unwrap(called), "__globals__", {})
        allowed = names.get(annotation)
        if get_origin(allowed) is Literal:
            return map(str, get_args(allowed))
        if "str" not in annotation:
            return ()
    if parameter.name == "language":
        return list_languages()
    owner = getattr(called, "__self__", None)
    holder = next((one for one in (owner, *given) if hasattr(type(one), "_complete")), None)
    return holder._complete(called.__name__ if holder is owner else "", parameter.name) if holder is not None else ()
