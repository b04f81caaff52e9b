"""Published figures on segments: which base gives them, and segments that have a base of their own."""

import pandas as pd
import pytest

from coverage_lib.load import load_employment, load_members, load_published
from coverage_lib.measures import disparity


@pytest.fixture(scope="module")
def published():
    return load_published()


def test_which_base_gives_the_rates_quoted_for_jawa_tengah(published):
    quoted = published[(published["code"] == "33") & (published["date"] == "2024-02")]
    eligible = published[published["measure"] == "eligible_workers"]
    members = pd.concat([load_members(), load_members(counted_by="office")])
    table = disparity.published_base(quoted, members, load_employment(), eligible)
    ours = table[(table["counted_by"] == "domicile") & ~table["with_construction"]]
    last = ours[ours["base_date"] == "2023-08-31"].set_index(["segment", "base"])
    assert last.loc[("formal", "formal_workers"), "rate"] == pytest.approx(45.45, abs=0.01)
    assert last.loc[("informal", "informal_workers"), "rate"] == pytest.approx(6.40, abs=0.01)
    # 3,598,758 and 772,149 members: 60% and 12% mean bases of 6.0 and 6.4 million.
    assert last.loc[("formal", "formal_workers"), "implied_base"] == pytest.approx(3_598_758 / 0.60)
    assert last.loc[("informal", "informal_workers"), "implied_base"] == pytest.approx(772_149 / 0.12)
    assert not ours.loc[ours["segment"] != "formal and informal", "reproduces"].any()
    # No base alone gives both, but the two implied ones add up to the eligible workers printed in July 2025, as far as "sekitar
    # 12%" (11 to 13) can tell.
    both = ours[ours["segment"] == "formal and informal"].iloc[0]
    assert (both["base"], both["workers"]) == ("eligible", 12_800_000)
    assert both["implied_share"] == pytest.approx(97.1, abs=0.05)
    assert both["reproduces"] and both["implied_low"] == pytest.approx(3_598_758 / 0.605 + 772_149 / 0.13)


def test_rounding_of_a_quote_leaves_a_range(published):
    quoted = published[
        (published["id"] == "f0771")
    ]  # Sumatera Utara, November 2024: 53.76%, not 54 and not 53.7
    eligible = published[published["measure"] == "eligible_workers"]
    row = disparity.published_base(quoted, load_members(), load_employment(), eligible).iloc[0]
    assert row["implied_low"] == pytest.approx(100 * row["active"] / 53.765)
    assert row["implied_high"] == pytest.approx(100 * row["active"] / 53.755)


def test_quotes_for_the_papua_of_today_are_refused(published):
    quoted = published[(published["code"] == "92") & (published["measure"] == "coverage_rate")]
    quoted = quoted[quoted["segment"] == "formal"]
    eligible = published[published["measure"] == "eligible_workers"]
    with pytest.raises(disparity.TableError, match="as it was left in 2022"):
        disparity.published_base(quoted, load_members(), load_employment(), eligible)
    with pytest.raises(disparity.TableError, match="provinces of 2021"):
        disparity.eligible_beside_workers(eligible, load_employment(boundary="2021"))


def test_eligible_informal_workers_are_about_half_of_the_informal(published):
    eligible = published[
        (published["measure"] == "eligible_workers") & (published["region_level"] == "province")
    ]
    table = disparity.eligible_beside_workers(eligible, load_employment(boundary="2022"))
    utara = table[(table["code"] == "12") & (table["date"] == "2024-11-30")].set_index("segment")
    assert utara.loc["formal", "share"] == pytest.approx(100 * 2_550_189 / 3_294_015, abs=0.01)
    assert utara.loc["informal", "share"] == pytest.approx(100 * 2_346_232 / 4_429_349, abs=0.01)
    assert table[table["segment"] == "informal"]["share"].median() == pytest.approx(54, abs=1)


def test_village_institutions_of_jambi_have_a_base_of_their_own(published):
    table = disparity.segments_apart(published)
    jambi = table[(table["code"] == "15") & (table["segment"] == "village_institutions")].iloc[0]
    # 65,875 people are the 66.98% not covered.
    assert jambi["base"] == pytest.approx(98_350, abs=1)
    assert jambi["active"] == pytest.approx(98_350 * 0.3302, abs=1)
    assert jambi["base_from"] == "uncovered_and_share"
    assert jambi["ids"] == "f0013, f0015"
    banten = table[(table["code"] == "36") & (table["segment"] == "village_institutions")].iloc[0]
    # Printed 55.11% of 112,665; the 26,994 members printed beside it are 23.96%.
    assert banten["coverage"] == 55.11 and not banten["agrees"]
    assert (banten["base"], banten["base_from"]) == (112_665, "printed")
    assert banten["computed"] == pytest.approx(23.96, abs=0.01)


def test_segments_apart_leave_no_figure_out(published):
    table = disparity.segments_apart(published, load_members(counted_by="office"))
    assert set(table["segment"]) == {"construction", "village_institutions", "vulnerable"}
    office = table[table["counted_by"] == "office"]
    assert office["active"].sum() == 7_363_800
    assert set(office["reason"]) == {"base_not_published"} and office["coverage"].isna().all()
    subsidised = published[published["measure"] == "subsidised_workers"]
    for code in subsidised["id"]:
        value = subsidised.set_index("id").loc[code, "value"]
        assert (table["active"] == value).any(), code
