"""JSON as in every file beside a report; apart from those, so that publishing a report imports no notebook format."""

from __future__ import annotations

from typing import Any

import orjson


def format_json(content: Any) -> str:
    """Returns JSON, indented and with a line end.

    >>> format_json({"low": 1})
    '{\\n  "low": 1\\n}\\n'
    """
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
