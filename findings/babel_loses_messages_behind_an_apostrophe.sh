#!/usr/bin/env bash
# Babel 2.19.0: with `parse_template_string`, a message in a JavaScript template literal is not collected where an odd
# number of apostrophes, or of quotation marks, stands in the text before it; a second one brings the messages back.
#
# ECMAScript, "Template Literal Lexical Components": in the text of a template only a backtick, a backslash and `${` mean
# something. Babel's documentation of the option says that calls in `${...}` are collected. `parse_template_string` takes
# each quotation mark for the beginning or end of a string, also outside of `${...}`.
# Seen: no error and no warning; the message is absent from the catalogue, and so never translated.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q babel==2.19.0
cd "$work"
cat >page.js <<'JS'
a = `it is ${gettext("plain")}`;
b = `it's ${gettext("behind one")}`;
c = `it's what it's ${gettext("behind two")}`;
d = `5" of ${gettext("behind a sign for inches")}`;
e = `it’s ${gettext("behind a curly one")}`;
JS
said=$("$work/env/bin/python" -c "
from babel.messages.extract import extract_from_file
options = {'parse_template_string': True, 'encoding': 'utf-8'}
for line, message, *_ in extract_from_file('javascript', 'page.js', {'gettext': None}, options=options):
    print(line, message)")
echo "$said"
[ "$said" = "1 plain
3 behind two
5 behind a curly one" ]
