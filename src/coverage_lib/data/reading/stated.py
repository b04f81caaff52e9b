"""What an analyst states of a table because the table does not say it: which keys there are, and what each takes."""

from collections.abc import Mapping
from typing import Any

from coverage_lib.data.reading import dates, words
from coverage_lib.data.reading.problems import Problem, Refused, _
from coverage_lib.data.regions import BOUNDARIES

#: What may be stated, and the values that each takes; a sheet may be called anything, a date is one that can be read.
KEYS: dict[str, tuple[str, ...]] = {
    "sheet": (),
    "measure": tuple(words.MEASURES),
    "segment": words.SEGMENTS,
    "counted_by": words.COUNTED_BY,
    "base": words.BASES,
    "date": (),
    "level": ("national", "province", "regency", "village", "other"),
    "boundary": BOUNDARIES,
    "unit": ("people", "percent", "percentage_points", "rupiah"),
    "decimal": (",", "."),
}
#: What may be stated for a unit where the numbers are printed in thousands or millions of it.
SCALES = ("thousand", "ribu", "million", "juta")

#: The same values as an analyst in Indonesia says them.
ALSO: dict[str, dict[str, str]] = {
    "counted_by": {"domisili": "domicile", "kantor": "office"},
    "decimal": {"koma": ",", "titik": ".", "comma": ",", "point": "."},
    "level": {
        "nasional": "national", "provinsi": "province", "kabupaten": "regency", "kota": "regency",
        "kabupaten/kota": "regency", "desa": "village", "lainnya": "other",
    },
    "segment": {"pu": "formal", "bpu": "informal", "jakon": "construction", "jumlah": "total"},
    "unit": {"orang": "people", "persen": "percent"},
}  # fmt: skip


def checked(stated: Mapping[str, Any] | None) -> dict[str, str]:
    """What is stated, as texts by key.

    Parameters
    ----------
    stated : mapping or None
        Keys of :data:`KEYS`.

    Raises
    ------
    Refused
        A key or a value that there is not; every one is named with those that there are.

    Examples
    --------
    >>> checked({"counted_by": "domicile", "boundary": 2022})
    {'counted_by': 'domicile', 'boundary': '2022'}
    >>> checked({"counted_by": "kantor", "segment": "PU"})
    {'counted_by': 'office', 'segment': 'formal'}
    """
    said = {str(key): str(value).strip() for key, value in (stated or {}).items()}
    said = {key: ALSO.get(key, {}).get(value.casefold(), value) for key, value in said.items()}
    problems = [problem for key, value in said.items() if (problem := _problem(key, value))]
    if problems:
        raise Refused(problems)
    return said


def _problem(key: str, value: str) -> Problem | None:
    if key not in KEYS:
        fix = _("State one of these: {keys}.")
        return Problem("unknown_key", "error", _("nothing called {key} can be stated"), fix, {"key": key, "keys": list(KEYS)})  # fmt: skip
    taken = KEYS[key] + (SCALES if key == "unit" else ())
    if taken and value not in taken:
        fix = _("State one of these: {values}.")
        values: dict[str, Any] = {"key": key, "value": value, "values": list(taken)}
        return Problem("unknown_value", "error", _("{key} cannot be {value}"), fix, values)
    period = dates.read_date(value) if key == "date" else None
    if key == "date" and (period is None or period.last is None):
        fix = _("Write it 2026-10-31, 2026-10 or 2026.")
        return Problem("unknown_value", "error", _("{key} cannot be {value}"), fix, {"key": key, "value": value})  # fmt: skip
    return None
