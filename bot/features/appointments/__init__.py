"""Appointments: booked, moved and cancelled, reminded of before, asked about after."""

from __future__ import annotations

from bot.commands import Argument, ArgumentKind, Spec
from bot.feature import Feature
from bot.features.appointments.around import MOMENTS, ask_later
from bot.features.appointments.booking import WHOM, book, book_for, open_book, submit_book
from bot.features.appointments.moving import (
    cancel,
    flip_practice,
    move,
    open_move,
    press_cancel,
    press_missed,
    submit_move,
)
from bot.features.appointments.words import MISSED, MOVE, PRACTICE
from bot.features.bookings import BOOK, CANCEL
from bot.features.conversations.form import SOURCE
from bot.features.conversations.record import KNOWN
from bot.features.unlogged import HOW

_WHEN = Argument(name="when", kind=ArgumentKind.MOMENT, summary="tue 15:00, or tomorrow at 3pm for 45m")
_WITH = Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="with whom", source=KNOWN)

FEATURE = Feature(
    name="appointments",
    commands=(
        (
            Spec(
                path="call book",
                summary="Book a conversation",
                arguments=(
                    Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="with whom", source=SOURCE),
                    _WHEN,
                    Argument(name="practice", kind=ArgumentKind.TOGGLE, summary="yes if it is practice"),
                ),
                examples=("call book Dana tue 15:00", "call book Dana tomorrow at 3pm for 45m"),
            ),
            book,
        ),
        (
            Spec(
                path="call move",
                summary="Give an appointment another time",
                arguments=(_WITH, _WHEN),
                examples=("call move Dana wed 10:00",),
            ),
            move,
        ),
        (
            Spec(
                path="call cancel", summary="Cancel an appointment", arguments=(_WITH,), examples=("call cancel Dana",)
            ),
            cancel,
        ),
    ),
    presses={
        BOOK: open_book,
        WHOM: book_for,
        MOVE: open_move,
        CANCEL: press_cancel,
        MISSED: press_missed,
        HOW: ask_later,
        PRACTICE: flip_practice,
    },
    forms={BOOK: submit_book, MOVE: submit_move},
    moments=MOMENTS,
)
