"""Score the reading of press lines: how many of the proposed figures are right, and how many of the printed ones are found.

    python benchmarks/press_lines/run.py [SET.jsonl ...] [--errors]

reads every set of the folder (one text a line, with the figures that it states) and writes RESULTS.md. A figure is right when its
value, unit, measure, segment, region and date are right. Each proposal is paired with at most one figure of its text, those with most
fields alike first; the pairs with the same value and unit are what the fields are counted over.
"""

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from coverage_lib.data.press.reading import read_text

HERE = Path(__file__).parent
RIGHT = ("value", "unit", "measure", "segment", "region", "date")
FIELDS = (*RIGHT, "bound")
# Scores of sets on the day on which they were first read, before anything was changed for them: facts that are kept.
FIRST_SIGHT = HERE / "first_sight.csv"
GOALS = {"precision": 0.95, "recall": 0.85}


def proposals(line: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures that are proposed for a text, in the form of the sets."""
    day = date.fromisoformat(line["article_date"]) if line.get("article_date") else None
    return [
        {
            "value": figure.value,
            "unit": figure.unit,
            "measure": figure.measure,
            "segment": figure.segment,
            "region": figure.place.name if figure.place else None,
            "date": figure.date,
            "bound": figure.printed.bound,
            "confidence": figure.confidence,
        }
        for figure in read_text(line["text"], day).figures
    ]


def same(field: str, proposed: Any, expected: Any) -> bool:
    """Whether a field is right; numbers but for the last binary digit."""
    if field == "value":
        return math.isclose(float(proposed), float(expected), rel_tol=1e-9)
    return (proposed or None) == (expected or None)


def pairs(
    proposed: list[dict[str, Any]], expected: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each proposal with the figure that it is most like, among those with its value and unit."""
    alike = [
        (sum(same(field, one.get(field), other.get(field)) for field in FIELDS), place, position)
        for place, one in enumerate(proposed)
        for position, other in enumerate(expected)
        if same("value", one["value"], other["value"]) and same("unit", one["unit"], other["unit"])
    ]
    chosen, left, right = [], set(), set()
    for _, place, position in sorted(alike, key=lambda each: (-each[0], each[1], each[2])):
        if place not in left and position not in right:
            left.add(place)
            right.add(position)
            chosen.append((proposed[place], expected[position]))
    return chosen


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of Wilson for a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.959964, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def score(lines: Iterable[dict[str, Any]], *, errors: bool = False) -> Counter[str]:
    """Counts over the texts of a set: proposed, expected, right, paired, and right by field and by confidence."""
    counts: Counter[str] = Counter()
    for line in lines:
        proposed, expected = proposals(line), line["figures"]
        paired = pairs(proposed, expected)
        right = [
            pair
            for pair in paired
            if all(same(field, pair[0].get(field), pair[1].get(field)) for field in RIGHT)
        ]
        counts.update(
            texts=1, proposed=len(proposed), expected=len(expected), paired=len(paired), right=len(right)
        )
        for one, other in paired:
            counts.update(field for field in FIELDS if same(field, one.get(field), other.get(field)))
        for one in proposed:
            counts[f"proposed {one['confidence']}"] += 1
        for one, _ in right:
            counts[f"right {one['confidence']}"] += 1
        if errors and (len(right) < len(expected) or len(right) < len(proposed)):
            show(line, proposed, expected, right)
    return counts


def show(
    line: dict[str, Any],
    proposed: list[dict[str, Any]],
    expected: list[dict[str, Any]],
    right: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    """Print a text with what was proposed wrongly (+) and what was expected and not found (-)."""
    print(f"{line['id']}  {line['text']}")
    for one in proposed:
        if not any(one is pair[0] for pair in right):
            print("   +", *(one[field] for field in FIELDS), one["confidence"])
    for one in expected:
        if not any(one is pair[1] for pair in right):
            print("   -", *(one.get(field) for field in FIELDS))


def share(hits: int, of: int) -> str:
    """A share with its interval and its counts, for the table."""
    low, high = wilson(hits, of)
    return f"{hits / of:.3f} ({low:.3f}–{high:.3f}), {hits} of {of}" if of else "none"


def first_sight(scores: dict[str, Counter[str]]) -> list[str]:
    """The scores at first sight of sets that somebody else wrote, beside those of today."""
    with FIRST_SIGHT.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] in scores]
    if not rows:
        return []
    lines = [
        "",
        "At first sight, before anything was changed for it, a set that somebody else wrote was read as follows. Its errors were then",
        "looked at and general causes of them mended, so it is no longer blind: today's score of it only says that nothing was lost.",
        "",
        "| set | first read on | texts | precision at first sight | recall at first sight | precision today | recall today |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        right, proposed, expected = (int(row[name]) for name in ("right", "proposed", "expected"))
        counts = scores[row["set"]]
        cells = [
            row["set"],
            row["date"],
            row["texts"],
            share(right, proposed),
            share(right, expected),
            share(counts["right"], counts["proposed"]),
            share(counts["right"], counts["expected"]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def report(scores: dict[str, Counter[str]]) -> str:
    """The text of RESULTS.md."""
    lines = [
        "# Reading press lines",
        "",
        "Written by `python benchmarks/press_lines/run.py`. A figure is right when value, unit, measure, segment, region and date are",
        "right. In brackets the 95% interval of Wilson. The goals are a precision of "
        f"{GOALS['precision']} at a recall of {GOALS['recall']} on texts that were not seen.",
        "",
        "| set | texts | precision | recall |",
        "|---|---|---|---|",
    ]
    for name, counts in scores.items():
        precision = share(counts["right"], counts["proposed"])
        lines.append(
            f"| {name} | {counts['texts']} | {precision} | {share(counts['right'], counts['expected'])} |"
        )
    lines += first_sight(scores)
    lines += ["", "Right by field, of the proposals whose value and unit are printed in the text:", ""]
    fields = [field for field in FIELDS if field not in ("value", "unit")]
    lines += [f"| set | value and unit found | {' | '.join(fields)} |", f"|---|---|{'---|' * len(fields)}"]
    for name, counts in scores.items():
        cells = [
            share(counts["paired"], counts["expected"]),
            *(share(counts[field], counts["paired"]) for field in fields),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        "Precision by the confidence that a proposal is given:",
        "",
        "| set | high | medium | low |",
        "|---|---|---|---|",
    ]
    for name, counts in scores.items():
        cells = [
            share(counts[f"right {level}"], counts[f"proposed {level}"])
            for level in ("high", "medium", "low")
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path, help="sets to read; all of the folder otherwise")
    parser.add_argument(
        "--errors", action="store_true", help="print every text with a wrong or a missing figure"
    )
    chosen = parser.parse_args()
    scores = {}
    for path in chosen.sets or sorted(HERE.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        scores[path.stem] = score(lines, errors=chosen.errors)
    text = report(scores)
    if not chosen.sets:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
