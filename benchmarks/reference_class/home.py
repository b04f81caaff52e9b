"""At home: the provinces' coverage in December 2024, told December 2022 and 2023."""

import numpy as np
import pandas as pd
from naive import naive
from windows import LEVELS, Windows, bounds, crps, inside

from coverage_lib.load import load_coverage
from coverage_lib.measures.projection.class_prior import class_prior
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.posterior import posterior
from coverage_lib.measures.projection.predictive import quantiles


def provinces() -> Windows:
    """34 windows of two points, with one outcome."""
    rows = load_coverage().query("code != '00' and segment == 'total'")
    wide = rows.pivot(index="code", columns="year", values="coverage")
    about = pd.DataFrame({"panel": "Indonesia", "unit": wide.index, "told": 2, "origin": 2023})
    outcome = np.full((len(wide), 5), np.nan)
    outcome[:, 0] = wide[2024]
    return Windows(about, wide[[2022, 2023]].to_numpy(), np.tile([2022.0, 2023.0], (len(wide), 1)), outcome)


def table() -> pd.DataFrame:
    """CRPS and the 80% interval of the shipped prior and of naive."""
    w = provinces()
    noise = logit_noise(w.coverage, 0.005)
    state = posterior(class_prior(), logit(w.coverage), w.years, noise, w.points)
    fan = quantiles(class_prior(), state, np.arange(1.0, 6), LEVELS)
    out = {}
    for name, found in {"**class prior (new)**": fan, "naive, own spread": naive(w)}.items():
        low, high = bounds(found[:, :1])
        out[name] = {
            "CRPS, points": np.nanmean(crps(found, w.outcome)),
            "80% holds": 100 * np.nanmean(inside(found, w.outcome)),
            "width": (high - low).mean(),
            "outcome above the median": 100 * (w.outcome[:, 0] > found[:, 0, 49:51].mean(-1)).mean(),
        }
    out = pd.DataFrame(out).T
    out.insert(1, "ratio", out["CRPS, points"] / out.loc["naive, own spread", "CRPS, points"])
    out.index.name = "model"
    return out


if __name__ == "__main__":
    print(table().round(3).to_string())
