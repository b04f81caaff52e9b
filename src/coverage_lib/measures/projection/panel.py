"""A panel of coverage series: what is accepted, what is wrong with it, and the arrays the model runs on."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]

REQUIRED = ("series", "date", "coverage")
NUMBERS = {"coverage": (0, None), "workers": (0, None), "uncertainty": (0, None), "target": (0, 100)}
EXPECTED = {
    "coverage": "a percent of 0 or more, as a number (45.17, not '45,17%')",
    "workers": "a number of people, 0 or more",
    "uncertainty": "a standard deviation in percentage points, 0 or more",
    "target": "a percent between 0 and 100",
}


class PanelError(ValueError):
    """A panel that cannot be projected. The message lists everything that is wrong, by row.

    Attributes
    ----------
    problems : list of str
        One sentence for each thing that is wrong.
    """

    def __init__(self, problems: list[str], shown: int = 50):
        self.problems = problems
        rest = len(problems) - shown
        more = [f"... and {rest} more."] if rest > 0 else []
        super().__init__(
            "\n".join(["The panel cannot be projected:", *(f"- {p}" for p in problems[:shown]), *more])
        )


def checked(panel: pd.DataFrame, *, first_row: int = 0, repeats: bool = True) -> pd.DataFrame:
    """Check a panel and put it in order.

    Parameters
    ----------
    panel : DataFrame
        Columns series, date, coverage (percent), and perhaps workers (people), uncertainty (percentage points, one
        standard deviation), target (percent), target_date.
    first_row : int
        Number of the first row in messages; 2 for a file with a heading.
    repeats : bool
        Whether a series may have several figures for one date. They then count as separate reports of the same thing.

    Returns
    -------
    DataFrame
        The same columns and no others, typed, in order of date within series, series in order of appearance. Rows without
        coverage are gaps and left out.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row.

    Examples
    --------
    >>> checked(pd.DataFrame({"series": ["a"], "date": ["2024-12-31"], "coverage": ["45,17%"]}))
    Traceback (most recent call last):
    ...
    coverage_lib.measures.projection.panel.PanelError: The panel cannot be projected:
    - row 0: coverage is '45,17%'; expected a percent of 0 or more, as a number (45.17, not '45,17%').
    """
    missing = [c for c in REQUIRED if c not in panel]
    if missing:
        found = ", ".join(map(str, panel.columns)) or "none"
        raise PanelError([f"there is no column {', '.join(missing)}; the columns are: {found}."])
    if panel.empty:
        raise PanelError(["there are no rows; expected at least one figure."])
    rows = np.arange(first_row, first_row + len(panel))
    problems: list[tuple[int, str]] = []

    def wrong(mask: Any, column: str, expected: str) -> None:
        for i in np.flatnonzero(np.asarray(mask)):
            value = panel[column].iloc[i]
            problems.append((rows[i], f"row {rows[i]}: {column} is {value!r}; expected {expected}."))

    out = pd.DataFrame({"series": panel["series"].to_numpy()})
    no_name = out["series"].isna() | (out["series"].astype(str).str.strip() == "")
    wrong(no_name, "series", "the name or code of a series")
    for column in ("date", "target_date"):
        if column not in panel:
            continue
        out[column] = dates(panel[column])
        absent = panel[column].isna().to_numpy() if column == "target_date" else np.zeros(len(panel), bool)
        wrong(out[column].isna() & ~absent, column, "a date written as the others, for instance 2024-12-31")
    for column, (least, most) in NUMBERS.items():
        if column not in panel:
            continue
        raw = panel[column].reset_index(drop=True)
        value = pd.to_numeric(raw, errors="coerce").astype(float)
        bad = (value.isna() & raw.notna()) | np.isinf(value) | (value < least)
        if most is not None:
            bad |= value > most
        wrong(bad, column, EXPECTED[column])
        out[column] = value

    code, names = pd.factorize(out["series"], use_na_sentinel=False)
    filled = np.bincount(code, weights=out["coverage"].notna(), minlength=len(names))
    text = panel["coverage"].notna().to_numpy()
    for k in np.flatnonzero(filled == 0):
        at = np.flatnonzero(code == k)
        if not text[at].any():
            problems.append(
                (
                    rows[at[0]],
                    f"row {rows[at[0]]}: series {names[k]!r} has no coverage on any date; expected at least one.",
                )
            )
    if not repeats:
        again = out.duplicated(["series", "date"]) & out["date"].notna() & out["coverage"].notna() & ~no_name
        wrong(again, "date", "one figure for each date of a series; this date is there already")
    for column in ("target", "target_date"):
        if column in out:
            told = out.dropna(subset=[column])
            several = told.groupby("series", sort=False)[column].nunique()
            for name in several.index[several > 1]:
                at = rows[np.flatnonzero((out["series"] == name).to_numpy())[0]]
                problems.append((at, f"row {at}: series {name!r} has more than one {column}; expected one."))
    if problems:
        raise PanelError([sentence for _, sentence in sorted(problems, key=lambda p: p[0])])
    for column in ("target", "target_date"):
        if column in out:
            out[column] = out.groupby("series", sort=False)[column].transform("first")
    out["_code"] = code
    out = out[out["coverage"].notna()]
    return out.sort_values(["_code", "date"], kind="stable").drop(columns="_code").reset_index(drop=True)


def panel_from_text(table: pd.DataFrame) -> pd.DataFrame:
    """A panel of a table that was read from a file.

    Parameters
    ----------
    table : DataFrame
        Columns series, date, coverage, and perhaps workers, uncertainty, target, target_date, as text or as a workbook holds
        them; row 0 is row 2 of the file.

    Returns
    -------
    DataFrame
        As :func:`coverage_lib.measures.projection.project` takes it.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row of the file. A series may have one figure for each date only.

    Examples
    --------
    >>> panel_from_text(pd.DataFrame({"series": ["a"], "date": ["2024"], "coverage": ["45.17"]})).values.tolist()
    [['a', Timestamp('2024-12-31 00:00:00'), 45.17]]
    """
    return checked(table, first_row=2, repeats=False)


def dates(column: pd.Series) -> pd.Series:
    """Dates as timestamps; NaT where a text is not a date written as the first one is.

    A year alone means its last day, and a month alone (2024-06) its last day.

    Examples
    --------
    >>> dates(pd.Series(["2024-12-31", "31/12/2024"])).isna().tolist()
    [False, True]
    """
    column = column.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None).astype("datetime64[s]")
    stamps = column.map(lambda v: hasattr(v, "year"), na_action="ignore").eq(True)
    if stamps.any():
        return pd.to_datetime(column.where(stamps), errors="coerce").astype("datetime64[s]")
    text = column.astype("string").str.strip()
    known = text.dropna()
    for form, last in (("%Y", pd.offsets.YearEnd(0)), ("%Y-%m", pd.offsets.MonthEnd(0))):
        if len(known) and pd.notna(pd.to_datetime(known.iloc[0], format=form, errors="coerce")):
            return (pd.to_datetime(text, format=form, errors="coerce") + last).astype("datetime64[s]")
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y"):
        if len(known) and pd.notna(pd.to_datetime(known.iloc[0], format=form, errors="coerce")):
            return pd.to_datetime(text, format=form, errors="coerce").astype("datetime64[s]")
    return pd.Series(pd.NaT, index=column.index, dtype="datetime64[s]")


class Batch(NamedTuple):
    """N series as arrays, padded at the end to the longest of T points.

    ``y`` logit of coverage, ``years`` (see :func:`in_years`) and ``noise`` (standard deviation of the logit) have shape (N, T);
    ``coverage`` is the percent as reported; ``points`` is the number of points of each series.
    """

    names: pd.Index
    y: Array
    years: Array
    noise: Array
    coverage: Array
    points: Array

    def take(self, rows: Array | slice) -> "Batch":
        """Some of the series."""
        return Batch(self.names[rows], *(field[rows] for field in self[1:]))


def pack(panel: pd.DataFrame, resolution: float | None = None) -> Batch:
    """Arrays of a checked panel.

    Coverage of 0 and of 100 or more has no logit: it is moved inside by half of the `resolution`, and the uncertainty that
    stands for the rounding, large on the logit near 0 and 100, keeps the model from reading much into it.

    Parameters
    ----------
    panel : DataFrame
        As :func:`checked` returns it.
    resolution : float, optional
        Step to which figures are rounded, percentage points; read off the figures if not given.
    """
    code, names = pd.factorize(panel["series"])
    count = np.bincount(code)
    column = np.arange(len(code)) - np.repeat(np.cumsum(count) - count, count)
    shape = (len(names), int(count.max()))
    value = panel["coverage"].to_numpy(float)
    rounded = resolution or resolution_of(value)
    inside = np.clip(value, rounded / 2, 100 - rounded / 2)
    points = rounded / np.sqrt(12)
    if "uncertainty" in panel:
        points = np.hypot(points, panel["uncertainty"].fillna(0).to_numpy(float))

    def padded(values: Array) -> Array:
        out = np.zeros(shape)
        out[code, column] = values
        return out

    return Batch(
        pd.Index(names),
        padded(np.log(inside / (100 - inside))),
        padded(in_years(panel["date"].to_numpy())),
        padded(points / (inside * (1 - inside / 100))),
        padded(value),
        count,
    )


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


def value_before(batch: Batch, years: float, values: Array | None = None) -> Array:
    """Value `years` before the last point, on the straight line between the points around; the first if none is older."""
    y = batch.y if values is None else values
    n = np.arange(len(y))
    when = batch.years[n, batch.points - 1] - years
    inside = np.arange(y.shape[1]) < batch.points[:, None]
    left = np.maximum((inside & (batch.years <= when[:, None] + 1e-9)).sum(axis=1) - 1, 0)
    right = np.minimum(left + 1, batch.points - 1)
    width = batch.years[n, right] - batch.years[n, left]
    share = np.clip(
        np.divide(when - batch.years[n, left], width, out=np.zeros(len(y)), where=width > 0), 0, 1
    )
    return y[n, left] + share * (y[n, right] - y[n, left])


def resolution_of(coverage: Array) -> float:
    """Step to which figures are rounded: 1, 0.1 or 0.01 points (or finer, which no longer matters).

    Examples
    --------
    >>> resolution_of(np.array([10.0, 12.0])), resolution_of(np.array([10.0, 12.5])), resolution_of(np.array([1 / 3]))
    (1.0, 0.1, 0.01)
    """
    for step in (1.0, 0.1):
        if np.allclose(coverage / step, np.round(coverage / step), rtol=0, atol=1e-6):
            return step
    return 0.01
