"""What is in a file, as it was understood: measure, level, boundaries, dates, segments, base and the rest, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from coverage_lib import language
from coverage_lib.data import regions
from coverage_lib.intake.keys import (
    base_word,
    boundary_word,
    counted_by_word,
    decimal_word,
    measure_word,
    not_stated,
    printable,
    segment_word,
    unit_word,
)
from coverage_lib.language import _

#: So many dates, names or sheets are listed; of more the first and the last, or a count.
LISTED = 6
#: Signs of a title that are shown.
LONGEST = 100


def contents(table: pd.DataFrame, understood: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a table holds, as pairs of a label and words in the language in use.

    Parameters
    ----------
    table : pandas.DataFrame
        The long table of ``coverage_lib.data.reading.table.read``.
    understood : mapping
        How it was understood; of it `kind`, `sheets`, `decimal` and `title` are told, where they are there.

    Returns
    -------
    list of tuple of str
        Nothing is left out for being missing: what a table does not state is said to be not stated.
    """
    if table.empty:
        return []
    values = table.dropna(subset=["value"])
    told = [
        (_("Measure"), _listed(map(measure_word, _each(table, "measure")))),
        (_("Unit"), _listed(map(unit_word, _each(table, "unit")))),
        (_("Regions"), _regions(table)),
        (_("Boundaries"), _listed(_boundaries(table))),
        (_("Dates"), _dates(table)),
        (_("Segments"), _listed(map(_segment, _each(table, "segment")))),
        (_("Numbers"), _numbers(len(values), len(table) - len(values))),
    ]
    if table["measure"].isin(["active", "coverage_rate"]).any() or table["counted_by"].ne("").any():
        how = _listed(map(_counted, _each(table, "counted_by")))
        told.append((_("How counted"), f"{how}{_said_by(understood, 'counted_by')}"))
    if table["unit"].eq("percent").any() or table["base"].ne("").any():
        told.append((_("Base"), _listed(map(base_word, _each(table, "base")))))
    if understood.get("decimal"):
        told.append((_("Decimal mark"), decimal_word(understood["decimal"])))
    if any(understood.get("sheets") or ()):
        told.append((_("Sheets read"), _listed(printable(str(sheet)) for sheet in understood["sheets"])))
    if understood.get("title"):
        told.append((_("Title"), _cut(printable(str(understood["title"])))))
    told += [(_("For example") if not place else "", words) for place, words in enumerate(_examples(values))]
    return told


def _said_by(understood: Mapping[str, Any], fact: str) -> str:
    """The name of a sheet or of a file, in brackets, where nothing in the table itself says a fact."""
    where = understood.get("said_by", {}).get(fact)
    texts = {"sheet": _("in the sheet's name"), "file": _("in the file's name")}
    return f" ({texts[where]})" if where in texts else ""


def _examples(values: pd.DataFrame) -> list[str]:
    """The first, the middle and the last number as they were understood: thousands, decimals and measure are seen at once."""
    places = sorted({0, len(values) // 2, len(values) - 1}) if len(values) else []
    return [_example(row) for row in values.iloc[places].itertuples(index=False)]


def _example(row: Any) -> str:
    """A number with all that it was understood to be: ``Jambi, formal, 31 December 2025: 305,000 people``."""
    name = printable(str(row.name or row.region))
    measure = (
        segment_word(row.segment) if row.measure == "active" and row.segment else measure_word(row.measure)
    )
    dated = days(pd.Series([row.date]), pd.Series([row.precision]))
    digits = next((some for some in range(3) if round(row.value, some) == row.value), 2)
    unit = unit_word(row.unit) if row.unit else ""
    return f"{', '.join([name, measure, *dated])}: {language.number(row.value, digits)} {unit}".rstrip()


def _segment(segment: str) -> str:
    """A segment with the agency's short name for it."""
    words = {
        "formal": _("formal (PU)"),
        "informal": _("informal (BPU)"),
        "construction": _("construction, Jakon"),
    }
    return words.get(segment) or segment_word(segment)


def _counted(counted_by: str) -> str:
    """A way of counting; that by office with what follows from it."""
    return _("by office (not used for coverage)") if counted_by == "office" else counted_by_word(counted_by)


def days(dates: pd.Series, precision: pd.Series) -> list[str]:
    """Dates as exact as they are printed, each once, from the first to the last."""
    told = pd.DataFrame({"date": dates, "precision": precision}).dropna(subset=["date"])
    told = told.drop_duplicates().sort_values(["date", "precision"])
    forms = {"day": "long", "month": "month", "year": "year"}
    return [
        language.date(row.date, forms.get(str(row.precision), "long")) for row in told.itertuples(index=False)
    ]


def region_words(levels: pd.Series, codes: pd.Series) -> str:
    """How many regions of each level there are: ``34 provinces, Indonesia``.

    Examples
    --------
    >>> region_words(pd.Series(["province", "province", "national"]), pd.Series(["11", "12", "00"]))
    '2 provinces, Indonesia'
    """
    counts = codes.groupby(levels).nunique()
    words = {
        "province": (_("{count} province"), _("{count} provinces")),
        "regency": (_("{count} regency or city"), _("{count} regencies and cities")),
    }
    said = []
    for level in ("province", "regency"):
        if level in counts:
            one, several = words[level]
            count = int(counts[level])
            said.append((one if count == 1 else several).format(count=language.number(count)))
    others = int(counts.drop(["province", "regency", "national"], errors="ignore").sum())
    if others:
        said.append(
            _("{count} places that are no province, regency or city").format(count=language.number(others))
        )
    if "national" in counts:
        said.append("Indonesia")
    return ", ".join(said)


def _regions(table: pd.DataFrame) -> str:
    named = table["code"].where(table["code"].fillna("").ne(""), table["name"].where(table["name"].ne(""), table["region"]))  # fmt: skip
    return region_words(table["level"], named)


def _dates(table: pd.DataFrame) -> str:
    told = days(table["date"], table["precision"])
    if not told:
        return not_stated()
    undated = _("some without a date") if table["date"].isna().any() else ""
    if len(told) > LISTED:
        words = _("{first} to {last}, {count} dates")
        told = [words.format(first=told[0], last=told[-1], count=language.number(len(told)))]
    return ", ".join([*told, undated] if undated else told)


def _boundaries(table: pd.DataFrame) -> list[str]:
    """The boundaries that a table is on: of provinces that were not divided both are the same, and regencies are those of 2022."""
    provinces = table[table["level"].eq("province")]
    now = regions.provinces("2022")
    papua = now[now["code_2021"].isin(regions.DIVIDED)]["code"]
    told = provinces[provinces["code"].isin(papua)]
    said = [boundary_word(each) for each in _each(told, "boundary")]
    if len(provinces) and not said:
        said.append(_("the same in 2021 and 2022"))
    if table["level"].eq("regency").any():
        said.append(_("regencies and cities of 2022"))
    others = table[~table["level"].isin(["province", "regency", "national"])]
    return said + [boundary_word(each) for each in _each(others, "boundary")]


def _numbers(values: int, missing: int) -> str:
    if not missing:
        return language.number(values)
    return _("{values}, and {missing} cells without one").format(
        values=language.number(values), missing=language.number(missing)
    )


def _cut(text: str) -> str:
    """A text, cut off where it is a whole paragraph."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _each(table: pd.DataFrame, column: str) -> list[str]:
    return [str(value) for value in table[column].fillna("").drop_duplicates()]


def _listed(texts: Iterable[str]) -> str:
    """Texts as an enumeration, each once; of many the first ones and how many there are."""
    told = [text for text in dict.fromkeys(texts) if text]
    if not told:
        return not_stated()
    if len(told) <= LISTED:
        return ", ".join(told)
    return _("{shown} and {count} more").format(
        shown=", ".join(told[:LISTED]), count=language.number(len(told) - LISTED)
    )
