"""What a view says: the answer in a sentence, key figures, remarks, and the numbers of the chosen regions as a table."""

import pandas as pd

from coverage_lib import language, load
from coverage_lib.data.regions import NATION
from coverage_lib.drawing.exhibits import Finding, KeyFigures, Table
from coverage_lib.explore.settings import Settings
from coverage_lib.explore.view import View
from coverage_lib.language import _, vocabulary
from coverage_lib.measures import coverage as shares
from coverage_lib.measures.counts import Incomparable

JAKARTA = "31"


def base_of(settings: Settings) -> str:
    """What a share is a share of, in words."""
    return vocabulary.base_words(settings.base, settings.segment)


def source_of(settings: Settings) -> str:
    """The sources of what is shown."""
    if settings.base == "eligible":
        return _("Press and agencies, each with its publisher and date in the table; boundaries of 2021.")
    return vocabulary.source_words()


def pace_words(settings: Settings) -> str:
    """The chosen pace, in words."""
    if settings.pace == "by_hand":
        return _("at {points} points a year").format(points=language.points(settings.points, sign=False))
    return {
        "observed": _("at the pace observed"),
        "best_quarter": _("at the pace of the best quarter of provinces"),
    }[settings.pace]


def share(percent: float) -> str:
    """A target in percent with the digits that it was set with, at most two.

    Examples
    --------
    >>> share(55), share(43.92)
    ('55%', '43.92%')
    """
    return language.percent(
        percent, next(digits for digits in range(3) if digits == 2 or round(percent, digits) == percent)
    )


def when(date: pd.Timestamp, never: str | None = None) -> str:
    """Month and year of a date at a pace, or words for one that does not come."""
    return (never or _("not by 2045")) if pd.isna(date) else language.date(date, "month")


def year_when(date: pd.Timestamp) -> str:
    """Year of a projected date, which is known no closer, or words for one that does not come."""
    return _("not by 2045") if pd.isna(date) else language.date(date, "year")


def row_of(view: View, code: str) -> pd.Series | None:
    """A region's row of the year shown, if there is one."""
    rows = view.shares[view.shares["code"] == code]
    return None if rows.empty else rows.iloc[0]


def outlook_of(view: View, code: str) -> pd.Series | None:
    """A region's row of the outlook, if there is one."""
    rows = view.outlook[view.outlook["series"] == code]
    return None if rows.empty else rows.iloc[0]


def names() -> dict[str, str]:
    """Names of the regions by code, Indonesia first."""
    from coverage_lib.data import regions

    table = regions.provinces(boundary="2021")
    return {NATION: "Indonesia", **dict(zip(table["code"], table["name"], strict=True))}


def headline(view: View) -> Finding:
    """The answer for the first of the chosen regions, in a sentence or two."""
    settings = view.settings
    code = settings.regions[0]
    row, outlook = row_of(view, code), outlook_of(view, code)
    target, by = share(settings.target), language.date(settings.target_date)
    if row is None:
        return Finding(
            _("{name}: no coverage of {base} is known up to {year}.").format(
                name=names()[code], base=base_of(settings), year=settings.year
            ),
            lead=True,
        )
    stands = _("{name}: {share} of {base} on {date}.").format(
        name=row["name"],
        share=language.percent(row["coverage"]),
        base=base_of(settings),
        date=language.date(row["date"]),
    )
    if row["shortfall_points"] <= 0:
        return Finding(
            f"{stands} " + _("The target of {target} is reached.").format(target=target), lead=True
        )
    if pd.isna(row["shortfall_workers"]):
        short = _("{points} points are missing to {target} by {by}.").format(
            points=language.points(row["shortfall_points"], sign=False), target=target, by=by
        )
    else:
        short = _("{people} more active members are needed for {target} by {by}.").format(
            people=language.people(row["shortfall_workers"]), target=target, by=by
        )
    sentences = [stands, short]
    if outlook is not None and pd.notna(outlook["pace_needed"]):
        needs = language.points(outlook["pace_needed"], sign=False)
        date = outlook["attainment_at_pace"]
        if pd.isna(date):
            sentences.append(
                _("That takes {needs} points a year; {pace} it is not reached.").format(
                    needs=needs, pace=pace_words(settings)
                )
            )
        else:
            sentences.append(
                _("That takes {needs} points a year; {pace} it is reached in {date}.").format(
                    needs=needs, pace=pace_words(settings), date=when(date)
                )
            )
    return Finding(" ".join(sentences), lead=True)


def key_figures(view: View) -> KeyFigures:
    """Coverage, gap, probability, pace and date of the first of the chosen regions, with base and date."""
    settings = view.settings
    code = settings.regions[0]
    row, outlook = row_of(view, code), outlook_of(view, code)
    target, by = share(settings.target), language.date(settings.target_date)
    items = []
    if row is not None:
        items += [
            (
                language.percent(row["coverage"]),
                _("coverage, {name}").format(name=row["name"]),
                _("of {base}, {date}").format(base=base_of(settings), date=language.date(row["date"])),
            ),
            (
                language.number(row["shortfall_workers"]),
                _("people short of {target}").format(target=target),
                _("{points} percentage points").format(
                    points=language.points(row["shortfall_points"], sign=False)
                ),
            ),
        ]
    if outlook is not None:
        items += [
            (
                language.probability(outlook["probability_by_target_date"]),
                _("probability of {target} by {by}").format(target=target, by=by),
                _("median year: {median}").format(median=year_when(outlook["attainment_median"])),
            ),
            (
                language.points(outlook["pace_needed"], sign=False),
                _("points a year needed"),
                _("recent pace: {recent}").format(recent=language.points(outlook["recent_pace"])),
            ),
            (
                when(outlook["attainment_at_pace"], _("never")),
                _("{target} reached {pace}").format(target=target, pace=pace_words(settings)),
                _("{points} points a year").format(points=language.points(outlook["pace"])),
            ),
        ]
    return KeyFigures(items)


def numbers(view: View) -> Table:
    """The chosen regions in a table: coverage, gap, outlook, pace."""
    settings = view.settings
    chosen = pd.DataFrame({"code": list(settings.regions)}).assign(
        name=lambda rows: rows["code"].map(names())
    )
    columns = ["code", "active", "workers", "coverage", "rank", "shortfall_points", "shortfall_workers"]
    rows = chosen.merge(view.shares[columns], on="code", how="left")
    rows = rows.merge(view.outlook.rename(columns={"series": "code"}), on="code", how="left")
    rows["probability"] = 100 * rows["probability_by_target_date"]
    rows["probability_not"] = 100 * rows["probability_not_by_horizon"]
    projected = rows["probability_not"].notna()
    for column, write in (
        ("attainment_median", year_when),
        ("attainment_q10", year_when),
        ("attainment_q90", year_when),
        ("attainment_at_pace", lambda date: when(date, _("never"))),
    ):
        rows[column] = rows[column].map(write, na_action=None).where(projected)
    return Table(
        name="numbers",
        title=_("The chosen regions"),
        frame=rows,
        columns=[
            ("name", _("Region"), None),
            ("coverage", _("Coverage"), language.percent),
            ("rank", _("Rank"), lambda value: str(int(value))),
            ("shortfall_points", _("Gap, points"), lambda value: language.points(value, sign=False)),
            ("shortfall_workers", _("Gap, people"), language.number),
            ("probability", _("Probability by the date"), lambda value: language.probability(value / 100)),
            ("attainment_median", _("Median year"), None),
            ("attainment_q10", _("10% by"), None),
            ("attainment_q90", _("90% by"), None),
            ("probability_not", _("Not by 2045"), lambda value: language.probability(value / 100)),
            ("pace_needed", _("Pace needed"), lambda value: language.points(value, sign=False)),
            ("recent_pace", _("Recent pace"), language.points),
            ("net_new_members_per_month", _("Members to add a month"), language.number),
            ("attainment_at_pace", _("Date at the chosen pace"), None),
        ],
        note=_(
            "Paces are in percentage points a year. Dates and probabilities come from the projection, which knows only the "
            "years chosen; a dash means: not known."
        ),
        source=source_of(settings),
    )


def remarks(view: View) -> list[str]:
    """What a reader must know about these settings."""
    settings = view.settings
    said = []
    if (view.shares["status"] == "provisional").any():
        said.append(
            _(
                "The members of {year} were counted within the year, at a date that the source does not state: provisional. "
                "The projection does not use them."
            ).format(year=settings.year)
        )
    said += other_bases(view)
    if settings.base == "eligible":
        said.append(
            _(
                "Shares of eligible workers are shown as they were published, the latest of each region; dates differ, and what "
                "is left out of the base too. The number of workers is known only where it was printed with the share."
            )
        )
    known = set(view.outlook["series"])
    without = [names()[code] for code in settings.regions if code not in known]
    if without:
        said.append(
            _("There is nothing to project for {names} on this base; choose another base or segment.").format(
                names=", ".join(without)
            )
        )
    elif view.outlook.loc[view.outlook["series"].isin(settings.regions), "pace_needed"].isna().any():
        said.append(
            _(
                "The target's date, {date}, is not after the last figure, so no pace leads to it; choose a later year."
            ).format(date=language.date(settings.target_date))
        )
    if settings.pace == "by_hand" and settings.points <= 0:
        said.append(
            _("At a pace of nothing or less a target is never reached; set the points a year above 0.")
        )
    strained = view.shares[shares.strained(view.shares)]["name"]
    if len(strained):
        said.append(
            _(
                "More members than workers in {names}: the two are not counted in one way there; read the share with care."
            ).format(names=", ".join(strained))
        )
    return said


def other_bases(view: View) -> list[str]:
    """Printed targets that are shares of something else than what is shown, where the set target is one of them."""
    settings, said = view.settings, []
    same = view.printed[
        (view.printed["value"] == settings.target) & (view.printed["year"] == settings.target_year)
    ]
    for row in same[same["base"] != settings.base].drop_duplicates(["code", "base"]).itertuples():
        printed = {
            "eligible": _("eligible workers"),
            "employed": _("all employed persons"),
            "labour_force": _("the labour force"),
            "not stated": _("a base that is not stated"),
        }[row.base]
        said.append(
            _(
                "The target of {target} for {name} in {year} was printed as a share of {printed} ({publisher}). Here it is read "
                "as a share of {base}, which is another number of workers: gap and dates are not those of the printed target."
            ).format(
                target=share(row.value),
                name=names()[row.code],
                year=row.year,
                printed=printed,
                publisher=row.source_publisher,
                base=base_of(settings),
            )
        )
    if settings.base == "employed" and (same["measure"] == "target_rate_rpjmn").any():
        said.append(
            _(
                "The target of the national plan also counts construction members, who are not published by province."
            )
        )
    return said


def explain(error: Exception) -> str:
    """Why settings cannot be followed, in the language in use.

    The library refuses in English, for whoever writes code; this is what its refusal means for whoever chooses.
    """
    if not isinstance(error, Incomparable):
        return str(error)
    office = load.load_members(counted_by="office")
    date = office["date"].max()
    counts = {
        "office": office,
        "domicile": load.load_members(counted_by="domicile"),
    }
    jakarta = {
        key: rows.loc[
            (rows["code"] == JAKARTA) & (rows["date"] == date) & (rows["segment"] != "construction"), "active"
        ].sum()
        for key, rows in counts.items()
    }
    return _(
        "There is no coverage by office: such members are counted where their employer is registered, workers where they "
        "live. In {month} DKI Jakarta has {office} members by office and {domicile} by domicile. Choose “domicile”."
    ).format(
        month=language.date(date, "month"), **{key: language.number(count) for key, count in jakarta.items()}
    )


def settings_words(settings: Settings) -> list[tuple[str, str]]:
    """Each setting and what was chosen, in words, for a report."""
    return [
        (_("Region"), ", ".join(names()[code] for code in settings.regions)),
        (_("Segment"), vocabulary.segment_word(settings.segment)),
        (_("Base"), base_of(settings)),
        (_("Counted by"), counted_words(settings.counted_by)),
        (_("Years"), f"{settings.first_year}–{settings.year}"),
        (
            _("Target"),
            _("{target} by {by}").format(
                target=share(settings.target), by=language.date(settings.target_date)
            ),
        ),
        (_("Pace"), pace_words(settings)),
    ]


def counted_words(counted_by: str) -> str:
    """Where members are counted, in words."""
    return {"domicile": _("domicile"), "office": _("office")}[counted_by]
