"""A drawing as SVG whose bytes depend on nothing but the data: short numbers, counted ids, words for assistive technology."""

import html
import re
from collections.abc import Mapping

_NUMBER = re.compile(r"-?\d+\.\d+")

_MADE_ID = r"(?:[hmp]|C[0-9a-f]+_[0-9a-f]+_)[0-9a-f]{10}"  # hatch, mark, clip path; marks of a collection


def _tidy(svg: str, name: str, title: str, alt: str, labels: Mapping[str, str]) -> str:
    """Round coordinates, make ids unique to the figure, and give the drawing its words for assistive technology."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'( x| y| points| width| height| viewBox)="([^"]*)"',
        lambda found: f'{found[1]}="{_NUMBER.sub(_short, found[2])}"',
        svg,
    )
    svg = re.sub(r' d="([^"]*)"', lambda found: f' d="{_path(found[1])}"', svg)
    svg = re.sub(
        r"(translate|rotate|matrix)\(([^)]*)\)",
        lambda found: f"{found[1]}({_NUMBER.sub(_short, found[2])})",
        svg,
    )
    svg = re.sub(r"<!--.*?-->\n?", "", svg)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>\n?", "", svg)
    svg = _count_ids(svg)
    svg = re.sub(r' id="([^"]+)"', rf' id="{name}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r"\n\s*", "\n", svg)
    for gid, text in labels.items():
        group = f'<g id="{name}-{gid}">'
        svg = svg.replace(group, f"{group}<title>{html.escape(text)}</title>", 1)
    opening = svg.index(">") + 1
    words = f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-desc">{html.escape(alt)}</desc>'
    start = svg[: opening - 1] + f' role="img" aria-labelledby="{name}-title {name}-desc">'
    return start + words + svg[opening:]


def _count_ids(svg: str) -> str:
    """Number the ids that matplotlib makes from unrounded coordinates, which may differ in the last digit."""
    made = dict.fromkeys(re.findall(rf' id="({_MADE_ID})"', svg))
    counted = {made_id: f"d{count}" for count, made_id in enumerate(made, start=1)}
    return re.sub(rf"\b{_MADE_ID}\b", lambda found: counted.get(found[0], found[0]), svg)


def _path(data: str) -> str:
    """A path to a tenth of a point, without the blanks that no reader needs."""
    short = _NUMBER.sub(lambda found: _short_to(found[0], 1), data)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", short).strip()


def _short(found: "re.Match[str]") -> str:
    return _short_to(found[0], 2)


def _short_to(text: str, digits: int) -> str:
    short = f"{float(text):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
