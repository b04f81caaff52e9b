"""The picture of a report in the README, from the made pages: ``ucj profile --region Jambi --lang id && python docs/take_report.py``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from take_explore import keep

from coverage_lib.data.sources import home

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1120, "height": 900})
    page.goto((home() / "reports" / "id" / "profiles" / "jambi.html").as_uri())
    keep(page.screenshot(), "report_page.png")
    browser.close()
