"""What is known of one province: its rows of every table, its neighbours, its projection, its targets on their own base.

A profile is made for each of the 38 provinces of today. Members are published on the boundaries of 2021, so a province of
Papua that is younger has no coverage of its own; what is shown then is the coverage of the province it was part of.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from coverage_lib import load
from coverage_lib.data import regions
from coverage_lib.data.sources import home
from coverage_lib.measures.published import base_stated

HORIZON = "2029-12-31"  # the end of the national plan (RPJMN 2025-2029)
MEASURES = (
    "coverage_rate",
    "uncovered_rate",
    "active_participants",
    "eligible_workers",
    "uncovered_workers",
    "gap_workers",
    "gap_points",
    "subsidised_workers",
    "inactive_participants",
    "registered_workers",
    "rank",
)


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


def neighbours(code: str) -> list[str]:
    """The provinces of 2021 that a province of 2021 borders, by land or over the shortest crossing.

    Parameters
    ----------
    code : str
        Code of 2021.

    Examples
    --------
    >>> neighbours("51")
    ['35', '52']
    """
    links = _links(home())
    return links.loc[links["code"] == code, "neighbour"].tolist()


@lru_cache(maxsize=4)
def _links(folder: Path) -> pd.DataFrame:
    from coverage_lib.measures.disparity import neighbours as who_is_whose

    return who_is_whose(load.load_boundaries("2021"))


class Outlook(NamedTuple):
    """Where coverage leads: ``quantiles`` by date and the ``attainment`` of targets, both by region code."""

    quantiles: pd.DataFrame
    attainment: pd.DataFrame


def outlook(rate: float, date: str = HORIZON) -> Outlook:
    """The projection of all 34 provinces on all employed, with when they are at a rate.

    Parameters
    ----------
    rate : float
        Percent of all employed persons.
    date : str
        The day at which it should hold.

    Returns
    -------
    Outlook
        As from :func:`coverage_lib.measures.projection.project`, with the column `code` for the series.
    """
    return _outlook(rate, date, home())


@lru_cache(maxsize=4)
def _outlook(rate: float, date: str, folder: Path) -> Outlook:
    from coverage_lib.measures import projection

    announced = projection.announced_path(load.load_published(), load.load_employment())
    panel = projection.province_panel(load.load_coverage(base="employed"))
    found = projection.outlook(panel, announced, until=HORIZON, target=rate, target_date=date)
    return Outlook(*(frame.rename(columns={"series": "code"}) for frame in found))


def own_targets(code: str | None = None) -> pd.DataFrame:
    """Targets of provinces with what the figures published on the same base say about them.

    Only rates of eligible workers are compared with published rates of eligible workers. A chance is given where the
    target lies after the last published figure and figures of two dates at least were published; it is the model's.

    Parameters
    ----------
    code : str, optional
        One province; all of them otherwise.

    Returns
    -------
    pandas.DataFrame
        The columns of ``load_targets`` for provinces, with latest (percent published last before the target's date),
        latest_date, latest_workers (its base in people where printed), chance (percent, or missing). Sorted by date.
    """
    table = _own_targets(home())
    return table if code is None else table[table["code"] == code].reset_index(drop=True)


def own_outlook(code: str) -> pd.DataFrame:
    """Quantiles of the published coverage of a province, percent of eligible workers; empty where figures are too few."""
    frame = _published_outlook(home())[0]
    return frame[frame["code"] == code].reset_index(drop=True)


def published_path(code: str | None = None) -> pd.DataFrame:
    """Published shares of eligible workers, all segments together, one for each date; the exactest where there are more.

    A figure that names only a year or a month cannot be from a day after it was printed: it gets that day.
    """
    rows = load.load_coverage(base="eligible")
    rows = rows[(rows["segment"] == "total") & (rows["code"] != regions.NATION)]
    printed = rows["source_date"].map(lambda text: pd.Period(text).end_time.normalize() if text else pd.NaT)
    rows = rows.assign(date=rows["date"].where(~(printed < rows["date"]), printed.astype(rows["date"].dtype)))
    rows = rows.assign(rounded=rows["coverage"] % 1 == 0, unbased=rows["workers"].isna())
    rows = rows.sort_values(["code", "date", "unbased", "rounded", "id"]).drop_duplicates(["code", "date"])
    rows = rows.drop(columns=["rounded", "unbased"])
    return (rows if code is None else rows[rows["code"] == code]).reset_index(drop=True)


@lru_cache(maxsize=2)
def _own_targets(folder: Path) -> pd.DataFrame:
    targets = load.load_targets()
    targets = targets[targets["region_level"] == "province"].sort_values(["code", "date_to", "id"])
    path = published_path()
    chances = _published_outlook(folder)[1]
    rows = []
    for target in targets.to_dict("records"):
        before = path[(path["code"] == target["code"]) & (path["date"] <= target["date_to"])]
        comparable = _comparable(target) and len(before) > 0
        last = before.iloc[-1] if comparable else None
        rows.append(
            {
                **target,
                "latest": last["coverage"] if last is not None else None,
                "latest_date": last["date"] if last is not None else pd.NaT,
                "latest_workers": last["workers"] if last is not None else None,
                "chance": chances.get(target["id"]),
            }
        )
    table = pd.DataFrame(rows).astype({"latest": float, "latest_workers": float, "chance": float})
    # What several have printed alike is one target.
    same = ["code", "date_to", "segment", "measure", "value", "base"]
    several = table.groupby(same, dropna=False)["source_publisher"].transform(
        lambda names: "; ".join(dict.fromkeys(names))
    )
    return table.assign(source_publisher=several).drop_duplicates(same).reset_index(drop=True)


def _comparable(target: dict) -> bool:
    return (
        target["measure"].startswith("target_rate")
        and target["segment"] == "total"
        and target["base"] == "eligible"
    )


@lru_cache(maxsize=2)
def _published_outlook(folder: Path) -> tuple[pd.DataFrame, dict[str, float]]:
    """Quantiles of the published path by region, and chances of the targets after its last figure, by target."""
    from coverage_lib.measures import projection

    panel = projection.eligible_panel(load.load_coverage(base="eligible"))
    quantiles = projection.eligible_outlook(panel, until=HORIZON).rename(columns={"series": "code"})
    own = projection.own_probabilities(projection.own_targets(load.load_targets(), panel), panel)
    return quantiles, (100 * own.set_index("target_id")["probability"].dropna()).to_dict()


def published_figures(code: str) -> pd.DataFrame:
    """The published figures of a province that concern coverage, those printed alike by several joined.

    Parameters
    ----------
    code : str
        Code of 2022.

    Returns
    -------
    pandas.DataFrame
        date_to, date, segment, measure, value, unit, as_published, base_stated (of rates; see
        :func:`coverage_lib.measures.published.base_stated`), publishers, ids. The newest first.
    """
    table = load.load_published()
    wanted = table["measure"].isin(MEASURES) & (table["region_level"] == "province") & (table["code"] == code)
    rows = table[wanted].copy()
    rows["base_stated"] = base_stated(rows).where(rows["measure"] == "coverage_rate", "")
    keys = ["date_to", "date", "segment", "measure", "value", "unit", "base_stated"]
    rows = rows.sort_values(["date_to", "id"], ascending=[False, True])
    joined = rows.groupby(keys, dropna=False, sort=False).agg(
        as_published=("as_published", "first"),
        publishers=("source_publisher", lambda names: "; ".join(dict.fromkeys(names))),
        ids=("id", lambda ids: ", ".join(ids)),
    )
    order = {name: place for place, name in enumerate(MEASURES)}
    joined = joined.reset_index()
    joined["order"] = joined["measure"].map(order)
    return joined.sort_values(["date_to", "order", "ids"], ascending=[False, True, True]).drop(
        columns="order"
    )


def awards(code: str) -> pd.DataFrame:
    """The Paritrana Award as far as it concerns a province: its own rows, its regencies', and those that name it.

    Parameters
    ----------
    code : str
        Code of 2022.

    Returns
    -------
    pandas.DataFrame
        Rows of ``load_awards`` with `whose`: ``own``, ``regency``, ``named`` (a row of the nation or of another province
        that names it) or ``all`` (a count of provinces that every province of then is in).
    """
    table = load.load_awards()
    place_ = place(code)
    cities = regions.regencies()
    cities = cities[cities["province_code"] == code]
    own = {place_.name, *cities["name"]}
    pattern = _all_names(home())
    words = (table["as_published"] + " " + table["note"]).str.replace(ZONE, " ", regex=True)
    named = words.map(lambda text: not own.isdisjoint(pattern.findall(text)))
    # 34 provinces taking part were all there were; the provinces made in 2022 were not among them.
    everyone = (table["measure"] == "paritrana_participants_provinces") & (table["value"] == 34)
    whose = pd.Series("", index=table.index)
    whose = whose.mask(everyone & place_.counted, "all").mask(named, "named")
    whose = whose.mask(table["code"].isin(cities["code"]), "regency").mask(table["code"] == code, "own")
    found = table.assign(whose=whose)[whose != ""]
    return found.sort_values(["date", "id"], ascending=[False, True]).reset_index(drop=True)


@lru_cache(maxsize=2)
def _all_names(folder: Path) -> re.Pattern[str]:
    """Any name of a province or regency, the longest first, so that "Papua Barat" is not also "Papua"."""
    names = [*regions.provinces("2022")["name"], *regions.regencies()["name"]]
    return re.compile(
        r"\b(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")\b"
    )


def regencies(code: str) -> pd.DataFrame:
    """Workers of the regencies of a province in the latest year, the most first, with their share of the province.

    Parameters
    ----------
    code : str
        Code of 2022.

    Returns
    -------
    pandas.DataFrame
        code, name, year, employed, labour_force (people), share (percent of the province), change (people employed since
        the first year; missing where that was not surveyed).
    """
    table = load.load_employment(boundary="2022", level="regency")
    table = table[table["province_code"] == code]
    now, then = (table[table["year"] == year] for year in (table["year"].max(), table["year"].min()))
    rows = now[["code", "name", "year", "employed", "labour_force"]].merge(
        then[["code", "employed"]].rename(columns={"employed": "employed_then"}), on="code", how="left"
    )
    rows["first_year"] = int(then["year"].min())
    rows["share"] = 100 * rows["employed"] / rows["employed"].sum()
    rows["change"] = rows["employed"] - rows["employed_then"]
    return rows.sort_values(["employed", "code"], ascending=[False, True]).reset_index(drop=True)
