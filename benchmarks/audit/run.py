"""How good the audit of figures is: against labels made by reading, and against damage done on purpose. Writes RESULTS.md.

    .venv/bin/python benchmarks/audit/run.py

Every file ``labels_*.csv`` in this folder is scored, each in a section of its own. A verdict is right where it is the label, or one of the
labels that its reader would accept as well (column `also`).
"""

import resource
import time
from pathlib import Path

import damage
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

import coverage_lib
from coverage_lib import load_published
from coverage_lib.load import load_evidence
from coverage_lib.measures.audit import ALARMS, VERDICTS, audit

FOLDER = Path(__file__).parent
RECORD = Path(coverage_lib.__file__).parent / "measures" / "audit" / "scores.csv"
SOME_ROWS = 100


def main() -> None:
    figures, evidence = load_published(), load_evidence()
    audit(figures.head(SOME_ROWS), evidence)  # what is loaded and compiled once is not counted
    before, started = cpu(), time.perf_counter()
    verdicts = audit(figures, evidence).verdicts
    seconds = time.perf_counter() - started, cpu() - before
    sections = [head(verdicts, seconds)]
    for path in sorted(FOLDER.glob("labels_*.csv")):
        labels = pd.read_csv(path, dtype=str, keep_default_na=False)
        sections.append(scored(path.stem.removeprefix("labels_"), labels, verdicts))
    record(verdicts)
    sections.append(synthetic())
    text = "\n\n".join(sections) + "\n"
    (FOLDER / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


def record(verdicts: pd.DataFrame) -> None:
    """Write what the page shows of the scores into the package: see ``coverage_lib.measures.audit.scores``."""
    rows = []
    for path in sorted(FOLDER.glob("labels_*.csv")):
        labels = pd.read_csv(path, dtype=str, keep_default_na=False)
        read = labels.merge(verdicts[["id", "verdict"]], on="id", validate="1:1")
        alarm, labelled = read["verdict"].isin(ALARMS), read["label"].isin(ALARMS)
        accepted = [
            verdict in (label, *(word.strip() for word in also.split(";")))
            for verdict, label, also in zip(read["verdict"], read["label"], read["also"], strict=True)
        ]
        sample = path.stem.removeprefix("labels_")
        drawn_at_random = sample != "alarms"
        rows.append(
            {
                "sample": sample,
                "figures": len(read),
                "alarms": int(alarm.sum()),
                "upheld": int((alarm & labelled).sum()),
                "accepted": sum(accepted[place] for place in alarm[alarm].index),
                "labelled": int(labelled.sum()) if drawn_at_random else None,
                "found": int((alarm & labelled).sum()) if drawn_at_random else None,
            }
        )
    frame = pd.DataFrame(rows).astype({"labelled": "Int64", "found": "Int64"})
    frame.to_csv(RECORD, index=False, lineterminator="\n")


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def head(verdicts: pd.DataFrame, seconds: tuple[float, float]) -> str:
    counts = verdicts["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    rows = [
        [verdict, "alarm" if verdict in ALARMS else "", f"{count:,}"] for verdict, count in counts.items()
    ]
    return "\n".join(
        [
            "# The audit of published figures, scored",
            "",
            "Written by `python benchmarks/audit/run.py`; labels and rules of labelling were made by reading, before the audit was tuned.",
            "",
            f"All {len(verdicts):,} figures: {seconds[0]:.1f} s on the clock, {seconds[1]:.1f} s of processor (tables in memory).",
            "",
            markdown(["verdict", "", "figures"], rows),
        ]
    )


def scored(name: str, labels: pd.DataFrame, verdicts: pd.DataFrame) -> str:
    """Precision and recall of alarms, and which verdict was given for which label."""
    rows = labels[["id", "label", "also"]].merge(
        verdicts[["id", "verdict", "confidence"]], on="id", validate="1:1"
    )
    accepted = [
        {label, *filter(None, (word.strip() for word in also.split(";")))}
        for label, also in zip(rows["label"], rows["also"], strict=True)
    ]
    right = pd.Series([verdict in words for verdict, words in zip(rows["verdict"], accepted, strict=True)])
    may_alarm = pd.Series([bool(words & set(ALARMS)) for words in accepted])
    alarm, labelled = rows["verdict"].isin(ALARMS), rows["label"].isin(ALARMS)
    measures = [
        ("precision of alarms: the verdict is the label or accepted beside it", right[alarm]),
        ("precision of alarms: some alarm is the label or accepted", may_alarm[alarm]),
        ("precision of alarms: the label itself is an alarm", labelled[alarm]),
        ("recall of alarms: labelled alarms that are alarms", alarm[labelled]),
        ("false alarms: figures labelled and accepted as no alarm that are", alarm[~may_alarm]),
        ("verdict right, all figures", right),
    ]
    table = [[what, f"{int(hits.sum())} of {len(hits)}", *rate(hits)] for what, hits in measures]
    given = [verdict for verdict in VERDICTS if verdict in set(rows["verdict"])]
    crossed = pd.crosstab(rows["label"], rows["verdict"]).reindex(
        index=[v for v in VERDICTS if v in set(rows["label"])], columns=given
    )
    confusion = [
        [label, *(str(count) if count else "" for count in counts)] for label, *counts in crossed.itertuples()
    ]
    wrong = rows[~right].sort_values("id")
    listed = [[row.id, row.label, row.also, row.verdict] for row in wrong.itertuples()]
    return "\n".join(
        [
            f"## Labels: {name} ({len(rows)} figures)",
            "",
            markdown(["", "", "share", "95% interval (Wilson)"], table),
            "",
            "Label (rows) and verdict (columns):",
            "",
            markdown(["", *given], confusion),
            "",
            "Where the verdict is neither the label nor accepted:",
            "",
            markdown(["figure", "label", "also accepted", "verdict"], listed),
        ]
    )


def rate(hits: pd.Series) -> tuple[str, str]:
    """A share and its Wilson interval."""
    if hits.empty:
        return "–", "–"
    low, high = proportion_confint(int(hits.sum()), len(hits), method="wilson")
    return f"{hits.mean():.2f}", f"{low:.2f} to {high:.2f}"


def synthetic() -> str:
    """Figures that the audit bears out, damaged on purpose, one in an article."""
    table = []
    for kind, done in damage.every_kind():
        table.append(
            [
                kind,
                str(len(done.damaged)),
                *rate(done.damaged["alarm"]),
                *rate(done.damaged["named"])[:1],
                f"{done.new_alarms} of {done.others:,}",
            ]
        )
    return "\n".join(
        [
            "## Synthetic: figures damaged on purpose",
            "",
            "Of the figures that the audit finds consistent with high confidence one in an article is damaged, and the whole table audited again. "
            "New alarms are those on figures of articles that were left as they are.",
            "",
            markdown(
                [
                    "damage",
                    "figures",
                    "recall: an alarm",
                    "95% interval",
                    "with the word expected",
                    "new alarms elsewhere",
                ],
                table,
            ),
        ]
    )


def markdown(heading: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in [heading, ["---"] * len(heading), *rows]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
