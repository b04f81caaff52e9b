"""Processor seconds and memory of the model itself: 83,763 series of 8 points to 60 months, without reading and writing."""

import resource
import time

import numpy as np

from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.posterior import posterior
from coverage_lib.measures.projection.predictive import (
    probability_at,
    probability_by,
    quantiles,
)

SERIES, POINTS, MONTHS = 83_763, 8, 60


def main():
    rng = np.random.default_rng(0)
    walk = np.cumsum(rng.normal(0.05, 0.15, (SERIES, POINTS)), axis=1) + rng.uniform(-2.5, 0.4, (SERIES, 1))
    coverage = np.round(100 / (1 + np.exp(-walk)), 2)
    years = np.tile(np.arange(2017.0, 2017 + POINTS), (SERIES, 1))
    prior, ahead = class_prior(), np.arange(1, MONTHS + 1) / 12
    begun = time.process_time()
    state = posterior(prior, logit(coverage), years, logit_noise(coverage, 0.003), np.full(SERIES, POINTS))
    after_filter = time.process_time()
    fan = quantiles(prior, state, ahead)
    after_fan = time.process_time()
    probability_at(prior, state, ahead[-1:], 60.0)
    probability_by(prior, state, ahead[11::12], 60.0)
    end = time.process_time()
    print(
        f"{SERIES:,} series of {POINTS} points, {MONTHS} months, {fan.size:,} numbers, processor seconds: "
        f"posterior {after_filter - begun:.1f} s, quantiles {after_fan - after_filter:.1f} s, "
        f"probabilities at the end and by five dates {end - after_fan:.1f} s; "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB"
    )


if __name__ == "__main__":
    main()
