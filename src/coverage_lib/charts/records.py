"""Tables of what was printed about a province: figures, targets, awards; and what is not known of it."""

from typing import Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.province_workers import counted_by_regency
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns
from coverage_lib.language.printed import printed_share
from coverage_lib.measures.province import Place


def measure_word(measure: str) -> str:
    """What a published number counts.

    Examples
    --------
    >>> measure_word("active_participants")
    'active members'
    """
    words = {
        "coverage_rate": _("coverage"),
        "coverage_change": _("change of coverage"),
        "uncovered_rate": _("share without membership"),
        "active_participants": _("active members"),
        "active_employers": _("active employers"),
        "employed": _("employed persons"),
        "labour_force": _("labour force"),
        "eligible_workers": _("eligible workers"),
        "uncovered_workers": _("workers without membership"),
        "gap_workers": _("workers short of the target"),
        "gap_points": _("points short of the target"),
        "subsidised_workers": _("workers whose contribution a government pays"),
        "inactive_participants": _("inactive members"),
        "registered_workers": _("registered workers"),
        "share_of_employed": _("share of the employed"),
        "share_of_national": _("share of the national number"),
        "share_of_participants": _("share of the members"),
        "rank": _("place among the provinces"),
        "target_rate": _("target, coverage"),
        "target_rate_final": _("final target, coverage"),
        "target_workers": _("target, active members"),
    }
    return words.get(measure, measure.replace("_", " "))


def _segment_word(segment: str) -> str:
    return _("migrant workers") if segment == "migrant" else vocabulary.segment_word(segment)


def what_words(rows: pd.DataFrame) -> list[str]:
    """What each printed number counts, with its segment and the group that a rank is in.

    Examples
    --------
    >>> what_words(pd.DataFrame({"measure": ["rank"], "segment": ["total"], "unit": ["rank_of_38"]}))
    ['place among the provinces (38)']
    """
    words = []
    for row in rows.itertuples():
        segment = "" if row.segment == "total" else f", {_segment_word(row.segment)}"
        among = row.unit.removeprefix("rank_of_")
        words.append(measure_word(row.measure) + segment + (f" ({among})" if among.isdigit() else ""))
    return words


def number_words(rows: pd.DataFrame) -> list[str]:
    """Printed numbers with the digits and the reserve that they were printed with.

    Examples
    --------
    >>> rows = {"value": [592_806.0, 45.17], "unit": ["workers", "percent"], "step": [1, 0.01], "bound": "exact", "low": 0, "high": 0}
    >>> number_words(pd.DataFrame(rows))
    ['592,806', '45.17%']
    """
    return [_number_words(row) for row in rows.itertuples()]


def _number_words(row: Any) -> str:
    if row.unit == "percent":
        return printed_share(row.value, row.step, row.bound, row.low, row.high)
    if row.unit == "percentage_points":
        return language.number(row.value, 2)
    return language.number(row.value)


def awards_table(place: Place, rows: pd.DataFrame) -> Table | Finding:
    """The Paritrana Award as far as it concerns the province.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    rows : pandas.DataFrame
        From ``profiles.awards``.
    """
    if rows.empty:
        return Finding(
            _(
                "The sources collected here name neither {name} nor one of its regencies in connection with the Paritrana Award."
            ).format(name=place.name)
        )
    shown = rows.assign(what=[_award_words(row) for _index, row in rows.iterrows()])
    return Table(
        name="awards",
        title=_("Paritrana Award: {name}").format(name=place.name),
        frame=shown,
        columns=columns(
            Column("date", _("Date"), language.printed_date, order="date_to"),
            *("region", "what", "as_published", "note", "source_publisher", "id"),
        ),
        note=_(
            "Participants and finalists are mostly published as numbers, without names: that a province is not listed does not "
            "mean that it did not take part."
        ),
    )


def _award_words(row: pd.Series) -> str:
    if row["measure"] == "rank":
        return _("place {rank}").format(rank=language.number(row["value"]))
    words = {
        "paritrana_award": _("award"),
        "paritrana_awarded_provinces": _("named among {count} provinces with an award"),
        "paritrana_participants_provinces": _("one of {count} provinces taking part"),
        "paritrana_participants_regencies": _("named beside {count} regencies and cities taking part"),
    }
    return words.get(row["measure"], _("named")).format(count=language.number(row["value"]))


def not_known(
    place: Place, published: pd.DataFrame, targets: pd.DataFrame, members: pd.DataFrame | None = None
) -> Finding:
    """What the data do not say about this province in particular.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    published, targets : pandas.DataFrame
        From ``measures.province_published.published_path`` and ``measures.province_published.own_targets``, of the province.
    members : pandas.DataFrame, optional
        As for :func:`coverage_lib.charts.province_workers.regency_workers`.
    """
    sentences = [*_boundary_words(place), *_published_words(published)]
    if not targets["same_base"].any():
        sentences.append(_("No target of its own can be compared with a published figure on the same base."))
    sentences.append(
        _(
            "Members by sector and by sex are not published on one date and one way of counting; those by regency are from a table of your own."
        )
        if counted_by_regency(place, members)
        else _(
            "Members by regency, by sector and by sex are not published on one date and one way of counting."
        )
    )
    return Finding(" ".join(sentences))


def _boundary_words(place: Place) -> list[str]:
    if not place.divided:
        return []
    if place.counted:
        return [
            _(
                "Members of {name} are published on its boundaries of 2021, with {others} in them: what its own share is today is "
                "not known."
            ).format(name=place.name, others=", ".join(place.together))
        ]
    return [
        _(
            "How many of the members of {parent} live in {name} is not published; nothing here divides them."
        ).format(name=place.name, parent=place.parent_name)
    ]


def _published_words(published: pd.DataFrame) -> list[str]:
    if published.empty:
        return [_("What share of its eligible workers is covered has not been published.")]
    if not published["base"].eq("eligible").any():
        return [_("Of whom its published coverage is a share is not stated.")]
    if published["workers"].isna().all():
        return [_("None of the published shares comes with the number of eligible workers.")]
    return []
