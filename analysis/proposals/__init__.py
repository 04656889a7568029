"""Claims proposed from a document, for an analyst to accept, change or reject: nothing here enters a case by itself.

`proposal` is one row of the review table, `propose` makes the rows and `review` is their review; `table` is the table
as a file, `landing` adds to a case what is decided, and `versions` says what a new version of a document changes.
"""
