"""The four drawings of a view, each a function from the view and its words; they draw what the view holds and compute nothing."""

from typing import NamedTuple

from coverage_lib.explore.pictures.bars import segment_bars
from coverage_lib.explore.pictures.fan import fans
from coverage_lib.explore.pictures.ranking import ranking
from coverage_lib.explore.pictures.regions import coverage_map
from coverage_lib.explore.pictures.svg import Picture
from coverage_lib.explore.view import View
from coverage_lib.explore.words import Words


class Pictures(NamedTuple):
    """The drawings in the order in which they stand on the screen and on a page."""

    map: Picture
    fan: Picture
    bars: Picture
    ranking: Picture


def draw(view: View, words: Words) -> Pictures:
    """The drawings of a view.

    Parameters
    ----------
    view : View
        From :func:`coverage_lib.explore.look`.
    words : Words
        From :func:`coverage_lib.explore.describe`, of the same view.
    """
    return Pictures(
        coverage_map(view, words), fans(view, words), segment_bars(view, words), ranking(view, words)
    )
