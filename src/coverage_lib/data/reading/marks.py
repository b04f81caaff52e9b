"""What points and commas mean in a column: decided from all of its cells, or not at all."""

from collections.abc import Iterable
from typing import NamedTuple

from coverage_lib.data.reading.shapes import Marks

THOUSANDS, DECIMAL = "thousands", "decimal"
OTHER = {".": ",", ",": "."}


class Roles(NamedTuple):
    """What each mark does: ``thousands``, ``decimal``, or None where it does nothing or nobody can say.

    `unclear` is empty, ``both_readings`` (cells can be read in two ways) or ``marks_contradict`` (a mark does both); `mixed`
    says that cells follow two conventions, each of which can be read in one way only.
    """

    point: str | None
    comma: str | None
    unclear: str = ""
    mixed: bool = False

    def of(self, mark: str) -> str | None:
        return self.point if mark == "." else self.comma

    @property
    def decimal(self) -> str | None:
        """The decimal mark that the column shows or implies; None where it has none or two."""
        if self.point == self.comma:
            return None
        if self.comma == DECIMAL or self.point == THOUSANDS:
            return ","
        return "."

    def fit(self, marks: Marks) -> bool:
        """Whether a number with these marks is one in this column."""
        if marks.kind == "decimal":
            return self.of(marks.mark) == DECIMAL
        if marks.kind in ("thousands", "both"):
            fits = self.of(marks.mark) == THOUSANDS
            return fits and (marks.kind == "thousands" or self.of(OTHER[marks.mark]) == DECIMAL)
        return marks.kind == "whole" or self.of(marks.mark) is not None


def roles_of(cells: Iterable[Marks], *, percent: bool, whole: bool, stated: str | None = None) -> Roles:
    """What the marks of a column mean.

    Parameters
    ----------
    cells : iterable of Marks
        Of all numbers in the column; each kind once is enough.
    percent : bool
        The column is in percent: three digits behind a mark are then decimals, for nothing is a thousand percent.
    whole : bool
        The column counts people or rupiah one by one: three digits behind a mark are then thousands.
    stated : {",", "."}, optional
        The decimal mark that somebody has stated; it settles everything.

    Examples
    --------
    >>> one, many, open_ = Marks("decimal", ",", 2), Marks("thousands", "."), Marks("open", ".")
    >>> roles_of([many, open_], percent=False, whole=False).of(".")
    'thousands'
    >>> roles_of([open_], percent=False, whole=False).unclear, roles_of([open_], percent=True, whole=False).of(".")
    ('both_readings', 'decimal')
    """
    if stated:
        return Roles(DECIMAL, THOUSANDS) if stated == "." else Roles(THOUSANDS, DECIMAL)
    cells = set(cells)
    shown = {mark: _shown(cells, mark) for mark in ".,"}
    if any(len(roles) == 2 for roles in shown.values()):
        return Roles(None, None, "marks_contradict")
    certain = {mark: next(iter(roles), None) for mark, roles in shown.items()}
    mixed = certain["."] is not None and certain["."] == certain[","]
    roles = dict(certain)
    for mark in ".,":
        if Marks("open", mark) not in cells:
            continue
        roles[mark] = DECIMAL if percent else THOUSANDS if whole else _open_role(cells, certain, mark, mixed)
        if roles[mark] is None:
            return Roles(certain["."], certain[","], "both_readings")
        if certain[mark] not in (None, roles[mark]):
            return Roles(None, None, "marks_contradict")
    return Roles(roles["."], roles[","], "", roles["."] is not None and roles["."] == roles[","])


def _shown(cells: set[Marks], mark: str) -> set[str]:
    """What cells that can be read in one way only show of a mark."""
    shown = {THOUSANDS for one in cells if one.kind in ("thousands", "both") and one.mark == mark}
    shown |= {DECIMAL for one in cells if one.kind == "decimal" and one.mark == mark}
    return shown | {DECIMAL for one in cells if one.kind == "both" and one.mark == OTHER[mark]}


def _open_role(cells: set[Marks], certain: dict[str, str | None], mark: str, mixed: bool) -> str | None:
    """What a mark with three digits behind it is; None where it can be either.

    Decimals are believed where other cells have three or more of them: beside "45.17" a "12.345" may be a count written in the
    other convention. A mark that no certain cell has parts thousands where the other one is seen to be the decimal mark; that the
    other one parts thousands says less, for "850,123" may be English beside an Indonesian "1.312.370".
    """
    if mixed:
        return None
    if certain[mark] == DECIMAL:
        behind = [one.decimals for one in cells if _decimal_mark(one) == mark]
        return DECIMAL if max(behind) >= 3 else None
    if certain[mark] == THOUSANDS or certain[OTHER[mark]] == DECIMAL:
        return THOUSANDS
    return None


def _decimal_mark(marks: Marks) -> str:
    return marks.mark if marks.kind == "decimal" else OTHER[marks.mark] if marks.kind == "both" else ""
