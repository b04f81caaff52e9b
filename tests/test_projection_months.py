"""Months of an analyst's own in the projection; real counts dated otherwise, or a stated share of them, stand for her tables."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from home import ahead, home
from own_members import ID, add_members, own_rows

from coverage_lib import load
from coverage_lib.measures import projection
from coverage_lib.measures.projection import months
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.counts import (
    ESTIMATED,
    construction_parts,
    full_counts,
    on_own_workforce,
)
from coverage_lib.measures.projection.deviations import deviation_draws, own_prior
from coverage_lib.measures.projection.months import season_spread, updated_draws
from coverage_lib.measures.projection.posterior import posterior

JAMBI = "15"


@pytest.fixture(autouse=True, scope="module")
def without_own_tables():
    """The home figures are kept for all tests, so they are loaded before any own row is there."""
    return home()


def outlook_with(monkeypatch, *tables, **options):
    add_members(monkeypatch, *tables)
    coverage = load.load_coverage(months=True)
    monkeypatch.undo()
    return projection.outlook(coverage, home().totals, home().employment, **options)


def interval(drawn, code, year):
    at = drawn.provinces[:, drawn.codes.get_loc(code), drawn.dates.year.get_loc(year)]
    return np.quantile(at, [0.1, 0.5, 0.9])


def test_the_undated_count_given_as_a_table_of_february_says_the_same(monkeypatch):
    known = home().known
    dated = known.assign(
        date=known["date"].mask(~known["date_stated"], pd.Timestamp("2025-02-28")),
        status="final",
        date_stated=True,
    )
    told = projection.outlook(dated, home().totals, home().employment)
    base = ahead()
    assert told.path.draws.tobytes() == base.path.draws.tobytes()
    for place in (0, 4):
        middle, width = [], []
        for drawn in (base, told):
            low, median, high = np.quantile(drawn.provinces[:, :, place], [0.1, 0.5, 0.9], axis=0)
            middle.append(median)
            width.append(high - low)
        apart = np.abs(middle[1] - middle[0])
        assert apart.mean() < 0.25 and apart.max() < 1.2
        assert 0.97 < np.median(width[1] / width[0]) < 1.04
        assert (width[1] / width[0] < 1.3).all()


@pytest.mark.parametrize(("factor", "up"), [(0.85, False), (1.15, True)])
def test_a_month_near_the_end_narrows_its_province_and_moves_it_its_way(monkeypatch, factor, up):
    drawn, base = outlook_with(monkeypatch, own_rows("2026-10-31", factor, [JAMBI])), ahead()
    share = 100 * own_rows("2026-10-31", factor, [JAMBI])["active"].sum()
    share /= home().employment.query("code == @JAMBI and year == 2025")["employed"].item()
    (low, middle, high), before = interval(drawn, JAMBI, 2026), interval(base, JAMBI, 2026)
    assert (high - low) < 0.65 * (before[2] - before[0])
    assert (middle > before[1]) == up
    assert abs(middle - share) < abs(before[1] - share) and low < share < high
    # The nation is told nothing: its path and construction are the same to the last byte.
    assert drawn.path.draws.tobytes() == base.path.draws.tobytes()
    assert drawn.construction.tobytes() == base.construction.tobytes()
    # The others take up what Jambi has more or less, and nothing else.
    others = drawn.codes != JAMBI
    moved = np.median(drawn.provinces[:, others, 1], axis=0) - np.median(base.provinces[:, others, 1], axis=0)
    assert np.abs(moved).max() < 0.2


def test_many_months_of_one_province_are_known_better_than_one(monkeypatch):
    days = pd.date_range("2026-01-31", "2026-10-31", freq="ME").strftime("%Y-%m-%d")
    one = outlook_with(monkeypatch, own_rows(days[-1], 1.1, [JAMBI]))
    many = outlook_with(monkeypatch, *(own_rows(day, 1.1, [JAMBI]) for day in days))
    widths = [np.ptp(interval(drawn, JAMBI, 2026)[[0, 2]]) for drawn in (one, many)]
    # What the province's season differs by is one error for the year, so ten months are not ten times as sure.
    assert 0.5 * widths[0] < widths[1] < widths[0]


def test_own_months_draw_the_same_bytes_again_and_add_up(monkeypatch):
    tables = own_rows("2026-06-30", 1.05), own_rows("2026-10-31", 1.1, [JAMBI])
    first, again = (outlook_with(monkeypatch, *tables, draws=512) for _ in range(2))
    assert first.provinces.tobytes() == again.provinces.tobytes()
    share = first.workers / first.workers.sum(axis=1, keepdims=True)
    assert np.abs((share * first.provinces).sum(axis=1) + first.construction - first.nation).max() < 1e-3


def test_a_december_of_all_provinces_is_where_the_outlook_starts(monkeypatch):
    drawn = outlook_with(monkeypatch, own_rows("2025-12-31", 1.1), draws=512)
    assert drawn.dates[0] == pd.Timestamp("2026-12-31") and drawn.path.dates[0] == pd.Timestamp("2025-12-31")
    counted = (
        100
        * own_rows("2025-12-31", 1.1)["active"].sum()
        / home().employment.query("code == '00' and year == 2025")["employed"].item()
    )
    start = drawn.path.draws[:, 0]
    # The count and construction's part of 12% of members, which is unsure by a point or two.
    assert np.median(start) == pytest.approx(counted / 0.88, abs=0.6)
    assert 0.3 < start.std() < 1.2


def test_totals_that_follow_from_counts_are_near_those_that_were_announced():
    """Each announced December is hidden in turn; only what is hidden is added."""
    known = home()
    for day in ("2023-12-31", "2024-12-31"):
        hidden = known.totals[known.totals["date"] != day]
        told = projection.with_counts(hidden, known.known, known.employment)
        row = told[told["construction"] == ESTIMATED].iloc[0]
        announced = known.totals[known.totals["date"] == day].iloc[0]
        assert len(told) == len(hidden) + 1 and row["date"] == pd.Timestamp(day)
        assert abs(row["coverage"] - announced["coverage"]) < 2 * row["uncertainty"] < 4
        # Told once more, and asked for construction, an estimated total says nothing new.
        assert projection.with_counts(told, known.known, known.employment).equals(told)
        full = full_counts(known.known)
        pd.testing.assert_frame_equal(construction_parts(full, told), construction_parts(full, hidden))


def test_an_unsure_announcement_leaves_room_for_the_count(monkeypatch):
    add_members(monkeypatch, own_rows("2025-08-31"), own_rows("2025-05-31"))
    counted = load.load_coverage(months=True)
    totals = projection.with_counts(home().totals, counted, home().employment)
    # Of August 2025 only "40 million" or so is announced; the total of May is known.
    assert totals.loc[totals["construction"] == ESTIMATED, "date"].tolist() == [pd.Timestamp("2025-08-31")]
    assert totals.loc[totals["construction"] == ESTIMATED, "id"].item() == f"{ID};bps-sakernas"


def test_workers_of_an_earlier_august_grow_as_those_of_the_projection_do(monkeypatch):
    add_members(monkeypatch, own_rows("2026-10-31"))
    coverage = load.load_coverage(months=True)
    grown = on_own_workforce(coverage, home().employment)
    before = coverage["year"] < 2026
    pd.testing.assert_frame_equal(grown[before], coverage[before], check_dtype=False)
    later = grown[~before].set_index("code")
    carried = coverage[~before].set_index("code")["workers"]
    assert (later["workers"] / carried).between(0.99, 1.05).all()
    assert later.loc["00", "workers"] == pytest.approx(later["workers"].drop("00").sum())
    assert later.loc["00", "coverage"] < coverage[~before].set_index("code").loc["00", "coverage"]


def test_the_season_of_provinces_differs_as_the_undated_count_says():
    """As the noise of that count in the model: 1.4826 times the median deviation, of a February, which has 0.6 of the fall."""
    wide = home().known.pivot(index="code", columns="date", values="coverage").iloc[:, -2:] / 100
    y = np.log((0.005 + 0.99 * wide) / (0.995 - 0.99 * wide))
    moved = (y - y.loc["00"]).drop("00").diff(axis=1).iloc[:, -1]
    spread = 1.4826 * (moved - moved.median()).abs().median()
    undated = home().known[~home().known["date_stated"]].assign(date=pd.Timestamp("2025-02-28"))
    assert season_spread(full_counts(home().known), undated) == pytest.approx(spread / 0.6)
    # So much is taken where an own December has replaced that count.
    assert spread / 0.6 == pytest.approx(months.SEASON_SPREAD, abs=0.005)


def test_without_jumps_a_figure_counts_as_in_the_filter():
    """One more December through the months is the same posterior as through the filter."""
    prior = replace(own_prior(class_prior()), jump_rate=0.0)
    y, years = np.array([[0.1, 0.2, 0.25]]), np.array([[2023.0, 2024.0, 2025.0]])
    noise = np.full((1, 3), 0.03)
    before = posterior(prior, y[:, :2], years[:, :2], noise[:, :2], np.array([2]))
    after = posterior(prior, y, years, noise, np.array([3]))
    horizon = np.array([1.0, 5.0])
    filtered = deviation_draws(prior, after, horizon, draws=40_000)[:, 0]
    told = updated_draws(
        prior, before, np.array([1.0]), y[:, 2:], noise[:, :1] ** 2, horizon + 1, draws=40_000
    )
    for q in (0.1, 0.5, 0.9):
        np.testing.assert_allclose(np.quantile(told, q, axis=0), np.quantile(filtered, q, axis=0), atol=0.006)


def test_what_is_drawn_at_the_month_itself_is_what_was_counted_there():
    prior = own_prior(class_prior())
    state = posterior(
        prior, np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]]), np.full((1, 2), 0.01), np.array([2])
    )
    figures = np.linspace(0.2, 0.4, 256)[:, None]
    drawn = updated_draws(
        prior, state, np.array([0.5]), figures, np.array([[1e-8]]), np.array([0.5, 1.5]), draws=256
    )
    np.testing.assert_allclose(drawn[:, 0], figures[:, 0], atol=1e-3)
    assert np.corrcoef(drawn[:, 1], figures[:, 0])[0, 1] > 0.1


def test_the_season_of_a_year_is_one_error_of_all_its_months(monkeypatch):
    """May has all of the fall and October 0.46 of it; another year has a season of its own."""
    seen = {}

    def keep(_prior, _state, _years, y, error, ahead, *, draws, seed):
        seen.update(y=y, error=error)
        return np.zeros((draws, len(ahead)))

    monkeypatch.setattr(months, "updated_draws", keep)
    add_members(
        monkeypatch, *(own_rows(day, 1.0, [JAMBI]) for day in ("2025-05-31", "2025-10-31", "2026-05-31"))
    )
    projection.outlook(load.load_coverage(months=True), home().totals, home().employment, draws=64)
    undated = home().known[~home().known["date_stated"]].assign(date=pd.Timestamp("2025-02-28"))
    spread = season_spread(full_counts(home().known), undated)
    # The count without a date is among them, as of February.
    february, may, october, next_may = range(4)
    error = seen["error"]
    assert error[may, october] == pytest.approx(0.46 * spread**2)
    assert error[february, may] == pytest.approx(0.6 * spread**2)
    assert error[may, may] == pytest.approx(spread**2, rel=0.01)
    assert error[may, next_may] == error[october, next_may] == 0
    # Workers of an earlier August make the later year less sure.
    assert error[next_may, next_may] > 1.01 * error[may, may]
    # Single months are held against the nation of each draw, the count of all against its own nation.
    assert np.ptp(seen["y"][:, february]) == 0 and np.ptp(seen["y"][:, may]) > 0.01
