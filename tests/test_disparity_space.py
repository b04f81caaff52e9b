"""Neighbours in an archipelago: nobody left alone, known patterns found, the same p-values every time."""

import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from coverage_lib.data.boundaries import load_boundaries
from coverage_lib.load import load_coverage
from coverage_lib.measures import disparity
from coverage_lib.measures.disparity.space import CHOICES, _matrix, _weights


def synthetic_squares(side=6):
    """A square country of `side` by `side` provinces, each one degree wide."""
    places = [(x, y) for x in range(side) for y in range(side)]
    codes = [f"{number}" for number in range(11, 11 + len(places))]
    shapes = [box(x, y, x + 1, y + 1) for x, y in places]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4326"), np.array(places)


@pytest.fixture(scope="module")
def provinces():
    return load_boundaries(boundary="2021")


@pytest.fixture(scope="module")
def rates_2024():
    table = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    return table[table["year"] == 2024]


def test_every_province_has_a_neighbour_and_land_borders_are_kept(provinces):
    chosen, land = disparity.neighbours(provinces), disparity.neighbours(provinces, "land")
    assert set(chosen["code"]) == set(provinces["code"])
    alone = set(provinces["code"]) - set(land["code"])
    # Bangka Belitung, Kepulauan Riau, Bali, both Nusa Tenggara, both Maluku.
    assert alone == {"19", "21", "51", "52", "53", "81", "82"}
    pairs = set(zip(chosen["code"], chosen["neighbour"], strict=True))
    assert set(zip(land["code"], land["neighbour"], strict=True)) < pairs
    assert pairs == {(there, here) for here, there in pairs}
    # Lampung to Banten, Jawa Timur to Bali: the straits everybody knows.
    sea = chosen[chosen["link"] == "sea"].set_index(["code", "neighbour"])["km"]
    assert sea["18", "36"] == pytest.approx(26, abs=3)
    assert sea["35", "51"] == pytest.approx(2.4, abs=1)


def test_the_archipelago_is_one_with_as_few_crossings_as_can_be(provinces):
    from libpysal.graph import Graph

    links = disparity.neighbours(provinces)
    columns = ["code", "neighbour", "weight"]
    graph = Graph.from_arrays(*(links[column].to_numpy() for column in columns))
    assert graph.n_components == 1
    land = disparity.neighbours(provinces, "land")
    bordered = Graph.from_arrays(*(land[column].to_numpy() for column in columns))
    pieces = bordered.n_components + len(provinces) - bordered.n
    assert len(links[links["link"] == "sea"]) == 2 * (pieces - 1)


@pytest.mark.parametrize("choice", CHOICES)
def test_weights_of_a_region_add_up_to_one(provinces, choice):
    links = disparity.neighbours(provinces, choice)
    assert links.groupby("code")["weight"].sum().to_numpy() == pytest.approx(1)
    assert (links["code"] != links["neighbour"]).all()


def test_the_nearest_island_is_linked_and_not_a_farther_one():
    shapes = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(2.5, 0, 3, 1), box(5, 0, 6, 1)]
    squares = gpd.GeoDataFrame({"code": list("abcd")}, geometry=shapes, crs="EPSG:4326")
    links = disparity.neighbours(squares)
    assert links.loc[links["link"] == "sea", ["code", "neighbour"]].to_numpy().tolist() == [
        ["b", "c"],
        ["c", "b"],
        ["c", "d"],
        ["d", "c"],
    ]
    half_a_degree = 111.3 / 2
    assert links.loc[links["link"] == "sea", "km"].iloc[0] == pytest.approx(half_a_degree, rel=0.01)


def test_known_patterns():
    squares, places = synthetic_squares()
    slope = pd.DataFrame({"code": squares["code"], "coverage": 10.0 * places[:, 0]})
    sloping = disparity.spatial_autocorrelation(slope, squares, permutations=999).set_index("choice")
    assert (sloping["morans_i"] > 0.1).all() and (sloping["p_adjusted"] < 0.01).all()
    assert sloping.loc["land_and_sea", "morans_i"] > 0.6
    assert sloping["expected"].to_numpy() == pytest.approx(-1 / 35)
    stripes = slope.assign(coverage=np.where(places[:, 0] % 2, 10.0, 90.0))
    striped = disparity.spatial_autocorrelation(stripes, squares, permutations=999).set_index("choice")
    assert striped.loc["land_and_sea", "morans_i"] < -0.2 and striped.loc["land_and_sea", "p"] < 0.01


def test_noise_is_called_a_pattern_no_more_often_than_stated():
    squares, _ = synthetic_squares(4)
    rng = np.random.default_rng(0)
    p = []
    for _ in range(60):
        rates = pd.DataFrame({"code": squares["code"], "coverage": rng.normal(50, 10, len(squares))})
        p.append(disparity.spatial_autocorrelation(rates, squares, permutations=99)["p"].iloc[0])
    # 3 of 60 are expected below 5%.
    assert np.sum(np.array(p) <= 0.05) <= 8
    assert 0.38 < np.mean(p) < 0.62


def test_local_clusters_of_a_known_pattern():
    squares, places = synthetic_squares()
    corner = (places[:, 0] < 2) & (places[:, 1] < 2)
    rng = np.random.default_rng(2)
    rates = pd.DataFrame({"code": squares["code"], "coverage": np.where(corner, 90.0, 10.0)})
    rates["coverage"] += rng.normal(0, 1, len(rates))
    local = disparity.local_autocorrelation(rates, squares, permutations=9999)
    found = local["cluster"] == "high_among_high"
    assert found[corner & (places.sum(axis=1) == 0)].all()
    assert not found[~corner].any()
    assert (local["p_adjusted"] >= local["p"]).all()
    # One rate far from its neighbours' is high among low, whether or not it is beyond chance.
    odd = rates.assign(coverage=10.0 + rng.normal(0, 1, len(rates)))
    odd.loc[14, "coverage"] = 90.0
    assert (
        disparity.local_autocorrelation(odd, squares, permutations=99).loc[14, "quadrant"] == "high_among_low"
    )


def test_p_values_are_those_of_esda():
    """The shuffles are ours; against esda's own they differ by chance only."""
    from esda import Moran, Moran_Local

    squares, places = synthetic_squares()
    rng = np.random.default_rng(9)
    rates = pd.DataFrame({"code": squares["code"], "coverage": places[:, 0] + rng.normal(0, 3, len(places))})
    y = rates["coverage"].to_numpy()
    weights = _weights(_matrix(disparity.neighbours(squares), rates["code"]))
    ours = disparity.spatial_autocorrelation(rates, squares).set_index("choice").loc["land_and_sea"]
    np.random.seed(1)  # noqa: NPY002 - the only generator that esda shuffles with
    theirs = Moran(y, weights, permutations=9999, two_tailed=False)
    assert ours["morans_i"] == pytest.approx(theirs.I)
    assert ours["p"] == pytest.approx(min(1, 2 * theirs.p_sim), abs=0.02)
    local = disparity.local_autocorrelation(rates, squares)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = Moran_Local(y, weights, permutations=9999, seed=1)
    assert local["local_i"].to_numpy() == pytest.approx(expected.Is)
    assert local["p"].to_numpy() == pytest.approx(np.minimum(1, 2 * expected.p_sim), abs=0.05)


def test_the_same_every_time_and_the_process_generator_is_left_alone(provinces, rates_2024):
    np.random.seed(123)  # noqa: NPY002 - to see that it is not touched
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first = disparity.local_autocorrelation(rates_2024, provinces, "informal_coverage", permutations=999)
    second = disparity.local_autocorrelation(
        rates_2024.sample(frac=1, random_state=1), provinces, "informal_coverage", permutations=999
    )
    pd.testing.assert_frame_equal(first, second)
    one = disparity.spatial_autocorrelation(rates_2024, provinces, "informal_coverage", permutations=999)
    two = disparity.spatial_autocorrelation(
        rates_2024, provinces.iloc[::-1], "informal_coverage", permutations=999
    )
    pd.testing.assert_frame_equal(one, two)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_informal_coverage_of_2024_is_no_more_alike_than_by_chance(provinces, rates_2024):
    table = disparity.spatial_autocorrelation(
        rates_2024, provinces, "informal_coverage", permutations=1999
    ).set_index("choice")
    assert table["without_neighbours"].tolist() == [0, 7, 0, 0, 0]
    assert (table["p_adjusted"] > 0.05).all()
    assert (table["regions"] == 34).all()
    assert (
        disparity.local_autocorrelation(rates_2024, provinces, "informal_coverage")["cluster"] == ""
    ).all()


def test_missing_values_and_lone_regions_are_named():
    shapes = [box(x, 0, x + 1, 1) for x in range(6)] + [box(9, 0, 10, 1)]
    squares = gpd.GeoDataFrame({"code": list("abcdefg")}, geometry=shapes, crs="EPSG:4326")
    rates = pd.DataFrame({"code": list("abcdefg"), "coverage": [1.0, 2, 3, 4, 5, np.nan, 7]})
    result = disparity.local_autocorrelation(rates, squares, choice="land", permutations=99).set_index("code")
    assert result["reason"].to_dict() == dict.fromkeys("abcde", "") | {"f": "no_value", "g": "no_neighbours"}
    assert result.loc[["f", "g"], ["local_i", "p", "p_adjusted"]].isna().all(axis=None)
    with pytest.raises(disparity.TableError, match="no shape for code 'z'"):
        disparity.local_autocorrelation(rates.replace({"code": {"a": "z"}}), squares)
    with pytest.raises(disparity.TableError, match="no CRS"):
        disparity.neighbours(gpd.GeoDataFrame({"code": ["a"]}, geometry=shapes[:1]))
    with pytest.raises(disparity.TableError, match="choose one of: land_and_sea"):
        disparity.neighbours(squares, "near")
    with pytest.raises(disparity.TableError, match="the same 'coverage'"):
        disparity.local_autocorrelation(rates.assign(coverage=5.0), squares)
