"""The start page of each language, over what lies in the site, and the page where a reader chooses a language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from coverage_lib import language, load
from coverage_lib.data import regions
from coverage_lib.language import _
from coverage_lib.measures import province as profiles
from coverage_lib.pages import api, downloads, inputs, records, template, words
from coverage_lib.pages.notebook import notebooks


def write_indexes(out: Path, langs: Sequence[str]) -> list[Path]:
    """Write the tables, the page of functions and the start page of each language, unless they are up to date.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    langs : sequence of {"en", "id"}
        The languages.

    Returns
    -------
    list of pathlib.Path
        The start pages.
    """
    with records.one_at_a_time(out):
        downloads.write(out)
        there = [lang for lang in language.LANGUAGES if lang in langs or (out / lang / "index.html").exists()]
        api.write(out, there)
        return [write_index(out, lang) for lang in langs]


def write_index(out: Path, lang: str) -> Path:
    """Write the start page of a language over the pages, tables and figures that are there, unless it is up to date.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    lang : {"en", "id"}
        The language.
    """
    with language.use(lang):
        reports = _reports(out, lang)
        provinces = _provinces(out / lang)
        regencies = _regencies(out / lang)
        shown = {
            "cards": [{key: report[key] for key in ("href", "title", "lead")} for report in reports],
            "figures": [(report["title"], report["figures"]) for report in reports if report["figures"]],
            "provinces": provinces,
            "regencies": regencies,
            "tables": _tables(out),
            "functions": api.PAGE if (out / api.PAGE).exists() else "",
        }
        key = inputs.combined(inputs.everything_key(), lang, shown)
        if not records.is_current(out, f"{lang}/index", key):
            values = {
                "workbook": downloads.WORKBOOK,
                "dictionary": downloads.DICTIONARY,
                "site": _words(),
                "heading": _("Jamsostek Coverage Atlas"),
                "intro": introduction(),
                "citations": words.citations(),
            }
            links = {province["code"]: province["href"] for province in provinces}
            text = template.render("index.html.j2", values | shown | _map(links) | words.common())
            records.store(out, f"{lang}/index", key, {f"{lang}/index.html": text})
    write_start(out)
    return out / lang / "index.html"


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
    heading = language.catalogue("en").gettext("Jamsostek Coverage Atlas")
    key = inputs.combined(inputs.everything_key(), choices)
    if not records.is_current(out, "index", key):
        text = template.render("start.html.j2", {"heading": heading, "choices": choices})
        records.store(out, "index", key, {"index.html": text})
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
        "regencies": _("Regency profiles"),
        "search": _("Find a province"),
        "matches": _("Provinces found: {count}"),
        "data": _("Tables"),
        "data_words": _("Every table as CSV, all of them as one workbook, and what each column means:"),
        "functions": _("Functions for Python"),
        "functions_words": _(
            "What the package coverage_lib offers to notebooks of your own, from its documentation (in English):"
        ),
        "figures": _("Figures for slides"),
        "figures_words": _("Each figure with its words, as a drawing (SVG) and as a picture (PNG)."),
    }


def _reports(out: Path, lang: str) -> list[dict[str, Any]]:
    """The reports that lie in the site: address, title, lead and figures."""
    reports = []
    for notebook in notebooks():
        record = records.read(out, f"{lang}/{notebook.stem}")
        if record and (out / lang / f"{notebook.stem}.html").exists():
            figures = sorted(record.about["figures"], key=lambda figure: figure["name"])
            reports.append(
                {
                    "href": f"{notebook.stem}.html",
                    "title": record.about["title"],
                    "lead": record.about["lead"],
                    "figures": [
                        {"href": f"figures/{notebook.stem}/{figure['name']}", "title": figure["title"]}
                        for figure in figures
                    ],
                }
            )
    return reports


def _tables(out: Path) -> list[tuple[str, str]]:
    """The tables that can be downloaded and what they hold."""
    if not (out / "data" / downloads.WORKBOOK).exists():
        return []
    return [(table, downloads.table_words(table)) for table in downloads.TABLES]


def _provinces(folder: Path) -> list[dict[str, str]]:
    """The provinces that have a profile in the site, by name, with their coverage."""
    coverage = load.load_coverage(base="employed")
    latest = coverage[coverage["year"] == coverage["year"].max()].set_index("code")["coverage"]
    provinces = []
    for row in regions.provinces("2022").sort_values("name").itertuples():
        address = _profile(str(row.name))
        if not (folder / address).exists():
            continue
        if row.code == row.code_2021:
            share = language.percent(latest[row.code])
        else:
            share = _("counted with {parent}").format(parent=profiles.place(row.code).parent_name)
        provinces.append(
            {
                "code": row.code,
                "name": row.name,
                "names": f"{row.name} {row.name_en} {row.abbreviation}",
                "href": address,
                "share": share,
            }
        )
    return provinces


def _regencies(folder: Path) -> list[tuple[str, list[dict[str, str]]]]:
    """The regencies that have a profile in the site, by the name of their province."""
    names = regions.provinces("2022").set_index("code")["name"]
    table = regions.regencies()
    table = table.assign(province=table["province_code"].map(names), href=table["name"].map(_profile))
    there = table[[(folder / address).exists() for address in table["href"]]]
    return [
        (str(province), rows.sort_values("code")[["name", "href"]].to_dict("records"))
        for province, rows in there.groupby("province")
    ]


def _profile(name: str) -> str:
    """The address of a profile within its language."""
    return f"profiles/{profiles.slug(name)}.html"


def _map(links: dict[str, str]) -> dict[str, Any]:
    """The map of coverage, each province a link to its profile, and its words; empty where there are no profiles."""
    if not links:
        return {"map": "", "map_words": "", "map_source": ""}
    from coverage_lib.charts import maps
    from coverage_lib.drawing import geography
    from coverage_lib.measures.coverage import provinces_of

    coverage = load.load_coverage(base="employed")
    edges = geography.class_edges(provinces_of(coverage)["coverage"])
    figure = maps.coverage_map(coverage, load.load_boundaries("2021"), edges, links)
    return {
        "map": Markup(figure.drawing.inline(figure.alt)),
        "map_words": figure.subtitle,
        "map_source": figure.source,
    }
