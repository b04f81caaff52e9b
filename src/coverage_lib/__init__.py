"""Coverage of Indonesia's employment social security, by province: load, compare, project, draw, report.

Everything an analyst needs is loaded from here when it is first used::

    from coverage_lib import load_coverage
    load_coverage(base="employed")
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules={"charts", "data", "drawing", "explore", "language", "load", "measures", "pages"},
    submod_attrs={
        "load": [
            "load_awards",
            "load_boundaries",
            "load_context",
            "load_coverage",
            "load_employment",
            "load_evidence",
            "load_members",
            "load_published",
            "load_reconciled",
            "load_rules",
            "load_sources",
            "load_targets",
            "load_verdicts",
            "read_table",
        ],
        "data.names": ["match_region"],
        "measures.audit": ["audit"],
        "data.regions": ["provinces", "regencies", "tile_grid"],
    },
)
