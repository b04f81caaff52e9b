"""The page of the package's functions, made offline from their docstrings.

Public is every function and class whose name, and whose module's name, begins with no underscore, and of a class its methods. The
command line is left out: ``ucj --help`` describes it. What the package exports stands first, what a room exports first in the room.
The source is read and not run, so that a signature stands as it is written and the same code gives the same bytes.
"""

import ast
import importlib
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

from markupsafe import Markup

from coverage_lib import language
from coverage_lib.pages import inputs, records, template

PAGE = "api.html"
PACKAGE = "coverage_lib"
#: Rooms of which only the door is for use; their other modules are steps on the way.
DOORS = {
    "coverage_lib.data.reading": ("table", "problems", "plain", "files"),
    "coverage_lib.data.own": ("adding", "checking", "entries", "listing"),
}
#: From what an analyst calls to what the project itself is made with.
ROOMS = ("load", "measures", "charts", "data", "language", "drawing", "intake", "pages", "explore")
#: A reference of Sphinx, such as :func:`coverage_lib.load.load_coverage`.
REFERENCE = re.compile(r":\w+:`~?([\w.]+)`")
#: Lines of an example, up to the next empty one.
EXAMPLE = re.compile(r"(?m)^>>> .*(?:\n.*\S.*)*")


class Entry(NamedTuple):
    """A function, a class or a method; the path names its module too."""

    path: str
    signature: str
    docstring: str
    methods: "tuple[Entry, ...]" = ()


class Module(NamedTuple):
    """A module or a package, its public functions and classes, and the paths of what it exports."""

    path: str
    docstring: str
    entries: list[Entry]
    exports: list[str]


def write(out: Path, langs: Sequence[str]) -> Path:
    """Write the page, unless it is up to date.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the site.
    langs : sequence of {"en", "id"}
        Languages of the start pages that the page leads back to.
    """
    key = inputs.combined(inputs.code_key(), list(langs))
    if not records.is_current(out, "api", key):
        package, *_modules = modules("__init__")
        rooms = [modules(room) for room in ROOMS]
        anchors = {path for room in rooms for module in room for path in paths(module)}
        values = {
            "starts": [(lang, language.LANGUAGES[lang]) for lang in langs],
            "package": package,
            "rooms": rooms,
            "html": lambda docstring, module: docstring_html(docstring, module, anchors),
            "version": inputs.version(),
        }
        records.store(out, "api", key, {PAGE: template.render("api.html.j2", values)})
    return out / PAGE


def modules(room: str) -> list[Module]:
    """A room and those of its modules that have public functions, by name.

    Parameters
    ----------
    room : str
        A module or a package of :mod:`coverage_lib`.

    Examples
    --------
    >>> [module.path for module in modules("language")][:2]
    ['coverage_lib.language', 'coverage_lib.language.catalogue']
    """
    file = inputs.PACKAGE / f"{room}.py"
    files = [file] if file.exists() else (inputs.PACKAGE / room).rglob("*.py")
    named = {_module_path(path): path for path in files}
    first, *others = [_read_module(path, file) for path, file in sorted(named.items()) if "._" not in path]
    shown = (module for module in others if module.entries or module.exports)
    return [first, *(module for module in shown if not _inside(module.path))]


def _inside(path: str) -> bool:
    """Whether a module is a step within a room of which only the door is for use."""
    room, _, name = path.rpartition(".")
    return name not in DOORS.get(room, (name,))


def paths(module: Module) -> Iterator[str]:
    """The paths of a module, its functions, its classes and their methods."""
    yield module.path
    for entry in module.entries:
        yield entry.path
        yield from (method.path for method in entry.methods)


def docstring_html(docstring: str, module: str, anchors: Collection[str]) -> Markup:
    """A docstring in numpydoc format as HTML; references lead to what is on the page.

    Parameters
    ----------
    docstring : str
        Without indentation.
    module : str
        The module that it stands in.
    anchors : collection of str
        Paths of everything on the page.

    Examples
    --------
    >>> print(docstring_html("See :func:`edges`.", "maps", {"maps.edges"}).strip())
    <p>See <a href="#maps.edges"><code>edges</code></a>.</p>
    """
    from pdoc.docstrings import numpy
    from pdoc.render_helpers import to_html

    def linked(reference: re.Match[str]) -> str:
        name = reference[1]
        path = next((path for path in (name, f"{module}.{name}") if path in anchors), None)
        return f"[`{name}`](#{path})" if path else f"`{name}`"

    text = numpy(REFERENCE.sub(linked, docstring).replace("::\n", ":\n"))
    # Sections are no headings of the page: who goes from heading to heading goes from function to function.
    text = re.sub(r"(?m)^#+ (.+)$", r"**\1**\n", text)
    return Markup(to_html(EXAMPLE.sub(lambda lines: indent(lines[0], "    "), text)))


def _module_path(file: Path) -> str:
    parts = file.relative_to(inputs.PACKAGE).with_suffix("").parts
    return ".".join([PACKAGE, *(part for part in parts if part != "__init__")])


def _read_module(path: str, file: Path) -> Module:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    entries = list(_entries(tree.body, path))
    return Module(
        path, ast.get_docstring(tree) or "", entries, _exports(path) if file.stem == "__init__" else []
    )


def _entries(body: Sequence[ast.stmt], path: str) -> Iterator[Entry]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            own = f"{path}.{node.name}"
            yield Entry(own, _fields(node), ast.get_docstring(node) or "", tuple(_methods(node, own)))
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Entry(f"{path}.{node.name}", _signature(node), ast.get_docstring(node) or "")


def _methods(node: ast.ClassDef, path: str) -> Iterator[Entry]:
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
            is_property = any(ast.unparse(each) == "property" for each in method.decorator_list)
            signature = "" if is_property else _signature(method, skip=1)
            yield Entry(f"{path}.{method.name}", signature, ast.get_docstring(method) or "")


def _signature(node: ast.FunctionDef, skip: int = 0) -> str:
    """Arguments and result as they are written, without the first `skip`, which is ``self``."""
    del node.args.args[:skip]
    return f"({ast.unparse(node.args)})" + (f" -> {ast.unparse(node.returns)}" if node.returns else "")


def _fields(node: ast.ClassDef) -> str:
    """What a class is made from: the arguments of its constructor or, where none is written, its fields."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            del method.args.args[:1]
            return f"({ast.unparse(method.args)})"
    fields = []
    for field in node.body:
        if isinstance(field, ast.AnnAssign):
            # A call such as field(repr=False) is no default.
            written = None if isinstance(field.value, ast.Call) else field.value
            default = f" = {ast.unparse(written)}" if written else ""
            fields.append(f"{ast.unparse(field.target)}: {ast.unparse(field.annotation)}{default}")
    return f"({', '.join(fields)})" if fields else ""


def _exports(path: str) -> list[str]:
    """Where the functions and classes that a package exports are defined."""
    package = importlib.import_module(path)
    exported = [getattr(package, name) for name in getattr(package, "__all__", ())]
    return sorted(
        f"{each.__module__}.{each.__qualname__}"
        for each in exported
        if hasattr(each, "__qualname__")
        and each.__module__.startswith(PACKAGE)
        and each.__qualname__[0] != "_"
    )
