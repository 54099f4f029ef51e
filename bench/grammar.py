"""How long the worst messages take to be understood: searched for, and measured beside half their length.

Pieces are repeated behind heads, then the worst are mixed with every other piece, and the worst of those again. A
message is worse the longer it takes; `ratio` compares 8,000 characters with the first 4,000: about 2 where time follows
length. All times are of the processor, whoever else uses it; the baseline copies text of the same length.

Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.grammar.reply import Context
from bot.grammar.understand import understand

LENGTH = 8_000
RUNS = 7
KEPT = 12
ROUNDS = 3
PIECES = (
    *("a", "a ", " - ", "- ", "a—", "–", ";", "a|", "a\n", "<", "<a", "<t:", "<!date^1^", "&amp;", "&", "1", "1-", ":"),
    *("10-11 ", "10:00-11:00 a - b\n", "9:00-9:30 x\n", "#a ", "a:b ", 'a:"b ', "a:“b ", '"', "“", "/", "s/a/", "//"),
    *("because ", "to ", "a b to ", "a b to c ", "so i ", "since it ", "in order ", "->", "=> ", "(1h) ", ", 2h", "'"),
    *(
        "what: ",
        "why: ",
        "fix: ",
        "* ",
        "just ",
        "yesterday ",
        "fri ",
        "1h ",
        "1h 30m ",
        "for 1h ",
        "half an ",
        "at 9 ",
    ),
    *(
        "call log ",
        "report ",
        "http://",
        "http://a-b ",
        "é",
        "\u200b",
        "\u00a0",
        "\u2028",
        "\ud83d",
        "👩‍💻",
        "\u0663",
        "\uff11",
    ),
)
HEADS = (
    *("", "yesterday 10-11 ", "10:00-11:00 ", "call x:y ", "call log ", "s/", "s/a/", "fix: ", "why ", "what: a "),
    *("<!date^1^", "pause until ", "#", "2026-11-24 ", "at 9 "),
)
PATHS = frozenset({"call", "call log", "call list", "report", "report week", "log", "pause", "asked", "today"})
NOW, PARIS = datetime(2026, 11, 25, 13, 35, tzinfo=UTC), ZoneInfo("Europe/Paris")
CONTEXTS = tuple(
    Context(now=NOW, tz=PARIS, paths=PATHS, why_awaited=awaited, last_entry_at=NOW if awaited else None)
    for awaited in (False, True)
)


def fastest(run: Callable[[], object], runs: int = RUNS) -> float:
    """Return the milliseconds of work of the fastest of a few runs."""
    times = []
    for _ in range(runs):
        started = process_time()
        run()
        times.append((process_time() - started) * 1_000)
    return min(times)


def taken(text: str, runs: int = RUNS) -> float:
    """Return the milliseconds that a message takes, awaited as a why or not, whichever is longer."""
    return max(fastest(partial(understand, text, context), runs) for context in CONTEXTS)


def long(head: str, piece: str, length: int = LENGTH) -> str:
    """Repeat a piece behind a head up to a length."""
    return (head + piece * (length // len(piece) + 1))[:length]


def search() -> tuple[dict[tuple[str, str], float], int]:
    """Return the messages that took longest, as head and piece, and how many were tried."""
    tried: dict[tuple[str, str], float] = {}

    def try_all(pairs: Iterable[tuple[str, str]]) -> None:
        for pair in pairs:
            if pair not in tried:
                tried[pair] = taken(long(*pair), runs=1)

    def worst() -> list[tuple[str, str]]:
        return sorted(tried, key=lambda pair: -tried[pair])[:KEPT]

    try_all((head, piece) for head in HEADS for piece in PIECES)
    for _ in range(ROUNDS):
        try_all((head, both) for head, bad in worst() for piece in PIECES for both in (bad + piece, piece + bad))
    return {pair: taken(long(*pair)) for pair in worst()}, len(tried)


def main() -> None:
    """Print the worst message and the figures as JSON."""
    usual = "10-11:30 calling leads - to book 3 demos"
    taken(usual)
    found, tried = search()
    head, piece = max(found, key=lambda pair: found[pair])
    ratios = [taken(long(*pair)) / taken(long(*pair, LENGTH // 2)) for pair in found]
    baseline = fastest(lambda: " ".join(("word " * (LENGTH // 5)).split()).casefold())
    figures = {
        "bench": "grammar",
        "characters": LENGTH,
        "messages_tried": tried,
        "worst_ms": round(found[head, piece], 3),
        "worst_is": {"head": head, "piece": piece},
        "ratio_8000_to_4000": round(taken(long(head, piece)) / taken(long(head, piece, LENGTH // 2)), 2),
        f"highest_ratio_of_the_worst_{KEPT}": round(max(ratios), 2),
        "usual_ms": round(taken(usual), 3),
        "baseline_split_join_casefold_ms": round(baseline, 3),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
