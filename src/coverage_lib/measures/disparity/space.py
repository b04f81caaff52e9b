"""Spatial autocorrelation, whether neighbours are alike: weights for an archipelago, Moran's I, and local clusters.

Permutations are drawn here, from a seeded generator, and not in esda: its global test shuffles with the generator of the whole
process, and its local one draws other numbers where numba is installed, so the same data could give other p-values.
The statistics are esda's.
"""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from coverage_lib.data.regions import NATION
from coverage_lib.measures.disparity.checks import TableError, need_columns, no_duplicates

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CHOICES = ("land_and_sea", "land", "nearest_3", "nearest_5", "inverse_distance")
PERMUTATIONS = 9999
ALPHA = 0.05
METRIC = "EPSG:3395"
"""World Mercator: within 11 degrees of the equator its metres are at most 2% too long."""

QUADRANTS = {1: "high_among_high", 2: "low_among_high", 3: "low_among_low", 4: "high_among_low"}


def neighbours(boundaries: "GeoDataFrame", choice: str = "land_and_sea") -> pd.DataFrame:
    """Who is whose neighbour, with weights that add up to one for each region.

    ``land_and_sea`` (the default) keeps every land border and adds the shortest sea crossings, coast to coast, that
    make the archipelago one (a minimum spanning tree of the pieces that land borders leave). No region is without a
    neighbour, nothing is tuned, and no crossing is added that a shorter one makes needless. ``land`` leaves the island
    provinces without neighbours; ``nearest_3`` and ``nearest_5`` take the nearest centroids, however far;
    ``inverse_distance`` takes all regions, weighted by one over the distance of the centroids.

    Parameters
    ----------
    boundaries : GeoDataFrame
        code, geometry (any CRS); ``load_boundaries()``.
    choice : {"land_and_sea", "land", "nearest_3", "nearest_5", "inverse_distance"}
        Which regions are neighbours.

    Returns
    -------
    DataFrame
        code, neighbour, link (``land``, ``sea`` or ``distance``), km (coast to coast, or between centroids for
        ``distance``), weight. A region without neighbours has no row.

    Raises
    ------
    TableError
        The choice is unknown, a column or the CRS is missing, or a code stands twice.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> shapes = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(3, 0, 4, 1)]
    >>> squares = gpd.GeoDataFrame({"code": list("abc")}, geometry=shapes, crs="EPSG:4326")
    >>> neighbours(squares)[["code", "neighbour", "link", "weight"]].values.tolist()
    [['a', 'b', 'land', 1.0], ['b', 'a', 'land', 0.5], ['b', 'c', 'sea', 0.5], ['c', 'b', 'sea', 1.0]]
    """
    if choice not in CHOICES:
        raise TableError(f"There is no choice of neighbours {choice!r}; choose one of: {', '.join(CHOICES)}.")
    need_columns(boundaries, ["code", "geometry"], "boundaries")
    no_duplicates(boundaries, ["code"], "boundaries")
    if boundaries.crs is None:
        raise TableError(
            'The boundaries have no CRS; set it, for example with boundaries.set_crs("EPSG:4326").'
        )
    shapes = boundaries.set_index("code").geometry.sort_index()
    links = _links(shapes, choice)
    links["weight"] = links["weight"] / links.groupby("code")["weight"].transform("sum")
    return links.sort_values(["code", "neighbour"]).reset_index(drop=True)


def _links(shapes: Any, choice: str) -> pd.DataFrame:
    """Pairs of neighbours before their weights are made to add up to one."""
    if choice not in ("land_and_sea", "land"):
        return _by_distance(shapes, choice)
    borders = _land_borders(shapes)
    if choice == "land":
        return borders
    return pd.concat([borders, _sea_crossings(shapes, borders)], ignore_index=True)


def _land_borders(shapes: Any) -> pd.DataFrame:
    """Regions that touch, both ways, each with the weight 1."""
    from libpysal.graph import Graph

    pairs = Graph.build_contiguity(shapes, rook=False).adjacency
    pairs = pairs[pairs > 0].reset_index()[["focal", "neighbor"]]
    return pairs.set_axis(["code", "neighbour"], axis=1).assign(link="land", km=0.0, weight=1.0)


def _sea_crossings(shapes: Any, borders: pd.DataFrame) -> pd.DataFrame:
    """The shortest crossings that make one of the pieces that land borders leave: their minimum spanning tree."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree

    coasts = _coasts(shapes, borders)
    shortest = coasts.sort_values("km", kind="stable").drop_duplicates(["a", "b"]).set_index(["a", "b"])
    ends = shortest.index.get_level_values("a"), shortest.index.get_level_values("b")
    pieces = 1 + max(ends[1], default=0)
    tree = minimum_spanning_tree(csr_matrix((shortest["km"], ends), shape=(pieces, pieces))).tocoo()
    chosen = shortest.loc[list(zip(tree.row, tree.col, strict=True))]
    there = chosen[["code", "neighbour", "km"]].assign(link="sea", weight=1.0)
    back = there.rename(columns={"code": "neighbour", "neighbour": "code"})
    return pd.concat([there, back], ignore_index=True)


def _coasts(shapes: Any, borders: pd.DataFrame) -> pd.DataFrame:
    """Every pair of regions on different pieces of land: numbers of the pieces (a < b), codes, and km coast to coast."""
    import shapely
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    codes = shapes.index.to_numpy()
    number = {code: place for place, code in enumerate(codes)}
    ends = borders["code"].map(number), borders["neighbour"].map(number)
    land = csr_matrix((np.ones(len(borders)), ends), shape=(len(codes), len(codes)))
    _, piece = connected_components(land, directed=False)
    first, second = np.triu_indices(len(codes), 1)
    apart = piece[first] != piece[second]
    first, second = first[apart], second[apart]
    metric = shapes.to_crs(METRIC).to_numpy()
    km = np.asarray(shapely.distance(metric[first], metric[second])) / 1000
    return pd.DataFrame(
        {
            "a": np.minimum(piece[first], piece[second]),
            "b": np.maximum(piece[first], piece[second]),
            "code": codes[first],
            "neighbour": codes[second],
            # A tree takes a distance of zero for no link: pieces that meet in a sliver are a metre apart.
            "km": km.clip(min=0.001),
        }
    )


def _by_distance(shapes: Any, choice: str) -> pd.DataFrame:
    from libpysal.graph import Graph

    centroids = shapes.to_crs(METRIC).centroid
    nearest = choice.removeprefix("nearest_") if choice.startswith("nearest_") else None
    k = int(nearest) if nearest else len(centroids) - 1
    if k >= len(centroids):
        raise TableError(f"{len(centroids)} regions have no {k} neighbours each; choose land_and_sea.")
    pairs = Graph.build_knn(centroids, k=k).adjacency.reset_index()[["focal", "neighbor"]]
    links = pairs.set_axis(["code", "neighbour"], axis=1).assign(link="distance")
    here, there = centroids.loc[links["code"]], centroids.loc[links["neighbour"]]
    links["km"] = here.distance(there, align=False).to_numpy() / 1000
    links["weight"] = 1.0 if nearest else 1 / links["km"]
    return links


def _prepare(
    rates: pd.DataFrame, boundaries: "GeoDataFrame", value: str
) -> tuple[pd.DataFrame, "GeoDataFrame", pd.DataFrame]:
    """Regions with a value in order of their code, their boundaries, and the regions that lack a value."""
    need_columns(rates, ["code", value], "rates")
    no_duplicates(rates, ["code"], "rates (give one year)")
    rows = rates[rates["code"] != NATION].sort_values("code").reset_index(drop=True)
    unknown = sorted(set(rows["code"]) - set(boundaries["code"]))
    if unknown:
        raise TableError(
            f"The boundaries have no shape for code {unknown[0]!r}; load the boundaries of the same vintage as the rates."
        )
    known, missing = rows[rows[value].notna()].reset_index(drop=True), rows[rows[value].isna()]
    if len(known) < 4:
        raise TableError(
            f"{len(known)} regions have a value in {value!r}; spatial autocorrelation needs at least 4."
        )
    if known[value].min() == known[value].max():
        raise TableError(f"All regions have the same {value!r}; spatial autocorrelation is not defined.")
    return known, boundaries[boundaries["code"].isin(known["code"])], missing


def _matrix(links: pd.DataFrame, codes: pd.Series) -> np.ndarray:
    wide = links.pivot_table(index="code", columns="neighbour", values="weight", aggfunc="first")
    return wide.reindex(index=codes, columns=codes).fillna(0.0).to_numpy()


def _weights(matrix: np.ndarray) -> Any:
    """The matrix as esda wants it."""
    from libpysal.weights import W

    near = {i: np.flatnonzero(row).tolist() for i, row in enumerate(matrix)}
    weights = {i: matrix[i, columns].tolist() for i, columns in near.items()}
    return W(near, weights, id_order=list(near), silence_warnings=True)


def _two_sided(observed: np.ndarray, simulated: np.ndarray) -> np.ndarray:
    """Pseudo p-value: twice the smaller tail, counting the observed itself. `simulated` is (permutations, ...)."""
    above = (simulated >= observed - 1e-12).sum(0)
    below = (simulated <= observed + 1e-12).sum(0)
    return np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (len(simulated) + 1))


def spatial_autocorrelation(
    rates: pd.DataFrame,
    boundaries: "GeoDataFrame",
    value: str = "coverage",
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
) -> pd.DataFrame:
    """Moran's I of a rate under every choice of neighbours, so that the choice can be judged.

    Parameters
    ----------
    rates : DataFrame
        One row per region: code and `value`. A national row and regions without a value are left out.
    boundaries : GeoDataFrame
        code, geometry.
    value : str
        Column to test.
    permutations : int
        Number of shuffles of the values over the regions.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    DataFrame
        choice (see :func:`neighbours`), regions, links (pairs), without_neighbours, morans_i, expected (of I if values
        lay anywhere), p (two-sided, from the shuffles), p_adjusted (Benjamini and Hochberg, over the choices).

    Raises
    ------
    TableError
        A shape or column is missing, or fewer than 4 regions have a value.

    References
    ----------
    Cliff, A. D., Ord, J. K. (1981). Spatial Processes: Models and Applications. Benjamini, Y., Hochberg, Y. (1995).
    Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> places = [(x, y) for x in range(4) for y in range(4)]
    >>> shapes = [box(x, y, x + 1, y + 1) for x, y in places]
    >>> squares = gpd.GeoDataFrame({"code": [f"{i:02}" for i in range(11, 27)]}, geometry=shapes, crs="EPSG:4326")
    >>> rates = pd.DataFrame({"code": squares["code"], "coverage": [10.0 * x for x, y in places]})
    >>> result = spatial_autocorrelation(rates, squares, permutations=999)
    >>> result["morans_i"].round(2).tolist()[:2]
    [0.62, 0.62]
    """
    from statsmodels.stats.multitest import multipletests

    regions, shapes, _ = _prepare(rates, boundaries, value)
    y = regions[value].to_numpy(dtype=float)
    z = y - y.mean()
    shuffled = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)
    rows = []
    for choice in CHOICES:
        if choice.startswith("nearest_") and int(choice.removeprefix("nearest_")) >= len(regions):
            continue
        links = neighbours(shapes, choice)
        matrix = _matrix(links, regions["code"])
        pairs = {frozenset(pair) for pair in zip(links["code"], links["neighbour"], strict=True)}
        counts = {
            "choice": choice,
            "regions": len(regions),
            "links": len(pairs),
            "without_neighbours": int((matrix.sum(1) == 0).sum()),
        }
        rows.append(counts | _morans_i(y, matrix, shuffled))
    table = pd.DataFrame(rows)
    table["p_adjusted"] = multipletests(table["p"], method="fdr_bh")[1]
    return table


def _morans_i(y: np.ndarray, matrix: np.ndarray, shuffled: np.ndarray) -> dict[str, float]:
    """Moran's I, its expectation, and its p-value from deviations shuffled over the regions (permutations, regions)."""
    from esda import Moran

    with warnings.catch_warnings():
        # Islands without neighbours are counted in the table; esda warns of them once more.
        warnings.simplefilter("ignore")
        moran = Moran(y, _weights(matrix), permutations=0)
    z = y - y.mean()
    scale = len(y) / matrix.sum() / (z @ z)
    simulated = scale * ((shuffled @ matrix) * shuffled).sum(1)
    p = _two_sided(np.asarray(moran.I), simulated)
    return {"morans_i": float(moran.I), "expected": float(moran.EI), "p": float(p)}


def local_autocorrelation(
    rates: pd.DataFrame,
    boundaries: "GeoDataFrame",
    value: str = "coverage",
    choice: str = "land_and_sea",
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
) -> pd.DataFrame:
    """Local Moran statistics: which regions are like, or unlike, their neighbours beyond chance.

    Each region keeps its own value while the others are shuffled over the rest. One p-value per region is many tests, so
    they are adjusted together for the false discovery rate.

    Parameters
    ----------
    rates : DataFrame
        One row per region: code and `value`; name is optional.
    boundaries : GeoDataFrame
        code, geometry.
    value : str
        Column to test.
    choice : str
        Which regions are neighbours; see :func:`neighbours`.
    permutations : int
        Number of shuffles.
    seed : int
        Seed of the shuffles.

    Returns
    -------
    DataFrame
        code, name, the value, neighbours_mean (weighted mean of the neighbours, in the unit of the value), local_i,
        quadrant (``high_among_high``, ``low_among_high``, ``low_among_low``, ``high_among_low``), p (two-sided), p_adjusted
        (Benjamini and Hochberg), cluster (the quadrant where p_adjusted is at most 0.05, else empty), reason
        (``no_value``, ``no_neighbours``: results are missing).

    Raises
    ------
    TableError
        A shape or column is missing, or fewer than 4 regions have a value.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis 27, 93-115.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> places = [(x, y) for x in range(4) for y in range(4)]
    >>> shapes = [box(x, y, x + 1, y + 1) for x, y in places]
    >>> squares = gpd.GeoDataFrame({"code": [f"{i:02}" for i in range(11, 27)]}, geometry=shapes, crs="EPSG:4326")
    >>> rates = pd.DataFrame({"code": squares["code"], "coverage": [10.0 * x for x, y in places]})
    >>> local_autocorrelation(rates, squares, permutations=999)["quadrant"].tolist()[::5]
    ['low_among_low', 'low_among_low', 'high_among_high', 'high_among_high']
    """
    from statsmodels.stats.multitest import multipletests

    regions, shapes, missing = _prepare(rates, boundaries, value)
    matrix = _matrix(neighbours(shapes, choice), regions["code"])
    y = regions[value].to_numpy(dtype=float)
    local_i, quadrant = _local_morans(y, matrix)
    alone = matrix.sum(1) == 0
    table = pd.DataFrame(
        {
            "code": regions["code"],
            "name": regions["name"] if "name" in regions.columns else regions["code"],
            value: y,
            "neighbours_mean": np.where(alone, np.nan, matrix @ y),
            "local_i": np.where(alone, np.nan, local_i),
            "quadrant": np.where(alone, "", quadrant),
            "p": _local_p(y, matrix, permutations, seed),
            "p_adjusted": np.nan,
            "cluster": "",
            "reason": np.where(alone, "no_neighbours", ""),
        }
    )
    table.loc[~alone, "p_adjusted"] = multipletests(table.loc[~alone, "p"], method="fdr_bh")[1]
    table["cluster"] = table["quadrant"].where(table["p_adjusted"] <= ALPHA, "")
    blank = pd.DataFrame(
        {"code": missing["code"], value: np.nan, "quadrant": "", "cluster": "", "reason": "no_value"}
    )
    blank["name"] = missing["name"] if "name" in missing.columns else missing["code"]
    return pd.concat([table, blank], ignore_index=True).sort_values("code").reset_index(drop=True)


def _local_morans(y: np.ndarray, matrix: np.ndarray) -> tuple[np.ndarray, pd.Series]:
    """The local statistic of each region, and its quadrant."""
    from esda import Moran_Local

    with warnings.catch_warnings():
        # Islands without neighbours have a reason in the table; esda warns of them once more.
        warnings.simplefilter("ignore")
        local = Moran_Local(y, _weights(matrix), permutations=0)
    return local.Is, pd.Series(local.q).map(QUADRANTS)


def _local_p(y: np.ndarray, matrix: np.ndarray, permutations: int, seed: int) -> np.ndarray:
    """The p-value of each region, which keeps its own value while the others are shuffled; missing without neighbours."""
    z = (y - y.mean()) / y.std()
    n = len(y)
    order = np.random.default_rng(seed).permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)
    p = np.full(n, np.nan)
    for i in range(n):
        near = np.flatnonzero(matrix[i])
        if len(near):
            lags = np.delete(z, i)[order[:, : len(near)]] @ matrix[i, near]
            p[i] = _two_sided(np.asarray(z[i] * (matrix[i] @ z)), z[i] * lags)
    return p
