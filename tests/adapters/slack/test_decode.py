"""What Slack sends, read as events; whatever else comes is nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.decode import Came, Looked, decode, unescape
from bot.domain.people import Account
from bot.gestures import Command, Gesture, Pick, Press, Surface, Text

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BY_IDA: dict[str, Any] = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "t1"}
BUTTON = {"type": "button", "action_id": "v1:undo:3:4", "action_ts": "1795420800.5"}
MENU = {**BUTTON, "type": "static_select", "selected_option": {"value": "hour"}}
IN_DM = {"container": {"type": "message", "message_ts": "1.5"}, "channel": {"id": "D1"}}
ON_MESSAGE: dict[str, Any] = {
    "type": "message_action",
    **BY_IDA,
    "callback_id": "v1:followup.add:",
    "action_ts": "1795420800.5",
    "message_ts": "1.5",
    "channel": {"id": "D7", "name": "directmessage"},
    "message": {"type": "message", "user": "U2", "ts": "1.5", "text": "<@U2> &amp; I agreed: &lt;Tuesday&gt;"},
    "response_url": "https://hooks.invalid/app",
}
SAID = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1795420800.000100", "text": "a"}


def came(body: object) -> Came:
    found = decode(body, team="T1", now=NOW)
    assert isinstance(found, Came)
    return found


def event(**more: object) -> dict[str, object]:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {**SAID, **more}}


@pytest.mark.parametrize(
    ("body", "gesture"),
    [
        (event(), Text(text="a", message_id="1795420800.000100")),
        (event(subtype="file_share", text="&lt;b&gt;"), Text(text="<b>", message_id="1795420800.000100")),
        (event(thread_ts="1.5"), Text(text="a", message_id="1795420800.000100", reply_to="1.5")),
        (
            {"type": "block_actions", **BY_IDA, **IN_DM, "actions": [BUTTON]},
            Press(action="undo", value="3:4", source="1.5"),
        ),
        (
            {"type": "block_actions", **BY_IDA, **IN_DM, "actions": [MENU]},
            Pick(action="undo", value="3:4", chosen=("hour",), source="1.5"),
        ),
        ({"type": "shortcut", **BY_IDA, "callback_id": "v1:call.log:"}, Press(action="call.log")),
        (ON_MESSAGE, Press(action="followup.add", quote="@U2 & I agreed: <Tuesday>")),
        ({**ON_MESSAGE, "message": {"ts": "1.5", "files": [{}]}}, Press(action="followup.add")),
        (
            {"command": "/whatfor", "text": " call  log ", "user_id": "U1", "team_id": "T1", "trigger_id": "t"},
            Command(words="call  log"),
        ),
        (
            {"command": "/whatfor", "text": "", "user_id": "U1", "team_id": "T1", "trigger_id": "t"},
            Command(words="help"),
        ),
    ],
)
def test_a_payload_is_the_gesture_it_was(body: object, gesture: Gesture) -> None:
    assert came(body).event.gesture == gesture


def test_a_look_at_the_home_page_is_no_gesture() -> None:
    account = Account("slack", "T1", "U1")
    assert decode(event(type="app_home_opened", tab="home"), team="T1", now=NOW) == Looked(account=account)
    assert decode(event(type="app_home_opened", tab="messages"), team="T1", now=NOW) is None


def test_a_press_on_the_home_page_is_made_in_no_channel() -> None:
    container = {"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "home"}}
    pressed = came({"type": "block_actions", **BY_IDA, **container, "actions": [BUTTON]})
    assert pressed.event.gesture == Press(action="undo", value="3:4")
    assert (pressed.event.surface, pressed.event.channel, pressed.place) == (Surface.DM, None, None)
    assert (pressed.event.can_open, pressed.trigger) == (True, "t1")
    elsewhere = came({"type": "block_actions", **BY_IDA, **IN_DM, "actions": [BUTTON]})
    assert pressed.event.keys != elsewhere.event.keys


def test_a_message_is_known_by_its_place_its_client_and_its_event() -> None:
    found = came(event(client_msg_id="c1")).event
    assert found.keys == ("message:D1:1795420800.000100", "client:c1", "event:Ev1")
    assert (found.at, found.channel, found.can_open) == (NOW.replace(microsecond=100), "D1", False)


def test_a_message_of_any_conversation_says_nothing_of_where_its_reader_is_written_to() -> None:
    found = came(ON_MESSAGE)
    assert (found.event.channel, found.place, found.trigger, found.event.surface) == (None, None, "t1", Surface.DM)


@pytest.mark.parametrize(
    "body",
    [
        event(bot_id="B1"),
        event(user="USLACKBOT"),
        event(channel_type="channel"),
        event(subtype="message_deleted"),
        event(subtype="message_changed", message={**SAID, "text": "b"}, previous_message=SAID),  # a preview
        event(
            subtype="message_changed", message={**SAID, "edited": {"ts": "2.0"}}, previous_message=SAID
        ),  # the same words
        {"type": "block_actions", **BY_IDA, **IN_DM, "actions": [{**BUTTON, "action_id": "other:1"}]},
        {"type": "block_actions", **BY_IDA, **IN_DM, "actions": [{**BUTTON, "url": "https://example.org"}]},
        None,
        [],
        "x",
    ],
)
def test_what_is_not_for_the_bot_is_nothing(body: object) -> None:
    assert decode(body, team="T1", now=NOW) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "event",
                    "event_id",
                    "user",
                    "id",
                    "team",
                    "view",
                    "actions",
                    "action_id",
                    "ts",
                    "channel",
                    "text",
                    "message",
                    "trigger_id",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.sampled_from(
        ["event_callback", "block_actions", "view_submission", "block_suggestion", "shortcut", "message_action"]
    ),
    st.dictionaries(st.sampled_from([*SAID, *BY_IDA, "event", "event_id", "view", "actions", "callback_id"]), ANYTHING),
)
def test_no_payload_is_too_strange(kind: str, body: dict[str, object]) -> None:
    decode({**body, "type": kind}, team="T1", now=NOW)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &amp;lt; b", "a &lt; b"),
        ("<https://example.org|example.org> &amp; more", "example.org & more"),
        ("<https://example.org>", "https://example.org"),
        ("<mailto:ida@example.org|ida@example.org>", "ida@example.org"),
        ("<@U1> and <@U2|ida>, <#C1|sales>, <!here>", "@U1 and @ida, #sales, @here"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
    ],
)
def test_what_was_typed_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert unescape(sent) == typed
