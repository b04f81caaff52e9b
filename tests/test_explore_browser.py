"""Explore as an analyst meets it: in Chromium, in JupyterLab itself and as a page of Voila, with the network cut."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from servers import server

from coverage_lib import language, load_coverage, load_employment, load_published
from coverage_lib.measures import coverage as shares
from coverage_lib.measures import projection

READY = 90_000  # ms: a new kernel on a busy machine
SOON = 15_000
LABELS = (
    "Regions (several with Ctrl or Shift)",
    "Segment",
    "Base",
    "Members counted by",
    "Projection learns from",
    "Year shown",
    "Language · Bahasa",
    "Target, percent",
    "Target date",
    "Pace",
    "Points a year, by hand",
    "Link to these settings; paste one to restore",
)
REGIONS, TARGET = LABELS[0], "Target, percent"


class Opened(NamedTuple):
    """A page in the browser, the folder that its server works in, and what it asked of other hosts."""

    page: Page
    folder: Path
    address: str
    outside: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine. Where there is none these tests fail: a page nobody has opened is not tested."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "There is no Chromium; install it (Debian: apt-get install chromium)."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


def open_page(browser: Browser, folder: Path, address: str, path: str) -> Opened:
    """Open a page that can reach its own server and nothing else."""
    outside: list[str] = []

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "localhost":
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.route(re.compile("^(?!data:|blob:)"), gate)
    page.goto(address + path, timeout=READY)
    return Opened(page, folder, address, outside)


@pytest.fixture(scope="module")
def app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Explore under Voila, opened by a link that names a province."""
    folder = tmp_path_factory.mktemp("app")
    with server("page", folder) as address:
        opened = open_page(browser, folder, address, "/?region=Bali&target=61.5&by=2031")
        opened.page.locator(".atlas-headline").wait_for(timeout=READY)
        yield opened
        opened.page.close()


def restored(app: Opened, link: str) -> Page:
    """The page after a link was pasted into its field."""
    field = app.page.get_by_label(re.compile("^(Link to these|Tautan ke) "))
    field.fill("?" + link)
    field.press("Enter")
    return app.page


def jambi_55() -> list[str]:
    """Coverage, shortfall in workers, pace needed, recent pace, probability on the date and date at the pace observed: from the library."""
    rows, workers = load_coverage(), load_employment("2021")
    row = shares.shortfall(rows.query("code == '15' and year == 2024"), 55).iloc[0]
    panel = projection.province_panel(rows)
    totals = projection.announced_totals(load_published(), workers)
    aim = {"target": 55, "target_date": "2025-12-31"}
    draws = projection.outlook(load_coverage(provisional=True), totals, workers)
    ahead = projection.answers(draws, rows, **aim).attainment.set_index("code").loc["15"]
    pace = projection.at_pace(panel, pace="recent", **aim).set_index("code").loc["15"]
    return [
        language.percent(row["coverage"]),
        language.number(row["shortfall_workers"]),
        language.points(ahead["pace_needed"], sign=False),
        language.points(ahead["recent_pace"]),
        language.probability(ahead["probability_at_target_date"]),
        language.date(pace["attainment"], "month"),
    ]


def choose_jambi_and_55_percent(page: Page) -> None:
    page.get_by_label(REGIONS).select_option("Jambi")
    page.get_by_label(TARGET).fill("55")
    page.get_by_label(TARGET).press("Tab")
    page.get_by_label("Target date").select_option("31 December 2025")
    expect(page.locator(".atlas-headline")).to_contain_text(
        re.compile(r"^Jambi.* 55%\. .*31 December 2025"), timeout=SOON
    )


def read_the_numbers(page: Page) -> None:
    """What stands on the page is what the library says, number by number."""
    line = page.locator(".atlas-numbers tbody tr").all()
    assert len(line) == 1
    cells = [cell.strip() for cell in line[0].locator("th, td").all_inner_texts()]
    assert cells[0] == "Jambi"
    assert [number for number in jambi_55() if number not in cells] == []
    assert "474,118" in cells  # 55% of 1,833,267 employed less 534,179 active members, rounded up
    keys = page.locator(".atlas-key-figures dd").all_inner_texts()
    assert keys[:2] == ["29.1%", "474,118"]


def save_and_open(opened: Opened) -> None:
    """The button writes four files that can be opened, and offers them for download."""
    page = opened.page
    page.get_by_role("button", name="Save this view").click()
    expect(page.locator(".atlas-saved a")).to_have_count(4, timeout=SOON * 2)
    (folder,) = [path for path in (opened.folder / "exports").iterdir() if path.name.startswith("jambi-")]
    assert str(folder) in page.locator(".atlas-saved").inner_text()
    with (folder / "view.csv").open(encoding="utf-8-sig") as file:
        lines = {line["code"]: line for line in csv.DictReader(file)}
    assert (lines["15"]["active"], lines["15"]["workers"], lines["15"]["shortfall_workers"]) == (
        "534179",
        "1833267",
        "474118",
    )
    context = page.context.browser.new_context(offline=True)  # type: ignore[union-attr]
    reader = context.new_page()
    reader.goto((folder / "view.html").as_uri())
    expect(reader.locator(".lead")).to_contain_text("Jambi: 29.1% of all employed persons")
    expect(reader.locator(".settings")).to_contain_text("55% by 31 December 2025")
    assert reader.locator("figure svg").count() == 4
    for name in ("view.svg", "view.png"):
        reader.goto((folder / name).as_uri())
        size = reader.evaluate(
            "() => { const e = document.querySelector('img, svg').getBoundingClientRect(); return [e.width, e.height] }"
        )
        assert min(size) > 300, name
    reader.goto((folder / "view.svg").as_uri())
    assert "474,118" in reader.locator("svg").inner_html()
    context.close()


# ------------------------------------------------------------------------------------------------------------ under Voila


def test_a_link_in_the_address_sets_the_page(app: Opened) -> None:
    headline = app.page.locator(".atlas-headline").inner_text()
    assert headline.startswith("Bali: 36.2%") and "61.5%. " in headline and "31 December 2031" in headline
    assert app.page.get_by_label(TARGET).input_value() == "61.5"


def test_code_and_text_for_analysts_stay_out_of_the_page(app: Opened) -> None:
    words = app.page.locator("body").inner_text()
    assert "Jamsostek Coverage Atlas: explore by hand" in words
    assert "The same in code" not in words and "Explorer()" not in words


def test_jambi_and_55_percent_for_2025_read_saved_and_opened(app: Opened) -> None:
    choose_jambi_and_55_percent(app.page)
    read_the_numbers(app.page)
    save_and_open(app)
    with app.page.expect_download() as download:
        app.page.locator("a[data-file='view.csv']").click()
    assert "474118" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_address_of_the_page_is_the_link(app: Opened) -> None:
    restored(app, "region=71&target=70&by=2040")
    expect(app.page.locator(".atlas-headline")).to_contain_text("Sulawesi Utara", timeout=SOON)
    app.page.wait_for_url(re.compile("region=71.*target=70.*by=2040"))
    assert app.page.get_by_label(LABELS[-1]).input_value() == app.page.url


def test_a_click_on_the_map_chooses_a_province_and_shift_adds_one(app: Opened) -> None:
    page = restored(app, "region=15&lang=en")
    page.locator(".atlas-map [data-code='61'] path").first.click()
    expect(page.locator(".atlas-headline")).to_contain_text("Kalimantan Barat", timeout=SOON)
    page.locator(".atlas-ranking [data-code='51']").click(modifiers=["Shift"])
    expect(page.locator(".atlas-numbers tbody tr")).to_have_count(2, timeout=SOON)
    chosen = page.get_by_label(REGIONS).evaluate("e => [...e.selectedOptions].map((o) => o.label)")
    assert [name.replace("\xa0", " ") for name in chosen] == ["Bali", "Kalimantan Barat"]
    outlined = page.locator(".atlas-map [data-code] path[stroke='#111111']")
    assert {path.evaluate("e => e.parentNode.dataset.code") for path in outlined.all()} == {"61", "51"}


def test_wrong_settings_explain_themselves(app: Opened) -> None:
    page = restored(app, "region=15&lang=en")
    expect(page.locator(".atlas-headline")).to_contain_text("Jambi", timeout=SOON)
    page.get_by_label("Members counted by").select_option("office")
    expect(page.locator(".atlas-remarks")).to_contain_text("6,726,563 members by office", timeout=SOON)
    expect(page.locator(".atlas-map")).to_be_hidden()
    page.get_by_label("Members counted by").select_option("domicile")
    expect(page.locator(".atlas-map svg")).to_be_visible(timeout=SOON)
    page.get_by_label("Segment").select_option("formal")
    expect(page.locator(".atlas-remarks")).to_contain_text("workers of the segment", timeout=SOON)
    page.get_by_label("Base").select_option("workers of the segment")
    expect(page.locator(".atlas-headline")).to_contain_text("of formal workers", timeout=SOON)


def test_the_language_is_switched_in_the_page(app: Opened) -> None:
    page = restored(
        app, "region=15&segment=total&base=employed&counted_by=domicile&lang=en&target=55&by=2025"
    )
    page.get_by_label("Language · Bahasa").select_option("Bahasa Indonesia")
    expect(page.locator(".atlas-headline")).to_contain_text(
        "Jambi: 29,1% dari seluruh penduduk bekerja", timeout=SOON
    )
    expect(page.get_by_label("Tanggal target")).to_be_visible()
    assert page.locator(".atlas-screen").get_attribute("lang") == "id"
    words = page.locator(".atlas").inner_text()
    assert re.findall(r"\b(?:workers|coverage|share|members|pace|reached)\b", words) == []
    assert re.findall(r"\d\.\d%", words) == []
    page.get_by_label("Language · Bahasa").select_option("English")
    expect(page.locator(".atlas-headline")).to_contain_text("29.1%", timeout=SOON)


def test_the_keyboard_alone_reaches_every_control_and_sets_it(app: Opened) -> None:
    page = restored(app, "region=15&pace=by_hand&points=3&lang=en&target=55&by=2025")
    expect(page.get_by_label("Points a year, by hand")).to_be_enabled(timeout=SOON)
    page.locator(".atlas-title h1").click()
    reached = []
    for _press in range(len(LABELS) + 3):
        page.keyboard.press("Tab")
        focused = (
            "() => { const e = document.activeElement; return e.labels?.[0]?.textContent || e.textContent }"
        )
        reached.append(page.evaluate(focused).strip())
    assert [label for label in (*LABELS, "Save this view") if label not in reached] == []
    page.get_by_label(REGIONS).focus()
    page.keyboard.press("Home")
    expect(page.locator(".atlas-headline")).to_contain_text("Indonesia:", timeout=SOON)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".atlas-headline")).to_contain_text("Aceh:", timeout=SOON)
    page.get_by_label("Points a year, by hand").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    expect(page.locator(".atlas-headline")).to_contain_text("at 9.0 points a year", timeout=SOON)


def test_every_control_is_labelled_and_axe_finds_no_violation(app: Opened) -> None:
    for label in LABELS:
        assert app.page.get_by_label(label, exact=True).count() == 1, label
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    result = Axe().run(app.page, context=".atlas", options=rules)
    assert result.violations_count == 0, result.generate_report()


def test_a_table_that_is_wrong_is_refused_in_words_on_a_telephone_too(app: Opened, tmp_path: Path) -> None:
    page = restored(app, "region=15&lang=en")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Provinsi,Peserta aktif formal Januari 2026\nBali,12000\nJawa Tenggah,13000\n")
    page.get_by_role("button", name="Add a table of your own").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(wrong)
    expect(page.locator(".atlas-result")).to_contain_text("id you mean Jawa Tengah", timeout=READY)
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_timeout(300)
    edges = "e => [e.getBoundingClientRect().left, e.getBoundingClientRect().right]"
    for field in page.locator(".atlas-fields input, .atlas-fields button, .atlas-result p").all():
        left, right = field.evaluate(edges)
        assert left >= 0 and right <= 390
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    result = Axe().run(page, context=".atlas", options=rules)
    assert result.violations_count == 0, result.generate_report()
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.get_by_role("button", name="Add a table of your own").click()
    expect(page.locator(".atlas-result")).to_be_hidden()
    assert not (app.folder / "own-tables").exists()


def test_at_768_pixels_nothing_runs_over_the_side(app: Opened) -> None:
    page = restored(app, "region=15,51,53&target=55&by=2030&lang=id")
    expect(page.locator(".atlas-numbers tbody tr")).to_have_count(3, timeout=SOON)
    page.set_viewport_size({"width": 768, "height": 1000})
    page.wait_for_timeout(300)
    # The table of numbers scrolls within itself; everything else must fit.
    over = page.evaluate(
        """() => [...document.querySelectorAll('.atlas *, .atlas')].filter((e) => !e.closest('.atlas-numbers'))
        .map((e) => [e.tagName + '.' + (e.className.baseVal ?? e.className), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.right > innerWidth + 0.5 || box.left < -0.5)).map(([name]) => name)"""
    )
    assert over == []
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_the_screen_follows_a_change_at_once(app: Opened) -> None:
    # What is claimed is measured by benchmarks/explore on a quiet machine; here a busy one must not take seconds.
    page = restored(app, "region=15&lang=en&target=40&by=2030&pace=observed")
    expect(page.locator(".atlas-headline")).to_contain_text("40%", timeout=SOON)
    page.evaluate(
        """() => new MutationObserver(() => { window.followed = performance.now(); })
        .observe(document.querySelector('.atlas-screen'), { subtree: true, childList: true })"""
    )
    times = []
    for target in (41, 42, 43):
        page.get_by_label(TARGET).fill(str(target))
        page.evaluate("() => { window.started = performance.now(); }")
        page.get_by_label(TARGET).press("Tab")
        expect(page.locator(".atlas-headline")).to_contain_text(f"{target}%", timeout=SOON)
        expect(page.locator(".atlas-fan")).to_contain_text(f"{target}%", timeout=SOON)
        times.append(page.evaluate("() => window.followed - window.started"))
    assert sorted(times)[1] < 2000, times


def test_nothing_is_asked_of_another_host(app: Opened) -> None:
    assert app.outside == []


# ------------------------------------------------------------------------------------------------------ in JupyterLab itself


def kernel_answers(page: Page, address: str, notebook: str) -> None:
    """Wait until the page is connected to a notebook's kernel; what is run before that is lost without a word."""
    for _wait in range(300):
        sessions = page.request.get(f"{address}/api/sessions").json()
        kernels = [session["kernel"] for session in sessions if session["path"] == notebook]
        if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"No kernel answers for {notebook}: {sessions}")


def test_jupyterlab_runs_the_notebook_and_gives_the_same_numbers(browser: Browser, tmp_path: Path) -> None:
    with server("lab", tmp_path, "--ServerApp.token=", "--ServerApp.password=") as address:
        opened = open_page(browser, tmp_path, address, "/lab/tree/notebooks/start.ipynb")
        page = opened.page
        page.get_by_role("link", name="explore", exact=True).first.click(timeout=READY)
        expect(page.get_by_role("tab", name="explore.ipynb")).to_have_attribute(
            "aria-selected", "true", timeout=READY
        )
        kernel_answers(page, address, "notebooks/explore.ipynb")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(".atlas-headline").wait_for(timeout=READY)
        choose_jambi_and_55_percent(page)
        read_the_numbers(page)
        save_and_open(opened)
        assert page.get_by_label(LABELS[-1]).input_value().startswith("?lang=en&region=15")
        assert opened.outside == []
        page.close()
