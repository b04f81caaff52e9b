"""What came of adding or removing a table, and what is in: sentences for the command line and for explore."""

from typing import Any, NamedTuple

import pandas as pd

from coverage_lib import language, load
from coverage_lib.data import own
from coverage_lib.data.own import Added
from coverage_lib.intake.contents import days, region_words
from coverage_lib.intake.keys import counted_by_word, measure_word, printable, segment_word
from coverage_lib.language import _
from coverage_lib.measures.year_counts import OWN

#: Segments that are added, in the order in which they are told.
SEGMENTS = ("formal", "informal", "construction")
#: So many conflicts are listed; the rest is counted.
LISTED = 5


class InUse(NamedTuple):
    """What the atlas uses: members at every date, and the count that each year stands on."""

    months: pd.DataFrame
    years: pd.DataFrame
    regencies: pd.DataFrame


def in_use() -> InUse:
    """What the atlas uses now; asked for before and after a table is added or removed."""
    ways = ("domicile", "office")
    return InUse(
        pd.concat([load.load_members(counted_by=way, months=True) for way in ways], ignore_index=True),
        load.load_members(),
        load.load_members(level="regency", boundary="2022", months=True, required=False),
    )


def of_adding(added: Added, before: InUse, after: InUse) -> list[str]:
    """What came of adding a table, as sentences: what it is called, what it holds, what the atlas uses now, where it disagrees."""
    record = {name: printable(str(text)) for name, text in added.record.items()}
    record["date"] = language.printed_date(record["date"])
    if added.known:
        words = _("This table is in already, as {id}: “{title}” ({publisher}, {date}). Nothing was changed.")
        return [words.format(**{**record, "id": added.id})]
    words = _("Added as {id}: “{title}” ({publisher}, {date}).")
    return [
        words.format(**{**record, "id": added.id}),
        *_holds(added.id, after),
        *year_changes(before.years, after.years),
        *conflict_words(added.conflicts),
    ]


def of_removing(id: str, record: dict[str, Any], before: InUse, after: InUse) -> list[str]:
    """What came of removing a table, as sentences."""
    title = printable(str(record.get("title") or ""))
    words = _("Removed from the atlas: {id} ({title}). The atlas is as it would be without it.")
    return [
        words.format(id=id, title=f"“{title}”" if title else _("no title")),
        *year_changes(before.years, after.years, back=True),
    ]


def _holds(id: str, after: InUse) -> list[str]:
    """What the atlas uses of a table: regions, dates, segments and ways of counting."""
    said = []
    for members, level in ((after.months, "province"), (after.regencies, "regency")):
        mine = members[members["source_id"] == f"{OWN}{id}"]
        if len(mine):
            words = _(
                "The atlas uses from it: active members of {regions} (boundaries of {boundary}), {dates}; {segments}; {counted_by}."
            )
            said.append(
                words.format(
                    regions=region_words(pd.Series(level, index=mine.index), mine["code"]),
                    boundary=", ".join(mine["boundary"].drop_duplicates()),
                    dates=span(mine["date"]),
                    segments=", ".join(
                        segment_word(each) for each in SEGMENTS if mine["segment"].eq(each).any()
                    ),
                    counted_by=", ".join(
                        counted_by_word(each) for each in mine["counted_by"].drop_duplicates()
                    ),
                )
            )
    return said or [_other_values(id)]


def _other_values(id: str) -> str:
    """How many values of a table are in use that are no members of provinces or regencies: employment, context, printed figures."""
    table = own.sources().set_index("id").loc[id]
    if not table["in_use"]:
        return _("Nothing of it is in use so far; ucj sources says how much of each table is used.")
    measures = [measure_word(measure) for measure in table["measures"].split(", ")]
    words = _("The atlas uses {used} of its {all} values: {measures}, {dates}.")
    return words.format(
        used=language.number(table["in_use"]),
        all=language.number(table["values"]),
        measures=", ".join(measures),
        dates=from_to(table["first"], table["last"]),
    )


def from_to(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """The first and the last of some dates, or the only one; a dash where there is none."""
    return " – ".join(dict.fromkeys([language.date(first), language.date(last)]))


def span(dates: pd.Series) -> str:
    """Dates in words: one, two, or the first and the last with their number."""
    told = days(dates, pd.Series("day", index=dates.index))
    if len(told) <= 2:
        return ", ".join(told)
    words = _("{first} to {last}, {count} dates")
    return words.format(first=told[0], last=told[-1], count=language.number(len(told)))


def year_changes(before: pd.DataFrame, after: pd.DataFrame, *, back: bool = False) -> list[str]:
    """The years of the atlas that stand on another count than before, as sentences; one sentence where none does.

    With `back` a table was taken out, and what is new was there before it came.
    """
    old, new = (_by_year(members) for members in (before, after))
    said = []
    for year in sorted({*old, *new}):
        if old.get(year) == new.get(year):
            continue
        values = {"year": str(year), "date": new[year].words if year in new else ""}
        if year not in new:
            said.append(_gone(year, max(new, default=year)))
        elif year not in old:
            words = _("{year} is among the yearly figures again: {date}.") if back else _("{year} is new among the yearly figures: {date}.")  # fmt: skip
            said.append(words.format(**values))
        elif old[year].words != new[year].words:
            said.append(_("{year} now stands on another count: {date}; before: {before}.").format(**values, before=old[year].words))  # fmt: skip
        else:
            said.append(_("{year} has other numbers than before: {date}.").format(**values))
    return said or [_("The yearly figures of the atlas stay as they are. They change with a table of all provinces, formal and informal, of a December or a later month.")]  # fmt: skip


def _gone(year: int, last: int) -> str:
    """Why a year is not among the yearly figures any more."""
    if year < last:
        words = _("{year} leaves the yearly figures: a count within a year stands there only until a later year has one.")  # fmt: skip
    else:
        words = _("{year} leaves the yearly figures: no count of all provinces is left.")
    return words.format(year=year)


class _Year(NamedTuple):
    """The count that a year stands on: in words, and its numbers in the order of region and segment."""

    words: str
    numbers: tuple[int, ...]


def _by_year(members: pd.DataFrame) -> dict[int, _Year]:
    """The count that each year stands on."""
    found = {}
    for year, rows in members.groupby("year"):
        first = rows.iloc[0]
        if not first["date_stated"]:
            words = _("a count within the year, whose day is not stated")
        else:
            words = _("the count of {day}").format(day=language.date(first["date"]))
        if first["status"] == "provisional":
            words = _("{count} (provisional)").format(count=words)
        numbers = rows.sort_values(["code", "segment"])["active"]
        found[int(year)] = _Year(words, tuple(numbers.astype(int)))  # type: ignore[call-overload]
    return found


def conflict_words(conflicts: pd.DataFrame) -> list[str]:
    """Where tables disagree: how many values, the first of them with what is used and why."""
    if conflicts.empty:
        return []
    count = len(conflicts)
    head = (
        _("1 number differs from another table; both are kept:")
        if count == 1
        else _("{count} numbers differ from other tables; both are kept:").format(
            count=language.number(count)
        )
    )
    said = [head, *(f"  {conflict_line(row)}" for row in conflicts.head(LISTED).itertuples(index=False))]
    if count > LISTED:
        said.append("  " + _("… and {count} more.").format(count=language.number(count - LISTED)))
    return said


def conflict_line(row: Any) -> str:
    """A conflict as a line: where, the value that is used, the other one, and why."""
    item = segment_word(row.item) if row.table.startswith("members") else measure_word(row.item)
    words = _(
        "{name}, {item}, {date}: {used} ({used_source}) instead of {other} ({other_source}), because {reason}"
    )
    return words.format(
        name=printable(str(row.name)), item=item, date=language.date(row.date),
        used=_value(row.used), used_source=source_word(row.used_source),
        other=_value(row.other), other_source=source_word(row.other_source), reason=_(own.REASONS[row.reason]),
    )  # fmt: skip


def source_word(source_id: str) -> str:
    """A source in a list: the id of an own table, or the atlas's."""
    return source_id.removeprefix(OWN) if source_id.startswith(OWN) else _("the project's table")


def _value(value: float) -> str:
    return language.number(value, 0 if float(value).is_integer() else 2)


def not_there() -> list[str]:
    """What is said where there is no own table."""
    return [_("There are no own tables yet. ucj template writes a workbook to fill in; ucj add takes a table in.")]  # fmt: skip
