"""The outside view: gains of comparable programmes, counted on synthetic panels; the class's own windows as facts."""

import numpy as np
import pandas as pd
import pytest
from home import ahead, home

from coverage_lib import load_employment, load_published
from coverage_lib.measures import projection


def gains(**panels):
    """Gains of windows by panel, from lists of single windows."""
    rows = []
    for name, values in panels.items():
        for gain, windows in pd.Series(values).value_counts().items():
            rows.append(
                {
                    "panel": name,
                    "place": name.upper(),
                    "what": "w",
                    "publisher": "b",
                    "units": 3,
                    "gain": gain,
                    "windows": windows,
                }
            )
    return pd.DataFrame(rows)


def announced(shares):
    return pd.DataFrame(
        {"date": pd.to_datetime([f"{y}-12-31" for y in shares]), "coverage": list(shares.values())}
    )


SLOW, FAST = [-2.0, 0.0, 1.0, 1.0, 12.6], [3.0, 12.7, 20.0]
OWN = announced({2015: 20.0, 2018: 24.0, 2020: 21.5, 2023: 29.6, 2024: 31.0})


@pytest.fixture(scope="module")
def view():
    return projection.outside_view(gains(slow=SLOW, fast=FAST), 2.531, OWN)


def test_windows_that_reached_what_is_needed_are_counted_to_the_tenth(view):
    assert view.needed == 12.7
    assert (view.reached, view.windows) == (2, 8)
    assert dict(zip(view.panels["panel"], view.panels["reached"], strict=True)) == {
        "all": 2,
        "fast": 2,
        "slow": 0,
    }
    # 12.6 needs no more than 12.6, whatever the floating point says.
    assert projection.outside_view(gains(slow=SLOW, fast=FAST), 2.52, OWN).reached == 3


def test_quantiles_are_those_of_the_single_windows(view):
    rows = view.panels.set_index("panel")
    for name, values in {"slow": SLOW, "fast": FAST, "all": SLOW + FAST}.items():
        expected = np.quantile(values, [0.1, 0.25, 0.5, 0.75, 0.9])
        np.testing.assert_allclose(
            rows.loc[name, ["q10", "q25", "q50", "q75", "q90"]].astype(float), expected
        )
    assert view.panels["panel"].tolist() == ["all", "fast", "slow"]
    assert rows.loc["all", "units"] == 6


def test_own_windows_are_five_years_from_december_to_december(view):
    assert view.own["start"].dt.year.tolist() == [2015, 2018]
    assert view.own["end"].dt.year.tolist() == [2020, 2023]
    assert view.own["gain"].tolist() == pytest.approx([1.5, 5.6])
    assert view.own["below"].tolist() == pytest.approx([100 * 4 / 8, 100 * 5 / 8])


def test_a_record_shorter_than_five_years_has_no_window():
    short = projection.outside_view(gains(slow=SLOW), 1.0, OWN.tail(2))
    assert short.own.empty and short.windows == 5


def test_indonesias_own_windows_and_those_of_the_class():
    step = projection.plan_steps(ahead(), home().totals, home().plan).iloc[-1]
    own = projection.announced_path(load_published(), load_employment("2021"))
    view = projection.outside_view(projection.class_gains(), step["pace_needed"], own)
    assert view.needed == 12.7
    assert (view.reached, view.windows) == (40, 290)
    assert view.panels["windows"].tolist()[0] == 290
    assert sorted(view.panels["windows"].tolist()[1:]) == [19, 24, 45, 50, 152]
    assert view.own["gain"].round(1).tolist() == [5.6, 4.7]
    # By hand: 29.72 less 24.12, and 31.26 less 26.54.
    by_hand = [41.56e6 / 139_852_377 - 30.46e6 / 126_282_186, 45.22e6 / 144_642_004 - 34.17e6 / 128_755_271]
    np.testing.assert_allclose(view.own["gain"], 100 * np.array(by_hand))
    assert (view.own["gain"] < view.needed).all()


def test_own_paces_are_of_the_whole_record_and_of_its_last_years():
    own = projection.own_paces(OWN)
    assert own["start"].dt.year.tolist() == [2015, 2023] and (own["end"].dt.year == 2024).all()
    assert own["pace"].tolist() == pytest.approx([(31 - 20) / 9, 31 - 29.6])
    assert len(projection.own_paces(OWN.tail(2))) == 1


def test_indonesias_own_paces():
    own = projection.own_paces(projection.announced_path(load_published(), load_employment("2021")))
    assert list(zip(own["start"].dt.year, own["end"].dt.year, strict=True)) == [(2018, 2024), (2021, 2024)]
    by_hand = [
        100 * (45.22e6 / 144_642_004 - 30.46e6 / 126_282_186) / 6,
        100 * (45.22e6 / 144_642_004 - 30.66e6 / 131_050_523) / 3,
    ]
    assert own["pace"].tolist() == pytest.approx(by_hand)
