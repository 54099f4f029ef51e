"""Whatever somebody does, and however time passes: one open question at most, none twice, and the shown is the true."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.domain.diary import Entry, Prompt, PromptState
from bot.domain.people import Stage
from bot.domain.slots import Span
from bot.engine import Engine
from bot.features import FEATURES
from bot.gestures import Answer, Event, Open, Pick, Press, Submit, Text, Toast
from bot.ports import Envelope, Letter, Posted, State
from bot.ui import Button, Form, InputKind, Menu, Message, When
from storage import open_store
from tests.features.harness import START, Conversation, Paper

T = TypeVar("T")

WORDS = st.sampled_from(
    (
        "calling leads - to book 3 demos",
        "invoices",
        "writing to Sam to hear of the offer",
        "because the boss asked",
        "why: it is due",
        "same",
        "break",
        "skip",
        "undo",
        "oops",
        "s/invoices/taxes/",
        "fix: proposal - Acme",
        "actually mail - clear it",
        "no, 9:15-10:15 planning",
        "i meant calling partners",
        "since 9am prospecting - pipeline is thin",
        "last 2h research - know the market",
        "1h30 research - know the market",
        "yesterday 16:00-17:30 proposal because deadline",
        "yesterday workshop - learning",
        "until 13 workshop - Acme",
        "10-11 2 demos - Acme",
        "9:15-12:45 deep work - launch",
        "23:30-00:30 night shift - server",
        "15:00-16:00 demo - Acme",
        "9-9:30 mail - clear it\n9:30-10 calls - book demos\n10:00-11:30 offer - Acme",
        "pause 2h",
        "pause until 10:30",
        "pause tomorrow",
        "resume",
        "today",
        "diary show yesterday",
        "diary search demos",
        "status",
        "settings",
        "help",
        "call log Dana yes",
        "call log Ben thinking until fri - likes it",
        "report week",
        "call list",
        "steps set keep",
        "!steps",
        "steps did connect 2",
        "log 10-11 invoices - taxes",
        "log",
        START,
        "settings set hours:9-24",
        "settings set hours:8:30-16:30",
        "settings set hours:14-15 block:14:00",
        "settings set days:daily",
        "settings set days:mon,wed,sat",
        "settings set cadence:60",
        "settings set cadence:60 block:10:30",
        "settings set cadence:30",
        "settings set block:9:00",
        "settings set block:11:30",
        "settings set block:15:00",
        "settings set block:20:00",
        'settings set report:"tue 9:00"',
        "settings set lunch 10:30-11:30",
        "settings set lunch off",
        "settings set country us",
        "settings set country none",
        "days off today",
        "days off thu-fri",
        "days on",
        "settings set zone:America/New_York",
        "settings set zone:Asia/Kathmandu",
        "settings set zone:Pacific/Auckland",
        "settings set zone:Europe/Paris",
    )
)
TYPED = {
    InputKind.TIME: ("", "8:00", "09:30", "10:15", "12:00", "16:30", "24:00", "25"),
    InputKind.SHORT: ("", "invoices", "calling leads", "deep work"),
    InputKind.SEARCH: ("", "Dana", "Europe/Paris", "Asia/Tokyo"),
    InputKind.DATE: ("", "tomorrow", "2026-01-01", "fri"),
    InputKind.NUMBER: ("", "4", "0"),
    InputKind.LONG: ("", "a few words"),
}
BEGINNINGS = ("2026-11-23 08:50", "2026-11-27 15:20", "2026-10-24 09:00", "2026-03-28 22:10", "2026-12-31 16:40")


@pytest.fixture(scope="module", autouse=True)
def _inline() -> None:
    """Keep SQLite's thread: a database in memory is its own."""


class Remembering(Paper):
    """A messenger that also remembers every button there ever was, what was asked anew, and on whose day it came."""

    def __init__(self, person: Conversation) -> None:
        super().__init__(person.clock)
        self.buttons: list[tuple[str, Button]] = []
        self.menus: list[tuple[str, Menu]] = []
        self.asked: list[str] = []
        self.days: dict[int, date] = {}
        self.titles: dict[int, str] = {}
        self.away: list[datetime] = []

    async def send(self, letter: Letter) -> Posted:
        posted = await super().send(letter)
        self.asked += [one.value for one in letter.message.buttons if one.action == "checkin.write"]
        self.days[letter.id] = self.clock.now().astimezone(ZoneInfo(letter.zone)).date()
        self.titles[letter.id] = letter.message.title
        for said in (letter.message.text, *(section.text for section in letter.message.sections)):
            if said[:1] == ("I was away from ",) and isinstance(said[1], When):
                self.away.append(said[1].at)
        return posted

    def _write(self, kind: str, letter: Letter) -> None:
        super()._write(kind, letter)
        self.buttons += [(str(letter.id), one) for one in letter.message.all_buttons]
        self.menus += [(str(letter.id), letter.message.menu)] if letter.message.menu else []


class Histories(RuleBasedStateMachine):
    """One person, and everything that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.store = self.run(open_store("sqlite://"))
        self.me = Conversation(self.store)
        self.paper = Remembering(self.me)
        self.me.paper = self.paper
        self.forms: list[Form] = []
        self.texts: list[str] = []
        self.toasts: list[str] = []
        self.entries: list[Entry] = []
        self.rewrites = False

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()

    def _engine(self) -> None:
        self.me.engine = Engine(self.store, self.me.clock, FEATURES, [self.paper])

    def _do(self, gesture: Text | Press | Pick | Submit) -> Answer:
        self.rewrites = self.rewrites or rewrites(gesture)
        answer = self.run(self.me._do(gesture))  # noqa: SLF001 - a gesture of any kind
        if isinstance(answer, Toast):
            self.toasts.append(answer.text)
        if self.me.form is not None and (not self.forms or self.forms[-1] is not self.me.form):
            self.forms.append(self.me.form)
        return answer

    # --- what can happen ----------------------------------------------------------------------------------------------

    @initialize(at=st.sampled_from(BEGINNINGS), block=st.sampled_from(("10:00", "9:00", "12:30", "18:00")))
    def begin(self, at: str, block: str) -> None:
        self.me.clock.time = self.me._moment(at)  # noqa: SLF001 - the clock of this history
        self._engine()
        self._do(Text(text=START.replace("10:00", block), message_id="start"))

    @rule(minutes=st.sampled_from((1, 5, 10, 29, 30, 31, 60, 95, 240, 1200)))
    def time_passes(self, minutes: int) -> None:
        async def pass_() -> None:
            until = self.me.clock.time + timedelta(minutes=minutes)
            while (due := await self.me.engine.soonest()) is not None and due <= until:
                self.me.clock.time = max(self.me.clock.time, due)
                await self.me.engine.settle()
            self.me.clock.time = until
            await self.me.engine.settle()

        self.run(pass_())

    @rule(minutes=st.sampled_from((0, 3, 20, 40, 180, 1000, 3900)), typed=st.one_of(st.none(), WORDS))
    def the_process_is_down(self, minutes: int, typed: str | None) -> None:
        self.me.clock.time += timedelta(minutes=minutes)
        self._engine()
        self.run(self.me.engine.recover())
        if typed is not None:  # written before the clock's first tick
            self._say(typed)
        self.run(self.me.engine.settle())

    @rule(minutes=st.sampled_from((0, 3, 45, 600)))
    def the_process_dies_with_an_answer_in_its_hands(self, minutes: int) -> None:
        answer = self._new_answer()
        event = Event(
            keys=(answer.message_id,), account=self.me.account, gesture=answer, at=self.me.clock.now(), zone=None
        )

        async def die() -> None:
            async with self.store.begin() as tx:
                await tx.inbox.store(event, self.me.clock.now())
            self.me.clock.time += timedelta(minutes=minutes)
            self._engine()
            await self.me.engine.recover()
            await self.me.engine.settle()

        self.run(die())
        self._is_noted(answer)

    @rule(minutes=st.sampled_from((-2880, -1441, -600, -30, -1, 1, 29, 240, 1439, 2880)))
    def the_clock_jumps(self, minutes: int) -> None:
        self.me.clock.time += timedelta(minutes=minutes)
        self.run(self.me.engine.settle())

    @rule(
        zone=st.sampled_from((None, "Europe/Paris", "Europe/Lisbon", "Asia/Kathmandu", "Pacific/Chatham", "Mars/Base"))
    )
    def the_platform_tells_a_zone(self, zone: str | None) -> None:
        self.me.told = zone

    @rule()
    def answers(self) -> None:
        answer = self._new_answer()
        self._do(answer)
        self._is_noted(answer)

    def _new_answer(self) -> Text:
        number = len(self.texts)
        self.texts.append(f"text {number}")
        return Text(text=f"task {number} - to get result {number}", message_id=f"text {number}")

    def _is_noted(self, answer: Text) -> None:
        async def is_started() -> bool:
            async with self.store.begin() as tx:
                return (await tx.people.get(await self.me.who(tx))).stage is Stage.STARTED

        task = answer.text.partition(" - ")[0]
        noted = [f"{entry.what} - {entry.why}".split(" - ") for entry in self.run(self._stored())[1]]
        assert any(task in words for words in noted) or not self.run(is_started()), answer

    @rule(words=WORDS)
    def says(self, words: str) -> None:
        self._say(words)

    def _say(self, words: str, reply_to: str | None = None) -> None:
        self.texts.append(f"text {len(self.texts)}")
        self._do(Text(text=words, message_id=self.texts[-1], reply_to=reply_to))

    @rule(words=WORDS, data=st.data())
    def replies_in_a_thread(self, words: str, data: st.DataObject) -> None:
        self._say(words, data.draw(st.sampled_from(sorted(self.paper.faces))))

    @rule(words=WORDS, data=st.data())
    def edits_a_message(self, words: str, data: st.DataObject) -> None:
        if self.texts:
            of = data.draw(st.sampled_from(self.texts))
            self._do(Text(text=words, message_id=of, edited_at=self.me.clock.now()))

    @rule(data=st.data(), new=st.booleans(), times=st.integers(1, 2))
    def presses_a_button(self, data: st.DataObject, new: bool, times: int) -> None:  # noqa: FBT001 - drawn
        there = [(one, button) for one, face in self.paper.faces.items() for button in face.all_buttons]
        every = there if new else self.paper.buttons
        if every:
            source, button = data.draw(st.sampled_from(every))
            for _ in range(times):
                answer = self._do(Press(action=button.action, value=button.value, source=source))
                assert button.opens_form or not isinstance(answer, Open), button

    @rule(data=st.data())
    def picks_an_option(self, data: st.DataObject) -> None:
        if self.paper.menus:
            source, menu = data.draw(st.sampled_from(self.paper.menus))
            option = data.draw(st.sampled_from(menu.options))
            self._do(Pick(action=menu.action, chosen=(option.value,), value=menu.value, source=source))

    @rule(data=st.data())
    def sends_a_form_in(self, data: st.DataObject) -> None:
        if self.forms:
            form = data.draw(st.sampled_from(self.forms[-3:]))
            values = {}
            for each in form.inputs:
                options = tuple(option.value for option in each.options) or TYPED[each.kind]
                values[each.key] = data.draw(st.sampled_from((each.value, *options)))
            self._do(Submit(form=form.id, values=values, context=form.context))

    # --- what always holds --------------------------------------------------------------------------------------------

    @invariant()
    def nothing_goes_wrong(self) -> None:
        assert not [text for text in self.toasts if text.startswith("Something went wrong")]

    @invariant()
    def no_question_is_asked_twice(self) -> None:
        assert len(self.paper.asked) == len(set(self.paper.asked)), self.paper.asked

    @invariant()
    def the_shown_is_the_true(self) -> None:
        if not self.paper.faces:
            return
        prompts, entries, envelopes = self.run(self._stored())
        assert sum(one.state is PromptState.OPEN for one in prompts) <= 1, prompts
        for earlier, later in pairwise(entries):
            assert earlier.span.end <= later.span.start, (earlier, later)
        self._no_answer_is_lost(entries)
        self._once_a_day(envelopes)
        for one in envelopes:
            assert one.state is State.SENT
            assert one.shown == one.version
            assert self.paper.faces[str(one.id)] == one.wanted
            assert one.wanted is not None
            self._is_true(one.wanted, next((each for each in prompts if each.key == one.key), None), entries)

    def _no_answer_is_lost(self, entries: list[Entry]) -> None:
        """See that what was in the diary is there, but for what was undone or changed, or gave way to newer entries."""
        there = {entry.id: entry for entry in entries}
        if not self.rewrites:
            for before in self.entries:
                now = there.get(before.id)
                assert now is None or (now.what, now.recorded_at) == (before.what, before.recorded_at), (before, now)
                kept = sum((before.span.overlap(entry.span) for entry in entries), timedelta())
                assert kept == before.span.length, (before, entries)
        self.entries, self.rewrites = entries, False

    def _once_a_day(self, envelopes: tuple[Envelope, ...]) -> None:
        """See that whatever comes once a day or once a week does."""
        days = [(one.kind, self.paper.days[one.id]) for one in envelopes if one.kind in {"outreach", "day"}]
        weeks = [self.paper.titles[one.id] for one in envelopes if one.kind == "report"]
        assert len(days) == len(set(days)), days
        assert len(weeks) == len(set(weeks)), weeks
        assert len(self.paper.away) == len(set(self.paper.away)), self.paper.away

    @staticmethod
    def _is_true(face: Message, prompt: Prompt | None, entries: list[Entry]) -> None:
        """See that a face offers to edit only what is there, and says what its question has come to."""
        there = {str(entry.id) for entry in entries}
        actions = {button.action: button.value for button in face.all_buttons}
        assert actions.get("diary.edit", "") in {"", *there}, face
        if prompt is None:
            return
        match prompt.state:
            case PromptState.OPEN:
                assert "checkin.write" in actions, face
            case PromptState.FOLDED | PromptState.SKIPPED:
                assert "diary.fill" in actions or prompt.key in {entry.key for entry in entries}, face
            case PromptState.ANSWERED:
                assert "✓" in str(face.text), face

    async def _stored(self) -> tuple[tuple[Prompt, ...], list[Entry], tuple[Envelope, ...]]:
        ever = Span(datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
        async with self.store.begin() as tx:
            who = await self.me.who(tx)
            prompts, entries = await tx.diary.prompts(who, ever), await tx.diary.between(who, ever)
            return prompts, list(entries), await tx.outbox.recent(self.me.account, 1000)


def rewrites(gesture: Text | Press | Pick | Submit) -> bool:
    """Tell whether a gesture may take back or change what is in the diary, and not only add to it."""
    match gesture:
        case Text(text=text, edited_at=edited_at):
            undoes = text.startswith(("undo", "oops", "s/", "fix", "actually", "no,", "i meant"))
            return undoes or edited_at is not None
        case Press(action=action):
            return action in {"undo", "diary.not_time", "diary.not_why"}
        case Submit(form=form):
            return form in {"diary.entry", "today.entry", "checkin.meeting"} or form.startswith("call.")
        case _:
            return False


def play(examples: int, steps: int, *, derandomize: bool) -> None:
    """Play so many histories of so many steps."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=derandomize,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_few_histories_keep_every_promise() -> None:
    play(examples=6, steps=16, derandomize=True)


PARTS = 10  # so that several can be played at once


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_five_thousand_histories_keep_every_promise(part: int) -> None:  # noqa: ARG001 - each part is other histories
    play(examples=int(os.environ.get("HISTORIES", "5000")) // PARTS, steps=20, derandomize=False)
