"""Who is meant by a name: looked for in one way everywhere, and asked about where it is not sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.prospects import Meant, meant
from bot.domain.sales import MAX_NAME, Prospect
from bot.feature import Turn, row_id
from bot.gestures import Press, Reply, Toast
from bot.ui import MAX_BUTTON, Button, Message, Rich, shorten
from bot.wording import quoted

_NOBODY = 0


async def look_up(turn: Turn, name: str) -> Meant:
    """Return who on the person's list is meant by a name or a part of it."""
    return meant(await turn.tx.sales.prospects(turn.who), name)


async def ask_whom(
    turn: Turn, action: str, name: str, found: Meant, values: Mapping[str, str], *, may_be_new: bool = True
) -> Reply:
    """Ask who is meant, with a button for each who may be; `values` are kept until one of them is pressed.

    The press comes to `action`, whose handler reads it with `told_whom`.
    """
    await turn.tx.drafts.keep(turn.who, action, turn.key, values, turn.now)
    people = found.perhaps
    one: Rich = ("Did you mean ", quoted(people[0].name, MAX_NAME), "?") if len(people) == 1 else ()
    buttons = [_button(turn, action, person.name, person.id) for person in people]
    if may_be_new:
        buttons.append(_button(turn, action, "Somebody new", _NOBODY))
    return Reply(
        Message(
            text=one or ("Who is meant by ", quoted(name, MAX_NAME), "?"),
            buttons=tuple(buttons),
            silent=True,
            key=_key(turn.key),
        )
    )


def _button(turn: Turn, action: str, label: str, number: int) -> Button:
    return Button(action=action, label=shorten(label, MAX_BUTTON), value=f"{turn.key}.{number}")


def _key(context: str) -> str:
    return f"whom:{context}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who was meant, None for somebody new; what was typed before; and the key of the message that asked."""

    prospect: Prospect | None
    values: Mapping[str, str]
    key: str


async def told_whom(turn: Turn, press: Press) -> Told | Toast:
    """Read the answer to `ask_whom`; each question is answered once."""
    context, _, named = press.value.rpartition(".")
    values = await turn.tx.drafts.kept(turn.who, press.action, context)
    number = row_id(named)
    if values is None or number is None:
        return Toast("That is answered already.")
    prospect = await turn.tx.sales.prospect(turn.who, number) if number != _NOBODY else None
    if number != _NOBODY and prospect is None:
        return Toast("That person is not on your list any more.")
    await turn.tx.drafts.drop(turn.who, press.action, context)
    return Told(prospect=prospect, values=values, key=_key(context))
