"""Plays a script on one door: in the terminal as `whatfor chat --script` does, elsewhere as a person there would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Protocol, assert_never

from adapters.terminal.player import play_lines
from adapters.terminal.pressing import choose, same
from adapters.terminal.render import Page, screen
from adapters.terminal.script import (
    Amend,
    Down,
    Push,
    Say,
    SetClock,
    Speak,
    SpeakAs,
    Thread,
    listen,
    read_step,
    resolve,
)
from adapters.terminal.shown import Aside, FormShown, Question, Shown, Told
from adapters.terminal.shown import Said as Echoed
from bot.domain.slots import DAY, read_clock, read_weekday
from bot.engine import Engine
from bot.ports import Messenger
from bot.wiring import open_engine
from tests.adapters.discord.desk import Desk
from tests.adapters.discord.interactions import Modal
from tests.adapters.discord.office import office as discord_office
from tests.adapters.slack.office import Office as SlackOffice
from tests.adapters.slack.office import office as slack_office
from tests.adapters.waiting import StandingClock
from tests.journeys import reading
from tests.journeys.reading import DATE, LINES, TIME, ZONE, local
from tests.journeys.saying import CHANGES, DISCORD, OPENS, SAYS, SLACK, TERMINAL, Part, Parts, Played, Said

Json = reading.Json
_WIDE = 10_000
_NOBODY_TELLS = ("[Change zone]", ZONE.key)


# --- the terminal -----------------------------------------------------------------------------------------------------


@dataclass
class _Screen:
    """A window that reads what is printed in it."""

    played: Played

    def show(self, item: Shown) -> str:
        """Print one thing, and read it."""
        if isinstance(item, Echoed | Aside):
            return ""
        printed = screen(item, Page(width=_WIDE, colour=False, tz=ZONE))
        match item:
            case Told(is_new=is_new):
                message = item.letter.message
                labels = [fact.label for section in message.sections for fact in section.fields]
                alt = message.image.alt if message.image else ""
                self._add(item, SAYS if is_new else CHANGES, reading.terminal_message(printed, labels, alt))
            case FormShown():
                self._form = self._add(item, OPENS, reading.terminal_form(printed))
            case Question():
                self._form.parts += reading.terminal_question(printed)
            case _:
                self._add(item, SAYS, reading.terminal_message(printed))
        return ""

    def _add(self, item: Told | FormShown | Shown, how: str, parts: Parts) -> Said:
        assert not isinstance(item, Echoed | Aside)
        said = Said(local(item.at), how, parts)
        self.played.add(said)
        return said


async def in_the_terminal(lines: Sequence[str], url: str) -> Played:
    """Play a script in the terminal."""
    played, clock, errors = Played(TERMINAL), StandingClock(), StringIO()

    def opened(messenger: Messenger) -> AbstractAsyncContextManager[Engine]:
        return open_engine(url, clock, [messenger])

    async def one_after_the_other() -> AsyncIterator[str]:
        for number, line in enumerate(lines, 1):
            played.begin(number)
            yield line

    status = await play_lines(
        one_after_the_other(),
        open_engine=opened,
        clock=clock,
        zone=ZONE.key,
        window=_Screen(played),
        journal=Path(f"{url.removeprefix('sqlite:///')}.terminal"),
        errors=errors,
    )
    assert (status, errors.getvalue()) == (0, "")
    return played


# --- where there is a wire --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One input of an open form."""

    label: str
    takes: str
    options: tuple[str, ...]


class Screen(Protocol):
    """A person before a platform's client, and what they see there."""

    def messages(self) -> Mapping[str, tuple[Json, Parts]]:
        """Return the bot's messages as they stand, the oldest first, by their ids."""

    def forms(self) -> list[Parts]:
        """Return the forms that were opened so far."""

    async def say(self, text: str) -> None:
        """Write a message."""

    async def amend(self, text: str) -> None:
        """Change the last message."""

    async def press(self, message: Json, label: str) -> None:
        """Press a button."""

    async def pick(self, message: Json, label: str) -> None:
        """Pick an option of a menu."""

    async def submit(self, answers: Mapping[Field, str]) -> None:
        """Send the form in that is open."""


@dataclass
class Filling:
    """A form that is filled in line by line, as in the terminal: an empty line keeps, a dot ends what takes several."""

    waiting: list[Field]
    answers: dict[Field, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def take(self, line: str) -> bool:
        """Take a line; tell whether nothing is left to ask."""
        asked, typed = self.waiting[0], line.strip()
        if asked.takes == LINES and typed not in {"", "."}:
            self.written.append(line)
            return False
        if typed and asked.options:
            typed = asked.options[choose(typed, asked.options)[0]]
        if asked.takes == LINES:
            typed = "\n".join(self.written)
        if typed:
            self.answers[asked] = typed
        self.waiting.pop(0)
        self.written = []
        return not self.waiting


@dataclass
class Player:
    """Plays a script before one platform's client; the clock stands still but for its steps."""

    screen: Screen
    engine: Engine
    clock: StandingClock
    played: Played
    seen: dict[str, Parts] = field(default_factory=dict)
    opened: int = 0
    filling: Filling | None = None

    async def play(self, lines: Sequence[str], beside: Mapping[int, tuple[str, ...]]) -> None:
        """Play the lines, and after some of them those that only this platform's person needs."""
        for number, line in enumerate(lines, 1):
            self.played.begin(number)
            await self._carry_out(line)
            for more in beside.get(number, ()):
                await self._carry_out(more)
            if number in beside:
                self.played.set_aside(beside[number])
        assert self.filling is None

    async def _carry_out(self, line: str) -> None:
        match read_step(line, in_form=self.filling is not None):
            case SetClock(to=to):
                await self._pass_until(resolve(to, self.clock.now(), ZONE.key) - self.clock.now())
            case Speak(line=line):
                await (self._fill(self.filling, line) if self.filling is not None else self._speak(line))
            case None:
                pass
            case Down() | SpeakAs() as step:
                raise AssertionError(f"not played here: {step}")
            case step:
                assert_never(step)

    async def _pass_until(self, away: timedelta) -> None:
        moment = self.clock.now() + away
        while (due := await self.engine.soonest()) is not None and due <= moment:
            self.clock.set(max(due, self.clock.now()))
            await self._settle()
        self.clock.set(moment)
        await self._settle()

    async def _speak(self, line: str) -> None:
        match listen(line):
            case Say(text=text):
                await self._do(self.screen.say(text))
            case Amend(text=text):
                await self._do(self.screen.amend(text))
            case Push(name=name):
                await self._do(self._pushing(name))
            case Thread() | None as spoken:
                raise AssertionError(f"not played here: {spoken}")
            case spoken:
                assert_never(spoken)

    def _pushing(self, name: str) -> Awaitable[None]:
        """Return the push of what goes by that name on the newest message that has it."""
        _, _, option = name.partition(":")
        for message, parts in reversed(list(self.screen.messages().values())):
            words = {part.what: part.words for part in parts}
            for label in words.get("buttons", "")[1:-1].split("] ["):
                if same(label, name):
                    return self.screen.press(message, label)
            options = words.get("menu", "").split(" · ")
            if option and (found := choose(option, options)):
                return self.screen.pick(message, options[found[0]])
        raise AssertionError(f"there is no [{name}]")

    async def _fill(self, filling: Filling, line: str) -> None:
        if filling.take(line):
            self.filling = None
            await self._do(self.screen.submit(filling.answers))

    async def _do(self, gesture: Awaitable[None]) -> None:
        """Make a gesture, and wait until everything is said that follows from it."""
        self.engine.woken.clear()
        taken_in = asyncio.create_task(self.engine.woken.wait())
        await gesture
        async with asyncio.timeout(10):
            await taken_in
        await self._settle()

    async def _settle(self) -> None:
        await self.engine.settle()
        await self.look()

    async def look(self, _: str = "") -> None:
        """Note what is new since the last look; before each request this is what the one before it did."""
        for key, (_message, parts) in self.screen.messages().items():
            if self.seen.get(key) != parts:
                how = CHANGES if key in self.seen else SAYS
                self.seen[key] = parts
                self.played.add(Said(local(self.clock.now()), how, parts))
        for form in self.screen.forms()[self.opened :]:
            self.opened += 1
            self.filling = Filling(_fields(form))
            self.played.add(Said(local(self.clock.now()), OPENS, form))


def _fields(form: Parts) -> list[Field]:
    found: list[list[Part]] = []
    for part in form:
        if part.what == "asks":
            found.append([])
        if found:
            found[-1].append(part)
    fields = [{part.what: part.words for part in parts} for parts in found]
    return [Field(each["asks"], each["takes"], _options(each.get("offers", ""))) for each in fields]


def _options(offered: str) -> tuple[str, ...]:
    return tuple(offered.split(" · ")) if offered else ()


def _named(answers: Mapping[Field, str]) -> dict[str, str]:
    return {asked.label.lower().replace(" ", "_"): answer for asked, answer in answers.items()}


# --- Slack ------------------------------------------------------------------------------------------------------------


@dataclass
class _SlackScreen:
    at_work: SlackOffice

    def messages(self) -> Mapping[str, tuple[Json, Parts]]:
        now = self.at_work.clock.now()
        return {each["ts"]: (each, reading.slack_message(each, now)) for each in self.at_work.ida.shown}

    def forms(self) -> list[Parts]:
        return [reading.slack_form(view, self.at_work.clock.now()) for view in self.at_work.slack.views]

    async def say(self, text: str) -> None:
        await self.at_work.ida.say(text)

    async def amend(self, text: str) -> None:
        await self.at_work.ida.edit(self.at_work.ida.mine[-1], text)

    async def press(self, message: Json, label: str) -> None:
        await self.at_work.ida.press(message, label)

    async def pick(self, message: Json, label: str) -> None:
        await self.at_work.ida.pick(message, label)

    async def submit(self, answers: Mapping[Field, str]) -> None:
        picked = {asked: self._picked(asked, answer) for asked, answer in answers.items()}
        refused = await self.at_work.ida.submit(self.at_work.slack.views[-1], **_named(picked))
        assert refused == {}

    def _picked(self, asked: Field, answer: str) -> str:
        """Return a day or a time as Slack's pickers give it."""
        today = self.at_work.clock.now().astimezone(ZONE).date()
        if asked.takes == DATE and (weekday := read_weekday(answer)) is not None:
            return str(next(day for away in range(1, 8) if (day := today + away * DAY).weekday() == weekday))
        if asked.takes == TIME and (at := read_clock(answer)):
            return f"{at:%H:%M}"
        return answer


async def on_slack(lines: Sequence[str], url: str) -> Played:
    """Play a script on Slack, through its real clients."""
    played, clock = Played(SLACK), StandingClock()
    async with slack_office(url, clock) as at_work, at_work.bot() as engine:
        player = Player(_SlackScreen(at_work), engine, clock, played)
        at_work.slack.on_call = player.look
        await player.play(lines, {})
    return played


# --- Discord ----------------------------------------------------------------------------------------------------------


@dataclass
class _DiscordScreen:
    desk: Desk
    said: list[Json] = field(default_factory=list)

    def messages(self) -> Mapping[str, tuple[Json, Parts]]:
        now = self.desk.clock.now()
        return {each["id"]: (each, reading.discord_message(each, now)) for each in self.desk.ida.shown}

    def forms(self) -> list[Parts]:
        now = self.desk.clock.now()
        return [reading.discord_form(each.title, each.components, now) for each in self._modals()]

    def _modals(self) -> list[Modal]:
        return self.desk.discord.modals

    async def say(self, text: str) -> None:
        self.said.append(await self.desk.ida.say(text))

    async def amend(self, text: str) -> None:
        await self.desk.ida.edit(self.said[-1], text)

    async def press(self, message: Json, label: str) -> None:
        await self.desk.ida.press(message, label)

    async def pick(self, message: Json, label: str) -> None:
        await self.desk.ida.pick(message, label)

    async def submit(self, answers: Mapping[Field, str]) -> None:
        await self.desk.ida.submit(self._modals()[-1], **_named(answers))


async def on_discord(lines: Sequence[str], url: str) -> Played:
    """Play a script on Discord, through its real client; whose first line has no zone says it after that."""
    played, clock = Played(DISCORD), StandingClock()
    async with discord_office(clock) as at_work:
        desk = Desk(at_work, url)
        async with desk.bot() as engine:
            player = Player(_DiscordScreen(desk), engine, clock, played)
            desk.discord.rest.on_call = player.look
            await player.play(lines, told_beside(lines))
    return played


def told_beside(lines: Sequence[str]) -> Mapping[int, tuple[str, ...]]:
    """Return what a person in Discord says after the first line: Discord tells nobody's zone."""
    number, first = next(each for each in enumerate(lines, 1) if each[1].strip() and each[1][0] not in "#@")
    return {} if f"zone:{ZONE.key}" in first else {number: _NOBODY_TELLS}
