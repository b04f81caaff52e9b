"""The outlook: nation, construction and provinces from the same draws, and what it is made of."""

import numpy as np
import pandas as pd
import pytest
from home import GOAL, SEEDS, ahead, home, without_part_year

from coverage_lib import language
from coverage_lib.measures import projection
from coverage_lib.measures.projection import counts, joint
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.national import Season


def at_goal(draws, dates):
    return draws[..., dates.get_loc(GOAL)]


# ------------------------------------------------------------------------------------------------------ in every draw


@pytest.mark.parametrize("made", [ahead, without_part_year])
def test_provinces_and_construction_are_the_nation_in_every_draw(made):
    drawn = made()
    workers = drawn.workers / drawn.workers.sum(axis=1, keepdims=True)
    provinces = (workers * drawn.provinces).sum(axis=1)
    assert np.abs(provinces + drawn.construction - drawn.nation).max() < 1e-3
    assert (drawn.construction >= 0).all() and drawn.construction.min() < 1
    assert (drawn.nation >= drawn.without_construction).all()
    np.testing.assert_allclose(drawn.without_construction, provinces, atol=1e-3)


def test_the_outlook_is_of_all_provinces_and_every_year_to_2045():
    drawn = ahead()
    assert len(drawn.codes) == 34 and "00" not in drawn.codes
    assert drawn.dates.year.tolist() == list(range(2025, 2046))
    assert drawn.provinces.shape == drawn.workers.shape == (joint.DRAWS, 34, 21)
    assert np.isfinite(drawn.provinces).all() and np.isfinite(drawn.nation).all()
    assert drawn.path.dates[0] == pd.Timestamp("2024-12-31")
    # By month for five years, so that the shape of the year is seen.
    assert drawn.path.dates[:61].equals(pd.date_range("2024-12-31", periods=61, freq="ME"))


def test_the_workforce_is_counted_where_it_is_and_drawn_after():
    drawn, employment = ahead(), home().employment
    counted = employment[employment["year"] == 2025].set_index("code")["employed"].reindex(drawn.codes)
    assert (drawn.workers[:, :, 0] == counted.to_numpy()).all()
    assert (drawn.workers[:, :, 1].std(axis=0) > 0).all()


def test_construction_does_not_follow_the_nation():
    """How much of the members construction is has draws of its own."""
    drawn = ahead()
    part, nation = (
        at_goal(draws, drawn.dates) for draws in (drawn.construction / drawn.nation, drawn.nation)
    )
    assert abs(np.corrcoef(part, nation)[0, 1]) < 0.05
    # Draws of a path come in mirrored pairs, calm ones first; those of the part are shuffled, so that none follows the nation's.
    assert abs(np.corrcoef(part[::2], part[1::2])[0, 1]) < 0.1


# ---------------------------------------------------------------------------------------------------------- seeds


def test_the_same_seed_gives_the_same_bytes():
    first, known = ahead(), home()
    again = projection.outlook(known.known, known.totals, known.employment)
    for name in ("provinces", "workers", "construction", "nation"):
        assert getattr(first, name).tobytes() == getattr(again, name).tobytes(), name
    # Another seed draws other deviations too: provinces stand in another order.
    order = [drawn.provinces[0, :, -1].argsort() for drawn in (first, ahead(1))]
    assert (order[0] != order[1]).any()


def test_the_order_of_rows_changes_nothing():
    known = home()
    mixed = projection.outlook(
        known.known.sample(frac=1, random_state=1),
        known.totals.sample(frac=1, random_state=2),
        known.employment.sample(frac=1, random_state=3),
    )
    assert mixed.provinces.tobytes() == ahead().provinces.tobytes()


def test_six_seeds_print_the_same_probability_of_the_plan():
    """Rounded to 5 points, as on the page. Measured: 4.5 to 5.3% for 2029."""
    known = home()
    printed = {
        tuple(
            language.probability(value)
            for value in projection.plan_steps(ahead(seed), known.totals, known.plan)[
                "probability_at_target_date"
            ]
        )
        for seed in SEEDS
    }
    assert len({steps[-1] for steps in printed}) == 1
    assert len(printed) == 1


def test_six_seeds_agree_on_every_province():
    """The largest difference between six seeds of a province's probability is 2.1 points, of 4,096 draws."""
    target = projection.yardstick(43.92, home().coverage, home().totals).target
    chances = [(at_goal(ahead(s).provinces, ahead(s).dates) >= target).mean(axis=0) for s in SEEDS]
    assert np.ptp(chances, axis=0).max() < 0.03


def test_six_seeds_print_the_same_interval_of_the_nation():
    """In whole percent, as in the title of its figure: 26 to 41%. The ends differ by up to 0.4 points."""
    edges = [np.quantile(at_goal(ahead(s).nation, ahead(s).dates), [0.1, 0.5, 0.9]) for s in SEEDS]
    assert len({tuple(np.round(each)) for each in edges}) == 1
    assert np.ptp(edges, axis=0).max() < 0.5


# --------------------------------------------------------------------------------------------------- construction


def test_constructions_part_is_the_total_less_the_provinces_counts():
    known = home()
    parts = counts.construction_parts(counts.full_counts(known.coverage), known.totals)
    december = parts[parts["date"].dt.month == 12].set_index("date")["coverage"]
    assert december.round(1).tolist() == [19.6, 17.7, 13.3]
    nation = known.coverage[known.coverage["code"] == "00"].set_index("year")["active"]
    announced = {2022: 35.86e6, 2023: 41.56e6, 2024: 45.22e6}
    by_hand = [100 * (1 - nation[year] / total) for year, total in announced.items()]
    np.testing.assert_allclose(december, by_hand)


def test_after_the_last_count_construction_is_what_the_announcement_leaves():
    known = home()
    parts = counts.construction_parts(counts.full_counts(known.coverage), known.totals)
    later = parts[parts["date"] > "2024-12-31"]
    assert later["date"].dt.strftime("%Y-%m").tolist() == ["2025-02", "2025-03", "2025-04", "2025-05"]
    # 41.38 million of February 2025, of whom 26.26 formal and 9.58 informal.
    assert later["coverage"].iloc[0] == pytest.approx(100 * (1 - (26.26 + 9.58) / 41.38), abs=0.02)


def test_no_total_of_a_counted_day_is_refused():
    known = home()
    odd = known.totals[~known.totals["date"].isin(known.coverage["date"])]
    with pytest.raises(
        ValueError, match="No total was announced for a day on which the provinces were counted"
    ):
        projection.outlook(known.known, odd, known.employment, until="2029-12-31")


def test_without_a_full_count_there_is_no_outlook():
    known = home()
    with pytest.raises(ValueError, match="no full count of all provinces"):
        projection.outlook(
            known.known[known.known["status"] == "provisional"], known.totals, known.employment
        )


# ----------------------------------------------------------------------------------------------- the part-year count


def part_year():
    return home().known[home().known["status"] == "provisional"]


def test_the_count_of_2025_is_of_february():
    """35.84 million by province; 26.26 million formal and 9.58 informal members were announced for February 2025."""
    rows = part_year()
    assert rows.loc[rows["code"] == "00", "active"].item() == pytest.approx((26.26 + 9.58) * 1e6, rel=1e-3)
    assert counts.part_year_month(rows, home().totals) == pd.Timestamp("2025-02-28")


def test_another_sum_fits_another_month():
    rows = part_year().assign(active=lambda rows: rows["active"].mask(rows["code"] == "00", 34.48e6))
    assert counts.part_year_month(rows, home().totals) == pd.Timestamp("2025-05-31")


def test_without_parts_of_its_year_a_count_has_no_month_and_is_not_used():
    known = home()
    totals = known.totals.assign(rest=known.totals["rest"].mask(known.totals["date"] > "2024-12-31"))
    assert counts.part_year_month(part_year(), totals) is None
    kept, dropped = (
        projection.outlook(rows, totals, known.employment, until="2026-12-31", draws=256)
        for rows in (known.known, known.coverage)
    )
    assert kept.provinces.tobytes() == dropped.provinces.tobytes()


def test_the_part_year_count_moves_a_lively_province_and_hardly_a_large_one():
    told, full = ahead(), without_part_year()
    moved = pd.Series(
        np.median(at_goal(told.provinces, told.dates), axis=0)
        - np.median(at_goal(full.provinces, full.dates), axis=0),
        index=told.codes,
    )
    assert moved["65"] < -10  # Kalimantan Utara fell by more than its neighbours
    assert abs(moved["32"]) < 0.3  # Jawa Barat
    assert moved.abs().median() < 0.5


def test_the_part_year_count_is_as_unsure_as_the_median_province_moved(monkeypatch):
    """The noise it enters with, counted again from the two counts."""
    seen = {}
    original = joint.posterior

    def keep(prior, y, years, noise, points):
        seen.update(y=y, noise=noise)
        return original(prior, y, years, noise, points)

    monkeypatch.setattr(joint, "posterior", keep)
    known = home()
    projection.outlook(known.known, known.totals, known.employment, until="2025-12-31", draws=16)
    share = known.known.pivot(index="code", columns="date", values="coverage").iloc[:, -2:] / 100
    share = 0.005 + 0.99 * share
    y = np.log(share / (1 - share))
    apart = (y - y.loc["00"]).drop("00")
    moved = apart.iloc[:, 1] - apart.iloc[:, 0]
    expected = 1.4826 * (moved - moved.median()).abs().median()
    np.testing.assert_allclose(seen["noise"][:, -1], expected)
    np.testing.assert_allclose(seen["y"][:, -1], apart.iloc[:, 1])
    assert (seen["noise"][:, :-1] < expected / 10).all()


# --------------------------------------------------------------------------------------------- less than is known


def test_one_full_count_is_enough():
    known = home()
    drawn = projection.outlook(
        known.coverage[known.coverage["year"] == 2024],
        known.totals,
        known.employment,
        until="2029-12-31",
        draws=512,
    )
    last = known.coverage[known.coverage["year"] == 2024].set_index("code")["coverage"].reindex(drawn.codes)
    order = pd.Series(np.median(drawn.provinces[:, :, 0], axis=0), drawn.codes).rank()
    assert order.corr(last.rank()) > 0.98
    assert (drawn.construction >= 0).all()


def test_first_year_cuts_what_the_provinces_are_told():
    known = home()
    cut = projection.outlook(
        known.known[known.known["year"] >= 2023], known.totals, known.employment, until="2029-12-31"
    )
    whole = ahead()
    # The nation is told the same totals; only what provinces differ by is learned from fewer counts.
    np.testing.assert_allclose(
        np.median(cut.nation[:, -1]), np.median(at_goal(whole.nation, whole.dates)), atol=0.2
    )
    moved = np.median(cut.provinces[:, :, -1], axis=0) - np.median(
        at_goal(whole.provinces, whole.dates), axis=0
    )
    assert np.abs(moved).max() > 0.1


def test_told_to_2023_it_starts_in_2024():
    known = home()
    before = known.coverage["year"] <= 2023
    drawn = projection.outlook(
        known.coverage[before],
        known.totals[known.totals["date"] < "2024"],
        known.employment[known.employment["year"] <= 2023],
        until="2024-12-31",
        draws=512,
    )
    assert drawn.dates.year.tolist() == [2024]
    assert drawn.path.dates[0] == pd.Timestamp("2023-12-31")


# ------------------------------------------------------------------------------------------------- other assumptions


def test_assumptions_move_what_they_are_about():
    known, shown = home(), ahead()

    def other(**assumed):
        return projection.outlook(
            known.known,
            known.totals,
            known.employment,
            assumptions=projection.Assumptions(**{"prior": class_prior(), "season": Season(), **assumed}),
            until="2029-12-31",
        )

    same = other()
    np.testing.assert_allclose(
        np.quantile(same.nation[:, -1], [0.1, 0.5, 0.9]),
        np.quantile(at_goal(shown.nation, shown.dates), [0.1, 0.5, 0.9]),
        atol=0.3,
    )
    deeper = other(season=Season()._replace(depth=0.2))
    assert np.median(deeper.nation[:, 0]) > np.median(shown.nation[:, 0]) + 0.2
    from dataclasses import replace

    wider = other(prior=replace(class_prior(), scale=class_prior().scale * 1.5))
    assert np.ptp(np.quantile(wider.nation[:, -1], [0.1, 0.9])) > 1.02 * np.ptp(
        np.quantile(same.nation[:, -1], [0.1, 0.9])
    )


def test_draws_never_say_never_nor_certainly():
    reached = np.zeros((4096, 3), bool)
    reached[:, 1], reached[:1024, 2] = True, True
    chances = joint.chance_of(reached)
    assert 0 < chances[0] < 0.001 and 0.999 < chances[1] < 1
    assert chances[2] == pytest.approx(0.25, abs=1e-3)
