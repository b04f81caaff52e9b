"""What is computed once for the same content is computed again when any of the content is another."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from coverage_lib.measures.once import content, once

calls = []


def largest(frame: pd.DataFrame, above: float = 0) -> pd.DataFrame:
    calls.append(above)
    return frame[frame["coverage"] > above].copy()


@pytest.fixture
def frame() -> pd.DataFrame:
    calls.clear()
    return pd.DataFrame({"code": ["11", "12"], "coverage": [20.0, 30.0]})


def test_the_same_content_from_another_frame_is_not_computed_again(frame: pd.DataFrame) -> None:
    first = once(largest, frame, above=25)
    again = once(largest, frame.copy(), above=25)
    assert calls == [25]
    pd.testing.assert_frame_equal(first, again)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.assign(coverage=[20.0, 30.5]),
        lambda frame: frame.assign(code=["11", "13"]),
        lambda frame: frame.iloc[::-1],
        lambda frame: frame.rename(columns={"code": "series"}),
        lambda frame: frame.set_axis([5, 6]),
        lambda frame: frame.astype({"coverage": "float32"}),
        lambda frame: frame.assign(coverage=[20.0, None]),
    ],
    ids=["a number", "a text", "the order", "a name", "the index", "a type", "a missing value"],
)
def test_other_content_is_computed(frame: pd.DataFrame, change: object) -> None:
    assert content(change(frame)) != content(frame)  # type: ignore[operator]


def test_other_options_are_computed(frame: pd.DataFrame) -> None:
    assert len(once(largest, frame, above=1)) == 2
    assert len(once(largest, frame, above=21)) == 1
    assert calls == [1, 21]


def test_what_a_caller_changes_does_not_reach_the_next(frame: pd.DataFrame) -> None:
    first = once(largest, frame, above=2)
    first["coverage"] = 99.0
    first.attrs["note"] = "mine"
    second = once(largest, frame, above=2)
    assert second["coverage"].tolist() == [20.0, 30.0]
    assert second.attrs == {}


def test_a_layer_with_another_outline_or_coordinate_system_is_other_content() -> None:
    layer = gpd.GeoDataFrame({"code": ["11"]}, geometry=[box(0, 0, 1, 1)], crs="EPSG:4326")
    assert content(layer) == content(layer.copy())
    assert content(layer) != content(layer.set_geometry([box(0, 0, 1, 2)], crs="EPSG:4326"))
    assert content(layer) != content(layer.set_crs("EPSG:3395", allow_override=True))


def test_a_value_whose_content_cannot_be_compared_is_refused() -> None:
    with pytest.raises(TypeError, match="Series"):
        content(pd.Series([1.0]))
