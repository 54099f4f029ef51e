"""Amounts of money as people type them: `1200`, `1,200`, `1.200`, `1 200`, `€1200`, `1.2k`; whole units only."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

MOST = 1_000_000_000
_LONGEST = 40
_THOUSAND = 1000
_CURRENCY = r"(?:[a-z]{0,2}[$€£¥₹₩₪₫₱₴₺₽฿₦]|[a-z]{3}\b|kr|zł|fr\.?)"
_GROUPED = r"(?P<grouped>\d{1,3}(?P<by>[.,' ])\d{3}(?:(?P=by)\d{3})*)(?:(?!(?P=by))[.,](?P<cents>\d{1,2}))?"
_PLAIN = r"(?P<plain>\d+)(?:[.,](?P<part>\d{1,2}))?(?P<k> ?k(?![a-z]))?"
_AMOUNT = re.compile(rf"(?:{_CURRENCY} ?)?(?:{_GROUPED}|{_PLAIN})(?: ?{_CURRENCY})?", re.IGNORECASE)


def read_amount(text: str) -> int | None:
    """Return the amount in `text`, rounded to a whole one, or None: where it is none, and where it is beyond belief.

    A point or comma before three digits parts the thousands, before one or two it parts the cents.
    """
    words = " ".join(text.replace("’", "'").split())
    found = _AMOUNT.fullmatch(words) if len(words) <= _LONGEST and words.isprintable() else None
    if found is None:
        return None
    whole = re.sub(r"\D", "", found["grouped"] or found["plain"])
    amount = Decimal(f"{whole}.{found['cents'] or found['part'] or 0}") * (_THOUSAND if found["k"] else 1)
    rounded = int(amount.to_integral_value(ROUND_HALF_UP))
    return rounded if rounded <= MOST else None
