"""Notebook and parameters in, a folder of files out. Knows no case and no plan."""
