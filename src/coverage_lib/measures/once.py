"""Results that many pages ask for: computed once in a process for the same data, whoever loaded it."""

import copy
import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import pandas as pd

KEPT = 16

Result = TypeVar("Result")


def once(function: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
    """The result of a function of data frames, computed only where none of the last calls had the same content.

    Parameters
    ----------
    function : callable
        Gives the same for the same content, such as a projection with a seed.
    *arguments, **options
        Its arguments: data frames, and texts, numbers and dates.

    Returns
    -------
    Result
        A copy of the caller's own, free to change.

    Raises
    ------
    TypeError
        An argument is of a kind whose content cannot be compared.

    Examples
    --------
    >>> def total(frame):
    ...     print("adding")
    ...     return int(frame["workers"].sum())
    >>> once(total, pd.DataFrame({"workers": [1, 2]})), once(total, pd.DataFrame({"workers": [1, 2]}))
    adding
    (3, 3)
    """
    return copy.deepcopy(_result(_Call(function, arguments, options)))


class _Call:
    """A call that equals another where function and content are the same."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...], options: Mapping[str, Any]):
        self.function, self.arguments, self.options = function, arguments, options
        names = sorted(options)
        contents = [content(value) for value in (*arguments, *(options[name] for name in names))]
        self.key = (function.__module__, function.__qualname__, len(arguments), *names, *contents)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Call) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=KEPT)
def _result(call: _Call) -> Any:
    return call.function(*call.arguments, **call.options)


def content(value: Any) -> str:
    """What a value holds, as a short mark: equal for equal content, different where a cell, a name or a type differs.

    Examples
    --------
    >>> frame = pd.DataFrame({"workers": [1, 2]})
    >>> content(frame) == content(frame.copy()), content(frame) == content(frame.astype(float))
    (True, False)
    """
    if value is None or isinstance(value, (str, int, float, date)):
        return repr(value)
    if not isinstance(value, pd.DataFrame):
        raise TypeError(
            f"A {type(value).__name__} cannot be compared by content; pass a data frame or plain values."
        )
    columns = [(name, str(dtype)) for name, dtype in value.dtypes.items()]
    # A layer of outlines has a coordinate system beside its cells.
    digest = hashlib.sha256(repr((columns, str(getattr(value, "crs", "")))).encode())
    digest.update(pd.util.hash_pandas_object(value).to_numpy().tobytes())
    return digest.hexdigest()
