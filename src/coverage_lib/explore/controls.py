"""The controls of the screen: one for each setting, with its words and what it offers."""

from typing import Any

import ipywidgets as widgets

from coverage_lib import language
from coverage_lib.explore import figures
from coverage_lib.explore.phrases import counted_by_word
from coverage_lib.explore.settings import COUNTED_BY, PACES, SEGMENTS, region_names
from coverage_lib.explore.view import HORIZON
from coverage_lib.language import _, vocabulary


def make_controls() -> dict[str, Any]:
    """A control for each setting, the link and the button to save, by name; still without words."""
    wide = widgets.Layout(width="100%")
    return {
        "regions": widgets.SelectMultiple(rows=8, layout=wide),
        "segment": widgets.Dropdown(layout=wide),
        "base": widgets.Dropdown(layout=wide),
        "counted_by": widgets.Dropdown(layout=wide),
        "first_year": widgets.Dropdown(layout=wide),
        "year": widgets.Dropdown(layout=wide),
        "target": widgets.BoundedFloatText(min=0, max=100, step=0.5, layout=wide),
        "target_year": widgets.Dropdown(layout=wide),
        "pace": widgets.Dropdown(layout=wide),
        "points": widgets.BoundedFloatText(min=0, max=50, step=0.5, layout=wide),
        "lang": widgets.Dropdown(
            options=[(name, code) for code, name in language.LANGUAGES.items()], layout=wide
        ),
        "link": widgets.Text(continuous_update=False, layout=wide),
        "save": widgets.Button(),
    }


def side_by_side(controls: dict[str, Any]) -> list[widgets.VBox]:
    """The controls side by side, those that belong together one over the other; they wrap on a narrow page."""
    groups = (
        ("regions",),
        ("segment", "base", "counted_by"),
        ("first_year", "year", "lang"),
        ("target", "target_year", "pace", "points"),
        ("link", "save"),
    )
    return [
        widgets.VBox(
            [controls[name] for name in names], layout=widgets.Layout(flex="1 1 190px", min_width="170px")
        )
        for names in groups
    ]


def set_value(control: Any, value: Any) -> None:
    """Set a control from a link, whose values may lie outside what the control offers."""
    if isinstance(control, widgets.BoundedFloatText):
        control.value = min(max(value, control.min), control.max)
    elif isinstance(control, widgets.Dropdown):
        offered = [each for _words, each in control.options]
        control.value = value if value in offered else None
    else:
        control.value = value


def label(controls: dict[str, Any]) -> None:
    """Words of the controls in the language in use."""
    choices, descriptions = _choices(), _descriptions()
    for name, control in controls.items():
        if name in choices:
            kept = control.value
            control.options = choices[name]
            if name != "regions" or kept:
                control.value = kept
        control.description = descriptions[name]
        if name != "save":
            control.description_allow_html = False
            control.style.description_width = "auto"


def _choices() -> dict[str, list[tuple[str, Any]]]:
    """What each list offers: its words and the value of the setting."""
    provisional = figures.provisional_years()
    years = figures.shown_years()
    return {
        "regions": [(name, code) for code, name in region_names().items()],
        "segment": [(vocabulary.segment_word(segment), segment) for segment in SEGMENTS],
        "base": [
            (_("all employed persons"), "employed"),
            (_("workers of the segment"), "segment_workers"),
            (_("eligible workers, as published"), "eligible"),
        ],
        "counted_by": [(counted_by_word(each), each) for each in COUNTED_BY],
        "first_year": [(str(year), year) for year in years],
        "year": [
            (_("{year}, provisional").format(year=year) if year in provisional else str(year), year)
            for year in years
        ],
        "target_year": [(language.date(f"{year}-12-31"), year) for year in figures.target_years(HORIZON)],
        "pace": list(
            zip(
                [_("as observed"), _("as the best quarter of provinces"), _("set by hand")],
                PACES,
                strict=True,
            )
        ),
    }


def _descriptions() -> dict[str, str]:
    """What each control is called."""
    return {
        "regions": _("Regions (several with Ctrl or Shift)"),
        "segment": _("Segment"),
        "base": _("Base"),
        "counted_by": _("Members counted by"),
        "first_year": _("Projection learns from"),
        "year": _("Year shown"),
        "target": _("Target, percent"),
        "target_year": _("Target date"),
        "pace": _("Pace"),
        "points": _("Points a year, by hand"),
        "lang": "Language · Bahasa",
        "link": _("Link to these settings; paste one to restore"),
        "save": _("Save this view"),
    }
