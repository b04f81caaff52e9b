"""Charts and tables of one province: where it stands, beside its neighbours, its path, its targets."""

from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import fan
from coverage_lib.charts.levels import coverage_table
from coverage_lib.charts.province_month import month_words, months_words
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table, Title
from coverage_lib.language import _, vocabulary
from coverage_lib.language.printed import figure_words
from coverage_lib.measures import province as profiles
from coverage_lib.measures.projection import Projection, Yardstick
from coverage_lib.measures.projection.counts import month_counts
from coverage_lib.measures.province import Place
from coverage_lib.measures.province_month import latest_month

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def counted_name(place: Place) -> str:
    """The province whose members are counted: itself, or the one of 2021 that it is or was a part of.

    Examples
    --------
    >>> counted_name(profiles.place("15")), counted_name(profiles.place("95"))
    ('Jambi', 'Papua (boundaries of 2021)')
    """
    if not place.divided:
        return place.name
    return _("{name} (boundaries of 2021)").format(name=place.parent_name)


def title(place: Place) -> Title:
    """The heading of the profile.

    Examples
    --------
    >>> title(profiles.place("15")).text
    'Province profile: Jambi'
    """
    return Title(_("Province profile: {name}").format(name=place.name))


def lead(
    place: Place,
    coverage: pd.DataFrame,
    months: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
) -> Finding:
    """Where the province stands, in a sentence; or why that is not known. A month after the last year-end is told beside it.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    months, segments : pandas.DataFrame, optional
        ``load_coverage(base="employed", months=True)`` and ``load_coverage(base="segment_workers", months=True)``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> lead(profiles.place("15"), load_coverage(base="employed")).text.partition(",")[0]
    '29.1% of the employed in Jambi were active members at the end of 2024'
    """
    standing = profiles.standing(place, coverage)
    words = {"name": place.name, "share": language.percent(standing.coverage), "year": standing.year}
    month = latest_month(place, coverage, months)
    beside = f" {month_words(place, month, segments)}" if month is not None else ""
    counted_to = f"{month['date']:%Y-%m-%d}" if month is not None else ""
    if not place.counted:
        text = _(
            "{name} has no coverage of its own yet: its members are counted with those of {parent}, where {share} of the "
            "employed were active members at the end of {year}."
        )
        text = text.format(**words, parent=counted_name(place))
        return Finding(text + beside, lead=True, counted_to=counted_to)
    text = _(
        "{share} of the employed in {name} were active members at the end of {year}, against {nation} in the nation: place "
        "{rank} of {count} provinces. {without} workers were not members."
    )
    words |= {
        "name": counted_name(place),
        "nation": language.percent(standing.nation),
        "rank": standing.rank,
        "count": standing.provinces,
        "without": language.people(standing.not_members),
    }
    return Finding(text.format(**words) + beside, lead=True, counted_to=counted_to)


def key_figures(
    place: Place,
    coverage: pd.DataFrame,
    segments: pd.DataFrame,
    employment: pd.DataFrame,
    published: pd.DataFrame,
    months: pd.DataFrame | None = None,
) -> KeyFigures:
    """Numbers of the province with their base and date.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    segments : pandas.DataFrame
        From ``load_coverage(base="segment_workers")``.
    employment : pandas.DataFrame
        From ``load_employment("2022")``.
    published : pandas.DataFrame
        From ``measures.province_published.published_path``, of the province.
    months : pandas.DataFrame, optional
        ``load_coverage(base="employed", months=True)``: a month after the last year-end has a figure of its own.

    Examples
    --------
    >>> from coverage_lib import load_coverage, load_employment
    >>> coverage, segments = load_coverage(base="employed"), load_coverage(base="segment_workers")
    >>> key_figures(profiles.place("15"), coverage, segments, load_employment("2022"), pd.DataFrame()).items[0]
    ('29.1%', 'coverage, all employed', '31 December 2024')
    """
    if place.counted:
        items = _counted_figures(place, coverage, segments)
    else:
        items = _uncounted_figures(place, coverage, employment)
    month = latest_month(place, coverage, months)
    if month is not None:
        label = _("coverage in the latest month, all employed")
        items.append((language.percent(month["coverage"]), label, language.date(month["date"])))
    if len(published):
        items.append(published_figure(published))
    return KeyFigures(items)


def published_figure(published: pd.DataFrame) -> tuple[str, str, str]:
    """The last published share for the key figures, with its base and date."""
    [last] = figure_words(published.tail(1)).to_dict("records")
    stated = last["base"] == "eligible"
    label = _("published, of eligible workers") if stated else _("published, base not stated")
    return last["share_words"], label, last["date_words"]


def _counted_figures(
    place: Place, coverage: pd.DataFrame, segments: pd.DataFrame
) -> list[tuple[str, str, str]]:
    now = profiles.latest(place, coverage)
    when = language.date(now["date"])
    items = [
        (language.percent(now["coverage"]), _("coverage, all employed"), when),
        (language.people(now["active"]), _("active members by domicile"), when),
    ]
    for segment, label in (
        ("formal", _("coverage of formal workers")),
        ("informal", _("coverage of informal workers")),
    ):
        share = profiles.latest(place, segments[segments["segment"] == segment])["coverage"]
        items.append((language.percent(share), label, when))
    return items


def _uncounted_figures(
    place: Place, coverage: pd.DataFrame, employment: pd.DataFrame
) -> list[tuple[str, str, str]]:
    """Workers of the province itself, and the coverage of the province that it was part of."""
    now = profiles.latest(place, coverage)
    workers = employment[employment["code"] == place.code].sort_values("date").iloc[-1]
    august = language.date(workers["date"], "month")
    whole = _("coverage of {name}").format(name=counted_name(place))
    return [
        (language.people(workers["employed"]), _("people employed"), august),
        (language.percent(workers["formal_share"]), _("of them formal workers"), august),
        (language.percent(now["coverage"]), whole, language.date(now["date"])),
    ]


def beside(place: Place, coverage: pd.DataFrame, neighbours: list[str]) -> Figure:
    """The province between its neighbours and the nation, the highest first.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    neighbours : list of str
        Codes of 2021, from ``profiles.neighbours``.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> beside(profiles.place("15"), load_coverage(base="employed"), ["13", "14", "16", "17"]).title
    'Jambi stands 2.0 percentage points above the nation; higher among its neighbours: Riau'
    """
    rows = profiles.beside(place, coverage, neighbours)
    with marks.drawing(0.35 + 0.2 * len(rows)) as (fig, ax):
        draw_beside(ax, rows)
    return publish(
        fig,
        name="beside",
        title=_beside_words(place, rows),
        subtitle=_(
            "Active members as a share of all employed persons, percent, {date}. Neighbours share a border, or the shortest "
            "crossing by sea."
        ).format(date=language.date(rows["date"].iloc[0])),
        source=vocabulary.source_words(rows),
        alt=_("Ranked chart of coverage: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
        table=coverage_table(rows, "beside", _("The province, its neighbours and the nation")),
    )


def draw_beside(ax: "Axes", rows: pd.DataFrame) -> None:
    """A row for each region in the order of `rows`, coloured by its role: own, neighbour or other, nation."""
    roles = {"other": marks.CONTEXT, "own": marks.ACCENT, "neighbour": marks.CONTEXT, "nation": marks.INK}
    colours = rows["role"].map(roles).tolist()
    ax.hlines(range(len(rows)), 0, rows["coverage"], color=colours, linewidth=1.4)
    ax.scatter(rows["coverage"], range(len(rows)), color=colours, s=36, zorder=3)
    marks.label_rows(ax, rows["name"].tolist())
    for label, role in zip(ax.get_yticklabels(), rows["role"], strict=True):
        label.set_fontweight("bold" if role == "own" else "normal")
    marks.values_column(ax, [language.percent(value) for value in rows["coverage"]], colours)
    ax.set_xlim(0, rows["coverage"].max() * 1.05)
    marks.percent_axis(ax)


def _beside_words(place: Place, rows: pd.DataFrame) -> str:
    level = rows.drop_duplicates("role").set_index("role")["coverage"]
    points = level["own"] - level["nation"]
    sentence = _against_nation(points).format(
        name=counted_name(place), points=language.points(abs(points), sign=False)
    )
    higher = rows.loc[(rows["role"] == "neighbour") & (rows["coverage"] > level["own"]), "name"]
    if higher.empty:
        return sentence + _("; no neighbour stands higher")
    return sentence + _("; higher among its neighbours: {names}").format(names=", ".join(higher))


def _against_nation(points: float) -> str:
    if abs(points) < 0.05:  # would be written as 0.0
        return _("{name} stands level with the nation")
    if points > 0:
        return _("{name} stands {points} percentage points above the nation")
    return _("{name} stands {points} percentage points below the nation")


def path(
    place: Place,
    coverage: pd.DataFrame,
    ahead: Projection,
    yardstick: Yardstick,
    months: pd.DataFrame | None = None,
) -> Figure:
    """What was counted and what may follow until the target's date, on all employed, with the nation and the yardstick beside it.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    ahead : Projection
        From ``profiles.outlook``, with the yardstick as its target.
    yardstick : Yardstick
        From ``projection.yardstick``: the rate of the national plan less construction's share.
    months : pandas.DataFrame, optional
        ``load_coverage(base="employed", months=True)``: months of the province between the counts of years are drawn beside them.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> edges = {"q10": 20.0, "q25": 25.0, "q50": 32.0, "q75": 39.0, "q90": 46.0}
    >>> quantiles = pd.DataFrame([{"code": "15", "date": pd.Timestamp("2029-12-31"), **edges}])
    >>> goal = {"target": 39.76, "target_date": pd.Timestamp("2029-12-31"), "probability_at_target_date": 0.2}
    >>> plan = Yardstick(39.76, 43.92, 4.16, pd.Timestamp("2024-12-31"))
    >>> found = Projection(quantiles, pd.DataFrame([{"code": "15", **goal}]))
    >>> path(profiles.place("15"), load_coverage(), found, plan).title
    'At the end of 2029 coverage of Jambi lies between 20% and 46% with a probability of 80%; the median is 32%'
    """
    history = profiles.history(place, coverage)
    within = _within_years(place, coverage, months)
    rows = pd.concat([history, within])
    goal = ahead.attainment[ahead.attainment["code"] == place.parent].iloc[0]
    quantiles = ahead.quantiles[ahead.quantiles["code"] == place.parent]
    quantiles = quantiles[quantiles["date"] <= goal["target_date"]]
    end = quantiles.iloc[-1]
    nation = coverage[coverage["code"] == NATION].sort_values("date")
    with marks.drawing(2.1) as (fig, ax):
        draw_path(ax, history, nation, _("Indonesia"), quantiles, goal)
        _draw_months(ax, within)
    source = fan.projection_words(vocabulary.source_words(rows))
    return publish(
        fig,
        name="path",
        title=fan.interval_words(counted_name(place), end),
        subtitle=f"{_path_details(history, goal, yardstick)} {months_words(within, history)}".strip(),
        source=source,
        alt=_("Line of coverage with a fan of what may follow: {values}; at the end of {year} between {low} and {high} with a probability of 80%.").format(
            values=", ".join(
                [
                    *(f"{row.year}: {language.percent(row.coverage)}" for row in history.itertuples()),
                    *(f"{language.date(row.date, 'month')}: {language.percent(row.coverage)}" for row in within.itertuples()),
                ]
            ),
            year=end["date"].year,
            low=language.percent(end["q10"]),
            high=language.percent(end["q90"]),
        ),
        table=Table(
            name="path",
            title=_("Counted and projected coverage"),
            frame=pd.concat([fan.fan_rows(history, quantiles), within[["date", "coverage"]]]).sort_values("date"),
            columns=fan.fan_columns(),
            source=source,
        ),
    )  # fmt: skip


def draw_path(
    ax: "Axes",
    history: pd.DataFrame,
    beside: pd.DataFrame,
    name: str,
    quantiles: pd.DataFrame,
    goal: pd.Series,
) -> None:
    """The fan of a region, the counts of the larger one beside it under its name, and a diamond at the target on its date."""
    fan.draw_fan(ax, history, quantiles)
    if len(beside):
        ax.plot(
            beside["date"], beside["coverage"], color=marks.CONTEXT, linewidth=1.4,
            marker=fan.marker(len(beside)), markersize=3, label=name,
        )  # fmt: skip
    fan.draw_targets(
        ax, [goal["target_date"]], [goal["target"]], _("rate of the national plan\nless construction")
    )
    fan.years_axis(ax, history["date"].dt.year.min(), goal["target_date"].year)
    highest = max(quantiles["q90"].max(), goal["target"], history["coverage"].max())
    ax.set_ylim(0, highest * 1.08)
    marks.percent_axis(ax, axis="y")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8.5, borderaxespad=0.4, handlelength=1.6)


def _within_years(place: Place, coverage: pd.DataFrame, months: pd.DataFrame | None) -> pd.DataFrame:
    """The dated counts of the province that are no counts of a year, in order."""
    if months is None:
        return coverage.iloc[:0]
    counts = month_counts(months)
    return counts[counts["code"] == place.parent]


def _draw_months(ax: "Axes", months: pd.DataFrame) -> None:
    """Counts within years: small hollow points, which no line joins with the ends of years."""
    if months.empty:
        return
    ax.plot(
        months["date"], months["coverage"], color=marks.ACCENT, marker="o", markersize=3, markerfacecolor="white",
        linestyle="none", markeredgewidth=0.8, label=_("months"), zorder=4,
    )  # fmt: skip
    ax.set_ylim(0, max(ax.get_ylim()[1], months["coverage"].max() * 1.08))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8.5, borderaxespad=0.4, handlelength=1.6)


def _path_details(history: pd.DataFrame, goal: pd.Series, yardstick: Yardstick) -> str:
    """Measure, what it is projected from, the yardstick, and the probability of the yardstick on its date."""
    measure = _(
        "Active members as a share of all employed persons, percent, year-end, without construction, which is not counted by province; "
        "{count} counts."
    ).format(count=len(history))
    return f"{measure} {yardstick_words(history, goal, yardstick)}"


def yardstick_words(history: pd.DataFrame, goal: pd.Series, yardstick: Yardstick) -> str:
    """What the diamond of a fan stands for, and the probability of standing there on its date.

    Parameters
    ----------
    history : pandas.DataFrame
        coverage (percent) of the region, in the order of dates.
    goal : pandas.Series
        target, target_date and probability_at_target_date, a row of the attainment table.
    yardstick : Yardstick
        From ``projection.yardstick``.
    """
    sentences = [
        _(
            "Diamond: {target}, the rate of the national plan for {year}, {rate}, less construction's {points} points of {counted}."
        ),
        _("It already stands at that or above; the probability of standing there on {date} too is {chance}.")
        if history["coverage"].iloc[-1] >= goal["target"]
        else _("The probability of standing at that or above on {date} is {chance}."),
    ]
    return " ".join(sentences).format(
        target=language.percent(yardstick.target, 2),
        rate=language.percent(yardstick.national, 2),
        points=language.points(yardstick.construction, 2, sign=False),
        counted=language.date(yardstick.date),
        year=goal["target_date"].year,
        date=language.date(goal["target_date"]),
        chance=language.chance(goal["probability_at_target_date"]),
    )
