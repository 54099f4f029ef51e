"""Sharing: nobody sees anything unless the person said so, exactly what they said, until they say otherwise."""

from __future__ import annotations

from bot.commands import Argument, ArgumentKind, Spec
from bot.domain.sharing import Level
from bot.feature import Feature
from bot.features.sharing import clients, granting, looking, partners

_VIEWER = Argument(name="viewer", kind=ArgumentKind.SEARCH, summary="what you call them", source=granting.VIEWERS)
_LEVEL = Argument(
    name="level", kind=ArgumentKind.CHOICE, summary="how much", choices=tuple(level.value for level in Level)
)

FEATURE = Feature(
    name="sharing",
    commands=(
        (
            Spec(
                path="share grant",
                summary="Show somebody your weeks, once they accept",
                arguments=(
                    _VIEWER,
                    _LEVEL,
                    Argument(name="until", kind=ArgumentKind.WHEN, summary="the last day, if any"),
                    Argument(name="names", kind=ArgumentKind.TOGGLE, summary="people by name, not initials"),
                ),
                examples=("share grant Sam counts", "share grant Kim words until:fri"),
            ),
            granting.grant,
        ),
        (
            Spec(
                path="share preview",
                summary="Exactly what somebody would see of your week",
                arguments=(_VIEWER, _LEVEL),
                examples=("share preview Sam", "share preview level:words"),
            ),
            granting.preview,
        ),
        (
            Spec(path="share revoke", summary="Show somebody nothing any more", arguments=(_VIEWER,)),
            granting.revoke,
        ),
        (
            Spec(path="share ask", summary="Ask somebody who sees your weeks for help", arguments=(_VIEWER,)),
            partners.ask,
        ),
    ),
    presses={granting.PREVIEW: granting.preview_one, looking.REVOKE: granting.revoke_one},
    forms={granting.GRANT: granting.grant_form},
    sources={granting.VIEWERS: granting.suggest},
)

# A viewer need not keep a diary: who accepts said yes to this, and to nothing else.
LOOKING = Feature(
    name="looking",
    commands=(
        (
            Spec(path="share list", summary="Who sees what of yours, and who shows you theirs", is_default=True),
            looking.list_all,
        ),
        (
            Spec(
                path="share accept",
                summary="See the weeks of somebody who gave you a code",
                arguments=(Argument(name="code", kind=ArgumentKind.REST, summary="the code"),),
            ),
            looking.accept,
        ),
        (
            Spec(path="clients", summary="Who waits for you, whom to celebrate, whom to ask"),
            clients.clients,
        ),
    ),
    presses={
        looking.LOOK: looking.look,
        looking.ALL_LOOKS: looking.all_looks,
        partners.CHEER: partners.cheer,
        partners.HELP: partners.offer,
        partners.ANSWER: partners.answer,
    },
    forms={
        looking.ACCEPT: looking.accept_form,
        partners.HELP: partners.help_form,
        partners.ANSWER: partners.answer_form,
    },
    before_start=True,
)
