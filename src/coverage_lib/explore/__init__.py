"""Explore by hand: settings in, the same numbers as in the reports out, drawn fast enough to follow a change at once.

A view goes one way: settings, its numbers (:func:`look`), its words (:func:`describe`), its drawings; :func:`present` makes all of
them, once, for the screen (:class:`Explorer`) and the files (:func:`save`).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "app": ["Explorer"],
        "presentation": ["Presentation", "present"],
        "saving": ["save"],
        "settings": ["Settings", "SettingsError"],
        "view": ["View", "look"],
        "words": ["Words", "describe"],
    },
)
