"""The table of what closing a shortfall takes, against sums made by hand."""

import pandas as pd
import pytest
from charting import LANGS, coverage_rows
from projections import attainment, quantiles
from published_rows import published, targets

from coverage_lib import language, load_rules
from coverage_lib.charts import closing
from coverage_lib.drawing.exhibits import Table
from coverage_lib.measures import province as profiles
from coverage_lib.measures.projection import Projection
from coverage_lib.measures.published import coverage_figures
from coverage_lib.measures.targets import own_targets

COUNTS = {2021: {"00": 25.0, "11": 15.0}, 2024: {"00": 30.0, "11": 20.0}}


def own_target(value: float) -> pd.DataFrame:
    """A target of 60% for 2025, beside a share of 12,000 eligible workers that was published for December 2024."""
    article = {"date": "2024-12", "source_title": "UCJ"}
    figures = published(
        {"value": value, **article},
        {"measure": "eligible_workers", "unit": "workers", "value": 12_000.0, **article},
    )
    return own_targets(targets({"value": 60.0}), coverage_figures(figures))


def table(
    informal: float = 12.5,
    target: float = 39.76,
    by: int = 2029,
    figure: float = 50.0,
    members: tuple[float, float] = (400_000.0, 500_000.0),
    growth: float = 1.64,
) -> Table:
    coverage = coverage_rows(COUNTS)
    levels = {
        ("11", "formal"): 55.0,
        ("11", "informal"): informal,
        ("00", "formal"): 50.0,
        ("00", "informal"): 11.0,
    }
    shares = pd.DataFrame(
        [
            {"code": code, "segment": segment, "date": pd.Timestamp(2024, 12, 31), "year": 2024, "active": share * 10, "workers": 1000, "coverage": share}
            for (code, segment), share in levels.items()
        ]
    )  # fmt: skip
    ahead = Projection(
        quantiles({"11": 34.0}, 2025, by), attainment({"11": (0.2, 2027, 2034, None)}, target, by)
    )
    ends = {"net_new_members_per_month_q10": members[0], "net_new_members_per_month_q90": members[1]}
    ahead = ahead._replace(attainment=ahead.attainment.assign(**ends))
    return closing.closing(
        profiles.place("11"), coverage, shares, ahead, own_target(figure), load_rules(), growth
    )


def rows(shown: Table) -> dict[str, tuple[str, str]]:
    return {row[0][0]: (row[1][0], row[2][0]) for row in shown.content()["rows"]}


def test_the_numbers_are_those_of_the_counts() -> None:
    shown = rows(table())
    assert shown["Workers without membership"][0] == "800,000"
    assert shown["of them formal workers"][0] == "450"
    assert shown["of them informal workers"][0] == "875"
    assert (
        shown["New members a month, as from December 2021 to December 2024"][0]
        == f"{50_000 / (1096 / 365.25 * 12):,.0f}"
    )
    cost, how = shown["Contributions of a year for all informal workers without membership"]
    assert cost == f"Rp{875 * 16_800 * 12:,}"
    assert how.startswith("Rp16,800 a month")


@pytest.mark.parametrize(("target", "by"), [(39.76, 2029), (70.0, 2035)])
def test_the_yardstick_and_its_year_are_those_of_the_projection(target: float, by: int) -> None:
    shown = rows(table(target=target, by=by))
    assert shown[f"New members a month to be at {target:.2f}% at the end of {by}"][0] == "400,000–500,000"


@pytest.mark.parametrize(
    ("members", "number"), [((-100.0, 300.4), "0–300"), ((-700.0, -200.0), "0"), ((1250.0, 2999.6), "1,250–3,000")]
)  # fmt: skip
def test_members_a_month_are_a_range_that_does_not_go_below_none(
    members: tuple[float, float], number: str
) -> None:
    shown = rows(table(members=members))
    assert shown["New members a month to be at 39.76% at the end of 2029"][0] == number


@pytest.mark.parametrize("growth", [1.64, -0.3])
def test_the_growth_of_the_provinces_own_workforce_is_named(growth: float) -> None:
    key = {
        "en": "New members a month to be at 39.76% at the end of 2029",
        "id": "Peserta baru per bulan agar mencapai 39,76% pada akhir 2029",
    }
    said = {
        "en": "taken to grow by about {} a year (the province's own surveys",
        "id": "bertambah sekitar {} per tahun (survei di provinsi itu sendiri",
    }
    for lang in LANGS:
        with language.use(lang):
            how = rows(table(growth=growth))[key[lang]][1]
            assert said[lang].format(language.percent(growth)) in how
    assert "less construction" in rows(table())[key["en"]][1]


def test_an_own_target_that_is_open_has_its_members_a_month_and_a_reached_one_has_none() -> None:
    own = "New members a month to the own target of 60% for 2025"
    number, how = rows(table())[own]
    assert number == "100"
    assert "12,000" in how and "50%" in how and "December 2024" in how
    assert own not in rows(table(figure=60.0))


def test_more_members_than_workers_cost_nothing() -> None:
    shown = rows(table(informal=130.0))
    assert shown["of them informal workers"][0] == "0"
    assert shown["Contributions of a year for all informal workers without membership"][0] == "Rp0"


@pytest.mark.parametrize("lang", LANGS)
def test_every_row_says_how_it_is_counted(lang: str) -> None:
    with language.use(lang):
        shown = rows(table())
    assert len(shown) == 7
    assert all(number and how for number, how in shown.values())
