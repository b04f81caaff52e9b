"""What a provenance record says: who published a table, what it is called, when it came out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.periods import period
from coverage_lib.data.reading.problems import Problem, Refused, _


def provenance(publisher: str, title: str, published: str) -> dict[str, Any]:
    """The beginning of a record.

    Raises
    ------
    Refused
        Publisher or title is empty, or the date of publication is no date or lies ahead.

    Examples
    --------
    >>> provenance("BPJS Ketenagakerjaan", "Peserta aktif", "2026-11-03")["date"]
    '2026-11-03'
    """
    says = {"publisher": publisher.strip(), "title": " ".join(title.split()), "date": published.strip()}
    problems = []
    empty = {"publisher": _("the publisher is empty"), "title": _("the title is empty")}
    for name, words in empty.items():
        if not says[name]:
            fix = _("Say it with --{name}: nobody can answer for a number without its source.")
            problems.append(Problem(f"no_{name}", "error", words, fix, {"name": name}))
    first = period(pd.Series([says["date"]]))[0].iloc[0]
    if pd.isna(first):
        fix = _("Write it 2026-11-03, 2026-11 or 2026.")
        problems.append(Problem("no_publication_date", "error", _("the date of publication is no date"), fix, value=published))  # fmt: skip
    elif first > pd.Timestamp(date.today()):
        fix = _("Correct the date of publication.")
        problems.append(Problem("future_publication", "error", _("the date of publication lies ahead"), fix, value=published))  # fmt: skip
    if problems:
        raise Refused(problems)
    return {**says, "added": datetime.now().isoformat(timespec="microseconds")}


def published_later(one: str, other: str) -> bool:
    """Whether a date of publication is certainly after another: every day that it may be is.

    Examples
    --------
    >>> published_later("2026-02", "2026-01-20"), published_later("2026-01-20", "2026-01"), published_later("2026-01-20", "2026")
    (True, False, False)
    """
    first, last = period(pd.Series([one, other]))
    return bool(first.iloc[0] > last.iloc[1])


def plain(value: Any) -> Any:
    """A value as a record writes it: texts, numbers, lists and mappings of them.

    Examples
    --------
    >>> plain({"dates": (pd.Timestamp("2026-10-31"),), "rows": np.int64(34)})
    {'dates': ['2026-10-31'], 'rows': 34}
    """
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if value is None or isinstance(value, bool | int | str):
        return value
    if value is pd.NaT:
        return None
    if isinstance(value, datetime | pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    return value if isinstance(value, float) else str(value)
