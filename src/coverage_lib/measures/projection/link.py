"""Between coverage in percent and the logit that the projection runs on."""

import numpy as np

from coverage_lib.measures.projection.class_prior import Array

# Half a point inside: so far from 0 and from 100 counts the end itself.
INSIDE = 0.005


def logit(coverage: Array) -> Array:
    """Logit of coverage, with 0 and 100 moved inside by half a point and all between in proportion.

    Examples
    --------
    >>> logit(np.array([0.0, 50.0, 100.0])).round(2).tolist()
    [-5.29, 0.0, 5.29]
    """
    share = INSIDE + (1 - 2 * INSIDE) * np.clip(coverage, 0, 100) / 100
    return np.log(share) - np.log1p(-share)


def percent(y: Array) -> Array:
    """Coverage in percent, the reverse of :func:`logit`; beyond the ends it is 0 or 100.

    Examples
    --------
    >>> percent(logit(np.array([0.0, 12.5, 100.0]))).round(6).tolist()
    [0.0, 12.5, 100.0]
    >>> percent(np.array([-9.0, 9.0])).tolist()
    [0.0, 100.0]
    """
    share = 1 / (1 + np.exp(-y))
    return np.clip(100 * (share - INSIDE) / (1 - 2 * INSIDE), 0, 100)


def logit_noise(coverage: Array, points: Array) -> Array:
    """Standard deviation on the logit of figures that are uncertain by `points` percentage points."""
    share = INSIDE + (1 - 2 * INSIDE) * np.clip(coverage, 0, 100) / 100
    return (1 - 2 * INSIDE) * np.asarray(points, float) / 100 / (share * (1 - share))
