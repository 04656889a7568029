"""Document -> files, one writer a format."""
