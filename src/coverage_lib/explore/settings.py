"""What a reader can set, as one value that goes into a link and comes back out of it."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs, urlencode

import pandas as pd

from coverage_lib import language
from coverage_lib.data import names, regions
from coverage_lib.language import _
from coverage_lib.measures.coverage import BASES

SEGMENTS = ("total", "formal", "informal")
COUNTED_BY = ("domicile", "office")
PACES = ("observed", "best_quarter", "by_hand")
BOUNDARY = "2021"  # the boundaries of the provinces within which members are published


class SettingsError(ValueError):
    """Settings that cannot be followed; the message says why and what to choose instead, in the reader's language."""


@dataclass(frozen=True)
class Settings:
    """The chosen regions, how coverage is measured, the target and the pace.

    Parameters
    ----------
    regions : tuple of str
        Kemendagri codes on the boundary of 2021; ``"00"`` is Indonesia.
    segment : {"total", "formal", "informal"}
        Whose coverage.
    base : {"employed", "segment_workers", "eligible"}
        What a share is divided by.
    counted_by : {"domicile", "office"}
        Where members are counted.
    first_year, year : int
        The first year that the projection learns from, and the year that is shown.
    target : float
        Percent of the base. The default is the national plan's rate for 2029 less construction's share of all employed
        (:func:`coverage_lib.measures.projection.yardstick`), since construction members are not counted by province.
    target_year : int
        The target is to be reached on 31 December of this year.
    pace : {"observed", "best_quarter", "by_hand"}
        The what-if: the region's own recent pace, that of the best quarter of provinces, or `points`.
    points : float
        Percentage points a year, for the pace set by hand.
    lang : {"en", "id"}
        Language of the reader.

    Examples
    --------
    >>> Settings(regions=("15",), target=55, target_year=2025).target_date
    Timestamp('2025-12-31 00:00:00')
    """

    regions: tuple[str, ...] = ("00",)
    segment: str = "total"
    base: str = "employed"
    counted_by: str = "domicile"
    first_year: int = 2022
    year: int = 2024
    target: float = 39.76
    target_year: int = 2029
    pace: str = "observed"
    points: float = 3.0
    lang: str = "en"

    @property
    def target_date(self) -> pd.Timestamp:
        """The day on which the target is to be reached."""
        return pd.Timestamp(self.target_year, 12, 31)


def to_query(settings: Settings) -> str:
    """The settings as the part of a link that follows the question mark.

    Examples
    --------
    >>> to_query(Settings(regions=("15", "71"), target=55, target_year=2025))[:45]
    'lang=en&region=15,71&segment=total&base=emplo'
    """
    return urlencode(
        {
            "lang": settings.lang,
            "region": ",".join(settings.regions),
            "segment": settings.segment,
            "base": settings.base,
            "counted_by": settings.counted_by,
            "years": f"{settings.first_year}-{settings.year}",
            "target": f"{settings.target:g}",
            "by": settings.target_year,
            "pace": settings.pace,
            "points": f"{settings.points:g}",
        },
        safe=",",
    )


def from_query(link: str, start: Settings | None = None) -> Settings:
    """The settings that a link, or the part of it after the question mark, holds.

    Parameters
    ----------
    link : str
        A link; what it does not name stays as in `start`. A region may be a code or a name.
    start : Settings, optional
        The default settings otherwise.

    Raises
    ------
    SettingsError
        Names the part of the link that cannot be read, and what can stand there.

    Examples
    --------
    >>> from_query("?region=Jambi&target=55&by=2025").regions
    ('15',)
    >>> from_query("http://localhost:8866/?years=2023-2024").first_year
    2023
    """
    query = link.strip().split("#")[0].rpartition("?")[2]
    parts = {key: values[-1] for key, values in parse_qs(query).items()}
    changes: dict[str, object] = _choices(parts)
    if "region" in parts:
        changes["regions"] = tuple(dict.fromkeys(_region(text) for text in parts["region"].split(",")))
    if "years" in parts:
        first, _dash, last = parts["years"].partition("-")
        changes["first_year"], changes["year"] = (
            int(_number("years", text)) for text in (first, last or first)
        )
    for key in ("target", "points"):
        if key in parts:
            changes[key] = _number(key, parts[key])
    if "by" in parts:
        changes["target_year"] = int(_number("by", parts["by"]))
    return dataclasses.replace(start or Settings(), **changes)  # type: ignore[arg-type]


@cache
def region_names() -> dict[str, str]:
    """Names of the regions that can be chosen by code, Indonesia first.

    Examples
    --------
    >>> region_names()["00"], region_names()["15"], len(region_names())
    ('Indonesia', 'Jambi', 35)
    """
    provinces = regions.provinces(boundary=BOUNDARY)
    return {regions.NATION: "Indonesia", **dict(zip(provinces["code"], provinces["name"], strict=True))}


def _choices(parts: Mapping[str, str]) -> dict[str, object]:
    """The parts of a link that are one of a few words."""
    choices = {
        "segment": SEGMENTS,
        "base": BASES,
        "counted_by": COUNTED_BY,
        "pace": PACES,
        "lang": language.LANGUAGES,
    }
    chosen = {key: parts[key] for key in choices if key in parts}
    for key, value in chosen.items():
        if value not in choices[key]:
            raise SettingsError(
                _("The link says {key}={value}; what can stand there is: {choices}.").format(
                    key=key, value=value, choices=", ".join(choices[key])
                )
            )
    return dict(chosen)


def _region(text: str) -> str:
    if text in region_names():
        return text
    try:
        return names.match_region(text, boundary=BOUNDARY)
    except regions.UnknownRegion as error:
        near = ", ".join(error.candidates[:3]) or region_names()[regions.NATION]
        raise SettingsError(
            _(
                "The link names the region {name!r}, which is none of the {count} provinces of {boundary}. Did you mean: {near}?"
            ).format(name=text, count=len(region_names()) - 1, boundary=BOUNDARY, near=near)
        ) from error


def _number(key: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SettingsError(
            _("The link says {key}={value}; a number was expected, written as 43.92.").format(
                key=key, value=text
            )
        )
    return value
