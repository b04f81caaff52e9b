"""Shares on bases that stand elsewhere: in the survey, in other articles, or only implied by both segments together."""

import numpy as np
import pandas as pd

from coverage_lib.data.regions import DIVIDED, NATION
from coverage_lib.measures.audit import words
from coverage_lib.measures.audit.article import is_, with_company
from coverage_lib.measures.audit.counting import beside
from coverage_lib.measures.audit.elsewhere import TELLING_DIGITS, telling_digits
from coverage_lib.measures.audit.equations import LIKELY, NUMBER, ROUNDED, WEAK, equation, share, together
from coverage_lib.measures.audit.movement import Movement, allowed

#: A survey of so many years before a share may have been its base.
YEARS_BACK = 2
#: A printed base is used again for so many days.
BASE_DAYS = 900
#: A survey that is printed for a year may be its February round, which lies so far from August's at most.
OTHER_ROUND = 0.06
#: Implied bases of two segments add up to the printed one within this part.
JOINT = 0.04

BASES = {"eligible": "eligible", "employed": "employed", "labour_force": "labour_force"}


def share_tests(
    numbers: pd.DataFrame, members: pd.DataFrame, workers: pd.DataFrame, moved: Movement
) -> pd.DataFrame:
    """What bases from elsewhere say of the audited shares and counts of workers.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.numbers.numbers`.
    members, workers : pandas.DataFrame
        From :mod:`coverage_lib.measures.audit.cells`.
    moved : Movement
        How far counts move with time.

    Returns
    -------
    pandas.DataFrame
        :data:`coverage_lib.measures.audit.equations.COLUMNS`; the cells that take part are named in `keys`.
    """
    rows = with_derived_bases(numbers)
    found = [
        _surveys(numbers, workers),
        _share_of_employed(numbers, workers),
        _members_over_survey(numbers, workers),
        _members_over_known_base(rows),
        _same_base_elsewhere(rows),
        _table_over_survey(numbers, members, workers),
        *_joint(rows, members),
        _share_of_nation(numbers, members, moved),
    ]
    return pd.concat(found, ignore_index=True)


def with_derived_bases(numbers: pd.DataFrame) -> pd.DataFrame:
    """The numbers, with the formal base of articles that print only the total and the informal one."""
    rows = with_company(numbers.assign(audited=True))
    roles = {name: is_(rows, "eligible") & rows["segment"].eq(name) for name in ("total", "informal")}
    wide = together(rows, roles, ("article", "place"))
    printed = rows[is_(rows, "eligible") & rows["segment"].isin(["formal", "construction"])]
    known = pd.MultiIndex.from_frame(printed[["article", "place"]])
    wide = wide[wide["apart"].eq(0) & ~pd.MultiIndex.from_frame(wide[["article", "place"]]).isin(known)]
    if wide.empty:
        return numbers
    first = numbers.set_index("key").loc[wide["total.key"]].reset_index()
    derived = first.assign(
        segment="formal",
        value=wide["total.value"].to_numpy() - wide["informal.value"].to_numpy(),
        lo=wide["total.lo"].to_numpy() - wide["informal.hi"].to_numpy(),
        hi=wide["total.hi"].to_numpy() - wide["informal.lo"].to_numpy(),
        audited=False,
    )
    return pd.concat([numbers, derived], ignore_index=True)


def _of_survey(both: pd.DataFrame, to: str) -> pd.DataFrame:
    """Combinations whose survey is of the year of the figure or of the two before it, on the figure's boundary."""
    years = both[to].dt.year - both["date"].dt.year
    both = both[years.between(0, YEARS_BACK)]
    return both[~both["place"].isin(DIVIDED) | both["boundary"].eq(both["boundary_cell"])].reset_index(
        drop=True
    )


def _as_cell(both: pd.DataFrame) -> pd.DataFrame:
    value = both["value"]
    return both.assign(
        **{
            "cell.key": both["cell"],
            "cell.value": value,
            "cell.lo": value,
            "cell.hi": value,
            "cell.rounded": False,
        }
    )


def _surveys(numbers: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Employed and labour force beside the survey of August of the year and of the two before."""
    both = beside(numbers, workers)
    years = both["figure.to"].dt.year - both["date"].dt.year
    both = both.assign(years=years)[years.between(0, YEARS_BACK)].reset_index(drop=True)
    value = both["cell.value"]
    tests = equation(both, "survey of August", "figure", ["cell"], "equal", (value, value, value))
    # None of the rounds around is near: such a number is not the survey's.
    off = (value > both["figure.most"] * (1 + OTHER_ROUND)) | (
        value < both["figure.least"] * (1 - OTHER_ROUND)
    )
    far = off.groupby(both["figure.key"]).transform("all") & both["years"].eq(0)
    recent = both["years"] <= 1
    return tests.assign(
        fails=far & ~tests["fits"] & both["figure.level"].isin(["province", "regency", "national"]),
        exact=tests["exact"] & recent,
        strength=np.where(recent, tests["strength"], WEAK),
    )


def _share_of_employed(numbers: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Formal or informal workers as a share of all employed, from the survey."""
    employed = workers[workers["quantity"].eq("employed")]
    keys = ["place", "boundary", "date", "quantity"]
    whole = employed[employed["segment"].eq("total")][[*keys, "cell", "value"]]
    part = employed[employed["segment"].ne("total")].merge(whole, on=keys, suffixes=("", "_whole"))
    part = part.assign(quantity="share_of_employed")
    both = beside(numbers, part)
    both = both[both["figure.to"].dt.year.eq(both["date"].dt.year)].reset_index(drop=True)
    both = both.assign(
        **{
            "cell.value": both["value"],
            "whole.key": both["cell_whole"],
            "whole.value": both["value_whole"],
            "whole.rounded": False,
        }
    )
    value = 100 * both["value"] / both["value_whole"]
    return equation(
        both, "share of employed in survey", "figure", ["cell", "whole"], "share", (value, value, value)
    )


def _members_over_survey(numbers: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Members that an article prints beside its share, over the workers of the survey."""
    rows = with_company(numbers)
    wide = together(rows, {"rate": is_(rows, "rate"), "active": is_(rows, "active")})
    wide = wide[wide["apart"].eq(0)].assign(
        boundary=lambda pairs: pairs["rate.key"].map(numbers.set_index("key")["boundary"])
    )
    both = _as_cell(
        _of_survey(wide.merge(workers, on=["place", "segment"], suffixes=("", "_cell")), "rate.to")
    )
    both = both.drop_duplicates(["rate.key", "active.key", "cell"]).reset_index(drop=True)
    stated = both["rate.base"].eq(both["quantity"])
    telling = telling_digits(both["rate.value"]) >= TELLING_DIGITS - 1
    tests = equation(
        both, "members over survey", "rate", ["active", "cell"], "share", share(both, "active", "cell"),
        speaks_for=pd.Series(np.where(stated, words.CONSISTENT, words.ANOTHER_BASE), index=both.index), base=_base_word(both),
    )  # fmt: skip
    return tests.assign(fits=tests["fits"] & (telling | stated))


def _base_word(both: pd.DataFrame) -> pd.Series:
    of_segment = both["segment"].ne("total") & both["quantity"].eq("employed")
    return both["quantity"].mask(of_segment, "segment_workers")


def _members_over_known_base(numbers: pd.DataFrame) -> pd.DataFrame:
    """A share, members of the same moment and a base, of which at least one stands in another article."""
    columns = [*NUMBER, "base", "quantity", "article"]
    by = ["place", "boundary", "segment"]
    parts = {}
    for role, quantity in (("rate", "rate"), ("active", "active"), ("base", "eligible")):
        chosen = numbers[is_(numbers, quantity) & numbers["from"].notna()][[*by, *columns]]
        parts[role] = chosen.rename(columns={name: f"{role}.{name}" for name in columns})
    wide = parts["rate"].merge(parts["active"], on=by)
    same_time = (wide["active.from"] <= wide["rate.to"]) & (wide["rate.from"] <= wide["active.to"])
    wide = wide[same_time].merge(parts["base"], on=by)
    days = (wide["base.from"] - wide["rate.to"]).dt.days.clip(lower=0) + (
        wide["rate.from"] - wide["base.to"]
    ).dt.days.clip(lower=0)
    one_article = wide["rate.article"].eq(wide["active.article"]) & wide["rate.article"].eq(
        wide["base.article"]
    )
    audited = wide[["rate.audited", "active.audited", "base.audited"]].any(axis=1)
    wide = wide[(days <= BASE_DAYS) & ~one_article & audited].assign(apart=days).reset_index(drop=True)
    stated = wide["rate.base"].isin(["eligible", "potential"])
    tests = equation(
        wide, "members over known base", "rate", ["active", "base"], "share", share(wide, "active", "base"),
        speaks_for=pd.Series(np.where(stated, words.CONSISTENT, words.ANOTHER_BASE), index=wide.index), base="eligible",
    )  # fmt: skip
    exact = (
        (telling_digits(wide["rate.value"]) >= TELLING_DIGITS - 1)
        & ~wide["active.rounded"].astype(bool)
        & ~wide["base.rounded"].astype(bool)
    )
    return tests.assign(fits=tests["fits"] & exact, strength=np.where(tests["exact"], ROUNDED, WEAK))


def _same_base_elsewhere(numbers: pd.DataFrame) -> pd.DataFrame:
    """A base that others print too, of another day: bases are used for years."""
    columns = [*NUMBER, "quantity", "publisher", "article"]
    bases = numbers[is_(numbers, "eligible") & numbers["from"].notna()][
        ["place", "boundary", "segment", *columns]
    ]
    figure = bases[bases["audited"]].rename(columns={name: f"figure.{name}" for name in columns})
    other = bases.rename(columns={name: f"other.{name}" for name in columns})
    both = figure.merge(other, on=["place", "boundary", "segment"])
    days = (both["other.from"] - both["figure.to"]).dt.days.clip(lower=0) + (
        both["figure.from"] - both["other.to"]
    ).dt.days.clip(lower=0)
    others = both["figure.publisher"].ne(both["other.publisher"]) & both["figure.article"].ne(
        both["other.article"]
    )
    both = both[others & (days <= BASE_DAYS)].assign(apart=days).reset_index(drop=True)
    # Two persons more or less are no other base.
    value = both["other.value"]
    tests = equation(
        both,
        "same base elsewhere",
        "figure",
        ["other"],
        "equal",
        (value * (1 - 1e-5), value, value * (1 + 1e-5)),
        base="eligible",
    )
    telling = telling_digits(both["figure.value"]) >= TELLING_DIGITS
    return tests.assign(fits=tests["fits"] & telling, exact=telling, about="of")


def _table_over_survey(numbers: pd.DataFrame, members: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """A share that the tables give for its day, to the digits printed."""
    rates = numbers[is_(numbers, "rate") & numbers["audited"]].assign(quantity="active")
    both = beside(rates, members[~members["estimated"]])
    both = both[both["apart"].eq(0)].drop(columns=["value", "quantity", "date", "cell"])
    survey = workers.rename(columns={"cell": "whole.key", "value": "whole.value", "date": "survey"})
    survey = survey[["place", "boundary", "segment", "quantity", "whole.key", "whole.value", "survey"]]
    both = both.drop(columns=["boundary_cell", "way_cell"], errors="ignore").merge(
        survey, on=["place", "segment"], suffixes=("", "_cell")
    )
    years = both["figure.to"].dt.year - both["survey"].dt.year
    same_area = ~both["place"].isin(DIVIDED) | both["boundary"].eq(both["boundary_cell"])
    both = (
        both[years.isin([0, 1]) & same_area]
        .drop_duplicates(["figure.key", "cell.key", "whole.key"])
        .reset_index(drop=True)
    )
    base = rates.set_index("key")["base"]
    both = both.assign(
        **{"whole.rounded": False, "figure.quantity": "rate", "figure.base": both["figure.key"].map(base)}
    )
    value = 100 * both["cell.value"] / both["whole.value"]
    stated = both["figure.base"].eq(both["quantity"])
    plain = both["way"].eq("domicile") | both["place"].eq(NATION)
    speaks = pd.Series(np.where(stated & plain, words.CONSISTENT, words.ANOTHER_BASE), index=both.index)
    tests = equation(
        both,
        "table over survey",
        "figure",
        ["cell", "whole"],
        "share",
        (value, value, value),
        speaks_for=speaks,
        base=_base_word(both),
    )
    telling = telling_digits(both["figure.value"]) >= TELLING_DIGITS - np.where(plain & stated, 1, 0)
    return tests.assign(fits=tests["fits"] & telling & plain, strength=WEAK)


def _joint(numbers: pd.DataFrame, members: pd.DataFrame) -> list[pd.DataFrame]:
    """The bases that the shares of both segments imply, together, beside the eligible workers that are printed.

    One segment alone would fit some base by chance.
    """
    rows = with_company(numbers)
    segments = ("formal", "informal")
    roles = {f"{name} rate": is_(rows, "rate") & rows["segment"].eq(name) for name in segments}
    rates = together(rows, roles, ("article", "place"))
    rates = rates[rates["apart"].eq(0)]
    bases = numbers[is_(numbers, "eligible") & numbers["segment"].eq("total") & numbers["from"].notna()]
    bases = bases.rename(columns={name: f"base.{name}" for name in bases.columns if name != "place"})
    rates = rates.merge(bases, on="place")
    days = (rates["base.from"] - rates["formal rate.to"]).dt.days.clip(lower=0)
    days += (rates["formal rate.from"] - rates["base.to"]).dt.days.clip(lower=0)
    rates = rates[days <= BASE_DAYS].assign(apart=days)
    found = []
    counts = {
        name: rows[is_(rows, "active") & rows["segment"].eq(name)][
            ["article", "place", "key", "value", "from", "to"]
        ]
        for name in segments
    }
    printed = rates
    for name in segments:
        own = counts[name].rename(
            columns={column: f"{name}.{column}" for column in ("key", "value", "from", "to")}
        )
        printed = printed.merge(own, on=["article", "place"])
    found.append(_joint_equation(printed))
    table = members[members["way"].eq("domicile") & members["segment"].isin(segments)]
    counted = table.pivot_table(
        index=["place", "date"], columns="segment", values=["value", "cell"], aggfunc="first"
    )
    counted.columns = pd.Index(
        [f"{segment}.{'key' if what == 'cell' else what}" for what, segment in counted.columns]
    )
    near = rates.merge(counted.reset_index(), on="place")
    months = (near["date"] - near["formal rate.to"]).dt.days.abs() / 30.44
    near = near[(months <= 3.5) & ~near["place"].isin(DIVIDED)]
    found.append(_joint_equation(near))
    return found


def _joint_equation(wide: pd.DataFrame) -> pd.DataFrame:
    wide = wide.drop_duplicates(
        ["formal rate.key", "informal rate.key", "formal.key", "informal.key", "base.key"]
    ).reset_index(drop=True)
    low, value, high = (
        sum(100 * wide[f"{name}.value"] / wide[f"{name} rate.{limit}"] for name in ("formal", "informal"))
        for limit in ("hi", "value", "lo")
    )
    wide = wide.assign(**{"formal.rounded": True, "informal.rounded": True})
    roles = ["formal", "formal rate", "informal", "informal rate"]
    keys = ["formal rate", "informal rate", "formal", "informal"]
    tests = equation(
        wide, "both segments imply base", "base", roles, "a / r + b / s", (low * (1 - JOINT), value, high * (1 + JOINT)),
        speaks_for=words.ANOTHER_BASE, base="eligible", keys=keys,
    )  # fmt: skip
    # It tells of whom the two shares are; the base itself it does not test.
    about = wide[["formal rate.key", "informal rate.key"]].to_numpy().tolist()
    near = (value - wide["base.value"]).abs() <= 2 * JOINT * wide["base.value"]
    return tests.assign(fits=tests["fits"] & near, strength=LIKELY, about=about)


def _share_of_nation(numbers: pd.DataFrame, members: pd.DataFrame, moved: Movement) -> pd.DataFrame:
    """Members of a region as a share of the nation's."""
    rows = with_company(numbers)
    wide = together(rows, {"rate": is_(rows, "share_of_national"), "active": is_(rows, "active")})
    nation = members[members["place"].eq(NATION) & members["way"].eq("domicile")]
    both = wide.merge(nation[["segment", "cell", "date", "value"]], on="segment")
    months = (both["date"] - both["rate.to"]).dt.days.abs() / 30.44
    both = _as_cell(
        both.assign(months=months).sort_values("months").drop_duplicates("rate.key").reset_index(drop=True)
    )
    reach = allowed(
        moved,
        pd.Series(NATION, index=both.index),
        both["segment"],
        both["rate.quantity"],
        both["months"].clip(lower=0.5),
    )
    value = 100 * both["active.value"] / both["cell.value"]
    tests = equation(
        both,
        "share of nation",
        "rate",
        ["active", "cell"],
        "share",
        (value / reach, value, value * reach),
        strict=True,
        blames="of",
    )
    return tests.assign(about="of", exact=False)
