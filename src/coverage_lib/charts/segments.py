"""Formal and informal coverage: the nation's path, the difference in each province, and how it moved."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import Words, publish
from coverage_lib.drawing.exhibits import Figure, Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.disparity.segments import SEGMENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

PANELS = 6  # small charts in a row


def latest_year(rates: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, int]:
    """The provinces of the latest year, the nation's row, and the year.

    Examples
    --------
    >>> rates = pd.DataFrame({"code": ["00", "11", "00", "11"], "year": [2023, 2023, 2024, 2024]})
    >>> provinces, nation, year = latest_year(rates)
    >>> provinces["code"].tolist(), int(nation["year"]), year
    (['11'], 2024, 2024)
    """
    year = int(rates["year"].max())
    now = rates[rates["year"] == year]
    return now[now["code"] != NATION], now[now["code"] == NATION].iloc[0], year


def definitions(year: int) -> str:
    """What formal and informal coverage divide, for subtitles.

    Examples
    --------
    >>> definitions(2024).rpartition(". ")[2]
    'Percent, December 2024'
    """
    return _(
        "Formal: wage-earning members of formal workers. Informal: non-wage-earning members of informal workers. "
        "Percent, December {year}"
    ).format(year=year)


def both_rates(rows: pd.DataFrame) -> str:
    """Names with formal and informal coverage in a sentence, for alternative texts.

    Examples
    --------
    >>> both_rates(pd.DataFrame({"name": ["Bali"], "formal_coverage": [46.8], "informal_coverage": [26.0]}))
    'Bali 46.8% / 26.0%'
    """
    return ", ".join(
        f"{row['name']} {language.percent(row['formal_coverage'])} / {language.percent(row['informal_coverage'])}"
        for row in rows.to_dict("records")
    )


def rates_table(rows: pd.DataFrame, name: str, title: str) -> Table:
    """Formal and informal coverage with their difference and ratio.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> rates = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    >>> [text for text, _sort in rates_table(rates[rates["code"] == "00"], "nation", "Nation").content()["rows"][-1]]
    ['Indonesia', '2024', '48.2%', '11.8%', '+36.4', '4.1']
    """
    return Table(
        name=name,
        title=title,
        frame=rows,
        columns=columns(
            "name",
            "year",
            "formal_coverage",
            "informal_coverage",
            "difference",
            Column("ratio", _("Formal over informal"), lambda value: language.number(value, 1)),
        ),
        source=vocabulary.source_words(),
    )


def national_rates(rates: pd.DataFrame) -> Figure:
    """Formal and informal coverage of the nation by year; a part-year figure stands apart.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``, with the provisional year; a column ``status`` marks it, and what else
        ``load_coverage`` says of its count says why.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> rates = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    >>> national_rates(rates.assign(status="final")).title
    'From 2022 to 2024 formal coverage moved by +6.7 points and informal coverage by +4.3; the difference is 36.4 points'
    """
    nation = rates[rates["code"] == NATION].sort_values("year")
    return publish(
        _draw_national_rates(nation),
        name="national-rates",
        **_national_rates_words(nation),
        source=vocabulary.source_words(),
        table=rates_table(nation, "national-rates", _("National coverage by segment")),
    )


def _draw_national_rates(nation: pd.DataFrame) -> "Canvas":
    with marks.drawing(2.6) as (fig, ax):
        for segment in SEGMENTS:
            _draw_segment_path(ax, nation, segment)
        for row in nation[nation["status"] != "final"].itertuples():
            ax.annotate(
                vocabulary.provisional_words(row), (row.year, 1), xytext=(0, 0), textcoords="offset points", ha="center",
                va="bottom", fontsize=8, color=marks.CONTEXT,
            )  # fmt: skip
        ax.set_xticks(nation["year"])
        ax.set_xlim(nation["year"].min() - 0.4, nation["year"].max() + 0.8)
        ax.set_ylim(0, nation[["formal_coverage", "informal_coverage"]].max(axis=None) * 1.25)
        marks.percent_axis(ax, axis="y")
    return fig


def _draw_segment_path(ax: "Axes", nation: pd.DataFrame, segment: str) -> None:
    column, colour = f"{segment}_coverage", marks.SEGMENT_COLOURS[segment]
    final, part = nation[nation["status"] == "final"], nation[nation["status"] != "final"]
    ax.plot(final["year"], final[column], color=colour, linewidth=2.2, marker="o", markersize=6)
    ax.plot(part["year"], part[column], "o", color=colour, markerfacecolor="white", markersize=6)
    for year, value in zip(nation["year"], nation[column], strict=True):
        ax.annotate(
            language.percent(value), (year, value), xytext=(0, 7), textcoords="offset points", ha="center", color=colour,
            fontsize=9, fontweight="bold",
        )  # fmt: skip
    last = nation.iloc[-1]
    ax.annotate(
        vocabulary.segment_word(segment), (last["year"], last[column]), xytext=(20, 0), textcoords="offset points",
        va="center", color=colour, fontsize=9.5,
    )  # fmt: skip


def _national_rates_words(nation: pd.DataFrame) -> Words:
    final = nation[nation["status"] == "final"]
    values = "; ".join(
        f"{row['year']}: {_('formal')} {language.percent(row['formal_coverage'])}, "
        f"{_('informal')} {language.percent(row['informal_coverage'])}"
        for row in nation.to_dict("records")
    )
    return Words(
        title=_national_rates_title(final.iloc[0], final.iloc[-1]),
        subtitle=_(
            "Active members of each segment as a share of the workers of the segment, percent, year-end"
        ),
        alt=_("Line chart of national coverage by segment: {values}.").format(values=values),
    )


def _national_rates_title(first: pd.Series, last: pd.Series) -> str:
    difference = language.points(last["difference"], sign=False)
    if first["year"] == last["year"]:
        return _(
            "At the end of {year} formal coverage was {formal} and informal coverage {informal}; the difference is {difference} points"
        ).format(
            year=last["year"],
            formal=language.percent(last["formal_coverage"]),
            informal=language.percent(last["informal_coverage"]),
            difference=difference,
        )
    return _(
        "From {first} to {last} formal coverage moved by {formal} points and informal coverage by {informal}; "
        "the difference is {difference} points"
    ).format(
        first=first["year"],
        last=last["year"],
        formal=language.points(last["formal_coverage"] - first["formal_coverage"]),
        informal=language.points(last["informal_coverage"] - first["informal_coverage"]),
        difference=difference,
    )


def dumbbell(rates: pd.DataFrame) -> Figure:
    """Formal and informal coverage of each province, the widest difference first.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``; the latest year is drawn.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> rates = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    >>> dumbbell(rates).title
    'The formal–informal difference runs from 52.1 points in Nusa Tenggara Timur to −3.3 in Kalimantan Utara; nationally it is 36.4'
    """
    provinces, nation, year = latest_year(rates)
    rows = pd.concat([provinces, nation.to_frame().T])
    rows = rows.sort_values(["difference", "code"], ascending=[False, True]).reset_index(drop=True)
    return publish(
        _draw_dumbbell(rows),
        name="formal-informal",
        **_dumbbell_words(rows, provinces, nation, year),
        source=vocabulary.source_words(),
        table=rates_table(
            rows, "formal-informal", _("Formal and informal coverage, {year}").format(year=year)
        ),
    )


def _draw_dumbbell(rows: pd.DataFrame) -> "Canvas":
    formal, informal = rows["formal_coverage"].astype(float), rows["informal_coverage"].astype(float)
    with marks.drawing(marks.rows_height(len(rows))) as (fig, ax):
        ax.hlines(rows.index, informal, formal, color=marks.PALE, linewidth=2.5)
        for segment, values in (("formal", formal), ("informal", informal)):
            ax.scatter(
                values, rows.index, color=marks.SEGMENT_COLOURS[segment], s=34, zorder=3,
                label=vocabulary.segment_word(segment),
            )  # fmt: skip
        names = [f"{row['name']}{' *' if row['strained'] else ''}" for row in rows.to_dict("records")]
        marks.label_rows(ax, names)
        for label, code in zip(ax.get_yticklabels(), rows["code"], strict=True):
            label.set_fontweight("bold" if code == NATION else "normal")
        marks.values_column(ax, [language.points(value) for value in rows["difference"]])
        ax.set_xlim(0, max(formal.max(), informal.max()) * 1.04)
        marks.percent_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return fig


def _dumbbell_words(rows: pd.DataFrame, provinces: pd.DataFrame, nation: pd.Series, year: int) -> Words:
    known = provinces.dropna(subset=["difference"]).sort_values("difference")
    top, bottom = known.iloc[-1], known.iloc[0]
    return Words(
        title=_(
            "The formal–informal difference runs from {high} points in {top} to {low} in {bottom}; nationally it is {nation}"
        ).format(
            high=language.points(top["difference"], sign=False),
            top=top["name"],
            low=language.points(bottom["difference"]),
            bottom=bottom["name"],
            nation=language.points(nation["difference"], sign=False),
        ),
        subtitle=definitions(year)
        + _(
            ". The column is the difference in percentage points. * The two definitions alone could make or turn the difference."
        ),
        alt=_("Dumbbell chart of formal and informal coverage: {values}.").format(values=both_rates(rows)),
    )


def strained_rates(rates: pd.DataFrame) -> Finding:
    """In which provinces the definitions alone could explain the difference, and which rates lie above 100%.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``; the latest year counts.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> rates = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    >>> strained_rates(rates).text.partition(" (")[0]
    'In 4 provinces the definitions alone could make or turn the difference'
    """
    provinces, _nation, year = latest_year(rates)
    over = provinces[(provinces["formal_coverage"] > 100) | (provinces["informal_coverage"] > 100)]["name"]
    above_100 = (
        _("Above 100%, kept as it is: {names}.").format(names=", ".join(over))
        if len(over)
        else _("No segment rate lies above 100%.")
    )
    names = provinces[provinces["strained"]].sort_values("difference")["name"]
    return Finding(f"{_strained_words(names, year)} {above_100}")


def _strained_words(names: Sequence[str], year: int) -> str:
    if len(names) == 0:
        return _("In no province could the definitions alone make or turn the difference ({year}).").format(
            year=year
        )
    words = (
        _(
            "In 1 province the definitions alone could make or turn the difference ({names}, {year}): so few workers would have "
            "to be counted on the other side."
        )
        if len(names) == 1
        else _(
            "In {count} provinces the definitions alone could make or turn the difference ({names}, {year}): so few workers would have "
            "to be counted on the other side."
        )
    )
    return words.format(count=len(names), names=", ".join(names), year=year)


def small_multiples(rates: pd.DataFrame) -> Figure:
    """Formal and informal coverage over the years, a panel for each province, on one scale.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``, final years.

    Examples
    --------
    >>> from coverage_lib import load_coverage
    >>> from coverage_lib.measures import disparity
    >>> rates = disparity.formal_informal_difference(load_coverage(base="segment_workers"))
    >>> small_multiples(rates).title
    'The formal–informal difference came closer to zero in 14 of 34 provinces between 2022 and 2024'
    """
    provinces, _nation, _year = latest_year(rates)
    order = provinces.sort_values(["difference", "code"], ascending=[False, True])
    paths = rates[rates["code"] != NATION].sort_values(["code", "year"])
    return publish(
        _draw_small_multiples(order, paths),
        name="segment-years",
        **_small_multiples_words(order, paths),
        source=vocabulary.source_words(),
        table=rates_table(paths, "segment-years", _("Coverage by segment and year")),
    )


def _draw_small_multiples(order: pd.DataFrame, paths: pd.DataFrame) -> "Canvas":
    rows = -(-len(order) // PANELS)
    high = paths[["formal_coverage", "informal_coverage"]].max(axis=None)
    with marks.drawing(1.12 * rows, nrows=rows, ncols=PANELS, sharex=True, sharey=True, squeeze=False) as (
        fig,
        axes,
    ):
        for ax, row in zip(axes.flat, order.to_dict("records"), strict=False):
            _draw_panel(ax, row["name"], paths[paths["code"] == row["code"]])
            _panel_axes(ax, paths["year"].min(), paths["year"].max(), max(100, high * 1.05))
        spare = list(axes.flat)[len(order) :]
        for ax in spare:
            ax.set_axis_off()
        if spare:
            _name_segments(spare[0])
        else:
            _name_segments(axes.flat[0])
    return fig


def _draw_panel(ax: "Axes", name: str, path: pd.DataFrame) -> None:
    for segment in SEGMENTS:
        column, colour = f"{segment}_coverage", marks.SEGMENT_COLOURS[segment]
        ax.plot(path["year"], path[column], color=colour, linewidth=1.6)
        ax.plot(path["year"].iloc[-1], path[column].iloc[-1], "o", color=colour, markersize=3.5)
    ax.set_title(name.replace("Kepulauan", "Kep."), fontsize=7.5, fontweight="normal")


def _panel_axes(ax: "Axes", first: int, last: int, high: float) -> None:
    years = sorted({first, last})
    ax.set_xticks(years, [f"’{year % 100:02}" for year in years], fontsize=7)
    shares = [share for share in (0, 50, 100, 150, 200) if share <= high]
    ax.set_yticks(shares, [language.percent(share, 0) for share in shares], fontsize=7)
    ax.set_ylim(0, high)
    ax.set_xlim(first - 0.3, last + 0.3)
    ax.grid(axis="y", color="#e8e8e8")


def _name_segments(ax: "Axes") -> None:
    for place, segment in enumerate(SEGMENTS):
        ax.text(
            0.05, 0.65 - 0.3 * place, vocabulary.segment_word(segment), color=marks.SEGMENT_COLOURS[segment],
            fontweight="bold", transform=ax.transAxes,
        )  # fmt: skip


def _small_multiples_words(order: pd.DataFrame, paths: pd.DataFrame) -> Words:
    first, last = int(paths["year"].min()), int(paths["year"].max())
    return Words(
        title=_small_multiples_title(paths, first, last),
        subtitle=_(
            "Coverage by segment, percent of the workers of the segment, year-end; the largest difference first."
        )
        + (_(" Closer to zero: whichever of the two rates is higher.") if first < last else ""),
        alt=_(
            "Small charts of formal and informal coverage by province, {first} to {last}: {values}."
        ).format(first=first, last=last, values=both_rates(order)),
    )


def _small_multiples_title(paths: pd.DataFrame, first: int, last: int) -> str:
    if first == last:
        return _("Formal and informal coverage of {all} provinces, {year}").format(
            all=paths["code"].nunique(), year=last
        )
    # Without regard to the sign: a difference that turns from −34 to +2 points has come closer to zero.
    size = paths.pivot(index="code", columns="year", values="difference")[[first, last]].abs().dropna()
    closer = int((size[last] < size[first]).sum())
    words = {
        0: _(
            "The formal–informal difference came closer to zero in none of {all} provinces between {first} and {last}"
        ),
        1: _(
            "The formal–informal difference came closer to zero in 1 of {all} provinces between {first} and {last}"
        ),
    }
    many = _(
        "The formal–informal difference came closer to zero in {count} of {all} provinces between {first} and {last}"
    )
    return words.get(closer, many).format(count=closer, all=len(size), first=first, last=last)
