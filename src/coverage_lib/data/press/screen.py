"""Proposals on the screen, for a person who checks them against the text."""

from pathlib import Path

import pandas as pd
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coverage_lib.data.press.proposals import Proposals


def nothing_found(found: Proposals) -> str:
    """Why texts have no figure: which numbers were passed over, and as what."""
    reasons: dict[str, list[str]] = {}
    for _, one in found.passed_over:
        reasons.setdefault(one.why, []).append(one.words)
    if not reasons:
        return "No figure: the text has no number that is a share or counts people."
    lines = [f"  {why}: {', '.join(words)}" for why, words in reasons.items()]
    return "\n".join(["No figure. The numbers in the text were passed over as", *lines])


def show(table: pd.DataFrame) -> None:
    """Print proposals as a table that a person can check against the text."""
    console = Console()
    console = console if console.is_terminal else Console(width=150)
    shown = Table(
        "id", "value", "measure", "segment", "region", "date", "words", "at", "confidence", box=box.SIMPLE
    )
    several = len(set(table["file"])) > 1
    units = {"percent": "%", "percentage_points": " points", "workers": ""}
    for row in table.itertuples():
        ends = [row.low, row.high] if row.bound == "between" else [row.value]
        value = "–".join(f"{end:,.0f}" if row.unit == "workers" else f"{end:g}" for end in ends)
        code = f" ({row.code})" if row.code else ""
        file = f"{Path(row.file).name}:" if several else ""
        place = f"{file}{row.line}:{row.start}-{row.end}"
        hedge = "" if row.bound in ("exact", "between") else f" {row.bound.replace('_', ' ')}"
        cells = (
            row.id, f"{value}{units[row.unit]}{hedge}", row.measure, row.segment, f"{row.region or '?'}{code}", row.date or "?",
            row.as_published, place, f"{row.confidence}: {row.reason}",
        )  # fmt: skip
        shown.add_row(*map(escape, cells))
    console.print(shown)
    console.print(
        "Proposals only: check each against its words. --out FILE writes them for ucj audit.", highlight=False
    )
