#!/usr/bin/env bash
# Poppler 22.12 (Debian 12): pdfinfo says "Syntax Error: Suspects object is wrong type (boolean)" of each tagged PDF that
# Typst 0.15 writes, and goes on; with `/Suspects true`, or without the entry, it says nothing.
#
# ISO 32000-2, table 353 (mark information dictionary): Suspects is a boolean, optional, false by default; so false may be
# written. Nothing is wrong with the type, which the message itself calls by its right name.
# Seen: one line on standard error, exit code 0. Who takes any output there for a broken file refuses a sound one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q typst==0.15.2
mkdir -p "$work/debs/partial"
apt-get update -qq
apt-get install -qq -y --download-only --reinstall --no-install-recommends -o Dir::Cache::archives="$work/debs" \
    poppler-utils=22.12.0-2+deb12u3 >/dev/null
for package in "$work"/debs/*.deb; do dpkg -x "$package" "$work/root"; done
cd "$work"
"$work/env/bin/python" -c "
import typst
made = typst.compile(b'= Heading')
assert made.count(b'/Suspects false') == 1
for name, entry in (('false', b'/Suspects false'), ('true', b'/Suspects true '), ('none', b'               ')):
    with open(f'{name}.pdf', 'wb') as file:
        file.write(made.replace(b'/Suspects false', entry))"
for name in false true none; do
    said=$(LD_LIBRARY_PATH="$work/root/usr/lib/$(uname -m)-linux-gnu" "$work/root/usr/bin/pdfinfo" "$name.pdf" 2>&1 >/dev/null)
    echo "$name: ${said:-nothing}"
done >said.txt
cat said.txt
diff said.txt - <<'TXT'
false: Syntax Error: Suspects object is wrong type (boolean)
true: nothing
none: nothing
TXT
