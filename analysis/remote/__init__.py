"""Folders at an address (`s3://`, `https://`, `memory://`): read, copied and written through fsspec, one line a fault."""
