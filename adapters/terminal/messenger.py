"""Carries messages to the terminal: what was shown is shown once, whatever ends in between."""

from __future__ import annotations

from datetime import datetime

from adapters.terminal.journal import Journal
from adapters.terminal.shown import Pace, Told, Window, without_pause
from bot.domain.people import Account
from bot.domain.pictures import Theme
from bot.errors import MaybeSentError
from bot.ports import Clock, Letter, Posted

PLATFORM = "terminal"


class TerminalMessenger:
    """Shows letters in a window and notes each in a journal (`bot.ports.Messenger`)."""

    def __init__(self, *, window: Window, journal: Journal, clock: Clock, pace: Pace = without_pause) -> None:
        self._window = window
        self._journal = journal
        self._clock = clock
        self._pace = pace
        self.fault: OSError | None = None

    @property
    def platform(self) -> str:
        """Return the platform's name."""
        return PLATFORM

    @property
    def theme(self) -> Theme:
        """Return the ground for the files that pictures become."""
        return Theme.LIGHT

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - a terminal has no such hours
        """Tell that questions are wanted."""
        return False

    async def send(self, letter: Letter) -> Posted:
        """Show a message, unless it is on the screen already."""
        await self._show(letter)
        return _posted(letter)

    async def edit(self, letter: Letter, posted: Posted) -> None:  # noqa: ARG002 - a terminal writes below, not in place
        """Show a message's newer face below, unless it is on the screen already."""
        await self._show(letter)

    async def find(self, letter: Letter, since: datetime) -> Posted | None:  # noqa: ARG002 - an id is shown once for ever
        """Look whether any face of a message was shown."""
        return None if self._journal.version(letter.id) is None else _posted(letter)

    async def _show(self, letter: Letter) -> None:
        before = self._journal.version(letter.id)
        if before is not None and before >= letter.version:
            return
        try:
            # Nothing may come between the two: no await, so that whatever stops this task stops it outside.
            words = self._window.show(Told(at=self._clock.now(), letter=letter, is_new=before is None))
            self._journal.note(letter.id, letter.version)
        except OSError as error:
            self.fault = error
            raise MaybeSentError("the terminal could not be written to") from error
        await self._pace(words)


def _posted(letter: Letter) -> Posted:
    return Posted(channel=letter.account.user, message_id=message_id(letter.id))


def message_id(letter: int) -> str:
    """Return the name that a message has on this platform."""
    return f"m{letter}"
