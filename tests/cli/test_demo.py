from __future__ import annotations

import asyncio
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.terminal.shown import ErrorsShown, Said, Shown, ToastShown, Told
from adapters.terminal.window import open_window
from bot.cli import main
from bot.cli.demo import SEED, Performed, pace_of, perform
from bot.cli.persona.ledger import Ledger
from bot.cli.place import read_place
from bot.domain.diary import Kind
from bot.plain import lines
from bot.ui import Message
from bot.wording import KINDS
from tests.inline import sqlite_inline

QUESTION = "What are you doing, and why?"
OTHER_SEED = 7
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Played:
    """A week, and what was printed of it."""

    week: Performed
    printed: str


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Played]:
    """Return what plays the week of a seed, each once."""
    directory = tmp_path_factory.mktemp("weeks")
    return cache(lambda seed: perform_into(directory / f"{seed}.db", seed))


def perform_into(file: Path, seed: int) -> Played:
    out = io.StringIO()
    window = open_window(zone="UTC", as_json=False, environ={}, out=out)
    with sqlite_inline():
        week = asyncio.run(perform(read_place(str(file)), seed, window))
    return Played(week, out.getvalue())


@pytest.fixture(params=[SEED, OTHER_SEED])
def week(request: pytest.FixtureRequest, played: Callable[[int], Played]) -> Performed:
    return played(request.param).week


def told(week: Performed) -> list[Told]:
    return [item for item in week.shown if isinstance(item, Told)]


def words(item: Told) -> str:
    return lines(item.letter.message, ZoneInfo(item.letter.zone), item.at)


def report(week: Performed) -> Message:
    (only,) = [item.letter.message for item in told(week) if item.letter.message.key.startswith("report:")]
    return only


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_the_week_comes_to_its_end(week: Performed) -> None:
    assert (week.status, week.is_complete) == (0, True)
    assert told(week)[-1].letter.message == report(week)


def test_the_week_has_its_questions_nudges_and_conversations(week: Performed) -> None:
    new = [words(item) for item in told(week) if item.is_new]

    assert sum(QUESTION in each for each in new) >= 60
    assert sum("Your hour for talking to prospects" in each for each in new) == 5
    assert sum(each.startswith("Logged: ") for each in new) == 3
    assert sum(each.startswith("Quiet until") for each in new) == 1
    assert sum("slots so far" in each for each in new) == 1


def test_no_half_hour_is_asked_about_twice(week: Performed) -> None:
    asked = Counter(item.letter.message.key for item in told(week) if item.is_new and QUESTION in words(item))
    assert set(asked.values()) == {1}


def test_every_way_to_answer_is_there(week: Performed) -> None:
    said = [item.text for item in week.shown if isinstance(item, Said)]

    for way in ("[Same as before]", "[Undo]", "[Menu: Skip]", "[Add story]", "[Reflect]", "today", "pause until 17:00"):
        assert way in said
    assert any(each.startswith("~ ") for each in said)
    assert any(each.startswith("14:00-15:30 ") for each in said)
    assert any(each.startswith("[Menu: Paid work") for each in said)
    assert any("undone" in words(item).casefold() for item in told(week))


def test_what_she_said_was_understood(week: Performed) -> None:
    """Nothing she types is taken for something else, and no tap goes astray."""
    assert not [item for item in week.shown if isinstance(item, ToastShown | ErrorsShown)]
    assert not [each for each in map(words, told(week)) if "There is no command" in each or "noted it yet" in each]


# --- what is counted --------------------------------------------------------------------------------------------------


def halves(ledger: Ledger) -> dict[datetime, Kind | None]:
    """Return what she did in each half hour, as she noted it."""
    return {start: noted.kind for noted in ledger.noted for start in starts(noted.start, noted.end)}


def starts(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += HALF_HOUR


def working(week: Performed) -> list[datetime]:
    return [slot.start for day in range(5) for slot in week.mia.week.slots(day)]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def hours(count: int) -> float:
    """Return the number that stands for so many half hours: hours, or minutes below one."""
    return 30 if count == 1 else count / 2


def facts(message: Message) -> dict[str, list[float]]:
    """Return the numbers of a report by the label they stand beside."""
    return {
        fact.label.casefold(): numbers("".join(part for part in fact.value if isinstance(part, str)))
        for section in message.sections
        for fact in section.fields
    }


def test_the_time_in_the_report_is_what_she_answered(week: Performed) -> None:
    did, found = halves(week.mia.ledger), facts(report(week))
    kinds = Counter(did.values())

    covered = sum(start in did for start in working(week))
    assert found["time"] == [hours(len(did)), covered, len(working(week))]
    for kind, count in kinds.items():
        assert found[KINDS[kind] if kind else "kind not said"] == [hours(count)], kind
    assert sum(kinds.values()) == len(did)


def test_the_selling_in_the_report_is_what_she_did(week: Performed) -> None:
    did, ledger, found = halves(week.mia.ledger), week.mia.ledger, facts(report(week))
    sold = [start for start, kind in did.items() if kind is Kind.SELLING]
    ended = Counter(talk.outcome for talk in ledger.talks)

    share = round(100 * len(sold) / len(did))
    assert found["selling share"][:4] == [share, hours(len(sold)), len(sold), hours(len(did))]
    assert found["asks"] == [sum(talk.asked for talk in ledger.talks)]
    assert found["conversations"] == [len(ledger.talks), 3, ended["yes"], ended["no"], ended["thinking"]]
    assert ended == {"yes": 1, "no": 1, "thinking": 1}


def test_what_became_of_each_half_hour_is_in_the_report(week: Performed) -> None:
    ledger = week.mia.ledger
    did = halves(ledger)
    said = {
        start: "live" if noted.said_at <= noted.end + timedelta(minutes=15) else "same day"
        for noted in ledger.noted
        for start in starts(noted.start, noted.end)
    }

    def became(start: datetime) -> str:
        if start in did:
            return said[start]
        if start in ledger.skipped:
            return "skipped"
        return "unanswered" if start in ledger.asked else "not asked about"

    footer = "".join(part for part in report(week).footer if isinstance(part, str))
    counted = {name: int(number) for number, name in re.findall(r"(\d+) ([a-z][a-z ]*[a-z])", footer)}
    assert counted == Counter(map(became, working(week)))


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_same_seed_is_the_same_week_and_it_can_be_gone_on_with(
    played: Callable[[int], Played], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["demo"]) == 0

    out, pictures = re.subn(r"       Picture:\s+/.*?\.png\n", "", capsys.readouterr().out, flags=re.DOTALL)
    assert (pictures, len(list(tmp_path.glob("*/week.db.pictures/*-2026-W47.png")))) == (1, 1)
    before, closing = played(SEED).printed, out.removeprefix(played(SEED).printed)
    assert out.startswith(before)
    assert "\x1b" not in out
    days = [line for line in before.splitlines() if re.fullmatch(r"[A-Z][a-z]+day \d+ November 2026", line)]
    assert len(days) == 5
    (path,) = re.findall(r"^  (/.*week\.db)$", closing, re.MULTILINE)
    assert f"whatfor chat --db {path}\n" in closing
    assert main(["export", "--db", path, "--out", "out"]) == 0


def test_another_seed_is_another_week(played: Callable[[int], Played]) -> None:
    assert played(SEED).printed != played(OTHER_SEED).printed


async def test_pauses_are_short_where_it_repeats_and_end_when_time_runs_out(
    week: Performed, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    now = 0.0

    class Loop:
        def time(self) -> float:
            return now

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.cli.demo.asyncio.sleep", sleep)
    monkeypatch.setattr("bot.cli.demo.asyncio.get_running_loop", Loop)
    growing: list[Shown] = []
    pause = pace_of(growing)
    for item in week.shown:
        growing.append(item)
        await pause("")
    assert 20 < sum(slept) < 45
    assert slept[-1] == max(slept)

    now = 100.0
    await pause("")
    assert slept[-1] == 0
