"""Published figures in the language of the reader, no more exact than they were printed: number, date and base."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from coverage_lib.language.catalogue import _, use  # noqa: F401 (use: the examples)
from coverage_lib.language.numbers import MISSING, date, number, percent, printed_date


def printed_share(
    value: float, step: float, bound: str = "exact", low: float = math.nan, high: float = math.nan
) -> str:
    """A share with the digits and the reserve that it was printed with.

    Parameters
    ----------
    value : float
        Percent.
    step : float
        Unit of the last digit printed.
    bound : {"exact", "about", "almost", "at_least", "at_most", "between"}
        How the print limits it.
    low, high : float
        The ends of a range (*between*), percent.

    Examples
    --------
    >>> printed_share(45.17, 0.01), printed_share(27, 1), printed_share(31.5, 0.01)
    ('45.17%', '27%', '31.50%')
    >>> printed_share(50, 1, "at_least"), printed_share(41.5, 1, "between", 41, 42)
    ('more than 50%', '41–42%')
    >>> with use("id"):
    ...     printed_share(50, 1, "at_least"), printed_share(46.2, 0.1, "about")
    ('lebih dari 50%', 'sekitar 46,2%')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    digits = max(0, -round(math.log10(step))) if step and math.isfinite(step) else 2
    if bound == "between":
        return f"{number(low, digits)}–{percent(high, digits)}"
    words = {
        "exact": "{share}",
        "about": _("about {share}"),
        "almost": _("almost {share}"),
        "at_least": _("more than {share}"),
        "at_most": _("less than {share}"),
    }
    return words[bound].format(share=percent(value, digits))


def stated_base(base: str) -> str:
    """What a published share is stated to be a share of.

    Examples
    --------
    >>> stated_base("eligible"), stated_base("not stated")
    ('eligible workers (UCJ)', 'not stated')
    """
    return {
        "eligible": _("eligible workers (UCJ)"),
        "potential": _("the potential of its day, before UCJ"),
        "employed": _("all employed persons"),
        "labour_force": _("labour force"),
        "population": _("the population"),
        "target": _("a target number of workers"),
        "not stated": _("not stated"),
    }[base]


def figure_words(figures: pd.DataFrame) -> pd.DataFrame:
    """Published figures with their words: share, date and base as a table shows them.

    Parameters
    ----------
    figures : pandas.DataFrame
        coverage, step, bound, low, high, printed_date (missing where there is no figure) and base.

    Returns
    -------
    pandas.DataFrame
        The same with share_words, date_words and base_words.

    Examples
    --------
    >>> figures = pd.DataFrame({"coverage": [27.0], "step": [1.0], "bound": ["exact"], "low": [26.5], "high": [27.5],
    ...     "printed_date": ["2025-12"], "base": ["not stated"]})
    >>> figure_words(figures)[["share_words", "date_words", "base_words"]].values.tolist()
    [['27%', 'December 2025', 'not stated']]
    """

    def words(write: Any, *columns: str) -> list[str | None]:
        cells = figures[list(columns)].astype(object)
        return [write(*row) if pd.notna(row[0]) else None for row in cells.itertuples(index=False, name=None)]

    return figures.assign(
        share_words=words(printed_share, "coverage", "step", "bound", "low", "high"),
        date_words=words(printed_date, "printed_date"),
        base_words=words(stated_base, "base"),
    )


def coverage_words(row: Mapping[Any, Any]) -> str:
    """A coverage as exactly as it is known: as it was printed where it was published, else with one digit.

    Parameters
    ----------
    row : mapping
        coverage (percent); step, bound, low and high where it was published.

    Examples
    --------
    >>> coverage_words({"coverage": 27.106})
    '27.1%'
    >>> coverage_words({"coverage": 27.0, "step": 1.0, "bound": "about", "low": 26.0, "high": 28.0})
    'about 27%'
    """
    if "step" in row:
        return printed_share(row["coverage"], row["step"], row["bound"], row["low"], row["high"])
    return percent(row["coverage"])


def day_words(row: Mapping[Any, Any]) -> str:
    """The date of a coverage as exactly as it is known: as it was printed where it was published, else the day of the count.

    Parameters
    ----------
    row : mapping
        date; printed_date where it was published.

    Examples
    --------
    >>> day_words({"date": "2024-12-31"}), day_words({"date": "2024-12-31", "printed_date": "2024"})
    ('31 December 2024', '2024')
    """
    return printed_date(row["printed_date"]) if "printed_date" in row else date(row["date"])
