"""A case for assistants: its claims looked up, printed numbers traced, comparisons computed and texts verified.

`build_server` is the way in: a server of the Model Context Protocol on standard input and output, which writes nothing
and opens no connection. `tools` is what it can be asked, `computing` asks comparisons, `search` finds claims, `answers`
is the form of each answer, and `loading` keeps the case as its files are.
"""

from analysis.assistant.server import build_server

__all__ = ["build_server"]
