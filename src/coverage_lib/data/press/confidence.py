"""How sure a figure that was read is, and why."""

from coverage_lib.data.press.own_words import Meaning
from coverage_lib.data.press.places import Place
from coverage_lib.data.press.whereabouts import Found

LEVELS = ("low", "medium", "high")
# By how sure its meaning is; see :class:`coverage_lib.data.press.own_words.Meaning`.
MEASURE_FROM = {
    1: "measure from other words of the sentence",
    0: "measure from the sentence before",
    -1: "no word says that this is coverage",
}


def confidence(said: Meaning, region: Found[Place], when: Found[str]) -> tuple[str, str]:
    """``high``, ``medium`` or ``low``, and the reasons: what does not stand beside the number itself.

    Parameters
    ----------
    said : Meaning
        What the number measures.
    region, when : Found
        Its region and its date.
    """
    found = [one for one in (_of_measure(said), _of_region(region), _of_date(when)) if one]
    level = min((level for level, _ in found), default=2)
    return LEVELS[level], "; ".join(
        reason for _, reason in found
    ) or "measure, region and date stand beside the number"


def _of_measure(said: Meaning) -> tuple[int, str] | None:
    return None if said.sure == 2 else (max(said.sure, 0), said.why or MEASURE_FROM[said.sure])


def _of_region(region: Found[Place]) -> tuple[int, str] | None:
    if region.value is None:
        return 0, "no region named"
    if region.how != "here":
        return int(region.how.startswith(("from an earlier", "by "))), f"region {region.how}"
    if region.value.code is None:
        group = region.value.level.endswith("group")
        return 1, "several regions together" if group else "regency or city of that name is not said"
    return None


def _of_date(when: Found[str]) -> tuple[int, str] | None:
    if when.how == "unknown":
        return 1, "the date depends on that of the article, which is not given"
    if when.value is None:
        return 2, "of the time of the article" if when.how == "now" else "no date named"
    return None if when.how == "here" else (1, f"date {when.how}")
