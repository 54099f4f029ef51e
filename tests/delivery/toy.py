"""One small feature with every part, for tests of the rooms that run features."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.people import Account, Person, Stage
from bot.domain.slots import Hours
from bot.engine import Engine
from bot.feature import Feature, Moment, Occasion, Turn
from bot.gestures import (
    Answer,
    Command,
    Effects,
    Errors,
    Event,
    Gesture,
    Open,
    Press,
    Replace,
    Reply,
    Submit,
    Text,
    Toast,
)
from bot.grammar.reply import Entries
from bot.ports import Store
from bot.ui import Form, Input, Lit, Message
from tests.delivery.small_platform import SettableClock, SmallPlatform

LATE = timedelta(minutes=10)
_numbers = itertools.count()


async def _begin(turn: Turn, _: Call) -> Effects:
    await turn.tx.people.save(replace(turn.person, stage=Stage.STARTED, started_at=turn.now))
    return (Reply(Message(text=("started",))),)


async def _stop(turn: Turn, _: Call) -> Effects:
    await turn.tx.people.save(replace(turn.person, paused_until=turn.now + timedelta(days=1)))
    return (Reply(Message(text=("stopped",))),)


async def _widen(turn: Turn, _: Call) -> Effects:
    plan = replace(turn.person.plan, hours=Hours(start=time(8), end=time(18)))
    await turn.tx.people.save(replace(turn.person, plan=plan))
    return (Reply(Message(text=("widened",))),)


async def _heard(_turn: Turn, meaning: Entries, _: Text) -> Effects:
    return (Reply(Message(text=("heard ", Lit(meaning.entries[0].what)))),)


async def _edited(_turn: Turn, text: Text) -> Effects:
    return (Reply(Message(text=("edited ", Lit(text.text)))),)


async def _face(_turn: Turn, press: Press) -> Effects:
    return (Replace(press.value, Message(text=("answered",))),)


async def _fail(_: Turn, __: Press) -> Effects:
    raise RuntimeError("canary-word")


async def _open(_: Turn, __: Press) -> Effects:
    return (Open(Form(id="toy.form", title="Toy", inputs=(Input(key="name", label="Name"),))),)


async def _submitted(_: Turn, submit: Submit) -> Effects:
    name = submit.values.get("name", "")
    return (Reply(Message(text=("saved ", Lit(name)))),) if name else (Errors({"name": "A name."}),)


async def _welcome(_: Turn) -> Effects:
    return (Toast("say begin"),)


async def _page(turn: Turn) -> Message:
    return Message(text=(f"page of person {turn.who.person}",))


def _next(person: Person, after: datetime) -> datetime | None:
    return person.plan.window.next_prompt(after, person.plan.cadence)


async def _wanted(_: Occasion) -> str:
    return ""


async def _fold(occasion: Occasion) -> Effects:
    """Tidy the prompt before, once."""
    earlier = f"tick:{_slot(occasion.person, occasion.due_at - timedelta(minutes=30))}"
    there = await occasion.tx.outbox.by_key(occasion.who, earlier)
    if there is None or there.version > 1:
        return ()
    return (Replace(earlier, Message(text=("folded",))),)


async def _screen(occasion: Occasion) -> Message:
    return Message(text=(f"asked {occasion.due_at:%d %H:%M}",))


def _slot(_: Person, due_at: datetime) -> str:
    return f"{due_at:%Y-%m-%dT%H:%MZ}"


EARLY = Feature(
    name="early",
    commands=((Spec(path="begin", summary="Begin"), _begin),),
    welcome=_welcome,
    page=_page,
    before_start=True,
)
TOY = Feature(
    name="toy",
    commands=(
        (
            Spec(path="quiet", summary="Stop", arguments=(Argument(name="x", kind=ArgumentKind.REST, summary=""),)),
            _stop,
        ),
        (Spec(path="widen", summary="Work longer"), _widen),
    ),
    presses={"toy.face": _face, "toy.fail": _fail, "toy.open": _open},
    forms={"toy.form": _submitted},
    replies={Entries: _heard},
    edited=_edited,
    moments=(
        Moment(
            kind="tick",
            late_after=LATE,
            next_due=_next,
            slot=_slot,
            unwanted=_wanted,
            before=_fold,
            screen=_screen,
        ),
    ),
)


@dataclass
class World:
    """An engine with the toy feature on a store and the small platform."""

    store: Store
    clock: SettableClock
    platform: SmallPlatform
    engine: Engine

    @property
    def me(self) -> Account:
        """Return the one account most tests speak with."""
        return Account(self.platform.platform, "w", "me")

    @staticmethod
    def on(store: Store, platform: SmallPlatform | None = None, features: Sequence[Feature] = (EARLY, TOY)) -> World:
        """Put one together; an earlier `platform` is the same server after a restart of the bot."""
        platform = platform or SmallPlatform(SettableClock())
        return World(store, platform.clock, platform, Engine(store, platform.clock, features, [platform]))

    def restarted(self) -> World:
        """Return the same world after the process ended and began again."""
        return World.on(self.store, self.platform)

    async def do(self, gesture: Gesture, account: Account | None = None, key: str = "") -> Answer:
        """Do something as a person."""
        return await self.engine.receive(event(gesture, self.clock, account or self.me, key))

    async def begin(self) -> None:
        """Start the person and let the answer arrive."""
        await self.do(Command(words="begin"))
        await self.engine.settle()
        self.platform.shown.clear()

    async def until(self, minutes: float) -> None:
        """Let time pass, with every moment in it."""
        target = self.clock.at + timedelta(minutes=minutes)
        while (soonest := await self.engine.soonest()) is not None and soonest <= target:
            self.clock.at = max(self.clock.at, soonest)
            await self.engine.settle()
        self.clock.at = target
        await self.engine.settle()

    @property
    def texts(self) -> list[str]:
        """Return what the person was shown, in order."""
        return [text for _, text in self.platform.shown]


def event(gesture: Gesture, clock: SettableClock, account: Account, key: str = "") -> Event:
    """Make an event of a gesture, with a key of its own unless it repeats one."""
    return Event(keys=(key or f"k{next(_numbers)}",), account=account, gesture=gesture, at=clock.now(), zone="UTC")
