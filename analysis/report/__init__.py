"""Notebook and parameters in, a folder of files out. Knows no case and no plan."""

import sys

# nbformat imports jsonschema, which where it can builds a grammar of internationalised addresses: seconds at every
# start, for a check no notebook's schema asks for. Without this module jsonschema leaves that check out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
