"""A conversation of one or several accounts with the bot, the same for a script and for a live chat.

The two differ in where lines come from and in the clock; what a line leads to is decided here, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never
from uuid import uuid4

from adapters.terminal.forms import FormTalk, Leave
from adapters.terminal.messenger import PLATFORM
from adapters.terminal.pressing import Pressed, find, same
from adapters.terminal.script import Amend, MisstepError, Push, Say, Thread, listen
from adapters.terminal.session import Session, Stage
from adapters.terminal.shown import ConfirmShown, ErrorsShown, Said, ToastShown
from bot.domain.people import Account
from bot.gestures import Answer, Errors, Event, Gesture, Open, Pick, Text, Toast

WORKSPACE = "local"
FIRST = "me"
_YES = ("y", "yes")
_NO = ("", "n", "no")
_LEFT = "Left. Nothing was sent."
_NOT_PRESSED = "Not pressed."


class Conversation:
    """Everybody who speaks in this terminal; what each is in the middle of stays with them when another speaks."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._voices: dict[str, Voice] = {}
        self.speak_as(FIRST)

    def speak_as(self, name: str) -> None:
        """Let the lines that follow come from the account of this name."""
        self.voice = self._voices.setdefault(name, Voice(self._stage, Account(PLATFORM, WORKSPACE, name)))

    def unfinished(self) -> Mapping[str, str]:
        """Return, by name, what was begun and still waits for an answer."""
        return {name: voice.waits_for for name, voice in self._voices.items() if voice.waits_for}


class Voice:
    """Takes the lines of one account, hands them to the engine, and shows what is answered at once."""

    def __init__(self, stage: Stage, account: Account) -> None:
        self._stage = stage
        self.account = account
        self._talk: FormTalk | None = None
        self._confirming: Pressed | None = None
        self._last: Text | None = None

    @property
    def is_filling(self) -> bool:
        """Tell whether a form is open."""
        return self._talk is not None

    @property
    def waits_for(self) -> str:
        """Say what was begun and still waits for an answer; "" for nothing."""
        if self._talk is not None:
            return f'the form "{self._talk.form.title}"'
        return f"the question before [{self._confirming.button.label}]" if self._confirming else ""

    @property
    def asked(self) -> str:
        """Name what the next line answers; "" when it answers nothing."""
        if self._confirming is not None:
            return self._confirming.button.label
        return self._talk.asked if self._talk else ""

    async def hear(self, session: Session, line: str) -> None:
        """Carry out one line. Raises MisstepError when it can't be carried out."""
        await self._stage.show(Said(account=self.account, text=line))
        if self._confirming is not None and await self._confirm(session, self._confirming, line):
            return
        if self._talk is not None:
            await self._fill(session, self._talk, line)
        else:
            await self._speak(session, line)

    async def do(self, session: Session, gesture: Gesture) -> None:
        """Hand one gesture to the engine, show what it answers, and have everything delivered that follows."""
        event = Event(
            keys=(_new_id(),),
            account=self.account,
            gesture=gesture,
            at=self._stage.now(),
            channel=self.account.user,
            zone=self._stage.zone,
        )
        answer = await session.engine.receive(event)
        if isinstance(answer, Toast):
            await self._toast(answer.text)
        await session.settle()
        # A question stands last, below the messages that came with it.
        await self._ask(answer)

    async def cancel(self) -> bool:
        """Leave the open form or the question before a press; False when there was neither."""
        if self._confirming is not None:
            self._confirming = None
            await self._toast(_NOT_PRESSED)
        elif self._talk is not None:
            self._talk = None
            await self._toast(_LEFT)
        else:
            return False
        return True

    async def _ask(self, answer: Answer) -> None:
        talk = self._talk
        match answer:
            case Open(form=form):
                self._talk = FormTalk(self._stage, self.account, form)
                await self._talk.begin()
            case Errors(by_key=by_key) if talk is not None:
                await talk.refuse(by_key)
            case Errors(by_key=by_key):
                now = self._stage.now()
                await self._stage.show(ErrorsShown(at=now, account=self.account, form=None, by_key=by_key))
            case Toast() | None:
                self._talk = None
            case _:
                assert_never(answer)

    async def _fill(self, session: Session, talk: FormTalk, line: str) -> None:
        outcome = await talk.hear(session.engine, line)
        if isinstance(outcome, Leave):
            await self.cancel()
        elif outcome is not None:
            await self.do(session, outcome)

    async def _speak(self, session: Session, line: str) -> None:
        match listen(line):
            case None:
                pass
            case Say(text=text):
                await self._write(session, text, None)
            case Thread(text=text):
                prompt = await session.engine.newest_prompt(self.account)
                if prompt is None or prompt.posted is None:
                    raise MisstepError("There is no prompt to reply to yet. Leave out the ^ to say it by itself.")
                await self._write(session, text, prompt.posted.message_id)
            case Amend(text=text):
                await self._amend(session, text)
            case Push(name=name):
                await self._press(session, name)

    async def _write(self, session: Session, text: str, reply_to: str | None) -> None:
        self._last = Text(text=text, message_id=_new_id(), reply_to=reply_to)
        await self.do(session, self._last)

    async def _amend(self, session: Session, text: str) -> None:
        if self._last is None:
            raise MisstepError("There is no message of yours to edit yet. Leave out the ~ to say it as a new one.")
        self._last = replace(self._last, text=text, edited_at=self._stage.now())
        await self.do(session, self._last)

    async def _press(self, session: Session, name: str) -> None:
        push = find(name, await session.sheets(self.account))
        if isinstance(push, Pick):
            await self.do(session, push)
        elif push.button.url is not None:
            await self._toast(push.button.url)
        elif push.button.confirm is not None:
            self._confirming = push
            now, confirm = self._stage.now(), push.button.confirm
            await self._stage.show(ConfirmShown(at=now, account=self.account, confirm=confirm))
        else:
            await self.do(session, push.gesture)

    async def _confirm(self, session: Session, asked: Pressed, line: str) -> bool:
        """Take the answer to the question before a press; False when the line is about something else."""
        confirm = asked.button.confirm
        self._confirming = None
        if _is_one_of(line, _YES, confirm.yes if confirm else ""):
            await self.do(session, asked.gesture)
            return True
        await self._toast(_NOT_PRESSED)
        return _is_one_of(line, _NO, confirm.no if confirm else "")

    async def _toast(self, text: str) -> None:
        await self._stage.show(ToastShown(at=self._stage.now(), account=self.account, text=text))


def _is_one_of(line: str, words: tuple[str, ...], label: str) -> bool:
    typed = line.strip().removeprefix("[").removesuffix("]")
    return typed.casefold() in words or (bool(label) and same(typed, label))


def _new_id() -> str:
    """Return an id that no run of the program has used before."""
    return uuid4().hex
