"""Who is left out of the eligible workers: what is documented of it, and how much of it stays unexplained."""

import pandas as pd

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing.exhibits import Finding, Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column, columns
from coverage_lib.measures.reconciled import ALIKE


def exclusion_words(name: str) -> str:
    """Who is left out of a base, in words.

    Examples
    --------
    >>> exclusion_words("military_police")
    'soldiers and police'
    """
    return {
        "civil_servants": _("civil servants"),
        "military_police": _("soldiers and police"),
        "other_domicile": _("those with an identity number of another region"),
        "other_age": _("workers outside the covered age"),
        "construction": _("construction workers"),
    }[name]


def left_out_finding(beside: pd.DataFrame, exclusions: pd.DataFrame) -> Finding:
    """How many of the nation's employed the official base leaves out, what is documented of that, and that the rest is unexplained.

    Parameters
    ----------
    beside : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.beside_employed`; the nation's latest printed base is taken.
    exclusions : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.exclusions`.
    """
    rows = beside[
        beside["code"].eq(NATION)
        & beside["segment"].eq("total")
        & beside["base"].eq("eligible")
        & beside["ratio"].notna()
    ]
    if rows.empty:
        return Finding(_("No number of eligible workers is printed for the whole country."))
    last = rows.iloc[-1]
    # Nobody has an identity number of another region when the region is the whole country.
    documented = exclusions[
        exclusions["rules"].ne("")
        & exclusions["share_high"].isna()
        & exclusions["exclusion"].ne("other_domicile")
    ]
    words = _(
        "The whole country's base was printed with {workers} for {date} ({id}); {employed} were employed in August {year}. It leaves out {out}, "
        "{share} of the employed."
    ).format(
        workers=language.people(last["workers"]),
        date=language.printed_date(last["printed_date"]),
        id=last["id"],
        employed=language.people(last["employed"]),
        year=last["base_year"],
        out=language.people(last["employed"] - last["workers"]),
        share=language.percent(100 - 100 * last["ratio"], 0),
    )
    words = f"{words} {_not_fewer_words(beside)}"
    if documented.empty:
        return Finding(words + " " + _("No definition in the tables says who is left out."))
    return Finding(
        words
        + " "
        + _(
            "Definitions name as left out: {names}. How many these are is not in the tables collected here, so the whole difference "
            "stays unexplained until the base is published with its parts."
        ).format(names=", ".join(exclusion_words(name) for name in documented["exclusion"]))
    )


def _not_fewer_words(beside: pd.DataFrame) -> str:
    """How many of the printed bases of provinces leave nobody out."""
    printed = beside[
        beside["known"].eq("printed")
        & beside["base"].eq("eligible")
        & beside["segment"].eq("total")
        & beside["level"].eq("province")
        & beside["ratio"].notna()
    ]
    return _(
        "Of {count} bases printed for provinces, {whole} are as large as all employed or larger."
    ).format(count=len(printed), whole=int((printed["ratio"] >= 1 - ALIKE).sum()))


def exclusions_table(exclusions: pd.DataFrame) -> Table:
    """Who is left out of the base by which definition, and how many that is where a number is in the tables.

    Parameters
    ----------
    exclusions : pandas.DataFrame
        From :func:`coverage_lib.measures.eligible_bases.exclusions`.
    """
    frame = exclusions.assign(
        who=exclusions["exclusion"].map(exclusion_words),
        at_most=[_share_words(row.share_low, row.share_high) for row in exclusions.itertuples()],
        rules=[ids or None for ids in exclusions["rules"]],
        bases=[ids or None for ids in exclusions["bases"]],
    )
    return Table(
        name="eligible-exclusions",
        title=_("Who is left out of the eligible workers, as far as it is documented"),
        frame=frame,
        columns=columns(
            Column("who", _("Left out")),
            Column("rules", _("Definitions")),
            Column("bases", _("Bases whose words say so")),
            Column("at_most", _("Accounts for")),
        ),
        note=_("Construction workers are left out of some bases and within others."),
    )


def _share_words(low: float, high: float) -> str:
    """The share of the employed that a group is, where a number of it was printed."""
    if pd.isna(high):
        return _("not in the tables collected here")
    least, most = language.percent(low), language.percent(high)
    if least == most:
        return _("{share} of the employed, where printed").format(share=most)
    return _("{low} to {high} of the employed, where printed").format(low=least, high=most)
