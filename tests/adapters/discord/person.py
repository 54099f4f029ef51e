"""Somebody who uses the small Discord, as its clients let them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from tests.adapters.discord import filled, strict
from tests.adapters.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction, Modal
from tests.adapters.discord.objects import BOT, BOT_USER, GENERAL, GUILD, TEXT_CHANNEL, Json
from tests.adapters.discord.small_discord import SmallDiscord
from tests.adapters.discord.world import EPHEMERAL, REPLY
from tests.adapters.waiting import until

IDA = "100000000000000001"
_CHAT_INPUT, _MESSAGE_MENU = 1, 3


@dataclass
class Person:
    """One user, in their direct messages with the bot; with `where`, in the server."""

    discord: SmallDiscord
    user: str = IDA
    name: str = "ida"
    locale: str = "en-GB"
    installed: bool = False  # for themselves, beside the server

    def __post_init__(self) -> None:
        self.discord.world.add_person(self.user, self.name)

    @property
    def channel(self) -> str:
        """Return the channel of their DM with the bot."""
        return self.discord.world.dm(self.user)

    # --- what they see ------------------------------------------------------------------------------------------------

    def _seen(self) -> list[Json]:
        world = self.discord.world
        mine = [world.dm(self.user)] if world.has_dm(self.user) else []
        found = [each for channel in [*mine, GENERAL] for each in world.messages[channel] if self._is_for_me(each)]
        return sorted(found, key=lambda each: int(each["id"]))

    def _is_for_me(self, message: Json) -> bool:
        if message["author"]["id"] != BOT:
            return False
        asked_by = message.get("interaction_metadata", {}).get("user", {}).get("id")
        return not message["flags"] & EPHEMERAL or asked_by == self.user

    @property
    def shown(self) -> list[Json]:
        """Return the bot's messages in their DM, as they are now."""
        return [each for each in self._seen() if each["channel_id"] != GENERAL]

    @property
    def whispers(self) -> list[Json]:
        """Return the bot's messages that only they see, wherever."""
        return [each for each in self._seen() if each["flags"] & EPHEMERAL]

    def showing(self, words: str) -> list[Json]:
        """Return the bot's messages, here or in the server, that have these words anywhere."""
        return [each for each in self._seen() if words in all_text(each)]

    async def sees(self, words: str, times: int = 1) -> Json:
        """Wait until a message has these words; return the newest."""
        await until(
            lambda: len(self.showing(words)) >= times, lambda: f"{words!r} in {list(map(all_text, self._seen()))}"
        )
        return self.showing(words)[-1]

    async def sees_form(self, title: str) -> Modal:
        """Wait until a form is open; return it."""

        def mine() -> list[Modal]:
            return [each for each in self.discord.modals if each.user == self.user]

        await until(
            lambda: bool(mine()) and mine()[-1].title == title,
            lambda: f"the form {title!r}, of {[each.title for each in mine()]}",
        )
        return mine()[-1]

    def closes_dms(self, *, closed: bool = True) -> None:
        """Take no more direct messages from the bot, or take them again."""
        (self.discord.world.closed.add if closed else self.discord.world.closed.discard)(self.user)

    def leaves(self, *, away: bool = True) -> None:
        """Leave the server that they share with the bot, or come back."""
        (self.discord.world.away.add if away else self.discord.world.away.discard)(self.user)

    # --- what they write ----------------------------------------------------------------------------------------------

    async def say(self, text: str, reply_to: Json | None = None, *, unheard: bool = False) -> Json:
        """Write a message, or a reply to one; `unheard` while nobody is connected."""
        if not unheard:
            await self.discord.is_connected()
        world = self.discord.world
        world.begun.add(self.user)
        said = self.discord.mailbox.message(self.channel, world.people[self.user], content=text.strip())
        if reply_to is not None:
            said |= {
                "type": REPLY,
                "message_reference": {"type": 0, "channel_id": self.channel, "message_id": reply_to["id"]},
                "referenced_message": deepcopy(reply_to),
                "mentions": [BOT_USER],
            }
        await self.discord.mailbox.keep(said)
        return said

    async def edit(self, said: Json, text: str) -> None:
        """Change a message of one's own."""
        said |= {"content": text.strip(), "edited_timestamp": self.discord.world.stamp()}
        await self.discord.mailbox.tell("MESSAGE_UPDATE", said)

    async def delete(self, said: Json) -> None:
        """Take back a message of one's own."""
        self.discord.messages[self.channel].remove(said)
        await self.discord.mailbox.tell("MESSAGE_DELETE", said)

    # --- what they use ------------------------------------------------------------------------------------------------

    async def press(self, message: Json, label: str) -> Interaction:
        """Press a button by its label."""
        button = found(message, lambda each: each["type"] == strict.BUTTON and each.get("label") == label)
        assert button.get("custom_id"), f"{label} is a link"
        data = {"component_type": strict.BUTTON, "custom_id": button["custom_id"], "id": button["id"]}
        return await self._use(COMPONENT, data, message["channel_id"], message)

    async def pick(self, message: Json, *labels: str) -> Interaction:
        """Pick options of a menu by their labels; of a menu of people, by their ids."""
        menu = found(message, lambda each: each["type"] in {strict.STRING_SELECT, strict.USER_SELECT})
        data = {"component_type": menu["type"], "custom_id": menu["custom_id"], "id": menu["id"]}
        if menu["type"] == strict.USER_SELECT:
            data |= {"values": list(labels), "resolved": {"users": {one: self._look(one) for one in labels}}}
        else:
            offered = {each["label"]: each["value"] for each in menu["options"]}
            assert set(labels) <= set(offered), f"offered are {sorted(offered)}"
            data["values"] = [offered[each] for each in labels]
        least, most = strict.how_many(menu)
        assert least <= len(labels) <= most, f"{least} to {most} can be picked"
        return await self._use(COMPONENT, data, message["channel_id"], message)

    def _look(self, user: str) -> Json:
        return self.discord.world.people[user]

    async def command(self, name: str, /, where: str = "", **options: object) -> Interaction:
        """Use a slash command; what is suggested for an option is taken where it has that name."""
        command, path = self._known(name, _CHAT_INPUT, where)
        taking = filled.leaf(command, path)
        sent: list[Json] = []
        for offered in taking.get("options", ()):
            assert not offered.get("required") or offered["name"] in options, f"{offered['name']} is required"
        for each, typed in options.items():
            offered = next((one for one in taking.get("options", ()) if one["name"] == each), {})
            suggested = await self._suggested(command, path, sent, offered, str(typed), where)
            sent.append(filled.option(taking, each, typed, suggested))
        data = {"id": command["id"], "name": command["name"], "type": _CHAT_INPUT}
        return await self._use(COMMAND, {**data, "options": filled.nested(path, sent)}, where)

    async def search(self, name: str, option: str, typed: str, /, where: str = "", **options: object) -> list[str]:
        """Type into an option that suggests; return what is offered."""
        command, path = self._known(name, _CHAT_INPUT, where)
        taking = filled.leaf(command, path)
        sent = [filled.option(taking, each, value, {}) for each, value in options.items()]
        offered = next(each for each in taking["options"] if each["name"] == option)
        return list(await self._suggested(command, path, sent, offered, typed, where))

    async def _suggested(
        self, command: Json, path: list[str], before: list[Json], offered: Json, typed: str, where: str
    ) -> Json:
        if not offered.get("autocomplete"):
            return {}
        focused = {"type": offered["type"], "name": offered["name"], "value": typed, "focused": True}
        data = {"id": command["id"], "name": command["name"], "type": _CHAT_INPUT}
        data["options"] = filled.nested(path, [*before, focused])
        made = await self._use(AUTOCOMPLETE, data, where)
        return {each["name"]: each["value"] for each in made.said.get("choices", ())}

    async def message_command(self, name: str, message: Json) -> Interaction:
        """Use a command of a message's menu."""
        command, _ = self._known(
            name, _MESSAGE_MENU, "" if self.discord.world.is_dm(message["channel_id"]) else GENERAL
        )
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": _MESSAGE_MENU,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: deepcopy(message)}},
        }
        return await self._use(COMMAND, data, message["channel_id"])

    async def submit(self, modal: Modal, **answers: str) -> Interaction:
        """Send a form in; `answers` are by the inputs' labels, in lower case with underscores."""
        components, resolved = filled.form(modal.components, answers, self._look)
        data: Json = {"custom_id": modal.custom_id, "components": components}
        if resolved:
            data["resolved"] = resolved
        opened_by = modal.opened_by
        return await self._use(MODAL_SUBMIT, data, opened_by.channel, opened_by.message)

    def _known(self, name: str, kind: int, where: str) -> tuple[Json, list[str]]:
        """Return a command that was synchronised, and the names that lead on from it."""
        context = 1 if not where else 0
        known = [each for each in self.discord.world.commands if each["type"] == kind]
        head, *path = [name] if kind == _MESSAGE_MENU else name.split()
        command = next((each for each in known if each["name"] == head), None)
        assert command is not None, f"no command {head!r} of {sorted(each['name'] for each in known)}"
        allowed = command["contexts"]
        assert allowed is None or context in allowed, f"{head} is not for this place"
        return command, path

    async def _use(self, kind: int, data: Json, where: str = "", message: Json | None = None) -> Interaction:
        payload = self._payload(data, where or self.channel)
        if message is not None:
            stored = self.discord.messages[message["channel_id"]]
            message = next((each for each in stored if each["id"] == message["id"]), message)
        return await self.discord.interactions.deliver(kind, self.user, payload, message)

    def _payload(self, data: Json, where: str) -> Json:
        """Return what every interaction tells: who, where, in which language, with which rights."""
        world = self.discord.world
        channel = world.channels[where]
        in_server = channel["type"] == TEXT_CHANNEL
        owners = {"0": GUILD if in_server else "0"} | ({"1": self.user} if self.installed else {})
        payload: Json = {
            "data": data,
            "channel_id": where,
            "channel": {**channel, "permissions": "2248473465835073"} if in_server else channel,
            "app_permissions": "0" if in_server else "442368",
            "locale": self.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": owners,
            "context": 0 if in_server else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if not in_server:
            return {**payload, "user": world.people[self.user]}
        guild = {"id": GUILD, "locale": "en-GB", "features": []}
        member = world.member(self.user)
        return {**payload, "guild_id": GUILD, "guild": guild, "guild_locale": "en-GB", "member": member}


def found(message: Json, fits: Callable[[Json], bool]) -> Json:
    """Return the component of a message that fits, and can be used."""
    for each in strict.parts(message["components"]):
        if fits(dict(each)):
            assert not each.get("disabled"), f"it can't be used: {each}"
            return dict(each)
    raise AssertionError(f"nothing like that in {all_text(message)}")


def all_text(message: Json) -> str:
    """Return every word of a message."""

    def texts(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part[name] for name in _SAYING if isinstance(part.get(name), str)]
            return own + [each for value in part.values() for each in texts(value)]
        return [each for value in part for each in texts(value)] if isinstance(part, list) else []

    return " ".join([message["content"], *texts(message["embeds"]), *texts(message["components"])])


_SAYING = ("title", "description", "name", "value", "text", "content", "label", "placeholder")
