"""Pictures, kept as files beside the conversation, since a terminal shows none."""

from __future__ import annotations

import os
import re
from pathlib import Path

from bot.ports import Letter

_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80


def keep(letter: Letter, directory: Path | None) -> str:
    """Write a message's picture into `directory`, readable for its owner only, and return its path; "" without one."""
    image = letter.message.image
    if image is None or directory is None:
        return ""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = _STRANGE.sub("-", image.name).strip(".-")[-_LONGEST:] or "picture"
    path = directory / f"m{letter.id}-{letter.version}-{name}"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as target:
        target.write(image.data)
    return str(path)
