"""Discord's payloads as events. Pure, and total: what is not for the bot, or is no payload at all, is None."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, TypeAlias

from adapters.discord import forms
from adapters.discord.commands import ADD_FOLLOW_UP, MESSAGE, used
from adapters.discord.ids import Id, Way, read
from bot.domain.people import Account
from bot.gestures import Command, Event, Gesture, Pick, Press, Submit, Surface, Text

PLATFORM = "discord"
FIX_FORM = "form.fix"
_FOLLOW_UP = "followup.add"
Payload: TypeAlias = Mapping[str, Any]

_BUTTON = 2
_SAID, _REPLY = 0, 19
_BETWEEN_PEOPLE = 2
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)  # ids count the milliseconds from there
_SHIFT = 22
_MENTION = re.compile(r"<@!?([0-9]{1,20})>")
_EMOJI = re.compile(r"<a?:(\w{1,64}):[0-9]{1,20}>")


class Kind(IntEnum):
    """What kind of interaction it is."""

    COMMAND = 2
    COMPONENT = 3
    TYPING = 4
    SUBMIT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What an interaction is answered by; `on_message` tells that it began at a message, which an answer can change."""

    key: str
    token: str
    on_message: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came in: the event, and what only its answer needs; a message needs no answer, and has no call.

    `may_open` tells that there may be a form behind it, `asks` that it counts only after a yes, `fixes` that the form
    was opened from the list of what was wrong with it, `is_yes` that the message it began at has nothing more to ask.
    """

    event: Event
    call: Call | None = None
    may_open: bool = False
    asks: bool = False
    fixes: bool = False
    is_yes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Somebody types into an option of a command and waits for what there is."""

    call: Call
    account: Account
    path: str
    option: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """Somebody said no where a yes was asked for."""

    call: Call


def interaction(body: object, *, app: str) -> Came | Typing | Declined | None:
    """Read what somebody used. `app` is the application's id: an account belongs to it, not to a server."""
    if not isinstance(body, Mapping):
        return None
    try:
        return _interaction(body, app)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError):
        return None


def _interaction(body: Payload, app: str) -> Came | Typing | Declined | None:
    data, call = body["data"], call_of(body)
    match body["type"]:
        case Kind.COMMAND if data.get("type", 1) == 1:
            said = used(data)
            gesture = Command(words=said.path, arguments=said.arguments)
            return Came(event=_event(body, app, gesture), call=call, may_open=True)
        case Kind.COMMAND if data["type"] == MESSAGE and data["name"] == ADD_FOLLOW_UP:
            quote = typed(data["resolved"]["messages"][data["target_id"]])
            return Came(event=_event(body, app, Press(action=_FOLLOW_UP, quote=quote)), call=call, may_open=True)
        case Kind.TYPING:
            said = used(data)
            query = said.arguments.get(said.typing, "")
            return Typing(call=call, account=_account(body, app), path=said.path, option=said.typing, query=query)
        case Kind.COMPONENT:
            at = read(data["custom_id"])
            return Declined(call=call) if at.way is Way.NO else _component(body, app, at, call)
        case Kind.SUBMIT:
            form = read(data["custom_id"])
            submit = Submit(form=form.action, values=forms.values(data["components"]), context=form.value)
            event = replace(_event(body, app, submit), can_open=False)
            return Came(event=event, call=call, fixes=any(each.startswith(Way.FIX) for each in _ids(body)))
        case _:
            return None


def user_of(body: Payload) -> str:
    """Return who used something; nothing where that is not told."""
    user = body.get("user")
    return str(user.get("id") or "") if isinstance(user, Mapping) else ""


def call_of(body: Payload) -> Call:
    """Return what an interaction is answered by. Raises KeyError where there is nothing to answer."""
    return Call(key=str(body["id"]), token=str(body["token"]), on_message=bool(body.get("message")))


def _component(body: Payload, app: str, at: Id, call: Call) -> Came:
    data, source = body["data"], str(body["message"]["id"])
    gesture: Gesture
    if data["component_type"] != _BUTTON:
        gesture = Pick(action=at.action, chosen=tuple(map(str, data["values"])), value=at.value, source=source)
    elif at.way is Way.FIX:
        gesture = Press(action=FIX_FORM, value=f"{at.action}:{at.value}", source=source)
    else:
        gesture = Press(action=at.action, value=at.value, source=source)
    return Came(
        event=_event(body, app, gesture),
        call=call,
        may_open=at.way in {Way.OPENS, Way.YES, Way.FIX},
        asks=at.way is Way.ASKS,
        is_yes=at.way is Way.YES,
    )


def _event(body: Payload, app: str, gesture: Gesture) -> Event:
    is_direct = body.get("guild_id") is None and body.get("context") != _BETWEEN_PEOPLE
    return Event(
        keys=(f"interaction:{body['id']}",),
        account=_account(body, app),
        gesture=gesture,
        at=moment(body["id"]),
        surface=Surface.DM if is_direct else Surface.CHANNEL,
        channel=str(body["channel_id"]) if is_direct else None,
    )


def _account(body: Payload, app: str) -> Account:
    return Account(PLATFORM, app, str(body["user"]["id"]))


def _ids(body: Payload) -> tuple[str, ...]:
    return tuple((body.get("message") or {}).get("ids") or ())


# --- messages ---------------------------------------------------------------------------------------------------------


def message(body: object, *, app: str) -> Came | None:
    """Read a message of a direct conversation."""
    return _read(body, app, is_edit=False)


def edit(body: object, *, app: str) -> Came | None:
    """Read what a person made of a message; a preview that Discord added is no edit."""
    return _read(body, app, is_edit=True)


def _read(body: object, app: str, *, is_edit: bool) -> Came | None:
    if not isinstance(body, Mapping):
        return None
    try:
        return _written(body, app, is_edit=is_edit)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError):
        return None


def _written(body: Payload, app: str, *, is_edit: bool) -> Came | None:
    author, key, channel = body["author"], str(body["id"]), str(body["channel_id"])
    edited = datetime.fromisoformat(body["edited_timestamp"]) if is_edit and body.get("edited_timestamp") else None
    is_human = not author.get("bot") and not body.get("webhook_id")
    if not is_human or body.get("guild_id") or body["type"] not in {_SAID, _REPLY} or (is_edit and edited is None):
        return None
    answered = (body.get("message_reference") or {}).get("message_id") if body["type"] == _REPLY else None
    text = Text(
        text=typed(body),
        message_id=key,
        reply_to=str(answered) if answered else None,
        edited_at=edited,
    )
    name = f"edit:{channel}:{key}:{edited.timestamp():.3f}" if edited else f"message:{channel}:{key}"
    event = Event(
        keys=(name,),
        account=Account(PLATFORM, app, str(author["id"])),
        gesture=text,
        at=edited or moment(key),
        channel=channel,
        can_open=False,
    )
    return Came(event=event)


def typed(body: Payload) -> str:
    """Return what a person typed: mentions and emoji of a server as they read; times stay as Discord writes them."""
    names = {str(each["id"]): each.get("global_name") or each.get("username") for each in body.get("mentions") or ()}
    plain = _MENTION.sub(lambda found: f"@{names.get(found[1]) or found[1]}", body.get("content") or "")
    return _EMOJI.sub(r":\1:", plain)


def moment(key: object) -> datetime:
    """Return when something was made, as its id tells."""
    return _EPOCH + timedelta(milliseconds=int(str(key)) >> _SHIFT)


def key_at(at: datetime) -> int:
    """Return the id that something made at a moment would have at least."""
    return max(0, (at - _EPOCH) // timedelta(milliseconds=1)) << _SHIFT
