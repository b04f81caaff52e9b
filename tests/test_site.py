"""The folder that goes to a shared drive: profiles for all, work that survives a worker's death, files to take away."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from coverage_lib.cli import app
from coverage_lib.data import regions
from coverage_lib.measures import province as profiles
from coverage_lib.pages import downloads, report, screenshots, site

PROFILE = """
import time
from coverage_lib.drawing.exhibits import Finding
time.sleep(SLEEP)
if region == FAILING:
    raise ValueError("synthetic_failure")
Finding("synthetic " + region, lead=True)
"""


@pytest.fixture
def synthetic_profiles(project_copy: Path) -> Path:
    """A project whose profile is a small notebook that fails for Aceh."""
    (project_copy / "notebooks").mkdir()
    return write_profile(project_copy, failing="11")


def write_profile(project: Path, failing: str = "", sleep: float = 0.0) -> Path:
    notebook = nbformat.v4.new_notebook()
    parameters = nbformat.v4.new_code_cell('region = "15"', metadata={"tags": ["parameters"]})
    code = PROFILE.replace("SLEEP", str(sleep)).replace("FAILING", repr(failing)).strip()
    notebook.cells = [parameters, nbformat.v4.new_code_cell(code)]
    path = project / "notebooks" / "province_profile.ipynb"
    nbformat.write(notebook, path)
    return path


def without_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy of the project has no outlines; the map is not what these tests are about."""
    monkeypatch.setattr(site, "_map", lambda folder: ("", ""))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_workers", lambda scheduler, count: ThreadPoolExecutor(1))  # in this process


def test_all_profiles_are_made_in_both_languages_and_the_one_that_fails_is_named(
    synthetic_profiles: Path, monkeypatch: pytest.MonkeyPatch, here: None
) -> None:
    without_map(monkeypatch)
    out = Path(os.environ["UCJ_HOME"]) / "reports"
    done = CliRunner().invoke(app, ["profile", "--all"])
    assert done.exit_code == 1
    assert "en/aceh.html" in done.output
    assert "id/aceh.html" in done.output
    assert "synthetic_failure" in done.output
    for lang in ("en", "id"):
        made = {path.stem for path in (out / lang / "profiles").glob("*.html")}
        names = {profiles.slug(name) for name in regions.provinces("2022")["name"]}
        assert made == names - {"aceh"}
        index = (out / lang / "index.html").read_text(encoding="utf-8")
        assert index.count('href="profiles/') == 37


def test_a_second_run_makes_only_what_is_missing(
    synthetic_profiles: Path, monkeypatch: pytest.MonkeyPatch, here: None
) -> None:
    without_map(monkeypatch)
    CliRunner().invoke(app, ["profile", "--all", "--lang", "id"])
    made: list[str] = []
    page = site._page
    monkeypatch.setattr(site, "_page", lambda job: made.append(job.target.stem) or page(job))
    write_profile(synthetic_profiles.parents[1])  # repaired: the notebook is another, so all are out of date
    assert CliRunner().invoke(app, ["profile", "--all", "--lang", "id"]).exit_code == 0
    assert len(made) == 38
    made.clear()
    (synthetic_profiles.parents[1] / "reports" / "id" / "profiles" / "bali.html").unlink()
    assert CliRunner().invoke(app, ["profile", "--all", "--lang", "id"]).exit_code == 0
    assert made == ["bali"]


def test_all_pages_arrive_though_a_worker_of_the_cluster_dies(project_copy: Path) -> None:
    from distributed import Client, LocalCluster

    (project_copy / "notebooks").mkdir()
    write_profile(project_copy, sleep=0.3)
    codes = regions.provinces("2022")["code"].tolist()[:8]
    jobs = site.profile_jobs(project_copy / "reports", ["en"], codes)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        first = next(iter(client.run(os.getpid).values()))
        killed: list[int] = []

        def done(job: site.Job) -> None:
            if not killed:
                os.kill(first, signal.SIGKILL)
                killed.append(first)

        started = time.monotonic()
        failures = site.make(jobs, cluster.scheduler_address, done)
        assert time.monotonic() - started < 60
    assert killed
    assert failures == []
    for job in jobs:
        assert f"synthetic {job.parameters['region']}" in job.target.read_text(encoding="utf-8")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.html"
    site.write(target, "old")

    def fail(self: Path, other: Path) -> None:
        raise OSError("synthetic: the machine went off")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="synthetic"):
        site.write(target, "new")
    assert target.read_text() == "old"


# ------------------------------------------------------------------------------------------------------- tables to take away


def test_every_table_can_be_taken_away_and_every_column_is_explained(tmp_path: Path) -> None:
    files = downloads.write(tmp_path)
    assert all(file.exists() for file in files)
    book = openpyxl.load_workbook(tmp_path / "data" / downloads.WORKBOOK, read_only=True)
    meanings = pd.read_csv(tmp_path / "data" / f"{downloads.DICTIONARY}.csv", encoding="utf-8-sig")
    assert meanings.notna().all(axis=None)
    assert (meanings["meaning_en"] != meanings["meaning_id"]).all()
    for name, load in downloads.TABLES.items():
        table = load()
        written = pd.read_csv(
            tmp_path / "data" / f"{name}.csv", dtype={"code": str}, encoding="utf-8-sig", low_memory=False
        )
        assert len(written) == len(table) == sum(1 for _row in book[name].rows) - 1
        assert meanings.loc[meanings["table"] == name, "column"].tolist() == list(table.columns)
        if "active" in table:
            assert written["active"].sum() == table["active"].sum()
    stamp = files[0].stat().st_mtime_ns
    downloads.write(tmp_path)
    assert files[0].stat().st_mtime_ns == stamp  # up to date: not written again


def test_figures_of_a_report_can_be_taken_to_a_slide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import synthetic_notebook

    notebook = synthetic_notebook.write(tmp_path / "01_synthetic.ipynb")
    files = site._page(site.Job(notebook, "en", {}, tmp_path / "01_synthetic.html"))
    svg = files["figures/01_synthetic/synthetic-figure.svg"]
    assert isinstance(svg, str)
    assert "@font-face" in svg
    assert "<script" not in svg
    assert files["figures/01_synthetic/synthetic-figure.png"].startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert list(files)[-1] == "01_synthetic.html"


def test_the_start_page_offers_the_languages_there_are(tmp_path: Path) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "index.html").write_text("")
    text = site.write_start(tmp_path).read_text(encoding="utf-8")
    assert 'href="id/index.html"' in text
    assert 'href="en/index.html"' not in text


def test_pictures_of_nothing_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(screenshots.NoPictures, match="ucj report"):
        screenshots.take(tmp_path, tmp_path / "pictures")
    done = CliRunner().invoke(
        app, ["screenshots", "--out", str(tmp_path), "--pages", str(tmp_path / "nothing")]
    )
    assert done.exit_code == 1


def test_a_page_as_style_cannot_be_left_by_a_title() -> None:
    assert report._css_string('a"</style>\\') == '"a\\22 \\3c /style\\3e \\5c "'
