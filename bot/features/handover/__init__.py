"""Handing over: what could be, ranked by the money freed in a month, and whether the hours of what was really fall."""

from __future__ import annotations

from bot.commands import Argument, ArgumentKind, Spec
from bot.feature import Feature
from bot.features.handover import handing, listing, tasks

_TASK = Argument(name="task", kind=ArgumentKind.NAME, summary="bookkeeping")

FEATURE = Feature(
    name="handover",
    commands=(
        (Spec(path="handover list", summary="What to hand over first, from your diary", is_default=True), listing.show),
        (
            Spec(
                path="handover add",
                summary="Put a task on that list",
                arguments=(_TASK, Argument(name="price", kind=ArgumentKind.AMOUNT, summary="an hour of it elsewhere")),
                examples=("handover add bookkeeping 35",),
            ),
            tasks.add,
        ),
        (
            Spec(
                path="handover done",
                summary="Somebody else does it now: watch its hours fall",
                arguments=(_TASK,),
                examples=("handover done invoices",),
            ),
            handing.done,
        ),
    ),
    presses={
        listing.LIST: listing.show,
        listing.HOUR: listing.open_hour,
        listing.GREAT: listing.great,
        listing.ADD: tasks.open_add,
        listing.TASK: tasks.open_task,
    },
    picks={listing.TASK: tasks.pick_task},
    forms={
        listing.HOUR: listing.keep_hour,
        listing.ADD: tasks.added,
        listing.TASK: tasks.keep_task,
        handing.DONE: handing.chosen,
    },
)
