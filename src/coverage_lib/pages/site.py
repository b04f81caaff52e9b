"""The folder of reports: every page in every language, made side by side, an index in each language.

A page that is up to date is left as it is; one that fails does not stop the others. Work goes to processes of this machine
or, by address, to a Dask cluster, through the same interface.
"""

import gc
import html
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from coverage_lib import language
from coverage_lib.data.sources import home
from coverage_lib.drawing.fonts import font_css, svg_to_png, with_font
from coverage_lib.language import _
from coverage_lib.measures import province as profiles
from coverage_lib.pages import report


class Job(NamedTuple):
    """A page to be made: from which notebook, in which language, with which parameters, into which file."""

    notebook: Path
    lang: str
    parameters: Mapping[str, Any]
    target: Path
    depth: int = 1


class Failure(NamedTuple):
    """A page that could not be made, and why."""

    job: Job
    reason: str


def report_jobs(out: Path, langs: Sequence[str]) -> list[Job]:
    """The reports in each language.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    langs : sequence of {"en", "id"}
        Which languages.
    """
    return [
        Job(notebook, lang, {}, out / lang / f"{notebook.stem}.html")
        for notebook in report.notebooks()
        for lang in langs
    ]


def profile_jobs(out: Path, langs: Sequence[str], codes: Sequence[str]) -> list[Job]:
    """The profiles of provinces in each language.

    Parameters
    ----------
    out, langs
        As for :func:`report_jobs`.
    codes : sequence of str
        Kemendagri codes of 2022.
    """
    notebook = home() / "notebooks" / "province_profile.ipynb"
    return [
        Job(notebook, lang, {"region": code}, out / lang / "profiles" / f"{profiles.slug(profiles.place(code).name)}.html", 2)
        for lang in langs
        for code in codes
    ]  # fmt: skip


def make(
    jobs: Sequence[Job], scheduler: str | None = None, done: Callable[[Job], None] = lambda job: None
) -> list[Failure]:
    """Make the pages that are not up to date.

    Parameters
    ----------
    jobs : sequence of Job
        The pages.
    scheduler : str, optional
        Address of a Dask scheduler; processes of this machine otherwise.
    done : callable
        Called with each job as it is finished, skipped or failed.

    Returns
    -------
    list of Failure
        The pages that could not be made.
    """
    due = []
    for job in jobs:
        if report.up_to_date(job.target, report.key(job.notebook, job.lang, job.parameters)):
            done(job)
        else:
            due.append(job)
    failures = []
    if due:
        with _workers(scheduler, len(due)) as pool:
            running = {pool.submit(_page, job): job for job in due}
            for finished in as_completed(running):
                job = running[finished]
                error = finished.exception()
                if error is None:
                    for path, content in finished.result().items():
                        write(job.target.parent / path, content)
                else:
                    failures.append(Failure(job, str(error)))
                done(job)
    return failures


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    content : str or bytes
        What.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    draft.replace(path)


def _page(job: Job) -> dict[str, str | bytes]:
    """The files of a page by their place beside it, the page itself last: it is the mark that all of them are there."""
    page = report.page(job.notebook, job.lang, job.parameters, job.depth, job.target.stem)
    files: dict[str, str | bytes] = {}
    if job.depth == 1:
        for name, svg in page.figures.items():
            there = f"figures/{page.name}/{name}"
            drawing = with_font(svg)
            if not _is_written(job.target.parent / there, drawing):
                files |= {f"{there}.png": svg_to_png(svg), f"{there}.svg": drawing}
    _keep_what_is_loaded()
    return files | {job.target.name: page.html}


def _is_written(path: Path, drawing: str) -> bool:
    """Whether a figure lies there as it is now: most of the time of a picture for slides goes into its points."""
    svg, png = path.with_suffix(".svg"), path.with_suffix(".png")
    return png.exists() and svg.exists() and svg.read_text(encoding="utf-8") == drawing


@cache
def _keep_what_is_loaded() -> None:
    """After the first page, leave the libraries out of the search for garbage that IPython makes before each page."""
    gc.freeze()


@contextmanager
def _workers(scheduler: str | None, count: int) -> Iterator[Executor]:
    if scheduler:
        from distributed import Client

        with Client(scheduler) as client:
            yield client.get_executor()
        return
    processes = min(count, os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield pool


def write_index(out: Path, lang: str) -> Path:
    """Write the start page of a language over the pages, tables and figures that are there.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    lang : {"en", "id"}
        The language.
    """
    from coverage_lib.pages import downloads

    folder = out / lang
    cards, figures = [], []
    for notebook in report.notebooks():
        path = folder / f"{notebook.stem}.html"
        if path.exists():
            title, lead = report.read_words(path)
            cards.append({"href": path.name, "title": title, "lead": lead})
            figures.append((title, _drawings(folder, notebook.stem)))
    with language.use(lang):
        provinces = _provinces(folder)
        drawing, map_words = _map(folder) if provinces else ("", "")
        have_tables = (out / "data" / downloads.WORKBOOK).exists()
        text = report._templates().get_template("index.html.j2").render(
            lang=lang,
            font=Markup(font_css(report.LETTERS)),
            cards=cards,
            provinces=provinces,
            map=drawing,
            map_words=map_words,
            figures=[entry for entry in figures if entry[1]],
            tables=[(table, downloads.table_words(table)) for table in downloads.TABLES] if have_tables else [],
            workbook=downloads.WORKBOOK,
            dictionary=downloads.DICTIONARY,
            words=report.words(),
            site=_words(),
            heading=_("Jamsostek Coverage Atlas"),
            intro=introduction(),
            other=next(other for other in language.LANGUAGES if other != lang),
            other_name=next(name for other, name in language.LANGUAGES.items() if other != lang),
            **report.about(),
        )  # fmt: skip
    write(folder / "index.html", text)
    write_start(out)
    return folder / "index.html"


def write_start(out: Path) -> Path:
    """Write the page of the whole folder, where a reader chooses a language.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    """
    choices = []
    for lang, name in language.LANGUAGES.items():
        if (out / lang / "index.html").exists():
            with language.use(lang):
                choices.append({"lang": lang, "name": name, "intro": introduction()})
    text = report._templates().get_template("start.html.j2").render(
        heading=language.catalogue("en").gettext("Jamsostek Coverage Atlas"),
        choices=choices,
        font=Markup(font_css(report.LETTERS)),
    )  # fmt: skip
    write(out / "index.html", text)
    return out / "index.html"


def introduction() -> str:
    """What the site is about, in a sentence."""
    return _(
        "Coverage of Indonesia's employment social security by province: where it stands, who is missing, when targets are reached."
    )


def _words() -> dict[str, str]:
    return {
        "reports": _("Reports"),
        "provinces": _("Province profiles"),
        "search": _("Find a province"),
        "found": _("Provinces found: {count}"),
        "data": _("Tables"),
        "data_words": _("Every table as CSV, all of them as one workbook, and what each column means:"),
        "figures": _("Figures for slides"),
        "figures_words": _("Each figure with its words, as a drawing (SVG) and as a picture (PNG)."),
    }


def _drawings(folder: Path, name: str) -> list[dict[str, str]]:
    """Figures of a report that lie in the site, with their titles."""
    found = []
    for path in sorted((folder / "figures" / name).glob("*.svg")):
        title = re.search(r"<title[^>]*>(.*?)</title>", path.read_text(encoding="utf-8"), re.DOTALL)
        found.append(
            {
                "href": f"figures/{name}/{path.stem}",
                "title": html.unescape(title[1]) if title else path.stem,
            }
        )
    return found


def _provinces(folder: Path) -> list[dict[str, str]]:
    """The provinces that have a profile in the site, by name, with their coverage."""
    from coverage_lib import load
    from coverage_lib.data import regions

    coverage = load.load_coverage(base="employed")
    now = coverage[coverage["year"] == coverage["year"].max()].set_index("code")["coverage"]
    found = []
    for row in regions.provinces("2022").sort_values("name").itertuples():
        path = folder / "profiles" / f"{profiles.slug(row.name)}.html"
        if path.exists():
            counted = row.code == row.code_2021
            found.append(
                {
                    "name": row.name,
                    "names": f"{row.name} {row.name_en} {row.abbreviation}",
                    "href": f"profiles/{path.name}",
                    "share": language.percent(now[row.code]) if counted else _("counted with {parent}").format(parent=profiles.place(row.code).parent_name),
                }
            )  # fmt: skip
    return found


def _map(folder: Path) -> tuple[str, str]:
    """The map of coverage with a link from each province to its profile; the list beside it is for the keyboard."""
    from coverage_lib import load
    from coverage_lib.charts import maps
    from coverage_lib.drawing import geography
    from coverage_lib.measures.coverage import provinces_of

    coverage = load.load_coverage(base="employed")
    shares = provinces_of(coverage)["coverage"]
    figure = maps.coverage_map(coverage, load.load_boundaries("2021"), geography.class_edges(shares))
    drawing = report.inline_svg(
        figure.svg, {"name": figure.name, "head": figure.head, "foot": figure.foot, "alt": figure.alt}
    )

    def linked(group: re.Match[str]) -> str:
        name = profiles.slug(profiles.place(group["code"]).name)
        if not (folder / "profiles" / f"{name}.html").exists():
            return group[0]
        return f'{group["opening"]}<a href="profiles/{name}.html" tabindex="-1">{group["shape"]}</a></g>'

    pattern = r'(?P<opening><g id="[\w-]*-(?:region|inset)-(?P<code>\d\d)">\s*(?:<title>[^<]*</title>)?)(?P<shape>.*?)</g>'
    return re.sub(pattern, linked, drawing, flags=re.DOTALL), figure.subtitle
