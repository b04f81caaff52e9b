"""Saved views: the files hold what the view and the library hold, state the settings, and stand beside each other."""

import csv
import dataclasses
import html
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from explore_samples import JAMBI_55, SAMPLE, name

from coverage_lib import language
from coverage_lib.explore import Settings, look, present, save
from coverage_lib.explore.saving import folder_name
from coverage_lib.explore.settings import to_query

Lines = dict[str, dict[str, str]]


def lines_of(folder: Path) -> Lines:
    with (folder / "view.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["code"]: line for line in csv.DictReader(file)}


@cache
def page_of(settings: Settings) -> str:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return (save(present(settings), Path(folder)) / "view.html").read_text(encoding="utf-8")


def number(text: str) -> float:
    return float(text) if text else float("nan")


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_the_table_holds_every_region_with_the_numbers_of_the_view(
    settings: Settings, tmp_path: Path
) -> None:
    view, lines = look(settings), lines_of(save(present(settings), tmp_path))
    assert set(lines) == set(view.shares["code"])
    for row in view.shares.to_dict("records"):
        line = lines[row["code"]]
        for column in ("coverage", "active", "workers", "rank", "shortfall_points", "shortfall_workers"):
            assert number(line[column]) == pytest.approx(row[column], rel=1e-12, nan_ok=True)
        assert line["date"] == f"{row['date']:%Y-%m-%d}"
        assert line["chosen"] == str(row["code"] in settings.regions)
        assert (line["pace_setting"], line["first_year"]) == (settings.pace, str(settings.first_year))
        assert line["target_date"] == f"{settings.target_date:%Y-%m-%d}"
    for row in view.outlook.to_dict("records"):
        if row["code"] not in lines:  # a region may have figures before the years shown only
            continue
        line = lines[row["code"]]
        for column in (
            "probability_at_target_date",
            "probability_ever_by_target_date",
            "pace_needed",
            "recent_pace",
            "pace",
            "net_new_members_per_month",
            "net_new_members_per_month_q10",
            "net_new_members_per_month_q90",
        ):
            assert number(line[column]) == pytest.approx(row[column], rel=1e-6, nan_ok=True)
        for column in ("attainment_median", "attainment_at_pace"):
            assert line[column] == ("" if pd.isna(row[column]) else f"{row[column]:%Y-%m-%d}")


def test_jambi_and_55_percent_are_the_counts_of_the_source(tmp_path: Path) -> None:
    jambi = lines_of(save(present(JAMBI_55), tmp_path))["15"]
    assert (jambi["active"], jambi["workers"], jambi["date"]) == ("534179", "1833267", "2024-12-31")
    assert (number(jambi["shortfall_workers"]), jambi["target_date"]) == (474_118, "2025-12-31")


def test_the_provinces_are_in_the_table_of_the_nation_too(tmp_path: Path) -> None:
    lines = lines_of(save(present(Settings()), tmp_path))
    assert [code for code, line in lines.items() if not line["probability_at_target_date"]] == []
    assert lines["00"]["chosen"] == "True" and lines["15"]["chosen"] == "False"


def test_no_cell_of_the_table_is_a_formula(tmp_path: Path) -> None:
    presentation = present(JAMBI_55)
    shares = presentation.view.shares.assign(source_id="=1+1")
    view = presentation.view._replace(shares=shares)
    assert lines_of(save(presentation._replace(view=view), tmp_path))["15"]["source_id"] == "'=1+1"


def test_the_same_view_gives_the_same_bytes(tmp_path: Path) -> None:
    presentation = present(JAMBI_55)
    first, second = save(presentation, tmp_path / "a"), save(presentation, tmp_path / "b")
    names = sorted(path.name for path in first.iterdir())
    assert names == ["view.csv", "view.html", "view.png", "view.svg"]
    assert all((first / each).read_bytes() == (second / each).read_bytes() for each in names)
    assert (first / "view.png").read_bytes().startswith(b"\x89PNG")


def test_the_page_states_settings_and_link_and_loads_nothing() -> None:
    page, words = page_of(JAMBI_55), present(JAMBI_55).words
    assert len(words.settings) == 7
    for setting, choice in words.settings:
        assert f"<dt>{setting}</dt><dd>{choice}</dd>" in page
    assert to_query(JAMBI_55).replace("&", "&amp;") in page
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]+"', page) == []
    assert page.count("<figure") == page.count("<svg") == 4
    assert words.headline.text in page and words.phrases.source in page


@pytest.mark.parametrize(
    "settings",
    [Settings(regions=("15",), year=2025), dataclasses.replace(JAMBI_55, lang="id"), Settings(pace="by_hand", points=0)],
    ids=name,
)  # fmt: skip
def test_what_a_reader_must_know_is_in_the_page_and_in_the_picture(
    settings: Settings, tmp_path: Path
) -> None:
    remarks = present(settings).words.remarks
    assert remarks
    folder = save(present(settings), tmp_path)
    page, picture = (
        html.unescape((folder / each).read_text(encoding="utf-8")) for each in ("view.html", "view.svg")
    )
    drawn = " ".join(re.findall(r">([^<]*)</text>", picture))
    for remark in remarks:
        assert f"<li>{remark}</li>" in page
        assert remark in drawn


def test_the_picture_holds_the_key_figures_and_its_letters(tmp_path: Path) -> None:
    picture = (save(present(JAMBI_55), tmp_path) / "view.svg").read_text(encoding="utf-8")
    assert ">474,118</text>" in picture and ">29.1%</text>" in picture
    assert picture.count("@font-face") == 2 and "url(data:font" in picture


def test_files_are_in_the_language_of_the_settings_whatever_is_in_use(tmp_path: Path) -> None:
    settings = dataclasses.replace(JAMBI_55, lang="id")
    assert language.current() == "en"
    folder = save(present(settings), tmp_path)
    page = (folder / "view.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in page and "29,1%" in page and "29.1%" not in page
    assert "29,1%" in (folder / "view.svg").read_text(encoding="utf-8")
    assert language.current() == "en"


CHANGES = {
    "regions": ("51",), "segment": "formal", "base": "eligible", "counted_by": "office", "first_year": 2023, "year": 2023,
    "target": 56.0, "target_year": 2026, "pace": "best_quarter", "points": 4.0, "lang": "id",
}  # fmt: skip


def test_views_that_differ_in_one_setting_are_saved_beside_each_other() -> None:
    assert set(CHANGES) == {field.name for field in dataclasses.fields(Settings)}
    folders = {folder_name(dataclasses.replace(JAMBI_55, **{key: value})) for key, value in CHANGES.items()}
    assert len(folders | {folder_name(JAMBI_55)}) == len(CHANGES) + 1


def test_a_view_that_differs_in_its_pace_is_not_written_over(tmp_path: Path) -> None:
    first = save(present(JAMBI_55), tmp_path)
    before = (first / "view.csv").read_bytes()
    second = save(present(dataclasses.replace(JAMBI_55, pace="best_quarter")), tmp_path)
    assert first != second
    assert (first / "view.csv").read_bytes() == before != (second / "view.csv").read_bytes()
