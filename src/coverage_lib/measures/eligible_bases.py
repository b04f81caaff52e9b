"""Numbers of eligible workers, the base of the official share: every printed and implied one, and how they lie beside the employed."""

import re

import numpy as np
import pandas as pd

from coverage_lib.data.bases import ARTICLE, COUNTS, UCJ_BEGINS
from coverage_lib.measures.construction import PAID_AS, PARTS, adds_up
from coverage_lib.measures.published import count_figures, coverage_figures, preferred
from coverage_lib.measures.reconciled.rules import WRONG_NUMBER
from coverage_lib.measures.reconciled.series import ALIKE, redrawn

# Bases that are no workers, or no number of workers at all.
OTHER_BASES = ("target", "population")

#: How a base is called in its words; the first that fits. The words are the sources' own.
CALLED = {
    "potensi": r"\bpotensi\b",
    "semesta": r"\bsemesta\b",
    "eligible": r"\beligible \(|\blayak\b|\bberhak\b",
    "angkatan kerja": r"\bangkatan kerja\b",
    "penduduk bekerja": r"\b(?:penduduk|orang) (?:yang )?bekerja\b",
}

#: Who is left out of a base by its words or its note.
EXCLUSIONS = {
    "civil_servants": r"\b(?:non-)?asn\b|\bpns\b|\bp3k\b|\bcivil servants?\b",
    "military_police": r"\btni\b|\bpolri\b",
    "other_domicile": r"\bby nik\b|\bberdasarkan nik\b|\bmemiliki nik\b",
    "other_age": r"\bcovered age\b|\busia tanggungan\b",
    "construction": r"\bwithout construction\b",
}
DEFINITIONS = r"definition (?:eligible worker|of the coverage base)"
WITH_CONSTRUCTION = r"\bincludes construction\b|\bwith construction\b"

#: Verdicts of the audit after which a number is no base, nor a share from which one follows. One of another boundary keeps its own.
AT_FAULT = (*WRONG_NUMBER, "includes construction workers")

#: Below this part of all employed a number of eligible workers is to be checked, as it is above all of them.
VERY_FEW = 0.4

#: A share was taken of these too, but they are no eligible workers.
WHOLE = ("employed", "labour_force")

COLUMNS = [
    "code",
    "name",
    "level",
    "boundary",
    "segment",
    "date",
    "printed_date",
    "precision",
    "moment",
    "placed_at",
    "workers",
    "low",
    "high",
    "step",
    "bound",
    "known",
    "how",
    "base",
    "called",
    "excludes",
    "construction",
    "office",
    "id",
    "ids",
    "as_published",
    "publisher",
    "title",
    "source_date",
    "note",
]


def printed_bases(published: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every number of workers that a share was, or could have been, taken of: printed ones, and those that follow from printed ones.

    Parameters
    ----------
    published : pandas.DataFrame
        ``load_published()``.
    verdicts : pandas.DataFrame, optional
        ``load_verdicts()``: id and verdict. Numbers and shares with a verdict of :data:`AT_FAULT` are left out.

    Returns
    -------
    pandas.DataFrame
        One row for each number of each article: code, name, level, boundary, segment, date (last day that it can be of), printed_date,
        precision, moment, placed_at (as from :func:`coverage_lib.measures.published.count_figures`), workers, low, high (people, and
        what the printed digits leave open), step, bound, known (``printed`` or ``implied``), how (``printed``;
        ``members_and_share``, ``members_and_not_members``, ``share_and_not_members`` or ``segments``: what it follows from), base
        (``eligible``, ``potential`` before UCJ; ``employed`` or ``labour_force`` where a row of that measure is used as a base; of an
        implied one what is said of its share), called (a key of :data:`CALLED`, or empty), excludes (keys of :data:`EXCLUSIONS` joined
        by ``", "``), construction (``within``, ``left out`` or ``not stated``: by its parts, its words or its note), office, id (of the
        number, or of the share that it follows from; of segments all), ids (of all rows it rests on), as_published, publisher, title, source_date, note.

        Sorted by code, segment and time. Misprints and groups of regions are left out.

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> bases = printed_bases(load_published()).set_index("id")
    >>> bases.loc[["f0011"], ["workers", "known", "called"]].values.tolist()
    [[1312370.0, 'printed', 'potensi']]
    >>> bases.loc[["f0748"], ["workers", "low", "high", "ids"]].round().values.tolist()
    [[2231114.0, 2230431.0, 2231797.0, 'f0748, f0749']]
    """
    usable = published[~published["misprint"] & published["code"].notna()]
    verdict = usable["id"].map({} if verdicts is None else verdicts.set_index("id")["verdict"])
    # Where an article prints a number of workers that does not fit its share, it is not known which of the two is wrong, unless its
    # digits slipped.
    counts = usable[usable["measure"].isin(COUNTS) & verdict.ne("digits slipped or transposed")]
    usable = usable[~verdict.isin(AT_FAULT)]
    printed = _printed(usable)
    silent = usable[
        ~pd.MultiIndex.from_frame(usable[ARTICLE]).isin(pd.MultiIndex.from_frame(counts[ARTICLE]))
    ]
    implied = [_from_segments(printed), _from_members(silent), _from_not_members(silent)]
    rows = _without_repeats(printed, pd.concat(implied, ignore_index=True))
    rows = rows.assign(
        called=_called(rows), excludes=_excludes(rows), construction=_construction(rows, usable)
    )
    return rows[COLUMNS].sort_values(["code", "segment", "placed_at", "id"], ignore_index=True)


def _printed(published: pd.DataFrame) -> pd.DataFrame:
    """Eligible workers as printed, and the employed or the labour force where a share was taken of them."""
    as_base = published["id"].isin(published["base_id"])
    counts = [
        count_figures(rows, measure).assign(base=measure)
        for measure, rows in {
            "eligible_workers": published,
            "employed": published[as_base],
            "labour_force": published[as_base],
        }.items()
    ]
    rows = pd.concat(counts, ignore_index=True)
    eligible = np.where(rows["date"] >= UCJ_BEGINS, "eligible", "potential")
    base = rows["base"].where(rows["base"].ne("eligible_workers"), eligible)
    # Where the words do not contain the number, it is taken to be rounded to its last digit that is not zero.
    half = rows["active"].map(last_digit) / 2
    return rows.assign(
        workers=rows["active"],
        low=rows["low"].fillna(rows["active"] - half),
        high=rows["high"].fillna(rows["active"] + half),
        base=base,
        known="printed",
        how="printed",
        ids=rows["id"],
    )


def last_digit(count: float) -> float:
    """The unit of the last digit of a count that is not zero.

    Examples
    --------
    >>> last_digit(1_600_000), last_digit(1_312_370)
    (100000.0, 10.0)
    """
    digits = f"{count:.0f}"
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _from_segments(printed: pd.DataFrame) -> pd.DataFrame:
    """Formal and informal workers of one article added, where it prints no total."""
    article = ["code", "boundary", "moment", "publisher", "title"]
    parts = printed[printed["segment"].isin(["formal", "informal"])]
    both = parts.groupby(article)["segment"].transform("nunique").eq(2)
    group = parts[both].groupby(article, sort=False)
    first = parts[both].drop_duplicates(article).set_index(article)
    sums, ids = group[["workers", "low", "high"]].sum(), group["id"].agg(", ".join)
    sums = sums.assign(id=ids, ids=ids).reindex(first.index)
    return first.assign(**sums, segment="total", known="implied", how="segments").reset_index()


def _from_members(published: pd.DataFrame) -> pd.DataFrame:
    """Members over share, where both are printed and the number that they are a share of is not."""
    rates = _rates(published)
    rates = rates[rates["workers"].isna() & rates["active"].notna()]
    counts = published.set_index("id")[["low", "high"]].reindex(rates["active_id"]).set_axis(rates.index)
    return rates.assign(
        workers=100 * rates["active"] / rates["coverage"],
        low=100 * counts["low"] / rates["high"],
        high=100 * counts["high"] / rates["low"].clip(lower=0),
        known="implied",
        how="members_and_share",
        ids=rates["id"] + ", " + rates["active_id"],
    )


def _from_not_members(published: pd.DataFrame) -> pd.DataFrame:
    """Members and those who are none added; or those who are none over what the share leaves."""
    apart = published[published["measure"].eq("uncovered_workers") & published["unit"].eq("workers")]
    keys = [*ARTICLE, "date"]
    apart = apart.drop_duplicates(keys, keep=False)[[*keys, "id", "value", "low", "high"]]
    members = published[published["measure"].eq("active_participants") & published["unit"].eq("workers")]
    members = members.drop_duplicates(keys, keep=False)
    counted = count_figures(members, "active_participants").merge(
        members[[*keys, "id"]].merge(apart, on=keys, suffixes=("", "_apart")),
        on="id",
        suffixes=("", "_apart"),
    )
    added = counted.assign(
        workers=counted["active"] + counted["value"],
        low=counted["low"] + counted["low_apart"],
        high=counted["high"] + counted["high_apart"],
        how="members_and_not_members",
    )
    rates = _rates(published)
    rates = rates[rates["active_id"].isna() & rates["workers"].isna()].merge(
        published[[*keys, "id"]].merge(apart, on=keys, suffixes=("", "_apart")),
        on="id",
        suffixes=("", "_apart"),
    )
    left = (1 - rates[["coverage", "low", "high"]] / 100).clip(lower=0)
    divided = rates.assign(
        workers=rates["value"] / left["coverage"],
        low=rates["low_apart"] / left["low"],
        high=rates["high_apart"] / left["high"],
        how="share_and_not_members",
    )
    both = pd.concat([added, divided], ignore_index=True)
    return both.assign(known="implied", ids=both["id"] + ", " + both["id_apart"])


def _rates(published: pd.DataFrame) -> pd.DataFrame:
    """Shares that can be of workers, above zero."""
    rates = coverage_figures(published).astype({"active": float, "workers": float})
    return rates[~rates["base"].isin(OTHER_BASES) & (rates["coverage"] > 0)]


def _without_repeats(printed: pd.DataFrame, implied: pd.DataFrame) -> pd.DataFrame:
    """An implied number is left out where its article prints one for the segment and moment, or another way to it is more direct."""
    place = ["code", "boundary", "segment", "moment", "publisher", "title"]
    known = pd.MultiIndex.from_frame(printed[place])
    rows = implied[~pd.MultiIndex.from_frame(implied[place]).isin(known)]
    return pd.concat([printed, rows.drop_duplicates(place)], ignore_index=True)


def _called(rows: pd.DataFrame) -> pd.Series:
    """How each base is called: by its own words, else by what the note or the title repeats of them."""
    called = pd.Series("", index=rows.index, dtype=object)
    for where in ("as_published", "note", "title"):
        words = rows[where].str.lower()
        for name, pattern in CALLED.items():
            called = called.mask(called.eq("") & words.str.contains(pattern), name)
    return called


def _excludes(rows: pd.DataFrame) -> pd.Series:
    words = (rows["as_published"] + " " + rows["note"]).str.lower()
    said = [[name for name, pattern in EXCLUSIONS.items() if re.search(pattern, text)] for text in words]
    return pd.Series([", ".join(names) for names in said], index=rows.index, dtype=object)


def _construction(rows: pd.DataFrame, published: pd.DataFrame) -> pd.Series:
    """Whether construction workers are within a base of all segments: by its parts, where the article prints them, else by the notes."""
    article = ["code", "boundary", "moment", "publisher", "title"]
    parts = rows[rows["segment"].isin(PARTS)].drop_duplicates([*article, "segment"])
    parts = parts.pivot(index=article, columns="segment", values=["low", "high"]).reindex(
        columns=pd.MultiIndex.from_product([["low", "high"], PARTS])
    )
    parts = parts.reindex(pd.MultiIndex.from_frame(rows[article]))

    share_notes = published.dropna(subset=["base_id"]).groupby("base_id")["note"].agg(" ".join)
    shares = pd.Series([share_notes.get(name, "") for name in rows["id"]], index=rows.index, dtype=object)
    words = (rows["note"] + " " + shares).str.lower()
    without = words.str.contains(EXCLUSIONS["construction"]).to_numpy()
    total = rows["segment"].eq("total").to_numpy()
    choices = {
        "within": total & adds_up(rows, parts, PARTS),
        "left out": total & (adds_up(rows, parts, PAID_AS) | without),
        "within by its words": total & words.str.contains(WITH_CONSTRUCTION).to_numpy(),
    }
    found = np.select(list(choices.values()), list(choices), default="not stated")
    return pd.Series(found, index=rows.index, dtype=object).replace("within by its words", "within")


def beside_employed(bases: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """How large each base is beside all employed of August of its year.

    Parameters
    ----------
    bases : pandas.DataFrame
        From :func:`printed_bases`.
    employment : pandas.DataFrame
        ``load_employment("2021")``, with ``load_employment("2022")`` and those of regencies below it where bases of today's Papua and
        of regencies are wanted too: the boundary of a base decides which of them it is held against.

    Returns
    -------
    pandas.DataFrame
        The rows of `bases` with base_year (of the survey: that of the base, or the last one before it), employed, labour_force (people),
        ratio, ratio_low, ratio_high (base over employed; missing where no survey of its region is in the table) and like, for bases of
        all segments: ``fewer`` than all employed; as many as ``employed``, to 2%; more than these but no more than the ``labour_force``;
        ``more`` than that, which no base of workers can be; empty without a survey. And doubtful: whether a base of all segments is larger
        than all employed, or smaller than :data:`VERY_FEW` of them, so that it is to be checked.

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published
    >>> beside = beside_employed(printed_bases(load_published()), load_employment("2021")).set_index("id")
    >>> beside.loc[["f0011", "f0878", "f0088"], ["ratio", "like"]].round(3).values.tolist()
    [[0.716, 'fewer'], [0.466, ''], [1.0, 'employed']]
    """
    surveys = employment[["code", "boundary", "year", "employed", "labour_force"]].dropna(subset="employed")
    rows = bases.assign(year=bases["date"].dt.year.fillna(0).astype("int64"), order=range(len(bases)))
    rows = pd.merge_asof(
        rows.sort_values("year"),
        surveys.assign(base_year=surveys["year"]).sort_values("year"),
        on="year",
        by=["code", "boundary"],
    )
    rows = rows.sort_values("order").set_index(bases.index)
    limits = {"ratio": "workers", "ratio_low": "low", "ratio_high": "high"}
    rows = rows.assign(**{name: rows[column] / rows["employed"] for name, column in limits.items()})
    employed, labour_force = (rows["workers"] / rows[column] for column in ("employed", "labour_force"))
    sizes = {
        "employed": employed.between(1 - ALIKE, 1 + ALIKE),
        "fewer": employed < 1,
        "labour_force": rows["low"] <= (1 + ALIKE) * rows["labour_force"],
        "more": labour_force > 1,
    }
    like = np.select(list(sizes.values()), list(sizes), default="")
    # A part of the workers is never as large as the whole by its meaning.
    like = pd.Series(like, index=rows.index, dtype=object).where(rows["segment"].eq("total"), "")
    outside = (rows["ratio"] > 1 + ALIKE) | (rows["ratio"] < VERY_FEW)
    rows = rows.assign(like=like, doubtful=outside & rows["segment"].eq("total"))
    return rows.drop(columns=["year", "order"]).astype({"base_year": "Int64"})


def moves(bases: pd.DataFrame) -> pd.DataFrame:
    """How the base of all segments moved: each number beside the one before it, of the moments that have one.

    Parameters
    ----------
    bases : pandas.DataFrame
        From :func:`beside_employed`, or :func:`printed_bases`. Bases without a date are left out, and numbers of all employed or of the
        labour force where the region has others; of several for one moment a printed one is taken, and of these the one that is preferred everywhere (see :func:`coverage_lib.measures.published.preferred`).

    Returns
    -------
    pandas.DataFrame
        The rows of `bases` that are taken, in order of code, boundary and time, with before, before_date, before_id (the number before
        it; missing for the first), change (workers over before; 1 is no change), kind (``first``; ``repeated`` where it is the number
        before; ``jump``, as redrawn; ``within rounding`` where the digits of both allow the same number; else ``smaller``) and redrawn (whether it is another base by the rule of
        :func:`coverage_lib.measures.reconciled.series.redrawn`).

    Examples
    --------
    >>> from coverage_lib import load_published
    >>> moved = moves(printed_bases(load_published()))
    >>> moved.loc[moved["code"] == "11", ["workers", "redrawn"]].round(-4).values.tolist()
    [[2230000.0, False], [1700000.0, True], [1600000.0, False], [1750000.0, False], [1600000.0, False]]
    """
    rows = bases[bases["segment"].eq("total") & bases["moment"].notna()]
    whole = rows["base"].isin(WHOLE)
    rows = rows[whole.groupby([rows["code"], rows["boundary"]]).transform("all") | ~whole]
    printed = rows["known"].eq("printed")
    beside = printed.groupby([rows["code"], rows["boundary"], rows["moment"]]).transform("any")
    rows = preferred(rows[printed | ~beside], ["code", "boundary"])
    before = rows.groupby(["code", "boundary"])[["workers", "date", "id", "low", "high"]].shift()
    rows = rows.assign(before=before["workers"], before_date=before["date"], before_id=before["id"])
    moved = redrawn(rows["code"] + "-" + rows["boundary"], rows["low"], rows["high"])
    kinds = {
        "first": before["workers"].isna(),
        "repeated": rows["workers"].eq(before["workers"]),
        "jump": moved,
        "within rounding": (rows["low"] <= before["high"]) & (rows["high"] >= before["low"]),
    }
    kind = np.select(list(kinds.values()), list(kinds), default="smaller")
    return rows.assign(change=rows["workers"] / rows["before"], kind=kind, redrawn=moved)


def exclusions(bases: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Who is left out of the eligible workers as far as it is documented, and how many that is where a number of them is in the tables.

    Parameters
    ----------
    bases : pandas.DataFrame
        From :func:`beside_employed`.
    rules : pandas.DataFrame
        ``load_rules()``: the definitions of the base.

    Returns
    -------
    pandas.DataFrame
        One row for each of :data:`EXCLUSIONS`: exclusion, rules and bases (ids of the definitions and of the bases that say so, joined by
        ``", "``), share_low, share_high (percent of the employed: the least and the most that was printed for a province since UCJ; missing
        where no number of these people is in the tables, so that it is not known what they account for).

    Examples
    --------
    >>> from coverage_lib import load_employment, load_published, load_rules
    >>> beside = beside_employed(printed_bases(load_published()), load_employment("2021"))
    >>> exclusions(beside, load_rules()).set_index("exclusion")["rules"].to_dict()
    {'civil_servants': 'r44, r52, r53', 'military_police': 'r44, r52, r53', 'other_domicile': 'r52, r53', 'other_age': 'r44', 'construction': ''}
    """
    definitions = rules[rules["rule"].str.contains(DEFINITIONS, case=False)]
    words = (definitions["as_published"] + " " + definitions["note"]).str.lower()
    printed = (
        bases["segment"].eq("construction") & bases["level"].eq("province") & bases["date"].ge(UCJ_BEGINS)
    )
    shares = {"construction": 100 * bases.loc[printed, "ratio"]}
    none = pd.Series(dtype=float)
    rows = [
        {
            "exclusion": name,
            "rules": ", ".join(definitions.loc[words.str.contains(pattern), "id"]),
            "bases": ", ".join(bases.loc[bases["excludes"].str.contains(name), "id"]),
            "share_low": shares.get(name, none).min(),
            "share_high": shares.get(name, none).max(),
        }
        for name, pattern in EXCLUSIONS.items()
    ]
    return pd.DataFrame(rows)
