"""How long explore takes to follow a change, measured in the browser under Voila: ``python benchmarks/explore/measure.py``.

From the event of the control or the click to the frame in which the last part of the screen is painted anew. Writes
``results.csv`` beside this file. Close other programs first; the share of the machine that was free is written down too.
"""

import csv
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))
from servers import server  # noqa: E402

REPEATS = 11
QUIET = 900  # ms without a further change: the screen has followed
WATCH = """() => {
  window.started = 0; window.followed = 0;
  for (const kind of ['change', 'click']) {
    document.addEventListener(kind, () => { window.started = performance.now(); window.followed = 0; }, true);
  }
  new MutationObserver(() => requestAnimationFrame(() => { window.followed = performance.now(); }))
    .observe(document.querySelector('.atlas-screen'), { subtree: true, childList: true });
}"""
LIMIT = 300  # ms


def type_target(page: Page, place: int) -> None:
    """Set the target to a number that has not been asked for before."""
    field = page.get_by_label("Target, percent")
    field.fill(f"{40 + place + 0.5 * (place % 2)}")
    field.press("Tab")


def choose(label: str, options: list[str]) -> Callable[[Page, int], None]:
    """Choose one option of a control after the other."""
    return lambda page, place: page.get_by_label(label, exact=True).select_option(
        options[place % len(options)]
    )


def click_map(page: Page, place: int) -> None:
    """Click one province on the map after the other."""
    code = ("61", "14", "62", "15")[place % 4]
    page.locator(f".atlas-map [data-code='{code}'] path").first.click()


CHANGES: dict[str, tuple[str, Callable[[Page, int], None]]] = {
    "target, a province": ("region=15&lang=en", type_target),
    "target date": (
        "region=15&target=55.25",
        lambda page, place: page.get_by_label("Target date").select_option(f"31 December {2026 + place}"),
    ),
    "pace": (
        "region=15&target=55.25&by=2029",
        choose("Pace", ["as the best quarter of provinces", "as observed"]),
    ),
    "click on the map": ("region=15&target=55.25", click_map),
    "base and segment": (
        "region=15&base=segment_workers&segment=formal&target=57.25",
        choose("Segment", ["informal", "formal"]),
    ),
    "year shown": (
        "region=15&base=employed&segment=total&target=58.25",
        choose("Year shown", ["2023", "2024"]),
    ),
    "target, three provinces": ("region=15,51,53&target=59.25", type_target),
    "target, Indonesia": ("region=00&target=39.25", type_target),
}


def measure(page: Page, link: str, change: Callable[[Page, int], None]) -> list[float]:
    """Milliseconds of each repeat, the first left out: nothing is read from the disk after it."""
    field = page.get_by_label("Link to these settings")
    field.fill("?" + link)
    field.press("Enter")
    page.wait_for_timeout(2500)
    times = []
    for place in range(REPEATS + 1):
        change(page, place)
        page.wait_for_timeout(QUIET)
        times.append(float(page.evaluate("() => window.followed - window.started")))
    return times[1:]


def main() -> None:
    """Measure every change and write the table."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        server("page", Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.locator(".atlas-headline").wait_for(timeout=90_000)
        page.evaluate(WATCH)
        for name, (link, change) in CHANGES.items():
            times = measure(page, link, change)
            rows.append(
                {
                    "change": name,
                    "median_ms": round(statistics.median(times)),
                    "highest_ms": round(max(times)),
                    "repeats": len(times),
                    "cores": os.cpu_count(),
                    "load": round(os.getloadavg()[0], 1),
                    "python": platform.python_version(),
                    "within_300_ms": statistics.median(times) <= LIMIT,
                }
            )
            print(rows[-1], flush=True)
        browser.close()
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
