"""Edits of the raw tables of a copy of the project, for the fixture ``change_raw``."""

from coverage_lib.data.sources import raw_path


def cell(line, column, value):
    """An edit of one cell on a line of the file (the heading is line 1) that has no quoted comma before it."""

    def edit(lines):
        cells = lines[line - 1].split(",")
        cells[lines[0].split(",").index(column)] = value
        return [*lines[: line - 1], ",".join(cells), *lines[line:]]

    return edit


def line_of(name, text):
    lines = raw_path(name).read_text(encoding="utf-8").splitlines()
    (found,) = [number for number, line in enumerate(lines, 1) if line.startswith(text)]
    return found
