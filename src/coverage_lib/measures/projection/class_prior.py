"""What the reference class says before a series is looked at: a few numbers learned from panels of social insurance."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[Any]

# Nodes of the logarithm of a series' scale, relative to the typical one: from a seventh to twelve times, in steps of 29%.
SCALE_NODES = np.linspace(-2.0, 2.5, 19)


@dataclass(frozen=True)
class ClassPrior:
    """The prior of a series of coverage, on the logit.

    Coverage is a random walk with drift and rare jumps. A series has its own drift and its own scale, which are drawn from
    here and learned from its points.

    Attributes
    ----------
    drift : float
        Mean drift of the class, logit per year.
    drift_sd : float
        Standard deviation of the series' drifts, logit per year.
    scale : float
        Typical standard deviation of the innovations of one year without a jump.
    scale_df : float
        Degrees of freedom of the scaled inverse chi-squared prior on the square of the scale: the smaller, the more the series differ.
    jump_rate : float
        Jumps per year.
    jump_ratio : float
        Standard deviation of a jump, as a multiple of the scale.
    shared : tuple of float
        The two parameters of the Beta distribution of the correlation of innovations between the regions of one programme.
    learned_on : tuple of str
        Panels and their publishers.

    References
    ----------
    Smyth, G. K. (2004). Linear models and empirical Bayes methods for assessing differential expression in microarray
    experiments. *Statistical Applications in Genetics and Molecular Biology* 3(1): the prior on the scale.

    Merton, R. C. (1976). Option pricing when underlying stock returns are discontinuous. *Journal of Financial Economics*
    3: a random walk with normal jumps.
    """

    drift: float
    drift_sd: float
    scale: float
    scale_df: float
    jump_rate: float
    jump_ratio: float
    shared: tuple[float, float]
    learned_on: tuple[str, ...] = field(default=(), compare=False)

    def scale_nodes(self) -> tuple[Array, Array]:
        """Values of the scale, shape (J,), and the logarithms of their prior weights."""
        log_weight = -self.scale_df * (SCALE_NODES + np.exp(-2 * SCALE_NODES) / 2)
        return self.scale * np.exp(SCALE_NODES), log_weight - np.logaddexp.reduce(log_weight)


@cache
def class_prior() -> ClassPrior:
    """Prior learned on six panels of social insurance (``benchmarks/projection``).

    Examples
    --------
    >>> prior = class_prior()
    >>> 0.05 < prior.scale < 0.15, len(prior.learned_on)
    (True, 6)
    """
    record = json.loads(Path(__file__).with_name("class_prior.json").read_text(encoding="utf-8"))
    panels = tuple(f"{p['place']}: {p['what']} ({p['publisher']})" for p in record["panels"])
    values = record["prior"] | {"shared": tuple(record["prior"]["shared"])}
    return ClassPrior(**values, learned_on=panels)


def class_gains() -> pd.DataFrame:
    """What the windows of five years of the reference class that began between 10 and 60% gained.

    Returns
    -------
    pandas.DataFrame
        panel, place, what (share of what), publisher, units, gain (points, to the tenth below) and windows (how many gained that). Windows of one
        unit overlap, so they are fewer experiments than rows.

    Examples
    --------
    >>> gains = class_gains()
    >>> int(gains["windows"].sum()), gains["panel"].nunique()
    (290, 5)
    """
    folder = Path(__file__).parent
    panels = pd.DataFrame(json.loads((folder / "class_prior.json").read_text(encoding="utf-8"))["panels"])
    gains = pd.read_csv(folder / "class_gains.csv")
    return gains.merge(panels, on="panel", validate="many_to_one")
