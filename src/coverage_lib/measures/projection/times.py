"""Dates as years and back, and dates as people write them."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]

NEVER = np.datetime64("NaT", "s")
MONTHS = 12


def in_years(dates: Array) -> Array:
    """Dates as years: the end of the day, so that 31 December 2024 is 2025.0 and a year is 1 in leap years too.

    Examples
    --------
    >>> in_years(np.array(["2024-12-31", "2023-12-31"], "datetime64[s]")).tolist()
    [2025.0, 2024.0]
    """
    day, year = dates.astype("datetime64[D]"), dates.astype("datetime64[Y]")
    start, after = year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]")
    passed = (day - start).astype("int64") + 1
    out = year.astype("int64") + 1970 + passed / (after - start).astype("int64")
    return np.where(np.isnat(dates), np.nan, out)


def from_years(years: Array) -> Array:
    """Years as dates, the reverse of :func:`in_years`.

    Examples
    --------
    >>> from_years(np.array([2025.0, 2024.5])).astype("datetime64[D]")
    array(['2024-12-31', '2024-07-01'], dtype='datetime64[D]')
    """
    whole = np.ceil(years - 1e-9) - 1
    year = (whole - 1970).astype("int64").astype("datetime64[Y]")
    start, after = year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]")
    passed = np.round((years - whole) * (after - start).astype("int64")).astype("int64")
    return (start + passed - 1).astype("datetime64[s]")


def months_between(start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Months from one day to another: 12 from each end of a year to the next, in leap years too.

    Examples
    --------
    >>> months_between(pd.Timestamp("2022-12-31"), pd.Timestamp("2024-12-31"))
    24.0
    """
    return float(MONTHS * np.diff(in_years(np.array([start, end], "datetime64[s]")))[0])


def parse_dates(column: pd.Series) -> pd.Series:
    """Dates as timestamps; NaT where a text is not a date written as the first one is.

    A year alone means its last day, and a month alone (2024-06) its last day.

    Examples
    --------
    >>> parse_dates(pd.Series(["2024-12-31", "31/12/2024"])).isna().tolist()
    [False, True]
    """
    column = column.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None).astype("datetime64[s]")
    stamps = column.map(lambda value: hasattr(value, "year"), na_action="ignore").eq(True)
    if stamps.any():
        return pd.to_datetime(column.where(stamps), errors="coerce").astype("datetime64[s]")
    text = column.astype("string").str.strip()
    written = text.dropna()
    for form, end in (("%Y", pd.offsets.YearEnd(0)), ("%Y-%m", pd.offsets.MonthEnd(0))):
        if len(written) and pd.notna(pd.to_datetime(written.iloc[0], format=form, errors="coerce")):
            return (pd.to_datetime(text, format=form, errors="coerce") + end).astype("datetime64[s]")
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y"):
        if len(written) and pd.notna(pd.to_datetime(written.iloc[0], format=form, errors="coerce")):
            return pd.to_datetime(text, format=form, errors="coerce").astype("datetime64[s]")
    return pd.Series(pd.NaT, index=column.index, dtype="datetime64[s]")
