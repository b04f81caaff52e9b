"""Quoted rates of segments and segments with a base of their own, as they are shown."""

import pandas as pd
import pytest

from coverage_lib.charts import quoted
from coverage_lib.load import load_employment, load_members, load_published
from coverage_lib.measures import disparity


@pytest.fixture(scope="module")
def bases() -> pd.DataFrame:
    published = load_published()
    return disparity.published_base(
        published[published["id"].isin(["f0001", "f0002"])],
        pd.concat([load_members(), load_members(counted_by="office")]),
        load_employment("2021"),
        published[published["measure"] == "eligible_workers"],
    )


def rows(table: object) -> list[list[str]]:
    return [[text for text, _order in row] for row in table.content()["rows"]]  # type: ignore[attr-defined]


def test_the_nearest_candidates_of_each_quote_are_shown_and_say_whether_they_reproduce_it(
    bases: pd.DataFrame,
) -> None:
    shown = rows(quoted.quoted_beside_ours(bases))
    by_segment = {
        name: [row for row in shown if row[0] == name] for name in ("formal", "informal", "both together")
    }
    assert all(len(part) == quoted.NEAREST for part in by_segment.values())
    for part in by_segment.values():
        away = [abs(float(row[6].replace("−", "-"))) for row in part]
        assert away == sorted(away)
    # "sekitar 12%" leaves room for the eligible workers of 2025.
    assert next(row[3:5] for row in by_segment["both together"] if row[7] == "yes") == [
        "eligible workers",
        "July 2025",
    ]


def test_only_the_segments_asked_for_are_shown(bases: pd.DataFrame) -> None:
    assert {row[0] for row in rows(quoted.quoted_beside_ours(bases, ["formal"]))} == {"formal"}


def test_the_finding_sets_both_quotes_beside_all_workers(bases: pd.DataFrame) -> None:
    from coverage_lib.load import load_coverage

    gaps = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    text = quoted.quoted_finding(bases, gaps).text
    assert text.startswith("Jawa Tengah was quoted with 60% formal and 12% informal.")
    assert "97% of the 12.8 million eligible workers printed for July 2025" in text


def test_a_segment_apart_has_the_columns_that_were_printed() -> None:
    apart = disparity.segments_apart(load_published(), load_members(counted_by="office"))
    construction = apart.query("counted_by == 'office' and date == '2023-12-31'")
    labels = [
        column["label"] for column in quoted.apart_table(construction, "construction").content()["columns"]
    ]
    assert labels == ["Region", "Date", "Active members", "Source rows"]
    village = quoted.apart_table(apart, "village_institutions").content()
    assert [column["label"] for column in village["columns"]][3:6] == [
        "Base",
        "Without membership",
        "Coverage",
    ]
    [jambi] = [row for row in rows(quoted.apart_table(apart, "village_institutions")) if row[0] == "Jambi"]
    assert jambi[1] == "December 2024" and jambi[5] == "33.02%" and jambi[6] == "f0013, f0015"
