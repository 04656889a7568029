"""An executed notebook -> a Document: numbered, its notes collected, every digit traced to a claim."""
