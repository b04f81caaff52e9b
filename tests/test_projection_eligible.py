"""Quoted shares of eligible workers: each province's own offset over its share of all employed, and its own targets."""

import numpy as np
import pandas as pd
import pytest
from home import ahead, eligible, home

from coverage_lib import load_published, load_reconciled, load_targets
from coverage_lib.measures import projection
from coverage_lib.measures.published import coverage_figures, on_boundary
from coverage_lib.measures.targets import own_targets


def logit(percent):
    share = 0.005 + 0.99 * np.asarray(percent) / 100
    return np.log(share / (1 - share))


def quotes(code, *rows):
    """Quotes of one province: date, share, and the printed number of eligible workers."""
    frame = pd.DataFrame(rows, columns=["date", "coverage", "workers"])
    return frame.assign(code=code, date=pd.to_datetime(frame["date"]), uncertainty=0.3, id="f0000")


def only(code):
    panel, _found = eligible()
    return panel[panel["code"] == code]


def offsets(panel):
    return projection.offsets(panel, home().coverage, ahead())


# ---------------------------------------------------------------------------------------------------------- offsets


def test_an_offset_is_what_quotes_lie_above_the_share_of_all_employed():
    """A quote of the very day of a count, by hand: the difference on the logit, drawn a little to the others'."""
    coverage = home().coverage
    counted = coverage[(coverage["code"] == "33") & (coverage["year"] == 2024)]["coverage"].item()
    panel, _found = eligible()
    raw = logit(60.0) - logit(counted)
    exact = quotes("33", ("2024-12-31", 60.0, None)).assign(uncertainty=0.01)
    one = offsets(pd.concat([panel[panel["code"] != "33"], exact]))
    others = one.table["offset"].drop("33").median()
    assert others < one.table.loc["33", "offset"] < raw
    many = pd.concat([panel[panel["code"] != "33"], *[exact] * 30])
    assert offsets(many).table.loc["33", "offset"] == pytest.approx(raw, abs=0.05)


def test_offsets_are_shrunk_and_surer_with_more_quotes():
    _panel, found = eligible()
    table = found.table
    assert (table["sd"] > 0).all() and (table["figures"] >= 1).all()
    # Shares of eligible workers are of fewer people, so every offset is above zero.
    assert table["offset"].between(0.3, 0.9).all()
    assert table.loc["52", "sd"] < table.loc[table["figures"] == 1, "sd"].min()
    panel = eligible()[0]
    spread = offsets(panel.assign(uncertainty=10.0)).table["offset"].std()
    assert spread < table["offset"].std()


def test_no_offset_without_a_quote():
    panel, found = eligible()
    quoted = set(panel["code"])
    assert set(found.table.index) <= quoted
    assert not {"19", "31", "34", "64", "65", "91"} & set(found.table.index)
    # A quote from more than a year before the first count says nothing of today's base.
    early = panel[(panel["code"] == "11")].tail(1).assign(code="19", date=pd.Timestamp("2021-06-30"))
    assert "19" not in offsets(pd.concat([panel, early])).table.index
    later = early.assign(date=pd.Timestamp("2024-06-30"))
    assert "19" in offsets(pd.concat([panel, later])).table.index


def test_the_quotes_of_one_province_alone_are_no_surer_than_they_are():
    """Nothing is drawn towards others that are not there, and the doubt of a few offsets is that of their mean too."""
    alone = offsets(only("33")).table
    assert alone["figures"].tolist() == [1] and alone["sd"].item() > 0.03
    together = offsets(pd.concat([only("33"), only("53")])).table
    assert (together["sd"] > 0.03).all()
    assert offsets(only("33").iloc[:0]).table.empty


def test_new_papuas_quote_never_meets_old_papuas_coverage():
    """The counts are on the boundary of 2021; what today's Papua quotes is of a part of it."""
    series = load_reconciled().series
    papua = series[series["code"].eq("91") & series["base"].eq("eligible")]
    assert (papua["boundary"] == "2022").any()
    old = on_boundary(series, "2021")
    assert not ((old["code"] == "91") & (old["boundary"] == "2022")).any()
    panel, found = eligible()
    assert not {"91", "93", "94", "95", "96"} & set(found.table.index)
    assert not set(papua.loc[papua["boundary"] == "2022", "id"]) & set(panel["id"])


def test_shares_of_december_2025_lie_inside_what_is_drawn_for_them():
    panel, found = eligible()
    drawn = projection.eligible_draws(ahead(), found)[:, :, 0]
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    for name, code in {"Bengkulu": "17", "Bali": "51", "Gorontalo": "75", "Maluku Utara": "82"}.items():
        quoted = panel[(panel["code"] == code) & (panel["date"].dt.strftime("%Y-%m") == "2025-12")]
        place = found.table.index.get_loc(code)
        assert low[place] < quoted["coverage"].item() < high[place], name


def test_drawn_shares_have_the_offset_and_its_doubt():
    """On the logit the median lies the offset above the province's, and the spread is wider by offset and quote."""
    drawn, found = ahead(), eligible()[1]
    place = drawn.codes.get_indexer(found.table.index)
    moved = logit(projection.eligible_draws(drawn, found)) - logit(drawn.provinces[:, place])
    np.testing.assert_allclose(np.median(moved, axis=0), np.tile(found.table["offset"], (21, 1)).T, atol=0.02)
    expected = np.sqrt(found.table["sd"] ** 2 + found.quote_sd**2)
    np.testing.assert_allclose(moved[:, :, 4].std(axis=0), expected, rtol=0.06)
    again = projection.eligible_draws(drawn, found)
    assert again.tobytes() == projection.eligible_draws(drawn, found).tobytes()


# ------------------------------------------------------------------------------------------------------ own targets


@pytest.fixture(scope="module")
def own():
    return own_targets(load_targets(), coverage_figures(load_published()))


def test_a_probability_is_given_to_targets_ahead_at_ends_of_years_of_provinces_with_a_quote(own):
    drawn, found = ahead(), eligible()[1]
    probability = projection.own_probabilities(own, drawn, found)
    on_eligible = own["base"].isin(["eligible", "not stated"]) & own["code"].isin(found.table.index)
    on_employed = own["base"].eq("employed") & own["code"].isin(drawn.codes)
    asked = own["unit"].eq("percent") & own["segment"].eq("total") & own["date_to"].isin(drawn.dates)
    expected = own["verdict"].eq("open") & asked & (on_eligible | on_employed)
    assert probability.notna().equals(expected) and expected.sum() >= 10
    assert probability.index.equals(own.index) and probability.dropna().between(0, 1).all()


def test_a_target_of_all_employed_is_held_against_the_share_of_all_employed(own):
    drawn, found = ahead(), eligible()[1]
    row = own[own["code"].eq("18") & own["verdict"].eq("open") & own["unit"].eq("percent")].head(1)
    asked = row.assign(base="employed", date_to=pd.Timestamp("2029-12-31"), value=20.0, segment="total")
    chance = projection.own_probabilities(asked, drawn, found).item()
    counted = (drawn.provinces[:, drawn.codes.get_loc("18"), drawn.dates.year.get_loc(2029)] >= 20).mean()
    assert chance == pytest.approx(counted, abs=1e-3)
    assert projection.own_probabilities(asked.assign(base="eligible"), drawn, found).item() > chance + 0.2
    assert projection.own_probabilities(asked.assign(base="a base of its own"), drawn, found).isna().all()


def test_a_higher_target_is_less_probable(own):
    drawn, found = ahead(), eligible()[1]
    row = own[own["code"].eq("18") & own["verdict"].eq("open") & own["base"].eq("eligible")].head(1)
    asked = pd.concat([row] * 3, ignore_index=True).assign(value=[24.0, 30.0, 45.0])
    chance = projection.own_probabilities(asked, drawn, found)
    assert chance.is_monotonic_decreasing and chance.iloc[0] > chance.iloc[2] + 0.3


def test_no_targets_have_no_probabilities(own):
    assert projection.own_probabilities(own.iloc[:0], ahead(), eligible()[1]).empty


def test_answers_of_eligible_shares_are_counted_from_their_draws():
    drawn, (panel, found) = ahead(), eligible()
    answers = projection.eligible_answers(drawn, found, panel, target=45.0, target_date="2029-12-31")
    shares = projection.eligible_draws(drawn, found)[:, :, drawn.dates.year.get_loc(2029)]
    chance = answers.attainment.set_index("code")["probability_at_target_date"].reindex(found.table.index)
    np.testing.assert_allclose(chance, (shares >= 45).mean(axis=0), atol=1e-3)
    at_end = answers.quantiles[answers.quantiles["date"] == "2029-12-31"].set_index("code")
    np.testing.assert_allclose(at_end["q50"].reindex(found.table.index), np.median(shares, axis=0), atol=1e-3)
