"""One unit of work, with its repositories."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.agenda import Agenda
from storage.awaited import Awaited
from storage.changes import Changes
from storage.diary import Diary
from storage.drafts import Drafts
from storage.history import History
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.people import People
from storage.records import Records
from storage.rows import Holds
from storage.sales import Sales


class Transaction:
    """Every repository on one connection; see `bot.ports.Transaction`."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Work on a connection whose transaction has begun."""
        holds = Holds(connection)
        history = History(connection)
        self.people = People(connection, holds, history)
        self.diary = Diary(connection, history)
        self.sales = Sales(connection, history)
        self.changes = Changes(connection, holds, history)
        self.awaited = Awaited(connection)
        self.drafts = Drafts(connection)
        self.inbox = Inbox(connection, holds)
        self.outbox = Outbox(connection, holds)
        self.agenda = Agenda(connection, holds)
        self.records = Records(connection, holds)

    @property
    def has_forgotten(self) -> bool:
        """Tell whether words were deleted that must not be found anywhere any more."""
        return self.inbox.has_purged or self.records.has_erased
