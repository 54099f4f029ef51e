"""Amounts of money as people type them: `1200`, `1,200`, `1.200`, `1 200`, `€1200`, `35.50`, `1.2k`; no currency."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

MOST = 1_000_000_000
MOST_AN_HOUR = 100_000  # whatever is more was meant as something else
HUNDRED = 100
_LONGEST = 40
_THOUSAND = 1000
_CURRENCY = r"(?:[a-z]{0,2}[$€£¥₹₩₪₫₱₴₺₽฿₦]|(?-i:[A-Z]{3})|eur|usd|gbp|chf|euros?|dollars?|pounds?|francs?|kr|zł|fr\.?)"
_THOUSANDS = r"(?P<grouped>[1-9][0-9]{0,2}(?P<by>[.,' ])[0-9]{3}(?:(?P=by)[0-9]{3}){0,9})"
_GROUPED = rf"{_THOUSANDS}(?:(?!(?P=by))[.,](?P<cents>[0-9]{{1,2}}))?"
_PLAIN = r"(?P<plain>[0-9]+)(?:[.,](?P<part>[0-9]{1,2}))?(?P<k> ?k(?![a-z]))?"
_AMOUNT = re.compile(rf"(?:{_CURRENCY} ?)?(?:{_GROUPED}|{_PLAIN})(?: ?{_CURRENCY})?", re.IGNORECASE)
_AN_HOUR = re.compile(r"\s*(?:/|\bper\b|\ban?\b)\s*(?:h|hr|hour)\.?$", re.IGNORECASE)


def read_amount(text: str) -> int | None:
    """Return the amount in `text`, rounded to a whole one, or None: where it is none, and where it is beyond belief.

    A point or comma before three digits parts the thousands, before one or two it parts the cents.
    """
    amount = _read(text)
    rounded = None if amount is None else int(amount.to_integral_value(ROUND_HALF_UP))
    return rounded if rounded is not None and rounded <= MOST else None


def read_an_hour(text: str) -> int | None:
    """Return the amount for an hour in `text` (`35`, `35,50`, `35 EUR/h`, `35 an hour`) in hundredths, or None."""
    amount = _read(_AN_HOUR.sub("", text.strip()))
    return int(amount * HUNDRED) if amount is not None and amount <= MOST_AN_HOUR else None


def _read(text: str) -> Decimal | None:
    words = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split())
    found = _AMOUNT.fullmatch(words) if len(words) <= _LONGEST and words.isprintable() else None
    if found is None:
        return None
    whole = re.sub(r"[^0-9]", "", found["grouped"] or found["plain"])
    return Decimal(f"{whole}.{found['cents'] or found['part'] or 0}") * (_THOUSAND if found["k"] else 1)
