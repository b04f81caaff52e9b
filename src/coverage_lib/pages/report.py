"""A notebook as a page: its exhibits and words in one self-contained HTML file.

What a page shows is read from the data beside each output (:data:`coverage_lib.drawing.exhibits.MIME`), never out of a
picture, and everything that is text is escaped.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from coverage_lib import language
from coverage_lib.drawing.exhibits import DRAWING, MIME, table_html
from coverage_lib.drawing.svg import Drawing
from coverage_lib.pages import template, words
from coverage_lib.pages.notebook import NotebookError, run


class PageFigure(NamedTuple):
    """A figure of a page; see :class:`coverage_lib.drawing.exhibits.Figure`."""

    title: str
    alt: str
    drawing: Drawing


class Page(NamedTuple):
    """A finished page, what the index says about it, and its figures by their names."""

    title: str
    lead: str
    html: str
    figures: dict[str, PageFigure]


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
        See :func:`coverage_lib.pages.notebook.run`.
    depth : int
        How many folders the page lies below the site's own.
    name : str, optional
        Of the file, without its ending; that of the notebook otherwise.

    Returns
    -------
    Page
    """
    notebook = run(path, lang, parameters)
    with language.use(lang):
        blocks = list(_blocks(notebook, path.name))
        title = _first(blocks, "title", default=path.stem)
        body, annex = _without_annex([block for block in blocks if block["kind"] != "title"])
        lead = _first(blocks, "lead", default="")
        values = {
            "title": title,
            "lead": lead,
            "blocks": body,
            "annex": annex,
            "contents": [block for block in blocks if block["kind"] == "heading" and block["level"] == 2],
            "name": name or path.stem,
            "up": "../" * depth,
            "folder": "profiles/" if depth > 1 else "",
            "definitions": words.definitions(),
            "citations": words.citations(),
        }
        html = template.render("report.html.j2", values | words.common() | _counted_to(blocks))
    figures = {
        block["name"]: PageFigure(block["title"], block["alt"], block["drawing"])
        for block in blocks
        if block["kind"] == "figure"
    }
    return Page(title, lead, html, figures)


def _counted_to(blocks: list[dict[str, Any]]) -> dict[str, str]:
    """The day of the latest count that the page's lead tells of, where it is not that of the atlas."""
    days = [block["counted_to"] for block in blocks if block.get("counted_to")]
    return {"data_date": language.date(max(days))} if days else {}


def _without_annex(blocks: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The blocks before the heading that is tagged as an annex, and those from it on."""
    start = next((place for place, block in enumerate(blocks) if block.get("annex")), len(blocks))
    return blocks[:start], blocks[start:]


def _first(blocks: list[dict[str, Any]], kind: str, default: str) -> str:
    return next((block["text"] for block in blocks if block["kind"] == kind), default)


def _blocks(notebook: Any, name: str) -> Iterator[dict[str, Any]]:
    """What a page is made of, in order: headings, text, findings, figures with their numbers, tables."""
    figures = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            annex = "annex" in cell.metadata.get("tags", [])
            yield from (block | {"annex": annex} for block in _text_blocks(cell.source))
            continue
        for output in cell.outputs if cell.cell_type == "code" else ():
            block = _output_block(output, f"{name}, cell {cell.execution_count}")
            if block["kind"] == "figure":
                figures += 1
                block["number"] = figures
            yield block


def _output_block(output: Mapping[str, Any], place: str) -> dict[str, Any]:
    """An exhibit as the template sets it; `place` is what an error names."""
    data = output.get("data", {})
    if MIME not in data:
        raise NotebookError(
            f"{place}: it shows what a page cannot set: {str(output)[:120]!r}. Show a Figure, Table, Finding or KeyFigures "
            "of coverage_lib.drawing.exhibits, or end the last line with a semicolon."
        )
    block = dict(data[MIME])
    if block["kind"] == "figure":
        block["drawing"] = Drawing(**data[DRAWING])
        block["inline"] = Markup(block["drawing"].inline(block["alt"]))
        block["rows"] = Markup(table_html(block["table"]))
    elif block["kind"] == "table":
        block["rows"] = Markup(table_html(block))
    return block


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
            yield {"kind": "text", "html": Markup(_markdown(part))}


def _markdown(text: str) -> str:
    import mistune

    return str(mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(text))
