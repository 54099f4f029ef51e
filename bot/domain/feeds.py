"""The private link by which a calendar program reads somebody's calendar: whoever knows its secret sees it."""

from __future__ import annotations

import hashlib
import re

SECRET_BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # so many signs are 32 bytes in the alphabet of addresses


def digest_of(secret: str) -> str | None:
    """Return the digest by which a secret is looked up, which tells nothing of it; None for what can't be one."""
    return hashlib.sha256(secret.encode()).hexdigest() if _SECRET.fullmatch(secret) else None


def address_of(base: str, secret: str) -> str:
    """Return the link itself."""
    return f"{base}/calendar/{secret}.ics"
