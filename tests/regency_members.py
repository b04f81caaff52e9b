"""Synthetic members by regency, in the shape of the table ``members_regency``: invented, and named so."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from coverage_lib.data import regions

SOURCE = "own:synthetic-members-00000000"


def members_by_regency(
    dates: Iterable[str],
    codes: Iterable[str] | None = None,
    segments: tuple[str, ...] = ("formal", "informal", "construction"),
) -> pd.DataFrame:
    """Invented members of each regency, date and segment: about a fifth of the employed of 2024, a few more every month."""
    from coverage_lib import load_employment

    table = regions.regencies()
    if codes is not None:
        table = table[table["code"].isin(list(codes))]
    employment = load_employment("2022", level="regency")
    employed = (
        employment[employment["year"] == 2024].set_index("code")["employed"].reindex(table["code"]).to_numpy()
    )
    share = 0.05 + 0.15 * ((np.arange(len(table)) * 7) % 20) / 20
    frames = []
    for date in pd.DatetimeIndex(list(dates)):
        for place, segment in enumerate(segments):
            grown = 1 + 0.005 * ((date.year - 2022) * 12 + date.month)
            active = np.round(employed * share * grown * (1.0, 0.7, 0.2)[place]).astype("int64")
            frames.append(
                pd.DataFrame(
                    {
                        "code": table["code"].to_numpy(),
                        "name": table["name"].to_numpy(),
                        "province_code": table["province_code"].to_numpy(),
                        "boundary": "2022",
                        "date": date,
                        "year": date.year,
                        "segment": segment,
                        "counted_by": "domicile",
                        "active": active,
                        "status": "final",
                        "date_stated": True,
                        "source_id": SOURCE,
                    }
                )
            )
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(source_row=np.arange(2, len(rows) + 2))


def province(code: str) -> list[str]:
    """The regencies of a province."""
    table = regions.regencies()
    return table.loc[table["province_code"] == code, "code"].tolist()
