"""Posteriors and fans of short series of coverage, as the tests of the class prior need them."""

import numpy as np

from coverage_lib.measures.projection import predictive
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.posterior import posterior

PRIOR = class_prior()
YEARS = np.arange(1.0, 6)
MEDIAN = list(predictive.LEVELS).index(0.5)
LOW, HIGH = list(predictive.LEVELS).index(0.1), list(predictive.LEVELS).index(0.9)


def state_of(*series, years=None, points=0.003, prior=PRIOR):
    """Posterior of series of coverage (percent), a year apart if no years are given."""
    longest = max(map(len, series))
    value = np.array([[*s, *[s[-1]] * (longest - len(s))] for s in series], float)
    when = np.tile(np.arange(float(longest)), (len(series), 1)) if years is None else np.array(years, float)
    count = np.array([len(s) for s in series])
    return posterior(prior, logit(value), when, logit_noise(value, points), count)


def fan_of(*series, ahead=YEARS, **options):
    prior = options.get("prior", PRIOR)
    return predictive.quantiles(prior, state_of(*series, **options), ahead)
