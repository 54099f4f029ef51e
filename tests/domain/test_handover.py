"""What could be handed over, recounted in another way; never selling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diary import Coverage, Entry, Kind, Label, activity_of
from bot.domain.handover import (
    Kept,
    Standing,
    Survey,
    Task,
    Watch,
    asked_of,
    days_before,
    days_since,
    is_back,
    ranking,
    survey,
    wording_of,
)
from bot.domain.kinds import likely_kind
from bot.domain.slots import DAY, SLOT, Days, Hours, Span, Window
from bot.domain.stretch import Stretch, stretch_of

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
TODAY = date(2026, 11, 29)
FOUR_WEEKS = Span(START, START + 28 * DAY)
HOUR = timedelta(hours=1)
WELL_KNOWN = Stretch(span=FOUR_WEEKS, days=28, coverage=Coverage(filled=200, slots=320))
HARDLY_KNOWN = Stretch(span=FOUR_WEEKS, days=28, coverage=Coverage(filled=159, slots=320))


def diary(*noted: tuple[str, float, Kind | None]) -> tuple[Entry, ...]:
    """Return entries of so many hours, one a day."""
    made = []
    for day, (what, hours, kind) in enumerate(noted):
        span = Span(START + day * DAY, START + day * DAY + hours * HOUR)
        made.append(Entry(span=span, what=what, kind=kind, recorded_at=span.end, label=Label.LIVE, id=day + 1))
    return tuple(made)


def found(entries: Sequence[Entry], *tasks: Task, learned: Sequence[tuple[str, Kind]] = ()) -> Survey:
    return survey(entries, tasks, Kept.by(entries, learned))


def said(survey: Survey) -> dict[str, tuple[float, int]]:
    return {group.text: (group.time / HOUR, group.entries) for group in survey.admin}


# --- what is found ----------------------------------------------------------------------------------------------------


def test_admin_is_grouped_by_similar_wording_under_the_fewest_words() -> None:
    entries = diary(
        ("Invoices", 1, Kind.ADMIN),
        ("invoicing for Acme", 2, Kind.ADMIN),
        ("invoices!", 0.5, Kind.ADMIN),
        ("tax return", 4, Kind.ADMIN),
        ("website", 9, Kind.PAID),
        ("what is this", 3, None),
    )
    assert said(found(entries)) == {"tax return": (4, 1), "invoices!": (3.5, 3)}


@pytest.mark.parametrize(
    ("what", "kind", "learned"),
    [
        ("calls", Kind.SELLING, ()),
        ("lunch", Kind.BREAK, ()),
        ("calls", Kind.ADMIN, (("calls", Kind.SELLING),)),  # learned as selling since
        ("calling", Kind.ADMIN, (("call", Kind.SELLING),)),  # in other words
        ("call Dana", Kind.ADMIN, (("call ben", Kind.SELLING), ("call kim", Kind.SELLING), ("call al", Kind.SELLING))),
        ("walk", Kind.ADMIN, (("walk", Kind.BREAK),)),
    ],
)
def test_selling_and_breaks_are_never_found(what: str, kind: Kind, learned: Sequence[tuple[str, Kind]]) -> None:
    entries = diary((what, 3, kind), (what, 3, kind), (what, 3, kind))
    task = Task(id=1, text=what, price=100)
    looked = found(entries, learned=learned)
    assert (looked.admin, looked.others) == ((), ())
    assert found(entries, task, learned=learned).stated == {}


def test_what_was_noted_as_selling_by_mistake_can_be_handed_over_once_it_is_learned_as_something_else() -> None:
    entries = diary(("mail", 3, Kind.SELLING), ("mail", 1, Kind.ADMIN))
    assert said(found(entries)) == {}
    assert said(found(entries, learned=(("mail", Kind.ADMIN),))) == {"mail": (1, 1)}


def test_a_task_takes_the_entries_with_its_words_of_any_kind_but_selling_and_one_of_admin_those_of_admin() -> None:
    entries = diary(
        ("mail", 1, Kind.ADMIN),
        ("mail for Beta", 2, Kind.PAID),
        ("mail to Dana", 4, Kind.SELLING),
        ("newsletter mail", 8, Kind.LEADS),
    )
    by_hand = (Task(id=1, text="mails"), Task(id=2, text="newsletter mail"))
    assert {key: group.time / HOUR for key, group in found(entries, *by_hand).stated.items()} == {1: 3, 2: 8}
    admin = Task(id=3, text="mail", standing=Standing.ADMIN)
    looked = found(entries, admin)
    assert looked.stated[3].time == HOUR
    assert [group.text for group in looked.others] == ["newsletter mail", "mail for Beta"]


def test_one_thing_that_takes_long_is_asked_about_and_neither_admin_nor_what_was_answered() -> None:
    often = [("website", 2.0, Kind.PAID)] * 3 + [("drawing", 1.5, Kind.BUILDING)] * 3 + [("talk", 9.0, Kind.PAID)]
    entries = diary(*often, *[("calls", 5.0, Kind.SELLING)] * 3)
    asked = asked_of(found(entries))
    assert asked is not None
    assert (asked.text, asked.entries) == ("website", 3)
    asked = asked_of(found(entries, Task(id=1, text="website", standing=Standing.GREAT)))
    assert asked is not None
    assert asked.text == "drawing"
    both = (
        Task(id=1, text="website", standing=Standing.GREAT),
        Task(id=2, text="drawing", standing=Standing.NOT_GREAT),
    )
    assert asked_of(found(entries, *both)) is None


# --- which first ------------------------------------------------------------------------------------------------------

TASKS = (
    Task(id=1, text="invoices", price=3500),
    Task(id=2, text="travel", price=9000),
    Task(id=3, text="bookkeeping", price=3000),
    Task(id=4, text="filing"),
    Task(id=5, text="gone", standing=Standing.ADMIN),
    Task(id=6, text="done", price=100, done_on=TODAY),
    Task(id=7, text="drawing", price=100, standing=Standing.GREAT),
    Task(id=8, text="slides", price=8000),
)
NOTED = diary(
    ("invoices", 4, Kind.ADMIN),
    ("travel", 8, Kind.ADMIN),
    ("filing", 2, Kind.ADMIN),
    ("mail", 3, Kind.ADMIN),
    ("done", 3, Kind.ADMIN),
    ("drawing", 3, Kind.PAID),
    ("slides", 1, Kind.PAID),
)


@pytest.mark.parametrize(
    ("value", "stretch", "ranked"),
    [
        (
            8000,
            WELL_KNOWN,
            [
                ("invoices", 19_567),
                ("mail", None),
                ("filing", None),
                ("bookkeeping", 0),
                ("travel", -8696),
                ("slides", 0),
            ],
        ),
        (
            8000,
            HARDLY_KNOWN,
            [
                ("invoices", 18_000),
                ("mail", None),
                ("filing", None),
                ("bookkeeping", 0),
                ("travel", -8000),
                ("slides", 0),
            ],
        ),
        (
            None,
            WELL_KNOWN,
            [(text, None) for text in ("travel", "invoices", "mail", "filing", "slides", "bookkeeping")],
        ),
    ],
)
def test_what_frees_most_comes_first_then_what_takes_most_and_last_what_is_better_kept(
    value: int | None, stretch: Stretch, ranked: list[tuple[str, int | None]]
) -> None:
    listed = ranking(found(NOTED, *TASKS), TASKS, value, stretch, TODAY)
    assert [(one.group.text, one.freed) for one in listed] == ranked
    assert {one.group.text for one in listed if one.is_better_kept} == ({"travel", "slides"} if value else set())


def test_a_month_is_told_from_two_weeks_of_which_half_is_known() -> None:
    assert WELL_KNOWN.monthly(28 * HOUR) == 28 * HOUR * (365.25 / 12 / 28)
    assert HARDLY_KNOWN.monthly(28 * HOUR) is None
    assert Stretch(span=FOUR_WEEKS, days=13, coverage=Coverage(filled=9, slots=9)).monthly(HOUR) is None
    assert Stretch(span=FOUR_WEEKS, days=14, coverage=Coverage(filled=0, slots=0)).monthly(HOUR) is None


def test_a_stretch_ends_now_and_counts_the_working_slots_since_the_start() -> None:
    window = Window(tz=ZoneInfo("Europe/Paris"), hours=Hours(start=time(9), end=time(17)), days=Days.of(range(5)))
    entries = diary(("mail", 2, Kind.ADMIN), ("mail", 1, Kind.ADMIN))
    now = START + DAY + 4 * SLOT
    told = stretch_of(window, START.date() - DAY, START.date() + DAY, START, now, entries)
    assert (told.days, told.span.end, told.coverage) == (3, now, Coverage(filled=6, slots=20))


WHATS = ("invoices", "invoice Acme", "mail", "mail Acme", "calls", "calling Dana", "call", "acme", "42", "lunch walk")
NOTES = st.lists(
    st.tuples(st.sampled_from(WHATS), st.sampled_from((0.5, 1.0, 2.5)), st.sampled_from((None, *Kind))), max_size=25
)
LEARNED = st.dictionaries(st.sampled_from([activity_of(what) for what in WHATS]), st.sampled_from(Kind), max_size=6)
STATED = st.lists(
    st.tuples(st.sampled_from(WHATS), st.sampled_from(Standing), st.none() | st.integers(0, 12_000)),
    max_size=4,
    unique_by=lambda each: each[0],
).map(
    lambda each: tuple(
        Task(id=number, text=text, standing=standing, price=price)
        for number, (text, standing, price) in enumerate(each, start=1)
    )
)


def stays(what: str, entries: Sequence[Entry], learned: Sequence[tuple[str, Kind]]) -> bool:
    """Tell whether what an entry says stays with its person, told the long way."""
    mine = {kind in {Kind.SELLING, Kind.BREAK} for said, kind in learned if wording_of(said) == wording_of(what)}
    if mine:
        return True in mine
    noted = {one.kind for one in entries if wording_of(one.what) == wording_of(what)}
    return bool({Kind.SELLING, Kind.BREAK} & {*noted, likely_kind(activity_of(what), learned)})


@given(NOTES, STATED, LEARNED)
def test_every_hour_is_that_of_entries_counted_once_and_none_of_selling(
    notes: list[tuple[str, float, Kind | None]], tasks: tuple[Task, ...], learned: dict[str, Kind]
) -> None:
    entries, taught = diary(*notes), list(learned.items())
    looked = found(entries, *tasks, learned=taught)
    hours = {"stated": 0.0, "admin": 0.0, "others": 0.0}
    for one in entries:
        if one.kind in {Kind.SELLING, Kind.BREAK} or stays(one.what, entries, taught):
            continue
        owners = [
            task
            for task in tasks
            if wording_of(task.text) <= wording_of(one.what)
            and not stays(task.text, entries, taught)
            and (task.standing is not Standing.ADMIN or one.kind is Kind.ADMIN)
        ]
        if owners or one.kind is not None:
            hours["stated" if owners else "admin" if one.kind is Kind.ADMIN else "others"] += one.span.length / HOUR
    told = {"stated": [*looked.stated.values()], "admin": [*looked.admin], "others": [*looked.others]}
    assert {name: sum(group.time / HOUR for group in groups) for name, groups in told.items()} == hours
    for group in (*told["stated"], *told["admin"], *told["others"]):
        assert not stays(group.text, entries, taught)


@given(NOTES, STATED, LEARNED, st.none() | st.integers(1, 12_000), st.sampled_from((WELL_KNOWN, HARDLY_KNOWN)))
def test_the_order_is_that_of_the_money_recounted_from_hours_and_prices(
    notes: list[tuple[str, float, Kind | None]],
    tasks: tuple[Task, ...],
    learned: dict[str, Kind],
    value: int | None,
    stretch: Stretch,
) -> None:
    looked = found(diary(*notes), *tasks, learned=list(learned.items()))
    listed = ranking(looked, tasks, value, stretch, TODAY)
    months = 365.25 / 12 / 28 if stretch is WELL_KNOWN else 1
    freeing = []
    for one in listed:
        price = one.task.price if one.task else None
        if price is None or value is None:
            assert (one.freed, one.is_better_kept) == (None, False)
            continue
        assert one.freed is not None
        assert abs(one.freed - one.group.time / HOUR * months * (value - price)) <= 1
        assert one.is_better_kept == (price >= value)
        if one.freed > 0:
            freeing.append(one)
    assert list(listed[: len(freeing)]) == sorted(freeing, key=lambda one: -(one.freed or 0))
    unknown = [one for one in listed[len(freeing) :] if not one.is_better_kept]
    assert [one.group.time for one in unknown] == sorted((one.group.time for one in unknown), reverse=True)
    assert all(one.is_better_kept for one in listed[len(freeing) + len(unknown) :])


# --- whether the hours fall -------------------------------------------------------------------------------------------


def test_four_weeks_before_are_held_against_all_since_and_four_weeks_at_the_most() -> None:
    done = date(2026, 11, 2)
    assert days_before(done) == (date(2026, 10, 6), done)
    assert days_since(done, done) is None
    assert days_since(done, date(2026, 11, 16)) == (date(2026, 11, 3), date(2026, 11, 16))
    assert days_since(done, date(2027, 1, 31)) == (date(2027, 1, 4), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("before", "week", "week_before", "monday"),
    [(8, 1, 0, date(2026, 11, 16)), (80, 9.5, 9, date(2026, 11, 16))],
)
def test_a_task_is_back_when_half_of_it_is_done_again(
    before: float, week: float, week_before: float, monday: date
) -> None:
    assert is_back(watched(before), week * HOUR, week_before * HOUR, monday)


@pytest.mark.parametrize(
    ("before", "week", "week_before", "monday"),
    [
        (8, 0.5, 0, date(2026, 11, 16)),  # less than an hour is nothing
        (8, 1, 1, date(2026, 11, 16)),  # that was said a week ago
        (8, 1, 0, date(2026, 11, 9)),  # too early to say anything
        (80, 9, 0, date(2026, 11, 16)),  # less than half
        (None, 9, 0, date(2026, 11, 16)),  # nobody knows what it was
    ],
)
def test_a_task_is_not_back_for_less(before: float | None, week: float, week_before: float, monday: date) -> None:
    assert not is_back(watched(before), week * HOUR, week_before * HOUR, monday)


def watched(before: float | None) -> Watch:
    monthly = None if before is None else before * HOUR
    return Watch(task=Task(text="mail"), done_on=date(2026, 11, 2), before=monthly, since=None, days=0)
