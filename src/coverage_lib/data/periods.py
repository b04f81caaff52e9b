"""Dates as they are printed: a day, a month or a year."""

import pandas as pd


def period(raw: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First and last day of the year, month or day that a date names; missing where it names none.

    Examples
    --------
    >>> first, last = period(pd.Series(["2024", "2024-02", "2024-02-21", ""]))
    >>> last.dt.strftime("%Y-%m-%d").tolist()[:3]
    ['2024-12-31', '2024-02-29', '2024-02-21']
    """
    first = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[s]")
    last = first.copy()
    for pattern, suffix, offset in (
        (r"\d{4}", "-01-01", pd.offsets.YearEnd()),
        (r"\d{4}-\d\d", "-01", pd.offsets.MonthEnd()),
        (r"\d{4}-\d\d-\d\d", "", None),
    ):
        matching = raw.str.fullmatch(pattern)
        start = pd.to_datetime(raw[matching] + suffix, format="%Y-%m-%d", errors="coerce").astype(
            "datetime64[s]"
        )
        first[matching] = start
        last[matching] = start if offset is None else (start + offset).astype("datetime64[s]")
    return first, last
