"""Numbers of eligible workers as they are drawn and said."""

from functools import cache

import pandas as pd
import pytest
from charting import LANGS, NAMES, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language, load
from coverage_lib.charts import eligible_bases as charts
from coverage_lib.drawing import marks
from coverage_lib.drawing.exhibits import Finding
from coverage_lib.measures import base_estimates, eligible_bases

PURPLE, GREY, WHITE = to_hex(marks.TARGET), to_hex(marks.CONTEXT), "#ffffff"


def estimates(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    """Rows of code, how known, ratio and its interval; 1,000,000 employed in 2024."""
    table = pd.DataFrame(rows, columns=["code", "known", "ratio", "ratio_low", "ratio_high"])
    return table.assign(
        name=table["code"].map(NAMES),
        workers=1e6 * table["ratio"],
        employed=1e6,
        base_year=2024,
        printed_date=[None if known == "estimated" else "2024-12" for known in table["known"]],
        ids=[None if known == "estimated" else "f0001" for known in table["known"]],
    )


THREE = (
    ("11", "printed", 0.6, 0.6, 0.6),
    ("12", "implied", 0.8, 0.78, 0.82),
    ("13", "estimated", 0.7, 0.55, 0.9),
    ("32", "printed", 0.75, 0.75, 0.75),
)


@cache
def beside() -> pd.DataFrame:
    bases = eligible_bases.printed_bases(load.load_published(), load.load_verdicts())
    return eligible_bases.beside_employed(bases, load.load_employment("2021"))


# --------------------------------------------------------------------------------------------------------------------- by province


def test_each_way_of_knowing_has_its_mark_and_estimates_their_interval():
    ax = drawn(charts.bases_by_province, estimates(*THREE)).ax
    assert row_names(ax) == ["Sumatera Utara", "Jawa Barat", "Sumatera Barat", "Aceh"]
    dots = {
        dot.get_label(): dot
        for dot in ax.collections
        if dot.get_label() in ("printed", "implied", "estimated")
    }
    assert dots["printed"].get_offsets().tolist() == [[75, 1], [60, 3]]
    assert dots["implied"].get_offsets().tolist() == [[80, 0]] and dots[
        "estimated"
    ].get_offsets().tolist() == [[70, 2]]
    faces = {label: to_hex(dot.get_facecolor()[0]) for label, dot in dots.items()}
    assert faces == {"printed": PURPLE, "implied": WHITE, "estimated": GREY}
    bars = [
        line.get_segments()[0][:, 0].round(6).tolist()
        for line in ax.collections
        if line.get_label().startswith("_child")
    ]
    assert [55, 90] in bars and [78, 82] in bars


@pytest.mark.parametrize(
    ("rows", "english", "indonesian"),
    [
        (THREE, "What is called eligible is 60% of all employed in Aceh and 75% in Jawa Barat", "Yang disebut semesta adalah 60% dari penduduk bekerja di Aceh dan 75% di Jawa Barat"),
        ((*THREE, ("51", "printed", 1.0, 1.0, 1.0), ("91", "printed", 1.04, 1.0, 1.08)), "What is called eligible is 60% of all employed in Aceh and 75% in Jawa Barat; in Papua and Bali the base is as large as all employed", "Yang disebut semesta adalah 60% dari penduduk bekerja di Aceh dan 75% di Jawa Barat; di Papua dan Bali sebesar seluruh penduduk bekerja"),
        ([("51", "printed", 1.0, 1.0, 1.0)], "Every printed base is as large as all employed", "Setiap semesta yang dimuat sebesar seluruh penduduk bekerja"),
        ([("51", "estimated", 0.7, 0.5, 0.9)], "No province has printed a number of eligible workers since 2021", "Tidak ada provinsi yang mengumumkan jumlah semesta sejak 2021"),
    ],
)  # fmt: skip
def test_the_title_is_of_printed_bases(rows, english, indonesian):
    for lang, title in (("en", english), ("id", indonesian)):
        assert drawn(charts.bases_by_province, estimates(*rows), lang=lang).title == title


def test_the_table_has_no_interval_where_the_digits_leave_nothing_open():
    rows = drawn(charts.bases_by_province, estimates(*THREE)).table.content()["rows"]
    cells = {row[0][0]: [text for text, _order in row] for row in rows}
    assert cells["Aceh"] == [
        "Aceh",
        "printed",
        "December 2024",
        "600,000",
        "1,000,000",
        "2024",
        "60.0%",
        "–",
        "f0001",
    ]
    assert cells["Sumatera Barat"][1:3] == ["estimated", "–"] and cells["Sumatera Barat"][7] == "55.0–90.0%"


def test_every_province_is_drawn_and_no_name_is_cut():
    rows = base_estimates.estimate_bases(
        eligible_bases.printed_bases(load.load_published()), load.load_employment("2021")
    )
    for lang in LANGS:
        figure = drawn(charts.bases_by_province, rows, lang=lang)
        assert len(row_names(figure.ax)) == 34
        low, high = figure.ax.get_xlim()
        assert (
            low < 100 * rows["ratio_low"].astype(float).min()
            and high > 100 * rows["ratio_high"].astype(float).max()
        )


# --------------------------------------------------------------------------------------------------------------------------- moves


def moved(*rows: tuple[str, float, bool]) -> pd.DataFrame:
    """Rows of code, number of eligible workers and whether it is a redrawing; 1,000,000 employed, a year between two."""
    table = pd.DataFrame(rows, columns=["code", "workers", "redrawn"])
    number = table.groupby("code").cumcount()
    before = table.groupby("code")["workers"].shift()
    return table.assign(
        name=table["code"].map(NAMES),
        boundary="2021",
        level="province",
        date=pd.to_datetime((2022 + number).astype(str)),
        printed_date=(2022 + number).astype(str),
        placed_at=pd.to_datetime((2022 + number).astype(str)),
        ratio=table["workers"] / 1e6,
        before=before,
        change=table["workers"] / before,
        kind=[
            "jump" if jump else "first" if first else "smaller"
            for jump, first in zip(table["redrawn"], before.isna(), strict=True)
        ],
        doubtful=(table["workers"] > 1.02e6) | (table["workers"] < 4e5),
        called="potensi",
        ids="f0001",
    )


def test_a_jump_is_a_thick_line_with_a_ring_and_the_rest_thin():
    ax = drawn(
        charts.bases_moved,
        moved(("11", 6e5, False), ("11", 9e5, True), ("12", 7e5, False), ("12", 7.2e5, False)),
    ).ax
    assert row_names(ax) == ["Aceh", "Sumatera Utara"]
    lines = [
        line for line in ax.collections if len(line.get_paths()) == 1 and line.get_linewidths()[0] in (1.5, 3)
    ]
    drawn_lines = {line.get_linewidths()[0]: (line.get_segments()[0][:, 0].round(6).tolist(), to_hex(line.get_edgecolor()[0])) for line in lines if hasattr(line, "get_segments")}  # fmt: skip
    assert drawn_lines == {3: ([60, 90], to_hex(marks.FALL)), 1.5: ([70, 72], to_hex(marks.PALE))}
    ends = {dot.get_label(): dot.get_offsets().tolist() for dot in ax.collections}
    assert texts(ax) == ["2022–2023"] * 2
    rings = [
        dot.get_offsets().tolist()
        for dot in ax.collections
        if hasattr(dot, "get_sizes") and dot.get_sizes().tolist() == [75]
    ]
    assert rings == [[[90, 0]]]
    legend = {words.get_text() for words in ax.get_legend().get_texts()}
    assert legend == {
        "a number between",
        "first number",
        "last number",
        "jump",
        "smaller change",
        "all employed",
    }
    assert ends["first number"] == [[60, 0], [70, 1]] and ends["last number"] == [[90, 0], [72, 1]]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((("11", 6e5, False), ("11", 9e5, True), ("12", 8e5, False), ("12", 5e5, True)), "In 2 of 2 changes the number of eligible workers jumped by more than 10%; the largest: Sumatera Utara, from 800,000 to 500,000"),
        # The largest that need not be checked; if there is none, with the word.
        ((("11", 3e5, False), ("11", 9e5, True), ("12", 8e5, False), ("12", 5e5, True)), "In 2 of 2 changes the number of eligible workers jumped by more than 10%; the largest: Sumatera Utara, from 800,000 to 500,000"),
        ((("11", 3e5, False), ("11", 9e5, True)), "In 1 of 1 changes the number of eligible workers jumped by more than 10%; the largest, to be checked: Aceh, from 300,000 to 900,000"),
        ((("11", 6e5, False), ("11", 6.1e5, False)), "In none of 1 changes did the number of eligible workers jump by more than 10%"),
    ],
)  # fmt: skip
def test_the_title_counts_jumps_and_names_the_largest_up_or_down(rows, title):
    assert drawn(charts.bases_moved, moved(*rows)).title == title


def test_two_numbers_of_one_year_name_it_once():
    rows = moved(("11", 6e5, False), ("11", 9e5, True)).assign(
        date=pd.to_datetime(["2024-03-01", "2024-09-01"])
    )
    assert texts(drawn(charts.bases_moved, rows).ax) == ["2024"]


def test_one_number_is_no_move():
    with language.use("en"):
        found = charts.bases_moved(moved(("11", 6e5, False)))
    assert found == Finding("No region has two numbers of eligible workers of different dates.")


def test_a_number_that_is_repeated_is_no_change_and_one_to_be_checked_is_named_beside_its_years():
    repeated = moved(("11", 1.2e6, False), ("11", 1.2e6, False), ("11", 9e5, True))
    repeated.loc[1, "kind"] = "repeated"
    figure = drawn(charts.bases_moved, repeated)
    assert figure.title.startswith("In 1 of 1 changes") and texts(figure.ax) == ["2022–2024, to be checked"]


def test_jumps_of_aceh_bali_and_nusa_tenggara_barat_stand_in_the_table():
    rows = eligible_bases.moves(beside())
    with language.use("en"):
        content = charts.moves_table(rows[rows["date"].ge("2021-03-25")]).content()
    words: dict[str, list[str]] = {}
    for row in content["rows"]:
        words.setdefault(row[0][0], []).append(row[5][0])
    assert words["Aceh"] == ["–", "jump", "–", "–", "–"]
    assert words["Bali"] == ["–", "to be checked", "jump, to be checked"]
    assert words["Nusa Tenggara Barat"][:2] == ["to be checked", "jump, to be checked"]
    assert "repeated" in words["Banten"][-1] and "within rounding" in words["Jawa Barat"]
    headings = [column["label"] if isinstance(column, dict) else column for column in content["columns"]]
    assert len(set(map(str, headings))) == len(headings)


# ------------------------------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_of_all_bases_says_what_each_is_called_and_how_it_is_known(lang):
    with language.use(lang):
        bases = eligible_bases.printed_bases(load.load_published())
        beside_all = eligible_bases.beside_employed(bases, load.load_employment("2021"))
        content = charts.bases_table(beside_all).content()
    rows = {row[-1][0]: [text for text, _order in row] for row in content["rows"]}
    assert rows["f0046"][7] == "penduduk bekerja" and rows["f0011"][7] == "potensi"
    assert rows["f0748, f0749"][5] == {"en": "members over share", "id": "peserta dibagi cakupan"}[lang]
    assert (
        rows["f0714"][8]
        == {"en": "civil servants, soldiers and police", "id": "aparatur sipil negara, TNI dan Polri"}[lang]
    )
    assert rows["f0070"][8] == {"en": "construction workers", "id": "pekerja jasa konstruksi"}[lang]
    assert "f0233" not in rows and len({tuple(row) for row in rows.values()}) == len(rows)


def test_every_word_is_known():
    for lang in LANGS:
        with language.use(lang):
            assert {charts.known_word(word) for word in ("printed", "implied", "estimated")}
            assert all(charts.how_words(how) for how in beside()["how"].unique())
            assert all(charts.rule_words(rule) for rule in base_estimates.RULES)


def test_the_score_of_the_estimates_is_shown_for_every_rule():
    left = base_estimates.leave_one_out(
        eligible_bases.printed_bases(load.load_published(), load.load_verdicts()),
        load.load_employment("2021"),
    )
    with language.use("en"):
        rows = [
            [text for text, _order in row]
            for row in charts.estimate_scores(base_estimates.scores(left)).content()["rows"]
        ]
    assert rows[-1] == [
        "random effects with the share of formal workers",
        "8.3",
        "3.7",
        "24 of 29",
        "29.8",
        "0.517",
    ]
