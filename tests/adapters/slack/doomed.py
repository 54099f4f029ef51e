"""The small Slack as a place where a bot is killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tests.adapters.doomed import Submits, Watcher
from tests.adapters.slack.person import Person, all_text
from tests.adapters.slack.small_slack import APP_TOKEN, BOT_TOKEN, Json, SmallSlack


class DoomedSlack:
    """A small Slack with Ida in it (`tests.adapters.doomed.Place`)."""

    door = "slack"
    text = staticmethod(all_text)

    def __init__(self, now: Callable[[], float]) -> None:
        self.slack = SmallSlack(now)
        self.ida = Person(self.slack)
        self.start, self.stop, self.cut = self.slack.start, self.slack.stop, self.slack.cut
        self.is_connected = self.slack.is_connected
        self.sees = self.ida.sees

    @property
    def environment(self) -> Mapping[str, str]:
        return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": self.slack.url}

    def watch(self, watcher: Watcher | None) -> None:
        async def on_call(method: str) -> None:
            if watcher is not None and method.startswith(("chat.", "views.")):
                await watcher.on_call(method)

        self.slack.on_call = on_call
        self.slack.on_frame = watcher.on_frame if watcher else _nothing
        self.slack.on_ack = watcher.on_ack if watcher else _nothing

    def lose(self, call: str) -> None:
        self.slack.faults[call].append("lost before")

    @property
    def happened(self) -> int:
        return len(self.slack.calls)

    @property
    def is_waited_for(self) -> bool:
        return self.slack.awaits_ack

    @property
    def wrongs(self) -> Sequence[str]:
        return [*self.slack.broken_rules, *self.slack.late_acks]

    # --- Ida ----------------------------------------------------------------------------------------------------------

    def begins(self, slot: datetime) -> str:
        return f"<!date^{slot.timestamp():.0f}^{{time}}|{slot:%H:%M}>–"

    @property
    def shown(self) -> Sequence[Json]:
        return self.ida.shown

    def identity(self, message: Json) -> str:
        name: str = message["blocks"][0].get("block_id", "") if message["blocks"] else ""
        return name if name.startswith("m") else ""

    def offered(self, message: Json) -> Sequence[tuple[str, str]]:
        buttons = [each for block in message["blocks"] for each in block.get("elements", ()) if "action_id" in each]
        return [(each["action_id"], each["text"]["text"]) for each in buttons if each["type"] == "button"]

    async def say(self, words: str) -> None:
        await self.ida.say(words)

    async def press(self, message: Json, label: str) -> bool:
        return await self.ida.press(message, label) is not None

    async def opens(self, message: Json, label: str) -> Submits | None:
        before = len(self.slack.views)
        await self.ida.press(message, label)
        if len(self.slack.views) == before:
            return None
        view = self.slack.views[-1]

        async def submits(**answers: str) -> bool:
            answer = await self.ida.submit(view, **answers)
            assert not answer, answer
            return answer is not None

        return submits


def _nothing() -> None:
    """Let a moment pass."""
