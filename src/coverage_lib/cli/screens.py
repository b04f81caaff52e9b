"""What commands print about tables of an analyst's own: rows of labels, problems by severity, what is in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from coverage_lib.data.reading.problems import Problem

#: Width where nobody looks: lines of a file are as long as they are.
WIDE = 200
COLOURS = {"error": "bold red", "warning": "bold yellow", "note": "bold"}


def console(*, to_errors: bool = False) -> "Console":
    """The screen; where it is none, text without colours in lines as long as they are."""
    from rich.console import Console

    screen = Console(stderr=to_errors, highlight=False)
    return screen if screen.is_terminal else Console(stderr=to_errors, highlight=False, width=WIDE)


def tell(lines: Sequence[str], *, to_errors: bool = False) -> None:
    """Print sentences as they are."""
    screen = console(to_errors=to_errors)
    for line in lines:
        screen.print(line, markup=False, soft_wrap=not screen.is_terminal)


def show_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Print labels and what belongs to them, one pair a line."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for label, words in pairs:
        grid.add_row(Text(label, "bold"), Text(words))
    console().print(grid)


def show_problems(problems: "Sequence[Problem]", *, to_errors: bool = False) -> None:
    """Print problems under a heading for each severity, the worst first."""
    from rich.padding import Padding
    from rich.text import Text

    from coverage_lib.data.reading.problems import SEVERITIES
    from coverage_lib.intake import words
    from coverage_lib.language import _

    headings = {"error": _("Errors"), "warning": _("To be looked at"), "note": _("Notes")}
    screen = console(to_errors=to_errors)
    for severity in SEVERITIES:
        alike = [problem for problem in problems if problem.severity == severity]
        if alike:
            screen.print(Text(headings[severity], COLOURS[severity]))
            for line in words.lines(alike):
                if screen.is_terminal:
                    screen.print(Padding(Text(line), (0, 0, 0, 2)))
                else:
                    screen.print(f"  {line}", markup=False, soft_wrap=True)


def show_sources(table: "pd.DataFrame") -> None:
    """Print the tables that are in, the most preferred first."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from coverage_lib import language
    from coverage_lib.intake.keys import printable
    from coverage_lib.intake.results import from_to
    from coverage_lib.language import _

    headings = _("Id"), _("Publisher"), _("Title"), _("Published on"), _("Dates"), _("Values in use")
    shown = Table(*headings, box=box.SIMPLE)
    # An id that is cut off cannot be given to ucj remove.
    shown.columns[0].overflow = "fold"
    for row in table.iloc[::-1].itertuples(index=False):
        used = _("{used} of {all}").format(used=language.number(row.in_use), all=language.number(row.values))
        dates = from_to(row.first, row.last)
        cells = row.id, row.publisher, f"“{row.title}”", language.printed_date(row.date), dates, used
        shown.add_row(*(Text(printable(str(cell))) for cell in cells))
    console().print(shown)
