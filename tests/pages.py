"""What tests read in a finished page, as a browser would: elements, texts, what would be loaded."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "link", "br", "img", "input", "hr", "path", "rect", "use"}
LOADING = {"src", "srcset", "href", "xlink:href", "data", "poster", "action", "formaction", "background"}


class Element(NamedTuple):
    """A start tag with its attributes and the elements that it stands in."""

    tag: str
    attributes: dict[str, str]
    within: tuple[str, ...]


class Reader(HTMLParser):
    """Elements, scripts and visible texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.elements: list[Element] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.texts: list[
            tuple[str, tuple[str, ...], str, str]
        ] = []  # text, tags, language, heading of its column
        self.headings: list[str] = []
        self.place = -1
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        self.elements.append(Element(tag, known, tuple(each for each, _known in self.open)))
        if tag == "table":
            self.headings = []
        if tag == "tr":
            self.place = -1
        if tag in ("td", "th"):
            self.place += 1
        if tag not in VOID:
            self.open.append((tag, known))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        self.elements.append(Element(tag, known, tuple(each for each, _known in self.open)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = tuple(each for each, _known in self.open)
        if "script" in tags:
            self.scripts.append(data)
        elif "style" in tags:
            self.styles.append(data)
        elif data.strip():
            if "thead" in tags:
                self.headings.append(data.strip())
            column = self.headings[self.place] if "tbody" in tags and self.place < len(self.headings) else ""
            languages = [known["lang"] for _tag, known in self.open if "lang" in known]
            self.texts.append((data.strip(), tags, languages[-1] if languages else "", column))

    def named(self, tag: str) -> list[Element]:
        """The elements of a tag."""
        return [element for element in self.elements if element.tag == tag]


def loads(reader: Reader) -> list[str]:
    """Addresses that a browser would ask for when it opens the page; links wait for the reader and are not among them."""
    asked = [
        f"{element.tag} {name}={value[:60]}"
        for element in reader.elements
        if element.tag != "a"
        for name, value in element.attributes.items()
        if name in LOADING and not value.startswith(("data:", "#"))
    ]
    style = "\n".join([*reader.styles, *(element.attributes.get("style", "") for element in reader.elements)])
    asked += re.findall(r"@import[^;]*", style)
    asked += [
        address
        for address in re.findall(r"url\(\s*['\"]?([^)]{0,60})", style)
        if not address.startswith(("data:", "#"))
    ]
    script = "\n".join(reader.scripts)
    return asked + re.findall(r"fetch\(|XMLHttpRequest|import\(|new Worker|sendBeacon|https?:", script)
