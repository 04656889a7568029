#!/usr/bin/env bash
# typst 0.15.2 (the Python wheel): vowels of Indic scripts take no room in the words of an SVG picture.
#
# A word in Devanagari with the vowel sign II is set as a text and drawn in an SVG, both in Noto Sans Devanagari.
# Expected: it is equally wide in both.
# Seen: in the SVG it is a third narrower; the vowel sign and half letters lie over the letters after them. The word
# compiled to SVG by Typst itself, as outlines, is right, and a picture may hold those.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q typst==0.15.2 pillow==13.0.0 manimgx-fonts==2026.9.26.post1
cat > "$work/try.py" <<'PY'
import io
from importlib.util import find_spec

import typst
from PIL import Image

FONTS = typst.Fonts(include_system_fonts=False, font_paths=[find_spec("manimgx_fonts").submodule_search_locations[0]])
WORD, FAMILY = "\u092a\u0930\u0940\u0915\u094d\u0937\u0923", "Noto Sans Devanagari"


def measure(body):
    """The width in points of what is drawn."""
    page = f'#set page(width: 120pt, height: 30pt, margin: 0pt)\n{body}'
    made = typst.Compiler(font_paths=FONTS).compile(page.encode(), format="png", ppi=72 * 4)
    left, _, right, _ = Image.open(io.BytesIO(made)).convert("L").point(lambda dot: 255 * (dot < 128)).getbbox()
    return (right - left) / 4


svg = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 30'>"
    f"<text y='20' font-size='16' font-family='{FAMILY}'>{WORD}</text></svg>"
)
wide = measure(f'#text(font: "{FAMILY}", size: 16pt, "{WORD}")')
drawn = measure(f'#image(bytes("{svg}"), format: "svg")')
print("narrower" if drawn < 0.8 * wide else "as wide", round(wide), round(drawn))
PY
seen=$("$work/env/bin/python" "$work/try.py")
echo "$seen"
grep -q '^narrower ' <<<"$seen"
