"""What several commands share; each file beside this folder is one command."""
