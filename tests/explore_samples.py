"""Settings that the tests of explore share, and its drawings read back as marks."""

import re
from typing import NamedTuple
from xml.etree import ElementTree

from coverage_lib.explore import Settings

JAMBI_55 = Settings(regions=("15",), target=55, target_year=2025)
SAMPLE = [
    JAMBI_55,
    Settings(),
    Settings(regions=("31", "51"), target=60, target_year=2030, pace="best_quarter", lang="id"),
    Settings(regions=("15",), first_year=2023, year=2024, pace="by_hand", points=2.5),
    Settings(regions=("33",), segment="formal", base="segment_workers", target=70),
    Settings(regions=("53", "15"), segment="informal", base="segment_workers", target=30, target_year=2027, lang="id"),
    Settings(regions=("61",), base="eligible", year=2025, target=72, target_year=2027),
    Settings(regions=("00",), base="eligible", year=2025, target=52.15, target_year=2026),
    Settings(regions=("15",), year=2025, target=45),
]  # fmt: skip


def name(settings: Settings) -> str:
    """A test's name for some settings."""
    return f"{'+'.join(settings.regions)}-{settings.segment}-{settings.base}-{settings.year}"


class Mark(NamedTuple):
    """A mark of a drawing: its kind, its attributes, its text, the region that it belongs to, and where its group was moved to."""

    kind: str
    attributes: dict[str, str]
    text: str
    code: str
    x: float
    y: float

    def __getitem__(self, key: str) -> str:  # type: ignore[override]
        return self.attributes.get(key, "")

    def number(self, key: str) -> float:
        """An attribute as a number, moved as the group is where it is a place."""
        moved = {"x": self.x, "y": self.y, "cx": self.x, "cy": self.y}.get(key, 0.0)
        return float(self.attributes[key]) + moved

    def points(self) -> list[tuple[float, float]]:
        """The corners of a path."""
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", self.attributes["d"])]
        return [(x + self.x, y + self.y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def marks_of(body: str) -> list[Mark]:
    """The marks of a drawing in the order in which they are drawn."""
    marks: list[Mark] = []

    def read(element: ElementTree.Element, code: str, x: float, y: float) -> None:
        moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        code = element.get("data-code", code)
        if element.tag not in ("svg", "g"):
            marks.append(Mark(element.tag, dict(element.attrib), element.text or "", code, x, y))
        for child in element:
            read(child, code, x, y)

    read(ElementTree.fromstring(f"<svg>{body}</svg>"), "", 0.0, 0.0)
    return marks
