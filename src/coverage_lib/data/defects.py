"""What the sources are known to have wrong: the records describe it, the rules let it through, the tables have it missing."""

import pandas as pd

# Regencies of employment_regency.csv without a survey in a year, which stand there as 0. BPS codes.
NOT_SURVEYED = {("5208", 2018)}

# Where, and when, employment_regency.csv has the labour force of one regency in the row of another. BPS codes.
MISPLACED_PROVINCES = {"13", "21", "32", "33", "35", "36", "62", "63"}
MISPLACED_YEARS = range(2020, 2025)

# Mataram and Bima, which employment_regency.csv calls regencies; their level is taken from regencies.csv.
CITIES_AS_REGENCIES = {"5271", "5272"}


def not_surveyed(employment: pd.DataFrame) -> pd.Series:
    """Which rows of employment_regency.csv are 0 because there was no survey.

    Parameters
    ----------
    employment : pandas.DataFrame
        bps_code, date (text, as written), employed, labour_force (people).

    Examples
    --------
    >>> rows = {"bps_code": ["5208", "5208"], "date": ["2018-08-31", "2019-08-31"], "employed": 0, "labour_force": 0}
    >>> not_surveyed(pd.DataFrame(rows)).tolist()
    [True, False]
    """
    years = pd.to_numeric(employment["date"].str[:4], errors="coerce")
    keys = pd.Series(zip(employment["bps_code"], years, strict=True), index=employment.index)
    return keys.isin(NOT_SURVEYED) & (employment["employed"] == 0) & (employment["labour_force"] == 0)


def misplaced_labour_force(employment: pd.DataFrame) -> pd.Series:
    """Which rows of employment_regency.csv may hold the labour force of another regency.

    In the provinces and years that are known for it, all rows of a province and year in which any labour force is smaller
    than its employed: which of the others were exchanged cannot be told.

    Parameters
    ----------
    employment : pandas.DataFrame
        bps_code, date (text, as written), employed, labour_force (people).

    Examples
    --------
    >>> rows = {"bps_code": ["3501", "3502"], "date": "2024-08-31", "employed": [90, 10], "labour_force": [20, 95]}
    >>> misplaced_labour_force(pd.DataFrame(rows)).tolist()
    [True, True]
    """
    year, province = employment["date"].str[:4], employment["bps_code"].str[:2]
    known = province.isin(MISPLACED_PROVINCES) & year.isin([str(y) for y in MISPLACED_YEARS])
    below = employment["labour_force"] < employment["employed"]
    return known & below.groupby([province, year]).transform("any")
