"""A case for assistants: its claims looked up, printed numbers traced, comparisons computed and texts verified.

`server.build_server` is the way in: a server of the Model Context Protocol on standard input and output, which writes
nothing and opens no connection. `tools` is what it can be asked, `computing` asks comparisons, `search` finds claims,
`tracing` numbers, `verifying` holds a text against the case; `answers` is the form of each answer, `entries` puts rows
into it, and `loading` keeps the case as its files are.
"""
