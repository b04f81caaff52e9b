"""What is known of one province: where it stands, its neighbours, its segments, its projection, its targets on their own base.

A profile is made for each of the 38 provinces of today. Members are published on the boundaries of 2021, so a province of
Papua that is younger has no coverage of its own; what is shown then is the coverage of the province it was part of.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_lib.data import regions
from coverage_lib.data.regions import NATION
from coverage_lib.measures.coverage import nation_of, provinces_of, rank
from coverage_lib.measures.once import once

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from coverage_lib.measures.projection import Projection


#: The award has winners by zone; "zone Nusa Tenggara Maluku Papua" names no province.
ZONE = r"\b[Zz]on[ae]\b[\w -]*"


class Place(NamedTuple):
    """A province of today and the province of 2021 in which its members are counted."""

    code: str
    name: str
    parent: str
    parent_name: str
    #: Its members are counted under its own name.
    counted: bool
    #: Its boundaries changed in 2022.
    divided: bool
    #: The other provinces of today that are counted with it.
    together: tuple[str, ...]


def place(code: str) -> Place:
    """The province with a code of 2022.

    Parameters
    ----------
    code : str
        Kemendagri code, two digits.

    Returns
    -------
    Place

    Raises
    ------
    coverage_lib.data.regions.UnknownRegion
        No province of today has this code.

    Examples
    --------
    >>> place("15")[:5]
    ('15', 'Jambi', '15', 'Jambi', True)
    >>> place("95").parent_name, place("95").counted, place("91").together
    ('Papua', False, ('Papua Selatan', 'Papua Tengah', 'Papua Pegunungan'))
    """
    table = regions.provinces("2022").set_index("code")
    if code not in table.index:
        raise regions.UnknownRegion(
            f"There is no province with the code {code!r}; expected a Kemendagri code such as '15'.",
            table["name"].tolist(),
        )
    parent = str(table.loc[code, "code_2021"])
    names = dict(table["name"])
    siblings = [key for key in table.index[table["code_2021"] == parent] if key != code]
    return Place(
        code,
        names[code],
        parent,
        names[parent],
        code == parent,
        bool(siblings),
        tuple(names[key] for key in siblings),
    )


def slug(name: str) -> str:
    """A province's name as a file name.

    Examples
    --------
    >>> slug("DKI Jakarta"), slug("Kepulauan Bangka Belitung")
    ('dki-jakarta', 'kepulauan-bangka-belitung')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def history(place: Place, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the province in which the members are counted, in the order of their dates.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["91", "15", "91"], "date": ["2024", "2024", "2022"], "coverage": [12.7, 29.1, 11.5]})
    >>> history(place("95"), rows)["coverage"].tolist()
    [11.5, 12.7]
    """
    return rows[rows["code"] == place.parent].sort_values("date")


def latest(place: Place, rows: pd.DataFrame) -> pd.Series:
    """The last row of :func:`history`.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["15", "15"], "date": ["2022", "2024"], "coverage": [21.2, 29.1]})
    >>> float(latest(place("15"), rows)["coverage"])
    29.1
    """
    return history(place, rows).iloc[-1]


class Standing(NamedTuple):
    """Coverage of a province at its last count, beside the nation's and those of the other provinces in that year."""

    year: int
    #: Percent.
    coverage: float
    nation: float
    #: 1 for the highest; equals share a rank.
    rank: int
    #: How many provinces are ranked.
    provinces: int
    #: Workers who are not active members.
    not_members: float


def standing(place: Place, coverage: pd.DataFrame) -> Standing:
    """Where a province stands at its last count.

    Parameters
    ----------
    place : Place
        From :func:`place`.
    coverage : pandas.DataFrame
        ``load_coverage(base="employed")``: code, date, year, segment, active, workers, coverage, with the nation.

    Returns
    -------
    Standing
        Of the province in which the members are counted.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["00", "15", "16"], "date": "2024-12-31", "year": 2024, "segment": "total",
    ...     "active": [50, 20, 30], "workers": 100, "coverage": [25.0, 20.0, 30.0]})
    >>> standing(place("15"), rows)
    Standing(year=2024, coverage=20.0, nation=25.0, rank=2, provinces=2, not_members=80.0)
    """
    now = latest(place, coverage)
    year = int(now["year"])
    provinces = rank(provinces_of(coverage, year)).set_index("code")
    return Standing(
        year,
        float(now["coverage"]),
        float(nation_of(coverage, year)["coverage"]),
        int(provinces["rank"][place.parent]),
        len(provinces),
        float(now["workers"] - now["active"]),
    )


def neighbours(code: str, boundaries: "GeoDataFrame") -> list[str]:
    """The provinces that a province borders, by land or over the shortest crossing.

    Parameters
    ----------
    code : str
        A code of the layer.
    boundaries : geopandas.GeoDataFrame
        ``load_boundaries("2021")``.

    Examples
    --------
    >>> from coverage_lib import load_boundaries
    >>> neighbours("51", load_boundaries("2021"))
    ['35', '52']
    """
    from coverage_lib.measures.disparity.space import neighbours as neighbour_links

    links = once(neighbour_links, boundaries)
    return links.loc[links["code"] == code, "neighbour"].tolist()


def beside(place: Place, coverage: pd.DataFrame, neighbours: list[str]) -> pd.DataFrame:
    """The province, its neighbours and the nation in the latest year, the highest coverage first.

    Parameters
    ----------
    place : Place
        From :func:`place`.
    coverage : pandas.DataFrame
        As for :func:`standing`.
    neighbours : list of str
        From :func:`neighbours`.

    Returns
    -------
    pandas.DataFrame
        The rows of `coverage` with role: ``own``, ``neighbour`` or ``nation``.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["00", "15", "16"], "year": 2024, "coverage": [25.0, 20.0, 30.0]})
    >>> beside(place("15"), rows, ["16"])["role"].tolist()
    ['neighbour', 'nation', 'own']
    """
    roles = {**dict.fromkeys(neighbours, "neighbour"), NATION: "nation", place.parent: "own"}
    now = coverage[coverage["year"] == coverage["year"].max()]
    rows = now.assign(role=now["code"].map(roles)).dropna(subset=["role"])
    return rows.sort_values(["coverage", "code"], ascending=[False, True]).reset_index(drop=True)


def segment_levels(place: Place, shares: pd.DataFrame) -> pd.DataFrame:
    """Formal and informal coverage of a province in the first and the last year, beside the nation's.

    Parameters
    ----------
    place : Place
        From :func:`place`.
    shares : pandas.DataFrame
        ``load_coverage(base="segment_workers")``: code, date, year, segment, active, workers, coverage, with the nation.

    Returns
    -------
    pandas.DataFrame
        One row for formal and one for informal: segment, first_year, first_coverage, year, date, coverage and nation (percent of
        the workers of the segment), not_members (people; negative where there are more members than workers).

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> levels = segment_levels(place("15"), load_coverage(base="segment_workers"))
    >>> levels[["segment", "first_year", "first_coverage", "year", "coverage"]].round(1).to_numpy().tolist()
    [['formal', 2022, 37.3, 2024, 42.8], ['informal', 2022, 10.4, 2024, 19.4]]
    """
    first, last = shares["year"].min(), shares["year"].max()
    at = shares.set_index(["code", "segment", "year"])
    rows = []
    for segment in ("formal", "informal"):
        now = at.loc[(place.parent, segment, last)]
        rows.append(
            {
                "segment": segment,
                "first_year": first,
                "first_coverage": at.loc[(place.parent, segment, first), "coverage"],
                "year": last,
                "date": now["date"],
                "coverage": now["coverage"],
                "nation": at.loc[(NATION, segment, last), "coverage"],
                "not_members": now["workers"] - now["active"],
            }
        )
    return pd.DataFrame(rows)


def informal_share(levels: pd.DataFrame) -> float:
    """Informal workers as a share of the workers who are not members, percent; missing where there are none.

    A segment with more members than workers counts as one without any.

    Examples
    --------
    >>> informal_share(pd.DataFrame({"segment": ["formal", "informal"], "not_members": [10, 30]}))
    75.0
    """
    without = levels.set_index("segment")["not_members"].clip(lower=0)
    return float(100 * without["informal"] / without.sum()) if without.sum() else float("nan")


def outlook(
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    employment: pd.DataFrame,
    *,
    target: float,
    target_date: Any,
) -> "Projection":
    """The projection of all provinces and the nation on all employed, computed once for all profiles.

    Parameters
    ----------
    coverage, totals, employment
        As for :func:`coverage_lib.measures.projection.outlook`.
    target, target_date
        As for :func:`coverage_lib.measures.projection.answers`.

    Returns
    -------
    Projection
        quantiles and attainment, by code; see :func:`coverage_lib.measures.projection.answers`.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> workers = load_employment("2021")
    >>> totals = announced_totals(load_published(), workers)
    >>> asked = {"target": 39.76, "target_date": "2029-12-31"}
    >>> len(outlook(load_coverage(provisional=True), totals, workers, **asked).attainment)
    35
    """
    return once(_outlook, coverage, totals, employment, target=target, target_date=target_date)


def _outlook(
    coverage: pd.DataFrame,
    totals: pd.DataFrame,
    employment: pd.DataFrame,
    target: float,
    target_date: Any,
) -> "Projection":
    from coverage_lib.measures import projection

    ahead = once(projection.outlook, coverage, totals, employment)
    return projection.answers(ahead, coverage, target=target, target_date=target_date)


def workforce_growth(place: Place, employment: pd.DataFrame) -> float:
    """Growth of the workers of a province in its own surveys, shrunk towards that of all provinces, percent a year.

    Parameters
    ----------
    place : Place
        From :func:`place`.
    employment : pandas.DataFrame
        ``load_employment("2021")``, on the boundary of the coverage.

    Returns
    -------
    float
        Of the province in which the members are counted; what the projection takes its workers to grow by.

    Examples
    --------
    >>> from coverage_lib import load_employment
    >>> workers = load_employment("2021")
    >>> [round(workforce_growth(place(code), workers), 1) for code in ("15", "91")]
    [1.6, 3.3]
    """
    from coverage_lib.measures.projection import shrunk_growth

    provinces = employment[employment["code"] != NATION]
    counts = provinces.pivot(index="code", columns="year", values="employed").astype(float)
    growth = once(shrunk_growth, counts).series["growth"]
    return float(100 * np.expm1(growth[place.parent]))


def awards(code: str, table: pd.DataFrame) -> pd.DataFrame:
    """The Paritrana Award as far as it concerns a province: its own rows, its regencies', and those that name it.

    Parameters
    ----------
    code : str
        Code of 2022.
    table : pandas.DataFrame
        ``load_awards()``.

    Returns
    -------
    pandas.DataFrame
        Rows of `table` with `whose`: ``own``, ``regency``, ``named`` (a row of the nation or of another province
        that names it) or ``all`` (a count of provinces that every province of then is in).

    Examples
    --------
    >>> from coverage_lib import load_awards
    >>> awards("15", load_awards())["whose"].tolist()
    ['named', 'own', 'all', 'all']
    """
    place_ = place(code)
    regencies = regions.regencies()
    cities = regencies[regencies["province_code"] == code]
    own = {place_.name, *cities["name"]}
    pattern = _any_of((*regions.provinces("2022")["name"], *regencies["name"]))
    words = (table["as_published"] + " " + table["note"]).str.replace(ZONE, " ", regex=True)
    named = words.map(lambda text: not own.isdisjoint(pattern.findall(text)))
    # Where as many took part as there were provinces before 2022, each of them did; those made in 2022 were not among them.
    everyone = (table["measure"] == "paritrana_participants_provinces") & (
        table["value"] == len(regions.provinces("2021"))
    )
    whose = pd.Series("", index=table.index)
    whose = whose.mask(everyone & place_.counted, "all").mask(named, "named")
    whose = whose.mask(table["code"].isin(cities["code"]), "regency").mask(table["code"] == code, "own")
    rows = table.assign(whose=whose)[whose != ""]
    return rows.sort_values(["date", "id"], ascending=[False, True]).reset_index(drop=True)


@lru_cache(maxsize=2)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some names of regions, the longest first, so that "Papua Barat" is not also "Papua"."""
    return re.compile(
        r"\b(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")\b"
    )


def regencies(code: str, employment: pd.DataFrame) -> pd.DataFrame:
    """Workers of the regencies of a province in the latest year, the most first, with their share of the province.

    Parameters
    ----------
    code : str
        Code of 2022.
    employment : pandas.DataFrame
        ``load_employment("2022", level="regency")``.

    Returns
    -------
    pandas.DataFrame
        code, name, year, employed, labour_force (people), share (percent of the province), change (people employed since
        the first year; missing where that was not surveyed), first_year, source_id.

    Examples
    --------
    >>> from coverage_lib import load_employment
    >>> regencies("15", load_employment("2022", level="regency"))[["name", "employed"]].head(1).to_numpy().tolist()
    [['Kota Jambi', 303478.0]]
    """
    table = employment[employment["province_code"] == code]
    now, then = (table[table["year"] == year] for year in (table["year"].max(), table["year"].min()))
    rows = now[["code", "name", "year", "employed", "labour_force", "source_id"]].merge(
        then[["code", "employed"]].rename(columns={"employed": "employed_then"}), on="code", how="left"
    )
    rows["first_year"] = int(then["year"].min())
    rows["share"] = 100 * rows["employed"] / rows["employed"].sum()
    rows["change"] = rows["employed"] - rows["employed_then"]
    return rows.sort_values(["employed", "code"], ascending=[False, True]).reset_index(drop=True)
