#!/usr/bin/env bash
# typst 0.15.2 (the Python wheel): `text(dir: rtl)` within a line lets the words behind it change their places.
#
# A name in Arabic stands between English words, marked `text(lang: "ar", dir: rtl)[...]`, and a date follows. In HTML
# the like, an element with `dir`, is isolated from what surrounds it (HTML standard, section on rendering: bidirectional
# text), so the date keeps its order.
# Expected: "Agency" in Arabic, then "12 January 2026" from left to right.
# Seen: the day is drawn to the left of the name and the month to its right: "12 , NAME January 2026". Typst puts
# directional embeddings (U+202A, U+202B) around such a text, not isolates: typst pull request 3885 (April 2024) changed
# the one to the other so that neighbours of one direction join. By the Unicode bidirectional algorithm a number behind
# an embedding of another direction belongs to it. The isolates U+2067 and U+2069, written in the text, keep the order.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q typst==0.15.2 pdfplumber==0.11.10
cat > "$work/try.py" <<'PY'
import io
import re

import pdfplumber
import typst

NAME = "\u0648\u0643\u0627\u0644\u0629 \u0627\u0644\u0623\u0646\u0628\u0627\u0621"
PAGE = '#set page(width: 160mm, height: 40mm)\n#set text(lang: "en", font: "DejaVu Sans Mono")\n'


def read_line(line):
    """The line as it is drawn, from left to right, with NAME for the Arabic letters."""
    pdf = pdfplumber.open(io.BytesIO(typst.compile((PAGE + line).encode())))
    drawn = "".join(char["text"] for char in sorted(pdf.pages[0].chars, key=lambda char: char["x0"]))
    drawn = re.sub("[\u200e-\u206f]", "", drawn)  # marks of direction have no width
    arabic = "[\u0600-\u06ff\ufb50-\ufeff]"
    return re.sub(rf"{arabic}+( *{arabic}+)*", " NAME ", drawn).replace(",", " ").split()


print("dir: rtl :", *read_line(f'Agency #text(lang: "ar", dir: rtl)[{NAME}], 12 January 2026'))
print("isolated :", *read_line(f"Agency \u2067{NAME}\u2069, 12 January 2026"))
PY
seen=$("$work/env/bin/python" "$work/try.py")
echo "$seen"
grep -qx 'dir: rtl : Agency 12 NAME January 2026' <<<"$seen"
grep -qx 'isolated : Agency NAME 12 January 2026' <<<"$seen"
