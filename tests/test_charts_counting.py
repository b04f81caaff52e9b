"""The two ways of counting members as they are drawn and said."""

import pandas as pd
import pytest
from charting import LANGS, NAMES, both_titles, drawn, row_names, texts
from matplotlib.colors import to_hex

from coverage_lib import language
from coverage_lib.charts import counting
from coverage_lib.drawing import marks


def members(counts: dict[str, int], day: str = "2023-12-31") -> pd.DataFrame:
    """Formal members of some provinces, with construction members that belong to neither way of counting here."""
    rows = [
        {"code": code, "name": NAMES[code], "date": pd.Timestamp(day), "segment": segment, "active": active}
        for code, count in counts.items()
        for segment, active in (("formal", count), ("construction", 1_000_000))
    ]
    return pd.DataFrame(rows)


DOMICILE, OFFICE = members({"11": 100, "31": 200, "51": 400}), members({"11": 80, "31": 600, "51": 400})


def test_dots_stand_at_the_ratio_of_both_counts_the_highest_first() -> None:
    ax = drawn(counting.counted_by_office, DOMICILE, OFFICE).ax
    assert row_names(ax) == ["DKI Jakarta", "Bali", "Aceh"]
    dots = ax.collections[1]
    assert dots.get_offsets().tolist() == [[3.0, 0], [1.0, 1], [0.8, 2]]
    assert [to_hex(colour) for colour in dots.get_facecolor()] == [to_hex(marks.INK)] * 2 + [
        to_hex(marks.CONTEXT)
    ]
    assert texts(ax) == ["3.00", "1.00", "0.80"]


def test_the_title_names_the_province_with_the_most_offices_for_its_members() -> None:
    assert both_titles(counting.counted_by_office, DOMICILE, OFFICE)[0] == (
        "600 members are counted at offices in DKI Jakarta; 200 members live there"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_has_both_counts_and_the_date(lang: str) -> None:
    with language.use(lang):
        table = drawn(counting.counted_by_office, DOMICILE, OFFICE, lang=lang).table.content()
    assert [text for text, _order in table["rows"][0]] == {
        "en": ["DKI Jakarta", "200", "600", "3.00"],
        "id": ["DKI Jakarta", "200", "600", "3,00"],
    }[lang]
    assert {"en": "31 December 2023", "id": "31 Desember 2023"}[lang] in table["title"]
