"""The pictures of explore in the README, taken in JupyterLab and under Voila: ``python docs/take_explore.py``."""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
from servers import server  # noqa: E402

SETTINGS = "region=15&target=55&by=2025"
READY = 120_000


def keep(picture: bytes, name: str) -> None:
    """Write a picture with as many colours as its charts need, which makes it small."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(200, dither=Image.Dither.NONE)
    image.save(HERE / name, optimize=True)
    print(name, (HERE / name).stat().st_size)


def under_voila(browser: Browser) -> None:
    """The page that ``make app`` shows."""
    with tempfile.TemporaryDirectory() as folder, server("page", Path(folder)) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(f"{address}/?{SETTINGS}")
        page.locator(".atlas-ranking svg").wait_for(timeout=READY)
        page.wait_for_timeout(1500)
        keep(page.screenshot(), "explore-voila.png")
        page.close()


def in_jupyterlab(browser: Browser) -> None:
    """The notebook that ``make lab`` leads to."""
    options = ("--ServerApp.token=", "--ServerApp.password=")
    with tempfile.TemporaryDirectory() as folder, server("lab", Path(folder), *options) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 1500})
        page.goto(f"{address}/lab/tree/notebooks/explore.ipynb")
        page.get_by_role("menuitem", name="Run", exact=True).wait_for(timeout=READY)
        page.wait_for_timeout(8000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(".atlas-ranking svg").wait_for(timeout=READY)
        field = page.get_by_label("Link to these settings")
        field.fill("?" + SETTINGS)
        field.press("Enter")
        page.wait_for_timeout(3000)
        page.locator(".jp-Notebook h1").first.scroll_into_view_if_needed()
        page.wait_for_timeout(1000)
        keep(page.screenshot(), "explore-jupyterlab.png")
        page.close()


def main() -> None:
    """Take both."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        under_voila(browser)
        in_jupyterlab(browser)
        browser.close()


if __name__ == "__main__":
    main()
