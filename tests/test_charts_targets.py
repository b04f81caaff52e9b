"""The map of probabilities, and the table of when each province is first at the target."""

import geopandas as gpd
import pandas as pd
import pytest
from charting import LANGS, both_titles, drawn
from matplotlib.colors import to_hex, to_rgb
from projections import attainment
from shapely import box

from coverage_lib import language
from coverage_lib.charts import targets
from coverage_lib.measures.projection import Yardstick

YARD = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))

CODES = ["11", "12", "15", "16"]


@pytest.fixture(scope="module")
def squares() -> gpd.GeoDataFrame:
    """Four synthetic provinces within the frame of the inset."""
    shapes = [box(105 + x, -8, 106 + x, -7) for x in range(4)]
    return gpd.GeoDataFrame({"code": CODES}, geometry=shapes, crs="EPSG:4326")


def rows(*probabilities: float | None, by: int = 2029) -> pd.DataFrame:
    """Provinces with their probabilities at the date, after a nation whose probability belongs to none of them."""
    known = {code: value for code, value in zip(CODES, probabilities, strict=False) if value is not None}
    return attainment({"00": (0.99, None, None, None)} | {code: (value, None, None, None) for code, value in known.items()}, 39.76, by)  # fmt: skip


def shades(ax: object) -> dict[str, str]:
    """The colour of each shape on the main map by code; ``hatched`` where it is."""
    return {
        patch.get_gid().removeprefix("region-"): "hatched"
        if patch.get_hatch()
        else to_hex(patch.get_facecolor())
        for patch in ax.patches  # type: ignore[attr-defined]
        if patch.get_gid()
    }


def grey(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_province_is_the_darker_the_likelier_it_is_at_the_date(squares: gpd.GeoDataFrame) -> None:
    shown = drawn(targets.probability_map, rows(0.04, 0.3, 0.6, 0.95), squares, YARD)
    assert shown.ax.get_label() == "map"
    tones = shades(shown.ax)
    assert [grey(tones[code]) for code in CODES] == sorted(
        (grey(tones[code]) for code in CODES), reverse=True
    )
    assert len(set(tones.values())) == 4
    legend = shown.fig.axes[-1].get_legend()
    assert legend.get_title().get_text() == "Probability at the end of 2029"
    keys = {text.get_text(): to_hex(key.get_facecolor()) for text, key in zip(legend.get_texts(), legend.get_patches(), strict=True)}  # fmt: skip
    assert list(keys) == ["up to 5%", "5–20%", "20–45%", "45–70%", "70–90%", "above 90%"]
    assert [tones[code] for code in CODES] == [
        keys[word] for word in ("up to 5%", "20–45%", "45–70%", "above 90%")
    ]


def test_a_province_has_the_class_of_the_probability_that_is_printed(squares: gpd.GeoDataFrame) -> None:
    # Both of the first pair are printed 70%, both of the second 75%.
    tones = shades(drawn(targets.probability_map, rows(0.7, 0.724, 0.726, 0.75), squares, YARD).ax)
    assert tones["11"] == tones["12"] != tones["15"] == tones["16"]


def test_a_province_without_a_probability_is_hatched(squares: gpd.GeoDataFrame) -> None:
    shown = drawn(targets.probability_map, rows(0.04, 0.3, None, 0.9), squares, YARD)
    assert shades(shown.ax)["15"] == "hatched"
    assert shown.fig.axes[-1].get_legend().get_texts()[-1].get_text() == "not published"


@pytest.mark.parametrize(
    ("probabilities", "english", "indonesian"),
    [
        ((0.1, 0.2, 0.5, 0.524), "No province is", "Tidak ada provinsi yang"),
        ((0.1, 0.2, 0.5, 0.526), "One of 4 provinces is", "Satu dari 4 provinsi"),
        ((0.1, 0.6, 0.8, 1.0), "3 of 4 provinces are", "3 dari 4 provinsi"),
        ((0.55, 0.6, 0.8, 1.0), "Every province is", "Semua provinsi"),
    ],
    ids=["none", "one", "several", "all"],
)
def test_the_title_counts_the_provinces_whose_printed_probability_is_above_one_half(
    squares: gpd.GeoDataFrame, probabilities: tuple[float, ...], english: str, indonesian: str
) -> None:
    assert both_titles(targets.probability_map, rows(*probabilities), squares, YARD) == (
        f"{english} likelier than not to stand at 39.8% or above at the end of 2029",
        f"{indonesian} berpeluang lebih dari setengah untuk berada pada 39,8% atau di atasnya pada akhir 2029",
    )
    subtitle = drawn(targets.probability_map, rows(*probabilities), squares, YARD).subtitle
    assert "Probability at the end of 2029" in subtitle and "the plan's 43.92% less construction" in subtitle


@pytest.mark.parametrize("lang", LANGS)
def test_the_map_is_of_the_date_of_the_target(squares: gpd.GeoDataFrame, lang: str) -> None:
    shown = drawn(targets.probability_map, rows(0.1, 0.2, 0.3, 0.9, by=2034), squares, YARD, lang=lang)
    assert "2034" in shown.title and "2034" in shown.labels["region-11"]
    assert "2034" in shown.fig.axes[-1].get_legend().get_title().get_text()


def test_the_words_of_the_map_have_the_probability_at_the_date_the_highest_first(
    squares: gpd.GeoDataFrame,
) -> None:
    shown = drawn(targets.probability_map, rows(0.02, 0.3, 0.6, 0.6), squares, YARD)
    assert shown.alt == (
        "Map of the probability of standing at the target: Jambi 60%, Sumatera Selatan 60%, Sumatera Utara 30%, Aceh <5%."
    )
    content = shown.table.content()
    assert [column["label"] for column in content["columns"]] == [
        "Region",
        "Probability at the date",
        "Ever by then",
    ]
    assert [[text for text, _order in row] for row in content["rows"]] == [
        ["Jambi", "60%", "70%"],
        ["Sumatera Selatan", "60%", "70%"],
        ["Sumatera Utara", "30%", "40%"],
        ["Aceh", "<5%", "10%"],
    ]
    assert (
        shown.labels["region-12"]
        == shown.labels["inset-12"]
        == "Sumatera Utara: probability 30% at the end of 2029"
    )
    assert {mark.split("-")[1] for mark in shown.labels} == set(CODES)


# --------------------------------------------------------------------------------------------------------------- first passage

CLASSES = {
    "Aceh": ("later", 19.8, 0.02, 0.13, 0.85),
    "Jambi": ("cannot be told", 29.1, 0.27, 0.26, 0.47),
    "Banten": ("now", 40.1, 0.86, 0.05, 0.09),
    "Bali": ("first", 36.2, 0.70, 0.15, 0.15),
    "Riau": ("second", 32.8, 0.20, 0.60, 0.20),
    "Papua": ("later", 12.6, 0.02, 0.08, 0.90),
    "Gorontalo": ("first", 38.0, 0.80, 0.10, 0.10),
}


def passage(lang: str = "en", limits: tuple[int, int] = (2029, 2035)) -> dict[str, object]:
    frame = pd.DataFrame.from_dict(
        CLASSES, orient="index", columns=["when", "coverage", "first", "second", "later"]
    )
    frame = frame.rename_axis("name").reset_index()
    with language.use(lang):
        return targets.passage_table(frame, YARD, limits).content()


def test_classes_stand_in_the_order_of_time_and_within_them_the_likeliest_first() -> None:
    rows = [[text for text, _order in row] for row in passage()["rows"]]  # type: ignore[attr-defined]
    assert [(row[0], row[2]) for row in rows] == [
        ("Banten", "there in 2024"),
        ("Gorontalo", "by 2029"),
        ("Bali", "by 2029"),
        ("Riau", "2030–2035"),
        ("Aceh", "later, or never"),
        ("Papua", "later, or never"),
        ("Jambi", "cannot be told"),
    ]
    assert rows[0] == ["Banten", "40.1%", "there in 2024", "85%", "5%", "10%"]
    assert rows[4] == ["Aceh", "19.8%", "later, or never", "<5%", "15%", "85%"]


def test_a_reader_who_sorts_by_class_gets_the_order_of_time() -> None:
    orders = [row[2][1] for row in passage()["rows"]]  # type: ignore[attr-defined]
    assert orders == sorted(orders) and len(set(orders)) == 5


def test_the_headings_are_of_the_limits_and_of_the_last_count() -> None:
    content = passage(limits=(2030, 2034))
    assert [column["label"] for column in content["columns"]] == [  # type: ignore[attr-defined]
        "Region",
        "Counted, 2024",
        "First there",
        "Probability: by 2030",
        "2031–2034",
        "later, or never",
    ]
    assert content["title"] == "First at the end of a year at 39.8% or above"
    assert [row[2][0] for row in content["rows"]][1:4] == ["by 2030", "by 2030", "2031–2034"]  # type: ignore[attr-defined]


def test_the_classes_have_indonesian_words() -> None:
    content = passage("id")
    assert [row[2][0] for row in content["rows"]] == [  # type: ignore[attr-defined]
        "sudah tercapai pada 2024",
        "sampai 2029",
        "sampai 2029",
        "2030–2035",
        "kemudian, atau tidak pernah",
        "kemudian, atau tidak pernah",
        "tidak dapat ditentukan",
    ]
    assert content["title"] == "Akhir tahun pertama pada 39,8% atau di atasnya"


def test_one_half_as_it_is_printed_is_within_a_class_of_the_map() -> None:
    # A class holds its upper limit, so a limit at 50 would colour 50% like what is unlikelier and the middle would have two colours.
    assert sorted(targets.PROBABILITIES) == targets.PROBABILITIES
    assert all(limit % 5 == 0 for limit in targets.PROBABILITIES) and 50 not in targets.PROBABILITIES
