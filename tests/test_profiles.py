"""Profiles: each of the 38 provinces has one, says what the tables say, and says what they do not."""

import re
from typing import Any

import nbformat
import pandas as pd
import pytest
from raw_counts import ROOT, employed, members
from typer.testing import CliRunner

from coverage_lib import language, load
from coverage_lib.charts import closing, province, records
from coverage_lib.cli import app
from coverage_lib.data import regions
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.measures import projection
from coverage_lib.measures import province as profiles
from coverage_lib.pages import report

NOTEBOOK = ROOT / "notebooks" / "province_profile.ipynb"
CODES = regions.provinces("2022")["code"].tolist()


def exhibits(code: str) -> dict[str, Any]:
    """Everything a profile shows, by name, made as the notebook makes it."""
    place = profiles.place(code)
    coverage, segments = (
        load.load_coverage(base="employed"),
        load.load_coverage(base="segment_workers"),
    )
    published, targets = profiles.published_path(code), profiles.own_targets(code)
    outlook = profiles.outlook(
        coverage,
        projection.announced_path(load.load_published(), load.load_employment("2021")),
        until="2029-12-31",
        target=43.92,
        target_date="2029-12-31",
    )
    return {
        "lead": province.lead(place, coverage),
        "key_figures": province.key_figures(
            place, coverage, segments, load.load_employment("2022"), published
        ),
        "closing": closing.closing(place, coverage, segments, outlook, targets, load.load_rules()),
        "published": records.published_figures(place, profiles.published_figures(code)),
        "targets": records.targets_table(place, targets),
        "awards": records.awards_table(place, profiles.awards(code, load.load_awards())),
        "not_known": records.not_known(place, published, targets),
    }


def cells(table: Table) -> list[list[str]]:
    return [[text for text, _key in row] for row in table.content()["rows"]]


def test_the_notebook_has_one_cell_of_parameters_and_nothing_is_defined_in_it() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    tagged = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == ['region = "15"']
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert not re.search(r"^\s*(def|class) ", code, re.MULTILINE)


@pytest.mark.parametrize("code", CODES)
def test_every_province_says_what_is_known_of_it(code: str) -> None:
    with language.use("id" if int(code) % 2 else "en"):
        shown = exhibits(code)
    name = profiles.place(code).name
    assert name in shown["lead"].text
    assert 3 <= len(shown["key_figures"].items) <= 5
    assert not re.search(
        r"\b(nan|NaT)\b|>None<", str([each._repr_mimebundle_()["text/html"] for each in shown.values()])
    )


@pytest.mark.parametrize(
    ("code", "lang", "words"),
    [("15", "en", "Jambi"), ("95", "id", "Papua Pegunungan"), ("31", "id", "DKI Jakarta")],
)
def test_a_profile_is_a_page(code: str, lang: str, words: str) -> None:
    page = report.page(NOTEBOOK, lang, {"region": code}, depth=2, name="a-province")
    assert words in page.title
    assert {"beside", "path", "segments", "regencies"} <= set(page.figures)
    assert ("own-target" in page.figures) == (code != "95")
    other = {"en": "id", "id": "en"}[lang]
    assert f'href="../../{other}/profiles/a-province.html"' in page.html
    assert len(page.html) < 400_000


def test_the_shares_of_jambi_are_those_of_the_raw_tables() -> None:
    shown = exhibits("15")
    workers, formal_share = employed("15", "2024-08-31")
    active = members("15", "formal") + members("15", "informal")
    assert f"{100 * active / workers:.1f}% of the employed in Jambi" in shown["lead"].text
    figures = [value for value, _label, _base in shown["key_figures"].items]
    assert f"{100 * active / workers:.1f}%" in figures
    without = workers - active
    rows = {row[0]: row[1] for row in cells(shown["closing"])}
    assert rows["Workers without membership"] == f"{without:,}"
    informal = int(rows["of them informal workers"].replace(",", ""))
    assert informal == pytest.approx(
        workers * (1 - formal_share / 100) - members("15", "informal"), abs=workers * 0.0001
    )
    cost = rows["Contributions of a year for all informal workers without membership"]
    assert cost == f"Rp{informal * 16_800 * 12:,}"
    assert any("r20" in row[2] and "16,800" in row[2] for row in cells(shown["closing"]))


def test_members_a_month_to_an_own_target_are_from_its_own_base() -> None:
    """Aceh: 25.46% of 1,601,559 eligible workers (August 2025), target 43.54% for 2025: four months are left."""
    rows = {row[0]: row for row in cells(exhibits("11")["closing"])}
    row = rows["New members a month to the own target of 43.54% for 2025"]
    assert float(row[1].replace(",", "")) == pytest.approx((0.4354 - 0.2546) * 1_601_559 / 4.01, rel=0.01)
    assert "1,601,559" in row[2]


@pytest.mark.parametrize("code", ["93", "94", "95", "96"])
def test_a_new_province_claims_no_coverage_of_its_own(code: str) -> None:
    shown = exhibits(code)
    parent = profiles.place(code).parent_name
    assert "no coverage of its own" in shown["lead"].text
    assert f"{parent} (boundaries of 2021)" in shown["lead"].text
    assert "is not published" in shown["not_known"].text
    _workers, formal = employed(code, "2025-08-31")
    figures = {label: value for value, label, _base in shown["key_figures"].items}
    assert figures["of them formal workers"] == f"{formal:.1f}%"
    assert not any(label.startswith("coverage, all") for label in figures)
    assert shown["closing"].title.startswith(f"{parent} (boundaries of 2021)")


def test_what_is_left_of_papua_is_named_with_its_boundaries() -> None:
    shown = exhibits("91")
    assert "Papua (boundaries of 2021)" in shown["lead"].text
    assert "Papua Selatan, Papua Tengah, Papua Pegunungan" in shown["not_known"].text


def test_a_province_without_figures_says_so_and_is_no_error() -> None:
    shown = exhibits("95")
    assert isinstance(shown["published"], Finding)
    assert isinstance(shown["targets"], Finding)
    place = profiles.place("95")
    figure = province.own_target(
        place,
        profiles.published_path("95"),
        profiles.own_outlook("95"),
        profiles.own_targets("95"),
    )
    assert isinstance(figure, Finding)


def test_targets_are_judged_on_their_own_base_only() -> None:
    table = profiles.own_targets()
    judged = table[table["latest"].notna()]
    assert set(judged["base"]) == {"eligible"}
    assert set(judged["unit"]) == {"percent"}
    assert judged["chance"].dropna().between(0, 100).all()
    # East Nusa Tenggara prints its target as a share of the labour force, South Sulawesi one for 2045 of no stated base.
    assert table.loc[(table["code"] == "53") & (table["value"] == 60), "latest"].isna().all()
    assert table.loc[table["value"] == 79.22, "latest"].isna().all()
    jambi = table[(table["code"] == "15") & (table["date"] == "2025") & (table["value"] == 55)]
    assert jambi["latest"].tolist() == [44.0]
    assert jambi["latest_date"].tolist() == [pd.Timestamp("2025-03-17")]


def test_a_figure_is_not_dated_after_the_day_it_was_printed() -> None:
    path = profiles.published_path("73")
    printed = path[path["source_date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}")]
    assert (printed["date"] <= pd.to_datetime(printed["source_date"])).all()


def test_published_figures_printed_alike_are_one_row() -> None:
    rows = profiles.published_figures("15")
    [row] = rows[rows["value"] == 45.17].to_dict("records")
    assert row["ids"] == "f0006, f0112"
    assert row["publishers"] == "Jambi Ekspres; Dialognews.id"
    assert rows.loc[rows["ids"] == "f0114", "base_stated"].tolist() == ["labour_force"]


@pytest.mark.parametrize("wrong", ["Jamby", "Atlantis", "15", "Indonesia"])
def test_an_unknown_region_ends_with_2(wrong: str) -> None:
    done = CliRunner().invoke(app, ["profile", "--region", wrong])
    assert done.exit_code == 2
    assert ("Jambi" in done.output) == (wrong == "Jamby")


@pytest.mark.parametrize(
    "arguments", [[], ["--all", "--region", "Jambi"], ["--region", "Jambi", "--lang", "fr"]]
)
def test_a_profile_is_of_one_province_or_of_all(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["profile", *arguments]).exit_code == 2
