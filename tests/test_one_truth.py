"""The same published figure, with the same row, on every page that shows one for a region, a base and a date.

Each page is read as its reader gets it: the cells of its tables, its key figures, the words and the drawing of its charts.
"""

import re
from functools import cache
from typing import NamedTuple

import pandas as pd
import pytest

from coverage_lib import charts, language, load
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
from coverage_lib.measures.published import coverage_figures, on_boundary
from coverage_lib.measures.reconciled import standing
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
    figures = standing(coverage_figures(printed), load.load_reconciled())
    return printed, figures, load.load_targets(), load.load_coverage()


@cache
def known() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What the notebooks give to the projection: coverage, announced totals, workers."""
    workers = load.load_employment("2021")
    totals = projection.announced_totals(load.load_published(), workers)
    return load.load_coverage(provisional=True), totals, workers


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
def own() -> tuple[pd.DataFrame, pd.Series]:
    """Own targets with the figure beside each, and their probabilities, as notebook 03 asks for them."""
    _printed, figures, targets, coverage = frames()
    rows = own_targets(targets, figures)
    ahead = projection.outlook(*known())
    panel = projection.eligible_panel(on_boundary(load.load_reconciled().series, "2021"))
    found = projection.offsets(panel, coverage, ahead)
    return rows, projection.own_probabilities(rows, ahead, found)


@cache
def third_page() -> list[dict[str, str]]:
    """The two tables of own targets of notebook 03, with the rows, the base and the status in full that only their frames have.

    The page leaves out a column that says the same of every row: the status of targets not yet due, the probability of those that are due.
    """
    rows, probability = own()
    names = {"ids": "Target row", "figure_id": "Figure row", "base_words": "Base of the figure"}
    listed = []
    for part in (rows[rows["verdict"] == "open"], rows[rows["verdict"] != "open"]):
        table = charts.own_targets.own_targets_table(part, probability)
        behind = table.frame[[*names, "status_words"]].fillna("–").rename(columns=names).to_dict("records")
        for shown, more in zip(cells(table), behind, strict=True):
            status = more.pop("status_words")
            short = shown.get("Status", status)
            assert short.partition(";")[0] in status
            assert ("base not stated" in short) == ("base not stated" in status)
            listed.append(shown | more | {"Status": status, "Probability": shown.get("Probability", "–")})
    return listed


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
    path = province_published.published_path(place, figures, load.load_reconciled().series)
    own, quantiles = province_published.own_outlook(
        place, targets, figures, load.load_reconciled().series, *known()
    )
    segments = load.load_coverage(base="segment_workers")
    items = charts.province.key_figures(place, coverage, segments, load.load_employment("2022"), path).items
    figure = charts.own_targets.own_target(place, path, quantiles, own)
    listed = charts.audit.audited_figures(
        place, province_published.published_figures(place, printed), load.load_verdicts()
    )
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
    assert len(tiles) == len(charts.grades.latest_estimates(load.load_reconciled().series)) > 30


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
    parts = set(shown.row.split("+"))
    listed = [row for row in seen.published if parts & set(row["Source row"].split(", "))]
    assert {row["Date"] for row in listed} == {shown.date} and len(listed) == len(parts)
    if len(parts) == 1:
        assert (listed[0]["Number"], listed[0]["Base as stated"]) == (shown.share, shown.base)
        assert listed[0]["What"] == "coverage"
    else:  # it follows from the members and the workers of both segments
        assert {row["What"].partition(",")[0] for row in listed} == {"active members"}
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


FIGURE = "Figure that judges, or last before"
COMPARED = ("eligible workers (UCJ)", "not stated")


def targets_of(code: str) -> list[dict[str, str]]:
    return [row for row in third_page() if row["Region"] == NAMES[code]]


def in_order(code: str) -> list[dict[str, str]]:
    """The targets of a province as the profile lists them: by date."""
    rows = {row["Target row"]: row for row in targets_of(code)}
    return [rows[row["Target row"]] for row in profile(code).targets if row["Target row"] in rows]


@pytest.mark.parametrize("code", list(NAMES)[1:])
def test_a_target_has_one_figure_and_one_verdict_on_all_pages(code: str) -> None:
    """Each target of notebook 03 stands in the profile with the same figure, row, base, date, status and probability."""
    same = [
        "Target",
        "For",
        "Base of the target",
        FIGURE,
        "Date of the figure",
        "Base of the figure",
    ]
    same += ["Status", "Probability", "Figure row"]
    in_profile = {row["Target row"]: row for row in profile(code).targets if row["Status"] != "not compared"}
    on_page = {row["Target row"]: row for row in targets_of(code)}
    assert set(on_page) == set(in_profile)
    for name, row in on_page.items():
        assert {key: row[key] for key in same} == {key: in_profile[name][key] for key in same}


@pytest.mark.parametrize("code", list(NAMES)[1:])
def test_the_verdict_follows_from_the_figure_that_is_shown(code: str) -> None:
    """Read back from the cells alone: reached only at or above the target, and the title of the figure says the same."""
    for row in targets_of(code):
        status = row["Status"].removesuffix("; base not stated").partition(" by the figure of ")
        assert status[2] in ("", row["Date of the figure"])
        if status[0] in ("reached", "missed"):
            target, share = (float(re.sub(r"[^\d.]", "", row[key])) for key in ("Target", FIGURE))
            assert (share >= target) == (status[0] == "reached")
        both = {row["Base of the target"], row["Base of the figure"]}
        clear = len(both) == 1 and both != {"not stated"}
        judged = status[0] in ("reached", "missed") or status[0].startswith("cannot be told")
        assert row["Status"].endswith("; base not stated") == (judged and not clear)
        if row["Figure row"] != "–":
            assert len(both - {"not stated"}) <= 1, "a figure on another stated base"
    figure = profile(code).own_target
    of_eligible = [row for row in in_order(code) if row["Base of the target"] in COMPARED]
    if figure is not None and of_eligible:
        last = of_eligible[-1]
        stated = "base not stated" not in last["Status"]
        assert ("was reached" in figure.title) == (last["Status"].startswith("reached") and stated)
        assert ("was missed" in figure.title) == (last["Status"].startswith("missed") and stated)
        assert ("has passed" in figure.title) == ("has passed" in last["Status"])
        assert ("is not yet due and has no" in figure.title) == (
            last["Status"] == "not yet due" and last["Probability"] == "–"
        )
        if last["Probability"] != "–":
            rows, probability = own()
            known = probability[rows["ids"] == last["Target row"]].item()
            assert figure.title.endswith(f"is {language.chance(known)}")
            assert language.probability(known) == last["Probability"]


def test_the_lead_counts_the_rows_of_the_table() -> None:
    text = charts.own_targets.own_targets_lead(*own()).text
    status = [row["Status"] for row in third_page()]
    counts = {
        "due and reached": sum(words.startswith("reached") for words in status),
        "due and missed": sum(words.startswith("missed") for words in status),
        "due without a final figure": sum(words.startswith("date has passed") for words in status),
        "not yet due": status.count("not yet due"),
    }
    assert sum(counts.values()) == len(status)
    assert all(f"{count} {words}" in text for words, count in counts.items()), text
    assert f"as of {language.date(own()[0]['as_of'].iloc[0])}" in text
    shown = [row["Probability"].strip("<>%") for row in third_page() if row["Probability"] != "–"]
    half = sum(float(percent) >= 50 for percent in shown)
    assert text.endswith(
        f"Of those not yet due {len(shown)} can be given a probability, and it is one half or more for {half or 'none'}."
    )


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
                    row[FIGURE],
                    row["Date of the figure"],
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
        # Two print it alike, and the table has the words of the first.
        assert here[1].endswith(listed["Number"]) and listed["Date"] == here[2]
        assert listed["Base as stated"] == "eligible workers (UCJ)"


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_explore_shows_at_a_years_end_what_stands_beside_the_targets_of_that_year(year: int) -> None:
    compared = 0
    for row in third_page():
        later = " by the figure of " in row["Status"]  # explore does not know it at the year's end
        if row["For"] == str(year) and row["Base of the figure"] == "eligible workers (UCJ)" and not later:
            [code] = [code for code, name in NAMES.items() if name == row["Region"]]
            beside = (row["Figure row"], row[FIGURE], row["Date of the figure"])
            assert explored(code, year) == beside, row
            compared += 1
    assert compared >= {2023: 1, 2024: 6, 2025: 10}[year], compared


@pytest.mark.parametrize("code", ["00", "15", "31", "65", "91"])
def test_explore_and_the_profile_give_a_province_one_probability(code: str) -> None:
    """Of the plan's rate less construction on its date, with the settings that explore starts with."""
    words = describe(look(Settings(regions=(code,))))
    shown = words.key_figures.items[2][0]
    yard = projection.yardstick(43.92, *known()[:2])
    attainment = profiles.outlook(*known(), target=yard.target, target_date="2029-12-31").attainment
    chance = attainment.set_index("code").loc[code, "probability_at_target_date"]
    assert shown == language.probability(chance)
    assert language.chance(chance) in words.headline.text
