"""Charts and tables of one province: beside its neighbours, its path, its targets, its gap, what was published about it."""

import pandas as pd

from coverage_lib import language
from coverage_lib.charts import outlook
from coverage_lib.charts.levels import coverage_table
from coverage_lib.data.regions import NATION
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Finding, KeyFigures, Table, Title
from coverage_lib.language import _, vocabulary
from coverage_lib.measures.coverage import nation_of, provinces_of
from coverage_lib.measures.province import Outlook, Place

MOST_BARS = 10


def counted_name(place: Place) -> str:
    """The province whose members are counted: itself, or the one of 2021 that it is or was a part of."""
    if not place.divided:
        return place.name
    return _("{name} (boundaries of 2021)").format(name=place.parent_name)


def _rows_of(place: Place, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["code"] == place.parent].sort_values("date")


def _now(place: Place, frame: pd.DataFrame) -> pd.Series:
    return _rows_of(place, frame).iloc[-1]


def title(place: Place) -> Title:
    """The heading of the profile."""
    return Title(_("Province profile: {name}").format(name=place.name))


def lead(place: Place, coverage: pd.DataFrame) -> Finding:
    """Where the province stands, in a sentence; or why that is not known.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    coverage : pandas.DataFrame
        From ``load_coverage(base="employed")``.
    """
    now, nation = _now(place, coverage), nation_of(coverage)
    if not place.counted:
        return Finding(
            _(
                "{name} has no coverage of its own yet: its members are counted with those of {parent}, where {share} of the "
                "employed were active members at the end of {year}."
            ).format(
                name=place.name,
                parent=counted_name(place),
                share=language.percent(now["coverage"]),
                year=now["year"],
            ),
            lead=True,
        )
    rank = provinces_of(coverage)["coverage"].gt(now["coverage"]).sum() + 1
    return Finding(
        _(
            "{share} of the employed in {name} were active members at the end of {year}, against {nation} in the nation: place "
            "{rank} of {count} provinces. {without} workers were not members."
        ).format(
            share=language.percent(now["coverage"]),
            name=counted_name(place),
            year=now["year"],
            nation=language.percent(nation["coverage"]),
            rank=rank,
            count=len(provinces_of(coverage)),
            without=language.people(now["workers"] - now["active"]),
        ),
        lead=True,
    )


def key_figures(
    place: Place,
    coverage: pd.DataFrame,
    segments: pd.DataFrame,
    employment: pd.DataFrame,
    published: pd.DataFrame,
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
        From ``profiles.published_path``, of the province.
    """
    now = _now(place, coverage)
    when = language.date(now["date"])
    items = []
    if place.counted:
        items += [
            (language.percent(now["coverage"]), _("coverage, all employed"), when),
            (language.people(now["active"]), _("active members by domicile"), when),
        ]
        for segment, label in (
            ("formal", _("coverage of formal workers")),
            ("informal", _("coverage of informal workers")),
        ):
            share = _now(place, segments[segments["segment"] == segment])["coverage"]
            items.append((language.percent(share), label, when))
    else:
        workers = employment[employment["code"] == place.code].sort_values("date").iloc[-1]
        august = language.date(workers["date"], "month")
        items += [
            (language.people(workers["employed"]), _("people employed"), august),
            (language.percent(workers["formal_share"]), _("of them formal workers"), august),
            (
                language.percent(now["coverage"]),
                _("coverage of {name}").format(name=counted_name(place)),
                when,
            ),
        ]
    if len(published):
        last = published.iloc[-1]
        items.append(
            (
                language.percent(last["coverage"], 2),
                _("published, of eligible workers"),
                language.date(last["date"], "month"),
            )
        )
    return KeyFigures(items)


def beside(place: Place, coverage: pd.DataFrame, neighbours: list[str]) -> Figure:
    """The province between its neighbours and the nation, the highest first.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    neighbours : list of str
        Codes of 2021, from ``profiles.neighbours``.
    """
    year = int(coverage["year"].max())
    rows = coverage[(coverage["year"] == year) & coverage["code"].isin([place.parent, *neighbours, NATION])]
    rows = rows.sort_values(["coverage", "code"], ascending=[False, True]).reset_index(drop=True)
    own = rows[rows["code"] == place.parent].iloc[0]
    nation = rows[rows["code"] == NATION].iloc[0]
    higher = rows[rows["code"].isin(neighbours) & (rows["coverage"] > own["coverage"])]["name"]
    colours = [
        {place.parent: marks.ACCENT, NATION: marks.INK}.get(code, marks.CONTEXT) for code in rows["code"]
    ]
    with marks.drawing(0.35 + 0.2 * len(rows)) as (fig, ax):
        ax.hlines(range(len(rows)), 0, rows["coverage"], color=colours, linewidth=1.4)
        ax.scatter(rows["coverage"], range(len(rows)), color=colours, s=36, zorder=3)
        marks.label_rows(ax, rows["name"].tolist())
        for label, code in zip(ax.get_yticklabels(), rows["code"], strict=True):
            label.set_fontweight("bold" if code == place.parent else "normal")
        marks.values_column(ax, [language.percent(value) for value in rows["coverage"]], colours)
        ax.set_xlim(0, rows["coverage"].max() * 1.05)
        marks.percent_axis(ax)
    points = own["coverage"] - nation["coverage"]
    side = (
        _("{name} stands {points} percentage points above the nation")
        if points >= 0
        else _("{name} stands {points} percentage points below the nation")
    )
    sentence = side.format(name=counted_name(place), points=language.points(abs(points), sign=False))
    sentence += (
        _("; higher among its neighbours: {names}").format(names=", ".join(higher))
        if len(higher)
        else _("; no neighbour stands higher")
    )
    return publish(
        fig,
        name="beside",
        title=sentence,
        subtitle=_(
            "Active members as a share of all employed persons, percent, {date}. Neighbours share a border, or the shortest "
            "crossing by sea."
        ).format(date=language.date(nation["date"])),
        source=vocabulary.source_words(),
        alt=_("Ranked chart of coverage: {values}.").format(
            values=marks.listing(rows, "coverage", language.percent)
        ),
        table=coverage_table(rows, "beside", _("The province, its neighbours and the nation")),
    )


def path(place: Place, coverage: pd.DataFrame, ahead: Outlook, rate: float) -> Figure:
    """What was counted and where it leads, on all employed, with the nation beside it.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    ahead : Outlook
        From ``profiles.outlook``.
    rate : float
        The rate of the national plan at the projection's end, percent of all employed.
    """
    history = _rows_of(place, coverage)
    quantiles = ahead.quantiles[ahead.quantiles["code"] == place.parent]
    when = ahead.attainment[ahead.attainment["code"] == place.parent].iloc[0]
    nation = coverage[coverage["code"] == NATION].sort_values("date")
    end = quantiles.iloc[-1]
    with marks.drawing(2.1) as (fig, ax):
        outlook.draw_fan(ax, history, quantiles)
        ax.plot(
            nation["date"],
            nation["coverage"],
            color=marks.CONTEXT,
            linewidth=1.4,
            marker="o",
            markersize=3,
            label=_("Indonesia"),
        )
        ax.plot(
            end["date"],
            rate,
            marker="D",
            color=marks.TARGET,
            markersize=5,
            linestyle="none",
            label=_("rate of the national plan"),
        )
        outlook.years_axis(ax, int(history["year"].min()), end["date"].year)
        ax.set_ylim(0, max(end["q90"], rate, history["coverage"].max()) * 1.08)
        marks.percent_axis(ax, axis="y")
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8.5, borderaxespad=0.4, handlelength=1.6)
    beside_plan = (
        _(
            "It already stands above {rate}, the rate of the national plan for {year} (which counts construction too)."
        )
        if history["coverage"].iloc[-1] >= rate
        else _(
            "The probability of being at {rate}, the rate of the national plan for {year} (which counts construction too), is "
            "{probability}."
        )
    )
    return publish(
        fig,
        name="path",
        title=_(
            "By the end of {year}, {name} may stand anywhere between {low} and {high}, with {middle} as the middle"
        ).format(
            year=end["date"].year,
            name=counted_name(place),
            low=language.percent(end["q10"], 0),
            high=language.percent(end["q90"], 0),
            middle=language.percent(end["q50"], 0),
        ),
        subtitle=_(
            "Active members as a share of all employed persons, percent, year-end. Projected from {count} counts and from how "
            "programmes elsewhere grew."
        ).format(count=len(history))
        + " "
        + beside_plan.format(
            rate=language.percent(rate, 2),
            year=end["date"].year,
            probability=language.probability(when["probability_by_target_date"]),
        ),
        source=vocabulary.source_words(),
        alt=_("Line of coverage with a fan of what may follow: {values}; by {date} between {low} and {high}.").format(
            values=", ".join(f"{row.year}: {language.percent(row.coverage)}" for row in history.itertuples()),
            date=language.date(end["date"], "year"),
            low=language.percent(end["q10"]),
            high=language.percent(end["q90"]),
        ),
        table=Table(
            name="path",
            title=_("Counted and projected coverage"),
            frame=outlook.fan_rows(history, quantiles),
            columns=outlook.fan_columns(),
            source=vocabulary.source_words(),
        ),
    )  # fmt: skip


def own_target(
    place: Place, published: pd.DataFrame, quantiles: pd.DataFrame, targets: pd.DataFrame
) -> Figure | Finding:
    """The published shares of eligible workers, their fan, and the province's own targets on that base.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    published : pandas.DataFrame
        From ``profiles.published_path``, of the province.
    quantiles : pandas.DataFrame
        From ``profiles.own_outlook``; may be empty.
    targets : pandas.DataFrame
        From ``profiles.own_targets``, of the province.
    """
    rates = targets[targets["latest"].notna()]
    if published.empty:
        return Finding(
            _(
                "No share of eligible workers, the official base, has been published for {name} in the sources collected here."
            ).format(name=place.name)
        )
    last = published.iloc[-1]
    if len(published) == 1 and rates.empty:
        return Finding(_own_target_words(place, rates, last) + ".")
    shown = quantiles[quantiles["date"].dt.year <= max([last["date"].year + 2, *rates["date_to"].dt.year])]
    with marks.drawing(2.1) as (fig, ax):
        outlook.draw_fan(ax, published, shown, "#555555", _("published"))
        if len(rates):
            ax.plot(
                rates["date_to"],
                rates["value"],
                marker="D",
                color=marks.TARGET,
                markersize=5,
                linestyle="none",
                label=_("own target"),
            )
        years = [
            *published["date"].dt.year,
            *shown["date"].dt.year,
            *rates["date_to"].dt.year,
            last["date"].year + 1,
        ]
        outlook.years_axis(ax, min(years) - 1, max(years))
        ax.set_ylim(0, min(100, max([*published["coverage"], *rates["value"], *shown["q90"]]) * 1.12))
        marks.percent_axis(ax, axis="y")
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8.5, borderaxespad=0.4, handlelength=1.6)
    return publish(
        fig,
        name="own-target",
        title=_own_target_words(place, rates, last),
        subtitle=_(
            "Published share of eligible workers (UCJ), percent, at the dates named. What counts as eligible changes between "
            "figures; targets and figures are compared on this base only."
        ),
        source=_("Press and agencies as listed in the tables of published figures and targets."),
        alt=_("Published shares of eligible workers: {values}. Targets: {targets}.").format(
            values=", ".join(
                f"{language.date(row.date)}: {language.percent(row.coverage, 2)}"
                for row in published.itertuples()
            ),
            targets=", ".join(f"{row.date}: {language.percent(row.value, 2)}" for row in rates.itertuples())
            or "–",
        ),
        table=Table(
            name="own-target",
            title=_("Published and projected share of eligible workers"),
            frame=outlook.fan_rows(published, shown),
            columns=outlook.fan_columns(),
        ),
    )


def _own_target_words(place: Place, rates: pd.DataFrame, last: pd.Series) -> str:
    figure = {
        "name": place.name,
        "share": language.percent(last["coverage"], 2),
        "date": language.date(last["date"], "month"),
    }
    if rates.empty:
        return _(
            "{name}: {share} of eligible workers published for {date}, and no target on that base"
        ).format(**figure)
    target = rates.iloc[-1]
    figure |= {"target": language.percent(target["value"], 2), "year": target["date_to"].year}
    if target["latest"] >= target["value"]:
        return _(
            "{name}: {share} of eligible workers published for {date}; the target of {target} for {year} was reached"
        ).format(**figure)
    if pd.notna(target["chance"]):
        return _(
            "{name}: {share} of eligible workers published for {date}; the probability of the target of {target} for {year} is "
            "{probability}"
        ).format(probability=language.probability(target["chance"] / 100), **figure)
    return _("{name}: {share} of eligible workers published for {date}; the target for {year} is {target}").format(**figure)  # fmt: skip


def segments(place: Place, shares: pd.DataFrame) -> Figure:
    """Coverage of formal and of informal workers, first and last year, beside the nation.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    shares : pandas.DataFrame
        From ``load_coverage(base="segment_workers")``.
    """
    first, last = int(shares["year"].min()), int(shares["year"].max())
    wide = shares[shares["code"].isin([place.parent, NATION])].pivot_table(
        index=["segment", "code"], columns="year", values="coverage"
    )
    kinds = ["formal", "informal"]
    now = {kind: shares[(shares["code"] == place.parent) & (shares["segment"] == kind) & (shares["year"] == last)].iloc[0] for kind in kinds}  # fmt: skip
    with marks.drawing(1.15) as (fig, ax):
        for position, kind in enumerate(kinds):
            colour = marks.SEGMENT_COLOURS[kind]
            then, here = wide.loc[(kind, place.parent), [first, last]]
            ax.plot([then, here], [position, position], color=colour, linewidth=2)
            ax.plot(
                then,
                position,
                "o",
                color=colour,
                markerfacecolor="white",
                markersize=6,
                label=str(first) if not position else None,
            )
            ax.plot(
                here,
                position,
                "o",
                color=colour,
                markersize=7,
                label=str(last) if not position else None,
            )
            ax.plot(
                wide.loc[(kind, NATION), last],
                position,
                "|",
                color=marks.INK,
                markersize=16,
                markeredgewidth=2,
                label=_("Indonesia {year}").format(year=last) if not position else None,
            )
        marks.label_rows(ax, [vocabulary.base_words("segment_workers", kind) for kind in kinds])
        marks.values_column(
            ax,
            [language.percent(now[kind]["coverage"]) for kind in kinds],
            [marks.SEGMENT_COLOURS[kind] for kind in kinds],
        )
        ax.set_xlim(0, max(wide.to_numpy().max() * 1.06, 10))
        marks.percent_axis(ax)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8.5, borderaxespad=0.1)
    without = {kind: now[kind]["workers"] - now[kind]["active"] for kind in kinds}
    share = 100 * max(without["informal"], 0) / sum(max(value, 0) for value in without.values())
    rows = shares[shares["code"].isin([place.parent, NATION])].sort_values(["segment", "code", "year"])
    rows = rows.assign(segment=rows["segment"].map(vocabulary.segment_word))
    return publish(
        fig,
        name="segments",
        title=_("{share} of the workers without membership in {name} are informal").format(
            share=language.percent(share, 0), name=counted_name(place)
        ),
        subtitle=_(
            "Active members of a segment as a share of the workers of the segment, percent, {date} (first point: {year})"
        ).format(date=language.date(now["formal"]["date"]), year=first),
        source=vocabulary.source_words(),
        alt=_("Coverage of formal workers {formal}, of informal workers {informal}.").format(
            formal=language.percent(now["formal"]["coverage"]),
            informal=language.percent(now["informal"]["coverage"]),
        ),
        table=Table(
            name="segments",
            title=_("Coverage of formal and informal workers"),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("segment", _("Segment"), None),
                ("year", _("Year"), str),
                ("active", _("Active members"), language.number),
                ("workers", _("Workers"), language.number),
                ("coverage", _("Coverage"), language.percent),
            ],
            source=vocabulary.source_words(),
        ),
    )


def closing(
    place: Place,
    coverage: pd.DataFrame,
    shares: pd.DataFrame,
    ahead: Outlook,
    rate: float,
    targets: pd.DataFrame,
    rules: pd.DataFrame,
) -> Table:
    """The gap in people, and what closing it takes: members a month, and contributions where they are paid for.

    Parameters
    ----------
    place, coverage
        As for :func:`lead`.
    shares : pandas.DataFrame
        From ``load_coverage(base="segment_workers")``.
    ahead, rate
        As for :func:`path`.
    targets : pandas.DataFrame
        From ``profiles.own_targets``, of the province.
    rules : pandas.DataFrame
        From ``load_rules()``.
    """
    now = _now(place, coverage)
    segment = {kind: _now(place, shares[shares["segment"] == kind]) for kind in ("formal", "informal")}
    without = {kind: max(row["workers"] - row["active"], 0) for kind, row in segment.items()}
    need = ahead.attainment[ahead.attainment["code"] == place.parent].iloc[0]
    history = _rows_of(place, coverage)
    months = (history["date"].iloc[-1] - history["date"].iloc[0]).days / 365.25 * 12
    pace = (history["active"].iloc[-1] - history["active"].iloc[0]) / months
    rule = rules[rules["rule"] == "JKK+JKM minimum contribution"].iloc[0]
    when = language.date(now["date"])
    found: list[tuple[str, str, str]] = [
        (
            _("Workers without membership"),
            language.number(now["workers"] - now["active"]),
            _("all employed less active members, {date}").format(date=when),
        ),
        (_("of them formal workers"), language.number(without["formal"]), when),
        (_("of them informal workers"), language.number(without["informal"]), when),
        (
            _("New members a month, as since {year}").format(year=history["year"].iloc[0]),
            language.number(pace),
            _("net of those who left"),
        ),
        (
            _("New members a month to be at {rate} at the end of {year}").format(
                rate=language.percent(rate, 2), year=need["target_date"].year
            ),
            language.number(max(need["net_new_members_per_month"], 0)),
            _("rate of the national plan, of all employed, whose number is taken to grow as before"),
        ),
    ]
    for target in targets[targets["latest_workers"].notna() & (targets["latest"] < targets["value"])].itertuples():  # fmt: skip
        gap = (target.value - target.latest) / 100 * target.latest_workers
        left = (target.date_to - target.latest_date).days / 365.25 * 12
        if left < 1:
            continue
        found.append(
            (
                _("New members a month to the own target of {target} for {year}").format(
                    target=language.percent(target.value, 2), year=target.date_to.year
                ),
                language.number(gap / left),
                _("of {workers} eligible workers, from {share} published for {date}").format(
                    workers=language.number(target.latest_workers),
                    share=language.percent(target.latest, 2),
                    date=language.date(target.latest_date, "month"),
                ),
            )
        )
    found.append(
        (
            _("Contributions of a year for all informal workers without membership"),
            "Rp" + language.number(without["informal"] * rule["value"] * 12),
            _(
                "Rp{amount} a month, the least for work accident and death, times 12 (rule {id}: {basis}, {publisher})"
            ).format(
                amount=language.number(rule["value"]),
                id=rule["id"],
                basis=rule["legal_basis"],
                publisher=rule["source_publisher"],
            ),
        )
    )
    return Table(
        name="closing",
        title=_("{name}: the gap, and what closing it takes").format(name=counted_name(place)),
        frame=pd.DataFrame(found, columns=["what", "number", "how"]),
        columns=[("what", _("What"), None), ("number", _("Number"), None), ("how", _("How counted"), None)],
        source=vocabulary.source_words(),
    )


def regency_workers(place: Place, rows: pd.DataFrame) -> Figure:
    """Where in the province people work: its regencies and cities, the most first.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    rows : pandas.DataFrame
        From ``profiles.regencies``.
    """
    drawn = rows.head(MOST_BARS)
    year, first = int(rows["year"].iloc[0]), int(rows["first_year"].iloc[0])
    with marks.drawing(0.3 + 0.19 * len(drawn)) as (fig, ax):
        ax.barh(range(len(drawn)), drawn["employed"] / 1e3, color=marks.ACCENT, height=0.7)
        marks.label_rows(ax, drawn["name"].tolist(), 8.5)
        marks.values_column(
            ax,
            [
                f"{language.number(row.employed)}  ({language.percent(row.share, 0)})"
                for row in drawn.itertuples()
            ],
        )
        marks.numbers_axis(ax, language.number)
        ax.set_xlabel(_("thousand people employed"))
    top = rows.iloc[0]
    title_words = _(
        "{top} has {share} of the {workers} people employed in {name}; members are not published by regency"
    ).format(
        top=top["name"],
        share=language.percent(top["share"], 0),
        workers=language.people(rows["employed"].sum()),
        name=place.name,
    )
    return publish(
        fig,
        name="regencies",
        title=title_words,
        subtitle=_("Employed persons, August {year}, and their share of the province").format(year=year)
        + (
            _("; the {count} largest of {all}, the others in the table").format(
                count=len(drawn), all=len(rows)
            )
            if len(drawn) < len(rows)
            else ""
        ),
        source=_("BPS, Sakernas August, employed persons by regency."),
        alt=_("Bar chart of employed persons: {values}.").format(
            values=marks.listing(drawn, "employed", language.number)
        ),
        table=Table(
            name="regencies",
            title=_("Workforce of regencies and cities, August {year}").format(year=year),
            frame=rows,
            columns=[
                ("name", _("Region"), None),
                ("employed", _("Employed"), language.number),
                ("share", _("Share of the province"), language.percent),
                ("labour_force", _("Labour force"), language.number),
                ("change", _("Change of employed since {year}").format(year=first), _signed),
            ],
            source=_("BPS, Sakernas August, employed persons by regency."),
        ),
    )


def _signed(value: float) -> str:
    text = language.number(abs(value))
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text
