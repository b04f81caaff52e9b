"""Figures of a table of one's own that are published as such: shares, eligible workers, members of the nation."""

import re

import numpy as np
import pandas as pd

from coverage_lib.data import bases, regions, tables
from coverage_lib.data.own.faults import at
from coverage_lib.data.reading.problems import Problem, _

#: Measure of the reader -> measure of the published figures.
MEASURES = {
    "coverage_rate": "coverage_rate",
    "eligible_workers": "eligible_workers",
    "active": "active_participants",
}
UNITS = {"coverage_rate": "percent"}
LEVELS = ("national", "province", "regency")
#: A share and a count as tables print them; what is printed otherwise is written anew.
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_COUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def figures(long: pd.DataFrame, id: str, publisher: str, title: str, date: str) -> pd.DataFrame:
    """Rows of the published figures.

    Parameters
    ----------
    long : pandas.DataFrame
        Shares, eligible workers and members of the nation, as the reader gives them.
    id : str
        The source of the table, ``own:ID``.
    publisher, title, date : str
        As they were given.

    Returns
    -------
    pandas.DataFrame
        As :func:`coverage_lib.data.tables.published` makes them, with limits and bases; ids are ``own:ID:row``, and the column after it where a
        row has several figures.
    """
    rows = long[long["level"].isin(LEVELS) & long["value"].notna()].reset_index(drop=True)
    measure = rows["measure"].map(MEASURES)
    unit = rows["measure"].map(UNITS).fillna("workers")
    names = rows["region"].mask(rows["name"].ne(""), rows["name"])
    raw = pd.DataFrame(
        {
            "id": _ids(rows, id),
            "region": names.mask(rows["code"].eq(regions.NATION), "Indonesia"),
            "region_level": rows["level"],
            "code": rows["code"],
            "date": _dates(rows),
            "segment": rows["segment"],
            "measure": measure,
            "value": rows["value"].map(lambda value: f"{value:.15g}"),
            "unit": unit,
            "as_published": [
                _words(*each) for each in zip(rows["value"], unit, rows["printed"], strict=True)
            ],
            "source_publisher": publisher,
            "source_title": title,
            "source_date": date,
            "source_url": "",
            "note": "",
            "source_row": rows["row"].astype("int64"),
        }
    )
    stated = rows["base"].isin(bases.BASES) & measure.eq("coverage_rate")
    readings = pd.DataFrame({"id": raw["id"][stated], "field": "base", "reading": rows["base"][stated]})
    return tables.published(raw, raw.iloc[:0], readings).assign(raw_table=id)


def problems(long: pd.DataFrame) -> list[Problem]:
    """Figures without a date, which no time can be given, and shares of which it is not said of whom they are.

    Parameters
    ----------
    long : pandas.DataFrame
        As for :func:`figures`.
    """
    found = []
    rows = long[long["level"].isin(LEVELS) & long["value"].notna()]
    for row in rows[rows["date"].isna()].head(1).itertuples():
        says = _("it is not said of which day {measure} is")
        fix = _("Say it: --set date=2026-10-31, or 2026-10, or 2026.")
        found.append(at(row, "no_date", "error", says, fix, {"measure": row.measure}))
    unknown = rows["measure"].eq("coverage_rate") & ~rows["base"].isin(bases.BASES)
    for row in rows[unknown].head(1).itertuples():
        says = _("of whom this is a share is not said; it is listed as printed and held against no target")
        fix = _("Ask the publisher, then say it: --set base=eligible, base=employed or base=segment_workers.")
        found.append(at(row, "no_base", "warning", says, fix))
    return found


def steps(long: pd.DataFrame) -> pd.Series:
    """How finely each value of a long table is printed, in its unit: 303.5 in a column of thousands is known to 100 people.

    Examples
    --------
    >>> steps(pd.DataFrame({"value": [303_500.0, 303_478.0, 6.5, 0.0], "printed": ["303,5", "303.478", "6,50", "0"]})).tolist()
    [100.0, 1.0, 0.01, 0.0]
    """
    digits = long["printed"].astype(str).str.replace(r"\D", "", regex=True).str.lstrip("0").str.len()
    value = long["value"].abs()
    first = np.floor(np.log10(value.where(value > 0)))
    return (10.0 ** (first - digits + 1)).where(digits > 0).fillna(0.0)


def _ids(rows: pd.DataFrame, id: str) -> pd.Series:
    """An id for each figure that no other has."""
    plain = id + ":" + rows["row"].astype("int64").astype(str)
    several = plain.duplicated(keep=False)
    place = rows["column"].where(rows["column"].ne(""), rows["heading"])
    sheet = rows["sheet"] + "!" if len(set(rows["sheet"])) > 1 else ""
    further = plain + ":" + sheet + place
    ids = plain.where(~several, further)
    return ids.where(~ids.duplicated(), ids + ":" + ids.groupby(ids).cumcount().add(1).astype(str))


def _dates(rows: pd.DataFrame) -> pd.Series:
    """The dates as published figures write them: as precisely as they were printed, empty where there is none."""
    forms = rows["precision"].map({"year": "%Y", "month": "%Y-%m"}).fillna("%Y-%m-%d")
    return pd.Series(
        ["" if pd.isna(day) else day.strftime(form) for day, form in zip(rows["date"], forms, strict=True)],
        index=rows.index,
        dtype=object,
    )


def _words(value: float, unit: str, printed: str = "") -> str:
    """A figure in words that say how finely it is known, with the digits and marks of the table: thousands stay thousands.

    Examples
    --------
    >>> _words(45.17, "percent"), _words(1312370.0, "workers"), _words(1312000.0, "workers")
    ('45.17 persen', '1312370', '1312 ribu')
    >>> _words(28.46, "percent", "28,46%"), _words(28.5, "percent", "28,50"), _words(1312370.0, "workers", "1.312.370")
    ('28,46 persen', '28,50 persen', '1.312.370')
    """
    digits = printed.strip().rstrip("%").strip()
    if unit == "percent" and _SHARE.fullmatch(digits) and float(digits.replace(",", ".")) == value:
        return f"{digits} persen"
    if value % 1000 and _COUNT.fullmatch(digits) and float(re.sub(r"\D", "", digits)) == value:
        return digits
    if unit == "percent":
        return f"{value:.15g} persen"
    return f"{value / 1000:.15g} ribu" if value and value % 1000 == 0 else f"{value:.15g}"
