"""Which published figures there are for a region, and which of them stands where one is wanted: asked by every page.

A figure stands for a region, on a boundary, for a segment, on the base that it is stated to stand on, at a moment: the month
that it is of, or a year that it names without saying more. Of several for one moment the first of :data:`RULES` that tells them
apart decides, and the rule, as the figures it was decided against, stays beside the figure. Figures on different stated bases,
or on different boundaries, are never candidates for one place.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from coverage_lib.data.bases import UCJ_BEGINS
from coverage_lib.data.periods import period
from coverage_lib.data.regions import DIVIDED
from coverage_lib.measures.coverage import COLUMNS
from coverage_lib.measures.year_counts import OWN

NOT_STATED = "not stated"

FIGURE_COLUMNS = [
    *COLUMNS,
    "level",
    "date_from",
    "printed_date",
    "precision",
    "moment",
    "placed_at",
    "low",
    "high",
    "step",
    "bound",
    "base_from",
    "base_id",
    "active_id",
    "office",
    "id",
    "as_published",
    "publisher",
    "title",
    "source_date",
    "url",
    "note",
]

# Offices that publish for the whole country, and governments, which count as an office for their own region only.
NATIONAL_OFFICE = (
    r"^(?:bpjs ketenagakerjaan|bpjsketenagakerjaan\.go\.id|bps |pp \d|tnp2k|open data|satu data)"
)
GOVERNMENT = r"^(?:pemprov|pemkab|pemkot|disnaker|rpjmd|mpp )|\((?:humas|diskominfo|mc kab)"

Key = Callable[[pd.DataFrame], pd.Series]

# The rules of preference, the first that tells two figures apart decides: name, and what is smaller for the better figure.
RULES: dict[str, Key] = {
    "stated base": lambda rows: rows["base"].eq(NOT_STATED),
    "counts beside": lambda rows: rows["workers"].isna(),
    "day or month": lambda rows: rows["precision"].eq("year"),
    "exact": lambda rows: rows["bound"].ne("exact"),
    "more digits": lambda rows: rows["step"].fillna(np.inf),
    "day": lambda rows: rows["precision"].ne("day"),
    "own office": lambda rows: ~rows["office"].astype(bool),
    "later": lambda rows: -rows["placed_at"].astype("datetime64[s]").astype("int64"),
    "first row": lambda rows: rows["id"],
}


def coverage_figures(published: pd.DataFrame) -> pd.DataFrame:
    """Every published rate of coverage, of all regions and levels, with all that is known of it.

    Parameters
    ----------
    published : pandas.DataFrame
        As from ``load_published``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``load_coverage``: code, name, boundary, date (last day that the figure can be of: of its period, and
        not after it was printed), year, segment, base (as stated, or ``not stated``), counted_by (``not stated``), active,
        workers (people, where they were printed beside it), coverage (percent), status (``published``), source_id.

        And level (national, province, regency or a group), date_from (first day of the period), printed_date, precision
        (``day``, ``month``, ``year``, or missing without a date), moment (``2024-12``; or ``2024`` where it cannot be placed
        within the year), placed_at (the day by which it is ordered), low, high (percent), step, bound, base_from, base_id,
        active_id, office (whether an office or the region's own government published it), id, as_published, publisher, title,
        source_date, url, note. Sorted by code and time; contradictions are kept.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> figures = coverage_figures(load_published()).set_index("id")
    >>> figures.loc["f0242", ["as_published", "bound", "base"]].tolist()
    ['lebih dari 50 persen', 'at_least', 'not stated']
    >>> figures.loc["f0003", ["printed_date", "moment", "base"]].tolist()
    ['2024', '2024', 'eligible']
    """
    rates = published[(published["measure"] == "coverage_rate") & (published["unit"] == "percent")]
    value = published.set_index("id")["value"]
    return as_figures(rates).assign(
        active=lambda rows: rows["active_id"].map(value),
        workers=lambda rows: rows["base_id"].map(value),
        base=lambda rows: rows["base"].astype(object),
    )[FIGURE_COLUMNS]


def count_figures(published: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Every published count of one kind, as :func:`coverage_figures` gives rates: chosen by the same rules.

    Parameters
    ----------
    published : pandas.DataFrame
        As from ``load_published``.
    measure : str
        ``active_participants``, ``eligible_workers`` or another count of people.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`coverage_figures` without a base (``not stated``); `active` is the count, coverage is missing.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> members = count_figures(load_published(), "active_participants").set_index("id")
    >>> int(members.loc["f0443", "active"]), members.loc["f0443", "moment"]
    (45220000, '2024-12')
    """
    counts = published[(published["measure"] == measure) & (published["unit"] == "workers")]
    rows = as_figures(counts)
    return rows.assign(active=rows["coverage"], workers=np.nan, coverage=np.nan, base=NOT_STATED)[
        FIGURE_COLUMNS
    ]


def as_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``load_published`` under the names of the columns of figures, placed in time; without active and workers.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of ``load_published()``, of any measure.

    Returns
    -------
    pandas.DataFrame
        Their value is called coverage, whatever it is. Sorted by code and time.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> published = load_published()
    >>> as_figures(published[published["id"] == "f0006"])[["name", "moment", "coverage"]].values.tolist()
    [['Jambi', '2024-12', 45.17]]
    """
    figures = rows.rename(
        columns={
            "region": "name",
            "region_level": "level",
            "value": "coverage",
            "date": "printed_date",
            "source_publisher": "publisher",
            "source_title": "title",
            "source_url": "url",
        }
    ).assign(counted_by="not stated", status="published")
    figures = _placed_in_time(figures)
    return figures.assign(office=_is_office(figures)).sort_values(
        ["code", "placed_at", "date", "id"], ignore_index=True
    )


def _placed_in_time(figures: pd.DataFrame) -> pd.DataFrame:
    """When a figure can be of: its period ends on the day that it was printed, at the latest.

    A year that was named after it had ended stands for its end, as officials use it. A year that was named while it ran, on a
    day that is not known, can be any day of it: it is put before the months of that year, so that it passes for no later than
    a dated figure.
    """
    printed_from, printed_by = period(figures["source_date"])
    precision = figures["printed_date"].str.len().map({4: "year", 7: "month", 10: "day"}).astype(object)
    date = figures["date_to"].where(~(printed_by < figures["date_to"]), printed_by)
    after_its_end = printed_from > figures["date_to"]
    month_of_print_known = figures["source_date"].str.len() > len("2024")
    anywhere = precision.eq("year") & ~after_its_end & ~month_of_print_known
    placed_at = date.where(~anywhere, figures["date_from"])
    month = placed_at.dt.strftime("%Y-%m").astype(object)
    moment = month.where(~anywhere, figures["printed_date"])
    year = date.dt.year.astype("Int64")
    return figures.assign(date=date, year=year, precision=precision, placed_at=placed_at, moment=moment)


def _is_office(figures: pd.DataFrame) -> pd.Series:
    publisher = figures["publisher"].str.lower()
    own = [
        name.lower().removeprefix("kabupaten ").removeprefix("kota ") in words
        for name, words in zip(figures["name"], publisher, strict=True)
    ]
    return publisher.str.contains(NATIONAL_OFFICE) | (
        publisher.str.contains(GOVERNMENT) & pd.Series(own, index=figures.index)
    )


def beside_eligible(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that may stand where the share of eligible workers is wanted: those stated to be one, and those whose base is not stated.

    None of these is a share of something else by its own words, but only the first are known to be shares of eligible workers:
    whoever shows the second says that their base is not stated. Figures of a time before UCJ are left out, and figures of an analyst's
    own tables whose base is not stated: who adds a table can ask for its base and state it.

    Parameters
    ----------
    figures : pandas.DataFrame
        As from :func:`coverage_figures`.
    """
    own = figures["id"].astype(str).str.startswith(OWN)
    unknown = figures["base"].eq(NOT_STATED) & (figures["date"] >= UCJ_BEGINS) & ~own
    return figures[figures["base"].eq("eligible") | unknown]


def stated_eligible(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of the nation and the provinces that are stated to be shares of eligible workers, with a date.

    Parameters
    ----------
    figures : pandas.DataFrame
        As from :func:`coverage_figures`.

    Returns
    -------
    pandas.DataFrame
        Of the segments total, formal and informal; what ``load_coverage(base="eligible")`` gives.
    """
    wanted = (
        figures["base"].eq("eligible")
        & figures["level"].isin(["national", "province"])
        & figures["segment"].isin(["total", "formal", "informal"])
        & figures["date"].notna()
    )
    rows = figures[wanted].sort_values(["code", "date", "id"], ignore_index=True)
    return rows.astype({"year": "int64"})


def on_boundary(figures: pd.DataFrame, boundary: str) -> pd.DataFrame:
    """The figures that hold for the provinces of one boundary: Papua's of the other one are left out.

    Parameters
    ----------
    figures : pandas.DataFrame
        With code and boundary.
    boundary : {"2021", "2022"}
        34 or 38 provinces.

    Examples
    --------
    >>> figures = pd.DataFrame({"code": ["33", "91", "91"], "boundary": ["2021", "2021", "2022"]})
    >>> on_boundary(figures, "2022").index.tolist(), on_boundary(figures, "2021").index.tolist()
    ([0, 2], [0, 1])
    """
    same_area = ~figures["code"].isin(DIVIDED)
    there = figures["boundary"].eq(boundary)
    return figures[there | (same_area & figures["boundary"].eq("2021"))]


def path(figures: pd.DataFrame) -> pd.DataFrame:
    """One figure for each region, boundary, segment and moment, over time: the one that the rules prefer, with the reason.

    A path has no two figures for one month. It may pass from figures stated to be of eligible workers to figures whose base is not
    stated; the column base says which.

    Parameters
    ----------
    figures : pandas.DataFrame
        As from :func:`coverage_figures`, of one stated base, and perhaps those whose base is not stated beside it (see
        :func:`beside_eligible`). Figures without a region's code or without a date are left out.

    Returns
    -------
    pandas.DataFrame
        The same columns, with reason (the first of :data:`RULES` that tells the figure from the next best; ``only figure`` where
        there was none) and alternatives (ids of the others for that moment, the next best first, joined by ``", "``). Sorted by
        code, segment and time.

    Raises
    ------
    ValueError
        Figures on more than one stated base: they are not alternatives of each other.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> figures = beside_eligible(coverage_figures(load_published()))
    >>> chosen = path(figures[figures["code"] == "61"]).set_index(["segment", "moment"])
    >>> chosen.loc[("total", "2025-12"), ["id", "reason", "alternatives"]].tolist()
    ['f1388', 'more digits', 'f0231, f0246']
    """
    stated = sorted(set(figures["base"]) - {NOT_STATED})
    if len(stated) > 1:
        raise ValueError(
            f"The figures stand on several stated bases ({', '.join(stated)}), which are never alternatives of each other; "
            "choose one of them first."
        )
    return preferred(figures, ["code", "segment", "boundary"])


def preferred(figures: pd.DataFrame, place: Sequence[str]) -> pd.DataFrame:
    """One figure for each place and moment, as :func:`path` gives them.

    Parameters
    ----------
    figures : pandas.DataFrame
        As for :func:`path`; that those of one place may be alternatives of each other is for the caller to see to.
    place : sequence of str
        The columns that name a place.
    """
    rows = figures[figures["code"].notna() & figures["placed_at"].notna()]
    if rows.empty:
        return rows.assign(reason=pd.Series(dtype=object), alternatives=pd.Series(dtype=object))
    group = rows.groupby([*place, "moment"], sort=False).ngroup().to_numpy()
    keys = [pd.factorize(key(rows), sort=True)[0] for key in RULES.values()]
    order = np.lexsort([*reversed(keys), group])
    first = np.r_[True, np.diff(group[order]) != 0]
    has_next = np.r_[~first[1:], False]
    differs = [has_next & np.r_[np.diff(key[order]) != 0, False] for key in keys]
    reason = np.select(differs, list(RULES), default="only figure")
    ids = np.split(rows["id"].to_numpy(dtype=object)[order], np.flatnonzero(first)[1:])
    best = rows.iloc[order[first]].assign(
        reason=reason[first], alternatives=[", ".join(others[1:]) for others in ids]
    )
    return best.sort_values([*place, "placed_at", "date"], ignore_index=True)


def latest(figures: pd.DataFrame) -> pd.DataFrame:
    """The last figure of each region, boundary and segment's :func:`path`.

    Parameters
    ----------
    figures : pandas.DataFrame
        As for :func:`path`.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> last = latest(beside_eligible(coverage_figures(load_published()))).set_index(["code", "segment"])
    >>> last.loc[("17", "total"), ["id", "printed_date", "as_published"]].tolist()
    ['f0140', '2025-12-11', '35 persen']
    """
    return path(figures).drop_duplicates(["code", "segment", "boundary"], keep="last", ignore_index=True)


def latest_by(figures: pd.DataFrame, date: pd.Timestamp | str) -> pd.DataFrame:
    """The last figure of each region, boundary and segment that is of a day up to a date.

    Parameters
    ----------
    figures : pandas.DataFrame
        As for :func:`path`.
    date : date
        Figures whose period may end after it are left out.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> figures = beside_eligible(coverage_figures(load_published()))
    >>> then = latest_by(figures, "2024-12-31").set_index(["code", "segment"])
    >>> then.loc[("17", "total"), ["id", "reason", "alternatives"]].tolist()
    ['f0535', 'stated base', 'f0534']
    """
    return latest(figures[figures["date"] <= pd.Timestamp(date)])


def latest_totals(figures: pd.DataFrame, boundary: str) -> pd.DataFrame:
    """The latest figure of the nation and of each province, all segments together, that may be a share of eligible workers.

    Parameters
    ----------
    figures : pandas.DataFrame
        From :func:`coverage_figures`, all of them.
    boundary : {"2021", "2022"}
        34 or 38 provinces: a figure for today's Papua is none for the Papua of 2021.

    Returns
    -------
    pandas.DataFrame
        One row for each region that has a figure, as from :func:`path`; base says whether it is stated.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> figures = coverage_figures(load_published())
    >>> [len(latest_totals(figures, boundary)) for boundary in ("2021", "2022")]
    [31, 35]
    """
    rows = figures[figures["segment"].eq("total") & figures["level"].isin(["national", "province"])]
    return latest(beside_eligible(on_boundary(rows, boundary)))
