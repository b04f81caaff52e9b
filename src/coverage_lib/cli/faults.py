"""The one place where a fault of the user becomes a sentence and an exit code; every other error is a bug and keeps its traceback."""

import contextvars
import errno
from typing import Any

import typer
from typer.core import TyperGroup

from coverage_lib.cli.screens import show_problems, tell

#: A disk or a folder that takes no file: nothing that a change of the code would mend.
CANNOT_WRITE = (errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.EPERM, errno.EROFS)


class Commands(TyperGroup):
    """The commands; what is wrong with the data ends with exit code 1, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command. The language that it chooses is its own: the next one in this process starts as this one did."""
        return contextvars.copy_context().run(self._invoke, ctx)

    def _invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (typer.Abort, typer.BadParameter, typer.Exit):
            raise
        except _unknown_language() as error:
            raise typer.BadParameter(str(error), param_hint="UCJ_LANG") from error
        except _faults_of_the_data() as error:
            _say(error)
            raise typer.Exit(1) from error
        except OSError as error:
            if error.errno not in CANNOT_WRITE or not error.filename:
                raise
            typer.echo(f"{error.filename} cannot be written: {error.strerror}.", err=True)
            raise typer.Exit(1) from error


def _say(error: Exception) -> None:
    """Print a fault: the problems of a table in the language in use, others as they are worded."""
    from coverage_lib.data.reading.problems import Refused
    from coverage_lib.language import _

    if isinstance(error, Refused):
        show_problems(error.problems, to_errors=True)
        tell([_("Nothing was changed.")], to_errors=True)
    else:
        typer.echo(str(error), err=True)


def _unknown_language() -> type[Exception]:
    """The error of a language that there is not; ``--lang`` takes none such, so it was ``UCJ_LANG``."""
    from coverage_lib.language.catalogue import UnknownLanguage

    return UnknownLanguage


def _faults_of_the_data() -> tuple[type[Exception], ...]:
    """The errors whose message is for the user; asked for when one is raised, so that a command starts quickly."""
    from coverage_lib.data.press.files import NotText
    from coverage_lib.data.reading.problems import TableError
    from coverage_lib.data.sources import BadData
    from coverage_lib.measures.projection import PanelError
    from coverage_lib.pages.screenshots import NoPictures

    return BadData, NotText, NoPictures, PanelError, TableError
