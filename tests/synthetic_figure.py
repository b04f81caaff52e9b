"""A small table and a small figure about nothing real, with text that tries to be code."""

import pandas as pd

from coverage_lib import language
from coverage_lib.drawing import marks
from coverage_lib.drawing.canvas import publish
from coverage_lib.drawing.exhibits import Figure, Table

EVIL = "<script>alert(1)</script>"
WORDS = dict.fromkeys(("title", "subtitle", "source", "alt"), "synthetic")


def table(**changes: object) -> Table:
    frame = pd.DataFrame(
        {
            "name": ["synthetic_a", EVIL],
            "share": [27.106, None],
            "date": [pd.Timestamp("2024-12-31"), pd.NaT],
        }
    )
    columns = [
        ("name", "Region", None),
        ("share", "Share", language.percent),
        ("date", "Date", lambda value: language.date(value, "month")),
    ]
    return Table(**{"name": "synthetic", "title": "Synthetic", "frame": frame, "columns": columns} | changes)


def figure(lines: int = 2) -> Figure:
    with marks.drawing(1.5) as (fig, ax):
        for line in range(lines):
            ax.plot([0, 1], [line, line + 1 / 3])
        ax.bar(0.5, 1)[0].set_gid("region-11")
        ax.bar(0.8, 1)[0].set_gid("region-12")
    words = {key: f"{key} {EVIL}" for key in ("title", "subtitle", "source", "alt")}
    links = {"region-11": 'aceh.html"><script>'}
    return publish(fig, name="synthetic", table=table(), labels={"region-11": EVIL}, links=links, **words)
