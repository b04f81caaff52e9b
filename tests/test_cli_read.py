"""``ucj read``: texts, files and standard input in; proposals on the screen or in a file that the other tables' rules accept."""

import codecs
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from coverage_lib.cli import app
from coverage_lib.data import sources, tables
from coverage_lib.data.numerals import with_limits
from coverage_lib.data.rules import printed

LINE = "Cakupan Jamsostek di Jambi – menurut “laporan” – sebesar 45,17% per 2 Desember 2024."


def run(*arguments: str, stdin: bytes | None = None):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["read", *arguments], input=stdin)


def test_a_line_in_quotes_is_read_and_shown_with_its_words_and_its_place() -> None:
    done = run(LINE)
    assert done.exit_code == 0
    for said in (
        "45.17%",
        "coverage_rate",
        "Jambi (15)",
        "2024-12-02",
        "45,17%",
        f"1:{LINE.index('45') + 1}-",
        "high",
    ):
        assert said in done.stdout
    assert "Proposals only" in done.stdout
    assert "41–42%" in run("Cakupan Bali 41-42 persen.").stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_files_are_read_in_the_encodings_that_people_save(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "line.txt"
    file.write_bytes(LINE.encode(encoding))
    out = tmp_path / "out.csv"
    assert run(str(file), "--out", str(out)).exit_code == 0
    assert pd.read_csv(out).loc[0, "value"] == 45.17


def test_standard_input_and_several_files_are_read_together(tmp_path: Path) -> None:
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for file, region in zip(files, ("Bali", "Banten"), strict=True):
        file.write_text(f"Cakupan kepesertaan {region} 40,5 persen.", encoding="utf-8")
    out = tmp_path / "out.parquet"
    done = run(*map(str, files), "-", "--out", str(out), stdin=LINE.encode())
    assert done.exit_code == 0
    table = pd.read_parquet(out)
    assert table["region"].tolist() == ["Bali", "Banten", "Jambi"]
    assert table["source_url"].tolist() == [*map(str, files), "-"]
    assert table["id"].is_unique


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_the_file_has_exactly_the_columns_of_the_published_figures_and_keeps_their_rules(
    tmp_path: Path, suffix: str
) -> None:
    text = (
        "Hingga Agustus 2025, dari 1,3 juta pekerja di Jambi sekitar 592 ribu sudah terlindungi, lebih dari 45 persen. "
        "Di Kabupaten Bungo 41-42 persen pekerja informal sudah menjadi peserta."
    )
    out = tmp_path / f"out{suffix}"
    assert run(text, "--out", str(out)).exit_code == 0
    reader = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet}[suffix]
    table = reader(out, dtype=str) if suffix != ".parquet" else reader(out).astype(str)
    table = table.fillna("")
    raw = sources.read_raw("published_figures")
    columns = [column for column in raw.columns if column not in ("source_row",)]
    assert list(table.columns) == columns
    for schema, frame in printed.figures("published_figures", table):
        schema.validate(frame, lazy=True)
    limited = with_limits(tables.printed(table.assign(source_row=range(len(table)))))
    assert limited["bound"].tolist() == ["exact", "about", "at_least", "between"]
    assert limited["code"].tolist() == ["15", "15", "15", "1508"]


def test_proposals_are_taken_by_the_audit(tmp_path: Path) -> None:
    proposed, judged = tmp_path / "proposed.csv", tmp_path / "judged.csv"
    text = "Cakupan Jambi mencapai 45,17 persen per 2 Desember 2024, dan di Kabupaten Bungo lebih dari 41 persen."
    assert run(text, "--out", str(proposed)).exit_code == 0
    done = CliRunner().invoke(app, ["audit", str(proposed), "--out", str(judged)])
    assert done.exit_code == 0, done.output
    assert pd.read_csv(judged)["value"].tolist() == [45.17, 41]


def test_where_nothing_is_found_it_says_why() -> None:
    done = run("Inflasi 2,3 persen, anggaran Rp 3 miliar menurut Inpres 2/2021 dan UU No. 24 Tahun 2011.")
    assert done.exit_code == 0
    assert "No figure" in done.stdout
    for why in ("other statistics: 2,3 persen", "money: Rp 3 miliar", "a law: Inpres 2/2021"):
        assert why in done.stdout
    assert "no number" in run("Gubernur membuka rapat koordinasi.").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nowhere.txt"], 2, "there is no file nowhere.txt"),
        (["Cakupan 45 persen.", "--date", "12.8.2025"], 2, "write it 2025-08-12"),
        (["Cakupan 45 persen.", "--out", "table.docx"], 2, "name it .csv"),
        ([], 2, "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert says in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output


def test_a_file_that_is_no_text_ends_with_1(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"%PDF-1.7\x00\x01\x02"), ("b.txt", codecs.BOM_UTF8 + b"\xff\xfe\x00")):
        (tmp_path / name).write_bytes(content)
        done = run(str(tmp_path / name))
        assert done.exit_code == 1
        assert "is not a text file" in done.output and "Traceback" not in done.output


def test_the_file_that_is_read_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "line.csv"
    file.write_text(LINE, encoding="utf-8")
    done = run(str(file), "--out", str(file))
    assert done.exit_code == 2
    assert file.read_text(encoding="utf-8") == LINE
