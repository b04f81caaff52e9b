"""``ucj project`` and ``ucj backtest``: files in, files out."""

import csv
import re
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib.measures.projection.baselines import BASELINES
from coverage_lib.measures.projection.forecast import DEFAULT, project
from coverage_lib.measures.projection.panel import PanelError, checked
from coverage_lib.measures.projection.scoring import Backtest, backtest

ATTAINMENT = "_attainment"


def read_panel(path: str | Path) -> pd.DataFrame:
    """Read and check a panel from CSV or XLSX.

    Parameters
    ----------
    path : path
        First row: series, date, coverage, and perhaps workers, uncertainty, target, target_date. A CSV may be separated by
        commas, semicolons or tabs.

    Returns
    -------
    DataFrame
        As :func:`coverage_lib.measures.projection.project` takes it.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row of the file (the heading is row 1).
    """
    path = Path(path)
    if not path.is_file():
        raise PanelError([f"there is no file {path}; give the path of a CSV or XLSX file."])
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raw = pd.read_excel(path, dtype=object, na_values=[""], keep_default_na=False)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
        mark = max(",;\t", key=first.count)
        try:
            # Blank lines are kept so that rows have the numbers a reader counts.
            raw = pd.read_csv(
                path, sep=mark, dtype=str, encoding="utf-8-sig", na_values=[""], keep_default_na=False, skip_blank_lines=False,
                quoting=csv.QUOTE_MINIMAL,
            )  # fmt: skip
        except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
            raise PanelError([f"{path.name} cannot be read as CSV in UTF-8: {error}."]) from error
    else:
        raise PanelError([f"{path.name} is not a CSV or XLSX file; save it as one of these."])
    raw.columns = [str(c).strip().lower() for c in raw.columns]
    twice = sorted({c for c in raw.columns if list(raw.columns).count(c) > 1})
    if twice:
        raise PanelError([f"column {', '.join(twice)} is there more than once; keep one."])
    return checked(_rows(raw), first_row=2, repeats=False)


def _rows(raw: pd.DataFrame) -> pd.DataFrame:
    """Without the blank rows at the end."""
    filled = raw.notna().any(axis=1).to_numpy().nonzero()[0]
    return raw.iloc[: filled.max() + 1] if len(filled) else raw.iloc[:0]


def project_file(
    path: str | Path,
    *,
    until: Any,
    out: str | Path,
    target: float | None = None,
    by: Any = None,
    step: str = "year",
    model: str = DEFAULT,
    seed: int = 0,
) -> tuple[Path, Path]:
    """Project the series of a file.

    Parameters
    ----------
    path : path
        See :func:`read_panel`.
    until : date
        Last date of the projection.
    out : path
        Where the quantiles go, CSV or XLSX; the attainment table goes beside it, with ``_attainment`` after its name.
    target, by : optional
        Target (percent) and its date, for the series that have none of their own in the file.
    step : {"year", "month"}
        Dates of the projection.
    model : str
        See :func:`coverage_lib.measures.projection.project`.
    seed : int
        The same seed gives the same bytes.

    Returns
    -------
    (Path, Path)
        The two files written.

    Raises
    ------
    PanelError
        Lists everything that is wrong, by row.
    """
    out = Path(out)
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise PanelError([f"{out.name} is not a CSV or XLSX file; name the output .csv or .xlsx."])
    found = project(
        read_panel(path), until=until, step=step, target=target, target_date=by, model=model, seed=seed
    )
    second = out.with_name(out.stem + ATTAINMENT + out.suffix)
    out.parent.mkdir(parents=True, exist_ok=True)
    write(found.quantiles, out)
    write(found.attainment, second)
    return out, second


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a table the same way each time: dates as 2024-12-31, six significant digits."""
    frame = frame.copy()
    for name in frame.columns:
        if pd.api.types.is_datetime64_any_dtype(frame[name]):
            frame[name] = frame[name].dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_float_dtype(frame[name]):
            big = frame[name].abs().max() > 1000
            frame[name] = frame[name].astype(float).round(0 if big else 4)
    if path.suffix.lower() == ".csv":
        frame.to_csv(path, index=False, lineterminator="\n")
        return
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(path.stem[:31])
    sheet.append(list(frame.columns))
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append(list(row))
    made = BytesIO()
    book.save(made)
    # A workbook carries the time it was made, in each of its parts; fixed, so that the same numbers give the same bytes.
    with ZipFile(made) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", content)
            new.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)


def run_backtest(
    path: str | Path | None = None,
    *,
    panel: pd.DataFrame | None = None,
    out: str | Path | None = None,
    models: Any = None,
) -> Backtest:
    """Backtest on a file, or on a panel; the scores of the models go to `out` (CSV) if given.

    Parameters
    ----------
    path : path, optional
        See :func:`read_panel`.
    panel : DataFrame, optional
        Used where there is no `path`.
    out : path, optional
        CSV: one row for each model, and for each model at each horizon and number of points.
    models : sequence of str, optional
        All by default.

    Returns
    -------
    Backtest
    """
    if path is not None:
        panel = read_panel(path)
    if panel is None:
        raise PanelError(["there is neither a file nor a panel to test on; give one."])
    # The provinces have three points: what they allow is one year ahead from two.
    longest = int(panel.groupby("series").size().max())
    found = backtest(panel, models or (DEFAULT, *BASELINES), min_points=3 if longest > 3 else 2)
    if out is not None:
        parts = [
            found.scores.assign(part="all"),
            found.by_horizon.assign(part="horizon"),
            found.by_points.assign(part="points"),
        ]
        write(pd.concat(parts, ignore_index=True), Path(out))
    return found
