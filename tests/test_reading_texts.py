"""Texts without what nobody sees and without footnote marks; names stay as they are."""

import pytest

from coverage_lib.data.reading import texts


@pytest.mark.parametrize(
    ("text", "cleaned", "removed"),
    [
        ("Aceh 1)", "Aceh", ("1)",)), ("Aceh1)", "Aceh", ("1)",)), ("Papua*", "Papua", ("*",)), ("Papua **)", "Papua", ("**)",)),
        ("Papua<sup>1</sup>", "Papua", ("<sup>1</sup>",)), ("Papua¹", "Papua", ("¹",)), ("Papua Barat a)", "Papua Barat", ("a)",)),
        ("Kepulauan Riau (Kepri) 1)", "Kepulauan Riau (Kepri)", ("1)",)), ("Papua [2]", "Papua", ("[2]",)),
        ("Jawa\u00a0Barat", "Jawa Barat", ()), ("  Jawa \t Barat\n", "Jawa Barat", ()), ("Jawa&nbsp;Barat", "Jawa Barat", ()),
        ("\u202eAceh", "Aceh", ("U+202E",)), ("A\u200bceh\x00", "Aceh", ("U+200B", "U+0000")), ("\ufeffAceh", "Aceh", ("U+FEFF",)),
        ("Jumlah (orang)", "Jumlah (orang)", ()), ("Lima Puluh Kota", "Lima Puluh Kota", ()), ("Peserta<br />aktif", "Peserta aktif", ()),
        ("Papua (a)", "Papua (a)", ()), ("2024", "2024", ()), ("", "", ()), ("<b>Aceh</b>", "Aceh", ("<b>", "</b>")),
            ("<a href=x>Aceh</a>", "<a href=x>Aceh</a>", ()),
    ],
)  # fmt: skip
def test_clean(text: str, cleaned: str, removed: tuple[str, ...]) -> None:
    assert texts.clean(text) == (cleaned, removed)


def test_one_heading_in_many_writings() -> None:
    assert (
        len(
            {
                texts.key(text)
                for text in ("Peserta Aktif (orang)", "PESERTA  AKTIF\u00a0(Orang) 1)", "peserta_aktif/orang")
            }
        )
        == 1
    )
