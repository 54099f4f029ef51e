"""In whatever order people grant, accept, look, revoke and are forgotten: every look was granted, and is noted."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.sharing.partners import A_DAY, HELP
from bot.gestures import Answer
from storage import open_store
from tests.features.harness import START, Conversation, together
from tests.features.test_partners import form
from tests.features.test_partners import number as number_of
from tests.features.test_sharing import CODE, looks


@pytest.fixture(scope="module", autouse=True)
def _inline() -> None:
    """Keep SQLite's thread: a database in memory is its own."""


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ("counts", "words", "accept", "look", "list", "clients", "cheer", "write", "revoke", "until", "forget")
        ),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=14,
)


@dataclass
class Model:
    """Who may look at Ida's weeks: one line for each viewer."""

    open: dict[int, bool] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    spent: dict[int, str] = field(default_factory=dict)
    looked: dict[int, bool] = field(default_factory=dict)
    cheered: dict[int, bool] = field(default_factory=dict)
    written: dict[int, int] = field(default_factory=dict)
    looks: int = 0

    def close(self, number: int) -> None:
        """Show nothing more; what was an invitation is none."""
        self.open[number] = self.looked[number] = False
        if number in self.codes:
            self.spent[number] = self.codes.pop(number)

    def gone(self, number: int) -> None:
        """Forget a viewer: whoever comes back is somebody else."""
        self.open[number] = self.looked[number] = self.cheered[number] = False
        self.written[number] = 0


class World:
    """One store for every case: each is about other people."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.store = self.runner.run(open_store("sqlite://"))
        self.number = 0

    def close(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


async def play(world: World, moves: Sequence[tuple[str, int]]) -> None:
    """Play, and hold every look against the model; every number there is is tried by everybody."""
    world.number += 1
    ida, *viewers = (Conversation(world.store, user=f"{name}{world.number}") for name in ("ida", "sam", "kim"))
    together(ida, *viewers)
    await ida.say(START)
    model, names = Model(), ("Sam", "Kim")
    for move, number in moves:
        viewer, is_open = viewers[number], model.open.get(number, False)
        match move:
            case "counts" | "words":
                await ida.say(f"share grant {names[number]} {move}")
                found = CODE.search(ida.last.text)
                assert bool(found) != is_open
                if found:
                    model.codes[number] = found[1]
            case "accept" if number in (model.codes | model.spent):
                model.open[number] = number in model.codes or is_open
                model.spent[number] = model.codes.pop(number, model.spent.get(number, ""))
                await viewer.say(f"share accept {model.spent[number]}")
            case "look":
                shown = await looked(ida, viewer)
                assert shown == int(is_open)
                model.looks += shown
                model.looked[number] = is_open
            case "list":
                await viewer.say("share list")
                assert ("shows you" in viewer.last.text) == is_open
            case "clients" | "cheer" | "write":
                await beyond(ida, viewer, model, move, number)
            case "revoke" | "until":
                await (ida.say(f"share revoke {names[number]}") if move == "revoke" else run_out(ida, names[number]))
                model.close(number)
            case "forget":
                await forget(viewer)
                model.gone(number)
            case _:
                assert move == "accept"
        assert await looks(ida) == model.looks


async def beyond(ida: Conversation, viewer: Conversation, model: Model, move: str, number: int) -> None:
    """Do what a viewer may do besides looking, and hold it against the model."""
    is_open = model.open.get(number, False)
    match move:
        case "clients":
            await viewer.say("clients")
            assert ("1 person shows you their weeks" in viewer.last.text) == is_open
            # Somebody new is on the list without a number of theirs, until they are looked at.
            model.looks += is_open and model.looked.get(number, False)
        case "cheer":
            told = await told_by(ida, viewer.press_raw("share.cheer", await number_of(ida)))
            assert told == (is_open and not model.cheered.get(number, False))
            model.cheered[number] = model.cheered.get(number, False) or is_open
        case _:
            words = viewer.submit({"words": "Hello"}, form(HELP, await number_of(ida)))
            told = await told_by(ida, words)
            assert told == (is_open and model.written.get(number, 0) < A_DAY)
            model.written[number] = model.written.get(number, 0) + told


async def told_by(ida: Conversation, doing: Coroutine[None, None, Answer]) -> int:
    """Return how many messages somebody gets by what another does."""
    before = len(ida.shown)
    await doing
    return len(ida.shown) - before


async def looked(ida: Conversation, viewer: Conversation) -> int:
    """Press every button that could show anything of Ida's; return how often something was shown."""
    async with ida.store.begin() as tx:
        numbers = [one.id for one in await tx.sharing.given(await ida.who(tx))]
    before = len(viewer.shown)
    for grant_id in numbers:
        await viewer.press_raw("share.look", str(grant_id))
    return sum("conversations" in one.text for one in viewer.shown[before:])


async def run_out(ida: Conversation, name: str) -> None:
    """Let what a viewer is shown, or is to be, have run out now."""
    now = ida.clock.now()
    async with ida.store.begin() as tx:
        for one in await tx.sharing.given(await ida.who(tx)):
            if one.label == name and not one.is_over(now):
                await tx.sharing.put(replace(one, until=now))


async def forget(viewer: Conversation) -> None:
    """Forget a viewer, if there is one; whatever they say next, they come back with."""
    async with viewer.store.begin() as tx:
        if known := await tx.people.known(viewer.account):
            await tx.records.erase(known.who)


@given(moves=MOVES)
def test_whatever_the_order_nothing_is_shown_after_a_revoke_and_every_look_is_noted(
    world: World, moves: Sequence[tuple[str, int]]
) -> None:
    world.runner.run(play(world, moves))


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@settings(max_examples=10_000)
@given(moves=MOVES)
def test_in_ten_thousand_orders_nothing_is_shown_after_a_revoke_and_every_look_is_noted(
    world: World, moves: Sequence[tuple[str, int]]
) -> None:
    world.runner.run(play(world, moves))
