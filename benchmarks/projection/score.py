"""Score the default model, its baselines and statsforecast's on the same windows of countries not trained on."""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

from coverage_lib.measures.projection import learn, scoring
from coverage_lib.measures.projection.baselines import BASELINES, forecast
from coverage_lib.measures.projection.model import LEVELS, QUANTILES, Parameters
from coverage_lib.measures.projection.panel import Batch

HORIZONS = np.arange(1.0, 6)
SCORES = ["crps", "evenly", "interval_score", "mae", "mase", "inside_50", "inside_80", "inside_95"]
NO_BASELINES = ("damped_trend", "boosted")


def batch_of(table, x):
    """The windows as the model takes them, aligned to the left, time counted from the origin."""
    n = (~np.isnan(x)).sum(axis=1)
    take = np.minimum(np.arange(12)[None] + (12 - n)[:, None], 11)
    value = np.take_along_axis(x, take, 1)
    inside = np.clip(value, 0.5, 99.5)
    noise = 1 / np.sqrt(12) / (inside * (1 - inside / 100))
    years = np.minimum(np.arange(12)[None] - (n - 1)[:, None], 0).astype(float)
    names = pd.Index(table.programme + " " + table.country)
    return Batch(names, np.log(inside / (100 - inside)), years, noise, value, n)


def ours(table, batch, folds, relearn):
    """The default model: parameters of the fold, adapted to what was known of these countries at each origin."""
    out = np.full((15, len(table), 5), np.nan)
    for (fold, _), rows in table.groupby(["fold", "origin"]).indices.items():
        params = folds[str(fold)]
        part = batch.take(rows)
        if relearn:
            longest = pd.Series(part.points).groupby(part.names).idxmax().to_numpy()
            params = learn.adapt(params, part.take(longest))
        out[:, rows] = scoring.fan_at(params, part, HORIZONS)
    return out


def long(name, quantiles, windows):
    frame = pd.DataFrame(quantiles.transpose(1, 2, 0).reshape(-1, 15), columns=QUANTILES)
    frame.insert(0, "horizon", np.tile(np.arange(1, 6), len(windows)))
    frame.insert(0, "window", np.repeat(np.asarray(windows), 5))
    frame.insert(0, "model", name)
    return frame


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("windows", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--prior", type=Path, help="the shipped prior, for its between-panel spreads")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--record", type=Path, help="CSV of the models' scores, as notebook 03 shows them")
    parser.add_argument("--every", type=int, default=12)
    parser.add_argument("--quick", action="store_true", help="only the default model and naive")
    options = parser.parse_args()
    table = pd.read_csv(options.windows)
    x = table[[c for c in table if c[0] == "x"]].to_numpy()
    y = table[[f"y{h}" for h in range(1, 6)]].to_numpy()
    shipped = json.loads(options.prior.read_text())["parameters"] if options.prior else {}
    between = {
        k: shipped[k]
        for k in ("correlation", "growth_spread", "scale_spread", "growth_offset", "scale_offset")
        if k in shipped
    }
    folds = {
        k: Parameters.from_dict(v | between)
        for k, v in json.loads(options.folds.read_text())["parameters"].items()
    }
    keep = table.fold.astype(str).isin(folds).to_numpy()
    table, x, y = table[keep].reset_index(drop=True), x[keep], y[keep]
    batch = batch_of(table, x)
    parts = [
        long("damped_trend", ours(table, batch, folds, True), table.window),
        long("damped_trend, not adapted", ours(table, batch, folds, False), table.window),
    ]
    few = np.arange(0, len(table), options.every)
    for name in BASELINES:
        rows = np.arange(len(table)) if name in ("naive", "drift") else few
        if not options.quick or name == "naive":
            parts.append(
                long(name, forecast(name, batch.take(rows), HORIZONS), table.window.to_numpy()[rows])
            )
    if options.others:
        other = pd.read_parquet(options.others)
        other.columns = ["model", "window", "horizon", *QUANTILES]
        parts.append(other[other.window.isin(table.window)])
    forecasts = pd.concat(parts, ignore_index=True)
    index = pd.Series(np.arange(len(table)), table.window)
    at = index[forecasts.window].to_numpy()
    forecasts["actual"] = y[at, forecasts.horizon - 1]
    forecasts["points"], forecasts["series"], forecasts["origin"] = (
        table.points.to_numpy()[at],
        batch.names[at],
        table.origin.to_numpy()[at],
    )
    change = np.nanmean(np.abs(np.diff(x, axis=1)), axis=1)
    forecasts["scale"] = change[at]
    lengths = table.groupby(["programme", "country", "origin"]).points.transform("size").to_numpy()
    forecasts["share"] = 1 / lengths[at]
    forecasts["fold"] = table.fold.to_numpy()[at]
    forecasts["complete"] = forecasts.q50.notna()
    refused = 1 - forecasts.groupby("model").complete.mean()
    # Where a model refuses a window, naive speaks for it.
    naive = forecasts[forecasts.model == "naive"].set_index(["window", "horizon"])[QUANTILES]
    missing = ~forecasts.complete
    forecasts.loc[missing, QUANTILES] = naive.loc[
        list(zip(forecasts.window[missing], forecasts.horizon[missing], strict=True))
    ].to_numpy()
    forecasts = scoring.score(forecasts.dropna(subset=["actual"]))
    # Some score the fifteen quantiles evenly, as they come: twice the mean of the quantile losses.
    miss = forecasts.actual.to_numpy()[:, None] - forecasts[QUANTILES].to_numpy()
    forecasts["evenly"] = 2 * np.maximum(LEVELS * miss, (LEVELS - 1) * miss).mean(axis=1)
    some = forecasts.window.isin(table.window.to_numpy()[few])
    every = np.ones(len(forecasts))
    lines = []
    for title, use, weight in (
        ("every window counts the same", forecasts, every),
        ("every origin counts the same, however many windows end there", forecasts, forecasts.share),
        (f"one window in {options.every}", forecasts[some], every[some]),
    ):
        means = mean_scores(use, "model", weight)
        sizes = use.groupby("model").size()
        means = means[sizes == sizes.max()]
        best = means.drop(index=[i for i in means.index if i.startswith(NO_BASELINES)]).crps.idxmin()
        for score in ("evenly", "crps"):
            for other in [n for n in ("sf_naive", best) if n in means.index]:
                means.insert(2, f"{score}/{other}", means[score] / means.loc[other, score])
        means["refused"] = 100 * refused
        lines += [
            f"\n## {title}: {sizes.max():,} outcomes; best baseline {best}\n",
            table_of(means.sort_values("crps")),
        ]
    ok = forecasts[forecasts.model == "damped_trend"]
    naive = forecasts[forecasts.model == "naive"]
    for by in ("horizon", "points", "fold"):
        scores_by = mean_scores(ok, by, every[: len(ok)])
        scores_by["crps/naive"] = scores_by.crps / naive.groupby(by).crps.mean()
        scores_by["inside_80, by origin"] = mean_scores(ok, by, ok.share).inside_80
        lines += [f"\n## damped_trend by {by}\n", table_of(scores_by)]
    below = [100 * (ok.actual < ok[q]).mean() + 50 * (ok.actual == ok[q]).mean() for q in QUANTILES]
    lines += [
        "\n## calibration: share of outcomes below each quantile, percent\n",
        table_of(pd.DataFrame({"below": below}, QUANTILES)),
    ]
    if options.record:
        record(means, int(sizes.max())).to_csv(options.record, index=False)
    text = "\n".join(lines)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


def mean_scores(forecasts, by, weight):
    """Weighted means of the scores that there are."""
    scores = forecasts[SCORES]
    total = scores.mul(weight, axis=0).groupby(forecasts[by]).sum()
    return total / scores.notna().mul(weight, axis=0).groupby(forecasts[by]).sum()


def record(means, forecasts):
    """The scores that the product shows, of the windows that every model was given."""
    shown = {
        "sf_arima": "AutoARIMA (statsforecast)",
        "sf_ets": "AutoETS (statsforecast)",
        "sf_naive": "naive (statsforecast)",
        "sf_drift": "drift (statsforecast)",
        "boosted": "gradient boosting (LightGBM)",
    }
    rows = means.drop(index=["damped_trend, not adapted", "sf_theta"], errors="ignore").sort_values("crps")
    rows = rows.replace([np.inf, -np.inf], np.nan).rename(index=shown).assign(forecasts=forecasts)
    columns = ["forecasts", "crps", "mae", "inside_50", "inside_80", "inside_95"]
    return (
        rows[columns]
        .round({"crps": 3, "mae": 3, "inside_50": 1, "inside_80": 1, "inside_95": 1})
        .reset_index()
    )


def table_of(frame):
    """A Markdown table."""
    head = [frame.index.name or "", *frame.columns]
    rows = [
        [str(i), *(f"{v:.3f}" if abs(v) < 10 else f"{v:.1f}" for v in r)]
        for i, r in zip(frame.index, frame.to_numpy(), strict=True)
    ]
    return "\n".join("| " + " | ".join(map(str, r)) + " |" for r in [head, ["---"] * len(head), *rows])


if __name__ == "__main__":
    main()
