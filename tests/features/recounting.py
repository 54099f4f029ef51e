"""Every number that the weeks side by side show, counted once more from the stored rows: plainly, by other code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from bot.plain import lines
from bot.ui import Message, Section

Row = Mapping[str, Any]
Pair = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Recount:
    """The rows of a person's, as they are exported, and when they are looked at."""

    tables: Mapping[str, Sequence[Row]]
    now: datetime
    since: date
    goal: int
    zone: ZoneInfo
    off: frozenset[date] = frozenset()

    # --- the rows ---

    def local(self, text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(self.zone)

    def day(self, text: str) -> date:
        return self.local(text).date()

    @property
    def this_monday(self) -> date:
        today = self.now.astimezone(self.zone).date()
        return today - timedelta(days=today.weekday())

    @property
    def mondays(self) -> list[date]:
        """Return the complete weeks since the start, thirteen at most."""
        first = self.since - timedelta(days=self.since.weekday())
        every = [self.this_monday - timedelta(weeks=number) for number in range(13, 0, -1)]
        return [monday for monday in every if monday >= first]

    def conversations(self, monday: date, weeks: int = 1) -> list[Row]:
        return [row for row in self.tables["conversations"] if self.is_in(row["held_at"], monday, weeks)]

    def asks(self, monday: date, weeks: int = 1) -> list[Row]:
        return [row for row in self.tables["asks"] if self.is_in(row["asked_at"], monday, weeks)]

    def is_in(self, text: str | None, monday: date, weeks: int) -> bool:
        return text is not None and monday <= self.day(text) < monday + timedelta(weeks=weeks)

    # --- a week ---

    def asked(self, monday: date) -> int:
        offers = [(row["prospect_id"], self.day(row["held_at"])) for row in self.conversations(monday) if _offers(row)]
        told = {(row["prospect_id"], self.day(row["asked_at"])) for row in self.asks(monday)}
        return len(offers) + sum(pair not in offers for pair in told)

    def booked(self, monday: date) -> int:
        made = [row for row in self.tables["appointments"] if self.is_in(row["booked_at"], monday, 1)]
        return sum(row["fate"] not in ("moved", "cancelled") for row in made)

    def contacts(self) -> list[Pair]:
        talked = [(row["prospect_id"], row["held_at"]) for row in self.tables["conversations"] if not row["practice"]]
        asked = [(row["prospect_id"], row["asked_at"]) for row in self.tables["asks"]]
        return [(prospect, self.day(at)) for prospect, at in talked + asked]

    def came_back(self, monday: date) -> int:
        every = set(self.contacts())
        firsts = {prospect: min(day for whom, day in every if whom == prospect) for prospect, _ in every}
        week = {(whom, day) for whom, day in every if monday <= day < monday + timedelta(weeks=1)}
        return sum(day != firsts[whom] for whom, day in week)

    def time(self, monday: date, kind: str | None = None) -> timedelta:
        start = datetime.combine(monday, time(), self.zone).timestamp()
        end = datetime.combine(monday + timedelta(weeks=1), time(), self.zone).timestamp()
        seconds = 0.0
        for row in self.tables["entries"]:
            first, last = (datetime.fromisoformat(row[name]).timestamp() for name in ("starts_at", "ends_at"))
            if kind is None or row["kind"] == kind:
                seconds += max(0.0, min(last, end) - max(first, start))
        return timedelta(seconds=seconds)

    def yes(self, monday: date, weeks: int = 1) -> list[Row]:
        return [row for row in self.conversations(monday, weeks) if row["outcome"] == "yes" and not row["practice"]]

    def revenue(self, monday: date) -> str:
        worth = [row["worth"] for row in self.yes(monday)]
        told = [each for each in worth if each is not None]
        return "–" if worth and not told else f"{sum(told):,}"

    def is_empty(self, monday: date) -> bool:
        return not (self.time(monday) or self.conversations(monday) or self.asks(monday))

    def facts(self) -> dict[str, str]:
        """Return the rows of the screen: each with one number for each of the last six weeks."""
        shown = self.mondays[-6:]
        rows: dict[str, list[object]] = {
            "Asks": [self.asked(monday) for monday in shown],
            "Booked": [self.booked(monday) for monday in shown],
            "Conversations": [len(self.conversations(monday)) for monday in shown],
            "Follow-ups done": [self.came_back(monday) for monday in shown],
            "Selling hours": [f"{round(self.time(monday, 'selling').total_seconds() / 3600, 1):g}" for monday in shown],
            "Offers": [sum(map(_offers, self.conversations(monday))) for monday in shown],
            "Yes": [len(self.yes(monday)) for monday in shown],
        }
        yes = [row for monday in shown for row in self.yes(monday)]
        told = sum(row["worth"] is not None for row in yes)
        if not any(rows["Booked"]):
            del rows["Booked"]
        if not any(self.time(monday) for monday in shown):
            del rows["Selling hours"]
        if told:
            some = [f"(told of {told} of {len(yes)} yes)"] if told < len(yes) else []
            rows["Revenue"] = [*(self.revenue(monday) for monday in shown), *some]
        return {label: " ".join(map(str, each)) for label, each in rows.items()}

    # --- all of them ---

    def real(self) -> list[Row]:
        first = self.this_monday - timedelta(weeks=13)
        every = [row for row in self.conversations(first, 14) if not row["practice"]]
        return sorted(every, key=lambda row: (row["held_at"], row["id"]))

    def taken(self, held: Sequence[Row]) -> tuple[int, int]:
        """Return how many people got an offer, and how many of them said yes in that conversation or later."""
        got, said = set(), set()
        for row in held:
            got |= {row["prospect_id"]} if _offers(row) else set()
            said |= {row["prospect_id"]} & got if row["outcome"] == "yes" else set()
        return len(said), len(got)

    def talked(self) -> tuple[int, int]:
        """Return how many people were asked by themselves and had time to answer, and who was talked to after it."""
        first: dict[int, Row] = {}
        for row in sorted(self.asks(self.this_monday - timedelta(weeks=13), 14), key=lambda row: row["asked_at"]):
            first.setdefault(row["prospect_id"], row)
        after = {whom for whom, ask in first.items() if any(self._is_after(row, whom, ask) for row in self.real())}
        today = self.now.astimezone(self.zone).date()
        late = {whom for whom, ask in first.items() if date.fromisoformat(ask["back_on"]) < today}
        return len(after), len(after | late)

    @staticmethod
    def _is_after(row: Row, whom: int, ask: Row) -> bool:
        return bool(row["prospect_id"] == whom and row["held_at"] > ask["asked_at"])

    def held(self) -> tuple[int, int]:
        first = self.this_monday - timedelta(weeks=13)
        fates = [row["fate"] for row in self.tables["appointments"] if self.is_in(row["starts_at"], first, 14)]
        ended = [fate for fate in fates if fate in ("held", "cancelled", "missed")]
        return ended.count("held"), len(ended)

    # --- what is said of them ---

    def lived(self) -> list[date]:
        """Return those of the last six weeks that tell how somebody sells.

        The person was there from their first day on and on at least three of the five working days, and left anything.
        """
        there = [monday for monday in self.mondays[-6:] if self.since <= monday and not self.is_empty(monday)]
        return [m for m in there if sum(m + timedelta(days=number) not in self.off for number in range(5)) >= 3]

    def of_lived(self) -> dict[str, list[int]]:
        """Return the numbers of the sentence about the step that holds the others back, by words that are in it."""
        lived = self.lived()
        every = [row for monday in lived for row in self.conversations(monday)]
        real = sorted((row for row in every if not row["practice"]), key=lambda row: (row["held_at"], row["id"]))
        offered = sum(_offers(row) or row["outcome"] == "yes" for row in real)
        asks = sum(self.asked(monday) for monday in lived) - sum(map(_offers, every))
        came_back = sum(self.came_back(monday) for monday in lived)
        week_ago = self.now.astimezone(self.zone).date() - timedelta(weeks=1)
        maybes = [row for row in self.tables["prospects"] if row["status"] == "maybe" and row["next_on"]]
        waiting = sum(date.fromisoformat(row["next_on"]) <= week_ago for row in maybes)
        beside = [asks] if asks else []
        return {
            "planned": [len(every), *beside, len(lived), self.goal * len(lived)],
            "yes is noted": [offered, len(real), len(lived)],
            "a week overdue": [waiting, came_back, len(lived)],
            "with an offer": [*self.taken(self._decided(real)), len(lived)],
            "no step holds": [len(every), offered, sum(row["outcome"] == "yes" for row in real), len(lived)],
        }

    def _decided(self, real: Sequence[Row]) -> list[Row]:
        early = (self.now - timedelta(weeks=3)).timestamp()
        people = {row["prospect_id"] for row in real if row["outcome"] in ("yes", "no")}
        people |= {
            row["prospect_id"]
            for row in real
            if _offers(row) and datetime.fromisoformat(row["held_at"]).timestamp() <= early
        }
        return [row for row in real if row["prospect_id"] in people]

    def sentences(self) -> dict[str, list[int]]:
        """Return the numbers of each sentence there may be, by words that are in it."""
        real, this = self.real(), self.this_monday
        yes, offers = sum(row["outcome"] == "yes" for row in real), sum(map(_offers, real))
        taken, talked, held = self.taken(real), self.talked(), self.held()
        rates = [*_rate(offers, len(real)), *_rate(*taken)]
        before = [*_rate(*talked), *_rate(*held)]
        lately, earlier = self.this_monday - timedelta(weeks=4), self.this_monday - timedelta(weeks=8)

        def both(count: Mapping[date, int]) -> list[int]:
            return [sum(count[start + timedelta(weeks=number)] for number in range(4)) for start in (lately, earlier)]

        weeks = [self.this_monday - timedelta(weeks=number) for number in range(1, 9)]
        trends = {
            "ask": both({monday: self.asked(monday) for monday in weeks}),
            "conversation": both({m: sum(not row["practice"] for row in self.conversations(m)) for m in weeks}),
            "yes": both({monday: len(self.yes(monday)) for monday in weeks}),
        }
        return {
            "This week so far": [len(self.conversations(this)), self.asked(this)],
            "Your rates": rates,
            "you asked then talked": before,
            "were held": before,
            "At your rate": [yes, len(real), ceil(Fraction(len(real), yes)) if yes else 0],
            **{f"{what} in the last four": numbers for what, numbers in trends.items()},
            **{f"{what}s in the last four": numbers for what, numbers in trends.items()},
            **self.of_lived(),
        }


def _offers(row: Row) -> bool:
    return bool(row["offer"].strip()) and not row["practice"]


def _rate(went_on: int, of: int) -> list[int]:
    """Return the numbers by which a rate is said: none below ten cases."""
    return [went_on, of, round(went_on / of * 100)] if of >= 10 else []


def numbers_in(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def assert_recounted(shown: Message, counted: Recount) -> None:
    """Compare every number of the screen with the recount."""
    facts = {fact.label: "".join(map(str, fact.value)) for section in shown.sections for fact in section.fields}
    assert facts == counted.facts()
    expected = counted.sentences()
    for sentence in _sentences(shown, counted.zone, counted.now):
        words = [each for each in expected if each in sentence]
        assert words, sentence
        assert numbers_in(sentence) == expected[max(words, key=len)], sentence
    last = counted.mondays[-6:]
    assert shown.title == (
        f"{len(last)} week{'s' if len(last) > 1 else ''} · {last[0].day} {last[0]:%b} – "
        f"{last[-1] + timedelta(days=6):%-d %b}"
    )
    away = [f"{monday:%a} {monday.day} {monday:%b}" for monday in last if monday not in counted.lived()]
    assert "".join(map(str, shown.footer)).partition(" of ")[2] == (f"{', '.join(away)}." if away else "")


def _sentences(shown: Message, zone: ZoneInfo, now: datetime) -> list[str]:
    """Return what is said beside the rows, sentence by sentence, where there is a number in it."""
    paragraphs = tuple(Section(text=one.text) for one in shown.sections if one.text)
    plain = lines(Message(text=shown.text, sections=paragraphs), zone, now)
    each = (sentence for line in plain.splitlines() for sentence in re.split(r"(?<=[.?]) ", line))
    return [sentence for sentence in each if re.search(r"\d", sentence)]
