"""Sales conversations: logged in one line or by a form, added to afterwards, and looked up again."""

from __future__ import annotations

from bot.commands import Argument, ArgumentKind, Spec
from bot.domain.sales import Outcome
from bot.feature import Feature
from bot.features.conversations.afterwards import (
    flip_practice,
    note_kept,
    open_edit,
    open_reflection,
    open_story,
    save_edit,
    save_reflection,
    save_story,
)
from bot.features.conversations.echo import EDIT, KEPT, PRACTICE, REFLECT, STORY, WORTH
from bot.features.conversations.form import LOG, SOURCE
from bot.features.conversations.listing import RANGES, call_edit, call_list
from bot.features.conversations.log import WHOM, call_log, log_for, open_log, submit_log
from bot.features.conversations.notes import NOTES, WHOM_NOTED, call_notes, note_for, submit_notes
from bot.features.conversations.record import (
    KNOWN,
    SHOW,
    call_show,
    submit_show,
    suggest,
    suggest_known,
)
from bot.features.conversations.worth import open_worth, save_worth

_WORTH = Argument(name="worth", kind=ArgumentKind.AMOUNT, summary="what a yes is worth: 1200, 1.2k")

FEATURE = Feature(
    name="conversations",
    commands=(
        (
            Spec(
                path="call log",
                summary="Log a sales conversation",
                arguments=(
                    Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="who it was", source=SOURCE),
                    Argument(
                        name="outcome",
                        kind=ArgumentKind.CHOICE,
                        summary="how it ended",
                        choices=tuple(outcome.value for outcome in Outcome),
                    ),
                    Argument(name="back", kind=ArgumentKind.WHEN, summary="decides or check back on: tue, 24 Nov"),
                    Argument(name="offer", kind=ArgumentKind.TEXT, summary="the offer you made"),
                    Argument(name="notes", kind=ArgumentKind.REST, summary="what you want to remember"),
                    Argument(name="date", kind=ArgumentKind.WORD, summary="when it was: yesterday, mon, 2026-11-20"),
                    Argument(name="practice", kind=ArgumentKind.TOGGLE, summary="yes if it was practice"),
                    _WORTH,
                ),
                is_default=True,
                examples=(
                    "call log Dana yes",
                    "call log Dana thinking until tue - wants retainer",
                    "call log Dana yes worth:1200",
                ),
            ),
            call_log,
        ),
        (
            Spec(
                path="call list",
                summary="The conversations of a week, a month, or all",
                arguments=(
                    Argument(name="range", kind=ArgumentKind.CHOICE, summary="which", choices=RANGES),
                    Argument(
                        name="outcome",
                        kind=ArgumentKind.CHOICE,
                        summary="only those that ended so",
                        choices=tuple(outcome.value for outcome in Outcome),
                    ),
                    Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="only with them", source=KNOWN),
                ),
                examples=("call list month", "call list no", "call list all Dana"),
            ),
            call_list,
        ),
        (
            Spec(
                path="call edit",
                summary="Change the latest conversation with somebody",
                arguments=(Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="who", source=KNOWN), _WORTH),
                examples=("call edit Dana", "call edit Dana worth:1200"),
            ),
            call_edit,
        ),
        (
            Spec(
                path="call notes",
                summary="Note a line while you speak with somebody",
                arguments=(
                    Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="who", source=SOURCE),
                    Argument(name="text", kind=ArgumentKind.REST, summary="what you want to remember"),
                ),
                examples=("call notes Dana wants a retainer from May",),
            ),
            call_notes,
        ),
        (
            Spec(
                path="call show",
                summary="Everything about one person",
                arguments=(Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="who", source=KNOWN),),
                examples=("call show Dana",),
            ),
            call_show,
        ),
    ),
    presses={
        LOG: open_log,
        WHOM: log_for,
        WHOM_NOTED: note_for,
        STORY: open_story,
        REFLECT: open_reflection,
        EDIT: open_edit,
        WORTH: open_worth,
        PRACTICE: flip_practice,
    },
    picks={KEPT: note_kept},
    forms={
        LOG: submit_log,
        STORY: save_story,
        REFLECT: save_reflection,
        EDIT: save_edit,
        WORTH: save_worth,
        SHOW: submit_show,
        NOTES: submit_notes,
    },
    sources={SOURCE: suggest, KNOWN: suggest_known},
)
