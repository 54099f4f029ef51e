"""What the engine needs from outside: a store, messengers, a clock. Everything here is implemented elsewhere.

Every question to the store about somebody's data names `Who`, which carries the tenant, so no query can forget it.
Moments are aware and in UTC. A method raises nothing that isn't named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.domain.appointments import Appointment
from bot.domain.building import Built
from bot.domain.diary import Done, Entry, Kind, Pair, Prompt
from bot.domain.goals import Earlier
from bot.domain.handover import Task
from bot.domain.people import Account, Person, Who
from bot.domain.pictures import Chart, Theme
from bot.domain.process import Did, Step
from bot.domain.sales import Ask, Conversation, Prospect
from bot.domain.sharing import Grant, Look
from bot.domain.slots import Span
from bot.domain.whys import Verdict
from bot.gestures import Answer, Event
from bot.ui import Form, Message


class Clock(Protocol):
    """The one source of the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""


# The one source of chance: a number below a limit, that nobody can guess.
Draw: TypeAlias = Callable[[int], int]


# --- the store --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An account the store knows: whose it is, where its direct messages go, and why it can't be reached, if so.

    `zone` is the one its platform told last, `zone_question` the key of the message that waits to hear whether the plan
    follows it.
    """

    account: Account
    who: Who
    channel: str | None = None
    unreachable: str | None = None
    seen_at: datetime | None = None
    zone: str | None = None
    zone_question: str | None = None


class People(Protocol):
    """Persons and their accounts."""

    async def known(self, account: Account) -> Known | None:
        """Find an account."""

    async def enrol(self, account: Account, person_zone: str, now: datetime) -> Known:
        """Add an account nobody has used before, with a person (and the workspace's tenant) of its own."""

    async def get(self, who: Who) -> Person:
        """Return a person and hold them: whoever else wants to change anything of theirs waits for this transaction."""

    async def look_at(self, who: Who) -> Person:
        """Return a person without holding them, as somebody else may see them. Raises LookupError for nobody."""

    async def save(self, person: Person) -> None:
        """Store a person's plan, stage and pause. Undoable."""

    async def accounts(self, who: Who) -> tuple[Known, ...]:
        """Return a person's accounts, the one last seen first."""

    async def seen(self, account: Account, at: datetime, channel: str | None) -> None:
        """Note that an account did something then, that it can be reached again, and where, if that is known.

        What was done earlier than something that is noted already makes nobody seen earlier.
        """

    async def place(self, account: Account, zone: str, question: str | None) -> None:
        """Note the zone that an account's platform tells, and the key of the message that asks about it, if any."""

    async def unreachable(self, account: Account, reason: str) -> None:
        """Note that an account can't be reached, and why."""


class Diary(Protocol):
    """Entries, prompts, learned kinds, and what became of the whys. Every change is undoable."""

    async def add(self, who: Who, entry: Entry) -> Entry:
        """Store a new entry and return it with its id."""

    async def save(self, who: Who, entry: Entry) -> None:
        """Store a changed entry."""

    async def remove(self, who: Who, entry_id: int) -> None:
        """Take an entry out."""

    async def get(self, who: Who, entry_id: int) -> Entry | None:
        """Return one entry."""

    async def between(self, who: Who, span: Span) -> tuple[Entry, ...]:
        """Return the entries that overlap `span`, in order."""

    async def ended_before(self, who: Who, moment: datetime, limit: int) -> tuple[Entry, ...]:
        """Return so many of the entries that ended before a moment, the latest first."""

    async def latest(self, who: Who) -> Entry | None:
        """Return the entry recorded last."""

    async def from_source(self, who: Who, source: str) -> tuple[Entry, ...]:
        """Return the entries that one message of the person made, in order."""

    async def done(self, who: Who, since: datetime, limit: int) -> tuple[Done, ...]:
        """Return what was done since then, no breaks, in order: the newest, no more than `limit`."""

    async def pairs(self, who: Who, since: datetime) -> tuple[Pair, ...]:
        """Return the pairs of what and why recorded since then, no breaks, the most frequent, then latest, first."""

    async def whys(self, who: Who, limit: int) -> tuple[str, ...]:
        """Return the whys used last, each once, the latest first."""

    async def kind_of(self, who: Who, activity: str) -> Kind | None:
        """Return the kind learned for an activity."""

    async def learned(self, who: Who, limit: int) -> tuple[tuple[str, Kind], ...]:
        """Return activities with the kinds learned for them, no more than `limit`."""

    async def learn(self, who: Who, activity: str, kind: Kind) -> None:
        """Remember the kind of an activity."""

    async def verdict(self, who: Who, monday: date) -> Verdict | None:
        """Return what was said of the largest why of the week that begins then."""

    async def put_verdict(self, who: Who, verdict: Verdict) -> None:
        """Store what was said of a week's largest why, in the place of what was said before."""

    async def open_prompt(self, who: Who) -> Prompt | None:
        """Return the one prompt that waits for an answer."""

    async def prompt(self, who: Who, start: datetime) -> Prompt | None:
        """Return the prompt about the stretch that begins then."""

    async def prompt_by_key(self, who: Who, key: str) -> Prompt | None:
        """Return the prompt that the message with this key asks."""

    async def prompts(self, who: Who, span: Span) -> tuple[Prompt, ...]:
        """Return the prompts whose stretch begins in `span`, in order."""

    async def put_prompt(self, who: Who, prompt: Prompt) -> None:
        """Store a prompt, new or changed, by the start of its stretch."""


class Sales(Protocol):
    """Prospects, conversations, and asks told by themselves. Every change is undoable."""

    async def prospects(self, who: Who) -> tuple[Prospect, ...]:
        """Return every prospect, by name."""

    async def prospect(self, who: Who, prospect_id: int) -> Prospect | None:
        """Return one prospect."""

    async def prospect_named(self, who: Who, name: str) -> Prospect | None:
        """Return the prospect of that name, whatever its case, marks and spaces."""

    async def put_prospect(self, who: Who, prospect: Prospect) -> Prospect:
        """Store a prospect, new (id 0) or changed, and return it with its id."""

    async def remove_prospect(self, who: Who, prospect_id: int) -> None:
        """Take out a prospect with whom nothing is noted any more."""

    async def put_ask(self, who: Who, ask: Ask) -> Ask:
        """Store an ask, new (id 0) or changed, and return it with its id."""

    async def asks(self, who: Who, span: Span) -> tuple[Ask, ...]:
        """Return the asks told by themselves in `span`, in order."""

    async def asks_of(self, who: Who, prospect_id: int) -> tuple[Ask, ...]:
        """Return the asks of one prospect that were told by themselves, in order."""

    async def put_conversation(self, who: Who, conversation: Conversation) -> Conversation:
        """Store a conversation, new (id 0) or changed, and return it with its id."""

    async def conversation(self, who: Who, conversation_id: int) -> Conversation | None:
        """Return one conversation."""

    async def conversations(self, who: Who, span: Span) -> tuple[Conversation, ...]:
        """Return the conversations in `span`, in order."""

    async def conversations_with(self, who: Who, prospect_id: int) -> tuple[Conversation, ...]:
        """Return the conversations with one prospect, the latest first."""

    async def latest_one_thing(self, who: Who, before: datetime, *, but: int = 0) -> Conversation | None:
        """Return the latest conversation before a moment that left a one thing, the one with the id `but` left out."""

    async def due_follow_ups(self, who: Who, until: date) -> tuple[Prospect, ...]:
        """Return the prospects whose next day is `until` or before, the oldest first."""


class Appointments(Protocol):
    """What is booked with whom. Every change is undoable."""

    async def put(self, who: Who, appointment: Appointment) -> Appointment:
        """Store an appointment, new (id 0) or changed, and return it with its id."""

    async def get(self, who: Who, appointment_id: int) -> Appointment | None:
        """Return one appointment, whatever became of it."""

    async def between(self, who: Who, span: Span) -> tuple[Appointment, ...]:
        """Return the appointments that begin in `span`, whatever became of them, in order."""

    async def booked_in(self, who: Who, span: Span) -> tuple[Appointment, ...]:
        """Return the appointments that were booked in `span`, for whenever, whatever became of them, in order."""

    async def with_(self, who: Who, prospect_id: int) -> tuple[Appointment, ...]:
        """Return the appointments with one prospect, whatever became of them, in order."""


class Feeds(Protocol):
    """The private links that calendars read, one a person. Not undoable: what was ended stays ended."""

    async def put(self, who: Who, digest: str, now: datetime) -> None:
        """Let a secret with this digest show the person's calendar from now on, in the place of the one before."""

    async def since(self, who: Who) -> datetime | None:
        """Return when the person's link was made; None without one."""

    async def end(self, who: Who) -> bool:
        """End the person's link; False when there is none."""

    async def of(self, digest: str) -> Who | None:
        """Return whose calendar a secret with this digest shows."""


class Sharing(Protocol):
    """Who may look at whose weeks. Not undoable: what was seen was seen."""

    async def put(self, grant: Grant) -> Grant:
        """Store a grant, new (id 0) or changed, and return it with its id."""

    async def given(self, who: Who) -> tuple[Grant, ...]:
        """Return what a person granted, whatever became of it, the latest first."""

    async def received(self, who: Who) -> tuple[Grant, ...]:
        """Return what was granted to a person who accepted it, whatever became of it, the latest first."""

    async def invitation(self, who: Who, code_digest: str) -> Grant | None:
        """Return the grant of this person's tenant that a code is for, and hold it."""

    async def hold(self, who: Who, grant_id: int) -> Grant | None:
        """Return a grant that this person received as it is now; nobody changes it before this transaction ends."""

    async def note_look(self, grant: Grant, look: Look) -> None:
        """Note a look at what a grant shows."""

    async def looks(self, who: Who, limit: int, grant_id: int | None = None) -> tuple[Look, ...]:
        """Return the latest looks at what a person granted, by one grant or by any, no more than `limit`."""


class Process(Protocol):
    """The steps of the person's own sales process, and what was done for them by hand. Every change is undoable."""

    async def steps(self, who: Who) -> tuple[Step, ...]:
        """Return every step there ever was, those taken out included, in the order of the line."""

    async def put_step(self, who: Who, step: Step) -> Step:
        """Store a step, new (id 0) or changed, and return it with its id."""

    async def add_did(self, who: Who, did: Did) -> Did:
        """Store what was done for a step and return it with its id."""

    async def dids(self, who: Who, span: Span) -> tuple[Did, ...]:
        """Return what was done in `span` and told by hand, in order."""

    async def first_contacts(self, who: Who) -> Mapping[int, datetime]:
        """Return when each prospect was first talked to or asked, practice apart."""


class Handovers(Protocol):
    """Tasks to hand over, and handed over. Every change is undoable."""

    async def put(self, who: Who, task: Task) -> Task:
        """Store a task, new (id 0) or changed, and return it with its id."""

    async def tasks(self, who: Who) -> tuple[Task, ...]:
        """Return every task that something was said of, the first one first."""


class Weeks(Protocol):
    """What is kept of whole weeks: earlier targets, rests, pauses, work on the business. Every change is undoable."""

    async def earlier(self, who: Who) -> tuple[Earlier, ...]:
        """Return the targets that held before others, in order."""

    async def keep_earlier(self, who: Who, earlier: Earlier) -> None:
        """Keep a target that another took the place of; the first that was replaced in a week is the one kept."""

    async def rests(self, who: Who) -> frozenset[date]:
        """Return the Mondays of the weeks that were said to rest."""

    async def rest(self, who: Who, monday: date, now: datetime) -> None:
        """Let the week that begins then rest."""

    async def count(self, who: Who, monday: date) -> None:
        """Let a week that was said to rest count again."""

    async def pauses(self, who: Who, span: Span) -> tuple[Span, ...]:
        """Return the pauses that overlap `span`, in order."""

    async def pause(self, who: Who, span: Span) -> None:
        """Note a pause, in the place of whatever reaches into it."""

    async def end_pauses(self, who: Who, at: datetime) -> None:
        """Note that every pause ends at a moment, if it had not before."""

    async def built(self, who: Who, monday: date) -> Built | None:
        """Return what was said of the work on the business in the week that begins then."""

    async def put_built(self, who: Who, built: Built) -> None:
        """Store what was said of it, in the place of what was said before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that can be undone, by the words that name it and the key of the message that showed it."""

    id: int
    label: str
    made_at: datetime
    key: str = ""


class Changes(Protocol):
    """What undo reverses: the rows of one gesture as they were before."""

    async def begin(self, who: Who, label: str, now: datetime, key: str = "") -> int:
        """Start a change and return its id: whatever undoable this transaction writes from here on belongs to it."""

    async def latest(self, who: Who, since: datetime) -> Change | None:
        """Return the newest change since then that was not undone."""

    async def get(self, who: Who, change_id: int) -> Change | None:
        """Return a change that was not undone."""

    async def undo(self, who: Who, change_id: int) -> bool:
        """Put every row of the change back. False, and nothing is done, when a newer change touched one of them."""

    async def purge(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` of the changes made before then, the oldest first; return how many."""


class Waiting(StrEnum):
    """What the next words may be an answer to."""

    WHY = "why"


class Awaited(Protocol):
    """What is being awaited from a person, so that a restart does not forget the question."""

    async def expect(self, who: Who, what: Waiting, ref: int, until: datetime) -> None:
        """Await an answer about the row `ref`, until then; it takes the place of what was awaited before."""

    async def expected(self, who: Who, what: Waiting, now: datetime) -> int | None:
        """Return the row that an answer would be about, if one is still awaited."""

    async def forget(self, who: Who) -> None:
        """Await nothing any more."""


class Drafts(Protocol):
    """What was typed into a form that could not be accepted."""

    async def keep(self, who: Who, form: str, context: str, values: Mapping[str, str], now: datetime) -> None:
        """Keep the newest values of this form and context."""

    async def kept(self, who: Who, form: str, context: str) -> Mapping[str, str] | None:
        """Return them."""

    async def drop(self, who: Who, form: str, context: str) -> None:
        """Forget them."""

    async def purge(self, before: datetime) -> int:
        """Delete what was kept before then; return how many."""


class InboxState(StrEnum):
    """How far an event has come."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A stored event: new or met before, and the answer it got."""

    id: int
    event: Event
    state: InboxState
    answer: Answer = None
    is_new: bool = False


class Inbox(Protocol):
    """Events as they came, each once."""

    async def store(self, event: Event, now: datetime) -> Received:
        """Store an event unless one of its keys is known for its platform and workspace; return what is stored."""

    async def finish(
        self, inbox_id: int, state: InboxState, answer: Answer, now: datetime, reference: str = ""
    ) -> None:
        """Note that an event is dealt with, its answer, and the reference under which a failure was logged."""

    async def hold(self, inbox_id: int) -> Received:
        """Return an event as it is now and hold it until this transaction ends."""

    async def answer(self, account: Account, inbox_id: int) -> Answer:
        """Return the answer that an event of this account got; None when there was none, or no such event any more."""

    async def opened(self, account: Account, form: str, context: str) -> Form | None:
        """Return a form as this account was shown it last; None when that is too long ago."""

    async def unfinished(self, platform: str) -> tuple[Received, ...]:
        """Return what was received on a platform and not dealt with, in the order in which it was typed."""

    async def purge(self, before: datetime) -> int:
        """Delete what was dealt with before then, words and all; return how many."""


class State(StrEnum):
    """How far a message has come."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message can be found on its platform."""

    channel: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One row of the table of messages: what is wanted, what is shown, where, and how far it has come.

    Every claim is an `attempt` of its own.

    `key` is unique for the person; `kind` and `slot` name the moment it was planned for (`reply` for answers).
    `wanted` is None until a moment's screen is made, when its sending begins. `version` counts what was wanted,
    `shown` what the platform shows. `turn` is its place in the person's queue: nothing overtakes.
    """

    id: int
    who: Who
    key: str
    kind: str
    slot: str
    due_at: datetime
    late_after: datetime | None
    account: Account | None
    wanted: Message | None
    version: int
    shown: int
    state: State
    reason: str = ""
    attempt: int = 0
    turn: int = 0
    started_at: datetime | None = None
    posted: Posted | None = None


class Outbox(Protocol):
    """The one table of messages."""

    async def plan(
        self,
        who: Who,
        *,
        key: str,
        kind: str,
        slot: str,
        due_at: datetime,
        late_after: timedelta | None = None,
        account: Account | None = None,
        wanted: Message | None = None,
    ) -> bool:
        """Write an intent at the end of the person's queue; False, and nothing, when its key or slot exists."""

    async def replace(self, who: Who, key: str, wanted: Message) -> bool:
        """Want another face for a message, at the end of the queue once it is sent; False when there is none."""

    async def claim(self, platforms: Sequence[str], now: datetime, until: datetime) -> Envelope | None:
        """Take the next piece of work whose turn it is and hold it for this worker up to `until`.

        Work is an intent to send, a shown message to bring up to the wanted, or a sending whose outcome is not known.
        It is taken only when nothing earlier of the same person is still to do. An intent without an account is taken
        for any platform in `platforms` on which the person has an account. The row and its person are held until the
        transaction ends (never the row first: whoever changes a person's things holds the person before any of them);
        what another worker holds is left out.
        """

    async def held(self, envelope_id: int, attempt: int) -> Envelope | None:
        """Return a claimed row as it is now and hold it, if this claim (its `attempt`) is the latest; else None."""

    async def put(self, envelope: Envelope, *, retry_at: datetime | None = None, release: bool = True) -> None:
        """Store a claimed row's state, account, screen, place and reason; release the claim unless more is to come.

        `retry_at` is the earliest moment for the next claim.
        """

    async def requeue(self, envelope: Envelope) -> None:
        """Move a claimed intent behind everything else the person is to see, and release it."""

    async def posted(self, account: Account, message_id: str) -> Envelope | None:
        """Return the message that a platform knows by this id."""

    async def by_key(self, who: Who, key: str) -> Envelope | None:
        """Return the person's message with this key."""

    async def recent(self, account: Account, limit: int) -> tuple[Envelope, ...]:
        """Return the messages an account was sent last, the oldest first."""

    async def last_of(self, who: Who, kinds: Sequence[str]) -> Envelope | None:
        """Return the message of one of these kinds planned last."""

    async def spoken(self, who: Who, kinds: Sequence[str], since: datetime) -> tuple[Envelope, ...]:
        """Return the messages of these kinds whose sending began at `since` or later, in order."""

    async def next_attempt(self, platforms: Sequence[str]) -> datetime | None:
        """Return the earliest moment at which a claim could succeed that can't now; None when nothing waits."""

    async def purge(self, before: datetime, limit: int) -> int:
        """Delete those of the `limit` oldest messages that were due before then and are done with; return how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One moment that has come: for whom, of which kind, and when it was due."""

    who: Who
    kind: str
    due_at: datetime


class Agenda(Protocol):
    """When each moment of each person is next due: one indexed column."""

    async def set(self, who: Who, kind: str, due_at: datetime | None) -> None:
        """Set when a kind of moment is next due; None for never."""

    async def due(self, platforms: Sequence[str], now: datetime, limit: int) -> tuple[Due, ...]:
        """Return what is due at `now` or before for people with an account on `platforms`, the earliest first.

        The rows and their persons are held until the transaction ends; what another worker holds is left out.
        """

    async def next_due(self, who: Who, kind: str) -> datetime | None:
        """Return when a kind of moment is next due for a person."""

    async def soonest(self, platforms: Sequence[str]) -> datetime | None:
        """Return the earliest due moment of anybody with an account on `platforms`."""


class Records(Protocol):
    """Everything held for a person, for taking out and for forgetting."""

    async def everything(self, who: Who) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return every row of the person's, by table, as plain values."""

    async def erase(self, who: Who) -> Mapping[str, int]:
        """Delete every row of the person's, events included; return how many by table."""

    async def people(self) -> tuple[Known, ...]:
        """Return every account there is, in order."""


class Transaction(Protocol):
    """One unit of work: everything in it happens, or nothing does."""

    @property
    def people(self) -> People:
        """Return persons and their accounts."""

    @property
    def diary(self) -> Diary:
        """Return entries, prompts and learned kinds."""

    @property
    def sales(self) -> Sales:
        """Return prospects and conversations."""

    @property
    def appointments(self) -> Appointments:
        """Return what is booked with whom."""

    @property
    def sharing(self) -> Sharing:
        """Return who may look at whose weeks."""

    @property
    def feeds(self) -> Feeds:
        """Return the links that calendars read."""

    @property
    def process(self) -> Process:
        """Return the sales process."""

    @property
    def handovers(self) -> Handovers:
        """Return what could be handed over."""

    @property
    def weeks(self) -> Weeks:
        """Return what is kept of whole weeks."""

    @property
    def changes(self) -> Changes:
        """Return what undo reverses."""

    @property
    def awaited(self) -> Awaited:
        """Return what is being awaited."""

    @property
    def drafts(self) -> Drafts:
        """Return what was typed and not accepted."""

    @property
    def inbox(self) -> Inbox:
        """Return events as they came."""

    @property
    def outbox(self) -> Outbox:
        """Return the table of messages."""

    @property
    def agenda(self) -> Agenda:
        """Return when each moment is next due."""

    @property
    def records(self) -> Records:
        """Return everything held for a person."""


class Store(Protocol):
    """Where everything is kept."""

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction: committed at the end of the block, rolled back when it is left by an exception."""

    async def close(self) -> None:
        """Let go of the database."""


# --- the platforms ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message on its way: to whom, what, and the identity under which it can be found again.

    `id` is unique in the store and short; `version` counts its faces; `zone` is the reader's. `picture` is the
    message's picture as a PNG; without one, where the message has a picture, its words stand for it.
    """

    id: int
    version: int
    account: Account
    channel: str | None
    message: Message
    zone: str
    picture: bytes | None = None


class Painter(Protocol):
    """Makes pictures of what is to be drawn."""

    def paint(self, chart: Chart, theme: Theme) -> bytes:
        """Return a PNG, the same for the same chart; it takes some milliseconds, so it is called in a thread."""


class Messenger(Protocol):
    """Carries messages to one platform."""

    @property
    def platform(self) -> str:
        """Return the platform's name, as accounts have it."""

    @property
    def theme(self) -> Theme:
        """Return the ground on which its readers mostly see pictures: no platform tells which each of them chose."""

    def is_quiet(self, account: Account, now: datetime) -> bool:
        """Tell whether an account wants no questions at `now`, from what is known already: it asks nobody."""

    async def send(self, letter: Letter) -> Posted:
        """Show a message. Raises NotNowError, MaybeSentError or RefusedError."""

    async def edit(self, letter: Letter, posted: Posted) -> None:
        """Show a newer face in its place; one that is gone counts as done, or is refused as GONE. Raises as `send`."""

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """Look for a message whose sending began at `since`; None only when it is certain that it did not arrive.

        Raises NotNowError while it is too early to be certain, CannotTellError when that will never be known.
        """
