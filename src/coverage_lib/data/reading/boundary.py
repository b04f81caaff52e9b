"""On which boundary of the provinces each number of a long table stands: that of 2021 or of 2022."""

import pandas as pd

from coverage_lib.data import regions

#: What one number has in common with the others of its date: provinces are compared within it.
SAME = ["sheet", "date", "measure", "segment", "counted_by"]


def with_boundary(table: pd.DataFrame, stated: str = "") -> pd.DataFrame:
    """A long table with the boundary of each number.

    Parameters
    ----------
    table : pandas.DataFrame
        With code, level, value, date and the columns of `SAME`; a `boundary` that the table states itself stays.
    stated : {"", "2021", "2022"}
        What the analyst says.

    Returns
    -------
    pandas.DataFrame
        For provinces and the nation: ``2022`` where any of the new provinces of Papua has a number at the same date, ``2021`` where the
        table has all the others and none of these, or has no province of Papua. Papua and Papua Barat are each looked at with the new
        provinces that were taken from them; where a table has neither these nor the other provinces, the day of the law decides.
        Regencies are those of 2022; villages and others have none.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["91", "93", "91", "93"], "value": [20.1, float("nan"), 42.7, 33.2], "level": "province", "boundary": "",
    ...                      "date": pd.to_datetime(["2023-12-31", "2023-12-31", "2024-12-31", "2024-12-31"]), "measure": "formal_share",
    ...                      "segment": "formal", "counted_by": "", "sheet": ""})
    >>> with_boundary(rows)["boundary"].tolist()
    ['2021', '2022', '2022', '2022']
    """
    found = table["boundary"].astype(object)
    provinces = table["level"].isin(["province", "national"]) & found.eq("")
    found[table["level"].eq("regency") & found.eq("")] = "2022"
    if stated:
        found[provinces] = stated
        return table.assign(boundary=found.astype("str"))
    at = table.loc[provinces, [*SAME, "code", "value"]]
    new = regions.provinces("2022").query("code != code_2021").set_index("code")["code_2021"]
    is_new = at["code"].isin(new.index)
    divided = at["code"].where(at["code"].isin(regions.DIVIDED), at["code"].map(new))
    key = at.groupby(SAME, dropna=False, sort=False).ngroup()
    after_law = pd.Series(
        [
            code not in regions.DIVIDED or pd.isna(day) or day >= regions.DIVIDED[code]
            for code, day in zip(divided, at["date"], strict=True)
        ],
        index=at.index,
    )
    # A zero before the province existed is a blank that somebody filled in.
    counts = is_new & at["value"].notna() & (at["value"].ne(0) | after_law)
    any_new = counts.groupby(key).any()
    split = counts.groupby([key, divided]).any()
    whole = (
        at["code"].isin(set(regions.provinces("2021")["code"])).groupby(key).sum()
        >= len(regions.provinces("2021")) - 1
    )
    boundary = key.map(any_new).map({True: "2022", False: "2021"})
    for place in at.index[divided.notna()]:
        code, group = divided[place], key[place]
        if is_new[place] or split[group, code]:
            boundary[place] = "2022"
        elif whole[group] or is_new.any():
            boundary[place] = "2021"
        else:
            boundary[place] = regions.boundary_of(code, at.loc[place, "date"]) or ""
    found[provinces] = boundary
    return table.assign(boundary=found.astype("str"))
