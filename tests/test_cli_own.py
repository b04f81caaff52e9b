"""``ucj check``, ``add``, ``remove`` and ``sources``: what they say, in both languages, and what they leave behind."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from filled_template import fill, times
from typer.testing import CliRunner

from coverage_lib.cli import app
from coverage_lib.cli.own import SETTINGS
from coverage_lib.data.reading.stated import KEYS

JANUARY, DECEMBER = date(2026, 1, 31), date(2024, 12, 31)
SOURCE = ("--publisher", "Synthetic publisher", "--title", "Synthetic members", "--date", "2026-03-10")


def ucj(*words: object):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, whose own-tables are the analyst's."""
    monkeypatch.delenv("UCJ_DATA")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def added(*arguments: object, lang: str = "en") -> str:
    done = ucj("add", *arguments, "--lang", lang)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def january(lang: str = "en", factor: float = 1.02, **more: object) -> Path:
    return fill(Path("members.xlsx"), lang, [JANUARY], times(factor), boundary="2021", **more)  # type: ignore[arg-type]


def only_id() -> str:
    (folder,) = [
        path.name for path in Path("own-tables").iterdir() if path.name != "processed" and path.name[0] != "."
    ]
    return folder


IN = {
    "en": (
        "Added as synthetic-members-",
        "The atlas uses from it: active members of 34 provinces (boundaries of 2021), 31 January 2026; formal, informal; by domicile.",
        "2026 is new among the yearly figures: the count of 31 January 2026 (provisional).",
        "2025 leaves the yearly figures: a count within a year stands there only until a later year has one.",
        "Next: ucj report",
    ),
    "id": (
        "Ditambahkan sebagai synthetic-members-",
        "Yang dipakai Atlas darinya: peserta aktif 34 provinsi (batas wilayah 2021), 31 Januari 2026; formal, informal; menurut domisili.",
        "Tahun 2026 baru ada di angka tahunan: hitungan 31 Januari 2026 (sementara).",
        "Selanjutnya: ucj report",
    ),
}
OUT = {
    "en": ("Removed from the atlas: synthetic-members-", "2026 leaves the yearly figures: no count of all provinces is left."),
    "id": ("Dihapus dari Atlas: synthetic-members-", "Tahun 2026 keluar dari angka tahunan"),
}  # fmt: skip
KNOWN = {
    "en": "This table is in already, as synthetic-members-",
    "id": "Tabel ini sudah ada, sebagai synthetic-members-",
}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_table_goes_in_is_known_and_goes_out(lang: str) -> None:
    january(lang)
    said = added("members.xlsx", *SOURCE, lang=lang)
    for words in IN[lang]:
        assert words in said
    again = added("members.xlsx", *SOURCE, lang=lang)
    assert KNOWN[lang] in again and len(again.splitlines()) == 1
    listed = ucj("sources", "--lang", lang).stdout
    assert "Synthetic members" in listed and ("68 of 68" if lang == "en" else "68 dari 68") in listed
    done = ucj("remove", only_id(), "--lang", lang)
    for words in OUT[lang]:
        assert words in done.stdout
    nothing = {"en": "There are no own tables yet", "id": "Belum ada tabel Anda"}
    assert nothing[lang] in ucj("sources", "--lang", lang).stdout


@pytest.mark.parametrize("lang", ["en", "id"])
def test_two_tables_that_disagree_are_both_kept_and_the_conflict_is_told(lang: str) -> None:
    fill(Path("members.xlsx"), "en", [DECEMBER], times(1.01), boundary="2021")
    said = added("members.xlsx", *SOURCE, lang=lang)
    assert {"en": "68 numbers differ from other tables; both are kept:", "id": "68 angka berbeda"}[
        lang
    ] in said
    first = {
        "en": "Aceh, formal, 31 December 2024: 428,789 (synthetic-members-",
        "id": "Aceh, formal, 31 Desember 2024: 428.789 (synthetic-members-",
    }
    assert first[lang] in said
    assert {"en": "… and 63 more.", "id": "… dan 63 lainnya."}[lang] in said
    changed = {
        "en": "2024 has other numbers than before: the count of 31 December 2024.",
        "id": "Angka tahun 2024 berubah: hitungan 31 Desember 2024.",
    }
    assert changed[lang] in said
    assert first[lang] in ucj("sources", "--lang", lang).stdout


def test_a_single_conflict_is_one_number() -> None:
    fill(Path("a.xlsx"), "en", [JANUARY], times(1.01), boundary="2021")
    added("a.xlsx", *SOURCE)
    odd = times(1.01)

    def but_aceh(code: str, segment: str, month: int) -> int | None:
        count = odd(code, segment, month)
        return count + 1 if (code, segment) == ("11", "formal") and count else count

    fill(Path("b.xlsx"), "en", [JANUARY], but_aceh, boundary="2021")
    said = added("b.xlsx", *SOURCE[:-1], "2026-03-11")
    assert "1 number differs from another table; both are kept:" in said
    assert "because it was published later" in said


def test_some_provinces_leave_the_yearly_figures_as_they_are() -> None:
    codes = [code for code in map(str, range(11, 97)) if code != "15"]
    january(without=tuple(codes))
    said = added("members.xlsx", *SOURCE)
    assert "active members of 1 province (boundaries of 2021), 31 January 2026" in said
    assert "The yearly figures of the atlas stay as they are." in said


@pytest.mark.parametrize("lang", ["en", "id"])
def test_check_says_what_is_in_a_table_and_adds_nothing(lang: str) -> None:
    january(lang)
    before = sorted(Path().rglob("*"))
    done = ucj("check", "members.xlsx", "--lang", lang)
    assert done.exit_code == 0, done.output
    lines = dict(line.rstrip().split("  ", 1) for line in done.stdout.splitlines()[:8])
    told = {label: words.strip() for label, words in lines.items()}
    expected = {
        "en": {
            "Measure": "active members",
            "Unit": "people",
            "Regions": "34 provinces",
            "Boundaries": "2021 (34 provinces)",
            "Dates": "31 January 2026",
            "Segments": "formal (PU), informal (BPU)",
            "Numbers": "68",
            "How counted": "by domicile",
        },
        "id": {
            "Ukuran": "peserta aktif",
            "Satuan": "orang",
            "Wilayah": "34 provinsi",
            "Batas wilayah": "2021 (34 provinsi)",
            "Tanggal": "31 Januari 2026",
            "Segmen": "PU (formal), BPU (informal)",
            "Jumlah angka": "68",
            "Cara menghitung": "menurut domisili",
        },
    }
    assert told == expected[lang]
    example = {"en": "For example", "id": "Contoh"}[lang]
    (first,) = [line for line in done.stdout.splitlines() if line.startswith(example)]
    aceh = {
        "en": "Aceh, formal, 31 January 2026: 433,035 people",
        "id": "Aceh, formal, 31 Januari 2026: 433.035 orang",
    }
    assert first.removeprefix(example).strip() == aceh[lang]
    assert {"en": "members.xlsx can be added", "id": "members.xlsx dapat ditambahkan"}[lang] in done.stdout
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("lang", ["en", "id"])
def test_check_and_add_refuse_alike_by_row_and_column_and_nothing_changes(lang: str) -> None:
    Path("wrong.csv").write_text(
        "Provinsi,Peserta aktif formal Januari 2026\nBali,12000\nJawa Tenggah,13000\n"
    )
    looked = ucj(
        "check", "wrong.csv", "--lang", lang, "--out", "problems.csv", "--set", "counted_by=domicile"
    )
    assert looked.exit_code == 1
    refused = ucj("add", "wrong.csv", *SOURCE, "--lang", lang, "--set", "counted_by=domicile")
    assert refused.exit_code == 1
    place = {"en": "Row 3", "id": "Baris 3"}[lang]
    for said in (looked.stdout, refused.stderr):
        (line,) = [line for line in said.splitlines() if "Jawa Tenggah" in line]
        assert place in line and "Jawa Tengah" in line
    assert {"en": "would be refused", "id": "akan ditolak"}[lang] in looked.stdout
    assert {"en": "Nothing was changed.", "id": "Tidak ada yang diubah."}[lang] in refused.stderr
    problems = pd.read_csv("problems.csv")
    heads = {"en": ["severity", "row", "what_to_do"], "id": ["tingkat", "baris", "tindakan"]}[lang]
    assert len(problems) >= 1 and set(heads) <= set(problems.columns)
    assert "Traceback" not in looked.output + refused.output
    assert ucj("sources").stdout.startswith("There are no own tables yet")


@pytest.mark.parametrize("lang", ["en", "id"])
def test_an_unknown_id_names_those_there_are(lang: str) -> None:
    bare = ucj("remove", "nowhere", "--lang", lang)
    assert bare.exit_code == 1 and "nowhere" in bare.stderr
    january()
    added("members.xlsx", *SOURCE)
    done = ucj("remove", "../own-tables", "--lang", lang)
    assert done.exit_code == 1 and only_id() in done.stderr


def test_data_names_the_folder_for_one_command(tmp_path: Path) -> None:
    january()
    assert ucj("--data", "mine", "add", "members.xlsx", *SOURCE).exit_code == 0
    assert (tmp_path / "mine").is_dir() and not (tmp_path / "own-tables").exists()
    assert "Synthetic members" in ucj("--data", "mine", "sources").stdout
    assert "no own tables yet" in ucj("sources").stdout


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["check", "nowhere.csv"], "there is no file nowhere.csv"),
        (["check", "nowhere.csv", "--lang", "id"], "tidak ada berkas nowhere.csv"),
        (["check", "a.csv", "--set", "level=x", "--lang", "id"], "province, regency, village, atau other"),
        (["check", "."], ". is a folder"),
        (["check", "a.csv", "--set", "colour=red"], "Nothing called colour can be stated"),
        (["check", "a.csv", "--set", "counted_by=here"], "State one of these: domicile or office"),
        (
            ["check", "a.csv", "--set", "date=tomorrow", "--lang", "id"],
            "Tulis 2026-10-31, 2026-10, atau 2026",
        ),
        (["check", "a.csv", "--set", "decimal=x"], "Decimal cannot be x"),
        (["check", "a.csv", "--set", "boundary=1999"], "State one of these: 2021 or 2022"),
        (["check", "a.csv", "--set", "counted_by"], "is not KEY=VALUE"),
        (["add", "a.csv", "--title", "A"], "--publisher"),
        (["--data", "a.csv", "sources"], "a.csv is a file; name a folder"),
        (["template", "a.csv"], "a.csv is no workbook"),
        (["template", "there.xlsx"], "is there already"),
        (["template", "b.xlsx", "--level", "regency", "--boundary", "2021"], "boundaries of 2022 only"),
    ],
)
def test_wrong_usage_ends_with_2(wrong: list[str], says: str) -> None:
    Path("a.csv").write_text("Provinsi,2024\nBali,1\n")
    Path("there.xlsx").write_text("filled in")
    done = ucj(*wrong)
    assert done.exit_code == 2
    assert says in " ".join(done.output.replace("│", " ").split())
    assert sorted(path.name for path in Path().iterdir()) == ["a.csv", "there.xlsx"]


def test_what_may_be_set_is_what_the_reader_takes() -> None:
    assert SETTINGS.split(", ") == list(KEYS)


def test_a_command_for_pages_in_one_language_refuses_in_it() -> None:
    january()
    added("members.xlsx", *SOURCE)
    Path("own-tables", only_id(), "source.yml").unlink()
    for lang, words in (("en", "there is no record source.yml"), ("id", "tidak ada catatan source.yml")):
        done = ucj("profile", "--region", "Jambi", "--lang", lang, "--out", "pages")
        assert done.exit_code == 1 and words in done.stderr.lower(), done.output
    assert not Path("pages").exists()


def test_a_folder_that_cannot_be_made_is_named_and_not_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    january()
    mkdir = Path.mkdir

    def refusing(path: Path, *given: object, **more: object) -> None:
        if path.name == "own-tables" or "own-tables" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        mkdir(path, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", refusing)
    done = ucj("add", "members.xlsx", *SOURCE)
    assert done.exit_code == 1, done.output
    assert f"{Path.cwd() / 'own-tables'}: there is no permission to write there." in done.stderr
    assert "ucj --data DIR" in done.stderr and ".adding" not in done.stderr


@pytest.mark.parametrize(("lang", "code", "said"), [("fr", 2, "choose one of: en, id"), ("EN", 0, "no own"), ("ID", 0, "Belum ada"), ("", 0, "no own")])  # fmt: skip
def test_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, lang: str, code: int, said: str
) -> None:
    monkeypatch.setenv("UCJ_LANG", lang)
    done = ucj("sources")
    assert done.exit_code == code and said in " ".join(done.output.replace("│", " ").split())
    assert not isinstance(done.exception, ValueError)


def test_only_measures_that_there_are_can_be_stated() -> None:
    january()
    done = ucj("check", "members.xlsx", "--set", "measure=foo")
    assert done.exit_code == 2
    said = " ".join(done.stderr.replace("│", " ").split())
    assert "cannot be foo" in said and "active, employed, labour_force" in said


def test_a_way_of_counting_that_only_the_name_of_the_file_says_is_told_so() -> None:
    head = "Provinsi,Peserta aktif formal,Peserta aktif informal\n"
    Path("peserta per kantor Desember 2024.csv").write_text(head + "Jambi,1001,902\nRiau,2003,1804\n")
    said = ucj("check", "peserta per kantor Desember 2024.csv").stdout
    assert "(in the file's name)" in said


def test_boundaries_are_told_where_they_differ() -> None:
    import pandas as pd

    from coverage_lib.intake.contents import _boundaries

    def told(level: str, *codes: str, boundary: str = "2022") -> list[str]:
        return _boundaries(pd.DataFrame({"level": level, "code": codes, "boundary": boundary}))

    assert told("province", "15", "14", boundary="2021") == ["the same in 2021 and 2022"]
    assert told("province", "15", "91") == ["2022 (38 provinces)"]
    assert told("province", "91", boundary="2021") == ["2021 (34 provinces)"]
    assert told("regency", "1571") == ["regencies and cities of 2022"]
