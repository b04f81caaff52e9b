"""What a panel must hold, and how it is packed."""

import numpy as np
import pandas as pd
import pytest
from synthetic_panels import batch_of, one

from coverage_lib.measures import projection


def test_rounding_is_an_uncertainty():
    whole, fine = batch_of(one(["2024-12-31"], [10.0])), batch_of(one(["2024-12-31"], [10.01]))
    # A uniform error of one point, on the logit: its spread over 10 * 0.9.
    assert whole.noise[0, 0] == pytest.approx(np.sqrt(1 / 12) / 9)
    assert fine.noise[0, 0] < whole.noise[0, 0] / 50


def test_everything_wrong_is_listed_by_row_at_once():
    rows = [
        ("Jambi", "2022-12-31", "45,17%", None),
        ("Jambi", "31/12/2023", "46", None),
        ("Jambi", "2024-12-31", "47", "153"),
        ("Aceh", "2024-12-31", "20", None),
        ("Aceh", "2024-12-31", "21", None),
        ("Bali", "2024-12-31", None, None),
        (np.nan, "2024-12-31", "30", None),
        ("Riau", "2024-12-31", "-3", None),
    ]
    with pytest.raises(projection.PanelError) as caught:
        projection.panel_from_text(pd.DataFrame(rows, columns=["series", "date", "coverage", "target"]))
    message = "\n".join(caught.value.problems)
    for row, part in [
        (2, "coverage is '45,17%'"),
        (3, "date is '31/12/2023'"),
        (4, "target is '153'"),
        (6, "date is '2024-12-31'"),
        (7, "'Bali' has no coverage"),
        (8, "series is nan"),
        (9, "coverage is '-3'"),
    ]:
        assert f"row {row}: " in message and part in message
    assert [p.split(":")[0] for p in caught.value.problems] == [f"row {r}" for r in (2, 3, 4, 6, 7, 8, 9)]


def test_tables_that_are_no_panel():
    with pytest.raises(projection.PanelError, match="no column coverage"):
        projection.panel_from_text(pd.DataFrame({"series": ["a"], "date": ["2024-12-31"]}))
    with pytest.raises(projection.PanelError, match="no rows"):
        projection.panel_from_text(pd.DataFrame(columns=["series", "date", "coverage"]))
