"""What Discord refuses, one rule at a time: the good passes, and what is one too many does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import discord
import pytest

from tests.adapters.discord import strict
from tests.adapters.discord.bare import Bare, connected, dm
from tests.adapters.discord.described import DESCRIPTION, described
from tests.adapters.discord.office import Office

Json = dict[str, Any]
there = pytest.mark.skipif(not DESCRIPTION.exists(), reason=f"Discord's description is not at {DESCRIPTION}")


def button(number: int = 0, **parts: object) -> Json:
    return {"type": 2, "style": 1, "label": "Log", "custom_id": f"v1:{number}", **parts}


def option(number: int = 0, **parts: object) -> Json:
    return {"label": f"Option {number}", "value": str(number), **parts}


def select(count: int = 2, **parts: object) -> Json:
    return {"type": 3, "custom_id": "v1:select", "options": [option(each) for each in range(count)], **parts}


def row(*held: Json) -> Json:
    return {"type": 1, "components": list(held)}


def rows(*held: Json) -> Json:
    return {"components": [row(*held)]}


def embed(**parts: object) -> Json:
    return {"embeds": [parts]}


def label(component: Json, **parts: object) -> Json:
    return {"type": 18, "label": "Who", "component": component, **parts}


def text(**parts: object) -> Json:
    return {"type": 4, "style": 1, "custom_id": "who", **parts}


def radio(count: int = 2, **parts: object) -> Json:
    return {"type": 21, "custom_id": "who", "options": [option(each) for each in range(count)], **parts}


def boxes(count: int = 2, **parts: object) -> Json:
    return {"type": 22, "custom_id": "who", "options": [option(each) for each in range(count)], **parts}


def modal(*components: Json, **parts: object) -> Json:
    return {"title": "Log a call", "custom_id": "v1:call", "components": list(components), **parts}


def form(component: Json, **parts: object) -> Json:
    return modal(label(component, **parts))


def command(**parts: object) -> list[Json]:
    return [{"type": 1, "name": "call", "description": "Calls", **parts}]


def typed(name: str = "prospect", **parts: object) -> Json:
    return {"type": 3, "name": name, "description": "Who", **parts}


def long(option_count: int, letters: int) -> list[Json]:
    each = [{"name": "n" * 50, "value": "v" * letters}] * 25
    return command(options=[typed(f"o{number}", choices=each) for number in range(option_count)])


def below(depth: int) -> list[Json]:
    made = typed()
    for number in range(depth):
        made = {"type": 1 if number == 0 else 2, "name": f"n{number}", "description": "More", "options": [made]}
    return command(options=[made])


MESSAGES: list[tuple[Json, Json]] = [
    ({"content": "x" * 2_000}, {"content": "x" * 2_001}),
    ({"nonce": "n" * 25}, {"nonce": "n" * 26}),
    (
        {"attachments": [{"id": 0, "description": "x" * 1_024}]},
        {"attachments": [{"id": 0, "description": "x" * 1_025}]},
    ),
    ({"embeds": [{"title": "t"}] * 10}, {"embeds": [{"title": "t"}] * 11}),
    (embed(title="x" * 256), embed(title="x" * 257)),
    (embed(description="x" * 4_096), embed(description="x" * 4_097)),
    (embed(footer={"text": "x" * 2_048}), embed(footer={"text": "x" * 2_049})),
    (embed(author={"name": "x" * 256}), embed(author={"name": "x" * 257})),
    (embed(fields=[{"name": "n", "value": "v"}] * 25), embed(fields=[{"name": "n", "value": "v"}] * 26)),
    (embed(fields=[{"name": "n" * 256, "value": "v"}]), embed(fields=[{"name": "n" * 257, "value": "v"}])),
    (embed(fields=[{"name": "n", "value": "v" * 1_024}]), embed(fields=[{"name": "n", "value": "v" * 1_025}])),
    (embed(fields=[{"name": "n", "value": "v"}]), embed(fields=[{"name": "n", "value": " "}])),
    ({"embeds": [{"description": "x" * 3_000}] * 2}, {"embeds": [{"description": "x" * 3_000}] * 2 + [{"title": "x"}]}),
    (
        {"components": [row(button(number)) for number in range(5)]},
        {"components": [row(button(number)) for number in range(6)]},
    ),
    (rows(*map(button, range(5))), rows(*map(button, range(6)))),
    (rows(select()), rows(select(), button())),
    (rows(button()), {"components": [button()]}),
    (rows(button()), rows()),
    (rows(button(0), button(1)), rows(button(0), button(0))),
    (rows(button(custom_id="x" * 100)), rows(button(custom_id="x" * 101))),
    (rows(button(custom_id="x")), rows(button(custom_id=""))),
    (rows(button(label="x" * 80)), rows(button(label="x" * 81))),
    (rows(button(emoji={"name": "✓"}, label="")), rows(button(label=""))),
    (
        rows({"type": 2, "style": 5, "label": "See", "url": "https://a.invalid"}),
        rows({"type": 2, "style": 5, "label": "See"}),
    ),
    (rows(button()), rows(button(url="https://a.invalid"))),
    (rows(select(25)), rows(select(26))),
    (rows(select(1)), rows(select(0))),
    (rows(select(placeholder="x" * 150)), rows(select(placeholder="x" * 151))),
    (rows(select(max_values=2)), rows(select(max_values=3))),
    (rows(select(min_values=1)), rows(select(min_values=2))),
    (rows(select(options=[option(label="x" * 100)])), rows(select(options=[option(label="x" * 101)]))),
    (rows(select(options=[option(value="x" * 100)])), rows(select(options=[option(value="x" * 101)]))),
    (rows(select(options=[option(description="x" * 100)])), rows(select(options=[option(description="x" * 101)]))),
    (rows(select(options=[option(0), option(1)])), rows(select(options=[option(0), option(0)]))),
    (
        rows(select(options=[option(0, default=True), option(1)])),
        rows(select(options=[option(0, default=True), option(1, default=True)])),
    ),
    (
        {"flags": 1 << 15, "components": [{"type": 10, "content": "Hello."}]},
        {"flags": 1 << 15, "content": "Hello.", "components": [{"type": 10, "content": "Hello."}]},
    ),
    (
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 4_000}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 4_001}]},
    ),
    ({"flags": 1 << 15, "components": [{"type": 10, "content": "Hello."}]}, rows(label(text()))),
]

FORMS: list[tuple[Json, Json]] = [
    (form(text()), form(button())),
    (modal(label(text()), title="x" * 45), modal(label(text()), title="x" * 46)),
    (modal(label(text()), custom_id="x" * 100), modal(label(text()), custom_id="x" * 101)),
    (
        modal(*[label(text(custom_id=str(number))) for number in range(5)]),
        modal(*[label(text(custom_id=str(number))) for number in range(6)]),
    ),
    (modal(label(text())), modal()),
    (modal(label(text()), {"type": 10, "content": "Hello."}), modal(label(text()), row(button()))),
    (modal(label(text()), label(text(custom_id="when"))), modal(label(text()), label(text()))),
    (form(text(), label="x" * 45), form(text(), label="x" * 46)),
    (form(text(), description="x" * 100), form(text(), description="x" * 101)),
    (form(text(placeholder="x" * 100)), form(text(placeholder="x" * 101))),
    (form(text(value="x" * 4_000)), form(text(value="x" * 4_001))),
    (form(text(max_length=4_000)), form(text(max_length=4_001))),
    (form(text(max_length=5, value="x" * 5)), form(text(max_length=5, value="x" * 6))),
    (form(select(25)), form(select(26))),
    (form(select()), form(select(disabled=True))),
    (form(select(min_values=0, required=False)), form(select(min_values=0))),
    (form(radio(2)), form(radio(1))),
    (form(radio(10)), form(radio(11))),
    (
        form(radio(options=[option(0, default=True), option(1)])),
        form(radio(options=[option(0, default=True), option(1, default=True)])),
    ),
    (form(boxes(1)), form(boxes(0))),
    (form(boxes(10)), form(boxes(11))),
    (form(boxes(max_values=2)), form(boxes(max_values=3))),
    (form({"type": 23, "custom_id": "sure"}), form({"type": 23, "custom_id": "sure", "required": True})),
]

COMMANDS: list[tuple[list[Json], list[Json]]] = [
    (command(name="log-2"), command(name="Log")),
    (command(name="x" * 32), command(name="x" * 33)),
    (command(name="log"), command(name="log a call")),
    (command(description="x" * 100), command(description="x" * 101)),
    (command(description="x"), command(description="")),
    (command() + command(name="log"), command() + command()),
    (
        [command(name=f"n{number}")[0] for number in range(100)],
        [command(name=f"n{number}")[0] for number in range(101)],
    ),
    ([{"type": 3, "name": "Add as follow-up"}], [{"type": 3, "name": "Add", "description": "Not here"}]),
    (
        [{"type": 3, "name": f"n{number}"} for number in range(15)],
        [{"type": 3, "name": f"n{number}"} for number in range(16)],
    ),
    (
        command(options=[typed(f"n{number}") for number in range(25)]),
        command(options=[typed(f"n{number}") for number in range(26)]),
    ),
    (command(options=[typed("a"), typed("b")]), command(options=[typed("a"), typed("a")])),
    (
        command(options=[typed("a", required=True), typed("b")]),
        command(options=[typed("a"), typed("b", required=True)]),
    ),
    (
        command(options=[typed(choices=[{"name": "n", "value": "v"}] * 25)]),
        command(options=[typed(choices=[{"name": "n", "value": "v"}] * 26)]),
    ),
    (
        command(options=[typed(choices=[{"name": "n" * 100, "value": "v"}])]),
        command(options=[typed(choices=[{"name": "n" * 101, "value": "v"}])]),
    ),
    (
        command(options=[typed(autocomplete=True)]),
        command(options=[typed(autocomplete=True, choices=[{"name": "n", "value": "v"}])]),
    ),
    (long(3, 50), long(4, 50)),
    (below(2), below(3)),
    (below(1), command(options=[*below(1)[0]["options"], typed()])),
]


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        *[(strict.message, *pair) for pair in MESSAGES],
        *[(strict.modal, *pair) for pair in FORMS],
        *[(strict.commands, *pair) for pair in COMMANDS],
        (strict.choices, [{"name": "n", "value": "v"}] * 25, [{"name": "n", "value": "v"}] * 26),
        (strict.choices, [{"name": "n" * 100, "value": "v"}], [{"name": "n" * 101, "value": "v"}]),
    ],
)
def test_the_good_passes_and_one_too_many_does_not(check: Callable[[Any], None], good: Any, bad: Any) -> None:  # noqa: ANN401 - JSON
    check(json.loads(json.dumps(good)))
    with pytest.raises(strict.NotValidError):
        check(json.loads(json.dumps(bad)))


@there
@pytest.mark.parametrize(
    ("asked", "path", "good", "bad"),
    [
        ("POST", "/channels/1/messages", {"nonce": "n" * 25}, {"nonce": "n" * 26}),
        ("POST", "/channels/1/messages", rows(button()), rows({"type": 2, "label": "no style"})),
        ("POST", "/channels/1/messages", {"content": "x"}, {"content": 1}),
        ("POST", "/channels/1/messages", {"content": "x"}, {"content": "x", "contents": "y"}),
        ("POST", "/channels/1/messages", {"embeds": [{"title": "x"}]}, {"embeds": [{"title": "x", "colour": 1}]}),
        ("POST", "/channels/1/messages", {"content": "x"}, None),
        ("GET", "/channels/1/messages", None, {"content": "x"}),
        ("PATCH", "/channels/1/messages/2", {"content": None}, {"embeds": {"title": "no list"}}),
        ("POST", "/users/@me/channels", {"recipient_id": 1}, {"recipient_id": "ida"}),
        ("PUT", "/applications/1/commands", command(), command(type=9)),
        ("POST", "/interactions/1/t/callback", {"type": 9, "data": form(text())}, {"type": 9, "data": {"title": "x"}}),
        ("POST", "/interactions/1/t/callback", {"type": 6}, {"type": 11}),
        ("POST", "/webhooks/1/t", {"content": "x"}, {"content": "x" * 2_001}),
    ],
)
def test_discords_own_description_is_asked(asked: str, path: str, good: object, bad: object) -> None:
    description = described()
    assert description is not None
    assert description.broken(asked, path, {}, good) == ""
    assert description.broken(asked, path, {}, bad)


@there
def test_the_description_knows_what_may_be_asked_for() -> None:
    description = described()
    assert description is not None
    assert description.broken("GET", "/channels/1/messages", {"limit": "100", "after": "5"}, None) == ""
    assert description.broken("GET", "/channels/1/messages", {"limit": "101"}, None)
    assert description.broken("GET", "/channels/1/messages", {"since": "5"}, None)
    assert description.broken("POST", "/interactions/1/t/callback", {"with_response": "1"}, {"type": 6}) == ""
    assert description.broken("PUT", "/channels/1/messages", {}, None) == "no PUT /channels/1/messages"
    assert description.broken("GET", "/messages", {}, None) == "no GET /messages"


async def test_what_is_refused_is_noted_and_answered_as_discord_does(at_work: Office) -> None:
    async with connected(Bare(), at_work) as client:
        await at_work.ida.say("hello")
        with pytest.raises(discord.HTTPException) as caught:
            await (await dm(client)).send("x" * 2_001)
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert "2,000" in str(caught.value)
    assert at_work.discord.broken_rules == ["content is at most 2,000 characters"]
    assert at_work.ida.shown == []
    at_work.discord.broken_rules.clear()


async def test_a_route_that_is_not_there_is_noted(at_work: Office) -> None:
    async with connected(Bare(), at_work) as client:
        with pytest.raises(discord.NotFound):
            await client.fetch_guild(1)
    assert len(at_work.discord.broken_rules) == 1
    at_work.discord.broken_rules.clear()
