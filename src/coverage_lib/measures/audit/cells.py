"""The members and employment tables as numbers of the same shape as printed figures: one row for each count that a figure may be."""

import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.audit.evidence import Evidence

#: How members of a cell are counted: where, and with construction members or without.
WAYS = ("domicile", "domicile with construction", "office", "office with construction")

CELL = ["cell", "place", "boundary", "segment", "quantity", "way", "estimated", "date", "value"]


def member_cells(evidence: Evidence, counted_at: pd.Timestamp | None) -> pd.DataFrame:
    """Members of every region, segment and date in every way of counting.

    Parameters
    ----------
    evidence : Evidence
        Whose members are used.
    counted_at : Timestamp, optional
        The month that a count without a date is of; such counts are left out without it.

    Returns
    -------
    pandas.DataFrame
        cell (its name), place, boundary, segment (total, formal, informal, construction), quantity (``active``), way (one of :data:`WAYS`), date
        and value (people), estimated (construction members are those of another date). The nation (``00``) is the sum. By domicile with
        construction means construction by office added, since it is published by office only.
    """
    members = evidence.members
    date = members["date"].where(members["date_stated"], counted_at)
    rows = members.assign(date=date).dropna(subset=["date"])
    nation = (
        rows.groupby(["date", "segment", "counted_by"], as_index=False)["active"].sum().assign(code=NATION)
    )
    rows = pd.concat([rows[["code", "date", "segment", "counted_by", "active"]], nation], ignore_index=True)
    wide = rows.pivot_table(
        index=["code", "date", "counted_by"], columns="segment", values="active", aggfunc="sum"
    )
    wide = wide.reindex(columns=["formal", "informal", "construction"]).reset_index()
    building = wide.dropna(subset=["construction"]).drop_duplicates("code", keep="last").set_index("code")
    wide["estimated"] = wide["date"].ne(wide["code"].map(building["date"]))
    wide["construction"] = wide["code"].map(building["construction"])
    wide["total"] = wide["formal"] + wide["informal"]
    keys = ["code", "date", "counted_by", "estimated"]
    plain = wide.melt(keys, ["total", "formal", "informal"], var_name="segment")
    # Construction workers are wage earners where they are told apart from them at all.
    more = wide.assign(**{name: wide[name] + wide["construction"] for name in ("total", "formal")})
    more = more.melt(keys, ["total", "formal"], var_name="segment")
    apart = wide[~wide["estimated"] & wide["counted_by"].eq("office")].melt(
        keys, ["construction"], var_name="segment"
    )
    cells = pd.concat(
        [
            plain.assign(way=plain["counted_by"], estimated=False),
            more.assign(way=more["counted_by"] + " with construction"),
            apart.assign(way=apart["counted_by"]),
        ]
    )
    cells = cells.dropna(subset=["value"])
    cells = cells.assign(quantity="active", boundary="2021").rename(columns={"code": "place"})
    return _named(cells)


def worker_cells(evidence: Evidence) -> pd.DataFrame:
    """Workers of every region and August: employed, labour force, formal and informal workers.

    Parameters
    ----------
    evidence : Evidence
        Whose employment is used, of provinces on both boundaries and of regencies.

    Returns
    -------
    pandas.DataFrame
        As from :func:`member_cells`; quantity ``employed`` or ``labour_force``, way ``survey``.
    """
    provinces = evidence.employment.rename(
        columns={"formal_workers": "formal", "informal_workers": "informal"}
    )
    keys = ["code", "boundary", "date"]
    employed = provinces.rename(columns={"employed": "total"})
    parts = [
        employed.melt(keys, ["total", "formal", "informal"], var_name="segment").assign(quantity="employed"),
        provinces.melt(keys, ["labour_force"]).assign(segment="total", quantity="labour_force"),
    ]
    regencies = evidence.regencies.assign(boundary="2021")
    parts += [
        regencies.melt(keys, [name]).assign(segment="total", quantity=name)
        for name in ("employed", "labour_force")
    ]
    cells = pd.concat(parts, ignore_index=True).dropna(subset=["value"]).rename(columns={"code": "place"})
    return _named(cells.assign(way="survey", estimated=False))


def _named(cells: pd.DataFrame) -> pd.DataFrame:
    name = cells["quantity"] + "/" + cells["place"] + "/" + cells["date"].dt.strftime("%Y-%m-%d")
    return cells.assign(
        cell="table:" + name + "/" + cells["segment"] + "/" + cells["way"], value=cells["value"].astype(float)
    )[CELL].reset_index(drop=True)
