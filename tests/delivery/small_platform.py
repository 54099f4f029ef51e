"""A small platform at the messenger's port, with a server that remembers what it accepted and a line that can fail."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.people import Account
from bot.domain.pictures import Theme
from bot.errors import CannotTellError, MaybeSentError, NotNowError, RefusedError
from bot.plain import plain
from bot.ports import Letter, Posted


class Fault(StrEnum):
    """What goes wrong with one call."""

    NONE = "none"
    LOST_BEFORE = "lost before it arrived"
    LOST_AFTER = "accepted, the answer lost"
    LIMITED = "rate limited"
    REFUSED = "refused"
    UNREACHABLE = "account unreachable"
    BROKEN = "the messenger's own bug"


@dataclass
class SettableClock:
    """A clock that stands still until it is set."""

    at: datetime = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def pass_(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class SmallPlatform:
    """The messenger and its server in one: `shown` is what a person sees; `faults` are used up call by call."""

    clock: SettableClock
    platform: str = "small"
    faults: deque[Fault] = field(default_factory=deque)
    shown: list[tuple[int, str]] = field(default_factory=list)
    faces: dict[int, list[str]] = field(default_factory=dict)
    tells: bool = True
    calls: int = 0
    on_call: Callable[[], None] = lambda: None
    theme: Theme = Theme.LIGHT
    quiet: list[tuple[datetime, datetime]] = field(default_factory=list)

    def is_quiet(self, account: Account, now: datetime) -> bool:
        assert account.platform == self.platform
        return any(begins <= now < ends for begins, ends in self.quiet)

    async def send(self, letter: Letter) -> Posted:
        def accept() -> None:
            self.shown.append((letter.id, self._text(letter)))
            self.faces.setdefault(letter.id, []).append(self._text(letter))

        self._go_wrong(accept)
        return self._place(letter)

    async def edit(self, letter: Letter, posted: Posted) -> None:
        assert posted == self._place(letter)
        self._go_wrong(lambda: self.faces[letter.id].append(self._text(letter)))

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        assert since <= self.clock.now()
        if not self.tells:
            raise CannotTellError("history may not be read")
        self._go_wrong(lambda: None)
        return self._place(letter) if letter.id in self.faces else None

    def _go_wrong(self, accept: Callable[[], None]) -> None:
        self.calls += 1
        self.on_call()
        match self.faults.popleft() if self.faults else Fault.NONE:
            case Fault.NONE:
                accept()
            case Fault.LOST_BEFORE:
                raise MaybeSentError("connection lost")
            case Fault.LOST_AFTER:
                accept()
                raise MaybeSentError("connection lost")
            case Fault.LIMITED:
                raise NotNowError("rate limited", timedelta(seconds=30))
            case Fault.REFUSED:
                raise RefusedError("too long", account_unreachable=False)
            case Fault.UNREACHABLE:
                raise RefusedError("messages are closed", account_unreachable=True)
            case Fault.BROKEN:
                raise ZeroDivisionError

    def _text(self, letter: Letter) -> str:
        return plain(letter.message.text, UTC, self.clock.now())  # type: ignore[arg-type]  # any tzinfo will do here

    @staticmethod
    def _place(letter: Letter) -> Posted:
        return Posted(channel="c", message_id=f"p{letter.id}")
