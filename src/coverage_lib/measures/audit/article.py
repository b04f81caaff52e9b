"""What the numbers of one article say of each other: members over base, parts and wholes, remainders, changes."""

import pandas as pd

from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.equations import (
    NOTHING,
    OVERRIDES,
    days_apart,
    difference,
    equation,
    share,
    together,
    total,
)

#: Numbers of one article belong together where their dates are at most so many days apart; a base is often of an earlier survey.
SAME_DAYS = 45
BASE_DAYS = 800

BASES = ("eligible", "employed", "labour_force")


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
    rows = with_company(numbers)
    found = [
        *_shares(rows),
        *_not_members(rows),
        *_remainders(rows),
        _changes(rows),
        *_segments(rows),
        _construction_in_members_only(rows),
        _registered(rows),
        *_shares_of_members(rows),
        *_implied(rows),
    ]
    return pd.concat(found, ignore_index=True)


def with_company(numbers: pd.DataFrame) -> pd.DataFrame:
    """The numbers of articles that have an audited figure and at least one other number for the same place."""
    group = numbers.groupby(["article", "place"])["audited"]
    return numbers[(group.transform("size") > 1) & group.transform("any")]


def is_(numbers: pd.DataFrame, *quantities: str) -> pd.Series:
    """Which numbers are of one of the quantities."""
    return numbers["quantity"].isin(quantities)


def near(wide: pd.DataFrame, roles: list[str] | None = None, base: str | None = None) -> pd.DataFrame:
    """Combinations of one time; of `roles` the base may be of a survey before or after it."""
    if roles is None or base is None:
        return wide[wide["apart"] <= SAME_DAYS].reset_index(drop=True)
    others = days_apart(wide, [role for role in roles if role != base])
    return wide[(wide["apart"] <= BASE_DAYS) & (others <= SAME_DAYS)].reset_index(drop=True)


def _shares(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """Members over each base that the article prints."""
    found = []
    for base in BASES:
        roles = {
            "rate": is_(numbers, "rate"),
            "active": is_(numbers, "active", "subsidised"),
            "base": is_(numbers, base),
        }
        wide = near(together(numbers, roles), list(roles), "base")
        stated = wide["rate.base"]
        # Eligible workers are printed under many names, that of the labour force among them.
        of_base = ~stated.isin(["population", "target"]) if base == "eligible" else stated.eq(base)
        found.append(
            equation(
                wide, "members over base", "rate", ["active", "base"], "share", share(wide, "active", "base"),
                strict=wide["active.quantity"].eq("active") & wide["apart"].eq(0) & of_base, base=base,
            )
        )  # fmt: skip
    return found


def _not_members(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """Workers who are not members over the base, and from the share of those who are."""
    found = []
    left = is_(numbers, "uncovered", "gap")
    for base in BASES:
        roles = {"rate": is_(numbers, "uncovered_rate"), "left": left, "base": is_(numbers, base)}
        wide = near(together(numbers, roles), list(roles), "base")
        sure = wide["left.quantity"].eq("uncovered") & wide["apart"].eq(0)
        found.append(
            equation(
                wide, "not members over base", "rate", ["left", "base"], "share", share(wide, "left", "base"),
                strict=sure & (base == "eligible"), base=base,
            )
        )  # fmt: skip
        roles = {"left": left, "base": is_(numbers, base), "rate": is_(numbers, "rate")}
        wide = near(together(numbers, roles), list(roles), "base")
        stated = wide["rate.base"].isin(["eligible", "potential", "not stated"])
        sure = wide["left.quantity"].eq("uncovered") & wide["apart"].eq(0) & stated
        found.append(
            equation(
                wide, "not members from rate", "left", ["base", "rate"], "base x (100 - rate)", _rest(wide),
                strict=sure & (base == "eligible"), base=base,
            )
        )  # fmt: skip
    for rate, part, other in (("rate", "active", "uncovered"), ("uncovered_rate", "uncovered", "active")):
        roles = {"rate": is_(numbers, rate), "part": is_(numbers, part), "other": is_(numbers, other)}
        wide = near(together(numbers, roles))
        # Together the two are the base, unless the share is stated to be of another one.
        stated = wide["rate.base"].isin(["eligible", "potential", "not stated"])
        found.append(
            equation(
                wide, f"{part} over both", "rate", ["part", "other"], "a / (a + b)", _of_both(wide),
                strict=stated & wide["apart"].eq(0),
            )
        )  # fmt: skip
    return found


def _rest(wide: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    return (
        wide["base.lo"] * (100 - wide["rate.hi"]) / 100,
        wide["base.value"] * (100 - wide["rate.value"]) / 100,
        wide["base.hi"] * (100 - wide["rate.lo"]) / 100,
    )


def _of_both(wide: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    low = 100 * wide["part.lo"] / (wide["part.lo"] + wide["other.hi"])
    high = 100 * wide["part.hi"] / (wide["part.hi"] + wide["other.lo"])
    return low, 100 * wide["part.value"] / (wide["part.value"] + wide["other.value"]), high


def _remainders(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """What is left of a base without its members, and of 100 percent without the share of members."""
    found = []
    for base in BASES:
        roles = {
            "left": is_(numbers, "uncovered", "gap"),
            "base": is_(numbers, base),
            "active": is_(numbers, "active"),
        }
        wide = near(together(numbers, roles))
        sure = wide["left.quantity"].eq("uncovered") & wide["apart"].eq(0) & (base == "eligible")
        result = difference(wide, "base", "active")
        found.append(
            equation(
                wide,
                "base less members",
                "left",
                ["base", "active"],
                "difference",
                result,
                strict=sure,
                base=base,
            )
        )
    wide = near(together(numbers, {"rest": is_(numbers, "uncovered_rate"), "rate": is_(numbers, "rate")}))
    result = 100 - wide["rate.hi"], 100 - wide["rate.value"], 100 - wide["rate.lo"]
    found.append(
        equation(wide, "100 less rate", "rest", ["rate"], "100 - rate", result, strict=wide["apart"].eq(0))
    )
    return found


def _changes(numbers: pd.DataFrame) -> pd.DataFrame:
    """A change as the difference of two shares."""
    roles = {"change": is_(numbers, "change"), "later": is_(numbers, "rate"), "before": is_(numbers, "rate")}
    wide = together(numbers, roles)
    wide = wide[wide["later.from"] > wide["before.to"]].reset_index(drop=True)
    return equation(
        wide,
        "later less earlier rate",
        "change",
        ["later", "before"],
        "difference",
        difference(wide, "later", "before"),
    )


def _segments(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """A total as the sum of its segments: of formal and informal, with construction and migrants where they are printed."""
    found = []
    chosen = numbers[
        is_(numbers, "active", "eligible", "employed", "uncovered", "target_workers", "inactive")
    ]
    for extra in ((), ("construction",), ("construction", "migrant"), ("migrant",)):
        segments = ["formal", "informal", *extra]
        roles = {"total": chosen["segment"].eq("total")} | {
            name: chosen["segment"].eq(name) for name in segments
        }
        wide = near(together(chosen, roles, ("article", "place", "measure")))
        result = total(wide, segments)
        # A total above the sum may count construction or migrants that are not printed; one below it cannot be.
        short = wide["total.most"] < result[0]
        found.append(
            equation(
                wide, "sum of segments", "total", segments, "sum", result,
                strict=short | ("construction" in extra) & wide["apart"].eq(0), blames="of",
            )
        )  # fmt: skip
    return found


def _construction_in_members_only(numbers: pd.DataFrame) -> pd.DataFrame:
    """A share whose members count construction while its base does not."""
    segments = ("formal", "informal", "construction")
    roles = {"rate": is_(numbers, "rate") & numbers["segment"].eq("total")}
    roles |= {name: is_(numbers, "active") & numbers["segment"].eq(name) for name in segments}
    roles |= {f"{name} base": is_(numbers, "eligible") & numbers["segment"].eq(name) for name in segments[:2]}
    wide = near(together(numbers, roles, ("article", "place")))
    members, bases = total(wide, segments), total(wide, ["formal base", "informal base"])
    result = tuple(100 * part / whole for part, whole in zip(members, reversed(bases), strict=True))
    tests = equation(
        wide, "construction in members only", "rate", [name for name in roles if name != "rate"], "sum of 3 / sum", result,
        speaks_for=words.CONSTRUCTION, base="eligible",
    )  # fmt: skip
    # It says something of the share alone.
    return tests.assign(strength=OVERRIDES, about="of")


def _registered(numbers: pd.DataFrame) -> pd.DataFrame:
    roles = {name: is_(numbers, name) for name in ("registered", "active", "inactive")}
    wide = near(together(numbers, roles))
    parts = ["active", "inactive"]
    return equation(wide, "active and inactive", "registered", parts, "sum", total(wide, parts))


def _shares_of_members(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """A segment as a share of all members or of all employed."""
    found = []
    for measure, whole in (("share_of_participants", "active"), ("share_of_employed", "employed")):
        rows = numbers[is_(numbers, measure, whole)]
        for segment in ("formal", "informal", "construction"):
            of_segment = rows["segment"].eq(segment)
            roles = {
                "rate": is_(rows, measure) & of_segment,
                "part": is_(rows, whole) & of_segment,
                "whole": is_(rows, whole) & rows["segment"].eq("total"),
            }
            wide = near(together(rows, roles, ("article", "place")))
            found.append(
                equation(
                    wide,
                    "segment over total",
                    "rate",
                    ["part", "whole"],
                    "share",
                    share(wide, "part", "whole"),
                )
            )
    return found


def _implied(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """The base that people and their share imply: no test, but what a test would need to know."""
    found = []
    for people, rate in ((("active",), "rate"), (("uncovered", "gap"), "uncovered_rate")):
        wide = near(together(numbers, {"people": is_(numbers, *people), "rate": is_(numbers, rate)}))
        limits = [
            100 * wide[f"people.{limit}"] / wide[f"rate.{other}"]
            for limit, other in (("lo", "hi"), ("value", "value"), ("hi", "lo"))
        ]
        tests = equation(
            wide,
            "implied base",
            "people",
            ["rate"],
            "implied base",
            (limits[0], limits[1], limits[2]),
            terms=["people", "rate"],
        )
        found.append(tests.assign(fits=False, strength=NOTHING))
    return found
