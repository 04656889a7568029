"""Numbers, units and claims in words: one wording for the terminal, for notebooks and for every format of a report."""
