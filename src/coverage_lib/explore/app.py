"""The page itself: labelled controls, and a screen that shows what the library says for them."""

import html
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from coverage_lib import language
from coverage_lib.data.regions import NATION
from coverage_lib.drawing.exhibits import MIME, table_html
from coverage_lib.drawing.fonts import LETTERS, font_css
from coverage_lib.explore import figures, outlook, saving
from coverage_lib.explore.controls import label, make_controls, set_value, side_by_side
from coverage_lib.explore.pictures.svg import Picture, alone
from coverage_lib.explore.presentation import Presentation, present
from coverage_lib.explore.remarks import explain
from coverage_lib.explore.settings import (
    Settings,
    SettingsError,
    from_query,
    region_names,
    to_query,
)
from coverage_lib.explore.upload import Upload
from coverage_lib.explore.view import View
from coverage_lib.language import _

HERE = Path(__file__).parent
#: The parts of the screen, in the order in which they stand and are read.
PARTS = ("saved", "remarks", "headline", "key_figures", "numbers", "map", "fan", "bars", "ranking", "source")
Observed = dict[str, Any]


@cache
def _style() -> str:
    return font_css(LETTERS) + (HERE / "screen.css").read_text(encoding="utf-8")


class Screen(anywidget.AnyWidget):
    """What is shown, as pieces of HTML by name; sends a message when a region is clicked."""

    _esm = (HERE / "screen.js").read_text(encoding="utf-8")
    parts = traitlets.List(list(PARTS)).tag(sync=True)
    saved = traitlets.Unicode().tag(sync=True)
    remarks = traitlets.Unicode().tag(sync=True)
    headline = traitlets.Unicode().tag(sync=True)
    key_figures = traitlets.Unicode().tag(sync=True)
    numbers = traitlets.Unicode().tag(sync=True)
    map = traitlets.Unicode().tag(sync=True)
    fan = traitlets.Unicode().tag(sync=True)
    bars = traitlets.Unicode().tag(sync=True)
    ranking = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)
    files: traitlets.List = traitlets.List().tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)

    def __init__(self, **state: Any) -> None:
        self._css = _style()
        super().__init__(**state)

    def show(self, shown: dict[str, str]) -> None:
        """Show these pieces and no others; what is the same as before is not sent again."""
        for name in PARTS:
            setattr(self, name, shown.get(name, ""))


class Explorer(widgets.VBox):
    """Controls and screen for one reader.

    Parameters
    ----------
    link : str, optional
        Settings to start from, as the field *Link* shows them; under Voila those of the page's own address.

    Attributes
    ----------
    settings : Settings
        What is chosen now.
    presentation : Presentation or None
        Numbers, words and drawings for it; None where the library refuses.
    """

    def __init__(self, link: str | None = None) -> None:
        self.presentation: Presentation | None = None
        self.address = ""
        self._quiet = False
        self._saved = ""
        start, problem = Settings(lang=language.current(), year=figures.last_full_year()), ""
        given = os.environ.get("QUERY_STRING", "") if link is None else link
        if given:
            try:
                start = from_query(given, start)
            except SettingsError as error:
                problem = str(error)
        self.settings = start
        self.screen = Screen()
        self.screen.on_msg(self._on_message)
        self.controls = make_controls()
        for name, control in self.controls.items():
            if name == "save":
                control.on_click(self._save)
            else:
                control.observe(lambda change, name=name: self._changed(name, change), "value")
        panel = widgets.HBox(side_by_side(self.controls))
        panel.add_class("atlas-controls")
        self.heading = widgets.HTML()
        self.heading.add_class("atlas-title")
        self.upload = Upload(self.renew)
        super().__init__([self.heading, panel, self.upload, self.screen])
        self.add_class("atlas")
        self._set(start, problem)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and beside it as data what it says, so that nbval compares that too."""
        data = super()._repr_mimebundle_(**options)
        if self.presentation is not None:
            data[MIME] = self.presentation.words.headline._repr_mimebundle_()[MIME]
        return data

    @property
    def view(self) -> View | None:
        """The numbers for what is chosen; None where the library refuses."""
        return self.presentation.view if self.presentation else None

    def restore(self, link: str) -> None:
        """Follow a link: set everything as it says, or say why it cannot be followed.

        Parameters
        ----------
        link : str
            As the field *Link* shows it.
        """
        try:
            wanted = from_query(link, self.settings)
        except SettingsError as error:
            self._set(self.settings, str(error))
        else:
            self._set(wanted)

    def renew(self) -> None:
        """Show what is in the tables now: a table has been added, and years may have come or gone."""
        before = set(figures.shown_years())
        _forget()
        years = figures.shown_years()
        new = [year for year in years if year not in before]
        year = new[-1] if new else min(years, key=lambda each: abs(each - self.settings.year))
        first = min(max(self.settings.first_year, years[0]), year)
        with language.use(self.settings.lang):
            self._quiet = True
            try:
                label(self.controls)
            finally:
                self._quiet = False
        self._set(replace(self.settings, year=year, first_year=first))

    def _changed(self, name: str, change: Observed) -> None:
        if self._quiet:
            return
        if name == "link":
            with language.use(self.settings.lang):
                self.restore(change["new"])
        else:
            changed: dict[str, Any] = {name: tuple(change["new"]) if name == "regions" else change["new"]}
            self._set(replace(self.settings, **changed))

    def _on_message(self, _widget: Screen, content: dict[str, Any], _buffers: Any) -> None:
        """Follow what the page sends: its own address, or a click on a region."""
        if content.get("kind") == "address":
            self.address = str(content["href"])
            self._set(self.settings)
        if content.get("kind") == "pick" and content["code"] in region_names():
            regions = _with_click(self.settings.regions, content["code"], bool(content.get("more")))
            self._set(replace(self.settings, regions=regions))

    def _set(self, settings: Settings, problem: str = "") -> None:
        """Follow settings: the controls, the link and the screen say the same thing afterwards."""
        new_language = settings.lang != self.settings.lang or not self.heading.value
        self.settings, self._saved = settings, ""
        with language.use(settings.lang):
            self._quiet = True
            try:
                if new_language:
                    label(self.controls)
                    self.upload.label()
                    title = _("Jamsostek Coverage Atlas: explore by hand")
                    self.heading.value = f"<h1>{html.escape(title)}</h1>"
                self._fill()
            finally:
                self._quiet = False
            self._show(problem)

    def _fill(self) -> None:
        for name, control in self.controls.items():
            if name not in ("save", "link"):
                value = getattr(self.settings, name)
                if control.value != value:
                    set_value(control, value)
        self.controls["points"].disabled = self.settings.pace != "by_hand"
        self.controls["link"].value = f"{self.address}?{to_query(self.settings)}"

    def _show(self, problem: str = "") -> None:
        """Put numbers, words and drawings on the screen, or the reason why there are none."""
        try:
            self.presentation = present(self.settings)
        except ValueError as error:
            self.presentation = None
            problem = problem or explain(error, figures.counted_both_ways())
        parts = {"saved": self._saved}
        if self.presentation is not None:
            parts |= _parts(self.presentation)
        if problem:
            parts["remarks"] = _list([problem], "atlas-refused") + parts.get("remarks", "")
        with self.screen.hold_sync():
            self.screen.lang = self.settings.lang
            self.screen.query = to_query(self.settings)
            self.screen.show(parts)

    def _save(self, _button: widgets.Button) -> None:
        with language.use(self.settings.lang):
            if self.presentation is None:
                return
            folder = saving.save(self.presentation)
            files = sorted(folder.iterdir())
            links = "".join(
                f'<a data-file="{html.escape(path.name)}" download="{html.escape(path.name)}" href="#">{html.escape(path.name)}</a>'
                for path in files
            )
            where = _("Saved in {folder}:").format(folder=folder)
            self._saved = f"<p>{html.escape(where)}{links}</p>"
            with self.screen.hold_sync():
                self.screen.files = [
                    {"name": path.name, "mime": saving.KINDS[path.suffix], "data": path.read_bytes()}
                    for path in files
                ]
                self.screen.saved = self._saved


def _forget() -> None:
    """Forget what was kept of the tables as they were."""
    for module in (figures, outlook):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()


def _with_click(chosen: tuple[str, ...], code: str, more: bool) -> tuple[str, ...]:
    """The regions after a click on one: it alone, or with `more` added to the others or taken away; never none, nor the nation
    with provinces.

    Examples
    --------
    >>> _with_click(("15",), "51", True), _with_click(("15", "51"), "15", True), _with_click(("15",), "15", True)
    (('15', '51'), ('51',), ('00',))
    """
    if not more:
        return (code,)
    if code in chosen:
        return tuple(other for other in chosen if other != code) or (NATION,)
    return (*(other for other in chosen if other != NATION), code)


def _list(texts: list[str], style: str = "") -> str:
    items = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
    return f'<ul class="{style}">{items}</ul>' if texts else ""


def _parts(presentation: Presentation) -> dict[str, str]:
    """The screen's pieces of HTML."""
    _view, words, pictures = presentation
    keys = "".join(
        f"<div><dt>{html.escape(label)}<span>{html.escape(base)}</span></dt><dd>{html.escape(value)}</dd></div>"
        for value, label, base in words.key_figures.items
    )
    source = _("Source: {source}").format(source=words.phrases.source)
    hint = _("Click a province to choose it; with Shift or Ctrl it is added to the others.")
    return {
        "remarks": _list(words.remarks),
        "headline": f'<p class="atlas-lead">{html.escape(words.headline.text)}</p>',
        "key_figures": f"<dl>{keys}</dl>" if keys else "",
        "numbers": table_html({**words.numbers.content(), "source": ""}),
        "source": f'<p class="atlas-note">{html.escape(source)}</p>',
        "map": _drawing(pictures.map, hint),
        "fan": _drawing(pictures.fan),
        "bars": _drawing(pictures.bars),
        "ranking": _drawing(pictures.ranking),
    }


def _drawing(picture: Picture, hint: str = "") -> str:
    below = f'<p class="atlas-note">{html.escape(hint)}</p>' if hint else ""
    return (
        f'<h2>{html.escape(picture.title)}</h2><p class="atlas-sub">{html.escape(picture.subtitle)}</p>'
        f"{alone(picture)}{below}"
    )
