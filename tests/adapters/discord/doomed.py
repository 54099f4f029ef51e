"""The small Discord as a place where a bot is killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from adapters.discord import render
from tests.adapters.discord import strict
from tests.adapters.discord.interactions import DEFER_CHANGE
from tests.adapters.discord.objects import BOT, Json
from tests.adapters.discord.person import Person, all_text
from tests.adapters.discord.small_discord import SmallDiscord
from tests.adapters.discord.world import BOT_TOKEN
from tests.adapters.doomed import Submits, Watcher
from tests.adapters.waiting import until

_SHOWING = {
    "create_message",
    "update_message",
    "create_interaction_response",
    "execute_webhook",
    "update_webhook_message",
}


class DoomedDiscord:
    """A small Discord with Ida in it (`tests.adapters.doomed.Place`)."""

    door = "discord"
    text = staticmethod(all_text)

    def __init__(self, now: Callable[[], float]) -> None:
        self.discord = SmallDiscord(now)
        self.ida = Person(self.discord)
        self.start, self.stop = self.discord.start, self.discord.stop
        self.is_connected = self.discord.is_connected
        self.sees = self.ida.sees

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "DISCORD_TOKEN": BOT_TOKEN,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway.url,
        }

    async def cut(self) -> None:
        self.discord.gateway.cut()
        await until(lambda: not self.discord.gateway.is_live, lambda: "the end of every session")

    def watch(self, watcher: Watcher | None) -> None:
        async def on_call(name: str) -> None:
            if watcher is not None and name in _SHOWING:
                await watcher.on_call(name)

        def on_event(name: str, data: Json) -> None:
            is_hers = name == "INTERACTION_CREATE" or data.get("author", {}).get("id") != BOT
            if watcher is not None and is_hers:
                watcher.on_frame()

        self.discord.rest.on_call = on_call
        self.discord.gateway.on_event = on_event

    def lose(self, call: str) -> None:
        self.discord.faults[call].append("lost before")

    @property
    def happened(self) -> int:
        return len(self.discord.calls)

    @property
    def is_waited_for(self) -> bool:
        return self.discord.interactions.awaited > 0

    @property
    def wrongs(self) -> Sequence[str]:
        return [*self.discord.broken_rules, *self.discord.late_answers, *self.discord.trouble.early_calls]

    # --- Ida ----------------------------------------------------------------------------------------------------------

    def begins(self, slot: datetime) -> str:
        return f"{slot:%H:%M}–"

    @property
    def shown(self) -> Sequence[Json]:
        return self.ida.shown

    def identity(self, message: Json) -> str:
        return str(render.identity_of(message) or "")

    def offered(self, message: Json) -> Sequence[tuple[str, str]]:
        buttons = [each for each in strict.parts(message["components"]) if each["type"] == strict.BUTTON]
        return [(each.get("custom_id", ""), each["label"]) for each in buttons]

    async def say(self, words: str) -> None:
        await self.ida.say(words, unheard=True)

    async def press(self, message: Json, label: str) -> bool:
        return (await self.ida.press(message, label)).answered is not None

    async def opens(self, message: Json, label: str) -> Submits | None:
        before = len(self.discord.modals)
        await self.ida.press(message, label)
        if len(self.discord.modals) == before:
            return None
        modal = self.discord.modals[-1]

        async def submits(**answers: str) -> bool:
            made = await self.ida.submit(modal, **answers)
            assert made.answered in {None, DEFER_CHANGE}, made.said
            return made.answered is not None

        return submits
