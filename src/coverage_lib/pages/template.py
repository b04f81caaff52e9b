"""The templates of the pages, filled in so that text stays text."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from coverage_lib.drawing import exhibits
from coverage_lib.drawing.fonts import LETTERS, font_css

FOLDER = Path(__file__).parent / "templates"


def render(name: str, values: Mapping[str, Any], folder: Path = FOLDER) -> str:
    """A template filled in; every value that is no :class:`markupsafe.Markup` is escaped.

    Parameters
    ----------
    name : str
        File name of the template.
    values : mapping
        What the template names; ``font``, the font of the house as CSS, is added.
    folder : pathlib.Path
        Where the template lies; it may include those of the pages and of tables too.
    """
    return _environment(folder).get_template(name).render({"font": Markup(font_css(LETTERS))} | dict(values))


@cache
def _environment(folder: Path) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(list(dict.fromkeys((folder, FOLDER, exhibits.TEMPLATES)))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = css_string
    return environment


def css_string(text: str) -> Markup:
    r"""A text as a string of CSS that ends neither the string nor the style element.

    Examples
    --------
    >>> print(css_string('Jambi "x"</style>'))
    "Jambi \22 x\22 \3c /style\3e "
    """
    return Markup('"' + re.sub(r'[\\"<>\n\r\f]', lambda sign: f"\\{ord(sign[0]):x} ", text) + '"')
