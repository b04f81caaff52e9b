"""Formal against informal, and between provinces: who is missing, and compared to what.

Each function takes a data frame and returns one. Shares are made from counts, never from other shares; a segment that is
missing gives a missing result and a ``reason``; a share above 100% is kept and marked.
"""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "checks": ["TableError"],
        "rates": ["formal_informal_difference", "informal_of_ten", "not_members"],
        "change": ["decompose_change", "decompose_nation"],
        "published": ["eligible_beside_workers", "published_base", "segments_apart"],
        "association": ["associations", "influence"],
        "inequality": ["concentration", "inequality"],
        "table": ["province_table"],
        "space": ["local_autocorrelation", "spatial_autocorrelation", "neighbours"],
    },
)
