"""What a printed share is a share of, as far as its words, its title, its note or the counts beside it say: nothing is assumed.

The rules are applied in their order, the first that fits decides, and its name is kept beside the base.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

# Inpres 2/2021, which set universal coverage (UCJ) as a goal: until then nobody counted the eligible workers of UCJ.
UCJ_BEGINS = pd.Timestamp("2021-03-25")

BASES = (
    "eligible",
    "potential",
    "employed",
    "labour_force",
    "population",
    "target",
    "not stated",
)

SHARES = ("coverage_rate", "coverage_rate_rt_rw", "uncovered_rate")
COUNTS = {"eligible_workers": "eligible", "employed": "employed", "labour_force": "labour_force"}

UCJ = (
    r"\b(?:ucj|ujc|uhc)\b|universal coverage|universal jamsostek|universal.{0,15}jamsostek coverage|\buc jamsostek|"
    r"coverage jamsostek"
)
POTENTIAL = r"potensi|potential|semesta|eligible|berhak|(?:less|outside) (?:asn|civil servants)"
LABOUR_FORCE = r"angkatan kerja|labour force"
EMPLOYED = r"(?:orang|penduduk) (?:yang )?bekerja|employed|bps workers"
# "27,16 persen dari target 48 persen" compares two rates; "61 persen dari target" is a share of the target.
OF_TARGET = r"dari target(?! \d+(?:[.,]\d+)? ?persen)"
TARGET_NOTED = r"not a coverage rate|% of the office target|of a target of"

# The Ministry of Home Affairs sets the yearly UCJ targets of the provinces; see targets.csv.source.yml.
SETS_UCJ_TARGETS = r"kemendagri|permendagri|bina bangda|bina pembangunan daerah"
# As programme_rules.csv reads them.
OF_EMPLOYED = ("target_rate_rpjmn", "target_rate_rkp")

# Counts are rounded in the print and the share is not computed from them: so far apart they still belong together.
TOLERANCE = 1.01

# The year of the long-term plans (RPJPN, RPJPD), which are quoted beside shares of today without being of their base.
LONG_TERM_PLAN = 2045

ARTICLE = ["region", "segment", "source_publisher", "source_title"]


class Rule(NamedTuple):
    """A rule: its name, where it looks, what it looks for there, and the base that it then finds."""

    name: str
    where: str
    pattern: str
    base: str


# Notes tell what the words that were kept do not, so they come first.
RULES = (
    Rule("print", "as_published", OF_TARGET, "target"),
    Rule("note", "note", TARGET_NOTED, "target"),
    Rule("note", "note", r"base as printed: population", "population"),
    Rule("note", "note", UCJ, "UCJ"),
    Rule("note", "note", POTENTIAL, "eligible"),
    Rule("note", "note", rf"base: .*(?:{LABOUR_FORCE})", "labour_force"),
    Rule("note", "note", rf"base: .*(?:{EMPLOYED})", "employed"),
    Rule("print", "as_published", LABOUR_FORCE, "labour_force"),
    Rule("print", "as_published", EMPLOYED, "employed"),
    Rule("print", "as_published", UCJ, "UCJ"),
    Rule("print", "as_published", POTENTIAL, "eligible"),
    Rule("title", "source_title", UCJ, "UCJ"),
    Rule("title", "source_title", POTENTIAL, "eligible"),
    Rule("title", "source_title", LABOUR_FORCE, "labour_force"),
)


def of_published(figures: pd.DataFrame, decided: pd.Series, misprinted: set[str]) -> pd.DataFrame:
    """The base of each printed share, why it is known, and the counts that were printed beside it.

    Parameters
    ----------
    figures : pandas.DataFrame
        id, code, region, segment, measure, unit, value, low, high (see ``numerals.with_limits``), date, date_from, date_to,
        as_published, note, source_publisher, source_title.
    decided : pandas.Series
        Bases decided by hand, by id; see ``readings.csv``.
    misprinted : set of str
        Ids of counts that cannot be; they are nobody's base.

    Returns
    -------
    pandas.DataFrame
        base (one of :data:`BASES`; missing for what is no share of workers); base_from: ``decided``, ``print``, ``note``,
        ``title``, ``count`` (the number of workers that the share is of stands in the same article, and the number of
        members beside it does not contradict) or ``alike`` (the same figure was printed elsewhere with its base); base_id,
        active_id: the rows with the number of workers and of members printed beside it. The index is that of `figures`.

    Examples
    --------
    >>> figures = pd.DataFrame({"id": ["f1", "f2"], "code": "15", "region": "Jambi", "segment": "total", "value": 45.0,
    ...     "low": 44.5, "high": 45.5, "measure": "coverage_rate", "unit": "percent", "date": "2024-12-02",
    ...     "date_from": pd.Timestamp("2024-12-02"), "date_to": pd.Timestamp("2024-12-02"), "note": "",
    ...     "as_published": ["45 persen", "45 persen dari target"], "source_publisher": "", "source_title": ["UCJ Jambi", ""]})
    >>> of_published(figures, pd.Series(dtype=str), set())[["base", "base_from"]].values.tolist()
    [['eligible', 'title'], ['target', 'print']]
    """
    shares = figures[figures["measure"].isin(SHARES) & (figures["unit"] == "percent")]
    found = _by_words(shares, RULES).join(_beside(shares, figures[~figures["id"].isin(misprinted)]))
    by_count = found["base"].isna() & found["says"].eq(True)
    found["base"] = found["base"].mask(by_count, found["counted"])
    found["base_from"] = found["base_from"].mask(by_count, "count")
    found = _potential_before_ucj(found, shares)
    by_hand = shares["id"].map(decided).astype(object)
    found["base"] = by_hand.fillna(found["base"])
    found["base_from"] = found["base_from"].mask(by_hand.notna(), "decided")
    found = _alike(found, shares)
    found["base"] = found["base"].fillna("not stated")
    # A count of other workers than those that the share is of is not its base.
    same = (found["base"] == found["counted"]) | (found["base"] == found["base_of_measure"])
    old = found["base"].eq("potential") & found["base_of_measure"].eq("eligible")
    found["base_id"] = found["base_id"].where(same | old)
    return found[["base", "base_from", "base_id", "active_id"]].reindex(figures.index)


def of_targets(targets: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """What each target is a share of, and why it is known.

    Parameters
    ----------
    targets : pandas.DataFrame
        code, region, segment, measure, unit, value, date_from, date_to, as_published, note, source_publisher, source_title.
    figures : pandas.DataFrame
        Published shares with their base, as in the table ``published``: region, segment, source_publisher, source_title, base.

    Returns
    -------
    pandas.DataFrame
        base, base_from. ``employed`` (``plan``) for RPJMN and RKP; else what words, note or title say, where the ministry
        that sets the targets of UCJ (Kemendagri) stands for ``eligible``; else the base of the same target printed elsewhere
        (``alike``); else that of the share that the same article prints beside it (``beside``; not for the long-term plan
        of 2045); else ``not stated``. Missing for numbers of workers, which are no shares.

    Examples
    --------
    >>> targets = pd.DataFrame({"code": "00", "region": "Indonesia", "segment": "total", "value": [32.15, 52.15, 68.0],
    ...     "measure": ["target_rate_rpjmn", "target_rate", "target_rate"], "unit": "percent", "as_published": "",
    ...     "note": ["", "Kemendagri", ""], "source_title": "", "source_publisher": "",
    ...     "date_from": pd.Timestamp("2025-01-01"), "date_to": pd.Timestamp("2025-12-31")})
    >>> of_targets(targets, pd.DataFrame(columns=[*ARTICLE, "base"])).values.tolist()
    [['employed', 'plan'], ['eligible', 'note'], ['not stated', None]]
    """
    shares = targets[targets["unit"] == "percent"]
    ministry = [
        Rule(name, where, SETS_UCJ_TARGETS, "UCJ")
        for name, where in (("note", "note"), ("print", "as_published"), ("title", "source_title"))
    ]
    found = _potential_before_ucj(_by_words(shares, (*RULES, *ministry)), shares)
    found.loc[shares["measure"].isin(OF_EMPLOYED), ["base", "base_from"]] = ["employed", "plan"]
    found = _alike(found, shares)
    beside = _beside_target(shares, figures)
    near = shares["date_to"].dt.year < LONG_TERM_PLAN
    by_figure = found["base"].isna() & beside.notna() & near
    found["base"] = found["base"].mask(by_figure, beside)
    found["base_from"] = found["base_from"].mask(by_figure, "beside")
    found = _alike(found, shares)
    found["base"] = found["base"].fillna("not stated")
    return found.reindex(targets.index).astype(object).where(lambda cells: cells.notna(), None)


def _beside_target(targets: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """The base of the shares that an article prints beside a target, where it is one and known."""
    known = figures[figures["base"].isin([base for base in BASES if base not in ("target", "not stated")])]
    one_base = known.drop_duplicates([*ARTICLE, "base"]).drop_duplicates(ARTICLE, keep=False)
    return targets[ARTICLE].merge(one_base, on=ARTICLE, how="left")["base"].set_axis(targets.index)


def _by_words(shares: pd.DataFrame, rules: tuple[Rule, ...]) -> pd.DataFrame:
    text = {where: shares[where].str.lower() for where in {rule.where for rule in rules}}
    fits = [text[rule.where].str.contains(rule.pattern, regex=True).to_numpy(dtype=bool) for rule in rules]
    first = np.select(fits, np.arange(len(rules)).tolist(), default=-1)
    words = {
        "base": [None if i < 0 else rules[i].base for i in first],
        "base_from": [None if i < 0 else rules[i].name for i in first],
    }
    return pd.DataFrame(words, index=shares.index, dtype=object)


def _potential_before_ucj(found: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Before UCJ, or without a date, the potential is that of its day; only the word UCJ itself needs no date."""
    since = shares["date_to"] >= UCJ_BEGINS
    base = found["base"].mask(found["base"].eq("eligible") & ~since, "potential")
    return found.assign(base=base.replace("UCJ", "eligible"))


def _beside(shares: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The counts of workers and members that one article prints beside a share, the ones that agree with it first."""
    columns = [*ARTICLE, "id", "date", "low", "high"]
    counts = figures[figures["unit"] == "workers"]
    workers = counts[counts["measure"].isin(COUNTS)]
    workers = workers.assign(counted=counted(workers), base_of_measure=workers["measure"].map(COUNTS))
    workers = workers[[*columns, "counted", "base_of_measure"]]
    members = counts[counts["measure"] == "active_participants"][columns]
    # Two different counts of members beside one share: which of them belongs to it cannot be told.
    members = members.drop_duplicates([*ARTICLE, "date"], keep=False)
    rates = shares[[*columns]].rename(columns={"id": "share_id"}).assign(row=shares.index)
    pairs = rates.merge(workers, on=ARTICLE, suffixes=("", "_workers"))
    pairs = pairs.merge(members, on=[*ARTICLE, "date"], how="left", suffixes=("", "_members"))
    least = 100 * pairs["low_members"] / pairs["high_workers"]
    most = 100 * pairs["high_members"] / pairs["low_workers"]
    compared = least.notna() & most.notna()
    agrees = (least <= pairs["high"] * TOLERANCE) & (most * TOLERANCE >= pairs["low"])
    pairs["agrees"] = compared & agrees
    pairs["contradicts"] = compared & ~pairs["agrees"]
    pairs["same_date"] = pairs["date"] == pairs["date_workers"]
    return _best_pair(pairs).join(_members_beside(rates, members), how="outer")


def counted(workers: pd.DataFrame) -> pd.Series:
    """What a count of workers counts, by its words where they name it, else by the measure of its row.

    Parameters
    ----------
    workers : pandas.DataFrame
        Printed counts, measure one of :data:`COUNTS`: measure, as_published, note.

    Returns
    -------
    pandas.Series
        ``eligible``, ``labour_force`` or ``employed``.

    Examples
    --------
    >>> row = {"measure": "eligible_workers", "as_published": "1.786.809 angkatan kerja", "note": ""}
    >>> counted(pd.DataFrame([row, row | {"note": "BPS less ASN, TNI, Polri"}])).tolist()
    ['labour_force', 'eligible']
    """
    words, notes = workers["as_published"].str.lower(), workers["note"].str.lower()
    noted = notes.str.contains(f"{POTENTIAL}|{UCJ}", regex=True)
    choices = {
        "eligible": noted,
        "labour_force": words.str.contains(LABOUR_FORCE, regex=True),
        "employed": words.str.contains(EMPLOYED, regex=True),
    }
    by_words = np.select([fits.to_numpy(dtype=bool) for fits in choices.values()], list(choices), default="")
    return pd.Series(by_words, index=workers.index, dtype=object).where(
        by_words != "", workers["measure"].map(COUNTS)
    )


def _best_pair(pairs: pd.DataFrame) -> pd.DataFrame:
    """One count of workers for each share; it says the base unless the members printed beside it contradict.

    Statistics of employment are often quoted beside a share of something else, so a count of the employed, of the labour
    force or of another date says the base only where the members printed beside it agree.
    """
    eligible = pairs["counted"] == "eligible"
    pairs["says"] = pairs["agrees"] | (eligible & pairs["same_date"] & ~pairs["contradicts"])
    kept = pairs[pairs["same_date"] | pairs["agrees"]].assign(eligible=eligible)
    order = ["row", "agrees", "same_date", "eligible", "id"]
    best = kept.sort_values(order, ascending=[True, False, False, False, True]).drop_duplicates("row")
    best = best.set_index("row").rename(columns={"id": "base_id"})
    return best[["base_id", "counted", "base_of_measure", "says"]]


def _members_beside(rates: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    pairs = rates.merge(members, on=[*ARTICLE, "date"], suffixes=("", "_members"))
    return pairs.drop_duplicates("row").set_index("row")["id"].rename("active_id")


def _alike(found: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """A figure of which no base is known gets that of the same figure printed elsewhere for the same time."""
    same = ["code", "segment", "value"]
    rows = shares[[*same, "date_from", "date_to"]].assign(row=shares.index, base=found["base"])
    known = rows[rows["base"].notna() & (rows["base"] != "target") & rows["code"].notna()]
    pairs = rows[rows["base"].isna()].merge(known, on=same, suffixes=("", "_known"))
    overlap = (pairs["date_from"] <= pairs["date_to_known"]) & (pairs["date_from_known"] <= pairs["date_to"])
    bases = pairs[overlap].groupby("row")["base_known"].unique()
    bases = bases[bases.str.len() == 1].str[0]
    return found.assign(
        base=found["base"].fillna(bases),
        base_from=found["base_from"].mask(found.index.isin(bases.index), "alike"),
    )
