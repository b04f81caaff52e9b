"""What goes with informal coverage: a fractional logit on few regions, and the regions it depends on."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.measures.disparity.checks import TableError, need_columns, no_duplicates

STEPS: Mapping[str, float] = {"poverty_rate": 10.0, "minimum_wage": 1e6, "formal_share": 10.0}
"""Variables and the step an association is stated for: 10 points of poverty, a million rupiah, 10 points of formal share."""

EXACT = 1e-8
"""A region is fitted exactly when no more than this is left of its leverage."""


def _fit(
    table: pd.DataFrame, outcome: str, variables: Mapping[str, float], group: str | None
) -> tuple[Any, pd.DataFrame, str]:
    """Fitted model, the table it rests on, and the group that the others are compared with."""
    import statsmodels.api as sm

    _check(table, outcome, variables, group)
    rows = table.reset_index(drop=True)
    reference = _reference(rows[group]) if group else ""
    design = _design(rows, variables, group, reference)
    free = len(rows) - design.shape[1]
    if free < 1 or np.linalg.matrix_rank(design.to_numpy()) < design.shape[1]:
        raise TableError(
            f"{len(rows)} regions cannot tell {design.shape[1]} coefficients apart; "
            "use fewer variables or groups, and none that another one determines."
        )
    model = sm.GLM(rows[outcome] / 100, design, family=sm.families.Binomial())
    # The Pearson scale: shares vary less than counts of one would, and Cook's distance is measured by it.
    return model.fit(scale="X2"), rows, reference


def _check(table: pd.DataFrame, outcome: str, variables: Mapping[str, float], group: str | None) -> None:
    """Refuse a table with missing or impossible values with a :class:`TableError`."""
    need_columns(table, ["code", outcome, *variables, *([group] if group else [])], "regions")
    no_duplicates(table, ["code"], "regions")
    incomplete = table[table[[outcome, *variables]].isna().any(axis=1)]
    if len(incomplete):
        codes = ", ".join(incomplete["code"].astype(str))
        raise TableError(
            f"The table of regions has missing values for {codes} in {outcome!r} or the variables; "
            "fill them or drop those regions, and say so."
        )
    outside = table[~table[outcome].between(0, 100)]
    if len(outside):
        row = outside.iloc[0]
        raise TableError(
            f"{outcome} is {row[outcome]:g} for code {row['code']!r}; a fractional logit needs percent from 0 to 100. "
            "Drop the region, or divide by a base that contains its members."
        )


def _reference(groups: pd.Series) -> str:
    """The most numerous group, which is known best, so that the others are compared with it."""
    sizes = groups.value_counts()
    return str(sorted(sizes[sizes == sizes.max()].index)[0])


def _design(
    rows: pd.DataFrame, variables: Mapping[str, float], group: str | None, reference: str
) -> pd.DataFrame:
    """Regressors: the intercept, the variables in their steps, and a dummy for each group but the reference."""
    design = pd.DataFrame({"intercept": 1.0}, index=rows.index)
    for variable, step in variables.items():
        # Centred, so that the intercept and the numbers in the fit stay of a size; slopes are the same.
        design[variable] = (rows[variable].astype(float) - rows[variable].astype(float).mean()) / step
    if group:
        for label in sorted(set(rows[group]) - {reference}):
            design[f"{group}: {label}"] = (rows[group] == label).astype(float)
    return design


def _robust_covariance(fit: Any) -> np.ndarray:
    """HC3 covariance of the coefficients.

    statsmodels gives a GLM the HC0 covariance whatever of HC0 to HC3 is asked for, which is too narrow on few regions; so the
    residuals are divided by one minus their leverage here. With the identity link it is the HC3 of OLS.

    The only region of its group is fitted exactly: it has no residual to learn from and counts nothing.
    """
    design = np.asarray(fit.model.exog)
    left = 1 - fit.get_influence().hat_matrix_diag
    residual = np.divide(np.asarray(fit.resid_response), left, out=np.zeros_like(left), where=left > EXACT)
    # Scores of the canonical link: residual times regressor.
    scores = design * residual[:, None]
    bread = np.linalg.inv((design * fit.model.family.variance(np.asarray(fit.mu))[:, None]).T @ design)
    return bread @ scores.T @ scores @ bread


def associations(
    table: pd.DataFrame,
    outcome: str = "informal_coverage",
    variables: Mapping[str, float] = STEPS,
    group: str | None = "island",
) -> pd.DataFrame:
    """What goes with a coverage rate between regions: fractional logit with HC3 errors.

    Each region counts once. Coefficients are log odds per step of a variable, the others held; `points` is the mean over the
    regions of what the fitted coverage differs by per step (for a group: against the reference group). With a few dozen
    regions and nothing varied on purpose these are associations; intervals are wide and use the t distribution.

    Parameters
    ----------
    table : DataFrame
        One row per region: code, `outcome` (percent, 0 to 100), the variables, and `group`.
    outcome : str
        Column to explain.
    variables : mapping of str to float
        Columns and, in their own units, the step that the association is stated for.
    group : str or None
        Column of groups, compared with the most numerous one; None for no groups.

    Returns
    -------
    DataFrame
        term (``intercept``, a variable, or ``island: Jawa``; without interval for a group of one region), step, reference
        (group, for terms of a group), coefficient, low, high (log odds per step, 95%), p, points, points_low,
        points_high (percentage points per step, 95%), regions, free (degrees of freedom).

    Raises
    ------
    TableError
        A column or value is missing, a share is outside 0 to 100, or there are too many terms for the regions.

    References
    ----------
    Papke, L. E., Wooldridge, J. M. (1996). Econometric methods for fractional response variables. Journal of Applied
    Econometrics 11, 619-632. Long, J. S., Ervin, L. H. (2000). Using heteroscedasticity consistent standard errors in
    the linear regression model. The American Statistician 54, 217-224.

    Examples
    --------
    >>> table = pd.DataFrame({"code": list("abcdef"), "poverty_rate": [5.0, 8, 11, 14, 17, 20]})
    >>> table["informal_coverage"] = [30.0, 26, 20, 17, 13, 11]
    >>> result = associations(table, variables={"poverty_rate": 10}, group=None)
    >>> result[["term", "coefficient", "points"]].round(1).values.tolist()[1]
    ['poverty_rate', -0.9, -13.1]
    """
    from scipy import stats

    fit, rows, reference = _fit(table, outcome, variables, group)
    covariance = _robust_covariance(fit)
    design = np.asarray(fit.model.exog)
    names = list(fit.model.exog_names)
    beta = np.asarray(fit.params)
    free = int(fit.df_resid)
    t = stats.t.ppf(0.975, free)
    # A term that stands for a single region has no error that could be estimated.
    single = (design != 0).sum(axis=0) == 1
    error = np.where(single, np.nan, np.sqrt(np.diag(covariance)))
    result = []
    for place, name in enumerate(names):
        effect, gradient = _points(
            design, beta, place, is_group=bool(group) and name.startswith(f"{group}: ")
        )
        spread = np.nan if single[place] else float(np.sqrt(gradient @ covariance @ gradient))
        intercept = name == "intercept"
        result.append(
            {
                "term": name,
                "step": variables.get(name, 1.0),
                "reference": reference if group and name.startswith(f"{group}: ") else "",
                "coefficient": beta[place],
                "low": beta[place] - t * error[place],
                "high": beta[place] + t * error[place],
                "p": 2 * stats.t.sf(abs(beta[place]) / error[place], free),
                "points": np.nan if intercept else 100 * effect,
                "points_low": np.nan if intercept else 100 * (effect - t * spread),
                "points_high": np.nan if intercept else 100 * (effect + t * spread),
                "regions": len(rows),
                "free": free,
            }
        )
    return pd.DataFrame(result)


def _points(design: np.ndarray, beta: np.ndarray, place: int, is_group: bool) -> tuple[float, np.ndarray]:
    """Mean marginal effect of one term and its gradient in the coefficients (delta method)."""

    def fitted(x: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-x @ beta))

    if is_group:
        # Against the reference: no other group's mark may stand beside this one's.
        off = design.copy()
        dummies = np.isin(design, (0.0, 1.0)).all(axis=0) & (np.arange(design.shape[1]) > 0)
        off[:, dummies] = 0.0
        on = off.copy()
        on[:, place] = 1.0
        p_on, p_off = fitted(on), fitted(off)
        slope_on, slope_off = p_on * (1 - p_on), p_off * (1 - p_off)
        gradient = (slope_on[:, None] * on - slope_off[:, None] * off).mean(axis=0)
        return float((p_on - p_off).mean()), gradient
    p = fitted(design)
    slope = p * (1 - p)
    gradient = beta[place] * ((slope * (1 - 2 * p))[:, None] * design).mean(axis=0)
    gradient[place] += slope.mean()
    return float(beta[place] * slope.mean()), gradient


def influence(
    table: pd.DataFrame,
    outcome: str = "informal_coverage",
    variables: Mapping[str, float] = STEPS,
    group: str | None = "island",
) -> pd.DataFrame:
    """How much the fit of :func:`associations` depends on each region, the most influential first.

    Each region is left out and the model fitted again: with a few dozen regions that is exact and quick.

    Parameters
    ----------
    table : DataFrame
        One row per region: code, `outcome` (percent, 0 to 100), the variables, and `group`.
    outcome : str
        Column to explain.
    variables : mapping of str to float
        Columns and the step that the association is stated for.
    group : str or None
        Column of groups.

    Returns
    -------
    DataFrame
        code, name, observed, fitted (percent), leverage (0 to 1), cooks_distance, term (the variable whose coefficient
        leaving the region out moves most), with_region, without_region (that coefficient, log odds per step), shift
        (difference of the two in its robust standard errors), alone (bool: the only region of its group, which nothing
        but itself fits; its term is then left out of the comparison).

    Raises
    ------
    TableError
        As for :func:`associations`.

    Examples
    --------
    >>> table = pd.DataFrame({"code": list("abcdef"), "poverty_rate": [5.0, 8, 11, 14, 17, 20]})
    >>> table["informal_coverage"] = [30.0, 26, 20, 17, 13, 60]
    >>> influence(table, variables={"poverty_rate": 10}, group=None)["code"].tolist()[0]
    'f'
    """
    fit, rows, _ = _fit(table, outcome, variables, group)
    error = pd.Series(np.sqrt(np.diag(_robust_covariance(fit))), index=fit.params.index)
    measures = fit.get_influence()
    # Changing the reference group with a region would change what the other terms mean, so only slopes are compared.
    slopes = list(variables)
    result = []
    for place, row in rows.iterrows():
        alone = group is not None and bool((rows[group] == row[group]).sum() == 1)
        without = _refit(fit, int(str(place)), slopes)
        shift = (without - fit.params[slopes]) / error[slopes]
        term = str(shift.abs().idxmax())
        result.append(
            {
                "code": row["code"],
                "name": row["name"] if "name" in rows.columns else row["code"],
                "observed": row[outcome],
                "fitted": 100 * fit.fittedvalues[place],
                "leverage": measures.hat_matrix_diag[place],
                "cooks_distance": measures.cooks_distance[0][place],
                "term": term,
                "with_region": fit.params[term],
                "without_region": without[term],
                "shift": shift[term],
                "alone": alone,
            }
        )
    return (
        pd.DataFrame(result)
        .sort_values("cooks_distance", ascending=False, kind="stable", na_position="first")
        .reset_index(drop=True)
    )


def _refit(fit: Any, place: int, slopes: list[str]) -> pd.Series:
    """Slopes of the same model without one region; a group that vanishes with it takes its term along."""
    import statsmodels.api as sm

    keep = np.arange(len(fit.model.endog)) != place
    design = pd.DataFrame(fit.model.exog, columns=fit.model.exog_names)[keep]
    design = design.loc[:, (design != 0).any()]
    return sm.GLM(fit.model.endog[keep], design, family=sm.families.Binomial()).fit().params[slopes]
