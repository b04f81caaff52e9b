"""What figures are held against: every table that an audit may use, as the doors of the package give them."""

from typing import NamedTuple

import pandas as pd


class Evidence(NamedTuple):
    """The tables that an audit uses; ``coverage_lib.load.load_evidence()`` gives those of the project.

    Attributes
    ----------
    published : DataFrame
        ``load_published()``: every known published figure, the announced totals of the nation among them.
    members : DataFrame
        ``load_members()`` by domicile and by office, one below the other: code, date, segment (formal, informal, construction),
        counted_by, active (people), status, date_stated.
    employment : DataFrame
        ``load_employment()`` on the boundaries of 2021 and of 2022, one below the other: code, boundary, date, employed,
        labour_force, formal_workers, informal_workers (people).
    regencies : DataFrame
        ``load_employment("2022", level="regency")``: code, province_code, date, employed, labour_force (people).
    targets : DataFrame
        ``load_targets()``.
    rules : DataFrame
        ``load_rules()``: contributions and benefits of the programme.
    """

    published: pd.DataFrame
    members: pd.DataFrame
    employment: pd.DataFrame
    regencies: pd.DataFrame
    targets: pd.DataFrame
    rules: pd.DataFrame
