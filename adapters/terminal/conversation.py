"""A conversation of one or several accounts with the bot, the same for a script and for a live chat.

The two differ in where lines come from and in the clock; what a line means is decided here, once.
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.terminal.messenger import PLATFORM
from adapters.terminal.session import Session
from adapters.terminal.stage import Stage
from adapters.terminal.voice import Voice
from bot.domain.people import Account

WORKSPACE = "local"
FIRST = "me"


def account_of(name: str) -> Account:
    """Return the account that goes by `name` in this terminal."""
    return Account(PLATFORM, WORKSPACE, name)


class Conversation:
    """Everybody who speaks in this terminal; what each is in the middle of stays with them when another speaks."""

    def __init__(self, stage: Stage, name: str = FIRST) -> None:
        self.stage = stage
        self._voices: dict[str, Voice] = {}
        self.speak_as(name)

    def speak_as(self, name: str) -> None:
        """Let the lines that follow come from the account of this name."""
        self.name = name
        self._voices.setdefault(name, Voice(self.stage, account_of(name)))

    @property
    def account(self) -> Account:
        """Return the account that speaks."""
        return account_of(self.name)

    @property
    def voice(self) -> Voice:
        """Return the side of whoever speaks."""
        return self._voices[self.name]

    async def hear(self, session: Session, line: str) -> None:
        """Carry out one line of whoever speaks. Raises MisstepError when it can't be carried out."""
        await self.voice.hear(session, line)

    def unfinished(self) -> Mapping[str, str]:
        """Return, by name, what was begun and still waits for an answer."""
        return {name: voice.waits_for for name, voice in self._voices.items() if voice.waits_for}
