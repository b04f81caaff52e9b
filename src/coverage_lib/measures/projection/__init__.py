"""When does each region reach its target: the model, attainment, baselines, backtest.

Import what you need from here; nothing is loaded before it is used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "atlas": [
            "Yardstick",
            "answers",
            "carried_over",
            "national_quantiles",
            "next_step",
            "passage",
            "plan_steps",
            "plan_targets",
            "province_panel",
            "season_back",
            "segment_outlook",
            "yardstick",
        ],
        "baselines": ["BASELINES"],
        "checks": ["PanelError"],
        "counts": ["with_counts"],
        "class_prior": ["ClassPrior", "class_gains", "class_prior"],
        "forecast": ["Projection", "project", "project_in_chunks"],
        "eligible": [
            "Offsets",
            "eligible_answers",
            "eligible_draws",
            "eligible_region_draws",
            "offsets",
            "own_probabilities",
        ],
        "held": ["Draws", "against", "region_draws"],
        "joint": ["Assumptions", "Outlook", "outlook"],
        "outside": ["OutsideView", "outside_view", "own_paces"],
        "pace": ["at_pace"],
        "panel": ["Panel", "panel_from_text", "prepare"],
        "predictive": ["LEVELS", "QUANTILES"],
        "published_series": ["announced_path", "announced_totals", "decembers", "eligible_panel"],
        "record": ["scores"],
        "scoring": ["Backtest", "backtest", "crps", "interval_score", "least_points"],
        "variants": ["sensitivity"],
        "workforce": ["shrunk_growth", "workforce_paths"],
    },
)
