"""Profiles of regencies: an honest page without members of one's own, a name for each of the 514, and a layer that is read once."""

import re
from pathlib import Path

import nbformat
import pytest
from pages import Reader, loads
from raw_counts import ROOT
from regency_layer import regency_layer
from regency_members import members_by_regency, province
from typer.testing import CliRunner

from conftest import Here
from coverage_lib import load
from coverage_lib.cli import app, arguments, pages
from coverage_lib.data import regions
from coverage_lib.pages import index, report, site

NOTEBOOK = ROOT / "notebooks" / "regency_profile.ipynb"


def run(*arguments: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(arguments))


def test_the_notebook_has_one_cell_of_parameters_and_nothing_is_defined_in_it() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    tagged = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == ['region = "1571"\nlayer = ""']
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert not re.search(r"^\s*(def|class) ", code, re.MULTILINE)


def test_without_own_tables_the_page_has_employment_published_figures_and_how_to_add_members() -> None:
    page = report.page(NOTEBOOK, "id", {"region": "1571"}, depth=2, name="kota-jambi")
    assert page.title == "Profil kabupaten/kota: Kota Jambi, Jambi"
    assert "303.478 penduduk bekerja di Kota Jambi" in page.lead
    assert set(page.figures) == {"regencies"}
    words = " ".join(text for text, *_rest in Reader(page.html).texts)
    assert "ucj template members.xlsx --level regency" in words
    assert "48,64%" in words and "f1400" in words and "tidak dapat diuji" in words
    assert loads(Reader(page.html)) == []
    assert not re.search(r"\b(nan|NaT)\b", words)


def test_with_members_and_a_layer_the_page_has_months_place_map_and_projection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    members = members_by_regency(["2023-12-31", "2024-12-31", "2025-06-30"], province("15"))
    monkeypatch.setattr(load, "_load_own", lambda: members)
    path = tmp_path / "synthetic.gpkg"
    regency_layer("15").to_file(path)
    page = report.page(NOTEBOOK, "en", {"region": "1571", "layer": str(path)}, depth=2, name="kota-jambi")
    assert set(page.figures) == {"path", "among", "regency-map"}
    words = " ".join(text for text, *_rest in Reader(page.html).texts)
    assert "of 11 regencies and cities of Jambi" in page.lead
    assert "probability of standing at 39.76% or above on 31 December 2029, by regency" in words
    assert "synthetic-members-00000000" in words and str(tmp_path) not in page.html


# --- the command


def test_every_regency_has_a_file_of_its_own() -> None:
    jobs = site.profile_jobs(Path("site"), ["en"], regions.regencies()["code"].tolist())
    names = {job.name for job in jobs}
    provinces = site.profile_jobs(Path("site"), ["en"], regions.provinces("2022")["code"].tolist())
    assert len(names) == 514 and not names & {job.name for job in provinces}
    assert {job.notebook.name for job in jobs} == {"regency_profile.ipynb"}
    assert {job.notebook.name for job in provinces} == {"province_profile.ipynb"}


def test_a_name_is_first_one_of_a_province_then_of_a_regency() -> None:
    found = [arguments.place(name) for name in ("Jambi", "Kota Jambi", "kab. semarang", "DKI")]
    assert found == ["15", "1571", "3322", "31"]
    assert arguments.place("Kota Jambi", arguments.Level.REGENCY) == "1571"


@pytest.mark.parametrize(
    ("region", "level", "advice"),
    [
        ("Semarang", None, "Kabupaten Semarang or Kota Semarang"),
        ("Kota Jamby", None, "Kota Jambi"),
        ("Kota Jambi", "province", "Jambi"),
        ("Jamby", None, "No province is called"),
    ],
)
def test_what_names_no_region_or_several_ends_with_2(region: str, level: str | None, advice: str) -> None:
    done = run("profile", "--region", region, *(["--level", level] if level else []))
    assert done.exit_code == 2 and advice in done.output


def test_a_regency_of_the_command_is_made_and_stands_on_the_start_page(
    tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.Made({"id/profiles/kota-jambi.html": "synthetic"}, [], {})
    monkeypatch.setattr(site, "_page", lambda job: made)
    monkeypatch.setattr(index, "write_indexes", lambda *_arguments: [])
    done = run("profile", "--region", "Kota Jambi", "--lang", "id", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert here.done == ["id/profiles/kota-jambi.html"]
    listed = index._regencies(tmp_path / "id")
    assert listed == [("Jambi", [{"name": "Kota Jambi", "href": "profiles/kota-jambi.html"}])]


def test_all_regencies_are_asked_for_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        pages, "make_pages", lambda jobs, *_rest: asked.extend(job.name for job in jobs) or []
    )
    monkeypatch.setattr(index, "write_indexes", lambda *_arguments: [])
    assert (
        run("profile", "--all", "--level", "regency", "--lang", "en", "--out", str(tmp_path)).exit_code == 0
    )
    assert len(asked) == 514 and "en/profiles/kota-jambi" in asked
    asked.clear()
    assert run("profile", "--all", "--lang", "both", "--out", str(tmp_path)).exit_code == 0
    assert len(asked) == 2 * 38


def test_a_layer_is_refused_before_a_page_is_made_and_another_layer_makes_the_pages_again(
    tmp_path: Path, here: Here
) -> None:
    path = tmp_path / "synthetic.gpkg"
    path.write_bytes(b"no layer")
    done = run("profile", "--region", "Kota Jambi", "--layer", str(path), "--out", str(tmp_path / "site"))
    assert done.exit_code == 1 and "no layer of outlines" in done.output and here.done == []
    done = run("profile", "--region", "Kota Jambi", "--layer", str(tmp_path / "none.gpkg"))
    assert done.exit_code == 2 and "there is no layer" in done.output
    first, second = (
        site.profile_jobs(tmp_path, ["en"], ["1571", "15"], path if path.write_bytes(content) else None)
        for content in (b"one", b"two")
    )
    assert first[0].parameters != second[0].parameters
    assert first[1].parameters == second[1].parameters == {"region": "15"}
