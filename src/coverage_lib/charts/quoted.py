"""Quoted rates of segments: which base gives them; and segments that have a base of their own."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.language import _, vocabulary
from coverage_lib.language.columns import Column, columns, percent_as_printed

# Candidate bases that are shown for each quote.
NEAREST = 5


def apart_table(apart: pd.DataFrame, segment: str) -> Table:
    """A segment with a base of its own, that no share here contains.

    Parameters
    ----------
    apart : pandas.DataFrame
        From ``disparity.segments_apart``; one row for each region and date.
    segment : {"village_institutions", "construction", "vulnerable"}
        Which one.
    """
    rows = apart[apart["segment"] == segment]
    with_base = [
        Column("base", _("Base"), language.number),
        Column("uncovered", _("Without membership"), language.number),
        Column("coverage", _("Coverage"), percent_as_printed),
    ]
    titles = {
        "village_institutions": _("Village institutions, where published"),
        "construction": _("Construction members by office, December 2023"),
        "vulnerable": _("Vulnerable workers whose contribution a government pays, where published"),
    }
    return Table(
        name=f"apart-{segment.replace('_', '-')}",
        title=titles[segment],
        frame=rows,
        columns=columns(
            "region",
            Column("date", _("Date"), language.printed_date),
            "active",
            *(column for column in with_base if rows[column.key].notna().any()),
            Column("ids", _("Source rows"), lambda value: value or _("members table")),
        ),
        note=_(
            "Where a base was not printed it follows from the printed share and count. A dash is what was not published. "
            "Never added to a share whose base does not contain them."
        ),
    )


def base_word(base: str) -> str:
    """What a candidate base is called.

    Examples
    --------
    >>> base_word("employed")
    'all employed'
    """
    return {
        "formal_workers": _("formal workers"),
        "informal_workers": _("informal workers"),
        "employed": _("all employed"),
        "eligible": _("eligible workers"),
        "eligible_formal": _("eligible formal workers"),
        "eligible_informal": _("eligible informal workers"),
    }[base]


def quoted_beside_ours(
    bases: pd.DataFrame, segments: Sequence[str] = ("formal", "informal", "formal and informal")
) -> Table:
    """The rates that candidate bases give beside a quoted one, the nearest first.

    Parameters
    ----------
    bases : pandas.DataFrame
        From ``disparity.published_base``, for one region.
    segments : sequence of str
        Whose quotes to show.
    """
    rows = bases[bases["segment"].isin(segments)]
    rows = rows.assign(away=rows["difference"].abs()).sort_values(["segment", "away"], kind="stable")
    rows = rows.groupby("segment").head(NEAREST)
    return Table(
        name="quoted",
        title=_("Which base and which members give the quoted rate"),
        frame=rows.assign(
            segment=rows["segment"].map(_segments_word),
            members=[_members_words(row) for row in rows.itertuples()],
            base=rows["base"].map(base_word),
            fits=rows["reproduces"].map({True: _("yes"), False: _("no")}),
        ),
        columns=columns(
            "segment",
            Column("quoted", _("Quoted"), language.percent),
            Column("members", _("Members counted")),
            Column("base", _("Base")),
            "base_date",
            Column("rate", _("Gives"), language.percent),
            "difference",
            Column("fits", _("Reproduces the quote")),
        ),
    )


def _segments_word(segment: str) -> str:
    return _("both together") if segment == "formal and informal" else vocabulary.segment_word(segment)


def _members_words(row: Any) -> str:
    counted = _("by domicile") if row.counted_by == "domicile" else _("by office")
    return f"{counted} " + (_("with construction") if row.with_construction else _("without construction"))


def quoted_finding(bases: pd.DataFrame, rates: pd.DataFrame) -> Finding:
    """What a quoted pair of rates is, on all formal and informal workers, and which base reproduces it.

    Parameters
    ----------
    bases : pandas.DataFrame
        From ``disparity.published_base``, for one region.
    rates : pandas.DataFrame
        From ``disparity.formal_informal_difference``; the year of the members is taken.
    """
    return Finding(f"{_beside_all_workers(bases, rates)} {_implied_base(bases)}")


def _beside_all_workers(bases: pd.DataFrame, rates: pd.DataFrame) -> str:
    """The quoted rates, and what they are of all formal and informal workers."""
    year = int(bases["members_date"].dt.year.iloc[0])
    ours = rates[(rates["code"] == bases["code"].iloc[0]) & (rates["year"] == year)].iloc[0]
    quotes = bases[bases["segment"].isin(["formal", "informal"])].groupby("segment")["quoted"].first()
    return _(
        "{name} was quoted with {formal} formal and {informal} informal. On all formal and informal workers it was "
        "{ours_formal} and {ours_informal} (December {year})."
    ).format(
        name=ours["name"],
        formal=language.percent(quotes["formal"], 0),
        informal=language.percent(quotes["informal"], 0),
        ours_formal=language.percent(ours["formal_coverage"]),
        ours_informal=language.percent(ours["informal_coverage"]),
        year=year,
    )


def _implied_base(bases: pd.DataFrame) -> str:
    """The workers that both quotes together imply, beside the eligible workers and all employed."""
    joint = bases[
        (bases["segment"] == "formal and informal")
        & (bases["counted_by"] == "domicile")
        & ~bases["with_construction"]
    ]
    eligible = joint[joint["base"] == "eligible"].iloc[0]
    employed = joint[joint["base"] == "employed"].sort_values("base_date").iloc[-1]
    return _(
        "Together the two quotes imply a base of {implied} workers: {of_eligible} of the {eligible} eligible workers printed for "
        "{date}, and {of_employed} of all employed. They fit the official base of universal coverage and not the base of all "
        "workers; no eligible base of that day is printed that would prove it."
    ).format(
        implied=language.people(eligible["implied_base"]),
        of_eligible=language.percent(eligible["implied_share"], 0),
        eligible=language.people(eligible["workers"]),
        date=language.date(eligible["base_date"], "month"),
        of_employed=language.percent(employed["implied_share"], 0),
    )
