"""Small tables of published figures and targets for tests, in the shape in which the doors give them."""

from typing import Any

import pandas as pd

from coverage_lib.data import bases, regions
from coverage_lib.data.numerals import with_limits
from coverage_lib.data.periods import period

NAMES = {
    "00": "Indonesia",
    "11": "Aceh",
    "12": "Sumatera Utara",
    "18": "Lampung",
    "31": "DKI Jakarta",
    "51": "Bali",
    "91": "Papua",
    "94": "Papua Tengah",
}


def published(*rows: dict[str, Any]) -> pd.DataFrame:
    """Published figures as ``load_published`` gives them; what a row does not say is a coverage of 30% in Aceh in March 2025."""
    table = pd.DataFrame(
        [
            {
                "id": f"f{number:04}",
                "region_level": "national" if row.get("code") == "00" else "province",
                "code": "11",
                "date": "2025-03",
                "segment": "total",
                "measure": "coverage_rate",
                "unit": "percent",
                "value": 30.0,
                "note": "",
                "source_publisher": "A paper",
                "source_title": "",
                "source_date": "",
                "source_url": "",
                "misprint": False,
            }
            | row
            for number, row in enumerate(rows, 1)
        ]
    )
    first, last = period(table["date"])
    words = [
        f"{value:.15g}" + (" persen" if unit == "percent" else "")
        for value, unit in zip(table["value"], table["unit"], strict=True)
    ]
    given = table.get("as_published", pd.Series(index=table.index, dtype=object))
    table = table.assign(
        region=table["code"].map(NAMES),
        as_published=given.fillna(pd.Series(words, index=table.index)),
        value=table["value"].astype(float),
        date_from=first,
        date_to=last,
        year=last.dt.year.astype("Int64"),
        source_id=table["id"],
    )
    table = with_limits(table)
    table = table.join(bases.of_published(table, pd.Series(dtype=object), set()))
    places = table[["code", "date_to"]].itertuples(index=False)
    return table.assign(boundary=[regions.boundary_of(*place) for place in places], misprint=False)


def targets(*rows: dict[str, Any]) -> pd.DataFrame:
    """Targets as ``load_targets`` gives them; what a row does not say is one of 40% of eligible workers in Aceh for 2025."""
    table = pd.DataFrame(
        [
            {
                "id": f"t{number:03}",
                "region_level": "province",
                "code": "11",
                "date": "2025",
                "segment": "total",
                "measure": "target_rate",
                "unit": "percent",
                "value": 40.0,
                "base": "eligible",
                "note": "",
                "source_publisher": "A paper",
                "source_date": "",
            }
            | row
            for number, row in enumerate(rows, 1)
        ]
    )
    first, last = period(table["date"])
    table = table.assign(
        region=table["code"].map(NAMES),
        as_published=[f"{value:.15g} persen" for value in table["value"]],
        date_from=first,
        date_to=last,
        year=last.dt.year,
    )
    return with_limits(table)
