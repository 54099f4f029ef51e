"""Slack's payloads as events. Pure, and total: what is not for the bot, or is no payload at all, is None."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeAlias

from adapters.slack import render
from bot.domain.people import Account
from bot.gestures import Command, Event, Gesture, Pick, Press, Submit, Surface, Text

PLATFORM = "slack"
Payload: TypeAlias = Mapping[str, Any]

_STRANGE = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError, IndexError)
_TYPED = {None, "file_share", "thread_broadcast"}
_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came in: the event, and what only its answer needs.

    `trigger` opens one form within three seconds; `view` is the form that was sent in; `place` is the channel in which
    the gesture was made, if it was made in one.
    """

    event: Event
    trigger: str | None = None
    view: Payload | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody types into a search and waits for what there is."""

    account: Account
    source: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Somebody opened the app's home page."""

    account: Account


def decode(body: object, *, team: str, now: datetime) -> Came | Asked | Looked | None:
    """Read one payload. `team` is the workspace the app is in; `now` is when a gesture without a time was made."""
    if not isinstance(body, Mapping):
        return None
    try:
        return _decode(body, team, now)
    except _STRANGE:
        return None


def missed(written: object, *, team: str, channel: str) -> tuple[Came, ...]:
    """Read a message of the history of `channel`: what was written, and where it was edited, that too.

    Of a message that was not seen before, only its newest words are left: then both say the same.
    """
    if not isinstance(written, Mapping):
        return ()
    try:
        came = message(written, team=team, channel=channel)
        edit = _edit({"message": written}, channel, team, ()) if came is not None else None
    except _STRANGE:
        return ()
    return tuple(each for each in (came, edit) if each is not None)


def _decode(body: Payload, team: str, now: datetime) -> Came | Asked | Looked | None:
    match body.get("type"):
        case "event_callback":
            return _event(body, team)
        case "block_actions":
            return _action(body, team)
        case "view_submission":
            return _submission(body, team, now)
        case "block_suggestion":
            _, source, _ = body["action_id"].split(":", 2)
            return Asked(account=_account(body, team), source=source, query=str(body.get("value") or ""))
        case "shortcut" | "message_action":
            return _shortcut(body, team, now)
        case None if "command" in body:
            return _command(body, team, now)
        case _:
            return None


# --- events -----------------------------------------------------------------------------------------------------------


def _event(body: Payload, team: str) -> Came | Looked | None:
    event = body["event"]
    workspace = body.get("team_id") or team
    key = f"event:{body['event_id']}"
    if event["type"] == "message" and event.get("channel_type") == "im":
        return message(event, team=workspace, keys=(key,))
    if event["type"] == "app_home_opened" and event["tab"] == "home":
        return Looked(account=Account(PLATFORM, workspace, event["user"]))
    return None


def message(event: Payload, *, team: str, keys: tuple[str, ...] = (), channel: str = "") -> Came | None:
    """Read a message of a direct conversation, as an event or from the history of `channel`."""
    channel = channel or event["channel"]
    if event.get("subtype") == "message_changed":
        return _edit(event, channel, team, keys)
    if not _is_human(event) or event.get("subtype") not in _TYPED:
        return None
    ts = event["ts"]
    client = (f"client:{event['client_msg_id']}",) if event.get("client_msg_id") else ()
    thread = event.get("thread_ts")
    text = Text(text=unescape(event.get("text") or ""), message_id=ts, reply_to=thread if thread != ts else None)
    return _said(text, event["user"], team, channel, (f"message:{channel}:{ts}", *client, *keys), ts)


def _edit(event: Payload, channel: str, team: str, keys: tuple[str, ...]) -> Came | None:
    """Read what a person made of a message; a preview that Slack added is no edit."""
    new, old = event["message"], event.get("previous_message") or {}
    if not _is_human(new) or "edited" not in new or new.get("text") == old.get("text"):
        return None
    ts, edited = new["ts"], new["edited"]["ts"]
    thread = new.get("thread_ts")
    text = Text(
        text=unescape(new.get("text") or ""),
        message_id=ts,
        reply_to=thread if thread != ts else None,
        edited_at=moment(edited),
    )
    return _said(text, new["user"], team, channel, (f"edit:{channel}:{ts}:{edited}", *keys), edited)


def _said(text: Text, user: str, team: str, channel: str, keys: tuple[str, ...], ts: str) -> Came:
    account = Account(PLATFORM, team, user)
    event = Event(keys=keys, account=account, gesture=text, at=moment(ts), channel=channel, can_open=False)
    return Came(event=event, place=channel)


def _is_human(event: Payload) -> bool:
    return bool(event.get("user")) and event["user"] != "USLACKBOT" and not event.get("bot_id")


# --- what was pressed, sent in, or commanded ------------------------------------------------------------------------


def _action(body: Payload, team: str) -> Came | None:
    done = body["actions"][0]
    gesture_of = _gesture(done, _source(body))
    if gesture_of is None or _is_link(body, done):
        return None
    account, source, ts = _account(body, team), _source(body), done["action_ts"]
    channel = (body.get("channel") or {}).get("id")
    place = source or (body.get("view") or {}).get("id") or ""
    is_direct = channel is not None and channel.startswith("D")
    event = Event(
        keys=(f"action:{account.user}:{place}:{done['action_id']}:{ts}",),
        account=account,
        gesture=gesture_of,
        at=moment(ts),
        surface=Surface.CHANNEL if channel and not is_direct else Surface.DM,
        channel=channel if is_direct else None,
        can_open=bool(body.get("trigger_id")),
    )
    return Came(event=event, trigger=body.get("trigger_id"), place=channel)


def _source(body: Payload) -> str | None:
    container = body.get("container") or {}
    return container.get("message_ts") or (body.get("message") or {}).get("ts")


def _gesture(done: Payload, source: str | None) -> Gesture | None:
    action, value = _id(done["action_id"])
    if done["type"] == "button":
        return Press(action=action, value=value, source=source)
    if "selected_option" in done:
        chosen: tuple[str, ...] = ((done["selected_option"] or {}).get("value", ""),)
    elif "selected_options" in done:
        chosen = tuple(option["value"] for option in done["selected_options"])
    else:
        return None
    return Pick(action=action, chosen=tuple(filter(None, chosen)), value=value, source=source)


def _is_link(body: Payload, done: Payload) -> bool:
    """Tell whether a button only leads somewhere: Slack tells of the press all the same."""
    elements = (
        element
        for block in (body.get("message") or {}).get("blocks") or ()
        for element in (*(block.get("elements") or ()), block.get("accessory") or {})
    )
    return "url" in done or any(each.get("action_id") == done["action_id"] and "url" in each for each in elements)


def _submission(body: Payload, team: str, now: datetime) -> Came:
    view = body["view"]
    form, context = _id(view["callback_id"])
    values = dict(render.values(view))
    digest = sha256(json.dumps(values, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    event = Event(
        keys=(f"view:{view['id']}:{view.get('hash', '')}:{digest}",),
        account=_account(body, team),
        gesture=Submit(form=form, values=values, context=context),
        at=now,
    )
    return Came(event=event, trigger=body.get("trigger_id"), view=view)


def _shortcut(body: Payload, team: str, now: datetime) -> Came:
    """Read a shortcut. The message that one was used on may be in any conversation: there the bot answers nothing."""
    action, value = _id(body["callback_id"])
    quote = unescape((body.get("message") or {}).get("text") or "")
    event = Event(
        keys=(f"trigger:{body['trigger_id']}",),
        account=_account(body, team),
        gesture=Press(action=action, value=value, quote=quote),
        at=now,
    )
    return Came(event=event, trigger=body["trigger_id"])


def _command(body: Payload, team: str, now: datetime) -> Came:
    words = unescape(body.get("text") or "").strip() or _HELP
    is_direct = body.get("channel_name") == "directmessage"
    event = Event(
        keys=(f"trigger:{body['trigger_id']}",),
        account=Account(PLATFORM, body.get("team_id") or team, body["user_id"]),
        gesture=Command(words=words),
        at=now,
        surface=Surface.DM if is_direct else Surface.CHANNEL,
    )
    return Came(event=event, trigger=body["trigger_id"], place=body.get("channel_id"))


# --- parts ------------------------------------------------------------------------------------------------------------


def _account(body: Payload, team: str) -> Account:
    user = body["user"]
    return Account(PLATFORM, (body.get("team") or {}).get("id") or user.get("team_id") or team, user["id"])


def _id(text: str) -> tuple[str, str]:
    """Return the action and the value of an id of ours. Raises ValueError for anybody else's."""
    version, action, value = text.split(":", 2)
    if version != "v1":
        raise ValueError("no id of ours")
    return action, value


def moment(ts: str) -> datetime:
    """Return the moment that Slack writes as seconds and a fraction."""
    return datetime.fromtimestamp(float(ts), UTC)


def unescape(text: str) -> str:
    """Return what a person typed: links and mentions as they read, entities as their signs."""
    plain = _TOKEN.sub(lambda found: _read(found[1], found[2]), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_SIGNS: Sequence[tuple[str, str]] = (("@", "@"), ("#", "#"), ("!subteam^", "@"), ("!", "@"))


def _read(target: str, label: str | None) -> str:
    """Return how Slack shows a link or a mention."""
    for begins, sign in _SIGNS:
        if target.startswith(begins):
            name = label or target.removeprefix(begins)
            return name if name.startswith(sign) else f"{sign}{name}"
    return label or target.removeprefix("mailto:")
