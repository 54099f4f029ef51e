"""Who is meant: by what they are called, by a grant, by an account."""

from __future__ import annotations

from datetime import datetime

from bot.domain.people import Account, Who
from bot.domain.sales import name_key
from bot.domain.sharing import Grant
from bot.feature import Turn
from bot.ports import Transaction
from bot.ui import Cmd, Lit, Message, Rich, shorten

_NAME_SHOWN = 30
_NAMES_SHOWN = 10


async def current(tx: Transaction, who: Who, now: datetime) -> tuple[Grant, ...]:
    """Return what is shown or waits to be, one for each viewer."""
    return tuple(one for one in await tx.sharing.given(who) if one.is_open(now) or one.waits(now))


async def open_to(tx: Transaction, who: Who, now: datetime) -> tuple[Grant, ...]:
    """Return what is shown to a person now, the latest first."""
    return tuple(grant for grant in await tx.sharing.received(who) if grant.is_open(now))


async def account_of(tx: Transaction, who: Who) -> Account:
    """Return the account of somebody's that was seen last."""
    return (await tx.people.accounts(who))[0].account


async def named(turn: Turn, words: str) -> Grant | Message:
    """Return what is shown to whom the words name, whole or by a beginning; or say who there is."""
    there = await current(turn.tx, turn.who, turn.now)
    wanted = name_key(words)
    found = [one for one in there if name_key(one.label) == wanted] or [
        one for one in there if wanted and name_key(one.label).startswith(wanted)
    ]
    if len(found) == 1:
        return found[0]
    if not words and len(there) == 1:
        return there[0]
    if not there:
        return Message(
            text=("You show your weeks to nobody. To begin: ", Cmd("share grant Sam counts"), "."), silent=True
        )
    names = ", ".join(shorten(one.label, _NAME_SHOWN) for one in there[:_NAMES_SHOWN])
    lead: Rich = ("You show nothing to ", Lit(shorten(words, _NAME_SHOWN)), ". ") if words else ()
    return Message(text=(*lead, "There are: ", Lit(names), "."), silent=True)
