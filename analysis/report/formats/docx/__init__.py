"""Document -> Word (WordprocessingML)."""
