"""Whose data a command is about: `--account` where it is given, else the only person there is."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.cli.place import Place, place_of
from bot.domain.people import Account, Who
from bot.errors import WhatforError
from bot.ports import Known, Store
from storage import open_store

_PARTS = 3
_LISTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person, the account they were found by, and the store they are in."""

    store: Store
    place: Place
    who: Who
    name: str


def add_account(parser: argparse.ArgumentParser) -> None:
    """Offer `--account`."""
    parser.add_argument(
        "--account",
        type=account_argument,
        metavar="ACCOUNT",
        help="whose: platform/workspace/user, like terminal/local/me (default: the only person there is)",
    )


def account_argument(text: str) -> Account:
    """Read `terminal/local/me`. Raises ArgumentTypeError."""
    parts = text.strip().split("/", _PARTS - 1)
    if len(parts) != _PARTS or not all(parts):
        raise argparse.ArgumentTypeError(f'"{text}" is no account. Write it like terminal/local/me.')
    return Account(*parts)


def name_of(account: Account) -> str:
    """Write an account: `terminal/local/me`."""
    return f"{account.platform}/{account.workspace}/{account.user}"


@asynccontextmanager
async def found(db: str | None, account: Account | None) -> AsyncIterator[Found]:
    """Open the database, which must be there, and find the person. Raises WhatforError listing who there is."""
    place = place_of(db)
    if place.is_missing:
        raise WhatforError(
            f"There is no database at {place.name}, so there is nothing in it. Name another one with --db."
        )
    place.refuse_strangers()
    store = await open_store(place.url)
    try:
        async with store.begin() as tx:
            known = _meant(await tx.records.people(), account)
        yield Found(store=store, place=place, who=known.who, name=name_of(known.account))
    finally:
        await store.close()


def _meant(people: Iterable[Known], account: Account | None) -> Known:
    every = tuple(people)
    if not every:
        raise WhatforError("Nobody is in this database yet.")
    if account is not None:
        match = next((known for known in every if known.account == account), None)
        if match is None:
            raise WhatforError(f"Nobody here is {name_of(account)}. There is:\n{_listed(every)}")
        return match
    if len({known.who for known in every}) > 1:
        raise WhatforError(f"Several people are here. Name one with --account:\n{_listed(every)}")
    return every[0]


def _listed(people: tuple[Known, ...]) -> str:
    lines = [f"  {name_of(known.account)}" for known in people[:_LISTED]]
    return "\n".join([*lines, *([f"  and {len(people) - _LISTED} more"] if len(people) > _LISTED else [])])
