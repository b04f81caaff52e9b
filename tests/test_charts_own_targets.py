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
from coverage_lib.measures.targets import JUDGED, VERDICTS
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
    table = judged(targets(*rows), coverage_figures(published(*figures)), as_of="2025-04-30")
    return table.assign(probability=chance).astype({"probability": float})


def path(
    figures: tuple[dict[str, object], ...] = FIGURES, parts: dict[str, int] | None = None
) -> pd.DataFrame:
    rows = coverage_figures(published(*figures))
    series = rows[["id"]].assign(part=[(parts or {}).get(each, 1) for each in rows["id"]])
    return province_published.published_path(ACEH, rows, series)


def shown(
    *rows: dict[str, object], lang: str = "en", ahead: float | None = None, chance: float | None = None
) -> object:
    fan = quantiles({"11": ahead or 40.0}, 2025, 2030).iloc[: None if ahead else 0]
    return drawn(own_targets.own_target, ACEH, path(), fan, own(*rows, chance=chance), lang=lang)


# ---------------------------------------------------------------------------------------------------------------------- status

LATER = {"en": "March 2025", "id": "Maret 2025"}
STATUS = {
    "en": {
        ("reached", True): "reached",
        ("missed", True): "missed",
        ("unclear", True): "cannot be told from the figure",
        ("missed", False): "missed; base not stated",
        ("no final figure", False): "date has passed; no final figure",
        ("no figure", False): "date has passed; no figure on this base",
        ("open", False): "not yet due",
        ("not judged", False): "not compared",
    },
    "id": {
        ("reached", True): "tercapai",
        ("missed", True): "tidak tercapai",
        ("unclear", True): "tidak dapat disimpulkan dari angkanya",
        ("missed", False): "tidak tercapai; basis tidak disebutkan",
        ("no final figure", False): "tanggal sudah lewat; belum ada angka akhir",
        ("no figure", False): "tanggal sudah lewat; tidak ada angka pada basis ini",
        ("open", False): "belum tiba tanggalnya",
        ("not judged", False): "tidak dibandingkan",
    },
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_every_verdict_has_words_of_its_own(lang: str) -> None:
    assert {verdict for verdict, _same in STATUS[lang]} == set(VERDICTS)
    with language.use(lang):
        assert {key: own_targets.status_words(*key) for key in STATUS[lang]} == STATUS[lang]


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_base_that_is_not_stated_and_a_later_figure_are_said_of_what_is_judged_only(
    lang: str, verdict: str
) -> None:
    with language.use(lang):
        words = own_targets.status_words(verdict, False, LATER[lang])
    assert (LATER[lang] in words) == (verdict in JUDGED)
    unstated = {"en": "; base not stated", "id": "; basis tidak disebutkan"}[lang]
    assert words.endswith(unstated) == (verdict in JUDGED)


@pytest.mark.parametrize(
    ("lang", "reached", "missed", "unclear"),
    [
        ("en", "reached by the figure of March 2025", "missed by the figure of March 2025", "cannot be told from the figure of March 2025"),
        ("id", "tercapai menurut angka Maret 2025", "tidak tercapai menurut angka Maret 2025", "tidak dapat disimpulkan dari angka Maret 2025"),
    ],
)  # fmt: skip
def test_a_later_figure_that_judges_is_named(lang: str, reached: str, missed: str, unclear: str) -> None:
    with language.use(lang):
        words = [
            own_targets.status_words(verdict, True, LATER[lang])
            for verdict in ("reached", "missed", "unclear")
        ]
    assert words == [reached, missed, unclear]


# ------------------------------------------------------------------------------------------------------------------------ lead


def counted(*rows: tuple[str, bool, float | None], lang: str = "en") -> str:
    """The sentence on targets of such verdict, base and probability."""
    frame = pd.DataFrame(rows, columns=["verdict", "same_base", "probability"])
    frame = frame.assign(segment="total", as_of=pd.Timestamp("2026-03-18"))
    with language.use(lang):
        return own_targets.own_targets_lead(frame, frame["probability"].astype(float)).text


def test_the_lead_counts_what_is_due_and_what_is_ahead() -> None:
    rows = [("reached", True, None), *[("missed", True, None)] * 2, *[("no final figure", False, None)] * 3]
    rows += [("no figure", False, None), ("open", True, 0.7), ("open", True, 0.49), ("open", True, 0.4)]
    assert (
        counted(*rows)
        == (
            "Own targets of the provinces as of 18 March 2026: 1 due and reached, 2 due and missed, 4 due without a final figure, 3 not yet due. "
            "Of those not yet due 3 can be given a probability, and it is one half or more for 2."  # 49% is shown as 50%
        )
    )
    assert counted(*rows, lang="id") == (
        "Target provinsi sendiri per 18 Maret 2026: 1 sudah lewat tanggalnya dan tercapai, 2 sudah lewat tanggalnya dan tidak tercapai, "
        "4 sudah lewat tanggalnya tanpa angka akhir, 3 belum tiba tanggalnya. Dari target yang tanggalnya belum tiba, 3 dapat diberi peluang; 2 di "
        "antaranya setengah atau lebih."
    )


@pytest.mark.parametrize(
    ("rows", "english", "indonesian"),
    [
        ([("open", True, 0.4), ("open", False, None)], "Of those not yet due 1 can be given a probability, and it is one half or more for none.", "1 dapat diberi peluang; tidak satu pun setengah atau lebih."),
        ([("open", True, None)], "None of those not yet due has a probability: no dated share of eligible workers was published.", "Belum ada peluang untuk target yang tanggalnya belum tiba: belum ada angka bertanggal terhadap semesta."),
        ([("missed", True, None)], "1 due and missed, 0 due without a final figure, 0 not yet due.", "0 sudah lewat tanggalnya tanpa angka akhir, 0 belum tiba tanggalnya."),
        ([("unclear", True, None)], "0 due and missed, 1 due and not to be told from the figure, 0 due", "1 sudah lewat tanggalnya dan tidak dapat disimpulkan dari angkanya,"),
        ([("reached", False, None), ("no final figure", False, None)], "In 1 of the verdicts the base of target or figure is not stated.", "Pada 1 penilaian, basis target atau basis angkanya tidak disebutkan."),
        ([("not judged", False, None)], "No province's own target is among the sources collected here.", "Tidak ada target provinsi sendiri dalam sumber yang dikumpulkan di sini."),
    ],
    ids=["none likely", "none with a probability", "none ahead", "unclear", "base not stated", "no target"],
)  # fmt: skip
def test_the_branches_of_the_lead(
    rows: list[tuple[str, bool, float | None]], english: str, indonesian: str
) -> None:
    assert english in counted(*rows) and indonesian in counted(*rows, lang="id")


def test_a_target_is_one_half_in_the_lead_where_the_table_shows_half() -> None:
    for value in (0.47, 0.474, 0.475, 0.48, 0.5):
        assert counted(("open", True, value)).endswith("for 1.") == (language.probability(value) == "50%")


# ---------------------------------------------------------------------------------------------------------------------- tables


def cells(table: object) -> list[list[str]]:
    return [[text for text, _order in row] for row in table.content()["rows"]]  # type: ignore[attr-defined]


def test_the_table_writes_target_and_figure_as_they_were_printed() -> None:
    table = own_targets.own_targets_table(
        own({"value": 40.0}, {"value": 32.2, "base": "not stated"}), pd.Series([0.22, None])
    )
    first, second = cells(table)
    # Both lie ahead: a status that all have has no column.
    assert first == ["Aceh", "40%", "2025", "eligible workers (UCJ)", "30.25%", "17 March 2025", "20%"]
    assert second[:4] == ["Aceh", "32.2%", "2025", "not stated"] and second[-1] == "–"
    assert table.note.startswith("As of 30 April 2025, ")


def test_the_rows_stand_together_by_status() -> None:
    missed, ahead = {"value": 35.0, "date": "2025-03"}, {"value": 40.0}
    reached, later = {"value": 30.0, "date": "2025-03"}, {"value": 30.0, "date": "2025-02"}
    without, no_figure = {"date": "2024-12"}, {"date": "2024", "base": "employed"}
    frame = own(ahead, missed, without, no_figure, later, reached, figures=FIGURES[1:])
    # The figure of March 2025 is of the twelve months after December 2024 as well.
    table = own_targets.own_targets_table(frame, frame["probability"])
    headings = [column["label"] for column in table.content()["columns"]]
    assert headings[4] == "Status" and headings[-1] == "Probability"
    assert [row[4] for row in cells(table)] == [
        "reached",
        "reached",
        "missed",
        "missed",
        "no figure on this base",
        "not yet due",
    ]
    frame = own(without, figures=FIGURES[:3])
    with language.use("id"):
        table = own_targets.own_targets_table(frame, frame["probability"])
        # None lies ahead: nothing has a probability.
        assert [column["label"] for column in table.content()["columns"]][-1] == "Tanggal angka"
        assert [row[4] for row in cells(table)] == ["belum ada angka akhir"]


def test_the_profile_has_the_columns_that_the_page_leaves_out() -> None:
    frame = own({"value": 40.0}, chance=0.22)
    table = own_targets.targets_table(ACEH, frame)
    [row] = cells(table)
    headings = [column["label"] for column in table.content()["columns"]]  # type: ignore[union-attr]
    shown = dict(zip(headings, row, strict=True))
    assert (shown["Status"], shown["Probability"], shown["Shortfall, points"]) == (
        "not yet due",
        "20%",
        "+9.8",
    )
    assert (shown["Base of the figure"], shown["Target row"], shown["Figure row"]) == (
        "eligible workers (UCJ)", "t001", "f0004",
    )  # fmt: skip


def test_targets_of_segments_and_of_workers_are_not_among_the_provinces_targets() -> None:
    workers = {"unit": "workers", "measure": "target_workers", "value": 4000.0, "base": None}
    frame = own({}, {"segment": "formal"}, workers)
    assert len(cells(own_targets.own_targets_table(frame, frame["probability"]))) == 1
    assert sorted(row[2] for row in cells(own_targets.targets_table(ACEH, frame))) == ["4,000", "40%", "40%"]


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


def test_the_line_is_broken_where_the_base_was_redrawn_and_the_fan_starts_at_the_last_piece() -> None:
    figures = ({"value": 20.0, "date": "2024-03", **UCJ}, *FIGURES[1:])
    redrawn = path(figures, parts={"f0004": 2})
    fan = quantiles({"11": 40.0}, 2025, 2030)
    ax = drawn(own_targets.own_target, ACEH, redrawn, fan, own({"value": 40.0}, figures=figures)).ax
    solid = [line for line in ax.lines if line.get_linestyle() == "-" and line.get_marker() == "o"]
    assert [line.get_ydata().tolist() for line in solid] == [[20.0, 25.0], [30.25]]
    [median] = [line for line in ax.lines if line.get_label() == "median"]
    assert median.get_ydata()[0] == 30.25


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


ABOUT = {"value": 30.0, "as_published": "sekitar 30 persen", "date": "2025-03", **UCJ}


@pytest.mark.parametrize(
    ("target", "chance", "english", "indonesian"),
    [
        ({"value": 40.0}, 0.21, "the probability of being at or above the target of 40% on 31 December 2025 is about 1 in 5", "peluang berada pada atau di atas target 40% pada 31 Desember 2025 sekitar 1 dari 5"),
        ({"value": 40.0}, None, "the target of 40% for 2025 is not yet due and has no probability", "target 40% untuk 2025 belum tiba tanggalnya dan tidak dapat diberi peluang"),
        ({"value": 30.0}, None, "the target of 30% for 2025 is not yet due and has no probability", "target 30% untuk 2025 belum tiba tanggalnya dan tidak dapat diberi peluang"),
        ({"value": 30.0, "date": "2025-03"}, None, "the target of 30% for 2025 was reached", "target 30% untuk 2025 tercapai"),
        ({"value": 35.0, "date": "2025-03"}, None, "the target of 35% for 2025 was missed", "target 35% untuk 2025 tidak tercapai"),
        ({"value": 30.0, "date": "2025-02"}, None, "the target of 30% for 2025 was reached by the figure of 17 March 2025", "target 30% untuk 2025 tercapai menurut angka 17 Maret 2025"),
        ({"value": 35.0, "date": "2025-02"}, None, "the target of 35% for 2025 was missed by the figure of 17 March 2025", "target 35% untuk 2025 tidak tercapai menurut angka 17 Maret 2025"),
        ({"value": 30.0, "date": "2025-03", "base": "not stated"}, None, "by the figure of 17 March 2025 the target of 30% for 2025 is reached if both are on the same base, which is not stated", "menurut angka 17 Maret 2025, target 30% untuk 2025 tercapai jika basis keduanya sama, yang tidak disebutkan"),
        ({"value": 35.0, "date": "2025-03", "base": "not stated"}, None, "by the figure of 17 March 2025 the target of 35% for 2025 is missed if both are on the same base, which is not stated", "menurut angka 17 Maret 2025, target 35% untuk 2025 tidak tercapai jika basis keduanya sama, yang tidak disebutkan"),
        ({"value": 30.0, "date": "2025-03", "base": "labour_force"}, None, "no target is compared with it", "tidak ada target pembandingnya"),
        ({"value": 4000.0, "unit": "workers", "measure": "target_workers"}, None, "no target is compared with it", "tidak ada target pembandingnya"),
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


@pytest.mark.parametrize(
    ("target", "figures", "english", "indonesian"),
    [
        ({"value": 40.0, "date": "2024-12"}, FIGURES[:3], "the date of the target of 40% for 2024 has passed, and there is no final figure", "tanggal target 40% untuk 2024 sudah lewat dan belum ada angka akhir"),
        ({"value": 40.0, "date": "2023", "code": "91"}, FIGURES, "the date of the target of 40% for 2023 has passed, and there is no figure on its base", "tanggal target 40% untuk 2023 sudah lewat dan tidak ada angka pada basisnya"),
        ({"value": 30.0, "date": "2025-03"}, (*FIGURES[:3], ABOUT), "the figure of March 2025 leaves open whether the target of 30% for 2025 is reached", "dari angka Maret 2025 belum dapat disimpulkan apakah target 30% untuk 2025 tercapai"),
    ],
    ids=["no final figure", "no figure", "unclear"],
)  # fmt: skip
def test_the_title_says_where_no_verdict_can_be_given(
    target: dict[str, object], figures: tuple[dict[str, object], ...], english: str, indonesian: str
) -> None:
    rows, fan = own(target, figures=figures), quantiles({"11": 40.0}, 2025, 2030)
    for lang, end in (("en", english), ("id", indonesian)):
        title = drawn(own_targets.own_target, ACEH, path(figures), fan, rows, lang=lang).title
        assert title.endswith(f"; {end}")


def test_a_target_on_another_base_is_not_drawn_beside_shares_of_eligible_workers() -> None:
    other = shown({"value": 70.0, "base": "employed"}, {"value": 40.0})
    [target] = [line for line in other.ax.lines if line.get_label() == "own target"]  # type: ignore[attr-defined]
    assert target.get_ydata().tolist() == [40.0]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Targets: March 2025: 35% (missed); 2025: 40% (not yet due)."),
        ("id", "Target: Maret 2025: 35% (tidak tercapai); 2025: 40% (belum tiba tanggalnya)."),
    ],
)
def test_the_alternative_text_has_each_target_with_its_status(lang: str, said: str) -> None:
    alt = shown({"value": 40.0}, {"value": 35.0, "date": "2025-03"}, lang=lang).alt  # type: ignore[attr-defined]
    assert alt.endswith(said)


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
