"""Numbers as tables print them, made of digits: what was meant is known, so what was read can be held against it."""

from decimal import Decimal

#: Mark between thousands and decimal mark of each convention.
CONVENTIONS = [
    (".", ","),
    (",", "."),
    (" ", ","),
    ("\u00a0", ","),
    (" ", "."),
    ("'", "."),
    ("\u202f", ","),
    ("", ","),
    ("", "."),
]


def printed(value: Decimal, thousands: str, decimal: str) -> str:
    """A number in a convention, with the decimals that it has."""
    return f"{value:,f}".translate({ord(","): thousands, ord("."): decimal})


def number(digits: int, decimals: int) -> Decimal:
    """The number with these digits, the last of them decimals."""
    return Decimal(digits).scaleb(-decimals)
