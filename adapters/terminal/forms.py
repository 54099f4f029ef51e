"""A form filled in line by line: what a line means (pure), and the questions and answers until it is sent or left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from adapters.terminal.ink import one_line
from adapters.terminal.pressing import folded, same
from adapters.terminal.questions import Wrong, needed, read
from adapters.terminal.session import Engine, Stage
from adapters.terminal.shown import ErrorsShown, FormShown, Question, ToastShown
from bot.domain.people import Account
from bot.gestures import Submit
from bot.ui import Form, Input, InputKind

END_OF_TEXT = "."
_SAVE = "save"
_CANCEL = "cancel"
_VERBATIM = "> "

# --- what a line means ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Send:
    """Send the form in as it stands."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the form; nothing is sent."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave the input that is asked as it is."""


@dataclass(frozen=True, slots=True)
class Give:
    """Answer one input."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Write:
    """Add a line to the long text being written."""

    line: str


Move: TypeAlias = Send | Leave | Keep | Give | Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """An open form: the values as they stand, the keys still to be asked in order, the long text being written."""

    form: Form
    values: Mapping[str, str]
    waiting: tuple[str, ...]
    written: tuple[str, ...] = ()

    @staticmethod
    def begin(form: Form) -> Filling:
        """Open a form: every input is to be asked, and stands at its default."""
        keys = tuple(each.key for each in form.inputs)
        return Filling(form=form, values={each.key: each.value for each in form.inputs}, waiting=keys)

    @property
    def asked(self) -> Input | None:
        """Return the input that is asked now."""
        return self.input(self.waiting[0]) if self.waiting else None

    def input(self, key: str) -> Input:
        """Return an input by its key."""
        return next(each for each in self.form.inputs if each.key == key)

    def given(self, key: str, value: str) -> Filling:
        """Answer an input."""
        waiting = tuple(each for each in self.waiting if each != key)
        return replace(self, values={**self.values, key: value}, waiting=waiting, written=())

    def kept(self) -> Filling:
        """Leave the input that is asked as it is."""
        return replace(self, waiting=self.waiting[1:], written=())

    def writing(self, line: str) -> Filling:
        """Add a line to the long text."""
        return replace(self, written=(*self.written, line))

    def asking(self, keys: Sequence[str]) -> Filling:
        """Ask inputs again, before whatever else is still to be asked; keys that the form lacks are left out."""
        again = tuple(each.key for each in self.form.inputs if each.key in keys)
        rest = tuple(key for key in self.waiting if key not in again)
        return replace(self, waiting=(*again, *rest), written=())

    def complete(self) -> Filling:
        """Ask nothing more."""
        return replace(self, waiting=(), written=())

    @property
    def missing(self) -> Mapping[str, str]:
        """Say by its key what each input wants that is needed and empty."""
        empty = (each for each in self.form.inputs if each.required and not self.values[each.key].strip())
        return {each.key: needed(each) for each in empty}

    def understand(self, line: str) -> Move | None:
        """Tell what a line typed into the form means; None when nothing is asked, so that it answers nothing."""
        stripped, asked = line.strip(), self.asked
        if pressed := self._pressed(stripped):
            return pressed
        if not self.written and not line.startswith(_VERBATIM) and (named := self._named(line)):
            return named
        if asked is None:
            return None
        if asked.kind is InputKind.LONG:
            if self.written and stripped == END_OF_TEXT:
                return Give(asked.key, "\n".join(self.written))
            is_kept = not self.written and stripped in {"", END_OF_TEXT}
            return Keep() if is_kept else Write(line.removeprefix(_VERBATIM))
        if line.startswith(_VERBATIM):
            return Give(asked.key, line.removeprefix(_VERBATIM))
        return Give(asked.key, stripped) if stripped else Keep()

    def _pressed(self, line: str) -> Move | None:
        if not (line.startswith("[") and line.endswith("]")):
            return None
        label = line[1:-1]
        if same(label, _CANCEL):
            return Leave()
        return Send() if same(label, _SAVE) or same(label, self.form.submit) else None

    def _named(self, line: str) -> Give | None:
        """Read `key: value`, by an input's key or label."""
        name, colon, value = line.partition(":")
        found = (each for each in self.form.inputs if same(name, each.key) or same(name, each.label))
        named = next(found, None) if colon and name.strip() else None
        return Give(named.key, value.strip()) if named else None


# --- the talk ---------------------------------------------------------------------------------------------------------

Outcome: TypeAlias = Submit | Leave | None


class FormTalk:
    """One form that is open for one account."""

    def __init__(self, stage: Stage, account: Account, form: Form) -> None:
        self.form = form
        self._stage = stage
        self._account = account
        self._filling = Filling.begin(form)

    @property
    def asked(self) -> str:
        """Name what is asked now, or the form itself when it only waits to be sent."""
        asked = self._filling.asked
        return asked.label if asked else self.form.title

    async def begin(self) -> None:
        """Show the form and ask the first question."""
        await self._stage.show(FormShown(at=self._stage.now(), account=self._account, form=self.form))
        await self._ask()

    async def hear(self, engine: Engine, line: str) -> Outcome:
        """Take one line; return what to submit once nothing is left to ask, `Leave` if the form is left, else None."""
        wrong: Mapping[str, str] = {}
        move = self._filling.understand(line)
        match move:
            case Leave():
                return move
            case None:
                await self._say_what_is_left()
                return None
            case Write(line=written):
                self._filling = self._filling.writing(written)
                return None
            case Give(key=key, text=text):
                wrong = await self._give(engine, key, text)
            case Keep():
                wrong = {key: why for key, why in self._filling.missing.items() if key == self._filling.waiting[0]}
                self._filling = self._filling if wrong else self._filling.kept()
            case Send():
                if self._filling.written:  # a long text counts as far as it is written
                    wrong = await self._give(engine, self._filling.waiting[0], "\n".join(self._filling.written))
                self._filling = self._filling if wrong else self._filling.complete()
            case _:
                assert_never(move)
        return await self._go_on(wrong)

    async def refuse(self, by_key: Mapping[str, str]) -> None:
        """Say what is wrong and ask it again; everything else stays as it was typed."""
        await self._stage.show(ErrorsShown(at=self._stage.now(), account=self._account, form=self.form, by_key=by_key))
        self._filling = self._filling.asking(tuple(by_key))
        if self._filling.asked is None:
            await self._say_what_is_left()
        await self._ask()

    async def _go_on(self, wrong: Mapping[str, str]) -> Outcome:
        """Ask what is wrong or what is next; when nothing is, the form can be sent."""
        if not wrong and self._filling.waiting:
            await self._ask()
            return None
        if wrong := wrong or self._filling.missing:
            await self.refuse(wrong)
            return None
        return Submit(form=self.form.id, values=self._filling.values, context=self.form.context)

    async def _give(self, engine: Engine, key: str, text: str) -> Mapping[str, str]:
        """Take an answer, or say by its key why it can't be taken."""
        asked = self._filling.input(key)
        value = read(asked, text)
        if isinstance(value, Wrong):
            return {key: value.text}
        if asked.kind is InputKind.SEARCH and value:
            value = await self._found(engine, asked, value)
        self._filling = self._filling.given(key, value)
        return {}

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

    async def _say_what_is_left(self) -> None:
        text = f"[{one_line(self.form.submit)}] sends the form, [Cancel] leaves it, and name: value changes an answer."
        await self._stage.show(ToastShown(at=self._stage.now(), account=self._account, text=text))
