"""Scores of the projection in backtests: on the provinces, computed; on the reference panel, as recorded."""

from importlib.resources import files

import pandas as pd

COLUMNS = ["panel", "model", "forecasts", "crps", "mae", "inside_50", "inside_80", "inside_95"]


def scores(panel: pd.DataFrame) -> pd.DataFrame:
    """Scores of the default model and of simple rules, on the reference panel and on the provinces.

    The reference panel is not the project's to ship, so its scores are read from the record that ``benchmarks/projection``
    writes. The provinces have three counts: the models that need no more than two forecast the third from the first two. That is
    one year for all of them, and no proof.

    Parameters
    ----------
    panel : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.province_panel`.

    Returns
    -------
    pandas.DataFrame
        panel (``reference``, ``provinces``), model, forecasts (number), crps, mae (points), inside_50, inside_80, inside_95
        (percent of outcomes).
    """
    from coverage_lib.measures.projection.forecast import DEFAULT
    from coverage_lib.measures.projection.scoring import backtest

    with files("coverage_lib.measures.projection").joinpath("scores.csv").open(encoding="utf-8") as file:
        recorded = pd.read_csv(file).assign(panel="reference")
    # The other rules need three points or more; with two they repeat the last value.
    own = backtest(panel, (DEFAULT, "naive", "drift"), min_points=2, horizons=[1])
    # The record names this projection by the model that it had first.
    own = own.scores.assign(panel="provinces").replace({"model": {DEFAULT: "damped_trend"}})
    return pd.concat([recorded[COLUMNS], own[COLUMNS]], ignore_index=True)
