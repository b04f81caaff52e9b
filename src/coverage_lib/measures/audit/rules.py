"""Money: contributions and benefits beside the rules of the programme, budgets beside people, months and contribution."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit.article import is_, near, with_company
from coverage_lib.measures.audit.equations import EXACT, ROUNDED, equation, together

#: Which rule a measure of money is of.
RULES = {
    "contribution_rp_month": "JKK+JKM minimum contribution",
    "contribution_rp_month_with_jht": "JKK+JKM+JHT contribution",
    "death_benefit_rp": "Death benefit JKM",
    "scholarship_max_rp": "Scholarship maximum for 2 children",
}
#: The contributions that a budget for subsidised workers pays.
PAID = ("JKK+JKM minimum contribution", "JKK+JKM+JHT contribution", "JKK+JKM discount 50% transport workers")
MONTHS = range(1, 13)


def rule_tests(numbers: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """What the rules of the programme say of audited amounts of money, and of the people that they pay for.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    rules : pandas.DataFrame
        ``load_rules()``.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`.
    """
    return pd.concat([_amounts(numbers, rules), _budgets(numbers, rules)], ignore_index=True)


def _amounts(numbers: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    figure = numbers[numbers["audited"] & numbers["measure"].isin(RULES)]
    figure = figure.rename(columns={name: f"figure.{name}" for name in numbers.columns})
    figure = figure.assign(rule=figure["figure.measure"].map(RULES))
    both = figure.merge(rules[["rule", "value", "id"]], on="rule").reset_index(drop=True)
    value = both["value"].astype(float)
    both = both.assign(
        **{"rule.key": "rule:" + both["id"], "rule.value": value, "rule.rounded": False}, apart=0
    )
    return equation(both, "rule of the programme", "figure", ["rule"], "equal", (value, value, value))


def _budgets(numbers: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    rows = with_company(numbers)
    wide = near(together(rows, {"budget": is_(rows, "budget_rp"), "people": is_(rows, "subsidised")}))
    paid = rules[rules["rule"].isin(PAID)][["id", "value"]].rename(columns={"value": "rate.value"})
    months = pd.DataFrame({"months.value": [float(month) for month in MONTHS]})
    wide = wide.merge(paid.merge(months, how="cross"), how="cross")
    wide = wide.assign(**{"rate.key": "rule:" + wide["id"], "rate.rounded": False})
    value = wide["people.value"] * wide["months.value"] * wide["rate.value"]
    tests = equation(
        wide, "people x months x contribution", "budget", ["people", "rate"], "product", (value, value, value),
        terms=["people", "months", "rate"],
    )  # fmt: skip
    # Thirty-six products are tried, so only one that gives all digits counts.
    equal = np.isclose(value, wide["budget.value"], rtol=1e-9)
    return tests.assign(
        fits=tests["fits"] & np.isclose(value, wide["budget.value"], rtol=1e-3),
        exact=equal,
        strength=np.where(equal, EXACT, ROUNDED),
    )
