"""Large tables, kept as arrays of pyarrow (the extra `columnar`): what a case of a million claims is read with.

A CSV file stays the source. A file of some size is read into arrays at once, each text that is not plainly sound goes
through the same checks as in a small one (`analysis.case.columns`), and the arrays are written to a file of the user's
cache, named by the digest of the CSV, that every process maps into its memory: ten kernels hold it once.

Where things are: the rows of a file and their lines in `scan`, reading in `reader`, one column in `column` and
`sorting`, the file in the cache in `store`, the rows that a check of several rows has to look at in `suspects`.
"""
