"""Explore: what its widgets show and its files hold is what the library returns for the same settings, and nothing else."""

import csv
import dataclasses
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from coverage_lib import language, load_coverage, load_employment, load_published, load_targets
from coverage_lib.data import regions
from coverage_lib.drawing import geography
from coverage_lib.drawing.exhibits import MIME
from coverage_lib.explore import Explorer, Settings, SettingsError, look, pictures, save
from coverage_lib.explore.settings import from_query, to_query
from coverage_lib.explore.words import explain, headline, remarks
from coverage_lib.measures import coverage as shares
from coverage_lib.measures import projection, published
from coverage_lib.measures.counts import Incomparable

ROOT = Path(__file__).parents[1]
JAMBI_55 = Settings(regions=("15",), target=55, target_year=2025)
SAMPLE = [
    JAMBI_55,
    Settings(),
    Settings(regions=("31", "51"), target=60, target_year=2030, pace="best_quarter", lang="id"),
    Settings(regions=("15",), first_year=2023, year=2024, pace="by_hand", points=2.5),
    Settings(regions=("33",), segment="formal", base="segment_workers", target=70),
    Settings(regions=("53", "15"), segment="informal", base="segment_workers", target=30, target_year=2027, lang="id"),
    Settings(regions=("61",), base="eligible", year=2026, target=72, target_year=2027),
    Settings(regions=("00",), base="eligible", year=2025, target=52.15, target_year=2026),
    Settings(regions=("15",), year=2025, target=45),
]  # fmt: skip


def name(settings: Settings) -> str:
    return f"{'+'.join(settings.regions)}-{settings.segment}-{settings.base}-{settings.year}"


def expected_rows(settings: Settings) -> pd.DataFrame:
    """Rank and gap of every region, straight from the library."""
    rows = load_coverage(base=settings.base, provisional=True).query(
        "segment == @settings.segment and boundary == '2021'"
    )
    if settings.base == "eligible":
        rows = published.latest_published(rows.query("@settings.first_year <= year <= @settings.year"))
        others = rows[rows["code"] != "00"]["coverage"]
        ranks = rows["coverage"].where(rows["code"] != "00").rank(method="min", ascending=False)
        assert ranks.max() <= len(others)
        rows = rows.assign(rank=ranks)
    else:
        rows = shares.rank(rows.query("year == @settings.year"))
    return shares.shortfall(rows, settings.target).set_index("code")


def expected_outlook(settings: Settings) -> pd.DataFrame:
    """Projection and what-if of every region, straight from the library, with nothing kept from an earlier call."""
    rows = load_coverage(base=settings.base).query("segment == @settings.segment and boundary == '2021'")
    rows = rows.query("@settings.first_year <= year <= @settings.year")
    aim = {"target": settings.target, "target_date": f"{settings.target_year}-12-31"}
    if settings.base == "eligible":
        panel = projection.eligible_panel(rows).drop(columns="id")
        attainment = projection.project(panel, until="2045-12-31", **aim).attainment
    else:
        panel = projection.province_panel(rows)
        announced = projection.announced_path(load_published(), load_employment())
        attainment = projection.outlook(panel, announced, until="2045-12-31", **aim).attainment
    pace = {"observed": "recent", "best_quarter": "best_quarter", "by_hand": settings.points}[settings.pace]
    paces = [projection.at_pace(panel, pace=pace, **aim)]
    if settings.base != "eligible":
        nation = rows[rows["code"] == "00"].rename(columns={"code": "series"})
        nation = nation[["series", "date", "coverage", "workers"]]
        paces.append(projection.at_pace(nation, pace="recent" if pace == "best_quarter" else pace, **aim))
    what_if = pd.concat(paces)[["series", "pace", "attainment"]]
    table = attainment.merge(what_if, on="series").set_index("series")
    return (
        table
        if settings.base == "eligible" or "00" in settings.regions
        else table.drop("00", errors="ignore")
    )


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_screen_table_and_files_hold_what_the_library_returns(settings: Settings, tmp_path: Path) -> None:
    explorer = Explorer(to_query(settings))
    assert explorer.settings == settings
    rows, outlook = expected_rows(settings), expected_outlook(settings)
    with language.use(settings.lang):
        for code in settings.regions:
            row, ahead = rows.loc[code], outlook.loc[code]
            told = [
                language.percent(row["coverage"]),
                language.number(row["shortfall_workers"]),
                language.points(ahead["pace_needed"], sign=False),
                language.points(ahead["recent_pace"]),
            ]
            dates = [(ahead["attainment_median"], "year"), (ahead["attainment"], "month")]
            told += [language.date(date, form) for date, form in dates if pd.notna(date)]
            line = table_row(explorer.screen.numbers, words_of(code))
            assert [text for text in told if text not in line] == []
        saved = save(look(settings), tmp_path)
    with (saved / "view.csv").open(encoding="utf-8") as file:
        lines = {line["code"]: line for line in csv.DictReader(file)}
    assert set(lines) == set(rows.index)
    for code, line in lines.items():
        row = rows.loc[code]
        for column in ("coverage", "active", "workers", "rank", "shortfall_points", "shortfall_workers"):
            assert number(line[column]) == pytest.approx(row[column], rel=1e-12, nan_ok=True)
        if code in outlook.index:
            ahead = outlook.loc[code]
            for column in (
                "probability_by_target_date",
                "pace_needed",
                "recent_pace",
                "pace",
                "net_new_members_per_month",
            ):
                assert number(line[column]) == pytest.approx(ahead[column], rel=1e-6, nan_ok=True)
            for column, of in (
                ("attainment_median", "attainment_median"),
                ("attainment_at_pace", "attainment"),
            ):
                assert (
                    pd.Timestamp(line[column] or pd.NaT) is pd.NaT or pd.Timestamp(line[column]) == ahead[of]
                )
        assert line["chosen"] == str(code in settings.regions)


def number(text: str) -> float:
    return float(text) if text else float("nan")


def words_of(code: str) -> str:
    provinces = regions.provinces(boundary="2021").set_index("code")["name"]
    return "Indonesia" if code == "00" else provinces[code]


def table_row(html: str, region: str) -> list[str]:
    """The cells of a region's row in a table of the screen."""
    for row in re.findall(r"<tr>(.*?)</tr>", html):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        if cells and cells[0] == region:
            return cells
    raise AssertionError(f"{region} has no row in the table.")


def test_jambi_and_55_percent_are_the_counts_of_the_source() -> None:
    # members.csv and employment.csv: 326,890 wage earners and 207,289 others at the end of 2024, of 1,833,267 employed.
    view = look(JAMBI_55)
    row = view.shares.set_index("code").loc["15"]
    assert (int(row["active"]), int(row["workers"])) == (326_890 + 207_289, 1_833_267)
    assert row["coverage"] == pytest.approx(100 * 534_179 / 1_833_267)
    assert row["shortfall_workers"] == 474_118  # 55% of 1,833,267 is 1,008,296.85, so 474,118 people
    assert "474,100" in headline(view).text


def test_the_pictures_draw_what_the_view_holds() -> None:
    view = look(Settings(regions=("15", "51")))
    drawn = {picture.name: picture for picture in pictures(view)}
    provinces = view.shares[view.shares["code"] != "00"]
    edges = geography.class_edges(provinces["coverage"])
    fills = geography.classify(provinces["coverage"], edges, geography.class_fills(edges))
    body = drawn["explore-map"].body
    for code, fill in zip(provinces["code"], fills, strict=True):
        groups = re.findall(rf'<g data-code="{code}">.*?</g>', body)
        assert groups and all(f'fill="{fill.colour}"' in group for group in groups)
        assert all(('stroke-width="1.6"' in group) == (code in ("15", "51")) for group in groups)
    for picture in (drawn["explore-map"], drawn["explore-ranking"]):
        for row in provinces.itertuples():
            assert f"{row.name} {language.percent(row.coverage)}" in picture.alt
    ranked = re.findall(r'<g data-code="(\d\d)">', drawn["explore-ranking"].body)
    assert ranked == provinces.sort_values(["coverage", "code"], ascending=[False, True])["code"].tolist()
    segments = (
        load_coverage(base="segment_workers").query("year == 2024").set_index(["code", "segment"])["coverage"]
    )
    for code in ("15", "51", "00"):
        for segment in ("formal", "informal"):
            assert (
                f"{words_of(code)} {segment} {language.percent(segments[code, segment])}"
                in drawn["explore-segments"].alt
            )
    fan = view.fan.set_index(["series", "date"])
    end = fan.loc[("15", pd.Timestamp("2029-12-31"))]
    interval = f"({language.percent(end.q10)}–{language.percent(end.q90)})"
    assert f"Jambi 2029 {language.percent(end.q50)} {interval}" in drawn["explore-fan"].alt


REFUSED = {
    "office": (Settings(counted_by="office"), "6,726,563", "6.726.563"),
    "formal of all employed": (Settings(segment="formal"), "workers of the segment", "pekerja pada segmennya"),
    "total of a segment": (Settings(base="segment_workers"), "one of the two segments", "salah satu dari kedua segmen"),
    "target": (Settings(target=140), "between 0 and 100", "antara 0 dan 100"),
    "target's year": (Settings(target_year=2077), "2022 to 2045", "2022 sampai 2045"),
    "years": (Settings(first_year=2024, year=2023), "swap them", "tukarkan"),
    "no such year": (Settings(year=2026), "2022, 2023, 2024, 2025", "2022, 2023, 2024, 2025"),
    "only provisional": (Settings(first_year=2025, year=2025), "provisional", "sementara"),
    "nowhere": (Settings(regions=()), "No region is chosen", "Belum ada wilayah"),
}  # fmt: skip


@pytest.mark.parametrize("which", REFUSED)
def test_settings_that_do_not_fit_explain_themselves_in_both_languages(which: str) -> None:
    settings, english, indonesian = REFUSED[which]
    for lang, words in (("en", english), ("id", indonesian)):
        explorer = Explorer("?")
        explorer._set(dataclasses.replace(settings, lang=lang))
        assert explorer.view is None
        assert words in explorer.screen.remarks
        assert explorer.screen.headline == explorer.screen.map == explorer.screen.numbers == ""


def test_the_refusal_of_office_counts_is_the_librarys_own() -> None:
    with pytest.raises(Incomparable, match="counted where their employer is registered"):
        look(Settings(counted_by="office"))
    assert "6,726,563 members by office and 2,203,839 by domicile" in explain(Incomparable("by office"))


def test_a_target_printed_on_another_base_is_named_with_its_publisher() -> None:
    printed = load_targets().query("code == '15' and value == 55 and year == 2025")
    assert set(printed["base"]) == {"eligible"}
    said = " ".join(remarks(look(JAMBI_55)))
    assert "55% for Jambi in 2025 was printed as a share of eligible workers" in said
    assert printed["source_publisher"].iloc[0] in said
    own_base = look(dataclasses.replace(JAMBI_55, base="eligible", year=2025))
    assert not any("was printed as a share" in remark for remark in remarks(own_base))


def test_provisional_members_are_named_and_not_projected() -> None:
    view = look(Settings(regions=("15",), year=2025))
    assert any("provisional" in remark for remark in remarks(view))
    assert view.path["year"].max() == 2024
    assert view.fan["date"].min() == pd.Timestamp("2025-12-31")


@pytest.mark.parametrize("settings", SAMPLE, ids=name)
def test_a_link_restores_every_setting(settings: Settings) -> None:
    link = Explorer(to_query(settings)).controls["link"].value
    assert from_query(link) == settings
    other = Explorer("?region=Papua&target=12.5&by=2031&pace=by_hand&points=7")
    other.controls["link"].value = link
    assert other.settings == settings
    for field, control in other.controls.items():
        if field not in ("link", "save"):
            assert control.value == getattr(settings, field)


def test_every_field_is_in_the_link() -> None:
    changed = Settings(
        ("51",), "formal", "segment_workers", "office", 2023, 2023, 61.5, 2033, "by_hand", 4.5, "id"
    )
    same = [
        f.name
        for f in dataclasses.fields(Settings)
        if getattr(changed, f.name) == getattr(Settings(), f.name)
    ]
    assert same == []
    assert from_query(to_query(changed)) == changed


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("?region=Jmbi", "Jambi"),
        ("?base=everyone", "employed, segment_workers, eligible"),
        ("?target=a+lot", "a number was expected"),
        ("?years=now", "a number was expected"),
        ("?lang=fr", "en, id"),
    ],
)
def test_a_link_that_cannot_be_followed_says_why_and_changes_nothing(link: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        from_query(link)
    explorer = Explorer(to_query(JAMBI_55))
    explorer.controls["link"].value = link
    assert says in explorer.screen.remarks
    assert explorer.settings == JAMBI_55
    assert "Jambi" in explorer.screen.headline


def test_a_click_chooses_a_province_and_shift_adds_and_takes_away() -> None:
    explorer = Explorer("?")

    def click(code: str, more: bool = False) -> tuple[str, ...]:
        explorer._told(explorer.screen, {"kind": "pick", "code": code, "more": more}, None)
        assert explorer.controls["regions"].value == explorer.settings.regions
        return explorer.settings.regions

    assert click("15") == ("15",)
    assert click("51", more=True) == ("15", "51")
    assert click("15", more=True) == ("51",)
    assert click("51", more=True) == ("00",)
    assert click("99") == ("00",)


def test_the_language_turns_every_word_of_the_page() -> None:
    explorer = Explorer(to_query(JAMBI_55))
    english = {key: control.description for key, control in explorer.controls.items()}
    parts = {
        key: getattr(explorer.screen, key) for key in ("headline", "numbers", "map", "fan", "bars", "ranking")
    }
    explorer.controls["lang"].value = "id"
    same = [key for key, control in explorer.controls.items() if control.description == english[key]]
    assert same == ["lang"]  # named in both languages at once
    assert [key for key, text in parts.items() if getattr(explorer.screen, key) == text] == []
    assert "29,1%" in explorer.screen.headline and "29.1%" not in explorer.screen.headline
    assert explorer.screen.lang == "id"


def test_saved_files_are_the_same_bytes_and_state_the_settings(tmp_path: Path) -> None:
    view = look(JAMBI_55)
    first, second = save(view, tmp_path / "a"), save(view, tmp_path / "b")
    names = sorted(path.name for path in first.iterdir())
    assert names == ["view.csv", "view.html", "view.png", "view.svg"]
    assert all((first / each).read_bytes() == (second / each).read_bytes() for each in names)
    page = (first / "view.html").read_text(encoding="utf-8")
    for stated in (
        "Jambi",
        "all workers",
        "all employed persons",
        "domicile",
        "2022–2024",
        "55% by 31 December 2025",
        "at the pace observed",
    ):
        assert f"<dd>{stated}</dd>" in page
    assert to_query(JAMBI_55).replace("&", "&amp;") in page
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]+"', page) == []
    assert (first / "view.png").read_bytes().startswith(b"\x89PNG")
    drawing = (first / "view.svg").read_text(encoding="utf-8")
    assert "474,118" in drawing and "29.1%" in drawing


def test_other_settings_are_saved_beside_and_not_over(tmp_path: Path) -> None:
    folders = {
        save(look(settings), tmp_path) for settings in (JAMBI_55, dataclasses.replace(JAMBI_55, target=56))
    }
    assert len(folders) == 2


def test_the_start_page_leads_to_every_notebook_and_to_no_other() -> None:
    cells = json.loads((ROOT / "notebooks/start.ipynb").read_text(encoding="utf-8"))["cells"]
    there = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} - {"start.ipynb"}
    for lang in language.LANGUAGES:
        text = "".join(
            "".join(cell["source"]) for cell in cells if f"lang-{lang}" in cell["metadata"].get("tags", [])
        )
        assert set(re.findall(r"\]\((\w+\.ipynb)\)", text)) == there


def test_the_stored_widget_says_beside_itself_what_nbval_compares() -> None:
    bundle = Explorer("?")._repr_mimebundle_()
    assert bundle[MIME] == {"kind": "lead", "text": headline(look(Settings())).text}
