"""Pictures of the pages: without pages there is an error that says what to do."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from coverage_lib.cli import app
from coverage_lib.pages import screenshots


def test_pictures_of_nothing_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(screenshots.NoPictures, match="ucj report"):
        screenshots.take(tmp_path, tmp_path / "pictures")
    done = CliRunner().invoke(
        app, ["screenshots", "--out", str(tmp_path), "--pages", str(tmp_path / "nothing")]
    )
    assert done.exit_code == 1
