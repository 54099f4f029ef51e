"""Whose turn it is: the statements about the queues of messages that are run for every message.

They are made once and given their values when they run; making them anew each time would take longer than running them.
A row is unfinished while `ready_at` is set (see `storage.tables`).
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    update,
)

from bot.ports import State
from storage.columns import ID, Json, UtcDateTime, Words
from storage.tables import accounts, outbox, people

_other = outbox.alias("other")
_queue = outbox.alias("queue")
_now = bindparam("now", type_=UtcDateTime)
_platforms = bindparam("platforms", type_=Words, expanding=True)

_other_of_same_person = and_(
    _other.c.tenant_id == outbox.c.tenant_id,
    _other.c.person_id == outbox.c.person_id,
    _other.c.ready_at.is_not(None),
)


def _behind(*first: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell whether something else of the person comes first: an earlier turn, or what else is given."""
    comes_first = or_(_other.c.turn < outbox.c.turn, *first)
    return exists().where(_other_of_same_person, _other.c.id != outbox.c.id, comes_first)


# An intent without an account goes anywhere its person has one. A choice, not an "or": SQLite would take an "or" for a
# reason to go through everything that was ever sent on the platform.
_served = case(
    (
        outbox.c.platform.is_(None),
        exists().where(
            accounts.c.tenant_id == outbox.c.tenant_id,
            accounts.c.person_id == outbox.c.person_id,
            accounts.c.platform.in_(_platforms),
        ),
    ),
    else_=outbox.c.platform.in_(_platforms),
)

# Nobody has it, it need not wait, and nothing of the person is before it or in somebody's hand.
_claimable = and_(
    outbox.c.ready_at.is_not(None),
    or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= _now),
    or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= _now),
    not_(_behind(_other.c.leased_until > _now)),
)


def next_turn(*whose: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return the turn behind everything a person has had."""
    return select(func.coalesce(func.max(_queue.c.turn), 0) + 1).where(*whose).scalar_subquery()


NEXT_TURN_OF_GIVEN = next_turn(
    _queue.c.tenant_id == bindparam("tenant", type_=ID), _queue.c.person_id == bindparam("person", type_=ID)
)
NEXT_TURN_OF_ROW = next_turn(_queue.c.tenant_id == outbox.c.tenant_id, _queue.c.person_id == outbox.c.person_id)

CANDIDATE = (
    select(people.c.tenant_id, people.c.id, outbox.c.id.label("envelope_id"))
    .join(outbox, outbox.c.person_id == people.c.id)
    .where(_claimable, _served)
    .order_by(outbox.c.ready_at, outbox.c.id)
    .limit(1)
    .with_for_update(of=people, key_share=True, skip_locked=True)
)

_until = bindparam("until", type_=UtcDateTime)
TAKE = (
    update(outbox)
    .where(outbox.c.id == bindparam("envelope_id", type_=ID), _claimable)
    .values(attempt=outbox.c.attempt + 1, leased_until=_until, ready_at=_until, retry_at=None)
    .returning(*outbox.c)
)

# A head of a queue can be claimed when it is ready and nothing else of its person is in anybody's hand.
_lease = select(func.max(_other.c.leased_until)).where(_other_of_same_person).scalar_subquery()
NEXT_ATTEMPT = select(
    func.min(case((_lease > outbox.c.ready_at, _lease), else_=outbox.c.ready_at), type_=UtcDateTime)
).where(outbox.c.ready_at.is_not(None), _served, not_(_behind()))

# --- what a claim led to ----------------------------------------------------------------------------------------------

_state = bindparam("new_state", type_=Words)
_version = bindparam("new_version", type_=Integer)
_shown = bindparam("new_shown", type_=Integer)
_retry_at = bindparam("new_retry_at", type_=UtcDateTime)
_is_outdated = and_(_state == State.SENT, or_(_version > _shown, outbox.c.version > _shown))
_is_unfinished = or_(
    _state.in_((State.PLANNED, State.SENDING)),
    and_(_state == State.UNKNOWN, _retry_at.is_not(None)),
    _is_outdated,
)
_release = bindparam("release", type_=Boolean)
_wanted_since = outbox.c.version > _version
PUT = (
    update(outbox)
    .where(
        outbox.c.tenant_id == bindparam("tenant", type_=ID),
        outbox.c.person_id == bindparam("person", type_=ID),
        outbox.c.id == bindparam("envelope_id", type_=ID),
        outbox.c.attempt == bindparam("claim"),
    )
    .values(
        platform=bindparam("new_platform", type_=Words),
        workspace=bindparam("new_workspace", type_=Words),
        user_id=bindparam("new_user_id", type_=Words),
        wanted=case((_wanted_since, outbox.c.wanted), else_=bindparam("new_wanted", type_=Json)),
        version=case((_wanted_since, outbox.c.version), else_=_version),
        shown=_shown,
        state=_state,
        reason=bindparam("new_reason", type_=Words),
        started_at=bindparam("new_started_at", type_=UtcDateTime),
        channel=bindparam("new_channel", type_=Words),
        message_id=bindparam("new_message_id", type_=Words),
        turn=case((and_(outbox.c.state != State.SENT, _is_outdated), NEXT_TURN_OF_ROW), else_=outbox.c.turn),
        leased_until=case((_release, null()), else_=outbox.c.leased_until),
        retry_at=_retry_at,
        ready_at=case(
            (not_(_is_unfinished), null()),
            (_release, func.coalesce(_retry_at, outbox.c.due_at)),
            else_=outbox.c.ready_at,
        ),
    )
)
