"""Claims proposed from a document, for an analyst to accept, change or reject: nothing here enters a case by itself.

`proposal` is one row of the review table.
"""
