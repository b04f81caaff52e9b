"""What a panel says about the parameters its series share: mean growth, size of the shocks, how far they are shared."""

import numpy as np

from coverage_lib.measures.projection.model import Array, Parameters, filter_batch, move, step
from coverage_lib.measures.projection.panel import Batch

SAMPLE = 1500


def adapt(params: Parameters, batch: Batch) -> Parameters:
    """Move mean growth and the size of the shocks from the prior towards what the panel shows.

    Both are the mean of their posterior: the marginal likelihood of the series, and a normal prior with the spread that
    programmes of the reference panel had among themselves. Series of one panel share shocks (a good year for one is a good
    year for all), so the N points of one date do not count as N: each is divided by the design effect
    ``1 + (N - 1) shared``. Another date is new evidence, even where a single series has it.

    Parameters
    ----------
    params : Parameters
        The prior.
    batch : Batch
        All series of the panel, or every so many of them where there are more than 1,500.

    Returns
    -------
    Parameters
        The prior shifted, with ``shared`` estimated too.

    References
    ----------
    Kish, L. (1965). *Survey Sampling* (design effect).
    """
    batch = batch.take(np.flatnonzero(batch.points > 1))
    if not len(batch.y):
        return params
    batch = batch.take(slice(None, None, -(-len(batch.y) // SAMPLE)))
    shared = shared_correlation(params, batch)
    growth, log_scale = posterior_mean(params, batch, shared)
    moved = params.shifted(growth - params.growth_offset, log_scale - params.scale_offset)
    return Parameters(**{**moved.__dict__, "shared": shared})


def posterior_mean(params: Parameters, batch: Batch, shared: float) -> tuple[float, float]:
    """Posterior mean of the shift in growth and in the logarithm of all spreads, on a grid.

    What is weighed is the likelihood of each point given the points before it, with the weights of the regimes as they
    would have been then: the model is judged by what it would have said.
    """
    windows, next_y, next_noise, gap, date = one_ahead(batch)
    spread = np.array([params.growth_spread, params.scale_spread])
    centre = np.array([params.growth_offset, params.scale_offset])
    # What was left out to save time counts through what was kept.
    share = (batch.points - 1).sum() / len(next_y)
    _dates, code, kept = np.unique(np.round(date * 365.25), return_inverse=True, return_counts=True)
    weight = share / (1 + (kept[code] * share - 1) * shared)

    def objective(u: Array) -> float:
        found = params.shifted(*(centre + u * spread))
        state = move(filter_batch(found, windows), step(found, gap))
        variance = state.var_level + found.report_sd[:, None] ** 2 + next_noise**2
        each = state.log_weight - 0.5 * (np.log(variance) + (next_y - state.level) ** 2 / variance)
        top = each.max(axis=0)
        total = (weight * (top + np.log(np.exp(each - top).sum(axis=0)))).sum()
        return float(total - (u**2).sum() / 2)

    # The mixture has more than one mode, so the posterior is laid out on a grid and averaged instead of climbed.
    grid = np.array([(g, w) for g in np.linspace(-4, 4, 17) for w in np.linspace(-3, 3, 7)])
    height = np.array([objective(u) for u in grid])
    share_of = np.exp(height - height.max())
    growth, log_scale = centre + (share_of[:, None] * grid).sum(axis=0) / share_of.sum() * spread
    return float(growth), float(log_scale)


def one_ahead(batch: Batch) -> tuple[Batch, Array, Array, Array, Array]:
    """Windows of all series up to each point but the last, and the next point: its logit, noise, years until it, date."""
    row, column = np.nonzero(np.arange(1, batch.y.shape[1] + 1)[None] < batch.points[:, None])
    pick = slice(None, None, -(-len(row) // SAMPLE))
    row, column = row[pick], column[pick]
    windows = batch.take(row)._replace(points=column + 1)
    after = column + 1
    date = batch.years[row, after]
    return windows, batch.y[row, after], batch.noise[row, after], date - batch.years[row, column], date


def shared_correlation(params: Parameters, batch: Batch, prior_dates: float = 10.0) -> float:
    """Correlation of the shocks of two series at the same date.

    The mean product of the standardised surprises of two different series, over the dates that at least five series share,
    pulled towards the prior as if that had been seen on `prior_dates` dates.
    """
    surprises = standardised_surprises(params, batch)
    day = np.round(batch.years * 366).astype(np.int64)
    inside = np.isfinite(surprises)
    if not inside.any():
        return params.shared
    _, code = np.unique(day[inside], return_inverse=True)
    z = surprises[inside]
    n = np.bincount(code)
    total, squares = np.bincount(code, z), np.bincount(code, z**2)
    enough = n >= 5
    # What the mean growth of the whole panel explains is no shock.
    if enough.sum() < 2:
        return params.shared
    growth = np.average(total[enough] / n[enough], weights=n[enough])
    sums = total[enough] - n[enough] * growth
    pairs = (sums**2 - squares[enough]) / (squares[enough] * (n[enough] - 1))
    seen = float(enough.sum()) - 1
    return float(
        np.clip((prior_dates * params.shared + pairs.mean() * seen) / (prior_dates + seen), 0.05, 0.9)
    )


def standardised_surprises(params: Parameters, batch: Batch) -> Array:
    """One-step surprises over their spread under the likeliest regime, shape (N, T); NaN at the first point and padding."""
    surprises: list[Array] = []
    best = filter_batch(params, batch, surprises).log_weight.argmax(axis=0)
    out = np.stack([z[best, np.arange(len(best))] for z in surprises], axis=1)
    out[:, 0] = np.nan
    return out
