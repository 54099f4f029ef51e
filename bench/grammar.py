"""How long the worst messages take to be understood, beside copying text of the same length, in the same run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.grammar.reply import Context
from bot.grammar.understand import understand

LENGTH = 8_000
RUNS = 5
PIECES = (
    *("a", "a ", " - ", "- ", "a—", ";", "a|", "a\n", "<", "<a", "<t:", "<!date^1^", "&amp;", "&", "1", "1-", "10-11 "),
    *("10:00-11:00 a - b\n", "#a ", "a:b ", 'a:"b ', "a:“b ", "/", "s/a/", "because ", "to ", "a b to ", "so i "),
    *("what: ", "why: ", "fix: ", "* ", "just ", "yesterday ", "1h ", "for 1h ", "call log ", "http://", "é", "\u200b"),
)
HEADS = ("", "yesterday 10-11 ", "call x:y ", "s/", "fix: ", "why ", "<!date^1^", "what: a ", "pause until ")
PATHS = frozenset({"call", "call log", "call list", "report", "report week", "log", "pause", "asked", "today"})


def fastest(run: Callable[[], object]) -> float:
    """Return the milliseconds of the fastest of a few runs."""
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        run()
        times.append((perf_counter() - started) * 1_000)
    return min(times)


def main() -> None:
    """Print the worst message and the figures as JSON."""
    context = Context(
        now=datetime(2026, 11, 25, 13, 35, tzinfo=UTC), tz=ZoneInfo("Europe/Paris"), paths=PATHS, why_awaited=True
    )
    texts = [(head + piece * LENGTH)[:LENGTH] for head in HEADS for piece in PIECES]
    usual = "10-11:30 calling leads - to book 3 demos"
    understand(usual, context)
    times = {text: fastest(lambda text=text: understand(text, context)) for text in texts}
    worst = max(times, key=lambda text: times[text])
    baseline = fastest(lambda: " ".join(("word " * (LENGTH // 5)).split()).casefold())
    figures = {
        "bench": "grammar",
        "characters": LENGTH,
        "messages": len(texts),
        "worst_ms": round(times[worst], 3),
        "worst_begins": worst[:30],
        "median_ms": round(sorted(times.values())[len(times) // 2], 3),
        "usual_ms": round(fastest(lambda: understand(usual, context)), 3),
        "baseline_split_join_casefold_ms": round(baseline, 3),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
