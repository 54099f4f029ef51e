"""The list of people: who is meant, that nobody is without a next step or an end, that no ask counts twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.prospects import NextStep, Step, asks_made, is_asked_on, let_go, meant, merged, next_step, promised
from bot.domain.sales import (
    Ask,
    Conversation,
    Outcome,
    Promise,
    Prospect,
    Role,
    Status,
    candidates,
    name_key,
    settled,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = MONDAY.date()
DAY = timedelta(days=1)
DANA = Prospect(name="Dana", added_at=MONDAY, id=1)
PARIS = ZoneInfo("Europe/Paris")


def named(*names: str) -> list[Prospect]:
    return [Prospect(name=name, added_at=MONDAY, id=number) for number, name in enumerate(names, start=1)]


# --- who is meant -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sure", "perhaps"),
    [
        ("dana klein", "Dana Klein", []),
        ("DANA  KLEIN!", "Dana Klein", []),
        ("dana k", "Dana Klein", []),
        ("dana kl", "Dana Klein", []),
        ("dana", None, ["Dana Klein", "Dana Moor"]),
        ("klein", "Dana Klein", []),
        ("dan", None, ["Dana Klein", "Dana Moor"]),
        ("dnaa", None, ["Dana Klein", "Dana Moor"]),
        ("Dana Klien", None, ["Dana Klein"]),
        ("kim", "Kim", []),
        ("kim lee", None, ["Kim"]),
        ("Kym", None, []),
        ("anna", None, []),
        ("Jim", None, []),
        ("Client 2", None, []),
        ("client 1", "Client 1", []),
        ("Sally", "Sally", []),
        ("al", None, []),
        ("", None, []),
        ("  ?", None, []),
    ],
)
def test_a_name_is_sure_by_whole_words_and_asked_about_where_it_comes_close(
    words: str, sure: str | None, perhaps: list[str]
) -> None:
    found = meant(named("Dana Klein", "Dana Moor", "Kim", "Client 1", "Sally"), words)

    assert (found.sure.name if found.sure else None, [one.name for one in found.perhaps]) == (sure, perhaps)


def test_one_dana_alone_is_meant_by_dana_and_a_new_dan_is_asked_about() -> None:
    everybody = named("Dana Klein", "Ben")

    assert meant(everybody, "Dana").sure == everybody[0]
    assert (meant(everybody, "Dan").sure, meant(everybody, "Dan").perhaps) == (None, (everybody[0],))


def test_the_exact_name_wins_and_of_two_the_first() -> None:
    everybody = named("Dana", "Dana Klein", "dana")

    assert meant(everybody, "DANA").sure == everybody[0]


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), max_size=5), st.text())
def test_looking_somebody_up_never_fails_and_finds_whoever_is_called_so(names: list[str], words: str) -> None:
    everybody = named(*names)
    found = meant(everybody, words)

    assert found.sure is None or not found.perhaps
    assert {*found.perhaps, *([found.sure] if found.sure else [])} <= set(everybody)
    for one in everybody:
        sure = meant(everybody, one.name).sure
        assert sure is not None
        assert name_key(sure.name) == name_key(one.name)


# --- what is next -----------------------------------------------------------------------------------------------------


class Life:
    """What happens to one person on the list, an hour apart, as the features do it."""

    def __init__(self, role: Role) -> None:
        self.prospect = replace(DANA, role=role)
        self.held: list[Conversation] = []
        self.asked: list[Ask] = []
        self.now = MONDAY

    def happen(self, what: str, outcome: Outcome, days: int) -> None:
        self.now += timedelta(hours=1)
        on = TODAY + days * DAY
        if what in {"talk", "practise"}:
            back = on if outcome in {Outcome.THINKING, Outcome.CHECK_BACK} else None
            self.held.append(
                Conversation(
                    prospect=1,
                    at=self.now,
                    outcome=outcome,
                    back_on=back,
                    practice=what == "practise",
                    id=len(self.held) + 1,
                )
            )
        elif what == "ask":
            self.asked.append(Ask(prospect=1, at=self.now, back_on=on, id=len(self.asked) + 1))
        elif what == "postpone":
            self.prospect = promised(self.prospect, on, Promise(made_at=self.now))
        elif what == "let go":
            self.prospect = let_go(self.prospect, self.now)
        else:  # a talk is taken back
            self.held = self.held[:-1]
        self.prospect = settled(self.prospect, self.held, self.asked)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["talk", "practise", "ask", "postpone", "let go", "undo"]),
        st.sampled_from(Outcome),
        st.integers(-3, 9),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(st.sampled_from(Role), EVENTS)
def test_whatever_happens_everybody_has_exactly_one_next_step_or_a_closed_end(
    role: Role, events: list[tuple[str, Outcome, int]]
) -> None:
    life = Life(role)
    for event in [None, *events]:
        if event is not None:
            life.happen(*event)
        one = life.prospect
        following = next_step(one)
        assert one == settled(one, life.held, life.asked)
        assert (following.step is Step.FOLLOW_UP) == (one.next_on is not None) == (following.on is not None)
        assert (following.step is Step.NOTHING) == (one.status is not Status.MAYBE and one.next_on is None)
        assert (one.status is Status.LET_GO) == (one.let_go_at is not None)
        assert one.promise is None or one.next_on is not None
        later = one.next_on is not None and one.next_on > TODAY
        is_named = [each.prospect for each in candidates([one], TODAY)] == [one]
        assert [is_named, later, following.step is Step.NOTHING].count(True) == 1


@settings(deadline=None)
@given(st.sampled_from(Role), EVENTS, st.sampled_from(["talk", "ask"]), st.sampled_from(Outcome), st.integers(1, 9))
def test_the_clock_of_a_follow_up_starts_again_with_every_contact(
    role: Role, before: list[tuple[str, Outcome, int]], what: str, outcome: Outcome, days: int
) -> None:
    life = Life(role)
    for event in before:
        life.happen(*event)
    life.happen(what, outcome, days)

    comes_back = what == "ask" or outcome in {Outcome.THINKING, Outcome.CHECK_BACK}
    assert life.prospect.last_contact_at == life.now
    assert (life.prospect.promise, life.prospect.let_go_at) == (None, None)
    assert life.prospect.next_on == (TODAY + days * DAY if comes_back else None)


@pytest.mark.parametrize(
    ("prospect", "step"),
    [
        (DANA, NextStep(step=Step.ASK)),
        (replace(DANA, role=Role.INTRODUCER), NextStep(step=Step.INTRODUCTION)),
        (replace(DANA, next_on=TODAY), NextStep(step=Step.FOLLOW_UP, on=TODAY)),
        (replace(DANA, status=Status.YES, next_on=TODAY), NextStep(step=Step.FOLLOW_UP, on=TODAY)),
        (replace(DANA, status=Status.YES), NextStep(step=Step.NOTHING)),
        (let_go(DANA, MONDAY), NextStep(step=Step.NOTHING)),
    ],
)
def test_the_next_step_is_the_follow_up_else_the_ask_else_nothing(prospect: Prospect, step: NextStep) -> None:
    assert next_step(prospect) == step


def test_a_maybe_is_let_go_and_a_yes_or_a_no_stays_what_it_is() -> None:
    waiting = replace(DANA, next_on=TODAY, promise=Promise(made_at=MONDAY))

    assert let_go(waiting, MONDAY) == replace(DANA, status=Status.LET_GO, let_go_at=MONDAY)
    for status in (Status.YES, Status.NO):
        assert let_go(replace(waiting, status=status), MONDAY) == replace(DANA, status=status)


def test_whoever_is_asked_after_a_no_is_a_maybe_again_and_a_yes_stays_a_yes() -> None:
    ask = Ask(prospect=1, at=MONDAY + DAY, back_on=TODAY + 8 * DAY)
    said = {outcome: Conversation(prospect=1, at=MONDAY, outcome=outcome) for outcome in (Outcome.NO, Outcome.YES)}

    assert settled(DANA, [said[Outcome.NO]], [ask]).status is Status.MAYBE
    assert settled(DANA, [said[Outcome.YES]], [ask]).status is Status.YES


def test_two_entries_of_one_person_keep_everything_that_was_noted_and_the_newer_follow_up() -> None:
    into = replace(DANA, notes="retainer", next_on=TODAY, promise=Promise(made_at=MONDAY, about="old"))
    other = Prospect(
        name="Dana K",
        added_at=MONDAY - DAY,
        notes="likes tea",
        introduced_by="Ina",
        next_on=TODAY + DAY,
        promise=Promise(made_at=MONDAY + DAY, about="new"),
    )

    one = merged(into, other)

    assert (one.id, one.name, one.notes, one.introduced_by) == (1, "Dana", "retainer\nlikes tea", "Ina")
    assert (one.added_at, one.next_on, one.promise) == (other.added_at, other.next_on, other.promise)


# --- what counts as an ask --------------------------------------------------------------------------------------------

TIMES = st.datetimes(datetime(2026, 10, 23), datetime(2026, 10, 27), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows
TALKS = st.builds(
    Conversation,
    prospect=st.integers(1, 3),
    at=TIMES,
    outcome=st.just(Outcome.NO),
    offer=st.sampled_from(["", " ", "audit"]),
    practice=st.booleans(),
)
ASKS = st.builds(Ask, prospect=st.integers(1, 3), at=TIMES, back_on=st.just(date(2026, 12, 1)))
_SHORT = st.lists(TALKS, max_size=5), st.lists(ASKS, max_size=5)


@settings(deadline=None)
@given(*_SHORT)
def test_each_person_counts_once_a_day_but_for_conversations_that_each_held_an_offer(
    talks: list[Conversation], asks: list[Ask]
) -> None:
    def key(one: Conversation | Ask) -> tuple[int, date]:
        return (one.prospect, one.at.astimezone(PARIS).date())

    offers = Counter(key(one) for one in talks if one.offer.strip() and not one.practice)
    told = {key(one) for one in asks}

    assert asks_made(talks, asks, PARIS) == sum(max(offers[each], each in told) for each in {*offers, *told})


@settings(deadline=None)
@given(*_SHORT, ASKS)
def test_the_same_event_told_once_more_counts_nothing(talks: list[Conversation], asks: list[Ask], again: Ask) -> None:
    before = asks_made(talks, [*asks, again], PARIS)

    assert before == asks_made(talks, [again, *asks, replace(again, id=9)], PARIS)
    held = Conversation(prospect=again.prospect, at=again.at, outcome=Outcome.NO, offer="audit")
    assert asks_made([*talks, held], [*asks, again], PARIS) == asks_made([*talks, held], asks, PARIS)


@settings(deadline=None)
@given(*_SHORT)
def test_who_was_asked_on_a_day_is_who_counts_on_it(talks: list[Conversation], asks: list[Ask]) -> None:
    day = date(2026, 10, 25)  # the clocks go back
    on_it = [[one for one in each if one.at.astimezone(PARIS).date() == day] for each in (talks, asks)]

    assert is_asked_on(day, talks, asks, PARIS) == bool(asks_made(on_it[0], on_it[1], PARIS))  # type: ignore[arg-type]  # talks, then asks
