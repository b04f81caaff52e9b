"""What if the pace were another: dots at the shares that each pace leads to, and counts of those who are there."""

import pandas as pd
import pytest
from charting import both_titles, drawn, row_names
from matplotlib.colors import to_hex

from coverage_lib.charts import paces
from coverage_lib.drawing import marks
from coverage_lib.measures.projection import at_pace

PANEL = pd.DataFrame(
    [
        {"code": series, "date": pd.Timestamp(year, 12, 31), "coverage": share}
        for series, shares in {
            "11": (20.0, 24.0),
            "12": (40.0, 42.0),
            "15": (30.0, 30.0),
            "16": (50.0, 49.0),
        }.items()
        for year, share in zip((2022, 2024), shares, strict=True)
    ]
)
NAMES = pd.Series({"11": "Aceh", "12": "Sumatera Utara", "15": "Jambi", "16": "Sumatera Selatan"})


def what_if(target: float, by: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    recent, best = (
        at_pace(PANEL, target=target, target_date=f"{by}-12-31", pace=pace)
        for pace in ("recent", "best_quarter")
    )
    return recent, best, NAMES


def test_each_province_has_a_dot_for_now_one_at_its_own_pace_and_one_at_the_best_quarters() -> None:
    ax = drawn(paces.what_if, *what_if(45.0, 2029)).ax
    assert row_names(ax) == ["Sumatera Selatan", "Sumatera Utara", "Jambi", "Aceh"]
    _stems, now, own, quick = ax.collections
    expected = {
        "now": [49.0, 42.0, 30.0, 24.0],
        "own": [46.5, 47.0, 30.0, 34.0],
        "quick": [59.0, 52.0, 40.0, 34.0],
    }
    for dots, values in ((now, expected["now"]), (own, expected["own"]), (quick, expected["quick"])):
        assert dots.get_offsets()[:, 0].tolist() == pytest.approx(values, abs=0.05)
        assert dots.get_offsets()[:, 1].tolist() == [0, 1, 2, 3]
    assert to_hex(now.get_facecolor()[0]) == to_hex(marks.CONTEXT)
    assert to_hex(own.get_facecolor()[0]) == to_hex(marks.ACCENT)
    assert to_hex(quick.get_facecolor()[0]) == "#ffffff"
    [line] = [line for line in ax.lines if line.get_color() == marks.TARGET]
    assert line.get_xdata() == [45.0, 45.0]


@pytest.mark.parametrize(
    ("target", "by", "own", "quick"), [(45.0, 2029, 2, 2), (35.0, 2030, 3, 4), (90.0, 2026, 0, 0)]
)
def test_the_title_counts_who_is_there_at_each_pace(target: float, by: int, own: int, quick: int) -> None:
    english, indonesian = both_titles(paces.what_if, *what_if(target, by))
    assert english == (
        f"At their own recent pace {own} provinces are at {target:.2f}% in {by}; at the pace of the best quarter {quick} are"
    )
    assert f"{own} provinsi" in indonesian and str(by) in indonesian
    assert f"{target:.2f}%".replace(".", ",") in indonesian
