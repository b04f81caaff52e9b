"""The national plan on its own base: verdicts, key figures, the fan with the plan's steps, and the tables beside them."""

import pandas as pd
import pytest
from charting import LANGS, both_titles, drawn, texts
from matplotlib.colors import to_hex
from matplotlib.dates import num2date
from projections import plan_steps, quantiles, year_end

from coverage_lib import language
from coverage_lib.charts import plan, sensitivity
from coverage_lib.drawing import marks
from coverage_lib.measures.projection.workforce import Growth

TOTALS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2016-12-31", "2017-08-31", "2023-12-31", "2024-12-31", "2025-02-28"]),
        "coverage": [18.7, 19.3, 29.7, 31.26, 28.2],
        "workers": [121e6, 123e6, 140e6, 144e6, 146e6],
        "active": [22.6e6, 23.8e6, 41.6e6, 45.2e6, 41.1e6],
        "construction": ["not stated", "not stated", "apart", "apart", "within"],
        "precision": ["year", "month", "month", "month", "month"],
        "id": ["f1", "f2", "f3", "f4", "f5"],
        "as_published": ["22,6 juta", "23,8 juta", "41,6 juta", "45,2 juta", "41,1 juta"],
        "source_publisher": "synthetic press",
    }
)

STEPS = plan_steps({2025: 0.21, 2026: 0.13, 2029: 0.05})

LAST = TOTALS["date"].iloc[-1]

GROWTH = Growth(pd.DataFrame(), 0.0213, 0.005, 0.013, 0.02, 2018.0)

OWN = pd.DataFrame({"start": [year_end(2018), year_end(2021)], "end": year_end(2024), "pace": [1.19, 2.63]})


def scores(own: float, naive: float) -> pd.DataFrame:
    """Errors of the provinces' one year, and of another panel that must not be looked at."""
    return pd.DataFrame(
        {
            "panel": ["reference", "reference", "provinces", "provinces"],
            "model": ["outlook", "naive", "outlook", "naive"],
            "crps": [1.0, 9.0, own, naive],
        }
    )


def cells(table: object) -> list[list[str]]:
    return [[text for text, _order in row] for row in table.content()["rows"]]  # type: ignore[attr-defined]


def headings(table: object) -> list[str]:
    return [column["label"] for column in table.content()["columns"]]  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------------------------------------ lead

UNLIKELY = (
    "Indonesia is unlikely to reach its plan",
    "Target RPJMN kecil kemungkinannya tercapai",
)
OPEN = ("Whether Indonesia reaches its plan is open", "Belum pasti apakah target RPJMN tercapai")
LIKELY = ("Indonesia is likely to reach its plan", "Target RPJMN besar kemungkinannya tercapai")


@pytest.mark.parametrize(
    ("probability", "verdict", "english", "indonesian"),
    [
        (0.0, UNLIKELY, "less than 1 in 20", "kurang dari 1 dari 20"),
        (0.024, UNLIKELY, "less than 1 in 20", "kurang dari 1 dari 20"),
        (0.025, UNLIKELY, "about 1 in 20", "sekitar 1 dari 20"),
        (0.25, UNLIKELY, "about 1 in 4", "sekitar 1 dari 4"),
        (0.274, UNLIKELY, "about 1 in 4", "sekitar 1 dari 4"),
        (0.276, OPEN, "about 3 in 10", "sekitar 3 dari 10"),
        (0.5, OPEN, "about 1 in 2", "sekitar 1 dari 2"),
        (0.774, OPEN, "about 3 in 4", "sekitar 3 dari 4"),
        (0.776, LIKELY, "about 4 in 5", "sekitar 4 dari 5"),
        (1.0, LIKELY, "more than 19 in 20", "lebih dari 19 dari 20"),
    ],
)
def test_the_lead_gives_the_verdict_of_the_probability_that_it_prints(
    probability: float, verdict: tuple[str, str], english: str, indonesian: str
) -> None:
    step = plan_steps({2029: probability}).iloc[-1]
    said = {}
    for lang in LANGS:
        with language.use(lang):
            finding = plan.plan_lead(step, scores(1.9, 2.3))
            assert finding.lead
            said[lang] = finding.text
    assert said["en"].startswith(
        f"{verdict[0]}: the probability that 43.92% or more of the employed are active members at the end of 2029 is {english}. "
    )
    assert said["id"].startswith(f"{verdict[1]}: ")
    assert "43,92%" in said["id"] and "2029" in said["id"] and f"{indonesian}. " in said["id"]


@pytest.mark.parametrize(
    ("own", "naive", "english", "indonesian"),
    [
        (1.9, 2.3, "the projection did better than assuming", "proyeksi ini lebih tepat daripada"),
        (2.3, 1.9, "the projection did no better than assuming", "proyeksi ini tidak lebih tepat daripada"),
        (
            2.301,
            2.304,
            "the projection did no better than assuming",
            "proyeksi ini tidak lebih tepat daripada",
        ),
    ],
    ids=["better", "worse", "equal as printed"],
)
def test_the_lead_says_whether_the_projection_was_better_than_no_change(
    own: float, naive: float, english: str, indonesian: str
) -> None:
    step = STEPS.iloc[-1]
    assert english in plan.plan_lead(step, scores(own, naive)).text
    with language.use("id"):
        assert indonesian in plan.plan_lead(step, scores(own, naive)).text


# ----------------------------------------------------------------------------------------------------------------- key figures


def test_the_key_figures_are_those_of_the_plans_last_step() -> None:
    assert plan.plan_figures(STEPS.iloc[-1], OWN, GROWTH).items == [
        ("5%", "probability of 43.92% or more at the end of 2029", "at the end of some year until then: 15%"),
        ("31%–42%", "coverage expected at the end of 2029: 80% interval", "31.3% in December 2024, construction counted in both"),
        ("2.5", "points a year needed", "own record: 1.2 a year 2018–2024, 2.6 a year 2021–2024"),
        (
            "418,000",
            "net new members a month needed, December 2024 to 2029",
            "80% interval 364,000 to 471,000; the workforce is taken to grow about 2.1% a year, as since 2018",
        ),
    ]  # fmt: skip
    with language.use("id"):
        values = plan.plan_figures(STEPS.iloc[-1], OWN, GROWTH).items
    assert [value for value, *_words in values] == ["5%", "31%–42%", "2,5", "418.000"]
    assert "364.000" in values[3][2] and "471.000" in values[3][2] and "2,1%" in values[3][2]


@pytest.mark.parametrize(
    ("probability", "shown"), [(0.0, "0%"), (0.01, "<5%"), (0.475, "50%"), (0.99, ">95%"), (1.0, "100%")]
)
def test_the_first_key_figure_is_rounded_to_five_points(probability: float, shown: str) -> None:
    step = plan_steps({2029: probability}).iloc[-1]
    assert plan.plan_figures(step, OWN, GROWTH).items[0][0] == shown


@pytest.mark.parametrize(
    ("rows", "english", "indonesian"),
    [
        ([0, 1], "own record: 1.2 a year 2018–2024, 2.6 a year 2021–2024", "laju Indonesia selama ini: 1,2 per tahun 2018–2024, 2,6 per tahun 2021–2024"),
        ([1], "own record: 2.6 a year 2021–2024", "laju Indonesia selama ini: 2,6 per tahun 2021–2024"),
        ([], "own record: –", "laju Indonesia selama ini: –"),
    ],
    ids=["several", "one", "none"],
)  # fmt: skip
def test_the_pace_needed_is_held_against_the_own_record(
    rows: list[int], english: str, indonesian: str
) -> None:
    assert plan.plan_figures(STEPS.iloc[-1], OWN.iloc[rows], GROWTH).items[2][2] == english
    with language.use("id"):
        assert plan.plan_figures(STEPS.iloc[-1], OWN.iloc[rows], GROWTH).items[2][2] == indonesian


def test_an_own_pace_that_fell_has_its_sign() -> None:
    fell = OWN.assign(pace=[-0.2, 1.0])
    assert "−0.2 a year 2018–2024" in plan.plan_figures(STEPS.iloc[-1], fell, GROWTH).items[2][2]


@pytest.mark.parametrize(
    ("lang", "known"),
    [
        ("en", "the workforce of that year is known"),
        ("id", "jumlah penduduk bekerja tahun itu sudah diketahui"),
    ],
)
def test_members_a_month_have_no_interval_where_the_workforce_is_known(lang: str, known: str) -> None:
    step = plan_steps({2025: 0.2}, members=(157_886.0, 157_888.0)).iloc[-1]
    with language.use(lang):
        value, _words, base = plan.plan_figures(step, OWN, GROWTH).items[3]
    assert (value, base) == ({"en": "158,000", "id": "158.000"}[lang], known)


# ----------------------------------------------------------------------------------------------------------------------- the fan


def lines(ax: object) -> dict[str, object]:
    return {line.get_label(): line for line in ax.lines}  # type: ignore[attr-defined]


@pytest.mark.parametrize("years", [(2025, 2026, 2029), (2025, 2026)])
def test_a_diamond_stands_at_each_step_of_the_plan_and_the_last_has_its_probability(
    years: tuple[int, ...],
) -> None:
    steps = plan_steps(dict.fromkeys(years, 0.13))
    shown = drawn(plan.plan_fan, TOTALS, quantiles({"00": 40.0}, 2025, 2031), steps)
    diamonds = lines(shown.ax)["plan"]
    assert diamonds.get_marker() == "D" and diamonds.get_color() == marks.TARGET  # type: ignore[attr-defined]
    assert diamonds.get_xdata().tolist() == [year_end(year) for year in years]  # type: ignore[attr-defined]
    assert diamonds.get_ydata().tolist() == steps["target"].tolist()  # type: ignore[attr-defined]
    written = [f"{target:.2f}%" for target in steps["target"]]
    assert texts(shown.ax) == [*written[:-1], f"{written[-1]}\nprobability 15%"]
    # The projection goes on after the plan; it is drawn to the plan's end.
    assert lines(shown.ax)["median"].get_xdata()[-1] == year_end(years[-1])  # type: ignore[attr-defined]
    assert [label.get_text() for label in shown.ax.get_xticklabels()][-1] == str(years[-1])


def test_decembers_are_full_dots_on_a_line_and_other_months_and_years_are_hollow() -> None:
    found = lines(drawn(plan.plan_fan, TOTALS, quantiles({"00": 40.0}, 2025, 2029), STEPS).ax)
    december, other = found["announced for December"], found["for another month, or a year"]
    assert december.get_ydata().tolist() == [29.7, 31.26]  # type: ignore[attr-defined]
    assert december.get_markerfacecolor() == marks.ACCENT and december.get_linestyle() == "-"  # type: ignore[attr-defined]
    # The total of 2016 is of a year without a month, so it is no December though it is drawn at the year's end.
    assert other.get_ydata().tolist() == [18.7, 19.3, 28.2]  # type: ignore[attr-defined]
    assert other.get_markerfacecolor() == "white" and other.get_linestyle() == "None"  # type: ignore[attr-defined]
    assert other.get_xdata().tolist() == [
        pd.Timestamp(day) for day in ("2016-12-31", "2017-08-31", "2025-02-28")
    ]  # type: ignore[attr-defined]


def test_the_bands_have_the_edges_of_the_80_and_the_50_percent_interval() -> None:
    ahead = quantiles({"00": 40.0}, 2025, 2029)
    ax = drawn(plan.plan_fan, TOTALS, ahead, STEPS).ax
    wide, narrow = ax.collections
    for band, low, high, words in (
        (wide, "q10", "q90", "80% interval"),
        (narrow, "q25", "q75", "50% interval"),
    ):
        corners = {(num2date(x).year, round(y, 6)) for x, y in band.get_paths()[0].vertices}
        edges = {
            (row["date"].year, round(row[edge], 6))
            for row in ahead.to_dict("records")
            for edge in (low, high)
        }
        assert corners == edges and band.get_label() == words
    shades = [to_hex(band.get_facecolor()[0]) for band in (wide, narrow)]
    assert shades == [marks.tint(marks.ACCENT, band.strength) for band in marks.FAN_BANDS]
    assert lines(ax)["median"].get_ydata().tolist() == ahead["q50"].tolist()  # type: ignore[attr-defined]


def test_the_axes_of_the_fan_hold_everything_from_zero_on() -> None:
    ax = drawn(plan.plan_fan, TOTALS, quantiles({"00": 60.0}, 2025, 2029), STEPS).ax
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 68
    first, last = (num2date(edge).replace(tzinfo=None) for edge in ax.get_xlim())
    assert first < pd.Timestamp("2016-12-31") and last > pd.Timestamp("2029-12-31")


def test_the_title_of_the_fan_is_where_it_started_and_the_interval_at_the_plans_end() -> None:
    assert both_titles(plan.plan_fan, TOTALS, quantiles({"00": 40.0}, 2025, 2029), STEPS) == (
        "Counted as the plan counts, 31.3% in December 2024; at the end of 2029 between 31% and 42% (80% interval), where the plan has 43.92%",
        "Menurut cara hitung RPJMN 31,3% pada Desember 2024; pada akhir 2029 antara 31% dan 42% (selang 80%), sedangkan targetnya 43,92%",
    )


@pytest.mark.parametrize(
    ("years", "documents"),
    [
        ((2025, 2026, 2029), "RPJMN 2025–2029, RKP 2026"),
        ((2025, 2026), "RPJMN 2025, RKP 2026"),
        ((2029,), "RPJMN 2029"),
    ],
)
def test_the_source_names_the_plans_that_the_steps_are_from(years: tuple[int, ...], documents: str) -> None:
    source = drawn(
        plan.plan_fan, TOTALS, quantiles({"00": 40.0}, 2025, 2029), plan_steps(dict.fromkeys(years, 0.1))
    ).source
    assert f"Plan: {documents}. Projection of this project" in source
    assert "domicile" not in source  # Counts by province are not in this figure.


def test_the_alternative_text_of_the_fan_has_the_totals_and_every_step() -> None:
    shown = {
        lang: drawn(plan.plan_fan, TOTALS, quantiles({"00": 40.0}, 2025, 2029), STEPS, lang=lang).alt
        for lang in LANGS
    }
    assert shown["en"] == (
        "Dots of announced totals from December 2016 to February 2025, 18.7% to 28.2%, with a fan of what may follow, and the plan's steps: "
        "2025: 32.15%, probability 20%, 80% interval 27.0% to 38.0%; 2026: 34.99%, probability 15%, 80% interval 28.0% to 39.0%; "
        "2029: 43.92%, probability 5%, 80% interval 31.0% to 42.0%."
    )
    assert "2026: 34,99%, peluang 15%, selang 80% 28,0% sampai 39,0%" in shown["id"]


def test_the_table_of_the_fan_has_every_total_and_the_projection_at_the_ends_of_years() -> None:
    ahead = quantiles({"00": 40.0}, 2025, 2031)
    # The projection starts at the last full count, for which a total is announced, and goes on by months.
    first = [ahead.iloc[:1].assign(date=pd.Timestamp(day)) for day in ("2024-12-31", "2025-06-30")]
    months = pd.concat([*first, ahead])
    table = drawn(plan.plan_fan, TOTALS, months, STEPS).table
    assert headings(table) == [
        "Date", "Active members announced", "Construction", "Employed", "Coverage", "10% lie below", "Median", "10% lie above",
        "As printed", "Publisher", "Source row",
    ]  # fmt: skip
    rows = cells(table)
    assert rows[0] == [
        "December 2016", "22,600,000", "not stated", "121,000,000", "18.7%", "–", "–", "–", "22,6 juta", "synthetic press", "f1",
    ]  # fmt: skip
    assert [row[2] for row in rows[:5]] == ["not stated", "not stated", "in it, counted apart", "in it, counted apart", "in it, within the parts"]  # fmt: skip
    assert [row[0] for row in rows[5:]] == [f"December {year}" for year in range(2025, 2030)]
    assert [row[5:8] for row in rows[5:]] == [
        [f"{row[level]:.1f}%" for level in ("q10", "q50", "q90")] for row in ahead.iloc[:5].to_dict("records")
    ]
    assert all(row[1] == row[4] == "–" for row in rows[5:])


# ---------------------------------------------------------------------------------------------------------------------- tables


def test_the_table_of_steps_tells_the_probability_at_the_date_from_that_of_ever_by_then() -> None:
    table = plan.steps_table(STEPS, LAST)
    assert headings(table) == [
        "End of", "Plan", "80% interval", "Probability at the date", "Ever by then", "Points a year needed", "Net new members a month",
    ]  # fmt: skip
    assert cells(table) == [
        ["2025", "32.15%", "27.0%–38.0%", "20%", "30%", "0.9", "364,000–471,000"],
        ["2026", "34.99%", "28.0%–39.0%", "15%", "25%", "1.9", "364,000–471,000"],
        ["2029", "43.92%", "31.0%–42.0%", "5%", "15%", "2.5", "364,000–471,000"],
    ]
    assert "from December 2024 (45.2 million members)" in table.note
    assert table.note.endswith("The last total in the tables is of February 2025.")
    with language.use("id"):
        assert cells(plan.steps_table(STEPS, LAST))[2][:3] == ["2029", "43,92%", "31,0%–42,0%"]
        assert headings(plan.steps_table(STEPS, LAST))[2] == "selang 80%"


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ((157_886.0, 157_886.0), "158,000"),
        ((157_886.0, 158_120.0), "158,000"),  # Both are printed alike.
        ((157_886.0, 171_000.0), "158,000–171,000"),
        ((-2_400.0, 12_000.0), "−2,000–12,000"),
    ],
)
def test_members_a_month_are_one_number_where_both_ends_are_printed_alike(
    members: tuple[float, float], shown: str
) -> None:
    assert cells(plan.steps_table(plan_steps({2026: 0.1}, members), LAST))[0][-1] == shown


def test_the_table_of_assumptions_names_each_in_both_languages() -> None:
    names = ["shown", "season_half", "season_double", "decembers_only", "own_pace_none", "own_pace_double", "spread_less", "spread_more",
             "workforce_slow", "workforce_fast"]  # fmt: skip
    rows = pd.DataFrame(
        {"assumption": names, "probability": [0.05, 0.024, *[0.1] * 8], "q10": 26.8, "q50": 34.0, "q90": 41.4, "provinces": range(10),
         "members_per_month": [*[416_161.0] * 8, 376_565.0, 473_759.0], "growth": [*[None] * 8, 1.31, 3.42]}
    )  # fmt: skip
    table = sensitivity.sensitivity_table(rows, STEPS.iloc[-1], 39.76)
    assert headings(table) == [
        "One assumption changed",
        "Probability of 43.92% at the end of 2029",
        "Nation at the end of 2029, 80% interval",
        "Provinces likelier than not at 39.8%",
        "Net new members a month",
    ]
    shown = cells(table)
    assert shown[:2] == [
        ["as shown on this page", "5%", "26.8%–41.4%", "0", "416,000"],
        ["seasonal fall taken as half as deep", "<5%", "26.8%–41.4%", "1", "416,000"],
    ]
    assert [(row[0], row[-1]) for row in shown[8:]] == [
        ("workforce grows 1.3% a year, as in the last year", "377,000"),
        ("workforce grows 3.4% a year, as in its fastest year", "474,000"),
    ]
    with language.use("id"):
        indonesian = cells(sensitivity.sensitivity_table(rows, STEPS.iloc[-1], 39.76))
    assert len({row[0] for row in [*shown, *indonesian]}) == 20
