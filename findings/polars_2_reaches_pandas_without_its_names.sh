#!/usr/bin/env bash
# polars 2.1.0 and pandas 3.1.1, without pyarrow: the only way that raises nothing loses the names of the columns.
#
# pandas 3.1, "DataFrame": data may be an iterable or a frame-like object; "api.interchange.from_dataframe" takes what has
# `__dataframe__`, and "DataFrame.from_arrow" what has `__arrow_c_stream__`. polars 2 has dropped the first and has the
# second; its own `to_pandas` asks for pyarrow.
# Seen: from_dataframe raises ValueError, to_pandas and from_arrow raise for want of pyarrow, and DataFrame(frame) is made
# without a word, with columns 0 and 1.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q polars==2.1.0 pandas==3.1.1
cd "$work"
said=$("$work/env/bin/python" -W ignore -c "
import pandas as pd, polars as pl
frame = pl.DataFrame({'need': [800, 500], 'who': ['a', 'b']})
print(hasattr(frame, '__dataframe__'), hasattr(frame, '__arrow_c_stream__'))
for make in (pd.api.interchange.from_dataframe, pd.DataFrame.from_arrow, pl.DataFrame.to_pandas, pd.DataFrame):
    try:
        print(make.__name__, list(make(frame).columns))
    except (ValueError, ImportError) as error:
        print(make.__name__, type(error).__name__)")
echo "$said"
[ "$said" = "False True
from_dataframe ValueError
from_arrow ImportError
to_pandas ModuleNotFoundError
DataFrame [0, 1]" ]
