"""When does each region reach its target: the model, attainment, baselines, backtest.

Import what you need from here; nothing is loaded before it is used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "atlas": ["learned_here", "outlook", "plan_targets", "province_panel", "segment_outlook"],
        "baselines": ["BASELINES"],
        "checks": ["PanelError"],
        "forecast": ["Projection", "project", "project_in_chunks"],
        "learn": ["adapt", "fit"],
        "model": ["Parameters", "prior"],
        "nation": ["Nation", "project_nation", "project_sum"],
        "old_forecast": ["old_project", "project_fitted", "set_up"],
        "pace": ["at_pace"],
        "panel": ["Panel", "panel_from_text", "prepare"],
        "predictive": ["LEVELS", "QUANTILES"],
        "published_series": [
            "announced_path",
            "eligible_outlook",
            "eligible_panel",
            "learned_from_published",
            "own_probabilities",
        ],
        "record": ["scores"],
        "scoring": ["Backtest", "backtest", "crps", "interval_score", "least_points"],
    },
)
