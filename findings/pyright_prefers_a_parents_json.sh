#!/usr/bin/env bash
# pyright 1.1.414: a pyrightconfig.json in any folder above wins over the pyproject.toml of the project itself.
#
# Expected: in a project whose pyproject.toml has [tool.pyright] with `include`, `pyright` checks what that names.
# Seen: with a pyrightconfig.json in the folder above, even `{}`, the project's own table is not read. Everything below
# the folder above is checked instead, the neighbouring projects too, without a word on which file was used.
# Its documentation (docs/configuration.md) says that pyrightconfig.json takes precedence "if both are present", which
# reads as both in one folder; all folders above are searched for the one name before the other name is looked for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q pyright==1.1.414
mkdir -p "$work/desk/project/checked" "$work/desk/project/left_out" "$work/desk/neighbour"
printf '[tool.pyright]\ninclude = ["checked"]\n' > "$work/desk/project/pyproject.toml"
echo 'x: int = 1' > "$work/desk/project/checked/a.py"
for place in project/left_out neighbour; do echo 'x: int = ""' > "$work/desk/$place/b.py"; done

check() { (cd "$work/desk/project" && "$work/env/bin/pyright" --outputjson || true) |
    python3 -c 'import json, sys; found = json.load(sys.stdin); print(found["summary"]["filesAnalyzed"], found["summary"]["errorCount"])'; }
alone=$(check)
echo '{}' > "$work/desk/pyrightconfig.json"
below=$(check)
echo "files and errors with the project's own settings: $alone; with {} in the folder above: $below"
[ "$alone" = "1 0" ] && [ "$below" = "3 2" ]
