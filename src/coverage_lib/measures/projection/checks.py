"""What a panel must hold before it can be projected, and a list of everything that is wrong with one."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.reading import dates, numbers
from coverage_lib.data.reading.wording import SAYS, Wrong, sentence

#: A panel names its series in one of these columns; results carry the same one.
KEYS = ("series", "code")
LEAST_AND_MOST = {"coverage": (0, None), "workers": (0, None), "uncertainty": (0, None), "target": (0, 100)}
#: In a file, where a share of more than all is a slip.
MOST_IN_A_FILE = {"coverage": 100, "uncertainty": 100}
EXPECTED = {
    "coverage": "a percent of 0 or more",
    "workers": "a number of people above 0, or an empty cell where it is not known",
    "uncertainty": "a standard deviation in percentage points, 0 or more",
    "target": "a percent between 0 and 100",
    "date": "a date, for instance 2024-12-31",
    "target_date": "a date, for instance 2029-12-31",
}
#: What the columns are, as a heading would say it: it decides what a mark with three digits behind it is.
HEADINGS = {"coverage": "(%)", "workers": "(orang)", "uncertainty": "(%)", "target": "(%)"}


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


def key_of(panel: pd.DataFrame) -> str:
    """The column that names the series of a panel: ``series``, or ``code`` where regions are meant."""
    return "code" if "code" in panel and "series" not in panel else "series"


def checked(panel: pd.DataFrame, *, first_row: int = 0, printed: bool = False) -> pd.DataFrame:
    """Check a panel and put it in order.

    Parameters
    ----------
    panel : DataFrame
        Columns series (or code), date, coverage (percent), and perhaps workers (people), uncertainty (percentage points, one
        standard deviation), target (percent), target_date.
    first_row : int
        Number of the first row in messages; 2 for a file with a heading.
    printed : bool
        The panel stands in a file as somebody wrote it: its numbers are read as :func:`coverage_lib.data.reading.numbers.read_column` reads
        them, counts have no decimals and coverage is 100 percent at most. Texts are always read so.

    Returns
    -------
    DataFrame
        The same columns and no others, typed, the series always in a column ``series``; in order of date within series, series
        in order of appearance. Rows without coverage are left out.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row.

    Examples
    --------
    >>> checked(pd.DataFrame({"series": ["a"], "date": ["Des 2024"], "coverage": ["45,17%"]}))["coverage"].tolist()
    [45.17]
    >>> checked(pd.DataFrame({"series": ["a"], "date": ["2024-12-31"], "coverage": ["many"]}))
    Traceback (most recent call last):
    ...
    coverage_lib.measures.projection.checks.PanelError: The panel cannot be projected:
    - row 0: coverage is 'many'; expected a percent of 0 or more.
    """
    key = key_of(panel)
    missing = [column for column in (key, "date", "coverage") if column not in panel]
    if missing:
        columns = ", ".join(map(str, panel.columns)) or "none"
        raise PanelError([f"there is no column {', '.join(missing)}; the columns are: {columns}."])
    if panel.empty:
        raise PanelError(["there are no rows; expected at least one figure."])
    problems = _Problems(first_row)
    table = _typed(panel, key, problems, printed)
    _check_each_has_coverage(panel, table, problems)
    _check_one_figure_for_each_date(panel, table, problems)
    _check_no_fractions(panel, table, problems)
    _check_one_target_each(table, problems)
    problems.raise_if_any()
    return _ordered(table)


class _Problems:
    """What is wrong with the rows of a panel, as it is found."""

    def __init__(self, first_row: int) -> None:
        self.first_row = first_row
        self.by_row: list[tuple[int, str]] = []

    def add(self, wrong: Any, column: pd.Series, expected: str) -> None:
        """A problem for each row of `column` where `wrong` is true."""
        for place in np.flatnonzero(np.asarray(wrong)):
            self.add_row(int(place), f"{column.name} is {written(column.iloc[place])}; expected {expected}.")

    def add_read(self, wrong: list[Wrong], column: pd.Series) -> None:
        """A problem for each cell that could not be read as what it should be; how cells were read is none."""
        for one in wrong:
            if SAYS[one.key][0] != "note":
                cell, expected = column.iloc[one.position], EXPECTED[str(column.name)]
                said = "" if one.key in ("not_a_number", "not_a_date") else f", which {sentence(one)}"
                self.add_row(one.position, f"{column.name} is {written(cell)}{said}; expected {expected}.")

    def add_row(self, place: int, sentence: str) -> None:
        """A problem of one row, by its place in the panel."""
        row = self.first_row + place
        self.by_row.append((row, f"row {row}: {sentence}"))

    def raise_if_any(self) -> None:
        if self.by_row:
            raise PanelError(
                [sentence for _, sentence in sorted(self.by_row, key=lambda problem: problem[0])]
            )


def written(value: Any) -> str:
    """A cell in a message: as it would be typed, whichever kind of number holds it.

    Examples
    --------
    >>> written(np.float64(0.5)), written("45,17%")
    ('0.5', "'45,17%'")
    """
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return repr(value.item() if isinstance(value, np.generic) else value)


def _typed(panel: pd.DataFrame, key: str, problems: _Problems, printed: bool) -> pd.DataFrame:
    """The known columns of a panel as dates and numbers; what is neither is missing and a problem."""
    table = pd.DataFrame({"series": panel[key].to_numpy()})
    problems.add(_nameless(table), panel[key], "the name or code of a series")
    for column in ("date", "target_date"):
        if column in panel:
            found = dates.read_column(_cells(panel[column]))
            table[column] = found.last
            problems.add_read(found.wrong, panel[column])
            if column == "date":
                problems.add(found.missing, panel[column], EXPECTED[column])
    for column in LEAST_AND_MOST:
        if column in panel:
            table[column] = _numbers(panel[column], problems, printed)
    return table


def _cells(column: pd.Series) -> Any:
    """Numbers and dates as an array of their own kind, texts as objects, with None where nothing is."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.to_numpy(float, na_value=np.nan)
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None).to_numpy()
    return column.astype(object).where(column.notna(), None).to_numpy()


def _numbers(raw: pd.Series, problems: _Problems, printed: bool) -> pd.Series:
    """A column as numbers within their bounds."""
    name, cells = str(raw.name), _cells(raw)
    if printed or cells.dtype == object:
        found = numbers.read_column(cells, heading=HEADINGS[name])
        problems.add_read(found.wrong, raw)
        values = found.values  # noqa: PD011
    else:
        values = cells
    (least, most) = LEAST_AND_MOST[name]
    most = MOST_IN_A_FILE.get(name, most) if printed else most
    with np.errstate(invalid="ignore"):
        wrong = np.isinf(values) | (values < least) | (values > (np.inf if most is None else most))
    if name == "workers":
        wrong |= values == 0
    expected = EXPECTED[name] if not printed else EXPECTED[name].replace("of 0 or more", "between 0 and 100")
    problems.add(wrong, raw, expected)
    return pd.Series(values)


def _nameless(table: pd.DataFrame) -> pd.Series:
    return table["series"].isna() | (table["series"].astype(str).str.strip() == "")


def _check_each_has_coverage(panel: pd.DataFrame, table: pd.DataFrame, problems: _Problems) -> None:
    """Each series has a figure on one date at least; one that is there and wrong is a problem already."""
    code, names = pd.factorize(table["series"], use_na_sentinel=False)
    figures = np.bincount(code, weights=panel["coverage"].notna(), minlength=len(names))
    for k in np.flatnonzero(figures == 0):
        problems.add_row(
            int(np.flatnonzero(code == k)[0]),
            f"series {names[k]!r} has no coverage on any date; expected at least one.",
        )


def _check_one_figure_for_each_date(panel: pd.DataFrame, table: pd.DataFrame, problems: _Problems) -> None:
    whole = np.flatnonzero(table[["date", "coverage"]].notna().all(axis=1) & ~_nameless(table))
    figures = table.iloc[whole]
    again = np.flatnonzero(figures.duplicated(["series", "date"]))
    if not len(again):
        return
    same = figures.groupby(["series", "date"], sort=False).ngroup().to_numpy()
    first = pd.Series(whole).groupby(same).first().to_numpy()
    for k in again:
        problems.add_row(
            int(whole[k]),
            f"date is {written(panel['date'].iloc[whole[k]])}; expected one figure for each date of a series, "
            f"and row {problems.first_row + int(first[same[k]])} has one of this date.",
        )


def _check_no_fractions(panel: pd.DataFrame, table: pd.DataFrame, problems: _Problems) -> None:
    """Shares of 1 are no percent; whole numbers up to 1 may be."""
    coverage = table["coverage"].dropna()
    fractions = np.flatnonzero(coverage % 1 != 0)
    if len(fractions) and coverage.max() <= 1:
        place = int(coverage.index[fractions[0]])
        problems.add_row(
            place,
            f"coverage is {written(panel['coverage'].iloc[place])}, and no figure of the panel is above 1; "
            "expected percent: multiply coverage by 100.",
        )
    if "target" in table:
        for row in np.flatnonzero(table["target"].map(is_fraction)):
            place = int(row)
            problems.add_row(
                place,
                f"target is {written(panel['target'].iloc[place])}; expected a percent: multiply targets by 100.",
            )


def is_fraction(target: float) -> bool:
    """Whether a target can only be meant as a share of 1.

    Examples
    --------
    >>> is_fraction(0.4392), is_fraction(43.92), is_fraction(1), is_fraction(float("nan"))
    (True, False, False, False)
    """
    return 0 < target < 1


def _check_one_target_each(table: pd.DataFrame, problems: _Problems) -> None:
    for column in ("target", "target_date"):
        if column in table:
            given = table.dropna(subset=[column])
            several = given.groupby("series", sort=False)[column].nunique()
            for name in several.index[several > 1]:
                place = int(np.flatnonzero((table["series"] == name).to_numpy())[0])
                problems.add_row(place, f"series {name!r} has more than one {column}; expected one.")


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Rows with coverage, by date within series; a series' target on each of its rows."""
    for column in ("target", "target_date"):
        if column in table:
            table[column] = table.groupby("series", sort=False)[column].transform("first")
    table["_order"] = pd.factorize(table["series"], use_na_sentinel=False)[0]
    table = table[table["coverage"].notna()]
    return table.sort_values(["_order", "date"], kind="stable").drop(columns="_order").reset_index(drop=True)
