"""Charts: a data frame in, an exhibit out, with words from the language catalogue. One family of charts a module."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules={
        "associations",
        "base_ranks",
        "bridge",
        "change",
        "closing",
        "counting",
        "eligible_bases",
        "fan",
        "inequality",
        "levels",
        "maps",
        "neighbours",
        "not_members",
        "outlook",
        "outside",
        "own_targets",
        "paces",
        "plan",
        "province",
        "province_workers",
        "published",
        "quoted",
        "records",
        "scores",
        "segments",
        "sensitivity",
        "targets",
    },
)
