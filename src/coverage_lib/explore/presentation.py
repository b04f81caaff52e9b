"""The way of a view: settings, its numbers, its words, its drawings, each made once from the one before."""

from typing import NamedTuple

import pandas as pd

from coverage_lib import language
from coverage_lib.explore.pictures import Pictures, draw
from coverage_lib.explore.settings import Settings
from coverage_lib.explore.view import HORIZON, View, look
from coverage_lib.explore.words import Words, describe


class Presentation(NamedTuple):
    """A view with its words and drawings, as the screen shows it and the files hold it."""

    view: View
    words: Words
    pictures: Pictures


def present(settings: Settings, horizon: pd.Timestamp = HORIZON) -> Presentation:
    """Numbers, words and drawings for some settings, in their language.

    Parameters
    ----------
    settings, horizon
        See :func:`coverage_lib.explore.look`, also for what is raised.

    Examples
    --------
    >>> present(Settings(regions=("15",), target=55, target_year=2025)).pictures.ranking.title
    '0 of 34 provinces have reached 55%'
    """
    with language.use(settings.lang):
        view = look(settings, horizon)
        words = describe(view)
        return Presentation(view, words, draw(view, words))
