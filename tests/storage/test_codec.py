from __future__ import annotations

import json
from datetime import timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings

from bot.gestures import Answer, Event, Toast
from bot.ports import InboxState, Store
from bot.ui import B, Button, Cmd, Lit, Message, When
from storage.codec import (
    answer_of,
    event_of,
    message_of,
    plain_answer,
    plain_event,
    plain_message,
)
from tests.storage.generated import answers, events, messages
from tests.storage.given import NOW, account, enrolled


def through_json(plain: Any) -> Any:  # noqa: ANN401 - any data
    return json.loads(json.dumps(plain))


ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@ANY
@given(event=events)
def test_every_event_comes_back(event: Event) -> None:
    assert event_of(through_json(plain_event(event))) == event


@ANY
@given(message=messages())
def test_every_screen_comes_back(message: Message) -> None:
    assert message_of(through_json(plain_message(message))) == message


@ANY
@given(answer=answers)
def test_every_answer_comes_back(answer: Answer) -> None:
    assert answer_of(through_json(plain_answer(answer))) == answer


@settings(ANY, max_examples=20)
@given(event=events, answer=answers, screen=messages())
async def test_what_a_database_holds_is_what_was_put_in(
    store: Store, event: Event, answer: Answer, screen: Message
) -> None:
    ann = await enrolled(store)
    async with store.begin() as tx:
        kept = await tx.inbox.store(Event(keys=(), account=account(), gesture=event.gesture, at=event.at), NOW)
        await tx.inbox.finish(kept.id, InboxState.DONE, answer, NOW)
        await tx.outbox.plan(ann.who, key="k", kind="reply", slot="k", due_at=NOW, wanted=screen)
    async with store.begin() as tx:
        held = await tx.inbox.hold(kept.id)
        assert (held.event, held.event.gesture, held.answer) == (kept.event, event.gesture, answer)
        envelope = await tx.outbox.by_key(ann.who, "k")
        assert envelope is not None
        assert envelope.wanted == screen


def test_a_screen_is_stored_without_what_goes_without_saying() -> None:
    screen = Message(
        text=("Hi ", Lit("*Dana*"), B(Lit("x")), Cmd("log")), buttons=(Button(action="call.log", label="Log it"),)
    )
    assert plain_message(screen) == {
        "text": [
            "Hi ",
            {"is": "lit", "text": "*Dana*"},
            {"is": "bold", "text": {"is": "lit", "text": "x"}},
            {"is": "command", "path": "log"},
        ],
        "buttons": [{"action": "call.log", "label": "Log it"}],
    }


def test_a_moment_is_the_same_moment_whatever_zone_it_came_in() -> None:
    for zone in (ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-3))):
        back = message_of(plain_message(Message(text=(When(NOW.astimezone(zone)),))))
        assert back == Message(text=(When(NOW),))


def test_something_new_in_a_stored_event_does_not_make_it_unreadable() -> None:
    answer = plain_answer(Toast("hi"))
    assert answer_of({**(answer or {}), "from a later version": 1}) == Toast("hi")
