"""Mia, who makes websites on her own: a seed decides her moods, what she sees decides the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias

from adapters.terminal.shown import Shown
from bot.cli.persona.eyes import Eyes
from bot.cli.persona.ledger import Ledger, Noted, Talked
from bot.cli.persona.week import Doing, Slot, Talk, read_week
from bot.domain.diary import Kind
from bot.domain.slots import SLOT
from bot.ui import MAX_BUTTON, InputKind, shorten
from bot.wording import KIND_CHOICES

Lines: TypeAlias = Iterator[str]

_BEFORE_WORK = timedelta(minutes=10)
_AT_THE_END_OF_THE_SLOT = timedelta(minutes=26)
_WORDINGS = ("{what} - to {why}", "{what} - {why}", "{what} -> {why}", "{what} in order to {why}", "{what} — to {why}")
_AGAIN = ("same", "ditto", "still on it")
_BREAKS = ("lunch", "lunch break")
_MON, _TUE, _WED, _THU, _FRI = range(5)
_WORK_ENDS = timedelta(hours=8)

# Her ways, as a part of the times she has the choice.
_GOES_ON = 0.8
_TAPS_SAME, _TAPS_OR_SAYS_SAME = 0.75, 0.9
_TAPS_BREAK = 0.5
_TAPS_WHAT_IS_OFFERED = 0.85
_LEAVES_OUT_WHY = 0.15
_ANSWERS_WHY = 0.6


class Mia:
    """Makes up the lines of her week one after the other, from what she was shown by then."""

    def __init__(self, shown: list[Shown], seed: int) -> None:
        """Look at `shown`, which grows as the lines are played."""
        self.week = read_week()
        self.ledger = Ledger()
        self._eyes = Eyes(shown)
        self._random = Random(seed)  # noqa: S311 - her moods, no secrets
        self._last: Doing | None = None
        self._now = next(self.week.slots(_MON)).start
        self._instead: dict[tuple[int, str], Callable[[Slot], Lines]] = {
            (_TUE, "11:00"): self._mistype,
            (_TUE, "14:00"): self._ignore,
            (_TUE, "14:30"): self._ignore,
            (_THU, "14:00"): self._ignore,
            (_THU, "14:30"): self._ignore,
            (_FRI, "09:30"): self._skip,
            (_FRI, "11:00"): self._tap_the_wrong_one,
        }
        self._afterwards: dict[tuple[int, str], Callable[[], Lines]] = {
            (_MON, "10:00"): self._log_by_form,
            (_TUE, "10:00"): self._log_in_one_line,
            (_TUE, "16:30"): self._look_at_the_day,
            (_WED, "13:00"): self._take_the_afternoon_off,
            (_THU, "10:00"): self._log_the_follow_up,
            (_THU, "15:30"): self._write_down_the_workshop,
        }

    def lines(self) -> Lines:
        """Yield what she types and taps, and the times at which she does, from Monday morning to Friday's report."""
        monday = next(self.week.slots(_MON)).start
        yield self._at(monday - _BEFORE_WORK)
        yield self.week.start
        yield from self._answer(Slot(start=monday - SLOT, activity="planning"))
        yield self.week.report
        for day in range(_FRI + 1):
            slots = tuple(self.week.slots(day))
            absorbed = self._too_absorbed(day, slots)
            for slot in slots:
                yield from self._half_hour(day, slot, is_absorbed=slot in absorbed)
        yield self._at(next(self.week.slots(_FRI)).start + _WORK_ENDS)

    def _half_hour(self, day: int, slot: Slot, *, is_absorbed: bool) -> Lines:
        yield self._at(slot.start + timedelta(minutes=self._random.randint(1, 8)))
        if not self._eyes.asks(slot.start):
            return
        self.ledger.asked.add(slot.start)
        moment = (day, f"{slot.start:%H:%M}")
        yield from self._instead.get(moment, self._ignore if is_absorbed else self._answer)(slot)
        if moment in self._afterwards:
            yield from self._afterwards[moment]()

    def _too_absorbed(self, day: int, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Choose a slot or two of the day in which she works on and sees nothing."""
        special = {at for on, at in (*self._instead, *self._afterwards) if on == day}
        ordinary = [
            slot
            for before, slot, after in zip(slots, slots[1:], slots[2:], strict=False)
            if slot.activity == before.activity == after.activity
            and not special & {f"{near.start:%H:%M}" for near in (before, slot, after)}
        ]
        return tuple(self._random.sample(ordinary, k=min(len(ordinary), self._random.randint(1, 2))))

    def _at(self, moment: datetime) -> str:
        self._now = moment
        return f"@ {moment:%Y-%m-%d %H:%M}"

    def _later_in(self, slot_start: str) -> str:
        hour, minute = map(int, slot_start.split(":"))
        return self._at(self._now.replace(hour=hour, minute=minute) + _AT_THE_END_OF_THE_SLOT)

    # --- answering a question -----------------------------------------------------------------------------------------

    def _answer(self, slot: Slot) -> Lines:
        doing = self._doing(slot)
        yield self._reply(doing)
        self._note(slot.start, slot.end, doing)
        yield from self._say_the_rest(doing)

    def _doing(self, slot: Slot) -> Doing:
        """Return what she is at; she goes on with what she was at for the reason she had, mostly."""
        activity = self.week.activities[slot.activity]
        if self._last and self._last.activity.what == activity.what and self._random.random() < _GOES_ON:
            return self._last
        return Doing(activity, self._random.choice(activity.whys) if activity.whys else "")

    def _reply(self, doing: Doing) -> str:
        """Choose between what can be tapped and what can be typed."""
        mood, is_same = self._random.random(), doing == self._last
        if is_same and self._eyes.sees("Same as before") and mood < _TAPS_SAME:
            return "[Same as before]"
        if is_same and mood < _TAPS_OR_SAYS_SAME:
            return self._random.choice(_AGAIN)
        if doing.activity.kind is Kind.BREAK:
            return "[On a break]" if mood < _TAPS_BREAK else self._random.choice(_BREAKS)
        if self._eyes.sees(doing.words) and mood < _TAPS_WHAT_IS_OFFERED:
            return f"[{doing.words}]"
        if mood < _LEAVES_OUT_WHY or not doing.why:
            return doing.activity.what
        return self._random.choice(_WORDINGS).format(what=doing.activity.what, why=doing.why)

    def _say_the_rest(self, doing: Doing) -> Lines:
        """Answer what the echo asks: the kind of something new, the why that is missing, if she feels like it."""
        kind = doing.activity.kind
        if kind and self._eyes.kinds():
            yield f"[Menu: {KIND_CHOICES[kind]}]"
        if doing.why and self._eyes.asks_why() and self._random.random() < _ANSWERS_WHY:
            label = shorten(doing.why, MAX_BUTTON)
            yield f"[{label}]" if self._eyes.sees(label) else f"to {doing.why}"

    def _note(self, start: datetime, end: datetime, doing: Doing) -> None:
        self._last = doing
        kind, what = doing.activity.kind, doing.activity.what
        self.ledger.noted.append(Noted(start=start, end=end, what=what, kind=kind, said_at=self._now))

    def _ignore(self, _: Slot) -> Lines:
        yield from ()

    def _skip(self, slot: Slot) -> Lines:
        self.ledger.skipped.add(slot.start)
        yield "[Menu: Skip]"

    def _mistype(self, slot: Slot) -> Lines:
        """Swap two letters, send it, and put it right."""
        doing = self._doing(slot)
        words = f"{doing.activity.what} - to {doing.why}"
        yield words.replace("tem", "tme")
        yield self._at(self._now + timedelta(minutes=1))
        yield f"~ {words}"
        self._note(slot.start, slot.end, doing)
        yield from self._say_the_rest(doing)

    def _tap_the_wrong_one(self, slot: Slot) -> Lines:
        """Tap what she did before out of habit, take it back, and say what it is."""
        doing = self._doing(slot)
        yield "[Same as before]"
        yield "[Undo]"
        yield f"{doing.activity.what} - to {doing.why}"
        self._note(slot.start, slot.end, doing)
        yield from self._say_the_rest(doing)

    # --- beside the questions -----------------------------------------------------------------------------------------

    def _log_by_form(self) -> Lines:
        """Log the first talk with Dana by the form, then her story, then what she learned herself."""
        talk = self.week.talks["dana"]
        yield self._later_in("10:00")
        yield "call log"
        yield from self._fill_in(talk.answers)
        self._book(talk)
        yield "[Add story]"
        yield from self._fill_in(talk.story)
        yield "[Reflect]"
        yield from self._fill_in(talk.reflection)

    def _log_in_one_line(self) -> Lines:
        """Log the talk with Jonas as a command."""
        talk = self.week.talks["jonas"]
        yield self._later_in("10:00")
        said = talk.answers
        yield f'call log {said["prospect"]} {said["outcome"]} offer:"{said["offer"]}" - {said["notes"]}'
        self._book(talk)

    def _log_the_follow_up(self) -> Lines:
        """Log the second talk with Dana by the button beside her name."""
        talk = self.week.talks["dana_again"]
        yield self._later_in("10:00")
        yield f"[{talk.answers['prospect']}…]"
        yield "[Log a conversation]"
        yield from self._fill_in(talk.answers)
        self._book(talk)

    def _book(self, talk: Talk) -> None:
        said = talk.answers
        self.ledger.talks.append(Talked(name=said["prospect"], outcome=said["outcome"], asked=bool(said.get("offer"))))

    def _look_at_the_day(self) -> Lines:
        """Look at the day, see a gap, and fill it in."""
        yield self._at(self._now + timedelta(minutes=6))
        yield "today"
        yield next(f"[{label}]" for label in self._eyes.labels() if label.startswith("Fill 14:00"))
        doing = Doing(self.week.activities["printer"], self.week.activities["printer"].whys[0])
        kind = KIND_CHOICES[Kind.PAID]
        yield from self._fill_in({"what": doing.activity.what, "why": doing.why, "kind": kind})
        start = self._now.replace(hour=14, minute=0)
        self._note(start, start + 3 * SLOT, doing)

    def _take_the_afternoon_off(self) -> Lines:
        yield self._at(self._now + timedelta(minutes=9))
        yield "pause until 17:00"

    def _write_down_the_workshop(self) -> Lines:
        """Account for an hour and a half at once."""
        doing = Doing(self.week.activities["workshop"], self.week.activities["workshop"].whys[0])
        yield self._at(self._now + timedelta(minutes=2))
        yield f"14:00-15:30 {doing.activity.what} - to {doing.why}"
        start = self._now.replace(hour=14, minute=0)
        self._note(start, start + 3 * SLOT, doing)
        yield from self._say_the_rest(doing)

    def _fill_in(self, answers: Mapping[str, str]) -> Lines:
        """Answer the questions of a form one by one, as long as it asks; what she has no answer for stays as it is."""
        while (question := self._eyes.question()) is not None:
            text = answers.get(question.asked.key, "")
            text = "" if text == question.value else text
            if question.asked.kind is InputKind.LONG:
                yield from (*text.split("\n"), ".") if text else ("",)
            else:
                yield text
