"""Printed coverage held against the active members and the workers that stand in the same row."""

import numpy as np
import pandas as pd

from coverage_lib.data.reading.problems import Problem, _
from coverage_lib.data.reading.sums import numbered, step
from coverage_lib.data.reading.wording import shown

#: The workers that coverage may be a share of, by its base; without a stated base either may be meant.
WORKERS = {"eligible": ("eligible_workers",), "employed": ("employed",), "": ("eligible_workers", "employed")}
SAME = ["sheet", "row", "code", "region", "level", "date"]


def quotient_problems(table: pd.DataFrame) -> list[Problem]:
    """Coverage that is not active members divided by workers, where all three stand in one row and are of one day.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each value, as a file was read.

    Returns
    -------
    list of Problem
        Errors at the cells of coverage, with what was divided; digits that rounding may change are not held against it.
    """
    measures = set(table["measure"].unique())
    if "coverage_rate" not in measures or "active" not in measures or not measures & set(WORKERS[""]):
        return []
    told = table[np.isfinite(table["value"].to_numpy(float))]
    told = told.assign(within=numbered(told, SAME))
    rates = told[
        told["measure"].eq("coverage_rate") & told["unit"].eq("percent") & told["segment"].eq("total")
    ]
    counts = told[told["unit"].eq("people") & told["segment"].eq("total")]
    steps = {
        name: step(rows["value"].to_numpy(float)) for name, rows in counts.groupby("measure", observed=True)
    }
    found = counts[counts["within"].isin(rates["within"])].drop_duplicates(["within", "measure"])
    values = found.astype({"measure": str}).pivot(index="within", columns="measure", values="value")
    out = []
    for _place, rate in rates.drop_duplicates("within", keep=False).iterrows():
        if rate["within"] in values.index:
            out += _problem(rate, values.loc[rate["within"]].dropna(), steps)
    return out


def _problem(rate: pd.Series, counts: pd.Series, steps: dict[str, float]) -> list[Problem]:
    """An error where the printed share lies outside of what the counts allow on any base that may be meant."""
    bases = [name for name in WORKERS.get(str(rate["base"]), ()) if counts.get(name, 0) > 0]
    if "active" not in counts or not bases:
        return []
    if any(_fits(rate, counts["active"], counts[name], steps["active"], steps[name]) for name in bases):
        return []
    active, workers = float(counts["active"]), float(counts[bases[0]])
    says = (
        _("{active} active members of {workers} eligible workers are {share}%, and not {printed}")
        if bases[0] == "eligible_workers"
        else _("{active} active members of {workers} employed are {share}%, and not {printed}")
    )
    values = {
        "active": int(active),
        "workers": int(workers),
        "share": round(100 * active / workers, 2),
        "printed": shown(rate["printed"]),
    }
    fix = _(
        "Compare the three cells with the source. Where the share is of other members (with construction, or by office), leave its column out."
    )
    return [
        Problem(
            "quotient",
            "error",
            says,
            fix,
            values,
            "",
            str(rate["sheet"] or ""),
            None if pd.isna(rate["row"]) else int(rate["row"]),
            str(rate["column"] or ""),
            shown(rate["printed"]),
        )
    ]


def _fits(rate: pd.Series, active: float, workers: float, of_active: float, of_workers: float) -> bool:
    """Whether the quotient, with each number anywhere within its own rounding, can be the printed share.

    Counts in full are exact; a share may be cut off as well as rounded, so a whole last digit is left to it.
    """
    slack_active, slack_workers = (size / 2 if size > 1 else 0.0 for size in (of_active, of_workers))
    low = 100 * (active - slack_active) / (workers + slack_workers)
    high = 100 * (active + slack_active) / max(workers - slack_workers, 1.0)
    digit = _digit(rate["printed"], float(rate["value"]))
    return bool(low - digit <= rate["value"] + 1e-9 and rate["value"] - 1e-9 <= high + digit)


def _digit(printed: object, value: float) -> float:
    """The last digit to which a share is told: that of its value, which is never finer than what is printed.

    Examples
    --------
    >>> _digit("54,71%", 54.71), _digit("27", 27.0), _digit("44.7", 44.7)
    (0.01, 1.0, 0.1)
    """
    decimals = next((places for places in range(6) if abs(round(value, places) - value) < 1e-9), 6)
    text = str(printed).strip().rstrip("% ")
    zeros = len(text) - len(text.rstrip("0")) if decimals == 0 and ("," in text or "." in text) else 0
    return float(10.0 ** -(decimals + zeros))
