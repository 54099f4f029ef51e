"""Which answers are offered first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answers import likely_answers
from bot.domain.diary import Done, Pair

PARIS = ZoneInfo("Europe/Paris")
MAIL, CALLS, SITE, NOTES = (Pair(what, "x") for what in ("mail", "calls", "site", "notes"))


def local(moment: str) -> datetime:
    """Return a moment of Paris in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=PARIS).astimezone(UTC)


def done(*rows: tuple[str, Pair]) -> list[Done]:
    return [Done(pair, local(moment)) for moment, pair in rows]


WEDNESDAY_TEN = local("2026-11-25 10:00")


def test_what_was_begun_today_comes_before_what_was_begun_last_week() -> None:
    history = done(("2026-11-18 14:00", SITE), ("2026-11-18 16:00", SITE), ("2026-11-25 08:30", NOTES))

    assert likely_answers(history, None, WEDNESDAY_TEN, PARIS) == [NOTES, SITE]


def test_what_is_begun_at_this_hour_comes_before_what_is_begun_at_others() -> None:
    history = done(("2026-11-23 10:00", CALLS), ("2026-11-23 14:00", SITE), ("2026-11-24 15:00", SITE))

    assert likely_answers(history, None, WEDNESDAY_TEN, PARIS) == [CALLS, SITE]


def test_and_what_is_begun_at_this_hour_of_this_weekday_before_both() -> None:
    history = done(("2026-11-18 10:00", MAIL), ("2026-11-23 10:00", CALLS), ("2026-11-24 15:00", SITE))

    assert likely_answers(history, None, WEDNESDAY_TEN, PARIS) == [MAIL, CALLS, SITE]


def test_what_came_after_what_is_done_now_comes_before_what_did_not() -> None:
    history = done(
        ("2026-11-23 13:00", CALLS),
        ("2026-11-23 13:30", NOTES),
        ("2026-11-23 14:30", SITE),
        ("2026-11-24 16:30", CALLS),
    )

    assert likely_answers(history, CALLS, WEDNESDAY_TEN, PARIS) == [NOTES, SITE]
    assert likely_answers(history, MAIL, WEDNESDAY_TEN, PARIS)[0] != NOTES


def test_what_only_went_on_counts_once() -> None:
    long = [(f"2026-11-23 {hour}:00", SITE) for hour in range(12, 18)]

    assert likely_answers(
        done(("2026-11-20 15:00", MAIL), *long, ("2026-11-24 15:00", MAIL)), None, WEDNESDAY_TEN, PARIS
    ) == [
        MAIL,
        SITE,
    ]


def test_an_hour_is_the_clocks_whatever_the_season() -> None:
    """Ten o'clock before the clocks went back on 25 October is ten o'clock after it."""
    history = done(("2026-10-21 10:00", CALLS), ("2026-10-21 11:00", SITE))

    assert likely_answers(history, None, local("2026-10-28 10:00"), PARIS) == [CALLS, SITE]
    assert likely_answers(history, None, local("2026-10-28 11:00"), PARIS) == [SITE, CALLS]


HISTORIES = st.lists(st.tuples(st.sampled_from([MAIL, CALLS, SITE, NOTES]), st.integers(0, 60 * 48)), max_size=40).map(
    lambda rows: [
        Done(pair, WEDNESDAY_TEN - timedelta(minutes=30 * ago)) for pair, ago in sorted(rows, key=lambda row: -row[1])
    ]
)


@given(HISTORIES, st.sampled_from([None, MAIL, CALLS]))
def test_every_pair_is_offered_once_and_what_goes_on_is_not(history: list[Done], before: Pair | None) -> None:
    offered = likely_answers(history, before, WEDNESDAY_TEN, PARIS)

    assert sorted(offered, key=str) == sorted({one.pair for one in history} - {before}, key=str)
