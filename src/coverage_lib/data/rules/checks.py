"""What a rule is made of: checks of one cell, of a key, of completeness and of sums, each with its sentence and its advice."""

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from coverage_lib.data import regions
from coverage_lib.data.periods import period
from coverage_lib.data.regions import NATION
from coverage_lib.data.sources import record

SEGMENTS = ["total", "formal", "informal", "construction", "vulnerable", "village_institutions", "migrant"]

# Name of the schemas over lists of what is not there, whose failures have no cell of their own.
MISSING = "missing"

CORRECT = "Correct the cell from the source, or find out why it differs."

Test = Callable[[pd.Series], "pd.Series | bool"]

# Schemas, each with the frame that it is a rule for.
Rules = list[tuple[pa.DataFrameSchema, pd.DataFrame]]


def check(test: Test, rule: str, what_to_do: str = CORRECT) -> pa.Check:
    """A pandera check whose message is a rule and what to do when it is broken."""
    return pa.Check(test, error=f"{rule}\t{what_to_do}", ignore_na=False)


def numbers(raw: pd.Series) -> pd.Series:
    """Text as numbers; what is not a plain number (digits, point, minus) becomes missing."""
    return pd.to_numeric(raw.where(raw.str.fullmatch(r"-?\d+(\.\d+)?")), errors="coerce")


def column(checks: list[pa.Check] | pa.Check) -> pa.Column:
    """A column with checks; what is missing is left to them, so that it is reported once and with advice."""
    return pa.Column(checks=checks, nullable=True)


def whole_number() -> pa.Check:
    """Check that a number is there and has no decimals."""
    return check(
        lambda s: s.notna() & (s % 1 == 0),
        "must be a whole number, digits only",
        "Write it without marks: 1312370.",
    )


def count(least: int = 0) -> list[pa.Check]:
    """Checks of a count of people."""
    return [whole_number(), check(lambda s: ~(s < least), f"must be {least} or more", "Correct the count.")]


def decimal_number() -> pa.Check:
    """Check that a number is there."""
    return check(
        lambda s: s.notna(),
        "must be a number with a decimal point",
        "Write it without a percent sign: 42.05.",
    )


def percentage() -> list[pa.Check]:
    """Checks of a percentage of 0 to 100."""
    return [
        decimal_number(),
        check(lambda s: ~((s < 0) | (s > 100)), "must be a percentage between 0 and 100"),
    ]


def one_of(allowed: list[str]) -> pa.Check:
    """Check that a text is one of a list."""
    return check(lambda s: s.isin(allowed), f"must be one of: {', '.join(allowed)}", "Correct the word.")


def filled() -> pa.Check:
    """Check that a cell is not empty."""
    return check(lambda s: s.str.strip() != "", "must not be empty", "Fill it in from the source.")


def dated(empty: bool = False) -> pa.Check:
    """Check that a date is a year, a month or a day of the calendar."""
    return check(
        lambda s: period(s)[0].notna() | ((s == "") if empty else False),
        "must be a date as YYYY, YYYY-MM or YYYY-MM-DD" + (", or empty" if empty else ""),
        "Write the date as precisely as the source states it.",
    )


def august() -> pa.Check:
    """Check that a date is the end of an August round of Sakernas."""
    return check(
        lambda s: s.str.endswith("-08-31"),
        "must be 31 August, the round that is used",
        "Leave other rounds out.",
    )


def unique(frame: pd.DataFrame, key: list[str]) -> pa.Check:
    """Check that no two rows have the same key."""
    repeated = frame.duplicated(key, keep="first")
    return check(
        lambda s: ~repeated,
        f"must be unique: one row for each {', '.join(key)}",
        "Delete the row that is repeated.",
    )


def province_code(frame: pd.DataFrame, national: bool) -> pa.Check:
    """Check that a province code belongs to the boundary of its row; the nation's is let through if `national`."""
    nation = {NATION} if national else set()
    known = {boundary: set(regions.provinces(boundary)["code"]) | nation for boundary in regions.BOUNDARIES}
    valid = [
        code in known.get(boundary, ())
        for code, boundary in zip(frame["code"], frame["boundary"], strict=True)
    ]
    return check(
        lambda s: pd.Series(valid, index=s.index),
        "must be a Kemendagri code of a province within the boundary of the row",
        "Use the codes of provinces.csv (BPS codes differ in Papua).",
    )


def names_by_code() -> dict[str, str]:
    """Code -> name of the 38 provinces and of the nation."""
    return regions.provinces().set_index("code")["name"].to_dict() | {NATION: "Indonesia"}


def name_of_code(frame: pd.DataFrame) -> pa.Check:
    """Check that a name is the one that provinces.csv gives to the code."""
    expected = frame["code"].map(names_by_code())
    return check(
        lambda s: (s == expected) | expected.isna(),
        "must be the name that provinces.csv gives to the code",
        "Correct the name or the code.",
    )


def source_of_record(table: str) -> pa.Check:
    """Check that the source of a row is described in the record."""
    known = list(record(table).get("sources") or {})
    return check(
        lambda s: s.isin(known),
        f"must be a source of the record: {', '.join(known)}",
        "Describe the source in the record.",
    )


def complete(
    frame: pd.DataFrame,
    by: list[str],
    expected: Callable[[pd.DataFrame], set[str]],
    what: str,
    code: str = "code",
) -> tuple[pa.DataFrameSchema, pd.DataFrame]:
    """The rule that no region is missing in any group of rows; a failure stands on the line at which the group begins.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    by : list of str
        Columns that name a group.
    expected : callable
        The codes that a group must have, from its rows.
    what : str
        What a group is, for the message: ``"a date"``.
    code : str
        Column that holds the codes.
    """
    missing = pd.DataFrame(
        [
            {"index": group.index[0], code: ", ".join(sorted(expected(group) - set(group[code])))}
            for _, group in frame.groupby(by, sort=False)
        ]
    ).set_index("index")
    rule = f"the rows of {what} that begin here lack the regions with these codes"
    nothing = check(lambda s: s == "", rule, "Add the missing rows.")
    return pa.DataFrameSchema({code: column(nothing)}, name=MISSING), missing


def sum_of(
    parts: pd.Series, wholes: pd.Series, name: str, what: str
) -> tuple[pa.DataFrameSchema, pd.DataFrame]:
    """The rule that wholes, as printed in the column `name`, are the sums of their parts.

    Parameters
    ----------
    parts, wholes : pandas.Series
        Sums of the parts, and the printed wholes; both under the rows of the wholes.
    name : str
        Column of the wholes.
    what : str
        What the parts are, for the message.
    """
    difference = parts.reindex(wholes.index).sub(wholes)
    # A part that is missing or unreadable is reported in its own line, so a missing difference breaks no rule.
    equal = check(
        lambda s: ~(difference.abs() > 0),
        f"must be the sum of {what}",
        "Compare the rows with the source; one of them, or the sum, was changed.",
    )
    return pa.DataFrameSchema({name: column(equal)}), pd.DataFrame({name: wholes})
