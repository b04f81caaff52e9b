"""Whole files as agencies lay them out, read back as what was put in. All tables are synthetic unless a test says otherwise."""

from pathlib import Path

import pandas as pd
import pytest

from coverage_lib import read_table
from coverage_lib.data.reading.problems import Refused


def _write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _values(table: pd.DataFrame, *keys: str) -> dict:
    return table.set_index(list(keys))["value"].to_dict()


def test_long_table_with_keys(tmp_path: Path) -> None:
    rows = "region,date,segment,counted_by,active\nAceh,2024-12-31,formal,domicile,1234\nJawa Tengah,2024-12-31,informal,domicile,2020\n"
    table = read_table(_write(tmp_path, rows))
    assert _values(table, "code", "segment", "counted_by", "measure") == {
        ("11", "formal", "domicile", "active"): 1234,
        ("33", "informal", "domicile", "active"): 2020,
    }
    assert table["date"].unique().tolist() == [pd.Timestamp("2024-12-31")]
    assert table["row"].tolist() == [2, 3]


def test_years_as_headings_under_a_title_and_boundary_cell_by_cell(tmp_path: Path) -> None:
    """Facts of BPS (Sakernas, formal workers), as its table on the web lays them out."""
    rows = (
        "38 Provinsi,Persentase Tenaga Kerja Formal Menurut Provinsi (Persen),\n,2023,2024\nACEH,40.14,39.83\nPAPUA,15.57,42.72\n"
        "PAPUA SELATAN,-,33.16\nINDONESIA,40.89,42.05\n,,\nCatatan,<br />Sumber: Sakernas<br />,\n"
    )
    table = read_table(_write(tmp_path, "\ufeff" + rows))
    assert set(table["measure"]) == {"formal_share"} and set(table["unit"]) == {"percent"}
    papua = table[table["code"] == "91"].sort_values("date")
    assert papua["boundary"].tolist() == ["2021", "2022"] and papua["value"].tolist() == [15.57, 42.72]
    assert pd.isna(_values(table, "code", "date")["93", pd.Timestamp("2023-12-31")])


def test_misspelt_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"row 3.*'Jawa Tenggah'.*Did you mean Jawa Tengah"):
        read_table(_write(tmp_path, "Provinsi,Peserta aktif\nBali,12\nJawa Tenggah,13\n"))
