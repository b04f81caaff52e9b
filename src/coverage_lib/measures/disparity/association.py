"""What goes with informal coverage: a fractional logit on few regions, and the regions it depends on."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from coverage_lib.measures.disparity.checks import TableError, need_columns, need_groups, no_duplicates

STEPS: Mapping[str, float] = {"poverty_rate": 10.0, "minimum_wage": 1e6, "formal_share": 10.0}
"""Variables and the step an association is stated for: 10 points of poverty, a million rupiah, 10 points of formal share."""

ALPHA = 0.05
"""Intervals hold 95 percent."""

DRAWS = 100_000

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
    _check_separation(rows[outcome].to_numpy(float) / 100, design, rows["code"], outcome)
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
    if group:
        need_groups(table, group, "regions")
    for variable in variables:
        infinite = table[np.isinf(table[variable].astype(float))]
        if len(infinite):
            row = infinite.iloc[0]
            raise TableError(
                f"{variable} is {row[variable]:g} for code {row['code']!r}. Correct it or drop the region."
            )
    outside = table[~table[outcome].between(0, 100)]
    if len(outside):
        row = outside.iloc[0]
        raise TableError(
            f"{outcome} is {row[outcome]:g} for code {row['code']!r}; a fractional logit needs percent from 0 to 100. "
            "Drop the region, or divide by a base that contains its members."
        )
    if table[outcome].min() == table[outcome].max():
        raise TableError(
            f"All regions have the same {outcome}, {table[outcome].iloc[0]:g}%: nothing can go with it. Choose another outcome."
        )


def _check_separation(share: np.ndarray, design: pd.DataFrame, codes: pd.Series, outcome: str) -> None:
    """Refuse regions of 0 or 100% that the terms separate from all others: their coefficients would grow without end.

    There are coefficients without end where some direction lowers the fit of regions at 0, raises it of regions at 100% and
    leaves all others as they are; a linear programme finds the direction that does so for most of them.
    """
    from scipy.optimize import linprog

    sign = np.where(share == 1, 1.0, np.where(share == 0, -1.0, 0.0))
    extreme = sign != 0
    if not extreme.any():
        return
    x = design.to_numpy()
    outward = sign[extreme, None] * x[extreme]
    inner = x[~extreme]
    found = linprog(
        -outward.sum(axis=0),
        A_ub=-outward, b_ub=np.zeros(len(outward)),
        A_eq=inner if len(inner) else None, b_eq=np.zeros(len(inner)) if len(inner) else None,
        bounds=(-1, 1),
    )  # fmt: skip
    separated = np.flatnonzero(extreme)[outward @ found.x > EXACT]
    if len(separated):
        raise TableError(
            f"{outcome} is 0 or 100% for {', '.join(codes.iloc[separated].astype(str))}, and the variables and groups separate "
            "these regions from all others, so no finite coefficient fits. Use fewer variables or larger groups, or drop those "
            "regions and say so."
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
    regions and nothing varied on purpose these are associations; intervals are wide.

    Several terms are several tests, and the clearest of them is often clear by chance. Intervals and `p_adjusted` allow for
    all terms at once: they rest on the largest of their t statistics, correlated as the terms are. Both are of the
    coefficient, whose interval is said in points at the fitted rates, so an interval leaves zero out exactly where `p_adjusted`
    is below 0.05.

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
        (group, for terms of a group), coefficient, low, high (log odds per step), p (of the term by itself), p_adjusted (for
        all terms), points, points_low, points_high (percentage points per step), regions, free (degrees of freedom). The
        intervals hold all terms at once in 95%.

    Raises
    ------
    TableError
        A column, a value or a group is missing, a share is outside 0 to 100, all shares are alike, there are too many terms for
        the regions, or terms separate regions of 0 or 100% from the others.

    References
    ----------
    Hothorn, T., Bretz, F., Westfall, P. (2008). Simultaneous inference in general parametric models. Biometrical Journal 50,
    346-363.
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
    fit, rows, reference = _fit(table, outcome, variables, group)
    names = list(fit.model.exog_names)
    design, beta, free = np.asarray(fit.model.exog), np.asarray(fit.params), int(fit.df_resid)
    is_group = [bool(group) and name.startswith(f"{group}: ") for name in names]
    # The intercept is a level, not a comparison, and a term that stands for a single region has no error to estimate.
    tested = (design != 0).sum(axis=0) > 1
    tested[0] = False
    result = pd.DataFrame(
        {
            "term": names,
            "step": [variables.get(name, 1.0) for name in names],
            "reference": [reference if of_group else "" for of_group in is_group],
            "coefficient": beta,
        }
    )
    result[["low", "high", "p", "p_adjusted"]] = np.nan
    covariance = _robust_covariance(fit)[np.ix_(tested, tested)]
    for column, values in _together(beta[tested], covariance, free).items():
        result.loc[tested, column] = values
    for column, of in (("points", "coefficient"), ("points_low", "low"), ("points_high", "high")):
        result[column] = [
            _points(design, beta, place, coefficient, is_group[place]) if place else np.nan
            for place, coefficient in enumerate(result[of])
        ]
    return result.assign(regions=len(rows), free=free)


def _together(beta: np.ndarray, covariance: np.ndarray, free: int) -> dict[str, np.ndarray]:
    """Intervals and p-values of coefficients that are tested together; 0 is outside where p_adjusted is below 5%."""
    from scipy import stats

    errors = np.sqrt(np.diag(covariance))
    t = np.abs(beta) / errors
    p = 2 * stats.t.sf(t, free)
    largest = _largest_t(covariance / np.outer(errors, errors), free)
    # Several terms are never surer than one, which is known without drawing.
    critical = max(np.quantile(largest, 1 - ALPHA), stats.t.isf(ALPHA / 2, free))
    return {
        "low": beta - critical * errors,
        "high": beta + critical * errors,
        "p": p,
        "p_adjusted": np.maximum(p, (largest[:, None] >= t).mean(axis=0)),
    }


def _largest_t(correlation: np.ndarray, free: int) -> np.ndarray:
    """Draws of the largest of several t statistics, in absolute size, when no term has an effect."""
    random = np.random.default_rng(1)
    normal = random.multivariate_normal(np.zeros(len(correlation)), correlation, DRAWS, method="eigh")
    return np.abs(normal).max(axis=1) / np.sqrt(random.chisquare(free, DRAWS) / free)


def _points(design: np.ndarray, beta: np.ndarray, place: int, coefficient: float, is_group: bool) -> float:
    """What the fitted rates differ by per step, on average over the regions, if a term had this coefficient, in points.

    It rises with the coefficient and is zero where that is, so that an interval means the same on both scales.
    """

    def fitted(x: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-x))

    if is_group:
        # Against the reference: no other group's mark may stand beside this one's.
        dummies = np.isin(design, (0.0, 1.0)).all(axis=0) & (np.arange(design.shape[1]) > 0)
        in_reference = design @ np.where(dummies, 0.0, beta)
        return float(100 * (fitted(in_reference + coefficient) - fitted(in_reference)).mean())
    rates = fitted(design @ beta)
    return float(100 * coefficient * (rates * (1 - rates)).mean())


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
