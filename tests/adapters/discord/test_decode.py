"""What Discord sends, read as events; whatever else comes is nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord import decode
from adapters.discord.decode import Came, Declined, Typing, key_at, moment
from adapters.discord.ids import Way, made, read
from bot.gestures import Command, Gesture, Pick, Press, Submit, Surface, Text
from bot.ui import MAX_ID

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEY = str(key_at(NOW))
BY_IDA: dict[str, Any] = {"id": KEY, "token": "t", "user": {"id": "1"}, "channel_id": "5", "message": {"id": "3"}}
SAID: dict[str, Any] = {"id": KEY, "type": 0, "channel_id": "5", "author": {"id": "1"}, "content": "a"}


def used(kind: int, data: dict[str, Any], **more: object) -> dict[str, Any]:
    return {**BY_IDA, "type": kind, "data": data, **more}


def pressed(custom_id: str, **more: object) -> dict[str, Any]:
    return used(3, {"component_type": 2, "custom_id": custom_id, **more})


def came(body: object) -> Came:
    found = decode.interaction(body, app="9")
    assert isinstance(found, Came)
    return found


@pytest.mark.parametrize(
    ("body", "gesture"),
    [
        (pressed("v1:undo:3:4"), Press(action="undo", value="3:4", source="3")),
        (pressed("f1:call.log:"), Press(action="call.log", source="3")),
        (pressed("y1:undo:3"), Press(action="undo", value="3", source="3")),
        (pressed("x1:call.log:7"), Press(action="form.fix", value="call.log:7", source="3")),
        (
            pressed("m1:more:s1", component_type=3, values=["hour"]),
            Pick(action="more", chosen=("hour",), value="s1", source="3"),
        ),
        (used(2, {"type": 1, "name": "help"}), Command(words="help")),
        (
            used(
                2,
                {
                    "type": 1,
                    "name": "call",
                    "options": [
                        {
                            "type": 1,
                            "name": "log",
                            "options": [
                                {"type": 3, "name": "prospect", "value": "Dana"},
                                {"type": 5, "name": "practice", "value": True},
                                {"type": 4, "name": "goal", "value": 3},
                            ],
                        }
                    ],
                },
            ),
            Command(words="call log", arguments={"prospect": "Dana", "practice": "yes", "goal": "3"}),
        ),
        (
            used(
                5,
                {
                    "custom_id": "v1:call.log:7",
                    "components": [
                        {"type": 10, "id": 1},
                        {"type": 18, "component": {"type": 4, "custom_id": "v1:short:who", "value": "Dana"}},
                    ],
                },
            ),
            Submit(form="call.log", values={"who": "Dana"}, context="7"),
        ),
    ],
)
def test_an_interaction_is_the_gesture_it_was(body: object, gesture: Gesture) -> None:
    found = came(body).event
    assert found.gesture == gesture
    assert (found.account.workspace, found.account.user, found.at, found.channel) == ("9", "1", NOW, "5")
    assert found.keys == (f"interaction:{KEY}",)
    assert found.can_open is not isinstance(gesture, Submit)


def test_only_what_may_open_a_form_can_not_be_put_off() -> None:
    bodies = [pressed(f"{way}:a:b") for way in ("v1", "f1", "q1", "y1", "x1")]
    assert [came(body).may_open for body in bodies] == [False, True, False, True, True]
    assert [came(body).asks for body in bodies] == [False, False, True, False, False]
    assert came(used(2, {"type": 1, "name": "log"})).may_open


def test_in_a_server_nobody_learns_where_direct_messages_go() -> None:
    for more in ({"guild_id": 7}, {"context": 2}):
        event = came({**pressed("v1:a:b"), **more}).event
        assert (event.surface, event.channel) == (Surface.CHANNEL, None)


def test_a_no_and_half_a_word_are_no_events() -> None:
    assert isinstance(decode.interaction(pressed("n1:a:b"), app="9"), Declined)
    typing = used(4, {"name": "start", "options": [{"type": 3, "name": "zone", "value": "pa", "focused": True}]})
    found = decode.interaction(typing, app="9")
    assert isinstance(found, Typing)
    assert (found.path, found.option, found.query) == ("start", "zone", "pa")


@given(st.sampled_from(list(Way)), st.text("abc.", min_size=1, max_size=20), st.text("abc:;-0", max_size=60))
def test_an_id_is_read_as_it_was_made_and_as_long_as_slacks(way: Way, action: str, value: str) -> None:
    whole = made(way, action, value)
    found = read(whole)
    assert (found.way, found.action, found.value) == (way, action, value)
    assert len(whole) == len(f"v1:{action}:{value}") <= MAX_ID


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_message_is_known_by_its_place_and_a_change_of_it_by_its_moment() -> None:
    said = decode.message(SAID, app="9")
    assert said is not None
    assert said.event.gesture == Text(text="a", message_id=KEY)
    assert (said.event.keys, said.event.channel, said.event.can_open) == ((f"message:5:{KEY}",), "5", False)
    for stamp in ("2026-11-23T08:01:00.250000+00:00", "2026-11-23T09:01:00.250+01:00"):
        edited = decode.edit({**SAID, "edited_timestamp": stamp}, app="9")
        assert edited is not None
        assert edited.event.keys == (f"edit:5:{KEY}:1795420860.250",)


def test_a_reply_knows_what_it_answers_and_a_message_passed_on_does_not() -> None:
    reference = {"message_reference": {"message_id": 3}}
    for kind, answered in ((19, "3"), (0, None)):
        found = decode.message({**SAID, **reference, "type": kind}, app="9")
        assert found is not None
        assert isinstance(found.event.gesture, Text)
        assert found.event.gesture.reply_to == answered


@pytest.mark.parametrize(
    "body",
    [
        {**SAID, "author": {"id": "1", "bot": True}},
        {**SAID, "webhook_id": "1"},
        {**SAID, "guild_id": 7},
        {**SAID, "type": 6},
        {**SAID, "author": None},
        None,
        [],
    ],
)
def test_what_is_not_for_the_bot_is_nothing(body: object) -> None:
    assert decode.message(body, app="9") is None
    assert decode.edit(body, app="9") is None
    assert decode.edit(SAID, app="9") is None  # nobody changed it
    assert decode.interaction(body, app="9") is None


@pytest.mark.parametrize("custom_id", ["other:1", "v1", "", "v2:a:b"])
def test_ids_that_are_not_ours_are_nothing(custom_id: str) -> None:
    assert decode.interaction(pressed(custom_id), app="9") is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "custom_id", "components", "component", "options", "name", "value"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 6), st.dictionaries(st.sampled_from([*BY_IDA, *SAID, "data", "context", "guild_id"]), ANYTHING))
def test_no_payload_is_too_strange(kind: int, body: dict[str, object]) -> None:
    decode.interaction({**body, "type": kind}, app="9")
    decode.interaction({**BY_IDA, **body, "type": kind}, app="9")
    decode.message({**SAID, **body}, app="9")
    decode.edit({**SAID, **body}, app="9")


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@1> and <@!2>", "@Ida and @2"),
        ("good <:ok:123> <a:wow:4>", "good :ok: :wow:"),
        ("from <t:1795420800:t> to <t:1795422600>", "from <t:1795420800:t> to <t:1795422600>"),
    ],
)
def test_what_was_typed_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert decode.typed({"content": sent, "mentions": [{"id": "1", "global_name": "Ida", "username": "ida"}]}) == typed


def test_an_id_tells_when_it_was_made() -> None:
    assert moment(175928847299117063) == datetime(2016, 4, 30, 11, 18, 25, 796000, tzinfo=UTC)
    assert moment(key_at(NOW)) == NOW
