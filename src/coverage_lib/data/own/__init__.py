"""The analyst's own tables: their folder, what is in it, and how they stand beside the project's."""

from coverage_lib.data.own.adding import Added, add, remove
from coverage_lib.data.own.checking import Checked, check
from coverage_lib.data.own.entries import folder
from coverage_lib.data.own.listing import conflicts, problems, sources
from coverage_lib.data.own.preference import REASONS

__all__ = [
    "REASONS",
    "Added",
    "Checked",
    "add",
    "check",
    "conflicts",
    "folder",
    "problems",
    "remove",
    "sources",
]
