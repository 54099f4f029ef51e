"""The diary searched: the entries that hold all the words, the newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.commands import Argument, ArgumentKind, Call, Spec
from bot.domain.diary import Entry, Query
from bot.domain.slots import DAY
from bot.feature import Feature, Turn, row_id
from bot.features.diary import open_form
from bot.gestures import Effects, Errors, Open, Pick, Press, Replace, Reply, Submit, Toast
from bot.plain import plain
from bot.ui import MAX_OPTION, Button, Form, Input, Menu, Message, Option, Rich, Section, shorten
from bot.wording import day_words, joined, length_words, noted_words, number_words, quoted, span_words

_FIND, _PAGE, _EDIT = "diary.find", "diary.page", "diary.found"
_ON_A_PAGE = 10
_WORDS = 60
_QUOTED = 60
_BATCH = 500
_REACH = 20_000  # entries, which are years: a search ends
_AHEAD = 366 * DAY
_NOTHING = "What do you look for? A word of what you did, or why."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The entries of one page, the newest first, out of so many that took so long together."""

    entries: tuple[Entry, ...]
    page: int
    count: int
    length: timedelta

    @property
    def has_earlier(self) -> bool:
        """Tell whether there is a page after this one."""
        return (self.page + 1) * _ON_A_PAGE < self.count


async def look_for(turn: Turn, query: Query, page: int) -> Found:
    """Look through the diary, from what is planned backwards."""
    shown: list[Entry] = []
    count, length, seen, before = 0, timedelta(), 0, turn.now + _AHEAD
    while seen < _REACH and (batch := await turn.tx.diary.ended_before(turn.who, before, _BATCH)):
        for entry in filter(query.finds, batch):
            if count // _ON_A_PAGE == page:
                shown.append(entry)
            count, length = count + 1, length + entry.span.length
        seen, before = seen + len(batch), batch[-1].span.end
    return Found(entries=tuple(shown), page=page, count=count, length=length)


# --- asking -----------------------------------------------------------------------------------------------------------


async def search(turn: Turn, call: Call) -> Effects:
    """List what is found; open the form where nothing is named."""
    words = call.get("query")
    return (Reply(await _listed(turn, words, 0, turn.key)),) if words else (Open(_form()),)


async def submit(turn: Turn, form: Submit) -> Effects:
    """List what the form looks for."""
    words = form.values.get("query", "").strip()
    return (Reply(await _listed(turn, words, 0, turn.key)),) if words else (Errors({"query": _NOTHING}),)


def _form() -> Form:
    words = Input(key="query", label="What to look for", required=True, placeholder="acme")
    return Form(id=_FIND, title="Search the diary", submit="Search", inputs=(words,))


async def turn_page(turn: Turn, press: Press) -> Effects:
    """Show another page in the place of the one whose button was pressed."""
    number, _, key = press.value.partition(".")
    page, kept = row_id(number), await turn.tx.drafts.kept(turn.who, _FIND, key)
    if page is None or kept is None:
        return (Toast("That search is gone. Search once more."),)
    return (Replace(key, await _listed(turn, kept["query"], page, key)),)


async def edit(turn: Turn, pick: Pick) -> Effects:
    """Open the form for an entry that was found."""
    return await open_form(turn, Press(action=pick.action, value="".join(pick.chosen[:1]), source=pick.source))


# --- what is shown ----------------------------------------------------------------------------------------------------


async def _listed(turn: Turn, words: str, page: int, key: str) -> Message:
    """Return a page as the message with this key; what was looked for is kept for the pages beside it."""
    found = await look_for(turn, Query.of(words), page)
    asked: Rich = ("“", quoted(words, _QUOTED), "”")
    if not found.entries:
        return Message(text=("No entry holds ", *asked, "."), silent=True, key=key)
    if found.count > _ON_A_PAGE:
        await turn.tx.drafts.keep(turn.who, _FIND, key, {"query": words}, turn.now)
    first = page * _ON_A_PAGE
    of = f" {first + 1}–{first + len(found.entries)}:" if found.count > _ON_A_PAGE else ""
    entries = number_words(found.count, "entry", "entries")
    return Message(
        text=(*asked, f": {entries}, {length_words(found.length)}.{of}"),
        sections=(Section(text=joined((_line(turn, entry) for entry in found.entries), "\n")),),
        buttons=_pages(found, key),
        menu=_menu(turn, found.entries),
        silent=True,
        key=key,
    )


def _pages(found: Found, key: str) -> tuple[Button, ...]:
    later = (Button(action=_PAGE, label="Later", value=f"{found.page - 1}.{key}"),) if found.page else ()
    earlier = (Button(action=_PAGE, label="Earlier", value=f"{found.page + 1}.{key}"),) if found.has_earlier else ()
    return (*earlier, *later)


def _menu(turn: Turn, entries: Sequence[Entry]) -> Menu:
    zone = turn.person.plan.tz
    options = tuple(
        Option(label=shorten(plain((*_when(turn, one), " ", one.what), zone, turn.now), MAX_OPTION), value=str(one.id))
        for one in entries
    )
    return Menu(action=_EDIT, placeholder="Edit an entry", options=options)


def _line(turn: Turn, entry: Entry) -> Rich:
    return (*_when(turn, entry), " ", *noted_words(entry, _WORDS))


def _when(turn: Turn, entry: Entry) -> Rich:
    zone = turn.person.plan.tz
    day, today = (moment.astimezone(zone).date() for moment in (entry.span.start, turn.now))
    return (f"{day_words(day, today)} ", *span_words(entry.span))


FEATURE = Feature(
    name="search",
    commands=(
        (
            Spec(
                path="diary search",
                summary="Entries with these words, and how long they took",
                arguments=(Argument(name="query", kind=ArgumentKind.REST, summary="acme"),),
                examples=("diary search acme",),
            ),
            search,
        ),
    ),
    presses={_PAGE: turn_page},
    picks={_EDIT: edit},
    forms={_FIND: submit},
)
