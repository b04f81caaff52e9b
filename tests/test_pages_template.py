"""Templates are filled in so that text stays text."""

import pytest
from jinja2 import UndefinedError

from coverage_lib.pages import template


def test_a_title_in_a_style_cannot_end_the_string_or_the_style() -> None:
    assert template.css_string('a"</style>\\') == '"a\\22 \\3c /style\\3e \\5c "'


def test_a_name_that_a_template_does_not_know_is_an_error_and_text_is_escaped() -> None:
    choice = {"lang": "en", "name": "<b>", "intro": "&"}
    page = template.render("start.html.j2", {"heading": "<script>", "choices": [choice]})
    assert "<h1>&lt;script&gt;</h1>" in page and "<h2>&lt;b&gt;</h2><p>&amp;</p>" in page
    assert "@font-face" in page
    with pytest.raises(UndefinedError, match="heading"):
        template.render("start.html.j2", {"choices": []})
