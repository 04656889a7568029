#!/usr/bin/env bash
# nbconvert 7.17.2: a picture attached to a cell as "b c.png" cannot be referred to as attachment:b%20c.png.
#
# nbformat 4, "Cell attachments": a text cell refers to a picture by `attachment:` and the name that it is kept under.
# CommonMark 0.31, "Links": an address may hold no space, unless it stands in <>; %20 stands for one (RFC 3986, 2.1).
# Seen: the name is looked for with its %20, and the whole notebook is refused; kept under the escaped name it is found.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q nbconvert==7.17.2 nbformat==5.11.0 mistune==3.4.0
cd "$work"
said=$("$work/env/bin/python" -c "
import base64, nbformat
from nbconvert.exporters import HTMLExporter
picture = {'image/png': base64.b64encode(b'any bytes').decode()}
for name in ('b c.png', 'b%20c.png'):
    cell = nbformat.v4.new_markdown_cell('![a](attachment:b%20c.png)', attachments={name: picture})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    try:
        print(name, 'data:image/png' in HTMLExporter().from_notebook_node(notebook)[0])
    except Exception as error:
        print(name, type(error).__name__, error)")
echo "$said"
[ "$said" = "b c.png InvalidNotebook missing attachment: b%20c.png
b%20c.png True" ]
