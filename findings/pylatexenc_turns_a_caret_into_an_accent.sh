#!/usr/bin/env bash
# pylatexenc 2.11: its decoder does not give back the caret that its encoder wrote, and drops two braces written in words.
#
# LaTeX: \textasciicircum is the sign ^ of ASCII; \textbraceleft and \textbraceright are { and } (The LaTeX Companion;
# symbol lists of CTAN). Reference managers write them in BibTeX fields.
# Expected: latex_to_text(unicode_to_latex("x^2")) is "x^2", and the braces are braces.
# Seen: the caret comes back as U+02C6, a modifier letter; the braces are gone without a warning. The specification
# (latex2text/_defaultspecs.py) names \textasciicircum twice, and the later entry, for U+02C6, is the one that counts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q pylatexenc==2.11
said=$("$work/env/bin/python" -c "
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex
read = LatexNodes2Text().latex_to_text
print(ascii(unicode_to_latex('x^2')), ascii(read(unicode_to_latex('x^2'))))
print(ascii(read(r'a\textbraceleft{}b\textbraceright{}c')), ascii(read(r'\{b\}')))")
echo "$said"
[ "$said" = "'x{\\\\textasciicircum}2' 'x\\u02c62'
'abc' '{b}'" ]
