#!/usr/bin/env bash
# pandas 3.1.1: texts of a subclass of str keep their class in a frame as long as pyarrow is not installed; with pyarrow
# 26.0.1 beside it, which nothing imports by itself, the same program gets plain texts back.
#
# pandas, "Migration guide for the new string data type": texts are inferred as `str`, kept by pyarrow if it is installed
# and as Python objects otherwise, and the two are to behave alike but for speed. That a subclass is kept by one of them
# only, with what its methods know (a translation, a mark of safe HTML), the guide does not say.
# Seen: no error and no warning; dtype=object keeps the class in both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q pandas==3.1.1
cat >"$work/classes.py" <<'PY'
import pandas


class Word(str):
    def __str__(self):
        return "translated"


words = [Word("plain")]
inferred, kept = pandas.DataFrame({"word": words}), pandas.DataFrame({"word": words}, dtype=object)
print(inferred["word"].dtype, type(inferred["word"][0]).__name__, type(kept["word"][0]).__name__)
PY
without=$("$work/env/bin/python" "$work/classes.py")
"$work/env/bin/pip" install -q pyarrow==26.0.1
with=$("$work/env/bin/python" "$work/classes.py")
echo "without pyarrow: $without"
echo "with pyarrow: $with"
[ "$without" = "str Word Word" ]
[ "$with" = "str str Word" ]
