"""Pictures of the pages for people to look at: screens of three widths and paper.

Made by a browser, which the project needs for its tests only: Playwright is among the requirements for development.
"""

import shutil
from pathlib import Path
from typing import Any

WIDTHS = (1280, 768, 360)
SAMPLE = ("jambi", "papua-pegunungan")  # of the profiles: one with much data, one with almost none


class NoPictures(RuntimeError):
    """There is nothing to take pictures of, or nothing to take them with; the message says what to do."""


def take(site: Path, out: Path) -> list[Path]:
    """Take pictures of the start page, the indexes, the reports and two profiles.

    Parameters
    ----------
    site : pathlib.Path
        The folder of the site.
    out : pathlib.Path
        Where the pictures go: for each page a PNG of the whole page at each width, and a PDF.

    Returns
    -------
    list of pathlib.Path
        The pictures.

    Raises
    ------
    NoPictures
        There is no site, no Playwright or no Chromium.
    """
    pages = _pages(site)
    if not pages:
        raise NoPictures(f"There are no pages in {site}. Make them first with: ucj report")
    program = _chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as error:
        raise NoPictures(
            "Pictures need Playwright, which is among the requirements for development (extra dev)."
        ) from error
    out.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for page in pages:
            taken += _take_page(browser, page, out / "-".join(page.relative_to(site).with_suffix("").parts))
        browser.close()
    return taken


def _pages(site: Path) -> list[Path]:
    """The start pages, the reports and the profiles of the sample."""
    pages = [site / "index.html", *sorted(site.glob("*/*.html"))]
    pages += [path for name in SAMPLE for path in sorted(site.glob(f"*/profiles/{name}.html"))]
    return [page for page in pages if page.exists()]


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if program := shutil.which(name):
            return program
    raise NoPictures("Pictures need Chromium; install it (Debian: apt-get install chromium).")


def _take_page(browser: Any, page: Path, target: Path) -> list[Path]:
    """The pictures of a page: of each width, and of paper; `target` is their path without width and ending."""
    address = page.resolve().as_uri()
    taken = []
    for width in WIDTHS:
        tab = browser.new_page(viewport={"width": width, "height": 900})
        tab.goto(address)
        tab.evaluate("document.fonts.ready")
        taken.append(target.with_name(f"{target.name}-{width}.png"))
        tab.screenshot(path=taken[-1], full_page=True)
        tab.close()
    tab = browser.new_page()
    tab.goto(address)
    taken.append(target.with_name(f"{target.name}.pdf"))
    tab.pdf(path=taken[-1], prefer_css_page_size=True)
    tab.close()
    return taken
