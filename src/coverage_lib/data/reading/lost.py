"""Counts that a spreadsheet has made small: where a point parts the thousands it read a decimal mark, and 850.123 people became 850."""

from typing import Any

import numpy as np
import numpy.typing as npt

from coverage_lib.data.reading.cells import Cells
from coverage_lib.data.reading.marks import THOUSANDS, Roles
from coverage_lib.data.reading.wording import Wrong

THOUSAND = 1000.0
#: Three digits stand between two marks for thousands, so what was a count has at most three behind the point.
DIGITS = 3


def lost_separators(
    given: Cells, values: npt.NDArray[np.float64], roles: Roles, people: bool, fractions: bool, stated: bool
) -> list[Wrong]:
    """Numbers that may be a thousand times what they say.

    Parameters
    ----------
    given : Cells
        The column.
    values : array of float, shape (N,)
        Its numbers, without the scale of the heading.
    roles : Roles
        What its marks mean.
    people : bool
        Whether people are counted one by one.
    fractions : bool
        Whether numbers of the column may have decimals whatever they are: percent, thousands, millions.
    stated : bool
        Whether somebody has stated the decimal mark and so vouches for it.
    """
    if fractions:
        return []
    if people:
        return _of_people(values)
    behind = [shape.marks.decimals for shape in given.texts.shapes if shape.what == "number"]
    if THOUSANDS in (roles.point, roles.comma):
        return _beside_texts(given, max(behind, default=0))
    return [] if stated else _beside_whole(values)


def _decimals(values: npt.NDArray[Any], digits: int) -> npt.NDArray[np.bool_]:
    """Which numbers have no more than so many decimals, and at least one."""
    shifted = values * 10.0**digits
    return (values % 1 != 0) & (np.abs(shifted - np.round(shifted)) < 1e-6)


def _wrong(
    values: npt.NDArray[Any], positions: npt.NDArray[Any], where: npt.NDArray[np.bool_]
) -> list[Wrong]:
    return [
        Wrong(int(position), "separators_lost", {"read": float(value), "whole": round(value * THOUSAND)})
        for position, value in zip(positions[where], values[where], strict=True)
    ]


def _of_people(values: npt.NDArray[np.float64]) -> list[Wrong]:
    """Nobody counts half a person."""
    positions = np.flatnonzero(np.isfinite(values))
    values = values[positions]
    lost = _decimals(values, DIGITS) & (np.abs(values) < THOUSAND)
    broken = (values % 1 != 0) & ~lost
    return _wrong(values, positions, lost) + [
        Wrong(int(at), "count_with_decimals") for at in positions[broken]
    ]


def _beside_texts(given: Cells, decimals: int) -> list[Wrong]:
    """Numbers of a workbook beside texts with marks for thousands: what the spreadsheet could take for a number, it did."""
    numbers = given.numbers
    small = np.abs(numbers) < THOUSAND
    lost = small & _decimals(numbers, DIGITS) & ~_decimals(numbers, decimals)
    if lost.any() or (len(numbers) and small.all()):
        # Then 850 may be what is left of 850.000.
        lost |= small & (numbers % 1 == 0) & (numbers != 0)
    return _wrong(numbers, given.number_at, lost)


def _beside_whole(values: npt.NDArray[np.float64]) -> list[Wrong]:
    """Small numbers with decimals beside large ones that have none."""
    positions = np.flatnonzero(np.isfinite(values))
    values = values[positions]
    broken, large = values % 1 != 0, np.abs(values) >= THOUSAND
    if not broken.any() or not (large & ~broken).any() or (large & broken).any():
        return []
    if not _decimals(values[broken], DIGITS).all():
        return []
    return _wrong(values, positions, broken)
