#!/usr/bin/env bash
# sphinx-click 6.2.0 with click 8.5.1 and Sphinx 9.0.4: two commands of one group share a target if their functions
# share a name.
#
# A group may register a command under a name of its own: `group.add_command(command, "first")`. click itself then
# shows `tool first` in usage and help.
# Expected: `.. click::` with `:nested: full` names each command, and its environment variables, as registered.
# Seen: it takes `command.name`, the function's (sphinx_click/ext.py, where nested commands are walked). Both commands
# below are headed `command`, and their option's variable gets the target `tool-command-level-tool_level` twice; with
# `sphinx-build -W` the build fails. Issue 26 of the project (2018) made these targets carry the command's name so that
# they would differ. Setting `command.name` to the registered name helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q sphinx-click==6.2.0 click==8.5.1 Sphinx==9.0.4
mkdir "$work/docs"
cat > "$work/tool.py" <<'PY'
import click


@click.group()
def app():
    """A tool."""


def make():
    @click.command()
    @click.option("--level", envvar="TOOL_LEVEL", help="How far.")
    def command(level):
        """Do it."""

    return command


app.add_command(make(), "first")
app.add_command(make(), "second")
PY
echo 'extensions = ["sphinx_click"]' > "$work/docs/conf.py"
printf 'Tool\n====\n\n.. click:: tool:app\n   :prog: tool\n   :nested: full\n' > "$work/docs/index.rst"
usage=$(cd "$work" && env/bin/python -c "
from click.testing import CliRunner
from tool import app
print(CliRunner().invoke(app, ['second', '--help'], prog_name='tool').output.splitlines()[0])")
said=$(cd "$work" && PYTHONPATH=. env/bin/python -m sphinx -q -b text docs out 2>&1 | grep -o 'Duplicate explicit target name: "[^"]*"')
headed=$(grep -c '^command$' "$work/out/index.txt")
echo "click: $usage"
echo "sphinx-click: $said; $headed sections are headed 'command'"
[ "$usage" = "Usage: tool second [OPTIONS]" ]
[ "$said" = 'Duplicate explicit target name: "tool-command-level-tool_level"' ]
[ "$headed" = 2 ]
