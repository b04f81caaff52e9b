"""Reconciled: one best estimate of each province's coverage over time on a stated base, with a grade, its alternatives, and what is set aside."""

import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submod_attrs={
        "candidates": ["candidates"],
        "estimates": ["CHOSEN_BY", "Reconciled", "reconcile", "standing"],
        "grades": ["GRADES"],
        "rules": ["AT_FAULT", "RULES"],
        "series": ["ALIKE", "REDRAWN"],
    },
)
