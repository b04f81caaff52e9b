"""Commands that project series of an analyst's own, and score projections where outcomes are known."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverage_lib.cli.arguments import last_day, refuse_paths, table_of

if TYPE_CHECKING:
    import pandas as pd

    from coverage_lib.measures.projection import Projection


class Step(StrEnum):
    """How far apart the dates of a projection lie."""

    YEAR = "year"
    MONTH = "month"


def project(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, XLSX, XLS, ODS or Parquet: series, date, coverage; workers, uncertainty, target, target_date."
        ),
    ],
    out: Annotated[
        Path, typer.Option(help="Quantiles, .csv, .xlsx or .parquet; the attainment table goes beside it.")
    ],
    until: Annotated[str, typer.Option(help="Last date of the projection, 2045-12-31.")],
    target: Annotated[
        float | None, typer.Option(help="Target in percent, for series without one of their own.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Date of the target, 2025-12-31.")] = None,
    step: Annotated[Step, typer.Option(help="A date a year or a month.")] = Step.YEAR,
    model: Annotated[
        str, typer.Option(help="class_prior, or a simple rule: naive, drift, linear, logit_linear, …")
    ] = "class_prior",
    seed: Annotated[
        int, typer.Option(min=0, help="The class prior gives the same bytes for every seed.")
    ] = 0,
) -> None:
    """Project coverage series of your own: the fan, the probability of a target, and when it is reached."""
    from coverage_lib.data import spreadsheets
    from coverage_lib.measures.projection import panel_from_text, project_in_chunks

    attainment = out.with_name(f"{out.stem}_attainment{out.suffix}")
    refuse_paths(file, out, attainment)
    refuse_model(model)
    horizon, target_date = last_day(until, "--until"), by and last_day(by, "--by")
    parts = project_in_chunks(
        panel_from_text(table_of(file)),
        until=horizon, step=step.value, target=target, target_date=target_date, model=model, seed=seed,
    )  # fmt: skip
    spreadsheets.write_tables(dict(zip((out, attainment), fans_and_attainment(parts), strict=True)))
    typer.echo(f"Written: {out} and {attainment}")


def refuse_model(model: str) -> None:
    """End with exit code 2 where there is no such model."""
    from coverage_lib.measures.projection.baselines import BASELINES
    from coverage_lib.measures.projection.forecast import DEFAULT

    if model not in (DEFAULT, *BASELINES):
        raise typer.BadParameter(
            f"there is no model {model}; name one of {', '.join([DEFAULT, *BASELINES])}.",
            param_hint="--model",
        )


def backtest(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, XLSX, XLS, ODS or Parquet: series, date, coverage; the provinces' own series otherwise."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write all scores to this file, .csv, .xlsx or .parquet.")
    ] = None,
) -> None:
    """Score the projection and simple rules where outcomes are known, each given only what was known then."""
    from coverage_lib.data import spreadsheets
    from coverage_lib.load import load_coverage
    from coverage_lib.measures import projection

    refuse_paths(file, *([out] if out else []))
    if file is None:
        panel = projection.prepare(projection.province_panel(load_coverage()))
    else:
        panel = projection.panel_from_text(table_of(file))
    result = projection.backtest(panel, min_points=projection.least_points(panel))
    if out is not None:
        spreadsheets.write_table(rounded(result.table()), out)
    shown = result.scores.dropna(subset=["crps"]).round(2)
    typer.echo(shown.to_string(index=False))


def fans_and_attainment(
    parts: "Iterator[Projection]",
) -> "tuple[Iterator[pd.DataFrame], Iterator[pd.DataFrame]]":
    """The fans of a projection part by part, and its whole attainment table, to be asked for when all fans have been."""
    import pandas as pd

    tables: list[pd.DataFrame] = []

    def fans() -> Iterator[pd.DataFrame]:
        for part in parts:
            tables.append(part.attainment)
            yield rounded(part.quantiles)

    def attainment() -> Iterator[pd.DataFrame]:
        yield rounded(pd.concat(tables, ignore_index=True))

    return fans(), attainment()


def rounded(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table for a file: percents and probabilities to four decimals, columns with numbers above 1,000 (people) to whole ones."""
    import numpy as np
    import pandas as pd

    numbers = table.select_dtypes("floating")
    values = numbers.to_numpy(float, copy=True)
    people = (values > 1000).any(axis=0) | (values < -1000).any(axis=0)
    values[:, people] = np.round(values[:, people])
    np.round(values, 4, out=values)
    shown = pd.DataFrame(values, table.index, numbers.columns, copy=False)
    return pd.concat([table.drop(columns=numbers.columns), shown], axis=1)[list(table.columns)]
