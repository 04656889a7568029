"""Frames of other libraries, such as polars, as frames of pandas. None of these libraries is imported here.

Each is known by the methods it has: polars by its columns, whose cells may be any object, also an Estimate; others by
`to_pandas`, or by a protocol that libraries exchange frames by, Arrow's PyCapsule interface or `__dataframe__`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeGuard, cast

from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_PLAIN = "pandas.DataFrame({name: [...], ...}), a list of cells for each column"


class _ArrowFrame(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class _InterchangeFrame(Protocol):
    def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True) -> Any: ...


AnyFrame: TypeAlias = "pd.DataFrame | pd.Series[Any] | _ArrowFrame | _InterchangeFrame"  # what tables and charts take


def is_frame(found: Any) -> TypeGuard[AnyFrame]:
    """Returns whether something is a frame, or a named column, of pandas or another library.

    >>> import pandas as pd
    >>> is_frame(pd.DataFrame({"side": ["North"]})), is_frame([{"side": "North"}])
    (True, False)
    """
    import pandas as pd

    return isinstance(found, pd.DataFrame | pd.Series) or any(known(found) for known in _READERS)


def convert_frame(found: Any, where: str) -> Any:
    """Returns the pandas DataFrame that a frame of another library holds; whatever is no such frame, as it is.

    A Series with a name is a frame of one column. where: what it is for. Raises UsageError, with what to do, for a
    frame that its library cannot hand over.

    >>> import pandas as pd
    >>> convert_frame(pd.Series(["North", "South"], name="side"), "table 't'").columns.tolist()
    ['side']
    """
    import pandas as pd

    if isinstance(found, pd.Series):
        return found if found.name in (None, "") else found.to_frame()
    if isinstance(found, pd.DataFrame):
        return found
    reasons = []
    for read in (read for known, read in _READERS.items() if known(found)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of pandas, on which way is the newer one
                return read(found)
        except Exception as error:  # whatever the other library raises, such as that a package is missing
            reasons.append(" ".join(str(error).split()).rstrip(".") or type(error).__name__)
    if not reasons:
        return found
    raise UsageError(
        f"{where}: the {type(found).__name__} of {type(found).__module__.partition('.')[0]} cannot be read as a frame "
        f"of pandas: {'; '.join(dict.fromkeys(reasons))}. Give {_PLAIN}."
    )


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda found: not isinstance(found, type) and all(hasattr(type(found), name) for name in names)


def _read_columns(found: Any) -> pd.DataFrame:
    """Reads a frame of polars cell by cell: on its own way to pandas, an object such as an Estimate needs pyarrow."""
    import pandas as pd

    columns = {column.name: column.to_list() for column in found.get_columns()}
    return pd.DataFrame(columns, dtype=object)


def _read_stream(found: Any) -> Any:
    import pandas as pd

    return cast(Any, pd.DataFrame).from_arrow(found)  # since pandas 3


def _read_interchange(found: Any) -> pd.DataFrame:
    from pandas.api.interchange import from_dataframe

    return from_dataframe(found)


_READERS: Mapping[Callable[[Any], bool], Callable[[Any], Any]] = {
    _has("get_columns"): _read_columns,
    _has("to_pandas"): lambda found: convert_frame(found.to_pandas(), ""),
    _has("__arrow_c_stream__"): _read_stream,
    _has("__dataframe__"): _read_interchange,
}
