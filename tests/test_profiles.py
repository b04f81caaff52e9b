"""Profiles: each of the 38 provinces has one, says what the tables say, and says what they do not."""

import re
from functools import cache
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from raw_counts import ROOT, employed, members
from typer.testing import CliRunner

from coverage_lib import language, load
from coverage_lib.charts import audit, closing, own_targets, province, records
from coverage_lib.cli import app
from coverage_lib.data import regions
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.measures import projection, province_published
from coverage_lib.measures import province as profiles
from coverage_lib.measures.published import coverage_figures
from coverage_lib.pages import report

NOTEBOOK = ROOT / "notebooks" / "province_profile.ipynb"
CODES = regions.provinces("2022")["code"].tolist()


@cache
def known() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What the notebook gives to the projection: coverage, announced totals, workers."""
    workers = load.load_employment("2021")
    totals = projection.announced_totals(load.load_published(), workers)
    return load.load_coverage(base="employed", provisional=True), totals, workers


def yardstick() -> projection.Yardstick:
    return projection.yardstick(43.92, *known()[:2])


def outlook() -> projection.Projection:
    return profiles.outlook(*known(), target=yardstick().target, target_date="2029-12-31")


def exhibits(code: str) -> dict[str, Any]:
    """Everything a profile shows, by name, made as the notebook makes it."""
    place = profiles.place(code)
    coverage, segments = (
        load.load_coverage(base="employed"),
        load.load_coverage(base="segment_workers"),
    )
    table = load.load_published()
    figures = coverage_figures(table)
    published = province_published.published_path(place, figures, load.load_reconciled().series)
    targets, own_quantiles = province_published.own_outlook(
        place, load.load_targets(), figures, load.load_reconciled().series, *known()
    )
    return {
        "lead": province.lead(place, coverage),
        "key_figures": province.key_figures(
            place, coverage, segments, load.load_employment("2022"), published
        ),
        "path": province.path(place, coverage, outlook(), yardstick()),
        "closing": closing.closing(
            place,
            coverage,
            segments,
            outlook(),
            targets,
            load.load_rules(),
            profiles.workforce_growth(place, known()[2]),
        ),
        "published": audit.audited_figures(
            place, province_published.published_figures(place, table), load.load_verdicts()
        ),
        "targets": own_targets.targets_table(place, targets),
        "own_target": own_targets.own_target(place, published, own_quantiles, targets),
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
        r"\b(nan|NaT)\b|>None<", str([each._repr_mimebundle_().get("text/html") for each in shown.values()])
    )


@pytest.mark.parametrize(
    ("code", "lang", "words"),
    [("15", "en", "Jambi"), ("95", "id", "Papua Pegunungan"), ("32", "id", "Jawa Barat")],
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
    """Lampung: 25.27% of 3.1 million eligible workers (8 December 2025), target 58.35% for 2030: 60.75 months are left."""
    rows = {row[0]: row for row in cells(exhibits("18")["closing"])}
    row = rows["New members a month to the own target of 58.35% for 2030"]
    assert float(row[1].replace(",", "")) == pytest.approx((0.5835 - 0.2527) * 3_100_000 / 60.75, rel=0.01)
    assert "3,100,000" in row[2]


def test_a_target_whose_date_has_passed_without_a_final_figure_has_no_members_a_month() -> None:
    """Aceh: 25.46% of 1,601,559 eligible workers (August 2025), target 43.54% for 2025."""
    shown = exhibits("11")
    assert not any("own target" in row[0] for row in cells(shown["closing"]))
    assert shown["own_target"].title.endswith(
        "the date of the target of 43.54% for 2025 has passed, and there is no final figure"
    )


@pytest.mark.parametrize("code", ["15", "65", "95"])
def test_members_a_month_and_the_probability_are_counted_from_the_draws(code: str) -> None:
    """Of all pages: the share of draws at or above the plan's rate less construction, and the workers of the same draws."""
    ahead = projection.outlook(*known())
    place = profiles.place(code)
    number, due = ahead.codes.get_loc(place.parent), ahead.dates.get_loc("2029-12-31")
    chance = (ahead.provinces[:, number, due] >= yardstick().target).mean()
    shown = exhibits(code)
    assert f"on 31 December 2029 is {language.chance(chance)}." in shown["path"].subtitle
    now = profiles.latest(place, load.load_coverage(base="employed"))
    months = 12 * (2029 - now["date"].year)
    needed = (yardstick().target / 100 * ahead.workers[:, number, due] - now["active"]) / months
    low, high = np.quantile(needed, [0.1, 0.9])
    rows = {row[0]: row for row in cells(shown["closing"])}
    row = rows["New members a month to be at 39.76% at the end of 2029"]
    assert row[1] == f"{low:,.0f}–{high:,.0f}"
    growth = projection.shrunk_growth(
        known()[2].query("code != '00'").pivot(index="code", columns="year", values="employed")
    )
    percent = 100 * (np.exp(growth.series.loc[place.parent, "growth"]) - 1)
    assert f"taken to grow by about {percent:.1f}% a year" in row[2]


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
    assert isinstance(shown["own_target"], Finding)


def test_a_year_without_a_day_is_shown_as_a_year_and_a_limit_as_a_limit() -> None:
    rows = {row[-1]: row for row in cells(exhibits("17")["published"])}
    assert rows["f0535"][:4] == ["2024", "coverage", "37%", "eligible workers (UCJ)"]
    assert rows["f0534"][:4] == ["December 2024", "coverage", "41.84%", "not stated"]
    rows = {row[-1]: row for row in cells(exhibits("64")["published"])}
    assert rows["f0242"][:4] == ["December 2025", "coverage", "more than 50%", "not stated"]
    with language.use("id"):
        rows = {row[-1]: row for row in cells(exhibits("64")["published"])}
    assert rows["f0242"][:4] == ["Desember 2025", "cakupan", "lebih dari 50%", "tidak disebutkan"]


def test_published_figures_printed_alike_are_one_row() -> None:
    rows = province_published.published_figures(profiles.place("15"), load.load_published())
    [row] = rows[rows["value"] == 45.17].to_dict("records")
    assert row["ids"] == "f0006, f0112"
    assert row["publishers"] == "Jambi Ekspres; Dialognews.id"
    assert rows.loc[rows["ids"] == "f0114", "base"].tolist() == ["labour_force"]


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
