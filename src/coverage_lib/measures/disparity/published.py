"""Published figures on segments: what they were divided by, and segments that have a base of their own."""

from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.data.regions import DIVIDED, NATION, boundary_of
from coverage_lib.measures.disparity.checks import TableError, need_columns
from coverage_lib.measures.disparity.segments import SEGMENTS

YEARS_BACK = 2
"""A rate may have been divided by the survey of the year before: the last two rounds are tried."""

APART = ("construction", "village_institutions", "vulnerable")
PARTS = {
    "active_participants": "active",
    "subsidised_workers": "active",
    "eligible_workers": "base",
    "coverage_rate": "coverage",
    "coverage_rate_rt_rw": "coverage",
    "uncovered_workers": "uncovered",
    "gap_workers": "uncovered",
}


def published_base(
    quotes: pd.DataFrame, members: pd.DataFrame, employment: pd.DataFrame, eligible: pd.DataFrame
) -> pd.DataFrame:
    """Try every base that could have been under a quoted segment rate.

    The members of the last count before the quote, divided by the rate, give the base that the rate implies. Beside it
    stand the known bases and the rate that each would give. A base reproduces the quote if it lies in the range that
    the digits and words of the quote leave open. Where both segments of a region were quoted on one day, the two implied bases are added
    and compared as segment ``formal and informal``: one alone may fit by chance.

    Parameters
    ----------
    quotes : DataFrame
        code, segment (formal or informal), value, low, high (percent as quoted, and its limits), date_to (the last day the
        quote may stand for); rows of ``load_published()`` with the measure ``coverage_rate``.
    members : DataFrame
        code, date, segment (formal, informal, construction), counted_by, active (people); ``load_members()``.
    employment : DataFrame
        code, date, employed, formal_workers, informal_workers (people); ``load_employment()``.
    eligible : DataFrame
        code, segment (total, formal, informal), value (people), date_to; rows of ``load_published()`` with the measure
        ``eligible_workers``. All are compared, whatever their date, since few are printed.

    Returns
    -------
    DataFrame
        code, segment, quoted (percent), quote_date; counted_by, with_construction (bool), members_date, active (people);
        implied_base, implied_low, implied_high (people); base (``formal_workers``, ``informal_workers``, ``employed``,
        ``eligible``, ``eligible_formal``, ``eligible_informal``), base_date, workers (people), rate (percent that this
        base gives), difference (rate minus quoted, points), implied_share (implied base as percent of this base),
        reproduces (bool). Nearest first for each quote.

    Raises
    ------
    TableError
        A table lacks a column, a segment is neither formal nor informal, a quoted rate is not above zero, no count of
        members precedes a quote, or a quote for Papua or Papua Barat is younger than their division.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> quote = pd.DataFrame({"code": ["33"], "segment": ["formal"], "value": [50.0], "low": [49.5], "high": [50.5],
    ...     "date_to": [day("2024-02-29")]})
    >>> members = pd.DataFrame(
    ...     {"code": ["33"], "date": [day("2023-12-31")], "segment": ["formal"], "counted_by": ["domicile"], "active": [40]}
    ... )
    >>> work = {"code": ["33"], "date": [day("2023-08-31")], "employed": [200]}
    >>> employment = pd.DataFrame(work | {"formal_workers": [100], "informal_workers": [100]})
    >>> eligible = pd.DataFrame(
    ...     {"code": ["33"], "segment": ["formal"], "value": [80], "date_to": [day("2024-12-31")]}
    ... )
    >>> published_base(quote, members, employment, eligible)[["base", "rate", "reproduces"]].values.tolist()
    [['eligible_formal', 50.0, True], ['formal_workers', 40.0, False], ['employed', 20.0, False]]
    """
    need_columns(quotes, ["code", "segment", "value", "low", "high", "date_to"], "quoted rates")
    need_columns(members, ["code", "date", "segment", "counted_by", "active"], "members")
    need_columns(employment, ["code", "date", "employed", "formal_workers", "informal_workers"], "employment")
    need_columns(eligible, ["code", "segment", "value", "date_to"], "eligible workers")
    quotes = quotes.drop_duplicates(["code", "segment", "value", "date_to"])
    rows: list[Any] = list(quotes.itertuples())
    for row in rows:
        if row.segment not in SEGMENTS or not row.value > 0:
            raise TableError(
                f"The quote of {row.value} percent for code {row.code!r}, {row.segment}, has no segment base to look for; "
                "give rates above 0 of the segments formal and informal."
            )
        if boundary_of(row.code, row.date_to) != "2021":
            raise TableError(
                f"The quote of {row.value} percent for code {row.code!r}, {row.date_to:%Y-%m-%d}, is of the province as it "
                "was left in 2022, and members are counted for the undivided one. Drop the quote."
            )
    claims = pd.concat([_claims(row, members) for row in rows], ignore_index=True)
    claims = pd.concat([claims, _joint(claims)], ignore_index=True)
    tried = [_try_bases(claim, employment, eligible) for _, claim in claims.iterrows()]
    table = pd.concat(tried, ignore_index=True)
    table["rate"] = 100 * table["active"] / table["workers"].where(table["workers"] > 0)
    table["difference"] = table["rate"] - table["quoted"]
    table["implied_share"] = 100 * table["implied_base"] / table["workers"].where(table["workers"] > 0)
    table["reproduces"] = table["workers"].between(table["implied_low"], table["implied_high"])
    table["away"] = table["difference"].abs()
    table = table.sort_values(["code", "quote_date", "segment", "quoted", "away"], kind="stable")
    return table.drop(columns="away").reset_index(drop=True)


def _claims(quote: Any, members: pd.DataFrame) -> pd.DataFrame:
    """What a quote implies for each way its members may have been counted."""
    mine = members[(members["code"] == quote.code) & (members["date"] <= quote.date_to)]
    counts = mine[mine["segment"] == quote.segment]
    if counts.empty:
        raise TableError(
            f"No count of {quote.segment} members of code {quote.code!r} is dated {quote.date_to:%Y-%m-%d} or earlier; "
            "give the table of members that the quote can rest on."
        )
    rows = []
    building = mine[mine["segment"] == "construction"].set_index("date")["active"]
    for counted_by, group in counts.groupby("counted_by"):
        last = group.loc[group["date"].idxmax()]
        options = {False: float(last["active"])}
        if last["date"] in building.index:
            options[True] = float(last["active"] + building[last["date"]])
        for with_construction, active in options.items():
            rows.append(
                {
                    "code": quote.code,
                    "segment": quote.segment,
                    "quoted": float(quote.value),
                    "quote_date": quote.date_to,
                    "counted_by": counted_by,
                    "with_construction": with_construction,
                    "members_date": last["date"],
                    "active": active,
                    "implied_base": 100 * active / quote.value,
                    "implied_low": 100 * active / quote.high,
                    "implied_high": 100 * active / quote.low,
                }
            )
    table = pd.DataFrame(rows)
    return table[table["members_date"] == table["members_date"].max()]


def _joint(claims: pd.DataFrame) -> pd.DataFrame:
    """Both segments quoted on one day for one region: what the two imply together."""
    keys = ["code", "quote_date", "counted_by", "members_date"]
    people = ["active", "implied_base", "implied_low", "implied_high"]
    building = claims["with_construction"].astype(bool)
    # Construction workers are wage earners if they are anything: they may stand with the formal, once.
    informal = claims[(claims["segment"] == "informal") & ~building][[*keys, *people]]
    formal = claims[claims["segment"] == "formal"]
    both = formal.merge(informal, on=keys, suffixes=("", "_informal"))
    for column in people:
        both[column] += both.pop(f"{column}_informal")
    return both.assign(segment="formal and informal", quoted=100 * both["active"] / both["implied_base"])


def _try_bases(claim: pd.Series, employment: pd.DataFrame, eligible: pd.DataFrame) -> pd.DataFrame:
    names = {
        "formal": ["formal_workers", "employed"],
        "informal": ["informal_workers", "employed"],
        "formal and informal": ["employed"],
    }[claim["segment"]]
    mine = employment[(employment["code"] == claim["code"]) & (employment["date"] <= claim["quote_date"])]
    rounds = mine.sort_values("date", ascending=False).head(YEARS_BACK)
    rows = [
        {"base": name, "base_date": row["date"], "workers": float(row[name])}
        for _, row in rounds.iterrows()
        for name in names
    ]
    official = {"total": "eligible"} | {segment: f"eligible_{segment}" for segment in SEGMENTS}
    wanted = {"total", claim["segment"]}
    printed = eligible[(eligible["code"] == claim["code"]) & eligible["segment"].isin(wanted)]
    rows += [
        {"base": official[row["segment"]], "base_date": row["date_to"], "workers": float(row["value"])}
        for _, row in printed.drop_duplicates(["segment", "value", "date_to"]).iterrows()
    ]
    tried = pd.DataFrame(rows, columns=["base", "base_date", "workers"])
    return pd.DataFrame([claim] * len(tried)).reset_index(drop=True).join(tried)


def eligible_beside_workers(eligible: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Published eligible workers of a segment beside the workers the survey finds in it.

    Parameters
    ----------
    eligible : DataFrame
        code, segment (formal, informal), value (people), date_to; rows of ``load_published()`` with the measure
        ``eligible_workers``. Other segments are left out.
    employment : DataFrame
        code, date, formal_workers, informal_workers (people); ``load_employment(boundary="2022")``, since figures printed
        from 2023 on are of the provinces as they are now.

    Returns
    -------
    DataFrame
        code, segment, date, eligible, base_date, workers (people), share (eligible as percent of the workers), reason
        (``no_survey_before`` where no round precedes the figure; ``boundary_changed`` for Papua and Papua Barat before
        their division, whose survey figures of today are of a smaller province).

    Raises
    ------
    TableError
        A table lacks a column, or employment is on the provinces of 2021.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> eligible = pd.DataFrame(
    ...     {"code": ["12"], "segment": ["informal"], "value": [50], "date_to": [day("2024-12-31")]}
    ... )
    >>> work = {"code": ["12"], "date": [day("2024-08-31")], "formal_workers": [80], "informal_workers": [100]}
    >>> eligible_beside_workers(eligible, pd.DataFrame(work))["share"].tolist()
    [50.0]
    """
    need_columns(eligible, ["code", "segment", "value", "date_to"], "eligible workers")
    need_columns(employment, ["code", "date", "formal_workers", "informal_workers"], "employment")
    if "boundary" in employment.columns and set(employment["boundary"]) != {"2022"}:
        raise TableError(
            "The employment is on the provinces of 2021, printed figures on those of their day; Papua and Papua Barat would "
            'be divided by workers of other provinces. Use load_employment(boundary="2022").'
        )
    mine = eligible[
        eligible["segment"].isin(SEGMENTS) & eligible["date_to"].notna() & eligible["code"].notna()
    ]
    long = employment.melt(
        ["code", "date"], ["formal_workers", "informal_workers"], var_name="segment", value_name="workers"
    )
    long["segment"] = long["segment"].str.removesuffix("_workers")
    table = pd.merge_asof(
        mine[["code", "segment", "date_to", "value"]].sort_values("date_to"),
        long.rename(columns={"date": "base_date"}).sort_values("base_date"),
        left_on="date_to",
        right_on="base_date",
        by=["code", "segment"],
    ).rename(columns={"date_to": "date", "value": "eligible"})
    then = pd.Series(
        [boundary_of(*row) for row in zip(table["code"], table["date"], strict=True)], index=table.index
    )
    changed = table["code"].isin(DIVIDED) & (then == "2021")
    table["share"] = 100 * table["eligible"] / table["workers"].where((table["workers"] > 0) & ~changed)
    table["reason"] = np.select(
        [table["workers"].isna(), changed], ["no_survey_before", "boundary_changed"], ""
    )
    columns = ["code", "segment", "date", "eligible", "base_date", "workers", "share", "reason"]
    return table[columns].sort_values(["segment", "code", "date"], kind="stable").reset_index(drop=True)


def segments_apart(published: pd.DataFrame, members: pd.DataFrame | None = None) -> pd.DataFrame:
    """Village institutions, construction and vulnerable workers, each on its own base.

    These people are not a part of the formal or informal workers of the survey that could be told, so their members are
    never added to a share of those. Figures printed for one region, date and segment are brought into one row. A base that
    was not printed follows from the uncovered and the share, or from the members and the share, and says so.

    Parameters
    ----------
    published : DataFrame
        id, region, region_level, code, date (as printed), segment, measure, value, low, high; ``load_published()``.
    members : DataFrame, optional
        code, name, date, segment, counted_by, active (people); ``load_members(counted_by="office")``. Its construction
        members are added as rows without a base.

    Returns
    -------
    DataFrame
        region, region_level, code, date (text), segment, part (empty, or ``rt_rw`` for neighbourhood heads), counted_by;
        active, base, uncovered (people), coverage (percent as printed, else computed), base_from (``printed``,
        ``uncovered_and_share``, ``members_and_share``, ``members_and_uncovered``, or empty), computed (active over base,
        percent), agrees (False where the printed counts give a share outside the limits of the printed one), reason
        (``base_not_published``, ``members_not_published``), ids (of the published figures, joined by ``", "``).

    Raises
    ------
    TableError
        A table lacks a column.

    Examples
    --------
    >>> rows = [("f1", "coverage_rate", 25.0), ("f2", "uncovered_workers", 75.0)]
    >>> table = pd.DataFrame(rows, columns=["id", "measure", "value"])
    >>> table = table.assign(
    ...     low=table["value"] - 0.5, high=table["value"] + 0.5, region="Jambi", region_level="province", code="15", date="2024-12", segment="village_institutions"
    ... )
    >>> segments_apart(table)[["active", "base", "uncovered", "coverage", "base_from"]].values.tolist()
    [[25.0, 100.0, 75.0, 25.0, 'uncovered_and_share']]
    """
    columns = ["id", "region", "region_level", "code", "date", "segment", "measure", "value", "low", "high"]
    need_columns(published, columns, "published figures")
    mine = published[published["segment"].isin(APART) & published["measure"].isin(list(PARTS))].copy()
    mine["figure"] = mine["measure"].map(PARTS)
    mine["part"] = mine["measure"].eq("coverage_rate_rt_rw").map({True: "rt_rw", False: ""})
    mine[["code", "date"]] = mine[["code", "date"]].astype(object).where(mine[["code", "date"]].notna(), "")
    keys = ["region", "region_level", "code", "date", "segment", "part"]
    # The same figure printed twice is one; two different ones for the same thing are two rows.
    mine = mine.drop_duplicates([*keys, "figure", "value"])
    mine["variant"] = mine.groupby([*keys, "figure"]).cumcount()
    keys = [*keys, "variant"]
    table = mine.pivot_table(index=keys, columns="figure", values="value", aggfunc="first")
    table = table.reindex(columns=["active", "base", "coverage", "uncovered"]).astype(float)
    table["ids"] = mine.groupby(keys)["id"].agg(lambda ids: ", ".join(ids.astype(str)))
    table = table.join(mine[mine["figure"] == "coverage"].set_index(keys)[["low", "high"]])
    table = table.reset_index().drop(columns="variant").assign(counted_by="")
    if members is not None:
        need_columns(members, ["code", "name", "date", "segment", "counted_by", "active"], "members")
        building = members[(members["segment"] == "construction") & members["active"].notna()]
        level = np.where(building["code"] == NATION, "national", "province")
        building = building.assign(
            region=building["name"],
            region_level=level,
            part="",
            date=building["date"].dt.strftime("%Y-%m-%d"),
            ids="",
            active=building["active"].astype(float),
        )
        shared = ["region", "region_level", "code", "date", "segment", "part", "counted_by", "active", "ids"]
        table = pd.concat([table, building[shared]], ignore_index=True)
    table = _own_base(table)
    first = ["region", "region_level", "code", "date", "segment", "part", "counted_by"]
    figures = ["active", "base", "uncovered", "coverage", "base_from", "computed", "agrees", "reason", "ids"]
    return table.sort_values(["segment", "code", "region", "date"], kind="stable")[
        [*first, *figures]
    ].reset_index(drop=True)


def _own_base(table: pd.DataFrame) -> pd.DataFrame:
    """Fill the base, the members and the uncovered from whatever two of them and the share were printed."""
    share = table["coverage"] / 100
    ways = {
        "printed": table["base"],
        "uncovered_and_share": table["uncovered"] / (1 - share).where(share < 1),
        "members_and_share": table["active"] / share.where(share > 0),
        "members_and_uncovered": table["active"] + table["uncovered"],
    }
    table["base_from"] = ""
    base = pd.Series(np.nan, index=table.index)
    for way, value in ways.items():
        here = base.isna() & value.notna()
        table["base_from"] = table["base_from"].where(~here, way)
        base = base.fillna(value)
    table["base"] = base
    table["active"] = table["active"].fillna(base * share)
    table["uncovered"] = table["uncovered"].fillna(base - table["active"])
    table["computed"] = 100 * table["active"] / base.where(base > 0)
    outside = (table["computed"] < table["low"] - 1e-9) | (table["computed"] > table["high"] + 1e-9)
    table["agrees"] = ~outside
    table["coverage"] = table["coverage"].fillna(table["computed"])
    table["reason"] = np.select(
        [base.isna(), table["active"].isna()], ["base_not_published", "members_not_published"], ""
    )
    return table
