"""Own targets as they are drawn and said: the verdict in words, the tables, a province's way towards its target."""

import pandas as pd
import pytest
from charting import LANGS, drawn
from matplotlib.colors import to_hex
from projections import quantiles
from published_rows import published, targets

from coverage_lib import language
from coverage_lib.charts import own_targets
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Finding
from coverage_lib.measures import province_published
from coverage_lib.measures.province import place
from coverage_lib.measures.published import coverage_figures
from coverage_lib.measures.targets import VERDICTS
from coverage_lib.measures.targets import own_targets as judged

UCJ = {"source_title": "UCJ"}
ACEH = place("11")
FIGURES = (
    {"value": 20.0, "date": "2023", "source_date": "2024-02", **UCJ},
    {"value": 25.0, "date": "2024-06", **UCJ},
    {"value": 28.0, "as_published": "sekitar 28 persen", "date": "2024-09"},
    {"value": 30.25, "as_published": "30,25 persen", "date": "2025-03-17", **UCJ},
)


def own(
    *rows: dict[str, object], figures: tuple[dict[str, object], ...] = FIGURES, chance: float | None = None
) -> pd.DataFrame:
    table = judged(targets(*rows), coverage_figures(published(*figures)))
    return table.assign(probability=chance).astype({"probability": float})


def path(figures: tuple[dict[str, object], ...] = FIGURES) -> pd.DataFrame:
    return province_published.published_path(ACEH, coverage_figures(published(*figures)))


def shown(
    *rows: dict[str, object], lang: str = "en", ahead: float | None = None, chance: float | None = None
) -> object:
    fan = quantiles({"11": ahead or 40.0}, 2025, 2030).iloc[: None if ahead else 0]
    return drawn(own_targets.own_target, ACEH, path(), fan, own(*rows, chance=chance), lang=lang)


# --------------------------------------------------------------------------------------------------------------------- verdict


@pytest.mark.parametrize("lang", LANGS)
def test_every_verdict_has_words_of_its_own(lang: str) -> None:
    with language.use(lang):
        words = [own_targets.verdict_words(verdict, same_base=True) for verdict in VERDICTS]
    assert len(set(words)) == len(VERDICTS)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_says_that_a_base_is_not_stated_where_it_is_a_verdict(verdict: str) -> None:
    words = own_targets.verdict_words(verdict, same_base=False)
    assert words.endswith("; base not stated") == (verdict in ("reached", "missed", "unclear"))
    with language.use("id"):
        assert (
            "basis tidak disebutkan" in own_targets.verdict_words(verdict, same_base=False)
        ) == words.endswith("stated")


# ---------------------------------------------------------------------------------------------------------------------- tables


def test_the_table_writes_target_and_figure_as_they_were_printed() -> None:
    table = own_targets.own_targets_table(
        own({"value": 40.0}, {"value": 32.2, "base": "not stated"}), pd.Series([0.25, None])
    )
    rows = [[text for text, _order in row] for row in table.content()["rows"]]
    assert rows[0] == [
        *(
            "Aceh",
            "40%",
            "2025",
            "eligible workers (UCJ)",
            "30.25%",
            "17 March 2025",
            "eligible workers (UCJ)",
            "+9.8",
        ),
        *("open", "25%", "t001", "f0004"),
    ]
    assert rows[1][:4] == ["Aceh", "32.2%", "2025", "not stated"] and rows[1][-3:] == ["–", "t002", "f0004"]


def test_targets_of_segments_and_of_workers_are_not_among_the_provinces_targets() -> None:
    workers = {"unit": "workers", "measure": "target_workers", "value": 4000.0, "base": None}
    frame = own({}, {"segment": "formal"}, workers)
    table = own_targets.own_targets_table(frame, frame["probability"])
    assert len(table.content()["rows"]) == 1
    profile = own_targets.targets_table(ACEH, frame).content()["rows"]  # type: ignore[union-attr]
    assert [row[2][0] for row in profile] == ["40%", "4,000", "40%"] or len(profile) == 3


def test_a_province_without_targets_says_so() -> None:
    assert isinstance(own_targets.targets_table(ACEH, own({}).iloc[:0]), Finding)


# ---------------------------------------------------------------------------------------------------------------------- figure


def test_stated_figures_are_a_line_and_what_is_not_stated_a_hollow_mark() -> None:
    lines = {line.get_label(): line for line in shown({}).ax.lines}  # type: ignore[attr-defined]
    assert lines["of eligible workers"].get_ydata().tolist() == [25.0, 30.25]
    assert lines["base not stated"].get_ydata().tolist() == [28.0]
    assert lines["base not stated"].get_markerfacecolor() == "white"
    assert lines["own target"].get_ydata().tolist() == [40.0]
    assert to_hex(lines["own target"].get_color()) == to_hex(marks.TARGET)


def test_a_year_is_a_bar_over_it_and_a_vague_figure_a_bar_between_its_limits() -> None:
    ax = shown({}).ax  # type: ignore[attr-defined]
    limits, years = (collection.get_segments() for collection in ax.collections[:2])
    assert [segment[:, 1].tolist() for segment in limits] == [[27.0, 29.0]]
    [year] = years
    days = [pd.Timestamp("1970-01-01") + pd.Timedelta(days=day) for day in year[:, 0]]
    assert [day.strftime("%Y-%m-%d") for day in days] == ["2023-01-01", "2023-12-31"] and set(year[:, 1]) == {
        20.0
    }


def test_the_fan_starts_at_the_last_dated_share_of_eligible_workers() -> None:
    ax = shown({}, ahead=40.0).ax  # type: ignore[attr-defined]
    median = next(line for line in ax.lines if line.get_label() == "median")
    assert median.get_ydata()[0] == 30.25


@pytest.mark.parametrize(
    ("target", "chance", "english", "indonesian"),
    [
        ({"value": 40.0}, 0.25, "the probability of the target of 40% for 2025 is 25%", "peluang target 40% untuk 2025 ialah 25%"),
        ({"value": 40.0}, None, "the target for 2025 is 40%", "target untuk 2025 ialah 40%"),
        ({"value": 30.0}, None, "the target of 30% for 2025 was reached", "target 30% untuk 2025 tercapai"),
        ({"value": 35.0, "date": "2025-03"}, None, "the target of 35% for 2025 was missed", "target 35% untuk 2025 tidak tercapai"),
        ({"value": 30.0, "base": "not stated"}, None, "whose verdict depends on the base", "yang kesimpulannya bergantung pada basis"),
        ({"value": 30.0, "base": "labour_force"}, None, "no target is compared with it", "tidak ada target pembandingnya"),
    ],
)  # fmt: skip
def test_the_title_says_the_last_figure_and_the_last_target(
    target: dict[str, object], chance: float | None, english: str, indonesian: str
) -> None:
    start = {
        "en": "Aceh: 30.25% of eligible workers published for 17 March 2025; ",
        "id": "Aceh: 30,25% dari semesta, diumumkan untuk 17 Maret 2025; ",
    }
    for lang, end in (("en", english), ("id", indonesian)):
        title = shown(target, lang=lang, chance=chance).title  # type: ignore[attr-defined]
        assert title.startswith(start[lang]) and title.endswith(end)


def test_a_figure_of_no_stated_base_is_never_called_one_of_eligible_workers() -> None:
    figures = ({"value": 28.0, "as_published": "sekitar 28 persen", "date": "2025-09"},)
    finding = own_targets.own_target(
        ACEH, path(figures), quantiles({"11": 40.0}, 2025, 2030), own({}, figures=figures).iloc[:0]
    )
    assert isinstance(finding, Finding)
    assert finding.text == (
        "Aceh: about 28% published for September 2025, of a base that is not stated; no target is compared with it."
    )


def test_a_province_without_a_figure_says_so() -> None:
    finding = own_targets.own_target(ACEH, path().iloc[:0], quantiles({"11": 40.0}, 2025, 2030), own({}))
    assert isinstance(finding, Finding) and "has been published for Aceh" in finding.text


def test_the_table_has_the_figures_as_printed_then_the_fan() -> None:
    content = shown({}, ahead=40.0).table.content()  # type: ignore[attr-defined]
    rows = [[text for text, _order in row] for row in content["rows"]]
    assert [row[:3] for row in rows[:4]] == [
        ["2023", "20%", "eligible workers (UCJ)"],
        ["June 2024", "25%", "eligible workers (UCJ)"],
        ["September 2024", "about 28%", "not stated"],
        ["17 March 2025", "30.25%", "eligible workers (UCJ)"],
    ]
    assert rows[4][:3] == ["31 December 2025", "–", "–"] and rows[4][4] != "–"
