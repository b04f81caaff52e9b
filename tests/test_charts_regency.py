"""The profile of a regency as it is drawn and said, on synthetic members, with and without a layer, in both languages."""

import re

import geopandas as gpd
import pandas as pd
import pytest
from charting import LANGS, drawn, row_names, texts
from matplotlib.colors import to_hex
from regency_layer import regency_layer
from regency_members import members_by_regency, province

from coverage_lib import language, load_employment, load_members
from coverage_lib.charts import regency as charts
from coverage_lib.charts import regency_maps
from coverage_lib.drawing import geography
from coverage_lib.drawing.exhibits import Finding
from coverage_lib.measures import province as provinces
from coverage_lib.measures import regency, regency_coverage
from coverage_lib.measures.projection import Projection, Yardstick

DATES = ["2022-12-31", "2023-12-31", "2024-12-31", "2025-06-30"]
PLAN = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))
JAMBI = regency.place("1571")


@pytest.fixture(scope="module")
def employment() -> pd.DataFrame:
    return load_employment("2022", level="regency")


@pytest.fixture(scope="module")
def workers(employment: pd.DataFrame) -> pd.DataFrame:
    return provinces.regencies("15", employment)


@pytest.fixture(scope="module")
def coverage(employment: pd.DataFrame) -> pd.DataFrame:
    return regency_coverage.coverage(members_by_regency(DATES, province("15")), employment, load_members())


@pytest.fixture(scope="module")
def nobody(coverage: pd.DataFrame) -> pd.DataFrame:
    return coverage.head(0)


@pytest.fixture(scope="module")
def some(coverage: pd.DataFrame) -> pd.DataFrame:
    """One regency was not counted, so there is no sum of the province either."""
    return coverage[~coverage["code"].isin(["1508", "15"])]


@pytest.fixture(scope="module")
def ahead(coverage: pd.DataFrame) -> Projection:
    totals = pd.DataFrame({"date": pd.to_datetime(["2024-12-31"]), "coverage": 30.0, "precision": "month"})
    found = regency.outlook(coverage, totals, target=PLAN.target, target_date="2029-12-31")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def layer() -> gpd.GeoDataFrame:
    return regency_layer("15", "51")


def share(coverage: pd.DataFrame, code: str, date: str = "2025-06-30") -> float:
    return coverage[(coverage["code"] == code) & (coverage["date"] == date)]["coverage"].item()


# --- words


def test_the_lead_says_share_place_sum_and_who_is_missing(
    coverage: pd.DataFrame, some: pd.DataFrame, workers: pd.DataFrame
) -> None:
    whole = charts.lead(JAMBI, coverage, workers).text
    assert whole.startswith(
        f"{share(coverage, '1571'):.1f}% of the employed in Kota Jambi were active members on 30 June 2025"
    )
    assert "of 11 regencies and cities of Jambi. " in whole
    assert f"All of them together: {share(coverage, '15'):.1f}%." in whole
    part = charts.lead(JAMBI, some, workers).text
    assert "of the 10 that are counted of 11 regencies and cities" in part and "together" not in part


def test_without_members_the_page_says_so_and_how_to_add_them(
    nobody: pd.DataFrame, workers: pd.DataFrame
) -> None:
    assert charts.lead(JAMBI, nobody, workers).text == (
        "How many of the 303,478 people employed in Kota Jambi are active members is not published."
    )
    advice = charts.path(JAMBI, nobody, None, PLAN)
    assert isinstance(advice, Finding)
    assert "ucj template members.xlsx --level regency" in advice.text and "ucj add" in advice.text
    labels = [
        label for _value, label, _date in charts.key_figures(JAMBI, nobody, workers, pd.DataFrame()).items
    ]
    assert labels == ["people employed", "of the people employed in Jambi", "labour force"]
    assert charts.with_members(JAMBI, nobody, None, None) == []
    assert "projection" not in charts.not_known(JAMBI, nobody, None).text


def test_missing_employment_is_not_known_and_no_number(
    employment: pd.DataFrame, nobody: pd.DataFrame
) -> None:
    rows = provinces.regencies("52", employment[employment["year"] == 2018])
    lombok = regency.place("5208")
    values = [
        value for value, _label, _date in charts.key_figures(lombok, nobody, rows, pd.DataFrame()).items
    ]
    assert values[0] == "not known" and not any("nan" in value for value in values)


def test_the_difference_from_the_provinces_own_count_is_said(
    coverage: pd.DataFrame, layer: gpd.GeoDataFrame
) -> None:
    text = charts.not_known(JAMBI, coverage, layer).text
    sums = coverage[(coverage["code"] == "15") & (coverage["date"] == "2024-12-31")]["active"].item()
    assert f"add up to {sums:,.0f} members, and the province's own count is 534,179" in text
    assert "There is no map" not in text
    assert "There is no map" in charts.not_known(JAMBI, coverage, None).text


# --- charts


@pytest.mark.parametrize("lang", LANGS)
def test_the_path_has_every_count_the_fan_and_the_yardstick(
    coverage: pd.DataFrame, ahead: Projection, lang: str
) -> None:
    shown = drawn(charts.path, JAMBI, coverage, ahead, PLAN, lang=lang)
    counted = shown.ax.lines[0]
    assert [round(value, 6) for value in counted.get_ydata()] == [
        round(share(coverage, "1571", date), 6) for date in DATES
    ]
    assert {"en": "39.76%", "id": "39,76%"}[lang] in shown.subtitle
    assert {"en": "4 counts, the last of 30 June 2025", "id": "4 hitungan, yang terakhir per 30 Juni 2025"}[
        lang
    ] in shown.subtitle
    end = ahead.quantiles.query("code == '1571'").iloc[-1]
    assert f"{end['q50']:.0f}%" in shown.title and "2029" in shown.title
    assert "synthetic-members-00000000" in shown.source


def test_many_counts_are_a_line_without_marks_and_an_empty_province_has_no_line(
    employment: pd.DataFrame, ahead: Projection
) -> None:
    months = pd.date_range("2022-01-31", periods=36, freq="ME").strftime("%Y-%m-%d")
    many = regency_coverage.coverage(members_by_regency(months, ["1571"]), employment)
    shown = drawn(charts.path, JAMBI, many, ahead, PLAN)
    assert shown.ax.lines[0].get_marker() == ""
    assert "Jambi" not in shown.ax.get_legend_handles_labels()[1]


def test_among_its_neighbours_the_regency_is_bold_and_the_title_counts_those_above(
    coverage: pd.DataFrame,
) -> None:
    shown = drawn(charts.among, JAMBI, coverage, pd.DataFrame())
    names = row_names(shown.ax)
    assert names.index("Kota Jambi") == int(re.findall(r"(\d+) stand above", shown.title)[0])
    weights = {label.get_text(): label.get_fontweight() for label in shown.ax.get_yticklabels()}
    assert [name for name, weight in weights.items() if weight == "bold"] == ["Kota Jambi"]


def test_the_outlooks_are_of_the_province_only(coverage: pd.DataFrame, ahead: Projection) -> None:
    [table] = charts.with_members(JAMBI, coverage, ahead, None)
    rows = table.content()["rows"]
    assert len(rows) == 11 and "39.76%" in table.title and "31 December 2029" in table.title


# --- maps


def shades(ax: object, prefix: str = "region") -> dict[str, str]:
    return {
        patch.get_gid().removeprefix(f"{prefix}-"): "hatched"
        if patch.get_hatch()
        else to_hex(patch.get_facecolor())
        for patch in ax.patches  # type: ignore[attr-defined]
        if patch.get_gid() and patch.get_gid().startswith(f"{prefix}-")
    }


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_is_drawn_by_class_with_what_is_missing_hatched(
    some: pd.DataFrame, layer: gpd.GeoDataFrame, lang: str
) -> None:
    edges = [0, 10, 20, 30, 40]
    shown = drawn(regency_maps.province_map, some, layer, edges, "15", "1571", lang=lang)
    axes = {ax.get_label(): ax for ax in shown.fig.axes}
    colours = shades(axes["map"])
    assert set(colours) == set(province("15"))  # nothing of Bali, which is on the layer too
    assert colours.pop("1508") == "hatched"
    fills = geography.class_fills(edges)
    for code, colour in colours.items():
        assert colour == fills[min(int(share(some, code) // 10), 3)].colour
    legend = [text.get_text() for text in axes["legend"].get_legend().get_texts()]
    assert legend[-1] == {"en": "not counted", "id": "tidak terhitung"}[lang]
    assert {"en": "10 of 11 regencies", "id": "10 dari 11 kabupaten"}[lang] in shown.title
    assert "mark-1571" in {patch.get_gid() for patch in axes["map"].patches}


def test_each_small_city_has_a_frame_and_words_stand_only_where_they_fit(
    coverage: pd.DataFrame, layer: gpd.GeoDataFrame
) -> None:
    shown = drawn(regency_maps.province_map, coverage, layer, [0, 20, 40], "15")
    axes = {ax.get_label(): ax for ax in shown.fig.axes}
    frames = [axes[name].get_title(loc="left") for name in axes if name.startswith("frame")]
    assert [title.partition("\n")[0] for title in frames] == ["Kota Jambi", "Kota Sungai Penuh"]
    outlines = layer.set_index("code").geometry
    points = {text.get_gid().removeprefix("label-"): text for text in axes["map"].texts}
    assert len(points) >= 5 and not {"1571", "1572"} & set(points)
    shown.fig.draw_without_rendering()
    for code, text in points.items():
        box = text.get_window_extent().transformed(axes["map"].transData.inverted())
        corners = gpd.points_from_xy([box.x0, box.x1, box.x0, box.x1], [box.y0, box.y0, box.y1, box.y1])
        assert all(outlines[code].buffer(0.01).contains(corner) for corner in corners), text.get_text()
        assert f"{share(coverage, code):.1f}%" in text.get_text()


def test_the_map_of_one_province_names_its_sum_where_all_are_counted(
    coverage: pd.DataFrame, layer: gpd.GeoDataFrame
) -> None:
    shown = drawn(regency_maps.province_map, coverage, layer, [0, 20, 40], "15")
    whole = share(coverage, "15")
    below = int(
        (
            coverage[(coverage["level"] == "regency") & (coverage["date"] == "2025-06-30")]["coverage"]
            < whole
        ).sum()
    )
    assert f"{below} of 11 regencies and cities lie below the {whole:.1f}% of Jambi" in shown.title
    one = coverage[coverage["code"] == "1571"]
    assert "no other regency or city" in drawn(regency_maps.province_map, one, layer, [0, 20, 40], "15").title
    none = drawn(regency_maps.province_map, coverage.head(0), layer, [0, 20, 40], "15")
    assert none.title == "No regency or city of Jambi is counted"
    with pytest.raises(ValueError, match="no regencies of the province 33"):
        regency_maps.province_map(coverage, layer, [0, 20], "33")


def test_one_map_shows_one_day(coverage: pd.DataFrame, employment: pd.DataFrame) -> None:
    later = regency_coverage.coverage(members_by_regency(["2025-09-30"], ["1571", "1572"]), employment)
    rows, _whole = regency_coverage.on_one_day(pd.concat([coverage, later], ignore_index=True), "15")
    assert rows["date"].unique().tolist() == [pd.Timestamp("2025-06-30")] and len(rows) == 11


def test_the_map_of_the_country_has_thin_borders_and_an_inset(
    coverage: pd.DataFrame, layer: gpd.GeoDataFrame
) -> None:
    with language.use("en"):
        shown = drawn(regency_maps.regency_map, coverage, layer, [0, 20, 40])
    axes = {ax.get_label(): ax for ax in shown.fig.axes}
    assert set(shades(axes["map"])) == set(layer["code"])
    assert max(patch.get_linewidth() for patch in axes["map"].patches) < 0.3
    assert set(shades(axes["inset"], "inset")) == set(
        province("51")
    )  # Bali lies in the frame, Jambi does not
    assert "11 of 20 regencies and cities of Indonesia are counted" in shown.title
    assert texts(axes["map"]) == []
