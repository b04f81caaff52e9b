"""Page 03: the numbers that it states, counted again from the draws that they came from.

The cells of the notebook are run once. What they show is read in both languages and held against counts made here with plain numpy, printed
as the page prints: probabilities to 5 points, shares to a tenth.
"""

import ast
import html
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from coverage_lib import language
from coverage_lib.drawing.exhibits import MIME
from coverage_lib.measures import projection
from coverage_lib.measures.projection import joint

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "03_target_projection.ipynb"
LANGS = ("en", "id")
GOAL = pd.Timestamp("2029-12-31")

pytestmark = pytest.mark.parametrize("lang", LANGS)


class Shown(NamedTuple):
    """An exhibit, and its words and rows in one language."""

    exhibit: Any
    content: dict[str, Any]

    @property
    def table(self) -> list[list[str]]:
        """The rows of the table, or of the table behind a figure, as they are printed."""
        table = self.content.get("table", self.content)
        return [[text for text, _order in row] for row in table["rows"]]

    def row(self, name: str) -> list[str]:
        """The row of a table that holds a name."""
        [found] = [row for row in self.table if name in row]
        return found


class Page(NamedTuple):
    """What the cells left behind: their variables, by language what they showed, and the text between them."""

    names: dict[str, Any]
    shown: dict[str, list[Shown]]
    prose: dict[str, str]

    def named(self, lang: str, name: str) -> Shown:
        """The first figure or table of a name."""
        return next(each for each in self.shown[lang] if each.content.get("name") == name)

    def of_kind(self, lang: str, kind: str) -> list[Shown]:
        """Leads, findings or key figures, in order."""
        return [each for each in self.shown[lang] if each.content["kind"] == kind]


@pytest.fixture(scope="module")
def page() -> Page:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    shown: dict[str, list[Shown]] = {lang: [] for lang in LANGS}
    for number, cell in enumerate(each for each in cells if each["cell_type"] == "code"):
        *before, last = ast.parse("".join(cell["source"])).body
        if not isinstance(last, ast.Expr):
            before.append(last)
        exec(compile(ast.Module(before, []), f"cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):
            code = compile(ast.Expression(last.value), f"cell {number}", "eval")
            for lang in LANGS:
                with language.use(lang):
                    exhibit = eval(code, names)
                    shown[lang].append(Shown(exhibit, exhibit._repr_mimebundle_()[MIME]))
    prose = {
        lang: "\n".join(
            "".join(cell["source"])
            for cell in cells
            if cell["cell_type"] == "markdown" and f"lang-{lang}" in cell["metadata"]["tags"]
        )
        for lang in LANGS
    }
    return Page(names, shown, prose)


@pytest.fixture(scope="module")
def ahead(page: Page) -> projection.Outlook:
    return page.names["ahead"]


@pytest.fixture(scope="module")
def decembers_only(page: Page) -> projection.Outlook:
    """The outlook without the months of 2025."""
    totals = page.names["totals"]
    december = totals["date"].dt.month == 12
    return projection.outlook(page.names["coverage"], totals[december], page.names["employment"])


@pytest.fixture(scope="module")
def yard(page: Page) -> float:
    """43.92 less what construction was of all employed in December 2024, by hand from the announced total and the count."""
    coverage = page.names["coverage"]
    nation = coverage[(coverage["code"] == "00") & (coverage["year"] == 2024)].iloc[0]
    return 43.92 - 100 * (45.22e6 - nation["active"]) / nation["workers"]


# ------------------------------------------------------------------------------------------- numbers as they are printed


def number(value: float, digits: int, lang: str) -> str:
    text = f"{abs(value):,.{digits}f}"
    if lang == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return ("−" if round(value, digits) < 0 else "") + text


def percent(value: float, digits: int, lang: str) -> str:
    return number(value, digits, lang) + "%"


def people(count: float, lang: str) -> str:
    """People between a hundred thousand and a million: in thousands."""
    return number(1000 * round(count / 1000), 0, lang)


def twentieths(reached: Any) -> int:
    """Of draws that are true or not, how many twentieths are."""
    return math.floor(20 * np.mean(reached) + 0.5)


def probability(reached: Any) -> str:
    n = twentieths(reached)
    return {0: "<5%", 20: ">95%"}.get(n, f"{5 * n}%")


def chance(reached: Any, lang: str) -> str:
    part = Fraction(twentieths(reached), 20)
    words = {"en": "about {} in {}", "id": "sekitar {} dari {}"}[lang]
    assert 0 < part < 1
    return words.format(part.numerator, part.denominator)


def at(ahead: projection.Outlook, date: Any = GOAL) -> int:
    return ahead.dates.get_loc(pd.Timestamp(date))


def provinces(ahead: projection.Outlook) -> Iterator[tuple[int, str]]:
    return enumerate(ahead.codes)


def name_of(page: Page, code: str) -> str:
    coverage = page.names["coverage"]
    return coverage.loc[coverage["code"] == code, "name"].iloc[0]


# ------------------------------------------------------------------------------------------------------------- the nation


def test_the_lead_says_the_probability_of_the_draws(page: Page, ahead: projection.Outlook, lang: str) -> None:
    [lead] = page.of_kind(lang, "lead")
    reached = ahead.nation[:, at(ahead)] >= 43.92
    text = lead.content["text"]
    assert percent(43.92, 2, lang) in text and "2029" in text
    assert chance(reached, lang) in text
    assert reached.mean() <= 0.25
    assert {"en": "unlikely", "id": "kecil kemungkinannya"}[lang] in text


def test_the_lead_says_whether_provinces_were_forecast_better_than_by_no_change(
    page: Page, lang: str
) -> None:
    own = page.names["scores"].query("panel == 'provinces'").set_index("model")["crps"]
    text = page.of_kind(lang, "lead")[0].content["text"]
    better = own["outlook"] < own["naive"]
    words = {
        "en": ("better than assuming no change", "no better"),
        "id": ("lebih tepat", "tidak lebih tepat"),
    }[lang]
    assert words[0] in text
    assert (words[1] in text) == (not better)


def test_the_key_figures_are_those_of_the_draws(page: Page, ahead: projection.Outlook, lang: str) -> None:
    [figures] = page.of_kind(lang, "key_figures")
    (chance_of, of, ever_by), (interval, _then, start), (pace, _needed, best), (members, _since, between) = (
        figures.content["items"]
    )
    nation = ahead.nation[:, : at(ahead) + 1]
    assert chance_of == probability(nation[:, -1] >= 43.92)
    assert percent(43.92, 2, lang) in of and "2029" in of
    assert probability((nation >= 43.92).any(axis=1)) in ever_by
    low, high = np.quantile(nation[:, -1], [0.1, 0.9])
    assert interval == f"{percent(low, 0, lang)}–{percent(high, 0, lang)}"
    share = 100 * 45.22e6 / 144_642_004
    assert percent(share, 1, lang) in start
    assert pace == number((43.92 - share) / 5, 1, lang) == number(2.53, 1, lang)
    record = (share - 100 * 30.46e6 / 126_282_186) / 6, (share - 100 * 30.66e6 / 131_050_523) / 3
    assert number(record[0], 1, lang) in best.partition("2018–2024")[0]
    assert number(record[1], 1, lang) in best.partition("2018–2024")[2].partition("2021–2024")[0]
    needed = (0.4392 * ahead.workers.sum(axis=1)[:, at(ahead)] - 45.22e6) / 60
    low, middle, high = np.quantile(needed, [0.1, 0.5, 0.9])
    assert members == people(middle, lang)
    assert people(low, lang) in between and people(high, lang) in between
    growth = 100 * np.log(146_542_264 / 126_282_186) / 7
    assert percent(growth, 1, lang) in between


def test_the_fan_shows_every_total_and_its_title_the_interval(
    page: Page, ahead: projection.Outlook, lang: str
) -> None:
    fan = page.named(lang, "plan-fan")
    low, high = np.quantile(ahead.nation[:, at(ahead)], [0.1, 0.9])
    for number_said in (
        percent(low, 0, lang),
        percent(high, 0, lang),
        percent(31.263, 1, lang),
        percent(43.92, 2, lang),
    ):
        assert number_said in fan.content["title"]
    totals = page.names["totals"]
    rows = {row[-1]: row for row in fan.table if row[-1].startswith("f")}
    assert set(rows) == set(totals["id"]) and len(rows) == 24
    for total in totals.itertuples():
        share = percent(100 * total.active / total.workers, 1, lang)
        assert share in rows[total.id] and number(total.active, 0, lang) in rows[total.id]
    for year, target in {2025: 32.15, 2026: 34.99, 2029: 43.92}.items():
        drawn = ahead.nation[:, at(ahead, f"{year}-12-31")]
        said = fan.content["alt"].partition(f"{year}: {percent(target, 2, lang)}")[2].partition(";")[0]
        assert probability(drawn >= target) in said
        for edge in np.quantile(drawn, [0.1, 0.9]):
            assert percent(edge, 1, lang) in said


def test_the_table_of_steps_is_counted_from_the_draws(
    page: Page, ahead: projection.Outlook, lang: str
) -> None:
    table = page.named(lang, "plan-steps")
    assert [row[0] for row in table.table] == ["2025", "2026", "2029"]
    share = 100 * 45.22e6 / 144_642_004
    for year, target in {2025: 32.15, 2026: 34.99, 2029: 43.92}.items():
        drawn = ahead.nation[:, : at(ahead, f"{year}-12-31") + 1]
        low, high = np.quantile(drawn[:, -1], [0.1, 0.9])
        months = 12 * (year - 2024)
        workers = ahead.workers.sum(axis=1)[:, at(ahead, f"{year}-12-31")]
        least, most = np.quantile((target / 100 * workers - 45.22e6) / months, [0.1, 0.9])
        members = people(least, lang) if year == 2025 else f"{people(least, lang)}–{people(most, lang)}"
        row = table.row(str(year))
        assert percent(target, 2, lang) in row
        assert f"{percent(low, 1, lang)}–{percent(high, 1, lang)}" in row
        place = row.index(probability(drawn[:, -1] >= target))
        assert row[place + 1] == probability((drawn >= target).any(axis=1))
        assert number((target - share) / (year - 2024), 1, lang) in row
        assert members in row


def test_comparable_gains_are_counted_from_their_windows(page: Page, lang: str) -> None:
    gains = projection.class_gains()
    figure = page.named(lang, "outside-view")
    needed = round(5 * (43.92 - 100 * 45.22e6 / 144_642_004) / 5, 1)
    assert needed == 12.7
    reached = gains.loc[gains["gain"] > needed - 0.05, "windows"].sum()
    for said in (number(needed, 1, lang), str(reached), str(gains["windows"].sum())):
        assert said in figure.content["title"]
    counted = {}
    for panel, part in [("all", gains), *gains.groupby("panel")]:
        every = np.repeat(part["gain"], part["windows"])
        counted[panel] = (str(len(every)), str((every > needed - 0.05).sum()), float(np.median(every)))
    printed = {tuple(row[2:4]) for row in figure.table}
    assert {each[:2] for each in counted.values()} <= printed
    for windows, with_gain, median in counted.values():
        # Half a tenth is rounded to the even one.
        texts = {number(median, 1, lang), "+" + number(median, 1, lang)}
        assert any(windows in row and with_gain in row and texts & set(row) for row in figure.table)


def test_the_chances_of_the_outside_view_are_those_of_windows_and_draws(
    page: Page, ahead: projection.Outlook, decembers_only: projection.Outlook, lang: str
) -> None:
    gains = projection.class_gains()
    windows = np.repeat(gains["gain"], gains["windows"]) >= 12.65
    text = next(
        each.content["text"]
        for each in page.of_kind(lang, "finding")
        if chance(windows, lang) in each.content["text"]
    )
    shown, without = (chance(drawn.nation[:, at(drawn)] >= 43.92, lang) for drawn in (ahead, decembers_only))
    first, second, last = re.split("[.;] ", text)
    assert chance(windows, lang) in first and shown in second and without in last


# ---------------------------------------------------------------------------------------------------------- the provinces


def test_the_ranking_is_counted_from_the_draws(
    page: Page, ahead: projection.Outlook, yard: float, lang: str
) -> None:
    figure = page.named(lang, "provinces-ranked")
    drawn = ahead.provinces[:, :, : at(ahead) + 1]
    likely = sum((drawn[:, i, -1] >= yard).mean() > 0.5 for i, _code in provinces(ahead))
    assert re.findall(r"\d+", figure.content["title"])[:2] == [str(likely), "34"]
    assert percent(yard, 1, lang) in figure.content["title"]
    for said in (percent(43.92, 2, lang), number(43.92 - yard, 2, lang)):
        assert said in figure.content["subtitle"]
    for i, code in provinces(ahead):
        row = figure.row(name_of(page, code))
        edges = np.quantile(drawn[:, i, -1], [0.1, 0.25, 0.5, 0.75, 0.9])
        expected = [percent(edge, 1, lang) for edge in edges]
        expected += [probability(drawn[:, i, -1] >= yard), probability((drawn[:, i] >= yard).any(axis=1))]
        assert row[2:9] == expected, code


def test_the_column_of_the_ranking_is_drawn_in_the_order_of_the_medians(
    page: Page, ahead: projection.Outlook, yard: float, lang: str
) -> None:
    figure = page.named(lang, "provinces-ranked")
    drawn = ahead.provinces[:, :, at(ahead)]
    order = np.argsort(-np.median(drawn, axis=0), kind="stable")
    texts = [html.unescape(text) for text in re.findall(r">([^<>]*\S[^<>]*)<", figure.exhibit.svg)]
    first = texts.index(name_of(page, ahead.codes[order[0]]))
    assert texts[first : first + 34] == [name_of(page, ahead.codes[i]) for i in order]
    assert texts[first + 34 : first + 68] == [probability(drawn[:, i] >= yard) for i in order]


def test_the_map_says_the_probabilities_of_the_ranking(
    page: Page, ahead: projection.Outlook, yard: float, lang: str
) -> None:
    figure = page.named(lang, "probability-map")
    likely = sum((ahead.provinces[:, i, at(ahead)] >= yard).mean() > 0.5 for i, _code in provinces(ahead))
    assert re.findall(r"\d+", figure.content["title"])[:2] == [str(likely), "34"]
    for i, code in provinces(ahead):
        said = f"{name_of(page, code)} {probability(ahead.provinces[:, i, at(ahead)] >= yard)}"
        assert re.search(rf"(: |, ){re.escape(said)}[,.]", figure.content["alt"]), said


def test_paces_and_members_a_month_follow_from_counts_and_draws(
    page: Page, ahead: projection.Outlook, yard: float, lang: str
) -> None:
    figure = page.named(lang, "paces")
    gains = projection.class_gains()
    high = np.quantile(np.repeat(gains["gain"], gains["windows"]), 0.9) / 5
    counted = page.names["coverage"].pivot(index="code", columns="year", values="coverage")
    active = page.names["coverage"].query("year == 2024").set_index("code")["active"]
    faster = 0
    for i, code in provinces(ahead):
        needed = max(yard - counted.loc[code, 2024], 0) / 5
        own = (counted.loc[code, 2024] - counted.loc[code, 2022]) / 2
        members = (yard / 100 * ahead.workers[:, i, at(ahead)] - active[code]) / 60
        row = figure.row(name_of(page, code))
        texts = [text.lstrip("+") for text in row]
        assert texts[1] == number(needed, 1, lang) and texts[2] == number(own, 1, lang), code
        # Where there are enough members none are needed.
        ends = np.maximum(np.quantile(members, [0.1, 0.5, 0.9]), 0)
        assert row[3:6] == [number(edge, 0, lang) for edge in ends], code
        faster += needed > high
    title = figure.content["title"]
    assert number(high, 1, lang) in title
    if faster > 1:
        assert re.findall(r"\d+", title)[:2] == [str(faster), "34"]


def test_the_passage_is_counted_from_the_draws(
    page: Page, ahead: projection.Outlook, yard: float, lang: str
) -> None:
    table = page.named(lang, "passage")
    counted = page.names["coverage"].query("year == 2024").set_index("code")["coverage"]
    words = {row[2] for row in table.table}
    seen: dict[str, set[str]] = {}
    for i, code in provinces(ahead):
        reached = ahead.provinces[:, i] >= yard
        first = np.where(reached.any(axis=1), reached.argmax(axis=1), 99) + 2025
        classes = [first <= 2029, (first > 2029) & (first <= 2035), first > 2035]
        row = table.row(name_of(page, code))
        assert row[1] == percent(counted[code], 1, lang)
        assert row[3:6] == [probability(part) for part in classes], code
        shares = [part.mean() for part in classes]
        likeliest = int(np.argmax(shares)) if max(shares) > 0.5 else "none"
        seen.setdefault("now" if counted[code] >= yard else str(likeliest), set()).add(row[2])
    # Each class has one word, and no two classes have the same.
    assert all(len(each) == 1 for each in seen.values()), seen
    assert set.union(*seen.values()) == words and len(words) == len(seen)
    assert {"en": "there in 2024", "id": "sudah tercapai pada 2024"}[lang] in seen["now"]


def test_the_fans_end_where_the_draws_do(page: Page, ahead: projection.Outlook, lang: str) -> None:
    figure = page.named(lang, "fans")
    width = {}
    for code in ("00", "32", "33", "35", "15", "91"):
        drawn = ahead.without_construction if code == "00" else ahead.provinces[:, ahead.codes.get_loc(code)]
        edges = np.quantile(drawn[:, at(ahead)], [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
        name = "Indonesia" if code == "00" else name_of(page, code)
        assert figure.row(name)[1:8] == [percent(edge, 1, lang) for edge in edges], code
        width[name] = edges[5] - edges[1]
    for name in (min(width, key=width.__getitem__), max(width, key=width.__getitem__)):
        assert name in figure.content["title"] and number(width[name], 0, lang) in figure.content["title"]


def test_the_segments_title_is_the_interval_of_its_table(page: Page, lang: str) -> None:
    figure = page.named(lang, "segment-fans")
    rows = page.names["projection"].segment_outlook(page.names["segments"], until=GOAL)
    for row in rows[rows["date"] == GOAL].itertuples():
        for edge in (row.q10, row.q90):
            assert percent(edge, 0, lang) in figure.content["title"]
        assert percent(row.q50, 1, lang) in figure.content["alt"]


# ------------------------------------------------------------------------------------------------------------ own targets


def test_probabilities_of_own_targets_are_counted_from_the_draws(
    page: Page, ahead: projection.Outlook, lang: str
) -> None:
    found = projection.offsets(page.names["eligible"], page.names["coverage"], ahead)
    eligible = projection.eligible_draws(ahead, found)
    own = page.names["own"]
    shown = own[own["verdict"].eq("open") & own["unit"].eq("percent") & own["segment"].eq("total")]
    expected = []
    for row in shown.itertuples():
        if row.code not in found.table.index or row.date_to not in ahead.dates:
            expected.append((name_of(page, row.code), "–"))
            continue
        reached = eligible[:, found.table.index.get_loc(row.code), at(ahead, row.date_to)] >= row.value
        expected.append((name_of(page, row.code), probability(reached)))
    table = page.named(lang, "own-targets")
    assert sorted((row[0], row[-1]) for row in table.table) == sorted(expected)
    assert sum(said != "–" for _name, said in expected) >= 10


def test_the_lead_of_own_targets_counts_them(page: Page, lang: str) -> None:
    own, chances = page.names["own"], page.names["probability"]
    text = next(
        each.content["text"] for each in page.of_kind(lang, "finding") if " 2026" in each.content["text"][:90]
    )
    compared = own[own["unit"].eq("percent") & own["segment"].eq("total") & own["verdict"].ne("not judged")]
    verdict = compared["verdict"]
    counts = [
        verdict.eq("reached").sum(),
        verdict.eq("missed").sum(),
        verdict.isin(["no final figure", "no figure"]).sum(),
        verdict.eq("open").sum(),
    ]
    known = chances[compared.index][verdict.eq("open")].dropna()
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    for count in [*counts, len(known)]:
        assert count in numbers, (count, text)
    half = int((known.map(lambda p: math.floor(20 * p + 0.5)) >= 10).sum())
    assert str(half) in re.findall(r"\d+", text.rpartition(str(len(known)))[2]) or half == 0


# ----------------------------------------------------------------------------------------- sensitivity, season, scores


def test_the_first_row_of_the_sensitivity_is_what_the_page_shows(
    page: Page, ahead: projection.Outlook, yard: float, lang: str
) -> None:
    drawn = ahead.nation[:, at(ahead)]
    low, high = np.quantile(drawn, [0.1, 0.9])
    likely = sum((ahead.provinces[:, i, at(ahead)] >= yard).mean() > 0.5 for i, _code in provinces(ahead))
    first = page.named(lang, "sensitivity").table[0]
    assert first[1] == probability(drawn >= 43.92)
    assert first[2] == f"{percent(low, 1, lang)}–{percent(high, 1, lang)}"
    assert first[3] == str(likely)
    workers = ahead.workers.sum(axis=1)[:, at(ahead)]
    assert first[4] == people(np.median(0.4392 * workers - 45.22e6) / 60, lang)


def test_another_row_of_the_sensitivity_is_the_outlook_without_the_months_of_2025(
    page: Page, decembers_only: projection.Outlook, yard: float, lang: str
) -> None:
    other = decembers_only
    drawn = other.nation[:, at(other)]
    low, high = np.quantile(drawn, [0.1, 0.9])
    likely = sum((other.provinces[:, i, at(other)] >= yard).mean() > 0.5 for i, _code in provinces(other))
    expected = [probability(drawn >= 43.92), f"{percent(low, 1, lang)}–{percent(high, 1, lang)}", str(likely)]
    names_of = page.names["sensitivity"]["assumption"].tolist()
    row = page.named(lang, "sensitivity").table[names_of.index("decembers_only")]
    assert row[1:4] == expected


def test_the_words_of_the_season_are_those_of_counts_and_totals(
    page: Page, ahead: projection.Outlook, lang: str
) -> None:
    known = page.names["known"]
    nation = known[known["code"] == "00"].sort_values("date")["active"]
    apart = abs(nation.iloc[-1] - nation.iloc[-2]) / 1e6
    text = next(
        each.content["text"] for each in page.of_kind(lang, "finding") if "2025" in each.content["text"]
    )
    assert {"en": "February 2025", "id": "Februari 2025"}[lang] in text
    totals = page.names["totals"].set_index("date")
    share = 100 * totals["active"] / totals["workers"]
    lost = share["2024-12-31"] - share[share.index > "2024-12-31"].min()
    drawn = ahead.path.at(pd.DatetimeIndex(["2025-05-31", "2025-12-31"]))
    low, middle, high = np.quantile(drawn[:, 1] - drawn[:, 0], [0.1, 0.5, 0.9])
    # Each as often as it is said: the count lies 3.4 million lower, and 3.4 points are expected back.
    said = Counter(re.findall(r"\d+[.,]\d", text))
    assert said >= Counter(number(each, 1, lang) for each in (apart, lost, middle, low, high))
    season = {"en": "first of all the season", "id": "terutama karena musim"}[lang]
    assert (season in text) == (middle > lost / 2)


def test_the_scorecard_is_the_scores(page: Page, lang: str) -> None:
    scores = page.names["scores"]
    rows = page.named(lang, "scorecard").table
    assert len(rows) == len(scores)
    for row, score in zip(rows, scores.itertuples(), strict=True):
        assert row[2:] == [
            number(score.crps_ratio, 2, lang),
            percent(score.inside_80, 1, lang),
            number(score.width_80, 1, lang),
            number(score.forecasts, 0, lang),
        ]


def test_the_text_between_the_figures_says_what_is_done(
    page: Page, ahead: projection.Outlook, lang: str
) -> None:
    text = page.prose[lang]
    assert number(joint.DRAWS, 0, lang) in text and len(ahead.nation) == joint.DRAWS
    panels = len(projection.class_prior().learned_on)
    assert {"en": {6: "six panels"}, "id": {6: "enam panel"}}[lang][panels] in text
    assert str(page.names["employment"]["year"].min()) in text
    early = page.names["totals"].query("date < '2018'")["date"].dt.year.unique()
    assert all(str(year) in text for year in early)
