"""Tables of what was printed about a province: figures, targets, awards; and what is not known of it."""

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.measures.province import Place


def period(text: str) -> str:
    """A day, month or year as a table of facts writes it, in words.

    Examples
    --------
    >>> period("2024-12-02"), period("2024-12"), period("2024")
    ('2 December 2024', 'December 2024', '2024')
    """
    return language.date(text, {4: "year", 7: "month"}.get(len(text), "long"))


def measure_word(measure: str) -> str:
    """What a published number counts.

    Examples
    --------
    >>> measure_word("active_participants")
    'active members'
    """
    return {
        "coverage_rate": _("coverage"),
        "uncovered_rate": _("share without membership"),
        "active_participants": _("active members"),
        "eligible_workers": _("eligible workers"),
        "uncovered_workers": _("workers without membership"),
        "gap_workers": _("workers short of the target"),
        "gap_points": _("points short of the target"),
        "subsidised_workers": _("workers whose contribution a government pays"),
        "inactive_participants": _("inactive members"),
        "registered_workers": _("registered workers"),
        "rank": _("place among the provinces"),
        "target_rate": _("target, coverage"),
        "target_rate_final": _("final target, coverage"),
        "target_workers": _("target, active members"),
    }[measure]


def _base_stated_word(base: str) -> str:
    return {
        "": "",
        "UCJ": _("eligible workers (UCJ)"),
        "eligible": _("eligible workers (UCJ)"),
        "employed": _("all employed persons"),
        "labour_force": _("labour force"),
        "target": _("a target number of workers"),
        "before UCJ": _("not stated, before UCJ"),
        "group": _("a larger region"),
        "not stated": _("not stated"),
    }[base]


def _segment_word(segment: str) -> str:
    return _("migrant workers") if segment == "migrant" else vocabulary.segment_word(segment)


def _value(row: pd.Series) -> str:
    if row["unit"] == "percent":
        return language.percent(row["value"], 2)
    if row["unit"] == "percentage_points":
        return language.number(row["value"], 2)
    return language.number(row["value"])


def published_figures(place: Place, rows: pd.DataFrame) -> Table | Finding:
    """What was published about the province, with date, base and source, the newest first.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    rows : pandas.DataFrame
        From ``profiles.published_figures``.
    """
    if rows.empty:
        return Finding(
            _("No published figure about coverage in {name} is among the sources collected here.").format(
                name=place.name
            )
        )
    shown = rows.assign(
        what=[
            measure_word(row.measure)
            + ("" if row.segment == "total" else f", {_segment_word(row.segment)}")
            + (
                f" ({row.unit.removeprefix('rank_of_')})"
                if row.unit.removeprefix("rank_of_").isdigit()
                else ""
            )
            for row in rows.itertuples()
        ],
        number=[_value(row) for _index, row in rows.iterrows()],
        base=[_base_stated_word(base) or None for base in rows["base_stated"]],
    )
    return Table(
        name="published-figures",
        title=_("Published figures for {name}").format(name=place.name),
        frame=shown,
        columns=[
            ("date", _("Date"), period),
            ("what", _("What"), None),
            ("number", _("Number"), None),
            ("base", _("Base as stated"), None),
            ("as_published", _("As printed"), None),
            ("publishers", _("Publisher"), None),
            ("ids", _("Source row"), None),
        ],
        note=_(
            "Bases and ways of counting differ between publishers: figures of different rows are not a series."
        ),
    )


def targets_table(place: Place, targets: pd.DataFrame) -> Table | Finding:
    """The province's targets as printed, with the last figure before them on the same base.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    targets : pandas.DataFrame
        From ``profiles.own_targets``, of the province.
    """
    if targets.empty:
        return Finding(
            _("No target of {name} itself is among the sources collected here.").format(name=place.name)
        )
    shown = targets.assign(
        what=[
            measure_word(row.measure) + ("" if row.segment == "total" else f", {_segment_word(row.segment)}")
            for row in targets.itertuples()
        ],
        number=[_value(row) for _index, row in targets.iterrows()],
        base_words=[_base_stated_word("" if pd.isna(base) else base) or None for base in targets["base"]],
    )
    return Table(
        name="targets",
        title=_("Targets of {name}").format(name=place.name),
        frame=shown,
        columns=[
            ("date", _("For"), period),
            ("what", _("What"), None),
            ("number", _("Number"), None),
            ("base_words", _("Base as stated"), None),
            ("latest", _("Last published before"), lambda value: language.percent(value, 2)),
            ("latest_date", _("Published for"), lambda value: language.date(value, "month")),
            ("chance", _("Probability"), lambda value: language.probability(value / 100)),
            ("source_publisher", _("Publisher"), None),
            ("id", _("Source row"), None),
        ],
        note=_(
            "The probability is the model's, from figures of eligible workers published before the target's date; a dash where there "
            "are too few, or where the last figure already stands at that date. Targets on another base are not judged."
        ),
    )


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
        columns=[
            ("date", _("Date"), period),
            ("region", _("Region"), None),
            ("what", _("What"), None),
            ("as_published", _("As printed"), None),
            ("note", _("Note of the table"), None),
            ("source_publisher", _("Publisher"), None),
            ("id", _("Source row"), None),
        ],
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


def not_known(place: Place, published: pd.DataFrame, targets: pd.DataFrame) -> Finding:
    """What the data do not say about this province in particular.

    Parameters
    ----------
    place : Place
        From :func:`coverage_lib.measures.province.place`.
    published, targets : pandas.DataFrame
        From ``profiles.published_path`` and ``profiles.own_targets``, of the province.
    """
    sentences = []
    if place.divided and place.counted:
        sentences.append(
            _(
                "Members of {name} are published on its boundaries of 2021, with {others} in them: what its own share is today is "
                "not known."
            ).format(name=place.name, others=", ".join(place.together))
        )
    elif place.divided:
        sentences.append(
            _(
                "How many of the members of {parent} live in {name} is not published; nothing here divides them."
            ).format(name=place.name, parent=place.parent_name)
        )
    if published.empty:
        sentences.append(_("What share of its eligible workers is covered has not been published."))
    elif published["workers"].isna().all():
        sentences.append(_("None of the published shares comes with the number of eligible workers."))
    if not targets["latest"].notna().any():
        sentences.append(_("No target of its own can be compared with a published figure on the same base."))
    sentences.append(
        _("Members by regency, by sector and by sex are not published on one date and one way of counting.")
    )
    return Finding(" ".join(sentences))
