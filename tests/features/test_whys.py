"""The whys read back: hours by why, and once a week whether the largest one brought what it was to bring."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.diary import Entry, Kind, Label
from bot.domain.slots import Span
from bot.domain.whys import WhyTime, asked_about, hope_of, time_by_why
from bot.gestures import Toast
from bot.ports import Store
from tests.features.harness import START, Conversation, started

SHORT = START.replace("hours:9-17", "hours:10-11")
ASKED = "2.5 h — book demos. Did it bring that?"
ANSWERS = ("Yes", "Partly", "Not yet")


def entries(*said: tuple[str, int], kind: Kind | None = None) -> list[Entry]:
    """Return entries one after another, each a why with its minutes."""
    at, made = datetime(2026, 11, 23, 9, tzinfo=UTC), []
    for why, minutes in said:
        span = Span(at, at + timedelta(minutes=minutes))
        at = span.end
        made.append(Entry(span=span, what="work", why=why, kind=kind, recorded_at=at, label=Label.LIVE))
    return made


@pytest.mark.parametrize(
    ("one", "other"),
    [("Book demos", "book  demos!"), ("book 3 demos", "book 2 demos"), ("Café", "cafe"), ("2026", "2026.")],
)
def test_whys_that_differ_in_case_marks_and_numbers_are_one_hope(one: str, other: str) -> None:
    assert hope_of(one) == hope_of(other)


@pytest.mark.parametrize(("one", "other"), [("book demos", "taxes"), ("2025", "2026"), ("!", "?")])
def test_other_whys_are_other_hopes(one: str, other: str) -> None:
    assert hope_of(one) != hope_of(other)


def test_time_is_summed_by_hope_in_its_latest_wording_the_longest_first() -> None:
    made = entries(("book 3 demos", 60), ("taxes", 90), ("", 500), ("Book 2 demos", 45))
    assert time_by_why(made) == (
        WhyTime("Book 2 demos", timedelta(minutes=105)),
        WhyTime("taxes", timedelta(minutes=90)),
    )
    assert time_by_why(entries(("rest", 60), kind=Kind.BREAK)) == ()


@pytest.mark.parametrize(("minutes", "asks"), [(119, False), (120, True)])
def test_below_two_hours_nothing_is_asked(minutes: int, asks: bool) -> None:  # noqa: FBT001 - a column of the table
    whys = time_by_why(entries(("demos", minutes)))
    assert asked_about(whys) == (whys[0] if asks else None)


# --- the question -----------------------------------------------------------------------------------------------------


@pytest.fixture
async def me(sqlite_store: Store) -> Conversation:
    """Report the week of somebody who spent two and a half hours to book demos."""
    me = await started(sqlite_store, plan=SHORT)
    await me.at("2026-11-25 11:00")
    await me.say("8:30-10:30 calling leads - to book 3 demos")
    await me.say("10:30-11 calling partners - to book demos")
    await me.at("2026-11-27 16:00")
    return me


async def test_the_report_asks_about_the_largest_why(me: Conversation) -> None:
    assert "Whys: 2.5 h — book demos" in me.last.text
    assert ASKED in me.last.text.splitlines()
    assert me.last.buttons == ANSWERS


async def test_the_answer_is_kept_shown_in_its_place_and_can_be_changed_and_undone(me: Conversation) -> None:
    seen = []
    for label in ("Partly", "Not yet", "Undo", "Undo"):
        await me.press(label)
        line = next(line for line in me.last.text.splitlines() if line.startswith("2.5 h — book demos. Did"))
        seen.append((me.last.kind, line, me.last.buttons))
    assert seen == [
        ("replace", f"{ASKED} Partly.", ("Yes", "Not yet", "Undo")),
        ("replace", f"{ASKED} Not yet.", ("Yes", "Partly", "Undo")),
        ("replace", f"{ASKED} Partly.", ("Yes", "Not yet", "Undo")),
        ("replace", ASKED, ANSWERS),
    ]
    assert me.last.text.splitlines()[1] == "Undone: book demos: partly."


async def test_the_next_report_reminds_of_it(me: Conversation) -> None:
    await me.press("Partly")
    await me.at("2026-12-04 16:00")
    assert "The week before: 2.5 h — book demos. Brought it: partly." in me.last.text
    assert not {"Yes", "Partly", "Not yet"} & set(me.last.buttons)


async def test_a_report_that_is_asked_for_asks_nothing_and_lets_an_answer_be_changed(me: Conversation) -> None:
    await me.say("report week")
    assert ASKED not in me.last.text
    await me.press("Yes")
    await me.say("report week")
    assert f"{ASKED} Yes." in me.last.text
    assert me.last.buttons == ("Partly", "Not yet")


async def test_without_a_why_of_two_hours_nothing_is_asked(sqlite_store: Store) -> None:
    me = await started(sqlite_store, plan=SHORT)
    await me.at("2026-11-25 11:00")
    await me.say("9-10:30 calling leads - to book 3 demos")
    await me.at("2026-11-27 16:00")
    assert me.last.text.startswith("Week 48")
    assert "Did it bring" not in me.last.text


async def test_a_why_that_is_gone_is_not_judged(me: Conversation) -> None:
    value = next(button.value for face in me.paper.faces.values() for button in face.buttons if button.label == "Yes")
    await me.say("wed 8:30-11 invoices - taxes")
    assert await me.press_raw("whys.verdict", value) == Toast("That why is no longer in the diary of that week.")


async def test_an_answer_that_nobody_was_offered_is_refused(sqlite_store: Store) -> None:
    me = await started(sqlite_store)
    for value in ("", "x", "2026-W48", "2026-W48.YES", "2026-W99.YES.x", "2026-W48.MAYBE.x", "9999-W53.YES."):
        answer = await me.press_raw("whys.verdict", value)
        assert isinstance(answer, Toast), value
        assert answer.text.startswith("That "), value
