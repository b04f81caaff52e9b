"""How the audit did on figures that were judged by reading."""

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing.exhibits import Table
from coverage_lib.language import _
from coverage_lib.language.columns import Column


def scores_table(scores: pd.DataFrame) -> Table:
    """How the audit did on figures that were judged by reading.

    Parameters
    ----------
    scores : pandas.DataFrame
        From ``measures.audit.scores``.
    """
    rows = scores.assign(
        sample_word=scores["sample"].map(_sample_word),
        upheld_words=_of(scores["upheld"], scores["alarms"]),
        accepted_words=_of(scores["accepted"], scores["alarms"]),
        found_words=_of(scores["found"], scores["labelled"]),
    )
    return Table(
        name="audit-scores",
        title=_("The audit against readers"),
        frame=rows,
        columns=[
            Column("sample_word", _("Sample")),
            Column("figures", _("Figures read"), language.number),
            Column("alarms", _("Called wrong or in need of an explanation"), language.number),
            Column("upheld_words", _("Readers do too"), order="upheld"),
            Column("accepted_words", _("Readers accept the verdict"), order="accepted"),
            Column("found_words", _("Found, of those that readers call so"), order="found"),
        ],
        note=_(
            "The audit is kept silent where it is not sure: it misses some, so that what it says can be relied on."
        ),
    )


def _of(hits: pd.Series, all_of: pd.Series) -> list[str | None]:
    words = _("{hits} of {all} ({share})")
    return [
        None
        if pd.isna(hit) or not count
        else words.format(
            hits=language.number(hit),
            all=language.number(count),
            share=language.percent(100 * hit / count, 0),
        )
        for hit, count in zip(hits, all_of, strict=True)
    ]


def _sample_word(sample: str) -> str:
    return {
        "development": _("at random, used for tuning"),
        "judging": _("at random, kept for judging"),
        "alarms": _("all other alarms, among figures without one"),
    }[sample]
