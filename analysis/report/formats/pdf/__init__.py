"""Document -> Typst -> tagged PDF."""
