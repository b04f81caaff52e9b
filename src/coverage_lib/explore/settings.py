"""What a reader can set, as one value that goes into a link and comes back out of it."""

import dataclasses
import math
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import pandas as pd

from coverage_lib import language
from coverage_lib.data import names, regions
from coverage_lib.language import _
from coverage_lib.measures.coverage import BASES

SEGMENTS = ("total", "formal", "informal")
COUNTED_BY = ("domicile", "office")
PACES = ("observed", "best_quarter", "by_hand")
TARGET_YEARS = range(2022, 2046)


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
        Percent of the base.
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
    target: float = 43.92
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
    start = start or Settings()
    query = link.strip().split("#")[0].rpartition("?")[2]
    told = {key: values[-1] for key, values in parse_qs(query).items()}
    choices = {
        "segment": SEGMENTS,
        "base": BASES,
        "counted_by": COUNTED_BY,
        "pace": PACES,
        "lang": language.LANGUAGES,
    }
    changes: dict[str, object] = {}
    for key, allowed in choices.items():
        if key in told:
            if told[key] not in allowed:
                raise SettingsError(
                    _("The link says {key}={value}; what can stand there is: {choices}.").format(
                        key=key, value=told[key], choices=", ".join(allowed)
                    )
                )
            changes[key] = told[key]
    if "region" in told:
        changes["regions"] = tuple(dict.fromkeys(_region(text) for text in told["region"].split(",")))
    if "years" in told:
        first, _dash, last = told["years"].partition("-")
        changes["first_year"], changes["year"] = (
            int(_number("years", text)) for text in (first, last or first)
        )
    for key, name in (("target", "target"), ("points", "points")):
        if key in told:
            changes[name] = _number(key, told[key])
    if "by" in told:
        changes["target_year"] = int(_number("by", told["by"]))
    return dataclasses.replace(start, **changes)  # type: ignore[arg-type]


def _region(text: str) -> str:
    codes = set(regions.provinces(boundary="2021")["code"]) | {regions.NATION}
    if text in codes:
        return text
    try:
        return names.match_region(text, boundary="2021")
    except regions.UnknownRegion as error:
        near = ", ".join(error.candidates[:3]) if error.candidates else "Indonesia"
        raise SettingsError(
            _(
                "The link names the region {name!r}, which is none of the 34 provinces of 2021. Did you mean: {near}?"
            ).format(name=text, near=near)
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
