"""Explore by hand: settings in, the same numbers as in the reports out, drawn fast enough to follow a change at once."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "app": ["Explorer"],
        "pictures": ["pictures"],
        "saving": ["save"],
        "settings": ["Settings", "SettingsError"],
        "view": ["View", "look"],
        "words": ["headline", "key_figures", "numbers", "remarks"],
    },
)
