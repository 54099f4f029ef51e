"""How many entries have their kind at once, and how often it is right: known wordings alone, and similar ones too.

Replays the diaries of `tests/bench` and of the demo: whoever is asked mostly answers, mostly puts a wrong guess right,
and now and then picks the wrong kind. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.diary import Kind, activity_of
from bot.domain.kinds import LEARNED_LOOKED_AT, likely_kind
from tests.bench.demo import of_the_demo
from tests.bench.diaries import HELD_BACK, MADE_WITH, Half, diary

Rule = Callable[[str, Sequence[tuple[str, Kind]]], Kind | None]

SEEDS = (0, 1)
ANSWERS = 0.8
PUTS_RIGHT = 0.9
PICKS_WRONG = 0.03


def typed(halves: Iterable[Half]) -> Iterable[Half]:
    """Yield the half hours that are typed: the others are the same as before."""
    before = None
    for half in halves:
        if half.meaning != before:
            yield half
        before = half.meaning


def replay(halves: Iterable[Half], rule: Rule, seed: int) -> Counter[str]:
    """Count what is answered beforehand, and how much of it is right."""
    random = Random(seed)  # noqa: S311 - moods, no secrets
    learned: dict[str, Kind] = {}
    count: Counter[str] = Counter()
    for half in typed(halves):
        activity, meant = activity_of(half.what), half.meaning.kind
        known = learned.get(activity)
        kind = known or rule(activity, list(learned.items())[:LEARNED_LOOKED_AT])
        count["entries"] += 1
        count["told"] += kind is not None
        count["right"] += kind is meant
        count["new"] += known is None
        count["guessed"] += known is None and kind is not None
        count["guessed_right"] += known is None and kind is meant
        if random.random() < (ANSWERS if kind is None else PUTS_RIGHT * (kind is not meant)):
            learned[activity] = meant if random.random() >= PICKS_WRONG else random.choice(list(Kind))
    return count


def figures(diaries: Iterable[Sequence[Half]], rule: Rule) -> dict[str, float | int | None]:
    """Return the shares over several diaries."""
    count = sum((replay(one, rule, seed) for seed, one in enumerate(diaries)), Counter[str]())

    def share(part: str, whole: str) -> float | None:
        return round(count[part] / count[whole], 4) if count[whole] else None

    return {
        "entries": count["entries"],
        "coverage": share("told", "entries"),
        "precision": share("right", "told"),
        "wordings_new": count["new"],
        "guessed_of_new": share("guessed", "new"),
        "precision_of_guesses": share("guessed_right", "guessed"),
        "asked": count["new"] - count["guessed"],
    }


def slowest_ms() -> float:
    """Return how long a guess takes beside as many learned activities as are looked at."""
    halves = [half for trade in MADE_WITH for half in diary(trade)]
    learned = list({activity_of(half.what): half.meaning.kind for half in halves}.items())[:LEARNED_LOOKED_AT]
    times = []
    for _ in range(5):
        started = perf_counter()
        likely_kind("proposal for somebody quite new", learned)
        times.append((perf_counter() - started) * 1_000)
    return round(min(times), 3)


def main() -> None:
    """Print the figures as JSON."""
    sets = {
        "made_with": [list(diary(trade, seed)) for trade in MADE_WITH for seed in SEEDS],
        "held_back": [list(diary(trade, seed)) for trade in HELD_BACK for seed in SEEDS],
        "demo": [asyncio.run(of_the_demo(seed)) for seed in (1, 2)],
    }
    rules: dict[str, Rule] = {"known_wordings": lambda *_: None, "similar_wordings": likely_kind}
    told = {name: {rule: figures(each, by) for rule, by in rules.items()} for name, each in sets.items()}
    print(json.dumps({"bench": "kinds", **told, "guess_ms_at_most_learned": slowest_ms()}))


if __name__ == "__main__":
    main()
