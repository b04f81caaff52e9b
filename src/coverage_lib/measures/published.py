"""Figures that newspapers, agencies and governments printed: what they are a share of, and which is the latest."""

import numpy as np
import pandas as pd

from coverage_lib.measures.coverage import COLUMNS

# The first of the laws that divided Papua and Papua Barat: until then their names mean the old provinces.
SPLIT_LAWS = pd.Timestamp("2022-07-25")

# Inpres 2/2021, which set universal coverage as a goal; older rates are shares of other bases.
UCJ_BEGINS = pd.Timestamp("2021-03-25")

# Printed beside f0990, whose note says that the segments' rates of that article are shares of the office's target.
SHARES_OF_TARGET = ["f0992"]


def published_coverage(published: pd.DataFrame) -> pd.DataFrame:
    """The coverage rates of UCJ that were published for provinces and the nation, with what is known about them.

    Left out are rates without a date, of other segments than total, formal and informal, of groups of provinces, and those
    that are no share of eligible workers: shares of a target number of workers (``"83,58 persen dari target"``), of the
    labour force or of all employed, where print or note say so. Rates from before the presidential instruction 2/2021 are
    left out too: there was no UCJ to be a share of. ``load_published`` has them all.

    Parameters
    ----------
    published : pandas.DataFrame
        As from ``load_published``.

    Returns
    -------
    pandas.DataFrame
        code, name, boundary (that the figure stands on; differs in Papua only), date (last day of the period it names),
        year, segment, base (``eligible``), counted_by (``not stated``), active, workers (people, where the same source
        prints them for the same region, date and segment, else missing), coverage (percent), status (``published``),
        source_id, date_from (first day of the period it names), base_stated (``UCJ`` where title, print or note speak of it, else ``not stated``), id, as_published,
        publisher, title, source_date (as printed), url, note. Sorted by code and date; contradictions are kept.
    """
    from coverage_lib.data import regions

    rates = published[
        (published["measure"] == "coverage_rate")
        & (published["unit"] == "percent")
        & published["region_level"].isin(["national", "province"])
        & published["segment"].isin(["total", "formal", "informal"])
        & published["date_to"].notna()
    ].copy()
    rates["base_stated"] = base_stated(rates)
    rates = rates[rates["base_stated"].isin(["UCJ", "not stated"])]

    same = ["code", "date", "segment", "source_publisher", "source_title"]
    for measure, column in (("active_participants", "active"), ("eligible_workers", "workers")):
        counts = published[(published["measure"] == measure) & (published["unit"] == "workers")]
        counts = counts.drop_duplicates(same, keep=False).rename(columns={"value": column})
        rates = rates.merge(counts[[*same, column]], on=same, how="left", validate="many_to_one")

    parent = regions.provinces("2022").set_index("code")["code_2021"]
    split = parent.index[parent.duplicated(keep=False)]
    now = rates["code"].isin(split) & (rates["date_to"] >= SPLIT_LAWS)
    result = rates.assign(
        name=rates["region"],
        boundary=np.where(now, "2022", "2021"),
        date=rates["date_to"],
        year=rates["year"].astype("int64"),
        base="eligible",
        counted_by="not stated",
        coverage=rates["value"],
        status="published",
        publisher=rates["source_publisher"],
        title=rates["source_title"],
        url=rates["source_url"],
    )
    extra = [
        "date_from",
        "base_stated",
        "id",
        "as_published",
        "publisher",
        "title",
        "source_date",
        "url",
        "note",
    ]
    return result[[*COLUMNS, *extra]].sort_values(["code", "date", "id"], ignore_index=True)


def base_stated(rates: pd.DataFrame) -> pd.Series:
    """What a printed rate is a share of, as far as its words or the note beside them say.

    Parameters
    ----------
    rates : pandas.DataFrame
        id, date_to, as_published, note, source_title.

    Returns
    -------
    pandas.Series
        ``target`` (a share of a number to be reached), ``labour_force``, ``employed``, ``before UCJ``, ``group`` (the
        region is larger than the row says), ``UCJ`` or ``not stated``.

    Examples
    --------
    >>> rates = pd.DataFrame({"id": "f0000", "date_to": pd.Timestamp("2024-12-31"), "as_published": [
    ...     "61 persen dari target", "27,16 persen dari target 48 persen", "40 persen dari total angkatan kerja",
    ...     "35,39 persen"], "note": ["", "", "", "capaian sementara data UCJ"], "source_title": ""})
    >>> base_stated(rates).tolist()
    ['target', 'not stated', 'labour_force', 'UCJ']
    """
    words, notes = rates["as_published"].str.lower(), rates["note"].str.lower()
    everything = words + " " + notes + " " + rates["source_title"].str.lower()

    def says(text: pd.Series, pattern: str) -> np.ndarray:
        return text.str.contains(pattern, regex=True).to_numpy(dtype=bool)

    # "27,16 persen dari target 48 persen" compares two rates; "61 persen dari target" is a share of the target.
    of_target = says(words, r"dari target(?! \d+(?:[.,]\d+)? ?persen)")
    noted = says(notes, r"not a coverage rate|% of the office target|of a target of")
    choices = {
        "target": of_target | noted | rates["id"].isin(SHARES_OF_TARGET).to_numpy(),
        "labour_force": says(words, r"angkatan kerja"),
        "employed": says(words, r"orang yang bekerja"),
        "before UCJ": (rates["date_to"] < UCJ_BEGINS).to_numpy(),
        "group": says(notes, r"wilayah sumbagut"),
        "UCJ": says(
            everything,
            r"\bucj\b|\bujc\b|universal coverage|universal jamsostek|coverage jamsostek|uhc jamsostek",
        ),
    }
    return pd.Series(
        np.select(list(choices.values()), list(choices), default="not stated"), index=rates.index
    )


def latest_published(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest published rate of each region and segment.

    A figure that names only a year or a month counts from the first day of it, so that "2025" does not pass for later than
    "11 December 2025"; of several for one day the one with more digits is taken, then the one printed last in the table.

    Parameters
    ----------
    rows : pandas.DataFrame
        As from :func:`published_coverage`.

    Returns
    -------
    pandas.DataFrame
        One row per code and segment, the same columns.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": "17", "segment": "total", "id": ["f1", "f2"], "coverage": [27.39, 35.0],
    ...     "date_from": pd.to_datetime(["2025-01-01", "2025-12-11"])})
    >>> latest_published(rows)["coverage"].tolist()
    [35.0]
    """
    rounded = rows["coverage"] % 1 == 0
    order = rows.assign(rounded=~rounded).sort_values(["code", "segment", "date_from", "rounded", "id"])
    return (
        order.drop_duplicates(["code", "segment"], keep="last").drop(columns="rounded").reset_index(drop=True)
    )
