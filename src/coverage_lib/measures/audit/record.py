"""How the audit did on figures that were judged by reading, as ``benchmarks/audit`` recorded it."""

from importlib.resources import files

import pandas as pd


def scores() -> pd.DataFrame:
    """Scores of the audit on figures that were judged by reading.

    Returns
    -------
    pandas.DataFrame
        One row for each sample: sample (its name), figures (how many were read), alarms (of them called wrong or in need of an explanation by
        the audit), upheld (alarms whose reader gave an alarm as well), accepted (alarms whose verdict the reader gave, or accepted beside the
        own one), labelled (figures that readers gave an alarm), found (of them called so by the audit too; missing for the sample that was
        drawn from the alarms).

    Examples
    --------
    >>> bool((scores()["accepted"] >= scores()["upheld"]).all())
    True
    """
    with files("coverage_lib.measures.audit").joinpath("scores.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)
