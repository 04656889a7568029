"""Document -> one self-contained HTML page, and the index page over several."""
