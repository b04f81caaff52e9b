"""What a note says can explain why the numbers of an article do not give each other."""

from coverage_lib import load
from coverage_lib.measures.audit import audit


def test_a_further_number_in_a_note_keeps_the_audit_silent() -> None:
    """Jawa Barat 2015: 2.3 of 9.7 million are not 28.9%, but with the 500 thousand registered in Jakarta they are."""
    evidence = load.load_evidence()
    published = evidence.published
    rows = published[published["id"].isin(["f1293", "f1294", "f1295"])]
    found = audit(rows, evidence).verdicts
    assert not found["alarm"].any()
    # Without the notes, and without the same figures elsewhere, the three numbers contradict each other.
    alone = evidence._replace(published=published.drop(rows.index))
    found = audit(rows.assign(note=""), alone).verdicts
    assert found["verdict"].tolist() == ["contradicts"] * 3
