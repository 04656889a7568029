#!/usr/bin/env bash
# typst (Python) 0.15.2: a Compiler without an input file evaluates one expression, and refuses the next.
#
# The package offers `Compiler(...)` to be used again, as a world of typefaces and files that is loaded once; `compile` takes
# new sources any number of times.
# Expected: `eval("1+1")` can be asked twice of one Compiler.
# Seen: the first answers, any later one raises RuntimeError "failed to compile document: file not found", about
# `__typst_py_bytes__.typ`, a name of its own in the current folder. `compile(bytes)` in between still works.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q typst==0.15.2
cd "$work"
said=$(env/bin/python -c "
import typst
compiler = typst.Compiler()
for ask in (compiler.eval, compiler.eval, compiler.compile, compiler.eval):
    try:
        answer = ask('1+1') if ask == compiler.eval else ask(b'= A')
        print('answered', answer if isinstance(answer, str) else len(answer) > 0)
    except RuntimeError as error:
        print('refused', '__typst_py_bytes__.typ' in str(error), 'file not found' in str(error))")
echo "$said"
[ "$said" = "answered 2
refused True True
answered True
refused True True" ]
