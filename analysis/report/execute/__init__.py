"""Notebook -> executed notebook, in kernels forked from one warm process. Knows no report and no case."""
