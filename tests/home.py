"""The home figures and their outlook as page 03 asks for them, made once for all tests that count its draws."""

from functools import cache
from typing import NamedTuple

import pandas as pd

from coverage_lib import load_coverage, load_employment, load_published, load_reconciled, load_targets
from coverage_lib.measures import projection
from coverage_lib.measures.published import on_boundary

GOAL = pd.Timestamp("2029-12-31")
SEEDS = range(6)


class Home(NamedTuple):
    """What the page loads: full counts, those with the part-year count, workers, announced totals, the plan's steps to 2029."""

    coverage: pd.DataFrame
    known: pd.DataFrame
    employment: pd.DataFrame
    totals: pd.DataFrame
    plan: pd.DataFrame


@cache
def home() -> Home:
    employment = load_employment("2021")
    return Home(
        load_coverage(base="employed"),
        load_coverage(base="employed", provisional=True),
        employment,
        projection.announced_totals(load_published(), employment),
        projection.plan_targets(load_targets()).query("measure != 'target_rate'"),
    )


@cache
def ahead(seed: int = 0) -> projection.Outlook:
    """The outlook of the page with the seed of the page, or another."""
    known = home()
    return projection.outlook(known.known, known.totals, known.employment, seed=seed)


@cache
def without_part_year() -> projection.Outlook:
    """The outlook without the count of 2025 by province."""
    known = home()
    return projection.outlook(known.coverage, known.totals, known.employment)


@cache
def eligible() -> tuple[pd.DataFrame, projection.Offsets]:
    """Quoted shares of eligible workers on the boundary of the counts, and what follows from them."""
    panel = projection.eligible_panel(on_boundary(load_reconciled().series, "2021"))
    return panel, projection.offsets(panel, home().coverage, ahead())
