"""The unbroken pieces of a series of estimates: where a base was redrawn or a boundary moved, and what else there is to say of a change."""

import numpy as np
import pandas as pd

#: A base that differs from the one before by more than this part is another base.
REDRAWN = 0.1

#: A base is taken to be as large as all employed, or as the labour force, if it differs by less than this part.
ALIKE = 0.02

#: Percentage points from which a change is looked at for members whose contribution a government pays.
LARGE_CHANGE = 2.0

#: The least part of a change, in members, that such members must be to be named beside it.
LEAST_PART = 0.1

#: How far before the estimate and the one before it such members are looked for.
SUBSIDY_LASTS = pd.DateOffset(years=1)


def redrawn(place: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    """Which bases differ from the last one known before them by more than :data:`REDRAWN`, whatever the digits of both leave open.

    Parameters
    ----------
    place : pandas.Series
        What names a series: its rows are in order of time.
    low, high : pandas.Series
        The limits of each base (people); missing where nothing is known.

    Examples
    --------
    >>> place = pd.Series(["Bali"] * 3 + ["Jambi"] * 2)
    >>> low = pd.Series([2_617_816, None, 1_873_899, 1_312_370, 1_250_000])
    >>> high = pd.Series([2_617_816, None, 1_873_899, 1_312_370, 1_350_000])
    >>> redrawn(place, low, high).tolist()
    [False, False, True, False, False]
    """
    low_before, high_before = _known_before(place, low), _known_before(place, high)
    return (low > (1 + REDRAWN) * high_before) | (high < low_before / (1 + REDRAWN))


def _known_before(place: pd.Series, values: pd.Series) -> pd.Series:
    """The last known value before each row of a place."""
    return values.groupby(place).ffill().groupby(place).shift()


def pieces(series: pd.DataFrame) -> pd.DataFrame:
    """The unbroken pieces of the series of each region, base and segment.

    Parameters
    ----------
    series : pandas.DataFrame
        code, base, segment, boundary, workers, workers_low, workers_high (people; missing where nothing is known), sorted by code, base,
        segment and time.

    Returns
    -------
    pandas.DataFrame
        With the index of `series`: part (from 1 on), split (``base redrawn`` or ``boundary`` where a piece begins, else empty),
        base_before and base_after (people, where it was redrawn). All employed are surveyed every year and never redrawn.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": "51", "base": "eligible", "segment": "total", "boundary": "2021",
    ...     "workers": [2.6e6, None, 1.9e6], "workers_low": [2.6e6, None, 1.9e6], "workers_high": [2.6e6, None, 1.9e6]})
    >>> pieces(rows)[["part", "split"]].to_numpy().tolist()
    [[1, ''], [1, ''], [2, 'base redrawn']]
    """
    one = series["code"] + " " + series["base"] + " " + series["segment"]
    place = one + " " + series["boundary"]
    known = series["base"].ne("employed") & series["workers_low"].notna() & series["workers_high"].notna()
    workers, low, high = (
        series[name].astype(float).where(known) for name in ("workers", "workers_low", "workers_high")
    )
    moved = redrawn(place, low, high)
    before = series["boundary"].groupby(one).shift()
    split = np.select(
        [before.notna() & before.ne(series["boundary"]), moved], ["boundary", "base redrawn"], ""
    )
    split = pd.Series(split, index=series.index, dtype=object)
    return pd.DataFrame(
        {
            "part": 1 + split.ne("").groupby(one).cumsum(),
            "split": split,
            "base_before": _known_before(place, workers).where(moved),
            "base_after": workers.where(moved),
        }
    )


def subsidies(series: pd.DataFrame, published: pd.DataFrame) -> pd.Series:
    """The printed counts of subsidised or vulnerable members that coincide with a large change of an estimate.

    Such members are paid for once or twice a year and leave when the subsidy lapses. The change is described with them, not smoothed.

    Parameters
    ----------
    series : pandas.DataFrame
        code, base, segment, part, estimate (percent), date, workers, employed (people), in order of time.
    published : pandas.DataFrame
        ``load_published()``.

    Returns
    -------
    pandas.Series
        Ids joined by ``", "``, empty where there are none, with the index of `series`: counts of the time between an estimate and the one
        before it, or of the year before that, that are at least :data:`LEAST_PART` of the change.
    """
    counts = published[
        published["measure"].eq("subsidised_workers")
        | (published["measure"].eq("active_participants") & published["segment"].eq("vulnerable"))
    ]
    counts = counts[counts["region_level"].isin(["province", "national"]) & counts["date_to"].notna()]
    place = series.groupby(["code", "base", "segment", "part"], sort=False)
    change = place["estimate"].diff().abs()
    members = change / 100 * series["workers"].fillna(series["employed"])
    asked = series[["code", "date"]].assign(row=series.index, since=place["date"].shift(), members=members)
    asked = asked[change.ge(LARGE_CHANGE) & series["segment"].isin(["total", "informal"])]
    pairs = asked.merge(counts[["code", "id", "value", "date_from", "date_to"]], on="code")
    between = pairs["date_to"].ge(pairs["since"] - SUBSIDY_LASTS) & pairs["date_from"].le(pairs["date"])
    enough = pairs["value"].ge(LEAST_PART * pairs["members"])
    named = pairs[between & enough].groupby("row")["id"].agg(", ".join)
    return named.reindex(series.index).fillna("").astype(object)
