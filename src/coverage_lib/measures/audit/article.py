"""What the numbers of one article say of each other: members over base, parts and wholes, remainders, distances to targets."""

import numpy as np
import pandas as pd

from coverage_lib.measures.audit import equations, words
from coverage_lib.measures.audit.equations import difference, equation, share, together, total

#: Numbers of one article belong together where their dates are at most so many days apart; a base is often of an earlier survey.
SAME_DAYS = 45
BASE_DAYS = 800

BASES = ("eligible", "employed", "labour_force")
SEGMENTS = ("formal", "informal", "construction", "migrant")


def article_tests(numbers: pd.DataFrame) -> pd.DataFrame:
    """Every equation between numbers of one article that an audited figure takes part in.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`.
    """
    found = [
        *_shares(numbers),
        *_remainders(numbers),
        *_targets(numbers),
        _changes(numbers),
        *_parts(numbers),
        _registered(numbers),
        *_shares_of_members(numbers),
    ]
    return pd.concat(found, ignore_index=True)


def _is(numbers: pd.DataFrame, *quantities: str) -> pd.Series:
    return numbers["quantity"].isin(quantities)


def _near(wide: pd.DataFrame, base: str | None = None, roles: list[str] | None = None) -> pd.DataFrame:
    """Combinations of one time; the base may be of a survey before it."""
    if base is None or roles is None:
        return wide[wide["apart"] <= SAME_DAYS]
    others = equations.days_apart(wide, [role for role in roles if role != base])
    return wide[(wide["apart"] <= BASE_DAYS) & (others <= SAME_DAYS)]


def _shares(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """Members over a base, and the same from those who are not members."""
    found = []
    for base in BASES:
        roles = {
            "rate": _is(numbers, "rate"),
            "active": _is(numbers, "active", "subsidised"),
            "base": _is(numbers, base),
        }
        wide = _near(together(numbers, roles), "base", list(roles))
        stated = wide["rate.base"]
        of_base = stated.eq(base) | (stated.isin(["eligible", "potential"]) & (base == "eligible"))
        sure = wide["active.quantity"].eq("active") & wide["apart"].eq(0)
        found.append(
            equation(
                wide, "members over base", "rate", ["active", "base"], "share", share(wide, "active", "base"),
                speaks_for=words.CONSISTENT, base=base,
                strict=sure & (of_base | (stated.eq("not stated") & (base == "eligible"))),
            )
        )  # fmt: skip
        roles = {
            "rate": _is(numbers, "uncovered_rate"),
            "left": _is(numbers, "uncovered", "gap"),
            "base": _is(numbers, base),
        }
        wide = _near(together(numbers, roles), "base", list(roles))
        found.append(
            equation(
                wide, "not members over base", "rate", ["left", "base"], "share", share(wide, "left", "base"),
                speaks_for=words.CONSISTENT, base=base, strict=wide["left.quantity"].eq("uncovered") & wide["apart"].eq(0),
            )
        )  # fmt: skip
        roles = {
            "left": _is(numbers, "uncovered", "gap"),
            "base": _is(numbers, base),
            "rate": _is(numbers, "rate"),
        }
        wide = _near(together(numbers, roles), "base", list(roles))
        found.append(
            equation(
                wide, "not members from rate", "left", ["base", "rate"], "base x (100 - rate)", _rest(wide, "base", "rate"),
                speaks_for=words.CONSISTENT, base=base,
                strict=wide["left.quantity"].eq("uncovered") & wide["apart"].eq(0) & wide["rate.base"].eq(base),
            )
        )  # fmt: skip
    roles = {
        "rate": _is(numbers, "rate"),
        "active": _is(numbers, "active"),
        "left": _is(numbers, "uncovered", "gap"),
    }
    wide = _near(together(numbers, roles))
    found.append(
        equation(
            wide, "members over members and others", "rate", ["active", "left"], "a / (a + b)", _of_both(wide, "active", "left"),
            speaks_for=words.CONSISTENT,
        )
    )  # fmt: skip
    roles = {
        "rate": _is(numbers, "uncovered_rate"),
        "left": _is(numbers, "uncovered"),
        "active": _is(numbers, "active"),
    }
    wide = _near(together(numbers, roles))
    found.append(
        equation(
            wide, "others over members and others", "rate", ["left", "active"], "a / (a + b)", _of_both(wide, "left", "active"),
            speaks_for=words.CONSISTENT,
        )
    )  # fmt: skip
    return found


def _rest(wide: pd.DataFrame, base: str, rate: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    return (
        wide[f"{base}.lo"] * (100 - wide[f"{rate}.hi"]) / 100,
        wide[f"{base}.value"] * (100 - wide[f"{rate}.value"]) / 100,
        wide[f"{base}.hi"] * (100 - wide[f"{rate}.lo"]) / 100,
    )


def _of_both(wide: pd.DataFrame, part: str, other: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    low = 100 * wide[f"{part}.lo"] / (wide[f"{part}.lo"] + wide[f"{other}.hi"])
    high = 100 * wide[f"{part}.hi"] / (wide[f"{part}.hi"] + wide[f"{other}.lo"])
    return low, 100 * wide[f"{part}.value"] / (wide[f"{part}.value"] + wide[f"{other}.value"]), high


def _remainders(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """What is left of a base without its members, and of 100 percent without the share of members."""
    found = []
    for base in BASES:
        roles = {
            "left": _is(numbers, "uncovered", "gap"),
            "base": _is(numbers, base),
            "active": _is(numbers, "active"),
        }
        wide = _near(together(numbers, roles))
        found.append(
            equation(
                wide, "base less members", "left", ["base", "active"], "difference", difference(wide, "base", "active"),
                speaks_for=words.CONSISTENT, base=base,
                strict=wide["left.quantity"].eq("uncovered") & wide["apart"].eq(0) & (base == "eligible"),
            )
        )  # fmt: skip
    wide = _near(together(numbers, {"rest": _is(numbers, "uncovered_rate"), "rate": _is(numbers, "rate")}))
    found.append(
        equation(
            wide, "100 less rate", "rest", ["rate"], "100 - rate",
            (100 - wide["rate.hi"], 100 - wide["rate.value"], 100 - wide["rate.lo"]),
            speaks_for=words.CONSISTENT, strict=wide["apart"].eq(0),
        )
    )  # fmt: skip
    return found


def _targets(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """Distances to a target that the same article, or the table of targets, has for the region."""
    found = []
    by = ("place", "segment")
    goal = _is(numbers, "target")
    for roles, test, of, operation in (
        (
            {"points": _is(numbers, "gap_points"), "target": goal, "rate": _is(numbers, "rate")},
            "target less rate",
            "points",
            "difference",
        ),
    ):
        wide = _of_article(together(numbers, roles, by), numbers, of, "rate")
        found.append(
            equation(
                wide,
                test,
                of,
                ["target", "rate"],
                operation,
                difference(wide, "target", "rate"),
                speaks_for=words.CONSISTENT,
            )
        )
    for base in BASES:
        roles = {
            "gap": _is(numbers, "gap"),
            "target": goal,
            "base": _is(numbers, base),
            "active": _is(numbers, "active"),
        }
        wide = _of_article(together(numbers, roles, by), numbers, "gap", "base", "active")
        low = wide["target.lo"] * wide["base.lo"] / 100 - wide["active.hi"]
        high = wide["target.hi"] * wide["base.hi"] / 100 - wide["active.lo"]
        value = wide["target.value"] * wide["base.value"] / 100 - wide["active.value"]
        # The target is printed to whole percents as a rule and means it.
        exact = wide["target.value"] * wide["base.value"] / 100 - wide["active.value"]
        found.append(
            equation(
                wide, "target of base less members", "gap", ["target", "base", "active"], "t x b - a",
                (np.minimum(low, exact), value, np.maximum(high, exact)), speaks_for=words.CONSISTENT, base=base,
            )
        )  # fmt: skip
        roles = {
            "gap": _is(numbers, "gap"),
            "target": goal,
            "rate": _is(numbers, "rate"),
            "base": _is(numbers, base),
        }
        wide = _of_article(together(numbers, roles, by), numbers, "gap", "rate", "base")
        found.append(
            equation(
                wide, "target less rate of base", "gap", ["target", "rate", "base"], "(t - r) x b",
                _points_of(wide, "target", "rate", "base"), speaks_for=words.CONSISTENT, base=base,
            )
        )  # fmt: skip
        roles = {"points": _is(numbers, "gap_points"), "gap": _is(numbers, "gap"), "base": _is(numbers, base)}
        wide = _near(together(numbers, roles))
        found.append(
            equation(
                wide,
                "gap over base",
                "points",
                ["gap", "base"],
                "share",
                share(wide, "gap", "base"),
                speaks_for=words.CONSISTENT,
                base=base,
            )
        )
    roles = {
        "gap": _is(numbers, "gap"),
        "rate": _is(numbers, "rate"),
        "active": _is(numbers, "active"),
        "target": goal,
    }
    wide = _of_article(together(numbers, roles, by), numbers, "gap", "rate", "active")
    implied = wide["active.value"] / wide["rate.value"]
    found.append(
        equation(
            wide, "target less rate of implied base", "gap", ["target", "rate", "active"], "(t - r) x a / r",
            (
                (wide["target.value"] - wide["rate.hi"]) * wide["active.lo"] / wide["rate.hi"],
                (wide["target.value"] - wide["rate.value"]) * implied,
                (wide["target.value"] - wide["rate.lo"]) * wide["active.hi"] / wide["rate.lo"],
            ), speaks_for=words.CONSISTENT,
        )
    )  # fmt: skip
    roles = {
        "points": _is(numbers, "gap_points"),
        "gap": _is(numbers, "gap"),
        "rate": _is(numbers, "rate"),
        "active": _is(numbers, "active"),
    }
    wide = _near(together(numbers, roles))
    found.append(
        equation(
            wide, "gap over implied base", "points", ["gap", "rate", "active"], "g x r / a",
            (
                wide["gap.lo"] * wide["rate.lo"] / wide["active.hi"],
                wide["gap.value"] * wide["rate.value"] / wide["active.value"],
                wide["gap.hi"] * wide["rate.hi"] / wide["active.lo"],
            ), speaks_for=words.CONSISTENT,
        )
    )  # fmt: skip
    roles = {
        "gap": _is(numbers, "gap"),
        "goal": _is(numbers, "target_workers"),
        "active": _is(numbers, "active"),
    }
    wide = _of_article(together(numbers, roles, by), numbers, "gap", "active")
    found.append(
        equation(
            wide,
            "target less members",
            "gap",
            ["goal", "active"],
            "difference",
            difference(wide, "goal", "active"),
            speaks_for=words.CONSISTENT,
        )
    )
    return found


def _points_of(
    wide: pd.DataFrame, target: str, rate: str, base: str
) -> tuple[pd.Series, pd.Series, pd.Series]:
    return (
        (wide[f"{target}.value"] - wide[f"{rate}.hi"]) * wide[f"{base}.lo"] / 100,
        (wide[f"{target}.value"] - wide[f"{rate}.value"]) * wide[f"{base}.value"] / 100,
        (wide[f"{target}.value"] - wide[f"{rate}.lo"]) * wide[f"{base}.hi"] / 100,
    )


def _of_article(wide: pd.DataFrame, numbers: pd.DataFrame, first: str, *others: str) -> pd.DataFrame:
    """Combinations whose figures are of one article, whoever printed the target."""
    article = numbers.set_index("key")["article"]
    same = pd.Series(True, index=wide.index)
    for role in others:
        same &= wide[f"{role}.key"].map(article) == wide[f"{first}.key"].map(article)
    ahead = wide["target.to"] if "target.to" in wide else wide["goal.to"]
    soon = (ahead >= wide[f"{first}.from"]) & (ahead <= wide[f"{first}.to"] + pd.DateOffset(years=2))
    return wide[same & (soon | wide[f"{first}.from"].isna())].reset_index(drop=True)


def _changes(numbers: pd.DataFrame) -> pd.DataFrame:
    """A change as the difference of two shares."""
    roles = {"change": _is(numbers, "change"), "later": _is(numbers, "rate"), "before": _is(numbers, "rate")}
    wide = together(numbers, roles)
    wide = wide[wide["later.from"] > wide["before.to"]].reset_index(drop=True)
    return equation(
        wide, "later less earlier rate", "change", ["later", "before"], "difference", difference(wide, "later", "before"),
        speaks_for=words.CONSISTENT,
    )  # fmt: skip


def _parts(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """A total as the sum of its segments: of formal and informal, with construction and migrants where they are printed."""
    found = []
    chosen = numbers[_is(numbers, "active", "eligible", "employed", "uncovered", "target_workers")]
    for extra in ((), ("construction",), ("construction", "migrant"), ("migrant",)):
        segments = ["formal", "informal", *extra]
        roles = {"total": chosen["segment"].eq("total")} | {
            name: chosen["segment"].eq(name) for name in segments
        }
        wide = _near(together(chosen, roles, ("article", "place", "measure")))
        # A total above the sum may count construction or migrants that are not printed; one below it cannot be.
        whole = total(wide, segments)
        short = wide["total.most"] < whole[0]
        found.append(
            equation(
                wide, "sum of segments", "total", segments, "sum", whole, speaks_for=words.CONSISTENT,
                strict=(short | ("construction" in extra)) & wide["apart"].eq(0),
            )
        )  # fmt: skip
    return found


def _registered(numbers: pd.DataFrame) -> pd.DataFrame:
    roles = {name: _is(numbers, name) for name in ("registered", "active", "inactive")}
    wide = _near(together(numbers, roles))
    parts = ["active", "inactive"]
    return equation(
        wide,
        "active and inactive",
        "registered",
        parts,
        "sum",
        total(wide, parts),
        speaks_for=words.CONSISTENT,
    )


def _shares_of_members(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """A segment as a share of all members, and formal or informal workers as a share of the employed."""
    found = []
    for measure, whole in (("share_of_participants", "active"), ("share_of_employed", "employed")):
        rows = numbers[_is(numbers, measure, whole)]
        rows = rows.assign(part=rows["segment"].where(rows["segment"].ne("total")))
        for segment in ("formal", "informal", "construction"):
            of_segment = rows["segment"].eq(segment)
            roles = {
                "rate": _is(rows, measure) & of_segment,
                "part": _is(rows, whole) & of_segment,
                "whole": _is(rows, whole) & rows["segment"].eq("total"),
            }
            wide = _near(together(rows, roles, ("article", "place")))
            found.append(
                equation(
                    wide,
                    "segment over total",
                    "rate",
                    ["part", "whole"],
                    "share",
                    share(wide, "part", "whole"),
                    speaks_for=words.CONSISTENT,
                )
            )
    return found
