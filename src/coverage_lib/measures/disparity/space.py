"""Whether neighbours are alike: weights for an archipelago, Moran's I, and local clusters.

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
    if choice in ("land_and_sea", "land"):
        links = _borders(shapes, with_sea=choice == "land_and_sea")
    else:
        links = _by_distance(shapes, choice)
    links["weight"] = links["weight"] / links.groupby("code")["weight"].transform("sum")
    return links.sort_values(["code", "neighbour"]).reset_index(drop=True)


def _borders(shapes: Any, with_sea: bool) -> pd.DataFrame:
    import shapely
    from libpysal.graph import Graph
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

    codes = shapes.index.to_numpy()
    pairs = Graph.build_contiguity(shapes, rook=False).adjacency
    pairs = pairs[pairs > 0].reset_index()[["focal", "neighbor"]]
    links = pairs.set_axis(["code", "neighbour"], axis=1).assign(link="land", km=0.0, weight=1.0)
    if not with_sea:
        return links
    place = {code: number for number, code in enumerate(codes)}
    rows, columns = links["code"].map(place), links["neighbour"].map(place)
    land = csr_matrix((np.ones(len(links)), (rows, columns)), shape=(len(codes), len(codes)))
    pieces, piece = connected_components(land, directed=False)
    metric = shapes.to_crs(METRIC).to_numpy()
    first, second = np.triu_indices(len(codes), 1)
    apart = piece[first] != piece[second]
    first, second = first[apart], second[apart]
    coasts = pd.DataFrame(
        {
            "a": np.minimum(piece[first], piece[second]),
            "b": np.maximum(piece[first], piece[second]),
            "first": first,
            "second": second,
            "km": np.asarray(shapely.distance(metric[first], metric[second])) / 1000,
        }
    )
    # A tree takes a distance of zero for no link: pieces that meet in a sliver are a metre apart.
    coasts["km"] = coasts["km"].clip(lower=0.001)
    shortest = coasts.sort_values("km", kind="stable").drop_duplicates(["a", "b"]).set_index(["a", "b"])
    between = csr_matrix(
        (shortest["km"], (shortest.index.get_level_values("a"), shortest.index.get_level_values("b"))),
        shape=(pieces, pieces),
    )
    tree = minimum_spanning_tree(between).tocoo()
    chosen = shortest.loc[list(zip(tree.row, tree.col, strict=True))]
    there = pd.DataFrame(
        {
            "code": codes[chosen["first"]],
            "neighbour": codes[chosen["second"]],
            "link": "sea",
            "km": chosen["km"].to_numpy(),
            "weight": 1.0,
        }
    )
    back = there.rename(columns={"code": "neighbour", "neighbour": "code"})[there.columns]
    return pd.concat([links, there, back], ignore_index=True)


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
    found, missing = rows[rows[value].notna()].reset_index(drop=True), rows[rows[value].isna()]
    if len(found) < 4:
        raise TableError(
            f"{len(found)} regions have a value in {value!r}; alikeness of neighbours needs at least 4."
        )
    if found[value].min() == found[value].max():
        raise TableError(
            f"All regions have the same {value!r}; there is nothing for neighbours to be alike in."
        )
    return found, boundaries[boundaries["code"].isin(found["code"])], missing


def _matrix(links: pd.DataFrame, codes: pd.Series) -> np.ndarray:
    wide = links.pivot_table(index="code", columns="neighbour", values="weight", aggfunc="first")
    return wide.reindex(index=codes, columns=codes).fillna(0.0).to_numpy()


def _weights(matrix: np.ndarray) -> Any:
    """The matrix as esda wants it."""
    from libpysal.weights import W

    near = {i: np.flatnonzero(row).tolist() for i, row in enumerate(matrix)}
    weights = {i: matrix[i, found].tolist() for i, found in near.items()}
    return W(near, weights, id_order=list(near), silence_warnings=True)


def _two_sided(observed: np.ndarray, simulated: np.ndarray) -> np.ndarray:
    """Pseudo p-value: twice the smaller tail, counting the observed itself. `simulated` is (permutations, ...)."""
    above = (simulated >= observed - 1e-12).sum(0)
    below = (simulated <= observed + 1e-12).sum(0)
    return np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (len(simulated) + 1))


def neighbour_alikeness(
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
    >>> result = neighbour_alikeness(rates, squares, permutations=999)
    >>> result["morans_i"].round(2).tolist()[:2]
    [0.62, 0.62]
    """
    from esda import Moran
    from statsmodels.stats.multitest import multipletests

    found, shapes, _ = _prepare(rates, boundaries, value)
    y = found[value].to_numpy(dtype=float)
    z = y - y.mean()
    shuffled = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)
    rows = []
    for choice in CHOICES:
        if choice.startswith("nearest_") and int(choice.removeprefix("nearest_")) >= len(found):
            continue
        links = neighbours(shapes, choice)
        matrix = _matrix(links, found["code"])
        with warnings.catch_warnings():
            # Islands without neighbours are counted in the table; esda warns of them once more.
            warnings.simplefilter("ignore")
            moran = Moran(y, _weights(matrix), permutations=0)
        scale = len(y) / matrix.sum() / (z @ z)
        simulated = scale * ((shuffled @ matrix) * shuffled).sum(1)
        pairs = {frozenset(pair) for pair in zip(links["code"], links["neighbour"], strict=True)}
        rows.append(
            {
                "choice": choice,
                "regions": len(found),
                "links": len(pairs),
                "without_neighbours": int((matrix.sum(1) == 0).sum()),
                "morans_i": float(moran.I),
                "expected": float(moran.EI),
                "p": float(_two_sided(np.asarray(moran.I), simulated)),
            }
        )
    table = pd.DataFrame(rows)
    table["p_adjusted"] = multipletests(table["p"], method="fdr_bh")[1]
    return table


def local_alikeness(
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
    >>> local_alikeness(rates, squares, permutations=999)["quadrant"].tolist()[::5]
    ['low_among_low', 'low_among_low', 'high_among_high', 'high_among_high']
    """
    from esda import Moran_Local
    from statsmodels.stats.multitest import multipletests

    found, shapes, missing = _prepare(rates, boundaries, value)
    matrix = _matrix(neighbours(shapes, choice), found["code"])
    y = found[value].to_numpy(dtype=float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        local = Moran_Local(y, _weights(matrix), permutations=0)
    z = (y - y.mean()) / y.std()
    n = len(y)
    order = np.random.default_rng(seed).permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)
    p = np.full(n, np.nan)
    for i in range(n):
        near = np.flatnonzero(matrix[i])
        if len(near):
            lags = np.delete(z, i)[order[:, : len(near)]] @ matrix[i, near]
            p[i] = _two_sided(np.asarray(z[i] * (matrix[i] @ z)), z[i] * lags)
    alone = matrix.sum(1) == 0
    names = found["name"] if "name" in found.columns else found["code"]
    table = pd.DataFrame(
        {
            "code": found["code"],
            "name": names,
            value: y,
            "neighbours_mean": np.where(alone, np.nan, matrix @ y),
            "local_i": np.where(alone, np.nan, local.Is),
            "quadrant": np.where(alone, "", pd.Series(local.q).map(QUADRANTS)),
            "p": p,
            "p_adjusted": np.nan,
            "cluster": "",
            "reason": np.where(alone, "no_neighbours", ""),
        }
    )
    table.loc[~alone, "p_adjusted"] = multipletests(p[~alone], method="fdr_bh")[1]
    table["cluster"] = table["quadrant"].where(table["p_adjusted"] <= ALPHA, "")
    blank = pd.DataFrame(
        {"code": missing["code"], value: np.nan, "quadrant": "", "cluster": "", "reason": "no_value"}
    )
    blank["name"] = missing["name"] if "name" in missing.columns else missing["code"]
    return pd.concat([table, blank], ignore_index=True).sort_values("code").reset_index(drop=True)
