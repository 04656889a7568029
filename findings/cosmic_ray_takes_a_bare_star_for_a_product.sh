#!/usr/bin/env bash
# cosmic-ray 8.7.0: the `*` that begins keyword-only parameters is changed as if it were a multiplication.
#
# Python: in `def f(a, *, b)` the star is a marker of the signature (PEP 3102), and `/` there is another (PEP 570).
# Expected: an operator that replaces binary operators leaves signatures alone, as it does those of `*args`.
# Seen: `core/ReplaceBinaryOperator_Mul_Div` counts it as the first product and writes `def f(a, /, b)`: valid Python that
# makes `a` positional and lets `b` be, so that many such mutants survive for no fault of the tests.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q cosmic-ray==8.7.0
said=$("$work/env/bin/python" -c "
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
operator = get_operator('core/ReplaceBinaryOperator_Mul_Div')()
for count in range(3):
    print(repr(mutate_code('def f(a, *, b):\n    return a * b\n', operator, count)))
print(repr(mutate_code('def g(*args):\n    return args\n', operator, 0)))")
echo "$said"
[ "$said" = "'def f(a, /, b):\\n    return a * b\\n'
'def f(a, *, b):\\n    return a / b\\n'
None
None" ]
