"""What counts for a step by itself, in words and buttons."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.process import Counts
from bot.features.asks import SOMEBODY_ELSE
from bot.features.bookings import BOOK
from bot.features.conversations.form import LOG
from bot.features.prospects.adding import ADD
from bot.ui import Button


@dataclass(frozen=True, slots=True, kw_only=True)
class ByItself:
    """What counts for a step by itself, in words: what it is, how one makes it count, and the button that does."""

    what: str
    command: str
    button: Button


BY_ITSELF: dict[Counts, ByItself] = {
    Counts.PROSPECT: ByItself(
        what="each person you name",
        command="prospect add Dana",
        button=Button(action=ADD, label="Name somebody", opens_form=True),
    ),
    Counts.ASK: ByItself(
        what="each ask",
        command="asked Dana",
        button=Button(action=SOMEBODY_ELSE, label="Count an ask", opens_form=True),
    ),
    Counts.CONVERSATION: ByItself(
        what="each conversation, practice too",
        command="call log Dana thinking until fri",
        button=Button(action=LOG, label="Log a conversation", opens_form=True),
    ),
    Counts.BOOKING: ByItself(
        what="each appointment you book",
        command="call book Dana tue 15:00",
        button=Button(action=BOOK, label="Book one", opens_form=True),
    ),
    Counts.FOLLOW_UP: ByItself(
        what="each time you come back to somebody",
        command="call log Dana thinking until fri",
        button=Button(action=LOG, label="Log a conversation", opens_form=True),
    ),
    Counts.YES: ByItself(
        what="each yes",
        command="call log Dana yes",
        button=Button(action=LOG, label="Log a conversation", opens_form=True),
    ),
}
