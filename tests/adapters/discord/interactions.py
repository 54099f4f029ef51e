"""The interactions of a small Discord: answered once and in time, then followed up for a quarter of an hour."""

from __future__ import annotations

import asyncio
import secrets
from copy import deepcopy
from dataclasses import dataclass, field

from tests.adapters.discord import strict
from tests.adapters.discord.gateway import Gateway
from tests.adapters.discord.mailbox import Files, Mailbox
from tests.adapters.discord.objects import APP, Json
from tests.adapters.discord.world import (
    ANSWER_WITHIN,
    CHAT_INPUT_COMMAND,
    CONTEXT_MENU_COMMAND,
    EPHEMERAL,
    LOADING,
    TOKEN_LIVES,
    RefusedError,
    World,
)

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
ANSWER, DEFER, DEFER_CHANGE, CHANGE, SUGGEST, MODAL = 4, 5, 6, 7, 8, 9
_MAY_BE = {COMMAND: {4, 5, 9}, COMPONENT: {4, 5, 6, 7, 9}, AUTOCOMPLETE: {8}, MODAL_SUBMIT: {4, 5, 6, 7}}


@dataclass
class Interaction:
    """One gesture, and what became of it: `answered` is the type of the first response, `said` its data."""

    key: str
    token: str
    kind: int
    user: str
    channel: str
    payload: Json
    made_at: float
    dispatched_at: float
    message: Json | None = None  # the one whose component was used
    answered: int | None = None
    said: Json = field(default_factory=dict)
    original: Json | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)  # whoever waited was told that it failed


@dataclass
class Modal:
    """A form as it stands open before a person."""

    user: str
    title: str
    custom_id: str
    components: list[Json]
    opened_by: Interaction


@dataclass
class Interactions:
    """Every gesture: sent out, answered, followed up."""

    world: World
    gateway: Gateway
    mailbox: Mailbox
    made: list[Interaction] = field(default_factory=list)
    modals: list[Modal] = field(default_factory=list)
    late_answers: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)  # answered, and the bot was not told so
    awaited: int = 0  # gestures whose first answer somebody waits for

    def __post_init__(self) -> None:
        self._by_token: dict[str, Interaction] = {}

    # --- from a person ------------------------------------------------------------------------------------------------

    async def deliver(self, kind: int, user: str, payload: Json, message: Json | None = None) -> Interaction:
        """Send a gesture to the bot and wait for its first answer, as long as Discord does.

        `message` is the one whose component was used: as it stands, so that an answer can change it.
        """
        async with asyncio.timeout(20):
            await self.gateway.is_connected()
        self.awaited += 1
        try:
            return await self._answered(await self.send(kind, user, payload, message))
        finally:
            self.awaited -= 1

    async def _answered(self, made: Interaction) -> Interaction:
        """Wait for a gesture's first answer, as long as whoever hears it is there."""
        loop = asyncio.get_running_loop()
        waiting = [asyncio.create_task(each.wait()) for each in (made.done, made.over)]
        ends = made.dispatched_at + ANSWER_WITHIN * self.world.slowness
        while self.gateway.is_live and not any(task.done() for task in waiting) and loop.time() < ends:
            await asyncio.wait(waiting, timeout=0.02, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        if self.gateway.is_live and not made.done.is_set():
            self.late_answers.append(f"an interaction of type {made.kind}")
        return made

    def give_up(self, token: str) -> None:
        """Let nobody wait for an answer any longer: Discord has told them that there was none."""
        if token in self._by_token:
            self._by_token[token].over.set()

    async def send(self, kind: int, user: str, payload: Json, message: Json | None = None) -> Interaction:
        """Send a gesture to the bot, and wait for nothing."""
        key, token = self.world.snowflake(), secrets.token_urlsafe(24)
        whole = {**payload, "id": key, "application_id": APP, "type": kind, "token": token, "version": 1}
        if message is not None:
            whole["message"] = deepcopy(message)
        self.world.begun.add(user)
        made = Interaction(
            key=key,
            token=token,
            kind=kind,
            user=user,
            channel=payload["channel_id"],
            payload=whole,
            made_at=self.world.now(),
            dispatched_at=asyncio.get_running_loop().time(),
            message=message,
        )
        self.made.append(made)
        self._by_token[token] = made
        await self.gateway.dispatch("INTERACTION_CREATE", whole)
        return made

    # --- the first response -------------------------------------------------------------------------------------------

    async def respond(self, key: str, token: str, given: Json, files: Files) -> Json:
        """Take the first response; return what the bot is told of it."""
        made = self._by_token.get(token)
        if made is None or made.key != key:
            raise self.world.refuse("an interaction is answered by its own id and token", 10062)
        if made.answered is not None:
            if key in self.unsure:
                raise RefusedError(40060)
            raise self.world.refuse("an interaction is answered once", 40060)
        passed = asyncio.get_running_loop().time() - made.dispatched_at
        if passed > ANSWER_WITHIN * self.world.slowness:
            raise RefusedError(10062)
        kind, data = given["type"], given.get("data") or {}
        allowed = set(_MAY_BE[made.kind])
        if made.kind == MODAL_SUBMIT and made.message is None:
            allowed -= {DEFER_CHANGE, CHANGE}
        if kind not in allowed:
            raise self.world.refuse(f"Value must be one of {sorted(allowed)} for type {made.kind}: it was {kind}")
        made.answered, made.said = kind, data  # before anything waits: another answer may be on its way
        try:
            await self._take(made, kind, data, files)
        except RefusedError:
            made.answered, made.said = None, {}
            raise
        made.done.set()
        return self._told(made)

    async def _take(self, made: Interaction, kind: int, data: Json, files: Files) -> None:
        match kind:
            case 4:
                made.original = await self._say(made, data, files)
            case 5:
                if set(data) - {"flags", "tts"} or (data.get("flags") or 0) & ~EPHEMERAL:
                    raise self.world.refuse("a deferral says whether one person sees it, and no more")
                made.original = self.mailbox.loading(made.channel, (data.get("flags") or 0) & EPHEMERAL)
                made.original |= self._of(made)
                await self.mailbox.keep(made.original)
            case 6:
                made.original = made.message
            case 7:
                assert made.message is not None
                made.original = await self.mailbox.change(made.message, data, files)
            case 8:
                self.world.check(lambda: strict.choices(data["choices"]))
            case _:
                self.world.check(lambda: strict.modal(data))
                self.modals.append(Modal(made.user, data["title"], data["custom_id"], data["components"], made))

    async def _say(self, made: Interaction, data: Json, files: Files) -> Json:
        said = self.mailbox.written(made.channel, data, files)
        said |= self._of(made)
        await self.mailbox.keep(said)
        return said

    def _of(self, made: Interaction) -> Json:
        """Return what tells that a message answers an interaction."""
        author = self.world.people[made.user]
        told: Json = {"application_id": APP, "webhook_id": APP}
        owners = made.payload["authorizing_integration_owners"]
        told["interaction_metadata"] = {
            "id": made.key,
            "type": made.kind,
            "user": author,
            "authorizing_integration_owners": owners,
        }
        if made.kind == COMMAND:
            kind = made.payload["data"]["type"]
            told["type"] = CHAT_INPUT_COMMAND if kind == 1 else CONTEXT_MENU_COMMAND
            told["interaction_metadata"]["command_type"] = kind
            told["interaction"] = {"id": made.key, "type": 2, "name": made.payload["data"]["name"], "user": author}
        elif made.kind == COMPONENT and made.message is not None:
            told["interaction_metadata"]["interacted_message_id"] = made.message["id"]
        elif made.kind == MODAL_SUBMIT:
            told["interaction_metadata"]["triggering_interaction_metadata"] = {
                "id": made.key,
                "type": COMMAND if made.message is None else COMPONENT,
                "user": author,
                "authorizing_integration_owners": owners,
                **({} if made.message is None else {"interacted_message_id": made.message["id"]}),
            }
        return told

    def _told(self, made: Interaction) -> Json:
        told: Json = {"interaction": {"id": made.key, "type": made.kind}, "resource": {"type": made.answered}}
        if made.original is not None:
            flags = made.original["flags"]
            told["interaction"] |= {
                "response_message_id": made.original["id"],
                "response_message_loading": bool(flags & LOADING),
                "response_message_ephemeral": bool(flags & EPHEMERAL),
            }
            if made.answered in {ANSWER, CHANGE}:
                told["resource"]["message"] = made.original
        return told

    # --- what follows -------------------------------------------------------------------------------------------------

    def by_token(self, app: str, token: str) -> Interaction:
        """Return the interaction that a follow-up belongs to, or refuse."""
        made = self._by_token.get(token)
        if made is None or app != APP or made.answered is None:
            raise RefusedError(10015)
        if self.world.now() - made.made_at > TOKEN_LIVES:
            raise RefusedError(50027)
        return made

    def message_of(self, made: Interaction, key: str) -> Json:
        """Return the first answer's message, or one that followed."""
        if key == "@original":
            if made.original is None or made.original not in self.world.messages[made.channel]:
                raise RefusedError(10008)
            return made.original
        message = self.world.found(made.channel, key)
        source = made.message is not None and made.message["id"] == key
        if not source and message.get("interaction_metadata", {}).get("id") != made.key:
            raise RefusedError(10008)
        return message

    async def follow_up(self, made: Interaction, given: Json, files: Files) -> Json:
        """Say something more; after a deferral it takes the place of what stands there."""
        if made.original is not None and made.original["flags"] & LOADING:
            return await self.change(made.original, given, files)
        return await self._say(made, given, files)

    async def change(self, message: Json, given: Json, files: Files) -> Json:
        """Change an answer."""
        message["flags"] &= ~LOADING
        return await self.mailbox.change(message, given, files)
