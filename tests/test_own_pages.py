"""Pages with an analyst's own months: what they say, recomputed apart. The tables are synthetic and named so; they come in as any table does."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import synthetic_notebook
from home import ahead, home

from coverage_lib import language, load
from coverage_lib.data import own
from coverage_lib.drawing.exhibits import MIME
from coverage_lib.language import vocabulary
from coverage_lib.measures import projection
from coverage_lib.pages import downloads, index, report

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PUBLISHER = "Synthetic agency"
#: December 2025 is stated to have so many members for each one of December 2024.
FACTOR = 1.1
MONTHS = pd.date_range("2025-01-31", "2026-10-31", freq="ME")


def december_2024() -> pd.DataFrame:
    """Formal and informal members of December 2024 by province."""
    rows = load.load_members().query("year == 2024")
    return rows.pivot(index=["code", "name"], columns="segment", values="active").reset_index()


def add(folder: Path, rows: pd.DataFrame, title: str) -> str:
    """Add a table as an analyst does, with the heading that agencies print."""
    headings = {"name": "Provinsi", "formal": "Peserta aktif formal", "informal": "Peserta aktif informal"}
    file = folder / f"{title}.csv"
    rows.rename(columns=headings).drop(columns="code").to_csv(file, index=False)
    return own.add(
        file, publisher=PUBLISHER, title=title, date="2026-11-05", stated={"counted_by": "domicile"}
    ).id


@pytest.fixture(scope="module")
def before() -> SimpleNamespace:
    """What is loaded without own tables."""
    home(), ahead()
    return SimpleNamespace(provisional=load.load_coverage(provisional=True), members=december_2024())


@pytest.fixture(scope="module")
def december(before: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A December 2025 of all provinces."""
    folder = tmp_path_factory.mktemp("december")
    counts = (before.members[["formal", "informal"]] * FACTOR).round().astype(int)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_DATA", str(folder / "own-tables"))
        add(folder, before.members.assign(**counts), "Synthetic members, December 2025")
        yield SimpleNamespace(active=int(counts.to_numpy().sum()), folder=folder)
    load.load_members()


@pytest.fixture(scope="module")
def jambi(before: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Months of Jambi alone, each one percent more than the one before."""
    folder = tmp_path_factory.mktemp("jambi")
    place = before.members[before.members["code"] == "15"]
    rows = pd.concat(
        place.assign(
            Tanggal=month.strftime("%Y-%m-%d"),
            **(place[["formal", "informal"]] * 1.01**k).round().astype(int),
        )
        for k, month in enumerate(MONTHS)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UCJ_DATA", str(folder / "own-tables"))
        add(folder, rows, "Synthetic members of Jambi by month")
        yield SimpleNamespace(rows=rows)
    load.load_members()


def shown(notebook: str, *parts: str, **given: Any) -> dict[str, Any]:
    """The exhibits of the cells that hold one of some texts, by that text, without the other cells."""
    cells = json.loads((NOTEBOOKS / notebook).read_text(encoding="utf-8"))["cells"]
    space, found = dict(given), {}
    for cell in cells:
        source = "".join(cell["source"])
        part = next((part for part in parts if part in source), None)
        if cell["cell_type"] != "code" or part is None:
            continue
        *body, last = ast.parse(source).body
        exec(compile(ast.Module(body, []), notebook, "exec"), space)
        if isinstance(last, ast.Expr):
            found[part] = eval(compile(ast.Expression(last.value), notebook, "eval"), space)
        else:
            exec(compile(ast.Module([last], []), notebook, "exec"), space)
    return found


def words(exhibit: Any) -> str:
    """All that an exhibit says, its drawing too."""
    drawing = exhibit.drawing.inline("") if hasattr(exhibit, "drawing") else ""
    return json.dumps(exhibit.content(), ensure_ascii=False, default=str) + drawing


# ------------------------------------------------------------------------------------------- a December of all provinces


def test_page_01_is_about_december_2025(december: SimpleNamespace) -> None:
    page = shown(
        "01_coverage_map.ipynb",
        "where_we_stand",
        "standing_figures",
        "national_path",
        "announced_total",
        "levels.ranked",
    )
    employed = pd.read_csv(Path(__file__).parents[1] / "data" / "raw" / "employment.csv", dtype=str)
    workers = int(employed.query("code == '00' and date == '2025-08-31'")["employed"].item())
    share = language.percent(100 * december.active / workers)
    lead = page["where_we_stand"].text
    assert lead.startswith(f"At the end of 2025, {share} of Indonesia's employed")
    assert language.people(workers - december.active) in lead
    assert page["standing_figures"].items[0] == (share, "coverage, all employed", "31 December 2025")
    path = page["national_path"]
    assert path.title.startswith(f"{share} of Indonesia's workers were active members at the end of 2025")
    assert "provisional" not in words(path) and "2026" not in path.title
    assert "target 2025" in words(page["levels.ranked"])
    # The table of the year rests on the own table alone, that of all years on both.
    named = f"{PUBLISHER}, Synthetic members, December 2025 (5 November 2026)"
    assert named in page["levels.ranked"].source and "Dewan Ekonomi" not in page["levels.ranked"].source
    assert named in path.source and "Dewan Ekonomi" in path.source
    # No total was announced for that December, so the last year that has both is told.
    assert "December 2024" in page["announced_total"].text


def test_page_03_starts_at_december_2025(december: SimpleNamespace) -> None:
    page = shown(
        "03_target_projection.ipynb",
        'load_coverage(base="employed")',
        "plan_lead",
        "plan_figures",
        "plan_fan",
        "steps_table",
        "season_words",
    )
    known = load.load_coverage(base="employed", months=True)
    totals = projection.with_counts(home().totals, known, home().employment)
    start = totals.iloc[-1]
    assert start["date"] == pd.Timestamp("2025-12-31")
    # Construction was 11.7 to 13.4% of the members announced with their parts in 2024 and 2025.
    assert december.active / 0.89 < start["active"] < december.active / 0.86
    fan = page["plan_fan"]
    assert fan.title.startswith(
        f"Counted as the plan counts, {language.percent(start['coverage'])} in December 2025; at the end of 2029"
    )
    assert "with construction estimated: December 2025" in fan.subtitle and PUBLISHER in fan.source
    assert "December 2025 to 2029" in str(page["plan_figures"].items)
    assert "2018–2025" in str(page["plan_figures"].items)
    assert page["season_words"].text.startswith("There is no count within a year")


def test_the_head_of_every_page_and_the_start_page_name_the_table(
    december: SimpleNamespace, tmp_path: Path
) -> None:
    notebook = tmp_path / "01_synthetic.ipynb"
    synthetic_notebook.write(notebook)
    for lang, day in (("en", "5 November 2026"), ("id", "5 November 2026")):
        page = report.page(notebook, lang).html
        named = f"<li>{PUBLISHER}, Synthetic members, December 2025 ({day})</li>"
        assert page.count(named) == 1
        assert page.rindex(f"{PUBLISHER}, Synthetic members") > page.index('id="sources"'), (
            "among the sources at the end too"
        )
        assert page.index("<h1>") < page.index(named) < page.index('class="lead"')
    assert named in index.write_index(tmp_path, "id").read_text(encoding="utf-8")


def test_downloads_say_which_rows_are_her_own(december: SimpleNamespace) -> None:
    for name in ("members", "coverage"):
        rows = downloads.TABLES[name]()
        of_2025 = rows[(rows["date"] == "2025-12-31") & (rows["code"] != "00")]
        assert of_2025["source_id"].str.startswith("own:synthetic-members-december-2025").all()
        assert not rows.loc[rows["year"] < 2025, "source_id"].str.contains("own:").any()


# ----------------------------------------------------------------------------------------------- months of one province


def test_months_of_jambi_leave_the_nation_as_it_was(before: SimpleNamespace, jambi: SimpleNamespace) -> None:
    pd.testing.assert_frame_equal(load.load_coverage(provisional=True), before.provisional)
    known = load.load_coverage(base="employed", months=True)
    pd.testing.assert_frame_equal(
        projection.with_counts(home().totals, known, home().employment), home().totals
    )
    drawn = projection.outlook(known, home().totals, home().employment)
    assert drawn.path.draws.tobytes() == ahead().path.draws.tobytes()
    assert drawn.construction.tobytes() == ahead().construction.tobytes()
    for source in (vocabulary.source_words(), vocabulary.source_words(before.provisional)):
        assert PUBLISHER not in source


def test_the_profile_of_jambi_shows_the_months_and_starts_from_them(jambi: SimpleNamespace) -> None:
    found = shown(
        "province_profile.ipynb",
        "charts.province.lead",
        "charts.province.path",
        **profile_names(),
        region="15",
    )
    lead, last = found["charts.province.lead"], jambi.rows.iloc[-1]
    workers = load.load_employment().query("code == '15' and year == 2025")["employed"].item()
    both = last["formal"] + last["informal"]
    share = language.percent(100 * both / workers)
    # The headline stays the year-end's; the month stands beside it, as a month.
    assert "at the end of 2024" in lead.text.partition(". ")[0]
    assert (
        f"The latest count, of 31 October 2026, is {share} of the workers of August 2025: {both:,} active members, "
        f"{last['formal']:,} formal and {last['informal']:,} informal. It is a month and no year-end"
        in lead.text
    )
    assert f"Source: {PUBLISHER}, Synthetic members of Jambi by month (5 November 2026)." in lead.text
    given = profile_names()
    figures = (
        given["charts"]
        .province.key_figures(
            given["place"],
            load.load_coverage(base="employed"),
            load.load_coverage(base="segment_workers"),
            load.load_employment("2022"),
            pd.DataFrame(),
            load.load_coverage(base="employed", months=True),
        )
        .items
    )
    assert figures[0][2] == "31 December 2024"
    assert (share, "coverage in the latest month, all employed", "31 October 2026") in figures
    assert report._counted_to([lead._repr_mimebundle_()[MIME]]) == {"data_date": "31 October 2026"}
    path = found["charts.province.path"]
    assert "22 months from January 2025 to October 2026" in path.subtitle
    assert "The projection starts after December 2024, the last full count of all provinces" in path.subtitle
    assert "Those of 2026 are shares of the workers of August 2025: provisional." in path.subtitle
    assert f"{PUBLISHER}, Synthetic members of Jambi by month (5 November 2026)" in path.source
    table = path.table.frame
    counted = table[table["coverage"].notna()].set_index("date")["coverage"]
    assert counted.loc["2026-10-31"] == pytest.approx(100 * (last["formal"] + last["informal"]) / workers)
    assert len(counted) == 3 + 22
    # Two months on, the interval holds what was counted and is narrower than without the months.
    end = table[table["date"] == "2026-12-31"].iloc[0]
    place = ahead().codes.get_loc("15")
    low, high = pd.Series(ahead().provinces[:, place, 1]).quantile([0.1, 0.9])
    assert end["q10"] < counted.loc["2026-10-31"] < end["q90"]
    assert end["q90"] - end["q10"] < 0.6 * (high - low)


def profile_names() -> dict[str, Any]:
    """What the cells of the profile that are left out would have loaded."""
    from coverage_lib import charts
    from coverage_lib.measures import province

    names = {name: getattr(load, name) for name in ("load_coverage", "load_employment", "load_targets")}
    return {
        **names,
        "charts": charts,
        "profiles": province,
        "projection": projection,
        "place": province.place("15"),
        "printed": load.load_published(),
    }


# ------------------------------------------------------------------------------------------------------- what pages say of regencies


def test_members_of_regencies_that_are_in_are_not_said_to_be_unpublished() -> None:
    from coverage_lib.charts import province_workers, records
    from coverage_lib.measures import province

    place = province.place("15")
    rows = province.regencies("15", load.load_employment("2022", level="regency"))
    synthetic = pd.DataFrame({"province_code": ["15"]})
    assert (
        "not published by regency" in province_workers.regency_workers(place, rows, synthetic.iloc[:0]).title
    )
    assert "not published" not in province_workers.regency_workers(place, rows, synthetic).title
    nothing = pd.DataFrame({"base": [], "workers": [], "same_base": pd.Series(dtype=bool)})
    assert "Members by regency" in records.not_known(place, nothing, nothing).text
    assert "from a table of your own" in records.not_known(place, nothing, nothing, synthetic).text


def test_own_employment_and_own_members_of_regencies_are_named_by_publisher_and_title() -> None:
    from coverage_lib.charts import province_workers, regency_words
    from coverage_lib.measures import province

    id = "own:synthetic-00000000"
    place, rows = (
        province.place("15"),
        province.regencies("15", load.load_employment("2022", level="regency")),
    )
    named = {id: vocabulary.OwnTable(PUBLISHER, "Synthetic regencies", "2026-11-05", False)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "_own_tables", named)
        members = regency_words.source_words(pd.DataFrame({"source_id": [f"{id};bps-sakernas"]}))
        workers = province_workers.regency_workers(place, rows.assign(source_id=f"bps-sakernas;{id}"))
    for words in (members, workers.source, workers.table.source):
        assert f"{PUBLISHER}, Synthetic regencies (5 November 2026)" in words and id[4:] not in words
