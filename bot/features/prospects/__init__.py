"""Prospects: everybody who might buy, or could introduce somebody who does, each with one next step or an end."""

from __future__ import annotations

from bot.commands import Argument, ArgumentKind, Spec
from bot.domain.sales import Role
from bot.feature import Feature
from bot.features.conversations.record import KNOWN, call_show
from bot.features.named import PERSON
from bot.features.prospects import adding, editing, importing, listing, person, postponing

_PROSPECT = Argument(name="prospect", kind=ArgumentKind.SEARCH, summary="who", source=KNOWN)

FEATURE = Feature(
    name="prospects",
    commands=(
        (
            Spec(
                path="prospect list",
                summary="Who might buy: the maybes by age, asked or not yet",
                arguments=(Argument(name="status", kind=ArgumentKind.CHOICE, summary="which", choices=listing.WHICH),),
                is_default=True,
                examples=("prospect list", "prospect list no"),
            ),
            listing.prospect_list,
        ),
        (
            Spec(
                path="prospect add",
                summary="Put somebody on your list",
                arguments=(
                    Argument(name="name", kind=ArgumentKind.NAME, summary="who it is"),
                    Argument(name="notes", kind=ArgumentKind.REST, summary="what they might buy"),
                    Argument(name="introducer", kind=ArgumentKind.WORD, summary="who introduced them"),
                    Argument(
                        name="role",
                        kind=ArgumentKind.CHOICE,
                        summary="introducer if they could introduce somebody",
                        choices=tuple(role.value for role in Role),
                    ),
                ),
                examples=("prospect add Dana Klein - wants a retainer", 'prospect add Ben introducer:"Ina Lee"'),
            ),
            adding.add,
        ),
        (
            Spec(
                path="prospect show",
                summary="The same as call show",
                arguments=(_PROSPECT,),
                examples=("prospect show Dana",),
            ),
            call_show,
        ),
        (Spec(path="prospect edit", summary="Change a name, notes, a role", arguments=(_PROSPECT,)), editing.edit),
        (
            Spec(
                path="prospect postpone",
                summary="Move a follow-up to a later day",
                arguments=(
                    _PROSPECT,
                    Argument(name="when", kind=ArgumentKind.WHEN, summary="until when: fri, 24 Nov, in 2 weeks"),
                ),
                examples=("prospect postpone Dana fri",),
            ),
            postponing.postpone,
        ),
        (
            Spec(path="prospect close", summary="Let somebody go: an end without blame", arguments=(_PROSPECT,)),
            postponing.close,
        ),
        (
            Spec(
                path="prospect import",
                summary="Take over a list of people from a spreadsheet",
                arguments=(
                    Argument(name="people", kind=ArgumentKind.REST, summary="the lines: name, notes, introduced by"),
                ),
                takes_table=True,
            ),
            importing.import_list,
        ),
    ),
    presses={
        PERSON: person.show,
        adding.ADD: adding.open_form,
        adding.ADD_WHOM: adding.add_for,
        adding.EDIT: editing.open_form,
        editing.MERGE: editing.merge,
        editing.KEEP_APART: editing.keep_apart,
        postponing.POSTPONE: postponing.choose_day,
        postponing.POSTPONE_TO: postponing.move_to,
        postponing.POSTPONE_WHOM: postponing.postpone_for,
        postponing.LET_GO: postponing.press_close,
        postponing.LET_GO_WHOM: postponing.close_for,
        importing.IMPORT: importing.open_form,
        importing.TAKE: importing.take,
        importing.LEAVE: importing.leave,
    },
    picks={postponing.LET_GO: postponing.pick_close},
    forms={
        adding.ADD: adding.submit,
        editing.FIND: editing.find,
        adding.EDIT: editing.save,
        postponing.POSTPONE: postponing.submit,
        postponing.LET_GO: postponing.submit_close,
        importing.IMPORT: importing.submit,
    },
)
