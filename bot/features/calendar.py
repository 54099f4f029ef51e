"""A private link by which a calendar program shows the appointments and follow-ups, kept up to date."""

from __future__ import annotations

import secrets

from bot.commands import Call, Spec
from bot.domain.feeds import SECRET_BYTES, address_of, digest_of
from bot.feature import Feature, Turn
from bot.gestures import Effects, Press, Reply
from bot.ui import Button, Confirm, Link, Message, Section
from bot.wording import day_time_words

NEW = "calendar.new"
OFF = "calendar.off"
_NEW = Button(
    action=NEW,
    label="New link",
    confirm=Confirm(text="The link you have now shows nothing any more then.", yes="New link", no="Keep it"),
)
_OFF = Button(
    action=OFF,
    label="Switch it off",
    confirm=Confirm(text="Whatever reads the link sees nothing any more then.", yes="Switch it off", no="Keep it"),
)


async def calendar(turn: Turn, _: Call) -> Effects:
    """Give the link, or say since when there is one: it is not kept, so it can't be given again."""
    since = await turn.tx.feeds.since(turn.who)
    if since is None:
        return await new(turn, None)
    when = day_time_words(since, turn.person, turn.now)
    message = Message(
        text=("You have a calendar link, made ", *when, ". It was shown once and is not kept: a new one ends it."),
        buttons=(_NEW, _OFF) if turn.address else (_OFF,),
        private=True,
        silent=True,
    )
    return (Reply(message),)


async def new(turn: Turn, _: Press | None) -> Effects:
    """Make a link, which ends the one before, and show it this once."""
    if not turn.address:
        return (Reply(_no_address()),)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    digest = digest_of(secret)
    assert digest is not None  # noqa: S101 - so many bytes are always one
    await turn.tx.feeds.put(turn.who, digest, turn.now)
    link = Link("Your calendar", address_of(turn.address, secret), once=True)
    message = Message(
        text=("Your appointments and follow-ups, in a calendar program of your own.",),
        sections=(Section(text=(link, ": copy its address, and in your calendar choose to subscribe by address.")),),
        buttons=(_NEW, _OFF),
        footer=("Keep it to yourself: whoever has it reads the names. It is shown only now.",),
        private=True,
        silent=True,
    )
    return (Reply(message),)


def _no_address() -> Message:
    return Message(
        text=(
            "There is no link: whoever runs this bot has not set a web address for it. ",
            "`whatfor export` writes the same as a file.",
        ),
        private=True,
        silent=True,
    )


async def off(turn: Turn, _: Press) -> Effects:
    """End the link."""
    ended = await turn.tx.feeds.end(turn.who)
    message = Message(
        text=("Switched off: the link shows nothing any more." if ended else "It is off already.",),
        private=True,
        silent=True,
    )
    return (Reply(message),)


FEATURE = Feature(
    name="calendar",
    commands=((Spec(path="calendar", summary="A private link for your calendar program"), calendar),),
    presses={NEW: new, OFF: off},
)
