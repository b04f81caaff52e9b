"""Published coverage: what is a share of eligible workers, on which boundary it stands, and which figure is the latest."""

import pytest

from coverage_lib import load
from coverage_lib.measures import coverage
from coverage_lib.measures import published as printed


@pytest.fixture(scope="module")
def employed():
    return load.load_coverage(provisional=True)


@pytest.fixture(scope="module")
def published():
    return load.load_coverage(base="eligible")


def test_published_coverage_has_the_columns_of_coverage_and_its_source(published):
    assert list(published.columns[: len(coverage.COLUMNS)]) == coverage.COLUMNS
    assert set(published["base"]) == {"eligible"} and set(published["status"]) == {"published"}
    jambi = published.set_index("id").loc["f0006"]
    assert (jambi["coverage"], jambi["active"], jambi["workers"]) == (45.17, 592_806, 1_312_370)
    assert jambi["as_published"] == "45,17% per 2 Desember 2024" and jambi["publisher"] == "Jambi Ekspres"
    assert published[["publisher", "title", "date", "source_id"]].notna().all().all()


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ("f0314", "61 persen dari target"),
        ("f0936", "83,58 persen dari target Bapenas"),
        ("f0601", "62,65 persen dari target"),
        ("f0667", "81 persen dari target universal coverage nasional"),
        ("f0990", "share of the office target"),
        ("f0992", "from the article of f0990"),
        ("f0114", "of the labour force"),
        ("f1005", "of the labour force"),
        ("f0166", "of all who work"),
        ("f0605", "a range for two provinces"),
        ("f0381", "share of registered members"),
        ("f0104", "no date"),
        ("f0179", "2013, before UCJ"),
        ("f0777", "construction"),
    ],
)
def test_what_is_no_share_of_eligible_workers_is_left_out(published, figure, why):
    assert figure in set(load.load_published()["id"])
    assert figure not in set(published["id"]), why


@pytest.mark.parametrize("figure", ["f0138", "f0199"])
def test_a_rate_compared_with_a_target_rate_is_still_coverage(published, figure):
    # "27,16 persen dari target 48 persen", "30 persen dari target 60 persen"
    assert figure in set(published["id"])


def test_papua_figures_stand_on_the_boundary_of_their_day(published):
    by_id = published.set_index("id")
    assert by_id.loc["f0356", ["code", "boundary"]].tolist() == ["94", "2022"]  # Papua Tengah, 2025
    assert by_id.loc["f0358", ["code", "boundary"]].tolist() == ["91", "2022"]  # Papua, 2024
    assert set(published.loc[published["boundary"] == "2022", "code"]) <= {"91", "92", "93", "94", "95", "96"}


def test_published_rates_lie_above_the_share_of_all_employed(published, employed):
    nation = published[
        (published["code"] == "00") & (published["year"] == 2024) & (published["segment"] == "total")
    ]
    assert nation["coverage"].tolist() == [40.0]
    assert nation["coverage"].min() > employed.query("code == '00' and year == 2024")["coverage"].item() + 10


def test_the_latest_figure_is_not_the_one_with_the_vaguest_date(published):
    latest = printed.latest_published(published).set_index(["code", "segment"])
    assert latest.index.is_unique
    assert latest.loc[("17", "total"), "id"] == "f0140"  # 11 December 2025, not "2025"
    assert latest.loc[("61", "total"), "id"] == "f0231"  # 25 December 2025, not "2025-12"
