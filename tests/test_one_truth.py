"""The same published figure, with the same row, on every page that shows one for a region, a base and a date.

Each page is read as its reader gets it: the cells of its tables, its key figures, the words and the drawing of its charts.
"""

import re
from functools import cache
from typing import NamedTuple

import pandas as pd
import pytest

from coverage_lib import charts, load
from coverage_lib.data import regions
from coverage_lib.drawing import geography
from coverage_lib.drawing.exhibits import Figure, Table
from coverage_lib.explore import Settings, look
from coverage_lib.explore.pictures.regions import coverage_map
from coverage_lib.explore.saving import table as saved_table
from coverage_lib.explore.words import describe
from coverage_lib.measures import projection, province_published
from coverage_lib.measures import province as profiles
from coverage_lib.measures.coverage import provinces_of
from coverage_lib.measures.published import coverage_figures
from coverage_lib.measures.targets import own_targets

NAMES = {"00": "Indonesia"} | regions.provinces("2022").set_index("code")["name"].to_dict()


class Shown(NamedTuple):
    """A published figure as a page shows it."""

    share: str
    date: str
    base: str
    row: str


def cells(table: Table) -> list[dict[str, str]]:
    """The rows of a table as they are read, by heading."""
    content = table.content()
    headings = [column["label"] for column in content["columns"]]
    assert len(set(headings)) == len(headings), headings
    return [dict(zip(headings, (text for text, _order in row), strict=True)) for row in content["rows"]]


@cache
def frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What the notebooks load: published figures and those of coverage, targets, coverage of all employed."""
    printed = load.load_published()
    return printed, coverage_figures(printed), load.load_targets(), load.load_coverage()


@cache
def first_page() -> dict[str, list[dict[str, str]]]:
    """The tables of notebook 01 that show the latest published figure."""
    _printed, figures, _targets, coverage = frames()
    edges = geography.class_edges(provinces_of(coverage)["coverage"])
    return {
        "tiles": cells(charts.published.published_tiles(figures, regions.tile_grid("2022"), edges).table),
        "beside": cells(charts.published.published_beside(coverage, figures).table),
        "everything": cells(charts.levels.every_province(coverage, figures)),
    }


@cache
def third_page() -> list[dict[str, str]]:
    """The table of own targets of notebook 03."""
    _printed, figures, targets, _coverage = frames()
    own = own_targets(targets, figures)
    probability = projection.own_probabilities(own, projection.eligible_panel(figures))
    return cells(charts.own_targets.own_targets_table(own, probability))


class Profile(NamedTuple):
    """What a profile shows of published figures and targets."""

    key_figure: tuple[str, str, str] | None
    own_target: Figure | None
    published: list[dict[str, str]]
    targets: list[dict[str, str]]


@cache
def profile(code: str) -> Profile:
    printed, figures, targets, coverage = frames()
    place = profiles.place(code)
    path = province_published.published_path(place, figures)
    own = province_published.own_targets(place, targets, figures)
    segments = load.load_coverage(base="segment_workers")
    items = charts.province.key_figures(place, coverage, segments, load.load_employment("2022"), path).items
    ahead = province_published.own_outlook(place, figures, until="2029-12-31")
    figure = charts.own_targets.own_target(place, path, ahead, own)
    listed = charts.records.published_figures(place, province_published.published_figures(place, printed))
    aims = charts.own_targets.targets_table(place, own)
    return Profile(
        items[-1] if "published" in items[-1][1] else None,
        figure if isinstance(figure, Figure) else None,
        cells(listed) if isinstance(listed, Table) else [],
        cells(aims) if isinstance(aims, Table) else [],
    )


def latest_on_first_page(page: str) -> dict[str, Shown]:
    """The latest figure of each region on a table of notebook 01."""
    date = {"everything": "Published for"}.get(page, "Date")
    base = {"everything": "Base of the published"}.get(page, "Base as stated")
    return {
        row["Region"]: Shown(row["Published"], row[date], row[base], row["Source row"])
        for row in first_page()[page]
        if row["Source row"] != "–"
    }


# -------------------------------------------------------------------------------------------------------- the latest figure


@pytest.mark.parametrize("page", ["beside", "everything"])
def test_the_tables_of_the_first_page_show_one_figure_for_a_region(page: str) -> None:
    """The tiles are of the 38 provinces of today; the other tables, of those of 2021, have no figure for today's Papua."""
    tiles, other = latest_on_first_page("tiles"), latest_on_first_page(page)
    papua = {NAMES[code] for code in regions.DIVIDED} | {"Papua Selatan", "Papua Tengah"}
    assert set(tiles) - set(other) == papua
    assert set(other) - set(tiles) == ({"Indonesia"} if page == "everything" else set())
    assert {name: tiles[name] for name in other if name != "Indonesia"} == {
        name: shown for name, shown in other.items() if name != "Indonesia"
    }
    assert len(tiles) == 34


@pytest.mark.parametrize("code", list(NAMES)[1:])
def test_a_profile_shows_the_figure_of_the_first_page(code: str) -> None:
    """Key figure, figure and table of the profile say what the tiles of notebook 01 say of the province, or all say nothing."""
    shown = latest_on_first_page("tiles").get(NAMES[code])
    seen = profile(code)
    if shown is None:
        assert seen.key_figure is None and seen.own_target is None
        return
    label = {
        "eligible workers (UCJ)": "published, of eligible workers",
        "not stated": "published, base not stated",
    }
    assert seen.key_figure == (shown.share, label[shown.base], shown.date)
    [listed] = [row for row in seen.published if shown.row in row["Source row"].split(", ")]
    assert (listed["Number"], listed["Base as stated"]) == (shown.share, shown.base)
    assert (listed["Date"], listed["What"]) == (shown.date, "coverage")
    if seen.own_target is not None:
        last = [row for row in cells(seen.own_target.table) if row["Source row"] != "–"][-1]
        assert Shown(last["Published"], last["Date"], last["Base as stated"], last["Source row"]) == shown
        assert seen.own_target.title.startswith(f"{NAMES[code]}: {shown.share} ")
        assert f" {shown.date}" in seen.own_target.title
        assert ("of eligible workers" in seen.own_target.title) == (shown.base == "eligible workers (UCJ)")


def test_a_region_without_a_profile_is_shown_alike_too() -> None:
    """The nation: the finding of notebook 01 speaks of the last year of the counts, the table of the latest figure."""
    _printed, figures, _targets, coverage = frames()
    text = charts.published.quoted(coverage, figures).text
    row = re.search(r"\((?P<publisher>[^,]+), (?P<id>f\d{4})\)", text)
    assert row is not None
    figure = figures.set_index("id").loc[row["id"]]
    assert figure["code"] == "00" and figure["year"] == coverage["year"].max()
    assert ("of whom is not stated" in text) == (figure["base"] == "not stated")
    assert latest_on_first_page("everything")["Indonesia"].row == "f0043"


# ------------------------------------------------------------------------------------------------------------- own targets


def targets_of(code: str) -> list[dict[str, str]]:
    return [row for row in third_page() if row["Region"] == NAMES[code]]


@pytest.mark.parametrize("code", list(NAMES)[1:])
def test_a_target_has_one_figure_and_one_verdict_on_all_pages(code: str) -> None:
    """Each target of notebook 03 stands in the profile with the same figure, row, base, date, verdict and probability."""
    same = [
        "Target",
        "For",
        "Base of the target",
        "Last figure before",
        "Published for",
        "Base of the figure",
    ]
    same += ["Verdict", "Probability", "Figure row"]
    in_profile = {row["Target row"]: row for row in profile(code).targets if row["Verdict"] != "not compared"}
    on_page = {row["Target row"]: row for row in targets_of(code)}
    assert set(on_page) == set(in_profile)
    for name, row in on_page.items():
        assert {key: row[key] for key in same} == {key: in_profile[name][key] for key in same}


@pytest.mark.parametrize("code", list(NAMES)[1:])
def test_the_verdict_follows_from_the_figure_that_is_shown(code: str) -> None:
    """Read back from the cells alone: reached only at or above the target, and the title of the figure says the same."""
    for row in targets_of(code):
        verdict = row["Verdict"].removesuffix("; base not stated")
        if verdict in ("reached", "missed"):
            target, share = (
                float(re.sub(r"[^\d.]", "", row[key])) for key in ("Target", "Last figure before")
            )
            assert (share >= target) == (verdict == "reached")
        both = {row["Base of the target"], row["Base of the figure"]}
        clear = len(both) == 1 and both != {"not stated"}
        assert row["Verdict"].endswith("; base not stated") == (
            verdict in ("reached", "missed", "unclear") and not clear
        )
        if row["Figure row"] != "–":
            stated = both - {"not stated"}
            assert len(stated) <= 1, "a figure on another stated base"
    figure = profile(code).own_target
    if figure is not None and targets_of(code):
        last = targets_of(code)[-1]
        words = {"reached": "was reached", "missed": "was missed"}
        said = [word for word in words.values() if word in figure.title]
        assert said == ([words[last["Verdict"]]] if last["Verdict"] in words else [])
        if last["Probability"] != "–":
            assert f"is {last['Probability']}" in figure.title


def test_the_figure_of_a_target_is_the_latest_there_was_at_its_date() -> None:
    """Where the target's date lies after every figure, its figure is the latest one of notebook 01 on no other base."""
    tiles = latest_on_first_page("tiles")
    _printed, figures, targets, _coverage = frames()
    dates = targets.set_index("id")["date_to"]
    placed = figures.set_index("id")["placed_at"]
    compared = 0
    for row in third_page():
        shown = tiles.get(row["Region"])
        of_eligible = row["Base of the target"] in ("eligible workers (UCJ)", "not stated")
        if shown and of_eligible and placed[shown.row] <= dates[row["Target row"].split(", ")[0]]:
            assert (
                Shown(
                    row["Last figure before"],
                    row["Published for"],
                    row["Base of the figure"],
                    row["Figure row"],
                )
                == shown
            )
            compared += 1
    assert compared >= 25


def test_every_target_of_a_province_in_percent_is_on_the_page() -> None:
    _printed, _figures, targets, _coverage = frames()
    wanted = targets[(targets["region_level"] == "province") & (targets["unit"] == "percent")]
    shown = [name for row in third_page() for name in row["Target row"].split(", ")]
    assert sorted(shown) == sorted(wanted["id"])


# ----------------------------------------------------------------------------------------------------------------- explore


@cache
def explored(code: str, year: int) -> tuple[str, str, str] | None:
    """Row, share and date that explore shows for a region on the base of eligible workers, up to a year, wherever it shows them."""
    settings = Settings(
        regions=(code,), base="eligible", year=year, first_year=2021, target=99, target_year=2030
    )
    view = look(settings)
    words = describe(view)
    rows = saved_table(view).set_index("code")
    [line] = cells(words.numbers)
    listed = {row["Region"]: row for row in cells(coverage_map(view, words).table)}
    if code not in rows.index:
        assert line["Coverage"] == "–" and NAMES[code] not in listed
        return None
    seen = listed[NAMES[code]]
    shown = (str(rows.loc[code, "id"]), seen["Published"], seen["Date"])
    assert seen["Source row"] == shown[0] and line["Coverage"] == shown[1]
    start = f"{NAMES[code]}: {shown[1]} of eligible workers, published for {shown[2]}."
    assert words.headline.text.startswith(start)
    assert words.key_figures.items[0][0] == shown[1] and words.key_figures.items[0][2].endswith(shown[2])
    assert words.labels[code] == f"{NAMES[code]}: {shown[1]}, {shown[2]}"
    return shown


@pytest.mark.parametrize("code", regions.provinces("2021")["code"].tolist())
def test_explore_shows_the_figure_of_the_other_pages_where_it_is_of_eligible_workers(code: str) -> None:
    """Explore shows shares of eligible workers only: what is stated to be one is the figure of notebook 01, the profile's too."""
    here = explored(code, 2026)
    shown = latest_on_first_page("beside").get(NAMES[code])
    if shown is not None and shown.base == "eligible workers (UCJ)":
        assert here == (shown.row, shown.share, shown.date)
    elif here is not None:
        assert here[0] != (shown.row if shown else None)
        [listed] = [each for each in profile(code).published if here[0] in each["Source row"].split(", ")]
        assert (listed["Number"], listed["Date"]) == here[1:]
        assert listed["Base as stated"] == "eligible workers (UCJ)"


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_explore_shows_at_a_years_end_what_stands_beside_the_targets_of_that_year(year: int) -> None:
    compared = 0
    for row in third_page():
        if row["For"] == str(year) and row["Base of the figure"] == "eligible workers (UCJ)":
            [code] = [code for code, name in NAMES.items() if name == row["Region"]]
            beside = (row["Figure row"], row["Last figure before"], row["Published for"])
            assert explored(code, year) == beside, row
            compared += 1
    assert compared >= {2023: 2, 2024: 7, 2025: 10}[year]
