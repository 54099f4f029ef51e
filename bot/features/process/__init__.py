"""The person's own sales process: drawn once, changed at any time, and counted week by week."""

from __future__ import annotations

from bot.commands import Argument, ArgumentKind, Spec
from bot.feature import Feature
from bot.features.process import changing, doing, drawing
from bot.features.process.form import ADD, COUNTED, EDIT, MOVES
from bot.features.steps import DID

_SOURCE = "steps"
_STEP = Argument(name="step", kind=ArgumentKind.NAME, summary="which step, by how its name begins", source=_SOURCE)

FEATURE = Feature(
    name="process",
    commands=(
        (
            Spec(
                path="steps show", summary="Your sales process: this week's counts, and the next step", is_default=True
            ),
            doing.show,
        ),
        (
            Spec(
                path="steps set",
                summary="Draw your process, or change a step",
                arguments=(
                    _STEP,
                    Argument(name="action", kind=ArgumentKind.REST, summary="its small action, how often a week"),
                    Argument(name="weekly", kind=ArgumentKind.INT, summary="how often a week"),
                    Argument(name="name", kind=ArgumentKind.WORD, summary="a new name for it"),
                    Argument(name="move", kind=ArgumentKind.CHOICE, summary="where it goes", choices=MOVES),
                    Argument(
                        name="counts",
                        kind=ArgumentKind.CHOICE,
                        summary="what counts by itself",
                        choices=tuple(each.replace("-", " ") for each in COUNTED),
                    ),
                ),
                examples=(
                    "steps set connect - write to two people - 5",
                    "steps set connect earlier",
                    "steps set add Refer - ask for a name - 1",
                ),
            ),
            changing.set_,
        ),
        (
            Spec(
                path="steps did",
                summary="Count what you did for a step",
                arguments=(_STEP, Argument(name="count", kind=ArgumentKind.INT, summary="how often")),
                examples=("steps did connect 3",),
            ),
            doing.did,
        ),
    ),
    presses={
        drawing.SET: changing.open_drawing,
        drawing.BACK: changing.back,
        drawing.KEEP: changing.keep,
        drawing.MOVE: changing.press_move,
        drawing.TAKE_OUT: changing.press_out,
        drawing.SHOW: doing.show,
        EDIT: changing.open_edit,
        ADD: changing.open_add,
        DID: doing.press,
    },
    picks={drawing.STEP: changing.pick_step, DID: doing.pick},
    forms={EDIT: changing.submit_edit, ADD: changing.submit_add, DID: doing.submit},
    sources={_SOURCE: doing.suggest},
)
