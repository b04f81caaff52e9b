"""Inequality as it is drawn and said: dots at their values, intervals, clusters in their colours, titles over every branch."""

import geopandas as gpd
import pandas as pd
import pytest
from charting import LANGS, NAMES, both_titles, colours, drawn, row_names, texts
from matplotlib.colors import to_hex
from shapely import box

from coverage_lib import language, load_boundaries
from coverage_lib.charts import inequality
from coverage_lib.drawing import geography, marks

TABLE = pd.DataFrame(
    {
        "code": ["11", "31", "51"],
        "name": ["Aceh", "DKI Jakarta", "Bali"],
        "poverty_rate": [14.2, 4.3, 4.0],
        "informal_coverage": [5.0, 31.5, 104.0],
        "informal_workers": [1_000_000, 2_000_000, 500_000],
    }
)


def concentration(index: float, low: float, high: float) -> pd.DataFrame:
    other = {"segment": "formal", "year": 2023, "concentration": -0.9, "low": -0.95, "high": -0.8}
    mine = {"segment": "informal", "year": 2023, "concentration": index, "low": low, "high": high}
    return pd.DataFrame([other, mine])


@pytest.mark.parametrize("lang", LANGS)
def test_each_province_is_a_dot_as_large_as_its_informal_workforce(lang: str) -> None:
    chart = drawn(inequality.poverty_scatter, TABLE, concentration(0.2, 0.1, 0.3), lang=lang)
    (dots,) = chart.ax.collections
    assert dots.get_offsets().tolist() == [[14.2, 5.0], [4.3, 31.5], [4.0, 104.0]]
    assert {to_hex(colour) for colour in dots.get_facecolor()} == {marks.INFORMAL.lower()}
    aceh, jakarta, bali = dots.get_sizes()
    assert jakarta > aceh > bali
    assert chart.ax.get_ylim()[0] == 0 and chart.ax.get_ylim()[1] > 104
    assert chart.ax.get_xlim()[0] == 0 and chart.ax.get_xlim()[1] > 14.2
    assert {text.get_text(): text.xy for text in chart.ax.texts} == {
        "Aceh": (14.2, 5.0),
        "DKI Jakarta": (4.3, 31.5),
        "Bali": (4.0, 104.0),
    }
    assert chart.ax.get_ylabel() == {"en": "informal coverage", "id": "cakupan informal"}[lang]
    assert "2023" in chart.subtitle


@pytest.mark.parametrize(
    ("index", "low", "high", "english", "indonesian"),
    [
        (0.22, 0.12, 0.29, "leans towards provinces with less poverty", "condong ke provinsi dengan kemiskinan lebih rendah"),
        (-0.22, -0.29, -0.12, "leans towards provinces with more poverty", "condong ke provinsi dengan kemiskinan lebih tinggi"),
        (0.05, -0.01, 0.11, "shows no clear lean along the poverty rate", "tidak jelas condong menurut tingkat kemiskinan"),
    ],
    ids=["less poverty", "more poverty", "zero inside the interval"],
)  # fmt: skip
def test_the_title_of_poverty_follows_index_and_interval(
    index: float, low: float, high: float, english: str, indonesian: str
) -> None:
    title, other = both_titles(inequality.poverty_scatter, TABLE, concentration(index, low, high))
    assert english in title and indonesian in other
    minus = f"{index:.2f}".replace("-", "−")
    assert f"index {minus}" in title and minus.replace(".", ",") in other


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
    chart = drawn(inequality.cluster_map, frame, squares(list(frame["code"])), "informal", lang=lang)
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
    chart = drawn(inequality.cluster_map, local(KINDS), load_boundaries("2021"), "informal")
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
    titles = both_titles(inequality.cluster_map, local(clusters), squares(list(clusters)), "informal")
    assert titles == (english, indonesian)


def test_the_subtitle_of_the_clusters_names_the_choice_of_neighbours() -> None:
    layer = squares(list(KINDS))
    usual = drawn(inequality.cluster_map, local(KINDS), layer, "informal").subtitle
    other = drawn(inequality.cluster_map, local(KINDS), layer, "informal", "nearest_3").subtitle
    assert "land border or shortest sea crossing" in usual and "5%" in usual
    assert "three nearest" in other and "sea" not in other


def terms(points: dict[str, tuple[float, float, float]], step: float = 10.0) -> pd.DataFrame:
    """Synthetic terms in the shape of ``disparity.associations``: points with low and high."""
    rows = [
        {
            "term": term,
            "step": 1.0 if term.startswith("island") else step,
            "reference": "Sumatera" if term.startswith("island") else "",
            "points": value,
            "points_low": low,
            "points_high": high,
            "p": 0.02,
            "regions": 21,
        }
        for term, (value, low, high) in points.items()
    ]
    intercept = {"term": "intercept", "step": 1.0, "reference": "", "points": float("nan"), "regions": 21}
    return pd.DataFrame([intercept, *rows])


TERMS = {
    "poverty_rate": (0.9, -14.0, 16.0),
    "island: Jawa": (-7.0, -12.0, -2.0),
    "formal_share": (10.0, 1.5, 19.0),
}


@pytest.mark.parametrize("lang", LANGS)
def test_an_interval_that_leaves_zero_out_stands_out(lang: str) -> None:
    chart = drawn(inequality.association_chart, terms(TERMS), lang=lang)
    assert row_names(chart.ax) == {
        "en": ["poverty rate, 10 points more", "Jawa", "formal share of workers, 10 points more"],
        "id": ["tingkat kemiskinan, lebih tinggi 10 poin", "Jawa", "persentase pekerja formal, lebih tinggi 10 poin"],
    }[lang]  # fmt: skip
    intervals, middles = chart.ax.collections
    assert [segment[:, 0].tolist() for segment in intervals.get_segments()] == [
        *([-14.0, 16.0], [-12.0, -2.0], [1.5, 19.0])
    ]
    assert middles.get_offsets().tolist() == [[0.9, 0], [-7.0, 1], [10.0, 2]]
    unclear, clear = marks.CONTEXT.lower(), marks.ACCENT.lower()
    assert colours(intervals) == colours(middles) == [unclear, clear, clear]
    assert [line.get_xdata() for line in chart.ax.lines] == [[0, 0]]
    assert texts(chart.ax) == {"en": ["+0.9", "−7.0", "+10.0"], "id": ["+0,9", "−7,0", "+10,0"]}[lang]
    low, high = chart.ax.get_xlim()
    assert low < -14 and high > 19
    assert "21 provin" in chart.subtitle and "Sumatera" in chart.subtitle


@pytest.mark.parametrize(
    ("chosen", "english", "indonesian"),
    [
        (
            ["poverty_rate"],
            "Nothing that was compared goes with informal coverage beyond its interval",
            "Tidak ada yang dibandingkan yang berjalan bersama cakupan informal di luar selangnya",
        ),
        (
            ["poverty_rate", "island: Jawa"],
            "Of what was compared, 1 differs from none beyond its interval: Jawa",
            "Dari yang dibandingkan, 1 berbeda dari nol di luar selangnya: Jawa",
        ),
        (
            list(TERMS),
            "Of what was compared, 2 differ from none beyond their interval: Jawa; formal share of workers, 10 points more",
            "Dari yang dibandingkan, 2 berbeda dari nol di luar selangnya: Jawa; persentase pekerja formal, lebih tinggi 10 poin",
        ),
    ],
    ids=["none", "one", "two"],
)
def test_the_title_of_the_associations_counts_what_is_clear(
    chosen: list[str], english: str, indonesian: str
) -> None:
    rows = terms({term: TERMS[term] for term in chosen})
    assert both_titles(inequality.association_chart, rows) == (english, indonesian)


def test_the_step_that_was_compared_is_the_step_that_is_said() -> None:
    assert inequality.term_word("poverty_rate", 5) == "poverty rate, 5 points more"
    assert inequality.term_word("minimum_wage", 2.5e6) == "minimum wage, Rp2.5 million more"
    with language.use("id"):
        assert inequality.term_word("minimum_wage", 1e6) == "upah minimum, lebih tinggi Rp1 juta"
    chart = drawn(inequality.association_chart, terms({"poverty_rate": (1.0, 0.5, 2.0)}, step=5.0))
    assert "5 points more" in chart.title and "5 points more" in chart.alt


def test_the_parts_of_the_inequality_are_named_with_their_own_shares() -> None:
    measures = ["theil", "theil_between_segments", "theil_between_islands", "theil_between_provinces"]
    frame = pd.DataFrame(
        {
            "year": 2023,
            "segment": "formal and informal",
            "measure": measures,
            "estimate": [0.4, 0.3, 0.06, 12.0],
            "low": 0.1,
            "high": 0.5,
            "share": [100.0, 75.0, 15.0, 10.0],
        }
    )
    said = inequality.theil_finding(frame).text
    assert (
        said.startswith("75% of the inequality")
        and "15% between island groups and 10% between the provinces" in said
    )
    with language.use("id"):
        assert inequality.theil_finding(frame).text.startswith("75%")
    content = inequality.inequality_table(frame).content()
    assert "2023" in content["title"]
    assert [row[2][0] for row in content["rows"]] == ["0.400", "0.300", "0.060", "12.0"]
    assert content["rows"][0][0][0] == "formal and informal"


def test_tables_of_neighbours_and_of_influence_say_which_is_which() -> None:
    frame = pd.DataFrame(
        {"choice": ["land", "nearest_3"], "without_neighbours": [7, 0], "morans_i": [0.123, -0.045], "p": 0.02, "p_adjusted": 0.1}
    )  # fmt: skip
    content = inequality.autocorrelation_table(frame, frame.assign(morans_i=0.5)).content()
    assert [[text for text, _sort in row][:4] for row in content["rows"]] == [
        ["land border only", "formal", "7", "0.12"],
        ["three nearest", "formal", "0", "−0.04"],
        ["land border only", "informal", "7", "0.50"],
        ["three nearest", "informal", "0", "0.50"],
    ]
    influence = pd.DataFrame(
        {"name": ["A", "B"], "observed": 10.0, "fitted": 12.0, "cooks_distance": 0.5, "term": "minimum_wage", "shift": -1.25}
    )  # fmt: skip
    (row,) = inequality.influence_table(influence, 1).content()["rows"]
    assert [text for text, _sort in row] == ["A", "10.0%", "12.0%", "0.50", "minimum wage", "−1.25"]
