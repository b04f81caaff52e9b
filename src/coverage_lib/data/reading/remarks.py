"""What is said of a table's layout: names that are not known, columns and rows that were not read, what is missing or has two meanings."""

import re
from difflib import SequenceMatcher
from typing import Any

from coverage_lib.data.reading import words
from coverage_lib.data.reading.columns import Column
from coverage_lib.data.reading.grid import Grid
from coverage_lib.data.reading.places import Place
from coverage_lib.data.reading.problems import Problem, _

#: How much alike a name and a misspelling of it are, from 0 to 1.
NEAR = 0.8
_KIND = re.compile(r"^(?:kabupaten|kab|kota|provinsi)(?: administrasi)?\b")

#: So many names of one kind are listed; the rest is counted.
LISTED = 30

#: Why a column of a table was not read.
COLUMNS = {
    "change": ("note", _("is a change and no level; it was not read")),
    "rank": ("note", _("is a rank; it was not read")),
    "statistic": ("note", _("is a mean or the like; it was not read")),
    "sum_of_dates": ("note", _("is a sum over dates; it was not read")),
    "no_heading": ("warning", _("has numbers and no heading; it was not read")),
    "note": ("note", _("holds remarks; it was not read")),
    "total": ("note", _("is a sum and no region; it was not read")),
    "part": ("note", _("is the sum of a part of the country; it was not read")),
    "no_label": ("warning", _("has numbers and no region over them; it was not read")),
    "near": ("warning", _("has a misspelt name")),
    "number": ("note", _("only counts the rows; it was not read")),
}
#: Why a row was not read.
ROWS = {
    "note": ("note", _("is a note")),
    "repeated": ("note", _("repeats or counts headings; it was not read")),
    "total": ("note", _("is a sum of rows and no region; it was not read")),
    "part": ("note", _("is the sum of a part of the country and no region; it was not read")),
    "statistic": ("note", _("is a mean or the like; it was not read")),
    "no_label": ("warning", _("has numbers and no region; it was not read")),
    "slid": (
        "error",
        _(
            "has a number beside no region, and the first cell of its column is empty: the column may have slid by a row"
        ),
    ),
    "no_values": ("note", _("has no numbers")),
}
#: What has to be stated: why, and how.
OPEN: dict[str, tuple[str, str, str]] = {
    "no_measure": (
        "warning",
        _("What is measured is not said"),
        _("State it: --set measure=active, or another of {choices}."),
    ),
    "unclear_measure": (
        "warning",
        _("What is measured is printed as {printed} and may be one of several things; it was kept as {slug}"),
        _("If you know it, state it: --set measure=active, or another of {choices}."),
    ),
    "no_date": (
        "warning",
        _("No date is said for these numbers"),
        _("State it: --set date=2024-12-31, or 2024-12, or 2024."),
    ),
    "no_year": ("error", _("The year of {printed} is not said"), _("State it: --set date=2024.")),
    "two_dates": (
        "error",
        _("Title, sheet or row name different dates: {printed}"),
        _("State the right one: --set date=2024-12-31."),
    ),
    "date_at_odds": ("error", _("Row and column name different dates: {printed}"), _("Correct one of them.")),
    "stated_otherwise": (
        "error",
        _("The table says {said} where {stated} was stated for {what}"),
        _("Leave out --set {what}={stated}, or correct the table."),
    ),
}


def of_column(grid: Grid, column: Column, reason: str) -> Problem:
    """Why a column was not read."""
    severity, says = COLUMNS[reason]
    return Problem(
        f"column_{reason}",
        severity,
        says,
        "",
        {},
        grid.file,
        grid.name,
        None,
        grid.columns[column.at],
        column.heading[:80],
    )


def own_measure(grid: Grid, column: Column, measure: str, title: str) -> Problem:
    """That a heading says something else than the title, so that the title's measure was not taken for its numbers."""
    says = _("was read as {measure}, since its words say more than {title}, which the title names")
    values = {"measure": measure, "title": title}
    where = (grid.file, grid.name, None, grid.columns[column.at], column.heading[:80])
    return Problem("own_measure", "note", says, "", values, *where)


def of_row(grid: Grid, row: int, reason: str) -> Problem:
    """Why a row was not read."""
    severity, says = ROWS[reason]
    text = " ".join(grid.text(row, at) for at in grid.filled(row))
    where = {"file": grid.file, "sheet": grid.name, "row": int(grid.rows[row]), "value": text[:200]}
    return Problem("note" if reason == "note" else f"row_{reason}", severity, says, **where)  # type: ignore[arg-type]


def open_question(key: str, grid: Grid, **values: Any) -> Problem:
    """What the table does not say, with what settles it."""
    severity, says, fix = OPEN[key]
    return Problem(key, severity, says, fix, values, grid.file, grid.name)


def of_place(
    grid: Grid, text: str, place: Place, row: int | None = None, column: int | None = None
) -> Problem:
    """A name that is no region, or may be several."""
    key, says, fix = "unknown_region", _("is no region that is known"), _("Did you mean {nearest}?")
    if place.kind == "ambiguous":
        key, says, fix = "ambiguous_region", _("may be {nearest}"), _("Write Kabupaten or Kota in front.")
    elif place.kind == "contradiction":
        key, says, fix = (
            "code_contradicts_name",
            _("has the code of {nearest} beside it"),
            _("Correct the name or the code."),
        )
    elif place.kind == "elsewhere":
        key, says, fix = (
            "region_elsewhere",
            _("is {nearest} and lies in another province"),
            _("Correct the name or the province."),
        )
    nearest = [one for one in place.nearest if place.kind != "unknown" or _is_near(text, one)]
    if place.kind == "unknown" and not nearest:
        fix = _(
            "Correct the name; for villages or other units state it: --set level=village or --set level=other."
        )
    where: dict[str, Any] = {"file": grid.file, "sheet": grid.name, "value": text[:80]}
    where["row"] = None if row is None else int(grid.rows[row])
    where["column"] = "" if column is None else grid.columns[column]
    return Problem(key, "error", says, fix, {"nearest": " / ".join(nearest)}, **where)


def _is_near(text: str, name: str) -> bool:
    """Whether a name is so much like a text that it may be a misspelling of it, its kind left aside."""
    one, other = (_KIND.sub("", words.plain(each)).strip() for each in (text, name))
    return SequenceMatcher(None, one, other).ratio() >= NEAR


def no_region(file: str, labels: list[str]) -> Problem:
    """A table of numbers whose rows and columns are of no region that is named."""
    says = _("has numbers, but no row, column or title names a region; it begins with {labels}")
    fix = _(
        "Add a column with the names of the regions, or the region to the title; for a table of the whole country state it: --set level=national."
    )
    return Problem("no_region", "error", says, fix, {"labels": ", ".join(labels)}, file)


def no_table(grid: Grid) -> Problem:
    """A sheet of words only, as one note."""
    return Problem(
        "no_table_there", "note", _("holds no table and was left out"), file=grid.file, sheet=grid.name
    )


def more(grid: Grid, count: int) -> Problem:
    """That further names are not known."""
    says = _("{count} more names are no regions that are known")
    fix = _("For villages or other units state it: --set level=village or --set level=other.")
    return Problem("unknown_region", "error", says, fix, {"count": count}, grid.file, grid.name)


def near_name(grid: Grid, row: int, text: str, place: Place) -> Problem:
    """A misspelt name that the code beside it settles."""
    says = _("is written {name} elsewhere; the code beside it was followed")
    where = {"file": grid.file, "sheet": grid.name, "row": int(grid.rows[row]), "value": text[:80]}
    return Problem("misspelt", "warning", says, "", {"name": place.name}, **where)  # type: ignore[arg-type]
