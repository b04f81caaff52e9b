"""The folder that goes to a shared drive: every page in every language, work that survives the death of a worker."""

import os
import signal
import time
from pathlib import Path

import pytest
import synthetic_notebook
from pages import Reader, loads
from typer.testing import CliRunner

from conftest import Here
from coverage_lib.cli import app
from coverage_lib.data import regions
from coverage_lib.measures import province as profiles
from coverage_lib.pages import index, site

LANGS = ("en", "id")


@pytest.fixture
def without_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy of the project has no outlines; the map is not what these tests are about."""
    monkeypatch.setattr(index, "_map", lambda links: {"map": "", "map_words": "", "map_source": ""})


def run(*arguments: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(arguments))


def test_reports_are_written_in_both_languages_with_an_index_in_each(small_project: Path, here: Here) -> None:
    done = run("report")
    assert done.exit_code == 0, done.output
    out = small_project / "reports"
    pages = sorted(path.relative_to(out).as_posix() for path in out.glob("*/*.html"))
    assert pages == ["en/01_synthetic.html", "en/index.html", "id/01_synthetic.html", "id/index.html"]
    assert str(out / "en" / "index.html") in done.stdout and str(out / "id" / "index.html") in done.stdout
    for lang in LANGS:
        start = Reader((out / lang / "index.html").read_text(encoding="utf-8"))
        assert start.named("html")[0].attributes["lang"] == lang
        assert loads(start) == []
        links = [element.attributes["href"] for element in start.named("a")]
        assert "01_synthetic.html" in links
        assert any("<script>alert('lead')</script>" in text for text, *_rest in start.texts)
        assert not any("alert(" in script for script in start.scripts)
        for link in links:
            assert link.startswith("#") or (out / lang / link).exists(), link


def test_a_page_that_fails_is_named_and_does_not_stop_the_others(small_project: Path, here: Here) -> None:
    synthetic_notebook.write(small_project / "notebooks" / "00_broken.ipynb", "1 / 0")
    done = run("report", "--lang", "en")
    assert done.exit_code == 1
    assert "Not made: en/00_broken.html: 00_broken.ipynb, cell 6: ZeroDivisionError" in done.stderr
    assert (small_project / "reports" / "en" / "01_synthetic.html").exists()
    assert not (small_project / "reports" / "en" / "00_broken.html").exists()


def test_all_profiles_are_made_in_both_languages_and_the_one_that_fails_is_named(
    project_copy: Path, without_map: None, here: Here
) -> None:
    synthetic_notebook.write_profile(project_copy / "notebooks" / "province_profile.ipynb", failing="11")
    out = project_copy / "reports"
    done = run("profile", "--all")
    assert done.exit_code == 1
    assert "en/profiles/aceh.html" in done.output
    assert "id/profiles/aceh.html" in done.output
    assert "synthetic_failure" in done.output
    names = {profiles.slug(name) for name in regions.provinces("2022")["name"]}
    for lang in LANGS:
        made = {path.stem for path in (out / lang / "profiles").glob("*.html")}
        assert made == names - {"aceh"}
        links = [
            element.attributes["href"]
            for element in Reader((out / lang / "index.html").read_text(encoding="utf-8")).named("a")
        ]
        assert {link for link in links if "profiles" in link} == {f"profiles/{name}.html" for name in made}


def test_a_second_run_makes_only_what_is_missing(project_copy: Path, without_map: None, here: Here) -> None:
    notebook = project_copy / "notebooks" / "province_profile.ipynb"
    synthetic_notebook.write_profile(notebook, failing="11")
    run("profile", "--all", "--lang", "id")
    here.done.clear()
    synthetic_notebook.write_profile(notebook)  # repaired: the notebook is another, so all are out of date
    assert run("profile", "--all", "--lang", "id").exit_code == 0
    assert len(here.done) == 38
    here.done.clear()
    (project_copy / "reports" / "id" / "profiles" / "bali.html").unlink()
    assert run("profile", "--all", "--lang", "id").exit_code == 0
    assert here.done == ["id/profiles/bali.html"]


def test_all_pages_arrive_though_a_worker_of_the_cluster_dies(project_copy: Path) -> None:
    from distributed import Client, LocalCluster

    synthetic_notebook.write_profile(project_copy / "notebooks" / "province_profile.ipynb", sleep=0.3)
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
