"""Coverage of regencies: the analyst's own members over the project's employment, and the provinces as sums of their regencies."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.regions import NATION
from coverage_lib.measures.counts import Incomparable, no_repeats, only_value
from coverage_lib.measures.year_counts import SEGMENTS

COLUMNS = [
    "code",
    "name",
    "level",
    "province_code",
    "boundary",
    "date",
    "year",
    "segment",
    "base",
    "counted_by",
    "active",
    "workers",
    "coverage",
    "status",
    "source_id",
    "date_stated",
    "workers_year",
    "own_count",
    "difference",
]

# A count without a stated date stands at the end of its year and is not one of that day: the two are never added.
KEYS = ["code", "date", "date_stated"]

_MEMBERS = dict.fromkeys(
    ["code", "name", "province_code", "boundary", "segment", "counted_by", "status", "source_id"], "object"
) | {
    "date": "datetime64[s]",
    "year": "int64",
    "active": "int64",
    "date_stated": "bool",
    "source_row": "int64",
}

#: Members by regency where nobody has added any.
NOBODY = pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in _MEMBERS.items()})


class NoOwnMembers(ValueError):
    """Something of regencies was asked for that needs members by regency, and the analyst has added none."""

    def __init__(self) -> None:
        super().__init__(
            "There are no members by regency: nobody publishes them for the whole country, so the project has none. Add your "
            "own: 'ucj template members.xlsx --level regency' writes a workbook to fill in, 'ucj check members.xlsx' says what "
            "is in it, and 'ucj add members.xlsx --publisher ... --title ... --date ...' takes it up."
        )


def check_base(base: str) -> None:
    """Refuse every base but all employed, and say what another one would need.

    Raises
    ------
    Incomparable
        The base is not ``employed``.

    Examples
    --------
    >>> check_base("employed")
    """
    if base == "segment_workers":
        raise Incomparable(
            "Regencies have no coverage of formal or informal workers here: Sakernas as we have it counts their employed and "
            "their labour force only. It would need the formal and informal workers of each regency in August (BPS, employed "
            "persons by status of their main job). Use base='employed'."
        )
    if base != "employed":
        raise Incomparable(
            f"Regencies have no coverage on the base {base!r} as a series: single figures were published, and they are in "
            "measures.published.coverage_figures(load_published()), level 'regency'. Use base='employed'."
        )


def counts(
    table: pd.DataFrame, boundary: str, counted_by: str = "domicile", *, months: bool, required: bool
) -> pd.DataFrame:
    """Members by regency as they are asked for.

    Parameters
    ----------
    table : pandas.DataFrame
        The built table ``members_regency``, on the boundary of 2022.
    boundary : {"2021", "2022"}
        Of province_code; the regencies are the same.
    counted_by : {"domicile", "office"}
        Rows of this way of counting.
    months : bool
        Every date instead of the counts of :func:`year_counts`.
    required : bool
        Whether a table without rows is an error.

    Raises
    ------
    NoOwnMembers
        There are no rows.

    Examples
    --------
    >>> counts(NOBODY, "2021", months=False, required=False).empty
    True
    """
    rows = table[table["counted_by"] == counted_by].assign(boundary=boundary)
    if required and rows.empty:
        raise NoOwnMembers
    if boundary == "2021":
        rows["province_code"] = regions.to_boundary(rows["province_code"])
    return rows.reset_index(drop=True) if months else year_counts(rows)


def year_counts(members: pd.DataFrame) -> pd.DataFrame:
    """One count a year of the regencies of each province: December; in the last year else the latest month that is whole.

    Parameters
    ----------
    members : pandas.DataFrame
        Members by regency, any dates: code, province_code, date, date_stated, year, status.

    Returns
    -------
    pandas.DataFrame
        The rows of each December, and, of a province whose last year has no December yet, those of the latest month at which
        as many of its regencies are counted as at any month of that year; these are provisional. A month that some regencies
        lack would put counts of several days on one map.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "code": ["1501", "1502", "1501", "1502", "1501"], "province_code": "15", "year": 2025, "status": "final",
    ...     "date_stated": True, "date": pd.to_datetime(["2025-03-31", "2025-03-31", "2025-04-30", "2025-04-30", "2025-05-31"])})
    >>> year_counts(rows)[["code", "date", "status"]].astype(str).to_numpy().tolist()
    [['1501', '2025-04-30', 'provisional'], ['1502', '2025-04-30', 'provisional']]
    """
    december = members["date_stated"] & (members["date"].dt.month == 12)
    last = members.groupby("province_code")["year"].transform("max")
    ends_in_december = december.groupby([members["province_code"], members["year"]]).transform("any")
    running = members[(members["year"] == last) & ~ends_in_december]
    day = ["province_code", "date_stated", "date"]
    counted = running.groupby(day)["code"].nunique().reset_index(name="regencies")
    most = counted.groupby("province_code")["regencies"].transform("max")
    whole = counted[counted["regencies"] == most].drop_duplicates("province_code", keep="last")
    latest = running.merge(whole[day]).assign(status="provisional")
    return pd.concat([members[december], latest]).sort_values(["date", "code"], ignore_index=True)


def coverage(
    members: pd.DataFrame, employment: pd.DataFrame, provinces: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Active members as a share of the employed by regency, and of the provinces whose regencies are all there.

    Parameters
    ----------
    members : pandas.DataFrame
        As from ``load_members(level="regency")``: code, name, province_code, boundary, date, date_stated, year, segment,
        counted_by, active, status, source_id. Formal and informal members are added; construction is left out.
    employment : pandas.DataFrame
        As from ``load_employment(level="regency")``: code, year, employed, source_id. August of the year of the members is
        the base; where there is none yet, the latest August, and the status is provisional.
    provinces : pandas.DataFrame, optional
        The provinces' own counts, as from ``load_members``, which the sums of their regencies are held against.

    Returns
    -------
    pandas.DataFrame
        One row per regency and date, and one per province (and for the nation, ``00``) of which every regency has members and
        workers at the date: code, name, level (regency, province, national), province_code, boundary, date, year, segment
        (total), base (employed), counted_by, active, workers (people), coverage (percent), status, source_id, date_stated,
        workers_year (of the August in which the workers were counted), own_count
        (people: the count of the province itself at that date; missing where there is none) and difference (people: the sum of
        the regencies minus that count). A regency that lacks a segment, or whose employment the source has wrong, has no share:
        it is missing.

    Raises
    ------
    Incomparable
        Members counted by office, or on several boundaries.
    ValueError
        A regency stands twice at a date.

    Examples
    --------
    >>> members = pd.DataFrame({
    ...     "code": "1571", "name": "Kota Jambi", "province_code": "15", "boundary": "2021", "date": pd.Timestamp("2024-12-31"),
    ...     "date_stated": True, "year": 2024, "segment": ["formal", "informal"], "counted_by": "domicile", "active": [60_000, 30_000],
    ...     "status": "final", "source_id": "own:synthetic"})
    >>> employment = pd.DataFrame({"code": ["1571"], "year": 2024, "employed": 300_000.0, "source_id": "bps-sakernas"})
    >>> coverage(members, employment)[["code", "level", "active", "workers", "coverage"]].to_numpy().tolist()
    [['1571', 'regency', 90000.0, 300000.0, 30.0]]
    """
    if members.empty:
        return _empty()
    if only_value(members, "counted_by", "the members") != "domicile":
        raise Incomparable(
            "These members are counted by office, where their employer is registered; workers are surveyed where they live. "
            "Use members counted by domicile."
        )
    boundary = only_value(members, "boundary", "the members")
    no_repeats(members, [*KEYS, "segment"], "members by regency")
    rows = _beside_workers(_totals(members), employment)
    rows = rows.assign(level="regency", boundary=boundary, counted_by="domicile")
    table = pd.concat([rows, *_sums(rows, boundary)], ignore_index=True)
    table["own_count"] = _own_counts(table, provinces)
    table["difference"] = table["active"] - table["own_count"]
    table["coverage"] = 100 * table["active"] / table["workers"].where(table["workers"] > 0)
    table = table.assign(segment="total", base="employed")
    order = table["level"].map({"national": 0, "province": 1, "regency": 2})
    table = table.assign(order=order).sort_values(["date", "order", "code"], ignore_index=True)
    return table[COLUMNS]


def regencies_of(rows: pd.DataFrame, province: str | None = None) -> pd.DataFrame:
    """The regencies of a coverage table, of one province where it is named, without the sums.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["15", "1571", "1101"], "level": ["province", "regency", "regency"],
    ...     "province_code": ["15", "15", "11"]})
    >>> regencies_of(rows, "15")["code"].tolist()
    ['1571']
    """
    chosen = rows["level"] == "regency"
    return rows[chosen if province is None else chosen & (rows["province_code"] == province)]


class OneDay(NamedTuple):
    """Regencies on one day, the highest coverage first, and the coverage of all of them together (missing where one is)."""

    rows: pd.DataFrame
    whole: float


def on_one_day(coverage: pd.DataFrame, province: str | None = None) -> OneDay:
    """The regencies on the latest day on which as many of them have a share as on any: one map shows one day.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From :func:`coverage`.
    province : str, optional
        Code of a province: its regencies only.

    Examples
    --------
    >>> day = pd.to_datetime(["2024-12-31", "2024-12-31", "2025-06-30"])
    >>> rows = pd.DataFrame({"code": ["1501", "1571", "1571"], "level": "regency", "province_code": "15", "date": day,
    ...     "coverage": [20.0, 30.0, 31.0]})
    >>> on_one_day(rows).rows[["code", "coverage"]].to_numpy().tolist()
    [['1571', 30.0], ['1501', 20.0]]
    """
    rows = regencies_of(coverage, province)
    known = rows[rows["coverage"].notna()].groupby("date")["code"].nunique()
    day = known[known == known.max()].index.max() if len(known) else pd.NaT
    rows = rows[rows["date"] == day].sort_values(
        ["coverage", "code"], ascending=[False, True], ignore_index=True
    )
    whole = coverage.loc[(coverage["code"] == (province or NATION)) & (coverage["date"] == day), "coverage"]
    return OneDay(rows, float(whole.iloc[0]) if len(whole) else float("nan"))


def _empty() -> pd.DataFrame:
    numbers = dict.fromkeys(["active", "workers", "coverage", "own_count", "difference"], "float64")
    kinds = (
        dict.fromkeys(COLUMNS, "object")
        | numbers
        | {"date": "datetime64[s]", "year": "int64", "workers_year": "int64", "date_stated": "bool"}
    )
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in kinds.items()})


def _totals(members: pd.DataFrame) -> pd.DataFrame:
    """Formal and informal members of each regency and date, added; missing where one of the two is."""
    insured = members[members["segment"].isin(SEGMENTS)]
    insured = insured.assign(is_final=insured["status"] == "final", active=insured["active"].astype(float))
    groups = insured.groupby(KEYS, sort=False)
    totals = groups.agg(
        name=("name", "first"),
        province_code=("province_code", "first"),
        year=("year", "first"),
        active=("active", "sum"),
        known=("active", "count"),
        is_final=("is_final", "all"),
        source_id=("source_id", "first"),
        other_source=("source_id", "last"),
    ).reset_index()
    totals["active"] = totals["active"].where(totals["known"] == len(SEGMENTS))
    totals["status"] = np.where(totals["is_final"], "final", "provisional")
    other = totals["other_source"]
    totals["source_id"] = totals["source_id"].mask(
        totals["source_id"] != other, totals["source_id"] + ";" + other
    )
    return totals.drop(columns=["known", "is_final", "other_source"])


def _beside_workers(totals: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Members with the employed of August of their year, or of the latest August there is."""
    no_repeats(employment, ["code", "year"], "employment by regency")
    latest = employment["year"].max()
    workers = employment[["code", "year", "employed", "source_id"]]
    workers = workers.set_axis(["code", "workers_year", "workers", "workers_source"], axis=1)
    rows = totals.assign(workers_year=totals["year"].clip(upper=latest))
    rows = rows.merge(workers, on=["code", "workers_year"], how="left", validate="many_to_one")
    rows["status"] = rows["status"].mask(rows["year"] > latest, "provisional")
    source = rows.pop("workers_source")
    rows["source_id"] = (rows["source_id"] + ";" + source).fillna(rows["source_id"])
    return rows


def _sums(rows: pd.DataFrame, boundary: str) -> list[pd.DataFrame]:
    """The provinces and the nation at the dates at which all of their regencies have members and workers."""
    known = rows[rows["active"].notna() & rows["workers"].notna()]
    table = regions.regencies()
    home = table["province_code"]
    size = (regions.to_boundary(home) if boundary == "2021" else home).value_counts()
    names = regions.provinces(boundary).set_index("code")["name"]
    provinces = _added(known, ["province_code", "date", "date_stated"])
    provinces = provinces[provinces["regencies"] == provinces["province_code"].map(size)]
    provinces = provinces.assign(code=provinces["province_code"], level="province")
    provinces["name"] = provinces["code"].map(names)
    nation = _added(known, ["date", "date_stated"])
    nation = nation[nation["regencies"] == len(table)].assign(
        code=NATION, province_code=NATION, name="Indonesia", level="national"
    )
    parts = (provinces, nation)
    return [
        part.drop(columns="regencies").assign(boundary=boundary, counted_by="domicile")
        for part in parts
        if len(part)
    ]


def _added(known: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Members and workers added within groups, with the number of regencies, the status of the least sure and all sources."""
    groups = known.assign(is_final=known["status"] == "final").groupby(keys, sort=False)
    added = groups.agg(
        year=("year", "first"),
        workers_year=("workers_year", "first"),
        active=("active", "sum"),
        workers=("workers", "sum"),
        regencies=("code", "nunique"),
        is_final=("is_final", "all"),
        source_id=("source_id", lambda parts: ";".join(dict.fromkeys(";".join(parts.unique()).split(";")))),
    ).reset_index()
    status = np.where(added.pop("is_final"), "final", "provisional")
    return added.assign(status=status)


def _own_counts(table: pd.DataFrame, provinces: pd.DataFrame | None) -> pd.Series:
    """The provinces' own formal and informal members at the dates of the sums; missing for regencies and where not counted."""
    if provinces is None:
        return pd.Series(np.nan, index=table.index)
    insured = provinces[
        provinces["segment"].isin(SEGMENTS)
        & (provinces["counted_by"] == "domicile")
        & provinces["date_stated"]
        & (provinces["code"] != NATION)
    ]
    own = insured.groupby(["boundary", "code", "date"])["active"].agg(["sum", "count"])
    own = own.loc[own["count"] == len(SEGMENTS), "sum"].reset_index()
    counted = own.groupby(["boundary", "date"])["sum"].agg(["sum", "count"]).reset_index()
    size = counted["boundary"].map({name: len(regions.provinces(name)) for name in regions.BOUNDARIES})
    nation = counted[counted["count"] == size].assign(code=NATION)
    # Only the provinces that were divided are another area on the other boundary.
    own = own[own["boundary"].isin(table["boundary"].unique()) | ~_divided(own["code"])]
    known = pd.concat([own, nation]).drop_duplicates(["code", "date"]).set_index(["code", "date"])["sum"]
    places = pd.MultiIndex.from_frame(table[["code", "date"]])
    counts = pd.Series(known.astype(float).reindex(places).to_numpy(), index=table.index)
    return counts.where(table["date_stated"])


def _divided(codes: pd.Series) -> pd.Series:
    """Which provinces mean another area in 2021 than in 2022."""
    parent = regions.provinces("2022").set_index("code")["code_2021"]
    return codes.isin(parent.index[parent.duplicated(keep=False)])
