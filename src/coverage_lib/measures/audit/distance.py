"""Distances to a target, in workers and in points, as the same article and the targets of its region give them."""

import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.article import BASES, is_, near, with_company
from coverage_lib.measures.audit.elsewhere import TELLING_DIGITS, telling_digits
from coverage_lib.measures.audit.equations import difference, equation, share, together

#: A target is of the year of its figure or of so many after it.
YEARS_AHEAD = 2

PLACE = ("place", "segment")


def distance_tests(numbers: pd.DataFrame) -> pd.DataFrame:
    """Every equation between an audited figure, its article and a target.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`.
    """
    rows = with_company(numbers)
    goals = numbers[is_(numbers, "target", "target_workers")]
    found = [
        *_in_points(rows, goals),
        *_in_workers(rows, goals),
        _implied_base(rows),
        _of_target(rows, goals),
    ]
    return pd.concat(found, ignore_index=True)


def _beside_target(rows: pd.DataFrame, goals: pd.DataFrame, quantity: str, **roles: str) -> pd.DataFrame:
    """Numbers of one article as the named roles, beside every target of their place for a date that lies soon after them."""
    wide = near(
        together(rows, {role: is_(rows, name) for role, name in roles.items()}), list(roles), _base_of(roles)
    )
    target = goals[goals["quantity"].eq(quantity)]
    target = target.rename(columns={name: f"target.{name}" for name in target.columns if name not in PLACE})
    wide = wide.merge(target, on=list(PLACE))
    first = next(iter(roles))
    begins, ends = wide[f"{first}.from"], wide[f"{first}.to"]
    soon = (wide["target.to"] >= begins) & (wide["target.to"].dt.year <= ends.dt.year + YEARS_AHEAD)
    wide = wide[soon].reset_index(drop=True)
    # A target is meant as it is printed.
    return wide.assign(
        **{"target.lo": wide["target.value"], "target.hi": wide["target.value"], "target.rounded": False}
    )


def _base_of(roles: dict[str, str]) -> str | None:
    return "base" if "base" in roles else None


def _in_points(rows: pd.DataFrame, goals: pd.DataFrame) -> list[pd.DataFrame]:
    wide = _beside_target(rows, goals, "target", points="gap_points", rate="rate")
    found = [
        equation(
            wide,
            "target less rate",
            "points",
            ["target", "rate"],
            "difference",
            difference(wide, "target", "rate"),
        )
    ]
    for base in BASES:
        roles = {"points": is_(rows, "gap_points"), "gap": is_(rows, "gap"), "base": is_(rows, base)}
        wide = near(together(rows, roles))
        found.append(
            equation(
                wide,
                "gap over base",
                "points",
                ["gap", "base"],
                "share",
                share(wide, "gap", "base"),
                base=base,
            )
        )
    roles = {
        "points": is_(rows, "gap_points"),
        "gap": is_(rows, "gap"),
        "rate": is_(rows, "rate"),
        "active": is_(rows, "active"),
    }
    wide = near(together(rows, roles))
    result = (
        wide["gap.lo"] * wide["rate.lo"] / wide["active.hi"],
        wide["gap.value"] * wide["rate.value"] / wide["active.value"],
        wide["gap.hi"] * wide["rate.hi"] / wide["active.lo"],
    )
    return [
        *found,
        equation(wide, "gap over implied base", "points", ["gap", "rate", "active"], "g x r / a", result),
    ]


def _in_workers(rows: pd.DataFrame, goals: pd.DataFrame) -> list[pd.DataFrame]:
    """Workers short of a target: of a printed base, of the base that members and share imply, or of a target number."""
    found = [table for base in BASES for table in _of_base(rows, goals, base)]
    wide = _beside_target(rows, goals, "target", gap="gap", rate="rate", active="active")
    goal = wide["target.value"]
    result = (
        (goal / wide["rate.hi"] - 1) * wide["active.lo"],
        (goal / wide["rate.value"] - 1) * wide["active.value"],
        (goal / wide["rate.lo"] - 1) * wide["active.hi"],
    )
    inputs = ["target", "rate", "active"]
    found.append(equation(wide, "target less rate of implied base", "gap", inputs, "(t - r) x a / r", result))
    wide = _beside_target(rows, goals, "target_workers", gap="gap", active="active")
    left = difference(wide, "target", "active")
    found.append(equation(wide, "target less members", "gap", ["target", "active"], "difference", left))
    return found


def _of_base(rows: pd.DataFrame, goals: pd.DataFrame, base: str) -> list[pd.DataFrame]:
    wide = _beside_target(rows, goals, "target", gap="gap", base=base, active="active")
    goal = wide["target.value"] / 100
    result = (
        goal * wide["base.lo"] - wide["active.hi"],
        goal * wide["base.value"] - wide["active.value"],
        goal * wide["base.hi"] - wide["active.lo"],
    )
    inputs = ["target", "base", "active"]
    by_members = equation(wide, "target of base less members", "gap", inputs, "t x b - a", result, base=base)
    wide = _beside_target(rows, goals, "target", gap="gap", rate="rate", base=base)
    goal = wide["target.value"]
    result = (
        (goal - wide["rate.hi"]) * wide["base.lo"] / 100,
        (goal - wide["rate.value"]) * wide["base.value"] / 100,
        (goal - wide["rate.lo"]) * wide["base.hi"] / 100,
    )
    inputs = ["target", "rate", "base"]
    by_rate = equation(wide, "target less rate of base", "gap", inputs, "(t - r) x b", result, base=base)
    return [by_members, by_rate]


def _of_target(rows: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Members as a share of the number that was the target, printed like coverage."""
    wide = _beside_target(rows, goals, "target_workers", rate="rate", active="active")
    tests = equation(
        wide, "members over target", "rate", ["active", "target"], "share", share(wide, "active", "target"),
        speaks_for=words.TARGET, base="target",
    )  # fmt: skip
    telling = telling_digits(wide["rate.value"]) >= TELLING_DIGITS
    return tests.assign(fits=tests["fits"] & (telling | wide["rate.base"].eq("target")), about="of")


def _implied_base(rows: pd.DataFrame) -> pd.DataFrame:
    """A share beside members, where the article prints a target both in workers and in percent: the two give the base."""
    roles = {
        "rate": is_(rows, "rate"),
        "active": is_(rows, "active"),
        "target": is_(rows, "target"),
        "workers": is_(rows, "target_workers"),
    }
    wide = together(rows, roles)
    ends = wide["target.to"].eq(wide["workers.to"])
    soon = (wide["target.to"].dt.year - wide["rate.to"].dt.year).between(0, YEARS_AHEAD)
    wide = wide[ends & soon].reset_index(drop=True)
    base = 100 * wide["workers.value"] / wide["target.value"]
    result = 100 * wide["active.lo"] / base, 100 * wide["active.value"] / base, 100 * wide["active.hi"] / base
    same_year = wide["target.to"].dt.year.eq(wide["rate.to"].dt.year)
    coarse = wide[["active.rounded", "target.rounded", "workers.rounded"]].any(axis=1)
    # Of several targets it is not known which belong together.
    alone = ~wide.duplicated(["rate.key", "active.key"], keep=False)
    return equation(
        wide, "members over base of target", "rate", ["active", "target", "workers"], "a x t / w", result,
        strict=same_year & ~coarse & alone, base="eligible", blames="of",
    )  # fmt: skip
