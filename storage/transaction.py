"""One unit of work, with its repositories."""

from __future__ import annotations

from storage.agenda import Agenda
from storage.appointments import Appointments
from storage.awaited import Awaited
from storage.changes import Changes
from storage.diary import Diary
from storage.drafts import Drafts
from storage.feeds import Feeds
from storage.handovers import Handovers
from storage.history import History
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.people import People
from storage.process import Process
from storage.records import Records
from storage.rows import Holds
from storage.sales import Sales
from storage.sharing import Sharing
from storage.statements import Statements
from storage.weeks import Weeks


class Transaction:
    """Every repository in one transaction; see `bot.ports.Transaction`."""

    def __init__(self, run: Statements) -> None:
        """Run every statement in the same transaction."""
        holds = Holds(run)
        history = History(run)
        self.people = People(run, holds, history)
        self.diary = Diary(run, history)
        self.sales = Sales(run, history)
        self.appointments = Appointments(run, history)
        self.sharing = Sharing(run, holds)
        self.feeds = Feeds(run)
        self.process = Process(run, history)
        self.handovers = Handovers(run, history)
        self.weeks = Weeks(run, history)
        self.changes = Changes(run, holds, history)
        self.awaited = Awaited(run)
        self.drafts = Drafts(run)
        self.inbox = Inbox(run, holds)
        self.outbox = Outbox(run, holds)
        self.agenda = Agenda(run, holds)
        self.records = Records(run, holds)

    @property
    def has_forgotten(self) -> bool:
        """Tell whether words were deleted that must not be found anywhere any more."""
        return self.inbox.has_purged or self.records.has_erased
