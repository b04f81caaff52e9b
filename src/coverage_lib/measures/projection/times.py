"""Dates as years and back."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coverage_lib.data.reading.dates import read_date

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


def last_day(date: Any) -> np.datetime64:
    """The last day of the year, month or day that is named; NaT where none is.

    Examples
    --------
    >>> [str(last_day(date).astype("datetime64[D]")) for date in ("2029", "Feb 2028", "03/04/2029", "soon")]
    ['2029-12-31', '2028-02-29', '2029-04-03', 'NaT']
    """
    period = read_date(date)
    return NEVER if period is None or period.last is None else np.datetime64(period.last, "s")
