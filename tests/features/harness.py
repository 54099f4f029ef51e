"""A person in conversation with the real engine over a real store, on a clock that the test sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.people import Account, Who
from bot.domain.pictures import Theme
from bot.engine import Engine
from bot.features import FEATURES
from bot.gestures import Answer, Command, Errors, Event, Gesture, Open, Pick, Press, Submit, Text, Toast
from bot.plain import lines
from bot.ports import Letter, Posted, Store, Transaction
from bot.ui import Button, Form, Message, Option

PLATFORM = "paper"
START = "start zone:Europe/Paris hours:9-17 days:mon-fri cadence:30 block:10:00 goal:3"


@dataclass(slots=True, kw_only=True)
class SettableClock:
    """A clock that stands still until it is set."""

    time: datetime

    def now(self) -> datetime:
        return self.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing the person got to see, at a local time: a message, its replacement, a form, errors or a toast."""

    at: str
    kind: str
    text: str
    buttons: tuple[str, ...] = ()


@dataclass(slots=True)
class Paper:
    """A messenger that writes down what it carries, and the newest face of each message."""

    clock: SettableClock
    shown: list[Shown] = field(default_factory=list)
    faces: dict[str, Message] = field(default_factory=dict)

    @property
    def platform(self) -> str:
        return PLATFORM

    @property
    def theme(self) -> Theme:
        return Theme.LIGHT

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - paper is patient
        return False

    async def send(self, letter: Letter) -> Posted:
        self._write("message", letter)
        return Posted(channel="desk", message_id=str(letter.id))

    async def edit(self, letter: Letter, posted: Posted) -> None:
        assert posted.message_id == str(letter.id)
        self._write("replace", letter)

    async def find(self, letter: Letter, since: datetime) -> Posted | None:  # noqa: ARG002 - never asked
        raise AssertionError("nothing is lost on paper")

    def _write(self, kind: str, letter: Letter) -> None:
        message, now, zone = letter.message, self.clock.now(), ZoneInfo(letter.zone)
        self.faces[str(letter.id)] = message
        self.shown.append(
            Shown(
                at=local(now, zone),
                kind=kind,
                text=lines(message, zone, now),
                buttons=tuple(button.label for button in message.all_buttons),
            )
        )


def local(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as tests read it: `Mon 10:00`."""
    return f"{moment.astimezone(zone):%a %H:%M}"


class Conversation:
    """One person's side of it: what they say, press and fill in, and what they are shown."""

    def __init__(
        self, store: Store, *, at: str = "2026-11-23 08:00", zone: str = "Europe/Paris", user: str = "me"
    ) -> None:
        self.account = Account(platform=PLATFORM, workspace="desk", user=user)
        self.zone = ZoneInfo(zone)
        self.store = store
        self.clock = SettableClock(time=self._moment(at))
        self.paper = Paper(self.clock)
        self.engine = Engine(store, self.clock, FEATURES, [self.paper])
        self.form: Form | None = None
        self.told: str | None = None  # the zone that the platform tells with each gesture
        self._events = 0

    @property
    def shown(self) -> list[Shown]:
        return self.paper.shown

    @property
    def last(self) -> Shown:
        return self.shown[-1]

    def _moment(self, local: str) -> datetime:
        return datetime.fromisoformat(local).replace(tzinfo=self.zone).astimezone(UTC)

    async def at(self, local: str) -> None:
        """Let time pass up to a local moment; everything due on the way is delivered when it is due."""
        until = self._moment(local)
        while (due := await self.engine.soonest()) is not None and due <= until:
            self.clock.time = max(self.clock.time, due)
            await self.engine.settle()
        self.clock.time = until
        await self.engine.settle()

    async def say(self, text: str) -> Answer:
        """Write a message."""
        return await self._do(Text(text=text, message_id=f"text {self._events}"))

    async def edit(self, text: str, of: str, *, minutes: float = 1) -> Answer:
        """Change a message sent before, so many minutes after now."""
        edited_at = self.clock.now() + timedelta(minutes=minutes)
        return await self._do(Text(text=text, message_id=of, edited_at=edited_at))

    async def reply(self, text: str, to: str) -> Answer:
        """Answer in the thread of the bot's message that says `to`."""
        source = next(one for one, face in self.paper.faces.items() if to in lines(face, self.zone, self.clock.now()))
        return await self._do(Text(text=text, message_id=f"text {self._events}", reply_to=source))

    async def command(self, words: str, **arguments: str) -> Answer:
        """Give a command that the platform took apart."""
        return await self._do(Command(words=words, arguments=arguments))

    async def press(self, label: str) -> Answer:
        """Press the button with this label on the newest message that has one."""
        message_id, button = self._button(label)
        return await self._do(Press(action=button.action, value=button.value, source=message_id))

    async def press_raw(self, action: str, value: str = "", quote: str = "") -> Answer:
        """Press a button that nobody was shown, or what a platform offers for a message with the words `quote`."""
        return await self._do(Press(action=action, value=value, quote=quote))

    async def pick(self, label: str) -> Answer:
        """Pick an option of the newest menu that has it."""
        for source, message in reversed(self.paper.faces.items()):
            for option in message.menu.options if message.menu else ():
                if option.label == label and message.menu:
                    picked = Pick(
                        action=message.menu.action, chosen=(option.value,), value=message.menu.value, source=source
                    )
                    return await self._do(picked)
        raise AssertionError(f"no menu offers {label!r}")

    async def submit(self, values: Mapping[str, str], form: Form | None = None) -> Answer:
        """Send in the form opened last (or `form`), with these values instead of its defaults."""
        sent = form or self.form
        assert sent is not None, "no form is open"
        assert values.keys() <= {each.key for each in sent.inputs}
        filled = {each.key: each.value for each in sent.inputs} | dict(values)
        return await self._do(Submit(form=sent.id, values=filled, context=sent.context))

    async def suggested(self, source: str, query: str) -> tuple[Option, ...]:
        """Type into a search input."""
        return await self.engine.suggest(self.account, source, query)

    async def who(self, tx: Transaction) -> Who:
        """Return whose data the person's is."""
        known = await tx.people.known(self.account)
        assert known is not None
        return known.who

    def _button(self, label: str) -> tuple[str, Button]:
        for message_id, message in reversed(self.paper.faces.items()):
            for button in message.all_buttons:
                if button.label == label:
                    return message_id, button
        raise AssertionError(f"no message has a button {label!r}")

    async def _do(self, gesture: Gesture) -> Answer:
        self._events += 1
        key = f"{self.account.user} {self._events}"
        answer = await self.engine.receive(
            Event(keys=(key,), account=self.account, gesture=gesture, at=self.clock.now(), zone=self.told)
        )
        await self.engine.settle()
        match answer:
            case Open(form=form):
                self.form = form
                self._note("form", "\n".join([form.title, *(_input(form, each.key) for each in form.inputs)]))
            case Errors(by_key=wrong):
                self._note("errors", "\n".join(f"{key}: {text}" for key, text in wrong.items()))
            case Toast(text=text):
                self._note("toast", text)
            case None:
                self.form = self.form if not isinstance(gesture, Submit) else None
        return answer

    def _note(self, kind: str, text: str) -> None:
        self.paper.shown.append(Shown(at=local(self.clock.now(), self.zone), kind=kind, text=text))


@dataclass(slots=True)
class Postman:
    """A messenger for several people: to each their own paper."""

    papers: Mapping[Account, Paper]

    @property
    def platform(self) -> str:
        return PLATFORM

    @property
    def theme(self) -> Theme:
        return Theme.LIGHT

    def is_quiet(self, account: Account, now: datetime) -> bool:  # noqa: ARG002 - paper is patient
        return False

    async def send(self, letter: Letter) -> Posted:
        return await self.papers[letter.account].send(letter)

    async def edit(self, letter: Letter, posted: Posted) -> None:
        await self.papers[letter.account].edit(letter, posted)

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        return await self.papers[letter.account].find(letter, since)


def together(*everybody: Conversation) -> None:
    """Let several people, who begin at the same time, use one engine and one clock."""
    first = everybody[0]
    postman = Postman({each.account: each.paper for each in everybody})
    engine = Engine(first.store, first.clock, FEATURES, [postman])
    for each in everybody:
        each.engine, each.clock, each.paper.clock = engine, first.clock, first.clock


def _input(form: Form, key: str) -> str:
    """Write an input: its label, what stands in it, its hint."""
    asked = next(each for each in form.inputs if each.key == key)
    hint = f" ({asked.hint})" if asked.hint else ""
    return f"{asked.label}: {asked.value}{hint}"


async def started(store: Store, *, plan: str = START, **options: str) -> Conversation:
    """Return a conversation with somebody who has started: on Monday 23 November 2026 at 08:00 unless told."""
    me = Conversation(store, **options)
    await me.say(plan)
    assert me.shown[0].text.startswith("Started."), me.shown
    me.shown.clear()
    return me
