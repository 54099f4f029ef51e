"""Whatever is typed, wherever it can be typed: every screen can be built, and nothing ever goes wrong."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.gestures import Answer, Errors, Open, Toast
from bot.ui import Form, InputKind
from storage import open_store
from tests.features.harness import Conversation, started

HOSTILE = (
    "\0",
    "\ud800",
    "a\0b\udfffc",
    "\u202eevil\u2066",
    "\u200b",
    "\ufeff\u200e",
    "e\u0301" * 4_000,
    "Z" + "\u0300" * 3_000,
    "👩‍👩‍👧‍👦" * 800,
    "🏳️‍🌈",
    "مرحبا بالعالم " * 200,
    "x" * 8_000,
    "x " * 4_000,
    "." * 3_400,
    ". . . . .",
    "\n" * 500 + "a" + "\n" * 500,
    "a\n" * 2_000,
    "– — - -> => | ; //",
    "=cmd()",
    "<@U1> <!channel> [x](http://y) *b* `c`",
    "%s {0} \\ ' \" &amp;lt;",
    "²³٣",
    "0001-01-01",
    "9999-12-31",
    "99999999999999999999",
    "ﷺ" * 60,
)
PIECES = st.sampled_from((*HOSTILE, "10-11 ", " - ", "yesterday ", "because ", "zone:", 'report:"', "9:30", "invoices"))
WORDS = st.one_of(st.sampled_from(HOSTILE), st.lists(PIECES, min_size=1, max_size=4).map("".join), st.text(max_size=60))
SAID = (
    "{}",
    "{} - {}",
    "10-11 {} - {}",
    "15:00-16:00 {} - {}",
    "yesterday {} - {}",
    "0001-01-01 10-11 {} - x",
    "because {}",
    "fix: {}",
    "s/a/{}/",
    "s/{}/b/",
    "9-9:30 {} - x\n9:30-10 {} - y",
    "log {}",
    "!log 15-16 {} - {}",
    "pause {}",
    "pause until 31 dec 9999",
    "report week 0001-W01",
    "report month 9999-13",
    "call log {} yes",
    "call log {} thinking until tue - {}",
    'call log prospect:"{}" outcome:no offer:"{}" notes:{}',
    "call log Dana yes date:{}",
    "call log Dana thinking back:{}",
    "call show {}",
    "call list {}",
    "report week {}",
    "help {}",
    "settings set zone:{}",
    "settings set hours:{} days:{}",
    "settings set cadence:{} block:{} goal:{}",
    'settings set report:"{}"',
    "start zone:{} goal:{}",
    "!{}",
    "same {}",
    "today",
    "home",
    "status",
    "call list all",
    "followups",
    "report week",
    "prospect list {}",
    "prospect add {} - {}",
    'prospect add {} introducer:"{}" role:{}',
    "prospect edit {}",
    "prospect show {}",
    "prospect postpone {} {}",
    "prospect close {}",
    "prospect import {}\n{};{}",
    "asked {}",
    "steps set {} - {}",
    "steps set add {} - {} - 5",
    "steps set 2 name:{}",
    "steps did {}",
    "goal set {} {}",
    "goal improve {}",
    "goal built {}",
    "goal rest {}",
    "goal",
    "handover list",
    "handover add {} 35",
    "handover add {} price:{}",
    "handover done {}",
    "settings set value:{}",
)
_users = itertools.count()


@pytest.fixture(scope="module", autouse=True)
def _inline() -> None:
    """Keep SQLite's thread: a database in memory is its own."""


class World:
    """One store for all examples, and a person of its own for each."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.store = self.runner.run(open_store("sqlite://"))

    def close(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def fine(answer: Answer) -> None:
    assert not (isinstance(answer, Toast) and answer.text.startswith("Something went wrong")), answer


async def send(me: Conversation, said: str, words: list[str]) -> None:
    """Say it, send in whatever form that opens with the same words, and press everything that is shown then."""
    text = said.replace("{}", "\uffff")
    for each in words:
        text = text.replace("\uffff", each, 1)
    answer = await me.say(text)
    fine(answer)
    if isinstance(answer, Open):
        await fill_in(me, answer.form, words)
    await me.edit(f"{words[0]} - {words[-1]}", of=f"text {me._events}")  # noqa: SLF001 - the last text
    await press_everything(me, words)


async def press_everything(me: Conversation, words: list[str]) -> None:
    shown = list(me.paper.faces.values())[-1]
    for button in shown.all_buttons:
        answer = await me.press_raw(button.action, button.value, quote=words[0])
        fine(answer)
        if isinstance(answer, Open):
            await fill_in(me, answer.form, words)


async def fill_in(me: Conversation, form: Form, words: list[str]) -> None:
    """Send a form in with hostile words in everything that takes any, twice: all of it, and where it could be right."""
    right = {InputKind.TIME: "09:00", InputKind.DATE: "2026-11-24", InputKind.NUMBER: "3"}
    for attempt in (0, 1):
        values = {}
        for each in form.inputs:
            options = tuple(option.value for option in each.options)
            apt = options[0] if options else right.get(each.kind, words[0])
            values[each.key] = apt if attempt or options else words[-1]
        if attempt and "end" in values:
            values["end"] = "09:20"
        if attempt and "on" in values:
            values["on"] = "tue"
        answer = await me.submit(values, form=form)
        fine(answer)
        if isinstance(answer, Errors):
            assert all(text.strip() for text in answer.by_key.values())


async def play(world: World, steps: list[tuple[str, list[str]]]) -> None:
    me = await started(world.store, user=f"user {next(_users)}", at="2026-11-23 08:50")
    await me.at("2026-11-23 09:00")
    for said, words in steps:
        await send(me, said, words)
    await me.at("2026-11-23 10:00")
    for command in ("today", "status", "call list all", "report week", "undo", "undo"):
        fine(await me.say(command))
    await press_everything(me, ["a", "b"])


@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(st.tuples(st.sampled_from(SAID), st.lists(WORDS, min_size=3, max_size=3)), min_size=1, max_size=3)
)
def test_nothing_typed_anywhere_makes_anything_go_wrong(world: World, steps: list[tuple[str, list[str]]]) -> None:
    world.runner.run(play(world, steps))


@pytest.mark.parametrize("number", range(4))
def test_each_hostile_text_is_taken_somewhere(world: World, number: int) -> None:
    texts = HOSTILE[number::4]
    said = itertools.islice(itertools.cycle(SAID), number * len(texts), (number + 1) * len(texts))
    world.runner.run(play(world, [(each, [words, "Dana", words]) for each, words in zip(said, texts, strict=True)]))


@pytest.mark.slow
@pytest.mark.parametrize("said", SAID)
def test_each_hostile_text_is_taken_everywhere(world: World, said: str) -> None:
    world.runner.run(play(world, [(said, [words, "Dana", words]) for words in HOSTILE]))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(st.tuples(st.sampled_from(SAID), st.lists(WORDS, min_size=3, max_size=3)), min_size=1, max_size=3)
)
def test_nothing_typed_anywhere_makes_anything_go_wrong_at_length(
    world: World, steps: list[tuple[str, list[str]]]
) -> None:
    world.runner.run(play(world, steps))
