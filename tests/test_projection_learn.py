"""What the panel says about the parameters that its series share."""

import numpy as np
from synthetic_panels import P, batch_of, one, synthetic_panel

from coverage_lib.measures.projection import learn


def test_growth_and_spread_follow_the_panel():
    slow, fast = (batch_of(synthetic_panel(40, 6, growth=g, noise=0.5)) for g in (0.0, 6.0))
    assert learn.adapt(P, slow).growth[0] < P.growth[0] < learn.adapt(P, fast).growth[0]
    calm, wild = (batch_of(synthetic_panel(40, 6, growth=2.0, noise=s)) for s in (0.3, 8.0))
    assert learn.adapt(P, calm).level_sd[0] < learn.adapt(P, wild).level_sd[0]


def test_common_shocks_raise_the_correlation():
    frame = synthetic_panel(30, 12, noise=1.0)
    common = frame.copy()
    push = dict(
        zip(sorted(frame["date"].unique()), np.random.default_rng(1).normal(0, 6, 12).cumsum(), strict=True)
    )
    common["coverage"] = (common["coverage"] + common["date"].map(push)).clip(1, 95)
    alone, together = (learn.adapt(P, batch_of(f)).correlation for f in (frame, common))
    assert alone < P.correlation < together


def test_without_changes_the_posterior_is_the_prior():
    assert learn.adapt(P, batch_of(one(["2024-12-31"], [20.0]))) is P
