"""The audit of figures: the examples that must come out right, with verdict and numbers."""

import pandas as pd
import pytest

from coverage_lib.load import load_evidence, load_published
from coverage_lib.measures.audit import ALARMS, VERDICTS, Audit, audit


@pytest.fixture(scope="module")
def whole() -> Audit:
    return audit(load_published(), load_evidence())


@pytest.fixture(scope="module")
def verdicts(whole: Audit) -> pd.DataFrame:
    return whole.verdicts.set_index("id")


def test_each_figure_has_one_verdict_in_the_order_given(whole: Audit) -> None:
    assert whole.verdicts["id"].tolist() == load_published()["id"].tolist()
    assert set(whole.verdicts["verdict"]) <= set(VERDICTS)
    assert whole.verdicts["alarm"].eq(whole.verdicts["verdict"].isin(ALARMS)).all()


def test_jambi_members_over_eligible_workers(verdicts: pd.DataFrame) -> None:
    assert verdicts.loc["f0006", ["verdict", "terms", "result"]].tolist() == [
        "consistent",
        "592806;1312370",
        45.1706,
    ]


def test_banten_village_institutions_contradict_their_own_counts(verdicts: pd.DataFrame) -> None:
    assert verdicts.loc["f1050", ["verdict", "terms"]].tolist() == ["contradicts", "26994;112665"]
    assert verdicts.loc["f1050", "result"] == pytest.approx(23.96, abs=0.01)
