"""Settings that do not fit together are refused, with the reason and what to choose instead."""

from collections.abc import Sequence

from coverage_lib import language
from coverage_lib.explore.settings import Settings, SettingsError
from coverage_lib.language import _


def check(
    settings: Settings, years: Sequence[int], provisional: Sequence[int], target_years: Sequence[int]
) -> None:
    """Refuse settings that cannot be followed, and say why.

    Parameters
    ----------
    settings : Settings
        What was chosen.
    years, provisional : sequence of int
        The years for which there is coverage on the chosen base, and which of them were counted before their end.
    target_years : sequence of int
        The years for whose end a target can be set.

    Raises
    ------
    SettingsError
        In the language in use.
    """
    if not settings.regions:
        raise SettingsError(_("No region is chosen; choose Indonesia or a province."))
    _check_segment(settings)
    _check_target(settings, target_years)
    _check_years(settings, years)
    if settings.base != "eligible" and not _between(settings, set(years) - set(provisional)):
        raise SettingsError(
            _(
                "The year shown was counted before its end, and a projection starts from a count at the end of a year; choose an earlier "
                "first year."
            )
        )


def _check_segment(settings: Settings) -> None:
    if settings.base == "employed" and settings.segment != "total":
        raise SettingsError(
            _(
                "Of all employed persons only the coverage of all workers is a share: formal members divided by all employed "
                "would mostly say how many workers are formal. Choose the base “workers of the segment”, or the segment “all "
                "workers”."
            )
        )
    if settings.base == "segment_workers" and settings.segment == "total":
        raise SettingsError(
            _(
                "On the base “workers of the segment” formal members are divided by formal workers and informal members by "
                "informal workers. Choose one of the two segments, or the base “all employed persons”."
            )
        )


def _check_target(settings: Settings, target_years: Sequence[int]) -> None:
    if not 0 <= settings.target <= 100:
        raise SettingsError(
            _("The target is {target}; it is a share in percent, between 0 and 100.").format(
                target=language.number(settings.target, 2)
            )
        )
    if settings.target_year not in target_years:
        raise SettingsError(
            _("The target is for {year}; choose a year from {first} to {last}.").format(
                year=settings.target_year, first=target_years[0], last=target_years[-1]
            )
        )


def _check_years(settings: Settings, years: Sequence[int]) -> None:
    if settings.first_year > settings.year:
        raise SettingsError(
            _("The first year, {first}, lies after the year shown, {year}; swap them.").format(
                first=settings.first_year, year=settings.year
            )
        )
    listed = ", ".join(map(str, years))
    if not _between(settings, set(years)):
        raise SettingsError(
            _("There is no coverage from {first} to {year} on this base; there is for {years}.").format(
                first=settings.first_year, year=settings.year, years=listed
            )
        )
    if settings.base != "eligible" and settings.year not in years:
        raise SettingsError(
            _("There is no coverage for {year} on this base; there is for {years}.").format(
                year=settings.year, years=listed
            )
        )


def _between(settings: Settings, years: set[int]) -> bool:
    """Whether one of some years lies in the years chosen."""
    return any(settings.first_year <= year <= settings.year for year in years)
