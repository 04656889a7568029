"""Numbers, units and claims in words: one wording for the terminal, for notebooks and for every format of a report.

The words are those of the reader's language (`analysis.messages`).
"""
