"""Files that a command writes for a person: for their owner only, and none over another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bot.errors import WhatforError


def write_new(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by name, into a directory, made where it is not there. Raises WhatforError."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in files.items():
            handle = os.open(directory / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
    except FileExistsError as error:
        raise WhatforError(f"{error.filename} is there already. Name a new directory with --out.") from None
    except OSError as error:
        raise WhatforError(f"{directory} can't be written to: {error.strerror}. Name another with --out.") from error
