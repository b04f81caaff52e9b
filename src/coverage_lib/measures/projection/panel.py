"""A checked panel as the arrays that the model runs on."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.measures.projection.checks import checked, key_of
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.times import NEVER, Array, from_years, in_years
from coverage_lib.measures.projection.workforce import shrunk_growth


class Batch(NamedTuple):
    """N series as arrays, padded at the end to the longest of T points.

    ``y`` logit of coverage, ``years`` (see :func:`coverage_lib.measures.projection.times.in_years`) and ``noise`` (standard
    deviation of the logit) have shape (N, T); ``coverage`` is the percent as reported; ``points`` is the number of points of each
    series.
    """

    names: pd.Index
    y: Array
    years: Array
    noise: Array
    coverage: Array
    points: Array

    @property
    def inside(self) -> Array:
        """Where there are points and not padding, shape (N, T)."""
        return np.arange(self.y.shape[1]) < self.points[:, None]

    @property
    def last_years(self) -> Array:
        """When each series has its last point, in years."""
        return self.years[np.arange(len(self.y)), self.points - 1]

    @property
    def last_coverage(self) -> Array:
        """Coverage at the last point of each series, percent."""
        return self.coverage[np.arange(len(self.y)), self.points - 1]

    def take(self, rows: Array | slice) -> "Batch":
        """Some of the series, padded no longer than they need."""
        points = self.points[rows]
        width = int(points.max(initial=0))
        y, years, noise, coverage = (array[rows, :width] for array in self[1:5])
        return Batch(self.names[rows], y, years, noise, coverage, points)


class Panel(NamedTuple):
    """A checked panel: N series, and what belongs to each of them whatever the date.

    Attributes
    ----------
    key : str
        The column that names the series in results, ``series`` or ``code``.
    batch : Batch
        The series.
    targets, target_dates : array, shape (N,)
        Each series' own target (percent) and its date; NaN and NaT where it has none.
    workers : array, shape (N,)
        People at the last date that has them; NaN where not given.
    workforce_growth : array, shape (N,)
        Growth a year, logarithmic, of each series' workers: its own, shrunk towards that of all; 0 where none is known.
    """

    key: str
    batch: Batch
    targets: Array
    target_dates: Array
    workers: Array
    workforce_growth: Array

    def take(self, rows: Array | slice) -> "Panel":
        """Some of the series, with what belongs to them."""
        return Panel(self.key, self.batch.take(rows), *(array[rows] for array in self[2:]))


def prepare(panel: "pd.DataFrame | Panel") -> Panel:
    """Check a panel and pack it into arrays; one that is packed already is returned as it is.

    Parameters
    ----------
    panel : DataFrame or Panel
        As for :func:`coverage_lib.measures.projection.project`. A panel that is asked more than once is prepared once.

    Returns
    -------
    Panel

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row.

    Examples
    --------
    >>> panel = pd.DataFrame({"series": ["a", "a", "b"], "date": ["2023", "2024", "2024"], "coverage": [20, 22, 31]})
    >>> prepare(panel).batch.points.tolist()
    [2, 1]
    """
    return panel if isinstance(panel, Panel) else _packed(checked(panel), key_of(panel))


def panel_from_text(table: pd.DataFrame) -> Panel:
    """A panel of a table that was read from a file.

    Parameters
    ----------
    table : DataFrame
        Columns series, date, coverage, and perhaps workers, uncertainty, target, target_date, as text or as a workbook holds
        them; row 0 is row 2 of the file.

    Returns
    -------
    Panel
        As :func:`coverage_lib.measures.projection.project` takes it.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row of the file.

    Examples
    --------
    >>> panel_from_text(pd.DataFrame({"series": ["a"], "date": ["Des 2024"], "coverage": ["45,17%"]})).batch.coverage.tolist()
    [[45.17]]
    """
    return _packed(checked(table, first_row=2, printed=True), key_of(table))


def _packed(table: pd.DataFrame, key: str) -> Panel:
    batch = pack(table)
    first = table.drop_duplicates("series")
    targets, dates = np.full(len(first), np.nan), np.full(len(first), NEVER)
    if "target" in first:
        targets = first["target"].to_numpy(float)
    if "target_date" in first:
        dates = first["target_date"].to_numpy().astype("datetime64[s]")
    return Panel(key, batch, targets, dates, *_workforce(table, batch.names))


def _workforce(table: pd.DataFrame, names: pd.Index) -> tuple[Array, Array]:
    """Workers of each series at the last date that has them, and their growth a year."""
    counted = table.dropna(subset=["workers"]) if "workers" in table else table.iloc[:0]
    if counted.empty:
        return np.full(len(names), np.nan), np.zeros(len(names))
    last = counted.groupby("series", sort=False)["workers"].last().reindex(names).to_numpy(float)
    years = in_years(counted["date"].to_numpy())
    counts = counted.assign(years=years).pivot(index="series", columns="years", values="workers")
    growth = shrunk_growth(counts).series["growth"].reindex(names)
    return last, growth.fillna(0.0).to_numpy()


def pack(table: pd.DataFrame) -> Batch:
    """Arrays of a checked panel.

    The step to which a series' figures are rounded counts as their uncertainty, besides the one that is stated.

    Parameters
    ----------
    table : DataFrame
        As :func:`coverage_lib.measures.projection.checks.checked` returns it.
    """
    code, names = pd.factorize(table["series"])
    count = np.bincount(code)
    column = np.arange(len(code)) - np.repeat(np.cumsum(count) - count, count)
    shape = (len(names), int(count.max()))
    value = table["coverage"].to_numpy(float)
    points = resolution_of(value, code)[code] / np.sqrt(12)
    if "uncertainty" in table:
        points = np.hypot(points, table["uncertainty"].fillna(0).to_numpy(float))

    def padded(values: Array) -> Array:
        out = np.zeros(shape)
        out[code, column] = values
        return out

    return Batch(
        pd.Index(names),
        padded(logit(value)),
        padded(in_years(table["date"].to_numpy())),
        padded(logit_noise(value, points)),
        padded(value),
        count,
    )


def last_dates(batch: Batch) -> Array:
    """The date of the last point of each series."""
    return from_years(batch.last_years)


def value_before(batch: Batch, years: float, values: Array | None = None) -> Array:
    """Value `years` before the last point, on the straight line between the points around; the first if none is older."""
    y = batch.y if values is None else values
    n = np.arange(len(y))
    when = batch.last_years - years
    left = np.maximum((batch.inside & (batch.years <= when[:, None] + 1e-9)).sum(axis=1) - 1, 0)
    right = np.minimum(left + 1, batch.points - 1)
    width = batch.years[n, right] - batch.years[n, left]
    share = np.clip(
        np.divide(when - batch.years[n, left], width, out=np.zeros(len(y)), where=width > 0), 0, 1
    )
    return y[n, left] + share * (y[n, right] - y[n, left])


def resolution_of(coverage: Array, series: Array) -> Array:
    """Step to which each series' figures are rounded: 1, 0.1 or 0.01 points (or finer, which no longer matters).

    Parameters
    ----------
    coverage : array, shape (M,)
        Percent.
    series : array of int, shape (M,)
        Which of N series each figure is of, from 0.

    Returns
    -------
    array, shape (N,)

    Examples
    --------
    >>> resolution_of(np.array([10.0, 12.0, 10.0, 12.5, 1 / 3]), np.array([0, 0, 1, 1, 2])).tolist()
    [1.0, 0.1, 0.01]
    """
    out = np.full(int(series.max()) + 1, 0.01)
    for step in (0.1, 1.0):
        finer = np.abs(coverage / step - np.round(coverage / step)) > 1e-6
        out[np.bincount(series, finer) == 0] = step
    return out
