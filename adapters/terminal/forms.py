"""A form being filled in line by line: what has been answered, what is asked next, what a line means. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from adapters.terminal.pressing import same
from bot.ui import Form, Input, InputKind

END_OF_TEXT = "."
_SAVE = "save"
_CANCEL = "cancel"
_VERBATIM = "> "


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


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is asked, so the line answers nothing."""


Move: TypeAlias = Send | Leave | Keep | Give | Write | Nothing


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
    def missing(self) -> tuple[Input, ...]:
        """Return the inputs that are needed and empty."""
        return tuple(each for each in self.form.inputs if each.required and not self.values[each.key].strip())

    def understand(self, line: str) -> Move:
        """Tell what a line typed into the form means."""
        stripped = line.strip()
        if pressed := self._pressed(stripped):
            return pressed
        asked = self.asked
        if self.written or (asked and asked.kind is InputKind.LONG):
            return self._long(line, stripped)
        if line.startswith(_VERBATIM):
            return Give(asked.key, line.removeprefix(_VERBATIM)) if asked else Nothing()
        if named := self._named(line):
            return named
        if asked is None:
            return Nothing()
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

    def _long(self, line: str, stripped: str) -> Move:
        """Read a line while a long text is asked: before its first line, everything is as for any other input."""
        key = self.waiting[0]
        if stripped == END_OF_TEXT:
            return Give(key, "\n".join(self.written)) if self.written else Keep()
        if not self.written:
            if not stripped:
                return Keep()
            if not line.startswith(_VERBATIM) and (named := self._named(line)):
                return named
        return Write(line.removeprefix(_VERBATIM))
