"""One person at a glance: why now, how it went last, and what can be done with one tap more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.sales import MAX_NAME, Conversation, Prospect, Reason, Role, Status
from bot.feature import Turn, row_id
from bot.features.asks import ASKED, SCREEN, place_of
from bot.features.bookings import BOOK
from bot.features.conversations.form import LOG, today_of
from bot.features.named import PERSON
from bot.features.prospects.postponing import LET_GO, POSTPONE
from bot.gestures import Effects, Press, Reply, Toast
from bot.ui import MAX_BUTTON, B, Button, Message, Rich, shorten
from bot.wording import STATUSES, day_words, due_words, next_words_with, outcome_words, quoted

GONE = Toast("That person is not on your list any more.")
_OFFER_SHOWN = 60
_ABOUT_SHOWN = 120


# --- in words ---------------------------------------------------------------------------------------------------------


def why_words(prospect: Prospect, reason: Reason, added: date, today: date) -> str:
    """Say why somebody is named today."""
    match reason:
        case Reason.DUE:
            return due_words(prospect.next_on or today, today)
        case Reason.NEVER_ASKED:
            return f"not asked yet, on your list since {day_words(added, today)}"
        case Reason.MAYBE:
            return "asked, and still a maybe"
        case Reason.INTRODUCER:
            return "could introduce you"


def history_words(prospect: Prospect, last: Conversation | None, zone: ZoneInfo, today: date) -> Rich:
    """Say how the last contact ended on its day, and what the follow-up is about, or else what is noted."""
    said: Rich = ()
    if prospect.asked_at is not None and (last is None or last.at < prospect.asked_at):
        said = (f" {day_words(prospect.asked_at.astimezone(zone).date(), today)}: asked.",)
    elif last is not None:
        asked: Rich = (", asked: ", quoted(last.offer, _OFFER_SHOWN)) if last.offer else ()
        held_on = last.at.astimezone(zone).date()
        said = (f" {day_words(held_on, today)}: {outcome_words(last, today)}", *asked, ".")
    if prospect.promise is not None and prospect.promise.about:
        return (*said, " About: ", quoted(prospect.promise.about, _ABOUT_SHOWN), ".")
    return (*said, " Notes: ", quoted(prospect.notes, _ABOUT_SHOWN), ".") if prospect.notes else said


def real(held: Sequence[Conversation]) -> Conversation | None:
    """Return the latest conversation that was no practice, of those that come the latest first."""
    return next((one for one in held if not one.practice), None)


# --- on a screen ------------------------------------------------------------------------------------------------------


def person_button(prospect: Prospect) -> Button:
    """Return the button that opens what can be done with somebody."""
    return Button(action=PERSON, label=shorten(prospect.name, MAX_BUTTON - 1) + "…", value=str(prospect.id))


async def person_screen(turn: Turn, prospect: Prospect, key: str) -> Message:
    """Show somebody with their last line of history, and what can be done: log, asked, book, postpone, let go."""
    today, zone = today_of(turn), turn.person.plan.tz
    last = real(await turn.tx.sales.conversations_with(turn.who, prospect.id))
    who = "could introduce you" if prospect.role is Role.INTRODUCER else STATUSES[prospect.status]
    following = next_words_with(prospect, turn.person, turn.now)
    history = history_words(prospect, last, zone, today)
    return Message(
        key=key,
        text=(B(quoted(prospect.name, MAX_NAME)), f", {who}. Next: ", *following, ".", *history),
        buttons=_buttons(prospect),
        silent=True,
    )


def _buttons(prospect: Prospect) -> tuple[Button, ...]:
    value = str(prospect.id)
    asked = (Button(action=ASKED, label="Asked", value=value),) if prospect.role is Role.PROSPECT else ()
    is_open = prospect.status is Status.MAYBE or prospect.next_on is not None
    return (
        Button(action=LOG, label="Log a conversation", value=value, opens_form=True),
        *asked,
        Button(action=BOOK, label="Book", value=value, opens_form=True),
        Button(action=POSTPONE, label="Postpone", value=value),
        *((Button(action=LET_GO, label="Let go", value=value),) if is_open else ()),
    )


async def show(turn: Turn, press: Press) -> Effects:
    """Show whoever a button names."""
    prospect_id = row_id(press.value)
    prospect = await turn.tx.sales.prospect(turn.who, prospect_id) if prospect_id else None
    if prospect is None:
        return (GONE,)
    here = await place_of(turn, press)
    return (Reply(await person_screen(turn, prospect, here if here.startswith(SCREEN) else f"{SCREEN}{turn.key}")),)
