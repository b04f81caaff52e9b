"""Notebooks into pages: run one in a language, set its exhibits and words into one self-contained HTML file.

A notebook is run in this process, cell by cell, by IPython itself, so that a worker that has loaded the libraries once can
write page after page. What a page shows is read from the data beside each output (:data:`coverage_lib.drawing.exhibits.MIME`), never
out of a picture, and everything that is text is escaped.
"""

import hashlib
import html
import importlib.metadata
import json
import re
import sys
import threading
import types
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

import coverage_lib
from coverage_lib import language
from coverage_lib.data.sources import home
from coverage_lib.drawing import exhibits
from coverage_lib.drawing.exhibits import MIME, on_page, table_html
from coverage_lib.drawing.fonts import LETTERS, font_css
from coverage_lib.language import _

TEMPLATES = Path(__file__).parent / "templates"
#: IPython has one shell in a process, and a Dask worker may have several threads.
_one_at_a_time = threading.Lock()


class NotebookError(RuntimeError):
    """A cell of a notebook failed; the message names the notebook, the cell and the reason."""


class Page(NamedTuple):
    """One finished page and the figures on it."""

    name: str
    title: str
    lead: str
    html: str
    figures: dict[str, str]
    notebook: Any


def notebooks() -> list[Path]:
    """The notebooks that are reports: those whose names begin with a number, in that order."""
    return sorted((home() / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def run(path: Path, lang: str, parameters: Mapping[str, Any] | None = None) -> Any:
    """Run a notebook in a language.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    lang : {"en", "id"}
        The language of its words and numbers.
    parameters : mapping, optional
        Values set after the cell that is tagged ``parameters``.

    Returns
    -------
    nbformat.NotebookNode
        The notebook with the outputs of this run, without the text cells of the other language.

    Raises
    ------
    NotebookError
        A cell failed.
    """
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    notebook = nbformat.read(path, as_version=4)
    others = {f"lang-{other}" for other in language.LANGUAGES} - {f"lang-{lang}"}
    notebook.cells = [cell for cell in notebook.cells if not others & set(cell.metadata.get("tags", []))]
    settings = Config()
    # Otherwise every page would be written into the history of the analyst's own IPython.
    settings.HistoryManager.enabled = False
    with _one_at_a_time, language.use(lang), on_page():
        # A module of its own: IPython would put it in the place of __main__, and no process could be started after.
        shell = InteractiveShell.instance(config=settings, user_module=types.ModuleType("notebook_cells"))
        shell.reset(new_session=True)
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type != "code":
                continue
            # As in JupyterLab, a semicolon at the end keeps the value of the last line to itself.
            silent = cell.source.rstrip().endswith(";")
            shell.ast_node_interactivity = "none" if silent else "last_expr"
            with capture_output() as captured:
                # Otherwise IPython would print the value of a last line instead of giving it as an output.
                shell.display_trap.hook = sys.displayhook
                result = shell.run_cell(cell.source, store_history=False)
            if not result.success:
                error = result.error_in_exec or result.error_before_exec
                raise NotebookError(f"{path.name}, cell {number}: {type(error).__name__}: {error}") from error
            if parameters and "parameters" in cell.metadata.get("tags", []):
                shell.user_ns.update(parameters)
                cell.source += "".join(f"\n{key} = {value!r}" for key, value in parameters.items())
            cell.execution_count = number
            cell.outputs = [
                nbformat.v4.new_output("display_data", data=shown.data, metadata=shown.metadata or {})
                for shown in captured.outputs
            ]
            if captured.stdout:
                cell.outputs.append(nbformat.v4.new_output("stream", name="stdout", text=captured.stdout))
    return notebook


def page(
    path: Path,
    lang: str,
    parameters: Mapping[str, Any] | None = None,
    depth: int = 1,
    name: str | None = None,
) -> Page:
    """Run a notebook and set it as a page.

    Parameters
    ----------
    path, lang, parameters
        See :func:`run`.
    depth : int
        How many folders the page lies below the site's own.
    name : str, optional
        Of the file, without its ending; that of the notebook otherwise.

    Returns
    -------
    Page
    """
    notebook = run(path, lang, parameters)
    name = name or path.stem
    with language.use(lang):
        blocks = list(_blocks(notebook, path.name))
        title = next((block["text"] for block in blocks if block["kind"] == "title"), path.stem)
        lead = next((block["text"] for block in blocks if block["kind"] == "lead"), "")
        text = _templates().get_template("report.html.j2").render(
            lang=lang,
            title=title,
            lead=lead,
            font=Markup(font_css(LETTERS)),
            blocks=[block for block in blocks if block["kind"] != "title"],
            contents=[block for block in blocks if block["kind"] == "heading" and block["level"] == 2],
            words=words(),
            other=next(other for other in language.LANGUAGES if other != lang),
            other_name=next(text for other, text in language.LANGUAGES.items() if other != lang),
            name=name,
            up="../" * depth,
            folder="profiles/" if depth > 1 else "",
            key=key(path, lang, parameters),
            **about(),
        )  # fmt: skip
    figures = {block["name"]: block["svg"] for block in blocks if block["kind"] == "figure"}
    return Page(name, title, lead, text, figures, notebook)


def _blocks(notebook: Any, name: str) -> Iterator[dict[str, Any]]:
    """What a page is made of, in order: headings, text, findings, figures with their numbers, tables."""
    figures = tables = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from _text_blocks(cell.source)
            continue
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            data = output.get("data", {})
            content = data.get(MIME)
            if content is None:
                raise NotebookError(
                    f"{name}, cell {cell.execution_count}: it shows what a page cannot set: {str(output)[:120]!r}. Show "
                    "a Figure, Table, Finding or KeyFigures of coverage_lib.drawing.exhibits, or end the last line with a semicolon."
                )
            block = dict(content)
            if block["kind"] == "figure":
                figures += 1
                block["number"] = figures
                block["svg"] = data["image/svg+xml"]
                block["inline"] = inline_svg(block["svg"], block)
                block["rows"] = table_html(block["table"])
            elif block["kind"] == "table":
                tables += 1
                block["number"] = tables
                block["rows"] = table_html(block)
            yield block


def _text_blocks(source: str) -> Iterator[dict[str, Any]]:
    """A markdown cell as headings, which the contents list needs, and text."""
    for part in re.split(r"(?m)^(#{1,4} .+)$", source):
        heading = re.fullmatch(r"(#{1,4}) (.+)", part.strip())
        if heading and len(heading[1]) == 1:
            yield {"kind": "title", "text": heading[2]}
        elif heading:
            anchor = re.sub(r"[^a-z0-9]+", "-", heading[2].lower()).strip("-")
            yield {"kind": "heading", "level": len(heading[1]), "text": heading[2], "anchor": anchor}
        elif part.strip():
            yield {"kind": "text", "html": _markdown(part)}


def _markdown(text: str) -> str:
    import mistune

    return str(mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(text))


def inline_svg(svg: str, figure: Mapping[str, Any]) -> str:
    """A figure's drawing for a page that sets its words itself: bands cropped off, alternative text as its label."""
    opening = svg[: svg.index(">") + 1]
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', opening)
    if box is None:
        raise ValueError(f"The drawing of figure {figure['name']!r} has no viewBox.")
    width, height = float(box[1]), float(box[2])
    body = height - figure["head"] - figure["foot"]
    body_svg = re.sub(
        r"<title[^>]*>.*?</title><desc[^>]*>.*?</desc>", "", svg[len(opening) :], count=1, flags=re.DOTALL
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'viewBox="0 {figure["head"]:g} {width:g} {body:g}" style="aspect-ratio:{width:g}/{body:g}" '
        f'aria-label="{html.escape(figure["alt"])}">{body_svg}'
    )


def words() -> dict[str, str]:
    """The words of the page itself, in the language in use."""
    return {
        "project": _("Jamsostek Coverage Atlas"),
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "home": _("All reports"),
        "figure": _("Figure"),
        "table_behind": _("The numbers behind the figure"),
        "source": _("Source: {source}"),
        "sources": _("Sources"),
        "definitions": _("Definitions"),
        "data_to": _("Data to {date}"),
        "version": _("Version {version}"),
        "read_in": _("Read in"),
        "scroll": _("Figure, scrolls sideways on a narrow screen"),
        "scroll_table": _("Table, scrolls sideways on a narrow screen"),
        "accessed": _("accessed {date}"),
        "terms": _("Terms:"),
    }


def definitions() -> list[tuple[str, str]]:
    """The words of the field and what they mean here."""
    return [
        (_("active member"), _("A person whose contributions are paid at the date.")),
        (
            _("coverage"),
            _(
                "Active members as a share of a base, in percent. The base is all employed persons unless a figure says otherwise."
            ),
        ),
        (
            _("formal"),
            _(
                "Members: wage-earning members (PU). Workers: employers with paid staff and employees, as BPS defines it."
            ),
        ),
        (_("informal"), _("Members: non-wage-earning members (BPU). Workers: all others.")),
        (
            _("eligible workers"),
            _(
                "The official base of universal coverage (UCJ): employed persons without civil servants, military and "
                "police; some offices leave out others too."
            ),
        ),
        (
            _("counted by domicile, by office"),
            _(
                "Where a member lives, or where the employer is registered. Only the first may be divided by employment."
            ),
        ),
        (_("gap"), _("The target less the coverage, in percentage points, or the workers between them.")),
        (
            _("provisional"),
            _("Counted within a year, at a date that the source does not state; drawn apart."),
        ),
    ]


def about() -> dict[str, Any]:
    """What stands on every page: sources, definitions, the date of the data, the version of the project."""
    from coverage_lib.data.build import inputs_key
    from coverage_lib.load import data_date

    return {
        "definitions": definitions(),
        "citations": _citations(language.current(), inputs_key()),
        "data_date": language.date(data_date()),
        "version": importlib.metadata.version("coverage-atlas"),
    }


@lru_cache(maxsize=8)
def _citations(lang: str, inputs: str) -> list[dict[str, str]]:
    from coverage_lib.data import sources

    return [
        {
            "table": name,
            "citation": str(record["citation"]),
            "accessed": language.date(str(record["accessed"])),
            "terms": str(record["licence"]),
        }
        for name in sources.names()
        for record in [sources.record(name)]
    ]


def key(path: Path, lang: str, parameters: Mapping[str, Any] | None = None) -> str:
    """A short mark of everything a page is made from; a page that carries it is up to date.

    Parameters
    ----------
    path, lang, parameters
        See :func:`run`.
    """
    from coverage_lib.data.build import inputs_key

    digest = hashlib.sha256()
    digest.update(path.read_bytes())
    digest.update(json.dumps([lang, dict(parameters or {})], sort_keys=True).encode())
    digest.update(inputs_key().encode())
    digest.update(_package_key().encode())
    return digest.hexdigest()[:16]


@cache
def _package_key() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(coverage_lib.__file__).parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def up_to_date(target: Path, mark: str) -> bool:
    """Whether a written page carries a mark of :func:`key`."""
    return target.exists() and f'content="{mark}"' in target.read_text(encoding="utf-8")[:4000]


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, exhibits.TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = _css_string
    return environment


def _css_string(text: str) -> Markup:
    """A text as a string of CSS that neither ends the string nor the style element."""
    return Markup('"' + re.sub(r'[\\"<>\n\r\f]', lambda found: f"\\{ord(found[0]):x} ", text) + '"')


def read_words(path: Path) -> tuple[str, str]:
    """Title and leading sentence of a written page."""
    start = path.read_text(encoding="utf-8")[:6000]
    lead = re.search(r'<meta name="description" content="([^"]*)">', start)
    title = re.search(r"<title>(.*?) – [^–]*</title>", start)
    return html.unescape(title[1] if title else path.stem), html.unescape(lead[1] if lead else "")
