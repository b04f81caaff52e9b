"""What tests of charts need: the canvas of a chart with its words before they become an SVG, and small synthetic frames."""

import sys
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pandas as pd
from matplotlib.colors import to_hex

from coverage_lib import language

NAMES = {
    "00": "Indonesia",
    "11": "Aceh",
    "12": "Sumatera Utara",
    "13": "Sumatera Barat",
    "18": "Lampung",
    "31": "DKI Jakarta",
    "32": "Jawa Barat",
    "51": "Bali",
    "91": "Papua",
}

LANGS = ("en", "id")


def drawn(chart: Callable[..., Any], *args: Any, lang: str = "en") -> SimpleNamespace:
    """What a chart gives to ``publish``: the canvas as ``fig``, its first axes as ``ax``, title, alt, table and so on."""

    def keep(fig: Any, **words: Any) -> SimpleNamespace:
        return SimpleNamespace(fig=fig, ax=fig.axes[0], **words)

    with language.use(lang), mock.patch.object(sys.modules[chart.__module__], "publish", keep):
        return chart(*args)


def both_titles(chart: Callable[..., Any], *args: Any) -> tuple[str, str]:
    """The title of a chart in English and in Indonesian."""
    return drawn(chart, *args).title, drawn(chart, *args, lang="id").title


def colours(artist: Any) -> list[str]:
    """The colours of a collection's marks or lines; one colour for all stands once."""
    return [to_hex(colour) for colour in artist.get_edgecolor()]


def texts(ax: Any) -> list[str]:
    """Every word written on the axes themselves, in the order in which it was written."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def row_names(ax: Any) -> list[str]:
    """The names of a chart of rows from the top to the bottom."""
    low, high = ax.get_ylim()
    assert low > high, "the first row must be on top"
    return [label.get_text() for label in ax.get_yticklabels()]


def coverage_rows(
    by_year: Mapping[int, Mapping[str, float]],
    workers: Mapping[str, int] | None = None,
    provisional: tuple[int, ...] = (),
) -> pd.DataFrame:
    """Synthetic coverage of all employed, in the shape of ``load_coverage(base="employed")``; 1,000,000 workers unless named."""
    rows = []
    for year, shares in by_year.items():
        for code, share in shares.items():
            count = (workers or {}).get(code, 1_000_000)
            rows.append(
                {
                    "code": code,
                    "name": NAMES[code],
                    "boundary": "2021",
                    "date": pd.Timestamp(f"{year}-{'06-30' if year in provisional else '12-31'}"),
                    "year": year,
                    "segment": "total",
                    "active": round(count * share / 100) if pd.notna(share) else None,
                    "workers": count,
                    "coverage": share,
                    "status": "provisional" if year in provisional else "final",
                }
            )
    return pd.DataFrame(rows)


def rates_rows(
    by_year: Mapping[int, Mapping[str, tuple[float, float]]],
    strained: tuple[str, ...] = (),
    provisional: tuple[int, ...] = (),
) -> pd.DataFrame:
    """Synthetic formal and informal coverage, in the shape of ``disparity.formal_informal_difference``."""
    rows = [
        {
            "code": code,
            "name": NAMES[code],
            "year": year,
            "formal_coverage": formal,
            "informal_coverage": informal,
            "difference": formal - informal,
            "ratio": formal / informal,
            "strained": code in strained,
            "status": "provisional" if year in provisional else "final",
        }
        for year, rates in by_year.items()
        for code, (formal, informal) in rates.items()
    ]
    return pd.DataFrame(rows)
