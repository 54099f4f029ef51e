"""An open form as a conversation: a question for each input, and the answers, until it is sent or left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from adapters.terminal.pressing import folded, same
from adapters.terminal.forms import Filling, Give, Keep, Leave, Nothing, Send, Write
from adapters.terminal.ink import one_line
from adapters.terminal.ports import Engine
from adapters.terminal.questions import Wrong, read
from adapters.terminal.shown import ErrorsShown, FormShown, Question, ToastShown
from adapters.terminal.stage import Stage
from bot.domain.people import Account
from bot.gestures import Submit
from bot.ui import Form, Input, InputKind

Outcome: TypeAlias = Submit | Leave | None


class FormTalk:
    """One form that is open for one account."""

    def __init__(self, stage: Stage, account: Account, form: Form) -> None:
        self.form = form
        self._stage = stage
        self._account = account
        self._filling = Filling.begin(form)

    async def begin(self) -> None:
        """Show the form and ask the first question."""
        await self._stage.show(FormShown(at=self._stage.now(), account=self._account, form=self.form))
        await self._ask()

    async def hear(self, engine: Engine, line: str) -> Outcome:
        """Take one line; return what to submit once nothing is left to ask, `Leave` if the form is left, else None."""
        move = self._filling.understand(line)
        match move:
            case Leave():
                return move
            case Write(line=written):
                self._filling = self._filling.writing(written)
                return None
            case Send():
                return await self._sent(engine)
            case Nothing():
                await self._say_what_is_left()
                return None
            case Keep():
                return await self._kept()
            case Give(key=key, text=text):
                wrong = await self._give(engine, key, text)
                return await self._go_on({key: wrong.text} if wrong else {})
            case _:
                assert_never(move)

    async def refuse(self, by_key: Mapping[str, str]) -> None:
        """Say what is wrong and ask it again; everything else stays as it was typed."""
        await self._show_errors(by_key)
        self._filling = self._filling.asking(tuple(by_key))
        if self._filling.asked is None:
            await self._say_what_is_left()
        await self._ask()

    async def _kept(self) -> Outcome:
        asked = self._filling.asked
        if asked is None or (asked.required and not self._filling.values[asked.key].strip()):
            return await self._go_on({asked.key: _needed(asked)} if asked else {})
        self._filling = self._filling.kept()
        return await self._go_on({})

    async def _go_on(self, wrong: Mapping[str, str]) -> Outcome:
        """Ask what is wrong or what is next; when nothing is, the form is ready to be sent."""
        if wrong:
            await self.refuse(wrong)
            return None
        if self._filling.waiting:
            await self._ask()
            return None
        return await self._ready()

    async def _sent(self, engine: Engine) -> Outcome:
        """Send the form before its end: a long text counts as far as it is written, the rest stands at its defaults."""
        if self._filling.written:
            wrong = await self._give(engine, self._filling.waiting[0], "\n".join(self._filling.written))
            if wrong:
                return await self._go_on({self._filling.waiting[0]: wrong.text})
        return await self._ready()

    async def _ready(self) -> Outcome:
        """Send the form, or ask for what it can't do without, and for nothing else."""
        self._filling = self._filling.complete()
        missing = {each.key: _needed(each) for each in self._filling.missing}
        if missing:
            await self.refuse(missing)
            return None
        return Submit(form=self.form.id, values=self._filling.values, context=self.form.context)

    async def _give(self, engine: Engine, key: str, text: str) -> Wrong | None:
        """Take an answer, or say why it can't be taken."""
        asked = self._filling.input(key)
        value = read(asked, text)
        if isinstance(value, Wrong):
            return value
        if asked.required and not value:
            return Wrong(_needed(asked))
        if asked.kind is InputKind.SEARCH and value:
            value = await self._found(engine, asked, value)
        self._filling = self._filling.given(key, value)
        return None

    async def _found(self, engine: Engine, asked: Input, query: str) -> str:
        """Return the value of the one thing that the words name; the words themselves when there is none, or several.

        A name counts by whole words, so that a new Dan is never taken for Dana.
        """
        options = await engine.suggest(self._account, asked.source, query)
        exact = [option for option in options if same(option.label, query)]
        wanted = set(folded(query).split())
        named = exact[:1] or [option for option in options if wanted <= set(folded(option.label).split())]
        return named[0].value if len(named) == 1 else query

    async def _ask(self) -> None:
        asked = self._filling.asked
        if asked is not None:
            value = self._filling.values[asked.key]
            await self._stage.show(Question(at=self._stage.now(), account=self._account, asked=asked, value=value))

    async def _show_errors(self, by_key: Mapping[str, str]) -> None:
        errors = ErrorsShown(at=self._stage.now(), account=self._account, form=self.form, by_key=by_key)
        await self._stage.show(errors)

    async def _say_what_is_left(self) -> None:
        text = f"[{one_line(self.form.submit)}] sends the form, [Cancel] leaves it, and name: value changes an answer."
        await self._stage.show(ToastShown(at=self._stage.now(), account=self._account, text=text))


def _needed(asked: Input) -> str:
    return "Answer y to go on, or [Cancel]." if asked.kind is InputKind.TOGGLE else "This is needed."
