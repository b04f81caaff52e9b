"""Verdicts of an audit in the language of the reader: the finding in a sentence or two, and the arithmetic spelled out."""

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from coverage_lib import language
from coverage_lib.charts.arithmetic import arithmetic, people_in_full, printed_number
from coverage_lib.data.regions import NATION, provinces, regencies
from coverage_lib.data.sources import home
from coverage_lib.language import _
from coverage_lib.measures.audit import words


def verdict_word(verdict: str) -> str:
    """A verdict in the language of the reader.

    Parameters
    ----------
    verdict : str
        One of ``measures.audit.VERDICTS``.

    Examples
    --------
    >>> verdict_word("points printed as percent")
    'points printed as percent'
    >>> with language.use("id"):
    ...     verdict_word("points printed as percent")
    'poin persentase ditulis sebagai persen'
    """
    return {
        words.CONSISTENT: _("consistent"),
        words.ROUNDING: _("consistent within rounding"),
        words.ANOTHER_BASE: _("consistent on another base"),
        words.CONSTRUCTION: _("includes construction workers"),
        words.OFFICE: _("office instead of domicile count"),
        words.BOUNDARY: _("old or new province boundary"),
        words.TARGET: _("a share of a target, not coverage"),
        words.POINTS: _("points printed as percent"),
        words.DIGITS: _("digits slipped or transposed"),
        words.MONTH: _("another month than it seems"),
        words.CONTRADICTS: _("contradicts"),
        words.UNTESTED: _("cannot be tested"),
    }[verdict]


def confidence_word(confidence: str) -> str:
    """How sure a verdict is.

    Examples
    --------
    >>> confidence_word("high")
    'high'
    """
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}[confidence]


def needed_words(needed: str) -> str:
    """What would be needed to test a figure.

    Parameters
    ----------
    needed : str
        One of ``measures.audit.words.NEEDED``.

    Examples
    --------
    >>> needed_words("base")
    'the number of workers that it is a share of'
    """
    return {
        "date": _("its date"),
        "members and base": _("the number of members and the number of workers that it is a share of"),
        "members": _("the number of members beside it"),
        "base": _("the number of workers that it is a share of"),
        "target": _("the target that it is measured from, with its base"),
        "two shares": _("the two shares that it lies between"),
        "ranking": _("the list of all provinces of that day, on one base"),
        "list": _("the list of those for whom the contribution is paid"),
        "programme rule": _("the rule or the budget that sets it"),
        "count of the same day": _("a second count of the same day, counted in the same way"),
        "second source": _("a second source"),
    }[needed]


def base_word(base: str) -> str:
    """On what a figure fits: what a share is of, how members were counted, or which area it is of.

    Examples
    --------
    >>> base_word("eligible"), base_word("office with construction"), base_word("2022")
    ('eligible workers', 'by office, with construction', 'the province of today')
    """
    return {
        "eligible": _("eligible workers"),
        "potential": _("the potential of its day"),
        "employed": _("all employed persons"),
        "labour_force": _("the labour force"),
        "segment_workers": _("all workers of the segment"),
        "population": _("the population"),
        "target": _("a target number of workers"),
        "domicile": _("by domicile"),
        "domicile with construction": _("by domicile, with construction"),
        "office": _("by office"),
        "office with construction": _("by office, with construction"),
        "2021": _("the undivided province"),
        "2022": _("the province of today"),
    }.get(base, base)


def against_words(against: str) -> str:
    """What a figure was held against: ids of figures as they are, cells of tables and rules with their names.

    Parameters
    ----------
    against : str
        Ids and cells, joined by ``", "``.

    Examples
    --------
    >>> against_words("f0010, table:active/15/2024-12-31/total/domicile")
    'f0010; members of Jambi, all workers, 31 December 2024, by domicile'
    """
    return "; ".join(_cell(name) if ":" in name else name for name in against.split(", ") if name)


def _cell(name: str) -> str:
    kind, _colon, rest = name.partition(":")
    if kind == "rule":
        return _("rule {id} of the programme").format(id=rest)
    quantity, place, day, segment, way = rest.split("/")
    if quantity in ("provinces", "regencies"):
        return _("the provinces") if quantity == "provinces" else _("the regencies and cities")
    what = {
        "active": _("members of {region}"),
        "employed": _("employed of {region}"),
        "labour_force": _("labour force of {region}"),
        "share_of_employed": _("employed of {region}"),
    }[quantity]
    parts = [what.format(region=_region(place))]
    if segment == "total" and quantity == "active":
        parts.append(_("all workers"))
    elif segment != "total":
        parts.append(
            {"formal": _("formal"), "informal": _("informal"), "construction": _("construction")}[segment]
        )
    parts.append(language.date(day))
    if way != "survey":
        parts.append(base_word(way))
    return ", ".join(parts)


def _region(code: str) -> str:
    """The name of a province or regency; a group of regions is called what it is called."""
    return "Indonesia" if code == NATION else _names(home()).get(code, code)


# The project's folder is an argument of what is cached, because it may change while Python runs.
@lru_cache(maxsize=4)
def _names(folder: Path) -> dict[str, str]:
    table = pd.concat([provinces()[["code", "name"]], regencies()[["code", "name"]]])
    return dict(zip(table["code"], table["name"], strict=True))


def explanation(row: Mapping[Any, Any]) -> str:
    """Why a figure has its verdict, in a sentence or two.

    Parameters
    ----------
    row : mapping
        A row of verdicts.

    Examples
    --------
    >>> row = {"verdict": "cannot be tested", "needed": "base", "operation": None, "test": None, "base": None}
    >>> explanation(row)
    'Nothing known tests it. Needed: the number of workers that it is a share of.'
    """
    verdict = row["verdict"]
    if verdict in (words.CONSISTENT, words.ROUNDING):
        return _consistent(row)
    base = base_word(str(row["base"])) if _known(row["base"]) else ""
    printed = printed_number(row["printed"], str(row["unit"])) if _known(row.get("printed")) else ""
    match verdict:
        case words.ANOTHER_BASE:
            return _("It fits as a share of another base: {base}.").format(base=base)
        case words.CONSTRUCTION:
            if row["test"] == "construction in members only":
                return _("The members include construction workers, the base does not.")
            return _("It fits the members table only with construction workers added, and does not say so.")
        case words.OFFICE:
            return _office(row, base)
        case words.BOUNDARY:
            return _boundary(row)
        case words.TARGET:
            return _(
                "It is the share of a target number that was reached, not the share of workers who are members."
            )
        case words.POINTS:
            return _(
                "It is a difference of two shares: percentage points, printed with the sign of a percentage."
            )
        case words.DIGITS:
            likely = printed_number(row["likely"], row["figure_unit"])
            return _("A digit or the scale seems to have slipped: the sum is right with {likely}.").format(
                likely=likely
            )
        case words.MONTH:
            return _("It is, to the last digit, the number of another time.")
        case words.CONTRADICTS:
            sentence = _("{sum}, but {printed} is printed (beside {against}).")
            return sentence.format(
                against=against_words(row["against"]), sum=arithmetic(row), printed=printed
            )
    return _untested(row)


def _known(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _office(row: Mapping[Any, Any], base: str) -> str:
    if row["test"] == "members table":
        return _(
            "It is the count {base}: say so when you quote it. Many members live in another province than the one where their employer is registered."
        ).format(base=base)
    if row["test"] == "article counts by office":
        return _(
            "Other counts of the same article are by office, and this one is not the count by domicile: say so when you quote it."
        )
    return _(
        "It is too far from the count by domicile; it fits the count {base}: say so when you quote it."
    ).format(base=base)


def _boundary(row: Mapping[Any, Any]) -> str:
    if row["base"] == "2022":
        return _(
            "It counts the province of today, after its division; the members table counts the undivided one."
        )
    return _("It counts the undivided province; the province of today is smaller.")


def _untested(row: Mapping[Any, Any]) -> str:
    needed = _("Nothing known tests it. Needed: {needed}.").format(needed=needed_words(row["needed"]))
    if row["operation"] == "implied base":
        return (
            needed
            + " "
            + _("What is printed implies {workers} workers.").format(
                workers=people_in_full(round(row["result"]))
            )
        )
    return needed


# What a test that holds says, by its name; every other test is one within the article.
def _consistent(row: Mapping[Any, Any]) -> str:
    against = against_words(row["against"])
    said = {
        "same elsewhere": _("Another publisher has the same number for the same time ({against})."),
        "same base elsewhere": _("Others print the same number of workers ({against})."),
        "members table": _("The members table has the same count ({against})."),
        "survey of August": _("The labour force survey has the same number ({against})."),
        "share of employed in survey": _("The labour force survey gives the same share."),
        "members over survey": _("Members and the workers of the labour force survey give it."),
        "table over survey": _("The members table and the labour force survey give it."),
        "members over known base": _("Members and base, one of them printed elsewhere, give it ({against})."),
        "share of nation": _("Its members and the nation's in the members table give it."),
        "sum of regencies": _("The regencies and cities of the province add up to the total."),
        "all there are": _("It is all there are ({against})."),
        "rule of the programme": _("The rules of the programme set it ({against})."),
        "people x months x contribution": _("People, months and the contribution give the amount."),
        "place by the table": _("By its share of all employed the province stands near that place."),
    }
    sentence = said.get(str(row["test"]), _("The numbers of the article fit each other ({against})."))
    sentence = sentence.format(against=against)
    if row["verdict"] == words.ROUNDING and row["test"] != "place by the table":
        sentence += " " + _("Some are rounded or hedged, so they fit as closely as they were printed.")
    return sentence


#: What is written beside the figures of a file.
WRITTEN = [
    "verdict",
    "alarm",
    "confidence",
    "explanation_en",
    "explanation_id",
    "arithmetic",
    "against",
    "base",
    "likely",
    "other",
    "needed",
]


def beside_figures(table: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """A table of figures with the verdict on each beside it, explained in every language.

    Parameters
    ----------
    table : pandas.DataFrame
        As it was read.
    verdicts : pandas.DataFrame
        From :func:`coverage_lib.measures.audit.audit`, of the same rows.

    Returns
    -------
    pandas.DataFrame
        The columns of the table, then :data:`WRITTEN`; verdicts and other keys in English. A column of the table that has one of these names
        is kept as ``…_given``.
    """
    rows = verdicts.to_dict("records")
    found = verdicts.assign(arithmetic=[arithmetic(row) for row in rows])
    for lang in language.LANGUAGES:
        with language.use(lang):
            found[f"explanation_{lang}"] = [explanation(row) for row in rows]
    given = table.rename(columns={name: f"{name}_given" for name in WRITTEN if name in table.columns})
    return pd.concat([given.reset_index(drop=True), found[WRITTEN].reset_index(drop=True)], axis=1)
