"""Can a printed figure be right? Figures tested by the tables, by other figures and by themselves, each with a verdict."""

from coverage_lib.measures.audit.audit import Audit, audit
from coverage_lib.measures.audit.evidence import Evidence
from coverage_lib.measures.audit.record import scores
from coverage_lib.measures.audit.words import ALARMS, VERDICTS

__all__ = ["ALARMS", "VERDICTS", "Audit", "Evidence", "audit", "scores"]
