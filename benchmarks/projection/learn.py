"""Learn the class prior from panels: the drift from their means, the rest by how well windows are forecast."""

import argparse
import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pandas as pd
from naive import naive
from scipy.optimize import minimize
from windows import HORIZONS, LEVELS, Windows, crps, inside, read_panel, windows

from coverage_lib.measures.projection.class_prior import ClassPrior
from coverage_lib.measures.projection.link import logit, logit_noise
from coverage_lib.measures.projection.panel import resolution_of
from coverage_lib.measures.projection.posterior import posterior
from coverage_lib.measures.projection.predictive import quantiles

# Where the search starts, and how far it goes in one step, on the logarithm. The price keeps it near where panels say little.
START = ClassPrior(0.0, 0.03, 0.085, 3.0, 0.08, 3.5, (1.0, 1.0))
STEPS = {"drift_sd": 0.4, "scale": 0.3, "scale_df": 0.5, "jump_rate": 0.5, "jump_ratio": 0.2}
PRICE = 0.002
CALIBRATION = 4.0
# Six panels tell the class' mean drift to about 0.014 a year, so it is taken half way between nothing and their mean.
DRIFT_SHARE = 0.5
PUBLISHERS = {
    "ar_legal_formal_prov": "INDEC, EPH, through Fundar's Argendata, CC BY-NC-SA",
    "cl_afp_contributors_region": "Superintendencia de Pensiones and INE",
    "cn_pension_workers_prov": "National Bureau of Statistics of China",
    "cwed_unemployment_country": "Scruggs, Jahn and Kuitto, Comparative Welfare Entitlements Dataset",
    "lac_employees_pension_right_country": "CEDLAS and World Bank, SEDLAC, through Fundar's Argendata, CC BY-NC-SA",
    "us_health_insured_18_64_state": "US Census Bureau, SAHIE",
}


def forecast(prior: ClassPrior, w: Windows, levels=LEVELS):
    """Quantiles (N, 5, Q) of the model, by the functions that ship."""
    series = np.repeat(np.arange(len(w.coverage)), w.coverage.shape[1])
    step = resolution_of(w.coverage.ravel(), series)
    noise = logit_noise(w.coverage, step[:, None] / np.sqrt(12))
    return quantiles(prior, posterior(prior, logit(w.coverage), w.years, noise, w.points), HORIZONS, levels)


def by_panel(w: Windows, values) -> pd.Series:
    """Mean over windows and horizons, by panel and points told."""
    return pd.Series(np.nanmean(values, axis=1)).groupby([w.about["panel"], w.about["told"]]).mean()


def ratio(w: Windows, model, reference) -> pd.Series:
    """CRPS as a ratio, by panel and points told; every outcome counts the same."""

    def total(values):
        return (
            pd.DataFrame({"sum": np.nansum(values, axis=1), "n": (~np.isnan(values)).sum(axis=1)})
            .groupby([w.about["panel"], w.about["told"]])
            .sum()
            .eval("sum / n")
        )

    return total(model) / total(reference)


def yearly_changes(panel: pd.DataFrame) -> pd.DataFrame:
    """Changes of the logit per year between neighbouring years, of all units."""
    panel = panel.sort_values(["panel", "unit", "year"])
    panel = panel.assign(y=logit(panel["coverage"].to_numpy()))
    group = panel.groupby(["panel", "unit"])
    panel = panel.assign(change=group["y"].diff(), gap=group["year"].diff())
    return panel[panel["gap"] == 1]


def mean_drift(panel: pd.DataFrame) -> float:
    """Half of the mean over panels of the mean change."""
    return DRIFT_SHARE * yearly_changes(panel).groupby("panel")["change"].mean().mean()


def shared(panel: pd.DataFrame) -> dict[str, float]:
    """Share of the variance of yearly changes that the regions of one programme have in common, by panel.

    The covariance of two regions in one year over the variance: the variance of a year's mean less what chance alone gives
    it. Countries are not regions of one programme and are left out.
    """
    out = {}
    for name, rows in yearly_changes(panel).groupby("panel"):
        if "country" in name:
            continue
        wide = rows.pivot(index="unit", columns="year", values="change")
        left = wide - np.nanmean(wide.to_numpy())
        n, total, squares = left.notna().sum(), left.sum(), (left**2).sum()
        pairs = (n * (n - 1)).sum()
        out[name] = float(((total**2 - squares).sum() / pairs) / np.nanmean(left**2))
    return out


def beta_of(shares) -> tuple[float, float]:
    """Beta distribution with the mean and variance of some shares."""
    mean, variance = np.mean(shares), np.var(shares, ddof=1)
    size = max(mean * (1 - mean) / variance - 1, 1.0)
    return round(float(mean * size), 2), round(float((1 - mean) * size), 2)


def loss(prior: ClassPrior, w: Windows, reference) -> float:
    """Mean log ratio to naive over panels and points told, plus what the 80% interval's coverage misses.

    Coverage is taken half over outcomes and half over panels; 5 percentage points off cost as much as 1% of CRPS.
    """
    fan = forecast(prior, w)
    held = inside(fan, w.outcome)
    panels = by_panel(w, held).groupby("panel").mean().mean()
    miss = (np.nanmean(held) + panels) / 2 - 0.8
    return float(np.log(ratio(w, crps(fan, w.outcome), reference)).mean() + CALIBRATION * miss**2)


def learn(panel: pd.DataFrame, rounds=90) -> ClassPrior:
    """Class prior learned on these panels alone."""
    w = windows(panel)
    reference = crps(naive(w), w.outcome)
    start = replace(START, drift=mean_drift(panel), shared=beta_of(list(shared(panel).values())))

    def prior_at(x):
        moved = {k: getattr(start, k) * np.exp(s * v) for (k, s), v in zip(STEPS.items(), x, strict=True)}
        return replace(start, **moved)

    def price(x):
        return loss(prior_at(x), w, reference) + PRICE * np.sum(np.square(x))

    corners = np.vstack([np.zeros(len(STEPS)), np.eye(len(STEPS))])
    best = minimize(
        price,
        corners[0],
        method="Nelder-Mead",
        options={"initial_simplex": corners, "maxfev": rounds, "xatol": 0.05, "fatol": 2e-4},
    )
    return rounded(prior_at(best.x))


def rounded(prior: ClassPrior) -> ClassPrior:
    """Two significant digits say all that the panels do."""
    return replace(prior, **{k: float(f"{getattr(prior, k):.2g}") for k in ["drift", *STEPS]})


def outside_view(raw: pd.DataFrame, years=5, between=(10, 60)) -> pd.DataFrame:
    """Of the windows of five years from a level between 10 and 60%, how many gained so many points or more, to a tenth."""
    later = raw.assign(year=raw["year"] - years)[["panel", "unit", "year", "coverage"]]
    both = raw.merge(later, on=["panel", "unit", "year"], suffixes=("", "_later"))
    both = both[both["coverage"].between(*between)]
    # Rounded down, so that a window is never counted for more than it gained.
    both["gain"] = (np.floor(10 * (both["coverage_later"] - both["coverage"]).round(6)) / 10).round(1)
    counts = both.groupby(["panel", "gain"]).size().rename("windows").reset_index()
    units = both.groupby("panel")["unit"].nunique()
    return counts.assign(units=counts["panel"].map(units))


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("panel", type=Path, help="social_insurance_panel.csv")
    ask.add_argument("--out", type=Path, help="class_prior.json, learned on all panels")
    ask.add_argument("--folds", type=Path, required=True, help="JSON, learned with each panel left out")
    given = ask.parse_args()
    panel = read_panel(given.panel)
    folds = {}
    for name in sorted(panel["panel"].unique()):
        folds[name] = asdict(learn(panel[panel["panel"] != name]))
        print(name, folds[name], flush=True)
    given.folds.write_text(json.dumps(folds, indent=1) + "\n", encoding="utf-8")
    if given.out:
        prior = asdict(learn(panel))
        prior.pop("learned_on")
        raw = pd.read_csv(given.panel).drop_duplicates("panel").sort_values("panel")
        record = {
            "prior": prior,
            "panels": [
                {"panel": r.panel, "place": r.place, "what": r.what, "publisher": PUBLISHERS[r.panel]}
                for r in raw.itertuples()
            ],
            "sha256": hashlib.sha256(given.panel.read_bytes()).hexdigest(),
        }
        gains = outside_view(pd.read_csv(given.panel))
        gains.to_csv(given.out.with_name("class_gains.csv"), index=False, lineterminator="\n")
        given.out.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print("all", prior)


if __name__ == "__main__":
    main()
