"""What must come out of the whole, from the sources to the shares."""

import subprocess
import sys

import pytest

from coverage_lib import load


def test_no_province_is_covered_above_100_percent_on_the_boundaries_of_2021() -> None:
    shares = load.load_coverage(boundary="2021", base="employed", provisional=True)
    assert sorted(shares["year"].unique()) == [2022, 2023, 2024, 2025]
    assert shares.groupby("year")["code"].nunique().eq(35).all()
    assert shares["coverage"].between(0, 100, inclusive="neither").all()


@pytest.mark.parametrize(("year", "members", "employed", "percent"), [(2024, 39_207_829, 144_642_004, 27.1)])
def test_the_national_share(year: int, members: int, employed: int, percent: float) -> None:
    (nation,) = load.load_coverage().query("code == '00' and year == @year").to_dict("records")
    assert (nation["active"], nation["workers"]) == (members, employed)
    assert nation["coverage"] == pytest.approx(100 * members / employed)
    assert round(nation["coverage"], 1) == percent


def test_importing_the_package_takes_less_than_a_third_of_a_second() -> None:
    code = "import time; start = time.perf_counter(); import coverage_lib; print(time.perf_counter() - start)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(times) < 0.3
