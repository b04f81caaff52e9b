"""Scores of the projection: on panels of social insurance, as recorded; on the provinces, computed with the configuration that is shown."""

from importlib.resources import files

import numpy as np
import pandas as pd
from scipy.special import ndtri

from coverage_lib.data.regions import NATION
from coverage_lib.measures.projection.atlas import province_panel
from coverage_lib.measures.projection.counts import ESTIMATED, full_counts
from coverage_lib.measures.projection.forecast import DEFAULT
from coverage_lib.measures.projection.joint import outlook
from coverage_lib.measures.projection.national import national_path
from coverage_lib.measures.projection.predictive import LEVELS, QUANTILES
from coverage_lib.measures.projection.published_series import decembers
from coverage_lib.measures.projection.scoring import backtest, score

COLUMNS = ["panel", "model", "forecasts", "crps_ratio", "crps", "inside_80", "width_80"]
#: The projection of the pages, among the models that are scored on the provinces.
SHOWN = "outlook"


def scores(coverage: pd.DataFrame, totals: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Scores of the projection and of simple rules, on the reference class and on the provinces.

    The reference panels are not the project's to ship, so their scores are read from the record that ``benchmarks/projection``
    writes. The provinces' last full count is forecast by the outlook that pages show, given only what was known a year before. That is
    one year for all of them, and no proof. The nation's announced Decembers are forecast from each December before them, given the totals until
    then.

    Parameters
    ----------
    coverage, totals, employment : pandas.DataFrame
        As for :func:`coverage_lib.measures.projection.outlook`.

    Returns
    -------
    pandas.DataFrame
        panel (``reference``, ``provinces``, ``nation``), model, forecasts (number), crps_ratio (to that of naive; of the reference class the geometric
        mean over panels), crps (points; of provinces and nation), inside_80 (percent of outcomes), width_80 (points, mean width of the 80% interval).

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment, load_published
    >>> from coverage_lib.measures.projection import announced_totals
    >>> workers = load_employment("2021")
    >>> own = scores(load_coverage(provisional=True), announced_totals(load_published(), workers), workers).query("panel == 'provinces'")
    >>> bool(own.set_index("model")["crps_ratio"]["outlook"] < 0.9)
    True
    """
    with files("coverage_lib.measures.projection").joinpath("scores.csv").open(encoding="utf-8") as file:
        recorded = pd.read_csv(file).assign(panel="reference")
    forecasts = pd.concat([last_year_forecasts(coverage, totals, employment), _simple_forecasts(coverage)])
    own = _means(score(forecasts)).assign(panel="provinces")
    nation = _means(score(national_forecasts(totals))).assign(panel="nation")
    return pd.concat([recorded.reindex(columns=COLUMNS), own[COLUMNS], nation[COLUMNS]], ignore_index=True)


def last_year_forecasts(
    coverage: pd.DataFrame, totals: pd.DataFrame, employment: pd.DataFrame
) -> pd.DataFrame:
    """The outlook's forecasts of the last full count by province, given what was known a year before.

    Parameters
    ----------
    coverage, totals, employment : pandas.DataFrame
        As for :func:`scores`.

    Returns
    -------
    pandas.DataFrame
        model, series, horizon (years), actual (percent), scale (not known) and the quantiles.
    """
    counted = full_counts(coverage)
    last, before = (counted["date"].drop_duplicates().iloc[place] for place in (-1, -2))
    ahead = outlook(
        counted[counted["date"] <= before],
        totals[totals["date"] <= before],
        employment[employment["year"] <= before.year],
        until=last,
    )
    actual = counted[counted["date"] == last].set_index("code")["coverage"].reindex(ahead.codes)
    quantiles = np.quantile(ahead.provinces[:, :, ahead.dates.get_loc(last)], LEVELS, axis=0)
    table = pd.DataFrame(quantiles.T, columns=QUANTILES)
    about = {
        "model": SHOWN,
        "series": ahead.codes,
        "horizon": 1,
        "actual": actual.to_numpy(),
        "scale": np.nan,
    }
    return table.assign(**about)


def _simple_forecasts(coverage: pd.DataFrame) -> pd.DataFrame:
    """Forecasts of the same count by simple rules, and by the class prior of each province alone."""
    counted = full_counts(coverage)
    panel = province_panel(counted[counted["code"] != NATION])
    return backtest(panel, (DEFAULT, "naive", "drift"), min_points=2, horizons=[1]).forecasts.query(
        "origin == origin.max()"
    )


def national_forecasts(totals: pd.DataFrame) -> pd.DataFrame:
    """Forecasts of each announced December from every earlier one but the first, by the path that pages show and by the last value.

    Parameters
    ----------
    totals : pandas.DataFrame
        From :func:`coverage_lib.measures.projection.announced_totals`.

    Returns
    -------
    pandas.DataFrame
        model, series, horizon (years), actual (percent), scale (not known) and the quantiles. The last value has the spread of the yearly
        changes until then.
    """
    totals = totals[totals["construction"] != ESTIMATED]
    december = decembers(totals)
    rows = []
    for origin in december["date"].iloc[1:-1]:
        later = december[december["date"] > origin]
        path = national_path(totals[totals["date"] <= origin], pd.DatetimeIndex(later["date"]))
        known = december.loc[december["date"] <= origin, "coverage"].to_numpy()
        years = later["date"].dt.year.to_numpy() - origin.year
        spread = np.sqrt(np.mean(np.diff(known) ** 2) * years)
        fans = {
            SHOWN: np.quantile(path.draws, LEVELS, axis=0),
            "naive": np.clip(known[-1] + ndtri(LEVELS)[:, None] * spread, 0, 100),
        }
        about = {"series": NATION, "horizon": years, "actual": later["coverage"].to_numpy(), "scale": np.nan}
        rows += [
            pd.DataFrame(fan.T, columns=QUANTILES).assign(model=model, **about) for model, fan in fans.items()
        ]
    return pd.concat(rows, ignore_index=True)


def _means(scored: pd.DataFrame) -> pd.DataFrame:
    scored = scored.assign(width_80=scored["q90"] - scored["q10"])
    group = scored.groupby("model", sort=False)
    out = group[["crps", "inside_80", "width_80"]].mean()
    return out.assign(crps_ratio=out["crps"] / out.loc["naive", "crps"], forecasts=group.size()).reset_index()
