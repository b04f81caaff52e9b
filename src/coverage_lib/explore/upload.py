"""A table of the analyst's own on the page: chosen, checked at once, added with its source; the same words as on the command line."""

import html
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from coverage_lib import language
from coverage_lib.language import _

if TYPE_CHECKING:
    from coverage_lib.data.reading.problems import Problem

ACCEPTED = ".csv,.xlsx,.xls,.ods,.parquet"


class Upload(widgets.VBox):
    """A button that opens the fields for a table of one's own; they are made when it is pressed for the first time.

    Parameters
    ----------
    renew : callable
        Called when a table has been added.
    """

    def __init__(self, renew: Callable[[], None]) -> None:
        self._renew, self._lang = renew, language.current()
        self.fields: dict[str, Any] = {}
        self.toggle = widgets.ToggleButton()
        self.toggle.observe(self._opened, "value")
        self.result = widgets.HTML()
        self.result.add_class("atlas-result")
        super().__init__([self.toggle])
        self.add_class("atlas-upload")

    def label(self) -> None:
        """Words of the button and the fields in the language in use, which is that of all that is said from here on."""
        self._lang = language.current()
        self.toggle.description = _("Add a table of your own")
        if self.fields:
            for name, words in _descriptions().items():
                self.fields[name].description = words
            kept = self.fields["counted_by"].value
            self.fields["counted_by"].options = _ways_of_counting()
            self.fields["counted_by"].value = kept
            self.result.value = ""

    def _opened(self, change: dict[str, Any]) -> None:
        if change["new"] and not self.fields:
            self.fields = _fields()
            with language.use(self._lang):
                self.label()
            self.fields["file"].observe(lambda _change: self._in_words(self._check), "value")
            self.fields["counted_by"].observe(lambda _change: self._in_words(self._check), "value")
            self.fields["add"].on_click(lambda _button: self._in_words(self._add))
        if change["new"]:
            row = widgets.HBox(list(self.fields.values()))
            row.add_class("atlas-fields")
            self.children = [self.toggle, row, self.result]
        else:
            self.children = [self.toggle]

    def _in_words(self, act: Callable[[], None]) -> None:
        """Do something in the reader's language."""
        with language.use(self._lang):
            act()

    def _check(self) -> None:
        """Say what is in the file that was chosen, and what is wrong with it."""
        from coverage_lib.data import own
        from coverage_lib.data.reading.problems import Refused, errors
        from coverage_lib.intake.contents import contents

        if not self.fields["file"].value:
            return
        try:
            with self._file() as path:
                found = own.check(path, self._stated())
        except Refused as error:
            self._refuse(error.problems)
            return
        if errors(found.problems):
            self._refuse(found.problems, contents(found.table, found.understood))
            return
        last = _("It can be added: name its publisher, its title and the day on which it was published.")
        self._say(_pairs(contents(found.table, found.understood)), _list(found.problems), _paragraphs([last]))

    def _add(self) -> None:
        """Add the file with its source; the page then shows what the atlas shows with it."""
        from coverage_lib.data import own
        from coverage_lib.data.reading.problems import Refused
        from coverage_lib.intake import results

        source = {name: self.fields[name].value.strip() for name in ("publisher", "title", "date")}
        if not self.fields["file"].value or not all(source.values()):
            words = _("Choose a file first, and name its publisher, its title and the day on which it was published.")  # fmt: skip
            self._say(_paragraphs([words], "atlas-refused"))
            return
        try:
            before = results.in_use()
            with self._file() as path:
                added = own.add(path, **source, stated=self._stated())
        except Refused as error:
            self._refuse(error.problems)
            return
        self._say(_paragraphs(results.of_adding(added, before, results.in_use())), _list(added.problems))
        if not added.known:
            self._renew()

    @contextmanager
    def _file(self) -> Iterator[Path]:
        """The file that was chosen, on the disk for as long as it is read; only its copy in the analyst's folder stays."""
        (chosen,) = self.fields["file"].value
        name = PurePosixPath(PureWindowsPath(chosen["name"]).name).name.replace("\0", "") or "table"
        with tempfile.TemporaryDirectory(prefix="table-") as folder:
            path = Path(folder, name)
            path.write_bytes(bytes(chosen["content"]))
            yield path

    def _stated(self) -> dict[str, str]:
        way = self.fields["counted_by"].value
        return {"counted_by": way} if way else {}

    def _refuse(self, problems: "Sequence[Problem]", pairs: Sequence[tuple[str, str]] = ()) -> None:
        words = _("The table cannot be added. Correct it and choose it again.")
        self._say(_paragraphs([words], "atlas-refused"), _list(problems), _pairs(pairs))

    def _say(self, *parts: str) -> None:
        self.result.value = f'<div role="status">{"".join(parts)}</div>'


def _fields() -> dict[str, Any]:
    """The fields of a table, still without words."""
    wide = widgets.Layout(width="100%")
    return {
        "file": widgets.FileUpload(accept=ACCEPTED, multiple=False),
        "counted_by": widgets.Dropdown(layout=wide, options=[("", "")], style={"description_width": "auto"}),
        **{
            name: widgets.Text(layout=wide, style={"description_width": "auto"})
            for name in ("publisher", "title", "date")
        },
        "add": widgets.Button(),
    }


def _descriptions() -> dict[str, str]:
    return {
        "file": _("Choose a file"),
        "counted_by": _("Members counted by"),
        "publisher": _("Publisher"),
        "title": _("Title"),
        "date": _("Published on, 2026-11-03"),
        "add": _("Add it"),
    }


def _ways_of_counting() -> list[tuple[str, str]]:
    return [(_("as the table says"), ""), (_("domicile"), "domicile"), (_("office"), "office")]


def _paragraphs(lines: Sequence[str], style: str = "") -> str:
    return "".join(f'<p class="{style}">{html.escape(line)}</p>' for line in lines)


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(words)}</dd>" for label, words in pairs)
    return f"<dl>{rows}</dl>" if rows else ""


def _list(problems: "Sequence[Problem]") -> str:
    from coverage_lib.intake.words import lines

    parts = []
    for style, severities in (("atlas-faults", ("error", "warning")), ("atlas-notes", ("note",))):
        told = lines(problem for problem in problems if problem.severity in severities)
        items = "".join(f"<li>{html.escape(line)}</li>" for line in told)
        parts.append(f'<ul class="{style}">{items}</ul>' if items else "")
    return "".join(parts)
