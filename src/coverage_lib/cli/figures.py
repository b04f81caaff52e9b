"""Commands for figures that were quoted: read them from text, test whether they can be right."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverage_lib.cli.arguments import day_of, refuse_paths, table_of

if TYPE_CHECKING:
    from coverage_lib.data.press.proposals import Source


def read(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT|FILE...", help="A press line in quotes, text files, or - for standard input."
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(help="Date of the article, 2025-08-12: what 'tahun lalu' or 'kemarin' is counted from."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write the proposals to this file, .csv, .xlsx or .parquet, for you to confirm and for ucj audit."
        ),
    ] = None,
) -> None:
    """Propose the figures that press lines state, as a table to confirm; nothing is added anywhere by itself."""
    from coverage_lib.data import spreadsheets
    from coverage_lib.data.press import proposals, screen

    day = day_of(date)
    refuse_paths(None, *([out] if out else []))
    sources = [press_source(text) for text in texts]
    found = proposals.propose(sources, day)
    if out is not None:
        for source in sources:
            refuse_paths(Path(source.file) if source.file not in ("", "-") else None, out)
        spreadsheets.write_table(proposals.as_published(found.table), out)
    if found.table.empty:
        typer.echo(screen.nothing_found(found))
    elif out is None:
        screen.show(found.table)
    else:
        typer.echo(f"Written: {out}, {len(found.table)} figures to confirm")


def press_source(text: str) -> "Source":
    """A text to read: that of a file or of standard input, or the argument itself."""
    from coverage_lib.data.press.files import decode, read_file
    from coverage_lib.data.press.proposals import Source

    if text == "-":
        return Source(decode(sys.stdin.buffer.read(), "standard input"), "-")
    looks_like_a_file = " " not in text.strip() or re.fullmatch(
        r"[^\n]{1,200}\.(?:txt|md|text)", text.strip()
    )
    if looks_like_a_file or (len(text) < 200 and "\n" not in text and Path(text).is_file()):
        if not Path(text).exists():
            raise typer.BadParameter(
                f"there is no file {text}; a press line stands in quotes.", param_hint="TEXT|FILE"
            )
        return Source(read_file(Path(text)), text)
    return Source(text)


def audit(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, XLSX, XLS, ODS or Parquet: region, date, segment, measure, value, unit; as_published, source_title, …"
        ),
    ],
    out: Annotated[Path, typer.Option(help="The same figures with their verdicts, .csv, .xlsx or .parquet.")],
) -> None:
    """Test printed figures of your own: can they be right beside each other, the tables and all published figures?"""
    from coverage_lib.charts import verdicts
    from coverage_lib.data import own_figures, spreadsheets
    from coverage_lib.load import load_evidence
    from coverage_lib.measures.audit import ALARMS, VERDICTS
    from coverage_lib.measures.audit import audit as audited

    refuse_paths(file, out)
    table = table_of(file)
    figures = own_figures.own_figures(table)
    found = audited(figures, load_evidence()).verdicts
    spreadsheets.write_table(verdicts.beside_figures(table, found), out)
    counts = found["verdict"].value_counts()
    for verdict in VERDICTS:
        if verdict in counts:
            typer.echo(f"{counts[verdict]:>6,}  {verdict}{' (alarm)' if verdict in ALARMS else ''}")
    typer.echo(f"Written: {out}")
