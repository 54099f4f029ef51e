"""The time: the machine's, read here and nowhere else, or a script's."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The machine's clock (`bot.ports.Clock`)."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is set (`bot.ports.Clock`); it never goes backwards."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now: datetime | None = None
        if start is not None:
            self.set(start)

    @property
    def is_set(self) -> bool:
        """Tell whether it shows any time yet."""
        return self._now is not None

    def now(self) -> datetime:
        """Return the time it was set to. Raises RuntimeError when it never was."""
        if self._now is None:
            raise RuntimeError("the clock was not set")
        return self._now

    def set(self, moment: datetime) -> None:
        """Show `moment` from now on. Raises ValueError when it has no zone or lies before the time shown."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs its zone")
        if self._now is not None and moment < self._now:
            raise ValueError(f"the clock stands at {self._now} and does not go back to {moment}")
        self._now = moment.astimezone(UTC)
