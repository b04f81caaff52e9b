"""A drawing as SVG in parts, read once from what matplotlib writes; the same data give the same bytes.

Numbers are rounded, ids are counted, and a hatch that several colours share is written once.
"""

import html
import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from coverage_lib.drawing.fonts import font_css

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+")
_MOVE = re.compile(r"(translate|rotate|matrix)\(([^)]*)\)")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LENGTHS = ("x", "y", "points", "width", "height", "viewBox")
# Hatches, marks, clip paths and marks of a collection: matplotlib makes these ids from unrounded coordinates.
_MADE_ID = re.compile(r"(?:[hmp]|C[0-9a-f]+_[0-9a-f]+_)[0-9a-f]{10}")


class Drawing(NamedTuple):
    """A drawing in parts, from which a file, a page and a picture are put together.

    Parameters
    ----------
    name : str
        Every id of the drawing begins with it; another in each language.
    width, height : float
        Size in points, the bands of words included.
    head, foot : float
        Heights of the bands of words above and below the marks, in points; a page that sets the words itself crops them off.
    body : str
        All marks and what they refer to, as SVG without the element around them.
    letters : str
        The letters that are shown.
    """

    name: str
    width: float
    height: float
    head: float
    foot: float
    body: str
    letters: str

    def file(self, title: str, alt: str, font: bool = True) -> str:
        """A whole file of SVG.

        Parameters
        ----------
        title, alt : str
            What it shows, in short and with its numbers, for a reader who does not see it.
        font : bool
            Bring the letters that are shown, so that the file looks the same everywhere.

        Examples
        --------
        >>> drawing = Drawing("dot-en", 4, 4, 0, 0, '<circle r="2"/>', "")
        >>> print(drawing.file("A dot", "One dot.", font=False).partition("<title")[0])
        <svg xmlns:xlink="http://www.w3.org/1999/xlink" width="4pt" height="4pt" viewBox="0 0 4 4" \
xmlns="http://www.w3.org/2000/svg" version="1.1" role="img" aria-labelledby="dot-en-title dot-en-desc">
        """
        width, height = _rounded(self.width, 2), _rounded(self.height, 2)
        style = f"<style>{font_css(self.letters)}</style>" if font else ""
        return (
            f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt" '
            f'viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" version="1.1" role="img" '
            f'aria-labelledby="{self.name}-title {self.name}-desc"><title id="{self.name}-title">{html.escape(title)}</title>'
            f'<desc id="{self.name}-desc">{html.escape(alt)}</desc>\n<defs>{style}\n</defs>{self.body}</svg>\n'
        )

    def inline(self, alt: str) -> str:
        """The marks alone, for a page that sets the words and brings the font itself.

        Parameters
        ----------
        alt : str
            What the drawing shows, with its numbers, for a reader who does not see it.

        Examples
        --------
        >>> Drawing("dot-en", 4, 9, 3, 2, '<circle r="2"/>', "").inline("One dot.").partition("viewBox")[2]
        '="0 3 4 4" style="aspect-ratio:4/4" aria-label="One dot."><circle r="2"/></svg>'
        """
        width, head, height = (
            _rounded(value, 2) for value in (self.width, self.head, self.height - self.head - self.foot)
        )
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
            f'viewBox="0 {head} {width} {height}" style="aspect-ratio:{width}/{height}" '
            f'aria-label="{html.escape(alt)}">{self.body}</svg>'
        )


def read_marks(svg: str, name: str, labels: Mapping[str, str], links: Mapping[str, str]) -> tuple[str, str]:
    """The body and the letters of a :class:`Drawing`, from the SVG that matplotlib writes.

    Parameters
    ----------
    svg : str
        A file of matplotlib's.
    name : str
        What every id is to begin with.
    labels, links : mapping of str to str
        For marks with a gid: what a pointer that rests on them shows, and where a click on them leads.
    """
    root = ElementTree.fromstring(svg)
    for child in [*root.findall(f"{_SVG}metadata"), *root.findall(f"{_SVG}defs")[:1]]:
        root.remove(child)  # the first definitions are matplotlib's style, which no mark needs
    for element in root.iter():
        _round_numbers(element)
    groups = {element.get("id"): element for element in root.iter(f"{_SVG}g")}
    _name_ids(root, name)
    _share_hatches(root)
    for gid in labels.keys() & groups.keys():
        _add_label(groups[gid], labels[gid])
    for gid in links.keys() & groups.keys():
        _add_link(groups[gid], links[gid])
    body: list[str] = ["\n"]
    for child in root:
        _write(child, body)
    return "".join(body), letters_of(root)


def letters_of(drawing: ElementTree.Element | str) -> str:
    """The letters that a drawing shows, each once.

    Parameters
    ----------
    drawing : Element or str
        The drawing, or its marks as SVG.

    Examples
    --------
    >>> letters_of('<g><text x="1">27.1%</text><title>not shown</title></g><text>17</text>')
    '%.127'
    """
    if isinstance(drawing, str):
        opening = f'<svg xmlns="{_SVG[1:-1]}" xmlns:xlink="{_HREF[1:].partition("}")[0]}">'
        drawing = ElementTree.fromstring(f"{opening}{drawing}</svg>")
    shown = {letter for text in drawing.iter(f"{_SVG}text") for part in text.itertext() for letter in part}
    return "".join(sorted(shown))


def _round_numbers(element: ElementTree.Element) -> None:
    """Lengths to a hundredth and paths to a tenth of a point."""
    attributes = element.attrib
    for key in _LENGTHS:
        if key in attributes:
            attributes[key] = _NUMBER.sub(_hundredths, attributes[key])
    if "d" in attributes:
        tenths = _NUMBER.sub(lambda number: _rounded(float(number[0]), 1), attributes["d"])
        attributes["d"] = re.sub(r"\s*([A-Za-z])\s*", r"\1", tenths).strip()
    if "transform" in attributes:
        attributes["transform"] = _MOVE.sub(
            lambda move: f"{move[1]}({_NUMBER.sub(_hundredths, move[2])})", attributes["transform"]
        )


def _hundredths(number: "re.Match[str]") -> str:
    return _rounded(float(number[0]), 2)


def _rounded(number: float, digits: int) -> str:
    """A number without the digits that no reader sees.

    Examples
    --------
    >>> _rounded(72.0, 2), _rounded(-0.001, 2), _rounded(1.256, 2)
    ('72', '0', '1.26')
    """
    short = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _name_ids(root: ElementTree.Element, name: str) -> None:
    """Make ids unique on a page; those that matplotlib makes of unrounded coordinates are counted, since a last digit may differ."""
    names: dict[str, str] = {}
    counted = 0
    for element in root.iter():
        if own := element.get("id"):
            if _MADE_ID.fullmatch(own):
                counted += 1
                names[own] = f"{name}-d{counted}"
            else:
                names[own] = f"{name}-{own}"
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == "id":
                element.attrib[key] = names[value]
            elif key == _HREF:
                element.attrib[key] = "#" + names[value.removeprefix("#")]
            elif "url(" in value:
                element.attrib[key] = _REFERENCE.sub(lambda reference: f"url(#{names[reference[1]]})", value)


def _share_hatches(root: ElementTree.Element) -> None:
    """Write the marks of a hatch once where patterns differ only in the colour behind them."""
    alike: dict[tuple[str | None, str | None], list[tuple[ElementTree.Element, ElementTree.Element]]] = {}
    for pattern in root.iter(f"{_SVG}pattern"):
        for marks in pattern.findall(f"{_SVG}path"):
            alike.setdefault((marks.get("d"), marks.get("style")), []).append((pattern, marks))
    for (pattern, first), *others in alike.values():
        shared = f"{pattern.get('id')}-marks"
        if others:
            first.set("id", shared)
        for _pattern, marks in others:
            marks.tag, marks.attrib = f"{_SVG}use", {_HREF: f"#{shared}"}


def _add_label(group: ElementTree.Element, label: str) -> None:
    title = ElementTree.Element(f"{_SVG}title")
    title.text, title.tail, group.text = label, group.text, None
    group.insert(0, title)


def _add_link(group: ElementTree.Element, address: str) -> None:
    # A drawing is one picture to the keyboard: what a link of it leads to, stands in a list beside it.
    link = ElementTree.Element(f"{_SVG}a", {"href": address, "tabindex": "-1"})
    marks = [child for child in group if child.tag != f"{_SVG}title"]
    for mark in marks:
        group.remove(mark)
        link.append(mark)
    group.append(link)


def _write(element: ElementTree.Element, out: list[str]) -> None:
    """Write an element as matplotlib does, which the standard library would write in another form."""
    tag = element.tag.removeprefix(_SVG)
    out.append(f"<{tag}")
    for key, value in element.attrib.items():
        out.append(f' {"xlink:href" if key == _HREF else key}="{_escaped(value)}"')
    if len(element) or element.text:
        out.append(f">{_blank_or_text(element.text)}")
        for child in element:
            _write(child, out)
        out.append(f"</{tag}>")
    else:
        out.append("/>")
    out.append(_blank_or_text(element.tail))


def _blank_or_text(text: str | None) -> str:
    """Text as it is; of what only sets elements apart, a line break is left."""
    if not text or text.isspace():
        return "\n" if text and "\n" in text else text or ""
    return html.escape(text, quote=False)


def _escaped(value: str) -> str:
    return html.escape(value, quote=False).replace('"', "&quot;")
