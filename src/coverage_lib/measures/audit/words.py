"""What an audit says of a figure: the verdicts, those that are alarms, and what would be needed for a test."""

CONSISTENT = "consistent"
ROUNDING = "consistent within rounding"
ANOTHER_BASE = "consistent on another base"
CONSTRUCTION = "includes construction workers"
OFFICE = "office instead of domicile count"
BOUNDARY = "old or new province boundary"
TARGET = "a share of a target, not coverage"
POINTS = "points printed as percent"
DIGITS = "digits slipped or transposed"
MONTH = "another month than it seems"
CONTRADICTS = "contradicts"
UNTESTED = "cannot be tested"

VERDICTS = (
    CONSISTENT,
    ROUNDING,
    ANOTHER_BASE,
    CONSTRUCTION,
    OFFICE,
    BOUNDARY,
    TARGET,
    POINTS,
    DIGITS,
    MONTH,
    CONTRADICTS,
    UNTESTED,
)
ALARMS = VERDICTS[VERDICTS.index(CONSTRUCTION) : VERDICTS.index(UNTESTED)]

CONFIDENCE = ("high", "medium", "low")

#: What would be needed for a test, for figures that cannot be tested.
NEEDED = (
    "date",
    "members and base",
    "members",
    "base",
    "target",
    "two shares",
    "ranking",
    "list",
    "programme rule",
    "count of the same day",
    "second source",
)
