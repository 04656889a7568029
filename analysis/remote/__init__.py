"""Folders at an address (`s3://`, `https://`): read, copied and written through fsspec, each fault one line."""
