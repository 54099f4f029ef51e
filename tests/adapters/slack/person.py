"""Somebody who uses the small Slack, as its clients let them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from adapters.slack.manifest import manifest
from tests.adapters.slack.small_slack import BOT, TEAM, Json, SmallSlack, channel_of
from tests.adapters.slack.strict import elements
from tests.adapters.waiting import until


@dataclass
class Person:
    """One user: what they see is in `slack.messages[person.channel]`."""

    slack: SmallSlack
    user: str = "U0IDA"
    mine: list[Json] = field(default_factory=list)

    @property
    def channel(self) -> str:
        return channel_of(self.user)

    # --- what they see ------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> list[Json]:
        """Return the bot's messages, as they are now."""
        return [each for each in self.slack.messages[self.channel] if each["user"] == BOT]

    def showing(self, words: str) -> list[Json]:
        """Return the bot's messages that have these words anywhere."""
        return [each for each in self.shown if words in all_text(each)]

    async def sees(self, words: str, times: int = 1) -> Json:
        """Wait until a message has these words; return the newest."""
        await until(
            lambda: len(self.showing(words)) >= times, lambda: f"{words!r} in {list(map(all_text, self.shown))}"
        )
        return self.showing(words)[-1]

    async def asked(self, begins: str) -> Json:
        """Wait for the question about the stretch that begins then; return it."""

        def those() -> list[Json]:
            return [each for each in self.showing("What are you doing") if f"|{begins}>–" in all_text(each)]

        await until(lambda: bool(those()), lambda: f"asked at {begins}, in {list(map(all_text, self.shown))}")
        return those()[-1]

    async def sees_form(self, title: str) -> Json:
        """Wait until a form is open; return it."""
        await until(
            lambda: bool(self.slack.views) and self.slack.views[-1]["title"]["text"] == title,
            lambda: f"the form {title!r}, of {[view['title']['text'] for view in self.slack.views]}",
        )
        return self.slack.views[-1]

    @property
    def home(self) -> Json:
        """Return the bot's home page, as it is now."""
        return self.slack.homes.get(self.user, {})

    async def sees_home(self, *words: str) -> Json:
        """Wait until the home page has all of these words; return it."""
        await until(
            lambda: all(each in all_text(self.home) for each in words), lambda: f"{words} in {all_text(self.home)!r}"
        )
        return self.home

    # --- what they do -------------------------------------------------------------------------------------------------

    async def say(self, text: str, thread: Json | None = None, *, unheard: bool = False) -> Json:
        """Write a message, or a reply in the thread of one; `unheard` while nobody is connected."""
        said: Json = {
            "type": "message",
            "channel": self.channel,
            "channel_type": "im",
            "user": self.user,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "ts": self.slack.ts(),
            "client_msg_id": str(uuid4()),
            "team": TEAM,
        }
        self.mine.append(said)
        if thread is None:
            self.slack.messages[self.channel].append(said)
        else:
            said["thread_ts"] = thread["ts"]
            self.slack.stand_under(self.channel, thread, said)
        if not unheard:
            await self.slack.deliver("events_api", self.slack.event(said))
        return said

    async def edit(self, said: Json, text: str, *, unheard: bool = False) -> Json:
        """Change a message of one's own, `unheard` while nobody is connected; return the event that tells of it."""
        before = dict(said)
        said |= {"text": text, "edited": {"user": self.user, "ts": self.slack.ts()}}
        changed = {
            "type": "message",
            "subtype": "message_changed",
            "channel": self.channel,
            "channel_type": "im",
            "message": dict(said),
            "previous_message": before,
            "ts": self.slack.ts(),
            "event_ts": self.slack.ts(),
        }
        told = self.slack.event(changed)
        if not unheard:
            await self.slack.deliver("events_api", told)
        return told

    async def press(self, message: Json, label: str) -> Json | None:
        """Press a button by its label."""
        element = found(message, lambda each: each["type"] == "button" and each["text"]["text"] == label)
        return await self._act(message, {**element, "action_ts": self.slack.ts()})

    async def pick(self, message: Json, label: str) -> Json | None:
        """Pick an option of a menu by its label."""
        element = found(message, lambda each: each["type"] == "static_select")
        option = next(each for each in element["options"] if each["text"]["text"] == label)
        done = {"type": "static_select", "action_id": element["action_id"], "selected_option": option}
        return await self._act(message, {**done, "action_ts": self.slack.ts()})

    async def _act(self, message: Json, done: Json) -> Json | None:
        """Press or pick something of a message, or of the home page, where Slack tells of no conversation."""
        in_message = {
            "container": {"type": "message", "message_ts": message.get("ts"), "channel_id": self.channel},
            "channel": {"id": self.channel, "name": "directmessage"},
            "message": message,
            "response_url": "https://hooks.invalid/actions",
        }
        on_page = {"container": {"type": "view", "view_id": message.get("id")}, "view": message}
        where = on_page if message["type"] == "home" else in_message
        return await self.slack.deliver(
            "interactive", {"type": "block_actions", **self._whose(), **where, "actions": [done]}
        )

    async def command(self, text: str, channel: str = "", name: str = "/whatfor") -> Json | None:
        """Type a slash command."""
        payload = {
            "command": name,
            "text": text,
            "user_id": self.user,
            "team_id": TEAM,
            "channel_id": channel or self.channel,
            "channel_name": "general" if channel else "directmessage",
            "trigger_id": self.slack.trigger(),
            "response_url": "https://hooks.invalid/commands",
        }
        return await self.slack.deliver("slash_commands", payload)

    async def shortcut(self, name: str) -> Json | None:
        """Choose a global shortcut by the name it has in the manifest; it works in any place and tells of none."""
        return await self.slack.deliver("interactive", self._chosen(name, "global", "shortcut"))

    async def message_shortcut(self, name: str, message: Json, channel: str) -> Json | None:
        """Choose a shortcut for a message of a conversation by the name it has in the manifest."""
        payload = {
            **self._chosen(name, "message", "message_action"),
            "channel": {"id": channel, "name": "general"},
            "message": message,
            "message_ts": message["ts"],
            "response_url": "https://hooks.invalid/app",
        }
        return await self.slack.deliver("interactive", payload)

    def _chosen(self, name: str, kind: str, payload_type: str) -> Json:
        shortcuts = manifest()["features"]["shortcuts"]
        chosen = next(each for each in shortcuts if (each["name"], each["type"]) == (name, kind))
        return {
            "type": payload_type,
            **self._whose(),
            "callback_id": chosen["callback_id"],
            "action_ts": self.slack.ts(),
            "enterprise": None,
            "is_enterprise_install": False,
            "token": "old",
        }

    async def submit(self, form: Json, **answers: str) -> Json | None:
        """Send a form in; `answers` are by the inputs' labels, in lower case with underscores."""
        state: dict[str, dict[str, Json]] = {}
        for block in form["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                name = block["label"]["text"].lower().replace(" ", "_")
                state[block["block_id"]] = {element["action_id"]: _filled(element, answers.pop(name, None))}
        assert not answers, f"the form has no {sorted(answers)}"
        view = {**form, "state": {"values": state}}
        return await self.slack.deliver("interactive", {"type": "view_submission", **self._whose(), "view": view})

    async def search(self, form: Json, label: str, query: str) -> list[str]:
        """Type into a search of a form; return what is offered."""
        block = next(each for each in form["blocks"] if each.get("label", {}).get("text") == label)
        payload = {
            "type": "block_suggestion",
            **self._whose(),
            "action_id": block["element"]["action_id"],
            "block_id": block["block_id"],
            "value": query,
            "view": form,
        }
        answer = await self.slack.deliver("interactive", payload)
        return [option["text"]["text"] for option in (answer or {}).get("options", ())]

    async def open_home(self, tab: str = "home") -> None:
        """Look at the bot's home page."""
        opened = {
            "type": "app_home_opened",
            "user": self.user,
            "channel": self.channel,
            "tab": tab,
            "event_ts": self.slack.ts(),
        }
        await self.slack.deliver("events_api", self.slack.event(opened))

    async def set_status(self, emoji: str, text: str = "", until: int = 0) -> None:
        """Change one's status, of which Slack tells every app that listens."""
        profile = {"status_emoji": emoji, "status_text": text, "status_expiration": until}
        self.slack.profiles[self.user] = profile
        user = {"id": self.user, "team_id": TEAM, "profile": profile}
        changed = {"type": "user_status_changed", "user": user, "cache_ts": 1, "event_ts": self.slack.ts()}
        await self.slack.deliver("events_api", self.slack.event(changed))

    def _whose(self) -> Json:
        return {
            "user": {"id": self.user, "team_id": TEAM},
            "team": {"id": TEAM},
            "trigger_id": self.slack.trigger(),
        }


def found(message: Json, fits: Callable[[Any], bool]) -> Json:
    """Return the element of a message that fits."""
    for block in message["blocks"]:
        for each in elements(block):
            if fits(each):
                return dict(each)
    raise AssertionError(f"nothing like that in {all_text(message)}")


def all_text(message: Json) -> str:
    """Return every word of a message."""

    def texts(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["text"]] if isinstance(part.get("text"), str) else []
            return own + [each for value in part.values() for each in texts(value)]
        return [each for value in part for each in texts(value)] if isinstance(part, list) else []

    return " ".join(texts(message.get("blocks") or message))


def _filled(element: Json, typed: str | None) -> Json:
    """Return the state of an input: what was typed, else what it began with."""
    kind = element["type"]
    if kind in {"static_select", "radio_buttons", "external_select"}:
        chosen = element.get("initial_option")
        if typed is not None:
            offered = {each["text"]["text"]: each for each in element.get("options", ())}
            chosen = offered.get(typed) or {"text": {"type": "plain_text", "text": typed}, "value": typed}
        return {"type": kind, "selected_option": chosen}
    if kind in {"checkboxes", "multi_static_select"}:
        if typed is None:
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        wanted = typed.split(",")
        return {"type": kind, "selected_options": [o for o in element["options"] if o["text"]["text"] in wanted]}
    if kind in {"datepicker", "timepicker"}:
        part = kind.removesuffix("picker")
        return {"type": kind, f"selected_{part}": element.get(f"initial_{part}") if typed is None else typed or None}
    return {"type": kind, "value": element.get("initial_value") if typed is None else typed or None}
