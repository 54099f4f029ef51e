"""Every number in the reports of docs/month.txt, counted again from nothing but the lines of docs/month.script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest

from tests.cli.shell import REPOSITORY

SCRIPT = (REPOSITORY / "docs" / "month.script").read_text(encoding="utf-8").splitlines()
TRANSCRIPT = (REPOSITORY / "docs" / "month.txt").read_text(encoding="utf-8")
NINE, HALF_PAST_TEN, BLOCK_ENDS = time(9), time(10, 30), time(11, 30)
SLOTS_A_DAY = 6
ENOUGH = 4  # half hours, below which no share is said
KINDS = {"Paid work", "Selling", "Admin", "Lead generation", "Building"}
OUTCOMES = ("yes", "no", "thinking", "check back")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass
class Talk:
    """A conversation as the script tells it, at the time that it was."""

    at: datetime
    name: str
    outcome: str
    offer: str
    practice: bool = False


@dataclass
class Noted:
    """A half hour as the script tells it."""

    at: datetime
    what: str
    why: str


@dataclass
class Told:
    """What the script tells, line by line, with nothing of the program in it."""

    talks: list[Talk] = field(default_factory=list)
    asks: list[datetime] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    booked: dict[str, datetime] = field(default_factory=dict)
    appointments: list[tuple[datetime, str]] = field(default_factory=list)
    follow_ups: dict[str, date] = field(default_factory=dict)
    kept: list[tuple[datetime, str]] = field(default_factory=list)


def day_to_come(words: str, today: date) -> date:
    """Read `tue` and `18 Nov`."""
    if words in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(words) - today.weekday() - 1) % 7 + 1)
    return datetime.strptime(f"{words} {today.year}", "%d %b %Y").date()  # noqa: DTZ007 - a day has no zone


def half_hour(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 30 * 30)


class Reader:
    """Reads the script as somebody with a pencil would."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = [line for line in lines if not line.startswith("#")]
        self.now = datetime(2026, 11, 1)  # noqa: DTZ001 - the script's own clock, in one zone
        self.about = ""
        self.told = Told()

    def read(self) -> Told:
        while self.lines:
            line = self.lines.pop(0)
            if line:
                self.line(line)
        return self.told

    def line(self, line: str) -> None:
        if line.startswith("@ "):
            day, _, clock = line[2:].rpartition(" ")
            at = datetime.strptime(f"{day or self.now.date()} {clock}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - as above
            self.now = at
        elif line.startswith("["):
            self.press(line[1:-1])
        elif line.startswith("call log "):
            self.log(line.removeprefix("call log "))
        elif found := re.fullmatch(r"call (book|move) (\S+) (\w+) ([\d:]+)", line):
            self.book(*found.groups())
        elif line.startswith("asked "):
            self.ask(line.removeprefix("asked "))
        elif line == "prospect import":
            self.text()
        elif " - " in line:
            what, _, why = line.partition(" - ")
            self.note(what, why.removeprefix("to "))

    def text(self) -> str:
        """Take the lines of a long answer."""
        end = self.lines.index(".")
        said, self.lines = self.lines[:end], self.lines[end + 1 :]
        return "\n".join(said)

    def press(self, label: str) -> None:
        if label in {"Log it", "Log a conversation"}:
            self.form(held=label == "Log it")
        elif label == "Reflect":
            self.text(), self.text(), self.lines.pop(0)
        elif label == "Same as before":
            self.note(self.told.noted[-1].what, self.told.noted[-1].why)
        elif label == "Didn't happen":
            self.about = next(who for who, at in self.told.booked.items() if at < self.now)
            self.told.appointments.append((self.told.booked.pop(self.about), "not held"))
        elif label == "Another time…":
            _, when, _ = (self.lines.pop(0) for _ in range(3))
            self.book("book", self.about, *when.split())
        elif label == "Next week":
            self.told.follow_ups[self.about] = day_to_come("mon", self.now.date())
        elif label.startswith("Menu: "):
            self.pick(label.removeprefix("Menu: "))
        elif label.endswith("…"):
            self.about = label.removesuffix("…")
        elif label == "Greta":
            self.ask(label)

    def pick(self, option: str) -> None:
        if option in KINDS:
            self.told.kinds[self.told.noted[-1].what] = option
        else:
            self.told.kept.append((self.now, option.lower()))

    def form(self, *, held: bool) -> None:
        """Read Who, Outcome, Decides or check back on, Offer made, Notes; who it is was said before."""
        if held:
            self.about = next(who for who, at in self.told.booked.items() if at < self.now)
        _, outcome, back, offer = (self.lines.pop(0) for _ in range(4))
        self.text()
        at = self.now
        if held:
            at = self.told.booked.pop(self.about)
            self.told.appointments.append((at, "held"))
        self.talked(Talk(at=at, name=self.about, outcome=outcome, offer=offer), back)

    def log(self, words: str) -> None:
        said = words.partition(" - ")[0]
        found = re.match(r"(\S+) (yes|no|thinking|check back)(?: until)? ?((?:\d+ )?\w{3}\b(?!\w*:))?", said)
        assert found, words
        practice, offered = "practice:yes" in said, re.search(r'offer:"([^"]+)"', said)
        offer = offered[1] if offered else ""
        self.talked(Talk(at=self.now, name=found[1], outcome=found[2], offer=offer, practice=practice), found[3] or "")

    def talked(self, talk: Talk, back: str) -> None:
        self.told.talks.append(talk)
        what, why = (
            ("practice", "be ready for a real one") if talk.practice else ("call", talk.offer or "a yes or a no")
        )
        self.noted(talk.at, what, why)
        self.told.kinds |= {"practice": "Building", "call": "Selling"}
        if not talk.practice:
            self.told.follow_ups.pop(talk.name, None)
            if talk.outcome in {"thinking", "check back"}:
                self.told.follow_ups[talk.name] = day_to_come(back, self.now.date())

    def ask(self, name: str) -> None:
        self.told.asks.append(self.now)
        self.told.follow_ups[name] = self.now.date() + timedelta(days=7)

    def book(self, verb: str, name: str, day: str, clock: str) -> None:
        if verb == "move":
            self.told.appointments.append((self.told.booked[name], "moved"))
        self.told.booked[name] = datetime.combine(day_to_come(day, self.now.date()), time.fromisoformat(clock))

    def note(self, what: str, why: str) -> None:
        at = self.now if self.now.time() >= NINE else self.now - timedelta(minutes=30)
        self.noted(at, what, why)

    def noted(self, at: datetime, what: str, why: str) -> None:
        self.told.noted.append(Noted(at=half_hour(at), what=what, why=why))


TOLD = Reader(SCRIPT).read()


@dataclass
class Counted:
    """What is expected of the report of some days, each line as it is printed."""

    first: date
    last: date

    def has(self, at: datetime) -> bool:
        return self.first <= at.date() <= self.last

    @property
    def days(self) -> list[date]:
        every = (date(2026, 11, 2) + timedelta(days=n) for n in range(29))
        return [day for day in every if day.weekday() <= WEEKDAYS.index("thu") and self.first <= day <= self.last]

    def talks(self) -> list[Talk]:
        return [one for one in TOLD.talks if self.has(one.at)]

    def endings(self) -> str:
        ended = Counter("practice" if one.practice else one.outcome for one in self.talks())
        return ", ".join(f"{ended[each]} {each}" for each in (*OUTCOMES, "practice") if ended[each])

    def asks(self) -> int:
        return sum(bool(one.offer) and not one.practice for one in self.talks()) + sum(map(self.has, TOLD.asks))

    def noted(self) -> list[Noted]:
        return [one for one in TOLD.noted if self.has(one.at)]

    def hours(self) -> dict[str, str]:
        halves = Counter(TOLD.kinds[one.what] for one in self.noted())
        return {kind: length(number) for kind, number in halves.items()}

    def covered(self) -> str:
        inside = sum(one.at.time() >= NINE for one in self.noted())
        return f"{inside} of {len(self.days) * SLOTS_A_DAY} slots"

    def recorded(self) -> str:
        return f"{length(len(self.noted()))} recorded"

    def selling_share(self) -> str:
        sold = sum(TOLD.kinds[one.what] == "Selling" for one in self.noted())
        share = round(100 * sold / len(self.noted()))
        return f"{share} %: {length(sold)} ({slots(sold)}) of {self.recorded()} ({self.covered()})"

    def part(self) -> str:
        sold = sum(TOLD.kinds[one.what] == "Selling" for one in self.noted())
        if len(self.noted()) < ENOUGH:
            return "too little recorded"
        return f"{round(100 * sold / len(self.noted()))} %"

    def kept_block(self) -> str:
        sold = {one.at.date() for one in self.noted() if in_block(one.at) and TOLD.kinds[one.what] == "Selling"}
        talked = {one.at.date() for one in self.talks() if in_block(one.at)}
        return f"kept on {len(sold | talked)} of {len(self.days)} days"

    def slots(self) -> str:
        asked = {datetime.combine(day, at) for day in self.days for at in (NINE, HALF_PAST_TEN)}
        inside = {one.at for one in self.noted() if one.at.time() >= NINE}
        unanswered = len(asked - inside - {at for at, became in TOLD.appointments if became != "moved"})
        rest = len(self.days) * SLOTS_A_DAY - len(inside) - unanswered
        some = f" · {unanswered} unanswered" if unanswered else ""
        return f"Slots: {len(inside)} live{some} · {rest} not asked about"

    def one_thing(self) -> str:
        said = Counter(word for at, word in TOLD.kept if self.has(at))
        return ", ".join(f"{said[word]} {word}" for word in ("kept", "not kept") if said[word])


def check_whys(said: str, counted: Counted) -> None:
    """See that each why has its hours, and that none that is left out has more."""
    halves = Counter(one.why for one in counted.noted())
    shown = [each.partition(" — ")[2] for each in said.split(" · ")]
    assert said.split(" · ") == [f"{length(halves[why])} — {why}" for why in shown]
    assert [halves[why] for why in shown] == sorted(halves.values(), reverse=True)[:3]


def in_block(at: datetime) -> bool:
    return HALF_PAST_TEN <= at.time() < BLOCK_ENDS


def length(halves: int) -> str:
    return "30 min" if halves == 1 else f"{halves / 2:g} h"


def slots(number: int) -> str:
    return "1 slot" if number == 1 else f"{number} slots"


def of_the_picture() -> set[str]:
    """Return the words of the month's picture, which are its weeks."""
    mondays = [date(2026, 11, 2) + timedelta(weeks=week) for week in range(5)]
    weeks = {f"{monday.day} Nov": Counted(monday, monday + timedelta(days=6)) for monday in mondays}

    def told(lead: str, number: Callable[[Counted], str | int]) -> str:
        return f"{lead}: {', '.join(f'{name} {number(week)}' for name, week in weeks.items())}."

    return {
        told("Selling share", lambda week: week.part()),
        told("Conversations, goal 3", lambda week: len(week.talks())),
        told("Asks", Counted.asks),
        "30 Nov is not over yet.",
    }


def report(title: str) -> dict[str, str]:
    """Return the lines of a report in the transcript by their labels; those without one stand under themselves."""
    block = TRANSCRIPT.partition(f"  {title}\n")[2].partition("\n\n")[0]
    lines = re.sub(rf"(\n +Whys): (.*?)(?=\n +(?:{BEHIND})|$)", _in_a_line, block, count=1, flags=re.DOTALL)
    parted = (re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in lines.splitlines())
    return {parts[0]: parts[-1] for parts in parted}


BEHIND = r"Next|Slots|In half hours|Selling share: |What did you|[\d.]+ h — .*\?"


def _in_a_line(found: re.Match[str]) -> str:
    return f"{found[1]}  {' '.join(found[2].split())}"


WEEKS = [
    ("Week 45 · 2–8 Nov", date(2026, 11, 2)),
    ("Week 46 · 9–15 Nov", date(2026, 11, 9)),
    ("Week 47 · 16–22 Nov", date(2026, 11, 16)),
    ("Week 48 · 23–29 Nov", date(2026, 11, 23)),
]


def of_both(counted: Counted) -> dict[str, str]:
    """Return the lines that weeks and months have."""
    return {
        "Time": f"{counted.recorded()}, {counted.covered()} covered",
        **counted.hours(),
        "Selling share": counted.selling_share(),
        "Outreach block": counted.kept_block(),
        counted.slots(): counted.slots(),
        **({"The one thing was": said} if (said := counted.one_thing()) else {}),
    }


@pytest.mark.parametrize(("title", "monday"), WEEKS)
def test_every_number_of_a_week_is_in_the_script(title: str, monday: date) -> None:
    said, counted = report(title), Counted(monday, monday + timedelta(days=6))
    before = len(Counted(monday - timedelta(days=7), monday - timedelta(days=1)).talks())
    trend = f"; the week before {before}" if before else ""
    expected = of_both(counted) | {
        "Asks": str(counted.asks()),
        "Conversations": f"{len(counted.talks())} of 3 ({counted.endings()}){trend}",
    }
    assert {label: said.get(label) for label in expected} == expected
    assert said.keys() & KINDS == counted.hours().keys()
    check_whys(said["Whys"], counted)


def test_every_number_of_the_month_is_in_the_script() -> None:
    said, counted = report("November 2026"), Counted(date(2026, 11, 1), date(2026, 11, 30))
    today = date(2026, 11, 30)
    overdue = sum(day < today for day in TOLD.follow_ups.values())
    became = Counter(word for _, word in TOLD.appointments)
    headline = f"{len(counted.talks())} conversations ({counted.endings()}), {counted.asks()} asks."
    expected = of_both(counted) | {
        headline: headline,
        "Appointments": ", ".join(f"{became[word]} {word}" for word in ("held", "moved", "not held")),
        "Follow-ups": f"{overdue} overdue, {len(TOLD.follow_ups) - overdue} to come",
    }
    check_whys(said.pop("Whys"), counted)
    assert {label for label, words in said.items() if label == words} - expected.keys() == of_the_picture()
    assert {label: words for label, words in said.items() if label not in of_the_picture()} == expected


def test_the_script_has_what_a_month_is_to_show() -> None:
    real = [one for one in TOLD.talks if not one.practice]
    assert (len(real), len(TOLD.talks) - len(real)) == (8, 2)
    assert {one.outcome for one in real} == set(OUTCOMES)
    assert sorted(word for _, word in TOLD.kept) == ["kept", "not kept"]
    assert {"moved", "held", "not held"} == {word for _, word in TOLD.appointments}
    assert "Imported: 10 people." in TRANSCRIPT
    assert "Ada — follow-up due since Tue 10 Nov." in TRANSCRIPT
    assert "A no. That frees you for the next one." in TRANSCRIPT
    assert TRANSCRIPT.count("Your hour for talking to prospects.") == len(Counted(date.min, date.max).days)
