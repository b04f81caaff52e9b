"""Employment of a table of one's own: cells of the tables employment and employment_regency, and those tables with such cells in them."""

from typing import Any

import pandas as pd

from coverage_lib.data import regions, tables
from coverage_lib.data.own.faults import at
from coverage_lib.data.own.printed import steps
from coverage_lib.data.reading.problems import Problem, _

#: What the tables are made of; formal and informal workers follow from the share.
CELLS = ["employed", "labour_force", "formal_share"]
SHARES = ["formal_workers", "informal_workers", "formal_share", "informal_share"]
MEASURES = {"employed", "labour_force", *SHARES}
COLUMNS = ["code", "name", "boundary", "date", "year", "measure", "value", "source_id", "source_row"]
#: The same, with how finely each is printed, in its unit.
PRINTED = [*COLUMNS, "step"]
AUGUST = 8


def workers(
    long: pd.DataFrame, source_id: str, employment: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Cells of employment by region and August.

    Parameters
    ----------
    long : pandas.DataFrame
        Rows of the measures of employment (:data:`MEASURES`) as the reader gives them.
    source_id : str
        How the rows name their source.
    employment : pandas.DataFrame
        The project's table: where a table of formal workers does not say of how many, these are the employed.

    Returns
    -------
    dict of str to pandas.DataFrame, list of Problem
        ``employment`` (provinces and nation, boundary of 2022) and ``employment_regency``: :data:`COLUMNS`, `measure` one of :data:`CELLS`,
        in people or percent; and what is wrong.
    """
    rows, problems = _of_august(long[long["value"].notna()].assign(step=steps))
    if rows.empty:
        return {}, problems
    rows, faults = _on_2022(rows)
    problems += faults
    found = {}
    provinces = rows[rows["level"].isin(["national", "province"])]
    if len(provinces):
        cells, faults = _cells(provinces, employment)
        found["employment"], problems = cells.assign(source_id=source_id), problems + faults
    of_regencies = rows[rows["level"].eq("regency") & rows["measure"].isin(CELLS[:2])]
    if len(of_regencies):
        found["employment_regency"] = _named(of_regencies, regions.regencies()).assign(source_id=source_id)
    return {name: cells[PRINTED].reset_index(drop=True) for name, cells in found.items()}, problems


def _of_august(long: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of August; a year alone is taken as its August, other months are left out."""
    yearly = long["precision"].eq("year")
    august = long["date"].dt.month.eq(AUGUST) | yearly
    problems = []
    for row in long[yearly].head(1).itertuples():
        says = _("{year} is taken as August {year}, the month of the survey whose results stand for a year")
        problems.append(at(row, "year_as_august", "warning", says, "", {"year": f"{row.date:%Y}"}))
    for row in long[~august].head(1).itertuples():
        says = _("employment is used of August only; other months and what has no date are left out")
        severity = "warning" if august.any() else "error"
        problems.append(at(row, "not_august", severity, says, _("Give a table of August.")))
    rows = long[august]
    days = pd.to_datetime(rows["date"].dt.year.astype(str) + "-08-31").astype("datetime64[ms]")
    return rows.assign(date=days, year=days.dt.year.astype("int64")), problems


def _on_2022(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of provinces of today: the undivided Papua and Papua Barat cannot be divided afterwards."""
    now = regions.provinces("2022")
    parts = now["code_2021"].value_counts()
    undivided = rows["level"].eq("province") & rows["code"].map(parts).gt(1) & rows["boundary"].eq("2021")
    problems = []
    for row in rows[undivided].head(1).itertuples():
        says = _(
            "employment of {name} within its boundary of 2021 is left out: the project's is of the 38 provinces"
        )
        problems.append(at(row, "undivided", "warning", says, "", {"name": str(row.name)}))
    return rows[~undivided].assign(boundary="2022"), problems


def _cells(rows: pd.DataFrame, employment: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Cells of provinces and the nation, with one share of formal workers however it was said."""
    keys = ["code", "date"]
    said = rows.drop_duplicates([*keys, "measure"], keep="last").set_index([*keys, "measure"])["value"]
    wide = said.unstack("measure").reindex(columns=list(MEASURES))
    known = employment.set_index(keys)["employed"].reindex(wide.index)
    employed = wide["employed"].fillna(known)
    share = (
        (100 * wide["formal_workers"] / employed)
        .fillna(100 - 100 * wide["informal_workers"] / employed)
        .fillna(wide["formal_share"])
        .fillna(100 - wide["informal_share"])
    )
    problems = _inconsistent(rows, wide, employed)
    first = rows[rows["measure"].isin(SHARES)].drop_duplicates(keys)
    as_printed = first["measure"].isin(["formal_share", "informal_share"])
    first = first.assign(
        step=first["step"].where(as_printed, 0.0)
    )  # a share of two counts has as many digits as it likes
    shares = first.assign(value=share.reindex(pd.MultiIndex.from_frame(first[keys])).to_numpy())
    lacking = shares[shares["value"].isna()]
    for row in lacking.head(1).itertuples():
        says = _("formal workers of {name} in {year} are given, and nothing says of how many employed")
        values = {"name": str(row.name), "year": str(row.year)}
        problems.append(at(row, "no_employed", "error", says, _("Give the employed persons too."), values))
    cells = pd.concat([rows[rows["measure"].isin(CELLS[:2])], shares.assign(measure="formal_share")])
    everywhere = pd.concat([regions.provinces("2022"), pd.DataFrame({"code": [regions.NATION], "name": ["Indonesia"]})])  # fmt: skip
    return _named(cells.dropna(subset=["value"]), everywhere), problems


def _inconsistent(rows: pd.DataFrame, wide: pd.DataFrame, employed: pd.Series) -> list[Problem]:
    """Cells of one region and August that cannot be true together."""
    both = wide["formal_workers"] + wide["informal_workers"]
    tests = {
        "parts_not_whole": ((both - wide["employed"]).abs() > 2, both, _("formal and informal workers of {name} are {first} together, and the employed are {second}")),
        "above_labour_force": (employed > wide["labour_force"], employed, _("{name} would have {first} employed persons in a labour force of {second}")),
        "formal_above_employed": (wide["formal_workers"] > employed, wide["formal_workers"], _("{name} would have {first} formal workers among {second} employed persons")),
    }  # fmt: skip
    second = {"parts_not_whole": wide["employed"], "above_labour_force": wide["labour_force"], "formal_above_employed": employed}  # fmt: skip
    problems: list[Problem] = []
    for key, (wrong, first, says) in tests.items():
        places = pd.MultiIndex.from_frame(rows[["code", "date"]])
        at_fault = rows[places.isin(wrong.index[wrong.fillna(False)])].drop_duplicates(["code", "date"])

        def problem(row: Any, key: str = key, first: pd.Series = first, says: str = says) -> Problem:
            cell = (row.code, row.date)
            values = {"name": str(row.name), "first": int(first[cell]), "second": int(second[key][cell])}
            return at(row, key, "error", says, _("Compare the cells with their source."), values)

        problems += [problem(row) for row in at_fault.itertuples()]
    return problems


def _named(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    names = known.set_index("code")["name"]
    return rows.assign(
        name=rows["code"].map(names), boundary="2022", source_row=rows["row"].astype("int64")
    ).sort_values(["date", "code", "measure"], kind="stable")


def as_cells(table: pd.DataFrame) -> pd.DataFrame:
    """A table of employment as cells."""
    measures = [name for name in CELLS if name in table]
    keep = [name for name in COLUMNS if name in table]
    cells = table.melt(id_vars=keep, value_vars=measures, var_name="measure", value_name="value")
    return cells.dropna(subset=["value"])[COLUMNS]


def with_cells(table: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """The table of employment with the cells that are used, at the dates that own tables tell of.

    Parameters
    ----------
    table : pandas.DataFrame
        The project's table ``employment``.
    used : pandas.DataFrame
        Cells of it and of own tables, one for each region, date and measure, with `rank` (0: the project's).

    Returns
    -------
    pandas.DataFrame
        The same columns. A date at which a province lacks employed, labour force or formal share is left out; the nation is the sum.
    """
    touched = used.loc[used["rank"] > 0, "date"].unique()
    wide = _wide(used[used["date"].isin(touched)], CELLS)
    codes = set(regions.provinces("2022")["code"])
    provinces = wide[wide["code"].isin(codes)].dropna(subset=CELLS)
    counts = provinces.groupby("date")["code"].nunique()
    provinces = provinces[provinces["date"].isin(counts.index[counts == len(codes)])]
    if provinces.empty:
        return table
    nation = _nation(provinces, wide[wide["code"] == regions.NATION], used)
    made = tables.with_formal_workers(pd.concat([nation, provinces], ignore_index=True))
    kept = table[~table["date"].isin(made["date"])]
    return pd.concat([kept, made]).sort_values(["date", "code"], kind="stable", ignore_index=True)


def _wide(cells: pd.DataFrame, measures: list[str]) -> pd.DataFrame:
    """One row for each region and date; its sources are those of its cells, its row that of the most preferred."""
    keys = ["code", "name", "boundary", "date", "year"]
    wide = cells.pivot(index=keys, columns="measure", values="value").reindex(columns=measures)
    ordered = cells.sort_values("rank", kind="stable")
    groups = ordered.groupby(keys)
    sources = groups["source_id"].agg(lambda parts: ";".join(dict.fromkeys(parts)))
    lines = groups["source_row"].last().rename("source_row")
    return wide.join(sources).join(lines).reset_index()


def _nation(provinces: pd.DataFrame, printed: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """The nation as the sum of its provinces; its share as printed, unless a province's was replaced and the nation's was not."""
    sums = provinces.assign(formal=provinces["employed"] * provinces["formal_share"] / 100)
    nation = sums.groupby(["date", "year"], as_index=False)[["employed", "labour_force", "formal"]].sum()
    shares = used[used["measure"] == "formal_share"]
    of_provinces = shares[shares["code"] != regions.NATION].groupby("date")["rank"].max()
    of_nation = shares[shares["code"] == regions.NATION].set_index("date")
    rank = of_nation["rank"].reindex(nation["date"]).fillna(-1).to_numpy()
    stands = rank >= (of_provinces.reindex(nation["date"]).fillna(0).to_numpy() > 0)
    share = of_nation["value"].reindex(nation["date"]).to_numpy()
    named = printed.set_index("date").reindex(nation["date"])
    sources = provinces.groupby("date")["source_id"].agg(
        lambda parts: ";".join(dict.fromkeys(";".join(parts).split(";")))
    )
    return nation.assign(
        code=regions.NATION,
        name="Indonesia",
        boundary="2022",
        formal_share=pd.Series(share).where(pd.Series(stands), 100 * nation["formal"] / nation["employed"]),
        source_id=nation["date"].map(sources),
        source_row=named["source_row"].fillna(provinces["source_row"].min()).astype("int64").to_numpy(),
    ).drop(columns="formal")


def regencies_with_cells(table: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """The table of employment of regencies with the cells that are used; see :func:`with_cells`.

    A date that the project does not have is taken for the provinces all of whose regencies have employed persons.
    """
    touched = used.loc[used["rank"] > 0, "date"].unique()
    wide = _wide(used[used["date"].isin(touched)], CELLS[:2])
    known = regions.regencies()
    province = known.set_index("code")["province_code"]
    wide = wide.assign(province_code=wide["code"].map(province))
    counted = wide.dropna(subset=["employed"]).groupby(["date", "province_code"])["code"].transform("nunique")
    whole = counted.reindex(wide.index) == wide["province_code"].map(province.value_counts())
    stays = wide["date"].isin(table["date"]) | whole
    unsurveyed = table[table["date"].isin(touched)].merge(wide[["code", "date"]], how="left", indicator=True)
    missing = unsurveyed[unsurveyed.pop("_merge") == "left_only"]
    kept = table[~table["date"].isin(touched)]
    made = pd.concat([kept, wide[stays], missing], ignore_index=True)
    return made.sort_values(["date", "code"], kind="stable", ignore_index=True)[list(table.columns)]
