"""One account's side of the conversation: its last words, its open form, the question before a press."""

from __future__ import annotations

from typing import assert_never

from adapters.terminal.choosing import same
from adapters.terminal.form_talk import FormTalk
from adapters.terminal.forms import Leave
from adapters.terminal.misstep import MisstepError
from adapters.terminal.pressing import Pressed, find
from adapters.terminal.session import Session
from adapters.terminal.shown import ConfirmShown, ErrorsShown, Said, ToastShown
from adapters.terminal.spoken import Amend, Push, Say, Thread, listen
from adapters.terminal.stage import Stage
from bot.domain.people import Account
from bot.gestures import Answer, Errors, Event, Gesture, Open, Pick, Text, Toast
from bot.ui import Form

_YES = ("y", "yes", "[y]", "[yes]")
_NO = ("", "n", "no", "[n]", "[no]")
_LEFT = "Left. Nothing was sent."
_NOT_PRESSED = "Not pressed."


class Voice:
    """Takes the lines of one account, hands them to the engine, and shows what is answered at once."""

    def __init__(self, stage: Stage, account: Account) -> None:
        self._stage = stage
        self._account = account
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

    async def hear(self, session: Session, line: str) -> None:
        """Carry out one line. Raises MisstepError when it can't be carried out."""
        await self._stage.show(Said(account=self._account, text=line))
        if self._confirming is not None and await self._confirm(session, self._confirming, line):
            return
        if self._talk is not None:
            await self._fill(session, self._talk, line)
        else:
            await self._speak(session, line)

    async def do(self, session: Session, gesture: Gesture) -> None:
        """Hand one gesture to the engine, show what it answers, and have everything delivered that follows."""
        event = Event(
            keys=(self._stage.new_id(),),
            account=self._account,
            gesture=gesture,
            at=self._stage.now(),
            channel=self._account.user,
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
                await self._open(form)
            case Errors(by_key=by_key) if talk is not None:
                await talk.refuse(by_key)
            case Errors(by_key=by_key):
                now = self._stage.now()
                await self._stage.show(ErrorsShown(at=now, account=self._account, form=None, by_key=by_key))
            case Toast() | None:
                self._talk = None
            case _:
                assert_never(answer)

    async def _open(self, form: Form) -> None:
        self._talk = FormTalk(self._stage, self._account, form)
        await self._talk.begin()

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
                prompt = await session.engine.newest_prompt(self._account)
                if prompt is None or prompt.posted is None:
                    raise MisstepError("There is no prompt to reply to yet. Leave out the ^ to say it by itself.")
                await self._write(session, text, prompt.posted.message_id)
            case Amend(text=text):
                await self._amend(session, text)
            case Push(name=name):
                await self._press(session, name)

    async def _write(self, session: Session, text: str, reply_to: str | None) -> None:
        self._last = Text(text=text, message_id=self._stage.new_id(), reply_to=reply_to)
        await self.do(session, self._last)

    async def _amend(self, session: Session, text: str) -> None:
        if self._last is None:
            raise MisstepError("There is no message of yours to edit yet. Leave out the ~ to say it as a new one.")
        last = self._last
        now = self._stage.now()
        self._last = Text(text=text, message_id=last.message_id, reply_to=last.reply_to, edited_at=now)
        await self.do(session, self._last)

    async def _press(self, session: Session, name: str) -> None:
        push = find(name, await session.sheets(self._account))
        if isinstance(push, Pick):
            await self.do(session, push)
        elif push.button.url is not None:
            await self._toast(push.button.url)
        elif push.button.confirm is not None:
            self._confirming = push
            now, confirm = self._stage.now(), push.button.confirm
            await self._stage.show(ConfirmShown(at=now, account=self._account, confirm=confirm))
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
        await self._stage.show(ToastShown(at=self._stage.now(), account=self._account, text=text))


def _is_one_of(line: str, words: tuple[str, ...], label: str) -> bool:
    typed = line.strip()
    return typed.casefold() in words or (bool(label) and same(typed.removeprefix("[").removesuffix("]"), label))
