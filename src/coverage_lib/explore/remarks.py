"""What a reader must know about a view, and why some settings cannot be followed."""

import pandas as pd

from coverage_lib import language
from coverage_lib.explore.phrases import Phrases, is_provisional, share
from coverage_lib.explore.settings import region_names
from coverage_lib.explore.view import View
from coverage_lib.language import _
from coverage_lib.measures import coverage
from coverage_lib.measures.counts import Incomparable


def remarks_on(view: View, phrases: Phrases) -> list[str]:
    """What a reader must know about these settings."""
    settings, remarks = view.settings, []
    if is_provisional(view):
        remarks.append(f"{_why_provisional(view)} {_use_of_provisional(view)}")
    remarks += [*_on_plan(view, phrases), *_on_bases(view, phrases)]
    if settings.base == "eligible":
        remarks.append(
            _(
                "Shares of eligible workers are shown as they were published, the latest of each region; figures that do not say of whom "
                "they are a share are left out. Dates differ, and so does what the base leaves out. The number of workers is known only where it "
                "was printed with the share."
            )
        )
    remarks += _on_outlook(view, phrases)
    strained = view.shares[coverage.strained(view.shares)]["name"]
    if len(strained):
        remarks.append(
            _(
                "More members than workers in {names}: the two are not counted in one way there; read the share with care."
            ).format(names=", ".join(strained))
        )
    return remarks


def _why_provisional(view: View) -> str:
    """What is provisional of the year shown: a part of it, or the workers of an earlier August."""
    year, counted = view.settings.year, view.shares.iloc[0]
    if not counted.get("date_stated", False):
        return _(
            "The members of {year} were counted within the year, at a date that the source does not state: provisional."
        ).format(year=year)
    month = language.date(counted["date"], "month")
    if counted["workers_year"] < year:
        return _(
            "The members of {year} were counted in {month}, and the workers in August {august}: provisional."
        ).format(year=year, month=month, august=counted["workers_year"])
    return _("The members of {year} were counted in {month}: provisional.").format(year=year, month=month)


def _use_of_provisional(view: View) -> str:
    """What the projection makes of the members of a provisional year."""
    if view.provisional_month is None:
        return _("This projection rests on the counts at the ends of years and does not use them.")
    if view.shares.iloc[0].get("date_stated", False):
        return _("The projection takes them as a count of that month.")
    return _(
        "The projection takes them as a count of {month}, the month whose announced total they fit best."
    ).format(month=language.date(view.provisional_month, "month"))


def _on_plan(view: View, phrases: Phrases) -> list[str]:
    """What the rate of the national plan counts, where the target is it, with construction or without."""
    step, settings = view.plan, view.settings
    if step is None:
        return []
    words = {
        "rate": share(step.national),
        "net": share(round(step.target, 2)),
        "year": settings.target_year,
        "points": language.points(step.construction, 2, sign=False),
        "date": language.date(step.date),
        "base": phrases.base,
    }
    if settings.base != "employed":
        text = _(
            "The target is that of the national plan for {year} and of all employed persons; here it is read as a share of {base}, which is "
            "another number of workers."
        )
    elif settings.target == round(step.national, 2):
        text = _(
            "The rate of the national plan for {year}, {rate}, counts construction members, who are not counted by province and are not in "
            "these shares. Less construction's share of all employed persons, {points} points on {date}, it is {net}: choose that to measure "
            "like by like."
        )
    else:
        text = _(
            "{net} is the rate of the national plan for {year}, {rate}, less construction's share of all employed persons, {points} points "
            "on {date}: construction members are not counted by province and are not in these shares."
        )
    return [text.format(**words)]


def _on_outlook(view: View, phrases: Phrases) -> list[str]:
    """Where no projection or no pace leads to the target."""
    settings, remarks = view.settings, []
    chosen = view.outlook[view.outlook["code"].isin(settings.regions)]
    without = [region_names()[code] for code in settings.regions if code not in set(chosen["code"])]
    if without:
        remarks.append(
            _("There is nothing to project for {names} on this base; choose another base or segment.").format(
                names=", ".join(without)
            )
        )
    elif chosen["pace_needed"].isna().any():
        remarks.append(
            _(
                "The target's date, {date}, is not after the last figure, so no pace leads to it; choose a later year."
            ).format(date=phrases.by)
        )
    if settings.pace == "by_hand" and settings.points <= 0:
        remarks.append(
            _("At a pace of nothing or less a target is never reached; set the points a year above 0.")
        )
    return remarks


def _on_bases(view: View, phrases: Phrases) -> list[str]:
    """Printed targets that are shares of something else than what is shown, where the set target is one of them."""
    settings, printed = view.settings, view.printed
    same = printed[(printed["value"] == settings.target) & (printed["year"] == settings.target_year)]
    return [
        _(
            "The target of {target} for {name} in {year} was printed as a share of {printed} ({publisher}). Here it is read "
            "as a share of {base}, which is another number of workers: shortfall and dates are not those of the printed target."
        ).format(
            target=phrases.target,
            name=region_names()[row.code],
            year=row.year,
            printed=_printed_base(row.base),
            publisher=row.source_publisher,
            base=phrases.base,
        )
        for row in same[same["base"] != settings.base].drop_duplicates(["code", "base"]).itertuples()
    ]


def _printed_base(base: str) -> str:
    return {
        "eligible": _("eligible workers"),
        "employed": _("all employed persons"),
        "labour_force": _("the labour force"),
        "not stated": _("a base that is not stated"),
    }[base]


def explain(error: Exception, counted: pd.DataFrame) -> str:
    """Why settings cannot be followed, in the language in use.

    The library refuses in English, for whoever writes code; this is what its refusal means for whoever chooses.

    Parameters
    ----------
    error : Exception
        From :func:`coverage_lib.explore.look`.
    counted : pandas.DataFrame
        Members counted both ways, from :func:`coverage_lib.explore.figures.counted_both_ways`; the province where they differ
        most is the example.
    """
    if not isinstance(error, Incomparable):
        return str(error)
    differs_most = counted.iloc[(counted["active_office"] - counted["active_domicile"]).abs().argmax()]
    return _(
        "There is no coverage by office: such members are counted where their employer is registered, workers where they "
        "live. In {month} {name} has {office} members by office and {domicile} by domicile. Choose “domicile”."
    ).format(
        month=language.date(differs_most["date"], "month"),
        name=differs_most["name"],
        office=language.number(differs_most["active_office"]),
        domicile=language.number(differs_most["active_domicile"]),
    )
