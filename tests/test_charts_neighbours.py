"""Provinces among their neighbours as they are drawn and said: clusters in their colours, titles over every branch."""

import geopandas as gpd
import pandas as pd
import pytest
from charting import LANGS, NAMES, both_titles, drawn
from matplotlib.colors import to_hex
from shapely import box

from coverage_lib import load_boundaries
from coverage_lib.charts import neighbours
from coverage_lib.drawing import geography


def local(clusters: dict[str, str], missing: tuple[str, ...] = ()) -> pd.DataFrame:
    """Synthetic local statistics in the shape of ``disparity.local_autocorrelation``."""
    return pd.DataFrame(
        {
            "code": list(clusters),
            "name": [NAMES[code] for code in clusters],
            "informal_coverage": 10.0,
            "neighbours_mean": 12.0,
            "p": 0.2,
            "p_adjusted": [0.01 if kind else 0.4 for kind in clusters.values()],
            "cluster": list(clusters.values()),
            "reason": ["no_value" if code in missing else "" for code in clusters],
        }
    )


KINDS = {
    "11": "high_among_high",
    "12": "low_among_low",
    "13": "high_among_low",
    "31": "low_among_high",
    "32": "",
}


def squares(codes: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": codes}, geometry=[box(x, 0, x + 1, 1) for x in range(len(codes))], crs="EPSG:4326"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_has_the_colour_of_its_cluster_and_the_legend_names_it(lang: str) -> None:
    frame = local(KINDS | {"51": ""}, missing=("51",))
    chart = drawn(neighbours.cluster_map, frame, squares(list(frame["code"])), "informal", lang=lang)
    shapes = {patch.get_gid(): patch for patch in chart.ax.patches}
    for code, kind in KINDS.items():
        assert to_hex(shapes[f"region-{code}"].get_facecolor()) == geography.AMONG_NEIGHBOURS[kind]
        assert not shapes[f"region-{code}"].get_hatch()
    assert shapes["region-51"].get_hatch()
    legend = chart.fig.axes[1].get_legend()
    words = [text.get_text() for text in legend.get_texts()]
    assert words == {
        "en": ["high among high", "low among low", "high among low", "low among high", "not beyond chance", "not known"],
        "id": ["tinggi di antara yang tinggi", "rendah di antara yang rendah", "tinggi di antara yang rendah",
               "rendah di antara yang tinggi", "tidak melebihi kebetulan", "tidak diketahui"],
    }[lang]  # fmt: skip
    keys = [to_hex(key.get_facecolor()) for key in legend.get_patches()]
    assert keys[:5] == list(geography.AMONG_NEIGHBOURS.values())


def test_a_region_of_the_layer_that_was_not_tested_is_hatched_and_in_the_legend() -> None:
    chart = drawn(neighbours.cluster_map, local(KINDS), load_boundaries("2021"), "informal")
    shapes = {patch.get_gid(): patch for patch in chart.ax.patches}
    assert shapes["region-91"].get_hatch()
    assert chart.fig.axes[1].get_legend().get_texts()[-1].get_text() == "not known"


@pytest.mark.parametrize(
    ("clusters", "english", "indonesian"),
    [
        ({"11": "", "51": ""}, "No province's informal coverage stands out from its neighbours' beyond chance",
         "Tidak ada provinsi yang cakupan informal-nya menonjol di antara tetangganya melebihi kebetulan"),
        ({"11": "", "51": "high_among_low"}, "1 province stands out among its neighbours in informal coverage: Bali",
         "1 provinsi menonjol di antara tetangganya dalam cakupan informal: Bali"),
        ({"11": "low_among_low", "51": "high_among_low"},
         "2 provinces stand out among their neighbours in informal coverage: Aceh, Bali",
         "2 provinsi menonjol di antara tetangganya dalam cakupan informal: Aceh, Bali"),
    ],
    ids=["none", "one", "two"],
)  # fmt: skip
def test_the_title_of_the_clusters_counts_and_names_them(
    clusters: dict[str, str], english: str, indonesian: str
) -> None:
    titles = both_titles(neighbours.cluster_map, local(clusters), squares(list(clusters)), "informal")
    assert titles == (english, indonesian)


def test_the_subtitle_of_the_clusters_names_the_choice_of_neighbours() -> None:
    layer = squares(list(KINDS))
    usual = drawn(neighbours.cluster_map, local(KINDS), layer, "informal").subtitle
    other = drawn(neighbours.cluster_map, local(KINDS), layer, "informal", "nearest_3").subtitle
    assert "land border or shortest sea crossing" in usual and "5%" in usual
    assert "three nearest" in other and "sea" not in other


def test_the_table_of_autocorrelation_says_which_choice_and_segment_a_row_is() -> None:
    frame = pd.DataFrame(
        {"choice": ["land", "nearest_3"], "without_neighbours": [7, 0], "morans_i": [0.123, -0.045], "p": 0.02, "p_adjusted": 0.1}
    )  # fmt: skip
    content = neighbours.autocorrelation_table(frame, frame.assign(morans_i=0.5)).content()
    assert [[text for text, _sort in row][:4] for row in content["rows"]] == [
        ["land border only", "formal", "7", "0.12"],
        ["three nearest", "formal", "0", "−0.04"],
        ["land border only", "informal", "7", "0.50"],
        ["three nearest", "informal", "0", "0.50"],
    ]
