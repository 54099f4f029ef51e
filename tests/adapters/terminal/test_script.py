"""Every form a line of a script can take, and which moment each time means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from adapters.terminal.script import (
    Amend,
    Down,
    Later,
    MisstepError,
    NextTime,
    OnDay,
    Push,
    Say,
    SetClock,
    Speak,
    SpeakAs,
    Spoken,
    Step,
    Thread,
    listen,
    read_step,
    resolve,
)

NINE = OnDay(day=date(2026, 11, 23), at=time(9))


def later(*, days: int = 0, hours: int = 0, minutes: int = 0) -> Later:
    return Later(days=days, elapsed=timedelta(hours=hours, minutes=minutes))


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("", None),
        ("   ", None),
        ("# a comment", None),
        ("  # an indented one", None),
        ("@ 2026-11-23 09:00", SetClock(NINE)),
        ("@ 2026-11-23T09:00", SetClock(NINE)),
        ("  @   2026-11-23   9:00  ", SetClock(NINE)),
        ("@ 14:30", SetClock(NextTime(at=time(14, 30)))),
        ("@ 2pm", SetClock(NextTime(at=time(14)))),
        ("@ +30m", SetClock(later(minutes=30))),
        ("@ +2h", SetClock(later(hours=2))),
        ("@ +1d", SetClock(later(days=1))),
        ("@ +1d2h30m", SetClock(later(days=1, hours=2, minutes=30))),
        ("as coach", SpeakAs("coach")),
        ("as Zoë-2", SpeakAs("Zoë-2")),
        ("down 40m", Down(later(minutes=40))),
        ("down 1h 30m", Down(later(hours=1, minutes=30))),
        ("calling leads - to book 3 demos", Speak("calling leads - to book 3 demos")),
        ("[Same as before]", Speak("[Same as before]")),
        ("> @ 3pm", Speak("> @ 3pm")),
        ("~ calling partners", Speak("~ calling partners")),
        ("@3pm invoices - taxes", Speak("@3pm invoices - taxes")),
        ("assembling the report - Acme asked", Speak("assembling the report - Acme asked")),
        ("down at the bank - the loan", Speak("down at the bank - the loan")),
        ("downloads - tidy", Speak("downloads - tidy")),
        ("#", None),
    ],
)
def test_a_line_is_one_step(line: str, step: Step | None) -> None:
    assert read_step(line) == step


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("@ noonish", '"> @ noonish" to say it'),
        ("@", 'Write "@ 2026-11-23 09:00"'),
        ("@ 2026-02-30 09:00", "is no time"),
        ("@ 25:00", "is no time"),
        ("@ +", "is no time"),
        ("@ +soon", "is no time"),
        ("as soon as possible", '"> as soon as possible"'),
        ("as", "takes one name"),
        ("down 40 parsecs", '"> down 40 parsecs"'),
        ("down", "takes a while"),
    ],
)
def test_a_line_that_is_nearly_a_step_says_what_to_write(line: str, advice: str) -> None:
    with pytest.raises(MisstepError) as misstep:
        read_step(line)
    assert advice in str(misstep.value)


@pytest.mark.parametrize(
    "line", ["# 3 of them", "", "@ 14:30", "@ nonsense", "[2]", "down 40m", "as soon as possible", "as"]
)
def test_in_a_form_a_line_is_an_answer(line: str) -> None:
    assert read_step(line, in_form=True) == Speak(line)


def test_in_a_form_somebody_else_may_still_speak() -> None:
    assert read_step("as coach", in_form=True) == SpeakAs("coach")


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("", None),
        ("  ", None),
        ("  calling leads - demos ", Say("calling leads - demos")),
        ("> #tag calls - demos", Say("#tag calls - demos")),
        ("> > quoted", Say("> quoted")),
        (">#tag", Say(">#tag")),
        ("~ calling partners", Amend("calling partners")),
        ("~30 calls - demos", Say("~30 calls - demos")),
        ("^ on a break", Thread("on a break")),
        ("[Same as before]", Push("Same as before")),
        ("[ 2 ]", Push("2")),
        ("[Menu: Skip]", Push("Menu: Skip")),
        ("[]", Say("[]")),
        ("[wip] invoices - taxes", Say("[wip] invoices - taxes")),
        ("-", Say("-")),
    ],
)
def test_a_line_of_the_conversation_means_one_thing(line: str, spoken: Spoken | None) -> None:
    assert listen(line) == spoken


@pytest.mark.parametrize("line", [">", "> ", "~", "^  "])
def test_a_mark_without_words_is_refused(line: str) -> None:
    with pytest.raises(MisstepError, match="Write the words on the same line"):
        listen(line)


NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Paris


@pytest.mark.parametrize(
    ("line", "now", "moment"),
    [
        ("@ 2026-11-23 10:00", NOW, "2026-11-23 09:00"),
        ("@ 2026-11-24 09:00", NOW, "2026-11-24 08:00"),
        ("@ 2026-11-24 09:00", None, "2026-11-24 08:00"),
        ("@ 14:30", NOW, "2026-11-23 13:30"),
        ("@ 10:00", NOW, "2026-11-24 09:00"),
        ("@ 09:30", NOW, "2026-11-24 08:30"),
        ("@ +30m", NOW, "2026-11-23 09:30"),
        ("@ +1d", NOW, "2026-11-24 09:00"),
        # 29 March 2026, 02:00–03:00 does not exist in Paris: the first valid minute after.
        ("@ 2026-03-29 02:30", None, "2026-03-29 01:00"),
        # 25 October 2026, 02:30 happens twice: the first.
        ("@ 2026-10-25 02:30", None, "2026-10-25 00:30"),
        # A day later is the same local time, whatever the clocks did; an hour is an hour.
        ("@ +1d", datetime(2026, 10, 24, 7, tzinfo=UTC), "2026-10-25 08:00"),
        ("@ +24h", datetime(2026, 10, 24, 7, tzinfo=UTC), "2026-10-25 07:00"),
        ("@ +1d1h", datetime(2026, 10, 24, 7, tzinfo=UTC), "2026-10-25 09:00"),
    ],
)
def test_a_time_means_a_moment_in_the_zone(line: str, now: datetime | None, moment: str) -> None:
    step = read_step(line)
    assert isinstance(step, SetClock)
    found = resolve(step.to, now, "Europe/Paris")
    assert f"{found.astimezone(UTC):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    ("line", "now", "why"),
    [
        ("@ 2026-11-23 09:59", NOW, "the clock, which stands at 2026-11-23 10:00"),
        ("@ 14:30", None, "No time is set yet"),
        ("@ +30m", None, "--start"),
        ("@ 0001-01-01 00:00", None, "too far away"),
        ("@ +1d", datetime(9999, 12, 31, 9, tzinfo=UTC), "too far away"),
        ("@ +24h", datetime(9999, 12, 31, 9, tzinfo=UTC), "too far away"),
    ],
)
def test_a_time_that_cannot_come_is_refused(line: str, now: datetime | None, why: str) -> None:
    step = read_step(line)
    assert isinstance(step, SetClock)
    with pytest.raises(MisstepError) as misstep:
        resolve(step.to, now, "Europe/Paris")
    assert why in str(misstep.value)
