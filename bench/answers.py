"""How often the answer is among the buttons under a question: the likely ones against simpler choices.

Replays the diaries of `tests/bench` and of the demo, each choice with a history of its own: whoever finds their answer
on a button presses it, and types it otherwise, in whichever wording it is that day. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.answers import MOST_LOOKED_AT, OFFERED_FROM, likely_answers
from bot.domain.diary import Done, Pair
from bot.domain.slots import SLOT
from tests.bench.demo import of_the_demo
from tests.bench.diaries import HELD_BACK, MADE_WITH, ZONE, Half, Meaning, diary

Choice = Callable[[Sequence[Done], Pair | None, datetime], Sequence[Pair]]

OFFERED = 2
WEEKS = 16


def most_recent(done: Sequence[Done], before: Pair | None, _: datetime) -> Sequence[Pair]:
    """Choose what was done last."""
    return [pair for pair in dict.fromkeys(one.pair for one in reversed(done)) if pair != before]


def most_frequent(done: Sequence[Done], before: Pair | None, at: datetime) -> Sequence[Pair]:
    """Choose what was done most often in fourteen days, of two the later one: as it was before."""
    lately = [one.pair for one in done if one.start >= at - timedelta(days=14)]
    latest = {pair: number for number, pair in enumerate(lately)}
    often = sorted(Counter(lately).items(), key=lambda item: (-item[1], -latest[item[0]]))
    return [pair for pair, _ in often if pair != before]


def likely(done: Sequence[Done], before: Pair | None, at: datetime) -> Sequence[Pair]:
    """Choose as the bot does."""
    return likely_answers(done, before, at, ZONE)


CHOICES: dict[str, Choice] = {"most_recent": most_recent, "most_frequent_14_days": most_frequent, "likely": likely}


def replay(halves: Iterable[Half], choice: Choice) -> Counter[str]:
    """Count how many questions can be answered with a button: the same as before, or one of those offered."""
    done: list[Done] = []
    meanings: defaultdict[Pair, set[Meaning]] = defaultdict(set)
    count: Counter[str] = Counter()
    meant = None
    for half in halves:
        at, words = half.start.astimezone(UTC), Pair(half.what, half.why)
        before = done[-1].pair if done else None
        if before and half.meaning == meant:
            count["same"] += 1
            said = before
        else:
            looked_at = [one for one in done if one.start > at - OFFERED_FROM][-MOST_LOOKED_AT:]
            offered = choice(looked_at, before, at)[:OFFERED]
            pressed = next((pair for pair in offered if pair == words or half.meaning in meanings[pair]), None)
            count["another"] += 1
            count["hit"] += pressed is not None
            count["said_before"] += any(half.meaning in each for each in meanings.values())
            said = pressed or words
        meant = half.meaning
        meanings[said].add(half.meaning)
        done.append(Done(said, at))
    return count


def figures(diaries: Iterable[Sequence[Half]], choice: Choice) -> dict[str, float | int]:
    """Return the shares over several diaries."""
    count = sum((replay(one, choice) for one in diaries), Counter[str]())
    questions = count["same"] + count["another"]
    return {
        "questions": questions,
        "not_the_same": count["another"],
        "hit_rate": round(count["hit"] / count["another"], 4),
        "hit_rate_of_those_said_before": round(count["hit"] / max(count["said_before"], 1), 4),
        "answered_by_a_button": round((count["same"] + count["hit"]) / questions, 4),
    }


def slowest_ms() -> float:
    """Return how long a choice takes after sixty days in which every half hour of the day has an answer."""
    halves = list(diary(MADE_WITH[0]))
    end = halves[-1].start.astimezone(UTC)
    done = [Done(Pair(half.what, half.why), half.start.astimezone(UTC)) for half in halves]
    done = [one for one in done if one.start > end - OFFERED_FROM]
    times = []
    for _ in range(20):
        started = perf_counter()
        likely_answers(done, done[-1].pair, end + SLOT, ZONE)
        times.append((perf_counter() - started) * 1_000)
    return round(min(times), 3)


def main() -> None:
    """Print the figures as JSON."""
    sets = {
        "made_with": [list(diary(trade, weeks=WEEKS)) for trade in MADE_WITH],
        "held_back": [list(diary(trade, weeks=WEEKS)) for trade in HELD_BACK],
        "demo": [asyncio.run(of_the_demo(seed)) for seed in (1, 2, 3)],
    }
    told = {name: {choice: figures(each, by) for choice, by in CHOICES.items()} for name, each in sets.items()}
    print(json.dumps({"bench": "answers", **told, "choice_ms_at_60_days": slowest_ms()}))


if __name__ == "__main__":
    main()
