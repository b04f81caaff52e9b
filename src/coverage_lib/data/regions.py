"""Provinces and regencies: their tables, code lists, and the boundaries of 2021 and 2022.

The key of a region everywhere in this project is the code of the Ministry of Home Affairs (Kemendagri): two digits for a
province, four for a regency or city, ``"00"`` for Indonesia. BPS numbers the same regions in another way, and in Papua the
same number means another province, so a number is only read when its list is named.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from coverage_lib.data.sources import home, read_raw

NATION = "00"
BOUNDARIES = ("2021", "2022")
LEVELS = ("province", "regency")
# how an analyst names a code list -> the column that holds it
CODE_LISTS = {"kemendagri": "code", "bps": "bps_code", "iso_3166_2": "iso_3166_2"}

# The two provinces that were divided, each with the day of the law that did it: until then the name means the undivided
# province. UU 14, 15 and 16/2022 took Papua Selatan, Papua Tengah and Papua Pegunungan from Papua; UU 29/2022 took Papua
# Barat Daya from Papua Barat, four months later. The law decides, not the inauguration or the first survey by 38 provinces:
# it is the only one of these days that is the same for everybody who printed a figure.
DIVIDED = {"91": pd.Timestamp("2022-07-25"), "92": pd.Timestamp("2022-12-08")}


class UnknownRegion(ValueError):
    """A text or code that names no region, or more than one.

    Parameters
    ----------
    message : str
        What was found, what was expected and what to do.
    candidates : list of str
        Names of the regions that may be meant, the most likely first.
    """

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.candidates = list(candidates)


def provinces(boundary: str = "2022") -> pd.DataFrame:
    """The provinces of one boundary vintage.

    Parameters
    ----------
    boundary : {"2022", "2021"}
        38 provinces, or the 34 before Papua was divided.

    Returns
    -------
    pandas.DataFrame
        code (Kemendagri), name (Indonesian), name_en, abbreviation, iso_3166_2, bps_code, code_2021 (the province it
        belonged to in 2021) and island (island group), in the order of the codes.

    Raises
    ------
    ValueError
        There is no such boundary.

    Examples
    --------
    >>> provinces().shape[0], provinces(boundary="2021").shape[0]
    (38, 34)
    >>> provinces().set_index("code").loc["33", ["name", "name_en", "abbreviation"]].tolist()
    ['Jawa Tengah', 'Central Java', 'Jateng']
    """
    check_boundary(boundary)
    table = region_table("provinces")
    if boundary == "2021":
        table = table[table["code"] == table["code_2021"]]
    return table.reset_index(drop=True)


def regencies() -> pd.DataFrame:
    """The 514 regencies (kabupaten) and cities (kota).

    Returns
    -------
    pandas.DataFrame
        code (Kemendagri), name (with Kabupaten or Kota in front), level (kabupaten or kota), province_code (boundaries
        of 2022), bps_code and bps_name (as BPS spells it), in the order of the codes.

    Examples
    --------
    >>> table = regencies().set_index("code")
    >>> table.loc["3374", ["name", "bps_code"]].tolist()
    ['Kota Semarang', '3374']
    >>> table.loc["3171", ["name", "bps_code"]].tolist()
    ['Kota Administrasi Jakarta Pusat', '3173']
    """
    return region_table("regencies").copy()


def tile_grid(boundary: str = "2022") -> pd.DataFrame:
    """A layout in which every province is an equal square and neighbours stay together.

    Parameters
    ----------
    boundary : {"2022", "2021"}
        The layout of 38 or of 34 provinces.

    Returns
    -------
    pandas.DataFrame
        code, name (Indonesian), abbreviation, row (cells from the top, from 0) and column (cells from the left, from 0).

    Examples
    --------
    >>> tile_grid().set_index("code").loc["11", ["row", "column"]].tolist()
    [0, 0]
    """
    check_boundary(boundary)
    grid = region_table("tile_grid")
    names = provinces(boundary)[["code", "name", "abbreviation"]]
    grid = grid[grid["boundary"] == boundary].merge(names, on="code")
    return grid[["code", "name", "abbreviation", "row", "column"]].astype({"row": int, "column": int})


def convert_code(
    code: str, from_list: str, to_list: str = "kemendagri", *, level: str = "province", boundary: str = "2022"
) -> str:
    """The code of the same region in another list.

    Parameters
    ----------
    code : str
        A code of `from_list`. ``"00"`` is Indonesia in the lists of numbers, ``"ID"`` in ISO 3166-2.
    from_list, to_list : {"kemendagri", "bps", "iso_3166_2"}
        The lists; always named, because the same number means different regions. ISO 3166-2 has provinces only.
    level : {"province", "regency"}
        Whether it is the code of a province or of a regency.
    boundary : {"2022", "2021"}
        The vintage of the provinces.

    Returns
    -------
    str
        The code in `to_list`.

    Raises
    ------
    UnknownRegion
        The list has no such code.
    ValueError
        There is no such list.

    Examples
    --------
    >>> convert_code("91", "bps"), convert_code("91", "kemendagri", "bps"), convert_code("ID-JT", "iso_3166_2")
    ('92', '94', '33')
    """
    check_boundary(boundary)
    check_level(level)
    lists = CODE_LISTS if level == "province" else {k: CODE_LISTS[k] for k in ("kemendagri", "bps")}
    for name in (from_list, to_list):
        if name not in lists:
            raise ValueError(
                f"Code list {name!r} is not known for a {level}: name one of {', '.join(lists)}."
            )
    found = _code_index(from_list, level, boundary, home()).get(str(code).strip().upper().replace(".", ""))
    if found is None:
        width = {"province": "two digits", "regency": "four digits"}[level]
        form = "like ID-JT" if from_list == "iso_3166_2" else f"text of {width}"
        where = f" ({boundary} boundaries)" if level == "province" else ""
        raise UnknownRegion(
            f"{code!r} is no code of a {level} in the list {from_list}{where}; expected {form}."
        )
    if found == NATION:
        return "ID" if to_list == "iso_3166_2" else NATION
    return _code_in(to_list, level, home())[found]


def to_boundary(codes: Iterable[str], boundary: str = "2021") -> pd.Series:
    """The province of another vintage that each province lies in.

    Parameters
    ----------
    codes : iterable of str, or pandas.Series
        Kemendagri codes of provinces, 2022 boundaries; ``"00"`` stays ``"00"``.
    boundary : {"2021"}
        The vintage wanted. Only the way from 38 to 34 is open: to divide a province of 2021 needs other data.

    Returns
    -------
    pandas.Series
        Kemendagri codes on that vintage. Several rows then have one code: add counts over it, then compute shares.

    Raises
    ------
    UnknownRegion
        A code is not one of the 38.
    ValueError
        Asked for "2022".

    Examples
    --------
    >>> to_boundary(["33", "94", "96", "00"]).tolist()
    ['33', '91', '92', '00']
    """
    check_boundary(boundary)
    if boundary != "2021":
        raise ValueError(
            "Figures on the 34 provinces of 2021 cannot be moved to the 38 of 2022: how they divide inside Papua is not in "
            "them. Work on boundary='2021', or read a source that counts by the provinces of 2022."
        )
    series = codes if isinstance(codes, pd.Series) else pd.Series(list(codes), dtype=object)
    now = provinces("2022")
    table = dict(zip(now["code"], now["code_2021"], strict=True)) | {NATION: NATION}
    unknown = sorted({str(code) for code in series.unique() if code not in table})
    if unknown:
        raise UnknownRegion(
            f"Not codes of provinces in the list kemendagri (2022 boundaries): {', '.join(unknown)}."
        )
    return series.map(table)


def boundary_of(code: str | None, date: pd.Timestamp) -> str | None:
    """The boundary on which a figure for a region stands, from the day that it is a figure of.

    Parameters
    ----------
    code : str or None
        Kemendagri code of a province, a regency or the nation.
    date : pandas.Timestamp
        The last day of the period that the figure names.

    Returns
    -------
    {"2021", "2022"} or None
        ``"2022"`` for the six provinces of 2022 in Papua: the four new ones at any date, and Papua and Papua Barat from
        the day of the law that divided them (:data:`DIVIDED`). ``"2021"`` for these two before that day, and for all
        other regions, whose area is the same on both. None where it cannot be known: no code, or no date for Papua or
        Papua Barat.

    Examples
    --------
    >>> [boundary_of("91", pd.Timestamp(day)) for day in ("2022-07-24", "2022-07-25")]
    ['2021', '2022']
    >>> boundary_of("92", pd.Timestamp("2022-07-25")), boundary_of("96", pd.NaT), boundary_of("33", pd.NaT)
    ('2021', '2022', '2021')
    """
    if code is None or pd.isna(code):
        return None
    if code in _new_provinces(home()):
        return "2022"
    if code not in DIVIDED:
        return "2021"
    if pd.isna(date):
        return None
    return "2022" if date >= DIVIDED[code] else "2021"


# The project's folder is an argument of what is cached, because UCJ_HOME may change while Python runs.
@lru_cache(maxsize=16)
def _cached(name: str, folder: Path) -> pd.DataFrame:
    return read_raw(name).drop(columns="source_row")


def region_table(name: str) -> pd.DataFrame:
    """A raw table of regions, every cell as text; it is shared between callers, who must not change it."""
    return _cached(name, home())


@lru_cache(maxsize=4)
def _new_provinces(folder: Path) -> frozenset[str]:
    """Codes of the provinces that 2021 did not have."""
    table = region_table("provinces")
    return frozenset(table.loc[table["code"] != table["code_2021"], "code"])


def check_boundary(boundary: str) -> None:
    """Refuse a boundary that is neither "2021" nor "2022" with a ValueError that names both."""
    if boundary not in BOUNDARIES:
        raise ValueError(
            f"boundary {boundary!r} is not known: name one of {', '.join(BOUNDARIES)} (as text)."
        )


def check_level(level: str) -> None:
    """Refuse a level that is neither province nor regency with a ValueError that names both."""
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not known: name one of {', '.join(LEVELS)}.")


@lru_cache(maxsize=16)
def _code_in(code_list: str, level: str, folder: Path) -> dict[str, str]:
    """Kemendagri code -> code in a list."""
    table = region_table("provinces" if level == "province" else "regencies")
    return dict(zip(table["code"], table[CODE_LISTS[code_list]], strict=True))


@lru_cache(maxsize=16)
def _code_index(code_list: str, level: str, boundary: str, folder: Path) -> dict[str, str]:
    """Code in a list -> Kemendagri code."""
    table = provinces(boundary) if level == "province" else region_table("regencies")
    index = dict(zip(table[CODE_LISTS[code_list]], table["code"], strict=True))
    return index | {"ID" if code_list == "iso_3166_2" else NATION: NATION}
