"""CSV as people save it: encodings, separators, ragged rows, quotation marks that are not closed, what is no text."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coverage_lib.data.reading import csv_rows, csv_text, sheets
from coverage_lib.data.reading.csv_text import best_separator, read_csv
from coverage_lib.data.reading.problems import Problem, Refused
from coverage_lib.data.reading.sheets import Sheet

TEXT = "Provinsi;Catatan\nAceh;–\nDI Yogyakarta;“é”\n"


def cells(content: bytes | str) -> list[list[str | None]]:
    return read(content)[0].cells.tolist()


def read(content: bytes | str) -> tuple[Sheet, list[Problem]]:
    return read_csv(content.encode() if isinstance(content, str) else content, "a.csv")


def refused(content: bytes | str) -> Problem:
    with pytest.raises(Refused) as error:
        read(content)
    (problem,) = error.value.problems
    return problem


# --- encodings ---


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
)
def test_every_usual_encoding_gives_the_same_cells_and_is_named(content: bytes, said: str | None) -> None:
    sheet, problems = read(content)
    assert sheet.cells.tolist() == [["Provinsi", "Catatan"], ["Aceh", "–"], ["DI Yogyakarta", "“é”"]]
    assert [(problem.key, problem.severity, problem[4]) for problem in problems] == (
        [("encoding", "note", {"encoding": said})] if said else []
    )


def test_bytes_that_no_encoding_has_are_refused() -> None:
    # 0x81 is no letter of Windows-1252, and 0xff none of UTF-8.
    assert refused(b"Provinsi;n\nAceh\x81\xff;1\n").key == "unknown_encoding"
    assert refused(b"\xff\xfeP\x00r").key == "unknown_encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_halves_of_characters_are_replaced_and_the_line_is_named(encoding: str) -> None:
    sheet, problems = read("Provinsi;n\nAce\ud83dh;1\n".encode(encoding, "surrogatepass"))
    assert sheet.cells.tolist() == [["Provinsi", "n"], ["Ace\ufffdh", "1"]]
    assert [(problem.key, problem.row) for problem in problems] == [("damaged_characters", 2)]


def test_a_character_of_nul_is_damage() -> None:
    problem = refused("Provinsi;n\nAceh;1\nBa\x00li;2\n")
    assert (problem.key, problem.row) == ("nul", 3)
    assert refused(bytes(500)).key == "nul"


def test_what_is_no_text_is_refused() -> None:
    assert refused(bytes(range(1, 256)) * 20).key in ("no_text", "unknown_encoding")


# --- separators ---


@pytest.mark.parametrize(
    ("lines", "separator"),
    [
        (["Cakupan menurut provinsi, persen", "Provinsi;2023;2024", "Aceh;45,17;46,2", "Bali;50,1;51"], ";"),
        (["Provinsi,2023,2024", "Aceh,45.17,46.20", '"Aceh; dahulu NAD",1,2'], ","),
        (["Provinsi\t2023\t2024", "Aceh\t1.312.370\t45,17"], "\t"),
        (["Provinsi|2023|2024", "Aceh, NAD|45,17|46,20"], "|"),
        (["Jambi;45,17;46,20;47,1"] * 3, ";"),
        (["a, b, c; d", "a, b, c; e", "Aceh; 1", "Bali; 2", "Riau; 3"], ";"),
        (["NAD; dahulu Aceh,12,13"] * 3, ","),
        (["Provinsi", "Aceh"], ","),
        ([], ","),
    ],
)
def test_the_separator_is_decided_by_the_whole_head(lines: list[str], separator: str) -> None:
    assert best_separator([line + "\n" for line in lines]) == separator


def test_a_separator_that_is_named_on_the_first_line_is_used() -> None:
    assert cells("sep=|\nAceh,x|1\n") == [[None, None], ["Aceh,x", "1"]]


# --- rows ---


def test_rows_of_any_length_are_filled_up_and_none_is_lost() -> None:
    sheet, _problems = read("Judul\n\nProvinsi,2023,2024,\nAceh,1\nBali,1,2,3,4\n,,,,,,\n\n")
    assert sheet.cells.tolist() == [
        ["Judul", None, None, None, None],
        [None] * 5,
        ["Provinsi", "2023", "2024", None, None],
        ["Aceh", "1", None, None, None],
        ["Bali", "1", "2", "3", "4"],
    ]
    assert sheet.widths is not None and sheet.widths.tolist() == [1, 0, 4, 2, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_the_lines_on_which_they_begin(end: str) -> None:
    text = end.join(["Provinsi,n", f'"Aceh{end}(NAD)",1', "", "Bali,2"])
    sheet, _problems = read(text)
    assert sheet.lines.tolist() == [1, 2, 4, 5]
    assert sheet.cells[1].tolist() == [f"Aceh{end}(NAD)", "1"]


def test_cells_are_kept_as_they_stand() -> None:
    assert cells('a,b,c\n" x ",=1+1,"say ""so"""\n') == [["a", "b", "c"], [" x ", "=1+1", 'say "so"']]


def test_rows_are_the_same_however_many_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(",".join(["x"] * (row % 5)) for row in range(1, 50))
    whole = cells(text)
    monkeypatch.setattr(csv_rows, "ROWS_AT_ONCE", 7)
    assert cells(text) == whole
    # A row over two lines is read on another road.
    quoted = '"a\nb",c\n' + text
    assert cells(quoted)[1:] == whole


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('Provinsi,n,m\nAceh,1,2\n"Bali,3,4\nRiau,5,6\n', 3),
        ('Provinsi,n,m\n"Bali,3,4\nRiau,5,6\n"Jambi",7,8\n', 2),
        ('Provinsi,n,m\nBali,"3,4\nRiau,5,6\nJambi,"7",8\n', 2),
        ('Provinsi\n"Bali', 2),
    ],
)
def test_a_quotation_mark_that_swallows_rows_is_refused_where_it_is_opened(text: str, row: int) -> None:
    problem = refused(text)
    assert (problem.key, problem.row) == ("open_quotation", row)


def test_a_note_over_several_lines_swallows_no_rows() -> None:
    assert cells('Provinsi,Catatan\nAceh,"satu,\ndua"\n')[1] == ["Aceh", "satu,\ndua"]
    assert cells('Provinsi,n,m\n"Aceh\n(dahulu NAD, lalu Aceh)",1,2\n')[1] == [
        "Aceh\n(dahulu NAD, lalu Aceh)",
        "1",
        "2",
    ]


def test_a_text_behind_a_closing_quotation_mark_is_kept_and_said() -> None:
    sheet, problems = read('Provinsi,n\nBali,1\n"Aceh" (NAD),2\n')
    assert sheet.cells[2].tolist() == ["Aceh (NAD)", "2"]
    assert [(problem.key, problem.row) for problem in problems] == [("quotation", 3)]


def test_a_cell_that_is_longer_than_any_is_an_open_quotation() -> None:
    problem = refused("Provinsi,n\nAceh,1\n" + "x" * 200_000 + ",2\n")
    assert (problem.key, problem.row) == ("long_cell", 3)
    assert "131,072 characters" in str(Refused([problem]))


# --- size ---


@pytest.mark.parametrize(
    ("text", "key"),
    [("," * 20_000 + "\n", "too_many_columns"), ("a\n" * 60 + "," * 20 + "\n", "too_many_cells")],
)
def test_a_table_that_is_too_large_is_refused(text: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 1_000)
    assert refused(text).key == key


def test_a_table_as_wide_as_a_workbook_is_read() -> None:
    sheet, _problems = read(",".join(map(str, range(sheets.MOST_COLUMNS))) + "\n")
    assert sheet.cells.shape == (1, 16_384)


# --- whatever it is ---


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
)
@example(b'"')
@example(b'\r"\r\n"')
def test_whatever_the_bytes_are_they_are_read_or_refused(content: bytes) -> None:
    try:
        sheet, _problems = read(content)
    except Refused:
        return
    assert sheet.cells.ndim == 2 and len(sheet.lines) == len(sheet.cells)
    for cell in sheet.cells.ravel():
        assert cell is None or cell.encode()


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n", exclude_categories=["Cs", "Cc"]), max_size=8
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=4, max_size=8),
    st.sampled_from(csv_text.SEPARATORS),
    st.sampled_from([str.encode, lambda text: text.encode("utf-16"), lambda text: text.encode("utf-8-sig")]),
)
def test_a_table_of_texts_comes_back(
    rows: list[list[str]], separator: str, encode: Callable[[str], bytes]
) -> None:
    head = ["region", "share", "count"]
    text = "\n".join(
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [head] * 9 + rows
    )
    back = cells(encode(text))
    expected = np.array([[cell or None for cell in row] for row in rows], dtype=object)
    while len(expected) and not any(expected[-1]):
        expected = expected[:-1]
    assert back[9:] == expected.tolist()
